"""What has just appeared takes no press that was meant for what was there before."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pygame
import pytest

from game.client.chess.absence import AbsenceScene
from game.client.chess.draft import DraftScene
from game.client.chess.match import MatchScene
from game.client.chess.matchend import MatchEndScene
from game.client.chess.widgets.card import FLIP_MS, flips_at
from game.client.kit import theme
from game.client.kit.widgets.button import Button
from netcode import messages as m
from tests.helpers.chess_wire import board_state
from tests.helpers.fake_transport import OTHER, in_game
from tests.helpers.pilot import Pilot
from tests.helpers.sessions import FakeContext, a_draft, a_finished_match, scene_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.kit.scene import Scene

LAST_CARD_MS = flips_at(3) + FLIP_MS


def choices(context: FakeContext) -> list[m.Request]:
    server = context.session._transport
    return [request for request in server.sent if isinstance(request, m.ChooseUpgrade)]  # type: ignore[union-attr]


def a_hand(*, reduced_motion: bool = False) -> tuple[FakeContext, Pilot]:
    context = a_draft()
    context.settings = type(context.settings)(reduced_motion=reduced_motion)
    return context, Pilot(scene=DraftScene(context, context.match))


@pytest.mark.parametrize("reduced_motion", [False, True])
def test_no_card_is_taken_before_all_have_been_seen(reduced_motion: bool) -> None:
    context, pilot = a_hand(reduced_motion=reduced_motion)
    pilot.key(pygame.K_1)
    pilot.click("card 2")
    assert choices(context) == []


def test_no_card_is_taken_right_when_the_last_has_turned() -> None:
    context, pilot = a_hand()
    pilot.advance(LAST_CARD_MS + theme.GUARD_MS - 50)
    pilot.key(pygame.K_1)
    pilot.click("card 2")
    assert choices(context) == []
    pilot.advance(100)
    pilot.key(pygame.K_1)
    assert len(choices(context)) == 1


def test_a_press_that_began_before_the_cards_were_seen_takes_none() -> None:
    context, pilot = a_hand()
    pilot.advance(LAST_CARD_MS)
    pilot.press("card 2")
    pilot.advance(1_000)
    pilot.release("card 2")
    assert choices(context) == []
    pilot.click("card 2")
    assert len(choices(context)) == 1


def test_draw_that_is_offered_under_the_pointer_is_not_accepted_by_a_click_on_its_way() -> None:
    line = in_game()
    scene = scene_of(MatchScene, FakeContext(line))
    pilot = Pilot(scene=scene)
    line.say(board_state(seq=2, draw_offer="black"))
    pilot.step()
    pilot.click("draw: accept")
    assert not [request for request in line.server.sent if isinstance(request, m.AnswerDraw)]
    pilot.advance(theme.GUARD_MS + 50)
    pilot.click("draw: accept")
    assert line.server.last == m.AnswerDraw(accept=True)


def the_end() -> Scene:
    return scene_of(MatchEndScene, a_finished_match())


def the_question() -> Scene:
    return scene_of(AbsenceScene, FakeContext(in_game()), m.AbsenceQuestion(OTHER, ["wait", "bot", "draw", "win"]))


@pytest.mark.parametrize("make", [the_end, the_question])
def test_a_screen_that_comes_by_itself_takes_no_press_at_first(make: Callable[[], Scene]) -> None:
    scene = make()
    pilot = Pilot(scene=scene)
    buttons = [widget for widget in scene.group.widgets if isinstance(widget, Button) and widget.visible]
    pressed: list[str] = []
    for button in buttons:
        button._on_press = partial(pressed.append, button.name)
        pilot.click(button)
        pilot.group.set_focus(button)
        pilot.key(pygame.K_RETURN)
    assert pressed == []
    pilot.advance(theme.GUARD_MS + 50)
    for button in buttons:
        pilot.click(button)
    assert pressed == [button.name for button in buttons]

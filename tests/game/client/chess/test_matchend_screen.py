"""The last screen, drawn."""

from __future__ import annotations

import pygame
import pytest

from game.client.chess.matchend import MatchEndScene
from game.client.kit import theme
from game.client.kit.theme import Face, Size
from netcode import messages as m
from tests.helpers.fake_transport import ME, OTHER
from tests.helpers.pilot import Pilot
from tests.helpers.sessions import a_story


def test_the_longest_score_is_never_cut_off() -> None:
    context = a_story(7)
    context.match.over = m.MatchOver("Win", {"1": 4.5, "2": 3.5}, "armageddon", ME)
    scene = MatchEndScene(context, context.match)
    pilot = Pilot(scene=scene, size=(1024, 640))
    scene.refresh(0)
    pilot.step()
    score = scene._score
    width = pilot.window.painter.text_width(score.text, size=Size.HUGE, face=Face.STRONG)
    assert (score.text, width <= score.rect.w) == ("4½ : 3½", True)


def test_enter_asks_for_another_match_after_a_click_beside_all_buttons() -> None:
    context = a_story(3)
    scene = MatchEndScene(context, context.match)
    pilot = Pilot(scene=scene)
    scene.refresh(0)
    pilot.advance(1_000)
    pilot.click((5.0, 5.0))
    assert scene.group.focus is scene._again
    pilot.key(pygame.K_RETURN)
    assert context.session._transport.sent[-1] == m.PlayAgain(again=True, best_of=3, base_seconds=60)  # type: ignore[union-attr]


@pytest.mark.parametrize(("winner", "color"), [(ME, theme.AMBER), (OTHER, theme.TEAL)])
def test_the_headline_has_the_colour_of_whoever_it_names(winner: int, color: theme.Color) -> None:
    context = a_story(3)
    context.match.over = m.MatchOver("Win", {"1": 1.0, "2": 2.0}, "score", winner)
    scene = MatchEndScene(context, context.match)
    scene.refresh(0)
    assert scene._headline.color == color

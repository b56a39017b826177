"""The place beside the board where draws are offered, taken back and answered."""

from __future__ import annotations

from typing import Any

import pytest

from game.client import texts
from game.client.chess.drawoffers_logic import draw_offer, offer_line
from game.client.chess.match import MatchScene
from game.client.kit import theme
from netcode import messages as m
from tests.helpers.fake_transport import Line, in_game, match_in
from tests.helpers.pilot import Pilot
from tests.helpers.sessions import FakeContext, scene_of


@pytest.mark.parametrize(
    ("offer", "mine", "stage"),
    [
        (None, "white", "may offer"),
        ("white", "white", "offered"),
        ("black", "white", "asked"),
        ("black", None, "none"),
    ],
)
def test_an_offer_is_for_the_opponent_to_answer(offer: m.Colour | None, mine: m.Colour | None, stage: str) -> None:
    assert draw_offer(match_in(in_game(draw_offer=offer, color=mine).session)).stage == stage


def test_there_is_nothing_about_draws_where_a_draw_decides() -> None:
    assert draw_offer(match_in(in_game(armageddon=True).session)).stage == "none"


def test_whoever_has_just_offered_reads_when_they_may_again() -> None:
    found = draw_offer(in_game(draw_wait=m.Counts(3, 0)).match)
    assert (found.usable, found.hint) == (False, texts.draw_again_after(3))
    assert draw_offer(in_game(draw_wait=m.Counts(0, 3)).match).usable


@pytest.mark.parametrize(
    ("color", "line"), [(None, "Bob offers a draw."), ("white", "Bob offers a draw."), ("black", "")]
)
def test_everybody_else_reads_of_an_offer_watchers_too(color: m.Colour | None, line: str) -> None:
    assert offer_line(match_in(in_game(draw_offer="black", color=color).session)) == line


def the_match(size: tuple[int, int] = (1280, 800), **facts: Any) -> tuple[MatchScene, Pilot, Line]:
    line = in_game(**facts)
    scene = scene_of(MatchScene, FakeContext(line))
    return scene, Pilot(scene=scene, size=size), line


@pytest.mark.parametrize("offer", [None, "white", "black"])
@pytest.mark.parametrize("size", [(1024, 640), (1280, 800)])
def test_nothing_about_draws_is_ever_where_resign_is(offer: m.Colour | None, size: tuple[int, int]) -> None:
    scene, pilot, _ = the_match(size, draw_offer=offer)
    pilot.step()
    resign = next(widget for widget in scene.group.widgets if widget.name == texts.RESIGN)
    others = [each for each in scene._draws.widgets if each.visible]
    assert resign.visible
    assert others
    assert not any(each.rect.colliderect(resign.rect) for each in others)


def test_an_offer_is_taken_back_where_it_was_made() -> None:
    _, pilot, line = the_match(draw_offer="white")
    pilot.advance(theme.GUARD_MS + 50)
    pilot.click(texts.WITHDRAW_DRAW)
    assert line.server.last == m.WithdrawDraw()

"""Asking for another match, of the same kind or of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client.chess.anothermatch import AnotherMatchScene
from game.client.chess.match import MatchScene
from game.client.chess.matchend import MatchEndScene
from netcode import messages as m
from tests.helpers.chess_wire import board_state
from tests.helpers.fake_transport import ME, OTHER, Line, in_game
from tests.helpers.pilot import Pilot
from tests.helpers.sessions import FakeContext

if TYPE_CHECKING:
    from game.client.kit.scene import Scene

GUARD_MS = 1_000


def a_finished_match() -> tuple[Line, FakeContext]:
    line = in_game()
    line.say(board_state(phase="over"), m.MatchOver("Win", {"1": 2.0, "2": 1.0}, "score", ME))
    return line, FakeContext(line)


def shown(scene: Scene) -> Pilot:
    pilot = Pilot(scene=scene)
    pilot.advance(GUARD_MS)
    return pilot


def test_whoever_wants_another_match_says_which() -> None:
    """So that nobody agrees to what arrives in the moment of the click."""
    line, context = a_finished_match()
    scene = MatchEndScene(context, context.match)
    shown(scene).click(scene._again)
    assert line.server.last == m.PlayAgain(again=True, best_of=3, base_seconds=60, n=line.server.last.n)


def test_whoever_agrees_agrees_to_what_was_proposed() -> None:
    line, context = a_finished_match()
    line.say(m.Witness(OTHER, "PlayAgain", {"again": True, "best_of": 7, "base_seconds": 30}))
    scene = MatchEndScene(context, context.match)
    shown(scene).click(scene._again)
    assert line.server.last == m.PlayAgain(again=True, best_of=7, base_seconds=30, n=line.server.last.n)


def test_games_and_time_can_be_changed() -> None:
    line, context = a_finished_match()
    scene = AnotherMatchScene(context, context.match)
    pilot = shown(scene)
    games, time = (choice for _, choice in scene._rows)
    pilot.click((games.rect.right - 20, games.rect.centery))
    pilot.click((time.rect.right - 20, time.rect.centery))
    pilot.click(scene._ask)
    assert line.server.last == m.PlayAgain(again=True, best_of=7, base_seconds=180, n=line.server.last.n)
    assert context.asked == ["pop"]


def test_a_time_that_is_none_of_the_usual_can_be_kept() -> None:
    """A room that was opened by another program may have any."""
    _, context = a_finished_match()
    context.match.base_seconds = 45
    scene = AnotherMatchScene(context, context.match)
    assert [each for each, _ in scene._rows[1][1].options] == [30, 45, 60, 120, 180]


def test_who_has_not_the_match_any_more_proposes_nothing() -> None:
    """The other match has begun while one was choosing."""
    line, context = a_finished_match()
    scene = AnotherMatchScene(context, context.match)
    pilot = shown(scene)
    line.say(m.GameStarted(1, {"white": ME, "black": OTHER}, 3_000))
    pilot.click(scene._ask)
    assert not isinstance(line.server.last, m.PlayAgain)


def test_over_the_end_of_the_match_its_terms_stand_in_the_middle() -> None:
    """The board is covered already, and nothing there waits for a move."""
    _, context = a_finished_match()
    pilot = Pilot(scene=MatchScene(context, context.match))
    dialog = AnotherMatchScene(context, context.match)
    pilot.stage.stack.push(MatchEndScene(context, context.match))
    pilot.stage.stack.push(dialog)
    assert dialog.box is not None
    assert dialog.box.center == (640, 400)

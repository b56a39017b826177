"""The end of a game is seen before it is talked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import chess
import pytest

from game.client.chess.board import BoardWidget, falling
from game.client.chess.draft import DraftScene
from game.client.chess.ending import fallen_kings
from game.client.chess.match import MatchScene
from game.client.kit import theme
from netcode import messages as m
from tests.helpers.chess_wire import board_state
from tests.helpers.fake_transport import ME, OTHER, Line, in_game, match_in
from tests.helpers.golden import share_different
from tests.helpers.pilot import Pilot
from tests.helpers.sessions import FakeContext, scene_of
from tests.helpers.sheet import nothing, placement

if TYPE_CHECKING:
    from game.client.chess.widgets.overboard import ResultWords

MATE = ["f2f3", "e7e5", "g2g4", "d8h4"]


def mated(reason: str = "checkmate", winner: int | None = OTHER) -> Line:
    """Ann, who has White, has just lost the first game."""
    line = in_game(moves=MATE[:3], ply=3, last_move=MATE[2], turn="black")
    line.say(board_state(seq=8, ply=4, last_move=MATE[3], turn="white", phase="result", phase_ms=3_000, running=None))
    line.say(m.GameOver("Lose", reason, {"1": 0.0, "2": 1.0}, winner))
    return line


def banner(scene: MatchScene) -> ResultWords | None:
    return scene._over_board._banner


def test_the_final_position_is_seen_alone_before_the_result_is_said() -> None:
    scene = scene_of(MatchScene, FakeContext(mated()))
    pilot = Pilot(scene=scene)
    pilot.advance(theme.LAST_LOOK_MS - 50)
    assert banner(scene) is None
    pilot.advance(100)
    assert banner(scene) is not None


def test_it_is_seen_for_at_least_a_second_and_a_half() -> None:
    assert theme.LAST_LOOK_MS >= 1_500


def test_each_game_has_its_own_last_look() -> None:
    line = mated()
    scene = scene_of(MatchScene, FakeContext(line))
    pilot = Pilot(scene=scene)
    pilot.advance(theme.LAST_LOOK_MS + 50)
    line.say(board_state(seq=9, game=2, ply=0, phase="playing"))
    pilot.advance(1_000)
    line.say(board_state(seq=10, game=2, ply=0, phase="result", phase_ms=3_000, running=None))
    pilot.advance(100)
    assert banner(scene) is None


@pytest.mark.parametrize(
    ("reason", "winner", "fallen"),
    [
        ("checkmate", OTHER, {chess.E1}),
        ("resignation", OTHER, {chess.E1}),
        ("flag", ME, {chess.E8}),
        ("stalemate", None, set()),
        ("agreement", OTHER, set()),
    ],
)
def test_the_king_of_whoever_was_beaten_tips_over(reason: str, winner: int | None, fallen: set[int]) -> None:
    assert fallen_kings(match_in(mated(reason, winner).session)) == fallen


def test_while_a_game_runs_all_kings_stand() -> None:
    line = mated()
    line.say(board_state(seq=9, game=2, ply=0, phase="playing"))
    assert fallen_kings(line.match) == frozenset()


def test_looking_back_sees_the_king_stand() -> None:
    scene = scene_of(MatchScene, FakeContext(mated()))
    pilot = Pilot(scene=scene)
    assert scene._board.state.fallen == {chess.E1}
    pilot.click("first")
    assert scene._board.state.fallen == frozenset()


@pytest.mark.parametrize("reduced_motion", [False, True])
def test_a_king_falls_and_lies_still(reduced_motion: bool) -> None:
    widget = BoardWidget(nothing)
    widget.place(100, 20, 720, 720)
    widget.state.reduced_motion = reduced_motion
    widget.set_position(placement(chess.Board()), last_move=None, check=None, animate=False)
    pilot = Pilot(widget)
    upright = pilot.shot()
    widget.set_fallen(frozenset({chess.E1}))
    pilot.advance(50)
    assert (falling._degrees(widget.state) == falling.LYING_DEGREES) == reduced_motion
    pilot.advance(theme.TIP_MS + 100)
    lying, frames = pilot.shot(), pilot.frames
    assert share_different(upright, lying) > 0
    pilot.advance(1_000)
    assert pilot.frames == frames


@pytest.mark.parametrize("size", [(1024, 640), (1280, 800)])
def test_beside_the_draft_the_final_position_stays_to_be_seen(size: tuple[int, int]) -> None:
    line = mated()
    line.say(board_state(seq=9, ply=4, last_move=MATE[3], turn="white", phase="draft", phase_ms=12_000, running=None))
    line.say(m.UpgradeOffer(ME, ["trotters", "recruit", "siege"], 12_000))
    scene = scene_of(DraftScene, FakeContext(line))
    Pilot(scene=scene, size=size)
    board = scene._board
    assert board.state.placement[chess.H4] == "q"
    assert board.state.fallen == {chess.E1}
    assert board.rect.w >= 250
    assert not any(board.rect.colliderect(card.rect) for card in scene._cards)
    width, height = scene.size
    assert all(widget.rect.left >= 0 and widget.rect.right <= width for widget in scene.group.widgets)
    assert board.rect.bottom <= height

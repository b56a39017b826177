"""What upgrades do is told when it happens: in words, on the board, to the ear."""

from __future__ import annotations

from typing import TYPE_CHECKING

import chess
import pytest

from game.chess.rules.bycolor import ByColor
from game.chess.upgrades import board_from
from game.client import texts
from game.client.chess import match_logic as logic
from game.client.chess.board import BoardWidget, effects, overlay
from game.client.chess.effects import Effect, effect_of
from game.client.chess.match import MatchScene
from game.client.kit import theme
from game.client.roomsounds import RoomSounds
from netcode import messages as m
from tests.helpers.chess_wire import board_state
from tests.helpers.fake_transport import Line, in_game
from tests.helpers.golden import share_different
from tests.helpers.pilot import Pilot
from tests.helpers.sessions import FakeContext, scene_of
from tests.helpers.sheet import nothing, placement, targets

if TYPE_CHECKING:
    from game.chess.rules.board import Board

POISON = "4k3/8/8/3b4/8/4N3/8/4K3 w - - 0 1"
SHIELD = "4k3/8/8/8/8/6n1/8/4KB2 b - - 0 1"
SPARE = "2k1k3/8/1N6/8/8/8/8/4K3 w - - 0 1"


def board(fen: str, whites: str = "", blacks: str = "", layers: str = "") -> Board:
    return board_from(fen, ByColor(tuple(whites.split()), tuple(blacks.split())), layers)


# --- in words -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("position", "move", "kind", "square"),
    [
        (board(POISON, blacks="poison_bishops"), "e3d5", "poison", chess.D5),
        (board(SHIELD, whites="shield", layers="- f1 - -"), "g3f1", "shield", chess.F1),
        (board(SPARE, blacks="spare_king"), "b6c8", "king", chess.C8),
        (board("4k3/8/8/8/8/8/8/4K3 w - - 0 1", whites="revival", layers="- - R N"), "N@b1", "revival", chess.B1),
        (board(chess.STARTING_FEN, whites="breather", layers="- - P -"), "0000", "pass", None),
        (board(chess.STARTING_FEN, whites="rewind", layers="- - W -"), "rewind", "rewind", None),
    ],
)
def test_what_a_card_has_done_is_named_with_its_place(
    position: Board, move: str, kind: str, square: int | None
) -> None:
    effect = effect_of(position, move)
    assert effect is not None
    assert (effect.kind, effect.square) == (kind, square)
    assert effect.words
    assert effect.note


@pytest.mark.parametrize(
    ("position", "move"),
    [
        (board(POISON), "e3d5"),
        (board(POISON, blacks="poison_bishops"), "e3g4"),
        (board(SHIELD, whites="shield"), "g3f1"),
        (board(chess.STARTING_FEN), "e2e4"),
    ],
)
def test_an_ordinary_move_is_told_by_nothing_but_itself(position: Board, move: str) -> None:
    assert effect_of(position, move) is None


def test_a_poisoned_pawn_taken_in_passing_is_told_where_it_stood() -> None:
    effect = effect_of(board("4k3/8/8/3pP3/8/8/8/4K3 w - d6 0 1", blacks="poison_pawns"), "e5d6")
    assert effect is not None
    assert (effect.kind, effect.square) == ("poison", chess.D5)


# --- before the click ---------------------------------------------------------------------------------------------


def playing(fen: str, upgrades: m.Badges, layers: str = "", color: str = "white") -> Line:
    turn = "white" if " w " in fen else "black"
    return in_game(
        fen=fen, start_fen=fen, upgrades=upgrades, layers=layers, start_layers=layers, turn=turn, color=color,
        running=None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fen", "upgrades", "layers", "move", "sign"),
    [
        (POISON, m.Badges(black=["poison_bishops"]), "", (chess.E3, chess.D5), "poison"),
        (SHIELD, m.Badges(white=["shield"]), "- f1 - -", (chess.G3, chess.F1), "shield"),
        (SPARE, m.Badges(black=["spare_king"]), "", (chess.B6, chess.C8), "king"),
    ],
)
def test_a_capture_that_is_no_ordinary_one_is_marked_before_it_is_made(
    fen: str, upgrades: m.Badges, layers: str, move: tuple[int, int], sign: str
) -> None:
    line = playing(fen, upgrades, layers, "white" if " w " in fen else "black")
    assert sign in logic.target_signs(line.match, *move)
    assert not logic.target_signs(playing(POISON, m.Badges()).match, chess.E3, chess.D5)


def test_the_ring_of_such_a_capture_looks_different_and_the_pointer_on_it_is_told_why() -> None:
    pictures, warned = [], []
    for signs in (frozenset[str](), frozenset({"poison"})):
        widget = BoardWidget(nothing)
        widget.place(100, 20, 720, 720)
        position = chess.Board(POISON)
        widget.set_position(placement(position), last_move=None, check=None)
        widget.set_targets(targets(position), lambda _o, _t, signs=signs: signs)  # type: ignore[misc]
        pilot = Pilot(widget)
        pilot.click(widget.square_rect(chess.E3).center)
        pictures.append(pilot.shot())
        pilot.move(widget.square_rect(chess.D5).center)
        warned.append(overlay._warned_target(widget.state))
    assert share_different(*pictures) > 0
    assert warned == [None, (chess.D5, "poison")]


# --- on the board -------------------------------------------------------------------------------------------------

BOUNCE = Effect("shield", "It holds", "It held", chess.F1, chess.G3, "n", "B")


@pytest.fixture
def widget() -> BoardWidget:
    widget = BoardWidget(nothing)
    widget.place(100, 20, 720, 720)
    widget.set_position(placement(chess.Board(SHIELD)), last_move=None, check=None)
    return widget


def test_what_is_told_ends_by_itself_and_then_costs_nothing(widget: BoardWidget) -> None:
    pilot = Pilot(widget)
    before = pilot.shot()
    widget.tell(BOUNCE)
    pilot.advance(theme.RING_MS // 2)
    assert share_different(before, pilot.shot()) > 0
    pilot.advance(theme.TELLING_MS + 100)
    assert share_different(before, pilot.shot()) == 0
    frames = pilot.frames
    pilot.advance(1_000)
    assert pilot.frames == frames


def test_what_bounces_goes_there_and_comes_back(widget: BoardWidget) -> None:
    pilot = Pilot(widget)
    widget.tell(BOUNCE)
    pilot.advance(theme.PIECE_MS)
    assert effects.hidden(widget.state) == chess.G3
    pilot.advance(2 * theme.PIECE_MS)
    assert effects.hidden(widget.state) is None


def test_with_reduced_motion_nothing_moves(widget: BoardWidget) -> None:
    widget.state.reduced_motion = True
    pilot = Pilot(widget)
    widget.tell(BOUNCE)
    pilot.advance(theme.PIECE_MS // 2)
    assert effects.hidden(widget.state) is None
    assert widget.state.animation is not None


def test_whoever_takes_a_piece_is_told_no_more(widget: BoardWidget) -> None:
    pilot = Pilot(widget)
    widget.tell(BOUNCE)
    pilot.press(widget.square_rect(chess.E8).center)
    assert widget.state.animation is None


def test_telling_is_painted_in_parts_as_a_whole_would_be(widget: BoardWidget) -> None:
    pilot = Pilot(widget)
    widget.tell(Effect("poison", "Both vanish", "", chess.E4, chess.C4, "R", "b"))
    for _ in range(6):
        pilot.advance(60)
        pilot.step()
        in_parts = pilot.shot()
        pilot.stage.stack.top.invalidate()
        pilot.step()
        assert share_different(in_parts, pilot.shot()) == 0


# --- in the match -------------------------------------------------------------------------------------------------


def bounced() -> Line:
    """The opponent's knight has just run into Ann's shielded bishop."""
    line = playing(SHIELD, m.Badges(white=["shield"]), "- f1 - -")
    scene = scene_of(MatchScene, FakeContext(line))
    pilot = Pilot(scene=scene)
    sounds = RoomSounds()
    sounds.listen(line.session, line.now_ms)
    line.say(board_state(seq=9, ply=1, last_move="g3f1", turn="white", start_fen=SHIELD, fen=SHIELD, running=None))
    pilot.step()
    line.scene, line.heard = scene, sounds.listen(line.session, line.now_ms)  # type: ignore[attr-defined]
    return line


def test_what_the_opponents_move_did_is_told_on_the_board() -> None:
    line = bounced()
    told = line.scene._board.state.animation  # type: ignore[attr-defined]
    assert told is not None
    assert told.effect.kind == "shield"


def test_what_the_opponents_move_did_is_heard() -> None:
    assert "shield" in bounced().heard  # type: ignore[attr-defined]


def test_what_the_opponents_move_did_can_be_read_in_the_list_of_moves() -> None:
    moves = bounced().scene._pane.moves  # type: ignore[attr-defined]
    assert texts.NOTE_SHIELD in moves._rows


def test_looking_back_at_another_position_ends_the_telling() -> None:
    line = bounced()
    scene = line.scene  # type: ignore[attr-defined]
    scene._pane.step(-1)
    assert scene._board.state.animation is None


def test_what_was_there_when_one_came_in_is_not_told_again() -> None:
    line = in_game(
        moves=["g3f1"], ply=1, last_move="g3f1", turn="white", start_fen=SHIELD, fen=SHIELD,
        upgrades=m.Badges(white=["shield"]), start_layers="- f1 - -",
    )  # fmt: skip
    scene = scene_of(MatchScene, FakeContext(line))
    Pilot(scene=scene)
    assert scene._board.state.animation is None
    assert texts.NOTE_SHIELD in scene._pane.moves._rows


def test_a_queued_move_that_the_reply_makes_impossible_is_seen_and_heard_to_go() -> None:
    line = in_game(moves=["e2e4"], ply=1, last_move="e2e4", turn="black")
    scene = scene_of(MatchScene, FakeContext(line))
    pilot = Pilot(scene=scene)
    line.match.queue.add("e4d5")
    pilot.step()
    sounds = RoomSounds()
    sounds.listen(line.session, line.now_ms)
    line.say(board_state(seq=9, ply=2, last_move="e7e5", turn="white"))
    pilot.step()
    told = scene._board.state.animation
    assert told is not None
    assert (told.effect.kind, told.effect.origin, told.effect.square) == ("dropped", chess.E4, chess.D5)
    assert "dropped" in sounds.listen(line.session, line.now_ms)


# --- two kings ----------------------------------------------------------------------------------------------------


def test_with_two_kings_both_wear_a_sign_and_say_that_neither_is_royal() -> None:
    line = playing("4k3/8/8/8/8/8/8/2K1K3 w - - 0 1", m.Badges(white=["spare_king"]))
    position = line.match.queue.imagined()
    assert position is not None
    signs = logic.signs(line.match, position)
    assert "spare" in signs[chess.C1]
    assert "spare" in signs[chess.E1]
    assert "spare" not in signs.get(chess.E8, ())
    assert texts.SPARE_KING_HINT in logic.explain_piece(line.match, position, chess.E1)


def test_a_king_alone_wears_none() -> None:
    line = playing("4k3/8/8/8/8/8/8/4K3 w - - 0 1", m.Badges(white=["spare_king"]))
    position = line.match.queue.imagined()
    assert position is not None
    assert "spare" not in logic.signs(line.match, position).get(chess.E1, ())


def test_a_spare_king_counts_as_the_bishop_in_whose_place_it_stands() -> None:
    start = board("rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNKQKBNR w kq - 0 1", whites="spare_king")
    assert logic.captured_between(start, start, "white") == ("", 0)
    assert logic.captured_between(start, start, "black") == ("", 0)
    lost = start.copy()
    lost.remove_piece_at(chess.C1)
    assert logic.captured_between(start, lost, "black") == ("K", 3)

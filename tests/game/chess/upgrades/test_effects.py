"""One concrete case for each kind of hook."""

from __future__ import annotations

import chess
import pytest

from game.chess.rules import ByColor
from game.chess.upgrades import Rarity, Upgrade, board_from, clocks_with, new_board
from game.chess.upgrades.effects import LEAST_CLOCK_MS

NONE: tuple[str, ...] = ()


def moves_from(board: chess.Board, square: str) -> set[str]:
    return {move.uci()[2:] for move in board.legal_moves if move.uci().startswith(square)}


def test_moves_are_added_to_the_standard_ones() -> None:
    """A trotting knight steps like a king, and still leaps."""
    board = new_board(ByColor(("trotters",), NONE))
    board.push_uci("g1f3")
    board.push_uci("a7a6")
    assert moves_from(board, "f3") == {"g1", "g5", "h4", "d4", "e5", "e3", "e4", "f4", "g3", "g4"} - {"e2", "f2", "g2"}


def test_moves_are_the_owners_alone() -> None:
    """The opponent's knights stay standard."""
    board = new_board(ByColor(("nightriders",), NONE))
    board.push_uci("a2a3")
    assert moves_from(board, "b8") == {"a6", "c6"}


def test_double_steps_start_from_further_ranks() -> None:
    """A torpedo pawn on the fifth rank steps twice."""
    board = board_from("4k3/8/8/4P3/8/8/8/4K3 w - - 0 1", ByColor(("torpedo",), NONE))
    assert moves_from(board, "e5") == {"e6", "e7"}


def test_places_change_the_start() -> None:
    """Vanguard's centre pawns have left the second rank, on Black's side mirrored."""
    board = new_board(ByColor(("vanguard",), ("reinforcement",)))
    assert board.board_fen() == "rnbqkbnr/pppppppp/2n5/8/3PP3/8/PPP2PPP/RNBQKBNR"


@pytest.mark.parametrize(
    ("white", "black", "rights"),
    [
        (NONE, NONE, "KQkq"),
        (("siege",), NONE, "KQ"),
        (("trade_up",), NONE, "Kkq"),
        (("siege",), ("trade_up",), "KQ"),
        (("trade_up",), ("siege",), "kq"),
    ],
)
def test_castling_is_limited(white: tuple[str, ...], black: tuple[str, ...], rights: str) -> None:
    """One's own price and the opponent's siege both count."""
    assert new_board(ByColor(white, black)).fen().split()[2] == rights


def test_clocks_add_up() -> None:
    """Own gains and the opponent's cuts are both counted, each on the right clock."""
    clocks = clocks_with(ByColor(60_000, 45_000), ByColor(("deep_breath",), ("hurry_up",)))
    assert clocks == ByColor(65_000, 45_000)


def test_a_clock_is_never_cut_to_nothing() -> None:
    """However short the game, a cut leaves ten seconds or what there was."""
    assert clocks_with(ByColor(12_000, 5_000), ByColor(("hurry_up",), ("hurry_up",))) == ByColor(LEAST_CLOCK_MS, 5_000)


def test_an_unknown_upgrade_is_a_key_error() -> None:
    """Ids outside the catalogue are no upgrades."""
    with pytest.raises(KeyError):
        new_board(ByColor(("no_such_thing",), NONE))


def test_a_broken_fen_is_a_value_error() -> None:
    """What is no FEN gives no board."""
    with pytest.raises(ValueError, match=r"expected|fen"):
        board_from("no fen", ByColor(NONE, NONE))


@pytest.mark.parametrize("betza", ["mD", "R", "Q2", "mA D", "RR"])
def test_a_king_may_not_leap_two_files(betza: str) -> None:
    """Such an entry is refused when it is made: UCI would call it castling."""
    with pytest.raises(ValueError):
        Upgrade(id="x", name="X", text="X.", rarity=Rarity.COMMON, moves={chess.KING: betza})


@pytest.mark.parametrize("square", ["i1", "e9", ""])
def test_a_misspelt_square_is_refused(square: str) -> None:
    """Places are squares of the board."""
    with pytest.raises(ValueError):
        Upgrade(id="x", name="X", text="X.", rarity=Rarity.COMMON, places={square: chess.PAWN})


def test_many_upgrades_of_one_piece_are_united() -> None:
    """A bishop's steps and a knight's ride stay what they are, side by side."""
    fen = "4k3/8/8/8/3B4/8/8/N3K3 w - - 0 1"
    board = board_from(fen, ByColor(("shifty_bishops", "nightriders"), NONE))
    assert moves_from(board, "a1") == {"b3", "c5", "d7", "c2"} | ({"e3", "g4"})
    assert moves_from(board, "d4") >= {"d5", "d3", "c4", "e4"}

"""Every way in which a game ends, from a concrete position."""

from __future__ import annotations

import chess
import pytest

from game.rules import Board, ByColor, Ending, Game, IllegalMove, Reason
from game.rules.ending import ending_by_flag
from game.upgrades import board_from


def game_of(fen: str, *moves: str, white: tuple[str, ...] = (), black: tuple[str, ...] = ()) -> Game:
    return Game(board_from(fen, ByColor(white, black)), moves)


def test_mate_is_won_by_the_one_who_gave_it() -> None:
    """Fool's mate is Black's win."""
    game = Game(Board(), ["f2f3", "e7e5", "g2g4", "d8h4"])
    assert game.ending == Ending(Reason.CHECKMATE, chess.BLACK)


def test_after_the_end_nothing_is_legal() -> None:
    """A finished game takes no move."""
    game = game_of("7k/5K2/8/8/8/8/8/6Q1 w - - 0 1", "g1g7")
    with pytest.raises(IllegalMove):
        game.play("h8g7")


def test_no_move_and_no_check_is_a_draw() -> None:
    """Stalemate is a draw."""
    assert game_of("7k/5K2/8/8/8/8/8/6Q1 w - - 0 1", "g1g6").ending == Ending(Reason.STALEMATE)


def test_an_upgraded_move_averts_stalemate() -> None:
    """A king who may leap has a move where a standard one has none."""
    fen = "4k3/4P3/8/4K3/8/8/8/8 w - - 0 1"
    assert game_of(fen, "e5e6").ending == Ending(Reason.STALEMATE)
    assert game_of(fen, "e5e6", black=("kings_leap",)).ending is None


def test_mate_comes_before_fifty_moves() -> None:
    """Mate on the hundredth ply is mate."""
    game = game_of("7k/8/5K2/8/8/8/8/6Q1 w - - 99 80", "g1g7")
    assert game.ending == Ending(Reason.CHECKMATE, chess.WHITE)


def test_fifty_moves_without_progress_are_a_draw() -> None:
    """The hundredth ply without capture or pawn's step ends the game."""
    assert game_of("7k/8/5K2/8/8/8/8/R7 w - - 98 80", "a1a2").ending is None
    assert game_of("7k/8/5K2/8/8/8/8/R7 w - - 99 80", "a1a2").ending == Ending(Reason.FIFTY_MOVES)


def test_a_pawns_step_back_is_no_progress() -> None:
    """Stepping back or sideways lets the fifty moves count on, a step forward does not."""
    fen = "4k3/8/8/8/4P3/8/8/R3K3 w - - 30 50"
    upgrades = ("backstep", "crab_pawns")
    clocks = {
        move: game_of(fen, move, white=upgrades).board.halfmove_clock for move in ("e4e3", "e4d4", "e4f4", "e4e5")
    }
    assert clocks == {"e4e3": 31, "e4d4": 31, "e4f4": 31, "e4e5": 0}


def test_the_third_time_is_a_draw() -> None:
    """Threefold repetition ends the game without a claim, and not before the third time."""
    dance = ["g1f3", "g8f6", "f3g1", "f6g8"]
    assert Game(Board(), dance).ending is None
    assert Game(Board(), dance * 2).ending == Ending(Reason.THREEFOLD)


def test_pawns_that_step_back_repeat_positions() -> None:
    """A position reached again by backstepping pawns counts as repeated."""
    fen = "4k3/8/8/8/4P3/8/8/R3K3 w - - 0 1"
    dance = ["e4e3", "e8d8", "e3e4", "d8e8"]
    assert game_of(fen, *dance, *dance, white=("backstep",)).ending == Ending(Reason.THREEFOLD)


def test_lost_castling_rights_make_another_position() -> None:
    """The same squares with other rights are another position, so the first one does not count."""
    fen = "r3k3/8/8/8/8/8/8/4K2R w K - 0 1"
    dance = ["h1h2", "a8a7", "h2h1", "a7a8"]
    assert game_of(fen, *dance, *dance).ending is None
    assert game_of(fen, *dance, *dance, "h1h2").ending == Ending(Reason.THREEFOLD)


def test_an_en_passant_that_cannot_be_played_makes_no_other_position() -> None:
    """A double step that nobody can take en passant leaves the position as any other."""
    moves = ["e2e4", "g8f6", "g1f3", "f6g8", "f3g1", "g8f6", "g1f3", "f6g8", "f3g1"]
    assert Game(Board(), moves).ending == Ending(Reason.THREEFOLD)


@pytest.mark.parametrize(
    ("fen", "capture"),
    [
        ("4k3/8/8/8/8/8/4r3/4K3 w - - 0 1", "e1e2"),
        ("4k3/8/8/8/2N5/8/4n3/4K3 w - - 0 1", "e1e2"),
        ("4k3/8/8/8/2B5/8/4n3/4K3 w - - 0 1", "e1e2"),
    ],
)
def test_too_little_material_is_a_draw(fen: str, capture: str) -> None:
    """Bare kings, or one minor piece beside them, are a dead position."""
    assert game_of(fen, capture).ending == Ending(Reason.DEAD_POSITION)


def test_a_knight_that_attacks_more_is_not_dead() -> None:
    """A king and a knight with new captures may still mate, so the game goes on."""
    fen = "4k3/8/8/8/2N5/8/4n3/4K3 w - - 0 1"
    assert game_of(fen, "e1e2", white=("nightriders",)).ending is None


def test_a_knight_that_only_moves_more_is_dead() -> None:
    """A king and a knight with new moves but the old captures cannot mate."""
    fen = "4k3/8/8/8/2N5/8/4n3/4K3 w - - 0 1"
    assert game_of(fen, "e1e2", white=("trotters",)).ending == Ending(Reason.DEAD_POSITION)


def test_a_lone_bishop_that_changes_colour_is_dead() -> None:
    """One bishop attacks as a standard one wherever it stands: it never mates alone."""
    fen = "4k3/8/8/8/2B5/8/4n3/4K3 w - - 0 1"
    assert game_of(fen, "e1e2", white=("shifty_bishops",)).ending == Ending(Reason.DEAD_POSITION)


def test_two_bishops_of_one_colour_are_not_dead_if_they_can_change_it() -> None:
    """Bishops on the same colour mate once one of them has stepped across."""
    fen = "4k3/8/8/8/2B1B3/8/4n3/4K3 w - - 0 1"
    assert game_of(fen, "e1e2").ending == Ending(Reason.DEAD_POSITION)
    assert game_of(fen, "e1e2", white=("shifty_bishops",)).ending is None


@pytest.mark.parametrize(
    ("fen", "white", "black", "reason"),
    [
        ("4k3/8/8/8/8/8/4Q3/4K3 w - - 0 1", (), (), Reason.FLAG_DRAW),
        ("4k3/8/8/8/8/8/4Q3/4K3 w - - 0 1", ("amazon",), (), Reason.FLAG_DRAW),
        ("4k3/8/8/8/2N5/8/4P3/4K3 w - - 0 1", ("nightriders",), (), Reason.FLAG_DRAW),
        ("4k3/8/8/8/2B5/8/4P3/4K3 w - - 0 1", ("shifty_bishops",), (), Reason.FLAG_DRAW),
        ("4k3/8/8/8/8/8/4Q3/4K3 w - - 0 1", (), ("kings_leap",), Reason.FLAG_DRAW),
        ("4k2p/8/8/8/8/8/4Q3/4K3 w - - 0 1", (), (), Reason.FLAG),
        ("4k3/7n/8/8/8/8/4R3/4K3 w - - 0 1", (), (), Reason.FLAG),
        ("4k3/7n/8/8/8/8/4Q3/4K3 w - - 0 1", (), (), Reason.FLAG_DRAW),
        ("4k3/7n/8/8/8/8/4Q3/4K3 w - - 0 1", (), ("nightriders",), Reason.FLAG),
    ],
)
def test_a_flag_loses_only_to_who_could_mate(
    fen: str, white: tuple[str, ...], black: tuple[str, ...], reason: Reason
) -> None:
    """White's flag is a draw when Black could not mate with any help, and a loss otherwise."""
    board = board_from(fen, ByColor(white, black))
    winner = chess.BLACK if reason is Reason.FLAG else None
    assert ending_by_flag(board, chess.WHITE) == Ending(reason, winner)

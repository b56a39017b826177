"""Single positions in which extra moves meet the standard rules."""

from __future__ import annotations

import copy
import pickle

import chess
import pytest

from game.chess.rules import Board, ByColor, Game, IllegalMove
from game.chess.rules.side import STANDARD, SideRules
from game.chess.upgrades import board_from


def moves(board: chess.Board) -> set[str]:
    return {move.uci() for move in board.legal_moves}


def board_of(fen: str, *, white: tuple[str, ...] = (), black: tuple[str, ...] = ()) -> Board:
    return board_from(fen, ByColor(white, black))


@pytest.mark.parametrize("uci", ["", "e2", "E2E4", "e2e4q", "e2e5", "0000", "N@e4", "e7e5", "e2e2", "e1h1", "e2e4k"])
def test_what_is_no_legal_move_is_refused_and_changes_nothing(uci: str) -> None:
    """Bad UCI and illegal moves raise IllegalMove; the game stays where it was."""
    game = Game(Board())
    with pytest.raises(IllegalMove):
        game.play(uci)
    assert (game.ply, game.moves, game.fen) == (0, [], chess.STARTING_FEN)


def test_castling_is_not_written_as_king_takes_rook() -> None:
    """Each move has one name: e1h1 is refused where e1g1 is legal."""
    game = Game(Board("4k3/8/8/8/8/8/8/4K2R w K - 0 1"))
    with pytest.raises(IllegalMove):
        game.play("e1h1")
    game.play("e1g1")


@pytest.mark.parametrize("promotion", ["k", "p", ""])
def test_a_pawn_becomes_a_piece_and_no_king(promotion: str) -> None:
    """On the last rank nothing but queen, rook, bishop and knight will do."""
    game = Game(Board("7k/P7/8/8/8/8/8/4K3 w - - 0 1"))
    with pytest.raises(IllegalMove):
        game.play("a7a8" + promotion)


def test_en_passant_is_possible_after_every_torpedo_step() -> None:
    """A double step from the fifth rank passes the sixth, and can be taken there."""
    board = board_of("4k3/3p4/8/4P3/8/8/8/4K3 w - - 0 1", white=("torpedo",))
    board.push_uci("e5e7")
    assert "d7e6" in moves(board)
    board.push_uci("d7e6")
    assert board.piece_at(chess.E7) is None


def test_a_pawn_that_promotes_by_a_double_step_is_not_taken_in_passing() -> None:
    board = board_of("4k3/2p5/8/3P4/8/8/8/4K3 w - - 0 1", white=("torpedo", "fast_track"))
    board.push_uci("d5d7q")
    assert "c7d6" not in moves(board)


def test_en_passant_may_not_open_a_nightriders_line() -> None:
    """Both pawns leave: the rider behind the captured one would reach the king."""
    # The rider on a7 sees c6, e5 (the pawn that would vanish) and g4, where the king is.
    fen = "4k3/n7/8/3pP3/6K1/8/8/8 w - d6 0 1"
    assert "e5d6" in moves(board_of(fen))
    assert "e5d6" not in moves(board_of(fen, black=("nightriders",)))


def test_a_piece_on_a_nightriders_line_is_pinned() -> None:
    """A rider pins along its leaps."""
    fen = "4k3/n7/2B5/8/6K1/8/8/8 w - - 0 1"
    board = board_of(fen, black=("nightriders",))
    assert not {move for move in moves(board) if move.startswith("c6")}


def test_castling_is_blocked_by_any_piece_between() -> None:
    """A rook on b1 stands in the way of castling to that side."""
    assert "e1c1" not in moves(Board("4k3/8/8/8/8/8/8/RR2K3 w Q - 0 1"))


def test_a_king_does_not_castle_through_a_new_attack() -> None:
    """A square that only the upgraded piece attacks stops castling."""
    fen = "4k3/8/8/8/8/8/5n2/4K2R w K - 0 1"
    assert "e1g1" in moves(board_of(fen))
    assert "e1g1" not in moves(board_of(fen, black=("chargers",)))


def test_a_promoted_rook_brings_no_castling() -> None:
    """A rook that came to h1 later has no right to castle."""
    board = Board("4k3/6P1/8/8/8/8/8/R3K3 w Q - 0 1")
    for uci in ("g7g8r", "e8d7", "g8h8", "d7c7", "h8h1", "c7b7"):
        board.push_uci(uci)
    assert moves(board) >= {"e1c1"}
    assert "e1g1" not in moves(board)


def test_a_promoted_piece_has_its_kinds_upgrades() -> None:
    """A pawn that becomes a knight rides as the others do."""
    board = board_of("8/P6k/8/8/8/8/8/4K3 w - - 0 1", white=("nightriders",))
    board.push_uci("a7a8n")
    board.push_uci("h7h8")
    assert "a8c4" in moves(board)


def test_no_pawn_retreats_to_its_first_rank() -> None:
    """Neither a step back nor a capture backwards leads there."""
    board = board_of("4k3/8/8/8/8/8/4P3/K2n4 w - - 0 1", white=("backstep", "backstab_pawns"))
    assert {move for move in moves(board) if move.startswith("e2")} == {"e2e3", "e2e4"}


def test_a_backward_pawn_gives_check_but_not_to_its_first_rank() -> None:
    """What a pawn cannot capture it does not attack."""
    checked = board_of("8/8/8/4P3/3k4/8/8/K7 b - - 0 1", white=("backstab_pawns",))
    safe = board_of("8/8/8/8/8/8/4P3/K2k4 b - - 0 1", white=("backstab_pawns",))
    assert (checked.is_check(), safe.is_check()) == (True, False)


@pytest.mark.parametrize("betza", ["fmF", "fcW", "fF"])
def test_an_extra_move_to_the_last_rank_promotes(betza: str) -> None:
    """Promotion is mandatory for whatever way a pawn reaches the last rank by."""
    rules = ByColor(SideRules(((chess.PAWN, betza),)), STANDARD)
    board = Board("3n3k/3P4/8/8/8/8/8/4K3 w - - 0 1", rules)
    arrivals = [move for move in board.legal_moves if move.from_square == chess.D7]
    assert arrivals
    assert all(move.promotion for move in arrivals)


def test_an_extra_quiet_step_may_use_the_capturing_diagonal() -> None:
    """A pawn that may step diagonally does so onto empty squares, where the standard one cannot go."""
    board = Board("7k/8/8/8/3P4/8/8/4K3 w - - 0 1", ByColor(SideRules(((chess.PAWN, "fmF"),)), STANDARD))
    assert {move for move in moves(board) if move.startswith("d4")} == {"d4d5", "d4c5", "d4e5"}


def test_copies_keep_the_rules() -> None:
    """Copied and pickled boards have the same moves."""
    board = board_of(chess.STARTING_FEN, white=("amazon", "crab_pawns", "rook_hop"))
    pickled = pickle.loads(pickle.dumps(board))  # noqa: S301
    assert moves(board.copy()) == moves(copy.deepcopy(board)) == moves(pickled) == moves(board)


def test_rules_make_another_position() -> None:
    """The same squares under other rules compare unequal."""
    assert board_of(chess.STARTING_FEN) != board_of(chess.STARTING_FEN, white=("amazon",))


def test_a_pawn_that_gives_check_is_taken_in_passing() -> None:
    """Though the captor goes to another square than the checking pawn's."""
    board = Board("8/8/8/2k5/4p3/8/3P4/4K3 w - - 0 1")
    board.push_uci("d2d4")
    assert board.is_check()
    assert "e4d3" in moves(board)

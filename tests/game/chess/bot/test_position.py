"""The bot's own board against the one that decides: the same moves everywhere, and nothing left behind."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import chess
import pytest

from game.chess.bot.codes import MOVE_MASK, uci
from game.chess.bot.position import Position
from game.chess.bot.tables import tables_for
from game.chess.bot.values import STAGES, GameStage
from game.chess.rules.board import Board
from game.chess.rules.bycolor import ByColor
from game.chess.upgrades import board_from, new_board
from tests.helpers.extent import repeated
from tests.helpers.upgrades import stacked

if TYPE_CHECKING:
    from collections.abc import Iterator

KIWIPETE = "r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1"


def position_of(board: Board) -> Position:
    tables = tables_for(board.rules)
    return Position(tables, tables.weights(GameStage(STAGES)), board)


def perft(position: Position, depth: int) -> int:
    moves = position.legal_moves()
    if depth == 1:
        return len(moves)
    leaves = 0
    for move in moves:
        undo = position.make(move)
        leaves += perft(position, depth - 1)
        position.unmake(undo)
    return leaves


def state(position: Position) -> tuple[object, ...]:
    """All that a position consists of; which en passant squares it keeps is in its number."""
    return (
        position.number,
        position.board[:],
        [set(squares) for squares in position.squares],
        position.occupied[:],
        position.kings,
        position.rights,
        position.fifty,
        position.turn,
        position.extras,
    )


def random_games(games: int, plies: int, seed: int) -> Iterator[tuple[Position, Board]]:
    """The same random moves made on both, with up to five upgrades a side."""
    rng = Random(seed)
    for _ in range(games):
        owned = ByColor(stacked(rng, 0, 5), stacked(rng, 0, 5))
        board = new_board(owned)
        position = position_of(board)
        for _ in range(plies):
            yield position, board
            moves = position.legal_moves()
            if not moves:
                break
            move = rng.choice(moves)
            position.make(move)
            board.push(chess.Move.from_uci(uci(move)))


@pytest.mark.parametrize(
    ("fen", "leaves"),
    [
        (chess.STARTING_FEN, 8_902),
        (KIWIPETE, 97_862),
        ("8/2p5/3p4/KP5r/1R3p1k/8/4P1P1/8 w - - 0 1", 2_812),
        ("r3k2r/Pppp1ppp/1b3nbN/nP6/BBP1P3/q4N2/Pp1P2PP/R2Q1RK1 w kq - 0 1", 9_467),
        ("rnbq1k1r/pp1Pbppp/2p5/8/2B5/8/PPP1NnPP/RNBQK2R w KQ - 1 8", 62_379),
    ],
)
def test_perft_of_standard_chess(fen: str, leaves: int) -> None:
    """The figures that all chess programs agree on (https://www.chessprogramming.org/Perft_Results)."""
    assert perft(position_of(Board(fen)), 3) == leaves


@pytest.mark.parametrize("seed", [1, *(pytest.param(each, marks=pytest.mark.slow) for each in (2, 20, 200))])
def test_the_legal_moves_are_the_boards(seed: int) -> None:
    for position, board in random_games(25 if seed == 1 else repeated(500, 100), 80, seed):
        assert {uci(move) for move in position.legal_moves()} == {move.uci() for move in board.legal_moves}, (
            board.fen(),
            board.rules,
        )


PROMOTES_IN_PASSING = "r1b2bBr/pp1pk1p1/q3pN2/5RPp/1PpP1P2/P4K1N/2nBP2P/RN6 b - b3 0 25"


def in_passing(fen: str = PROMOTES_IN_PASSING, black: tuple[str, ...] = ("fast_track",)) -> Board:
    return board_from(fen, ByColor((), black))


def test_an_en_passant_capture_may_promote() -> None:
    """Where pawns promote early, a double step can be taken by one that becomes something else."""
    taking = {uci(move) for move in position_of(in_passing()).legal_moves() if uci(move).startswith("c4b3")}
    assert taking == {"c4b3", "c4b3q", "c4b3r", "c4b3b", "c4b3n"}


@pytest.mark.parametrize("promotion", ["", "q", "r", "b", "n"])
def test_a_promotion_in_passing_is_made_and_taken_back(promotion: str) -> None:
    board = in_passing()
    position = position_of(board)
    before = state(position)
    move = next(move for move in position.legal_moves() if uci(move) == f"c4b3{promotion}")
    undo = position.make(move)
    board.push(chess.Move.from_uci(f"c4b3{promotion}"))
    assert state(position) == state(position_of(board))
    position.unmake(undo)
    assert state(position) == before


def test_a_promotion_in_passing_is_a_capture_that_the_search_looks_at() -> None:
    captures = {uci(move & MOVE_MASK) for move in position_of(in_passing()).captures()}
    assert {"c4b3", "c4b3q", "c4b3n"} <= captures


def test_a_made_move_leads_where_the_board_goes() -> None:
    """Score and key follow every move as if they were worked out afresh."""
    for position, board in random_games(12, 80, 3):
        assert state(position) == state(position_of(board)), (board.fen(), board.rules)


def test_a_move_taken_back_leaves_nothing_behind() -> None:
    for position, board in random_games(5, 80, 4):
        before = state(position)
        for move in position.legal_moves():
            position.unmake(position.make(move))
            assert state(position) == before, (board.fen(), uci(move))
        position.unmake_null(position.make_null())
        assert state(position) == before


def test_a_step_back_that_promotes_lets_the_fifty_moves_count_on() -> None:
    """As on the board: it has undone nothing for good."""
    board = board_from("8/4P3/8/k7/8/8/8/4K3 w - - 30 50", ByColor(("backstep", "fast_track"), ()))
    position = position_of(board)
    position.make(next(move for move in position.legal_moves() if uci(move) == "e7e6q"))
    board.push(chess.Move.from_uci("e7e6q"))
    assert position.fifty == board.halfmove_clock == 31


@pytest.mark.parametrize(
    ("fen", "layers"),
    [
        ("3n3k/2P5/8/8/8/8/8/4K3 w - - 0 1", "- d8 - -"),
        ("7k/8/3p4/2P5/8/8/8/4K3 w - - 0 1", "- d6 - -"),
        ("7k/8/8/2Pp4/8/8/8/4K3 w - d6 0 1", "- d5 - -"),
    ],
)
def test_a_pawn_that_only_breaks_a_shield_does_not_promote(fen: str, layers: str) -> None:
    board = board_from(fen, ByColor(("fast_track",), ()), layers)
    assert sorted(uci(move) for move in position_of(board).legal_moves()) == sorted(
        move.uci() for move in board.legal_moves
    )


def test_check_is_the_boards() -> None:
    for position, board in random_games(8, 80, 5):
        assert position.is_checked(position.turn) == board.is_check()


def test_captures_are_among_all_moves() -> None:
    for position, _ in random_games(6, 80, 6):
        captures, quiets = position.all_moves()
        assert sorted(position.captures()) == sorted(captures)
        assert not {move & 0xFFFF for move in captures} & set(quiets)


def test_no_two_positions_share_a_key() -> None:
    """Among thousands of positions, the same key means the same moves."""
    known: dict[int, tuple[object, ...]] = {}
    for position, _ in random_games(1, 150, 7):
        for move in position.legal_moves():
            undo = position.make(move)
            seen = (position.turn, tuple(position.board), position.rights, position.en_passant)
            assert known.setdefault(position.number, seen) == seen
            position.unmake(undo)

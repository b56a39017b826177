"""The bot's own board against the one that decides: the same moves everywhere, and nothing left behind."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import chess
import pytest

from game.chess.bot.codes import uci
from game.chess.bot.position import Position
from game.chess.bot.tables import tables_for
from game.chess.bot.values import STAGES, Stage
from game.chess.rules.board import Board
from game.chess.rules.bycolor import ByColor
from game.chess.upgrades import CATALOGUE, new_board

if TYPE_CHECKING:
    from collections.abc import Iterator

KIWIPETE = "r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1"


def position_of(board: Board) -> Position:
    tables = tables_for(board.rules)
    return Position(tables, tables.weights(Stage(STAGES)), board)


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
    dice = Random(seed)
    for _ in range(games):
        owned = ByColor(_owned(dice), _owned(dice))
        board = new_board(owned)
        position = position_of(board)
        for _ in range(plies):
            yield position, board
            moves = position.legal_moves()
            if not moves:
                break
            move = dice.choice(moves)
            position.make(move)
            board.push(chess.Move.from_uci(uci(move)))


def _owned(dice: Random) -> tuple[str, ...]:
    """Up to five, none of which excludes another."""
    owned: list[str] = []
    for each in dice.sample(sorted(CATALOGUE), dice.randint(0, 5)):
        if not any(each in CATALOGUE[other].excludes or other in CATALOGUE[each].excludes for other in owned):
            owned.append(each)
    return tuple(owned)


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


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_the_legal_moves_are_the_boards(seed: int) -> None:
    for position, board in random_games(25 if seed == 1 else 3_000, 80, seed):
        assert {uci(move) for move in position.legal_moves()} == {move.uci() for move in board.legal_moves}, (
            board.fen(),
            board.rules,
        )


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

"""Positions for board questions, from random games or set up at random."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Final

import chess

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

LONGEST_GAME: Final = 120
MOST_POSITIONS: Final = 60_000
"""After this many positions a search is given up: many times more than any has needed."""
VALUES: Final = {chess.PAWN: 1, chess.KNIGHT: 3, chess.BISHOP: 3, chess.ROOK: 5, chess.QUEEN: 9, chess.KING: 100}
_OFFICERS: Final = (chess.QUEEN, chess.ROOK, chess.ROOK, chess.BISHOP, chess.KNIGHT)


@dataclass(frozen=True)
class Level:
    """How difficult a position may be: the number of pieces on it, and whether it comes from a game."""

    fewest_men: int
    most_men: int
    from_games: bool = True


LEVELS: Final = {
    "easy": Level(4, 9, from_games=False),
    "medium": Level(10, 20),
    "hard": Level(21, 32),
}


class NothingFound(Exception):
    """No position of the wanted kind was found."""


def search(random: Random, level: Level, wanted: Callable[[chess.Board], chess.Move | None], many: int) -> list[Found]:
    """Positions for which `wanted` returns a move. All are different, and at most one comes from each game.

    Raises:
        NothingFound: none was found within the limit.
    """
    found: dict[str, Found] = {}
    looked = count()
    while len(found) < many:
        for board in _game(random, level) if level.from_games else _set_up(random, level):
            if next(looked) > MOST_POSITIONS:
                raise NothingFound
            move = wanted(board)
            if move is not None:
                found[board.board_fen()] = Found(board.copy(stack=False), move)
                break
    return list(found.values())


@dataclass(frozen=True)
class Found:
    """A position, and the one move that answers its question."""

    board: chess.Board
    move: chess.Move

    @property
    def side(self) -> str:
        """Who is to move."""
        return "White" if self.board.turn else "Black"


def _game(random: Random, level: Level) -> Iterator[chess.Board]:
    """The positions of one random game, as long as there are enough pieces left."""
    board = chess.Board()
    for _ in range(LONGEST_GAME):
        moves = list(board.legal_moves)
        if not moves or chess.popcount(board.occupied) < level.fewest_men:
            return
        board.push(random.choice(moves))
        if chess.popcount(board.occupied) <= level.most_men and not board.is_check():
            yield board


def _set_up(random: Random, level: Level) -> Iterator[chess.Board]:
    """One position: pieces against a king with a few pawns. White is to move."""
    squares = random.sample(range(64), level.most_men)
    board = chess.Board(None)
    board.set_piece_at(squares.pop(), chess.Piece(chess.KING, chess.WHITE))
    board.set_piece_at(squares.pop(), chess.Piece(chess.KING, chess.BLACK))
    for kind in random.sample(_OFFICERS, random.randint(2, 3)):
        board.set_piece_at(squares.pop(), chess.Piece(kind, chess.WHITE))
    for kind in (chess.PAWN, chess.PAWN, random.choice(_OFFICERS[2:])):
        square = squares.pop()
        if kind != chess.PAWN or 0 < chess.square_rank(square) < 7:
            board.set_piece_at(square, chess.Piece(kind, chess.BLACK))
    if board.is_valid() and not board.is_check():
        yield board


def only_mate(board: chess.Board) -> chess.Move | None:
    """The move that mates, if exactly one does."""
    mates = [move for move in board.legal_moves if board.gives_check(move) and _mates(board, move)]
    return mates[0] if len(mates) == 1 else None


def _mates(board: chess.Board, move: chess.Move) -> bool:
    board.push(move)
    mated = board.is_checkmate()
    board.pop()
    return mated


_CLEARLY: Final = 2
"""By so much, in pawns, the best capture must be better than the next."""


def best_capture(board: chess.Board) -> chess.Move | None:
    """The capture that wins the most on its square, if it wins something, and clearly more than any other."""
    ranked = sorted(((gain(board, move), move.uci()) for move in board.generate_legal_captures()), reverse=True)
    if len(ranked) < 2 or ranked[0][0] < _CLEARLY or ranked[0][0] - ranked[1][0] < _CLEARLY:
        return None
    return chess.Move.from_uci(ranked[0][1])


def gain(board: chess.Board, capture: chess.Move) -> int:
    """What a capture wins, in pawns, if both sides then capture on its square as long as that pays."""
    taken = board.piece_type_at(capture.to_square) or chess.PAWN
    won = VALUES[taken]
    if capture.promotion:
        won += VALUES[capture.promotion] - VALUES[chess.PAWN]
    board.push(capture)
    square = chess.BB_SQUARES[capture.to_square]
    replies = [gain(board, reply) for reply in board.generate_legal_captures(to_mask=square)]
    board.pop()
    return won - max(0, *replies) if replies else won

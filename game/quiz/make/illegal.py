"""Four moves in a position, one of which the rules forbid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import chess

from game.quiz.make.boards import LEVELS, search
from game.quiz.packs.arranging import Item

if TYPE_CHECKING:
    from random import Random

    from game.quiz.make.boards import Found

_LEGAL: Final = 3


def illegal_items(random: Random, category: str, many: int, *, hidden: bool) -> list[Item]:
    """Questions with four choices. `hidden`: the piece may move like that, but its king would be in check."""

    def forbidden(board: chess.Board) -> chess.Move | None:
        moves = _exposing(board) if hidden else _crooked(board)
        return random.choice(moves) if moves and len(_ordinary(board)) >= _LEGAL else None

    return [_item(random, found, category) for found in search(random, LEVELS["medium"], forbidden, many)]


def _item(random: Random, found: Found, category: str) -> Item:
    moves = [found.move, *random.sample(_ordinary(found.board), _LEGAL)]
    random.shuffle(moves)
    exposed = found.move in found.board.pseudo_legal_moves
    why = "It would leave the king in check." if exposed else "It cannot go there from where it stands."
    return Item(
        clue=f"{found.side} to move. Which of these four moves is illegal?",
        answers=(_named(found.board, found.move),),
        choices=tuple(_named(found.board, move) for move in moves),
        category=category,
        explanation=why,
        fen=found.board.fen(),
    )


def _ordinary(board: chess.Board) -> list[chess.Move]:
    """Legal moves that are unambiguous as piece and squares."""
    return [move for move in board.legal_moves if not board.is_castling(move) and move.promotion is None]


def _exposing(board: chess.Board) -> list[chess.Move]:
    """Moves that would leave the own king in check."""
    return [
        move
        for move in board.pseudo_legal_moves
        if move.promotion is None and not board.is_castling(move) and not board.is_legal(move)
    ]


def _crooked(board: chess.Board) -> list[chess.Move]:
    """Moves of pieces, close to a legal one, that no such piece can make."""
    found = []
    for square in chess.scan_forward(board.occupied_co[board.turn] & ~board.pawns):
        reached = board.attacks(square)
        near = chess.SquareSet(chess.BB_KING_ATTACKS[square])
        for target in reached:
            near |= chess.SquareSet(chess.BB_KING_ATTACKS[target])
        free = near - reached - chess.SquareSet(board.occupied_co[board.turn]) - chess.SquareSet.from_square(square)
        found += [chess.Move(square, target) for target in free if not _castles(board, square, target)]
    return found


def _castles(board: chess.Board, square: chess.Square, target: chess.Square) -> bool:
    return board.piece_type_at(square) == chess.KING and chess.square_distance(square, target) > 1


def _named(board: chess.Board, move: chess.Move) -> str:
    piece = board.piece_type_at(move.from_square)
    assert piece is not None
    origin, target = chess.square_name(move.from_square), chess.square_name(move.to_square)
    return f"{chess.piece_name(piece).capitalize()} {origin} to {target}"

"""Making most moves in one piece: those without a king, a promotion or en passant in them, on python-chess's board.

`chess.Board.push` does the same for every move, and takes twice as long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import chess
from chess import BB_EMPTY, BB_SQUARES

if TYPE_CHECKING:
    from chess import Bitboard, Move


def push_plain(board: chess.Board, move: Move) -> bool:
    """Make the move if it is one of those; whether that was done. If not, nothing has changed."""
    turn, own, enemy = board.turn, board.occupied_co[board.turn], board.occupied_co[not board.turn]
    origin, target = BB_SQUARES[move.from_square], BB_SQUARES[move.to_square]
    both = origin | target
    # A pass, and a piece that comes back, go nowhere.
    if origin == target or own & both != origin or board.kings & both:
        return False
    if move.promotion or move.to_square == board.ep_square:
        return False
    zeroing, before = board.is_zeroing(move), chess._BoardState(board)  # noqa: SLF001 - what `push` does - python-chess's own stack
    board.castling_rights = board.clean_castling_rights() & ~both
    board.move_stack.append(move)
    board._stack.append(before)  # noqa: SLF001 - what `push` does
    board.ep_square = _passed_over(board, move, origin)
    if enemy & target:
        _change(board, target, target)
        board.occupied_co[not turn] = enemy ^ target
    _change(board, origin, both)
    if board.promoted & both:
        board.promoted = board.promoted & ~both | (target if board.promoted & origin else BB_EMPTY)
    board.occupied_co[turn] = own ^ both
    board.occupied = board.occupied & ~origin | target
    board.halfmove_clock = 0 if zeroing else board.halfmove_clock + 1
    board.fullmove_number += not turn
    board.turn = not turn
    return True


def _passed_over(board: chess.Board, move: Move, origin: Bitboard) -> chess.Square | None:
    """The square that a pawn's double step from its second rank passes over."""
    steps = move.to_square - move.from_square
    if steps not in (16, -16) or not board.pawns & origin & (chess.BB_RANK_2 if steps > 0 else chess.BB_RANK_7):
        return None
    return move.from_square + steps // 2


def _change(board: chess.Board, piece: Bitboard, change: Bitboard) -> None:
    """Change the mask of the type of this piece, which is no king."""
    if board.pawns & piece:
        board.pawns ^= change
    elif board.knights & piece:
        board.knights ^= change
    elif board.bishops & piece:
        board.bishops ^= change
    elif board.rooks & piece:
        board.rooks ^= change
    else:
        board.queens ^= change

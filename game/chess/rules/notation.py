"""Moves in SAN, with additions for moves that SAN cannot express.

The additions: "c4-d4" and "c4xd3" for a pawn's move sideways or back, of which SAN would give only the target; "Q|d8"
(with | in place of x) for a capture that breaks a shield; "N@b1" for a revival, as in crazyhouse; "pass"; "rewind".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import chess

from game.chess.rules.board import REWIND

if TYPE_CHECKING:
    from game.chess.rules.board import Board

NO_MOVE = "pass"


def san(board: Board, move: chess.Move) -> str:
    """The notation of a legal move in the position of `board`."""
    if not move:
        return NO_MOVE
    text = _unusual_pawn_move(board, move) if _is_unusual_pawn_move(board, move) else board.san(move)
    return text.replace("x", "|") if board.breaks_shield(move) else text


def play_and_notate(board: Board, text: str) -> str:
    """Make a move (UCI or `REWIND`) and return its notation.

    A move that is not legal is made all the same and returned in UCI: a newer server may have rules that this program
    does not know.

    Raises:
        ValueError: the text is not UCI.
    """
    if text == REWIND:
        board.rewind()
        return REWIND
    move = chess.Move.from_uci(text)
    notation = san(board, move) if board.is_legal(move) else text
    board.push(move)
    return notation


def _square(move: chess.Move) -> str:
    return chess.square_name(move.to_square)


def _promotion(move: chess.Move) -> str:
    return f"={chess.piece_symbol(move.promotion).upper()}" if move.promotion else ""


def _check(board: Board, move: chess.Move) -> str:
    after = board.copy(stack=False)
    after.push(move)
    if not after.is_check():
        return ""
    return "+" if any(after.generate_legal_moves()) else "#"


def _unusual_pawn_move(board: Board, move: chess.Move) -> str:
    separator = "x" if board.is_capture(move) else "-"
    return f"{chess.square_name(move.from_square)}{separator}{_square(move)}{_promotion(move)}{_check(board, move)}"


def _is_unusual_pawn_move(board: Board, move: chess.Move) -> bool:
    if move.drop or board.piece_type_at(move.from_square) != chess.PAWN:
        return False
    ranks = chess.square_rank(move.to_square) - chess.square_rank(move.from_square)
    return ranks <= 0 if board.turn else ranks >= 0

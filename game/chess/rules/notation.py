"""Moves as people read them: SAN where it says enough, and what SAN has no words for; games as PGN.

Ours are: "c4-d4" and "c4xd3" for a pawn's step sideways or back, of which SAN would name only the target; "Q|d8", SAN
with another stroke, for a capture that broke a shield; "N@b1" for a revival, as in crazyhouse; "pass"; "rewind".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import chess

from game.chess.rules.board import REWIND

if TYPE_CHECKING:
    from game.chess.rules.board import Board

NO_MOVE = "pass"


def san(board: Board, move: chess.Move) -> str:
    """A legal move, made in `board`'s position, as people read it."""
    if not move:
        return NO_MOVE
    told = _unusual_pawn_move(board, move) if _is_unusual_pawn_move(board, move) else board.san(move)
    return told.replace("x", "|") if board.breaks_shield(move) else told


def play_and_tell(board: Board, text: str) -> str:
    """Do what `text` says (UCI or `REWIND`) and return how people read it.

    A move that is not legal here, as one of a rule that this program does not know yet, is made all the same, and
    told in UCI.

    Raises:
        ValueError: it is no UCI.
    """
    if text == REWIND:
        board.rewind()
        return REWIND
    move = chess.Move.from_uci(text)
    told = san(board, move) if board.is_legal(move) else text
    board.push(move)
    return told


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

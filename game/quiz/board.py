"""Board questions: what a position and a move are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import chess

if TYPE_CHECKING:
    from game.quiz.pack import Question


def is_right_move(question: Question, move: str) -> bool | None:
    """Whether a move (UCI) answers the question; None when it is no legal move in its position."""
    played = legal_move(chess.Board(question.fen), move)
    return None if played is None else played in question.moves


def legal_move(board: chess.Board, move: str) -> str | None:
    """A legal move in the one way of writing it (castling is e1g1, not e1h1); None for any other, and for a pass."""
    try:
        played = board.parse_uci(move)
    except ValueError:
        return None
    return played.uci() if played else None


def targets(question: Question) -> dict[str, list[str]]:
    """From which square to which the side to move can go, by name."""
    found: dict[str, list[str]] = {}
    for move in chess.Board(question.fen).legal_moves:
        found.setdefault(chess.square_name(move.from_square), []).append(chess.square_name(move.to_square))
    return {origin: sorted(set(squares)) for origin, squares in found.items()}


def answers_of(question: Question) -> tuple[str, ...]:
    """What is shown as the answer: its texts, or its moves as chess players write them."""
    if question.answers:
        return question.answers
    board = chess.Board(question.fen)
    return tuple(board.san(chess.Move.from_uci(move)) for move in question.moves)

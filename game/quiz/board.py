"""Board questions: a chess position that is answered by a move."""

from __future__ import annotations

from typing import TYPE_CHECKING

import chess

from game.quiz.pack import legal_move

if TYPE_CHECKING:
    from game.quiz.pack import Question


def is_right_move(question: Question, move: str) -> bool | None:
    """Whether a move (UCI) answers the question; None if it is not legal in the position."""
    played = legal_move(chess.Board(question.fen), move)
    return None if played is None else played in question.moves


def targets(question: Question) -> dict[str, list[str]]:
    """The target squares of each origin square for the side to move, by name."""
    found: dict[str, list[str]] = {}
    for move in chess.Board(question.fen).legal_moves:
        found.setdefault(chess.square_name(move.from_square), []).append(chess.square_name(move.to_square))
    return {origin: sorted(set(squares)) for origin, squares in found.items()}


def answers_of(question: Question) -> tuple[str, ...]:
    """The answers as they are shown: the question's texts, or its moves in SAN."""
    if question.answers:
        return question.answers
    board = chess.Board(question.fen)
    return tuple(board.san(chess.Move.from_uci(move)) for move in question.moves)

"""The squares in logical units."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import chess
from pygame import FRect

if TYPE_CHECKING:
    from game.client.chess.board.state import State
    from game.client.kit.input import Position


def square_rect(state: State, square: int) -> FRect:
    """The rectangle of a square."""
    file, rank = chess.square_file(square), chess.square_rank(square)
    if state.flipped:
        file, rank = 7 - file, 7 - rank
    side = state.rect.w / 8
    return FRect(state.rect.x + file * side, state.rect.y + (7 - rank) * side, side, side)


def square_at(state: State, at: Position) -> int | None:
    """The square at a position."""
    if not state.rect.collidepoint(at):
        return None
    side = state.rect.w / 8
    file, rank = int((at[0] - state.rect.x) // side), 7 - int((at[1] - state.rect.y) // side)
    file, rank = min(max(file, 0), 7), min(max(rank, 0), 7)
    return chess.square(7 - file, 7 - rank) if state.flipped else chess.square(file, rank)


def is_light(square: int) -> bool:
    """Whether it is a light square."""
    return (chess.square_file(square) + chess.square_rank(square)) % 2 == 1


def arrow(origin: FRect, target: FRect) -> list[tuple[float, float]]:
    """An arrow between the centres of two squares, as one polygon, so that translucent colours do not overlap."""
    (x0, y0), (x1, y1) = origin.center, target.center
    length = math.hypot(x1 - x0, y1 - y0)
    dx, dy = (x1 - x0) / length, (y1 - y0) / length
    shaft, head, barb = origin.w * 0.09, origin.w * 0.42, origin.w * 0.25
    along = [(origin.w * 0.3, shaft), (length - head, shaft), (length - head, barb), (length, 0.0)]
    along += [(length - head, -barb), (length - head, -shaft), (origin.w * 0.3, -shaft)]
    return [(x0 + dx * a - dy * b, y0 + dy * a + dx * b) for a, b in along]

"""The loser's king tips over. With reduced motion it lies there at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.client.chess.board.geometry import square_rect
from game.client.chess.widgets.figures import PIECE_SHARE, piece_picture
from game.client.kit import theme
from game.client.kit.widgets.motion import swing

if TYPE_CHECKING:
    from pygame import FRect

    from game.client.chess.board.state import State
    from game.client.kit.painter import Painter

LYING_DEGREES = -82.0
_STEP_DEGREES = 2
"""Every angle is a picture of its own."""


def set_fallen(state: State, squares: frozenset[int], *, at_once: bool = False) -> None:
    """These kings fall now, or already lie there; none: all stand again."""
    if squares != state.fallen:
        state.fallen, state.fallen_since = squares, None
        if at_once:
            state.fallen_since = state.now - theme.TIP_MS
        state.redraw()


def step(state: State) -> bool:
    """Advance the time; True while a king is falling."""
    if not state.fallen:
        return False
    if state.fallen_since is None:
        state.fallen_since = state.now - (0 if _falls(state) else theme.TIP_MS)
    return state.now - state.fallen_since < theme.TIP_MS


def _falls(state: State) -> bool:
    return not state.reduced_motion and state.speed > 0


def _degrees(state: State) -> int:
    since = state.now if state.fallen_since is None else state.fallen_since
    return round(LYING_DEGREES * swing((state.now - since) / theme.TIP_MS) / _STEP_DEGREES) * _STEP_DEGREES


def parts(state: State) -> list[FRect]:
    """The rectangles that the fallen kings paint on, beyond their squares."""
    rects = (square_rect(state, square) for square in state.fallen)
    return [rect.inflate(rect.w * 0.5, rect.h * 0.5) for rect in rects]


def paint(state: State, painter: Painter) -> None:
    """Paint the fallen kings over the cached picture."""
    for square in state.fallen:
        piece = state.placement.get(square)
        if piece is not None:
            _paint_tilted(painter, piece, square_rect(state, square), _degrees(state))


def _paint_tilted(painter: Painter, piece: str, rect: FRect, degrees: int) -> None:
    side = rect.w * PIECE_SHARE
    box = painter.box(rect)
    figure = painter.assets.picture(piece_picture(piece), painter.px(side), painter.px(side))
    key = ("tilted", piece, figure.size, degrees)
    tilted = painter.cached(key, lambda: pygame.transform.rotozoom(figure, degrees, 1.0))
    painter.surface.blit(tilted, tilted.get_rect(center=box.center))

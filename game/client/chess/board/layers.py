"""Everything on the board that does not move, painted into one cached picture."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import chess

from game.client.chess.board import drawing, effects
from game.client.chess.board.geometry import is_light, square_rect
from game.client.chess.board.state import UNUSUAL
from game.client.chess.widgets.figures import NO_SIGNS, paint_piece
from game.client.kit import theme
from game.client.kit.theme import Face

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from pygame import FRect

    from game.client.chess.board.state import State
    from game.client.kit.painter import Painter

GHOST_ALPHA = 90


def shown(state: State) -> Hashable:
    """Everything that the cached picture shows except targets, which drop it themselves."""
    drawings = state.drawings
    return (
        (state.colors, state.flipped, state.frame, state.focused, state.breathing),
        (tuple(state.placement.items()), tuple(state.signs.items()), state.last_move, state.check),
        (state.selected, state.lifted is not None, state.promotion, state.cursor if state.focused else None),
        (state.hand[0], tuple(state.hand[1]), state.hover.threats),
        (state.premoves, frozenset(drawings.marks), frozenset(drawings.lines), drawings.current),
        tuple(flight.target for flight in state.flights),
        effects.hidden(state),
        state.fallen,
    )


def paint(state: State, painter: Painter) -> None:
    """Paint all layers in order."""
    _paint_squares(state, painter)
    _paint_tints(state, painter)
    if state.check is not None and not state.breathing:
        paint_check(state, painter, state.check)
    _paint_targets(state, painter)
    _paint_pieces(state, painter)
    drawing.paint_arrows(state, painter)
    drawing.paint_numbers(state, painter)


def _paint_squares(state: State, painter: Painter) -> None:
    """Paint the squares straight onto the window. A cached picture would be one more copy of a large area."""
    colors, whole = state.colors, state.rect
    side = whole.w / 8
    size = max(10.0, side * 0.16)
    # Dark everywhere first: where two squares are rounded apart, nothing else may show between them.
    painter.rect(whole, colors.dark)
    for square in chess.SQUARES:
        rect = square_rect(state, square)
        light = is_light(square)
        if light:
            painter.rect(rect, colors.light)
        ink = colors.light_text if light else colors.dark_text
        if rect.bottom > whole.bottom - side / 2:
            name = chess.FILE_NAMES[chess.square_file(square)]
            at = (rect.right - side * 0.06, rect.bottom - size * 0.75)
            painter.text(name, at, size=size, face=Face.STRONG, color=ink, align="right")
        if rect.x < whole.x + side / 2:
            name = chess.RANK_NAMES[chess.square_rank(square)]
            at = (rect.x + side * 0.06, rect.y + size * 0.75)
            painter.text(name, at, size=size, face=Face.STRONG, color=ink)


def _paint_tints(state: State, painter: Painter) -> None:
    for square in state.last_move or ():
        painter.rect(square_rect(state, square), state.colors.last_move)
    for square in {square for line in state.premoves for square in line}:
        painter.rect(square_rect(state, square), state.colors.premove)
    drawing.paint_marks(state, painter)
    held = state.promotion[0] if state.promotion else state.selected
    if held is not None:
        painter.rect(square_rect(state, held), state.colors.selected)
    if state.focused and state.cursor is not None:
        cursor = square_rect(state, state.cursor)
        painter.panel(cursor, (0, 0, 0, 0), radius=4, border=theme.TEAL, border_width=4)


def paint_check(state: State, painter: Painter, square: int, strength: float = 1.0) -> None:
    """The light under a king in check."""
    rect = square_rect(state, square)
    painter.rect(rect, theme.faded(theme.CHECK_GLOW, 0.43 + 0.24 * strength))
    painter.glow(rect.center, rect.w * 0.5, theme.CHECK_GLOW, 0.7 + 0.3 * strength)


def _paint_targets(state: State, painter: Painter) -> None:
    piece, squares = state.hand
    for square in squares:
        rect = square_rect(state, square)
        painter.rect(rect, theme.faded(state.colors.new_target[:3], 0.27))
        paint_piece(painter, piece, rect, state.colors, alpha=GHOST_ALPHA)
    for square in state.hover.threats:
        _paint_threat(state, painter, square)
    for target, moves in state.targets_of(state.selected).items():
        _paint_target(state, painter, target, moves[0])


def _paint_target(state: State, painter: Painter, target: int, move: chess.Move) -> None:
    rect = square_rect(state, target)
    signs = state.signs_of_move(move.from_square, target)
    granted = "granted" in signs
    color = state.colors.new_target if granted else state.colors.target
    unusual = next((sign for sign in UNUSUAL if sign in signs), None)
    if unusual is not None:
        _paint_broken_ring(painter, rect, effects.COLORS[unusual])
    elif target in state.placement or _is_en_passant(move, state.placement):
        painter.circle(rect.center, rect.w * 0.46, color, width=rect.w * (0.09 if granted else 0.07))
    elif granted:
        _paint_diamond(painter, rect, color)
    else:
        painter.circle(rect.center, rect.w * 0.155, color)


def _paint_broken_ring(painter: Painter, rect: FRect, color: theme.Color) -> None:
    """The ring around the target of an unusual capture: another shape, in the colour of its effect."""
    outer, inner = rect.w * 0.49, rect.w * 0.38
    for i in range(8):
        start, end = math.tau * i / 8 + 0.1, math.tau * (i + 1) / 8 - 0.1
        angles = [start + (end - start) * j / 4 for j in range(5)]
        points = [(outer, angle) for angle in angles] + [(inner, angle) for angle in reversed(angles)]
        painter.polygon([(rect.centerx + r * math.cos(a), rect.centery + r * math.sin(a)) for r, a in points], color)


def _is_en_passant(move: chess.Move, placement: Mapping[int, str]) -> bool:
    piece = placement.get(move.from_square, "")
    sideways = chess.square_file(move.from_square) != chess.square_file(move.to_square)
    forward = chess.square_rank(move.from_square) != chess.square_rank(move.to_square)
    return piece in {"P", "p"} and sideways and forward


def _paint_diamond(painter: Painter, rect: FRect, color: theme.Color) -> None:
    """A target that an upgrade grants: another shape, not only another colour."""
    r = rect.w * 0.2
    x, y = rect.center
    painter.polygon([(x, y - r), (x + r, y), (x, y + r), (x - r, y)], color)


def _paint_threat(state: State, painter: Painter, square: int) -> None:
    rect = square_rect(state, square)
    if square in state.placement:
        painter.circle(rect.center, rect.w * 0.46, theme.THREAT, width=rect.w * 0.07)
    else:
        painter.circle(rect.center, rect.w * 0.11, theme.THREAT)


def _paint_pieces(state: State, painter: Painter) -> None:
    flying = {effects.hidden(state), *state.fallen, *(flight.target for flight in state.flights)}
    hidden = state.promotion[0] if state.promotion else None
    for square, piece in state.placement.items():
        if square in flying or square == hidden:
            continue
        alpha = GHOST_ALPHA if square == state.lifted else 255
        paint_worn(state, painter, piece, square, square_rect(state, square), alpha=alpha)


def paint_worn(state: State, painter: Painter, piece: str, square: int, rect: FRect, *, alpha: int = 255) -> None:
    """A piece with its square's signs (hero, shield and others)."""
    paint_piece(painter, piece, rect, state.colors, signs=state.signs.get(square, NO_SIGNS), alpha=alpha)

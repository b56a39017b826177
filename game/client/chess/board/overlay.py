"""What is painted over the cached picture in each frame: moving pieces, the hovered square, and the promotion
picker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pygame import FRect

from game.client import texts
from game.client.chess.board import effects, falling, motion
from game.client.chess.board.geometry import is_light, square_at, square_rect
from game.client.chess.board.layers import GHOST_ALPHA, paint_check, paint_worn
from game.client.chess.board.moveinput import choices
from game.client.chess.board.state import BREATHS, UNUSUAL
from game.client.chess.widgets.figures import paint_piece
from game.client.kit import theme

if TYPE_CHECKING:
    from game.client.chess.board.state import Flight, State
    from game.client.kit.painter import Painter

LIFT = 1.12


def moving_parts(state: State) -> list[FRect]:
    """The rectangles that are painted over the cached picture."""
    parts = [motion.flight_rect(state, flight).inflate(4, 4) for flight in state.flights]
    if (dragged := drag_rect(state)) is not None:
        parts.append(dragged.inflate(8, 8))
    lit = (_hovered_target(state), state.check if state.breathing else None)
    parts += [*falling.parts(state), *effects.parts(state)]
    if (warned := _warned_target(state)) is not None:
        y = effects.caption_y(state, warned[0])
        parts.append(FRect(state.rect.x, y, state.rect.w, effects.CAPTION_HEIGHT))
    return parts + [square_rect(state, square).inflate(4, 4) for square in lit if square is not None]


def drag_rect(state: State) -> FRect | None:
    """The rectangle of the dragged piece."""
    if state.lifted is None or state.lifted not in state.placement:
        return None
    rect = square_rect(state, state.lifted)
    rect.scale_by_ip(LIFT)
    rect.center = state.pointer
    return rect


def paint(state: State, painter: Painter) -> None:
    """Paint everything, with the dragged piece and the picker on top."""
    _paint_breath(state, painter)
    _paint_hovered(state, painter)
    for flight in state.flights:
        _paint_flight(state, painter, flight)
    falling.paint(state, painter)
    effects.paint(state, painter)
    if (warned := _warned_target(state)) is not None:
        square, sign = warned
        effects.paint_caption(state, painter, square, texts.CAPTURE_WARNINGS[sign], effects.COLORS[sign])
    dragged = drag_rect(state)
    if dragged is not None and state.lifted is not None:
        paint_worn(state, painter, state.placement[state.lifted], state.lifted, dragged)
    if state.promotion is not None:
        _paint_picker(state, painter, state.promotion[0])


def _paint_breath(state: State, painter: Painter) -> None:
    """The pulsing square of a king in check."""
    square = state.check
    if square is None or not state.breathing:
        return
    rect = square_rect(state, square)
    painter.rect(rect, state.colors.light if is_light(square) else state.colors.dark)
    if square in (state.last_move or ()):
        painter.rect(rect, state.colors.last_move)
    if square == state.selected:
        painter.rect(rect, state.colors.selected)
    paint_check(state, painter, square, state.breath / BREATHS)
    shown = square not in state.fallen and not any(flight.target == square for flight in state.flights)
    if shown and (piece := state.placement.get(square)):
        paint_worn(state, painter, piece, square, rect, alpha=GHOST_ALPHA if state.lifted == square else 255)


def _hovered_target(state: State) -> int | None:
    under = square_at(state, state.pointer)
    return under if under is not None and under in state.targets_of(state.selected) else None


def _warned_target(state: State) -> tuple[int, Literal["poison", "shield", "king"]] | None:
    """The target under the pointer and its effect, if the capture there is unusual."""
    under = _hovered_target(state)
    if under is None or state.selected is None:
        return None
    signs = state.signs_of_move(state.selected, under)
    sign = next((sign for sign in UNUSUAL if sign in signs), None)
    return None if sign is None else (under, sign)


def _paint_hovered(state: State, painter: Painter) -> None:
    """The target under the pointer. It is not in the cached picture, so that a drag across the board keeps that
    valid.
    """
    under = _hovered_target(state)
    if under is None:
        return
    painter.rect(square_rect(state, under), state.colors.selected)
    if piece := state.placement.get(under):
        paint_worn(state, painter, piece, under, square_rect(state, under))


def _paint_flight(state: State, painter: Painter, flight: Flight) -> None:
    if flight.victim is not None and not state.reduced_motion:
        paint_piece(painter, flight.victim, square_rect(state, flight.target), state.colors)
    # In quarters: every degree of clearness is a picture of its own.
    share = motion.flight_share(state, flight)
    alpha = min(255, 64 * (1 + int(4 * share))) if state.reduced_motion else 255
    paint_worn(state, painter, flight.piece, flight.target, motion.flight_rect(state, flight), alpha=alpha)


def _paint_picker(state: State, painter: Painter, origin: int) -> None:
    painter.rect(state.rect, theme.PICKER_SHADE)
    offered = choices(state)
    whole = offered[0][1].unionall([rect for _, rect in offered])
    painter.panel(whole.inflate(8, 8), theme.TEXT, radius=theme.RADIUS_SMALL, shadow=True)
    white = state.placement.get(origin, "P").isupper()
    for letter, rect in offered:
        if rect.collidepoint(state.pointer):
            painter.panel(rect, theme.AMBER, radius=theme.RADIUS_SMALL)
        paint_piece(painter, letter.upper() if white else letter, rect, state.colors)

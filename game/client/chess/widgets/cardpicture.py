"""The animated picture on an upgrade's card: what is new in how pieces move, or in how a game starts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import chess
from pygame import FRect

from game.client.chess.widgets.figures import paint_piece, piece_picture
from game.client.kit import theme
from game.client.kit.theme import Face, Size

if TYPE_CHECKING:
    from game.chess.upgrades import Picture, Upgrade
    from game.client.chess.widgets.figures import Sign
    from game.client.kit.painter import Painter

_LIGHT, _DARK = theme.mix(theme.RAISED, theme.TEXT, 0.34), theme.mix(theme.RAISED, theme.TEXT, 0.18)
_COLORS = theme.BOARDS[theme.DEFAULT_BOARD]
_TAIL = 0.4
"""Which part of the whole time a single stroke takes: the next ones begin before it is done."""


def paint_card_picture(painter: Painter, rect: FRect, upgrade: Upgrade, picture: Picture, progress: float) -> None:
    """The picture after `progress` (0 to 1) of its strokes."""
    if not picture.pieces:
        painter.panel(rect, theme.PANEL, radius=theme.RADIUS_SMALL)
        _paint_beside_the_board(painter, rect, upgrade, progress)
        return
    for square in chess.SQUARES:
        light = (chess.square_file(square) + chess.square_rank(square)) % 2 == 1
        painter.rect(_cell(rect, square, picture.color), _LIGHT if light else _DARK)
    if picture.origin is None:
        _paint_start(painter, rect, picture, progress)
    else:
        _paint_movement(painter, rect, picture, picture.origin, progress)


def _stroke(index: int, count: int, progress: float) -> float:
    """How far (0 to 1) one of `count` strokes has come that begin one after the other."""
    begins = (1 - _TAIL) * index / max(1, count - 1)
    return theme.ease_out((progress - begins) / _TAIL)


def _cell(rect: FRect, square: chess.Square, color: chess.Color) -> FRect:
    """Where a square is when `color` sits at the bottom."""
    side = rect.w / 8
    file, rank = chess.square_file(square), chess.square_rank(square)
    column, row = (file, 7 - rank) if color else (7 - file, rank)
    return FRect(rect.x + column * side, rect.y + row * side, side, side)


# --- a movement ---------------------------------------------------------------------------------------------------


def _paint_movement(painter: Painter, rect: FRect, picture: Picture, origin: int, progress: float) -> None:
    for square in picture.standard:
        painter.circle(_cell(rect, square, picture.color).center, 2.2, theme.QUIET)
    new = sorted(picture.quiet | picture.captures, key=lambda square: _order(origin, square))
    for i, square in enumerate(new):
        share = _stroke(i, len(new), progress)
        if share > 0:
            _paint_new_target(painter, rect, picture, origin, square, share)
    signs: frozenset[Sign] = frozenset({"hero"}) if origin in picture.heroes else frozenset()
    paint_piece(painter, picture.pieces[origin], _cell(rect, origin, picture.color).inflate(4, 4), _COLORS, signs=signs)


def _order(origin: int, square: int) -> tuple[int, float]:
    """Near ones first, each round clockwise."""
    files = chess.square_file(square) - chess.square_file(origin)
    ranks = chess.square_rank(square) - chess.square_rank(origin)
    return chess.square_distance(origin, square), math.atan2(files, ranks) % math.tau


def _paint_new_target(painter: Painter, rect: FRect, picture: Picture, origin: int, square: int, share: float) -> None:
    """A line from the piece, and at its end a dot (may go there), a ring (may capture there), or both."""
    start, cell = _cell(rect, origin, picture.color).center, _cell(rect, square, picture.color)
    end = (start[0] + (cell.centerx - start[0]) * share, start[1] + (cell.centery - start[1]) * share)
    painter.line(start, end, theme.mix(_DARK, theme.AMBER, 0.55), 1.5)
    if share < 1:
        return
    painter.rect(cell, theme.faded(theme.AMBER, 0.275))
    if square in picture.captures:
        painter.circle(cell.center, cell.w * 0.4, theme.AMBER, width=2)
    if square in picture.quiet:
        painter.circle(cell.center, cell.w * 0.2, theme.AMBER)


# --- a start ------------------------------------------------------------------------------------------------------


def _paint_start(painter: Painter, rect: FRect, picture: Picture, progress: float) -> None:
    changed = sorted(picture.placed | picture.shields)
    for square, piece in picture.pieces.items():
        if square not in changed:
            painter.picture(piece_picture(piece), _cell(rect, square, picture.color).inflate(2, 2))
    for i, square in enumerate(changed):
        share = _stroke(i, len(changed), progress)
        cell = _cell(rect, square, picture.color)
        if share > 0:
            painter.rect(cell, theme.faded(theme.AMBER, round(6 * share) / 10))
        stands = picture.pieces.get(square)
        if stands is not None and (share > 0 or square in picture.shields):
            shielded = square in picture.shields and share > 0.5
            signs: frozenset[Sign] = frozenset({"shield"}) if shielded else frozenset()
            grown = cell.inflate(2 + 3 * share, 2 + 3 * share)
            paint_piece(painter, stands, grown.move(0, -6 * (1 - share)), _COLORS, signs=signs)


# --- neither ------------------------------------------------------------------------------------------------------


def _paint_beside_the_board(painter: Painter, rect: FRect, upgrade: Upgrade, progress: float) -> None:
    """An emblem for what no board can show; it rises as it is drawn."""
    share = theme.ease_out(progress)
    box = rect.inflate(-rect.w * 0.34, -rect.h * 0.34).move(0, 10 * (1 - share))
    clock_ms = upgrade.own_clock_ms or upgrade.opponent_clock_ms or upgrade.increment_ms
    if clock_ms:
        painter.picture("pictures/clock", box.move(0, -8))
        _paint_clock_change(painter, rect, clock_ms, each_move=bool(upgrade.increment_ms))
    elif upgrade.passes:
        _paint_bars(painter, box, share)
    elif upgrade.rewinds:
        painter.icon("icons/again", box, theme.AMBER)
    elif upgrade.revivals:
        _paint_rising(painter, box, "N", share)
    elif upgrade.poison:
        piece = chess.piece_symbol(upgrade.poison[0]).upper()
        paint_piece(painter, piece, box, _COLORS, signs=frozenset({"poison"} if share > 0.5 else ()))
    elif upgrade.castles_through_check:
        _paint_castling(painter, box, share)
    elif upgrade.promotion_rank < 8:
        _paint_promotion(painter, box, share)
    else:
        painter.picture("pictures/castle_ban", box)


def _paint_clock_change(painter: Painter, rect: FRect, change_ms: int, *, each_move: bool) -> None:
    color = theme.LEAF if change_ms > 0 else theme.ROSE
    text = f"{change_ms // 1000:+d} s" + (" a move" if each_move else "")
    at = (rect.centerx, rect.bottom - 20)
    painter.text(text, at, size=Size.LARGE, face=Face.HEADING, color=color, align="center")


def _paint_bars(painter: Painter, box: FRect, share: float) -> None:
    """A pause."""
    width, height = box.w * 0.26, box.h * 0.8 * max(0.1, share)
    for x in (box.centerx - width * 1.3, box.centerx + width * 0.3):
        painter.panel(FRect(x, box.centery - height / 2, width, height), theme.AMBER, radius=6)


def _paint_rising(painter: Painter, box: FRect, piece: str, share: float) -> None:
    """A fallen piece that comes back."""
    painter.glow(box.center, box.w * 0.7, theme.AMBER, 0.5 * share)
    painter.picture(piece_picture(piece), box.move(0, -12 * share))


def _paint_castling(painter: Painter, box: FRect, share: float) -> None:
    """King and rook that change places in the middle of an attack."""
    half = box.w * 0.62
    painter.glow(box.center, box.w * 0.7, theme.CHECK_GLOW, 0.6)
    shift = box.w * 0.22 * (2 * share - 1)
    painter.picture("pieces/wK", FRect(box.centerx + shift - half / 2, box.centery - half / 2, half, half))
    painter.picture("pieces/wR", FRect(box.centerx - shift - half / 2, box.centery - half / 2, half, half))


def _paint_promotion(painter: Painter, box: FRect, share: float) -> None:
    """A pawn, and what it becomes."""
    half = box.w * 0.6
    painter.picture("pieces/wP", FRect(box.x - 6, box.bottom - half, half, half))
    arrow = [(0.42, 0.5), (0.6, 0.32), (0.5, 0.22), (0.78, 0.16), (0.72, 0.44), (0.66, 0.38), (0.48, 0.56)]
    if share > 0.5:
        painter.polygon([(box.x + x * box.w * 0.95, box.y + (y + 0.06) * box.h) for x, y in arrow], theme.AMBER)
        painter.picture("pieces/wQ", FRect(box.right - half + 10, box.y - 14, half, half))

"""Pieces with their signs, as they are drawn everywhere."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, TypeAlias

import pygame
from pygame import FRect

from game.client.kit import theme
from game.client.kit.theme import Face

if TYPE_CHECKING:
    from game.client.kit.painter import Painter

Sign: TypeAlias = Literal["upgraded", "hero", "shield", "poison", "spare"]
"""What a piece wears: it moves in a new way; it alone does; it survives a capture; it takes its captor along; it is one
of two kings."""
NO_SIGNS: frozenset[Sign] = frozenset()

PIECE_SHARE = 0.94
"""A piece's part of its square."""
AURA_SHARE = 0.03
"""How far the rim around an upgraded piece reaches, as a part of the piece."""
SPARE_MARK = "1/2"
_CROWN = ((-1, 0.7), (-1, -0.5), (-0.45, 0.1), (0, -0.8), (0.45, 0.1), (1, -0.5), (1, 0.7))


def piece_picture(piece: str) -> str:
    """The picture's name for a piece letter of FEN."""
    return f"pieces/{'w' if piece.isupper() else 'b'}{piece.upper()}"


def paint_piece(
    painter: Painter,
    piece: str,
    rect: FRect,
    colors: theme.BoardColors,
    *,
    signs: frozenset[Sign] = NO_SIGNS,
    alpha: int = 255,
    scale: float = 1.0,
) -> None:
    """A piece on its square; a ghost (`alpha` below 255) wears no signs."""
    side = rect.w * PIECE_SHARE * scale
    figure = FRect(rect.centerx - side / 2, rect.centery - side / 2, side, side)
    worn = signs if alpha == 255 else NO_SIGNS
    if "shield" in worn:
        painter.circle(rect.center, rect.w * 0.47, theme.SHIELD, width=max(2.0, rect.w * 0.05))
    if "upgraded" in worn or "hero" in worn:
        _paint_aura(painter, piece, figure, colors)
    painter.picture(piece_picture(piece), figure, alpha=alpha)
    if "hero" in worn:
        paint_crown(painter, rect, side)
    elif "upgraded" in worn:
        _paint_emblem(painter, rect, side)
    if "spare" in worn:
        _paint_spare(painter, rect, side)
    if "poison" in worn:
        _paint_drop(painter, rect, side)


def _paint_aura(painter: Painter, piece: str, rect: FRect, colors: theme.BoardColors) -> None:
    """A thin rim of light around the figure itself, in the colour of what upgrades grant."""
    name, box = piece_picture(piece), painter.box(rect)
    color = colors.new_target[:3]
    key = ("aura", name, box.size, color)
    aura = painter.cached(key, lambda: _draw_aura(painter.assets.picture(name, 2 * box.w, 2 * box.h), color))
    painter.surface.blit(aura, aura.get_rect(center=box.center))


def _draw_aura(figure: pygame.Surface, color: tuple[int, ...]) -> pygame.Surface:
    """The silhouette of a figure, spread a little on all sides; from twice its size, for smooth edges."""
    reach = max(2, round(figure.width * AURA_SHARE))
    silhouette = pygame.mask.from_surface(figure).to_surface(setcolor=(*color, 255), unsetcolor=(*color, 0))
    spread = pygame.Surface((figure.width + 2 * reach, figure.height + 2 * reach), pygame.SRCALPHA)
    spread.fill((*color, 0))
    for i in range(24):
        angle = math.tau * i / 24
        spread.blit(silhouette, (reach * (1 + math.cos(angle)), reach * (1 + math.sin(angle))))
    return pygame.transform.smoothscale(spread, (spread.width // 2, spread.height // 2)).convert_alpha()


def _paint_emblem(painter: Painter, rect: FRect, side: float) -> None:
    """The small amber diamond at the foot: to the left, where no square has its file's letter."""
    x, y = rect.centerx - side * 0.33, rect.centery + side * 0.34
    r = max(4.0, side * 0.12)
    for size, color in ((r + 1.8, theme.ROOM), (r, theme.AMBER)):
        painter.polygon([(x, y - size), (x + size, y), (x, y + size), (x - size, y)], color)


def paint_crown(painter: Painter, rect: FRect, side: float) -> None:
    """A hero's crown on a medal, at the top right, where no square has its rank's number."""
    x, y = rect.centerx + side * 0.33, rect.centery - side * 0.33
    r = max(5.0, side * 0.115)
    painter.circle((x, y), r * 1.55, theme.ROOM)
    painter.polygon([(x + dx * r, y + dy * r) for dx, dy in _CROWN], theme.AMBER)


def _paint_spare(painter: Painter, rect: FRect, side: float) -> None:
    """One of two kings: a medal that says so, at the top right."""
    x, y = rect.centerx + side * 0.33, rect.centery - side * 0.33
    r = max(8.0, side * 0.17)
    painter.circle((x, y), r, theme.ROOM)
    painter.text(SPARE_MARK, (x, y), size=r * 1.15, face=Face.STRONG, color=theme.AMBER, align="center")


def _paint_drop(painter: Painter, rect: FRect, side: float) -> None:
    """A drop of poison."""
    x, y = rect.centerx + side * 0.33, rect.centery + side * 0.3
    r = max(4.0, side * 0.1)
    for size, color in ((r + 1.8, theme.ROOM), (r, theme.LEAF)):
        painter.polygon([(x - size * 0.8, y), (x, y - size * 1.7), (x + size * 0.8, y)], color)
        painter.circle((x, y + size * 0.2), size, color)

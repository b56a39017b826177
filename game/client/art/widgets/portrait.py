"""Players' pictures, and the choice among the pups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame
from pygame import FRect, Surface

from game.client.art import pups
from game.client.kit import theme
from game.client.kit.input import Key, PointerDown, PointerMove
from game.client.kit.widgets.base import Widget, paint_focus_ring
from game.client.kit.widgets.label import Backdrop

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.kit.input import Input, Position
    from game.client.kit.painter import Painter

PER_ROW = 5


def paint_portrait(painter: Painter, name: str, rect: FRect, *, alpha: int = 255) -> None:
    """A pup, head and shoulders; or the picture stored under this name, cut round."""
    picture = painter.assets.brought(name)
    if picture is not None:
        box = painter.box(rect)
        face = painter.cached(("face", name, box.size, alpha), lambda: _round(picture, box.size, alpha))
        painter.surface.blit(face, box)
        return
    painter.vector(("portrait", name), lambda: pups.portrait(name), rect, alpha=alpha)


def _round(picture: Surface, size: tuple[int, int], alpha: int) -> Surface:
    side = max(2, min(size))
    face = pygame.transform.smoothscale(picture, (side, side)).convert_alpha()
    # Drawn large and made small, so that its edge is smooth.
    mask = Surface((4 * side, 4 * side), pygame.SRCALPHA)
    pygame.draw.circle(mask, (255, 255, 255, alpha), (2 * side, 2 * side), 2 * side)
    face.blit(pygame.transform.smoothscale(mask, (side, side)), (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
    whole = Surface(size, pygame.SRCALPHA)
    whole.blit(face, ((size[0] - side) // 2, (size[1] - side) // 2))
    return whole.convert_alpha()


class Portrait(Backdrop):
    """A player's picture on a round ground; faint for an absent player."""

    overdraw = 4.0

    def __init__(self, portrait: str = "") -> None:
        super().__init__()
        self.portrait = portrait
        self.here = True

    def show(self, portrait: str, *, here: bool = True) -> None:
        """Somebody else's."""
        if (portrait, here) != (self.portrait, self.here):
            self.portrait, self.here = portrait, here
            self.invalidate()

    def paint(self, painter: Painter) -> None:
        painter.circle(self.rect.center, self.rect.w / 2, theme.RAISED_HOVER)
        paint_portrait(painter, self.portrait, self.rect.inflate(-6, -6), alpha=255 if self.here else 96)


class PortraitChoice(Widget):
    """All pups in rows, with a ring around the chosen one."""

    focusable = True
    overdraw = 12.0

    def __init__(self, chosen: str, on_choose: Callable[[str], None], *, name: str = "picture") -> None:
        super().__init__(name)
        self.names = list(pups.PORTRAITS)
        self.chosen = chosen
        self._on_choose = on_choose
        self._lit: int | None = None

    def handle(self, event: Input) -> bool:
        match event:
            case PointerMove(at):
                self._light(self._at(at))
            case PointerDown(at, "left"):
                index = self._at(at)
                if index is not None:
                    self._choose(self.names[index])
            case Key(pygame.K_LEFT | pygame.K_RIGHT | pygame.K_UP | pygame.K_DOWN as key):
                step = {pygame.K_LEFT: -1, pygame.K_RIGHT: 1, pygame.K_UP: -PER_ROW, pygame.K_DOWN: PER_ROW}[key]
                index = self.names.index(self.chosen) if self.chosen in self.names else 0
                self._choose(self.names[(index + step) % len(self.names)])
            case _:
                return False
        return True

    def set_hovered(self, hovered: bool) -> None:
        super().set_hovered(hovered)
        if not hovered:
            self._light(None)

    def show(self, chosen: str) -> None:
        """This one is chosen; empty: none."""
        if chosen != self.chosen:
            self.chosen = chosen
            self.invalidate()

    def _light(self, index: int | None) -> None:
        if index != self._lit:
            self._lit = index
            self.invalidate()

    def _choose(self, name: str) -> None:
        if name != self.chosen:
            self.chosen = name
            self.invalidate()
            self._on_choose(name)

    def _cell(self, index: int) -> FRect:
        rows = -(-len(self.names) // PER_ROW)
        width, height = self.rect.w / PER_ROW, self.rect.h / rows
        side = min(width, height) - theme.GRID * 2
        cell = FRect(0, 0, side, side)
        x, y = self.rect.x + (index % PER_ROW + 0.5) * width, self.rect.y + (index // PER_ROW + 0.5) * height
        cell.center = (x, y)
        return cell

    def _at(self, at: Position) -> int | None:
        return next((i for i in range(len(self.names)) if self._cell(i).collidepoint(at)), None)

    def paint(self, painter: Painter) -> None:
        for i, name in enumerate(self.names):
            cell, chosen = self._cell(i), name == self.chosen
            painter.circle(cell.center, cell.w / 2, theme.RAISED_HOVER if i == self._lit or chosen else theme.RAISED)
            paint_portrait(painter, name, cell.inflate(-10, -10))
            if chosen:
                painter.circle(cell.center, cell.w / 2, theme.AMBER, width=3)
                if self.focused and self.ringed:
                    paint_focus_ring(painter, cell, cell.w / 2)

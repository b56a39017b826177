"""One game of a finished match in a line: who won, how, and what the other got for it. A click replays it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame
from pygame import FRect

from game.chess.upgrades import CATALOGUE
from game.client.chess.widgets.badge import HEIGHT as BADGE_HEIGHT
from game.client.chess.widgets.badge import badge_width, paint_badge
from game.client.kit import theme
from game.client.kit.input import Key, PointerDown, PointerUp
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.base import Widget, paint_focus_ring

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.chess.upgrades import Upgrade
    from game.client.chess.storyline import GameLine, Side
    from game.client.kit.input import Input
    from game.client.kit.painter import Painter
    from game.client.kit.theme import Color

_COLORS: dict[Side, Color] = {"near": theme.AMBER, "far": theme.TEAL, "draw": theme.QUIET}
NUMBER_WIDTH = 40.0
NAME_SHARE = 0.3
GAINER_WIDTH = 110.0


class StoryRow(Widget):
    """Focusable if its game can be replayed."""

    overdraw = 12.0

    def __init__(self, on_watch: Callable[[int], None], name: str = "") -> None:
        super().__init__(name)
        self._on_watch = on_watch
        self._line: GameLine | None = None
        self._badges: list[tuple[FRect, Upgrade]] = []
        self._pressed = False

    def set_line(self, line: GameLine | None) -> None:
        """What it tells."""
        if line != self._line:
            self._line = line
            self.focusable = line is not None and line.kept
            self.invalidate()
        self.set_visible(line is not None)

    def tooltip_at(self, at: tuple[float, float]) -> str:
        """The sentence of the upgrade there."""
        for rect, upgrade in self._badges:
            if rect.collidepoint(at):
                return upgrade.described
        return ""

    def handle(self, event: Input) -> bool:
        match event:
            case PointerDown(_, "left"):
                self._pressed = True
            case PointerUp(at, "left") if self._pressed:
                self._pressed = False
                if self.contains(at):
                    self._watch()
            case Key(pygame.K_RETURN | pygame.K_KP_ENTER | pygame.K_SPACE):
                self._watch()
            case _:
                return False
        return True

    def _watch(self) -> None:
        if self._line is not None and self._line.kept:
            self._on_watch(self._line.number)

    def paint(self, painter: Painter) -> None:
        line, rect = self._line, self.rect
        if line is None:
            return
        if self.hovered and line.kept:
            painter.panel(rect, theme.RAISED, radius=theme.RADIUS_SMALL)
        if self.focused and self.ringed:
            paint_focus_ring(painter, rect, theme.RADIUS_SMALL)
        color = _COLORS[line.side]
        self._paint_number(painter, line, color)
        right = self._paint_gains(painter, line)
        x = rect.x + NUMBER_WIDTH
        # How it ended is said in full; of a long name, its beginning is enough.
        said = painter.text_width(line.how, size=Size.SMALL)
        name_room = max(0.0, min(rect.w * NAME_SHARE, right - x - theme.GAP - said))
        width = painter.text(
            line.winner, (x, rect.centery), size=Size.SMALL, face=Face.HEADING, color=color, max_width=name_room
        )
        x += width + theme.GAP
        painter.text(line.how, (x, rect.centery), size=Size.SMALL, color=theme.QUIET, max_width=max(0.0, right - x))

    def _paint_number(self, painter: Painter, line: GameLine, color: Color) -> None:
        """Filled for a win of the near player, ringed for the far one's, as the series' pips are."""
        at = (self.rect.x + 20, self.rect.centery)
        filled = line.side == "near"
        painter.circle(at, 11, color, width=0 if filled else 2)
        ink = theme.INK if filled else color
        painter.text(str(line.number), at, size=Size.TINY, face=Face.STRONG, color=ink, align="center")

    def _paint_gains(self, painter: Painter, line: GameLine) -> float:
        """What came of it, from the right; where that begins."""
        self._badges = []
        x = self.rect.right - theme.GRID
        for gain in reversed(line.gains):
            upgrade = CATALOGUE.get(gain.upgrade)
            if upgrade is None:
                continue
            width = badge_width(painter, upgrade)
            rect = FRect(x - width, self.rect.centery - BADGE_HEIGHT / 2, width, BADGE_HEIGHT)
            paint_badge(painter, rect, upgrade)
            self._badges.append((rect, upgrade))
            x = rect.x - theme.GRID * 2
            color, y = _COLORS[gain.side], self.rect.centery
            x -= painter.text(
                gain.name, (x, y), size=Size.TINY, face=Face.HEADING, color=color, align="right", max_width=GAINER_WIDTH
            )
            x -= theme.GAP
        return x

"""An upgrade as a card of the draft: its name, its sentence, and a picture of what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import chess
import pygame
from pygame import FRect

from game.client import theme
from game.client.input import Key, PointerDown, PointerUp
from game.client.theme import Face, Size
from game.client.widgets.badge import RARITY_COLORS, paint_rarity
from game.client.widgets.base import Widget, paint_focus_ring
from game.client.widgets.board import piece_picture
from game.upgrades import CATALOGUE, Rarity, picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.input import Input
    from game.client.painter import Painter
    from game.upgrades import Picture, Upgrade

DROP_MS = 320
FLIP_MS = 260
STAGGER_MS = 140
WIDTH, HEIGHT = 250.0, 372.0
_DROP = 90.0
_LIGHT, _DARK = theme.mix(theme.RAISED, theme.TEXT, 0.34), theme.mix(theme.RAISED, theme.TEXT, 0.18)


class UpgradeCard(Widget):
    """Drops in face down, turns over, and is taken by click, Enter or its number."""

    focusable = True

    def __init__(self, number: int, on_take: Callable[[str], None]) -> None:
        super().__init__(f"card {number}")
        self.number = number
        self.reduced_motion = False
        self.usable = True
        self.taken: bool | None = None
        """After the choice: whether this was the one."""
        self._on_take = on_take
        self._upgrade: Upgrade | None = None
        self._picture: Picture | None = None
        self._since: int | None = None
        self._now = 0
        self._pressed = False

    def set_upgrade(self, upgrade_id: str | None) -> None:
        """What it shows; None: nothing yet."""
        upgrade = CATALOGUE.get(upgrade_id) if upgrade_id else None
        if upgrade is not self._upgrade:
            self._upgrade = upgrade
            self._picture = picture(upgrade) if upgrade else None
            self._since = None
            self.invalidate()

    def set_state(self, *, usable: bool, taken: bool | None) -> None:
        """Whether it can be taken, and how the choice went."""
        if (usable, taken) != (self.usable, self.taken):
            self.usable, self.taken = usable, taken
            self.invalidate()

    @property
    def upgrade_id(self) -> str | None:
        """The catalogue id of what it shows."""
        return self._upgrade.id if self._upgrade else None

    def take(self) -> None:
        """Choose this card."""
        if self.usable and self._upgrade is not None:
            self._on_take(self._upgrade.id)

    def handle(self, event: Input) -> bool:
        match event:
            case PointerDown(_, "left"):
                self._pressed = True
                return True
            case PointerUp(at, "left") if self._pressed:
                self._pressed = False
                if self.contains(at):
                    self.take()
                return True
            case Key(pygame.K_RETURN | pygame.K_KP_ENTER | pygame.K_SPACE):
                self.take()
                return True
            case _:
                return False

    # --- motion ---------------------------------------------------------------------------------------------------

    def tick(self, now_ms: int) -> bool:
        self._now = now_ms
        if self._since is None:
            self._since = now_ms
        return self._age() < DROP_MS + FLIP_MS

    def _age(self) -> int:
        """Milliseconds since this card's own entry; each comes a little after the one before it."""
        if self._since is None:
            return 0
        return self._now - self._since - STAGGER_MS * (self.number - 1)

    def _drop(self) -> float:
        return 1.0 if self.reduced_motion else theme.ease_out(self._age() / DROP_MS)

    def _turn(self) -> float:
        """0: face down, 1: face up."""
        return 1.0 if self.reduced_motion else min(max((self._age() - DROP_MS) / FLIP_MS, 0.0), 1.0)

    # --- painting -------------------------------------------------------------------------------------------------

    def paint(self, painter: Painter) -> None:
        lift = 8 if (self.hovered or self.focused) and self.usable else 0
        rect = self.rect.move(0, -lift - _DROP * (1 - self._drop()))
        turn = self._turn()
        # Seen from the edge a turning card is a line; before that its back, afterwards its face.
        rect = rect.inflate(-rect.w * (1 - abs(2 * turn - 1)), 0)
        if rect.w < 8:
            return
        if self._upgrade is None or turn < 0.5:
            self._paint_back(painter, rect)
        elif turn < 1:
            self._paint_front(painter, rect, self._upgrade)
        else:
            self._paint_front(painter, rect, self._upgrade)
            self._paint_contents(painter, rect, self._upgrade)

    def _paint_back(self, painter: Painter, rect: FRect) -> None:
        painter.panel(rect, theme.RAISED, border=theme.LINE, border_width=3, shadow=True)
        side = min(rect.w * 0.7, 120)
        painter.picture("pictures/pup", FRect(rect.centerx - side / 2, rect.centery - side / 2, side, side), alpha=150)

    def _paint_front(self, painter: Painter, rect: FRect, upgrade: Upgrade) -> None:
        color = RARITY_COLORS[upgrade.rarity]
        if upgrade.rarity is Rarity.EPIC or self.taken:
            painter.glow(rect.center, rect.h * 0.72, color, 0.55)
        fill = theme.PANEL if self.taken is False else theme.RAISED
        painter.panel(rect, fill, border=color, border_width=3, shadow=True)
        if self.focused and self.usable:
            paint_focus_ring(painter, rect)

    def _paint_contents(self, painter: Painter, rect: FRect, upgrade: Upgrade) -> None:
        color = RARITY_COLORS[upgrade.rarity]
        quiet = self.taken is False
        inner = rect.inflate(-2 * theme.PAD, -2 * theme.PAD)
        paint_rarity(painter, upgrade.rarity, (inner.x + 8, inner.y + 10), 8)
        painter.text(
            upgrade.rarity.capitalize(), (inner.x + 24, inner.y + 10), size=Size.TINY, face=Face.HEADING, color=color
        )
        if self.usable:
            painter.text(
                str(self.number),
                (inner.right, inner.y + 10),
                size=Size.SMALL,
                face=Face.STRONG,
                color=theme.FAINT,
                align="right",
            )
        ink = theme.FAINT if quiet else theme.TEXT
        name_size = (
            Size.LARGE if painter.text_width(upgrade.name, size=Size.LARGE, face=Face.HEADING) <= inner.w else Size.BODY
        )
        painter.text(
            upgrade.name, (inner.centerx, inner.y + 42), size=name_size, face=Face.HEADING, color=ink, align="center"
        )
        board = FRect(inner.centerx - 84, inner.y + 66, 168, 168)
        self._paint_picture(painter, board, upgrade)
        text = FRect(inner.x, board.bottom + theme.GAP, inner.w, inner.bottom - board.bottom - theme.GAP)
        painter.paragraph(
            upgrade.text, text, size=Size.SMALL, color=theme.FAINT if quiet else theme.TEXT, align="center"
        )

    def _paint_picture(self, painter: Painter, rect: FRect, upgrade: Upgrade) -> None:
        shown = self._picture
        if shown is None or not shown.pieces:
            painter.panel(rect, theme.PANEL, radius=theme.RADIUS_SMALL)
            side = rect.w * 0.66
            name = (
                "pictures/castle_ban" if not (upgrade.own_clock_ms or upgrade.opponent_clock_ms) else "pictures/clock"
            )
            painter.picture(name, FRect(rect.centerx - side / 2, rect.centery - side / 2, side, side))
            self._paint_clock_change(painter, rect, upgrade)
            return
        for square in chess.SQUARES:
            self._paint_square(painter, _cell(rect, square), square)
        for square in shown.standard:
            painter.circle(_cell(rect, square).center, 2.2, theme.QUIET)
        for square in shown.quiet | shown.captures:
            self._paint_new_target(painter, _cell(rect, square), square)
        for square, piece in shown.pieces.items():
            cell = _cell(rect, square)
            if shown.origin is None and square in _changed_squares(upgrade):
                painter.rect(cell, (*theme.AMBER, 150))
            painter.picture(piece_picture(piece), cell.inflate(2, 2))

    def _paint_square(self, painter: Painter, cell: FRect, square: int) -> None:
        light = (chess.square_file(square) + chess.square_rank(square)) % 2 == 1
        painter.rect(cell, _LIGHT if light else _DARK)

    def _paint_new_target(self, painter: Painter, cell: FRect, square: int) -> None:
        """A dot: may go there; a ring: may capture there; both: both."""
        assert self._picture is not None
        painter.rect(cell, (*theme.AMBER, 70))
        if square in self._picture.captures:
            painter.circle(cell.center, cell.w * 0.4, theme.AMBER, width=2)
        if square in self._picture.quiet:
            painter.circle(cell.center, cell.w * 0.2, theme.AMBER)

    def _paint_clock_change(self, painter: Painter, rect: FRect, upgrade: Upgrade) -> None:
        change = upgrade.own_clock_ms or upgrade.opponent_clock_ms
        if change:
            whose = theme.LEAF if change > 0 else theme.ROSE
            text = f"{change // 1000:+d} s"
            painter.text(
                text, (rect.centerx, rect.bottom - 20), size=Size.LARGE, face=Face.HEADING, color=whose, align="center"
            )


def _cell(rect: FRect, square: int) -> FRect:
    side = rect.w / 8
    return FRect(rect.x + chess.square_file(square) * side, rect.y + (7 - chess.square_rank(square)) * side, side, side)


def _changed_squares(upgrade: Upgrade) -> set[int]:
    return {chess.parse_square(name) for name, piece in upgrade.places.items() if piece is not None}

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
from game.client.widgets.emblem import emblem
from game.client.widgets.figures import piece_picture
from game.upgrades import CATALOGUE, Rarity, picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.input import Input
    from game.client.painter import Painter
    from game.client.theme import Color
    from game.upgrades import Picture, Upgrade

DROP_MS = 320
FLIP_MS = 260
STAGGER_MS = 140
WIDTH, HEIGHT = 250.0, 372.0
_DROP = 90.0
_PICTURE = 180.0
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
        self._sides: dict[tuple[bool, float], pygame.Surface] = {}

    def set_upgrade(self, upgrade_id: str | None) -> None:
        """What it shows; None: nothing yet."""
        upgrade = CATALOGUE.get(upgrade_id) if upgrade_id else None
        if upgrade is not self._upgrade:
            self._upgrade = upgrade
            self._picture = picture(upgrade) if upgrade else None
            self._since = None
            self._sides.clear()
            self.invalidate()

    def set_state(self, *, usable: bool, taken: bool | None) -> None:
        """Whether it can be taken, and how the choice went."""
        if (usable, taken) != (self.usable, self.taken):
            self.usable, self.taken = usable, taken
            self._sides.clear()
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
                self.invalidate()
                return True
            case PointerUp(at, "left") if self._pressed:
                self._pressed = False
                self.invalidate()
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
        rect = self.rect.move(0, -self._lift() - _DROP * (1 - self._drop()))
        turn, clear = self._turn(), self._clear()
        face_up = self._upgrade is not None and turn >= 0.5
        if turn not in (0.0, 1.0) or clear < 1:
            # Seen from the edge a turning card is a line; before that its back, afterwards its face.
            self._paint_side(painter, rect, face_up=face_up, width=abs(2 * turn - 1), clear=clear)
            return
        if self._upgrade is not None and face_up:
            self._paint_light(painter, rect, self._upgrade)
        painter.shadow(rect, covered=True)
        self._paint_whole(painter, rect, face_up=face_up)
        if self.focused and self.ringed and self.usable:
            paint_focus_ring(painter, rect)

    def _lift(self) -> float:
        if not self.usable or not (self.hovered or self.focused):
            return 0.0
        return 2.0 if self._pressed else 8.0

    def _clear(self) -> float:
        """0 to 1: in reduced motion cards only become clear."""
        return min(max(self._age() / theme.PANEL_MS, 0.0), 1.0) if self.reduced_motion else 1.0

    def _paint_side(self, painter: Painter, rect: FRect, *, face_up: bool, width: float, clear: float) -> None:
        """One side as a picture, squeezed to a share of its width, as clear as 0 to 1."""
        side = self._side(painter, face_up=face_up)
        pixels = round(side.width * width)
        if pixels < 2:
            return
        shown = side if width == 1 else pygame.transform.smoothscale(side, (pixels, side.height))
        shown.set_alpha(round(255 * clear))
        painter.blit(shown, (rect.centerx - pixels / 2 / painter.scale, rect.y))

    def _side(self, painter: Painter, *, face_up: bool) -> pygame.Surface:
        found = self._sides.get((face_up, painter.scale))
        if found is None:
            found = self._sides[face_up, painter.scale] = painter.new_surface(self.rect.w, self.rect.h)
            self._paint_whole(painter.onto(found), FRect(0, 0, self.rect.w, self.rect.h), face_up=face_up)
        return found

    def _paint_whole(self, painter: Painter, rect: FRect, *, face_up: bool) -> None:
        if self._upgrade is None or not face_up:
            self._paint_back(painter, rect)
            return
        fill = theme.PANEL if self.taken is False else theme.RAISED
        painter.panel(rect, fill, border=RARITY_COLORS[self._upgrade.rarity], border_width=3)
        self._paint_contents(painter, rect, self._upgrade)

    def _paint_light(self, painter: Painter, rect: FRect, upgrade: Upgrade) -> None:
        """An epic card shines, and so does the one that was taken."""
        if (upgrade.rarity is Rarity.EPIC and self.taken is not False) or self.taken:
            painter.glow(rect.center, rect.h * 0.62, RARITY_COLORS[upgrade.rarity], 0.55)

    def _paint_back(self, painter: Painter, rect: FRect) -> None:
        painter.panel(rect, theme.RAISED, border=theme.LINE, border_width=3)
        painter.panel(rect.inflate(-20, -20), theme.PANEL, radius=theme.RADIUS_SMALL, border=theme.LINE)
        side = min(rect.w * 0.7, 120)
        painter.picture("pictures/pup", FRect(rect.centerx - side / 2, rect.centery - side / 2, side, side), alpha=150)

    @staticmethod
    def picture_rect(card: FRect) -> FRect:
        """Where the picture is on a card."""
        return FRect(card.centerx - _PICTURE / 2, card.y + theme.PAD + 64, _PICTURE, _PICTURE)

    @staticmethod
    def text_rect(card: FRect) -> FRect:
        """The room for the sentence on a card."""
        top = UpgradeCard.picture_rect(card).bottom + theme.GAP
        return FRect(card.x + theme.PAD, top, card.w - 2 * theme.PAD, card.bottom - theme.PAD - top)

    def _paint_contents(self, painter: Painter, rect: FRect, upgrade: Upgrade) -> None:
        refused = self.taken is False
        ink = theme.FAINT if refused else theme.TEXT
        self._paint_head(painter, rect.inflate(-2 * theme.PAD, -2 * theme.PAD), upgrade, ink)
        board = self.picture_rect(rect)
        self._paint_picture(painter, board, upgrade)
        if refused:
            painter.rect(board, theme.faded(theme.PANEL, 0.59))
        painter.paragraph(upgrade.text, self.text_rect(rect), size=Size.SMALL, color=ink, align="center")

    def _paint_head(self, painter: Painter, inner: FRect, upgrade: Upgrade, ink: Color) -> None:
        """Rarity, number and name."""
        y, rarity = inner.y + 10, RARITY_COLORS[upgrade.rarity]
        paint_rarity(painter, upgrade.rarity, (inner.x + 8, y), 8)
        painter.text(upgrade.rarity.capitalize(), (inner.x + 24, y), size=Size.TINY, face=Face.HEADING, color=rarity)
        if self.usable:
            number = str(self.number)
            painter.text(number, (inner.right, y), size=Size.SMALL, face=Face.STRONG, color=theme.FAINT, align="right")
        fits = painter.text_width(upgrade.name, size=Size.LARGE, face=Face.HEADING) <= inner.w
        size = Size.LARGE if fits else Size.BODY
        painter.text(
            upgrade.name, (inner.centerx, inner.y + 42), size=size, face=Face.HEADING, color=ink, align="center"
        )

    def _paint_picture(self, painter: Painter, rect: FRect, upgrade: Upgrade) -> None:
        shown = self._picture
        if shown is None or not shown.pieces:
            painter.panel(rect, theme.PANEL, radius=theme.RADIUS_SMALL)
            side = rect.w * 0.66
            painter.picture(emblem(upgrade), FRect(rect.centerx - side / 2, rect.centery - side / 2, side, side))
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
                painter.rect(cell, theme.faded(theme.AMBER, 0.59))
            painter.picture(piece_picture(piece), cell.inflate(2, 2))
            if square in shown.heroes:
                painter.picture("icons/crown", FRect(cell.right - cell.w * 0.42, cell.y, cell.w * 0.42, cell.w * 0.42))
            if square in shown.shields:
                painter.circle(cell.center, cell.w * 0.46, theme.TEAL, width=2)

    def _paint_square(self, painter: Painter, cell: FRect, square: int) -> None:
        light = (chess.square_file(square) + chess.square_rank(square)) % 2 == 1
        painter.rect(cell, _LIGHT if light else _DARK)

    def _paint_new_target(self, painter: Painter, cell: FRect, square: int) -> None:
        """A dot: may go there; a ring: may capture there; both: both."""
        assert self._picture is not None
        painter.rect(cell, theme.faded(theme.AMBER, 0.275))
        if square in self._picture.captures:
            painter.circle(cell.center, cell.w * 0.4, theme.AMBER, width=2)
        if square in self._picture.quiet:
            painter.circle(cell.center, cell.w * 0.2, theme.AMBER)

    def _paint_clock_change(self, painter: Painter, rect: FRect, upgrade: Upgrade) -> None:
        change = upgrade.own_clock_ms or upgrade.opponent_clock_ms or upgrade.increment_ms
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

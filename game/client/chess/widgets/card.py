"""An upgrade as a card of the draft: its name, its sentence, and a picture of its effect."""

from __future__ import annotations

from typing import TYPE_CHECKING

import chess
import pygame
from pygame import FRect

from game.chess.upgrades import CATALOGUE, Rarity, picture
from game.client import texts
from game.client.chess.widgets.badge import RARITY_COLORS, paint_pips, paint_rarity
from game.client.chess.widgets.cardpicture import paint_card_picture
from game.client.kit import theme
from game.client.kit.input import Key, PointerDown, PointerUp
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.base import Widget, paint_focus_ring

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.chess.upgrades import Picture, Upgrade
    from game.client.kit.input import Input
    from game.client.kit.painter import Painter
    from game.client.kit.theme import Color
    from game.client.kit.widgets.guard import Guard

DROP_MS = 420
STAGGER_MS = 120
"""By how much later than the one before it a pack drops in."""
HINT_MS = 260
"""How long its rarity shines through a pack before it opens."""
FLIP_MS = 300
SEQUENCE_MS = 380
"""By how much later than the one before it a card turns over."""
STROKES_MS = 800
BURST_MS = 520
WIDTH, HEIGHT = 250.0, 400.0
_DROP = 300.0
_PICTURE, _LEAST_PICTURE = 180.0, 96.0
_OVERSHOOT = 1.2
_LIGHTS: dict[Rarity, float] = {Rarity.COMMON: 0.2, Rarity.RARE: 0.36, Rarity.EPIC: 0.55}
"""How strongly a card shines behind its edges."""
_TEETH = 18


def flips_at(number: int) -> int:
    """When a card of a fresh hand turns over, in ms after the first pack began to drop."""
    return DROP_MS + 2 * STAGGER_MS + HINT_MS + SEQUENCE_MS * (number - 1)


class UpgradeCard(Widget):
    """Drops in face down, turns over, and is taken by click, Enter or its number."""

    focusable = True

    def __init__(self, number: int, on_take: Callable[[str], None], guard: Guard | None = None) -> None:
        """While `guard`, which the cards of a hand share, is closed, none can be taken."""
        super().__init__(f"card {number}")
        self.number = number
        self.reduced_motion = False
        self.usable = True
        self.taken: bool | None = None
        """After the choice: whether this was the one."""
        self._on_take = on_take
        self._guard = guard
        self._upgrade: Upgrade | None = None
        self._picture: Picture | None = None
        self._face_up = True
        self._since: int | None = None
        self._revealed: int | None = None
        """Since when the hand is known that lay face down at first."""
        self._now = 0
        self._pressed = False
        self._sides: dict[tuple[bool, float, str], pygame.Surface] = {}

    @property
    def spoken(self) -> str:
        upgrade = self._upgrade if self._face_up else None
        return f"{self.number}: {upgrade.name}. {upgrade.text}" if upgrade is not None else self.name

    def set_upgrade(self, upgrade_id: str | None, color: chess.Color = chess.WHITE) -> None:
        """What it shows, to an owner who will play `color`; None: nothing yet."""
        upgrade = CATALOGUE.get(upgrade_id) if upgrade_id else None
        shown = picture(upgrade, color) if upgrade else None
        if upgrade is not self._upgrade or shown != self._picture:
            self._upgrade, self._picture = upgrade, shown
            self._since = self._revealed = None
            self._sides.clear()
            self.invalidate()

    def set_state(self, *, usable: bool, taken: bool | None, face_up: bool = True) -> None:
        """Whether it can be taken, how the choice went, and whether its face may be seen."""
        if (usable, taken, face_up) != (self.usable, self.taken, self._face_up):
            chosen_early = taken is not None and self.taken is None and self._turn() == 0
            if face_up and (chosen_early or not self._face_up):
                self._revealed = self._now
            self.usable, self.taken, self._face_up = usable, taken, face_up
            self._sides.clear()
            self.invalidate()

    @property
    def upgrade_id(self) -> str | None:
        """The catalogue id of what it shows."""
        return self._upgrade.id if self._upgrade else None

    @property
    def turned(self) -> bool:
        """Whether its face can be seen by now."""
        return self._upgrade is not None and self._turn() >= 0.5

    @property
    def settled(self) -> bool:
        """Whether it has come, and its face is in full view."""
        return self._upgrade is not None and self._turn() == 1 and self._clear() == 1

    @property
    def ready(self) -> bool:
        return self.usable and (self._guard is None or self._guard.open)

    def take(self) -> None:
        """Choose this card."""
        if self.ready and self._upgrade is not None:
            self._on_take(self._upgrade.id)

    def handle(self, event: Input) -> bool:
        match event:
            case PointerDown(_, "left"):
                self._pressed = self.ready
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
        if self.reduced_motion:
            return self._clear() < 1
        ends = self._turns_at() + FLIP_MS + max(STROKES_MS, BURST_MS) if self._face_up else self._starts_at() + DROP_MS
        return now_ms < ends

    def _starts_at(self) -> int:
        return (self._now if self._since is None else self._since) + STAGGER_MS * (self.number - 1)

    def _turns_at(self) -> int:
        if self._revealed is not None:
            return self._revealed
        return (self._now if self._since is None else self._since) + flips_at(self.number)

    def _share(self, start: int, duration: int) -> float:
        return min(max((self._now - start) / duration, 0.0), 1.0)

    def _drop(self) -> float:
        """0: far above, 1: in its place, with a little more in between."""
        left = self._share(self._starts_at(), DROP_MS) - 1
        return 1.0 if self.reduced_motion else 1 + (_OVERSHOOT + 1) * left**3 + _OVERSHOOT * left**2

    def _turn(self) -> float:
        """0: face down, 1: face up."""
        if self.reduced_motion or not self._face_up:
            return float(self._face_up)
        return self._share(self._turns_at(), FLIP_MS)

    def _drawn(self) -> float:
        """How much (0 to 1) of its picture is drawn."""
        return 1.0 if self.reduced_motion else self._share(self._turns_at() + FLIP_MS // 2, STROKES_MS)

    def _shine(self) -> float:
        """How strongly it shines: a hint before it opens, a burst when it does, and then its rarity's light."""
        if self._upgrade is None or self.taken is False or not self._face_up:
            return 0.0
        steady = 0.6 if self.taken else _LIGHTS[self._upgrade.rarity]
        if self.reduced_motion:
            return steady
        opened = self._now - self._turns_at()
        if opened < 0:
            return max(0.0, 1 + opened / HINT_MS) * steady
        return steady + (1 - self._share(self._turns_at(), BURST_MS)) * 0.45

    # --- painting -------------------------------------------------------------------------------------------------

    def paint(self, painter: Painter) -> None:
        rect = self.rect.move(0, -self._lift() - _DROP * (1 - self._drop()))
        turn, clear = self._turn(), self._clear()
        face_up = self._upgrade is not None and turn >= 0.5
        if self._upgrade is not None and (shine := self._shine()) > 0:
            painter.glow(rect.center, rect.h * 0.68, RARITY_COLORS[self._upgrade.rarity], shine * clear)
        if turn not in (0.0, 1.0) or clear < 1:
            # Seen from the edge a turning card is a line; before that its back, afterwards its face.
            self._paint_side(painter, rect, face_up=face_up, width=abs(2 * turn - 1), clear=clear)
            return
        painter.shadow(rect, covered=True)
        if 0 < self._drawn() < 1 and face_up:
            self._paint_whole(painter, rect, face_up=True)
        else:
            self._paint_side(painter, rect, face_up=face_up, width=1, clear=1)
        if self.focused and self.ringed and self.usable:
            paint_focus_ring(painter, rect)

    def _lift(self) -> float:
        if not self.usable or not (self.hovered or self.focused):
            return 0.0
        return 2.0 if self._pressed else 8.0

    def _clear(self) -> float:
        """0 to 1: in reduced motion cards only become clear."""
        return self._share(self._starts_at(), theme.PANEL_MS) if self.reduced_motion else 1.0

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
        """Kept, but for a face whose picture is being drawn."""
        key = (face_up, painter.scale, painter.palette.name)
        found = self._sides.get(key)
        if found is None:
            found = painter.new_surface(self.rect.w, self.rect.h)
            self._paint_whole(painter.onto(found), FRect(0, 0, self.rect.w, self.rect.h), face_up=face_up)
            if not face_up or self._drawn() == 1:
                self._sides[key] = found
        return found

    def _paint_whole(self, painter: Painter, rect: FRect, *, face_up: bool) -> None:
        if self._upgrade is None or not face_up:
            self._paint_back(painter, rect)
            return
        fill = theme.PANEL if self.taken is False else theme.RAISED
        painter.panel(rect, fill, border=RARITY_COLORS[self._upgrade.rarity], border_width=3)
        self._paint_contents(painter, rect, self._upgrade)

    def _paint_back(self, painter: Painter, rect: FRect) -> None:
        """A closed pack: crimped edges, a band, and the pup."""
        painter.panel(rect, theme.RAISED, border=theme.LINE, border_width=2)
        tooth = (rect.w - 12) / _TEETH
        for i in range(_TEETH):
            x = rect.x + 6 + i * tooth
            for y, tip in ((rect.y + 22, rect.y + 14), (rect.bottom - 22, rect.bottom - 14)):
                painter.polygon([(x, y), (x + tooth / 2, tip), (x + tooth, y)], theme.LINE)
        inner = FRect(rect.x + 6, rect.y + 22, rect.w - 12, rect.h - 44)
        painter.rect(inner, theme.PANEL)
        painter.rect(FRect(inner.x, inner.centery + 54, inner.w, 44), theme.mix(theme.PANEL, theme.AMBER, 0.22))
        side = min(rect.w * 0.62, 140)
        painter.circle((rect.centerx, rect.centery - 28), side * 0.62, theme.RAISED)
        painter.picture("pictures/pup", FRect(rect.centerx - side / 2, rect.centery - 28 - side / 2, side, side))
        at = (rect.centerx, inner.centery + 76)
        painter.text(texts.TITLE, at, size=Size.LARGE, face=Face.HEADING, color=theme.AMBER, align="center")

    @staticmethod
    def rooms(painter: Painter, card: FRect, upgrade: Upgrade) -> tuple[FRect, FRect]:
        """Where the picture is on a card, and where its words: the picture yields to them, down to its least size."""
        inner = card.inflate(-2 * theme.PAD, -2 * theme.PAD)
        top = inner.y + 64
        words = painter.line_height(Size.SMALL) * len(painter.wrap(upgrade.text, inner.w, size=Size.SMALL))
        if upgrade.note:
            lines = painter.wrap(upgrade.note, inner.w, size=Size.TINY)
            words += theme.GRID + painter.line_height(Size.TINY) * len(lines)
        side = min(_PICTURE, max(_LEAST_PICTURE, inner.bottom - top - theme.GAP - words))
        below = top + side + theme.GAP
        return FRect(card.centerx - side / 2, top, side, side), FRect(inner.x, below, inner.w, inner.bottom - below)

    def _paint_contents(self, painter: Painter, rect: FRect, upgrade: Upgrade) -> None:
        refused = self.taken is False
        ink = theme.FAINT if refused else theme.TEXT
        self._paint_head(painter, rect.inflate(-2 * theme.PAD, -2 * theme.PAD), upgrade, ink)
        board, room = self.rooms(painter, rect, upgrade)
        if self._picture is not None:
            paint_card_picture(painter, board, upgrade, self._picture, self._drawn())
        if refused:
            painter.rect(board, theme.faded(theme.PANEL, 0.59))
        note_lines = painter.wrap(upgrade.note, room.w, size=Size.TINY) if upgrade.note else []
        kept = theme.GRID + painter.line_height(Size.TINY) * len(note_lines) if note_lines else 0
        sentence = FRect(room.x, room.y, room.w, room.h - kept)
        used = painter.paragraph(upgrade.text, sentence, size=Size.SMALL, color=ink, align="center")
        if upgrade.note:
            below = FRect(room.x, room.y + used + theme.GRID, room.w, room.h - used - theme.GRID)
            color = theme.FAINT if refused else theme.QUIET
            painter.paragraph(upgrade.note, below, size=Size.TINY, color=color, align="center")

    def _paint_head(self, painter: Painter, inner: FRect, upgrade: Upgrade, ink: Color) -> None:
        """Rarity, number and name."""
        y, rarity = inner.y + 10, RARITY_COLORS[upgrade.rarity]
        paint_rarity(painter, upgrade.rarity, (inner.x + 8, y), 8)
        painter.text(upgrade.rarity.capitalize(), (inner.x + 24, y), size=Size.TINY, face=Face.HEADING, color=rarity)
        paint_pips(painter, upgrade, inner.right - 24, y)
        if self.usable:
            number = str(self.number)
            painter.text(number, (inner.right, y), size=Size.SMALL, face=Face.STRONG, color=theme.FAINT, align="right")
        fits = painter.text_width(upgrade.name, size=Size.LARGE, face=Face.HEADING) <= inner.w
        size = Size.LARGE if fits else Size.BODY
        painter.text(
            upgrade.name, (inner.centerx, inner.y + 42), size=size, face=Face.HEADING, color=ink, align="center"
        )

"""The players in the lobby, with their pups."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final

from pygame import FRect

from game.client.art.widgets.portrait import paint_portrait
from game.client.kit import theme
from game.client.kit.input import PointerDown
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.base import Widget
from game.client.kit.widgets.motion import swing
from game.client.quiz import texts
from game.client.quiz.widgets import lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from game.client.kit.input import Input
    from game.client.kit.painter import Painter
    from game.client.quiz.widgets.scores import Chip

POP_MS: Final = 600
HEAD: Final = 56.0
_WIDTHS: Final = (200.0, 170.0, 150.0, 132.0)
_STEPS: Final = 12


class Crowd(Widget):
    """As many players as fit, in rows. The host edits one by a click."""

    def __init__(self, on_press: Callable[[int], None] = lambda _pid: None) -> None:
        super().__init__("crowd")
        self._on_press = on_press
        self.chips: Sequence[Chip] = ()
        self.reduced_motion = False
        self._since: dict[int, int | None] = {}
        self._now = 0

    def show(self, chips: Sequence[Chip]) -> None:
        """Set the players."""
        if list(chips) != list(self.chips):
            self.chips = list(chips)
            self._since = {chip.pid: self._since.get(chip.pid) for chip in chips}
            self.invalidate()

    def tick(self, now_ms: int) -> bool:
        self._now = now_ms
        for pid, since in self._since.items():
            if since is None:
                self._since[pid] = now_ms
        moving = not self.reduced_motion and any(
            since is not None and now_ms - since < POP_MS for since in self._since.values()
        )
        if moving:
            self.invalidate()
        return moving

    def handle(self, event: Input) -> bool:
        match event:
            case PointerDown(at, "left"):
                for chip, cell in self.places():
                    if cell.collidepoint(at):
                        self._on_press(chip.pid)
                return True
            case _:
                return False

    def places(self) -> list[tuple[Chip, FRect]]:
        """The visible players and their rectangles."""
        room = FRect(self.rect.x, self.rect.y + HEAD, self.rect.w, self.rect.h - HEAD)
        columns, rows, width, height = self._cells(room)
        fitting = columns * rows
        shown = self.chips if len(self.chips) <= fitting else self.chips[: fitting - 1]
        return [
            (chip, FRect(room.x + i % columns * width, room.y + i // columns * height, width, height))
            for i, chip in enumerate(shown)
        ]

    def _grown(self, pid: int) -> float:
        since = self._since.get(pid)
        if self.reduced_motion:
            return 1.0
        share = 0.0 if since is None else (self._now - since) / POP_MS
        return max(1, round(swing(share) * _STEPS)) / _STEPS

    def paint(self, painter: Painter) -> None:
        box = self.rect
        if not self.chips:
            middle = box.inflate(-60, -60)
            lines.paragraph(painter, texts.NOBODY_YET, middle, color=theme.QUIET, size=Size.TITLE, face=Face.DISPLAY)
            return
        count = texts.players(len(self.chips))
        lines.line(painter, count, (box.x + 8, box.y + HEAD / 2), box.w, color=theme.TEXT, size=30, face=Face.HEADING)
        room = FRect(box.x, box.y + HEAD, box.w, box.h - HEAD)
        columns, _, width, height = self._cells(room)
        shown = self.places()
        for chip, cell in shown:
            self._paint_player(painter, chip, cell)
        if len(shown) < len(self.chips):
            i = len(shown)
            at = (room.x + (i % columns + 0.5) * width, room.y + (i // columns + 0.5) * height)
            more = texts.and_more(len(self.chips) - len(shown))
            lines.line(painter, more, at, width - 8, color=theme.QUIET, align="center")

    def _cells(self, room: FRect) -> tuple[int, int, float, float]:
        """Columns, rows, and the size of a cell: the largest with which all fit."""
        columns = rows = 1
        width = _WIDTHS[-1]
        for width in _WIDTHS:
            columns = max(1, int(room.w / width))
            rows = max(1, int(room.h / (width * 0.92)))
            if columns * rows >= len(self.chips):
                break
        return columns, rows, room.w / columns, min(room.h / rows, room.h / max(1, ceil(rows)))

    def _paint_player(self, painter: Painter, chip: Chip, cell: FRect) -> None:
        side = min(cell.w * 0.62, cell.h - 40)
        grown = side * self._grown(chip.pid)
        center = (cell.centerx, cell.y + side / 2 + 4)
        face = FRect(center[0] - grown / 2, center[1] - grown / 2, grown, grown)
        painter.circle(center, grown / 2, theme.RAISED_HOVER)
        paint_portrait(painter, chip.pup, face.inflate(-6, -6), alpha=255 if chip.here else 96)
        at = (cell.centerx, cell.y + side + 20)
        color = theme.TEXT if chip.here else theme.FAINT
        lines.line(painter, chip.name, at, cell.w - 8, color=color, face=Face.HEADING, align="center")

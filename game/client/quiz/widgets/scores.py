"""The players with their points along the bottom: who has buzzed, who may not, who is away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from msgspec import Struct
from pygame import FRect

from game.client.art.widgets.portrait import paint_portrait
from game.client.kit import theme
from game.client.kit.input import PointerDown
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.base import Widget
from game.client.quiz import texts
from game.client.quiz.widgets import lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from game.client.kit.input import Input, Position
    from game.client.kit.painter import Painter

Mark: TypeAlias = Literal["", "buzzed", "locked", "picks", "ready"]
LEAST_WIDTH: Final = 152.0
"""Six fit beside the way in, in a window of 1280."""
MOST_WIDTH: Final = 280.0
LEAST_TEXT: Final = 102.0
"""What a narrow pup leaves to name and points, with the gaps around them."""
_MORE_WIDTH: Final = 132.0
_ICONS: Final[dict[Mark, str]] = {"locked": "icons/cross", "picks": "icons/paw", "ready": "icons/tick"}
"""A sign besides the colour."""


class Chip(Struct, frozen=True):
    """A player."""

    pid: int
    name: str
    pup: str
    score: int
    mark: Mark = ""
    here: bool = True
    team: str = ""


class ScoreStrip(Widget):
    """As many players as fit. The host edits one by a click."""

    def __init__(self, on_press: Callable[[int], None]) -> None:
        super().__init__("scores")
        self.chips: Sequence[Chip] = ()
        self._on_press = on_press
        self._page = 0

    def show(self, chips: Sequence[Chip]) -> None:
        """Other players, or other points."""
        if list(chips) != list(self.chips):
            if any(chip.mark == "buzzed" for chip in chips):
                self._page = 0
            self.chips = list(chips)
            self.invalidate()

    @property
    def _fitting(self) -> int:
        """How many players fit."""
        if len(self.chips) * LEAST_WIDTH <= self.rect.w:
            return len(self.chips)
        return max(1, int((self.rect.w - _MORE_WIDTH) / LEAST_WIDTH))

    @property
    def shown(self) -> list[Chip]:
        """The visible players. If not all fit: whoever has buzzed, then the leaders, or another page."""
        fitting = self._fitting
        if fitting == len(self.chips):
            return list(self.chips)
        ordered = sorted(self.chips, key=lambda chip: (chip.mark != "buzzed", -chip.score, chip.pid))
        pages = -(-len(ordered) // fitting)
        first = self._page % pages * fitting
        return ordered[first : first + fitting]

    def chip_box(self, index: int) -> FRect:
        """The rectangle of a player."""
        shown = self._fitting
        room = self.rect.w - (_MORE_WIDTH if shown < len(self.chips) else 0)
        width = min(MOST_WIDTH, room / max(1, shown))
        return FRect(self.rect.x + index * width, self.rect.y, width, self.rect.h).inflate(-8, 0)

    def handle(self, event: Input) -> bool:
        match event:
            case PointerDown(at, "left"):
                self._press(at)
                return True
            case _:
                return False

    def _press(self, at: Position) -> None:
        for i, chip in enumerate(self.shown):
            if self.chip_box(i).collidepoint(at):
                self._on_press(chip.pid)
                return
        if self._fitting < len(self.chips):
            self._page += 1
            self.invalidate()

    def paint(self, painter: Painter) -> None:
        shown = self.shown
        for i, chip in enumerate(shown):
            _paint_chip(painter, chip, self.chip_box(i))
        if self._fitting < len(self.chips):
            x = self.chip_box(self._fitting - 1).right + theme.GAP
            text = texts.and_more(len(self.chips) - len(shown))
            lines.line(painter, text, (x, self.rect.centery), self.rect.right - x, color=theme.QUIET)


def _paint_chip(painter: Painter, chip: Chip, box: FRect) -> None:
    buzzed = chip.mark == "buzzed"
    painter.panel(box, theme.CALL if buzzed else theme.PANEL, border=theme.AMBER if buzzed else theme.LINE)
    side = min(box.h - 20, box.w * 0.34, box.w - LEAST_TEXT)
    face = FRect(box.x + 10, box.centery - side / 2, side, side)
    faint = not chip.here or chip.mark == "locked"
    painter.circle(face.center, side / 2, theme.RAISED_HOVER)
    paint_portrait(painter, chip.pup, face.inflate(-6, -6), alpha=96 if faint else 255)
    icon = _ICONS.get(chip.mark, "")
    x, room = face.right + 10, box.right - face.right - 18
    color = theme.CALL_INK if buzzed else theme.FAINT if faint else theme.TEXT
    name_room = room - (26 if icon else 0)
    name_y, score_y = (0.24, 0.79) if chip.team else (0.32, 0.7)
    lines.line(painter, chip.name, (x, box.y + box.h * name_y), name_room, color=color, face=Face.HEADING)
    if chip.team:
        team_color = theme.CALL_INK if buzzed else theme.FAINT if faint else theme.TEAL
        lines.line(painter, chip.team, (x, box.y + box.h * 0.5), room, color=team_color)
    if icon:
        sign = theme.ROSE if chip.mark == "locked" else theme.TEAL
        painter.icon(icon, FRect(box.right - 32, box.y + box.h * name_y - 11, 22, 22), sign)
    score = theme.CALL_INK if buzzed else theme.ROSE if chip.score < 0 else theme.AMBER
    at = (x, box.y + box.h * score_y)
    lines.line(painter, texts.points(chip.score), at, room, color=score, size=Size.TITLE, face=Face.HEADING)

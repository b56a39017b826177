"""Scrollable lists: chat and moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pygame import FRect

from game.client import texts
from game.client.kit import theme
from game.client.kit.input import PointerDown, Wheel
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.base import Widget
from game.client.kit.widgets.cachedpicture import CachedPicture

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from game.client.kit.input import Input
    from game.client.kit.painter import Painter
    from game.client.kit.theme import Color

WHEEL_LINES = 3
BAR_WIDTH = 4
MARK = 3.0
"""The radius of the dot before a move."""
NAME_SHARE = 0.6
"""The most of a line of the chat that a name may take."""


class ScrollingLines(Widget):
    """Lines of one height. Stays at the newest line unless the person has scrolled back."""

    overdraw = 4.0
    line_height = Size.SMALL * 1.5

    def __init__(self, name: str = "", *, title: str = "", empty: str = "") -> None:
        super().__init__(name)
        self.title = title
        self.empty = empty
        self.unread = 0
        """How much has come that the person, who has scrolled back, has not seen."""
        self._back = 0
        """How many lines the person has scrolled back."""
        self._count = 0
        self._cached = CachedPicture()

    def handle(self, event: Input) -> bool:
        if isinstance(event, PointerDown) and self.unread and self._pill().collidepoint(event.at):
            self.scroll(-self._back)
            return True
        if not isinstance(event, Wheel):
            return False
        self.scroll(round(event.steps * WHEEL_LINES))
        return True

    def scroll(self, lines: int) -> None:
        """Scroll by so many lines."""
        most = max(0, self._count - self._fitting())
        self._back = min(max(self._back + lines, 0), most)
        if self._back == 0:
            self.unread = 0
        self.invalidate()

    def turn_page(self, pages: int) -> None:
        """Scroll by so many pages."""
        self.scroll(pages * max(1, self._fitting() - 1))

    def set_title(self, title: str) -> None:
        """Another heading."""
        if title != self.title:
            self.title = title
            self.invalidate()

    def _pill(self) -> FRect:
        """The place of the "unread" mark."""
        pill = FRect(0, 0, 104, 26)
        pill.midbottom = (self.rect.centerx, self.rect.bottom - theme.GRID * 2)
        return pill

    def _inner(self) -> FRect:
        top = theme.PAD + Size.LARGE if self.title else theme.GAP
        return FRect(
            self.rect.x + theme.GAP, self.rect.y + top, self.rect.w - 2 * theme.GAP, self.rect.h - top - theme.GAP
        )

    def _fitting(self) -> int:
        return max(1, int(self._inner().h // self.line_height))

    def _grew(self, lines: int) -> None:
        """New lines were added. A person who reads further up stays there."""
        if self._back:
            self._back += lines
            self.unread += 1

    def _lines(self, painter: Painter) -> int:
        """Prepare the lines; returns how many there are."""
        raise NotImplementedError

    def _paint_line(self, painter: Painter, index: int, rect: FRect) -> None:
        raise NotImplementedError

    def paint(self, painter: Painter) -> None:
        if self.dirty:
            self._cached.drop()
        self._cached.paint(painter, self.rect, lambda: self._paint_all(painter))

    def _paint_all(self, painter: Painter) -> None:
        painter.panel(self.rect, theme.PANEL)
        if self.title:
            at = (self.rect.x + theme.GAP, self.rect.y + theme.PAD + 2)
            painter.text(self.title, at, size=Size.SMALL, face=Face.HEADING, color=theme.QUIET)
        inner = self._inner()
        self._count = self._lines(painter)
        if not self._count:
            painter.paragraph(self.empty, inner, size=Size.SMALL, color=theme.FAINT)
            return
        fitting = self._fitting()
        self._back = min(self._back, max(0, self._count - fitting))
        first = max(0, self._count - fitting - self._back)
        for row, index in enumerate(range(first, min(self._count, first + fitting))):
            self._paint_line(
                painter, index, FRect(inner.x, inner.y + row * self.line_height, inner.w, self.line_height)
            )
        self._paint_bar(painter, inner, first, fitting)
        if self.unread:
            pill = self._pill()
            painter.panel(pill, theme.CALL, border=theme.AMBER, radius=pill.h / 2)
            text = texts.unread(self.unread)
            painter.text(text, pill.center, size=Size.TINY, face=Face.HEADING, color=theme.CALL_INK, align="center")

    def _paint_bar(self, painter: Painter, inner: FRect, first: int, fitting: int) -> None:
        if self._count <= fitting:
            return
        height = max(20.0, inner.h * fitting / self._count)
        y = inner.y + (inner.h - height) * first / (self._count - fitting)
        painter.panel(FRect(self.rect.right - BAR_WIDTH - 3, y, BAR_WIDTH, height), theme.LINE, radius=BAR_WIDTH / 2)


class ChatEntry(NamedTuple):
    """One line of chat."""

    name: str
    text: str
    color: Color


class ChatBox(ScrollingLines):
    """The chat, wrapped, with each speaker's name in their colour."""

    def __init__(self, name: str = "chat", *, title: str = "", empty: str = "") -> None:
        super().__init__(name, title=title, empty=empty)
        self._entries: list[ChatEntry] = []
        self._added = 0
        """How many of them have come since they were wrapped last."""
        self._wrapped: list[tuple[ChatEntry | None, str]] = []
        self._wrapped_for: tuple[float, int, float, float] = (0.0, -1, 0.0, 0.0)

    @property
    def entries(self) -> list[ChatEntry]:
        """What is shown."""
        return list(self._entries)

    def set_entries(self, entries: Sequence[ChatEntry]) -> None:
        """Set the whole chat, oldest line first."""
        if list(entries) != self._entries:
            before, self._entries = self._entries, list(entries)
            # The oldest go when there are too many, so the list may be no longer than it was.
            kept = next(len(before) - gone for gone in range(len(before) + 1) if self._begins_with(before[gone:]))
            self._added += len(entries) - kept if before else 0
            self._wrapped_for = (0.0, -1, 0.0, 0.0)
            self.invalidate()

    def _begins_with(self, entries: list[ChatEntry]) -> bool:
        return self._entries[: len(entries)] == entries

    def _lines(self, painter: Painter) -> int:
        width = self._inner().w
        key = (width, len(self._entries), painter.scale, painter.text_factor)
        if key != self._wrapped_for:
            wrapped = [_wrap(painter, entry, width) for entry in self._entries]
            self._wrapped = [line for lines in wrapped for line in lines]
            self._wrapped_for = key
            added, self._added = self._added, 0
            if added:
                self._grew(sum(map(len, wrapped[-added:])))
        return len(self._wrapped)

    def _paint_line(self, painter: Painter, index: int, rect: FRect) -> None:
        entry, text = self._wrapped[index]
        x = rect.x
        if entry is not None:
            x += painter.text(
                f"{entry.name}  ", (x, rect.centery), size=Size.SMALL, face=Face.STRONG, color=entry.color
            )
        painter.text(text, (x, rect.centery), size=Size.SMALL)


def _wrap(painter: Painter, entry: ChatEntry, width: float) -> list[tuple[ChatEntry | None, str]]:
    """The entry's lines. The first begins after the name."""
    entry = entry._replace(name=painter.elide(entry.name, width * NAME_SHARE, size=Size.SMALL, face=Face.STRONG))
    indent = painter.text_width(f"{entry.name}  ", size=Size.SMALL, face=Face.STRONG)
    first, rest = "", entry.text
    words = entry.text.split(" ")
    for count in range(len(words), 0, -1):
        candidate = " ".join(words[:count])
        if painter.text_width(candidate, size=Size.SMALL) <= width - indent:
            first, rest = candidate, " ".join(words[count:])
            break
    lines = painter.wrap(rest, width, size=Size.SMALL) if rest else []
    return [(entry, first), *((None, line) for line in lines)]


class MoveList(ScrollingLines):
    """The game's moves in two columns. The move that the board shows is highlighted, and a click goes to another
    one.
    """

    def __init__(
        self, name: str = "moves", *, empty: str = "", on_pick: Callable[[int], None] = lambda _ply: None
    ) -> None:
        """`on_pick` is called with the number of moves made at the chosen position."""
        super().__init__(name, empty=empty)
        self._sans: list[str] = []
        self._shown: int | None = None
        self._notes: dict[int, str] = {}
        self._marked: set[int] = set()
        self._rows: list[tuple[int, int, int] | str] = []
        self._on_pick = on_pick
        self._places: list[tuple[FRect, int]] = []

    def set_moves(
        self,
        sans: Sequence[str],
        shown: int | None = None,
        numbers: Sequence[tuple[int, bool]] | None = None,
        notes: Mapping[int, str] | None = None,
        marked: Collection[int] = (),
    ) -> None:
        """Set all moves in SAN. `shown`: after how many of them the board's position is; None: after all.

        `numbers` has each move's number, and whether it is White's: colours need not alternate, because a rewind takes
        moves back. `notes` are lines below some of the moves, counted from 1. `marked` moves have a dot.
        """
        notes = dict(notes or {})
        if (list(sans), shown, notes, set(marked)) != (self._sans, self._shown, self._notes, self._marked):
            self._marked = set(marked)
            self._sans, self._shown, self._notes = list(sans), shown, notes
            rows = _rows(numbers if numbers is not None else [(i // 2 + 1, i % 2 == 0) for i in range(len(sans))])
            self._rows = _with_notes(rows, notes)
            if shown is None:
                self._back = 0
            else:
                self._scroll_to(next((i for i, row in enumerate(self._rows) if _holds(row, max(shown, 1))), 0))
            self.invalidate()

    def _scroll_to(self, row: int) -> None:
        """Scroll a row into view."""
        fitting, count = self._fitting(), len(self._rows)
        first = max(0, count - fitting - self._back)
        if row < first:
            first = row
        elif row >= first + fitting:
            first = row - fitting + 1
        self._back = max(0, count - fitting - first)

    def handle(self, event: Input) -> bool:
        if isinstance(event, PointerDown) and event.button == "left":
            for place, ply in self._places:
                if place.collidepoint(event.at):
                    self._on_pick(ply)
            return True
        return super().handle(event)

    def _lines(self, painter: Painter) -> int:
        del painter
        self._places = []
        return len(self._rows)

    def _paint_line(self, painter: Painter, index: int, rect: FRect) -> None:
        column = (rect.w - 34) / 2
        row = self._rows[index]
        if isinstance(row, str):
            # Below the moves, or as far to the left as it has to begin.
            indent = min(34.0, max(0.0, rect.w - painter.text_width(row, size=Size.TINY)))
            at = (rect.x + indent, rect.centery)
            painter.text(row, at, size=Size.TINY, color=theme.TEAL, max_width=rect.right - at[0])
            return
        number, *plies = row
        painter.text(f"{number}.", (rect.x + 24, rect.centery), size=Size.SMALL, color=theme.FAINT, align="right")
        for side, ply in enumerate(plies):
            if not ply:
                continue
            place = FRect(rect.x + 34 + side * column - 6, rect.y + 1, column - 4, rect.h - 2)
            self._places.append((place, ply))
            self._paint_move(painter, self._sans[ply - 1], place, ply)

    def _paint_move(self, painter: Painter, san: str, place: FRect, ply: int) -> None:
        lit = ply == (len(self._sans) if self._shown is None else self._shown)
        past = self._shown is not None
        color = (theme.TEAL if past else theme.AMBER) if lit else theme.TEXT
        if lit:
            border = theme.TEAL if past else None
            painter.panel(place, theme.RAISED, radius=6, border=border)
        if ply in self._marked:
            painter.circle((place.x + 2, place.centery), MARK, theme.TEAL)
        later = past and self._shown is not None and ply > self._shown
        face = Face.STRONG if lit else Face.TEXT
        painter.text(
            san,
            (place.x + 6, place.centery),
            size=painter.fitting(san, place.w - 6, size=Size.SMALL, face=face),
            face=face,
            color=theme.FAINT if later else color,
            max_width=place.w - 6,
        )


def _holds(row: tuple[int, int, int] | str, ply: int) -> bool:
    return not isinstance(row, str) and ply in row[1:]


def _with_notes(rows: Iterable[tuple[int, int, int]], notes: Mapping[int, str]) -> list[tuple[int, int, int] | str]:
    """Each line of moves, followed by its notes."""
    found: list[tuple[int, int, int] | str] = []
    for row in rows:
        found += [row, *(notes[ply] for ply in row[1:] if ply in notes)]
    return found


def _rows(numbers: Sequence[tuple[int, bool]]) -> list[tuple[int, int, int]]:
    """Lines of (number, White's move, Black's move), moves counted from 1; 0 where there is none."""
    rows: list[tuple[int, int, int]] = []
    for ply, (number, white) in enumerate(numbers, start=1):
        if white or not rows or rows[-1][2] or rows[-1][0] != number:
            rows.append((number, ply if white else 0, 0 if white else ply))
        else:
            rows[-1] = (*rows[-1][:2], ply)
    return rows

"""The player's matches on a server, their replays, and the record against each opponent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygame import FRect

from game.client import texts
from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.label import Label
from game.client.kit.widgets.rows import Rows
from game.client.people import profile_logic
from game.client.people.pager import WIDTH as PAGER_WIDTH
from game.client.people.pager import Pager
from game.client.people.pagestatus import PageStatus
from game.client.people.replays import MOST_BYTES, path_of
from netcode.messages.records import Against, Matches

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from game.client.context import Context
    from game.client.gameview import GameEntry
    from game.client.kit.painter import Painter
    from game.client.kit.widgets.base import Widget
    from game.client.people.pages import Page
    from game.client.people.profile_logic import MatchRow, Outcome
    from netcode.messages.records import MatchRecord

BUTTON = 124.0
TIME, OUTCOME, SCORE, CHANGE, HOW = 156.0, 74.0, 64.0, 66.0, 210.0
BACK = 160.0

_COLORS: dict[Outcome, theme.Color] = {
    "won": theme.LEAF,
    "drawn": theme.QUIET,
    "lost": theme.ROSE,
}


class _MatchRows(Rows):
    """One row per match."""

    def __init__(self, on_choose: Callable[[], None], on_open: Callable[[], None]) -> None:
        super().__init__(on_choose, on_open, name="matches")
        self.rows: list[MatchRow] = []

    def show(self, rows: list[MatchRow]) -> None:
        """Others than before, if they are."""
        if rows != self.rows:
            self.rows = rows
            self.set_count(len(rows))

    def paint_row(self, painter: Painter, box: FRect, index: int) -> None:
        row, y = self.rows[index], box.centery
        size = painter.fitting(row.time, TIME - theme.GAP, size=Size.SMALL)
        painter.text(row.time, (box.x, y), size=size, color=theme.QUIET, max_width=TIME - theme.GAP)
        x = box.x + TIME
        painter.text(
            texts.OUTCOMES[row.outcome], (x, y), size=Size.BODY, face=Face.HEADING, color=_COLORS[row.outcome],
            max_width=OUTCOME,
        )  # fmt: skip
        x += OUTCOME
        self._paint_players(painter, FRect(x, box.y, box.right - x - HOW - CHANGE, box.h), row)
        x = box.right - HOW - CHANGE
        size = painter.fitting(row.how, HOW - theme.GAP, size=Size.SMALL)
        painter.text(row.how, (x, y), size=size, color=theme.QUIET, max_width=HOW - theme.GAP)
        painter.text(row.change, (box.right, y), size=Size.BODY, face=Face.STRONG, align="right", max_width=CHANGE)

    def _paint_players(self, painter: Painter, box: FRect, row: MatchRow) -> None:
        score = painter.text(row.score, (box.x, box.centery), size=Size.BODY, face=Face.STRONG, max_width=box.w)
        x = box.x + max(score, SCORE) + theme.GAP
        painter.text(row.other, (x, box.centery), size=Size.BODY, max_width=box.right - x - theme.GAP)


class MatchesPage:
    """The newest first."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._against = Label(size=Size.SMALL, face=Face.HEADING, color=theme.TEAL, wrap=True)
        self._rows = _MatchRows(self._on_choose, self._watch)
        self._watch_button = Button(texts.REPLAY_SHORT, self._watch, kind="primary", name="watch")
        self._compare_button = Button(texts.AGAINST, self._compare, name="compare")
        self._pager = Pager(self._on_turn)
        self._status = PageStatus(context.profiles.retry)
        self._other: MatchRow | None = None
        """Whom the player compares their record with."""
        self._replay: Page[bytes] | None = None
        """The match that is to be watched."""
        self._lines: list[MatchRecord] = []
        self._list: list[Widget] = [self._rows, self._watch_button, self._compare_button]
        self.widgets: list[Widget] = [self._against, *self._list, *self._pager.widgets, *self._status.widgets]

    def place(self, box: FRect) -> None:
        """In this part of the window."""
        foot = box.bottom - theme.BUTTON_HEIGHT
        self._rows.place(box.x, box.y, box.w, foot - theme.GAP - box.y)
        self._watch_button.place(box.x, foot, BUTTON, theme.BUTTON_HEIGHT)
        self._compare_button.place(box.x + BUTTON + theme.GAP, foot, BUTTON, theme.BUTTON_HEIGHT)
        x = box.x + 2 * (BUTTON + theme.GAP)
        room = box.right - BACK - theme.GAP - PAGER_WIDTH - theme.GAP - x
        self._against.place(x + theme.GAP, foot + 2, room - theme.GAP, theme.BUTTON_HEIGHT)
        self._pager.place(x + room + theme.GAP, foot)
        self._status.place(box)

    def refresh(self) -> None:
        """What is known now."""
        profiles = self._context.profiles
        pages = profiles.pages
        page = pages.page(profile_logic.matches_path(self._pager.page), Matches) if pages is not None else None
        there = self._status.follow(page, profiles.problem, nothing=texts.MATCHES_NONE)
        matches = page.value if page is not None else None
        if matches is not None:
            self._lines = matches.rows
            self._pager.show(matches.pages)
            if not matches.rows:
                self._status.say(texts.MATCHES_NONE)
                there = False
        else:
            self._pager.show(1)
        for widget in self._list:
            widget.set_visible(there)
        if there:
            self._show_rows()
        self._show_comparison()
        self._follow_film()

    def _show_rows(self) -> None:
        games = self._context.games
        self._rows.show([profile_logic.match_row(line, _title(games, line.game)) for line in self._lines])
        row = self._row
        line = self._line
        can_show = line is not None and line.game in games and games[line.game].replay is not None
        self._watch_button.set_enabled(can_show and row is not None and bool(row.replay) and self._replay is None)
        self._compare_button.set_enabled(row is not None and bool(row.compare_with))

    @property
    def _row(self) -> MatchRow | None:
        index = self._rows.chosen
        return self._rows.rows[index] if index < len(self._rows.rows) else None

    @property
    def _line(self) -> MatchRecord | None:
        index = self._rows.chosen
        return self._lines[index] if index < len(self._lines) else None

    # --- head to head ---------------------------------------------------------------------------------------------

    def _on_choose(self) -> None:
        self._context.session.changed()

    def _on_turn(self) -> None:
        self._rows.rows = []
        self._context.session.changed()

    def _compare(self) -> None:
        if (row := self._row) is not None and row.compare_with:
            self._other = row
            self._context.session.changed()

    def _show_comparison(self) -> None:
        pages = self._context.profiles.pages
        other = self._other
        if other is None or pages is None:
            self._against.set_text("")
            return
        page = pages.page(profile_logic.against_path(other.compare_with), Against)
        if page.value is not None:
            self._against.set_text(profile_logic.against_text(other.other, page.value))
        else:
            self._against.set_text(page.problem or ("" if page.coming else texts.against(other.other, 0, 0, 0)))

    # --- watching again -------------------------------------------------------------------------------------------

    def _watch(self) -> None:
        pages, row = self._context.profiles.pages, self._row
        if pages is None or row is None or not self._watch_button.enabled:
            return
        self._replay = pages.raw(path_of(row.replay), MOST_BYTES)
        self._context.session.changed()

    def _follow_film(self) -> None:
        """Show the requested replay, once it has arrived."""
        if self._replay is None:
            return
        self._replay.poll()
        if self._replay.coming:
            return
        page, self._replay = self._replay, None
        pages = self._context.profiles.pages
        if page.value is None:
            self._context.session.tell(page.problem or texts.REPLAY_GONE)
        else:
            self._context.watch_replay(page.value, pages.url if pages is not None else "")


def _title(games: Mapping[str, GameEntry], game: str) -> str:
    entry = games.get(game)
    return entry.title if entry is not None else ""

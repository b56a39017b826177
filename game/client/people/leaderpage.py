"""The leaderboards of a server, this week's and of all time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygame import FRect

from game.client import texts
from game.client.art.widgets.portrait import paint_portrait
from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.choice import Choice
from game.client.kit.widgets.label import Label
from game.client.kit.widgets.rows import Rows
from game.client.people import profile_logic
from game.client.people.pager import WIDTH as PAGER_WIDTH
from game.client.people.pager import Pager
from game.client.people.pagestatus import PageStatus
from netcode.messages.records import Leaderboard

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.context import Context
    from game.client.kit.painter import Painter
    from game.client.kit.widgets.base import Widget
    from game.client.people.profile_logic import LeaderRow, Period

GAMES, CHOICE = 420.0, 260.0
RANK, RATING, RECORD = 56.0, 96.0, 320.0


class _LeaderRows(Rows):
    """One row per player."""

    def __init__(self, portrait: Callable[[LeaderRow], str]) -> None:
        super().__init__(name="leaders")
        self._portrait = portrait
        self.rows: list[LeaderRow] = []

    def show(self, rows: list[LeaderRow]) -> None:
        """Show these rows, with the user's selected."""
        if rows != self.rows:
            self.rows = rows
            self.set_count(len(rows), chosen=next((i for i, row in enumerate(rows) if row.me), 0))
        # A picture may have come.
        self.invalidate()

    def paint_row(self, painter: Painter, box: FRect, index: int) -> None:
        row, y = self.rows[index], box.centery
        painter.text(
            row.rank, (box.x + RANK - 2 * theme.GAP, y), size=Size.BODY, face=Face.STRONG, color=theme.QUIET,
            align="right", max_width=RANK - theme.GAP,
        )  # fmt: skip
        pup = FRect(box.x + RANK, box.y + 4, box.h - 8, box.h - 8)
        painter.circle(pup.center, pup.w / 2, theme.RAISED_HOVER)
        paint_portrait(painter, self._portrait(row), pup.inflate(-4, -4))
        x = pup.right + theme.GAP
        room = box.right - RATING - RECORD - x - theme.GAP
        color = theme.AMBER if row.me else theme.TEXT
        painter.text(row.name, (x, y), size=Size.BODY, face=Face.HEADING, color=color, max_width=room)
        x = box.right - RATING - RECORD
        size = painter.fitting(row.record, RECORD - theme.GAP, size=Size.SMALL)
        painter.text(row.record, (x, y), size=size, color=theme.QUIET, max_width=RECORD - theme.GAP)
        painter.text(row.rating, (box.right, y), size=Size.LARGE, face=Face.STRONG, align="right", max_width=RATING)


class LeaderPage:
    """A leaderboard for each game."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._period: Period = "week"
        self._game = next(iter(context.games))
        alone = [name for name, game in context.games.items() if game.alone is not None]
        games = [
            *((name, game.title) for name, game in context.games.items()),
            *((name + profile_logic.AGAINST_BOTS, texts.LEADERS_BOTS) for name in alone),
        ]
        self._games = Choice(games, self._game, self._set_game, name="game")
        self._periods = Choice(texts.PERIODS, self._period, self._set_period, name="period")
        self._rows = _LeaderRows(self._portrait)
        self._unranked = Label(texts.LEADERS_UNRANKED, size=Size.TINY, color=theme.FAINT, shrink=True)
        self._pager = Pager(self._on_turn)
        self._status = PageStatus(context.profiles.retry)
        self.widgets: list[Widget] = [
            self._games,
            self._periods,
            self._rows,
            self._unranked,
            *self._pager.widgets,
            *self._status.widgets,
        ]

    def place(self, box: FRect) -> None:
        """In this part of the window."""
        tall, foot = theme.FIELD_HEIGHT, box.bottom - theme.BUTTON_HEIGHT
        self._games.place(box.x, box.y, GAMES, tall)
        self._periods.place(box.x + GAMES + theme.GAP, box.y, CHOICE, tall)
        top = box.y + tall + theme.GAP
        self._rows.place(box.x, top, box.w, foot - theme.GAP - top)
        self._pager.place(box.x, foot)
        beside = PAGER_WIDTH + theme.PAD if self._pager.needed else 0.0
        self._unranked.place(box.x + beside, foot, box.w / 2, theme.BUTTON_HEIGHT)
        self._status.place(FRect(box.x, top, box.w, box.bottom - top))

    def refresh(self) -> None:
        """What is known now."""
        profiles = self._context.profiles
        pages = profiles.pages
        path = profile_logic.table_path(self._game, self._period, self._pager.page)
        page = pages.page(path, Leaderboard) if pages is not None else None
        there = self._status.follow(page, profiles.problem, nothing=texts.LEADERS_NONE)
        table = page.value if page is not None else None
        if table is not None:
            me = profiles.known_as(self._context.settings.name)
            self._rows.show([profile_logic.leader_row(line, me) for line in table.rows])
            if not table.rows:
                self._status.say(texts.LEADERS_NONE)
                there = False
        self._pager.show(table.pages if table is not None else 1)
        self._rows.set_visible(there)
        self._unranked.set_visible(there and any(not row.rank for row in self._rows.rows))

    def _portrait(self, row: LeaderRow) -> str:
        pages = self._context.profiles.pages
        return self._context.faces.portrait(pages.url if pages is not None else "", row.name, row.picture)

    def _set_game(self, game: str) -> None:
        self._game = game
        self._begin()

    def _set_period(self, period: str) -> None:
        self._period = "week" if period == "week" else "all"
        self._begin()

    def _begin(self) -> None:
        self._pager.begin()
        self._on_turn()

    def _on_turn(self) -> None:
        self._rows.rows = []
        self._context.session.changed()

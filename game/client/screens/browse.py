"""The list of a server's open matches, which updates itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygame import FRect

from game.client import texts
from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.label import Label
from game.client.screens.dialog import Dialog
from game.client.screens.tablerow import ROW_HEIGHT, TableRow, place_rows

if TYPE_CHECKING:
    from game.client.context import Context
    from netcode.messages.rooms import RoomLine

WIDTH = 560.0
MOST_ROWS = 6


class _Row(TableRow):
    """One match: its host, its length, and a button."""

    def __init__(self, context: Context) -> None:
        super().__init__(Button(texts.SIT_DOWN, self._pick, kind="primary", guarded=True))
        self._context = context
        self._game: RoomLine | None = None

    def show_game(self, game: RoomLine | None) -> None:
        """Set the match, or none."""
        self._game = game
        if game is None:
            self.set_visible(False)
            return
        facts = self._context.games[game.game].list_line(game)
        self.show(game.host, facts, texts.WATCH if game.running else texts.SIT_DOWN)
        self.go.set_kind("secondary" if game.running else "primary")

    def _pick(self) -> None:
        if self._game is not None:
            self._context.session.pick(self._game.code, watch=self._game.running)


class BrowseScene(Dialog):
    """Can be left at any time."""

    name = "browse"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._title = Label(texts.BROWSE_TITLE, size=Size.TITLE, face=Face.HEADING)
        self._none = Label(texts.BROWSE_NONE, color=theme.QUIET, wrap=True)
        self._more = Label(size=Size.SMALL, color=theme.QUIET)
        self._private = Label(texts.BROWSE_PRIVATE, size=Size.SMALL, color=theme.FAINT, shrink=True)
        self._rows = [_Row(context) for _ in range(MOST_ROWS)]
        self._back = Button(texts.BACK, context.leave)
        self.group.add(self._title, self._none, self._more, self._private)
        self.group.add(*(widget for row in self._rows for widget in row.widgets), self._back)
        self.group.begin_at(self._back)

    def layout(self, width: float, height: float) -> None:
        rows = MOST_ROWS * (ROW_HEIGHT + theme.GAP / 2)
        inner = self.put(
            WIDTH, min(height - theme.MARGIN, 2 * theme.MARGIN + 44 + rows + 48 + theme.BUTTON_HEIGHT), width, height
        )
        self._title.place(inner.x, inner.y, inner.w, 34)
        self._none.place(inner.x, inner.y + 48, inner.w, 60)
        place_rows(self._rows, FRect(inner.x, inner.y + 44, inner.w, rows))
        y = inner.bottom - theme.BUTTON_HEIGHT
        self._private.place(inner.x, y - 30, inner.w, 22)
        self._back.place(inner.right - 140, y, 140, theme.BUTTON_HEIGHT)
        self._more.place(inner.x, y + 10, inner.w - 160, 22)

    def refresh(self, now_ms: int) -> None:
        del now_ms
        games = self._context.session.games
        self._none.set_visible(not games)
        for i, row in enumerate(self._rows):
            row.show_game(games[i] if i < len(games) else None)
        self._more.set_text(texts.and_more(len(games) - MOST_ROWS) if len(games) > MOST_ROWS else "")

    def dismiss(self) -> None:
        self._context.leave()

    def pilot_facts(self) -> dict[str, object]:
        return {"matches": [game.code for game in self._context.session.games]}

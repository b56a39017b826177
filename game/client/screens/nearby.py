"""Open matches and servers on this network; the list updates itself."""

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
    from game.client.net.nearby import NearbyServer

WIDTH = 560.0
MOST_ROWS = 5


class _Row(TableRow):
    """One server: who is there, its address, and a button."""

    def __init__(self, context: Context, index: int) -> None:
        super().__init__(
            Button(texts.JOIN, self._pick, kind="primary", name=f"nearby {index + 1}", guarded=True), shrink=True
        )
        self._context = context
        self._place: NearbyServer | None = None

    def show_place(self, place: NearbyServer | None) -> None:
        """Set the server, or none."""
        self._place = place
        if place is None:
            self.set_visible(False)
            return
        address = place.address
        where = "" if self._context.settings.streamer else f"{address.host}:{address.port}"
        self.show(
            place.name or texts.SOMEBODY,
            texts.nearby_facts(where, is_room=bool(address.code)),
            texts.JOIN if address.code else texts.NEARBY_OPEN,
        )

    def _pick(self) -> None:
        if self._place is not None:
            self._context.pop()
            self._context.join_at(self._place.address)


class NearbyScene(Dialog):
    """Browses the network as long as it is open."""

    name = "nearby"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._title = Label(texts.NEARBY_TITLE, size=Size.TITLE, face=Face.HEADING)
        self._none = Label(color=theme.QUIET, wrap=True)
        self._rows = [_Row(context, i) for i in range(MOST_ROWS)]
        self._more = Label(size=Size.SMALL, color=theme.QUIET)
        self._back = Button(texts.BACK, context.pop)
        self.group.add(self._title, self._none, self._more)
        self.group.add(*(widget for row in self._rows for widget in row.widgets), self._back)
        self.group.begin_at(self._back)

    def entered(self) -> None:
        self._context.nearby.start()

    def left(self) -> None:
        self._context.nearby.stop()

    def layout(self, width: float, height: float) -> None:
        rows = MOST_ROWS * (ROW_HEIGHT + theme.GAP / 2)
        inner = self.put(WIDTH, 2 * theme.MARGIN + 44 + rows + 16 + theme.BUTTON_HEIGHT, width, height)
        self._title.place(inner.x, inner.y, inner.w, 34)
        self._none.place(inner.x, inner.y + 48, inner.w, 160)
        place_rows(self._rows, FRect(inner.x, inner.y + 44, inner.w, rows))
        y = inner.bottom - theme.BUTTON_HEIGHT
        self._more.place(inner.x, y + 10, inner.w - 160, 22)
        self._back.place(inner.right - 140, y, 140, theme.BUTTON_HEIGHT)

    def refresh(self, now_ms: int) -> None:
        del now_ms
        search = self._context.nearby
        places = search.places
        self._none.set_text(texts.NEARBY_FAILED if search.failed else texts.NEARBY_NONE)
        self._none.set_visible(not places)
        for i, row in enumerate(self._rows):
            row.show_place(places[i] if i < len(places) else None)
        self._more.set_text(texts.and_more(len(places) - MOST_ROWS) if len(places) > MOST_ROWS else "")

    def pilot_facts(self) -> dict[str, object]:
        return {"nearby": [place.name for place in self._context.nearby.places]}

"""The public list of rooms, by page. Subscribers are told when their page has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from netcode.messages.rooms import ListOfGames, RoomLine
from server.packets import Packet
from server.rooms.registry import line_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.clock import Clock
    from server.config import Config
    from server.rooms.deadlines import Deadlines
    from server.rooms.registry import Registry
    from server.rooms.room import Room
    from server.rooms.sessions import Session

# Who is connected, and other processes' rooms, change the list without a room of this process changing.
_LOOK_AGAIN_MS: Final = 3_000


class Listing:
    """Encodes each page once for everybody who asks."""

    def __init__(self, config: Config, rooms: Registry, clock: Clock, deadlines: Deadlines) -> None:
        self._rooms = rooms
        self._clock = clock
        self._deadlines = deadlines
        self._per_page = config.games_per_page
        self._pause_ms = config.list_s * 1000
        # When subscribers are told next; None: there are none.
        self._due_ms: float | None = None
        # What has been listed since `made_ms`, by the kind of game (None: all), and its pages.
        self._listed: dict[str | None, list[Room | RoomLine]] = {}
        # The lines of other processes' rooms; set by a cluster.
        self.elsewhere: Callable[[str | None], list[RoomLine]] = lambda _: []
        self._pages: dict[tuple[str | None, int], Packet] = {}
        self._made_ms = 0.0
        # For each subscriber the kind of game, the page, and what they were told last.
        self._told: dict[Session, tuple[str | None, int, ListOfGames]] = {}

    def page(self, game: str | None, number: int) -> Packet:
        """A page of the list, counted from 1. Beyond the last page, the last one."""
        now_ms = self._clock.now_ms()
        if now_ms - self._made_ms >= self._pause_ms:
            # Not everything that the list shows is a change of a room, such as who is connected.
            self._forget_pages()
        if not self._listed:
            self._made_ms = now_ms
        if game not in self._listed:
            # Those that are open stay before those that one may only watch.
            self._listed[game] = sorted([*self._rooms.listed(game), *self.elsewhere(game)], key=_is_running)
        rooms = self._listed[game]
        pages = max(1, -(-len(rooms) // self._per_page))
        key = (game, min(number, pages))
        if key not in self._pages:
            first = (key[1] - 1) * self._per_page
            lines = [each if isinstance(each, RoomLine) else line_of(each) for each in rooms[first:][: self._per_page]]
            self._pages[key] = Packet(ListOfGames(lines, key[1], pages))
        return self._pages[key]

    def subscribe(self, session: Session, game: str | None, number: int) -> None:
        """This connection has just been told this page, and wants to hear of changes."""
        self._told[session] = (game, number, _content(self.page(game, number)))
        self._plan(_LOOK_AGAIN_MS)

    def unsubscribe(self, session: Session) -> None:
        """This connection no longer wants to hear of changes."""
        self._told.pop(session, None)

    def changed(self) -> None:
        """A room was opened, filled, emptied, renamed or closed."""
        self._forget_pages()
        if self._told:
            self._plan(self._pause_ms)

    def _plan(self, in_ms: float) -> None:
        at_ms = self._clock.now_ms() + in_ms
        if self._due_ms is None or at_ms < self._due_ms:
            self._due_ms = at_ms
            self._deadlines.set("list", at_ms, self._tell)

    def _forget_pages(self) -> None:
        self._listed.clear()
        self._pages.clear()

    def _tell(self) -> None:
        self._due_ms = None
        self._forget_pages()
        for session, (game, number, told) in list(self._told.items()):
            packet = self.page(game, number)
            if _content(packet) != told:
                self._told[session] = (game, number, _content(packet))
                session.connection.deliver(packet)
        if self._told:
            self._plan(_LOOK_AGAIN_MS)


def _is_running(listed: Room | RoomLine) -> bool:
    return listed.running if isinstance(listed, RoomLine) else not listed.open


def _content(packet: Packet) -> ListOfGames:
    assert isinstance(packet.notice, ListOfGames)
    return packet.notice

"""Games that need something on this computer: a server for friends, a computer opponent, a demo.

It remembers where the rooms of this program's server are stored, so that a seat there can be taken again after a crash.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from msgspec.structs import replace

from game.client import texts
from game.client.net.hosting import CannotHost
from game.client.net.localservices import Bots, LocalServices
from game.client.net.seatfile import SavedSeat
from netcode.address import DEFAULT_PORT
from netcode.discovery import Announcement
from netcode.messages.rooms import CreateGame, JoinGame

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.net.hosting import LocalServer
    from game.client.net.session import Session
    from netcode.client import Seat


class Demo(Bots, Protocol):
    """Bots that play each other."""

    url: str

    def poll(self) -> str | None:
        """The code of their room, once it is open."""


class LocalGames:
    """Starts what a local game needs, leads the session there, and ends it once the session has left."""

    def __init__(
        self,
        session: Session,
        services: LocalServices,
        rooms: Path,
        people: Path,
        *,
        resume_server: Callable[..., LocalServer],
        now_ms: Callable[[], int],
    ) -> None:
        """`rooms` is the folder for the rooms of servers in this program, `people` the database of the people who play
        there.
        """
        self._session = session
        self._services = services
        self._rooms = rooms
        self._people = people
        self._resume_server = resume_server
        self._now_ms = now_ms
        self._kept_in, self._lan = "", False
        """Where the rooms of the running server are kept, and whether others reach it."""
        self._opponent: Callable[[str, str], Bots] | None = None
        """Who comes into our room, while one is expected."""
        self._demo: Demo | None = None
        self._open_room: CreateGame | None = None
        """The room that others on the network may find by themselves."""
        self._announced: Announcement | None = None
        self.addresses: list[str] = []
        """Where friends find the server in this program."""

    def is_own(self, url: str) -> bool:
        """Whether the server at this URL runs in this program."""
        return self._services.url == url

    @property
    def bots_expected(self) -> bool:
        """Whether only bots will join the room."""
        return self._opponent is not None or self._services.has_bots

    def host(self, create: CreateGame) -> None:
        """Start a server that the LAN can reach, and a room on it."""

        def open_room(server: LocalServer) -> None:
            self.addresses = _addresses(server)
            self._session.open(server.url, create, self._now_ms(), name=create.name or "")

        self._start(open_room, lan=True)
        self._open_room = None if create.private else create

    def host_with(self, create: CreateGame, open_room: Callable[[str, CreateGame], Seat]) -> None:
        """Start a server that the LAN can reach, let a function open a room on it, and take its seat: see `Context`."""

        def start(**how: Any) -> LocalServer:
            server = self._services.start_server(**how)
            try:
                seats.append(open_room(server.url, create))
            except BaseException:
                server.stop()
                raise
            return server

        def sit(server: LocalServer) -> None:
            self.addresses = _addresses(server)
            self._session.reopen(SavedSeat.of(server.url, seats[0]), self._now_ms())

        seats: list[Seat] = []
        self._start(sit, lan=True, start=start)
        self._open_room = None if create.private else create

    def play_alone(self, create: CreateGame, opponent: Callable[[str, str], Bots]) -> None:
        """Start a server for this machine alone, open a room, and let an opponent join."""
        self._opponent = opponent

        def open_room(server: LocalServer) -> None:
            self._session.open(server.url, create, self._now_ms(), name=create.name or "")

        self._start(open_room, lan=False)

    def watch(self, make_demo: Callable[[str], Demo]) -> None:
        """Start a server for this machine alone and watch bots play on it."""

        def invite(server: LocalServer) -> None:
            self._demo = make_demo(server.url)
            self._services.invite(self._demo)

        self._start(invite, lan=False, remembered=False)

    def rejoin(self, seat: SavedSeat) -> None:
        """Return to a seat on this program's server, which is started again first."""

        def sit(server: LocalServer) -> None:
            self.addresses = _addresses(server) if seat.lan else []
            self._session.reopen(seat, self._now_ms())

        self._kept_in, self._lan = seat.table, seat.lan
        self._session.expect(self._now_ms())
        port = urlsplit(seat.url).port or DEFAULT_PORT
        where = {"table": Path(seat.table), "people": self._people}
        self._services.start(sit, self._resume_server, lan=seat.lan, port=port, **where)

    def _start(
        self,
        then: Callable[[LocalServer], None],
        *,
        lan: bool,
        start: Callable[..., LocalServer] | None = None,
        remembered: bool = True,
    ) -> None:
        """`remembered`: whether the matches of the people who play there are recorded."""
        self._session.expect(self._now_ms())
        rooms = self._rooms / secrets.token_hex(8)
        self._kept_in, self._lan = str(rooms), lan
        self._services.start(then, start, lan=lan, table=rooms, people=self._people if remembered else None)

    def follow(self) -> None:
        """Continue what was started, and end what is no longer needed."""
        session, services = self._session, self._services
        try:
            services.poll()
        except CannotHost as error:
            session.leave(self._now_ms())
            session.tell(str(error))
        if services.failure is not None:
            session.tell(services.failure)
            session.leave(self._now_ms())
            self._close()
        elif session.place == "menu" and not session.saying_goodbye:
            self._close()
        elif self._demo is not None:
            self._follow_demo(self._demo)
        elif self._opponent is not None and session.place == "lobby":
            self._seat_opponent(self._opponent)
        elif self._open_room is not None:
            self._announce(self._open_room)

    def _follow_demo(self, demo: Demo) -> None:
        code = demo.poll()
        if code is not None and self._session.connection == "offline":
            self._session.open(demo.url, JoinGame(code, texts.AUDIENCE, watch=True), self._now_ms())

    def _announce(self, room: CreateGame) -> None:
        """Announce our room on the network as long as somebody could join."""
        session = self._session
        inviting = session.place == "lobby" or (session.place == "match" and room.spectators)
        port, code = urlsplit(session.url).port or DEFAULT_PORT, session.room.code
        wanted = Announcement(room.name or "", port, code) if inviting and code else None
        if wanted != self._announced:
            self._announced = wanted
            self._services.announce(wanted)

    def _seat_opponent(self, opponent: Callable[[str, str], Bots]) -> None:
        """Let the opponent join our room, and start once it is there."""
        session = self._session
        if session.room.opponent_pid is not None:
            self._opponent = None
            session.start()
        elif not self._services.has_bots and session.room.seat is not None:
            self._services.invite(opponent(session.url, session.room.code))

    def _close(self) -> None:
        self._opponent = self._demo = None
        self._open_room = self._announced = None
        self.addresses = []
        if self._services.open:
            self._services.close()

    def noted(self, seat: SavedSeat | None) -> SavedSeat | None:
        """The seat with the folder of its server's rooms, if the server runs here."""
        if seat is None or not self._services.open:
            return seat
        return replace(seat, table=self._kept_in, lan=self._lan)

    def end(self) -> None:
        """End everything, because the program ends."""
        self._services.leave()


def _addresses(server: LocalServer) -> list[str]:
    return [f"{address}:{server.port}" for address in server.addresses]

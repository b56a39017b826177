"""Runs a server inside this program: the only module in `game` that imports the server."""

from __future__ import annotations

import contextlib
import shutil
import time
from typing import TYPE_CHECKING, Protocol

from game.client.net.seatfile import OLDEST_S
from netcode.address import DEFAULT_PORT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from netcode.discovery import Announcement
    from server.embed import EmbeddedServer

PORTS_TO_TRY = 20
LOOPBACK = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - a friend on the LAN has to reach it; the player asked for that by hosting


class CannotHost(Exception):
    """No server could be started; the text is a sentence for the player."""


class LocalServer(Protocol):
    """A server that runs inside this program."""

    port: int

    @property
    def url(self) -> str:
        """The URL for clients in this program."""

    @property
    def addresses(self) -> list[str]:
        """The addresses at which others on the network reach this computer."""

    def announce(self, announcement: Announcement | None) -> None:
        """Announce this of the server on the local network, or (None) nothing. Returns at once."""

    def stop(self) -> None:
        """Stop the server."""


def start(
    *, lan: bool, first_port: int = DEFAULT_PORT, table: Path | None = None, people: Path | None = None, cards: str = ""
) -> LocalServer:
    """A running server on the first free port from `first_port` on, reachable from the LAN or from this computer only.

    `cards` are the upgrades that its drafts offer, for testers (`Config.cards`). `table` is the directory of its rooms,
    which survive a killed program but not the server's `stop`. `people` is the database of the people who play there.

    Raises:
        CannotHost: none of the ports is free, or the system does not allow it.
    """
    if table is not None:
        _clear_up(table.parent)
    for port in range(first_port, first_port + PORTS_TO_TRY):
        server = _start(lan=lan, port=port, table=table, people=people, cards=cards)
        if server is not None:
            return server
    last = first_port + PORTS_TO_TRY - 1
    raise CannotHost(f"The ports {first_port} to {last} are all in use by other programs. Close one and try again.")


def resume(*, lan: bool, port: int, table: Path, people: Path | None = None) -> LocalServer:
    """The server of a program that was killed, with its rooms, on the same port, where its players look for it.

    Raises:
        CannotHost: another program listens there now, or the system does not allow it.
    """
    server = _start(lan=lan, port=port, table=table, people=people)
    if server is None:
        raise CannotHost(f"Another program uses the port {port} now, where your table was.")
    return server


def _start(*, lan: bool, port: int, table: Path | None, people: Path | None, cards: str = "") -> LocalServer | None:
    """A server on this port; None if it is in use."""
    # Deferred: the server's libraries take longer to import than the first frame may.
    from server.embed import Config, EmbeddedServer, PortInUse, UnusableError

    config = Config(
        host=EVERYWHERE if lan else LOOPBACK,
        port=port,
        data=str(table or ""),
        people_file=str(people or ""),
        cards=cards,
        closes_with_host=True,
    )
    try:
        if people is not None:
            people.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        server = EmbeddedServer.start(config)
        return server if table is None else _Kept(server, table)
    except PortInUse:
        return None
    except UnusableError:
        # Better a table that dies with this program than none.
        return _start(lan=lan, port=port, table=None, people=people, cards=cards)
    except OSError as error:
        raise CannotHost(f"Your computer does not let Underdog host a match: {error.strerror or error}.") from error


class _Kept:
    """A server whose rooms are on disk for as long as it runs."""

    def __init__(self, server: EmbeddedServer, table: Path) -> None:
        self._server = server
        self._table = table
        self.port = server.port

    @property
    def url(self) -> str:
        return self._server.url

    @property
    def addresses(self) -> list[str]:
        return self._server.addresses

    def announce(self, announcement: Announcement | None) -> None:
        self._server.announce(announcement)

    def stop(self) -> None:
        self._server.stop()
        shutil.rmtree(self._table, ignore_errors=True)


def _clear_up(tables: Path) -> None:
    """Delete what killed programs have left and never resumed."""
    for table in tables.glob("*/"):
        newest = max((file.stat().st_mtime for file in table.glob("*")), default=0.0)
        if time.time() - newest > OLDEST_S:
            shutil.rmtree(table, ignore_errors=True)


@contextlib.contextmanager
def local_server(cards: str = "") -> Iterator[str]:
    """A server for this machine alone, within a context; gives its URL."""
    server = start(lan=False, cards=cards)
    try:
        yield server.url
    finally:
        server.stop()

"""The server inside the client: the only place in `game` that knows one can be started."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Protocol

from netcode.address import DEFAULT_PORT

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        """For clients in this program."""

    @property
    def addresses(self) -> list[str]:
        """Where others on the network find this computer."""

    def stop(self) -> None:
        """End it."""


def start(*, lan: bool, first_port: int = DEFAULT_PORT) -> LocalServer:
    """A running server on the first free port from `first_port` on; reachable from the LAN, or from here only.

    Raises:
        CannotHost: none of the ports is free, or the system does not let us listen.
    """
    # Deferred: the server's libraries take longer to import than the first frame may.
    from server.embed import Config, EmbeddedServer, PortInUse  # noqa: PLC0415

    host = EVERYWHERE if lan else LOOPBACK
    for port in range(first_port, first_port + PORTS_TO_TRY):
        try:
            return EmbeddedServer.start(Config(host=host, port=port))
        except PortInUse:
            continue
        except OSError as error:
            raise CannotHost(f"Your computer does not let Underdog host a match: {error.strerror or error}.") from error
    last = first_port + PORTS_TO_TRY - 1
    raise CannotHost(f"The ports {first_port} to {last} are all in use by other programs. Close one and try again.")


@contextlib.contextmanager
def local_server() -> Iterator[str]:
    """A server for this machine alone, while the context lasts; gives its URL."""
    server = start(lan=False)
    try:
        yield server.url
    finally:
        server.stop()

"""The way in for whoever operates a server: commands from a program on the same machine, which has read a file.

A server that keeps its data in a directory listens once more, on the loopback interface and a port of the system's
choice, and writes where, with a random secret, to a file there that only its own user can read. Whoever can read that
could read and change the data themselves, so it proves all there is to prove; and it works alike on every system, which
a Unix socket does not. The port that players use knows nothing of it.
"""

from __future__ import annotations

import hmac
import logging
import os
import socket
from typing import TYPE_CHECKING, Final

import msgspec
from aiohttp import web

from server.operators.orders import CannotDoError, Order, Report

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from pathlib import Path
    from typing import TypeAlias

    from server.tokens import RandomBytes

    Operation: TypeAlias = "Callable[[Order], Awaitable[str]]"

SECRET_BYTES: Final = 32
FILES: Final = "control-*.json"
LOOPBACK: Final = "127.0.0.1"
log = logging.getLogger(__name__)


class Place(msgspec.Struct, frozen=True):
    """Where a server takes orders, and what proves that one may give them."""

    port: int
    secret: str


def file_of(directory: Path, port: int) -> Path:
    """Where the server on this port says where it takes orders. Several servers may share a directory."""
    return directory / f"control-{port}.json"


def places(directory: Path) -> dict[Path, Place]:
    """Where servers on this directory take orders, by the file that says so, as far as it can be read.

    Servers that were killed are among them.
    """
    found: dict[Path, Place] = {}
    for file in sorted(directory.glob(FILES)):
        try:
            found[file] = msgspec.json.decode(file.read_bytes(), type=Place)
        except (OSError, msgspec.DecodeError):
            # Another user's, or one that is being written.
            continue
    return found


class Control:
    """Takes orders: see the module. `operations`: who does what, by area."""

    def __init__(self, operations: Mapping[str, Operation], random_bytes: RandomBytes) -> None:
        self._operations = operations
        self._secret = random_bytes(SECRET_BYTES).hex()
        app = web.Application()
        app.router.add_post("/", self._take)
        self._runner = web.AppRunner(app, handle_signals=False, access_log=None)
        self._file: Path | None = None

    async def start(self, directory: Path, port: int) -> None:
        """Listen, and say so in the directory; `port`: where the server itself listens. What killed servers have left
        there is removed.
        """
        _clear_up(directory)
        await self._runner.setup()
        await web.TCPSite(self._runner, LOOPBACK, 0).start()
        place = Place(self._runner.addresses[0][1], self._secret)
        self._file = file_of(directory, port)
        _write_privately(self._file, msgspec.json.encode(place))

    async def stop(self) -> None:
        """Take no more orders."""
        if self._file is not None:
            self._file.unlink(missing_ok=True)
        await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        given = request.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), f"Bearer {self._secret}".encode()):
            raise web.HTTPUnauthorized
        try:
            report = await self._report(msgspec.json.decode(await request.read(), type=Order))
        except msgspec.DecodeError as error:
            raise web.HTTPBadRequest from error
        return web.Response(body=msgspec.json.encode(report), content_type="application/json")

    async def _report(self, order: Order) -> Report:
        operation = self._operations.get(order.area)
        if operation is None:
            return Report(error=f"This server has no {order.area}.")
        try:
            return Report(await operation(order))
        except CannotDoError as error:
            return Report(error=str(error))
        except Exception:
            log.exception("%s %s failed", order.area, order.command)
            return Report(error="That is a fault of the server's own; its log has more.")


def _clear_up(directory: Path) -> None:
    for file, place in places(directory).items():
        with socket.socket() as line:
            line.settimeout(1.0)
            if line.connect_ex((LOOPBACK, place.port)):
                file.unlink(missing_ok=True)


def _write_privately(path: Path, data: bytes) -> None:
    """A file that only its own user can read, from its first moment on."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)

"""The control port: orders from an operator's program on the same machine.

A server with a data directory also listens on the loopback interface, on a port that the system chooses. It writes that
port and a random secret to a file in the directory that only its own user can read. Whoever can read the file could
read and change the data anyway, so no other proof is needed. Unlike a Unix socket this works on every system. The port
for players is not involved.
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


class ControlAddress(msgspec.Struct, frozen=True):
    """Where a server takes orders, and the secret that goes with them."""

    port: int
    secret: str


def file_of(directory: Path, port: int) -> Path:
    """The file in which the server on this port says where it takes orders. Several servers may share a directory."""
    return directory / f"control-{port}.json"


def control_addresses(directory: Path) -> dict[Path, ControlAddress]:
    """Where servers on this directory take orders, by file, as far as these can be read.

    Servers that were killed are among them.
    """
    found: dict[Path, ControlAddress] = {}
    for file in sorted(directory.glob(FILES)):
        try:
            found[file] = msgspec.json.decode(file.read_bytes(), type=ControlAddress)
        except (OSError, msgspec.DecodeError):
            # Another user's, or one that is being written.
            continue
    return found


class Control:
    """The control port. `operations`: what carries out the orders of each area."""

    def __init__(self, operations: Mapping[str, Operation], random_bytes: RandomBytes) -> None:
        self._operations = operations
        self._secret = random_bytes(SECRET_BYTES).hex()
        app = web.Application()
        app.router.add_post("/", self._take)
        self._runner = web.AppRunner(app, handle_signals=False, access_log=None)
        self._file: Path | None = None

    async def start(self, directory: Path, port: int) -> None:
        """Listen, and write the file. `port` is the server's own. Files that killed servers have left are removed."""
        _clear_up(directory)
        await self._runner.setup()
        await web.TCPSite(self._runner, LOOPBACK, 0).start()
        address = ControlAddress(self._runner.addresses[0][1], self._secret)
        self._file = file_of(directory, port)
        _write_privately(self._file, msgspec.json.encode(address))

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
    for file, address in control_addresses(directory).items():
        with socket.socket() as line:
            line.settimeout(1.0)
            if line.connect_ex((LOOPBACK, address.port)):
                file.unlink(missing_ok=True)


def _write_privately(path: Path, data: bytes) -> None:
    """Write a file that only its own user can read from the first moment."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)

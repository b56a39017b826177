"""The gateway and the transport lean on parts of python-engineio and python-socketio that are not public.

A new version of either is tried here first: each test names what would have to be written anew.
"""

from __future__ import annotations

import inspect
from typing import Any

import engineio
import pytest
import socketio
from engineio.async_drivers import aiohttp as driver
from engineio.async_socket import AsyncSocket
from engineio.packet import OPEN, Packet

NEEDED: list[tuple[Any, str, tuple[str, ...], str]] = [
    (AsyncSocket, "_websocket_handler", ("ws",), "reading frames without a task each"),
    (AsyncSocket, "schedule_ping", (), "one timer for all pings"),
    (AsyncSocket, "send", ("pkt",), "writing the handshake straight to the socket"),
    (AsyncSocket, "handle_get_request", ("environ",), "taking a WebSocket over"),
    (engineio.AsyncServer, "_handle_connect", ("environ", "transport", "jsonp_index"), "connections of our own kind"),
    (engineio.AsyncServer, "_trigger_event", ("event",), "the library's own bookkeeping of connections"),
    (engineio.AsyncServer, "create_queue", (), "no queue of packets for each connection"),
    (socketio.AsyncServer, "_engineio_server_class", (), "an Engine.IO server of our own kind"),
    (driver.WebSocket, "__call__", ("environ",), "WebSockets without compression"),
]


@pytest.mark.parametrize(("owner", "name", "arguments", "why"), NEEDED, ids=[each[1] for each in NEEDED])
def test_what_the_gateway_replaces_is_still_there(owner: Any, name: str, arguments: tuple[str, ...], why: str) -> None:
    replaced = getattr(owner, name, None)
    assert replaced is not None, f"{owner.__name__}.{name} is gone: {why} rests on it"
    found = tuple(inspect.signature(replaced).parameters)[1:]
    assert found[: len(arguments)] == arguments, f"{owner.__name__}.{name} takes {found} now: {why} rests on it"


def test_a_server_has_what_the_gateway_reaches_for() -> None:
    server = socketio.AsyncServer(async_mode="aiohttp")
    for path in ("eio._async", "eio.sockets", "eio.generate_id", "manager.eio_sid_from_sid"):
        found: Any = server
        for part in path.split("."):
            found = getattr(found, part, None)
        assert found is not None, f"socketio.AsyncServer().{path} is gone: the handshake rests on it"
    assert "websocket" in server.eio._async, "engineio names its WebSocket driver otherwise now"


def test_the_first_packet_of_the_handshake_is_made_as_before() -> None:
    assert Packet(OPEN, {"sid": "x"}).encode() == '0{"sid":"x"}', "engineio encodes its handshake otherwise now"

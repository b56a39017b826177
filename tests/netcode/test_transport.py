"""The transport against the real embedded server: a line that comes up, breaks, comes back, and ends."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from netcode.messages import (
    BoardState,
    ClientDisconnected,
    DoHeartbeat,
    JoinGame,
    MakeMove,
    MatchOver,
    Resign,
    StartGame,
    fields_of,
)
from netcode.transport import Answered, Connected, Inbox, Lost, Received, _Line
from server.config import Config
from server.embed import EmbeddedServer, PortInUse
from tests.helpers.caller import Caller
from tests.helpers.chess_wire import chess_of, create_chess
from tests.helpers.ports import free_port
from tests.helpers.server import a_server, loopback

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def server() -> Iterator[EmbeddedServer]:
    running = EmbeddedServer.start(Config(port=free_port()))
    yield running
    running.stop()


@pytest.fixture
def pair(server: EmbeddedServer) -> Iterator[tuple[Caller, Caller]]:
    callers = Caller(server.url), Caller(server.url)
    yield callers
    for caller in callers:
        caller.transport.close()


def seat(pair: tuple[Caller, Caller]) -> str:
    host, guest = pair
    code = host.ask(create_chess(name="Ann", base_seconds=600)).code
    assert code is not None
    assert guest.ask(JoinGame(code, "Bob")).ok
    return code


def test_two_transports_play(pair: tuple[Caller, Caller]) -> None:
    host, guest = pair
    seat(pair)
    assert host.ask(StartGame()).ok
    color = host.notice(BoardState, phase="playing").color
    guest.notice(BoardState, phase="playing")
    white, black = (host, guest) if color == "white" else (guest, host)
    for ply, move in enumerate(["f2f3", "e7e5", "g2g4", "d8h4"]):
        mover = black if ply % 2 else white
        mover.transport.send(MakeMove(move, ply))
        assert white.notice(BoardState, ply=ply + 1).last_move == move
        black.notice(BoardState, ply=ply + 1)


def test_a_room_has_the_options_that_its_host_chose(pair: tuple[Caller, Caller]) -> None:
    options = create_chess(name="Ann", best_of=7, base_seconds=10, ai_takeover="ask")
    told = chess_of(pair[0].ask(options).snapshot)
    assert (told.best_of, told.base_seconds, told.ai_takeover) == (7, 10, "ask")


def test_the_other_hears_at_once_that_a_line_is_gone(pair: tuple[Caller, Caller]) -> None:
    seat(pair)
    pair[1].transport.close()
    assert pair[0].notice(ClientDisconnected).pid == 2


def test_a_server_that_is_not_there_is_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    caller = Caller(f"http://127.0.0.1:{port}")
    try:
        assert caller.next(Lost).reason.startswith(f"No server answers at 127.0.0.1:{port}.")
    finally:
        caller.transport.close()


def test_a_server_that_is_called_by_a_name_it_does_not_know_is_another_sentence(
    server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_up = socket.getaddrinfo

    def everything_is_here(_host: object, *rest: Any, **more: Any) -> Any:
        return look_up("127.0.0.1", *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", everything_is_here)
    caller = Caller(f"http://den.example:{server.port}")
    try:
        assert caller.next(Lost).reason.startswith(f"The server at den.example:{server.port} does not answer to that")
    finally:
        caller.transport.close()


def test_a_full_server_says_so_itself() -> None:
    full = EmbeddedServer.start(Config(port=0, connections=1))
    callers = [Caller(full.url)]
    try:
        callers[0].next(Connected)
        # Only now, or it might be the first to arrive.
        callers.append(Caller(full.url))
        assert callers[1].next(Lost).reason.startswith("This server is full.")
    finally:
        for caller in callers:
            caller.transport.close()
        full.stop()


def test_a_server_that_comes_back_is_found_again(server: EmbeddedServer) -> None:
    caller = Caller(server.url)
    try:
        caller.next(Connected)
        server.stop()
        caller.next(Lost)
        again = EmbeddedServer.start(Config(port=server.port))
        try:
            caller.next(Connected)
            assert caller.ask(create_chess()).ok
        finally:
            again.stop()
    finally:
        caller.transport.close()


def test_closing_leaves_no_thread(server: EmbeddedServer) -> None:
    before = set(threading.enumerate())
    caller = Caller(server.url)
    caller.next(Connected)
    caller.transport.close()
    caller.transport.close()
    assert "underdog-network" not in {thread.name for thread in set(threading.enumerate()) - before}


def test_a_port_in_use_is_said_so(server: EmbeddedServer) -> None:
    with pytest.raises(PortInUse) as caught:
        EmbeddedServer.start(Config(port=server.port))
    assert caught.value.port == server.port


def test_the_headless_server_says_in_one_sentence_that_its_port_is_taken(
    server: EmbeddedServer, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "server", "--port", str(server.port), "--data", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert str(server.port) in done.stderr


def test_importing_the_transport_does_not_import_socketio() -> None:
    code = "import sys, netcode.transport; assert not {'socketio', 'aiohttp'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=240)


def test_the_loopback_plays_by_the_same_rules() -> None:
    service = a_server()
    host, guest = loopback(service), loopback(service)
    host.send(create_chess(name="Ann"))
    (created,) = [each for each in host.poll() if isinstance(each, Answered)]
    guest.send(JoinGame(created.answer.code or "", "Bob"))
    host.send(StartGame())
    host.unplug()
    assert isinstance(host.poll()[-1], Lost)
    kinds = [type(each.notice) for each in guest.poll() if isinstance(each, Received)]
    assert BoardState in kinds
    assert ClientDisconnected in kinds
    guest.send(Resign())
    assert not [each for each in guest.poll() if isinstance(each, Received) and isinstance(each.notice, MatchOver)]
    host.plug()
    assert host.poll() == [Connected()]


def test_a_beat_that_is_read_when_its_connection_has_ended_is_not_answered() -> None:
    class Ended:
        namespaces: ClassVar[dict[str, str]] = {}

        async def emit(self, *_message: object) -> None:
            raise AssertionError("there is nobody to send to")

    line = _Line("http://server.test", Inbox(lambda: None), lambda: 0.5)
    line._client = Ended()
    asyncio.run(line._on_event(DoHeartbeat.wire_name, fields_of(DoHeartbeat(1, 0.0))))

"""The program's own way back: two real sessions, whose server is killed under a move and starts again."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from game.client.games import GAMES
from game.client.net.session import Session
from netcode import messages as wire
from netcode.transport import SocketIOTransport
from tests.helpers.chess_wire import create_chess
from tests.helpers.fake_transport import match_in
from tests.helpers.server_process import ServerProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

DEADLINE_S = 60.0


def now_ms() -> int:
    return time.monotonic_ns() // 1_000_000


class Two:
    """A host and a guest, both polled from here."""

    def __init__(self, url: str) -> None:
        self._rung = threading.Event()
        self.host = Session(lambda to: SocketIOTransport(to, self._rung.set), GAMES)
        self.guest = Session(lambda to: SocketIOTransport(to, self._rung.set), GAMES)
        self.host.open(url, create_chess(name="Ann"), now_ms())
        self.until(lambda: self.host.room.code != "")
        self.guest.open(url, wire.JoinGame(self.host.room.code, "Bob"), now_ms())
        self.until(lambda: len(self.host.room.people.players) == 2)
        # The host may hear of the guest before the guest has been told of the room.
        self.until(lambda: self.guest.view is not None)
        self.host.start()
        self.until(lambda: match_in(self.white).can_move)

    def until(self, so: Callable[[], bool]) -> None:
        ends_s = time.monotonic() + DEADLINE_S
        while not so():
            assert time.monotonic() < ends_s
            self._rung.wait(0.05)
            self._rung.clear()
            for session in (self.host, self.guest):
                session.poll(now_ms())

    @property
    def white(self) -> Session:
        return self.host if match_in(self.host).color == "white" else self.guest

    @property
    def black(self) -> Session:
        return self.guest if self.white is self.host else self.host

    def boards_show(self, *moves: str) -> bool:
        return all(
            session.connection == "online"
            and (board := match_in(session).board) is not None
            and board.ply == len(moves)
            for session in (self.host, self.guest)
        ) and match_in(self.host).moves == match_in(self.guest).moves == list(moves)

    def close(self) -> None:
        self.host.close()
        self.guest.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    server = ServerProcess(tmp_path, "--durable=strict")
    yield server
    server.clear_away()


def test_a_move_under_which_the_server_was_killed_is_on_both_boards_once(server: ServerProcess) -> None:
    two = Two(server.url)
    try:
        match_in(two.white).move("e2e4", now_ms())
        two.until(lambda: two.boards_show("e2e4"))
        match_in(two.black).move("e7e5", now_ms())
        assert server.kill_and_restart() == ""
        two.until(lambda: two.boards_show("e2e4", "e7e5"))
        match_in(two.white).move("g1f3", now_ms())
        two.until(lambda: two.boards_show("e2e4", "e7e5", "g1f3"))
    finally:
        two.close()

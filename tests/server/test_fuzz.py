"""A server in a process of its own under fire on all doors, while two people play on it and notice nothing."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.helpers import fuzz
from tests.helpers.extent import repeated
from tests.helpers.server_process import STALLS
from tests.helpers.speakers import OverSocketIO, OverWebSocket
from tests.helpers.wire import RunningServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Everything that would keep a flood of nonsense from being looked at; the limits have tests of their own.
UNLIMITED = (
    "--messages-per-s=100000", "--messages-burst=1000000", "--connects-per-s=0", "--requests-per-s=0",
    "--connections-per-address=0", "--trusted-proxies=127.0.0.0/8",
    "--wrong-codes-per-min=0", "--malformed-before-closing=0", "--handshake-s=0.5", "--empty-room-s=0.2", "--port=0",
    "--bot-processes=0", "--rooms-per-address=0",
    # The two who play hear nothing while an attack goes on, however long it takes.
    "--silence-s=240", "--ping-timeout-s=240",
)  # fmt: skip
INPUTS_EACH = 20
GROWTH_BYTES = 12_000_000
PATIENCE_S = 60.0
# 4408: on a busy machine an attacker may be silent for too long.
DEFINED_ENDS = {1000, 1002, 1003, 1007, 1008, 1009, 4400, 4401, 4404, 4408, 4409, 4429, None}
# Every pawn steps once, then once more: nothing is attacked, nothing repeats.
QUIET = [
    f"{file}{rank}{file}{step}"
    for ranks in (((2, 3), (7, 6)), ((3, 4), (6, 5)))
    for file in "abcdefgh"
    for rank, step in ranks
]


class Siege:
    """The server, the two who play on it, and the two who attack."""

    def __init__(self, server: subprocess.Popen[str], place: RunningServer) -> None:
        self.server, self.place = server, place
        self.sent = self.moves = 0
        self.attackers: list[OverSocketIO | OverWebSocket] = []
        self.state: Any = None

    async def begin(self) -> None:
        self.host, self.guest = OverWebSocket(self.place), OverSocketIO(self.place)
        made = await self._create()
        await self.host.enter(made["code"], token=made["token"])
        await self.guest.enter(made["code"], name="Bob")
        assert (await self.host.ask("StartGame"))["ok"]
        while (self._look() or {}).get("phase") != "playing":
            await self.host.hear()

    def _look(self) -> Any:
        for name, fields in self.host.told:
            if name == "BoardState":
                self.state = fields
        self.host.told.clear()
        self.guest.told.clear()
        return self.state

    async def move(self) -> None:
        """The match beside it goes on; who has no move left resigns the game."""
        for each in (self.host, self.guest):
            await each.ask("ListGames")
        state = self._look()
        if state["phase"] == "playing":
            mover = self.host if state["turn"] == state["color"] else self.guest
            move = QUIET[state["ply"]] if state["ply"] < len(QUIET) else "0000"
            answer = await mover.ask("MakeMove", move=move, ply=state["ply"])
            self.moves += answer["ok"]
            if not answer["ok"]:
                assert answer["error"] in {"NOT_NOW", "ILLEGAL_MOVE"}, answer
                await mover.ask("Resign")
        elif state["phase"] == "over":
            for each in (self.host, self.guest):
                await each.ask("PlayAgain", again=True)

    async def _create(self) -> Any:
        async with self.place.session.post(f"{self.place.url}/rooms/create") as response:
            return await response.json()

    async def attack(self, which: int, inputs: list[str | bytes]) -> None:
        """Throw all this at the server over the transport of that attacker, in the middle of a game of theirs."""
        if not self.attackers or any(each.socket.closed for each in self.attackers) or self.sent % 500 == 0:
            await self._take_positions()
        attacker = self.attackers[which]
        self.sent += len(inputs)
        with contextlib.suppress(ConnectionError, EOFError):
            for each in inputs:
                await _throw(attacker.socket, each)
            await attacker.ask("ListGames")
        assert attacker.socket.close_code in DEFINED_ENDS
        attacker.told.clear()

    async def _take_positions(self) -> None:
        for each in self.attackers:
            await each.hang_up()
        made = await self._create()
        self.attackers = [OverSocketIO(self.place), OverWebSocket(self.place)]
        await self.attackers[0].enter(made["code"], token=made["token"])
        await self.attackers[1].enter(made["code"], name="Eve")
        await self.attackers[0].ask("StartGame")

    async def knock(self, blob: bytes, *, after: bytes = b"") -> None:
        """Send raw bytes to the port, after a first part that is sound, and listen until it hangs up."""
        self.sent += 1
        reader, writer = await asyncio.open_connection("127.0.0.1", self.place.port)
        with contextlib.suppress(ConnectionError), contextlib.closing(writer):
            writer.write(after + blob)
            _say_no_more(writer)
            answer = await asyncio.wait_for(reader.read(), PATIENCE_S)
            status = re.match(rb"HTTP/1\.[01] (\d)", answer)
            assert status is None or status[1] != b"5", (blob, answer)
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    async def end(self) -> None:
        """Nothing is left of the attackers."""
        for each in self.attackers:
            await each.hang_up()
        while (await self.health())["rooms"] > 1 or (await self.health())["connections"] > 2:
            await self.host.ask("ListGames")
        async with self.place.session.get(f"{self.place.url}/metrics") as response:
            assert "\nunderdog_faults_total 0.0" in await response.text()

    async def health(self) -> dict[str, Any]:
        async with self.place.session.get(f"{self.place.url}/healthz") as response:
            told = await response.json()
            assert isinstance(told, dict)
            return told

    @property
    def memory(self) -> int:
        """Bytes that the server holds."""
        statm = Path(f"/proc/{self.server.pid}/statm")
        return int(statm.read_text(encoding="ascii").split()[1]) * 4096 if statm.exists() else 0


def _say_no_more(writer: asyncio.StreamWriter) -> None:
    try:
        writer.write_eof()
    except OSError as error:
        # Reset already, before that was said.
        if error.errno != errno.ENOTCONN:
            raise


async def _throw(socket: aiohttp.ClientWebSocketResponse, each: str | bytes) -> None:
    if isinstance(each, bytes):
        await socket.send_bytes(each)
    else:
        with contextlib.suppress(UnicodeEncodeError):
            await socket.send_str(each)


@pytest.fixture
def server() -> Iterator[subprocess.Popen[str]]:
    """The program; at its end it must have had nothing to complain of."""
    command = [sys.executable, "-m", "server", *UNLIMITED]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        try:
            yield running
            running.send_signal(signal.SIGTERM)
            _, complaints = running.communicate(timeout=240)
            # That people are in memory is said at the start. A busy machine may let the server stand still.
            complaints = STALLS.sub("", complaints)
            assert [line for line in complaints.splitlines() if "are in memory only" not in line] == []
            assert running.returncode == 0
        finally:
            running.kill()


HANDSHAKE = (
    b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\n"
    b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)

WEAPONS: st.SearchStrategy[Callable[[Siege], Any]] = st.one_of(
    st.lists(fuzz.SOCKETIO, min_size=INPUTS_EACH, max_size=INPUTS_EACH).map(
        lambda some: lambda siege: siege.attack(0, some)
    ),
    st.lists(fuzz.PLAIN, min_size=INPUTS_EACH, max_size=INPUTS_EACH).map(
        lambda some: lambda siege: siege.attack(1, some)
    ),
    st.binary(max_size=200).map(lambda blob: lambda siege: siege.knock(blob)),
    fuzz.http_requests().map(lambda blob: lambda siege: siege.knock(blob)),
    fuzz.frames().map(lambda blob: lambda siege: siege.knock(blob, after=HANDSHAKE)),
)


def lay_siege(server: subprocess.Popen[str], inputs: int) -> Siege:
    """Attack with so many inputs."""
    assert server.stdout is not None
    port = int(server.stdout.readline().rsplit(":", 1)[1])
    with asyncio.Runner() as runner, _closing(runner, runner.run(_session())) as session:
        siege = Siege(server, RunningServer(None, port, session))  # type: ignore[arg-type] # it is another process's
        runner.run(siege.begin())
        warm = 0

        @settings(
            derandomize=False,
            max_examples=inputs // 8, deadline=None, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(WEAPONS)
        def strike(weapon: Callable[[Siege], Any]) -> None:
            nonlocal warm
            if siege.sent < inputs:
                runner.run(weapon(siege))
                runner.run(siege.move())
            if siege.sent < inputs / 5:
                warm = siege.memory

        while siege.sent < inputs:
            strike()
        runner.run(siege.end())
        assert siege.memory - warm < GROWTH_BYTES
    return siege


@contextlib.contextmanager
def _closing(runner: asyncio.Runner, session: aiohttp.ClientSession) -> Iterator[aiohttp.ClientSession]:
    try:
        yield session
    finally:
        runner.run(session.close())


async def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession()


def test_a_few_thousand_inputs_change_nothing_for_those_who_play(server: subprocess.Popen[str]) -> None:
    siege = lay_siege(server, 2_000)
    assert siege.moves > 10


@pytest.mark.slow
def test_many_thousand_inputs_change_nothing_for_those_who_play(server: subprocess.Popen[str]) -> None:
    siege = lay_siege(server, repeated(100_000, 15_000))
    assert siege.moves > repeated(100, 25)

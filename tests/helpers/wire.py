"""Socket.IO by hand over a real port: a server on the test's own loop, and a client that can send any frame."""

from __future__ import annotations

import asyncio
import contextlib
import re
import secrets
from typing import TYPE_CHECKING, Any

import aiohttp
import msgspec

from server.app import make_app
from server.clock import SystemClock
from server.config import Config
from server.games import GAMES
from server.listen import Listener
from server.store.memory import MemoryStore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiohttp import web

    from server.clock import Clock
    from server.games import Games
    from server.people import People
    from server.tokens import RandomBytes

DEADLINE_S = 60.0
# For a whole test, on a machine that has much else to do.
STORY_S = 240.0


class Wire:
    """One WebSocket that has got Engine.IO's greeting."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.seen: list[tuple[str, Any]] = []
        self._ids = 0

    async def say(self, text: str) -> None:
        await self.socket.send_str(text)

    async def frame(self) -> str:
        """The next text frame; raises EOFError at the connection's end."""
        message = await self.socket.receive(DEADLINE_S)
        if message.type is not aiohttp.WSMsgType.TEXT:
            raise EOFError(self.socket.close_code)
        text: str = message.data
        return text

    async def connect(self) -> None:
        await self.say("40")
        assert (await self.frame()).startswith("40{")

    async def ask_raw(self, body: str) -> dict[str, Any]:
        """Send `[name, fields]` as an event that wants an answer, and wait for that."""
        self._ids += 1
        await self.say(f"42{self._ids}{body}")
        return await self.answer(self._ids)

    async def ask(self, name: str, /, **fields: Any) -> dict[str, Any]:
        return await self.ask_raw(msgspec.json.encode([name, fields]).decode())

    async def answer(self, number: int) -> dict[str, Any]:
        while True:
            frame = await self.frame()
            if found := re.fullmatch(rf"43{number}(\[.*\])", frame):
                (answer,) = msgspec.json.decode(found[1])
                assert isinstance(answer, dict)
                return answer
            self._note(frame)

    async def until(self, name: str, **wanted: Any) -> Any:
        """The next notice of this name with these fields."""
        while True:
            while self.seen:
                got, fields = self.seen.pop(0)
                if got == name and wanted.items() <= fields.items():
                    return fields
            self._note(await self.frame())

    async def closed(self) -> int | None:
        """Wait for the end; the close code, if any."""
        with contextlib.suppress(EOFError):
            while True:
                await self.frame()
        return self.socket.close_code

    def _note(self, frame: str) -> None:
        if frame.startswith("42"):
            name, fields = msgspec.json.decode(frame[2:])
            self.seen.append((name, fields))


class RunningServer:
    """A running server and a client session to it."""

    def __init__(self, app: web.Application, port: int, session: aiohttp.ClientSession) -> None:
        self.app = app
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.session = session

    def for_(self, session: aiohttp.ClientSession) -> RunningServer:
        """The same server, asked by somebody else."""
        return RunningServer(self.app, self.port, session)

    async def greeted(self, **options: Any) -> Wire:
        """A WebSocket that has not sent CONNECT yet."""
        url = f"{self.url}/socket.io/?EIO=4&transport=websocket"
        wire = Wire(await self.session.ws_connect(url, **options))
        assert (await wire.frame()).startswith('0{"sid"')
        return wire

    async def wire(self) -> Wire:
        wire = await self.greeted()
        await wire.connect()
        return wire

    async def playing(self) -> tuple[Wire, Wire]:
        """White's and Black's connections of a match whose clock runs."""
        host, guest = await self.wire(), await self.wire()
        code = (await host.ask("CreateGame"))["code"]
        assert (await guest.ask("JoinGame", code=code))["ok"]
        assert (await host.ask("StartGame"))["ok"]
        state = await host.until("BoardState", phase="playing")
        return (host, guest) if state["color"] == "white" else (guest, host)


@contextlib.asynccontextmanager
async def a_place(
    clock: Clock | None = None,
    dice: RandomBytes = secrets.token_bytes,
    games: Games = GAMES,
    people: People | None = None,
    /,
    **limits: Any,
) -> AsyncIterator[RunningServer]:
    """A real server on a free port, for a test that is short. Heartbeats are off unless asked for."""
    async with asyncio.timeout(STORY_S), a_lasting_place(clock, dice, games, people, **limits) as place:
        yield place


@contextlib.asynccontextmanager
async def a_lasting_place(
    clock: Clock | None = None,
    dice: RandomBytes = secrets.token_bytes,
    games: Games = GAMES,
    people: People | None = None,
    /,
    **limits: Any,
) -> AsyncIterator[RunningServer]:
    """The same for as long as one likes."""
    config = Config(
        **{"port": 0, "beat_s": 0.0, "messages_per_s": 0.0, "connects_per_s": 0.0, "rooms_per_address": 0, **limits}
    )
    clock = clock or SystemClock()
    app = make_app(config, clock, MemoryStore(clock), dice, people, games)
    listener = Listener(app, config)
    await listener.start()
    try:
        async with aiohttp.ClientSession() as session:
            yield RunningServer(app, listener.port, session)
    finally:
        await listener.stop()

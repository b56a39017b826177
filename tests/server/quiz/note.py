"""A client written from the note alone: a plain WebSocket, JSON with one key, and nothing but the note's messages."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING, Any

import aiohttp
import msgspec

if TYPE_CHECKING:
    from tests.helpers.wire import RunningServer

DEADLINE_S = 120.0


class NoteClient:
    """Somebody in a room; `sent` and `got` are messages as the note writes them."""

    def __init__(self, place: RunningServer, code: str) -> None:
        self._place = place
        self._url = f"{place.url}/api/v1/rooms/{code}/ws"
        self.got: list[tuple[str, Any]] = []
        self.pid = 0
        self.token = ""
        self.socket: aiohttp.ClientWebSocketResponse

    async def connect(self, **query: str | int) -> None:
        self.socket = await self._place.session.ws_connect(self._url, params=query)

    async def join(self, name: str) -> None:
        """As a new player, whom the server gives a number and a token."""
        await self.connect(playerName=name)
        told = await self.until("NewPlayer")
        self.pid, self.token = told["pid"], told["token"]

    async def come_back(self) -> None:
        await self.connect(playerID=self.pid, token=self.token)

    async def send(self, name: str, fields: dict[str, Any] | None = None) -> None:
        await self.socket.send_str(msgspec.json.encode({name: fields or {}}).decode())

    async def until(self, name: str, **wanted: Any) -> Any:
        """The next message of this name with these fields; what came before is in `got`."""
        # Heartbeats come all the time: to wait for any message would have no end.
        async with asyncio.timeout(DEADLINE_S):
            while True:
                message = await self.socket.receive()
                if message.type is not aiohttp.WSMsgType.TEXT:
                    raise EOFError(self.socket.close_code)
                ((told, fields),) = msgspec.json.decode(message.data).items()
                self.got.append((told, fields))
                if told == name and wanted.items() <= fields.items():
                    return fields

    async def caught_up(self) -> None:
        """Everything that was sent so far has come."""
        await self.send("ListGames")
        await self.until("ActionSuccess", request="ListGames")

    def names(self) -> list[str]:
        """What came since the last call, by name."""
        names = [name for name, _ in self.got]
        self.got.clear()
        return names


async def create(place: RunningServer, body: dict[str, Any]) -> dict[str, Any]:
    """The answer to `POST /api/v1/rooms/create`."""
    content = io.BytesIO(msgspec.json.encode(body))
    async with place.session.post(f"{place.url}/api/v1/rooms/create", data=content) as response:
        answer: dict[str, Any] = await response.json()
        assert answer["status"] == response.status
        return answer


async def a_note_quiz(
    place: RunningServer, body: dict[str, Any], *names: str
) -> tuple[NoteClient, list[NoteClient], dict[str, Any]]:
    """A host and players of these names in the lobby, and what the server answered to the host's POST."""
    made = await create(place, body)
    host = NoteClient(place, made["code"])
    await host.connect(token=made["token"])
    await host.until("PlayerList")
    players = []
    for name in names:
        player = NoteClient(place, made["code"])
        await player.join(name)
        players.append(player)
    return host, players, made

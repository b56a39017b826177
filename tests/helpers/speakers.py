"""One client of a server, over any transport: it asks, and keeps everything that it is told, in order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlencode

import aiohttp
import msgspec

from netcode.messages import encode
from server.rooms.connections import Ending

if TYPE_CHECKING:
    from netcode.messages import ActionSuccess
    from server.packets import Packet
    from server.service import Service
    from tests.helpers.wire import RunningServer

DEADLINE_S = 60.0

Message = tuple[str, Any]


class Speaker(Protocol):
    """Somebody connected, or about to be."""

    told: list[Message]

    async def enter(self, code: str, /, **how: Any) -> dict[str, Any]:
        """Connect and come in: with `token` (and `pid`) to a seat of one's own, else as somebody new."""

    async def ask(self, name: str, /, **fields: Any) -> dict[str, Any]:
        """Send a request and wait for its answer."""

    async def hang_up(self) -> None:
        """Break the connection."""


async def catch_up(*speakers: Speaker) -> None:
    """Wait until each has everything that the server has sent so far."""
    for each in speakers:
        await each.ask("ListGames")


def _entry(code: str, how: dict[str, Any]) -> Message:
    return ("Rejoin" if "token" in how else "JoinGame"), {"code": code, **how}


class InProcess:
    """Plugged straight into the service: what every transport is compared with."""

    kind = "process"

    def __init__(self, service: Service) -> None:
        self._service = service
        self.told: list[Message] = []
        self._open = False

    async def enter(self, code: str, /, **how: Any) -> dict[str, Any]:
        self._session = self._service.open(self, "127.0.0.1")
        self._open = True
        name, fields = _entry(code, {"pid": 0, **how} if "token" in how else how)
        return await self.ask(name, **fields)

    async def ask(self, name: str, /, **fields: Any) -> dict[str, Any]:
        answers: list[Any] = []

        def reply(answer: ActionSuccess) -> None:
            answers.append(msgspec.json.decode(encode(answer)))
            self.told.append(("ActionSuccess", answers[0]))

        self._service.receive(self._session, name, msgspec.json.encode(fields), reply)
        answer: dict[str, Any] = answers[0]
        return answer

    async def hang_up(self) -> None:
        self.close()

    def deliver(self, packet: Packet) -> None:
        if self._open:
            self.told.append((packet.notice.wire_name, msgspec.json.decode(encode(packet.notice))))

    def beat(self, now_ms: float) -> None:
        pass

    def smallest_rtt_ms(self) -> float | None:
        return None

    def close(self, ending: Ending = Ending.DONE, farewell: str = "") -> None:
        del ending, farewell
        if self._open:
            self._open = False
            self._service.close(self._session)


class _OverAPort:
    def __init__(self, place: RunningServer) -> None:
        self._place = place
        self.told: list[Message] = []
        self.socket: aiohttp.ClientWebSocketResponse

    async def _text(self) -> str:
        message = await self.socket.receive(DEADLINE_S)
        if message.type is not aiohttp.WSMsgType.TEXT:
            raise EOFError(self.socket.close_code)
        text: str = message.data
        return text

    async def hang_up(self) -> None:
        await self.socket.close()


class OverSocketIO(_OverAPort):
    """A client of Socket.IO."""

    _asked = 0

    async def enter(self, code: str, /, **how: Any) -> dict[str, Any]:
        url = f"{self._place.url}/socket.io/?EIO=4&transport=websocket"
        self.socket = await self._place.session.ws_connect(url)
        assert (await self._text()).startswith("0")
        await self.socket.send_str("40")
        assert (await self._text()).startswith("40")
        name, fields = _entry(code, {"pid": 0, **how} if "token" in how else how)
        return await self.ask(name, **fields)

    async def ask(self, name: str, /, **fields: Any) -> dict[str, Any]:
        self._asked += 1
        await self.socket.send_str(f"42{self._asked}" + msgspec.json.encode([name, fields]).decode())
        while True:
            text = await self._text()
            if text == "2":
                await self.socket.send_str("3")
                continue
            if found := re.fullmatch(r"43(\d+)(\[.*\])", text):
                (answer,) = msgspec.json.decode(found[2])
                assert isinstance(answer, dict)
                self.told.append(("ActionSuccess", answer))
                if int(found[1]) == self._asked:
                    return answer
                continue
            notice, told = msgspec.json.decode(text.removeprefix("42"))
            self.told.append((notice, told))


class OverWebSocket(_OverAPort):
    """A client of the plain WebSocket."""

    path = "/rooms/{}"

    async def enter(self, code: str, /, **how: Any) -> dict[str, Any]:
        names = {"name": "playerName", "pid": "playerID", "token": "token", "watch": "watch"}
        query = urlencode({names[key]: value for key, value in how.items()})
        self.socket = await self._place.session.ws_connect(f"{self._place.url}{self.path.format(code)}?{query}")
        return await self.answer()

    async def ask(self, name: str, /, **fields: Any) -> dict[str, Any]:
        await self.say(msgspec.json.encode({name: fields}).decode())
        return await self.answer()

    async def say(self, text: str) -> None:
        await self.socket.send_str(text)

    async def answer(self) -> dict[str, Any]:
        """The next answer, whatever it answers."""
        while True:
            name, fields = await self.hear()
            if name == "ActionSuccess":
                assert isinstance(fields, dict)
                return fields

    async def hear(self) -> Message:
        """The next message."""
        ((name, fields),) = msgspec.json.decode(await self._text()).items()
        self.told.append((name, fields))
        return name, fields

    async def closed(self) -> int | None:
        """Read to the end; the close code."""
        try:
            while True:
                await self.answer()
        except EOFError:
            return self.socket.close_code


class OverWebSocketByTheOtherPath(OverWebSocket):
    """The same, as the second of the notes has it."""

    path = "/api/v1/rooms/{}/ws"

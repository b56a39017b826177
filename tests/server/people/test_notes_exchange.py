"""The exchange that the first note describes, by a client that knows nothing but `netcode.messages`."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

import msgspec
import pytest

from netcode.messages import (
    ActionSuccess,
    BoardState,
    ChessOptions,
    ChooseUpgrade,
    ClientDisconnected,
    CreateGame,
    CreateLogin,
    Exit,
    GameOver,
    GameStarted,
    JoinGame,
    ListGames,
    ListOfGames,
    Login,
    Logout,
    MakeMove,
    MatchOver,
    Notice,
    PlayAgain,
    Request,
    Resign,
    StartGame,
    UpgradeOffer,
    decode_notice,
    encode,
)
from tests.helpers.clock import HurriedClock
from tests.helpers.people_server import a_place_with_people

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import aiohttp

    from tests.helpers.wire import RunningServer

N = TypeVar("N", bound=Notice)
MATE = ("f2f3", "e7e5", "g2g4", "d8h4")


class Line(Protocol):
    """How the messages travel."""

    async def send(self, request: Request) -> None: ...

    async def receive(self) -> Notice: ...


class OverPlainWebSocket:
    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket

    @classmethod
    async def dial(cls, place: RunningServer) -> Line:
        return cls(await place.session.ws_connect(f"{place.url}/ws"))

    async def send(self, request: Request) -> None:
        await self._socket.send_str(f'{{"{request.wire_name}": {encode(request).decode()}}}')

    async def receive(self) -> Notice:
        ((name, fields),) = msgspec.json.decode(await self._socket.receive_str(), type=dict[str, msgspec.Raw]).items()
        return decode_notice(name, fields)


class OverSocketIO:
    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._acks = 0

    @classmethod
    async def dial(cls, place: RunningServer) -> Line:
        socket = await place.session.ws_connect(f"{place.url}/socket.io/?EIO=4&transport=websocket")
        line = cls(socket)
        await socket.receive_str()
        await socket.send_str("40")
        await socket.receive_str()
        return line

    async def send(self, request: Request) -> None:
        self._acks += 1
        await self._socket.send_str(f'42{self._acks}["{request.wire_name}", {encode(request).decode()}]')

    async def receive(self) -> Notice:
        while True:
            frame = await self._socket.receive_str()
            if frame.startswith("43"):
                (answer,) = msgspec.json.decode(frame[frame.index("[") :], type=list[msgspec.Raw])
                return decode_notice(ActionSuccess.wire_name, answer)
            if frame.startswith("42"):
                name, fields = msgspec.json.decode(frame[2:], type=tuple[str, msgspec.Raw])
                return decode_notice(name, fields)


class Player:
    """Sends requests and takes down what comes."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._told: list[Notice] = []

    async def ask(self, request: Request) -> ActionSuccess:
        await self._line.send(request)
        answer = await self.told(ActionSuccess)
        assert answer.request == request.wire_name
        return answer

    async def told(self, kind: type[N], is_meant: Callable[[N], bool] = lambda _: True) -> N:
        """The next notice of this kind, however many others come before it."""
        for number, notice in enumerate(self._told):
            if isinstance(notice, kind) and is_meant(notice):
                del self._told[: number + 1]
                return notice
        while True:
            notice = await self._line.receive()
            if isinstance(notice, kind) and is_meant(notice):
                return notice
            self._told.append(notice)


@pytest.mark.parametrize("dial", [OverPlainWebSocket.dial, OverSocketIO.dial], ids=["WebSocket", "Socket.IO"])
def test_the_whole_exchange_of_the_note(dial: Callable[[RunningServer], Awaitable[Line]]) -> None:
    async def run() -> None:
        async with a_place_with_people(HurriedClock(10)) as place:
            ann, bob = Player(await dial(place)), Player(await dial(place))
            await _log_in(ann, bob)
            code = await _meet(ann, bob)
            await _play(ann, bob)
            # PlayAgain restarts it when both have selected it; Exit tells the other.
            assert (await ann.ask(PlayAgain(again=True))).ok
            assert (await bob.ask(PlayAgain(again=True))).ok
            await ann.told(GameStarted)
            assert (await bob.ask(Exit())).ok
            assert (await ann.told(ClientDisconnected, lambda notice: notice.left)).pid == 2
            assert (await bob.ask(JoinGame(code))).error == "ROOM_FULL"

    asyncio.run(run())


async def _log_in(ann: Player, bob: Player) -> None:
    made = await ann.ask(CreateLogin("Ann", "correct horse"))
    assert (made.ok, made.username, made.name) == (True, "Ann", "Ann")
    taken = await bob.ask(CreateLogin("ANN", "battery staple"))
    assert (taken.ok, taken.error) == (False, "USERNAME_TAKEN")
    assert (await bob.ask(CreateLogin("Bob", "battery staple"))).ok
    assert (await bob.ask(Logout())).ok
    assert (await bob.ask(Login("Bob", "correct horse"))).error == "BAD_LOGIN"
    back = await bob.ask(Login("bob", "battery staple"))
    assert (back.ok, back.username) == (True, "Bob")


async def _meet(ann: Player, bob: Player) -> str:
    code = (await ann.ask(CreateGame(options=ChessOptions(base_seconds=60)))).code
    assert code is not None
    assert (await bob.ask(ListGames())).ok
    (line,) = (await bob.told(ListOfGames)).games
    assert (line.code, line.host) == (code, "Ann")
    assert (await bob.ask(JoinGame(code))).ok
    return code


async def _play(ann: Player, bob: Player) -> None:
    assert (await ann.ask(StartGame())).ok
    for player in (ann, bob):
        await player.told(GameStarted)
    first = await ann.told(BoardState, lambda state: state.phase == "playing")
    movers = (ann, bob) if first.color == "white" else (bob, ann)
    for ply, move in enumerate(MATE):
        assert (await movers[ply % 2].ask(MakeMove(move, ply))).ok
        await movers[1 - ply % 2].told(BoardState, partial(_has_plies, ply + 1))
    white, black = [await mover.told(GameOver) for mover in movers]
    assert (white.result, black.result) == ("Lose", "Win")
    # Who has lost gets an upgrade, and loses the second game of three, too.
    offer = await movers[0].told(UpgradeOffer)
    assert (await movers[0].ask(ChooseUpgrade(offer.upgrades[0]))).ok
    await movers[0].told(BoardState, lambda state: state.phase == "playing" and state.game == 2)
    assert (await movers[0].ask(Resign())).ok
    assert (await movers[1].told(MatchOver)).result == "Win"


def _has_plies(made: int, state: BoardState) -> bool:
    return state.ply == made

"""One scripted evening, told over each transport: everybody hears the same, to the letter."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING, Any

import pytest

from server.app import SERVICE
from tests.helpers.clock import HeldClock
from tests.helpers.speakers import (
    InProcess,
    OverSocketIO,
    OverWebSocket,
    OverWebSocketByTheOtherPath,
    catch_up,
)
from tests.helpers.wire import RunningServer, a_place

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.helpers.speakers import Message, Speaker

    Makes = Callable[[RunningServer], Speaker]

MATE = ("f2f3", "e7e5", "g2g4", "d8h4")


class Evening:
    """A host, a guest and a watcher, and what they do."""

    def __init__(self, place: RunningServer, clock: HeldClock, seats: tuple[Makes, Makes, Makes]) -> None:
        self._place = place
        self._clock = clock
        self.host, self.guest, self.watcher = (make(place) for make in seats)
        self._nobody = seats[1](place)

    async def run(self) -> dict[str, list[Message]]:
        await self._arrive()
        await self._play_a_game()
        await self._lose_a_connection()
        await self._finish()
        people = {"host": self.host, "guest": self.guest, "watcher": self.watcher, "nobody": self._nobody}
        return {who: speaker.told for who, speaker in people.items()}

    async def _arrive(self) -> None:
        options = {"best_of": 3, "spectators": True, "name": "Ann"}
        async with self._place.session.post(f"{self._place.url}/rooms/create", json=options) as response:
            made = await response.json()
        self._code = made["code"]
        assert (await self.host.enter(self._code, token=made["token"]))["pid"] == made["pid"]
        self._seat = await self.guest.enter(self._code)
        await self.watcher.enter(self._code, name="Cy", watch=True)
        assert (await self._nobody.enter(self._code, name="Dee"))["error"] == "ROOM_FULL"
        await self.guest.ask("SetProfile", name="Bob")
        await self._caught_up()

    async def _play_a_game(self) -> None:
        assert (await self.guest.ask("StartGame"))["error"] == "NOT_HOST"
        await self.host.ask("StartGame")
        await self._pass(3_001)
        for ply, move in enumerate(MATE):
            mover = self._mover()
            assert not (await mover.ask("MakeMove", move="a1a8", ply=ply))["ok"]
            assert (await mover.ask("MakeMove", move=move, ply=ply))["ok"]
            await self._caught_up()
        await self.watcher.ask("Chat", text="oh dear")
        await self.host.ask("Emote", emote="gg")
        assert (await self.host.ask("Levitate"))["error"] == "BAD_MESSAGE"
        assert (await self.host.ask("MakeMove", move=7))["error"] == "BAD_MESSAGE"
        await self._pass(3_001)
        await self._pass(30_000)

    async def _lose_a_connection(self) -> None:
        await self.guest.hang_up()
        # The server has noticed when the host is told.
        while self._last(self.host, "ClientDisconnected") is None:
            await catch_up(self.host)
        await self.guest.enter(self._code, pid=self._seat["pid"], token=self._seat["token"])
        await self._caught_up()

    async def _finish(self) -> None:
        while self._last(self.host, "MatchOver") is None:
            await self.host.ask("Resign")
            await self._pass(30_000)
        for each in (self.host, self.guest):
            await each.ask("PlayAgain", again=True)
        await self.guest.ask("Exit")
        await self._caught_up()

    def _mover(self) -> Speaker:
        state = self._last(self.host, "BoardState")
        return self.host if state["turn"] == state["color"] else self.guest

    @staticmethod
    def _last(speaker: Speaker, name: str) -> Any:
        return next((fields for told, fields in reversed(speaker.told) if told == name), None)

    async def _pass(self, ms: float) -> None:
        self._clock.pass_ms(ms)
        await self._caught_up()

    async def _caught_up(self) -> None:
        await catch_up(self.host, self.guest, self.watcher)


def told_over(*seats: Makes) -> dict[str, list[Message]]:
    async def run() -> dict[str, list[Message]]:
        clock = HeldClock()
        async with a_place(clock, random.Random(5).randbytes) as place:
            host, guest, watcher = seats
            told = await Evening(place, clock, (host, guest, watcher)).run()
            return {who: [message for message in heard if not _of_polling(message)] for who, heard in told.items()}

    return asyncio.run(run())


def _of_polling(message: Message) -> bool:
    # How often the host asks until a lost connection is noticed is chance.
    name, fields = message
    return name == "ListOfGames" or fields.get("request") == "ListGames"


def in_process(place: RunningServer) -> Speaker:
    return InProcess(place.app[SERVICE])


TRANSPORTS: dict[str, tuple[Makes, Makes, Makes]] = {
    "socketio": (OverSocketIO, OverSocketIO, OverSocketIO),
    "websocket": (OverWebSocket, OverWebSocket, OverWebSocket),
    "the other path": (OverWebSocketByTheOtherPath,) * 3,
    "mixed": (OverSocketIO, OverWebSocket, OverSocketIO),
    "mixed the other way round": (OverWebSocket, OverSocketIO, OverWebSocketByTheOtherPath),
}


@pytest.fixture(scope="module")
def reference() -> dict[str, list[Message]]:
    return told_over(in_process, in_process, in_process)


def test_the_evening_has_everything_in_it(reference: dict[str, list[Message]]) -> None:
    assert {name for name, _ in reference["guest"]} >= {
        "ActionSuccess", "NewPlayer", "PlayerList", "StartGame", "BoardState", "GameOver", "UpgradeOffer",
        "UpgradeChosen", "MatchOver", "Chat", "Emote", "Witness",
    }  # fmt: skip


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_everybody_hears_the_same_over(transport: str, reference: dict[str, list[Message]]) -> None:
    assert told_over(*TRANSPORTS[transport]) == reference

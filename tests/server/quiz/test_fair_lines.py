"""Over real sockets through slow lines, whoever pressed first has it, whatever their line; and a liar gains little.

The lines are proxies of this machine, so that the system's own round trip says nothing of them: the server is told that
they are proxies.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import TYPE_CHECKING

import aiohttp
import pytest

from tests.helpers.proxy import a_bad_network
from tests.helpers.quizzes import a_pack
from tests.helpers.wire import a_place
from tests.server.quiz.note import NoteClient, create

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.helpers.wire import RunningServer

CLOCK_OFFSET_MS = 5_000_000.0
ENOUGH_BEATS = 6


class Phone(NoteClient):
    """A player's phone: answers heartbeats by its own clock, and presses when it is told to."""

    lie_ms = 0.0

    def __init__(self, place: RunningServer, code: str) -> None:
        super().__init__(place, code)
        self.beats = 0
        self.measured = asyncio.Event()

    def clock_ms(self) -> float:
        return time.monotonic() * 1000 + CLOCK_OFFSET_MS

    async def live(self) -> None:
        """Answer heartbeats until the end."""
        with contextlib.suppress(EOFError):
            while True:
                beat = await self.until("DoHeartbeat")
                now_ms = self.clock_ms()
                self.beats += 1
                if self.beats == ENOUGH_BEATS:
                    self.measured.set()
                await self.send("Heartbeat", {"hbid": beat["hbid"], "t_recv": now_ms, "t_reply": now_ms})

    async def press(self) -> None:
        await self.send("Buzz", {"t": self.clock_ms() - self.lie_ms})


async def winner_of(place: RunningServer, first: Phone, second: Phone, gap_s: float) -> int:
    """Who has the buzzer when `second` presses so long after `first`, in a new room."""
    pack = a_pack()
    made = await create(place, {"questions": pack})
    host = NoteClient(place, made["code"])
    await host.connect(token=made["token"])
    for name, phone in (("First", first), ("Second", second)):
        phone._url = phone._url.replace("CODE", made["code"])
        await phone.join(name)
    living = [asyncio.create_task(phone.live()) for phone in (first, second)]
    await host.send("StartGame")
    await host.send("SelectQuestion", {"category": 0, "row": 0})
    for phone in (first, second):
        await phone.measured.wait()
    await host.send("BuzzEnable")
    await host.until("BuzzEnable")
    await asyncio.sleep(0.3)
    await first.press()
    await asyncio.sleep(gap_s)
    await second.press()
    pid: int = (await host.until("Witness", msg="Buzz"))["pid"]
    for each in living:
        each.cancel()
    return pid


def over_lines(body: Callable[[RunningServer, Callable[[float], Phone]], Awaitable[None]]) -> None:
    """A server, and phones on lines of any delay (ms each way)."""

    async def run() -> None:
        with contextlib.ExitStack() as stack:
            async with a_place(beat_s=0.5, trusted_proxies="127.0.0.1/32") as place, aiohttp.ClientSession():

                def phone(delay_ms: float) -> Phone:
                    line = stack.enter_context(a_bad_network(place.port))
                    line.delay_ms = delay_ms
                    made = Phone(place, "CODE")
                    made._url = f"{line.url}/api/v1/rooms/CODE/ws"
                    return made

                await body(place, phone)

    asyncio.run(run())


@pytest.mark.slow
def test_the_first_press_wins_from_the_slowest_line() -> None:
    async def body(place: RunningServer, phone: Callable[[float], Phone]) -> None:
        far, near = phone(80), phone(1)
        assert await winner_of(place, far, near, 0.04) == far.pid

    over_lines(body)


@pytest.mark.slow
def test_the_second_press_does_not_win_because_its_line_is_slow() -> None:
    async def body(place: RunningServer, phone: Callable[[float], Phone]) -> None:
        near, far = phone(1), phone(80)
        assert await winner_of(place, near, far, 0.04) == near.pid

    over_lines(body)


@pytest.mark.slow
def test_whoever_claims_to_have_pressed_a_second_ago_is_believed_a_few_ms_of_it() -> None:
    async def body(place: RunningServer, phone: Callable[[float], Phone]) -> None:
        honest, liar = phone(5), phone(5)
        liar.lie_ms = 1_000.0
        assert await winner_of(place, honest, liar, 0.1) == honest.pid

    over_lines(body)

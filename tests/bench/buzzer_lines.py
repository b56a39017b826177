"""Fair buzzing over real sockets, beside its simulation: `python -m tests.bench.buzzer_lines`.

Four phones press around the same time through proxies that delay as the simulation's mixed lines do; a server in this
process decides. Rounds in which this process was held up are not counted. Printed: how often the truly first press won,
and who won, for the real lines and for as many simulated rounds; and whether the two agree, as far as so many
rounds can tell.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import math
import sys
import time
from collections import Counter
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

from tests.bench.bench_buzzer import LINKS, MIXED, SPREAD_MS, play
from tests.helpers.proxy import a_bad_network
from tests.helpers.wire import a_lasting_place
from tests.server.quiz.note import NoteClient, create
from tests.server.quiz.test_fair_lines import Phone

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.helpers.wire import RunningServer

SIDE = 12
"""The largest grid: so many categories of so many questions."""
MEASURING_S = 1.2
"""Between the choice of a question and the opening of the buzzers lines are measured, as while a host reads."""
AFTER_MS = 500.0
ONE_IN_TWENTY = 1.96
TICK_S = 0.005
HELD_UP_MS = 12.0
FEWEST = 10


def a_large_pack() -> dict[str, Any]:
    """As many questions as a round may have."""
    questions = [{"value": 100 * row, "clue": "?", "answers": ["!"]} for row in range(1, SIDE + 1)]
    categories = [{"name": str(number), "questions": questions} for number in range(SIDE)]
    return {"title": "Lines", "rounds": [{"name": "One", "categories": categories}]}


@contextlib.asynccontextmanager
async def a_quiz(rng: Random) -> AsyncIterator[tuple[NoteClient, list[Phone]]]:
    """A host on the server's own machine, and phones on mixed lines."""
    with contextlib.ExitStack() as stack:
        async with a_lasting_place(beat_s=0.5, messages_per_s=0.0, trusted_proxies="127.0.0.1/32") as place:
            made = await create(place, {"questions": a_large_pack()})
            host = NoteClient(place, made["code"])
            await host.connect(token=made["token"])
            phones = []
            for number, name in enumerate(MIXED):
                line = stack.enter_context(a_bad_network(place.port))
                line.jitter_ms = partial(LINKS[name].delay, Random(rng.random()))
                phones.append(await _a_phone(place, line.url, made["code"], f"{name} {number}"))
            living = [asyncio.create_task(phone.live()) for phone in phones]
            await host.send("StartGame")
            yield host, phones
            for each in living:
                each.cancel()


async def _a_phone(place: RunningServer, url: str, code: str, name: str) -> Phone:
    phone = Phone(place, code)
    phone._url = f"{url}/api/v1/rooms/{code}/ws"
    await phone.join(name)
    return phone


class Watch:
    """How late this process's own timers are: where it was held up, the lines were not as they should be."""

    def __init__(self) -> None:
        self.worst_ms = 0.0

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            due = time.monotonic() + TICK_S
            await asyncio.sleep(TICK_S)
            self.worst_ms = max(self.worst_ms, (time.monotonic() - due) * 1000)


async def race(host: NoteClient, phones: list[Phone], number: int, rng: Random) -> tuple[int, int]:
    """One question: which phone truly pressed first, and which has won."""
    await host.send("SelectQuestion", {"category": number // SIDE, "row": number % SIDE})
    await asyncio.sleep(MEASURING_S)
    await host.send("BuzzEnable")
    opens_ms = time.monotonic() * 1000 + (await host.until("BuzzEnable"))["at_ms"]
    due = sorted((opens_ms + AFTER_MS + rng.gauss(0, SPREAD_MS), index) for index in range(len(phones)))
    pressed: list[tuple[float, int]] = []
    for due_ms, index in due:
        await asyncio.sleep(max(0.0, due_ms / 1000 - time.monotonic()))
        pressed.append((time.monotonic(), index))
        await phones[index].press()
    winner = (await host.until("Witness", msg="Buzz"))["pid"]
    await host.send("HostChecked", {"correct": True})
    await host.until("QuizState", phase="judged")
    host.got.clear()
    return min(pressed)[1], next(index for index, phone in enumerate(phones) if phone.pid == winner)


async def run(rounds: int, seed: int) -> tuple[int, Counter[int], Counter[int]]:
    """How often the truly first has won, and first presses and wins by phone, in rounds that nothing has held up."""
    rng = Random(seed)
    first: Counter[int] = Counter()
    won: Counter[int] = Counter()
    right = 0
    watch = Watch()
    async with a_quiz(rng) as (host, phones):
        watching = asyncio.create_task(watch.run())
        for number in range(rounds):
            watch.worst_ms = 0.0
            truly, winner = await race(host, phones, number, rng)
            if watch.worst_ms > HELD_UP_MS:
                continue
            first[truly] += 1
            won[winner] += 1
            right += truly == winner
        watching.cancel()
    return right, first, won


def agree(real: float, simulated: float, rounds: int) -> bool:
    """Whether so many rounds may well have given both rates by chance alone (one time in twenty they do not)."""
    both = (real + simulated) / 2
    return abs(real - simulated) <= ONE_IN_TWENTY * math.sqrt(2 * both * (1 - both) / rounds) + 1e-9


def main() -> int:
    """Print both, and say whether they agree."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=100, help=f"at most {SIDE * SIDE}")
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    right, first, won = asyncio.run(run(min(asked.rounds, SIDE * SIDE), asked.seed))
    rounds = sum(first.values())
    if rounds < FEWEST:
        sys.stdout.write(f"This machine is too busy: only {rounds} rounds went undisturbed.\n")
        return 1
    real = right / rounds
    simulated = play("fair", rounds, asked.seed)
    for name, rate, pressed, wins in (
        ("real", real, first, won),
        ("simulated", simulated.true_first, simulated.first, simulated.won),
    ):
        shares = ", ".join(f"{link} {wins[i]} of {pressed[i]}" for i, link in enumerate(MIXED))
        sys.stdout.write(f"{name:<10} truly first {rate:6.1%}   won, of first presses: {shares}\n")
    same = agree(real, simulated.true_first, rounds)
    sys.stdout.write(f"{rounds} rounds: the two {'agree' if same else 'do not agree'}.\n")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())

"""How quickly matches go on record, and how quickly leaderboard and histories are read, where many have played.

    python -m tests.bench.bench_people [--people 10000] [--matches 100000] [--database-url postgresql://…]

Matches are recorded as the relay does it, in transactions of up to 50. Times are of one page each, the database's
part and the making of the answer; the ratio is to what is allowed. Where other programs take part of the cores, the
processor time, which of PostgreSQL leaves the server's part out, is the truer figure.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import insert, select

from server.config import Config
from server.games import GAMES
from server.people.database import Database, readable_url, url_of_file
from server.people.history import Person, against, matches_of, profile
from server.people.outcomes import record
from server.people.reading import Reader
from server.people.relay import MOST_AT_ONCE
from server.people.tables import matches, metadata, people
from tests.helpers.clock import WALL_MS
from tests.helpers.records import DAY_MS, a_match
from tests.helpers.server import a_room
from tests.server.test_outcomes import outcome_in, play_out

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy import URL

    from server.games.interface import Outcome
    from server.people.outcomes import Finished

MATCHES_PER_S = 300
PAGE_MS = 10.0
# The matches lie in half a year, which ends now.
DAYS = 182
NOW_MS = WALL_MS + DAYS * DAY_MS
TRIES = 40


class Now:
    """The end of that half year."""

    def now_ms(self) -> float:
        return 0.0

    def wall_ms(self) -> int:
        return NOW_MS

    def call_at(self, when_ms: float, call: Callable[[], None]) -> Any:
        raise NotImplementedError


def a_real_outcome() -> Outcome:
    """A match with moves, cards and a replay."""
    room = a_room(start=True, cards="shield,rewind")
    room.play("e2e4", "e7e5", "g1f3", "b8c6", "f1b5", "a7a6", "b5a4", "g8f6", "e1g1", "f8e7")
    play_out(room, room.guest)
    return outcome_in(room.service)


def all_matches(names: list[str], count: int, chance: random.Random) -> list[Finished]:
    """So many matches between people, some of whom play far more often than others."""
    real = a_real_outcome()
    weights = [1 / (1 + i) ** 0.5 for i in range(len(names))]
    pairs = zip(chance.choices(names, weights, k=count), chance.choices(names, weights, k=count), strict=True)
    return [
        a_match(
            *((one, other) if one != other else (one, names[0] if one != names[0] else names[1])),
            number=number,
            at_ms=WALL_MS + number * (DAYS * DAY_MS) // count,
            replay=real.replay,
            upgrades=real.upgrades,
        )
        for number, (one, other) in enumerate(pairs, start=1)
    ]


async def fill(database: Database, names: list[str], finished: list[Finished]) -> tuple[float, float]:
    """Matches per second, by the clock and by the processor's time."""
    seen = {"created_at": WALL_MS, "seen_at": WALL_MS}
    # Every other one is a guest.
    logins = [(name, "a hash") if number % 2 else (None, None) for number, name in enumerate(names)]
    rows = [
        {"id": name, "name": name, "username": login, "username_key": login, "password": password, **seen}
        for name, (login, password) in zip(names, logins, strict=True)
    ]
    async with database.writing() as connection:
        await connection.execute(insert(people), rows)
    began, began_cpu = time.perf_counter(), time.process_time()
    for first in range(0, len(finished), MOST_AT_ONCE):
        async with database.writing() as connection:
            await record(connection, finished[first : first + MOST_AT_ONCE])
    return len(finished) / (time.perf_counter() - began), len(finished) / (time.process_time() - began_cpu)


async def one_by_one(database: Database, finished: list[Finished]) -> float:
    """Matches per second when each has a transaction of its own."""
    began = time.perf_counter()
    for each in finished:
        async with database.writing() as connection:
            await record(connection, [each])
    return len(finished) / (time.perf_counter() - began)


async def timed(what: str, ask: Callable[[], Awaitable[Any]]) -> None:
    taken, began_cpu = [], time.process_time()
    for _ in range(TRIES):
        began = time.perf_counter()
        msgspec.json.encode(await ask())
        taken.append((time.perf_counter() - began) * 1000)
    cpu_ms = (time.process_time() - began_cpu) * 1000 / TRIES
    median, slowest = statistics.median(taken), sorted(taken)[int(TRIES * 0.95)]
    ratio = f"{median / PAGE_MS:.2f} of what is allowed"
    print(f"{what:44} median {median:6.2f} ms, 95th {slowest:6.2f} ms, processor {cpu_ms:5.2f} ms; {ratio}")


async def measure(url: URL, count_people: int, count_matches: int) -> None:
    chance = random.Random(1)
    names = [f"person{i:06}" for i in range(count_people)]
    database = Database(url)
    await database.open()
    try:
        finished = all_matches(names, count_matches + 500, chance)
        per_s, per_cpu_s = await fill(database, names, finished[:count_matches])
        ratio = f"{per_s / MATCHES_PER_S:.1f} times what is asked"
        print(f"{count_matches} matches on record, {per_s:.0f} a second, {per_cpu_s:.0f} by the processor: {ratio}")
        per_s = await one_by_one(database, finished[count_matches:])
        print(f"each in a transaction of its own: {per_s:.0f} a second: {per_s / MATCHES_PER_S:.1f} times")
        kinds = {name: kind(Config()) for name, kind in GAMES.items()}
        for public in (False, True):
            reader = Reader(Config(public=public), Now(), database, kinds)
            where = "public" if public else "at home"
            await timed(f"leaderboard, all time, {where}", partial(reader.leaderboard, "chess", "all", 1))
            await timed(f"leaderboard, page 200, {where}", partial(reader.leaderboard, "chess", "all", 200))
            await timed(f"leaderboard, this week, {where}", partial(reader.leaderboard, "chess", "week", 1))
        often, seldom = Person(names[0], names[0], None, None), Person(names[-1], names[-1], None, None)
        for person, how in ((often, "who plays all the time"), (seldom, "who plays seldom")):
            await timed(f"profile of somebody {how}", partial(_with, database, profile, person))
            await timed(f"matches of somebody {how}", partial(_with, database, matches_of, person, 1, 25))
        await timed(
            "head-to-head of two who play a lot",
            lambda: _with(database, against, often, Person(names[1], "", None, None), 1, 25),
        )
        async with database.reading() as connection:
            ids = list(await connection.scalars(select(matches.c.id).limit(5)))
        await timed("a replay", lambda: reader.replay(ids[0]))
    finally:
        if not database.is_sqlite:
            async with database.writing() as connection:
                await connection.run_sync(metadata.drop_all)
                await connection.exec_driver_sql("DROP TABLE alembic_version")
        await database.close()


async def _with(database: Database, ask: Callable[..., Awaitable[Any]], *arguments: Any) -> Any:
    async with database.reading() as connection:
        return await ask(connection, *arguments)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--matches", type=int, default=100_000)
    parser.add_argument(
        "--database-url", help="an empty database, whose tables are dropped at the end (default: SQLite)"
    )
    flags = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        url = readable_url(flags.database_url) if flags.database_url else url_of_file(Path(directory) / "people.sqlite")
        asyncio.run(measure(url, flags.people, flags.matches))


if __name__ == "__main__":
    main()

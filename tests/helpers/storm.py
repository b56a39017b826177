"""Misfortunes of a fleet while people play: who is killed, frozen, cut off or replaced, and how long it is felt."""

from __future__ import annotations

import random
import signal
import statistics
import time
from typing import TYPE_CHECKING

import pytest
from msgspec import Struct

from tests.helpers.histories import violations
from tests.helpers.onrecord import differences, until_delivered, until_on_record
from tests.helpers.tables import Tables, check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.helpers.fleet import Fleet, Process
    from tests.helpers.postgres import Postgres
    from tests.helpers.proxy import Proxy
    from tests.helpers.redis import Redis

LATE_MOVE_S = 0.004
NOTICED_S = 0.5
ON_RECORD_S = 30.0


class Gaps(Struct):
    """For how long people were without their seat, in seconds, by what had befallen them."""

    killed: list[float] = []
    replaced: list[float] = []
    frozen: list[float] = []

    def __str__(self) -> str:
        told = ((name, getattr(self, name)) for name in self.__struct_fields__)
        return ", ".join(
            f"{name}: median {statistics.median(gaps):.3f} s of {len(gaps)}, longest {max(gaps):.2f} s"
            for name, gaps in told
            if gaps
        )


class Storm:
    """What happens to a fleet, one thing after the other, while the tables are driven."""

    def __init__(
        self,
        fleet: Fleet,
        redis: Redis,
        tables: Tables,
        seed: int,
        cuts: Proxy | None = None,
        postgres: Postgres | None = None,
    ) -> None:
        self._fleet = fleet
        self._redis = redis
        self._tables = tables
        self._dice = random.Random(seed)
        self._cuts = cuts
        self._postgres = postgres
        self.gaps = Gaps()

    def kill(self) -> None:
        """SIGKILL in the middle of a move, and another one starts in its place."""
        process = self._one()
        self._tables.drive_into_a_move(self._dice.uniform(0, LATE_MOVE_S))
        started_s = time.monotonic()
        process.kill()
        process.begin()
        # Its people must have noticed, or whoever waits for their return would think that they have.
        self._tables.drive_for(NOTICED_S)
        self._until_all_are_back()
        self.gaps.killed += self._back_since(started_s)

    def replace(self) -> None:
        """SIGTERM, as in a rolling deploy."""
        process = self._one()
        started_s = time.monotonic()
        process.signal(signal.SIGTERM)
        self._tables.drive(lambda: process.running is not None and process.running.poll() is not None, 20)
        assert process.ended() == 0
        self._until_all_are_back()
        self.gaps.replaced += self._back_since(started_s)
        process.begin()

    def freeze(self, seconds: float) -> None:
        """SIGSTOP: an owner that does not know that it is none any more."""
        process = self._one()
        self._tables.drive_into_a_move(self._dice.uniform(0, LATE_MOVE_S))
        started_s = time.monotonic()
        process.signal(signal.SIGSTOP)
        self._tables.drive_for(seconds)
        process.signal(signal.SIGCONT)
        self._until_all_are_back()
        self.gaps.frozen += self._back_since(started_s)

    def restart_redis(self) -> None:
        """It is killed, and comes back with nothing."""
        self._redis.kill()
        self._tables.drive_for(0.3)
        self._redis.start()
        self._tables.drive_for(0.5)

    def cut_off(self, seconds: float) -> None:
        """One process cannot reach Redis, and does not hear that its connections are dead."""
        assert self._cuts is not None
        self._cuts.freeze()
        self._tables.drive_for(seconds)
        self._cuts.cut()
        self._cuts.thaw()
        self._until_all_are_back()

    def without_people(self, seconds: float) -> None:
        """The database of people is away: nobody who plays may notice."""
        assert self._postgres is not None
        self._postgres.stop()
        self._tables.drive_for(seconds)
        self._postgres.start()

    def end_without_people(self, limit_s: float) -> None:
        """All finish while the database of people is away, and a process that has results for it is killed."""
        assert self._postgres is not None
        self._postgres.stop()
        play_to_the_end(self._tables, limit_s)
        process = self._one()
        process.kill()
        process.begin()
        self._postgres.start()

    def check_results(self) -> None:
        """Each match is on record once, and as its players saw it."""
        url = self._fleet.up[0].url
        until_on_record(self._tables, url, ON_RECORD_S)
        until_delivered([process.url for process in self._fleet.up], ON_RECORD_S)
        assert [each for pair in self._tables.pairs for each in differences(pair, url)] == []

    def _one(self) -> Process:
        """One of at least two that are there."""
        self._tables.drive(lambda: len(self._fleet.up) > 1, 60)
        return self._dice.choice(self._fleet.up)

    def _until_all_are_back(self) -> None:
        movers = list(self._tables.movers)
        try:
            self._tables.drive(lambda: all(mover.over or mover.there for mover in movers), 30)
        except TimeoutError:
            pytest.fail(f"not back: {[mover.standing for mover in movers if not (mover.over or mover.there)]}")

    def _back_since(self, started_s: float) -> Iterator[float]:
        for mover in self._tables.movers:
            back = [at_s for at_s in mover.back_at_s if at_s >= started_s]
            if back:
                yield back[0] - started_s


def play_to_the_end(tables: Tables, limit_s: float) -> None:
    """Let all finish the game that they play; until every match is over and every answer is in."""
    for mover in tables.movers:
        mover.plies = mover.games = 0
    try:
        tables.drive(lambda: tables.over, limit_s)
    except TimeoutError:
        pytest.fail(f"unfinished: {[mover.standing for mover in tables.movers if not mover.over]}")
    tables.drive(lambda: not any(mover._sent for mover in tables.movers), 20)


def check_all(tables: Tables) -> None:
    """Nothing lost, nothing doubled, nothing told that was not so."""
    for pair in tables.pairs:
        check(pair)
        assert list(violations([mover.history for mover in pair])) == []


def weather(happenings: list[Callable[[], None]], tables: Tables, pause_s: float) -> None:
    """One thing after the other, with some play in between."""
    for happen in happenings:
        tables.drive_for(pause_s)
        happen()

"""Random faults of a cluster while people play: processes are killed, frozen, cut off or replaced. Measures the
gaps.
"""

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
    from collections.abc import Callable, Iterable, Iterator

    from tests.helpers.fleet import Fleet, Process
    from tests.helpers.postgres import Postgres
    from tests.helpers.proxy import Proxy
    from tests.helpers.redis import Redis

LATE_MOVE_S = 0.004
NOTICED_S = 0.5
# Long enough for a machine that has much else to do.
ON_RECORD_S = BACK_S = FINISHED_S = 240.0
# What a process logs when a room turns out not to be its own any more.
GIVEN_UP = "is another process's now"


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
        # Processes that something else is done to already.
        self._stricken: list[Process] = []
        self._people_away = False
        # What is to be done at a later time.
        self._planned: list[tuple[float, Callable[[], None]]] = []
        self.gaps = Gaps()
        # How many rooms processes have had to give up that came too late.
        self.given_up = 0

    def kill(self) -> None:
        """SIGKILL in the middle of a move, and another one starts in its place."""
        process = self._one()
        self._tables.drive_into_a_move(self._dice.uniform(0, LATE_MOVE_S), process.url)
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
        self._tables.drive(lambda: process.running is not None and process.running.poll() is not None, BACK_S)
        assert process.ended() == 0
        self._until_all_are_back()
        self.gaps.replaced += self._back_since(started_s)
        process.begin()

    def freeze(self, seconds: float) -> None:
        """SIGSTOP: an owner that does not know that it is none any more, and that has moves to answer when it wakes."""
        process = self._busiest()
        self._tables.drive_into_a_move(self._dice.uniform(0, LATE_MOVE_S), process.url)
        before = process.complaints.count(GIVEN_UP)
        started_s = time.monotonic()
        process.signal(signal.SIGSTOP)
        self._tables.drive_for(seconds)
        process.signal(signal.SIGCONT)
        self._until_all_are_back()
        self.gaps.frozen += self._back_since(started_s)
        self.given_up += process.complaints.count(GIVEN_UP) - before

    def restart_redis(self) -> None:
        """It is killed, and comes back with nothing. Nothing else happens before the owners have written all of it
        again: whatever of that only the dead knew is lost.
        """
        codes = [host.code for host, guest in self._tables.pairs if not (host.leaves and guest.leaves)]
        _, results = self._redis.counted([])
        self._redis.kill()
        self._tables.drive_for(0.3)
        self._redis.start()

        def all_there() -> bool:
            rooms_now, results_now = self._redis.counted(codes)
            # Results may have been delivered meanwhile, but not while the database is away.
            return rooms_now == len(codes) and (results_now >= results or not self._people_away)

        self._tables.drive(all_there, BACK_S)

    def cut_off(self, seconds: float) -> None:
        """The last process cannot reach Redis, and does not hear that its connections are dead; another one is killed
        meanwhile.
        """
        assert self._cuts is not None
        process = self._fleet.processes[-1]
        self._tables.drive(lambda: process.listens, BACK_S)
        self._stricken.append(process)
        ends_s = time.monotonic() + seconds
        self._cuts.freeze()
        self._tables.drive_for(seconds / 4)
        self.kill()
        self._tables.drive_for(ends_s - time.monotonic())
        self._cuts.cut()
        self._cuts.thaw()
        self._stricken.remove(process)
        self._until_all_are_back()

    def without_people(self, seconds: float) -> None:
        """The database of people is away for so long, and other things happen meanwhile: nobody who plays may notice
        that.
        """
        self._stop_people()
        self._planned.append((time.monotonic() + seconds, self._start_people))

    def _stop_people(self) -> None:
        assert self._postgres is not None
        self._postgres.stop()
        self._people_away = True

    def _start_people(self) -> None:
        assert self._postgres is not None
        self._postgres.start()
        self._people_away = False

    def rage(self, happenings: Iterable[Callable[[], None]], pause_s: float) -> None:
        """One thing after the other, with some play in between."""
        for happen in happenings:
            self._tables.drive_for(pause_s)
            self._do_planned(time.monotonic())
            happen()
            assert self._tables.faults == [], self._tables.faults
        while self._planned:
            self._tables.drive_for(pause_s)
            self._do_planned(time.monotonic())

    def _do_planned(self, now_s: float) -> None:
        due = [each for each in self._planned if each[0] <= now_s]
        self._planned = [each for each in self._planned if each not in due]
        for _, do in due:
            do()

    def end_without_people(self) -> None:
        """All finish while the database of people is away, Redis loses everything, and a process that has results for
        the database is killed.
        """
        self._stop_people()
        play_to_the_end(self._tables)
        self.restart_redis()
        process = self._one()
        process.kill()
        process.begin()
        self._start_people()

    def check_results(self) -> None:
        """Each match is on record once, and as its players saw it."""
        url = self._fleet.up[0].url
        until_on_record(self._tables, url, ON_RECORD_S)
        until_delivered([process.url for process in self._fleet.up], ON_RECORD_S)
        found = [each for pair in self._tables.pairs for each in differences(pair, url)]
        assert found == [], found

    def _until_well(self) -> None:
        """Until all are there but those to which something else happens."""
        count = len(self._fleet.processes) - len(self._stricken)
        self._tables.drive(lambda: len(self._well) == count, BACK_S)

    def _one(self) -> Process:
        """One of at least two that are there, to which nothing else happens."""
        self._tables.drive(lambda: len(self._well) > 1, BACK_S)
        return self._dice.choice(self._well)

    def _busiest(self) -> Process:
        """The one with the most rooms."""
        self._tables.drive(lambda: len(self._well) > 1, BACK_S)
        places = self._redis.places([host.code for host, _ in self._tables.pairs])
        return max(self._well, key=lambda process: places.count(process.url))

    @property
    def _well(self) -> list[Process]:
        return [process for process in self._fleet.up if process not in self._stricken]

    def _until_all_are_back(self) -> None:
        """Also those whose match is over: a room whose people are elsewhere is in nobody's memory."""
        movers = [mover for mover in self._tables.movers if not mover.leaves]
        try:
            self._tables.drive(lambda: all(mover.there for mover in movers), BACK_S)
        except TimeoutError:
            pytest.fail(f"not back: {[mover.standing for mover in movers if not mover.there]}")

    def _back_since(self, started_s: float) -> Iterator[float]:
        for mover in self._tables.movers:
            back = [at_s for at_s in mover.back_at_s if at_s >= started_s]
            if back:
                yield back[0] - started_s


def play_to_the_end(tables: Tables) -> None:
    """Let all finish the game that they play; until every match is over and every answer is in."""
    for mover in tables.movers:
        mover.plies = mover.games = 0
    try:
        tables.drive(lambda: tables.over, FINISHED_S)
    except TimeoutError:
        pytest.fail(f"unfinished: {[mover.standing for mover in tables.movers if not mover.over]}")
    tables.drive(lambda: not any(mover._sent for mover in tables.movers), FINISHED_S)


def check_all(tables: Tables) -> None:
    """Nothing lost, nothing doubled, nothing told that was not so."""
    for pair in tables.pairs:
        check(pair)
        found = list(violations([mover.history for mover in pair]))
        assert found == [], found

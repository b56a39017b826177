"""Three servers and people who play, to whom everything happens: the long form of `tests/chaos/test_cluster.py`.

    python -m tests.bench.cluster_storm [--rooms 60] [--kills 20] [--seed 1]

So many processes are killed at random; Redis is restarted twice without its data, one process is cut off from it for
5 s, another frozen for 5 s and for 3.6 s, two are replaced as in a deploy, and PostgreSQL is away for 10 s, and again
while all finish. Fails if anybody was told what was not so, or if a result is lost, counted twice, or not as its
players saw it.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
from typing import TYPE_CHECKING

from tests.helpers.fleet import a_fleet, people_in
from tests.helpers.postgres import a_postgres
from tests.helpers.proxy import a_bad_network
from tests.helpers.redis import a_redis
from tests.helpers.storm import Storm, check_all
from tests.helpers.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FLAGS = ("--durable=strict", "--bot-processes=0", "--rooms=0", "--connections=0", "--guests-per-s=0")
# Some are over early, and their rooms have to stay; most last longer than the storm.
BEST_OF = (3, 7, 7, 7)


def what_happens(storm: Storm, kills: int, seed: int) -> list[Callable[[], None]]:
    """Everything, in an order that follows from the seed."""
    happenings = [storm.kill] * kills + [storm.restart_redis] * 2 + [storm.replace] * 2
    happenings += [lambda: storm.freeze(5.0), lambda: storm.cut_off(5.0), lambda: storm.without_people(10.0)]
    # When it wakes, some have gone elsewhere, and others are still there to hear its late news.
    happenings += [lambda: storm.freeze(3.6)]
    random.Random(seed).shuffle(happenings)
    return happenings


def report(tables: Tables, storm: Storm, in_motion: list[int]) -> None:
    moves = sum(len(mover.acked) for mover in tables.movers)
    rooms = len(tables.pairs)
    print(f"{rooms} rooms, {len(in_motion)} misfortunes: {moves} moves acknowledged, none lost or doubled")
    print(f"matches under way at each misfortune: {min(in_motion)} at the least, {in_motion[-1]} at the last")
    print(f"{rooms} results on record once, and as both players saw them")
    print(f"rooms that a process gave up because it woke too late: {storm.given_up}")
    print(storm.gaps)
    print("load of the machine in the last 1, 5 minutes: {:.1f}, {:.1f}".format(*os.getloadavg()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rooms", type=int, default=60)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with (
        a_redis() as redis,
        a_postgres() as postgres,
        a_bad_network(redis.port) as cuts,
        a_fleet([redis.url, redis.url, f"redis://127.0.0.1:{cuts.port}"], *FLAGS, *people_in(postgres)) as fleet,
    ):
        tables = Tables(fleet.url, chosen.rooms, chosen.seed, guests=True, best_of=BEST_OF, plies=300)
        with contextlib.closing(tables):
            tables.sit_down()
            storm = Storm(fleet, redis, tables, chosen.seed, cuts, postgres)
            in_motion: list[int] = []
            happenings = what_happens(storm, chosen.kills, chosen.seed)
            storm.rage(noting(happenings, lambda: in_motion.append(tables.in_motion)), 0.5)
            storm.end_without_people()
            storm.check_results()
        check_all(tables)
        assert storm.given_up, "no process woke too late: nothing was there to be refused"
        report(tables, storm, in_motion)


def noting(happenings: list[Callable[[], None]], note: Callable[[], None]) -> Iterator[Callable[[], None]]:
    """The same, with a note before each."""
    for happen in happenings:
        note()
        yield happen


if __name__ == "__main__":
    main()

"""Three servers and people who play, to whom everything happens: the long form of `tests/chaos/test_cluster.py`.

    python -m tests.bench.cluster_storm [--rooms 60] [--kills 20] [--seed 1]

So many processes are killed at random; Redis is restarted twice without its data, one process is cut off from it for
5 s, another frozen for 5 s, two are replaced as in a deploy, and PostgreSQL is away for 10 s, and again while all
finish. Fails if anybody was told what was not so, or if a result is lost, counted twice, or not as its players saw it.
"""

from __future__ import annotations

import argparse
import contextlib
import random

from tests.helpers.fleet import a_fleet, people_in
from tests.helpers.postgres import a_postgres
from tests.helpers.proxy import a_bad_network
from tests.helpers.redis import a_redis
from tests.helpers.storm import Storm, check_all, weather
from tests.helpers.tables import Tables

FLAGS = ("--durable=strict", "--bot-processes=0", "--rooms=0", "--connections=0")


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
        tables = Tables(fleet.url, chosen.rooms, chosen.seed, guests=True, plies=300)
        with contextlib.closing(tables):
            tables.sit_down()
            storm = Storm(fleet, redis, tables, chosen.seed, cuts, postgres)
            happenings = [storm.kill] * chosen.kills + [storm.restart_redis] * 2 + [storm.replace] * 2
            happenings += [lambda: storm.freeze(5.0), lambda: storm.cut_off(5.0), lambda: storm.without_people(10.0)]
            random.Random(chosen.seed).shuffle(happenings)
            weather(happenings, tables, 0.5)
            storm.end_without_people(180)
            storm.check_results()
        check_all(tables)
    moves = sum(len(mover.acked) for mover in tables.movers)
    print(f"{chosen.rooms} rooms, {len(happenings)} misfortunes: {moves} moves acknowledged, none lost or doubled")
    print(f"{chosen.rooms} results on record once, and as both players saw them")
    print(storm.gaps)


if __name__ == "__main__":
    main()

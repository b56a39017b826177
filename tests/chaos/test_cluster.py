"""Several processes and a Redis, to which everything happens while people play: every match finishes as one server
would have played it. The long form: `python -m tests.bench.cluster_storm`.
"""

from __future__ import annotations

import contextlib

import pytest

from tests.helpers.fleet import a_fleet, people_in
from tests.helpers.postgres import a_postgres
from tests.helpers.proxy import a_bad_network
from tests.helpers.redis import a_redis
from tests.helpers.storm import Storm, check_all, play_to_the_end
from tests.helpers.tables import Tables

FLAGS = ("--durable=strict", "--bot-processes=0")


def test_matches_outlive_a_killed_process_and_a_deploy() -> None:
    with a_redis() as redis, a_fleet([redis.url] * 3, *FLAGS) as fleet:
        tables = Tables(fleet.url, 3, 1, plies=200)
        with contextlib.closing(tables):
            tables.sit_down()
            storm = Storm(fleet, redis, tables, 1)
            storm.rage([storm.kill, storm.replace], 0.5)
            play_to_the_end(tables)
        check_all(tables)
        print(storm.gaps)


@pytest.mark.slow
def test_matches_outlive_everything_that_can_happen_to_three_processes_and_their_databases() -> None:
    with (
        a_redis() as redis,
        a_postgres() as postgres,
        a_bad_network(redis.port) as cuts,
        a_fleet([redis.url, redis.url, f"redis://127.0.0.1:{cuts.port}"], *FLAGS, *people_in(postgres)) as fleet,
    ):
        tables = Tables(fleet.url, 6, 2, guests=True, plies=200)
        with contextlib.closing(tables):
            tables.sit_down()
            storm = Storm(fleet, redis, tables, 2, cuts, postgres)
            happenings = [
                lambda: storm.without_people(2.0),
                lambda: storm.freeze(1.5),
                storm.restart_redis,
                # Which kills another one.
                lambda: storm.cut_off(1.5),
                storm.replace,
            ]
            storm.rage(happenings, 0.3)
            storm.end_without_people()
            storm.check_results()
        check_all(tables)
        print(storm.gaps)

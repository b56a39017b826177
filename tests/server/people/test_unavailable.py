"""The database goes away in the middle of an evening, and comes back: nobody who plays notices, and nothing is lost."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from server.people.health import NO_ANSWER
from tests.helpers.clock import HurriedClock
from tests.helpers.people_server import a_place_with_people
from tests.server.people.test_http import ANNS_KEY, BOBS_KEY, Evening

if TYPE_CHECKING:
    from tests.helpers.postgres import Postgres


def test_matches_go_on_while_the_database_is_away_and_are_on_record_when_it_is_back(postgres: Postgres) -> None:
    url = asyncio.run(postgres.fresh())

    async def test() -> None:
        async with a_place_with_people(HurriedClock(40), requests_per_s=0.0, database_url=url) as place:
            evening = Evening(place)
            ann, bob = await evening.seated("Ann", ANNS_KEY), await evening.seated("Bob", BOBS_KEY)
            postgres.stop()
            try:
                await evening.match(ann, bob)
                late = await ann.until("Rated")
                assert (late["replay"], late["late"]) == (evening.replay, True)
                status, body = await evening.ask("/leaderboard")
                assert (status, body["error"]) == (503, "PEOPLE_AWAY")
                health = await evening.get("/healthz")
                assert health["results_waiting"] == 1
                assert health["people"].startswith("The database of people does not answer")
            finally:
                postgres.start()
            rated = await ann.until("Rated")
            assert rated["ratings"]["1"]["change"] > 0
            assert [row["name"] for row in (await evening.get("/leaderboard"))["rows"]] == ["Ann", "Bob"]

    asyncio.run(test())


def test_operators_see_when_the_database_is_away_and_when_it_is_back(postgres: Postgres) -> None:
    url = asyncio.run(postgres.fresh())

    async def test() -> None:
        async with a_place_with_people(HurriedClock(1000), database_url=url) as place:

            async def told() -> tuple[str, bool]:
                async with place.session.get(f"{place.url}/healthz") as response:
                    assert response.status == 200
                    health = (await response.json())["people"]
                async with place.session.get(f"{place.url}/metrics") as response:
                    return health, "underdog_people_away 1.0" in await response.text()

            assert await told() == ("ok", False)
            postgres.stop()
            try:
                while await told() != (NO_ANSWER, True):
                    pass
            finally:
                postgres.start()
            while await told() != ("ok", False):
                pass

    asyncio.run(test())

"""Finished matches go on record once, whole, in one transaction."""

from __future__ import annotations

import asyncio
import zlib
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from server.games.interface import Contestant, Recorded
from server.people.database import IN_MEMORY, Database
from server.people.outcomes import Finished, record, week_of
from server.people.tables import match_players, match_upgrades, matches, people, ratings, weeks
from tests.helpers.records import DAY_MS, MONDAY_MS, a_database, a_match

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine

    from sqlalchemy import URL, Table

ANN, BOB, CID = "ann", "bob", "cid"


def with_people(url: URL, test: Callable[[Database], Coroutine[Any, Any, None]]) -> None:
    """Run the test on a database with three people."""

    async def run() -> None:
        async with a_database(url, ANN, BOB, CID) as database:
            await test(database)

    asyncio.run(run())


async def keep(database: Database, *finished: Finished) -> dict[str, Recorded]:
    async with database.writing() as connection:
        return await record(connection, finished)


async def rows(database: Database, table: Table) -> list[dict[str, Any]]:
    async with database.reading() as connection:
        return [dict(row) for row in (await connection.execute(select(table))).mappings()]


def test_a_match_is_kept_with_its_players_its_games_its_cards_and_its_replay(url: URL) -> None:
    async def test(database: Database) -> None:
        match = a_match(ANN, BOB)
        await keep(database, match)
        (kept,) = await rows(database, matches)
        assert (kept["id"], kept["room"], kept["number"], kept["at"]) == (match.id, "room", 1, MONDAY_MS)
        assert kept["games"] == '[{"winner":1,"reason":"checkmate"},{"winner":1,"reason":"flag"}]'
        assert zlib.decompress(kept["replay"]) == b"a replay"
        won, lost = await rows(database, match_players)
        assert (won["person"], won["name"], won["score"], won["result"]) == (ANN, "ann", 2.0, "won")
        assert (lost["person"], lost["place"], lost["result"], lost["at"]) == (BOB, 2, "lost", MONDAY_MS)
        (used,) = await rows(database, match_upgrades)
        assert (used["person"], used["upgrade"], used["taken"], used["games"], used["won_games"]) == (
            BOB,
            "shield",
            1,
            1,
            0,
        )

    with_people(url, test)


def test_a_match_that_is_delivered_again_is_not_kept_again_and_answered_alike(url: URL) -> None:
    async def test(database: Database) -> None:
        first = await keep(database, a_match(ANN, BOB))
        before = await rows(database, ratings)
        again = await keep(database, a_match(ANN, BOB), a_match(ANN, BOB))
        assert len(await rows(database, matches)) == 1
        assert await rows(database, ratings) == before
        assert {
            id_: {pid: each.rating for pid, each in told.ratings.items()} for id_, told in again.items() if told.ratings
        } == {
            id_: {pid: each.rating for pid, each in told.ratings.items()} for id_, told in first.items() if told.ratings
        }

    with_people(url, test)


def test_ratings_follow_one_match_after_the_other_also_within_a_batch() -> None:
    async def together(database: Database) -> list[dict[str, Any]]:
        await keep(database, a_match(ANN, BOB), a_match(BOB, ANN, number=2), a_match(ANN, CID, number=3))
        return await rows(database, ratings)

    async def one_by_one(database: Database) -> list[dict[str, Any]]:
        for match in (a_match(ANN, BOB), a_match(BOB, ANN, number=2), a_match(ANN, CID, number=3)):
            await keep(database, match)
        return await rows(database, ratings)

    async def test() -> None:
        async with a_database(IN_MEMORY, ANN, BOB, CID) as one, a_database(IN_MEMORY, ANN, BOB, CID) as other:
            assert await together(one) == await one_by_one(other)

    asyncio.run(test())


def test_everybody_is_told_what_the_match_did_to_their_rating(url: URL) -> None:
    async def test(database: Database) -> None:
        match = a_match(ANN, BOB)
        told = (await keep(database, match))[match.id]
        assert told.ratings is not None
        winner, loser = told.ratings["1"], told.ratings["2"]
        assert winner.change > 0 > loser.change
        assert winner.rating == 1500 + winner.change
        assert winner.uncertain
        first, second = await rows(database, match_players)
        assert (first["rating_before"], first["rating_after"]) == (1500, winner.rating)
        assert (second["rating_before"], second["rating_after"]) == (1500, loser.rating)

    with_people(url, test)


def test_a_match_of_somebody_unknown_is_kept_but_not_rated(url: URL) -> None:
    async def test(database: Database) -> None:
        match = a_match(ANN, "")
        assert (await keep(database, match))[match.id].ratings == {}
        assert await rows(database, ratings) == []
        assert [each["person"] for each in await rows(database, match_players)] == [ANN, None]

    with_people(url, test)


def test_a_match_against_the_computer_changes_a_rating_of_its_own(url: URL) -> None:
    async def test(database: Database) -> None:
        await keep(database, a_match(ANN, "bot:quick"))
        assert sorted((each["who"], each["game"]) for each in await rows(database, ratings)) == [
            (ANN, "chess-bots"),
            ("bot:quick", "chess-bots"),
        ]
        assert [each["bot"] for each in await rows(database, match_players)] == [None, "quick"]

    with_people(url, test)


def test_a_guest_who_has_become_an_account_meanwhile_is_rated_as_that(url: URL) -> None:
    async def test(database: Database) -> None:
        async with database.writing() as connection:
            await connection.execute(update(people).where(people.c.id == CID).values(merged_into=ANN))
        await keep(database, a_match(CID, BOB))
        assert [each["person"] for each in await rows(database, match_players)] == [ANN, BOB]
        assert sorted(each["who"] for each in await rows(database, ratings)) == [ANN, BOB]

    with_people(url, test)


def test_two_seats_of_one_person_are_kept_unrated_also_when_one_sat_there_as_a_guest(url: URL) -> None:
    async def test(database: Database) -> None:
        async with database.writing() as connection:
            await connection.execute(update(people).where(people.c.id == CID).values(merged_into=ANN))
        await keep(database, a_match(CID, ANN))
        assert await rows(database, ratings) == []

    with_people(url, test)


def test_whoever_was_deleted_meanwhile_is_nobody(url: URL) -> None:
    async def test(database: Database) -> None:
        async with database.writing() as connection:
            await connection.execute(update(people).where(people.c.id == BOB).values(deleted_at=1))
        await keep(database, a_match(ANN, BOB))
        kept = await rows(database, match_players)
        assert [(each["person"], each["name"]) for each in kept] == [(ANN, ANN), (None, "")]
        assert await rows(database, ratings) == []

    with_people(url, test)


def test_a_guest_is_called_as_in_their_last_match_and_an_account_as_it_calls_itself(url: URL) -> None:
    async def test(database: Database) -> None:
        async with database.writing() as connection:
            account = {"username": "Bob", "username_key": "bob", "password": "a hash", "name": "Bobby"}
            await connection.execute(update(people).where(people.c.id == BOB).values(account))
        await keep(database, a_match(ANN, BOB, players=[Contestant(1, "Annie", ANN), Contestant(2, "Rob", BOB)]))
        names = {each["id"]: each["name"] for each in await rows(database, people)}
        assert names == {ANN: "Annie", BOB: "Bobby", CID: CID}

    with_people(url, test)


def test_a_quiz_rates_all_who_are_known_among_each_other(url: URL) -> None:
    async def test(database: Database) -> None:
        places = {1: 1, 2: 2, 3: 3, 4: 4}
        quiz = a_match(ANN, "", BOB, CID, game="quiz", places=places, replay=None, upgrades=[])
        await keep(database, quiz)
        found = {each["who"]: each["mu"] for each in await rows(database, ratings)}
        assert found[ANN] > found[BOB] > found[CID]
        (kept,) = await rows(database, matches)
        assert kept["replay"] is None

    with_people(url, test)


def test_each_match_counts_in_its_week_which_begins_on_monday(url: URL) -> None:
    async def test(database: Database) -> None:
        sunday, monday = a_match(ANN, BOB, at_ms=MONDAY_MS - 1), a_match(ANN, BOB, number=2, at_ms=MONDAY_MS)
        later = a_match(BOB, ANN, number=3, at_ms=MONDAY_MS + 6 * DAY_MS)
        await keep(database, sunday)
        await keep(database, monday)
        await keep(database, later)
        counted = {(each["week"], each["who"]): each for each in await rows(database, weeks)}
        this_week = week_of(MONDAY_MS)
        assert {key: (each["matches"], each["won"], each["lost"]) for key, each in counted.items()} == {
            (this_week - 7, ANN): (1, 1, 0),
            (this_week - 7, BOB): (1, 0, 1),
            (this_week, ANN): (2, 1, 1),
            (this_week, BOB): (2, 1, 1),
        }
        (ann,) = (each for each in await rows(database, ratings) if each["who"] == ANN)
        assert counted[this_week, ANN]["mu"] == ann["mu"]

    with_people(url, test)


def test_a_hundred_players_fit_into_one_quiz(url: URL) -> None:
    async def test(database: Database) -> None:
        crowd = a_match(
            *[""] * 100,
            game="quiz",
            places=dict.fromkeys(range(1, 101), 1),
            score=dict.fromkeys(range(1, 101), 5.0),
            upgrades=[],
        )
        await keep(database, crowd)
        assert len(await rows(database, match_players)) == 100

    with_people(url, test)


def test_a_computer_is_recognised_by_its_level_and_is_no_person(url: URL) -> None:
    async def test(database: Database) -> None:
        match = a_match(ANN, BOB, players=[Contestant(1, "Rex", ANN, bot="quick"), Contestant(2, "Bob", BOB)])
        await keep(database, match)
        assert [each["person"] for each in await rows(database, match_players)] == [None, BOB]

    with_people(url, test)


def test_two_processes_that_deliver_the_same_at_the_same_time_keep_it_once(url: URL) -> None:
    async def test() -> None:
        batch = [a_match(ANN, BOB, number=number) for number in range(1, 11)]
        async with a_database(url, ANN, BOB) as one, another(one) as other:
            await asyncio.gather(*(keep(each, *batch) for each in (one, other, one, other)))
            assert len(await rows(one, matches)) == 10
            assert {each["matches"] for each in await rows(one, ratings)} == {10}

    asyncio.run(test())


@asynccontextmanager
async def another(database: Database) -> AsyncIterator[Database]:
    """The same one, opened by another process, as far as that is possible."""
    if database.in_memory:
        yield database
        return
    async with a_database(database.url) as opened:
        yield opened

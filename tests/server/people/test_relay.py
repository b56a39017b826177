"""The relay: matches come from the outbox to where people are, whatever happens on the way."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from netcode.messages import MatchOver, Rated
from server.games.interface import Recorded
from server.people import outcomes, relay
from server.people.database import IN_MEMORY, Database
from server.people.relay import OutboxRelay, relay_of
from server.people.tables import matches
from server.people.unavailable import UnavailableError
from server.store import Commit, Result
from server.store.memory import MemoryStore
from tests.helpers.clock import HeldClock
from tests.helpers.records import a_database, a_match, in_outbox
from tests.helpers.server import a_server, two_in_a_room
from tests.server.test_outcomes import play_out

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine

    from server.people.outcomes import Finished


ANN, BOB = "ann", "bob"


class Post:
    """An outbox, a database that can be out of reach, a relay between the two, and what rooms were told."""

    def __init__(self, database: Database) -> None:
        self.store = MemoryStore(HeldClock())
        self.database = database
        self.told: list[tuple[Finished, Recorded]] = []
        self.late: list[Finished] = []
        self.away = False
        self._changed = asyncio.Condition()
        self.relay = OutboxRelay(self.store, self, self._told, self._late, retry_s=0.01)  # type: ignore[arg-type]

    def writing(self) -> Any:
        if self.away:
            raise UnavailableError("nobody answers")
        return self.database.writing()

    def _told(self, finished: Finished, record: Recorded) -> None:
        self.told.append((finished, record))
        asyncio.get_running_loop().create_task(self._note())

    def _late(self, finished: Finished) -> None:
        self.late.append(finished)
        asyncio.get_running_loop().create_task(self._note())

    async def _note(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    def put(self, *results: Result) -> None:
        """As a commit of a room does."""
        for result in results:
            self.store.commit(Commit(f"R{len(self.store.everything())}", 0, b"", None, result), lambda _: None)
        self.relay.wake()

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait for news that make it true."""
        async with asyncio.timeout(60), self._changed:
            await self._changed.wait_for(true)

    async def on_record(self) -> int:
        """How many matches are."""
        async with self.database.reading() as connection:
            return await connection.scalar(select(func.count()).select_from(matches)) or 0


def with_post(test: Callable[[Post], Coroutine[Any, Any, None]]) -> None:
    """Run the test with a relay that is under way."""

    @asynccontextmanager
    async def running() -> AsyncIterator[Post]:
        async with a_database(IN_MEMORY, ANN, BOB) as database:
            post = Post(database)
            post.relay.start()
            yield post
            post.away = False
            await post.relay.stop()

    async def run() -> None:
        async with running() as post:
            await test(post)

    asyncio.run(run())


def test_a_match_goes_on_record_and_leaves_the_outbox() -> None:
    async def test(post: Post) -> None:
        match = a_match(ANN, BOB)
        post.put(in_outbox(match))
        await post.until(lambda: bool(post.told))
        assert await post.on_record() == 1
        assert post.store.results() == []
        ((finished, record),) = post.told
        assert (finished, record.replay) == (match, match.id)

    with_post(test)


def test_what_gathered_before_the_start_is_delivered() -> None:
    async def test() -> None:
        async with a_database(IN_MEMORY, ANN, BOB) as database:
            post = Post(database)
            post.put(*(in_outbox(a_match(ANN, BOB, number=number)) for number in range(1, 121)))
            post.relay.start()
            await post.until(lambda: len(post.told) == 120)
            await post.relay.stop()
            assert await post.on_record() == 120

    asyncio.run(test())


def test_a_match_that_is_on_record_but_still_in_the_outbox_is_not_doubled() -> None:
    async def test(post: Post) -> None:
        result = in_outbox(a_match(ANN, BOB))
        post.put(result)
        await post.until(lambda: len(post.told) == 1)
        post.put(result)
        await post.until(lambda: len(post.told) == 2)
        assert await post.on_record() == 1
        assert post.store.results() == []

    with_post(test)


def test_while_the_database_is_away_matches_gather_and_rooms_are_told_once_that_ratings_are_late() -> None:
    async def test(post: Post) -> None:
        post.away = True
        post.put(in_outbox(a_match(ANN, BOB)))
        await post.until(lambda: len(post.late) == 1)
        assert post.relay.away == "nobody answers"
        post.put(in_outbox(a_match(ANN, BOB, number=2)))
        await post.until(lambda: len(post.late) == 2)
        assert (post.relay.waiting, post.told) == (2, [])
        post.away = False
        await post.until(lambda: len(post.told) == 2)
        assert await post.on_record() == 2
        assert len(post.late) == 2
        assert post.relay.away is None

    with_post(test)


@pytest.mark.parametrize("fault", [IntegrityError("insert", {}, Exception("no")), OverflowError("too large")])
def test_a_match_that_cannot_be_kept_holds_up_no_other(fault: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    record = outcomes.record

    async def failing(connection: Any, finished: Any) -> Any:
        if any(each.outcome.match == 2 for each in finished):
            raise fault
        return await record(connection, finished)

    monkeypatch.setattr(relay, "record", failing)

    async def test(post: Post) -> None:
        post.put(*(in_outbox(a_match(ANN, BOB, number=number)) for number in (1, 2, 3)))
        await post.until(lambda: len(post.told) == 2)
        assert [each.match for each in post.store.results()] == [2]
        post.put(in_outbox(a_match(ANN, BOB, number=4)))
        await post.until(lambda: len(post.told) == 3)

    with_post(test)


def test_what_cannot_be_read_stays_in_the_outbox_and_what_an_earlier_version_wrote_does_not() -> None:
    async def test(post: Post) -> None:
        unreadable, old = Result("room", 8, b"\xc1"), Result("room", 9, b'{"game":"chess","match":9,"score":{"1":2}}')
        post.put(unreadable, old, in_outbox(a_match(ANN, BOB)))
        await post.until(lambda: len(post.told) == 1)
        assert post.store.results() == [unreadable]

    with_post(test)


def test_the_end_of_the_server_delivers_what_is_left() -> None:
    async def test() -> None:
        async with a_database(IN_MEMORY, ANN, BOB) as database:
            post = Post(database)
            post.relay.start()
            post.put(in_outbox(a_match(ANN, BOB)))
            await post.relay.stop()
            assert await post.on_record() == 1

    asyncio.run(test())


def test_a_server_ends_also_when_its_database_does_not_answer() -> None:
    async def test() -> None:
        async with a_database(IN_MEMORY, ANN, BOB) as database:
            post = Post(database)
            post.away = True
            post.relay.start()
            post.put(in_outbox(a_match(ANN, BOB)))
            await post.relay.stop()
            assert post.relay.waiting == 1

    asyncio.run(test())


def test_those_who_played_are_told_their_ratings_and_so_is_who_comes_later() -> None:
    async def test() -> None:
        async with a_database(IN_MEMORY, ANN, BOB) as database:
            clock = HeldClock()
            service = a_server(clock)
            room = two_in_a_room(service, clock)
            for client, person in ((room.host, ANN), (room.guest, BOB)):
                _, member = client.session.seated()
                member.person = person
            room.start()
            play_out(room, room.guest)
            relay = relay_of(service.records, database)
            relay.start()
            await relay.stop()
            rated = room.host.last(Rated)
            assert rated.replay == room.host.last(MatchOver).replay
            assert rated.ratings["1"].change > 0 > rated.ratings["2"].change
            over = room.snapshot().part.over  # type: ignore[union-attr]
            assert (over.replay, over.ratings) == (rated.replay, rated.ratings)

    asyncio.run(test())


def test_a_room_that_has_another_rooms_code_is_not_told_its_ratings() -> None:
    clock = HeldClock()
    service = a_server(clock)
    room = two_in_a_room(service, clock, start=True)
    play_out(room, room.guest)
    replay = room.host.last(MatchOver).replay
    assert replay is not None
    service.records.recorded(room.host.code, "the room that had this code before", Recorded(replay, {}))
    assert room.host.all(Rated) == []

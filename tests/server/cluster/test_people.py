"""What holds for a person holds on every process: logouts, bans, tried passwords."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from netcode.messages import ChangePassword, CreateLogin, DeleteLogin, Login, Logout, Request, SetProfile
from server.cluster import person_news, shares, throttle
from server.cluster.person_news import MARGIN_MS, PersonNews
from server.operators.orders import Order
from server.people import database, guests, passwords
from server.people.service import PeopleService
from server.store import Stored
from server.store.redis_open import clock_of, open_redis
from tests.helpers.chess_wire import create_chess
from tests.helpers.people_server import PASSWORD, Somebody
from tests.helpers.postgres import Postgres, a_postgres
from tests.helpers.two_processes import Running, two_processes

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from sqlalchemy.ext.asyncio import AsyncConnection

    from server.people.accounts import Person
    from tests.helpers.redis import Redis

    Story = Callable[[Running, Running], Awaitable[None]]
    Run = Callable[[Story], None]
    RunWith = Callable[..., None]


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with a_postgres() as running:
        yield running


@pytest.fixture
def run(run_with: RunWith) -> Run:
    """Tells a story with two processes that know people."""
    return run_with


@pytest.fixture
def run_with(running: Redis, postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> RunWith:
    """The same, with settings."""
    monkeypatch.setattr(passwords, "MEMORY_KIB", 64)
    monkeypatch.setattr(shares, "EVERY_MS", 20.0)
    # However busy the machine, databases are waited for.
    monkeypatch.setattr(throttle, "PATIENCE_S", 60.0)
    monkeypatch.setattr(person_news, "PATIENCE_S", 60.0)
    monkeypatch.setattr(database, "BUSY_S", 60.0)

    def told(story: Story, **limits: Any) -> None:
        async def whole() -> None:
            running.forget_everything()
            async with two_processes(running, database_url=await postgres.fresh(), **limits) as (one, two):
                await story(one, two)

        asyncio.run(whole())

    return told


async def until(so: Callable[[], bool]) -> None:
    async with asyncio.timeout(240):
        while not so():  # noqa: ASYNC110 - no event tells it
            await asyncio.sleep(0.001)


async def account(process: Running, name: str = "Ann") -> Somebody:
    """Somebody with an account, logged in at this process."""
    owner = Somebody(process.service)
    assert (await owner.tell(CreateLogin(name, PASSWORD))).ok
    return owner


async def logged_in(process: Running, name: str = "Ann") -> Somebody:
    """The owner of that account, from another connection."""
    owner = Somebody(process.service)
    assert (await owner.tell(Login(name, PASSWORD))).ok
    return owner


@pytest.mark.parametrize(
    "request_", [Logout(everywhere=True), ChangePassword(PASSWORD, "another horse"), DeleteLogin(PASSWORD)]
)
def test_whoever_ends_all_logins_is_nobody_on_the_other_process_too(run: Run, request_: Request) -> None:
    async def story(one: Running, two: Running) -> None:
        owner = await account(one)
        elsewhere = await logged_in(two)
        assert (await owner.tell(request_)).ok
        await until(lambda: elsewhere.session.person == "")
        assert not elsewhere.closed

    run(story)


def test_whoever_has_logged_in_since_stays(run: Run) -> None:
    async def story(one: Running, two: Running) -> None:
        owner, other = await account(one), await account(one, "Bob")
        earlier, of_other = await logged_in(two), await logged_in(two, "Bob")
        assert (await owner.tell(Logout(everywhere=True))).ok
        later = await logged_in(two)
        await until(lambda: earlier.session.person == "")
        # What is told after it has arrived as well.
        assert (await other.tell(Logout(everywhere=True))).ok
        await until(lambda: of_other.session.person == "")
        assert later.session.person != ""

    run(story)


def test_whoever_is_banned_at_one_process_is_thrown_out_of_the_other_with_their_seat(run: Run) -> None:
    async def story(one: Running, two: Running) -> None:
        await account(one)
        elsewhere = await logged_in(two)
        assert (await elsewhere.tell(create_chess(name="Ann"))).ok
        assert one.people is not None
        await one.people.operate(Order("people", "ban", "Ann"))
        await until(lambda: elsewhere.closed)
        assert "closed your account" in elsewhere.farewell
        assert all(member.left for room in two.service.rooms for member in room.members.values())

    run(story)


def test_wrong_passwords_count_on_all_processes_together(run: Run) -> None:
    async def story(one: Running, two: Running) -> None:
        await account(one)
        for process in (one, two, one, two, one):
            assert await Somebody(process.service).told_no(Login("Ann", "wrong horse")) == "BAD_LOGIN"
        for process in (one, two):
            answer = await Somebody(process.service).tell(Login("Ann", PASSWORD))
            assert answer.error == "TOO_FAST"
            assert 0 < (answer.wait_ms or 0) <= 60_000
        assert (await Somebody(two.service, "10.0.0.2").tell(Login("Ann", PASSWORD))).ok

    run(story)


def test_new_accounts_of_an_address_count_on_all_processes_together(run_with: RunWith) -> None:
    async def story(one: Running, two: Running) -> None:
        await account(one, "Ann")
        await account(two, "Bob")
        for process in (one, two):
            assert await Somebody(process.service).told_no(CreateLogin("Cid", PASSWORD)) == "TOO_FAST"
        assert (await Somebody(two.service, "10.0.0.2").tell(CreateLogin("Cid", PASSWORD))).ok

    run_with(story, accounts_per_hour=2)


def test_a_right_password_makes_up_for_the_wrong_ones_at_another_process(run: Run) -> None:
    async def story(one: Running, two: Running) -> None:
        await account(one)
        for _ in range(2):
            for _ in range(4):
                assert await Somebody(one.service).told_no(Login("Ann", "wrong horse")) == "BAD_LOGIN"
            await logged_in(two)

    run(story)


def test_wrong_passwords_count_at_each_process_while_redis_is_away(
    run: Run, running: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "PATIENCE_S", 0.01)

    async def story(one: Running, two: Running) -> None:
        await account(one)
        running.freeze()
        try:
            for process in (one, two):
                for _ in range(5):
                    assert await Somebody(process.service).told_no(Login("Ann", "wrong horse")) == "BAD_LOGIN"
                assert await Somebody(process.service).told_no(Login("Ann", PASSWORD)) == "TOO_FAST"
        finally:
            running.thaw()

    run(story)


class Teller:
    """One process's news of people, and whom it has looked up."""

    def __init__(self, redis: Redis, name: str) -> None:
        clock = clock_of(redis.url)
        self._opened = open_redis(redis.url, name, f"http://{name}", 750, clock, strict=True)
        self.looked_up: list[str] = []
        self.news = PersonNews(self._opened.connection, self.looked_up.append, clock.now_ms())

    async def connected(self) -> Teller:
        replies: list[object] = []
        while not replies or isinstance(replies[-1], Exception):
            self._opened.connection.send(("PING",), replies.append)
            await asyncio.sleep(0.001)
        return self

    async def hears(self, *people: str) -> None:
        self.news.turn()
        await until(lambda: self.looked_up[-len(people) :] == list(people))

    def close(self) -> None:
        self._opened.store.close()


def with_tellers(redis: Redis, story: Callable[[Teller, Teller], Awaitable[None]]) -> None:
    async def whole() -> None:
        redis.forget_everything()
        async with asyncio.timeout(240):
            one, two = Teller(redis, "one"), Teller(redis, "two")
            await one.connected()
            await two.connected()
            await story(one, two)
            for each in (one, two):
                each.close()

    asyncio.run(whole())


def test_what_a_process_has_told_is_heard_though_it_has_gone_since(running: Redis) -> None:
    async def story(one: Teller, two: Teller) -> None:
        assert await one.news.tell("ann")
        one.close()
        await two.hears("ann")

    with_tellers(running, story)


def test_a_change_is_looked_up_once_and_those_from_before_ones_time_are_not(running: Redis) -> None:
    async def story(one: Teller, two: Teller) -> None:
        assert await one.news.tell("ann")
        await two.hears("ann")
        assert await one.news.tell("bob")
        await two.hears("bob")
        assert two.looked_up == ["ann", "bob"]
        later_ms = clock_of(running.url).now_ms() + MARGIN_MS + 60_000
        late = PersonNews(two._opened.connection, two.looked_up.append, later_ms)
        late.turn()
        assert await one.news.tell("cid")
        await two.hears("cid")
        assert two.looked_up == ["ann", "bob", "cid"]

    with_tellers(running, story)


def test_more_than_are_read_at_once_are_all_looked_up(running: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(person_news, "AT_ONCE", 2)

    async def story(one: Teller, two: Teller) -> None:
        people = [f"p{number}" for number in range(5)]
        for person in people:
            assert await one.news.tell(person)
        await two.hears(*people)

    with_tellers(running, story)


def test_while_redis_does_not_answer_nothing_is_promised_and_it_is_told_later(
    running: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(person_news, "PATIENCE_S", 0.01)

    async def story(one: Teller, two: Teller) -> None:
        running.freeze()
        try:
            assert not await one.news.tell("ann")
        finally:
            running.thaw()
        one.news.turn()
        await two.hears("ann")

    with_tellers(running, story)


def test_whoever_is_banned_while_they_are_being_looked_up_is_thrown_out(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = guests.find

    async def story(one: Running, two: Running) -> None:
        async def find_and_ban(connection: AsyncConnection, key: bytes) -> Person | None:
            found = await find(connection, key)
            if found is not None:
                assert one.people is not None
                await one.people.operate(Order("people", "ban", f"#{found.id}"))
                # The other process has heard of it before it knows whose connection that is.
                assert isinstance(two.people, PeopleService)
                dismissal = (await two.people.ready()).dismissal
                await until(lambda: dismissal.has_changed(found.id))
            return found

        key = "k" * 32
        assert (await Somebody(two.service).tell(SetProfile(key=key))).ok
        monkeypatch.setattr(guests, "find", find_and_ban)
        again = Somebody(two.service)
        # Whose connection is closed before the answer gets none.
        asked = asyncio.create_task(again.tell(SetProfile(key=key)))
        await until(lambda: again.closed)
        asked.cancel()

    run(story)


def test_whoever_was_banned_while_no_process_had_their_room_has_no_seat_when_it_goes_on(run: Run) -> None:
    async def story(one: Running, two: Running) -> None:
        ann = await account(one)
        assert (await ann.tell(create_chess(name="Ann"))).ok
        (room,) = one.service.rooms
        stored = Stored(room.committed, room.version, None, room.encoded_options)
        one.service.restoring.move_away(room, "")
        assert two.people is not None
        await two.people.operate(Order("people", "ban", "Ann"))
        two.service.restoring.restore(room.code, stored)
        await until(lambda: two.service.rooms.find(room.code) is None)

    run(story)

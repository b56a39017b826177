"""What holds for a person holds on every process: logouts, bans, tried passwords."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from netcode.messages import ChangePassword, CreateLogin, DeleteLogin, Login, Logout, Request
from server.cluster import shares, throttle
from server.cluster.person_news import TOLD_FOR_MS, PersonNews
from server.operators.orders import Order
from server.people import passwords
from tests.helpers.chess_wire import create_chess
from tests.helpers.people_server import PASSWORD, Somebody
from tests.helpers.postgres import Postgres, a_postgres
from tests.helpers.two_processes import Running, two_processes

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from tests.helpers.redis import Redis

    Story = Callable[[Running, Running], Awaitable[None]]
    Run = Callable[[Story], None]


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with a_postgres() as running:
        yield running


@pytest.fixture
def run(running: Redis, postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Tells a story with two processes that know people."""
    monkeypatch.setattr(passwords, "MEMORY_KIB", 64)
    monkeypatch.setattr(shares, "EVERY_MS", 20.0)

    def told(story: Story) -> None:
        async def whole() -> None:
            running.forget_everything()
            async with two_processes(running, database_url=await postgres.fresh()) as (one, two):
                await story(one, two)

        asyncio.run(whole())

    return told


async def until(so: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
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


def test_a_change_is_told_until_it_could_be_told_for_long_enough_and_looked_up_once() -> None:
    looked_up: list[str] = []
    teller, hearer = PersonNews(lambda _: None), PersonNews(looked_up.append)
    teller.add("ann")
    teller.add("bob")
    teller.shared(1, now_ms=0.0)
    teller.shared(1, now_ms=TOLD_FOR_MS + 1)
    assert teller.told() == [(2, "bob")]
    for _ in range(2):
        hearer.hear({"one": teller.told()})
    teller.add("ann")
    hearer.hear({"one": teller.told(), "two": [(1, "eve")]})
    assert looked_up == ["bob", "ann", "eve"]

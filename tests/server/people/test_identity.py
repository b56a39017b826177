"""Who somebody is on a server: a guest with a key, or an account with a password."""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select, update

from netcode.messages import (
    ChangePassword,
    CreateLogin,
    DeleteLogin,
    JoinGame,
    Login,
    Logout,
    Request,
    SetProfile,
)
from server.operators.orders import Order
from server.people import sessions, tables
from tests.helpers.chess_wire import create_chess
from tests.helpers.people_server import PASSWORD, PeopleServer, Somebody, a_people_server

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from tests.helpers.postgres import Postgres

OTHER = "battery staple"


def with_a_people_server(**limits: Any) -> Callable[[Callable[[PeopleServer], Awaitable[None]]], Callable[[], None]]:
    """Run the test in a server of its own."""

    def decorate(story: Callable[[PeopleServer], Awaitable[None]]) -> Callable[[], None]:
        def test() -> None:
            async def run() -> None:
                async with a_people_server(**limits) as server:
                    await story(server)

            asyncio.run(run())

        test.__name__, test.__doc__ = story.__name__, story.__doc__
        return test

    return decorate


def a_key() -> str:
    return secrets.token_urlsafe(16)


async def a_guest(server: PeopleServer, key: str = "", name: str = "Ann") -> Somebody:
    guest = server.somebody()
    assert (await guest.tell(SetProfile(name=name, key=key or a_key()))).ok
    return guest


async def an_account(server: PeopleServer, name: str = "Ann", password: str = PASSWORD) -> tuple[Somebody, str]:
    """A connection that is logged in to a new account, and the session to come back with."""
    owner = server.somebody()
    made = await owner.tell(CreateLogin(name, password))
    assert made.session is not None, made
    return owner, made.session


async def has_played(server: PeopleServer, person: str, match: str) -> None:
    """A match of this person is on record."""
    async with (await server.opened()).database.writing() as connection:
        values = {"room": match, "number": 1, "game": "chess", "at": 0, "reason": "mate", "rated": True}
        await connection.execute(insert(tables.matches).values(id=match, **values))
        player = {"pid": 1, "person": person, "name": "Ann", "place": 1, "score": 2.0, "result": "won", "at": 0}
        await connection.execute(insert(tables.match_players).values(match=match, **player))


async def matches_of(server: PeopleServer, person: str) -> int:
    async with (await server.opened()).database.reading() as connection:
        mine = tables.match_players.c.person == person
        return await connection.scalar(select(func.count()).select_from(tables.match_players).where(mine)) or 0


async def rows(server: PeopleServer, table: Any) -> int:
    async with (await server.opened()).database.reading() as connection:
        return await connection.scalar(select(func.count()).select_from(table)) or 0


# --- guests ---------------------------------------------------------------------------------------------------------


@with_a_people_server()
async def test_who_sends_the_same_key_again_is_the_same_guest(server: PeopleServer) -> None:
    key = a_key()
    first, again, other = (
        await a_guest(server, key),
        await a_guest(server, key),
        await a_guest(server),
    )
    assert first.session.person == again.session.person != other.session.person


@with_a_people_server()
async def test_a_guests_name_is_remembered(server: PeopleServer) -> None:
    key = a_key()
    await a_guest(server, key, "Zoë")
    await server.settled()
    back = server.somebody()
    await back.tell(SetProfile(key=key))
    assert back.session.name == "Zoë"
    assert (await back.tell(create_chess(name=None))).snapshot.players[0].name == "Zoë"  # type: ignore[union-attr]


@with_a_people_server()
async def test_a_key_is_kept_as_its_hash_alone(server: PeopleServer) -> None:
    key = a_key()
    await a_guest(server, key)
    async with (await server.opened()).database.reading() as connection:
        (row,) = (await connection.execute(select(tables.guest_keys))).all()
    assert key.encode() not in row.hash
    assert len(row.hash) == 32


@with_a_people_server()
async def test_a_guest_who_is_known_from_a_seat_sits_there_as_that_person(server: PeopleServer) -> None:
    host = server.somebody()
    assert (await host.tell(create_chess(name="Ann"))).ok
    assert (await host.tell(SetProfile(key=a_key()))).ok
    room, member = host.session.seated()
    assert member.person == host.session.person != ""
    assert member.person in room.committed.decode("latin-1")


@with_a_people_server(guests_burst=2)
async def test_one_address_cannot_make_guests_without_end(server: PeopleServer) -> None:
    await a_guest(server)
    await a_guest(server)
    assert await server.somebody().told_no(SetProfile(key=a_key())) == "TOO_FAST"
    await a_guest_from_elsewhere(server)


async def a_guest_from_elsewhere(server: PeopleServer) -> None:
    assert (await server.somebody("10.0.0.2").tell(SetProfile(key=a_key()))).ok


# --- accounts -------------------------------------------------------------------------------------------------------


@with_a_people_server()
async def test_a_guest_becomes_an_account_with_all_that_they_have(server: PeopleServer) -> None:
    guest = await a_guest(server)
    person = guest.session.person
    await has_played(server, person, "m1")
    made = await guest.tell(CreateLogin("Ann", PASSWORD))
    assert (made.ok, made.username, made.name) == (True, "Ann", "Ann")
    assert guest.session.person == person
    assert await matches_of(server, person) == 1


@with_a_people_server()
async def test_an_account_ends_the_power_of_the_key(server: PeopleServer) -> None:
    key = a_key()
    guest, elsewhere = await a_guest(server, key), await a_guest(server, key)
    person = guest.session.person
    await guest.tell(CreateLogin("Ann", PASSWORD))
    assert elsewhere.session.person == ""
    later = await a_guest(server, key)
    assert later.session.person not in {"", person}


@with_a_people_server()
async def test_two_connections_of_one_guest_make_one_account(server: PeopleServer) -> None:
    key = a_key()
    one, two = await a_guest(server, key), await a_guest(server, key)
    person = one.session.person
    answers = await asyncio.gather(one.tell(CreateLogin("Ann", PASSWORD)), two.tell(CreateLogin("Bob", PASSWORD)))
    assert [answer.ok for answer in answers].count(True) >= 1
    owners = [each.session.person for each, answer in zip((one, two), answers, strict=True) if answer.ok]
    assert owners.count(person) == 1


@pytest.mark.parametrize("other", ["ann", "ANN", " Ann ", "Ānn", "аnn"])
def test_a_username_that_looks_like_anothers_is_taken(other: str) -> None:
    @with_a_people_server()
    async def story(server: PeopleServer) -> None:
        await an_account(server, "Ann")
        assert await server.somebody().told_no(CreateLogin(other, PASSWORD)) == "USERNAME_TAKEN"

    story()


@with_a_people_server()
async def test_of_two_who_race_for_a_name_one_gets_it(server: PeopleServer) -> None:
    racers = [server.somebody(f"10.0.0.{number}") for number in range(5)]
    answers = await asyncio.gather(*(each.tell(CreateLogin("Ann", PASSWORD)) for each in racers))
    assert sorted(answer.error or "" for answer in answers) == ["", *["USERNAME_TAKEN"] * 4]


@pytest.mark.parametrize(
    ("username", "password", "error"),
    [
        ("", PASSWORD, "BAD_NAME"),
        ("x" * 21, PASSWORD, "BAD_NAME"),
        ("a\u202eb", PASSWORD, "BAD_NAME"),
        ("me", PASSWORD, "USERNAME_TAKEN"),
        ("Ann", "seven77", "BAD_PASSWORD"),
        ("Ann", "x" * 129, "BAD_PASSWORD"),
    ],
)
def test_a_login_that_cannot_be_made_is_refused(username: str, password: str, error: str) -> None:
    @with_a_people_server()
    async def story(server: PeopleServer) -> None:
        assert await server.somebody().told_no(CreateLogin(username, password)) == error
        assert await rows(server, tables.people) == 0

    story()


@with_a_people_server(accounts_per_hour=2)
async def test_one_address_cannot_make_accounts_without_end(server: PeopleServer) -> None:
    await an_account(server, "Ann")
    await an_account(server, "Bob")
    assert await server.somebody().told_no(CreateLogin("Cy", PASSWORD)) == "TOO_FAST"


# --- logging in -----------------------------------------------------------------------------------------------------


@with_a_people_server()
async def test_a_password_and_a_session_both_lead_back_to_the_account(server: PeopleServer) -> None:
    owner, session = await an_account(server)
    for login in (Login("aNN", PASSWORD), Login(session=session)):
        back = server.somebody("10.0.0.7")
        answer = await back.tell(login)
        assert (answer.ok, answer.username, back.session.person) == (True, "Ann", owner.session.person)


@pytest.mark.parametrize("login", [Login("Ann", OTHER), Login("Nobody", PASSWORD), Login(session="x" * 22)])
def test_what_does_not_fit_is_a_bad_login(login: Login) -> None:
    @with_a_people_server()
    async def story(server: PeopleServer) -> None:
        await an_account(server)
        stranger = server.somebody("10.0.0.7")
        assert await stranger.told_no(login) == "BAD_LOGIN"
        assert stranger.session.person == ""

    story()


@with_a_people_server()
async def test_a_username_that_does_not_exist_is_answered_like_a_wrong_password(server: PeopleServer) -> None:
    """To the letter, and after the same work: one look into the database, one slow hash."""
    await an_account(server)
    passwords = (await server.opened()).requests._passwords
    hasher, hashes = passwords._hasher, list[str]()

    class Counted:
        def verify(self, kept: str, password: bytes) -> bool:
            # The parameters, without salt and hash.
            hashes.append(kept.rsplit("$", 2)[0])
            return hasher.verify(kept, password)

    passwords._hasher = Counted()  # type: ignore[assignment]
    answers = [await server.somebody("10.0.0.7").tell(Login(username, OTHER)) for username in ("Ann", "Nobody")]
    assert answers[0] == answers[1]
    # With the same parameters, so that it takes as long.
    assert len(hashes) == 2
    assert hashes[0] == hashes[1]


@with_a_people_server()
async def test_a_guest_who_logs_in_brings_their_matches_once(server: PeopleServer) -> None:
    owner, _ = await an_account(server)
    key = a_key()
    guest = await a_guest(server, key)
    was = guest.session.person
    await has_played(server, was, "m1")
    assert (await guest.tell(Login("Ann", PASSWORD, merge=True))).ok
    assert await matches_of(server, owner.session.person) == 1
    # The key begins somebody new, and there is nothing more to bring.
    again = await a_guest(server, key)
    assert again.session.person not in {was, owner.session.person}
    assert (await again.tell(Login("Ann", PASSWORD, merge=True))).ok
    assert await matches_of(server, owner.session.person) == 1


@with_a_people_server()
async def test_without_merge_a_guest_stays_who_they_are(server: PeopleServer) -> None:
    await an_account(server)
    key = a_key()
    guest = await a_guest(server, key)
    was = guest.session.person
    await has_played(server, was, "m1")
    assert (await guest.tell(Login("Ann", PASSWORD))).ok
    assert await matches_of(server, was) == 1
    assert (await a_guest(server, key)).session.person == was


@with_a_people_server()
async def test_the_rating_of_whoever_has_played_more_counts_and_the_matches_of_both(
    server: PeopleServer,
) -> None:
    owner, _ = await an_account(server)
    guest = await a_guest(server)
    was, account = guest.session.person, owner.session.person
    async with (await server.opened()).database.writing() as connection:
        for who, game, matches in ((was, "chess", 9), (account, "chess", 2), (was, "quiz", 1)):
            counts = {
                "matches": matches,
                "won": 1,
                "drawn": 0,
                "lost": matches - 1,
                "streak": 0,
                "best_streak": matches,
            }
            values = {"who": who, "game": game, "mu": float(matches), "sigma": 1.0}
            await connection.execute(insert(tables.ratings).values(**values, **counts))
    assert (await guest.tell(Login("Ann", PASSWORD, merge=True))).ok
    ratings = tables.ratings.c
    chosen = select(ratings.who, ratings.game, ratings.mu, ratings.matches, ratings.won, ratings.best_streak)
    async with (await server.opened()).database.reading() as connection:
        found = (await connection.execute(chosen.order_by(ratings.game))).all()
    assert [tuple(row) for row in found] == [(account, "chess", 9.0, 11, 2, 9), (account, "quiz", 1.0, 1, 1, 1)]


@with_a_people_server()
async def test_who_logs_in_from_a_lobby_sits_there_as_that_person(server: PeopleServer) -> None:
    owner, _ = await an_account(server)
    guest = await a_guest(server)
    await guest.tell(create_chess(name="Zoe"))
    await guest.tell(Login("Ann", PASSWORD))
    _, member = guest.session.seated()
    assert (member.person, member.name) == (owner.session.person, "Ann")


@with_a_people_server()
async def test_a_match_is_played_to_its_end_by_whoever_began_it(server: PeopleServer) -> None:
    owner, _ = await an_account(server)
    host, other = await a_guest(server), await a_guest(server)
    code = (await host.tell(create_chess(name="Zoe"))).code
    assert code is not None
    await other.tell(JoinGame(code, "Bob"))
    assert host.raw("StartGame", b"{}").ok
    began = host.session.person
    assert (await host.tell(Login("Ann", PASSWORD))).ok
    assert host.session.person == owner.session.person
    assert host.session.seated()[1].person == began


@with_a_people_server()
async def test_who_is_logged_in_cannot_log_in_once_more(server: PeopleServer) -> None:
    owner, session = await an_account(server)
    for request in (CreateLogin("Bob", PASSWORD), Login("Ann", PASSWORD), Login(session=session)):
        assert await owner.told_no(request) == "NOT_NOW"


@with_a_people_server()
async def test_too_many_wrong_passwords_have_to_wait_even_for_the_right_one(server: PeopleServer) -> None:
    await an_account(server)
    guesser = server.somebody("10.0.0.7")
    for _ in range(5):
        assert await guesser.told_no(Login("Ann", OTHER)) == "BAD_LOGIN"
    refused = await guesser.tell(Login("Ann", PASSWORD))
    assert (refused.error, refused.wait_ms) == ("TOO_FAST", 60_000)
    assert refused.message == "Too many wrong passwords. Try again in 60 seconds."
    assert (await server.somebody("10.0.0.8").tell(Login("Ann", PASSWORD))).ok
    server.clock.pass_ms(60_000)
    assert (await guesser.tell(Login("Ann", PASSWORD))).ok


# --- how long it lasts ----------------------------------------------------------------------------------------------


@with_a_people_server()
async def test_a_session_ends_when_nobody_has_used_it_for_long(server: PeopleServer) -> None:
    _, session = await an_account(server)
    for _ in range(3):
        server.clock.set_by_ms += sessions.LIFE_MS - 1
        assert (await server.somebody().tell(Login(session=session))).ok
    server.clock.set_by_ms += sessions.LIFE_MS
    assert await server.somebody().told_no(Login(session=session)) == "BAD_LOGIN"


@with_a_people_server()
async def test_a_clock_that_is_set_back_ends_no_session_and_makes_none_last_for_ever(
    server: PeopleServer,
) -> None:
    server.clock.set_by_ms += 10 * sessions.LIFE_MS
    _, session = await an_account(server)
    server.clock.set_by_ms -= 10 * sessions.LIFE_MS
    assert (await server.somebody().tell(Login(session=session))).ok
    server.clock.set_by_ms += sessions.LIFE_MS
    assert await server.somebody().told_no(Login(session=session)) == "BAD_LOGIN"


@with_a_people_server()
async def test_a_session_is_kept_as_its_hash_alone(server: PeopleServer) -> None:
    _, session = await an_account(server)
    async with (await server.opened()).database.reading() as connection:
        (row,) = (await connection.execute(select(tables.sessions))).all()
    assert (len(row.hash), session.encode() in row.hash) == (32, False)


@with_a_people_server()
async def test_who_logs_out_is_nobody_and_their_session_is_over(server: PeopleServer) -> None:
    owner, session = await an_account(server)
    other = server.somebody()
    kept = (await other.tell(Login("Ann", PASSWORD))).session
    assert (await owner.tell(Logout())).ok
    assert owner.session.person == ""
    assert await server.somebody().told_no(Login(session=session)) == "BAD_LOGIN"
    assert (await server.somebody().tell(Login(session=kept))).ok
    assert await owner.told_no(Logout()) == "NOT_NOW"


@with_a_people_server()
async def test_logging_out_everywhere_ends_all_logins(server: PeopleServer) -> None:
    owner, session = await an_account(server)
    other = server.somebody()
    kept = (await other.tell(Login("Ann", PASSWORD))).session
    assert (await owner.tell(Logout(everywhere=True))).ok
    assert other.session.person == ""
    for each in (session, kept):
        assert await server.somebody().told_no(Login(session=each)) == "BAD_LOGIN"


@with_a_people_server()
async def test_another_password_ends_all_logins_but_this_one(server: PeopleServer) -> None:
    owner, session = await an_account(server)
    other = server.somebody()
    kept = (await other.tell(Login("Ann", PASSWORD))).session
    assert await owner.told_no(ChangePassword("wrong one", OTHER)) == "BAD_PASSWORD"
    assert await owner.told_no(ChangePassword(PASSWORD, "short")) == "BAD_PASSWORD"
    assert (await owner.tell(ChangePassword(PASSWORD, OTHER))).ok
    assert other.session.person == ""
    assert await server.somebody().told_no(Login(session=kept)) == "BAD_LOGIN"
    assert (await server.somebody().tell(Login(session=session))).ok
    assert await server.somebody().told_no(Login("Ann", PASSWORD)) == "BAD_LOGIN"
    assert (await server.somebody().tell(Login("Ann", OTHER))).ok


@with_a_people_server()
async def test_a_deleted_account_leaves_results_without_a_name(server: PeopleServer) -> None:
    owner, session = await an_account(server)
    person = owner.session.person
    await has_played(server, person, "m1")
    assert await owner.told_no(DeleteLogin("wrong one")) == "BAD_PASSWORD"
    assert (await owner.tell(DeleteLogin(PASSWORD))).ok
    assert owner.session.person == ""
    assert await matches_of(server, person) == 1
    async with (await server.opened()).database.reading() as connection:
        assert (await connection.scalar(select(tables.match_players.c.name))) == ""
        row = (await connection.execute(select(tables.people))).one()
    assert (row.username, row.username_key, row.password, row.name) == (None, None, None, "")
    assert await rows(server, tables.sessions) == 0
    assert await server.somebody().told_no(Login(session=session)) == "BAD_LOGIN"
    assert await server.somebody().told_no(Login("Ann", PASSWORD)) == "BAD_LOGIN"
    # The name is free again.
    await an_account(server)


@with_a_people_server()
async def test_deletion_takes_pictures_with_it_that_nobody_else_uses(server: PeopleServer) -> None:
    own, shared = f"/avatars/{'a' * 64}.png", f"/avatars/{'b' * 64}.png"
    owners = [await an_account(server, name) for name in ("Ann", "Bob", "Cy")]
    people = tables.people
    async with (await server.opened()).database.writing() as connection:
        # At once: old pictures that nobody shows are tidied away.
        for each in ("a", "b"):
            await connection.execute(insert(tables.pictures).values(hash=each * 64, data=b"png", created_at=0))
        for (owner, _), picture in zip(owners, (own, shared, shared), strict=True):
            shown = update(people).where(people.c.id == owner.session.person).values(picture=picture)
            await connection.execute(shown)
    for owner, _ in owners[:2]:
        assert (await owner.tell(DeleteLogin(PASSWORD))).ok
    async with (await server.opened()).database.reading() as connection:
        left = (await connection.execute(select(tables.pictures.c.hash))).scalars().all()
    assert left == ["b" * 64]


# --- where passwords may travel -------------------------------------------------------------------------------------


@with_a_people_server(public=True)
async def test_a_public_server_takes_no_password_that_others_can_read(server: PeopleServer) -> None:
    visitor = server.somebody()
    visitor.session.secure = False
    for request in (CreateLogin("Ann", PASSWORD), Login("Ann", PASSWORD)):
        answer = await visitor.tell(request)
        assert answer.error == "NO_LOGINS"
        assert answer.message == (
            "This server is reached without encryption, so it takes no passwords. You can play as a guest."
        )
    visitor.session.secure = True
    assert (await visitor.tell(CreateLogin("Ann", PASSWORD))).message is None


@with_a_people_server()
async def test_on_a_lan_one_sentence_warns(server: PeopleServer) -> None:
    visitor = server.somebody()
    visitor.session.secure = False
    answer = await visitor.tell(CreateLogin("Ann", PASSWORD))
    assert (answer.ok, answer.message) == (
        True,
        "Others on this network could read your password: use one that you use nowhere else.",
    )
    # Who comes back by a session gives no password.
    back = server.somebody()
    back.session.secure = False
    assert (await back.tell(Login(session=answer.session))).message is None


# --- secrets --------------------------------------------------------------------------------------------------------


def test_no_secret_is_logged_or_told_to_others(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    key, told = a_key(), list[str]()

    @with_a_people_server()
    async def story(server: PeopleServer) -> None:
        host = await a_guest(server)
        code = (await host.tell(create_chess(name="Zoe"))).code
        assert code is not None
        guest = await a_guest(server, key)
        await guest.tell(JoinGame(code, "Bob"))
        answer = await guest.tell(CreateLogin("Ann", PASSWORD))
        assert answer.session is not None
        told.extend(map(str, host.told))
        for secret in (key, PASSWORD, answer.session, guest.session.person):
            assert secret not in caplog.text
            assert not any(secret in each for each in told)

    story()
    assert told


# --- whatever is sent -----------------------------------------------------------------------------------------------

ANYTHING = st.text(max_size=40) | st.sampled_from(
    ["Ann", "me", "\x00", "a\x00b", "´", "\u0301", "%", "' OR 1=1 --", "x" * 64]
)
ASKED = st.one_of(
    st.builds(CreateLogin, username=ANYTHING, password=ANYTHING),
    st.builds(Login, username=st.none() | ANYTHING, password=st.none() | ANYTHING, session=st.none() | ANYTHING),
    st.builds(Login, session=ANYTHING, merge=st.booleans()),
    st.builds(Logout, everywhere=st.booleans()),
    st.builds(ChangePassword, old=ANYTHING, new=ANYTHING),
    st.builds(DeleteLogin, password=ANYTHING),
    st.builds(
        SetProfile, name=st.none() | ANYTHING, key=st.none() | st.from_regex(r"[A-Za-z0-9_-]{22,40}", fullmatch=True)
    ),
)


@given(st.lists(ASKED, min_size=1, max_size=30))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_sent_is_answered_and_is_no_fault_of_ours(
    caplog: pytest.LogCaptureFixture, asked: list[Request]
) -> None:
    @with_a_people_server(wrong_passwords_per_address=0, accounts_per_hour=0)
    async def story(server: PeopleServer) -> None:
        visitor = server.somebody()
        for each in asked:
            answer = await visitor.tell(each)
            assert answer.request == each.wire_name
            assert answer.error != "SERVER_FAULT", answer
            assert answer.error != "BAD_MESSAGE" or isinstance(each, Login), answer
        assert server.service.meters.faults == 0

    story()
    assert caplog.text == ""


def test_what_no_database_can_hold_is_no_username_and_no_fault(
    postgres: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    async def run() -> None:
        async with a_people_server(database_url=await postgres.fresh(), wrong_passwords_per_address=0) as server:
            for username in ("\x00", "a\x00b", "", "\u0301", "x" * 64):
                assert await server.somebody().told_no(Login(username, PASSWORD)) == "BAD_LOGIN"
                assert await server.somebody().told_no(CreateLogin(username, PASSWORD)) == "BAD_NAME"
                assert await server.somebody().told_no(SetProfile(username, key=a_key())) == "BAD_NAME"

    asyncio.run(run())
    assert caplog.text == ""


def test_an_account_outlives_the_server(tmp_path: Path) -> None:
    async def run() -> None:
        file = str(tmp_path / "people.sqlite")
        async with a_people_server(people_file=file) as server:
            owner, session = await an_account(server)
            person = owner.session.person
        async with a_people_server(people_file=file) as server:
            for login in (Login(session=session), Login("Ann", PASSWORD)):
                back = server.somebody()
                assert (await back.tell(login)).ok
                assert back.session.person == person

    asyncio.run(run())


@with_a_people_server()
async def test_a_name_that_the_server_made_up_is_not_remembered_with_a_picture(server: PeopleServer) -> None:
    owner, session = await an_account(server)
    host = server.somebody()
    code = (await host.tell(create_chess(name="Bob"))).code or ""
    assert (await owner.tell(JoinGame(code, "Guest"))).ok
    assert (await owner.tell(SetProfile(picture="pup:snow"))).ok
    await server.settled()
    answer = await server.somebody().tell(Login(session=session))
    assert (answer.name, answer.picture) == ("Ann", "pup:snow")


@with_a_people_server()
async def test_a_name_that_was_refused_is_not_remembered(server: PeopleServer) -> None:
    owner, session = await an_account(server)
    host = server.somebody()
    code = (await host.tell(create_chess(name="Bob"))).code or ""
    assert (await owner.tell(JoinGame(code, "Cy"))).ok
    assert await owner.told_no(SetProfile("Bob")) == "NAME_TAKEN"
    await server.settled()
    assert (await server.somebody().tell(Login(session=session))).name == "Ann"
    assert (await owner.tell(SetProfile(" Zoë "))).ok
    await server.settled()
    assert (await server.somebody().tell(Login(session=session))).name == "Zoë"


# --- what happens while a password is looked at ---------------------------------------------------------------------


async def while_proving(
    server: PeopleServer, request: Request, session: str | None, meanwhile: Callable[[], Awaitable[object]]
) -> str | None:
    """What comes of a request with the right password, if this happens before it is acted upon."""
    passwords = (await server.opened())._passwords
    fits = passwords.fits
    somebody = server.somebody("10.0.0.9")
    if session is not None:
        assert (await somebody.tell(Login(session=session))).ok

    async def slowly(kept: str | None, password: str) -> bool:
        found = await fits(kept, password)
        passwords.fits = fits  # type: ignore[method-assign]
        await meanwhile()
        return found

    passwords.fits = slowly  # type: ignore[method-assign]
    return await somebody.told_no(request)


@with_a_people_server()
async def test_a_password_that_is_changed_while_somebody_logs_in_with_it_lets_nobody_in(
    server: PeopleServer,
) -> None:
    owner, _ = await an_account(server)
    changed = lambda: owner.tell(ChangePassword(PASSWORD, OTHER))  # noqa: E731
    assert await while_proving(server, Login("Ann", PASSWORD), None, changed) == "NOT_NOW"
    assert await rows(server, tables.sessions) == 1


@with_a_people_server()
async def test_of_two_who_change_a_password_at_once_the_second_must_know_the_new_one(
    server: PeopleServer,
) -> None:
    owner, session = await an_account(server)
    changed = lambda: owner.tell(ChangePassword(PASSWORD, OTHER))  # noqa: E731
    assert await while_proving(server, ChangePassword(PASSWORD, "of the thief"), session, changed) == "NOT_NOW"
    assert (await server.somebody().tell(Login("Ann", OTHER))).ok


@with_a_people_server()
async def test_whoever_is_banned_while_they_log_in_is_not_let_in(server: PeopleServer) -> None:
    await an_account(server)
    operations = (await server.opened()).operations
    banned = lambda: operations.do(Order("people", "ban", "Ann"))  # noqa: E731
    assert await while_proving(server, Login("Ann", PASSWORD), None, banned) == "BANNED"
    assert await rows(server, tables.sessions) == 0


@with_a_people_server()
async def test_an_account_that_is_deleted_while_somebody_logs_in_leaves_no_session(server: PeopleServer) -> None:
    owner, _ = await an_account(server)
    deleted = lambda: owner.tell(DeleteLogin(PASSWORD))  # noqa: E731
    assert await while_proving(server, Login("Ann", PASSWORD), None, deleted) == "NOT_NOW"
    assert await rows(server, tables.sessions) == 0


@with_a_people_server()
async def test_of_whoever_was_forgotten_elsewhere_nothing_new_is_kept(server: PeopleServer) -> None:
    owner, _ = await an_account(server)
    person = owner.session.person
    assert (await owner.tell(DeleteLogin(PASSWORD))).ok
    # A connection to another process, which has not heard of it.
    owner.session.person = person
    assert (await owner.tell(SetProfile("Ann again", picture="pup:queen"))).ok
    await server.settled()
    async with (await server.opened()).database.reading() as connection:
        (row,) = (await connection.execute(select(tables.people))).all()
    assert (row.name, row.picture) == ("", None)

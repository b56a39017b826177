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
from tests.helpers.town import PASSWORD, Somebody, Town, a_town

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from tests.helpers.postgres import Postgres

OTHER = "battery staple"


def told_in_a_town(**limits: Any) -> Callable[[Callable[[Town], Awaitable[None]]], Callable[[], None]]:
    """Run the test in a town of its own."""

    def decorate(story: Callable[[Town], Awaitable[None]]) -> Callable[[], None]:
        def test() -> None:
            async def run() -> None:
                async with a_town(**limits) as town:
                    await story(town)

            asyncio.run(run())

        test.__name__, test.__doc__ = story.__name__, story.__doc__
        return test

    return decorate


def a_key() -> str:
    return secrets.token_urlsafe(16)


async def a_guest(town: Town, key: str = "", name: str = "Ann") -> Somebody:
    guest = town.somebody()
    assert (await guest.tell(SetProfile(name=name, key=key or a_key()))).ok
    return guest


async def an_account(town: Town, name: str = "Ann", password: str = PASSWORD) -> tuple[Somebody, str]:
    """A connection that is logged in to a new account, and the session to come back with."""
    owner = town.somebody()
    made = await owner.tell(CreateLogin(name, password))
    assert made.session is not None, made
    return owner, made.session


async def has_played(town: Town, person: str, match: str) -> None:
    """A match of this person is on record."""
    async with (await town.opened()).database.writing() as connection:
        values = {"room": match, "number": 1, "game": "chess", "at": 0, "reason": "mate", "rated": True}
        await connection.execute(insert(tables.matches).values(id=match, **values))
        player = {"pid": 1, "person": person, "name": "Ann", "place": 1, "score": 2.0, "result": "won", "at": 0}
        await connection.execute(insert(tables.match_players).values(match=match, **player))


async def matches_of(town: Town, person: str) -> int:
    async with (await town.opened()).database.reading() as connection:
        mine = tables.match_players.c.person == person
        return await connection.scalar(select(func.count()).select_from(tables.match_players).where(mine)) or 0


async def rows(town: Town, table: Any) -> int:
    async with (await town.opened()).database.reading() as connection:
        return await connection.scalar(select(func.count()).select_from(table)) or 0


# --- guests ---------------------------------------------------------------------------------------------------------


@told_in_a_town()
async def test_who_sends_the_same_key_again_is_the_same_guest(town: Town) -> None:
    key = a_key()
    first, again, other = await a_guest(town, key), await a_guest(town, key), await a_guest(town)
    assert first.session.person == again.session.person != other.session.person


@told_in_a_town()
async def test_a_guests_name_is_remembered(town: Town) -> None:
    key = a_key()
    await a_guest(town, key, "Zoë")
    await town.settled()
    back = town.somebody()
    await back.tell(SetProfile(key=key))
    assert back.session.name == "Zoë"
    assert (await back.tell(create_chess(name=None))).snapshot.players[0].name == "Zoë"  # type: ignore[union-attr]


@told_in_a_town()
async def test_a_key_is_kept_as_its_hash_alone(town: Town) -> None:
    key = a_key()
    await a_guest(town, key)
    async with (await town.opened()).database.reading() as connection:
        (row,) = (await connection.execute(select(tables.guest_keys))).all()
    assert key.encode() not in row.hash
    assert len(row.hash) == 32


@told_in_a_town()
async def test_a_guest_who_is_known_from_a_seat_sits_there_as_that_person(town: Town) -> None:
    host = town.somebody()
    assert (await host.tell(create_chess(name="Ann"))).ok
    assert (await host.tell(SetProfile(key=a_key()))).ok
    room, member = host.session.seated()
    assert member.person == host.session.person != ""
    assert member.person in room.committed.decode("latin-1")


@told_in_a_town(guests_burst=2)
async def test_one_address_cannot_make_guests_without_end(town: Town) -> None:
    await a_guest(town)
    await a_guest(town)
    assert await town.somebody().told_no(SetProfile(key=a_key())) == "TOO_FAST"
    await a_guest_from_elsewhere(town)


async def a_guest_from_elsewhere(town: Town) -> None:
    assert (await town.somebody("10.0.0.2").tell(SetProfile(key=a_key()))).ok


# --- accounts -------------------------------------------------------------------------------------------------------


@told_in_a_town()
async def test_a_guest_becomes_an_account_with_all_that_they_have(town: Town) -> None:
    guest = await a_guest(town)
    person = guest.session.person
    await has_played(town, person, "m1")
    made = await guest.tell(CreateLogin("Ann", PASSWORD))
    assert (made.ok, made.username, made.name) == (True, "Ann", "Ann")
    assert guest.session.person == person
    assert await matches_of(town, person) == 1


@told_in_a_town()
async def test_an_account_ends_the_power_of_the_key(town: Town) -> None:
    key = a_key()
    guest, elsewhere = await a_guest(town, key), await a_guest(town, key)
    person = guest.session.person
    await guest.tell(CreateLogin("Ann", PASSWORD))
    assert elsewhere.session.person == ""
    later = await a_guest(town, key)
    assert later.session.person not in {"", person}


@told_in_a_town()
async def test_two_connections_of_one_guest_make_one_account(town: Town) -> None:
    key = a_key()
    one, two = await a_guest(town, key), await a_guest(town, key)
    person = one.session.person
    answers = await asyncio.gather(one.tell(CreateLogin("Ann", PASSWORD)), two.tell(CreateLogin("Bob", PASSWORD)))
    assert [answer.ok for answer in answers].count(True) >= 1
    owners = [each.session.person for each, answer in zip((one, two), answers, strict=True) if answer.ok]
    assert owners.count(person) == 1


@pytest.mark.parametrize("other", ["ann", "ANN", " Ann ", "Ānn", "аnn"])
def test_a_username_that_looks_like_anothers_is_taken(other: str) -> None:
    @told_in_a_town()
    async def story(town: Town) -> None:
        await an_account(town, "Ann")
        assert await town.somebody().told_no(CreateLogin(other, PASSWORD)) == "USERNAME_TAKEN"

    story()


@told_in_a_town()
async def test_of_two_who_race_for_a_name_one_gets_it(town: Town) -> None:
    racers = [town.somebody(f"10.0.0.{number}") for number in range(5)]
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
    @told_in_a_town()
    async def story(town: Town) -> None:
        assert await town.somebody().told_no(CreateLogin(username, password)) == error
        assert await rows(town, tables.people) == 0

    story()


@told_in_a_town(accounts_per_hour=2)
async def test_one_address_cannot_make_accounts_without_end(town: Town) -> None:
    await an_account(town, "Ann")
    await an_account(town, "Bob")
    assert await town.somebody().told_no(CreateLogin("Cy", PASSWORD)) == "TOO_FAST"


# --- logging in -----------------------------------------------------------------------------------------------------


@told_in_a_town()
async def test_a_password_and_a_session_both_lead_back_to_the_account(town: Town) -> None:
    owner, session = await an_account(town)
    for login in (Login("aNN", PASSWORD), Login(session=session)):
        back = town.somebody("10.0.0.7")
        answer = await back.tell(login)
        assert (answer.ok, answer.username, back.session.person) == (True, "Ann", owner.session.person)


@pytest.mark.parametrize("login", [Login("Ann", OTHER), Login("Nobody", PASSWORD), Login(session="x" * 22)])
def test_what_does_not_fit_is_a_bad_login(login: Login) -> None:
    @told_in_a_town()
    async def story(town: Town) -> None:
        await an_account(town)
        stranger = town.somebody("10.0.0.7")
        assert await stranger.told_no(login) == "BAD_LOGIN"
        assert stranger.session.person == ""

    story()


@told_in_a_town()
async def test_a_username_that_does_not_exist_is_answered_like_a_wrong_password(town: Town) -> None:
    """To the letter, and after the same work: one look into the database, one slow hash."""
    await an_account(town)
    passwords = (await town.opened()).requests._passwords
    hasher, hashes = passwords._hasher, list[str]()

    class Counted:
        def verify(self, kept: str, password: bytes) -> bool:
            # The parameters, without salt and hash.
            hashes.append(kept.rsplit("$", 2)[0])
            return hasher.verify(kept, password)

    passwords._hasher = Counted()  # type: ignore[assignment]
    answers = [await town.somebody("10.0.0.7").tell(Login(username, OTHER)) for username in ("Ann", "Nobody")]
    assert answers[0] == answers[1]
    # With the same parameters, so that it takes as long.
    assert len(hashes) == 2
    assert hashes[0] == hashes[1]


@told_in_a_town()
async def test_a_guest_who_logs_in_brings_their_matches_once(town: Town) -> None:
    owner, _ = await an_account(town)
    key = a_key()
    guest = await a_guest(town, key)
    was = guest.session.person
    await has_played(town, was, "m1")
    assert (await guest.tell(Login("Ann", PASSWORD, merge=True))).ok
    assert await matches_of(town, owner.session.person) == 1
    # The key begins somebody new, and there is nothing more to bring.
    again = await a_guest(town, key)
    assert again.session.person not in {was, owner.session.person}
    assert (await again.tell(Login("Ann", PASSWORD, merge=True))).ok
    assert await matches_of(town, owner.session.person) == 1


@told_in_a_town()
async def test_without_merge_a_guest_stays_who_they_are(town: Town) -> None:
    await an_account(town)
    key = a_key()
    guest = await a_guest(town, key)
    was = guest.session.person
    await has_played(town, was, "m1")
    assert (await guest.tell(Login("Ann", PASSWORD))).ok
    assert await matches_of(town, was) == 1
    assert (await a_guest(town, key)).session.person == was


@told_in_a_town()
async def test_the_rating_of_whoever_has_played_more_counts_and_the_matches_of_both(town: Town) -> None:
    owner, _ = await an_account(town)
    guest = await a_guest(town)
    was, account = guest.session.person, owner.session.person
    async with (await town.opened()).database.writing() as connection:
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
    async with (await town.opened()).database.reading() as connection:
        found = (await connection.execute(chosen.order_by(ratings.game))).all()
    assert [tuple(row) for row in found] == [(account, "chess", 9.0, 11, 2, 9), (account, "quiz", 1.0, 1, 1, 1)]


@told_in_a_town()
async def test_who_logs_in_from_a_lobby_sits_there_as_that_person(town: Town) -> None:
    owner, _ = await an_account(town)
    guest = await a_guest(town)
    await guest.tell(create_chess(name="Zoe"))
    await guest.tell(Login("Ann", PASSWORD))
    _, member = guest.session.seated()
    assert (member.person, member.name) == (owner.session.person, "Ann")


@told_in_a_town()
async def test_a_match_is_played_to_its_end_by_whoever_began_it(town: Town) -> None:
    owner, _ = await an_account(town)
    host, other = await a_guest(town), await a_guest(town)
    code = (await host.tell(create_chess(name="Zoe"))).code
    assert code is not None
    await other.tell(JoinGame(code, "Bob"))
    assert host.raw("StartGame", b"{}").ok
    began = host.session.person
    assert (await host.tell(Login("Ann", PASSWORD))).ok
    assert host.session.person == owner.session.person
    assert host.session.seated()[1].person == began


@told_in_a_town()
async def test_who_is_logged_in_cannot_log_in_once_more(town: Town) -> None:
    owner, session = await an_account(town)
    for request in (CreateLogin("Bob", PASSWORD), Login("Ann", PASSWORD), Login(session=session)):
        assert await owner.told_no(request) == "NOT_NOW"


@told_in_a_town()
async def test_too_many_wrong_passwords_have_to_wait_even_for_the_right_one(town: Town) -> None:
    await an_account(town)
    guesser = town.somebody("10.0.0.7")
    for _ in range(5):
        assert await guesser.told_no(Login("Ann", OTHER)) == "BAD_LOGIN"
    refused = await guesser.tell(Login("Ann", PASSWORD))
    assert (refused.error, refused.wait_ms) == ("TOO_FAST", 60_000)
    assert refused.message == "Too many wrong passwords. Try again in 60 seconds."
    assert (await town.somebody("10.0.0.8").tell(Login("Ann", PASSWORD))).ok
    town.clock.pass_ms(60_000)
    assert (await guesser.tell(Login("Ann", PASSWORD))).ok


# --- how long it lasts ----------------------------------------------------------------------------------------------


@told_in_a_town()
async def test_a_session_ends_when_nobody_has_used_it_for_long(town: Town) -> None:
    _, session = await an_account(town)
    for _ in range(3):
        town.clock.set_by_ms += sessions.LIFE_MS - 1
        assert (await town.somebody().tell(Login(session=session))).ok
    town.clock.set_by_ms += sessions.LIFE_MS
    assert await town.somebody().told_no(Login(session=session)) == "BAD_LOGIN"


@told_in_a_town()
async def test_a_clock_that_is_set_back_ends_no_session_and_makes_none_last_for_ever(town: Town) -> None:
    town.clock.set_by_ms += 10 * sessions.LIFE_MS
    _, session = await an_account(town)
    town.clock.set_by_ms -= 10 * sessions.LIFE_MS
    assert (await town.somebody().tell(Login(session=session))).ok
    town.clock.set_by_ms += sessions.LIFE_MS
    assert await town.somebody().told_no(Login(session=session)) == "BAD_LOGIN"


@told_in_a_town()
async def test_a_session_is_kept_as_its_hash_alone(town: Town) -> None:
    _, session = await an_account(town)
    async with (await town.opened()).database.reading() as connection:
        (row,) = (await connection.execute(select(tables.sessions))).all()
    assert (len(row.hash), session.encode() in row.hash) == (32, False)


@told_in_a_town()
async def test_who_logs_out_is_nobody_and_their_session_is_over(town: Town) -> None:
    owner, session = await an_account(town)
    other = town.somebody()
    kept = (await other.tell(Login("Ann", PASSWORD))).session
    assert (await owner.tell(Logout())).ok
    assert owner.session.person == ""
    assert await town.somebody().told_no(Login(session=session)) == "BAD_LOGIN"
    assert (await town.somebody().tell(Login(session=kept))).ok
    assert await owner.told_no(Logout()) == "NOT_NOW"


@told_in_a_town()
async def test_logging_out_everywhere_ends_all_logins(town: Town) -> None:
    owner, session = await an_account(town)
    other = town.somebody()
    kept = (await other.tell(Login("Ann", PASSWORD))).session
    assert (await owner.tell(Logout(everywhere=True))).ok
    assert other.session.person == ""
    for each in (session, kept):
        assert await town.somebody().told_no(Login(session=each)) == "BAD_LOGIN"


@told_in_a_town()
async def test_another_password_ends_all_logins_but_this_one(town: Town) -> None:
    owner, session = await an_account(town)
    other = town.somebody()
    kept = (await other.tell(Login("Ann", PASSWORD))).session
    assert await owner.told_no(ChangePassword("wrong one", OTHER)) == "BAD_PASSWORD"
    assert await owner.told_no(ChangePassword(PASSWORD, "short")) == "BAD_PASSWORD"
    assert (await owner.tell(ChangePassword(PASSWORD, OTHER))).ok
    assert other.session.person == ""
    assert await town.somebody().told_no(Login(session=kept)) == "BAD_LOGIN"
    assert (await town.somebody().tell(Login(session=session))).ok
    assert await town.somebody().told_no(Login("Ann", PASSWORD)) == "BAD_LOGIN"
    assert (await town.somebody().tell(Login("Ann", OTHER))).ok


@told_in_a_town()
async def test_a_deleted_account_leaves_results_without_a_name(town: Town) -> None:
    owner, session = await an_account(town)
    person = owner.session.person
    await has_played(town, person, "m1")
    assert await owner.told_no(DeleteLogin("wrong one")) == "BAD_PASSWORD"
    assert (await owner.tell(DeleteLogin(PASSWORD))).ok
    assert owner.session.person == ""
    assert await matches_of(town, person) == 1
    async with (await town.opened()).database.reading() as connection:
        assert (await connection.scalar(select(tables.match_players.c.name))) == ""
        row = (await connection.execute(select(tables.people))).one()
    assert (row.username, row.username_key, row.password, row.name) == (None, None, None, "")
    assert await rows(town, tables.sessions) == 0
    assert await town.somebody().told_no(Login(session=session)) == "BAD_LOGIN"
    assert await town.somebody().told_no(Login("Ann", PASSWORD)) == "BAD_LOGIN"
    # The name is free again.
    await an_account(town)


@told_in_a_town()
async def test_deletion_takes_pictures_with_it_that_nobody_else_uses(town: Town) -> None:
    own, shared = f"/avatars/{'a' * 64}.png", f"/avatars/{'b' * 64}.png"
    owners = [await an_account(town, name) for name in ("Ann", "Bob", "Cy")]
    people = tables.people
    async with (await town.opened()).database.writing() as connection:
        # At once: old pictures that nobody shows are tidied away.
        for each in ("a", "b"):
            await connection.execute(insert(tables.pictures).values(hash=each * 64, data=b"png", created_at=0))
        for (owner, _), picture in zip(owners, (own, shared, shared), strict=True):
            shown = update(people).where(people.c.id == owner.session.person).values(picture=picture)
            await connection.execute(shown)
    for owner, _ in owners[:2]:
        assert (await owner.tell(DeleteLogin(PASSWORD))).ok
    async with (await town.opened()).database.reading() as connection:
        left = (await connection.execute(select(tables.pictures.c.hash))).scalars().all()
    assert left == ["b" * 64]


# --- where passwords may travel -------------------------------------------------------------------------------------


@told_in_a_town(public=True)
async def test_a_public_server_takes_no_password_that_others_can_read(town: Town) -> None:
    visitor = town.somebody()
    visitor.session.secure = False
    for request in (CreateLogin("Ann", PASSWORD), Login("Ann", PASSWORD)):
        answer = await visitor.tell(request)
        assert answer.error == "NO_LOGINS"
        assert answer.message == (
            "This server is reached without encryption, so it takes no passwords. You can play as a guest."
        )
    visitor.session.secure = True
    assert (await visitor.tell(CreateLogin("Ann", PASSWORD))).message is None


@told_in_a_town()
async def test_on_a_lan_one_sentence_warns(town: Town) -> None:
    visitor = town.somebody()
    visitor.session.secure = False
    answer = await visitor.tell(CreateLogin("Ann", PASSWORD))
    assert (answer.ok, answer.message) == (
        True,
        "Others on this network could read your password: use one that you use nowhere else.",
    )
    # Who comes back by a session gives no password.
    back = town.somebody()
    back.session.secure = False
    assert (await back.tell(Login(session=answer.session))).message is None


# --- secrets --------------------------------------------------------------------------------------------------------


def test_no_secret_is_logged_or_told_to_others(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    key, told = a_key(), list[str]()

    @told_in_a_town()
    async def story(town: Town) -> None:
        host = await a_guest(town)
        code = (await host.tell(create_chess(name="Zoe"))).code
        assert code is not None
        guest = await a_guest(town, key)
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
    @told_in_a_town(wrong_passwords_per_address=0, accounts_per_hour=0)
    async def story(town: Town) -> None:
        visitor = town.somebody()
        for each in asked:
            answer = await visitor.tell(each)
            assert answer.request == each.wire_name
            assert answer.error != "SERVER_FAULT", answer
            assert answer.error != "BAD_MESSAGE" or isinstance(each, Login), answer
        assert town.service.meters.faults == 0

    story()
    assert caplog.text == ""


def test_what_no_database_can_hold_is_no_username_and_no_fault(
    postgres: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    async def run() -> None:
        async with a_town(database_url=await postgres.fresh(), wrong_passwords_per_address=0) as town:
            for username in ("\x00", "a\x00b", "", "\u0301", "x" * 64):
                assert await town.somebody().told_no(Login(username, PASSWORD)) == "BAD_LOGIN"
                assert await town.somebody().told_no(CreateLogin(username, PASSWORD)) == "BAD_NAME"
                assert await town.somebody().told_no(SetProfile(username, key=a_key())) == "BAD_NAME"

    asyncio.run(run())
    assert caplog.text == ""


def test_an_account_outlives_the_server(tmp_path: Path) -> None:
    async def run() -> None:
        file = str(tmp_path / "people.sqlite")
        async with a_town(people_file=file) as town:
            owner, session = await an_account(town)
            person = owner.session.person
        async with a_town(people_file=file) as town:
            for login in (Login(session=session), Login("Ann", PASSWORD)):
                back = town.somebody()
                assert (await back.tell(login)).ok
                assert back.session.person == person

    asyncio.run(run())


@told_in_a_town()
async def test_a_name_that_the_server_made_up_is_not_remembered_with_a_picture(town: Town) -> None:
    owner, session = await an_account(town)
    host = town.somebody()
    code = (await host.tell(create_chess(name="Bob"))).code or ""
    assert (await owner.tell(JoinGame(code, "Guest"))).ok
    assert (await owner.tell(SetProfile(picture="pup:snow"))).ok
    await town.settled()
    answer = await town.somebody().tell(Login(session=session))
    assert (answer.name, answer.picture) == ("Ann", "pup:snow")


@told_in_a_town()
async def test_a_name_that_was_refused_is_not_remembered(town: Town) -> None:
    owner, session = await an_account(town)
    host = town.somebody()
    code = (await host.tell(create_chess(name="Bob"))).code or ""
    assert (await owner.tell(JoinGame(code, "Cy"))).ok
    assert await owner.told_no(SetProfile("Bob")) == "NAME_TAKEN"
    await town.settled()
    assert (await town.somebody().tell(Login(session=session))).name == "Ann"
    assert (await owner.tell(SetProfile(" Zoë "))).ok
    await town.settled()
    assert (await town.somebody().tell(Login(session=session))).name == "Zoë"


# --- what happens while a password is looked at ---------------------------------------------------------------------


async def while_proving(
    town: Town, request: Request, session: str | None, meanwhile: Callable[[], Awaitable[object]]
) -> str | None:
    """What comes of a request with the right password, if this happens before it is acted upon."""
    passwords = (await town.opened())._passwords
    fits = passwords.fits
    somebody = town.somebody("10.0.0.9")
    if session is not None:
        assert (await somebody.tell(Login(session=session))).ok

    async def slowly(kept: str | None, password: str) -> bool:
        found = await fits(kept, password)
        passwords.fits = fits  # type: ignore[method-assign]
        await meanwhile()
        return found

    passwords.fits = slowly  # type: ignore[method-assign]
    return await somebody.told_no(request)


@told_in_a_town()
async def test_a_password_that_is_changed_while_somebody_logs_in_with_it_lets_nobody_in(town: Town) -> None:
    owner, _ = await an_account(town)
    changed = lambda: owner.tell(ChangePassword(PASSWORD, OTHER))  # noqa: E731
    assert await while_proving(town, Login("Ann", PASSWORD), None, changed) == "NOT_NOW"
    assert await rows(town, tables.sessions) == 1


@told_in_a_town()
async def test_of_two_who_change_a_password_at_once_the_second_must_know_the_new_one(town: Town) -> None:
    owner, session = await an_account(town)
    changed = lambda: owner.tell(ChangePassword(PASSWORD, OTHER))  # noqa: E731
    assert await while_proving(town, ChangePassword(PASSWORD, "of the thief"), session, changed) == "NOT_NOW"
    assert (await town.somebody().tell(Login("Ann", OTHER))).ok


@told_in_a_town()
async def test_whoever_is_banned_while_they_log_in_is_not_let_in(town: Town) -> None:
    await an_account(town)
    operations = (await town.opened()).operations
    banned = lambda: operations.do(Order("people", "ban", "Ann"))  # noqa: E731
    assert await while_proving(town, Login("Ann", PASSWORD), None, banned) == "BANNED"
    assert await rows(town, tables.sessions) == 0


@told_in_a_town()
async def test_an_account_that_is_deleted_while_somebody_logs_in_leaves_no_session(town: Town) -> None:
    owner, _ = await an_account(town)
    deleted = lambda: owner.tell(DeleteLogin(PASSWORD))  # noqa: E731
    assert await while_proving(town, Login("Ann", PASSWORD), None, deleted) == "NOT_NOW"
    assert await rows(town, tables.sessions) == 0


@told_in_a_town()
async def test_of_whoever_was_forgotten_elsewhere_nothing_new_is_kept(town: Town) -> None:
    owner, _ = await an_account(town)
    person = owner.session.person
    assert (await owner.tell(DeleteLogin(PASSWORD))).ok
    # A connection to another process, which has not heard of it.
    owner.session.person = person
    assert (await owner.tell(SetProfile("Ann again", picture="pup:queen"))).ok
    await town.settled()
    async with (await town.opened()).database.reading() as connection:
        (row,) = (await connection.execute(select(tables.people))).all()
    assert (row.name, row.picture) == ("", None)

"""Whose a seat is, from one match to the next."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from netcode.messages import (
    ChangePassword,
    CreateGame,
    DeleteLogin,
    EndGame,
    GiveUp,
    JoinGame,
    ListBlocked,
    Login,
    Logout,
    PlayAgain,
    QuizOptions,
    Rejoin,
    Request,
    Resign,
    SelectQuestion,
    SetProfile,
    StartGame,
)
from server.games.quiz import SETTLES_AFTER_MS
from server.operators.orders import Order
from tests.helpers.chess_wire import create_chess
from tests.helpers.people_server import PASSWORD, PeopleServer, Somebody
from tests.helpers.quizzes import a_pack
from tests.server.people.test_identity import OTHER, a_guest, a_key, an_account, with_a_people_server

if TYPE_CHECKING:
    from server.rooms.room import Member


async def a_match(server: PeopleServer, host: Somebody) -> tuple[Member, Somebody]:
    """The host plays against a guest: the host's seat, and the guest."""
    code = (await host.tell(create_chess(name="Zoe"))).code
    assert code is not None
    guest = await a_guest(server)
    assert (await guest.tell(JoinGame(code, "Bob"))).ok
    assert (await host.tell(StartGame())).ok
    return host.session.seated()[1], guest


async def play_again(server: PeopleServer, host: Somebody, guest: Somebody) -> None:
    """The match ends, and another one begins in the same room."""
    room, _ = guest.session.seated()
    assert room.game is not None
    for _ in range(20):
        await guest.tell(Resign())
        if room.game.over:
            break
        server.clock.pass_ms(5_000)
    for each in (host, guest):
        assert (await each.tell(PlayAgain(again=True))).ok
    assert not room.game.over


async def back_again(server: PeopleServer, host: Somebody, seat: Member) -> Somebody:
    """The host's connection is lost, and another one takes the seat."""
    room, _ = host.session.seated()
    host.close()
    again = server.somebody()
    assert (await again.tell(Rejoin(room.code, seat.pid, host.token))).ok
    return again


@with_a_people_server()
async def test_a_logout_during_a_match_takes_the_person_off_the_seat_for_the_next_one(
    server: PeopleServer,
) -> None:
    host, _ = await an_account(server)
    person = host.session.person
    seat, guest = await a_match(server, host)
    assert (await host.tell(Logout())).ok
    assert seat.person == person
    await play_again(server, host, guest)
    assert seat.person == ""
    assert person not in host.session.seated()[0].committed.decode("latin-1")


@with_a_people_server()
async def test_who_logs_in_during_a_match_has_the_seat_in_the_next_one(server: PeopleServer) -> None:
    owner, _ = await an_account(server)
    host = await a_guest(server)
    _, guest = await a_match(server, host)
    assert (await host.tell(Login("Ann", PASSWORD))).ok
    await play_again(server, host, guest)
    assert host.session.seated()[1].person == owner.session.person


@with_a_people_server()
async def test_a_match_that_begins_while_a_player_is_looked_up_is_that_players(server: PeopleServer) -> None:
    host, player = await a_guest(server), server.somebody()
    code = (await host.tell(create_chess(name="Zoe"))).code or ""
    assert (await player.tell(JoinGame(code, "Bob"))).ok
    seat = player.session.seated()[1]
    said = asyncio.create_task(player.tell(SetProfile(key=a_key())))
    await asyncio.sleep(0)
    assert (await host.tell(StartGame())).ok
    assert seat.person == ""
    assert (await said).ok
    assert seat.person == player.session.person != ""


@with_a_people_server()
async def test_who_says_who_they_are_during_a_match_has_the_seat_in_the_next_one(server: PeopleServer) -> None:
    player = server.somebody()
    seat, guest = await a_match(server, player)
    assert (await player.tell(SetProfile(key=a_key()))).ok
    assert seat.person == ""
    await play_again(server, player, guest)
    assert seat.person == player.session.person != ""


@with_a_people_server()
async def test_who_logs_out_and_comes_back_before_the_match_ends_keeps_the_seat(server: PeopleServer) -> None:
    host, _ = await an_account(server)
    person = host.session.person
    seat, guest = await a_match(server, host)
    assert (await host.tell(Logout())).ok
    assert (await host.tell(Login("Ann", PASSWORD))).ok
    await play_again(server, host, guest)
    assert seat.person == person


@pytest.mark.parametrize("playing", [False, True])
@pytest.mark.parametrize("request_", [ListBlocked(), SetProfile(name="Zoe"), Login("Ann", "a wrong one"), Logout()])
def test_a_connection_that_has_not_said_yet_who_uses_it_leaves_the_seat_as_it_is(
    request_: Request, playing: bool
) -> None:
    @with_a_people_server()
    async def story(server: PeopleServer) -> None:
        host, _ = await an_account(server)
        person = host.session.person
        if playing:
            seat, guest = await a_match(server, host)
        else:
            await host.tell(create_chess(name="Zoe"))
            seat = host.session.seated()[1]
        again = await back_again(server, host, seat)
        await again.tell(request_)
        if playing:
            await play_again(server, again, guest)
        assert seat.person == person

    story()


@pytest.mark.parametrize("request_", [Logout(everywhere=True), ChangePassword(PASSWORD, OTHER), DeleteLogin(PASSWORD)])
def test_a_login_that_is_ended_from_elsewhere_loses_the_seat_for_the_next_match(request_: Request) -> None:
    @with_a_people_server()
    async def story(server: PeopleServer) -> None:
        host, session = await an_account(server)
        person = host.session.person
        seat, guest = await a_match(server, host)
        elsewhere = server.somebody()
        assert (await elsewhere.tell(Login(session=session))).ok
        assert (await elsewhere.tell(request_)).ok
        assert seat.person == person
        await play_again(server, host, guest)
        assert seat.person == ""

    story()


@with_a_people_server()
async def test_a_quiz_goes_on_record_for_whoever_played_it(server: PeopleServer) -> None:
    """Also when they log out between its end and the record."""
    screen = server.somebody()
    code = (await screen.tell(CreateGame(options=QuizOptions(questions=a_pack()), name="Screen"))).code
    assert code is not None
    player, _ = await an_account(server)
    person = player.session.person
    assert (await player.tell(JoinGame(code, "Zoe"))).ok
    for request in (StartGame(), SelectQuestion(0, 0), GiveUp(), EndGame()):
        assert (await screen.tell(request)).ok
    seat = player.session.seated()[1]
    assert (await player.tell(Logout())).ok
    assert seat.person == person
    server.clock.pass_ms(SETTLES_AFTER_MS)
    assert seat.person == ""


# --- what the seat looks like -----------------------------------------------------------------------------------------


async def a_pretty_account(server: PeopleServer) -> None:
    owner, _ = await an_account(server)
    assert (await owner.tell(SetProfile(name="Queen Ann", picture="pup:queen"))).ok
    await server.settled()


@with_a_people_server()
async def test_who_logs_in_from_a_seat_is_called_and_looks_like_the_account(server: PeopleServer) -> None:
    await a_pretty_account(server)
    host, guest = await a_guest(server), await a_guest(server)
    code = (await host.tell(create_chess(name="Zoe"))).code
    assert (await guest.tell(JoinGame(code or "", "Bob"))).ok
    assert (await host.tell(Login("Ann", PASSWORD))).ok
    assert next((each.name, each.picture) for each in guest.members) == ("Queen Ann", "pup:queen")


@with_a_people_server()
async def test_a_name_that_somebody_in_the_room_has_does_not_come_with_the_account(server: PeopleServer) -> None:
    await a_pretty_account(server)
    host, guest = await a_guest(server), await a_guest(server)
    code = (await host.tell(create_chess(name="Zoe"))).code
    assert (await guest.tell(JoinGame(code or "", "queen ann"))).ok
    assert (await host.tell(Login("Ann", PASSWORD))).ok
    seat = host.session.seated()[1]
    assert (seat.name, seat.picture) == ("Zoe", "pup:queen")


@with_a_people_server()
async def test_who_logs_in_during_a_match_looks_as_before(server: PeopleServer) -> None:
    await a_pretty_account(server)
    host = await a_guest(server)
    seat, _ = await a_match(server, host)
    assert (await host.tell(Login("Ann", PASSWORD))).ok
    assert (seat.name, seat.picture) == ("Zoe", None)


@with_a_people_server()
async def test_who_comes_back_to_a_seat_of_theirs_keeps_the_name_that_they_took_there(
    server: PeopleServer,
) -> None:
    host, session = await an_account(server)
    assert (await host.tell(create_chess(name="Zoe"))).ok
    seat = host.session.seated()[1]
    again = await back_again(server, host, seat)
    assert (await again.tell(Login(session=session))).ok
    assert seat.name == "Zoe"


# --- whoever may not come in any more ---------------------------------------------------------------------------------


async def ban(server: PeopleServer, name: str) -> None:
    await (await server.opened()).operations.do(Order("people", "ban", name))


@pytest.mark.parametrize("playing", [False, True])
@pytest.mark.parametrize("connected", [False, True])
def test_whoever_is_banned_does_not_come_back_to_a_seat_by_its_token(playing: bool, connected: bool) -> None:
    @with_a_people_server()
    async def story(server: PeopleServer) -> None:
        player, _ = await an_account(server)
        host = await a_guest(server)
        code = (await host.tell(create_chess(name="Zoe"))).code or ""
        assert (await player.tell(JoinGame(code, "Ann"))).ok
        pid = player.session.seated()[1].pid
        if playing:
            assert (await host.tell(StartGame())).ok
        if not connected:
            player.close()
        await ban(server, "Ann")
        assert await server.somebody().told_no(Rejoin(code, pid, player.token)) == "BAD_TOKEN"
        room = server.service.rooms.find(code)
        assert room is not None
        assert [each.name for each in room.players] == ["Zoe"]
        assert room.game is None or room.game.over
        assert server.service.meters.faults == 0

    story()


@with_a_people_server()
async def test_whoever_is_banned_after_a_logout_does_not_keep_the_seat_that_they_play_in(
    server: PeopleServer,
) -> None:
    host, _ = await an_account(server)
    seat, guest = await a_match(server, host)
    room, _ = guest.session.seated()
    assert (await host.tell(Logout())).ok
    await ban(server, "Ann")
    assert host.closed
    assert seat.left
    assert await server.somebody().told_no(Rejoin(room.code, seat.pid, host.token)) == "BAD_TOKEN"


@with_a_people_server()
async def test_the_only_seat_of_a_room_goes_with_whoever_is_banned(server: PeopleServer) -> None:
    host, _ = await an_account(server)
    code = (await host.tell(create_chess(name="Zoe"))).code or ""
    await ban(server, "Ann")
    assert server.service.rooms.find(code) is None

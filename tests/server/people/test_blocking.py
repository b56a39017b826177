"""Blocking somebody across rooms: what they say and show does not reach whoever has blocked them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from netcode.messages import (
    Chat,
    ChatLine,
    CreateLogin,
    Emote,
    EmoteShown,
    Exit,
    JoinGame,
    Login,
    Logout,
    SetProfile,
)
from netcode.messages.people import Block, Blocked, ListBlocked, Unblock
from tests.helpers.chess_wire import create_chess
from tests.helpers.people_server import PASSWORD, a_people_server

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.helpers.people_server import PeopleServer, Somebody

KEYS = {name: name * 8 for name in ("Ann", "Bob", "Cat")}


def in_a_town(body: Callable[[PeopleServer], Awaitable[None]], **limits: Any) -> None:
    async def run() -> None:
        async with a_people_server(**limits) as server:
            await body(server)

    asyncio.run(run())


async def a_guest(server: PeopleServer, name: str) -> Somebody:
    guest = server.somebody()
    assert (await guest.tell(SetProfile(key=KEYS[name], name=name))).ok
    return guest


def together(ann: Somebody, bob: Somebody) -> None:
    """Both in a new room of Ann's."""
    code = ann.ask(create_chess(spectators=True)).code
    assert code is not None
    assert bob.ask(JoinGame(code)).ok


async def a_pair(server: PeopleServer) -> tuple[Somebody, Somebody]:
    """Ann, who has blocked Bob, in a room with him."""
    ann, bob = await a_guest(server, "Ann"), await a_guest(server, "Bob")
    together(ann, bob)
    assert (await ann.tell(Block(bob.pid))).ok
    return ann, bob


def test_nothing_that_somebody_who_is_blocked_says_or_shows_arrives() -> None:
    async def body(server: PeopleServer) -> None:
        ann, bob = await a_pair(server)
        bob.ask(Chat("hello?"))
        bob.ask(Emote("angry"))
        assert ann.all(ChatLine) == []
        assert ann.all(EmoteShown) == []
        assert [line.text for line in bob.all(ChatLine)] == ["hello?"]

    in_a_town(body)


def test_whoever_is_blocked_hears_the_other_still() -> None:
    async def body(server: PeopleServer) -> None:
        ann, bob = await a_pair(server)
        ann.ask(Chat("hello"))
        assert bob.last(ChatLine).text == "hello"

    in_a_town(body)


def test_it_holds_in_the_next_room_and_for_what_was_said_before_one_came() -> None:
    async def body(server: PeopleServer) -> None:
        ann, bob = await a_pair(server)
        for each in (ann, bob):
            each.ask(Exit())
        cat = await a_guest(server, "Cat")
        together(cat, bob)
        bob.ask(Chat("psst"))
        again = await a_guest(server, "Ann")
        answer = again.ask(JoinGame(cat.code, watch=True))
        assert answer.snapshot is not None
        assert answer.snapshot.chat == []
        bob.ask(Chat("hello?"))
        assert again.all(ChatLine) == []
        assert cat.last(ChatLine).text == "hello?"

    in_a_town(body)


def test_the_list_names_them_and_opens_again() -> None:
    async def body(server: PeopleServer) -> None:
        ann, bob = await a_pair(server)
        (listed,) = ann.last(Blocked).people
        assert listed.name == "Bob"
        assert bob.session.person not in listed.id
        await ann.tell(Unblock(listed.id))
        assert ann.last(Blocked).people == []
        bob.ask(Chat("hello"))
        assert ann.last(ChatLine).text == "hello"

    in_a_town(body)


def test_who_has_blocked_nobody_is_told_that() -> None:
    async def body(server: PeopleServer) -> None:
        ann = await a_guest(server, "Ann")
        assert (await ann.tell(ListBlocked())).ok
        assert ann.last(Blocked).people == []

    in_a_town(body)


def test_blocking_twice_is_blocking_once() -> None:
    async def body(server: PeopleServer) -> None:
        ann, bob = await a_pair(server)
        assert (await ann.tell(Block(bob.pid))).ok
        assert len(ann.last(Blocked).people) == 1

    in_a_town(body)


def test_nobody_blocks_themselves_or_whom_the_server_does_not_know() -> None:
    async def body(server: PeopleServer) -> None:
        ann, stranger = await a_guest(server, "Ann"), server.somebody()
        together(ann, stranger)
        assert await ann.told_no(Block(ann.pid)) == "NOT_NOW"
        assert await ann.told_no(Block(99)) == "NOT_NOW"
        refused = await ann.tell(Block(stranger.pid))
        assert "Mute them" in (refused.message or "")

    in_a_town(body)


def test_a_guest_who_becomes_part_of_an_account_stays_blocked() -> None:
    async def body(server: PeopleServer) -> None:
        ann, bob = await a_pair(server)
        bob.ask(Exit())
        cat = await a_guest(server, "Cat")
        await cat.tell(CreateLogin("Robert", PASSWORD))
        await cat.tell(Logout())
        assert (await bob.tell(Login("Robert", PASSWORD, merge=True))).ok
        bob.ask(JoinGame(ann.code))
        bob.ask(Chat("hello?"))
        assert ann.all(ChatLine) == []

    in_a_town(body)

"""Pictures that people upload of themselves: who may, what becomes of them, who sees them."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import os
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from PIL import Image

from netcode.messages import AddProfilePic, CreateLogin, DeleteLogin, JoinGame, PlayerChanged, SetProfile
from tests.helpers.chess_wire import create_chess
from tests.helpers.images import bomb, opened, picture, saved
from tests.helpers.people_server import PASSWORD, a_people_server, a_place_with_people

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import aiohttp

    from tests.helpers.people_server import PeopleServer, Somebody
    from tests.helpers.wire import RunningServer

KEY, OTHER_KEY = "k" * 22, "o" * 22


def in_a_town(body: Callable[[PeopleServer], Awaitable[None]], **limits: Any) -> None:
    async def run() -> None:
        async with a_people_server(**limits) as server:
            await body(server)

    asyncio.run(run())


async def a_guest(server: PeopleServer, key: str = KEY) -> Somebody:
    guest = server.somebody()
    assert (await guest.tell(SetProfile(key=key))).ok
    return guest


async def uploaded(guest: Somebody, image: bytes) -> str:
    answer = await guest.tell(AddProfilePic(image))
    assert answer.picture is not None, answer
    return answer.picture


def test_a_picture_is_kept_under_the_hash_of_what_was_made_of_it() -> None:
    async def body(server: PeopleServer) -> None:
        path = await uploaded(await a_guest(server), picture("JPEG", (300, 200)))
        name = path.removeprefix("/avatars/").removesuffix(".png")
        data = await (await server.opened()).pictures.get(name)
        assert data is not None
        assert hashlib.sha256(data).hexdigest() == name
        assert opened(data).size == (256, 256)

    in_a_town(body)


def test_whoever_is_not_known_is_asked_who_they_are() -> None:
    async def body(server: PeopleServer) -> None:
        assert await server.somebody().told_no(AddProfilePic(picture())) == "NOT_NOW"

    in_a_town(body)


@pytest.mark.parametrize(
    ("image", "why"),
    [(bomb(), "60,000 by 60,000 pixels"), (b"hello", "neither a PNG"), (picture()[:50], "damaged")],
    ids=["bomb", "no picture", "cut off"],
)
def test_what_cannot_be_used_is_refused_in_a_sentence(image: bytes, why: str) -> None:
    async def body(server: PeopleServer) -> None:
        answer = await (await a_guest(server)).tell(AddProfilePic(image))
        assert answer.error == "BAD_PICTURE"
        assert why in (answer.message or "")

    in_a_town(body)


def test_a_picture_is_there_again_when_its_owner_comes_back() -> None:
    async def body(server: PeopleServer) -> None:
        path = await uploaded(await a_guest(server), picture())
        again = await a_guest(server)
        assert again.session.picture == path
        assert (await again.tell(SetProfile(picture=path))).ok

    in_a_town(body)


def test_nobody_shows_the_picture_of_somebody_else() -> None:
    async def body(server: PeopleServer) -> None:
        path = await uploaded(await a_guest(server), picture())
        other = await a_guest(server, OTHER_KEY)
        assert await other.told_no(SetProfile(picture=path)) == "BAD_PICTURE"
        assert await other.told_no(CreateLogin("Eve", PASSWORD, picture=path)) == "BAD_PICTURE"

    in_a_town(body)


def test_an_account_keeps_the_picture_of_the_guest_that_it_was() -> None:
    async def body(server: PeopleServer) -> None:
        guest = await a_guest(server)
        path = await uploaded(guest, picture())
        assert (await guest.tell(CreateLogin("Ann", PASSWORD))).picture == path

    in_a_town(body)


def test_a_picture_that_nobody_shows_any_more_is_gone() -> None:
    async def body(server: PeopleServer) -> None:
        guest = await a_guest(server)
        first = await uploaded(guest, picture(color=(1, 2, 3)))
        await uploaded(guest, picture(color=(200, 2, 3)))
        assert await guest.told_no(SetProfile(picture=first)) == "BAD_PICTURE"
        assert await (await server.opened()).pictures.get(first[9:-4]) is None

    in_a_town(body)


def test_a_picture_that_was_looked_at_is_gone_with_its_owner() -> None:
    async def body(server: PeopleServer) -> None:
        owner = await a_guest(server)
        name = (await uploaded(owner, picture()))[9:-4]
        assert (await owner.tell(CreateLogin("Ann", PASSWORD))).ok
        kept = (await server.opened()).pictures
        assert await kept.get(name) is not None
        assert (await owner.tell(DeleteLogin(PASSWORD))).ok
        assert await kept.get(name) is None

    in_a_town(body)


def test_everybody_in_the_room_sees_the_new_picture() -> None:
    async def body(server: PeopleServer) -> None:
        host, guest = server.somebody(), await a_guest(server)
        code = host.ask(create_chess()).code
        assert code is not None
        guest.ask(JoinGame(code, "Bo"))
        path = await uploaded(guest, picture())
        assert host.last(PlayerChanged).picture == path

    in_a_town(body)


def test_a_person_uploads_a_few_pictures_a_minute() -> None:
    async def body(server: PeopleServer) -> None:
        guest = await a_guest(server)
        for number in range(server.config.pictures_burst):
            await uploaded(guest, picture(color=(number, 0, 0)))
        assert await guest.told_no(AddProfilePic(picture())) == "TOO_FAST"
        server.clock.pass_ms(60_000)
        await uploaded(guest, picture())

    in_a_town(body)


def test_an_address_brings_only_so_many_people_with_pictures_a_day() -> None:
    """Whoever has one may change it; machines of the same network are no strangers."""

    async def body(server: PeopleServer) -> None:
        guests = [server.somebody("203.0.113.7") for _ in range(3)]
        for number, guest in enumerate(guests):
            assert (await guest.tell(SetProfile(key=KEY[:-1] + str(number)))).ok
        for number, guest in enumerate(guests[:2]):
            await uploaded(guest, picture(color=(number, 0, 0)))
        assert await guests[2].told_no(AddProfilePic(picture(color=(9, 0, 0)))) == "TOO_FAST"
        await uploaded(guests[0], picture(color=(10, 0, 0)))
        neighbour = server.somebody("10.0.0.1")
        assert (await neighbour.tell(SetProfile(key=OTHER_KEY))).ok
        await uploaded(neighbour, picture(color=(9, 0, 0)))
        server.clock.pass_ms(86_400_000)
        await uploaded(guests[2], picture(color=(11, 0, 0)))

    in_a_town(body, pictures_per_address=2)


def test_a_new_guest_on_the_same_line_is_another_person_with_a_picture() -> None:
    async def body(server: PeopleServer) -> None:
        stranger = server.somebody("203.0.113.7")
        for number in range(2):
            assert (await stranger.tell(SetProfile(key=KEY[:-1] + str(number)))).ok
            await uploaded(stranger, picture(color=(number, 0, 0)))
        assert (await stranger.tell(SetProfile(key=OTHER_KEY))).ok
        assert await stranger.told_no(AddProfilePic(picture(color=(9, 0, 0)))) == "TOO_FAST"

    in_a_town(body, pictures_per_address=2)


def test_whoever_begins_with_a_picture_that_is_already_here_counts_too() -> None:
    async def body(server: PeopleServer) -> None:
        stranger = server.somebody("203.0.113.7")
        for number in range(2):
            assert (await stranger.tell(SetProfile(key=KEY[:-1] + str(number)))).ok
            await uploaded(stranger, picture())
        assert (await stranger.tell(SetProfile(key=OTHER_KEY))).ok
        assert await stranger.told_no(AddProfilePic(picture())) == "TOO_FAST"

    in_a_town(body, pictures_per_address=2)


def test_a_server_that_has_enough_pictures_says_so() -> None:
    async def body(server: PeopleServer) -> None:
        await uploaded(await a_guest(server), picture(color=(1, 2, 3)))
        other = await a_guest(server, OTHER_KEY)
        answer = await other.tell(AddProfilePic(picture(color=(200, 2, 3))))
        assert (answer.error, "no more pictures" in (answer.message or "")) == ("BAD_PICTURE", True)

    in_a_town(body, pictures=1)


def test_two_with_the_same_picture_share_it() -> None:
    async def body(server: PeopleServer) -> None:
        ann, bo = await a_guest(server), await a_guest(server, OTHER_KEY)
        assert await uploaded(ann, picture()) == await uploaded(bo, picture())
        await uploaded(ann, picture(color=(0, 0, 9)))
        assert (await bo.tell(SetProfile(picture=bo.session.picture))).ok

    in_a_town(body)


# --- over the wire ------------------------------------------------------------------------------------------------

LARGE = saved(Image.frombytes("RGB", (300, 300), os.urandom(270_000)), "PNG")
"""Far more than any other message may be."""


async def until_answered(socket: aiohttp.ClientWebSocketResponse, request: str) -> dict[str, Any]:
    async with asyncio.timeout(60):
        while True:
            text = await socket.receive_str()
            if f'"request":"{request}"' in text:
                fields: dict[str, Any] = msgspec.json.decode(text[text.index('{"request"') :].rstrip("]}") + "}")
                return fields


async def over_plain_websocket(place: RunningServer, *, known: bool) -> aiohttp.ClientWebSocketResponse:
    socket = await place.session.ws_connect(f"{place.url}/ws")
    if known:
        await socket.send_json({"SetProfile": {"key": KEY}})
        assert (await until_answered(socket, "SetProfile"))["ok"]
    await socket.send_json({"AddProfilePic": {"image": base64.b64encode(LARGE).decode()}})
    return socket


async def over_socketio(place: RunningServer, *, known: bool) -> aiohttp.ClientWebSocketResponse:
    wire = await place.greeted()
    await wire.connect()
    if known:
        assert (await wire.ask("SetProfile", key=KEY))["ok"]
    await wire.say('451-9["AddProfilePic",{"image":{"_placeholder":true,"num":0}}]')
    await wire.socket.send_bytes(LARGE)
    return wire.socket


BOTH = pytest.mark.parametrize("over", [over_plain_websocket, over_socketio])


@BOTH
def test_a_large_picture_comes_over_both_transports_and_is_got_by_http(over: Any) -> None:
    async def run() -> None:
        async with a_place_with_people(messages_per_s=5.0) as place:
            socket = await over(place, known=True)
            answer = await until_answered(socket, "AddProfilePic")
            async with place.session.get(f"{place.url}{answer['picture']}") as response:
                assert response.status == 200
                assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
                assert response.headers["X-Content-Type-Options"] == "nosniff"
                assert response.content_type == "image/png"
                assert opened(await response.read()).size == (256, 256)
                etag = response.headers["ETag"]
            async with place.session.get(
                f"{place.url}{answer['picture']}", headers={"If-None-Match": etag}
            ) as response:
                assert response.status == 304

    asyncio.run(run())


@BOTH
def test_of_somebody_who_has_not_said_who_they_are_no_large_message_is_read(over: Any) -> None:
    async def run() -> None:
        async with a_place_with_people(messages_per_s=5.0) as place:
            socket = await over(place, known=False)
            async with asyncio.timeout(60):
                while not socket.closed:
                    await socket.receive()
            assert socket.close_code in {1009, 1006}

    asyncio.run(run())


@pytest.mark.parametrize("name", ["0" * 64, "x", "../people", "0" * 64 + "/.."])
def test_a_picture_that_is_not_there_is_404(name: str) -> None:
    async def run() -> None:
        async with a_place_with_people() as place, place.session.get(f"{place.url}/avatars/{name}.png") as response:
            assert response.status == 404

    asyncio.run(run())

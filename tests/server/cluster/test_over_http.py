"""Requests over HTTP for rooms that another process has: whoever asks is told where to ask, or led there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import aiohttp

from server.cluster import routing
from tests.helpers.two_processes import two_processes

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import pytest

    from tests.helpers.redis import Redis


def with_a_room(
    redis: Redis, story: Callable[[Any, list[str], dict[str, Any]], Awaitable[None]], **limits: Any
) -> None:
    """A room that the first of two processes has."""

    async def run() -> None:
        redis.forget_everything()
        async with two_processes(redis, **limits) as processes, aiohttp.ClientSession() as session:
            urls = [process.url for process in processes]
            async with session.post(f"{urls[0]}/rooms/create") as response:
                room = await response.json()
            await story(session, urls, room)

    asyncio.run(run())


def test_the_next_game_of_a_room_elsewhere_is_set_up_there(running: Redis) -> None:
    async def story(session: aiohttp.ClientSession, urls: list[str], room: dict[str, Any]) -> None:
        path, asked = f"/rooms/{room['code']}/new", {"token": room["token"]}
        async with session.post(f"{urls[1]}{path}", json=asked) as response:
            told = await response.json()
            assert (response.status, told["error"], told["url"]) == (421, "ELSEWHERE", urls[0])
        async with session.post(f"{told['url']}{path}", json=asked) as response:
            assert response.status != 421

    with_a_room(running, story)


def test_a_picture_of_a_room_elsewhere_leads_there(running: Redis) -> None:
    async def story(session: aiohttp.ClientSession, urls: list[str], room: dict[str, Any]) -> None:
        path = f"/rooms/{room['code']}/pictures/one.png"
        async with session.get(f"{urls[1]}{path}", allow_redirects=False) as response:
            assert (response.status, response.headers["Location"]) == (307, f"{urls[0]}{path}")

    with_a_room(running, story)


def test_a_room_that_nobody_has_is_not_found_and_cannot_be_guessed(running: Redis) -> None:
    async def story(session: aiohttp.ClientSession, urls: list[str], room: dict[str, Any]) -> None:
        for expected in (404, 404, 429):
            async with session.get(f"{urls[1]}/rooms/QQQQQQ/pictures/one.png") as response:
                assert response.status == expected
        async with session.get(f"{urls[1]}/rooms/{room['code']}/pictures/one.png") as response:
            assert response.status == 429

    with_a_room(running, story, wrong_codes_per_min=2)


def test_whoever_asks_while_redis_is_away_is_told_to_ask_later(running: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routing, "HTTP_WAIT_S", 0.0)

    async def story(session: aiohttp.ClientSession, urls: list[str], room: dict[str, Any]) -> None:
        async with session.get(f"{urls[1]}/rooms/{room['code']}/pictures/one.png") as response:
            assert (response.status, (await response.json())["error"]) == (503, "NOT_SAFE")

    with_a_room(running, story)


def test_the_page_may_load_pictures_from_where_it_is_led(running: Redis) -> None:
    async def story(session: aiohttp.ClientSession, urls: list[str], room: dict[str, Any]) -> None:
        del room
        async with session.get(urls[1]) as response:
            assert f"img-src 'self' {urls[1]} {urls[0]};" in response.headers["Content-Security-Policy"]

    with_a_room(running, story)


def test_a_page_of_one_process_may_talk_to_the_other(running: Redis) -> None:
    async def story(session: aiohttp.ClientSession, urls: list[str], room: dict[str, Any]) -> None:
        del room
        for origin, status in ((urls[0], 200), ("http://127.0.0.1:1", 403)):
            async with session.get(f"{urls[1]}/rooms", headers={"Origin": origin}) as response:
                assert response.status == status

    with_a_room(running, story)

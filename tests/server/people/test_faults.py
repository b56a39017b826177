"""Faults of the server's own in what is about people: a sentence, a line in the log, and one more on the meter."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from netcode.messages import AddProfilePic, SetProfile
from server.app import PEOPLE, SERVICE
from tests.helpers.images import picture
from tests.helpers.people_server import a_people_server, a_place_with_people

if TYPE_CHECKING:
    import pytest

    from server.people.build import OpenPeople

KEY = "k" * 22


async def _fail(*_: Any) -> None:
    raise RuntimeError("a fault")


def break_pictures(monkeypatch: pytest.MonkeyPatch, people: OpenPeople) -> None:
    """Whatever is asked about pictures fails."""
    monkeypatch.setattr(people.pictures, "add", _fail)
    monkeypatch.setattr(people.pictures, "get", _fail)


def test_a_request_that_fails_is_counted_as_a_fault_and_not_as_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with a_people_server() as server:
            guest = server.somebody()
            assert (await guest.tell(SetProfile(key=KEY))).ok
            break_pictures(monkeypatch, await server.opened())
            assert await guest.told_no(AddProfilePic(picture())) == "SERVER_FAULT"
            assert (server.service.meters.faults, server.service.meters.refusals.total()) == (1, 0)

    asyncio.run(run())


def test_so_is_a_profile_that_cannot_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with a_people_server() as server:
            guest = server.somebody()
            assert (await guest.tell(SetProfile(key=KEY))).ok
            await server.settled()
            monkeypatch.setattr((await server.opened()).requests, "keep_profile", _fail)
            assert (await guest.tell(SetProfile(name="Ann"))).ok
            await server.settled()
            assert server.service.meters.faults == 1

    asyncio.run(run())


def test_so_is_a_page_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with a_place_with_people() as place:
            break_pictures(monkeypatch, await place.app[PEOPLE].ready())
            async with place.session.get(f"{place.url}/avatars/{'0' * 64}.png") as response:
                assert response.status == 500
            assert place.app[SERVICE].meters.faults == 1

    asyncio.run(run())

"""Passwords are hashed beside the loop, two at a time."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import unicodedata
from typing import TYPE_CHECKING

import pytest

from server.people import passwords as module
from server.people.passwords import Passwords
from server.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

PASSWORD = "correct horse"


def with_passwords(story: Callable[[Passwords], Awaitable[None]]) -> None:
    async def run() -> None:
        passwords = Passwords(memory_kib=8)
        try:
            await story(passwords)
        finally:
            passwords.close()

    asyncio.run(run())


def test_a_password_fits_what_was_made_of_it_and_no_other_does() -> None:
    async def story(passwords: Passwords) -> None:
        kept = await passwords.hash(PASSWORD)
        assert await passwords.fits(kept, PASSWORD)
        assert not await passwords.fits(kept, PASSWORD.upper())
        assert not await passwords.fits("nonsense", PASSWORD)

    with_passwords(story)


def test_where_there_is_no_account_nothing_fits() -> None:
    async def story(passwords: Passwords) -> None:
        for tried in (PASSWORD, "", "x" * 5000):
            assert not await passwords.fits(None, tried)

    with_passwords(story)


def test_the_same_letters_fit_however_they_were_typed() -> None:
    async def story(passwords: Passwords) -> None:
        kept = await passwords.hash(unicodedata.normalize("NFC", "žluťoučký kůň"))
        assert await passwords.fits(kept, unicodedata.normalize("NFD", "žluťoučký kůň"))

    with_passwords(story)


def test_half_a_character_is_no_fault() -> None:
    async def story(passwords: Passwords) -> None:
        kept = await passwords.hash("half \ud83d horse")
        assert await passwords.fits(kept, "half \ud83d horse")

    with_passwords(story)


@pytest.mark.parametrize("password", ["", "seven77", "x" * 129])
def test_a_password_has_8_to_128_characters(password: str) -> None:
    async def story(passwords: Passwords) -> None:
        with pytest.raises(Refused, match="BAD_PASSWORD"):
            await passwords.hash(password)

    with_passwords(story)


def test_it_is_argon2id_with_the_profile_that_owasp_recommends() -> None:
    async def run() -> None:
        passwords = Passwords()
        assert (await passwords.hash(PASSWORD)).startswith("$argon2id$v=19$m=19456,t=2,p=1$")
        assert passwords._nobodys.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
        passwords.close()

    asyncio.run(run())


def test_what_was_made_with_other_parameters_is_outdated() -> None:
    async def story(passwords: Passwords) -> None:
        kept = await passwords.hash(PASSWORD)
        assert not passwords.is_outdated(kept)
        stronger = Passwords(memory_kib=16)
        assert stronger.is_outdated(kept)
        stronger.close()

    with_passwords(story)


def test_two_are_hashed_at_a_time_and_too_many_more_are_turned_away() -> None:
    async def story(passwords: Passwords) -> None:
        gate, begun = threading.Event(), threading.Semaphore(0)

        def wait(*_: object) -> bool:
            begun.release()
            return gate.wait(60)

        passwords._verify = wait  # type: ignore[assignment,method-assign]
        waiting = [asyncio.create_task(passwords.fits(None, PASSWORD)) for _ in range(module.MOST_WAITING)]
        for _ in range(module.AT_ONCE):
            assert await asyncio.to_thread(begun.acquire, timeout=240)
        assert not begun.acquire(blocking=False)
        with pytest.raises(Refused, match="TOO_FAST"):
            await passwords.fits(None, PASSWORD)
        gate.set()
        await asyncio.gather(*waiting)

    with_passwords(story)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a priority for each thread")
def test_its_threads_give_way_to_the_loops() -> None:
    async def story(passwords: Passwords) -> None:
        await passwords.hash(PASSWORD)
        loops = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
        nicer = await passwords._run(lambda: os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        assert nicer == min(19, loops + module.NICER)

    with_passwords(story)

"""Guests: people who are known by a random key that their program keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from server.people import accounts
from server.people.tables import guest_keys

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from server.people.accounts import Person


async def find(connection: AsyncConnection, key: bytes) -> Person | None:
    """The guest whose key has this hash."""
    person = await connection.scalar(select(guest_keys.c.person).where(guest_keys.c.hash == key))
    return None if person is None else await accounts.get(connection, person)


async def add(connection: AsyncConnection, key: bytes, person: str, now_ms: int) -> Person:
    """Add a key of a guest."""
    guest = await accounts.add(connection, person, now_ms)
    await connection.execute(insert(guest_keys).values(hash=key, person=person))
    return guest

"""Logins that last: a random token that the client keeps, of which the server keeps the hash and an end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, insert, select, update

from server.people import accounts
from server.people.tables import sessions

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from server.people.accounts import Person

DAY_MS: Final = 86_400_000
# Whoever comes once in so long stays logged in.
LIFE_MS: Final = 90 * DAY_MS


async def begin(connection: AsyncConnection, token: bytes, person: str, now_ms: int) -> None:
    """A login, known by the hash of its token. What has ended is forgotten by the way."""
    await connection.execute(delete(sessions).where(sessions.c.expires_at <= now_ms))
    values = {"hash": token, "person": person, "created_at": now_ms, "seen_at": now_ms}
    await connection.execute(insert(sessions).values(**values, expires_at=now_ms + LIFE_MS))


async def resume(connection: AsyncConnection, token: bytes, now_ms: int) -> Person | None:
    """Whose login this is, if it has not ended; it lasts from now on again."""
    row = (await connection.execute(select(sessions).where(sessions.c.hash == token))).first()
    if row is None or row.expires_at <= now_ms:
        return None
    # Written anew also when the clock has been set back, or it would last for longer than it may.
    values = {"seen_at": now_ms, "expires_at": now_ms + LIFE_MS}
    await connection.execute(update(sessions).where(sessions.c.hash == token).values(values))
    return await accounts.get(connection, row.person)


async def end(connection: AsyncConnection, token: bytes) -> None:
    """Log out."""
    await connection.execute(delete(sessions).where(sessions.c.hash == token))


async def end_all(connection: AsyncConnection, person: str, *, besides: bytes = b"") -> None:
    """Log a person out everywhere, but for one login."""
    await connection.execute(delete(sessions).where(sessions.c.person == person, sessions.c.hash != besides))

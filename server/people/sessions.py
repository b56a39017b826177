"""Sessions: logins by a random token that the client keeps. The server stores its hash and an expiry time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, insert, select, update

from server.people import accounts
from server.people.tables import sessions

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from server.people.accounts import Person

DAY_MS: Final = 86_400_000
# A session lasts so long after its last use.
LIFE_MS: Final = 90 * DAY_MS


async def begin(connection: AsyncConnection, token: bytes, person: str, now_ms: int) -> None:
    """Begin a session, known by the hash of its token. Sessions that have ended are deleted."""
    await connection.execute(delete(sessions).where(sessions.c.expires_at <= now_ms))
    values = {"hash": token, "person": person, "created_at": now_ms, "seen_at": now_ms}
    await connection.execute(insert(sessions).values(**values, expires_at=now_ms + LIFE_MS))


async def resume(connection: AsyncConnection, token: bytes, now_ms: int) -> Person | None:
    """The person whose session this is, if it has not ended. Its expiry time starts anew."""
    row = (await connection.execute(select(sessions).where(sessions.c.hash == token))).first()
    if row is None or row.expires_at <= now_ms:
        return None
    # Also written if the clock was set back, or the session would last too long.
    values = {"seen_at": now_ms, "expires_at": now_ms + LIFE_MS}
    await connection.execute(update(sessions).where(sessions.c.hash == token).values(values))
    return await accounts.get(connection, row.person)


async def end(connection: AsyncConnection, token: bytes) -> None:
    """End a session."""
    await connection.execute(delete(sessions).where(sessions.c.hash == token))


async def end_all(connection: AsyncConnection, person: str, *, besides: bytes = b"") -> None:
    """End all sessions of a person, except one."""
    await connection.execute(delete(sessions).where(sessions.c.person == person, sessions.c.hash != besides))


async def of(connection: AsyncConnection, person: str) -> frozenset[bytes]:
    """The hashes of the tokens of a person's sessions."""
    return frozenset(await connection.scalars(select(sessions.c.hash).where(sessions.c.person == person)))

"""Deletes what is not kept for ever: old replays, ended sessions, unused pictures, and guests who never came back."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, exists, select, update

from server.people.outcomes import DAY_MS, week_of
from server.people.tables import blocks, guest_keys, match_players, matches, people, pictures, sessions, weeks, withheld
from server.people.unavailable import UnavailableError
from server.rooms.identity import UPLOADED

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Select, Table
    from sqlalchemy.ext.asyncio import AsyncConnection
    from sqlalchemy.sql.dml import Delete, Update

    from server.clock import Clock
    from server.config import Config
    from server.people.database import Database

EVERY_S: Final = 3_600.0
# Rows changed in one transaction; recording a match waits for no more than these.
AT_ONCE: Final = 500
# How long the results of a week are of interest to the leaderboard of this week: somewhat longer than they are.
WEEKS_KEPT: Final = 4
# A picture has been uploaded before its owner shows it.
UNUSED_MS: Final = DAY_MS

log = logging.getLogger(__name__)


class Cleanup:
    """Cleans up once an hour."""

    def __init__(self, config: Config, clock: Clock, database: Database) -> None:
        self._config = config
        self._clock = clock
        self._database = database
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; to be called on the loop."""
        self._task = asyncio.create_task(self._run(), name="tidier")

    async def stop(self) -> None:
        """Stop."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            try:
                await self.tidy()
            except UnavailableError as error:
                log.warning("Tidying up people was put off: %s.", error)
            except Exception:
                log.exception("tidying up people failed")
            await asyncio.sleep(EVERY_S)

    async def tidy(self) -> None:
        """Delete everything that is due. Raises UnavailableError."""
        now_ms = self._clock.wall_ms()
        await self._all_of(lambda: _ended_sessions(now_ms))
        await self._all_of(lambda: _old_weeks(now_ms))
        await self._all_of(lambda: delete(withheld).where(withheld.c.until <= now_ms))
        if self._config.replay_days:
            await self._all_of(lambda: _old_replays(now_ms - self._config.replay_days * DAY_MS))
        await self._all_of(lambda: _unused_pictures(now_ms - UNUSED_MS))
        if self._config.guest_days:
            await self._forget_guests(now_ms - self._config.guest_days * DAY_MS)

    async def _all_of(self, change: Callable[[], Delete | Update]) -> None:
        """Repeat a change of some rows until there are none left, with pauses for other transactions."""
        changed = AT_ONCE
        while changed == AT_ONCE:
            async with self._database.writing() as connection:
                changed = (await connection.execute(change())).rowcount
            await asyncio.sleep(0)

    async def _forget_guests(self, before_ms: int) -> None:
        """Delete guests who have not been here for long and are in nobody's history."""
        forgotten = AT_ONCE
        while forgotten == AT_ONCE:
            async with self._database.writing() as connection:
                forgotten = await _forget_some_guests(connection, before_ms)
            await asyncio.sleep(0)


def _ended_sessions(now_ms: int) -> Delete:
    return delete(sessions).where(sessions.c.hash.in_(_some(sessions, "hash").where(sessions.c.expires_at <= now_ms)))


def _old_weeks(now_ms: int) -> Delete:
    return delete(weeks).where(weeks.c.week < week_of(now_ms) - 7 * WEEKS_KEPT)


def _old_replays(before_ms: int) -> Update:
    old = _some(matches, "id").where(matches.c.at < before_ms, matches.c.replay.is_not(None))
    return update(matches).where(matches.c.id.in_(old)).values(replay=None)


def _unused_pictures(before_ms: int) -> Delete:
    path = UPLOADED + pictures.c.hash + ".png"
    shown = exists().where(people.c.picture == path)
    unused = _some(pictures, "hash").where(pictures.c.created_at < before_ms, ~shown)
    return delete(pictures).where(pictures.c.hash.in_(unused))


async def _forget_some_guests(connection: AsyncConnection, before_ms: int) -> int:
    played = exists().where(match_players.c.person == people.c.id)
    merged = people.alias()
    old = _some(people, "id").where(
        people.c.username.is_(None),
        people.c.deleted_at.is_(None),
        people.c.merged_into.is_(None),
        people.c.seen_at < before_ms,
        ~played,
        ~exists().where(sessions.c.person == people.c.id),
        ~exists().where(merged.c.merged_into == people.c.id),
    )
    guests = list(await connection.scalars(old))
    if guests:
        await connection.execute(delete(guest_keys).where(guest_keys.c.person.in_(guests)))
        await connection.execute(delete(blocks).where(blocks.c.person.in_(guests) | blocks.c.blocked.in_(guests)))
        await connection.execute(delete(people).where(people.c.id.in_(guests)))
    return len(guests)


def _some(table: Table, column: str) -> Select[Any]:
    return select(table.c[column]).limit(AT_ONCE)

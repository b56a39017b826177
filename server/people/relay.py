"""Delivers finished matches from the rooms' outbox to the database of people, exactly once.

A match is in the outbox from its room's own commit until it is on record. After a crash it may be delivered again; it
is then found on record already.

Nobody waits for the relay. While the database cannot be reached, matches gather in the outbox, their rooms are told
that ratings come later, and delivery is tried again every second.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

import msgspec

from server.games.interface import Outcome
from server.people.outcomes import Finished, record
from server.people.unavailable import UnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from server.games.interface import Recorded
    from server.people.database import Database
    from server.rooms.records import Records
    from server.store import Result, RoomStore

RETRY_S: Final = 1.0
# Matches that are put on record in one transaction.
MOST_AT_ONCE: Final = 50
# How long the end of a server waits for what is still to be delivered; it is there at the next start, if rooms are.
LAST_S: Final = 3.0

log = logging.getLogger(__name__)

_decode = msgspec.msgpack.Decoder(Outcome).decode


class OutboxRelay:
    """Delivers matches from `start` to `stop`.

    Args:
        store: the store with the outbox.
        database: the database of people.
        told: called with each match that is on record.
        late: called with each match that has to wait because the database cannot be reached.
        retry_s: the pause after a failed attempt.
    """

    def __init__(
        self,
        store: RoomStore,
        database: Database,
        told: Callable[[Finished, Recorded], None],
        late: Callable[[Finished], None],
        retry_s: float = RETRY_S,
    ) -> None:
        self._store = store
        self._database = database
        self._told = told
        self._late = late
        self._retry_s = retry_s
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        # What could not be put on record by a fault of ours: not tried again until the next start.
        self._set_aside: set[tuple[str, int]] = set()
        # Those whose rooms know that they are late.
        self._known_late: set[tuple[str, int]] = set()
        self.away: str | None = None
        """Why the database could not be reached the last time; None: it could."""

    # --- from outside -------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to deliver; to be called on the loop."""
        self._news.set()
        self._task = asyncio.create_task(self._run(), name="relay")

    def wake(self) -> None:
        """There may be something new to deliver."""
        self._news.set()

    async def stop(self) -> None:
        """Deliver what can be delivered at once, then end."""
        task, self._task = self._task, None
        if task is None:
            return
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        try:
            async with asyncio.timeout(LAST_S):
                await self._deliver_all()
        except (UnavailableError, TimeoutError):
            log.warning("%d matches are not on record yet.", self.waiting)

    @property
    def waiting(self) -> int:
        """How many matches are not on record yet."""
        return len(self._store.results())

    # --- the work -----------------------------------------------------------------------------------------------------

    async def _run(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            try:
                await self._deliver_all()
            except UnavailableError as error:
                self._is_away(str(error))
                await asyncio.sleep(self._retry_s)
                self._news.set()
            except Exception:
                # Whatever it is, what comes later is to be delivered.
                log.exception("delivering results failed")
                await asyncio.sleep(self._retry_s)
                self._news.set()

    async def _deliver_all(self) -> None:
        while waiting := [each for each in self._store.results() if each.key not in self._set_aside]:
            batch = waiting[:MOST_AT_ONCE]
            await self._settled()
            finished = {each.key: read for each in batch if (read := self._read(each)) is not None}
            try:
                recorded = await self._record(list(finished.values()))
            except UnavailableError:
                raise
            except Exception:
                log.exception("Results cannot be put on record.")
                if len(batch) > 1:
                    await self._one_by_one(batch, finished)
                    continue
                self._put_aside(batch[0])
                continue
            self._is_back()
            self._delivered(batch, finished, recorded)

    async def _one_by_one(self, batch: Sequence[Result], finished: dict[tuple[str, int], Finished]) -> None:
        """Deliver these one by one, because one of them cannot be put on record."""
        for each in batch:
            if each.key not in finished:
                continue
            try:
                recorded = await self._record([finished[each.key]])
            except UnavailableError:
                raise
            except Exception:
                log.exception("A result cannot be put on record.")
                self._put_aside(each)
            else:
                self._delivered([each], finished, recorded)

    async def _record(self, finished: list[Finished]) -> dict[str, Recorded]:
        if not finished:
            return {}
        async with self._database.writing() as connection:
            return await record(connection, finished)

    def _delivered(
        self, batch: Sequence[Result], finished: dict[tuple[str, int], Finished], recorded: dict[str, Recorded]
    ) -> None:
        for result in batch:
            self._known_late.discard(result.key)
            each = finished.get(result.key)
            if each is None:
                continue
            self._store.delivered(result)
            try:
                self._told(each, recorded[each.id])
            except Exception:
                # It is on record; that is what counts.
                log.exception("telling a room of its ratings failed")

    async def _settled(self) -> None:
        """Wait for the room's own commit, so that a crash cannot take back what is put on record."""
        written = asyncio.Event()
        self._store.flush(lambda _unwritten: written.set())
        await written.wait()

    def _read(self, result: Result) -> Finished | None:
        """The match of a result; None if it cannot be read, in which case it is not tried again."""
        try:
            outcome = _decode(result.data)
        except msgspec.DecodeError:
            outcome = None
        if outcome is not None and outcome.players:
            return Finished(result.room, outcome)
        if result.data[:1] == b"{":
            # Versions before there were people wrote down neither who played nor when.
            log.warning("A match of an earlier version is not put on record: it does not say who played.")
            self._store.delivered(result)
            return None
        self._put_aside(result)
        return None

    def _put_aside(self, result: Result) -> None:
        self._set_aside.add(result.key)
        log.error("Match %d of room %s cannot be put on record, and stays in the outbox.", result.match, result.room)

    # --- away ---------------------------------------------------------------------------------------------------------

    def _is_away(self, reason: str) -> None:
        if self.away is None:
            log.error("The database of people is away: %s. Matches go on; their results are stored later.", reason)
        self.away = reason
        for result in self._store.results():
            if result.key in self._known_late or result.key in self._set_aside:
                continue
            self._known_late.add(result.key)
            finished = self._read(result)
            if finished is not None:
                self._late(finished)

    def _is_back(self) -> None:
        if self.away is not None:
            log.warning("The database of people is back.")
        self.away = None


def relay_of(records: Records, database: Database) -> OutboxRelay:
    """The relay between a server's rooms and its people."""

    def told(finished: Finished, record: Recorded) -> None:
        records.recorded(finished.outcome.code, finished.room, record)

    def late(finished: Finished) -> None:
        records.late(finished.outcome.code, finished.room, finished.id)

    relay = OutboxRelay(records.outbox, database, told, late)
    records.on_outcome(relay.wake)
    return relay

"""Changes of people in the database, passed on to the processes where they may be connected.

They are in a stream in Redis, which outlives the process that tells them. Each process reads what is new once a second,
so one that was cut off reads what it has missed. A change that is read twice is looked up twice, which does no harm.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from server.store.redis_keys import NEWS_TTL_MS, PERSON_NEWS

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.store.redis_connection import RedisConnection

PATIENCE_S: Final = 2.0
"""How long whoever has changed something waits for Redis."""
# Of logouts that were not read for so long, nobody needs the oldest.
MOST_KEPT: Final = 10_000
AT_ONCE: Final = 500
# Clocks differ a little.
MARGIN_MS: Final = 10_000.0


class PersonNews:
    """Tells the other processes of changes, and looks up theirs with `check`.

    `since_ms`: in Redis's time, from when on they are of interest here.
    """

    def __init__(self, connection: RedisConnection, check: Callable[[str], None], since_ms: float) -> None:
        self._connection = connection
        self._check = check
        # What Redis does not have yet, and who waits for it.
        self._untold: list[tuple[str, asyncio.Future[bool]]] = []
        # The stream's ids are times.
        self._read_until = f"{max(0, int(since_ms - MARGIN_MS))}-0"

    async def tell(self, person: str) -> bool:
        """Something about this person has changed. Returns whether Redis has it; if not, it is told later."""
        told: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._untold.append((person, told))
        self._send(person, told)
        try:
            async with asyncio.timeout(PATIENCE_S):
                return await asyncio.shield(told)
        except TimeoutError:
            return False

    def turn(self) -> None:
        """Tell what could not be told yet, and read what is new."""
        for person, told in list(self._untold):
            self._send(person, told)
        self._connection.send(("XREAD", "COUNT", AT_ONCE, "STREAMS", PERSON_NEWS, self._read_until), self._read)

    def _send(self, person: str, told: asyncio.Future[bool]) -> None:
        def answered(reply: Any) -> None:
            if not isinstance(reply, Exception) and not told.done():
                told.set_result(True)
                self._untold.remove((person, told))

        self._connection.send(("XADD", PERSON_NEWS, "MAXLEN", "~", MOST_KEPT, "*", "person", person), answered)
        self._connection.send(("PEXPIRE", PERSON_NEWS, NEWS_TTL_MS), lambda _: None)

    def _read(self, reply: Any) -> None:
        if isinstance(reply, Exception) or not reply:
            return
        ((_, entries),) = reply
        for _, (_, person) in entries:
            self._check(person.decode())
        self._read_until = entries[-1][0].decode()
        if len(entries) == AT_ONCE:
            self.turn()

"""Whether the database of people answers, for balancers and operators."""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING, Final

from server.people.unavailable import UnavailableError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from server.clock import Clock

# How long an answer is believed, and how long one is waited for.
FRESH_MS: Final = 1000.0
WAIT_S: Final = 1.0
# Not the driver's own words: they name addresses, and anybody may ask.
NO_ANSWER: Final = "The database of people does not answer. Matches go on; logins and results wait for it."


class PeopleHealth:
    """Queries the database at most once a second, however often it is asked.

    Args:
        clock: tells how old an answer is.
        ask: queries the database; raises UnavailableError.
    """

    def __init__(self, clock: Clock, ask: Callable[[], Awaitable[None]]) -> None:
        self._clock = clock
        self._ask = ask
        self._asking: asyncio.Task[None] | None = None
        self._asked_ms = -math.inf
        self._trouble: str | None = None

    async def trouble(self) -> str | None:
        """What is wrong, as a sentence; None if nothing is."""
        if self._asking is None and self._clock.now_ms() - self._asked_ms >= FRESH_MS:
            self._asking = asyncio.create_task(self._look(), name="people's health")
        if self._asking is not None and not (await asyncio.wait({self._asking}, timeout=WAIT_S))[0]:
            return NO_ANSWER
        return self._trouble

    async def close(self) -> None:
        """Stop querying."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)

    async def _look(self) -> None:
        try:
            await self._ask()
        except UnavailableError:
            self._trouble = NO_ANSWER
        else:
            self._trouble = None
        finally:
            self._asked_ms = self._clock.now_ms()
            self._asking = None

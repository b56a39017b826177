"""Password tries, counted in Redis for all processes together."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from server.people.throttle import LocalThrottle
from server.store.redis_keys import TRY, UNTRY, tries_keys

if TYPE_CHECKING:
    from server.clock import Clock
    from server.config import Config
    from server.store.redis_connection import RedisConnection

PATIENCE_S: Final = 1.0


class SharedThrottle:
    """A `PasswordThrottle`. While Redis does not answer, each process counts its own tries."""

    def __init__(self, connection: RedisConnection, config: Config, clock: Clock) -> None:
        self._connection = connection
        self._local = LocalThrottle(config, clock)
        self._limits = (
            config.wrong_passwords_per_account,
            round(config.wrong_passwords_account_s * 1000),
            config.wrong_passwords_per_address,
            round(config.wrong_passwords_address_s * 1000),
        )

    async def begin(self, account: str, address: str) -> float:
        """See `Throttle.begin`."""
        told: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

        def answered(reply: Any) -> None:
            if not told.done():
                told.set_result(reply)

        self._connection.call(TRY, tries_keys(account, address), self._limits, answered)
        try:
            async with asyncio.timeout(PATIENCE_S):
                reply = await told
        except TimeoutError:
            reply = None
        return float(reply) if isinstance(reply, int) else await self._local.begin(account, address)

    def right(self, account: str, address: str) -> None:
        """See `Throttle.right`."""
        self._local.right(account, address)
        self._connection.call(UNTRY, tries_keys(account, address), ("right",), lambda _: None)

    def not_tried(self, account: str, address: str) -> None:
        """See `Throttle.not_tried`."""
        self._local.not_tried(account, address)
        self._connection.call(UNTRY, tries_keys(account, address), ("none",), lambda _: None)

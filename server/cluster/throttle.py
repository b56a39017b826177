"""Password tries and new accounts, counted in Redis for all processes together."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from server.people.throttle import HOUR_MS, LocalThrottle
from server.store.redis_keys import TRY, UNTRY, accounts_key, tries_keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from server.clock import Clock
    from server.config import Config
    from server.store.redis_connection import RedisConnection

PATIENCE_S: Final = 1.0


class SharedThrottle:
    """A `PasswordThrottle`. While Redis does not answer, each process counts for itself."""

    def __init__(self, connection: RedisConnection, config: Config, clock: Clock) -> None:
        self._connection = connection
        self._local = LocalThrottle(config, clock)
        self._limits = (
            config.wrong_passwords_per_account,
            round(config.wrong_passwords_account_s * 1000),
            config.wrong_passwords_per_address,
            round(config.wrong_passwords_address_s * 1000),
        )
        self._accounts_per_hour = config.accounts_per_hour

    async def begin(self, account: str, address: str) -> float:
        """See `Throttle.begin`."""
        wait_ms = await self._try(tries_keys(account, address), self._limits)
        return await self._local.begin(account, address) if wait_ms is None else wait_ms

    async def new_account(self, address: str) -> bool:
        """See `PasswordThrottle.new_account`."""
        wait_ms = await self._try((accounts_key(address),), (self._accounts_per_hour, HOUR_MS))
        return await self._local.new_account(address) if wait_ms is None else not wait_ms

    async def _try(self, keys: Sequence[str], limits: Sequence[int]) -> float | None:
        """In how many ms this may be tried; 0: now, and it is counted. None if Redis does not answer."""
        told: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

        def answered(reply: Any) -> None:
            if not told.done():
                told.set_result(reply)

        self._connection.call(TRY, keys, limits, answered)
        try:
            async with asyncio.timeout(PATIENCE_S):
                reply = await told
        except TimeoutError:
            reply = None
        return float(reply) if isinstance(reply, int) else None

    def right(self, account: str, address: str) -> None:
        """See `Throttle.right`."""
        self._local.right(account, address)
        self._connection.call(UNTRY, tries_keys(account, address), ("right",), lambda _: None)

    def not_tried(self, account: str, address: str) -> None:
        """See `Throttle.not_tried`."""
        self._local.not_tried(account, address)
        self._connection.call(UNTRY, tries_keys(account, address), ("none",), lambda _: None)

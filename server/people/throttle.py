"""Limits how often passwords can be tried, and accounts made. Pure: times are arguments, in ms of a monotonic clock.

A try counts from its beginning, so parallel tries gain nothing, and is forgotten once it was right. Tries are counted
by account *and* address, and by address, so that nobody can lock somebody else out.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from server.clock import Clock
    from server.config import Config

MOST_REMEMBERED: Final = 20_000
HOUR_MS: Final = 3_600_000
K = TypeVar("K")


class Tries(Generic[K]):
    """At most `most` wrong tries in any `span_ms`; 0 means no limit."""

    def __init__(self, most: int, span_ms: float) -> None:
        self._most = most
        self._span_ms = span_ms
        # When each recent try began, by account and address, the latest last.
        self._times: OrderedDict[K, deque[float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._times)

    def wait_ms(self, who: K, now_ms: float) -> float:
        """After how long the next try is allowed; 0 if it is now."""
        times = self._times.get(who)
        if not self._most or times is None:
            return 0.0
        while times and times[0] <= now_ms - self._span_ms:
            times.popleft()
        if not times:
            del self._times[who]
        return times[0] + self._span_ms - now_ms if len(times) >= self._most else 0.0

    def begin(self, who: K, now_ms: float) -> None:
        """Count a try."""
        self._times.setdefault(who, deque(maxlen=max(1, self._most))).append(now_ms)
        self._times.move_to_end(who)
        if len(self._times) > MOST_REMEMBERED:
            # Those who have not tried for longest are forgotten.
            self._times.popitem(last=False)

    def take_back(self, who: K) -> None:
        """Uncount the latest try."""
        times = self._times.get(who)
        if times:
            times.pop()

    def forget(self, who: K) -> None:
        """The try was right: forget all."""
        self._times.pop(who, None)


class Throttle:
    """The tries of all accounts and addresses."""

    def __init__(self, config: Config) -> None:
        self._accounts: Tries[tuple[str, str]] = Tries(
            config.wrong_passwords_per_account, config.wrong_passwords_account_s * 1000
        )
        self._addresses: Tries[str] = Tries(config.wrong_passwords_per_address, config.wrong_passwords_address_s * 1000)

    def begin(self, account: str, address: str, now_ms: float) -> float:
        """Count a try for this account (which need not exist) from this address.

        Returns:
            In how many ms it is allowed; 0: now, and only then it is counted.
        """
        wait_ms = max(self._accounts.wait_ms((account, address), now_ms), self._addresses.wait_ms(address, now_ms))
        if not wait_ms:
            self._accounts.begin((account, address), now_ms)
            self._addresses.begin(address, now_ms)
        return wait_ms

    def right(self, account: str, address: str) -> None:
        """The try was right. The address's other tries stay counted, or a guesser could reset them with an account of
        their own.
        """
        self._accounts.forget((account, address))
        self._addresses.take_back(address)

    def not_tried(self, account: str, address: str) -> None:
        """Uncount a try that failed by a fault of ours."""
        self._accounts.take_back((account, address))
        self._addresses.take_back(address)


class PasswordThrottle(Protocol):
    """A `Throttle` that may have to ask somebody."""

    async def begin(self, account: str, address: str) -> float:
        """See `Throttle.begin`."""

    def right(self, account: str, address: str) -> None:
        """See `Throttle.right`."""

    def not_tried(self, account: str, address: str) -> None:
        """See `Throttle.not_tried`."""

    async def new_account(self, address: str) -> bool:
        """Count a new account of this address, unless it has made enough."""


class LocalThrottle:
    """Counts at this process."""

    def __init__(self, config: Config, clock: Clock) -> None:
        self._throttle = Throttle(config)
        self._clock = clock
        self.right = self._throttle.right
        self.not_tried = self._throttle.not_tried
        self._accounts: Tries[str] = Tries(config.accounts_per_hour, HOUR_MS)

    async def begin(self, account: str, address: str) -> float:
        """See `Throttle.begin`."""
        return self._throttle.begin(account, address, self._clock.now_ms())

    async def new_account(self, address: str) -> bool:
        """See `PasswordThrottle.new_account`."""
        now_ms = self._clock.now_ms()
        if self._accounts.wait_ms(address, now_ms):
            return False
        self._accounts.begin(address, now_ms)
        return True

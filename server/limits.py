"""Rate limits, and counts per connection and per address. Pure: times are arguments, in ms."""

from __future__ import annotations

import math
from collections import Counter, OrderedDict, deque
from typing import TYPE_CHECKING, Final

from server.addresses import is_private

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from server.config import Config

MINUTE_MS: Final = 60_000.0
ADDRESSES_REMEMBERED: Final = 10_000


class Bucket:
    """A token bucket: `burst` at once, `per_s` in the long run. A rate of 0 means no limit."""

    __slots__ = ("_burst", "_left", "_per_ms", "_seen_ms")

    def __init__(self, per_s: float, burst: int, now_ms: float) -> None:
        self._per_ms = per_s / 1000
        self._burst = float(burst)
        self._left = self._burst
        self._seen_ms = now_ms

    def take(self, now_ms: float) -> bool:
        """Take a token, if there is one. False if the limit is reached."""
        if not self._per_ms:
            return True
        self._left = min(self._burst, self._left + (now_ms - self._seen_ms) * self._per_ms)
        self._seen_ms = now_ms
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Tally:
    """How many of something each address holds, with a limit for each and for all (0: none)."""

    def __init__(self, per_address: Callable[[str], int], in_all: int) -> None:
        self._per_address = per_address
        self._in_all = in_all
        self._held: Counter[str] = Counter()
        self._sum = 0
        # What each address holds of other processes; set by a cluster.
        self.elsewhere: Mapping[str, int] = {}

    def take(self, address: str, *, by_force: bool = False, shared: bool = False) -> bool:
        """Count one more for this address, if it may have one, until `give_back`.

        `by_force` counts it in any case. `shared` ignores the address's own limit, because many people share it.
        """
        if not by_force and (self._all_taken or (not shared and self._share_taken(address))):
            return False
        self._held[address] += 1
        self._sum += 1
        return True

    @property
    def _all_taken(self) -> bool:
        return bool(self._in_all) and self._sum >= self._in_all

    def _share_taken(self, address: str) -> bool:
        ceiling = self._per_address(address)
        return bool(ceiling) and self._held[address] + self.elsewhere.get(address, 0) >= ceiling

    def held(self, address: str) -> int:
        """How many the address has now."""
        return self._held[address]

    def held_from(self, least: int) -> dict[str, int]:
        """The addresses with so many or more, and how many each has."""
        return {address: count for address, count in self._held.items() if count >= least}

    def give_back(self, address: str) -> None:
        """Count one less."""
        self._sum -= 1
        self._held[address] -= 1
        if not self._held[address]:
            del self._held[address]


class Guesses:
    """Wrong codes per address in the last minute. An address with too many is not told about right codes either."""

    def __init__(self, per_min: int) -> None:
        self._per_min = per_min
        self._times: dict[str, deque[float]] = {}

    def wait_ms(self, address: str, now_ms: float) -> int:
        """In how many ms this address may guess again, 0 if it may now."""
        times = self._times.get(address)
        if not self._per_min or times is None:
            return 0
        while times and times[0] <= now_ms - MINUTE_MS:
            times.popleft()
        if not times:
            del self._times[address]
        return math.ceil(times[0] + MINUTE_MS - now_ms) if len(times) >= self._per_min else 0

    def wrong(self, address: str, now_ms: float) -> None:
        """Count a wrong guess of this address."""
        self._times.setdefault(address, deque(maxlen=max(1, self._per_min))).append(now_ms)
        if len(self._times) > ADDRESSES_REMEMBERED:
            # Forget the oldest one, so that this does not grow without limit.
            del self._times[next(iter(self._times))]


class Rates:
    """A token bucket for each address that has been active lately."""

    def __init__(self, per_s: float, burst: int) -> None:
        self._per_s = per_s
        self._burst = burst
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def take(self, address: str, now_ms: float) -> bool:
        """Take a token of this address, if there is one."""
        bucket = self._buckets.get(address)
        if bucket is None:
            bucket = self._buckets[address] = Bucket(self._per_s, self._burst, now_ms)
            if len(self._buckets) > ADDRESSES_REMEMBERED:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(address)
        return bucket.take(now_ms)


class Limits:
    """All limits that connections share."""

    def __init__(self, config: Config) -> None:
        self.code_characters = config.code_characters
        self.requests = Rates(config.requests_per_s, config.requests_burst)
        self._config = config
        # What a party may look up beyond that: each of its connections once, all at once.
        of_party = config.connections_per_private_address
        per_s = config.requests_per_s * of_party / max(1, config.requests_burst)
        self._party_requests = Rates(per_s, of_party)
        self.connections = Tally(self.connections_of, config.connections)
        # Set by the service, which knows the rooms: whether a party is at an address.
        self.is_party: Callable[[str], bool] = lambda _: False
        self.rooms = Tally(lambda _: config.rooms_per_address, config.rooms)
        self.guesses = Guesses(config.wrong_codes_per_min)

    def connections_of(self, address: str) -> int:
        """How many connections this address may hold; 0: any number. A party is many people behind one router."""
        usual, party = self._config.connections_of(address), self._config.connections_per_private_address
        if not usual or usual >= party or self.connections.held(address) < usual:
            return usual
        return party if self.is_party(address) else usual

    def may_look_up(self, address: str, now_ms: float) -> bool:
        """Take a token for a look-up over HTTP, if there is one. A party has a bucket of its own besides the
        address's.
        """
        if self.requests.take(address, now_ms):
            return True
        return (is_private(address) or self.is_party(address)) and self._party_requests.take(address, now_ms)

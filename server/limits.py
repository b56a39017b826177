"""How much anybody may ask for: rates and numbers per connection and per address. Pure: times are arguments,
in ms.
"""

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
    """A token bucket: `burst` at once, `per_s` in the long run. A rate of 0 limits nothing."""

    __slots__ = ("_burst", "_left", "_per_ms", "_seen_ms")

    def __init__(self, per_s: float, burst: int, now_ms: float) -> None:
        self._per_ms = per_s / 1000
        self._burst = float(burst)
        self._left = self._burst
        self._seen_ms = now_ms

    def take(self, now_ms: float) -> bool:
        """Whether one more is allowed now; if so, it is counted."""
        if not self._per_ms:
            return True
        self._left = min(self._burst, self._left + (now_ms - self._seen_ms) * self._per_ms)
        self._seen_ms = now_ms
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Tally:
    """How many of something each address holds, with a ceiling for each and for all (0: none)."""

    def __init__(self, per_address: Callable[[str], int], in_all: int) -> None:
        self._per_address = per_address
        self._in_all = in_all
        self._held: Counter[str] = Counter()
        self._sum = 0
        # What each address holds of other processes; set by a cluster.
        self.elsewhere: Mapping[str, int] = {}

    def take(self, address: str, *, by_force: bool = False, shared: bool = False) -> bool:
        """Whether this address may have one more (`by_force`: in any case; `shared`: as it is many people's, as long as
        there are any); if so, it is counted until `give_back`.
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
        """How many it has now."""
        return self._held[address]

    def held_from(self, least: int) -> dict[str, int]:
        """Addresses that have so many or more, with how many that is."""
        return {address: count for address, count in self._held.items() if count >= least}

    def give_back(self, address: str) -> None:
        """One less."""
        self._sum -= 1
        self._held[address] -= 1
        if not self._held[address]:
            del self._held[address]


class Guesses:
    """Wrong codes per address in the last minute; who has too many isn't told about right ones either."""

    def __init__(self, per_min: int) -> None:
        self._per_min = per_min
        self._times: dict[str, deque[float]] = {}

    def wait_ms(self, address: str, now_ms: float) -> int:
        """In how many ms this address, which has used up its guesses, may guess again; 0: at once."""
        times = self._times.get(address)
        if not self._per_min or times is None:
            return 0
        while times and times[0] <= now_ms - MINUTE_MS:
            times.popleft()
        if not times:
            del self._times[address]
        return math.ceil(times[0] + MINUTE_MS - now_ms) if len(times) >= self._per_min else 0

    def wrong(self, address: str, now_ms: float) -> None:
        """This address has just guessed wrong."""
        self._times.setdefault(address, deque(maxlen=max(1, self._per_min))).append(now_ms)
        if len(self._times) > ADDRESSES_REMEMBERED:
            # Forgetting the one that has guessed for longest is better than to grow without end.
            del self._times[next(iter(self._times))]


class Rates:
    """A bucket for each address that has asked for something lately."""

    def __init__(self, per_s: float, burst: int) -> None:
        self._per_s = per_s
        self._burst = burst
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def take(self, address: str, now_ms: float) -> bool:
        """Whether this address may have one more now; if so, it is counted."""
        bucket = self._buckets.get(address)
        if bucket is None:
            bucket = self._buckets[address] = Bucket(self._per_s, self._burst, now_ms)
            if len(self._buckets) > ADDRESSES_REMEMBERED:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(address)
        return bucket.take(now_ms)


class Limits:
    """The counts that connections share."""

    def __init__(self, config: Config) -> None:
        self.code_characters = config.code_characters
        self.requests = Rates(config.requests_per_s, config.requests_burst)
        self._config = config
        # What a party may look up beyond that: each of its connections once, all at once.
        of_party = config.connections_per_private_address
        per_s = config.requests_per_s * of_party / max(1, config.requests_burst)
        self._party_requests = Rates(per_s, of_party)
        self.connections = Tally(self.connections_of, config.connections)
        # Set by whoever knows the rooms: whether an address is where a party is.
        self.is_party: Callable[[str], bool] = lambda _: False
        self.rooms = Tally(lambda _: config.rooms_per_address, config.rooms)
        self.guesses = Guesses(config.wrong_codes_per_min)

    def connections_of(self, address: str) -> int:
        """Connections that this address may hold; 0: as many as it likes. A party is many people behind one router."""
        usual, party = self._config.connections_of(address), self._config.connections_per_private_address
        if not usual or usual >= party or self.connections.held(address) < usual:
            return usual
        return party if self.is_party(address) else usual

    def may_look_up(self, address: str, now_ms: float) -> bool:
        """Whether this address may look something up over HTTP now; if so, it is counted. A party has its own share
        besides what any address has.
        """
        if self.requests.take(address, now_ms):
            return True
        return (is_private(address) or self.is_party(address)) and self._party_requests.take(address, now_ms)

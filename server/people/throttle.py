"""How often anybody may try a password. Pure: times are arguments, in ms of a clock that never goes back.

Tries count from the moment they begin, so that many at once are as many as one after the other, and are forgotten when
one is right. What is counted is an account *from one address*, and an address: nobody can lock somebody else out.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from msgspec import Struct

if TYPE_CHECKING:
    from server.config import Config

MOST_REMEMBERED: Final = 20_000
K = TypeVar("K")


class _Tries(Struct):
    count: int
    last_ms: float


class Counter(Generic[K]):
    """Whoever has tried `most` times without success waits for `wait_ms` from then on, and begins anew."""

    def __init__(self, most: int, wait_ms: float) -> None:
        self._most = most
        self._wait_ms = wait_ms
        self._tries: OrderedDict[K, _Tries] = OrderedDict()

    def wait_ms(self, who: K, now_ms: float) -> float:
        """After how long they may try again; 0: now."""
        tries = self._tries.get(who)
        if tries is None:
            return 0.0
        left = tries.last_ms + self._wait_ms - now_ms
        if left <= 0:
            # Long ago, or waited for.
            del self._tries[who]
            return 0.0
        return left if self._most and tries.count >= self._most else 0.0

    def begin(self, who: K, now_ms: float) -> None:
        """They try."""
        tries = self._tries.setdefault(who, _Tries(0, now_ms))
        tries.count += 1
        tries.last_ms = now_ms
        self._tries.move_to_end(who)
        if len(self._tries) > MOST_REMEMBERED:
            # Those who have not tried for longest are forgotten.
            self._tries.popitem(last=False)

    def take_back(self, who: K) -> None:
        """One of their tries does not count."""
        tries = self._tries.get(who)
        if tries is not None:
            tries.count -= 1
            if tries.count <= 0:
                del self._tries[who]

    def forget(self, who: K) -> None:
        """They were right."""
        self._tries.pop(who, None)


class Throttle:
    """Of all accounts and addresses."""

    def __init__(self, config: Config) -> None:
        self._accounts: Counter[tuple[str, str]] = Counter(
            config.wrong_passwords_per_account, config.wrong_passwords_account_s * 1000
        )
        self._addresses: Counter[str] = Counter(
            config.wrong_passwords_per_address, config.wrong_passwords_address_s * 1000
        )

    def begin(self, account: str, address: str, now_ms: float) -> float:
        """Count a try of this account (which need not exist) from this address.

        Returns:
            After how many ms it may be made; 0: now, and only then it is counted.
        """
        wait_ms = max(self._accounts.wait_ms((account, address), now_ms), self._addresses.wait_ms(address, now_ms))
        if not wait_ms:
            self._accounts.begin((account, address), now_ms)
            self._addresses.begin(address, now_ms)
        return wait_ms

    def right(self, account: str, address: str) -> None:
        """The try was right. Only it is taken back from the address, or a guesser with an account of their own could
        begin anew again and again.
        """
        self._accounts.forget((account, address))
        self._addresses.take_back(address)

    def not_tried(self, account: str, address: str) -> None:
        """The try came to nothing, for a reason of ours."""
        self._accounts.take_back((account, address))
        self._addresses.take_back(address)

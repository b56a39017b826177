"""Random numbers from the match's seed: the same seed and label give the same numbers on every machine."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class SeededRandom:
    """An endless stream of uniform numbers: HMAC-SHA256 of the label and a counter, keyed with the seed."""

    def __init__(self, seed: bytes, label: str) -> None:
        """`label` tells one stream of the match from another, such as "colours"."""
        self._numbers = _numbers(seed, label)

    def below(self, bound: int) -> int:
        """A number from 0 to `bound` - 1."""
        # The numbers have 64 bits. For a bound of some hundreds the bias is below 1 in 10^16.
        return next(self._numbers) % bound


def _numbers(seed: bytes, label: str) -> Iterator[int]:
    counter = 0
    while True:
        digest = hmac.digest(seed, f"{label}/{counter}".encode(), hashlib.sha256)
        yield from (int.from_bytes(digest[i : i + 8], "big") for i in range(0, len(digest), 8))
        counter += 1

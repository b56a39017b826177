"""Lists that only grow, such as the moves of a game, as msgpack: what was encoded once is not encoded again.

A match is stored after every move, with all moves before it. Their objects lie scattered in memory, so that walking
through them each time would take a tenth of a move's time where there are many rooms.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

_encoder: Final = msgspec.msgpack.Encoder()
_AT_THE_END: Final = -1
# https://github.com/msgpack/msgpack/blob/master/spec.md#array-format-family
_SHORT: Final = 16
_SHORT_HEAD: Final = 0x90
_HEAD_OF_16_BITS: Final = b"\xdc"
_HEAD_OF_32_BITS: Final = b"\xdd"


class GrowingList:
    """One such list. Another list, or one that has become shorter, is encoded from its beginning."""

    __slots__ = ("_count", "_encoded", "_items")

    def __init__(self) -> None:
        self._items: list[Any] = []
        self._count = 0
        self._encoded = bytearray()

    def encoded(self, items: list[Any]) -> msgspec.Raw:
        """The list as part of a message."""
        if items is not self._items or len(items) < self._count:
            self._items, self._count, self._encoded = items, 0, bytearray()
        for item in items[self._count :]:
            _encoder.encode_into(item, self._encoded, _AT_THE_END)
        self._count = len(items)
        return msgspec.Raw(_head(self._count) + self._encoded)


def _head(count: int) -> bytes:
    if count < _SHORT:
        return bytes((_SHORT_HEAD | count,))
    if count < 1 << 16:
        return _HEAD_OF_16_BITS + count.to_bytes(2)
    return _HEAD_OF_32_BITS + count.to_bytes(4)

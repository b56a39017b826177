"""Checks that rows from the disk are what was written. A damaged file can have any type in any column."""

from __future__ import annotations

import zlib
from typing import Any

from server.store import Result, Stored


def checksum(key: str, number: int, data: bytes) -> int:
    """The checksum of a row, of its key, number and data."""
    return zlib.crc32(data, zlib.crc32(f"{key} {number} ".encode()))


def room_of(
    code: Any, version: Any, deadline_ms: Any, state: Any, stored: Any, *, checked: bool = True
) -> Stored | None:
    """A room with intact bytes, else None. `checked`: whether the layout has checksums."""
    if not _sound(code, version, state, stored, checked=checked):
        return None
    return Stored(state, version, deadline_ms if isinstance(deadline_ms, float) else None)


def result_of(room: Any, number: Any, data: Any, stored: Any) -> Result | None:
    """A result with intact bytes, else None."""
    return Result(room, number, data) if _sound(room, number, data, stored) else None


def options_of(code: Any, data: Any, stored: Any) -> bytes | None:
    """A room's options with intact bytes, else None."""
    return data if _sound(code, 0, data, stored) else None


def time_of(now_ms: Any) -> float:
    """The time of the last write; 0 if it cannot be read."""
    return now_ms if isinstance(now_ms, float) else 0.0


def text_of(written: bytes) -> str:
    """A text column as text, whatever it holds."""
    return written.decode(errors="replace")


def _sound(key: Any, number: Any, data: Any, stored: Any, *, checked: bool = True) -> bool:
    if not (isinstance(key, str) and isinstance(number, int) and isinstance(data, bytes)):
        return False
    return not checked or checksum(key, number, data) == stored

"""Matches that a server has recorded, to be watched again: where they are, and why one cannot be shown."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

MOST_BYTES: Final = 4_000_000
"""A best of 7 in which every game is as long as any is a third of that."""


class CannotReplay(ValueError):
    """A match cannot be shown again; the text is a sentence for the person who wants to see it."""


def path_of(replay: str) -> str:
    """Where a server has the match with this id."""
    return f"/replays/{quote(replay, safe='')}.json"

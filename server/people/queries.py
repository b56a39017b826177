"""What is asked about people and their matches; apart, so that whoever asks need not import a database."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from msgspec import Struct

Period: TypeAlias = Literal["week", "all"]
PERIODS: Final[tuple[Period, ...]] = ("week", "all")


class Whose(Struct, frozen=True):
    """Whose page is asked for: somebody's by their username, or one's own by a secret."""

    name: str = ""
    secret: str = ""


class NoReplayError(Exception):
    """There is none that could be shown; the text is a sentence that says why."""

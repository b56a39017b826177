"""Types of questions about people and matches. A module of its own, so that gateways need not import a database."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from msgspec import Struct

Period: TypeAlias = Literal["week", "all"]
PERIODS: Final[tuple[Period, ...]] = ("week", "all")


class Whose(Struct, frozen=True):
    """Whose page is asked for: a person by their username, or oneself by a secret."""

    name: str = ""
    secret: str = ""


class NoReplayError(Exception):
    """There is no replay to show; the text is a sentence that says why."""

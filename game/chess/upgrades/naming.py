"""Upgrades as people name them on a command line, separated by commas."""

from __future__ import annotations

import re

from game.chess.upgrades.catalogue import CATALOGUE


def upgrades_named(text: str) -> tuple[str, ...]:
    """The ids in a list such as `shield, iron-guard`, in the same order and without repetitions.

    Raises:
        ValueError: there is no such upgrade. The message is a sentence for the user that lists all of them.
    """
    given = [name.strip() for name in text.split(",")] if text.strip() else []
    ids = {name: _as_id(name) for name in given}
    unknown = [name for name in given if ids[name] not in CATALOGUE]
    if unknown:
        names = " or ".join(repr(name) for name in dict.fromkeys(unknown))
        raise ValueError(f"There is no upgrade {names}. There are: {', '.join(sorted(CATALOGUE))}.")
    return tuple(dict.fromkeys(ids.values()))


def _as_id(name: str) -> str:
    return re.sub(r"[\s-]+", "_", name.lower().replace("'", ""))

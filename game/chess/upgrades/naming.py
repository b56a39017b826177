"""Upgrades as a person names them: on a command line, with commas between."""

from __future__ import annotations

import re

from game.chess.upgrades.catalogue import CATALOGUE


def upgrades_named(text: str) -> tuple[str, ...]:
    """The ids in a list like `shield, iron-guard`, each once, in its order; none for an empty text.

    Raises:
        ValueError: there is no such upgrade; the text is a sentence that names all there are.
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

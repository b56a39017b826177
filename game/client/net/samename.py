"""Two of the same name: whoever comes second goes in under another one, and is asked in the lobby."""

from __future__ import annotations

import re
from typing import Final

NAME_LIMIT: Final = 20
MOST: Final = 9
_NUMBERED: Final = re.compile(r"(.*\S) ([2-9])")


def another_name(name: str) -> str:
    """The same name with the next number; empty when there have been enough of them."""
    found = _NUMBERED.fullmatch(name)
    base, number = (found[1], int(found[2]) + 1) if found else (name, 2)
    return f"{base[: NAME_LIMIT - 2].rstrip()} {number}" if number <= MOST else ""

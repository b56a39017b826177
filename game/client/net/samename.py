"""Another name for somebody who joins a room in which theirs is taken. The lobby then asks for a better one."""

from __future__ import annotations

import re
from typing import Final

NAME_LIMIT: Final = 20
MOST: Final = 9
_NUMBERED: Final = re.compile(r"(.*\S) ([2-9])")


def another_name(name: str) -> str:
    """The same name with the next number; "" if there are too many already."""
    found = _NUMBERED.fullmatch(name)
    base, number = (found[1], int(found[2]) + 1) if found else (name, 2)
    return f"{base[: NAME_LIMIT - 2].rstrip()} {number}" if number <= MOST else ""

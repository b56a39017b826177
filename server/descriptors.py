"""How many files and sockets the system lets this process have open."""

from __future__ import annotations

import sys


def raise_descriptor_limit() -> int | None:
    """Raise the limit of open files as far as possible, and return it (None: the system has no such limit)."""
    if sys.platform == "win32":
        return None
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    except (ValueError, OSError):
        # macOS says "unlimited" and then refuses it.
        return soft
    return None if hard == resource.RLIM_INFINITY else hard

"""Python's resource tracker: the process that removes the semaphores of a program that was killed."""

from __future__ import annotations

import sys

_HUSHED = "ignore:resource_tracker:UserWarning"


def start_quiet_tracker() -> None:
    """Start it without its warning of a leak: after a kill nothing has leaked, and nobody could do anything about it.

    To be called before the program starts its first process; otherwise it does nothing.
    """
    if sys.platform == "win32":
        # The system removes them by itself.
        return
    from multiprocessing import resource_tracker

    # The process gets the options that this program has now.
    sys.warnoptions.append(_HUSHED)
    try:
        resource_tracker.ensure_running()
    finally:
        sys.warnoptions.remove(_HUSHED)

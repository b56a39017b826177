"""What other modules of one process know of the other processes of the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from server.people.throttle import PasswordThrottle


class AcrossProcesses:
    """Hooks of a cluster, which those who use them do not know. Unset, there is one process."""

    def __init__(self) -> None:
        # Whether pages from this origin are served by another process. Set by a cluster.
        self.serves_page: Callable[[str], bool] = lambda _: False
        # Counts tried passwords for all processes together. Set by a cluster.
        self.throttle: PasswordThrottle | None = None
        # Tells the other processes about whom something has changed in the database, and returns whether they will
        # hear of it whatever becomes of this one. Set by a cluster.
        self.tell: Callable[[str], Awaitable[bool]] = _nobody_else
        # Looks up what another process has changed about a person. Set by `People`.
        self.check: Callable[[str], None] = lambda _: None


async def _nobody_else(_person: str) -> bool:
    return True

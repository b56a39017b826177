"""What joins the people of one process with those of the other processes of a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.people.throttle import PasswordThrottle


class AcrossProcesses:
    """Hooks between whoever keeps people and a cluster, neither of which knows the other. Unset, they do nothing."""

    def __init__(self) -> None:
        # Counts tried passwords for all processes together. Set by a cluster.
        self.throttle: PasswordThrottle | None = None
        # Tells the other processes about whom something has changed in the database. Set by a cluster.
        self.tell: Callable[[str], None] = lambda _: None
        # Looks up what another process has changed about a person. Set by `People`.
        self.check: Callable[[str], None] = lambda _: None

"""Whom one wants to hear nothing of: muted in this room, for oneself alone, or blocked in all rooms of the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netcode.messages import BlockedPerson


class Muting:
    """As long as one is in a room."""

    def __init__(self) -> None:
        self.muted: set[int] = set()
        self.blocked: Sequence[BlockedPerson] = ()
        """What the server has told of whom one has blocked."""

    def hears(self, pid: int) -> bool:
        """Whether what this member says and shows is heard."""
        return pid not in self.muted

    def toggle(self, pid: int) -> None:
        """Mute a member, or hear them again."""
        self.muted ^= {pid}

"""Members whom the player has muted in this room, and people whom they have blocked on the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netcode.messages import BlockedPerson


class Muting:
    """The mutes and blocks of one room."""

    def __init__(self) -> None:
        self.muted: set[int] = set()
        self.blocked: Sequence[BlockedPerson] = ()
        """What the server has told of whom one has blocked."""

    def mutes(self, pid: int) -> bool:
        """Whether this member's words and emotes are not shown."""
        return pid in self.muted

    def toggle(self, pid: int) -> None:
        """Mute a member, or unmute them."""
        self.muted ^= {pid}

"""The members of a room, as one of them has been told, and who is away or has left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcode.members import members_after, watchers_among
from netcode.messages import rooms as m

if TYPE_CHECKING:
    from netcode.messages.base import Notice


class People:
    """The members of a room. `pid` is a member's number in the room."""

    def __init__(self) -> None:
        self.players: list[m.Player] = []
        """Everybody, spectators included."""
        self.absent: set[int] = set()
        """Whose connection is gone."""
        self.bots: set[int] = set()
        """For whom a bot plays while they are away."""
        self.left: set[int] = set()
        """Who has left for good."""

    def load(self, players: list[m.Player]) -> None:
        """Replace the whole list."""
        self.players = players
        self.absent = {player.pid for player in players if not player.connected}
        self.bots = {player.pid for player in players if player.ai}

    def on(self, notice: Notice, *, keep_who_leaves: bool) -> None:
        """Take in what the server tells, if it is about people.

        `keep_who_leaves`: as absent, for their name still stands beside the game that they have played.
        """
        match notice:
            case m.PlayerList() | m.PlayerJoined() | m.PlayerChanged() | m.Latencies():
                self.load(members_after(self.players, notice))
            case m.ClientDisconnected(pid=pid, ai=ai, left=left):
                self.load(members_after(self.players, m.PlayerChanged(pid, connected=False, ai=ai or None)))
                self.left = self.left | {pid} if left else self.left
            case m.ClientReconnected(pid):
                self.load(members_after(self.players, m.PlayerChanged(pid, connected=True, ai=False)))
            case m.PlayerLeft(pid):
                gone = m.PlayerChanged(pid, connected=False) if keep_who_leaves else notice
                self.load(members_after(self.players, gone))
                self.left = self.left | {pid}
            case _:
                return

    @property
    def watchers(self) -> int:
        """How many spectators are connected."""
        return watchers_among(self.players)

    def member(self, pid: int | None) -> m.Player | None:
        """The member with this number."""
        return next((player for player in self.players if player.pid == pid), None)

    def plays(self, pid: int) -> bool:
        """Whether this member has a seat to play from."""
        member = self.member(pid)
        return member is not None and member.role == "player"

    def is_host(self, pid: int | None) -> bool:
        """Whether this member hosts the room."""
        member = self.member(pid)
        return member is not None and member.host

    def opponent_of(self, pid: int | None) -> int | None:
        """The first other player."""
        return next((each.pid for each in self.players if each.role == "player" and each.pid != pid), None)

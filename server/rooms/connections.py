"""The connections as rooms see them, and who sits where. No transport is named here."""

from __future__ import annotations

from enum import IntEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from server.packets import Packet
    from server.rooms.room import Member, Room


class Ending(IntEnum):
    """Why the server ends a connection, as WebSocket close codes (RFC 6455, 7.4)."""

    DONE = 1000
    GOING_AWAY = 1001
    PROTOCOL_ERROR = 1002
    POLICY = 1008
    TOO_LARGE = 1009
    TRY_LATER = 1013
    # Close codes of applications begin at 4000; the rest is HTTP's status.
    SILENT = 4408


class Connection(Protocol):
    """One open connection. No method waits, and none raises because the other end has gone."""

    @property
    def kind(self) -> str:
        """The transport's name, for operators."""

    def deliver(self, packet: Packet) -> None:
        """Send at once, in order. A connection that does not read fast enough is closed."""

    def beat(self, now_ms: float) -> None:
        """Called about every second, for the transport's own keep-alive."""

    def smallest_rtt_ms(self) -> float | None:
        """The smallest round trip that the operating system has seen; None if it cannot say."""

    def close(self, ending: Ending = Ending.DONE, farewell: str = "") -> None:
        """Send what was delivered, then close, with a sentence if there is more to say than the code."""


class Connections:
    """Which connection has which member's seat."""

    def __init__(self) -> None:
        self._by_room: dict[str, dict[int, Connection]] = {}

    def in_room(self, room: Room) -> Mapping[int, Connection]:
        """All connections to a room, by pid."""
        return self._by_room.get(room.code, _NOBODY)

    def of(self, room: Room, member: Member) -> Connection | None:
        """The member's connection; None if they are not connected."""
        return self._by_room.get(room.code, _NOBODY).get(member.pid)

    def set(self, room: Room, member: Member, connection: Connection | None) -> None:
        """Give the member's seat to this connection, or (None) to none."""
        if connection is None:
            self._by_room.get(room.code, {}).pop(member.pid, None)
            room.here.discard(member.pid)
        else:
            self._by_room.setdefault(room.code, {})[member.pid] = connection
            room.here.add(member.pid)

    def forget(self, room: Room) -> None:
        """From now on nothing that happens to these connections concerns the room."""
        self._by_room.pop(room.code, None)
        room.here.clear()


_NOBODY: Final[Mapping[int, Connection]] = MappingProxyType({})

"""One open connection on the server's side: its seat, its limits, and its latency."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from netcode.heartbeat import RoundTrip
from netcode.refusals import Refusal
from server.limits import Bucket
from server.refused import Refused
from server.rooms.audience import is_host

# How much the smallest round trip may be exceeded, because the usual one is a little longer.
BEYOND_SMALLEST_MS: Final = 25.0

if TYPE_CHECKING:
    from server.config import Config
    from server.rooms.connections import Connection, Connections
    from server.rooms.room import Member, Room


class Session:
    """A connection and its seat, if it has one."""

    __slots__ = (
        "_connections",
        "_member",
        "_room",
        "_smallest_rtt_ms",
        "address",
        "beats",
        "bucket",
        "client_key",
        "closed",
        "connection",
        "heard_ms",
        "login",
        "name",
        "owes_latency",
        "person",
        "picture",
        "refused",
        "round_trip",
        "said_in_time",
        "secure",
        "signed_out",
    )

    def __init__(
        self, connection: Connection, connections: Connections, address: str, config: Config, now_ms: float
    ) -> None:
        self.connection = connection
        self._connections = connections
        self.address = address
        # The hash of what a client sends with each of its connections; empty: nothing.
        self.client_key = b""
        # The id of the person who uses it; "" if unknown. Never told to other connections.
        self.person = ""
        # Whether a person has logged out here; otherwise nobody has said yet who they are.
        self.signed_out = False
        # Whether no match was under way in its room when it last said who uses it.
        self.said_in_time = False
        # The hash of the login by which they are known; empty: they are a guest.
        self.login = b""
        # Whether nobody on the way can read what it sends.
        self.secure = True
        # What others see of them, where nothing else is said.
        self.name: str | None = None
        self.picture: str | None = None
        self.bucket = Bucket(config.messages_per_s, config.messages_burst, now_ms)
        self.round_trip = RoundTrip()
        self.heard_ms = now_ms
        # Whether it answers heartbeats. For a client that never does, only the transport's pings count.
        self.beats = False
        # Its answer to a beat, and one LatencyOfHeartbeat after it, are free of the message limit.
        self.owes_latency = False
        self.closed = False
        # Messages refused as too fast, in a row.
        self.refused = 0
        # As measured by the operating system; it can only get smaller.
        self._smallest_rtt_ms: float | None = None
        self._room: Room | None = None
        self._member: Member | None = None

    def be_nobody(self) -> None:
        """Forget the person who has used the connection."""
        self.person, self.login, self.name, self.picture = "", b"", None, None
        self.signed_out = True

    def sit(self, room: Room, member: Member) -> None:
        """This connection has the member's seat now."""
        self._room, self._member = room, member
        self._connections.set(room, member, self.connection)

    def look_at_line(self) -> None:
        """Note the smallest round trip that the operating system has seen so far."""
        seen, known = self.connection.smallest_rtt_ms(), self._smallest_rtt_ms
        if seen is not None and (known is None or seen < known):
            self._smallest_rtt_ms = seen

    @property
    def smallest_rtt_ms(self) -> float | None:
        """The smallest round trip that the operating system has seen, None if it cannot say."""
        return self._smallest_rtt_ms

    @property
    def rtt_ms(self) -> float | None:
        """The round trip that counts: the heartbeats', which the client can stretch, limited by what the operating
        system has seen. None if it was not measured yet.
        """
        heartbeat, smallest = self.round_trip.rtt_ms, self._smallest_rtt_ms
        if heartbeat is None or smallest is None:
            return heartbeat
        return min(heartbeat, smallest + BEYOND_SMALLEST_MS)

    def stand_up(self) -> None:
        """The connection has no seat any more."""
        if self.seat is not None:
            self._connections.set(*self.seat, None)
        self._room = self._member = None

    @property
    def seat(self) -> tuple[Room, Member] | None:
        """The seat, None if there is none or a newer connection has taken it."""
        room, member = self._room, self._member
        if room is None or member is None or self._connections.of(room, member) is not self.connection:
            return None
        return room, member

    def hosted(self) -> tuple[Room, Member]:
        """The seat, which must be the host's; raises Refused."""
        room, member = self.seated()
        if not is_host(room, member):
            raise Refused(Refusal.NOT_HOST)
        return room, member

    def seated(self) -> tuple[Room, Member]:
        """The seat; raises Refused NOT_NOW if there is none."""
        seat = self.seat
        if seat is None:
            raise Refused(Refusal.NOT_NOW)
        return seat

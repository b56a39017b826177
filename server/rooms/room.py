"""A room: people, one machine, and a sequence number. It knows neither chess nor quiz.

Everything a room holds is in its `state`, but for the open connections: a server that restores the state
carries on.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, Protocol, TypeAlias, TypeVar

import msgspec
from msgspec import Struct, field

from netcode.messages.rooms import ChatLine
from netcode.refusals import Refusal
from server.names import likeness
from server.refused import Refused
from server.rooms.resends import Done

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from netcode.messages.base import Options
    from server.links import Link

Role: TypeAlias = Literal["player", "spectator"]

ANY_NAME: Final = ""


class Machine(Protocol):
    """What a room plays on: plain state with commands in and events out. Times are ms."""

    @property
    def over(self) -> bool:
        """Whether it has come to its end (a rematch may still begin)."""

    def handle(self, command: Any, now_ms: int) -> list[Any]:
        """What the command makes happen; raises, and changes nothing, when it isn't allowed."""

    def tick(self, now_ms: int) -> list[Any]:
        """What time alone makes happen."""

    def deadline(self) -> int | None:
        """When `tick` is next due."""

    def snapshot(self) -> bytes:
        """Everything, as bytes."""

    def presence(self, player: int, now_ms: int, *, here: bool) -> list[Any]:
        """A player's connection is gone, or there again; what that makes happen."""

    def measured(self, player: int, rtt_ms: int, now_ms: int) -> None:
        """The server has measured the round trip of a player's connection anew."""

    @property
    def bots_seat(self) -> int | None:
        """For whom a bot plays while they are away."""

    def errand(self, now_ms: int) -> Any:
        """What that bot is to think about now: something with a `task` for `server.standin`, the `player` and a `key`
        that is the errand's own; None: nothing.
        """

    def done(self, errand: Any, answer: Any) -> Any:
        """The command that follows from what the bot says."""


M = TypeVar("M", bound=Machine)


class Member(Struct):
    """Somebody who came in by the door. `token` is the hash of theirs; `link` None: not connected now."""

    pid: int
    name: str
    role: Role
    token: bytes
    address: str
    # The round trip that the server has measured, and the last one that was shown to the room.
    rtt_ms: int | None = None
    latency_ms: int | None = None
    picture: str | None = None
    done: Done = field(default_factory=Done)
    # Gone for good; kept while a match they played in is still shown.
    left: bool = False
    link: Any = field(default=None)
    # Whether the connection's program knows no rules, and is told what may be done.
    targets: bool = False

    @property
    def connected(self) -> bool:
        """Whether a notice would reach them."""
        return self.link is not None


class RoomState(Struct):
    """A room as it is stored."""

    code: str
    kind: str
    options: bytes
    private: bool
    spectators: bool
    members: list[Member]
    host: int
    next_pid: int
    seq: int
    chat: list[ChatLine]
    banned: list[tuple[str, str]]
    machine: bytes | None
    created_by: str = ""
    behind_ms: float = 0.0
    stands_since_ms: float | None = None
    key: str = ""


_encode = msgspec.msgpack.Encoder().encode


class Room(Generic[M]):
    """See the module. `created_by` is the address that counts for it.

    A room has a time of its own, which its machine goes by: the server's, less `behind_ms`, for which it stood
    still. It stands still after a restart of the server until its players have come back; `stands_since_ms` is in the
    server's time.
    """

    def __init__(self, code: str, options: Options, seats: int, created_by: str) -> None:
        self.code = code
        # The name of the game that is played here.
        self.kind = options.game
        self.options = options
        self.private = False
        self.spectators = False
        self.seats = seats
        self.created_by = created_by
        self.members: dict[int, Member] = {}
        # What links to the room hold besides its code, which alone is short enough to be guessed.
        self.key = ""
        self.host = 0
        self.seq = 0
        self.version = 0
        # The state of the last commit.
        self.committed = b""
        self.behind_ms = 0.0
        self.stands_since_ms: float | None = None
        self.chat: list[ChatLine] = []
        self.machine: M | None = None
        self._next_pid = 1
        # Address and likeness of the name, or ANY_NAME.
        self._banned: set[tuple[str, str]] = set()

    # --- people ---------------------------------------------------------------------------------------------

    def admit(self, name: str, role: Role, token: bytes, address: str) -> Member:
        """Let somebody in; the first one is the host.

        Raises:
            Refused: ROOM_FULL, NAME_TAKEN or BANNED.
        """
        self._check_door(name, role, address)
        member = Member(self._next_pid, name, role, token, address)
        self.members[member.pid] = member
        self._next_pid += 1
        self.host = self.host or member.pid
        return member

    def rename(self, member: Member, name: str) -> None:
        """Change a member's name; raises Refused NAME_TAKEN."""
        self._check_name(name, besides=member)
        member.name = name

    def remove(self, member: Member) -> None:
        """Somebody has gone for good. Players of a match that has begun keep their line, as `left`."""
        member.left = True
        member.link = None
        if self.machine is None or member.role == "spectator":
            del self.members[member.pid]
        if self.host == member.pid:
            self.host = self._next_host()

    def _next_host(self) -> int:
        """Who is here before who may come back, players before spectators, then in the order of coming; 0: nobody."""
        left = [other for other in self.members.values() if not other.left]
        return min(left, key=lambda other: (not other.connected, other.role != "player", other.pid)).pid if left else 0

    @property
    def host_is_away(self) -> bool:
        """Whether there is a host, who is not connected."""
        return self.host != 0 and not self.members[self.host].connected

    def hand_over(self) -> bool:
        """Make somebody else the host if anybody else is here; whether that has happened."""
        others = [other for other in self.members.values() if other.connected and other.pid != self.host]
        if others:
            self.host = self._next_host()
        return bool(others)

    def opens_to(self, key: str) -> bool:
        """Whether this is the room's key."""
        return bool(self.key) and hmac.compare_digest(key.encode("utf-8", "surrogatepass"), self.key.encode())

    def ban(self, member: Member) -> None:
        """This member shall not come back: neither by the token, which opens nothing any more, nor under another name.

        The whole address is banned, unless it is also that of somebody who stays (one household, one classroom, one
        computer): then only this name is, as nothing else tells the two apart. The host can ban each new name.
        """
        stay = {other.address for other in self.members.values() if other is not member and not other.left}
        self._banned.add((member.address, likeness(member.name) if member.address in stay else ANY_NAME))

    def check_ban(self, address: str, like: str = ANY_NAME) -> None:
        """Raises Refused BANNED for an address that may not come in, under this likeness of a name or under any."""
        if not self._banned.isdisjoint({(address, like), (address, ANY_NAME)}):
            raise Refused(Refusal.BANNED)

    def present(self, role: Role) -> Iterator[Member]:
        """Members of a role who have not left, connected or not."""
        return (member for member in self.members.values() if member.role == role and not member.left)

    @property
    def players(self) -> list[Member]:
        """Who has a seat, in the order of coming."""
        return list(self.present("player"))

    @property
    def watchers(self) -> int:
        """How many spectators are there now."""
        return sum(member.connected for member in self.present("spectator"))

    @property
    def abandoned(self) -> bool:
        """Whether nobody could come back: all have left."""
        return all(member.left for member in self.members.values())

    @property
    def nobody_connected(self) -> bool:
        """Whether there is nobody to tell anything."""
        return not any(member.connected for member in self.members.values())

    @property
    def open(self) -> bool:
        """Whether a stranger may sit down."""
        return self.machine is None and len(self.players) < self.seats

    # --- time -----------------------------------------------------------------------------------------------

    def time(self, now_ms: float) -> int:
        """The room's time when the server's is `now_ms`."""
        return int((now_ms if self.stands_since_ms is None else self.stands_since_ms) - self.behind_ms)

    def due_ms(self) -> float | None:
        """When the machine is next due, in the server's time; None also while the room's time stands still."""
        due = self.machine.deadline() if self.machine and self.stands_since_ms is None else None
        return None if due is None else due + self.behind_ms

    def stand_still(self, now_ms: float) -> None:
        """Time stands still from now on, or goes on doing so."""
        if self.stands_since_ms is None:
            self.stands_since_ms = now_ms

    def go_on(self, now_ms: float) -> None:
        """Time passes again."""
        if self.stands_since_ms is not None:
            self.behind_ms += now_ms - self.stands_since_ms
            self.stands_since_ms = None

    @property
    def awaits_players(self) -> bool:
        """Whether time stands still and a player is missing."""
        return self.stands_since_ms is not None and not all(member.connected for member in self.present("player"))

    def _check_door(self, name: str, role: Role, address: str) -> None:
        self.check_ban(address, likeness(name))
        if role == "player" and not self.open:
            raise Refused(Refusal.ROOM_FULL)
        self._check_name(name)

    def _check_name(self, name: str, besides: Member | None = None) -> None:
        like = likeness(name)
        if any(likeness(other.name) == like for other in self.members.values() if other is not besides):
            raise Refused(Refusal.NAME_TAKEN)

    # --- state ----------------------------------------------------------------------------------------------

    def state(self) -> bytes:
        """Everything but the connections."""
        members = [msgspec.structs.replace(member, link=None) for member in self.members.values()]
        machine = self.machine.snapshot() if self.machine else None
        return _encode(
            RoomState(
                self.code,
                self.kind,
                _encode(self.options),
                self.private,
                self.spectators,
                members,
                self.host,
                self._next_pid,
                self.seq,
                self.chat,
                sorted(self._banned),
                machine,
                self.created_by,
                self.behind_ms,
                self.stands_since_ms,
                self.key,
            )
        )

    @classmethod
    def restore(cls, data: bytes, seats: int, machine: Callable[[bytes], M], options: type[Options]) -> Room[M]:
        """The room that `state` described, with nobody connected.

        Raises:
            msgspec.DecodeError: these bytes describe none.
        """
        state = msgspec.msgpack.decode(data, type=RoomState)
        room = cls(state.code, msgspec.msgpack.decode(state.options, type=options), seats, state.created_by)
        room.private, room.spectators = state.private, state.spectators
        room.members = {member.pid: member for member in state.members}
        room._take(state, machine)
        room.committed = data
        return room

    def roll_back(self, machine: Callable[[bytes], M]) -> None:
        """Make everything as it was at the last commit, but for who is connected."""
        state = msgspec.msgpack.decode(self.committed, type=RoomState)
        # Connections hold on to their member: it must stay the same one.
        self.members = {member.pid: self._as_before(member) for member in state.members}
        self._take(state, machine)

    def _as_before(self, before: Member) -> Member:
        member = self.members.get(before.pid)
        if member is None:
            return before
        for name in Member.__struct_fields__:
            if name != "link":
                setattr(member, name, getattr(before, name))
        return member

    def _take(self, state: RoomState, machine: Callable[[bytes], M]) -> None:
        self.key = state.key
        self.host, self._next_pid, self.seq = state.host, state.next_pid, state.seq
        self.chat, self._banned = state.chat, set(state.banned)
        self.behind_ms, self.stands_since_ms = state.behind_ms, state.stands_since_ms
        self.machine = machine(state.machine) if state.machine is not None else None


def link_of(member: Member) -> Link | None:
    """The member's connection, typed: a Struct field cannot name a Protocol and still be stored."""
    link: Link | None = member.link
    return link

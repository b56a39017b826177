"""A room: members, a game, and a sequence number. It knows no particular game and no connection.

Everything except who is connected is in its `state`, so a server that restores the state can go on with the room.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec
from msgspec import Struct, field

from netcode.messages.people import Rated
from netcode.messages.rooms import ChatLine, ClientDisconnected, ClientReconnected, EmoteShown, PlayerLeft, Role
from netcode.refusals import Refusal
from server.games.interface import Viewer
from server.names import look_alike_key, look_alike_keys
from server.refused import Refused
from server.rooms.resends import Done

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from netcode.messages.base import Options
    from server.games.interface import GameKind, GameMachine, Seats

ANY_NAME: Final = ""
A_PAIR: Final = 2
FULL: Final = "That room is full: all its {most} seats are taken."
# Whoever leaves a game that has begun keeps a line there, which everybody is told and which is stored. Coming and
# leaving again and again must not make endlessly many.
LINES_FOR_A_SEAT: Final = 2


class Member(Struct, omit_defaults=True):
    """A person or bot who has come into the room. `token` is the hash of their token."""

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
    # Has left for good, and was the host then. Kept while their match is still shown.
    left: bool = False
    was_host: bool = False
    # What their client has asked to be told besides, for the game.
    wants: frozenset[str] = frozenset()
    # The hash of their client's own key, until it has shown that it knows the token.
    client_key: bytes = b""
    # Their id beyond the room, never told to clients; "" if unknown.
    person: str = ""
    # The person from the next match on; None: the same.
    next_person: str | None = None
    # The level of a computer player.
    bot: str = ""


ToldLater: TypeAlias = ChatLine | EmoteShown | Rated | ClientDisconnected | ClientReconnected | PlayerLeft
"""What players say, and who of them comes and goes: see `Held`."""


class Held(Struct, frozen=True, omit_defaults=True):
    """What those who watch are told later, in the room's time: one of these notices."""

    due_ms: int
    line: ChatLine | None = None
    emote: EmoteShown | None = None
    rated: Rated | None = None
    gone: ClientDisconnected | None = None
    back: ClientReconnected | None = None
    left: PlayerLeft | None = None

    @classmethod
    def of(cls, due_ms: int, notice: ToldLater) -> Held:
        """The notice, and when it is told."""
        match notice:
            case ChatLine():
                return cls(due_ms, line=notice)
            case EmoteShown():
                return cls(due_ms, emote=notice)
            case Rated():
                return cls(due_ms, rated=notice)
            case ClientDisconnected():
                return cls(due_ms, gone=notice)
            case ClientReconnected():
                return cls(due_ms, back=notice)
            case PlayerLeft():
                return cls(due_ms, left=notice)

    @property
    def notice(self) -> ToldLater:
        """Whichever it is."""
        notice = self.line or self.emote or self.rated or self.gone or self.back or self.left
        assert notice is not None
        return notice

    @property
    def speaker(self) -> int:
        """Whose words these are; 0: nobody's."""
        words = self.line or self.emote
        return words.pid if words is not None else 0


class RoomState(Struct, omit_defaults=True):
    """The stored state of a room. Every commit encodes and writes it, so what has its default stays out."""

    code: str
    kind: str
    # In rooms that an earlier version has stored; now they are stored apart.
    options: bytes
    private: bool
    spectators: bool
    members: list[Member]
    host: int
    next_pid: int
    seq: int
    chat: list[ChatLine]
    banned: list[tuple[str, str]]
    game: bytes | None
    created_by: str = ""
    behind_ms: float = 0.0
    stands_since_ms: float | None = None
    key: str = ""
    id: str = ""
    locked: bool = False
    earlier: int = 0
    held: list[Held] = []


_encode = msgspec.msgpack.Encoder().encode


class Room:
    """A room. `created_by` is the address whose limits it counts for.

    A room has its own time, by which its game goes: the server's, minus `behind_ms`, the time for which it stood still.
    It stands still after a restart of the server until the players are back; `stands_since_ms` is in the server's time.
    """

    def __init__(self, code: str, kind: GameKind, options: Options, created_by: str) -> None:
        self.code = code
        self.kind = kind
        self.options = options
        # As they are stored: they hardly ever change, and may be large.
        self.encoded_options = _encode(options)
        self.private = False
        self.spectators = False
        # Whether nobody new may come in.
        self.locked = False
        # Games that the room has had before this one.
        self.earlier = 0
        self.created_by = created_by
        self.members: dict[int, Member] = {}
        # Who is connected now.
        self.here: set[int] = set()
        # The room's key for links, because the code alone is short enough to be guessed.
        self.key = ""
        # This room's own id for ever, because codes are reused.
        self.id = ""
        self.host = 0
        self.seq = 0
        self.version = 0
        # The state of the last commit, and the options.
        self.committed = b""
        self.committed_options: bytes | None = None
        self.behind_ms = 0.0
        self.stands_since_ms: float | None = None
        self.chat: list[ChatLine] = []
        # What was said and those who watch have not heard yet, in the order in which they will.
        self.held: list[Held] = []
        self.game: GameMachine | None = None
        self._next_pid = 1
        # Address and look-alike key of the name, or ANY_NAME.
        self._banned: set[tuple[str, str]] = set()

    @property
    def seats(self) -> Seats:
        """Who may play here."""
        return self.kind.seats(self.options)

    def viewer(self, member: Member) -> Viewer:
        """The member as the game knows them."""
        return Viewer(member.pid, member.role, member.wants, member.pid == self.host)

    # --- people ---------------------------------------------------------------------------------------------

    def admit(self, name: str, role: Role, token: bytes, address: str) -> Member:
        """Add a member. The first one is the host.

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
        """A member has left for good. Players whom the game still names stay listed, as `left`."""
        member.left, member.was_host = True, self.host == member.pid
        self.here.discard(member.pid)
        if self.game is None or member.role != "player" or member.pid not in self.game.score():
            del self.members[member.pid]
        if self.host == member.pid:
            self.host = self._next_host()

    def _next_host(self) -> int:
        """The next host, 0 if there is none: connected members first, players before spectators, then in the order of
        coming.
        """
        left = [other for other in self.members.values() if not other.left]
        return (
            min(left, key=lambda other: (not self.is_here(other), other.role == "spectator", other.pid)).pid
            if left
            else 0
        )

    def is_here(self, member: Member) -> bool:
        """Whether the member is connected."""
        return member.pid in self.here

    @property
    def host_is_away(self) -> bool:
        """Whether there is a host and they are not connected."""
        return self.host != 0 and self.host not in self.here

    def hosted_from(self, address: str) -> bool:
        """Whether the host is a connected screen at this address."""
        host = self.members.get(self.host)
        return host is not None and host.role == "screen" and host.address == address and self.is_here(host)

    def hand_over(self) -> bool:
        """Make another connected member the host. False if there is none."""
        others = [other for other in self.members.values() if self.is_here(other) and other.pid != self.host]
        if others:
            self.host = self._next_host()
        return bool(others)

    def opens_to(self, key: str) -> bool:
        """Whether this is the room's key."""
        return bool(self.key) and hmac.compare_digest(key.encode("utf-8", "surrogatepass"), self.key.encode())

    def ban(self, member: Member) -> None:
        """Ban a member: their token opens nothing any more, and they cannot come back under another name.

        The whole address is banned, unless somebody who stays has the same one (a household, a classroom). Then only
        the name is banned, because nothing else tells them apart, and the host can ban each new name.
        """
        stay = {other.address for other in self.members.values() if other is not member and not other.left}
        self._banned.add((member.address, look_alike_key(member.name) if member.address in stay else ANY_NAME))

    def check_ban(self, address: str, like: str = ANY_NAME) -> None:
        """Raises Refused BANNED for a banned address, with this `look_alike_key` of a name or with any."""
        if not self._banned.isdisjoint({(address, like), (address, ANY_NAME)}):
            raise Refused(Refusal.BANNED)

    def given_to(self, client_key: bytes) -> Member | None:
        """The member whose seat was given to the client with this key and who has not used it since."""
        if not client_key:
            return None
        return next((each for each in self.members.values() if each.client_key == client_key and not each.left), None)

    def present(self, role: Role) -> Iterator[Member]:
        """Members with this role who have not left, connected or not."""
        return (member for member in self.members.values() if member.role == role and not member.left)

    @property
    def players(self) -> list[Member]:
        """The members with a seat, in the order of coming."""
        return list(self.present("player"))

    @property
    def watchers(self) -> int:
        """How many spectators are connected."""
        return sum(self.is_here(member) for member in self.present("spectator"))

    @property
    def watch_delay_ms(self) -> int:
        """How much later than players those hear of the match who watch it."""
        return self.kind.watch_delay_ms(self.options) if self.game is not None else 0

    @property
    def abandoned(self) -> bool:
        """Whether all members have left, so that nobody could come back."""
        return all(member.left for member in self.members.values())

    @property
    def nobody_connected(self) -> bool:
        """Whether nobody is connected."""
        return not self.here

    @property
    def open(self) -> bool:
        """Whether a stranger may take a seat."""
        seats = self.seats
        lines = sum(member.role == "player" for member in self.members.values())
        free = len(self.players) < seats.most and lines < seats.most * LINES_FOR_A_SEAT
        return (self.game is None or seats.late) and not self.locked and free

    # --- time -----------------------------------------------------------------------------------------------

    def time(self, now_ms: float) -> int:
        """The room's time when the server's is `now_ms`."""
        return int(self.exact_time(now_ms))

    def exact_time(self, now_ms: float) -> float:
        """The room's time, as a fraction of ms."""
        return (now_ms if self.stands_since_ms is None else self.stands_since_ms) - self.behind_ms

    def due_ms(self) -> float | None:
        """When the room is next due, in the server's time. None if never, or while the room's time stands still."""
        due = self.game.deadline() if self.game and self.stands_since_ms is None else None
        if self.held and self.stands_since_ms is None:
            held_ms = self.held[0].due_ms
            due = held_ms if due is None else min(due, held_ms)
        return None if due is None else due + self.behind_ms

    def stand_still(self, now_ms: float) -> None:
        """Stop the room's time, if it is running."""
        if self.stands_since_ms is None:
            self.stands_since_ms = now_ms

    def go_on(self, now_ms: float) -> None:
        """Let the room's time run again."""
        if self.stands_since_ms is not None:
            self.behind_ms += now_ms - self.stands_since_ms
            self.stands_since_ms = None

    @property
    def awaits_players(self) -> bool:
        """Whether time stands still and a player is missing."""
        return self.stands_since_ms is not None and not all(map(self.is_here, self.present("player")))

    def set_up_again(self, options: Options) -> None:
        """Wait for another game, with everybody who is still a member."""
        if self.game is not None:
            self.earlier += 1
        self.game, self.options, self.encoded_options = None, options, _encode(options)
        self.members = {pid: member for pid, member in self.members.items() if not member.left}

    def _check_door(self, name: str, role: Role, address: str) -> None:
        self.check_ban(address, look_alike_key(name))
        if self.locked:
            raise Refused(Refusal.LOCKED)
        if role == "player" and not self.open:
            most = self.seats.most
            raise Refused(Refusal.ROOM_FULL, FULL.format(most=most) if most > A_PAIR else None)
        self._check_name(name)

    def _check_name(self, name: str, besides: Member | None = None) -> None:
        like = look_alike_keys(name)
        # Where spectators see players leave later, a name that is free again would tell them before.
        leaving = {pid for pid, seen in self.game.seen_players.items() if seen.leaving} if self.game else ()
        others = (other for other in self.members.values() if other is not besides)
        if any(look_alike_key(other.name) in like for other in others if not other.left or other.pid in leaving):
            raise Refused(Refusal.NAME_TAKEN)

    # --- state ----------------------------------------------------------------------------------------------

    def state(self) -> bytes:
        """Everything except who is connected and the options."""
        return _encode(
            RoomState(
                self.code,
                self.kind.wire.game,
                b"",
                self.private,
                self.spectators,
                list(self.members.values()),
                self.host,
                self._next_pid,
                self.seq,
                self.chat,
                sorted(self._banned),
                self.game.snapshot() if self.game else None,
                self.created_by,
                self.behind_ms,
                self.stands_since_ms,
                self.key,
                self.id,
                self.locked,
                self.earlier,
                self.held,
            )
        )

    @classmethod
    def restore(cls, data: bytes, options: bytes, kinds: Mapping[str, GameKind]) -> Room:
        """The room of a `state`, with these `encoded_options` and nobody connected.

        Raises:
            ValueError: the bytes are invalid.
            KeyError: its game is none of `kinds`.
        """
        state = msgspec.msgpack.decode(data, type=RoomState)
        if state.host and all(member.pid != state.host for member in state.members):
            raise ValueError("its host is none of its members")
        kind = kinds[state.kind]
        room = cls(state.code, kind, _decoded(options or state.options, kind), state.created_by)
        room.private, room.spectators = state.private, state.spectators
        room.members = {member.pid: member for member in state.members}
        room._take(state)
        room.committed = data
        room.committed_options = room.encoded_options if options else None
        return room

    def roll_back(self) -> None:
        """Restore the last commit, except who is connected."""
        state = msgspec.msgpack.decode(self.committed, type=RoomState)
        # Connections hold on to their member: it must stay the same one.
        self.members = {member.pid: self._as_before(member) for member in state.members}
        before = self.committed_options
        if before is not None and before is not self.encoded_options:
            self.options, self.encoded_options = _decoded(before, self.kind), before
        self._take(state)

    def _as_before(self, before: Member) -> Member:
        member = self.members.get(before.pid)
        if member is None:
            return before
        for name in Member.__struct_fields__:
            setattr(member, name, getattr(before, name))
        return member

    def _take(self, state: RoomState) -> None:
        self.key, self.id = state.key, state.id
        self.locked, self.earlier = state.locked, state.earlier
        self.host, self._next_pid, self.seq = state.host, state.next_pid, state.seq
        self.chat, self._banned, self.held = state.chat, set(state.banned), state.held
        self.behind_ms, self.stands_since_ms = state.behind_ms, state.stands_since_ms
        self.game = self.kind.restore(state.game, self.options) if state.game is not None else None


def _decoded(encoded: bytes, kind: GameKind) -> Options:
    options: Options = msgspec.msgpack.decode(encoded, type=kind.options)
    return options

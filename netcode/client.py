"""The client's side of a room, without I/O: events of the transport go in, requests to send come out.

The window and the bot both use it. It follows who is in the room, keeps the seat, returns to it after a broken
connection, and resends what may not have arrived. The game itself is followed by a `GameModel`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from msgspec import Struct

from netcode.chatlog import ChatLog
from netcode.messages import rooms as m
from netcode.outbox import Outbox, Sent
from netcode.outgoing import Outgoing
from netcode.people import People
from netcode.refusals import Refusal
from netcode.transport import Answered, Connected, Lost, Received

if TYPE_CHECKING:
    from collections.abc import Callable

    from netcode.messages.base import Notice, Request
    from netcode.transport import Incoming

RETRY_MS: Final = 2_000
"""How long to wait before the next Rejoin if the server was asked too often."""
MOST_EMOTES: Final = 8
SEAT_GONE: Final = frozenset({Refusal.ROOM_NOT_FOUND, Refusal.BAD_TOKEN, Refusal.BANNED})
"""Refusals of a Rejoin after which there is nothing to come back to."""
SENT_AGAIN: Final = (m.Chat, m.StartGame)


class Seat(Struct, frozen=True):
    """What brings a member back to the same place in a room."""

    code: str
    pid: int
    token: str


class GameModel(Protocol):
    """A client's model of the game that is played in its room."""

    @property
    def sent_again(self) -> tuple[type[Request], ...]:
        """The game's requests that are sent again if the connection broke before they were answered."""

    @property
    def number(self) -> int:
        """The number of the current game of the match, from 1; 0 before the first."""

    @property
    def seq(self) -> int:
        """The `seq` of the last state that was taken in."""

    @property
    def under_way(self) -> bool:
        """Whether there is a game to show, running or finished."""

    @property
    def finished(self) -> bool:
        """Whether the match is over. The players may still start another one."""

    def load(self, snapshot: m.Snapshot, now_ms: int) -> None:
        """Replace everything by what the snapshot says."""

    def on(self, notice: Notice, now_ms: int) -> None:
        """Take in a notice. The `RoomClient` has already taken it in."""

    def resend(self, sent: Sent, now_ms: int) -> bool:
        """Whether an unanswered request of this game still makes sense after a `load`."""

    def refused(self, request: Request, answer: m.ActionSuccess, now_ms: int) -> None:
        """The server has refused a request of this game."""

    def line_lost(self, now_ms: int) -> None:
        """The connection is broken."""

    def settle(self, now_ms: int) -> None:
        """Called after each `load` and `on`, once everything has been taken in."""


class RoomClient:
    """One member's view of a room, from the request that leads into it."""

    def __init__(
        self, make_game: Callable[[str], GameModel | None], *, entry: Request | None = None, seat: Seat | None = None
    ) -> None:
        """`entry` is sent on connecting, unless there is a seat to come back to.

        `make_game` is called once, with the game's name on the wire, and returns None for an unknown game.
        """
        self._make_game = make_game
        self.entry = entry
        self.seat = seat
        self.online = False
        self.game: GameModel | None = None
        self.people = People()
        self.chat = ChatLog()
        self.emotes: list[m.EmoteShown] = []
        """The latest ones; `emotes_shown` counts all."""
        self.emotes_shown = 0
        self.key = ""
        """The room's key, which links carry besides its code."""
        self.safe = True
        """Whether the room would survive a crash of the server, as the server says."""
        self.stands = False
        """Whether the clocks stand still because the server cannot store anything."""
        self.stopping: m.ShuttingDown | None = None
        """Set once the server has said that it will stop."""
        self._outbox = Outbox()
        self._outgoing = Outgoing()
        self._now_ms = 0
        """When something came in, or `tick` was called, last."""
        self._retry_at: int | None = None

    # --- reading --------------------------------------------------------------------------------------------------

    @property
    def pid(self) -> int | None:
        """This member's number in the room; None outside of a room."""
        return self.seat.pid if self.seat else None

    @property
    def code(self) -> str:
        """The room's code; "" outside of a room."""
        return self.seat.code if self.seat else ""

    @property
    def is_host(self) -> bool:
        """Whether this member hosts the room."""
        return self.people.is_host(self.pid)

    @property
    def opponent_pid(self) -> int | None:
        """The first other player's number."""
        return self.people.opponent_of(self.pid)

    def due_ms(self, now_ms: int) -> int | None:
        """In how many ms `tick` and `take_requests` have something to do; None: nothing by time alone."""
        retry = None if self._retry_at is None else max(1, self._retry_at - now_ms)
        wanted = (retry, self._outgoing.due_ms(now_ms))
        return min((due for due in wanted if due is not None), default=None)

    # --- requests -------------------------------------------------------------------------------------------------

    def ask(self, request: Request) -> bool:
        """Queue a request, unless the same one has no answer yet. False without a connection."""
        if not self.online:
            return False
        if not self._outbox.makes_pointless(request):
            self._outgoing.add(request)
        return True

    def say_later(self, text: str) -> None:
        """Send a line of chat as soon as there is a connection again."""
        self._outbox.hold(m.Chat(text), self._number)

    def rejoin(self) -> None:
        """Ask for the seat and a new snapshot."""
        if self.seat is not None:
            seq = self.game.seq if self.game is not None else 0
            self.ask(m.Rejoin(self.seat.code, self.seat.pid, self.seat.token, seq))

    def rejoin_later(self, now_ms: int) -> None:
        """Ask for the seat after a pause, because the server said that it was asked too often."""
        self._retry_at = now_ms + RETRY_MS

    def take_requests(self) -> list[Request]:
        """Take the requests that may be sent now. The caller sends each and reports it with `sent`."""
        requests = self._outgoing.take(self._now_ms)
        return [self._outbox.numbered(each) if self._is_sent_again(each) else each for each in requests]

    def sent(self, number: int, request: Request) -> None:
        """The transport has sent the request and will report its answer under this number."""
        self._outbox.sent(number, request, self._number)

    def _is_sent_again(self, request: Request) -> bool:
        return isinstance(request, SENT_AGAIN) or (self.game is not None and isinstance(request, self.game.sent_again))

    @property
    def _number(self) -> int:
        return self.game.number if self.game is not None else 0

    # --- what comes in --------------------------------------------------------------------------------------------

    def on(self, incoming: Incoming, now_ms: int) -> Request | None:
        """Take in an event of the transport. Returns the request that it answers, if it is an answer."""
        self._now_ms = now_ms
        match incoming:
            case Connected():
                self._on_connected(now_ms)
            case Lost():
                self._on_lost(now_ms)
            case Answered(number, answer):
                request = self._outbox.answered(number)
                if request is not None:
                    self._on_answer(request, answer, now_ms)
                return request
            case Received(notice):
                self._on_notice(notice, now_ms)
        return None

    def tick(self, now_ms: int) -> None:
        """Do what is due by time alone."""
        self._now_ms = now_ms
        if self._retry_at is not None and now_ms >= self._retry_at:
            self._retry_at = None
            self.rejoin()

    def _on_connected(self, now_ms: int) -> None:
        if self.online:
            # Connected to another process: what was sent before will get no answer.
            self._on_lost(now_ms)
        self.online = True
        self.stopping = None
        if self.seat is not None:
            self.rejoin()
        elif self.entry is not None:
            self.ask(self.entry)

    def _on_lost(self, now_ms: int) -> None:
        self.online = False
        self._outbox.broken()
        for request in self._outgoing.clear():
            if self._is_sent_again(request):
                self._outbox.hold(request, self._number)
        if self.game is not None:
            self.game.line_lost(now_ms)

    def _on_answer(self, request: Request, answer: m.ActionSuccess, now_ms: int) -> None:
        if not answer.ok:
            self._on_refusal(request, answer, now_ms)
            return
        if not isinstance(request, m.CreateGame | m.JoinGame | m.Rejoin):
            # The effects of all other requests come as notices, to everybody alike.
            return
        self.safe, self.stands = answer.safe, False
        if answer.code is not None and answer.pid is not None and answer.token is not None:
            self.seat = Seat(answer.code, answer.pid, answer.token)
        if self.seat is not None and answer.snapshot is not None:
            self._load(answer.snapshot, now_ms)

    def _on_refusal(self, request: Request, answer: m.ActionSuccess, now_ms: int) -> None:
        if isinstance(request, m.Rejoin):
            if answer.error in SEAT_GONE:
                self.seat = None
            else:
                self.rejoin_later(now_ms)
        elif self.game is not None:
            self.game.refused(request, answer, now_ms)

    def _load(self, snapshot: m.Snapshot, now_ms: int) -> None:
        self.people.load(snapshot.players)
        self.chat.load(snapshot.chat)
        self.key = snapshot.key
        if self.game is None:
            self.game = self._make_game(snapshot.game)
        unanswered = self._outbox.again(snapshot.n)
        if self.game is not None:
            self.game.load(snapshot, now_ms)
        for sent in unanswered:
            if self._still_wanted(sent, now_ms):
                self.ask(sent.request)
        if self.game is not None:
            self.game.settle(now_ms)

    def _still_wanted(self, sent: Sent, now_ms: int) -> bool:
        match sent.request:
            case m.Chat():
                return True
            case m.StartGame():
                return self.game is None or not self.game.under_way
            case _:
                return self.game is not None and self.game.resend(sent, now_ms)

    def _on_notice(self, notice: Notice, now_ms: int) -> None:
        self.people.on(notice, keep_who_leaves=self.game is not None and self.game.under_way)
        match notice:
            case m.ChatLine():
                self.chat.add(notice)
            case m.EmoteShown():
                self.emotes = [*self.emotes, notice][-MOST_EMOTES:]
                self.emotes_shown += 1
            case m.ShuttingDown():
                self.stopping = notice
            case m.Stored(safe, stands):
                self.safe, self.stands = safe, stands
            case _:
                # All others are the game's, or mean nothing here.
                pass
        if self.game is not None:
            self.game.on(notice, now_ms)
            self.game.settle(now_ms)

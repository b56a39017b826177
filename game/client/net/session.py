"""The window's way to servers and into rooms: connecting, leaving, returning.

Screens read the session and its `room` and call its actions, which return at once. No pygame, no waiting. Time comes in
as an argument (`now_ms`, the window's monotonic clock). One session serves the whole program: it is in the menu, on its
way into a room, or in one. The game in the room is known to `view` alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec.structs import replace

from game.client import texts
from game.client.net.appearance import Appearance
from game.client.net.closing import ClosingConnections
from game.client.net.muting import Muting
from game.client.net.samename import another_name
from game.client.net.seatfile import SavedSeat
from netcode.client import RoomClient
from netcode.messages import base
from netcode.messages import rooms as m
from netcode.messages.people import Block, Blocked
from netcode.refusals import Refusal, sentence_of
from netcode.transport import Answered, Lost, Received

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from game.client.gameview import GameEntry, GameView
    from netcode.client import GameModel
    from netcode.transport import Incoming, Transport

Introduce: TypeAlias = "Callable[[Incoming, str, Callable[[base.Request], int]], bool]"
Place: TypeAlias = Literal["menu", "connecting", "browse", "lobby", "match"]
Connection: TypeAlias = Literal["offline", "connecting", "online", "lost"]


class Session:
    """Where the program is: in the menu, or in a room of a server."""

    def __init__(
        self,
        make_transport: Callable[[str], Transport],
        games: Mapping[str, GameEntry],
        introduce: Introduce | None = None,
    ) -> None:
        """Connects with `make_transport(url)`. `games` are the games that the window can show, by their name on the
        wire.

        `introduce(incoming, url, send)` gets each event first and tells the server who the player is. Events for which
        it returns True are its own.
        """
        self._make_transport = make_transport
        self._introduce = introduce or (lambda *_: False)
        self._known_games = games
        self._transport: Transport | None = None
        self._closing = ClosingConnections()
        self._sentences: list[str] = []
        self.looks = Appearance()
        """The picture that others see."""
        self.version = 0
        """Grows with every change."""
        self.saved_seat: SavedSeat | None = None
        """The seat that one may come back to, even after the program has ended."""
        self._clear()

    def _clear(self) -> None:
        self.place: Place = "menu"
        self.connection_text = ""
        self.url = self._name = self._if_nobody = ""
        self.view: GameView | None = None
        """The game of the room, in the window; None outside of a room."""
        self.room = RoomClient(self._begin_game)
        self.watching = False
        self.muting = Muting()
        """Whose words and emotes are not shown."""
        self.games: list[m.RoomLine] = []
        """The open rooms there, while one chooses."""
        self.lost_at = 0
        self._was_lost = False
        self._returning = False
        self._turned_away = ""
        self.name_was_taken = ""
        """What one would be called here if nobody else were."""
        self._unknown_game = False

    def _begin_game(self, game: str) -> GameModel | None:
        entry = self._known_games.get(game)
        if entry is None:
            self._unknown_game = True
            return None
        self.view = entry.view(self)
        return self.view.model

    # --- reading --------------------------------------------------------------------------------------------------

    @property
    def connection(self) -> Connection:
        """The state of the connection."""
        if self._transport is None:
            return "offline"
        if self.room.online:
            return "online"
        on_the_way = self._returning or (self.room.seat is None and self.place != "browse")
        return "connecting" if on_the_way else "lost"

    @property
    def finished(self) -> bool:
        """Whether the match is over."""
        return self.room.game is not None and self.room.game.finished

    def name_of(self, pid: int | None) -> str:
        """A member's name."""
        member = self.room.people.member(pid)
        return member.name if member is not None else texts.SOMEBODY

    @property
    def closed(self) -> str:
        """A sentence once the room is gone for good, while its final score is still shown; else ""."""
        stopping = self.room.stopping
        return stopping.message if stopping is not None and self.connection == "offline" else ""

    def banner(self, now_ms: int) -> str:
        """What is wrong with the connection, or special about this room, in a line; "" if nothing is."""
        stopping = self.room.stopping
        if stopping is not None and (stopping.kept or self.connection == "online"):
            return stopping.message
        if self.connection == "lost":
            return texts.reconnecting((now_ms - self.lost_at) // 1000)
        if not self.room.safe and self.room.seat is not None:
            return texts.STANDS_STILL if self.room.stands else texts.NOT_SAFE
        return self.view.remark() if self.view is not None else ""

    def take_sentences(self) -> list[str]:
        """Sentences to show, each once."""
        sentences, self._sentences = self._sentences, []
        return sentences

    def tell(self, sentence: str) -> None:
        """Show a sentence."""
        self._sentences.append(sentence)
        self.version += 1

    def changed(self) -> None:
        """Note that the screens must follow a change."""
        self.version += 1

    # --- entering and leaving -------------------------------------------------------------------------------------

    def expect(self, now_ms: int) -> None:
        """A server is being started, which `open` will connect to."""
        self.leave(now_ms)
        self.place = "connecting"

    def open(self, url: str, first: base.Request, now_ms: int, *, name: str = "", if_nobody: str = "") -> None:
        """Connect to a server and make the request that leads into a room.

        `first` is CreateGame, JoinGame, or ListGames, which joins the only open match as `name`. `if_nobody` replaces
        the usual sentence for when no server answers.
        """
        self.leave(now_ms)
        self._if_nobody = if_nobody
        self.url, self._name = url, name
        self.room.entry = first
        self.place = "connecting"
        self._transport = self._make_transport(url)
        self.version += 1

    def reopen(self, seat: SavedSeat, now_ms: int) -> None:
        """Return to a saved seat. Tries until the server answers or the person cancels."""
        self.open(seat.url, m.ListGames(), now_ms)
        self.room.entry, self.room.seat, self._returning = None, seat.in_room, True

    def leave(self, now_ms: int) -> None:
        """Leave the room for good, or stop trying to join. Without a connection the seat is kept for later."""
        transport, self._transport = self._transport, None
        if transport is not None:
            self._introduce(Lost(texts.NOT_CONNECTED), self.url, transport.send)
            if self.room.seat is not None and self.room.online and not self._returning:
                self.saved_seat = None
                self._closing.say(transport, now_ms)
            else:
                transport.close()
        self._clear()
        self.version += 1

    @property
    def saying_goodbye(self) -> bool:
        """Whether a connection is open only until the server has heard that the player left."""
        return bool(self._closing)

    def due_ms(self, now_ms: int) -> int | None:
        """In how many ms `poll` has something to do by time alone."""
        wanted = (self._closing.due_ms(now_ms), self.room.due_ms(now_ms))
        return min((due for due in wanted if due is not None), default=None)

    def close(self) -> None:
        """Close all connections."""
        self._closing.close()
        if self._transport is not None:
            self._transport.close()
            self._transport = None

    # --- actions in a room ----------------------------------------------------------------------------------------

    def ask(self, request: base.Request) -> None:
        """Send a request. Without a connection, the person is told so instead."""
        if self._transport is None or not self.room.ask(request):
            self.tell(texts.NOT_CONNECTED)
            return
        self._send()
        self.version += 1

    def _send(self) -> None:
        transport = self._transport
        for request in self.room.take_requests():
            if transport is not None:
                self.room.sent(transport.send(request), request)

    def start(self) -> None:
        """Start the match (the host)."""
        self.ask(m.StartGame())

    def kick(self, pid: int, *, ban: bool) -> None:
        """Remove a member (the host)."""
        self.ask(m.Kick(pid, ban=ban))

    def pick(self, code: str, *, watch: bool = False) -> None:
        """Join or watch one of the `games`."""
        self.room.entry = m.JoinGame(code, self._name or texts.GUEST, watch=watch)
        self.ask(self.room.entry)

    def show_looks(self) -> None:
        """Send the player's picture to the room, once seated."""
        request = self.looks.request(self.url) if self.room.seat is not None and self.room.online else None
        if request is not None:
            self.ask(request)

    def emote(self, emote: str) -> None:
        """Show an emote. Without a connection it is dropped, because nobody would see it in time."""
        self.ask(m.Emote(emote))

    def say(self, text: str) -> None:
        """Say something. Without a connection it is sent later."""
        if self.connection == "lost" and self.room.seat is not None:
            self.room.say_later(text)
            self.tell(texts.CHAT_NOT_SENT)
            return
        self.ask(m.Chat(text))

    # --- what comes in --------------------------------------------------------------------------------------------

    def poll(self, now_ms: int) -> None:
        """Take in everything that has arrived."""
        self._closing.poll(now_ms)
        self.room.tick(now_ms)
        transport = self._transport
        for incoming in transport.poll() if transport else ():
            self.version += 1
            if transport is not None and self._introduce(incoming, self.url, transport.send):
                continue
            self._take(incoming, now_ms)
            if self._transport is not transport:
                # That one sent us home; what came after it is no longer for us.
                return
        self._send()

    def _take(self, incoming: Incoming, now_ms: int) -> None:
        room, was_host = self.room, self.room.is_host
        # A host may be told who is in the room before their own number.
        known = room.seat is not None and bool(room.people.players)
        left = self._player_who_left(incoming)
        request = room.on(incoming, now_ms)
        self._send()
        match incoming:
            case Lost(reason):
                self._on_lost(reason, now_ms)
            case Answered(_, answer) if request is not None:
                self._on_answer(request, answer, now_ms)
            case Received(notice):
                self._on_notice(notice, now_ms)
            case _:
                self._was_lost, self.connection_text = False, ""
        if left and not self.finished:
            self.tell(texts.has_left(left))
        if self.room is room and room.seat is not None:
            self._follow_room(became_host=known and not was_host and room.is_host)

    def _player_who_left(self, incoming: Incoming) -> str:
        """The name of a player who leaves with this notice; "" if none does."""
        match incoming:
            case Received(m.PlayerLeft(pid)) if self.room.people.plays(pid):
                return self.name_of(pid)
            case _:
                return ""

    def _follow_room(self, *, became_host: bool) -> None:
        """Follow the room's new state."""
        room = self.room
        if became_host and not self.finished:
            self.tell(texts.HOST_NOW)
        if self._returning and room.game is not None:
            self._returning, self.place = False, "lobby"
        if room.game is None or self._returning:
            return
        member = room.people.member(room.pid)
        self.watching = member.role == "spectator" if member is not None else self.watching
        if room.game.under_way:
            self.place = "match"
        if room.online:
            self.saved_seat = self._seat_to_save()

    def _seat_to_save(self) -> SavedSeat | None:
        if self.room.seat is None or self.watching or self.finished:
            return None
        return SavedSeat.of(self.url, self.room.seat)

    def _on_lost(self, reason: str, now_ms: int) -> None:
        stopping = self.room.stopping
        if self._returning:
            self.connection_text = texts.STILL_TRYING
        elif self.room.seat is None and self.place != "browse":
            self._give_up(self._if_nobody or reason, now_ms)
        elif stopping is not None and not stopping.kept:
            self._on_closed(stopping, now_ms)
        else:
            if not self._was_lost:
                self.lost_at = now_ms
            self._was_lost = True
            self.connection_text = texts.RECONNECTING

    def _on_closed(self, stopping: m.ShuttingDown, now_ms: int) -> None:
        """The server or the room has closed for good: go home, unless there is a final score to show."""
        self.saved_seat = None
        if not self.finished:
            self._give_up(stopping.message, now_ms)
        elif self._transport is not None:
            self._transport.close()
            self._transport = None

    def _give_up(self, reason: str, now_ms: int) -> None:
        self.leave(now_ms)
        self.tell(reason)

    def _on_answer(self, request: base.Request, answer: m.ActionSuccess, now_ms: int) -> None:
        more = self.looks.answered(self.url, request, answer)
        if more is not None:
            self.ask(more)
        elif not answer.ok:
            self._on_refusal(request, answer, now_ms)
        elif self._unknown_game:
            self._give_up(texts.UNKNOWN_GAME, now_ms)
        elif isinstance(request, m.CreateGame | m.JoinGame):
            self._on_entered(request, now_ms)
        elif isinstance(request, Block):
            self.muting.muted.add(request.pid)

    def _on_refusal(self, request: base.Request, answer: m.ActionSuccess, now_ms: int) -> None:
        sentence = _sentence(answer)
        match request:
            case m.JoinGame(name=str(name)) if answer.error == Refusal.NAME_TAKEN and another_name(name):
                self.name_was_taken = self.name_was_taken or name
                self.room.entry = replace(request, name=another_name(name))
                self.ask(self.room.entry)
            case m.JoinGame(watch=False) if answer.error == Refusal.ROOM_FULL and self.place != "browse":
                # Who comes too late to play may at least look on, where that is allowed.
                self._turned_away = sentence
                self.room.entry = replace(request, watch=True)
                self.ask(self.room.entry)
            case m.JoinGame(watch=True) if self._turned_away:
                self._give_up(self._turned_away, now_ms)
            case m.JoinGame() if self.place == "browse":
                # There are others to choose from.
                self.room.entry = m.ListGames(subscribe=True)
                self.tell(sentence)
            case m.CreateGame() | m.JoinGame() | m.ListGames():
                self._give_up(sentence, now_ms)
            case m.Rejoin() if self.room.seat is None:
                self.saved_seat = None
                self._give_up(sentence if answer.error == Refusal.BANNED else texts.MATCH_GONE, now_ms)
            case m.Rejoin():
                # The room asks again.
                pass
            case _ if answer.error == Refusal.STALE_PLY:
                # The game has moved on without us: it looks again, rather than bother the player.
                pass
            case _:
                self.tell(sentence)

    def _on_entered(self, request: m.CreateGame | m.JoinGame, now_ms: int) -> None:
        if self.room.seat is None:
            self._give_up(texts.ODD_SERVER, now_ms)
            return
        self.watching = isinstance(request, m.JoinGame) and request.watch
        self.place = "lobby"
        if self._turned_away:
            self._turned_away = ""
            self.tell(texts.WATCHING_INSTEAD)
        self.show_looks()

    def _look_around(self, games: list[m.RoomLine]) -> None:
        """Join the only open match at once; otherwise show the list."""
        looking = isinstance(self.room.entry, m.ListGames)
        if looking and self.place == "connecting" and len(games) == 1 and not games[0].running:
            self.pick(games[0].code)
            return
        self.games = games
        if looking:
            self.place = "browse"

    def _on_notice(self, notice: base.Notice, now_ms: int) -> None:
        match notice:
            case Blocked(people):
                self.muting.blocked = people
            case m.ListOfGames(games):
                self._look_around([game for game in games if game.game in self._known_games])
            case m.Replaced():
                # The seat is still ours: only not from this window.
                self.room.online = False
                self._give_up(texts.SEAT_ELSEWHERE, now_ms)
            case m.Kicked(ban):
                self._give_up(texts.BANNED if ban else texts.KICKED, now_ms)
            case _:
                # The room and its game have taken in the rest.
                return


def _sentence(answer: m.ActionSuccess) -> str:
    """The sentence for a refusal, with the next step if there is one."""
    return texts.with_next_step(answer.error, answer.message or sentence_of(answer.error))

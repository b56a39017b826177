"""What the client knows of the server: everything it has said, folded into one model. No pygame, no waiting.

Scenes read the model and call its actions; both return at once. Time comes in as an argument (`now_ms`, the window's
monotonic clock). One session serves the whole program: it is in the menu, on its way into a room, or in one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec.structs import replace

from game.chess.upgrades import CATALOGUE
from game.client import texts
from game.client.chess.gamefeed import GameFeed
from game.client.chess.premoves import Premoves
from game.client.net.chatlog import ChatLog
from game.client.net.outbox import Outbox, Sent
from game.client.net.played import Played, played_so_far
from game.client.net.seatfile import Seat
from netcode import messages as m
from netcode.members import members_after, watchers_among
from netcode.refusals import Refusal, sentence_of
from netcode.transport import Answered, Connected, Lost, Received

if TYPE_CHECKING:
    from collections.abc import Callable

    import chess

    from game.chess.rules.board import Board
    from netcode.transport import Incoming, Transport

Place: TypeAlias = Literal["menu", "connecting", "browse", "lobby", "match"]
Connection: TypeAlias = Literal["offline", "connecting", "online", "lost"]
MOST_EMOTES = 8
FAREWELL_MS = 1_000
KNOCK_AGAIN_MS = 2_000
"""When a server is asked again that was asked too often."""
LAST_LOOK_MS = 3_500
"""How long the last position is left to be seen before the final score covers it."""


class Session:
    """The model of one client, and the requests it can make."""

    def __init__(self, make_transport: Callable[[str], Transport]) -> None:
        """Opens its lines to servers with `make_transport(url)`."""
        self._make_transport = make_transport
        self._transport: Transport | None = None
        self._farewells: list[tuple[Transport, int]] = []
        self._outbox = Outbox()
        self._notices: list[str] = []
        self.picture = ""
        """One's own, as the others see it: see `Player.picture`."""
        self._url = self._name = self._if_nobody = ""
        self._first: m.Request | None = None
        self._polled_at = 0
        self._again_at: int | None = None
        """When to knock again, after a server that was asked too often."""
        self.version = 0
        """Grows with every change."""
        self.keepsake: Seat | None = None
        """The seat that one may come back to, even after the program has ended."""
        self._clear()

    def _clear(self) -> None:
        self.place: Place = "menu"
        self.connection: Connection = "offline"
        self.connection_text = ""
        self.seat: Seat | None = None
        self.players: list[m.Player] = []
        self.best_of = 3
        # What happens when somebody drops out, and how strong their stand-in is.
        self.takeover: m.AiTakeover = "auto"
        self.standin_level: m.StandinLevel | None = None
        self.watching = False
        self.feed: GameFeed | None = None
        self.premoves = Premoves()
        self.offers: dict[int, m.UpgradeOffer] = {}
        self.chosen: dict[int, m.UpgradeChosen] = {}
        self.results: list[m.GameOver] = []
        self.played: list[Played] = []
        """The match's games, the running one last."""
        self.over: m.MatchOver | None = None
        self.chat = ChatLog()
        self.emotes: list[m.EmoteShown] = []
        """The latest; `emotes_shown` counts them all."""
        self.emotes_shown = 0
        self.games: list[m.RoomLine] = []
        """The open matches there, while one chooses."""
        self.watchers = 0
        self.cards: list[str] = []
        # What a link to this room holds besides its code.
        self.key = ""
        """What the drafts at this table offer because somebody chose that, to try it out."""
        self.question: m.AbsenceQuestion | None = None
        """What one may decide about an opponent who stays away."""
        self.stopping: m.ShuttingDown | None = None
        """The server has said that it will stop."""
        self.safe = True
        """Whether the match would survive a crash of the server, as far as it says."""
        self.lost_at = 0
        self.absent: set[int] = set()
        self.bots: set[int] = set()
        """For whom the bot plays while they are away."""
        self.left: set[int] = set()
        self.again: set[int] = set()
        self._offers_at = 0
        self._over_since: int | None = None
        self._outbox.clear()
        self._returning = False
        self._again_at = None
        self._turned_away = ""
        self._was_away = False

    # --- reading --------------------------------------------------------------------------------------------------

    @property
    def last_look_ms(self) -> int:
        """How much longer, as of the last `poll`, the final position is to be seen before the score covers it."""
        return 0 if self._over_since is None else max(0, self._over_since + LAST_LOOK_MS - self._polled_at)

    @property
    def code(self) -> str:
        """The room's code; empty outside of a room."""
        return self.seat.code if self.seat else ""

    @property
    def pid(self) -> int | None:
        """One's own number in the room."""
        return self.seat.pid if self.seat else None

    @property
    def board(self) -> m.BoardState | None:
        """The last state of the game."""
        return self.feed.state if self.feed else None

    @property
    def moves(self) -> list[str]:
        """The game's moves, UCI, one's own unconfirmed move included."""
        return self.feed.moves if self.feed else []

    @property
    def sans(self) -> list[str]:
        """The game's moves as people read them."""
        return self.feed.sans if self.feed else []

    @property
    def color(self) -> m.Colour | None:
        """One's own colour; None for a spectator."""
        return self.board.color if self.board else None

    @property
    def is_host(self) -> bool:
        """Whether one may start the match."""
        return any(player.host for player in self.players if player.pid == self.pid)

    @property
    def opponent_pid(self) -> int | None:
        """The other player's number."""
        return next((pl.pid for pl in self.players if pl.role == "player" and pl.pid != self.pid), None)

    @property
    def can_move(self) -> bool:
        """Whether a move can be made now."""
        return self.connection == "online" and self.feed is not None and self.feed.can_move

    def position(self) -> Board | None:
        """The position on the board, one's own unconfirmed move included."""
        return self.feed.position if self.feed else None

    def start_position(self) -> Board | None:
        """Where the game began."""
        return self.feed.start_position() if self.feed else None

    def legal_targets(self) -> dict[int, dict[int, list[chess.Move]]]:
        """From-square -> to-square -> moves (several for a promotion); empty when it is not one's turn."""
        return self.feed.legal_targets() if self.feed and self.can_move else {}

    def granted(self, origin: int, target: int) -> bool:
        """Whether only an upgrade makes this move, or this queued move, possible."""
        if self.feed is None or self.can_move:
            return self.feed is not None and self.feed.granted(origin, target)
        return self.premoves.only_by_upgrade(self.feed.position, self.color == "white", origin, target)

    @property
    def can_premove(self) -> bool:
        """Whether a move can be queued: one plays, and it is not one's turn."""
        state = self.board
        if state is None or state.color is None or self.connection != "online":
            return False
        return state.phase in {"countdown", "playing"} and not self.can_move

    def imagined(self) -> Board | None:
        """The position with everything queued played; without a queue, the position itself."""
        position = self.position()
        if position is None or not self.premoves:
            return position
        return self.premoves.imagined(position, self.color == "white")

    def premove_targets(self) -> dict[int, dict[int, list[chess.Move]]]:
        """What can be queued next, like `legal_targets`."""
        position = self.position()
        if position is None or not self.can_premove:
            return {}
        return self.premoves.targets(position, self.color == "white")

    def clock_ms(self, color: m.Colour, now_ms: int) -> int:
        """What this colour's clock shows."""
        return self.feed.clock_ms(color, now_ms) if self.feed else 0

    def phase_ms(self, now_ms: int) -> int:
        """What is left of a phase that ends by itself."""
        return self.feed.phase_ms(now_ms) if self.feed else 0

    def offer_ms(self, now_ms: int) -> int:
        """What is left to choose an upgrade."""
        left = max((offer.ms for offer in self.offers.values()), default=0)
        return max(0, left - (now_ms - self._offers_at))

    def name_of(self, pid: int | None) -> str:
        """A member's name."""
        return next((player.name for player in self.players if player.pid == pid), texts.SOMEBODY)

    def badges(self, color: m.Colour) -> list[str]:
        """The upgrades in force for a colour, oldest first."""
        if self.board is None:
            return []
        return self.board.upgrades.white if color == "white" else self.board.upgrades.black

    def score(self, pid: int) -> float:
        """Games won and half the draws."""
        if self.board is None:
            return 0.0
        return self.board.wins.get(str(pid), 0) + self.board.draws / 2

    @property
    def closed(self) -> str:
        """That the table is gone for good, in a sentence, while its final score is still shown; else empty."""
        return self.stopping.message if self.stopping is not None and self.connection == "offline" else ""

    def banner(self, now_ms: int) -> str:
        """What is wrong with the connection, in a line, or what is special about this table; empty when nothing is."""
        if self.stopping is not None and (self.stopping.kept or self.connection == "online"):
            return self.stopping.message
        if self.connection == "lost":
            return texts.reconnecting((now_ms - self.lost_at) // 1000)
        if not self.safe and self.seat is not None:
            return texts.NOT_SAFE
        names = [CATALOGUE[card].name if card in CATALOGUE else card for card in self.cards]
        return texts.chosen_cards(names) if names else ""

    def take_notices(self) -> list[str]:
        """Sentences to show, each once."""
        notices, self._notices = self._notices, []
        return notices

    def tell(self, sentence: str) -> None:
        """Have a sentence shown."""
        self._notices.append(sentence)
        self.version += 1

    # --- entering and leaving -------------------------------------------------------------------------------------

    def expect(self, now_ms: int) -> None:
        """A server to `open` is being started."""
        self.leave(now_ms)
        self.place = "connecting"

    def open(self, url: str, first: m.Request, now_ms: int, *, name: str = "", if_nobody: str = "") -> None:
        """Go to a server and make the request that leads into a room.

        `first` is CreateGame, JoinGame, or ListGames: then it is the one open match there, joined as `name`.
        `if_nobody` is what to say, instead of the usual, when no server answers.
        """
        self.leave(now_ms)
        self._if_nobody = if_nobody
        self._url, self._first, self._name = url, first, name
        self.place, self.connection = "connecting", "connecting"
        self._transport = self._make_transport(url)
        self.version += 1

    def reopen(self, seat: Seat, now_ms: int) -> None:
        """Go back to a seat that was taken before; it is tried until the server answers or somebody gives up."""
        self.open(seat.url, m.ListGames(), now_ms)
        self.seat, self._first, self._returning = seat, None, True

    def leave(self, now_ms: int) -> None:
        """Out of the room for good, or stop trying to get in. Without a connection the seat stays ours, for later."""
        transport, self._transport = self._transport, None
        if transport is not None:
            if self.seat is not None and self.connection == "online" and not self._returning:
                self.keepsake = None
                transport.send(m.Exit())
                self._farewells.append((transport, now_ms + FAREWELL_MS))
            else:
                transport.close()
        self._clear()
        self.version += 1

    @property
    def saying_goodbye(self) -> bool:
        """Whether a line is still open only because the server has not yet heard that we left."""
        return bool(self._farewells)

    def knock_ms(self, now_ms: int) -> int | None:
        """In how many ms a server is asked again that was asked too often; None: none is."""
        return None if self._again_at is None else max(1, self._again_at - now_ms)

    def farewell_ms(self, now_ms: int) -> int | None:
        """In how many ms a line is hung up although nobody has answered our goodbye."""
        return min((max(1, deadline - now_ms) for _, deadline in self._farewells), default=None)

    def close(self) -> None:
        """Hang up everything."""
        for transport, _ in self._farewells:
            transport.close()
        self._farewells.clear()
        if self._transport is not None:
            self._transport.close()
            self._transport = None

    # --- actions in a room ----------------------------------------------------------------------------------------

    def start(self) -> None:
        """Start the match (the host)."""
        self._send(m.StartGame())

    def move(self, uci: str, now_ms: int) -> None:
        """Play a move: shown at once, one's clock stopped at once, taken back if the server refuses."""
        if self.feed is None or not self.can_move:
            return
        ply = self.feed.play_own(uci, now_ms)
        self._send(m.MakeMove(uci, ply))

    def decide(self, choice: m.AbsenceChoice) -> None:
        """What becomes of the game whose other player stays away."""
        self.question = None
        self._send(m.DecideAbsence(choice))

    def kick(self, pid: int, *, ban: bool) -> None:
        """The host shows somebody the door."""
        self._send(m.Kick(pid, ban=ban))

    def pick(self, code: str, *, watch: bool = False) -> None:
        """Sit down at one of the `games`, or beside it."""
        self._first = m.JoinGame(code, self._name or texts.GUEST, watch=watch)
        self._send(self._first)

    def premove(self, uci: str) -> None:
        """Queue a move, to be played as soon as it can be."""
        position = self.position()
        if position is not None and self.can_premove and self.premoves.add(uci, position, self.color == "white"):
            self.version += 1

    def cancel_premoves(self) -> bool:
        """Forget all queued moves; whether there were any."""
        had = self.premoves.clear()
        self.version += had
        return had

    def drop_last_premove(self) -> bool:
        """Forget the move that was queued last; whether there was one."""
        had = self.premoves.drop_last()
        self.version += had
        return had

    def _play_premove(self, now_ms: int) -> None:
        """The head of the queue, the instant it can be played; when it no longer can, the queue is gone."""
        position = self.position()
        if not self.premoves or position is None or not self.can_move:
            return
        head = self.premoves.take_head(position)
        if head is not None:
            self.move(head.uci(), now_ms)

    def choose(self, upgrade: str) -> None:
        """Take an upgrade."""
        self._send(m.ChooseUpgrade(upgrade))

    def resign(self) -> None:
        """Give up the game."""
        self._send(m.Resign())

    def offer_draw(self) -> None:
        """Offer a draw."""
        self._send(m.OfferDraw())

    def withdraw_draw(self) -> None:
        """Take one's own offer back."""
        self._send(m.WithdrawDraw())

    def answer_draw(self, *, accept: bool) -> None:
        """Answer the opponent's offer."""
        self._send(m.AnswerDraw(accept))

    def play_again(self, *, again: bool) -> None:
        """Another match?"""
        self._send(m.PlayAgain(again))

    def show_picture(self, picture: str) -> None:
        """Let the others at the table see this picture of oneself; nothing to show before one sits there."""
        self.picture = picture
        if self.seat is not None and self.connection == "online" and picture:
            self._send(m.SetProfile(picture=picture))

    def emote(self, emote: str) -> None:
        """Show an emote; without a connection nobody would see it when it counts."""
        self._send(m.Emote(emote))

    def say(self, text: str) -> None:
        """Chat; what is said without a connection is heard when there is one again."""
        if self.connection == "lost" and self.seat is not None:
            self._outbox.hold(m.Chat(text), self._game)
            self.tell(texts.HEARD_LATER)
            return
        self._send(m.Chat(text))

    def _send(self, request: m.Request) -> None:
        if self._transport is None or self.connection != "online":
            self.tell(texts.NOT_CONNECTED)
            return
        request = self._outbox.numbered(request)
        self._outbox.sent(self._transport.send(request), request, self._game)
        self.version += 1

    @property
    def _game(self) -> int:
        return self.board.game if self.board else 0

    # --- what comes in --------------------------------------------------------------------------------------------

    def poll(self, now_ms: int) -> None:
        """Take in everything that has arrived."""
        self._polled_at = now_ms
        self._say_goodbyes(now_ms)
        self._knock_again(now_ms)
        transport = self._transport
        for incoming in transport.poll() if transport else ():
            self._take(incoming, now_ms)
            self.version += 1
            if self._transport is not transport:
                # That one sent us home; what came after it is no longer for us.
                return

    def _say_goodbyes(self, now_ms: int) -> None:
        for farewell in list(self._farewells):
            transport, deadline = farewell
            if now_ms >= deadline or any(isinstance(incoming, Answered | Lost) for incoming in transport.poll()):
                transport.close()
                self._farewells.remove(farewell)

    def _knock_again(self, now_ms: int) -> None:
        if self._again_at is not None and now_ms >= self._again_at:
            self._again_at = None
            if self.connection == "online" and self.seat is not None:
                self._rejoin()

    def _take(self, incoming: Incoming, now_ms: int) -> None:
        match incoming:
            case Connected():
                self._on_connected()
            case Lost(reason):
                self._on_lost(reason, now_ms)
            case Answered(number, answer):
                self._on_answer(self._outbox.answered(number), answer, now_ms)
            case Received(notice):
                self._on_notice(notice, now_ms)

    def _on_connected(self) -> None:
        self.connection = "online"
        self.connection_text = ""
        self.stopping = None
        if self.seat is not None:
            self._rejoin()
        elif self._first is not None:
            self._send(self._first)

    def _rejoin(self) -> None:
        assert self.seat is not None
        seq = self.board.seq if self.board else 0
        self._send(m.Rejoin(self.seat.code, self.seat.pid, self.seat.token, seq))

    def _on_lost(self, reason: str, now_ms: int) -> None:
        self._outbox.broken()
        if self._returning:
            self.connection, self.connection_text = "connecting", texts.STILL_TRYING
            return
        if self.seat is None and self.place != "browse":
            self._give_up(self._if_nobody or reason, now_ms)
            return
        if self.stopping is not None and not self.stopping.kept:
            self._on_closed(self.stopping, now_ms)
            return
        if self.connection != "lost":
            self.lost_at = now_ms
        self._was_away = True
        self.connection = "lost"
        self.connection_text = texts.RECONNECTING
        if self.feed is not None:
            self.feed.line_lost(now_ms)

    def _on_closed(self, farewell: m.ShuttingDown, now_ms: int) -> None:
        """Server or table have said that they would not come back: home, unless there is a final score to be seen."""
        # There is nobody left to say goodbye to.
        self.keepsake, self.connection = None, "offline"
        if self.over is None:
            self._give_up(farewell.message, now_ms)
        elif self._transport is not None:
            self._transport.close()
            self._transport = None

    def _give_up(self, reason: str, now_ms: int) -> None:
        self.leave(now_ms)
        self.tell(reason)

    def _on_answer(self, request: m.Request | None, answer: m.ActionSuccess, now_ms: int) -> None:
        if not answer.ok:
            self._on_refusal(request, answer, now_ms)
            return
        if isinstance(request, m.CreateGame | m.JoinGame | m.Rejoin):
            self.safe = answer.safe
        match request:
            case m.CreateGame() | m.JoinGame():
                self._sit_down(request, answer, now_ms)
            case m.Rejoin() if answer.snapshot is not None:
                self._load(answer.snapshot, now_ms)
            case _:
                # The others' effects come as notices, to everyone alike.
                return

    def _on_refusal(self, request: m.Request | None, answer: m.ActionSuccess, now_ms: int) -> None:
        sentence = _sentence(answer)
        match request:
            case m.JoinGame(watch=False) if answer.error == Refusal.ROOM_FULL and self.place != "browse":
                # Who comes too late to play may at least look on, where that is allowed.
                self._turned_away = sentence
                self._first = replace(request, watch=True)
                self._send(self._first)
                return
            case m.JoinGame(watch=True) if self._turned_away:
                self._give_up(self._turned_away, now_ms)
                return
            case m.JoinGame() if self.place == "browse":
                # There are others to choose from.
                self._first = m.ListGames("chess", subscribe=True)
            case m.CreateGame() | m.JoinGame() | m.ListGames():
                self._give_up(sentence, now_ms)
                return
            case m.Rejoin() if answer.error in {Refusal.ROOM_NOT_FOUND, Refusal.BAD_TOKEN, Refusal.BANNED}:
                self.seat = self.keepsake = None
                self._give_up(sentence if answer.error == Refusal.BANNED else texts.MATCH_GONE, now_ms)
                return
            case m.Rejoin():
                self._again_at = now_ms + KNOCK_AGAIN_MS
                return
            case m.MakeMove():
                # What was queued counted on that move.
                self.premoves.clear()
                if self.feed is not None:
                    self.feed.take_back(now_ms)
                if answer.error == Refusal.STALE_PLY:
                    # The board has moved on without us: look again rather than bother the player.
                    self._rejoin()
                    return
            case _:
                # Nothing to undo.
                pass
        self.tell(sentence)

    def _sit_down(self, request: m.CreateGame | m.JoinGame, answer: m.ActionSuccess, now_ms: int) -> None:
        if answer.code is None or answer.pid is None or answer.token is None:
            self._give_up(texts.ODD_SERVER, now_ms)
            return
        self.seat = Seat(self._url, answer.code, answer.pid, answer.token)
        self.watching = isinstance(request, m.JoinGame) and request.watch
        self.place = "lobby"
        if self._turned_away:
            self._turned_away = ""
            self.tell(texts.WATCHING_INSTEAD)
        self._keep()
        self.show_picture(self.picture)
        if answer.snapshot is not None:
            self._load(answer.snapshot, now_ms)

    def _keep(self) -> None:
        self.keepsake = self.seat if not self.watching and self.over is None else None

    def _look_around(self, games: list[m.RoomLine]) -> None:
        """The only open match is joined at once; otherwise one chooses from a list that updates itself."""
        looking = isinstance(self._first, m.ListGames)
        if looking and self.place == "connecting" and len(games) == 1 and not games[0].running:
            self.pick(games[0].code)
            return
        self.games = games
        if looking:
            self.place = "browse"

    def _load(self, snapshot: m.Snapshot, now_ms: int) -> None:
        chess = m.ChessSnapshot.of(snapshot)
        self.best_of = chess.best_of
        self.takeover, self.standin_level = chess.ai_takeover, chess.standin_level
        self._take_players(snapshot.players)
        self.cards, self.key = chess.cards, snapshot.key
        self.watching = any(player.role == "spectator" for player in snapshot.players if player.pid == self.pid)
        self.chat.load(snapshot.chat)
        if self.over is not None and chess.over is None:
            # Another match has begun meanwhile.
            self.played = []
        self.over = chess.over
        self.results, self.again, self.question = list(chess.results), set(chess.again), chess.question
        # Who comes back to a finished match has nothing left to watch.
        self._over_since = None if chess.over is None else now_ms - LAST_LOOK_MS
        self.offers = {offer.pid: offer for offer in chess.offers}
        self._offers_at = now_ms
        self.chosen = {each.pid: each for each in chess.chosen}
        self._tell_what_the_bot_did(chess.board)
        if self._returning:
            self._returning, self.place = False, "lobby"
        self._keep()
        unanswered = self._outbox.again(snapshot.n)
        self.played = played_so_far(chess, self.played[-1] if self.played else None, now_ms)
        if chess.board is not None:
            if self.board is not None and self.board.game != chess.board.game:
                self.premoves.clear()
            self.feed = self.played[-1].feed
            self.place = "match"
        for sent in unanswered:
            self._send_again(sent, now_ms)
        self._play_premove(now_ms)

    def _tell_what_the_bot_did(self, board: m.BoardState | None) -> None:
        """Moves of ours that we know nothing of were the bot's, who has played in our place."""
        before, away = self.board, self._was_away
        self._was_away = False
        if not away or before is None or board is None or board.moves is None or board.game != before.game:
            return
        ours = 0 if board.color == "white" else 1
        new = [ply for ply in range(len(self.moves), len(board.moves)) if ply % 2 == ours]
        if new and board.color is not None:
            self.tell(texts.bot_has_played(len(new)))

    def _send_again(self, sent: Sent, now_ms: int) -> None:
        """After a broken line: what may not have arrived, unless the match has gone on without it."""
        request, board = sent.request, self.board
        same_game = board is not None and board.game == sent.game
        match request:
            case m.MakeMove(move, ply):
                if self.feed is None or not same_game or not self.can_move or len(self.moves) != ply:
                    return
                self.feed.play_own(move, now_ms)
            case m.Resign() | m.OfferDraw() | m.WithdrawDraw() | m.AnswerDraw():
                if board is None or not same_game or board.phase != "playing":
                    return
            case m.DecideAbsence() if self.question is None:
                return
            case m.ChooseUpgrade():
                if self.pid not in self.offers:
                    return
            case m.StartGame() if board is not None:
                return
            case m.PlayAgain() if self.over is None:
                return
            case _:
                # Said is said.
                pass
        self._send(request)

    def _on_notice(self, notice: m.Notice, now_ms: int) -> None:
        match notice:
            case m.BoardState():
                self._on_board(notice, now_ms)
            case m.PlayerList() | m.PlayerJoined() | m.PlayerChanged() | m.Latencies():
                self._take_players(members_after(self.players, notice))
            case m.GameStarted():
                self._on_game_started(notice)
            case m.UpgradeOffer():
                self.offers = {**self.offers, notice.pid: notice}
                self._offers_at = now_ms
            case m.Witness(pid, "ChooseUpgrade") if pid in self.offers:
                self.offers = {**self.offers, pid: replace(self.offers[pid], picked=True)}
            case m.UpgradeChosen(pid):
                self.offers = {other: offer for other, offer in self.offers.items() if other != pid}
                self.chosen = {**self.chosen, pid: notice}
                if self.played:
                    self.played[-1].gained[pid] = notice.upgrade
            case m.GameOver():
                self.results, self.question = [*self.results, notice], None
                if self.played:
                    self.played[-1].over = notice
            case m.MatchOver():
                self.over, self.question = notice, None
                # A forfeit has no final position, and no result of its own to be seen on it.
                self._over_since = None if notice.reason == "forfeit" else now_ms
                self._keep()
            case m.ChatLine():
                self.chat.add(notice)
            case m.EmoteShown():
                self.emotes = [*self.emotes, notice][-MOST_EMOTES:]
                self.emotes_shown += 1
            case m.Witness(pid, "PlayAgain", data) if self.over is not None:
                self.again = self.again | {pid} if data.get("again") else self.again - {pid}
            case m.ClientDisconnected(pid=pid, ai=ai, left=left):
                self.absent = self.absent | {pid}
                self.left = self.left | {pid} if left else self.left
                self.bots = self.bots | {pid} if ai else self.bots
                if ai:
                    self._no_longer_asked_about(pid)
            case m.PlayerLeft(pid):
                self._on_left(pid)
                # Whoever has played keeps their name beside the board.
                gone = notice if self.board is None else m.PlayerChanged(pid, connected=False)
                self._take_players(members_after(self.players, gone))
            case m.Witness(pid, "AnswerDraw" | "WithdrawDraw" as done) if pid != self.pid:
                self.tell(texts.draw_news(self.name_of(pid), withdrawn=done == "WithdrawDraw"))
            case m.ClientReconnected(pid):
                self.absent, self.bots = self.absent - {pid}, self.bots - {pid}
                self._no_longer_asked_about(pid)
            case m.AbsenceQuestion():
                self.question = notice
            case m.ListOfGames(games):
                self._look_around(games)
            case m.ShuttingDown():
                self.stopping = notice
            case m.Stored(safe):
                self.safe = safe
            case m.Replaced():
                # The seat is still ours: only not from this window.
                self.connection = "lost"
                self._give_up(texts.SEAT_ELSEWHERE, now_ms)
            case m.Kicked(ban):
                self._give_up(texts.BANNED if ban else texts.KICKED, now_ms)
            case _:
                # Lists nobody asked for, and whatever a newer server may say.
                return

    def _on_left(self, pid: int) -> None:
        """Somebody has left while no match was running; after one, the last screen says so."""
        plays = any(player.pid == pid and player.role == "player" for player in self.players)
        self.left, self.absent, self.again = self.left | {pid}, self.absent | {pid}, self.again - {pid}
        if plays and self.over is None:
            self.tell(texts.has_left(self.name_of(pid)))

    def _no_longer_asked_about(self, pid: int) -> None:
        if self.question is not None and self.question.pid == pid:
            self.question = None

    def _take_players(self, players: list[m.Player]) -> None:
        was_guest = bool(self.players) and not self.is_host
        self.players, self.watchers = players, watchers_among(players)
        if was_guest and self.is_host and self.over is None:
            self.tell(texts.HOST_NOW)
        self.absent = {player.pid for player in players if not player.connected}
        self.bots = {player.pid for player in players if player.ai}

    def _on_game_started(self, notice: m.GameStarted) -> None:
        self.offers, self.chosen = {}, {}
        if notice.game == 1:
            self.results, self.played, self.over, self.again = [], [], None, set()
            self._over_since = None
            self._keep()

    def _on_board(self, state: m.BoardState, now_ms: int) -> None:
        self.place = "match"
        if state.phase not in {"countdown", "playing"} or (self.board is not None and state.game != self.board.game):
            self.premoves.clear()
        if self.feed is None or not self.played or state.game != self.feed.state.game:
            self.feed = GameFeed(state, now_ms)
            self.played.append(Played(self.feed))
        elif not self.feed.take(state, now_ms):
            self._rejoin()
            return
        self.best_of = state.best_of
        self._play_premove(now_ms)


def _sentence(answer: m.ActionSuccess) -> str:
    """What a refusal means for the person, and what to do next where there is something."""
    return texts.with_next_step(answer.error, answer.message or sentence_of(answer.error))

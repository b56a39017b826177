"""A bot as a client of a server: messages come in, requests go out.

`Player` is a state machine without I/O. `run` is the loop that connects it with a transport. The `Bot` chooses moves;
the transport connects, reconnects and sends heartbeats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from game.chess.bot.interface import Situation
from game.chess.bot.levels import Level, budget, pause_ms
from game.chess.rules.bycolor import ByColor
from netcode import messages as wire
from netcode.members import members_after
from netcode.refusals import Refusal
from netcode.transport import Answered, Connected, Incoming, Lost, Received

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from game.chess.bot.interface import Bot, TimeSource
    from netcode.transport import Transport

# A server takes five messages a second from one connection: a faster player would be cut off.
BETWEEN_MOVES_MS = 210
# The pause before a move, for spectators or for the limit above, is at most this share of the bot's clock.
PACE_CLOCK_SHARE = 20
# How long to go on without a connection before giving up.
PATIENCE_MS = 60_000
RETRY_MS = 1_000
NAME_TRIES = 9
ILLEGAL_TRIES = 3

LOST = "The connection to the server was lost and did not come back."
KICKED = "The host showed the bot the door."
REPLACED = "Somebody else has taken the bot's seat."


class Plan(Struct, frozen=True):
    """What a bot is to do.

    Attributes:
        name: the name that others see; a number is added if it is taken.
        level: the strength.
        code: the room to join; None opens one with `best_of`.
        matches: how many to play before leaving; 0 for as many as the opponent wants.
        pace_ms: the least time for a move, so that spectators can follow.
        spectators: whether a room that the bot opens lets others watch.
        picture: its picture (`SetProfile.picture`); empty for the default picture of its name.
    """

    name: str
    level: Level
    code: str | None = None
    best_of: wire.BestOf = 3
    matches: int = 1
    pace_ms: int = 0
    spectators: bool = False
    picture: str = ""


class Seat(Struct, frozen=True):
    """What the bot needs to come back after a lost connection."""

    code: str
    pid: int
    token: str


class Player:
    """Decides what to send from what has come in.

    Attributes:
        plan: what the bot is to do.
        seat: its seat, once it has one.
        done: whether the bot has finished.
        failure: a sentence that says what went wrong; None if nothing did.
        ever_connected: whether the server was ever reached.
    """

    def __init__(self, plan: Plan, bot: Bot, clock: TimeSource) -> None:
        self.plan = plan
        self.seat: Seat | None = None
        self.done = False
        self.failure: str | None = None
        self._bot = bot
        self._clock = clock
        self._later: list[tuple[int, wire.Request]] = []
        self._name_tries = 0
        self.ever_connected = False
        self._lost_since_ms: int | None = None
        self._start_asked = False
        self._members: list[wire.Player] = []
        self._opponent_left = False
        self._leaving = False
        self._matches_played = 0
        self._over = False
        self._agreed: dict[str, Any] | None = None
        """To what kind of another match the bot has said yes."""
        self._seq = 0
        self._board: wire.BoardState | None = None
        self._moves: list[str] = []
        self._turn_began_ms = 0
        self._last_sent_ms = -BETWEEN_MOVES_MS
        self._moved_at: tuple[int, int] | None = None
        self._draw_answered_at: tuple[int, int] | None = None
        self._illegal_tries = 0

    # --- what comes in --------------------------------------------------------------------------------------

    def on(self, incoming: Incoming) -> list[wire.Request]:
        """What to send at once because of `incoming`."""
        match incoming:
            case Connected():
                return self._on_connected()
            case Lost(reason=reason):
                return self._on_lost(reason)
            case Answered(answer=answer):
                return self._on_answer(answer)
            case Received(notice=notice):
                return self._on_notice(notice)

    def _on_connected(self) -> list[wire.Request]:
        self.ever_connected = True
        self._lost_since_ms = None
        return [self._entry()]

    def _entry(self) -> wire.Request:
        """The request that brings the bot into its room, or back into it."""
        if self.seat is not None:
            return wire.Rejoin(self.seat.code, self.seat.pid, self.seat.token, self._seq)
        name = self.plan.name + (f" {self._name_tries + 1}" if self._name_tries else "")
        if self.plan.code is None:
            return wire.CreateGame(
                options=wire.ChessOptions(best_of=self.plan.best_of), name=name, spectators=self.plan.spectators
            )
        return wire.JoinGame(self.plan.code, name)

    def _on_lost(self, reason: str) -> list[wire.Request]:
        now_ms = self._clock()
        if self._lost_since_ms is None:
            self._lost_since_ms = now_ms
        if self._leaving:
            self.done = True
        elif not self.ever_connected:
            self._fail(reason)
        elif now_ms - self._lost_since_ms > PATIENCE_MS:
            self._fail(LOST)
        return []

    def _on_answer(self, answer: wire.ActionSuccess) -> list[wire.Request]:
        match answer.request:
            case "CreateGame" | "JoinGame" | "Rejoin":
                return self._on_entered(answer) if answer.ok else self._on_entry_refused(answer)
            case "MakeMove" if not answer.ok:
                return self._on_move_refused(answer)
            case "ChooseUpgrade" if answer.error == Refusal.TOO_FAST:
                return self._resync()
            case "StartGame" if not answer.ok:
                self._start_asked = False
            case "Exit":
                self.done = True
            case _:
                # Nothing depends on the answers to the rest.
                pass
        return []

    def _on_entered(self, answer: wire.ActionSuccess) -> list[wire.Request]:
        if answer.code and answer.pid is not None and answer.token:
            self.seat = Seat(answer.code, answer.pid, answer.token)
        sent: list[wire.Request] = [wire.SetProfile(picture=self.plan.picture)] if self.plan.picture else []
        return sent if answer.snapshot is None else [*sent, *self._on_snapshot(answer.snapshot)]

    def _on_snapshot(self, snapshot: wire.Snapshot) -> list[wire.Request]:
        self._seq = snapshot.seq
        # Requests that were sent before the connection was lost may not have arrived.
        self._moved_at = self._draw_answered_at = None
        self._later.clear()
        sent = self._on_players(snapshot.players)
        chess = wire.ChessSnapshot.of(snapshot)
        if chess.board is not None:
            sent += self._on_board(chess.board)
        for offer in chess.offers:
            self._on_offer(offer)
        if chess.over is not None:
            sent += self._on_match_over()
        return sent

    def _on_entry_refused(self, answer: wire.ActionSuccess) -> list[wire.Request]:
        if answer.error == Refusal.NAME_TAKEN and self._name_tries < NAME_TRIES:
            self._name_tries += 1
            return [self._entry()]
        if answer.error == Refusal.TOO_FAST:
            self._send_later(RETRY_MS, self._entry())
        else:
            self._fail(answer.message or f"The server refused: {answer.error}.")
        return []

    def _on_move_refused(self, answer: wire.ActionSuccess) -> list[wire.Request]:
        """Ask for the server's board, because ours differs. Resign after too many refusals, or this never ends."""
        if answer.error == Refusal.ILLEGAL_MOVE:
            self._illegal_tries += 1
            if self._illegal_tries >= ILLEGAL_TRIES:
                self._illegal_tries = 0
                return [wire.Resign()]
        if answer.error == Refusal.TOO_FAST:
            self._send_later(RETRY_MS, *self._resync())
            return []
        return self._resync()

    def _resync(self) -> list[wire.Request]:
        return [self._entry()] if self.seat is not None else []

    def _on_notice(self, notice: wire.Notice) -> list[wire.Request]:
        match notice:
            case wire.BoardState():
                return self._on_board(notice)
            case wire.PlayerList() | wire.PlayerJoined() | wire.PlayerChanged():
                return self._on_players(members_after(self._members, notice))
            case wire.UpgradeOffer():
                self._on_offer(notice)
            case wire.MatchOver():
                return self._on_match_over()
            case wire.ClientDisconnected(left=True) | wire.PlayerLeft():
                self._members = [member for member in self._members if member.pid != notice.pid]
                return self._on_left(notice.pid)
            case wire.Witness(msg="PlayAgain"):
                return self._on_again(notice.pid, notice.data)
            case wire.Kicked():
                self._fail(KICKED)
            case wire.Replaced():
                self._fail(REPLACED)
            case _:
                # Chat, heartbeats and what others see of the match do not concern a bot.
                pass
        return []

    def _on_players(self, players: list[wire.Player]) -> list[wire.Request]:
        self._members = players
        seated = [player for player in players if player.role == "player" and player.connected]
        host = any(player.host for player in seated if self.seat and player.pid == self.seat.pid)
        if not host or len(seated) < 2 or self._board is not None or self._start_asked:
            return []
        self._start_asked = True
        return [wire.StartGame()]

    def _on_board(self, board: wire.BoardState) -> list[wire.Request]:
        if board.seq < self._seq:
            return []
        known = self._board
        moves = continued(self._moves, known, board)
        if moves is None:
            return self._resync()
        fresh = known is None or (_instant(board), board.phase) != (_instant(known), known.phase)
        self._seq, self._board, self._moves = board.seq, board, moves
        if fresh:
            self._turn_began_ms = self._clock()
            self._later = [item for item in self._later if not isinstance(item[1], wire.MakeMove)]
        if board.phase == "countdown":
            self._over = self._opponent_left = False
            self._agreed = None
            self._moved_at = self._draw_answered_at = None
        return []

    def _on_offer(self, offer: wire.UpgradeOffer) -> None:
        if self.seat is None or offer.pid != self.seat.pid or not offer.upgrades:
            return
        owned = self._badges(self._board.color) if self._board is not None else []
        choice = self._bot.choose_upgrade(offer.upgrades, owned)
        # Spectators want to read the cards, too.
        self._send_later(min(4 * self.plan.pace_ms, offer.ms // 2), wire.ChooseUpgrade(choice))

    def _badges(self, color: wire.Colour | None) -> list[str]:
        if self._board is None or color is None:
            return []
        return self._board.upgrades.white if color == "white" else self._board.upgrades.black

    def _on_match_over(self) -> list[wire.Request]:
        if not self._over:
            self._over = True
            self._matches_played += 1
        if self._opponent_left or self._matches_played == self.plan.matches:
            self._send_later(4 * self.plan.pace_ms, wire.Exit())
            return []
        return [wire.PlayAgain(again=True)]

    def _on_again(self, pid: int, asked: dict[str, Any]) -> list[wire.Request]:
        """Somebody wants another match, or none. If it is another one than the bot has agreed to, it agrees again."""
        if asked.get("again") is False:
            return self._on_left(pid)
        if self.seat is not None and pid == self.seat.pid:
            self._agreed = asked
            return []
        return [wire.PlayAgain(again=True)] if self._agreed is not None and self._agreed != asked else []

    def _on_left(self, pid: int) -> list[wire.Request]:
        """Note that somebody has left or wants no other match. A match in progress still gets its `MatchOver`."""
        if self._board is not None and pid not in self._board.players.values():
            return []
        self._opponent_left = True
        if self._over:
            return self.leave()
        in_lobby_of_another = self._board is None and self.plan.code is not None
        return self.leave() if in_lobby_of_another else []

    # --- acting ------------------------------------------------------------------------

    def act(self) -> list[wire.Request]:
        """What to send now that everything has been read. The bot searches here."""
        self._think_about_draw()
        self._think_about_move()
        now_ms = self._clock()
        due = [request for at_ms, request in self._later if at_ms <= now_ms]
        self._later = [item for item in self._later if item[0] > now_ms]
        for request in due:
            if isinstance(request, wire.MakeMove):
                self._last_sent_ms = now_ms
            self._leaving |= isinstance(request, wire.Exit)
        return due

    def pause_ms(self) -> int | None:
        """How long there is nothing to do, in ms, unless something comes in; None for no limit."""
        if not self._later:
            return None
        return max(0, min(at_ms for at_ms, _ in self._later) - self._clock())

    def leave(self) -> list[wire.Request]:
        """Leave the room for good; `done` follows with the server's answer."""
        if self.seat is None or self._leaving:
            self.done = True
            return []
        self._leaving = True
        return [wire.Exit()]

    def _think_about_move(self) -> None:
        board = self._board
        if board is None or board.phase != "playing" or board.turn != board.color:
            return
        if self._moved_at == _instant(board):
            return
        self._moved_at = _instant(board)
        situation = self._situation(board, board.color)
        limits = budget(self.plan.level, situation.own_clock_ms)
        move = self._bot.choose_move(situation, limits, self._clock)
        if board.draw_offer is None and self._bot.offers_draw(situation):
            self._send_later(0, wire.OfferDraw())
        now_ms = self._clock()
        wait_ms = self._pace_ms(situation.own_clock_ms, now_ms)
        self._send_later(wait_ms, wire.MakeMove(move, board.ply, think_ms=now_ms - self._turn_began_ms))

    def _pace_ms(self, own_clock_ms: int, now_ms: int) -> int:
        """How long to wait with a move: for spectators, for the server's limit, and because nobody moves at once."""
        for_watchers = self._turn_began_ms + self.plan.pace_ms - now_ms
        for_the_limit = self._last_sent_ms + BETWEEN_MOVES_MS - now_ms
        as_people_do = self._turn_began_ms + pause_ms(self.plan.level, own_clock_ms, len(self._moves)) - now_ms
        return max(0, min(max(for_watchers, for_the_limit, as_people_do), own_clock_ms // PACE_CLOCK_SHARE))

    def _think_about_draw(self) -> None:
        board = self._board
        if board is None or board.color is None or board.draw_offer in {None, board.color}:
            return
        if board.phase != "playing" or self._draw_answered_at == _instant(board):
            return
        self._draw_answered_at = _instant(board)
        situation = self._situation(board, board.color)
        limits = budget(self.plan.level, situation.own_clock_ms)
        accept = self._bot.accepts_draw(situation, limits, self._clock)
        self._send_later(0, wire.AnswerDraw(accept=accept))

    def _situation(self, board: wire.BoardState, color: wire.Colour) -> Situation:
        return Situation(
            board.start_fen,
            tuple(self._moves),
            ByColor(tuple(board.upgrades.white), tuple(board.upgrades.black)),
            color,
            ByColor(board.clocks_ms.white, board.clocks_ms.black),
            board.start_layers,
        )

    def _send_later(self, wait_ms: int, *requests: wire.Request) -> None:
        at_ms = self._clock() + wait_ms
        self._later += [(at_ms, request) for request in requests]

    def _fail(self, sentence: str) -> None:
        self.failure = sentence
        self.done = True


def continued(moves: list[str], known: wire.BoardState | None, board: wire.BoardState) -> list[str] | None:
    """The game's moves up to `board`, given the moves up to `known`; None if some in between are missing."""
    if board.moves is not None:
        return list(board.moves)
    if board.ply == 0:
        return []
    if known is None or known.game != board.game:
        return None
    if board.ply == len(moves):
        return moves
    if board.ply == len(moves) + 1 and board.last_move is not None:
        return [*moves, board.last_move]
    return None


def run(
    player: Player,
    transport: Transport,
    wait: Callable[[float | None], None],
    stopped: Callable[[], bool] = lambda: False,
    seen: Callable[[Incoming], None] = lambda _: None,
) -> None:
    """Play until the player is done, and close the transport.

    Args:
        player: what decides.
        transport: the connection.
        wait: blocks until the transport has something, `stopped` is true, or so many seconds have passed.
        stopped: whether the player is to leave.
        seen: is called with each message, after the player has handled it.
    """
    try:
        while not player.done:
            for incoming in step(player, transport):
                seen(incoming)
            if stopped():
                _send(transport, player.leave())
            if not player.done:
                pause_ms = player.pause_ms()
                wait(None if pause_ms is None else pause_ms / 1000)
    finally:
        transport.close()


def step(player: Player, transport: Transport) -> list[Incoming]:
    """One turn of the loop. Only the bot's search can block it. Returns what came in."""
    arrived = transport.poll()
    for incoming in arrived:
        _send(transport, player.on(incoming))
    if not player.done:
        _send(transport, player.act())
    return arrived


def _send(transport: Transport, requests: Iterable[wire.Request]) -> None:
    for request in requests:
        transport.send(request)


def _instant(board: wire.BoardState) -> tuple[int, int]:
    return board.game, board.ply

"""What a bot knows of the match in its room, and what it wants to do about it: no I/O, no time of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.chess.bot.interface import Situation
from game.chess.bot.levels import budget, pause_ms
from game.chess.rules.bycolor import ByColor
from netcode import messages as wire
from netcode.refusals import Refusal

if TYPE_CHECKING:
    from game.chess.bot.interface import Bot, TimeSource
    from game.chess.bot.plan import Plan
    from game.chess.bot.schedule import Schedule
    from netcode.client import RoomClient
    from netcode.outbox import Sent

# A server takes five messages a second from one connection: a faster player would be cut off.
BETWEEN_MOVES_MS = 210
# The pause before a move, for spectators or for the limit above, is at most this share of the bot's clock.
PACE_CLOCK_SHARE = 20
ILLEGAL_TRIES = 3


class BotModel:
    """See `netcode.client.GameModel`. Nothing is sent again: after a broken connection the bot decides anew.

    Attributes:
        wants_to_leave: whether there is nothing more to be done in this room.
    """

    sent_again: tuple[type[wire.Request], ...] = ()

    def __init__(self, room: RoomClient, plan: Plan, bot: Bot, clock: TimeSource, schedule: Schedule) -> None:
        self._room = room
        self._plan = plan
        self._bot = bot
        self._clock = clock
        self._schedule = schedule
        self.wants_to_leave = False
        self.finished = False
        self.seq = 0
        self._start_asked = False
        self._opponent_left = False
        self._matches_played = 0
        self._agreed: dict[str, Any] | None = None
        """To what kind of another match the bot has said yes."""
        self._board: wire.BoardState | None = None
        self._moves: list[str] = []
        self._turn_began_ms = 0
        self._last_sent_ms = -BETWEEN_MOVES_MS
        self._moved_at: tuple[int, int] | None = None
        self._draw_answered_at: tuple[int, int] | None = None
        self._illegal_tries = 0

    @property
    def number(self) -> int:
        """Which game of the match is played; 0: none yet."""
        return self._board.game if self._board is not None else 0

    @property
    def under_way(self) -> bool:
        """Whether there is a board."""
        return self._board is not None

    # --- what comes in --------------------------------------------------------------------------------------

    def load(self, snapshot: wire.Snapshot, now_ms: int) -> None:
        """Decide anew: requests that were sent before the connection was lost may not have arrived."""
        del now_ms
        self.seq = snapshot.seq
        self._moved_at = self._draw_answered_at = None
        self._schedule.clear()
        kept = wire.ChessSnapshot.of(snapshot)
        if kept.board is not None:
            self._on_board(kept.board)
        for offer in kept.offers:
            self._on_offer(offer)
        if kept.over is not None:
            self._on_match_over()

    def on(self, notice: wire.Notice, now_ms: int) -> None:
        """Take in what the server tells."""
        del now_ms
        match notice:
            case wire.BoardState():
                self._on_board(notice)
            case wire.UpgradeOffer():
                self._on_offer(notice)
            case wire.MatchOver():
                self._on_match_over()
            case wire.ClientDisconnected(left=True) | wire.PlayerLeft():
                self._on_left(notice.pid)
            case wire.Witness(msg="PlayAgain"):
                self._on_again(notice.pid, notice.data)
            case _:
                # Chat, and what others see of the match, do not concern a bot.
                pass

    def settle(self, now_ms: int) -> None:
        """The host starts as soon as both are there."""
        del now_ms
        here = [each for each in self._room.people.players if each.role == "player" and each.connected]
        if self._room.is_host and len(here) > 1 and self._board is None and not self._start_asked:
            self._start_asked = True
            self._room.ask(wire.StartGame())

    def resend(self, sent: Sent, now_ms: int) -> bool:
        """Nothing is."""
        del sent, now_ms
        return False

    def line_lost(self, now_ms: int) -> None:
        """What was under way is forgotten with the next `load`."""

    def refused(self, request: wire.Request, answer: wire.ActionSuccess, now_ms: int) -> None:
        """See afresh what the server's board is like."""
        match request:
            case wire.MakeMove():
                self._on_move_refused(answer, now_ms)
            case wire.ChooseUpgrade() if answer.error == Refusal.TOO_FAST:
                self._room.rejoin()
            case wire.StartGame():
                self._start_asked = False
            case _:
                # Nothing depends on the rest.
                pass

    def _on_move_refused(self, answer: wire.ActionSuccess, now_ms: int) -> None:
        """Rather lose a game than insist on a move for ever."""
        if answer.error == Refusal.ILLEGAL_MOVE:
            self._illegal_tries += 1
            if self._illegal_tries >= ILLEGAL_TRIES:
                self._illegal_tries = 0
                self._room.ask(wire.Resign())
                return
        if answer.error == Refusal.TOO_FAST:
            self._room.rejoin_later(now_ms)
        else:
            self._room.rejoin()

    def _on_board(self, board: wire.BoardState) -> None:
        if board.seq < self.seq:
            return
        known = self._board
        moves = continued(self._moves, known, board)
        if moves is None:
            self._room.rejoin()
            return
        fresh = known is None or (_instant(board), board.phase) != (_instant(known), known.phase)
        self.seq, self._board, self._moves = board.seq, board, moves
        if fresh:
            self._turn_began_ms = self._clock()
            self._schedule.drop(wire.MakeMove)
        if board.phase == "countdown":
            self.finished = self._opponent_left = False
            self._agreed = None
            self._moved_at = self._draw_answered_at = None

    def _on_offer(self, offer: wire.UpgradeOffer) -> None:
        if offer.pid != self._room.pid or not offer.upgrades:
            return
        owned = self._badges(self._board.color) if self._board is not None else []
        choice = self._bot.choose_upgrade(offer.upgrades, owned)
        # Spectators want to read the cards, too.
        self._send_later(min(4 * self._plan.pace_ms, offer.ms // 2), wire.ChooseUpgrade(choice))

    def _badges(self, color: wire.Colour | None) -> list[str]:
        if self._board is None or color is None:
            return []
        return self._board.upgrades.white if color == "white" else self._board.upgrades.black

    def _on_match_over(self) -> None:
        if not self.finished:
            self.finished = True
            self._matches_played += 1
        if self._opponent_left or self._matches_played == self._plan.matches:
            self._send_later(4 * self._plan.pace_ms, wire.Exit())
        else:
            self._room.ask(wire.PlayAgain(again=True))

    def _on_again(self, pid: int, asked: dict[str, Any]) -> None:
        """Somebody wants another match, or none. If it is another one than the bot has agreed to, it agrees again."""
        if asked.get("again") is False:
            self._on_left(pid)
        elif pid == self._room.pid:
            self._agreed = asked
        elif self._agreed is not None and self._agreed != asked:
            self._room.ask(wire.PlayAgain(again=True))

    def _on_left(self, pid: int) -> None:
        """Note that somebody has left or wants no other match. A match in progress still gets its `MatchOver`."""
        if self._board is not None and pid not in self._board.players.values():
            return
        self._opponent_left = True
        in_lobby_of_another = self._board is None and self._plan.code is not None
        self.wants_to_leave |= self.finished or in_lobby_of_another

    # --- thinking -------------------------------------------------------------------------------------------

    def think(self) -> None:
        """Decide what is to be decided now; it is sent by the schedule."""
        self._think_about_draw()
        self._think_about_move()

    def moved(self, now_ms: int) -> None:
        """A move has been sent."""
        self._last_sent_ms = now_ms

    def _think_about_move(self) -> None:
        board = self._board
        if board is None or board.phase != "playing" or board.turn != board.color:
            return
        if self._moved_at == _instant(board):
            return
        self._moved_at = _instant(board)
        situation = self._situation(board, board.color)
        limits = budget(self._plan.level, situation.own_clock_ms)
        move = self._bot.choose_move(situation, limits, self._clock)
        if board.draw_offer is None and self._bot.offers_draw(situation):
            self._send_later(0, wire.OfferDraw())
        now_ms = self._clock()
        wait_ms = self._pace_ms(situation.own_clock_ms, now_ms)
        self._send_later(wait_ms, wire.MakeMove(move, board.ply, think_ms=now_ms - self._turn_began_ms))

    def _pace_ms(self, own_clock_ms: int, now_ms: int) -> int:
        """How long to wait with a move: for spectators, for the server's limit, and because nobody moves at once."""
        for_watchers = self._turn_began_ms + self._plan.pace_ms - now_ms
        for_the_limit = self._last_sent_ms + BETWEEN_MOVES_MS - now_ms
        as_people_do = self._turn_began_ms + pause_ms(self._plan.level, own_clock_ms, len(self._moves)) - now_ms
        return max(0, min(max(for_watchers, for_the_limit, as_people_do), own_clock_ms // PACE_CLOCK_SHARE))

    def _think_about_draw(self) -> None:
        board = self._board
        if board is None or board.color is None or board.draw_offer in {None, board.color}:
            return
        if board.phase != "playing" or self._draw_answered_at == _instant(board):
            return
        self._draw_answered_at = _instant(board)
        situation = self._situation(board, board.color)
        limits = budget(self._plan.level, situation.own_clock_ms)
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

    def _send_later(self, wait_ms: int, request: wire.Request) -> None:
        self._schedule.add(self._clock() + wait_ms, request)


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


def _instant(board: wire.BoardState) -> tuple[int, int]:
    return board.game, board.ply

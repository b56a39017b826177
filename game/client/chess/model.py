"""The client's model of a chess match: everything that the server has told, and the possible requests.

Screens read the model and call its actions, which return at once. No pygame, no waiting. Time comes in as an argument
(`now_ms`, the window's monotonic clock).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.chess.upgrades import CATALOGUE
from game.client import texts
from game.client.chess.draftmodel import DraftModel
from game.client.chess.gamefeed import GameFeed
from game.client.chess.movequeue import MoveQueue
from game.client.chess.played import Played, played_so_far
from game.client.chess.ratingnews import RatingNews
from netcode import messages as m
from netcode.refusals import Refusal

if TYPE_CHECKING:
    import chess

    from game.chess.rules.board import Board
    from game.client.gameview import RoomSession
    from netcode.client import RoomClient
    from netcode.outbox import Sent

LAST_LOOK_MS = 3_500
"""How long the last position is left to be seen before the final score covers it."""


class ChessModel:
    """The match of a room, from its setup to the final score; see `netcode.client.GameModel`."""

    sent_again: tuple[type[m.Request], ...] = (
        *(m.MakeMove, m.ChooseUpgrade, m.Resign, m.OfferDraw, m.AnswerDraw, m.DecideAbsence, m.PlayAgain),
    )

    def __init__(self, session: RoomSession) -> None:
        self._session = session
        self.best_of = 3
        self.base_seconds = 60
        self.comeback: m.Comeback = "full"
        """How much losing is worth."""
        self.watch_delay = 0
        """By how many seconds those who watch see all this later."""
        self.takeover: m.AiTakeover = "auto"
        """What happens when somebody drops out."""
        self.standin_level: m.StandinLevel | None = None
        """How strong the bot is that plays for the absent."""
        self.cards: list[str] = []
        """What the drafts here offer because somebody chose that, to try it out."""
        self.feed: GameFeed | None = None
        """The game that is played."""
        self.queue = MoveQueue(self)
        self.draft = DraftModel()
        self.results: list[m.GameOver] = []
        self.played: list[Played] = []
        """The match's games, the running one last."""
        self.over: m.MatchOver | None = None
        self.ratings = RatingNews()
        self.again: set[int] = set()
        """Who wants another match."""
        self.again_as: m.Terms | None = None
        """What kind of one, if somebody does."""
        self.question: m.AbsenceQuestion | None = None
        """What one may decide about an opponent who stays away."""
        self._over_since: int | None = None
        self._now_ms = 0
        self._was_away = False

    # --- reading --------------------------------------------------------------------------------------------------

    @property
    def room(self) -> RoomClient:
        """The room in which the match is played."""
        return self._session.room

    @property
    def board(self) -> m.BoardState | None:
        """The last state of the game."""
        return self.feed.state if self.feed else None

    @property
    def number(self) -> int:
        """The number of the current game; 0 before the first."""
        return self.feed.state.game if self.feed else 0

    @property
    def seq(self) -> int:
        """The number of the last state."""
        return self.feed.state.seq if self.feed else 0

    @property
    def under_way(self) -> bool:
        """Whether there is a board to show."""
        return self.feed is not None

    @property
    def finished(self) -> bool:
        """Whether the match is over."""
        return self.over is not None

    @property
    def watching(self) -> bool:
        """Whether the person is a spectator."""
        return self._session.watching

    @property
    def moves(self) -> list[str]:
        """The game's moves in UCI, including the player's unconfirmed move."""
        return self.feed.moves if self.feed else []

    @property
    def sans(self) -> list[str]:
        """The game's moves in SAN."""
        return self.feed.sans if self.feed else []

    @property
    def color(self) -> m.Colour | None:
        """The player's colour; None for a spectator."""
        return self.board.color if self.board else None

    @property
    def can_move(self) -> bool:
        """Whether a move can be made now."""
        return self.room.online and self.feed is not None and self.feed.can_move

    def position(self) -> Board | None:
        """The position on the board, including the player's unconfirmed move."""
        return self.feed.position if self.feed else None

    def start_position(self) -> Board | None:
        """The first position of the game."""
        return self.feed.start_position() if self.feed else None

    def legal_targets(self) -> dict[int, dict[int, list[chess.Move]]]:
        """From-square -> to-square -> moves (several for a promotion); empty during the opponent's turn."""
        return self.feed.legal_targets() if self.feed and self.can_move else {}

    def granted(self, origin: int, target: int) -> bool:
        """Whether only an upgrade makes this move, or queued move, possible."""
        if self.feed is not None and self.can_move:
            return self.feed.granted(origin, target)
        return self.queue.granted(origin, target)

    def clock_ms(self, color: m.Colour, now_ms: int) -> int:
        """The time on this colour's clock."""
        return self.feed.clock_ms(color, now_ms) if self.feed else 0

    def phase_ms(self, now_ms: int) -> int:
        """The time left in a phase that ends by itself."""
        return self.feed.phase_ms(now_ms) if self.feed else 0

    def last_look_ms(self) -> int:
        """How much longer, as of the last `tick`, the final position is shown before the score covers it."""
        return 0 if self._over_since is None else max(0, self._over_since + LAST_LOOK_MS - self._now_ms)

    def name_of(self, pid: int | None) -> str:
        """A member's name."""
        return self._session.name_of(pid)

    def badges(self, color: m.Colour) -> list[str]:
        """The upgrades in force for a colour, oldest first."""
        if self.board is None:
            return []
        return self.board.upgrades.white if color == "white" else self.board.upgrades.black

    def score(self, pid: int) -> float:
        """Games won plus half the draws."""
        if self.board is None:
            return 0.0
        return self.board.wins.get(str(pid), 0) + self.board.draws / 2

    @property
    def closed(self) -> str:
        """A sentence once the room is gone for good, while the final score is still shown; else ""."""
        return self._session.closed

    @property
    def terms(self) -> m.Terms:
        """The current terms, which may be changed for another match."""
        return m.Terms(self.best_of, self.base_seconds)

    def remark(self) -> str:
        """What is special about the matches in this room; "" if nothing is."""
        names = [CATALOGUE[card].name if card in CATALOGUE else card for card in self.cards]
        return texts.chosen_cards(names) if names else ""

    # --- actions --------------------------------------------------------------------------------------------------

    def ask(self, request: m.Request) -> None:
        """Send a request. Without a connection, the person is told so instead."""
        self._session.ask(request)

    def move(self, uci: str, now_ms: int) -> None:
        """Play a move. It is shown at once and stops the clock at once, and is taken back if the server refuses it."""
        if self.feed is None or not self.can_move:
            return
        ply = self.feed.play_own(uci, now_ms)
        self.ask(m.MakeMove(uci, ply))

    def decide(self, choice: m.AbsenceChoice) -> None:
        """Decide about the game whose other player stays away."""
        self.question = None
        self.ask(m.DecideAbsence(choice))

    def changed(self) -> None:
        """Note that the screens must follow a change."""
        self._session.changed()

    # --- what comes in --------------------------------------------------------------------------------------------

    def tick(self, now_ms: int) -> None:
        """Advance the time."""
        self._now_ms = now_ms

    def settle(self, now_ms: int) -> None:
        """Play a queued move as soon as possible."""
        self.queue.play_head(now_ms)

    def line_lost(self, now_ms: int) -> None:
        """The connection is broken: the clocks go on."""
        self._was_away = True
        if self.feed is not None:
            self.feed.line_lost(now_ms)

    def refused(self, request: m.Request, answer: m.ActionSuccess, now_ms: int) -> None:
        """Take back a move that the server did not accept."""
        if not isinstance(request, m.MakeMove):
            return
        # What was queued counted on that move.
        self.queue.premoves.clear()
        if self.feed is not None:
            self.feed.take_back(now_ms)
        if answer.error == Refusal.STALE_PLY:
            # The board has moved on without us: look again rather than bother the player.
            self.room.rejoin()

    def load(self, snapshot: m.Snapshot, now_ms: int) -> None:
        """Replace everything by what the snapshot says."""
        kept = m.ChessSnapshot.of(snapshot)
        self.best_of, self.takeover, self.standin_level = kept.best_of, kept.ai_takeover, kept.standin_level
        self.base_seconds, self.comeback, self.cards = kept.base_seconds, kept.comeback, kept.cards
        self.again_as, self.watch_delay = kept.again_as, kept.watch_delay
        if self.over is not None and kept.over is None:
            # Another match has begun meanwhile.
            self.played = []
        self.over = kept.over
        self.ratings.load(kept.over)
        self.results, self.again, self.question = list(kept.results), set(kept.again), kept.question
        # Who comes back to a finished match has nothing left to watch.
        self._over_since = None if kept.over is None else now_ms - LAST_LOOK_MS
        self.draft.load(kept.offers, kept.chosen, now_ms)
        self._tell_what_the_bot_did(kept.board)
        self.played = played_so_far(kept, self.played[-1] if self.played else None, now_ms)
        if kept.board is not None:
            if self.number not in {0, kept.board.game}:
                self.queue.premoves.clear()
            self.feed = self.played[-1].feed

    def _tell_what_the_bot_did(self, board: m.BoardState | None) -> None:
        """If moves of ours are new to us, a stand-in has played them; tell so."""
        before, away = self.board, self._was_away
        self._was_away = False
        if not away or before is None or board is None or board.moves is None or board.game != before.game:
            return
        ours = 0 if board.color == "white" else 1
        new = [ply for ply in range(len(self.moves), len(board.moves)) if ply % 2 == ours]
        if new and board.color is not None:
            self._session.tell(texts.bot_has_played(len(new)))

    def resend(self, sent: Sent, now_ms: int) -> bool:
        """Whether an unanswered request still makes sense. A move is shown again."""
        request, board = sent.request, self.board
        same_game = board is not None and board.game == sent.game
        match request:
            case m.MakeMove(move, ply):
                if self.feed is None or not same_game or not self.can_move or len(self.moves) != ply:
                    return False
                self.feed.play_own(move, now_ms)
                return True
            case m.Resign() | m.OfferDraw() | m.AnswerDraw():
                return board is not None and same_game and board.phase == "playing"
            case m.DecideAbsence():
                return self.question is not None
            case m.ChooseUpgrade():
                return self.room.pid in self.draft.offers
            case _:
                return self.over is not None

    def on(self, notice: m.Notice, now_ms: int) -> None:
        """Take in a notice, if it is about the match."""
        self.draft.on(notice, now_ms)
        self.ratings.on(notice)
        match notice:
            case m.BoardState():
                self._on_board(notice, now_ms)
            case m.Stored(stands=stands) if self.feed is not None:
                self.feed.stands(now_ms if stands else None)
            case m.GameStarted(game=1):
                self.results, self.played, self.over, self.again = [], [], None, set()
                if self.again_as is not None:
                    self.base_seconds = self.again_as.base_seconds
                self.again_as = None
                self._over_since = None
            case m.UpgradeChosen(pid, upgrade) if self.played:
                self.played[-1].gained[pid] = upgrade
            case m.GameOver():
                self.results, self.question = [*self.results, notice], None
                if self.played:
                    self.played[-1].over = notice
            case m.MatchOver():
                self.over, self.question = notice, None
                # A forfeit has no final position, and no result of its own to be seen on it.
                self._over_since = None if notice.reason == "forfeit" else now_ms
            case m.Witness(pid, "PlayAgain", data) if self.over is not None:
                self._on_again(pid, data)
            case m.Witness(pid, "AnswerDraw" | "WithdrawDraw" as done) if pid != self.room.pid:
                self._session.tell(texts.draw_news(self.name_of(pid), withdrawn=done == "WithdrawDraw"))
            case m.AbsenceQuestion():
                self.question = notice
            case m.PlayerLeft(pid):
                self.again = self.again - {pid}
            case m.ClientReconnected(pid) | m.ClientDisconnected(pid=pid, ai=True):
                if self.question is not None and self.question.pid == pid:
                    self.question = None
            case _:
                # What is said and who comes is the room's.
                pass

    def _on_again(self, pid: int, data: dict[str, Any]) -> None:
        """A player wants another match, or no longer does. Changed terms void an earlier agreement."""
        if not data.get("again"):
            self.again = self.again - {pid}
            self.again_as = self.again_as if self.again else None
            return
        terms = m.Terms(data.get("best_of", self.best_of), data.get("base_seconds", self.base_seconds))
        self.again = self.again | {pid} if terms == (self.again_as or self.terms) else {pid}
        self.again_as = terms

    def _on_board(self, state: m.BoardState, now_ms: int) -> None:
        if state.phase not in {"countdown", "playing"} or (self.board is not None and state.game != self.board.game):
            self.queue.premoves.clear()
        if self.feed is None or not self.played or state.game != self.feed.state.game:
            self.feed = GameFeed(state, now_ms)
            self.played.append(Played(self.feed))
        elif not self.feed.take(state, now_ms):
            self.room.rejoin()
            return
        self.best_of = state.best_of

"""The project's own bot: the search behind the `Bot` interface, with the errors of its level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.chess.bot.codes import CODES
from game.chess.bot.interface import Budget, NoMove
from game.chess.bot.levels import HURRY, overlooked
from game.chess.bot.search import Handicap, Search, SearchResult, worth
from game.chess.rules.board import REWIND
from game.chess.rules.bycolor import ByColor
from game.chess.upgrades import board_from, new_board
from game.chess.upgrades.strength import elo

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from game.chess.bot.interface import Situation, TimeSource
    from game.chess.bot.levels import Level
    from game.chess.rules.board import Board

# In the opening, 100 centipawns are worth about 100 Elo between players like these.
CP_FOR_ELO = 1.0
# A rewind is considered only in a bad position, and used only if it gains this much.
REWIND_BELOW_CP = -60
REWIND_GAIN_CP = 130
# The budget for searching the earlier position, as a share of the budget for a move.
REWIND_SHARE = 0.7
# Below this the bot accepts a draw.
BAD_POSITION_CP = -60
# With much less time than the opponent, it accepts a draw below this.
LEVEL_POSITION_CP = 40
SHORT_OF_TIME = 3
# When the bot offers a draw: so many moves in a row with a score this close to level.
DRAWISH_CP = 25
DRAWISH_MOVES = 10
DRAWISH_FROM_PLY = 70


class SearchBot:
    """Alpha-beta over the upgraded board; implements `game.chess.bot.interface.Bot`.

    The same `rng` state and a budget of nodes (not of time) give the same game.

    Attributes:
        score: of the last position in which it chose a move, in centipawns.
    """

    def __init__(self, level: Level, rng: Random) -> None:
        self._level = level
        self._rng = rng
        self.score = 0
        self._quiet_moves = 0
        self._searches: dict[ByColor[tuple[str, ...]], Search] = {}

    def choose_move(self, situation: Situation, budget: Budget, clock: TimeSource) -> str:
        """A legal move (UCI), or `REWIND`.

        Raises:
            NoMove: the game is over.
        """
        board = board_of(situation)
        search, handicap = self._search(board, situation), self._handicap(board, budget)
        if not can_rewind(board):
            found = search.find(board, budget, clock, handicap, undone(situation.moves))
        else:
            found = self._now_or_before(board, search, budget, clock, handicap)
        self.score = found.score
        begun = len(situation.moves) >= 2
        self._quiet_moves = self._quiet_moves + 1 if begun and abs(found.score) <= DRAWISH_CP else 0
        return found.move

    def _now_or_before(
        self, board: Board, search: Search, budget: Budget, clock: TimeSource, handicap: Handicap | None
    ) -> SearchResult:
        """The best move, or a rewind if the position before the last own move is much better."""
        now = search.find(board, budget, clock, handicap)
        if now.score > REWIND_BELOW_CP:
            return now
        earlier, played = board.copy(), board.move_stack[-2].uci()
        earlier.rewind()
        # The move that was played leads back here, so only another one counts.
        before = search.find(earlier, shared(budget, REWIND_SHARE), clock, handicap, without=played)
        if before.score > now.score + REWIND_GAIN_CP:
            return SearchResult(REWIND, before.score, before.depth, before.nodes)
        return now

    def choose_upgrade(self, offered: Sequence[str], owned: Sequence[str]) -> str:
        """The strongest upgrade, measured alone and together with the owned ones; a random one among equals."""
        return max(offered, key=lambda upgrade: (_appeal(upgrade, tuple(owned)), self._rng.random()))

    def accepts_draw(self, situation: Situation, budget: Budget, clock: TimeSource) -> bool:
        """Whether the position is bad, or about level with much less time than the opponent has."""
        board = board_of(situation)
        white = situation.color == "white"
        try:
            score = self._search(board, situation).find(board, budget, clock).score
        except NoMove:
            return False
        own_score = score if board.turn == white else -score
        if situation.clocks_ms[white] * SHORT_OF_TIME < situation.clocks_ms[not white]:
            return own_score < LEVEL_POSITION_CP
        return own_score < BAD_POSITION_CP

    def offers_draw(self, situation: Situation) -> bool:
        """Whether the game has been level for long; from time to time."""
        return (
            self._quiet_moves >= DRAWISH_MOVES
            and self._quiet_moves % DRAWISH_MOVES == 0
            and (len(situation.moves) >= DRAWISH_FROM_PLY)
        )

    def _search(self, board: Board, situation: Situation) -> Search:
        """The search for these upgrades. It is kept, because its tables speed up later searches."""
        if situation.upgrades not in self._searches:
            self._searches = {situation.upgrades: Search(board.rules)}
        return self._searches[situation.upgrades]

    def _handicap(self, board: Board, budget: Budget) -> Handicap | None:
        """The errors of the level in this search; None in a hurry, when there is no time to draw them."""
        level = self._level
        if budget == HURRY or not (level.overlooks or level.whim_cp):
            return None
        last = board.move_stack[-1].to_square if board.move_stack else None
        unseen = overlooked(level, last, self._rng)
        whims = range(-level.whim_cp, level.whim_cp + 1)
        return Handicap(unseen, tuple(self._rng.choices(whims, k=64 * CODES)))


def board_of(situation: Situation) -> Board:
    """The board of `situation` with its whole history on the move stack."""
    board = board_from(situation.start_fen, situation.upgrades, situation.start_layers)
    for move in situation.moves:
        board.play(move)
    return board


def can_rewind(board: Board) -> bool:
    """Whether the mover may take back their last move and the reply to it."""
    return board.layers.charges[board.turn].rewinds > 0 and len(board.move_stack) >= 2


def undone(moves: Sequence[str]) -> str | None:
    """The mover's move that was just taken back, if there is one."""
    return moves[-3] if len(moves) >= 3 and moves[-1] == REWIND else None


def shared(budget: Budget, share: float) -> Budget:
    """A share of a budget."""

    def part(amount: int | None) -> int | None:
        return None if amount is None else int(amount * share)

    return Budget(part(budget.hard_ms), part(budget.soft_ms), part(budget.nodes), budget.depth)


def _appeal(upgrade: str, owned: tuple[str, ...]) -> float:
    """Elo of `upgrade` for a player who owns `owned`: by itself, and by what the two do for each other.

    More pieces of a type that is upgraded already, say, are worth more than they would be alone.
    """
    together = _worth((*owned, upgrade)) - _worth(owned) - (_worth((upgrade,)) - _worth(()))
    return elo(upgrade) + together / CP_FOR_ELO


def _worth(upgrades: tuple[str, ...]) -> int:
    return worth(new_board(ByColor(upgrades, ())))

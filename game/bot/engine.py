"""The project's own bot: the search behind the `Bot` interface, with its taste in upgrades and its human failings.

Strength and time are `levels`' business, the thinking `search`'s, the seat at the table `player`'s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.bot.codes import CODES
from game.bot.interface import NoMove
from game.bot.levels import HURRY, overlooked
from game.bot.search import Lapse, Search, worth
from game.rules.bycolor import ByColor
from game.upgrades import CATALOGUE, Rarity, board_from, new_board

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from game.bot.interface import Budget, Clock, Situation
    from game.bot.levels import Level
    from game.rules.board import Board

RARITIES = tuple(Rarity)
# Below this the bot would rather have the half point.
BAD_POSITION_CP = -60
# So is anything that is no win while the own flag hangs by so much more than the opponent's.
LEVEL_POSITION_CP = 40
SHORT_OF_TIME = 3


class SearchBot:
    """Alpha-beta over the upgraded board; implements `game.bot.interface.Bot`.

    The same `rng` state and a budget of nodes (not of time) give the same game.
    """

    def __init__(self, level: Level, rng: Random) -> None:
        self._level = level
        self._rng = rng
        self._searches: dict[ByColor[tuple[str, ...]], Search] = {}

    def choose_move(self, situation: Situation, budget: Budget, clock: Clock) -> str:
        """A legal move (UCI); raises NoMove when the game is over."""
        board = board_of(situation)
        return self._search(board, situation).find(board, budget, clock, self._lapse(board, budget)).move

    def choose_upgrade(self, offered: Sequence[str], owned: Sequence[str]) -> str:
        """The rarest; among equally rare ones what adds most to the pieces' worth; then the dice."""
        return max(offered, key=lambda upgrade: (*_appeal(upgrade, tuple(owned)), self._rng.random()))

    def accepts_draw(self, situation: Situation, budget: Budget, clock: Clock) -> bool:
        """When the position is bad, or no better than level with much less time than the opponent."""
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

    def _search(self, board: Board, situation: Situation) -> Search:
        """The search for this pair of upgrade sets: what it has learned is worth keeping."""
        if situation.upgrades not in self._searches:
            self._searches = {situation.upgrades: Search(board.rules)}
        return self._searches[situation.upgrades]

    def _lapse(self, board: Board, budget: Budget) -> Lapse | None:
        """What the level gets wrong this time; nothing in a hurry, when there is no time to look it up."""
        level = self._level
        if budget == HURRY or not (level.overlooks or level.whim_cp):
            return None
        last = board.move_stack[-1].to_square if board.move_stack else None
        unseen = overlooked(level, last, self._rng)
        return Lapse(unseen, tuple(round(self._rng.gauss(0, level.whim_cp)) for _ in range(64 * CODES)))


def board_of(situation: Situation) -> Board:
    """The board of `situation` with its whole history on the move stack."""
    board = board_from(situation.start_fen, situation.upgrades, situation.start_layers)
    for move in situation.moves:
        board.play(move)
    return board


def _appeal(upgrade: str, owned: tuple[str, ...]) -> tuple[int, int]:
    """How rare `upgrade` is and how many centipawns it adds to the start position of a player who owns
    `owned`.
    """
    return RARITIES.index(CATALOGUE[upgrade].rarity), _worth((*owned, upgrade)) - _worth(owned)


def _worth(upgrades: tuple[str, ...]) -> int:
    return worth(new_board(ByColor(upgrades, ())))

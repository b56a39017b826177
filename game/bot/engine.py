"""The project's own bot: the search behind the `Bot` interface, with its taste in upgrades and its slips.

Strength and time are `levels`' business, the thinking `search`'s, the seat at the table `player`'s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.bot.evaluate import Evaluator
from game.bot.interface import Budget, NoMove
from game.bot.levels import HURRY
from game.bot.search import DRAW, MATE, Search
from game.rules.bycolor import ByColor
from game.upgrades import CATALOGUE, Rarity, board_from, new_board

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    import chess

    from game.bot.interface import Clock, Situation
    from game.bot.levels import Level
    from game.rules.board import Board

RARITIES = tuple(Rarity)
# Below this the bot would rather have the half point.
BAD_POSITION_CP = -150
GLANCE = Budget(depth=1, nodes=60)


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
        search = self._search(situation.upgrades)
        # A slip looks at every move, which takes longer than a hurried thought.
        if self._rng.random() < self._level.slip and budget != HURRY:
            return self._slip(board, search, clock).uci()
        return search.find(board, budget, clock).move.uci()

    def choose_upgrade(self, offered: Sequence[str], owned: Sequence[str]) -> str:
        """The rarest; among equally rare ones what adds most to the pieces' worth; then the dice."""
        return max(offered, key=lambda upgrade: (*_appeal(upgrade, tuple(owned)), self._rng.random()))

    def accepts_draw(self, situation: Situation, budget: Budget, clock: Clock) -> bool:
        """Only when the position is bad."""
        board = board_of(situation)
        own = board.turn == (situation.color == "white")
        try:
            score = self._search(situation.upgrades).find(board, budget, clock).score
        except NoMove:
            return False
        return (score if own else -score) < BAD_POSITION_CP

    def _search(self, upgrades: ByColor[tuple[str, ...]]) -> Search:
        """The search for this pair of upgrade sets: measuring the pieces takes some 15 ms, so it is done
        once.
        """
        if upgrades not in self._searches:
            self._searches = {upgrades: Search(Evaluator(new_board(upgrades)))}
        return self._searches[upgrades]

    def _slip(self, board: Board, search: Search, clock: Clock) -> chess.Move:
        """A move that looks good enough at a glance: one ply and the captures after it."""
        looks = [(_glance(board, move, search, clock), move) for move in board.legal_moves]
        if not looks:
            raise NoMove(board.fen())
        best = max(score for score, _ in looks)
        return self._rng.choice([move for score, move in looks if score >= best - self._level.slip_cp])


def board_of(situation: Situation) -> Board:
    """The board of `situation` with its whole history on the move stack."""
    board = board_from(situation.start_fen, situation.upgrades, situation.start_layers)
    for move in situation.moves:
        board.play(move)
    return board


def _glance(board: Board, move: chess.Move, search: Search, clock: Clock) -> int:
    after = board.copy(stack=False)
    after.push(move)
    try:
        return -search.find(after, GLANCE, clock).score
    except NoMove:
        return MATE if after.is_check() else DRAW


def _appeal(upgrade: str, owned: tuple[str, ...]) -> tuple[int, int]:
    """How rare `upgrade` is and how many centipawns it adds to the start position of a player who owns
    `owned`.
    """
    return RARITIES.index(CATALOGUE[upgrade].rarity), _worth((*owned, upgrade)) - _worth(owned)


def _worth(upgrades: tuple[str, ...]) -> int:
    board = new_board(ByColor(upgrades, ()))
    return Evaluator(board).white_score(board)

"""The search: finds the best move in a position, and its score, by iterative deepening.

This module has the root: which moves there are, how deep they have been searched, and when to stop. The tree below is
in `tree`. Scores are centipawns for the side to move. Levels and upgrades are handled elsewhere (`levels`, `engine`).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import chess
from msgspec import Struct

from game.chess.bot import codes, values
from game.chess.bot.codes import MOVE_MASK, ORDER
from game.chess.bot.interface import NoMove
from game.chess.bot.position import Position
from game.chess.bot.tables import piece_worth, tables_for
from game.chess.bot.tree import DRAW, INFINITE, MATE, MATE_FOUND, Exhausted, Memory, Tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.chess.bot.interface import Budget, TimeSource
    from game.chess.bot.tables import Tables
    from game.chess.rules.board import Board
    from game.chess.rules.bycolor import ByColor
    from game.chess.rules.side import SideRules

TABLE_LIMIT = 250_000
PAWN_TABLE_LIMIT = 50_000
ASPIRATION_CP = 35
# Older positions are not compared for repetition.
PLIES_REMEMBERED = 60


class SearchResult(Struct, frozen=True):
    """The result of a search.

    Attributes:
        move: in UCI.
        score: in centipawns, for the mover.
        depth: the last iteration that was completed.
        nodes: how many positions were searched.
    """

    move: str
    score: int
    depth: int
    nodes: int


class Handicap(Struct, frozen=True):
    """The errors of a weaker level in one search.

    Attributes:
        unseen: moves (`origin | target << 6`) that it does not see.
        misjudged: by how many centipawns it misjudges a piece on a square; 64 numbers for each code.
    """

    unseen: frozenset[int]
    misjudged: tuple[int, ...]


class Search:
    """The search of one player. Keep it for the whole game, because its tables speed up later searches."""

    def __init__(self, rules: ByColor[SideRules]) -> None:
        self._tables = tables_for(rules)
        self._stage: values.GameStage | None = None
        self._weights: list[list[int]] = []
        self._memory = Memory({}, {}, (defaultdict(int), defaultdict(int)))

    def find(
        self,
        board: Board,
        budget: Budget,
        clock: TimeSource,
        handicap: Handicap | None = None,
        without: str | None = None,
    ) -> SearchResult:
        """The best move within `budget`.

        Args:
            board: the position; its move stack tells which positions have occurred. Not changed.
            budget: the limits.
            clock: the time.
            handicap: the errors of a weaker level.
            without: a move (UCI) to leave out if there is any other.

        Raises:
            NoMove: no legal move exists.
        """
        stage, memory = game_stage(board), self._memory
        self._enter(stage)
        weights = self._weights
        if handicap is not None:
            weights = _misjudged(weights, handicap.misjudged)
        if handicap is not None or len(memory.transpositions) > TABLE_LIMIT:
            memory.transpositions.clear()
        if len(memory.pawns) > PAWN_TABLE_LIMIT:
            memory.pawns.clear()
        # Old history counts less with every search.
        for history in memory.history:
            for move in history:
                history[move] >>= 2
        unseen = handicap.unseen if handicap is not None else frozenset[int]()
        tree = Tree(Position(self._tables, weights, board), board, memory, stage.fullness, unseen)
        tree.seen.update(position.number for position in _earlier(self._tables, weights, board))
        return _Root(tree, unseen, without).search(budget, clock)

    def _enter(self, stage: values.GameStage) -> None:
        """Scores of different stages cannot be compared, so a new stage clears the tables."""
        if stage != self._stage:
            self._stage = stage
            self._weights = self._tables.weights(stage)
            self._memory.transpositions.clear()
            self._memory.pawns.clear()


def worth(board: Board) -> int:
    """The value of all pieces in centipawns, from White's side, without a search."""
    stage, sum_ = game_stage(board), 0
    for square, code in codes.codes_on(board):
        white = codes.IS_WHITE[code]
        cp = piece_worth(board.rules[white], code, stage)[square]
        sum_ += cp if white else -cp
    return sum_


def _misjudged(weights: list[list[int]], by: tuple[int, ...]) -> list[list[int]]:
    return [[w + e for w, e in zip(row, by[64 * code :], strict=False)] for code, row in enumerate(weights)]


def game_stage(board: Board) -> values.GameStage:
    """How far the game has come, and whether one side has only a lone king left to mate."""
    worth = [
        sum(values.VALUES[kind] * chess.popcount(board.pieces_mask(kind, color)) for kind in chess.PIECE_TYPES[1:5])
        for color in (chess.BLACK, chess.WHITE)
    ]
    fullness = min(values.STAGES, round(values.STAGES * sum(worth) / values.FULL_BOARD))
    for mating_side in chess.COLORS:
        lone_king = board.king(not mating_side)
        if (
            lone_king is not None
            and worth[mating_side] >= worth[not mating_side] + values.VALUES[chess.ROOK]
            and fullness <= 2
        ):
            lonely = not worth[not mating_side] and not board.pawns & board.occupied_co[not mating_side]
            if lonely:
                return values.GameStage(fullness, mating_side, lone_king)
    return values.GameStage(fullness)


class _Root:
    """The moves of the position itself, the best one first, searched deeper and deeper."""

    def __init__(self, tree: Tree, unseen: frozenset[int], without: str | None) -> None:
        self._tree = tree
        legal = tree.position.legal_moves()
        if not legal:
            raise NoMove
        legal = [move for move in legal if codes.uci(move) != without] or legal
        self._forced = len(legal) == 1
        self._moves = _ordered(tree.position, [move for move in legal if move & 0xFFF not in unseen] or legal)
        self._best, self._score = self._moves[0], tree.static()

    def search(self, budget: Budget, clock: TimeSource) -> SearchResult:
        """The best move that is found within the budget."""
        self._tree.limit(budget, clock)
        depth = 0
        try:
            for depth in range(1, budget.depth + 1):
                self._iterate(depth)
                if self._forced or self._is_settled(depth, budget.soft_ms):
                    break
        except Exhausted:
            depth -= 1
        return SearchResult(codes.uci(self._best), self._score, depth, self._tree.nodes)

    def _iterate(self, depth: int) -> None:
        """One iteration, with an aspiration window around the last score."""
        low, high = -INFINITE, INFINITE
        if depth >= 4 and abs(self._score) < MATE_FOUND:
            low, high = self._score - ASPIRATION_CP, self._score + ASPIRATION_CP
        while True:
            score = self._search_moves(depth, low, high)
            if low < score < high:
                return
            # Search again with the window open on the side where the score fell out.
            low, high = -INFINITE if score <= low else low, INFINITE if score >= high else high

    def _search_moves(self, depth: int, alpha: int, beta: int) -> int:
        position = self._tree.position
        best = -INFINITE
        self._tree.seen.add(position.number)
        for index, move in enumerate(self._moves):
            undo = position.make(move)
            check = position.is_checked(position.turn)
            if index == 0:
                score = -self._search_child(depth - 1, -beta, -alpha, check)
            else:
                score = -self._search_child(depth - 1, -alpha - 1, -alpha, check)
                if alpha < score < beta:
                    score = -self._search_child(depth - 1, -beta, -alpha, check)
            position.unmake(undo)
            if score > best:
                best = score
                if score > alpha:
                    alpha = score
                    self._moves.remove(move)
                    self._moves.insert(0, move)
                    self._best, self._score = move, score
                if score >= beta:
                    break
        return best

    def _search_child(self, depth: int, alpha: int, beta: int, check: bool) -> int:
        """The score after a move. A check extends the search by one ply."""
        tree = self._tree
        if depth + check > 0:
            return tree.search(depth + check, alpha, beta, 1, check)
        return DRAW if tree.position.number in tree.seen else tree.quiesce(alpha, beta, 1, 0, -1)

    def _is_settled(self, depth: int, soft_ms: int | None) -> bool:
        if soft_ms is not None and self._tree.elapsed_ms() >= soft_ms:
            return True
        return abs(self._score) > MATE_FOUND and MATE - abs(self._score) <= depth


def _ordered(position: Position, moves: list[int]) -> list[int]:
    """The moves as they are tried first: promising captures, other captures, quiet moves."""
    captures, quiets = position.all_moves()
    order = {move & MOVE_MASK: move >> ORDER for move in captures} | dict.fromkeys(quiets, 0)
    return sorted(moves, key=lambda move: order.get(move, -1), reverse=True)


def _earlier(tables: Tables, weights: list[list[int]], board: Board) -> Iterator[Position]:
    """The earlier positions of the game that could occur again. Only upgraded pawns can go back."""
    plies = len(board.move_stack)
    if not any(kind == chess.PAWN for rules in (board.rules.white, board.rules.black) for kind, _ in rules.additions):
        plies = min(plies, board.halfmove_clock)
    plies = min(plies, PLIES_REMEMBERED)
    past = board.copy(stack=plies)
    for _ in range(plies):
        past.pop()
        yield Position(tables, weights, past)

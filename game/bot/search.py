"""Alpha-beta over the board, upgraded or not: which move, and what it is worth.

Iterative deepening, principal variation search, a transposition table, null move, late move reductions,
killer and history ordering, quiescence over captures (https://www.chessprogramming.org/Search describes
each). It asks the board for legal moves and so knows every upgrade. Scores are centipawns for the side to
move. Upgrades by name and levels are `engine`'s business.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, TypeAlias

import chess
from msgspec import Struct

from game.bot.evaluate import VALUES
from game.bot.interface import NoMove

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.bot.evaluate import Evaluator
    from game.bot.interface import Budget, Clock
    from game.rules.board import Board

MATE = 30_000
INFINITE = 32_000
DRAW = 0
# Any score beyond this is a mate; no game here searches as many plies as the difference.
MATE_FOUND = MATE - 500

# The clock is read once in so many nodes: about every 2 ms.
NODES_PER_LOOK = 32
TABLE_LIMIT = 150_000
# From here on quiescence only takes back on the square of the last capture.
QUIET_PLIES_ALL_CAPTURES = 3
# No check lengthens a line beyond this many plies.
LONGEST_LINE = 100
DELTA_CP = 200
FUTILE_CP = 180

Bound: TypeAlias = Literal[-1, 0, 1]
UPPER: Bound = -1
EXACT: Bound = 0
LOWER: Bound = 1
Entry: TypeAlias = tuple[int, Bound, int, chess.Move | None]

HASH_MOVE_RANK = 1 << 30
CAPTURE_RANK = 1 << 24
KILLER_RANK = 1 << 23


class Found(Struct, frozen=True):
    """The outcome of a search: `score` in centipawns for the mover, `depth` the last iteration that was
    completed.
    """

    move: chess.Move
    score: int
    depth: int
    nodes: int


class _Exhausted(Exception):
    """Unwinds the search; the board it ran on is thrown away."""


class Search:
    """One player's search; keep it for the whole game, so that each move profits from the thoughts before
    it.
    """

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._table: dict[int, Entry] = {}
        self._history: Counter[int] = Counter()

    def find(self, board: Board, budget: Budget, clock: Clock) -> Found:
        """The best move within `budget`. `board` is left as it was; its move stack tells which positions have
        been.

        Raises:
            NoMove: no legal move exists.
        """
        if len(self._table) > TABLE_LIMIT:
            self._table.clear()
        # What refuted moves long ago says less and less.
        self._history = Counter({index: count // 4 for index, count in self._history.items()})
        return _Thought(self._evaluator, self._table, self._history, board, budget, clock).run()


class _Thought:
    """The search for one move. Its board is its own, and wrong once the budget has run out."""

    def __init__(
        self,
        evaluator: Evaluator,
        table: dict[int, Entry],
        history: Counter[int],
        board: Board,
        budget: Budget,
        clock: Clock,
    ) -> None:
        self._evaluate = evaluator.score
        self._table = table
        self._history = history
        self._board = board.copy()
        self._budget = budget
        self._clock = clock
        self._began_ms = clock()
        self._nodes = 0
        self._seen = Counter(_earlier_positions(board))
        self._killers: dict[int, int] = {}
        self._root_best: chess.Move | None = None
        self._root_score = evaluator.score(board)
        self._hash_move = -1

    def run(self) -> Found:
        legal = self._ordered(None, 0)
        if not legal:
            raise NoMove(self._board.fen())
        self._root_best = legal[0]
        depth = 0
        try:
            for depth in range(1, self._budget.depth + 1):
                self._negamax(depth, -INFINITE, INFINITE, 0)
                if len(legal) == 1 or self._is_settled(depth):
                    break
        except _Exhausted:
            depth -= 1
        return Found(self._root_best, self._root_score, depth, self._nodes)

    def _is_settled(self, depth: int) -> bool:
        soft_ms = self._budget.soft_ms
        if soft_ms is not None and self._clock() - self._began_ms >= soft_ms:
            return True
        return abs(self._root_score) > MATE_FOUND and MATE - abs(self._root_score) <= depth

    def _count_node(self) -> None:
        self._nodes += 1
        nodes, hard_ms = self._budget.nodes, self._budget.hard_ms
        if nodes is not None and self._nodes > nodes:
            raise _Exhausted
        if hard_ms is None or self._nodes % NODES_PER_LOOK:
            return
        if self._clock() - self._began_ms >= hard_ms:
            raise _Exhausted

    # --- the tree -------------------------------------------------------------------------------------------

    def _negamax(self, depth: int, alpha: int, beta: int, ply: int, *, may_pass: bool = True) -> int:
        board = self._board
        check = board.is_check()
        if check and ply < LONGEST_LINE:
            depth += 1
        if depth <= 0:
            return self._quiesce(alpha, beta, ply, 0, None)
        self._count_node()
        key = position_key(board)
        if ply and self._is_drawn(key, check=check):
            return DRAW
        entry = self._table.get(key)
        if entry is not None and ply:
            known = _usable(entry, depth, alpha, beta, ply)
            if known is not None:
                return known
        if may_pass and ply and not check and self._passing_wins(depth, beta, ply):
            return beta
        return self._best_child(key, depth, alpha, beta, ply, entry, check=check)

    def _is_drawn(self, key: int, *, check: bool) -> bool:
        board = self._board
        if self._seen[key]:
            return True
        if board.halfmove_clock >= 100 and not check:
            return True
        return board.occupied.bit_count() <= 4 and board.is_insufficient_material()

    def _passing_wins(self, depth: int, beta: int, ply: int) -> bool:
        """Null move: if even passing keeps the score above `beta`, a move will, too; except in zugzwang."""
        board = self._board
        own_pieces = board.occupied_co[board.turn] & ~board.pawns & ~board.kings
        if depth < 3 or own_pieces.bit_count() < 2 or beta > MATE_FOUND or self._evaluate(board) < beta:
            return False
        board.push(chess.Move.null())
        score = -self._negamax(depth - 3, -beta, 1 - beta, ply + 1, may_pass=False)
        board.pop()
        return score >= beta

    def _best_child(
        self, key: int, depth: int, alpha: int, beta: int, ply: int, entry: Entry | None, *, check: bool
    ) -> int:
        moves = self._ordered(entry, ply)
        if not moves:
            return ply - MATE if check else DRAW
        futile = depth == 1 and not check and self._evaluate(self._board) + FUTILE_CP < alpha
        best, best_move, floor = -INFINITE, moves[0], alpha
        self._seen[key] += 1
        for number, move in enumerate(moves):
            quiet = self._is_quiet(move)
            if futile and quiet and number:
                continue
            reduction = _reduction(depth, number) if quiet and not check else 0
            score = self._child_score(move, depth - 1, alpha, beta, ply, reduction, first=number == 0)
            if score <= best:
                continue
            best, best_move = score, move
            if score <= alpha:
                continue
            alpha = score
            if ply == 0:
                self._root_best, self._root_score = move, score
            if score >= beta:
                self._remember_refutation(move, depth, ply, quiet=quiet)
                break
        self._seen[key] -= 1
        bound = LOWER if best >= beta else EXACT if best > floor else UPPER
        self._table[key] = (depth, bound, _to_table(best, ply), best_move)
        return best

    def _child_score(
        self, move: chess.Move, depth: int, alpha: int, beta: int, ply: int, reduction: int, *, first: bool
    ) -> int:
        """Principal variation search: all moves but the first must only be shown to be no better."""
        board = self._board
        board.push(move)
        if first:
            score = -self._negamax(depth, -beta, -alpha, ply + 1)
        else:
            score = -self._negamax(depth - reduction, -alpha - 1, -alpha, ply + 1)
            if score > alpha and (reduction or score < beta):
                score = -self._negamax(depth, -beta, -alpha, ply + 1)
        board.pop()
        return score

    def _quiesce(self, alpha: int, beta: int, ply: int, quiet_ply: int, last: chess.Square | None) -> int:
        """Only captures and promotions are looked at, until nothing hangs any more."""
        self._count_node()
        board = self._board
        best = standing = self._evaluate(board)
        if best >= beta:
            return best
        alpha = max(alpha, best)
        for gain, move in self._noisy():
            if standing + gain + DELTA_CP < alpha:
                break
            if quiet_ply >= QUIET_PLIES_ALL_CAPTURES and move.to_square != last:
                continue
            board.push(move)
            score = -self._quiesce(-beta, -alpha, ply + 1, quiet_ply + 1, move.to_square)
            board.pop()
            if score > best:
                best = score
                alpha = max(alpha, score)
                if score >= beta:
                    break
        return best

    # --- the order of moves ---------------------------------------------------------------------------------

    def _ordered(self, entry: Entry | None, ply: int) -> list[chess.Move]:
        hash_move = entry[3] if entry is not None else None
        self._hash_move = -1 if hash_move is None else _index(hash_move)
        killer = self._killers.get(ply, -1)
        piece_at, history = self._board.piece_type_at, self._history

        def rank(move: chess.Move) -> int:
            index = move.from_square | move.to_square << 6
            if index == self._hash_move:
                return HASH_MOVE_RANK
            victim = piece_at(move.to_square)
            if victim is not None:
                # Most valuable victim first, least valuable attacker among equals.
                return CAPTURE_RANK + VALUES[victim] * 16 - VALUES[piece_at(move.from_square) or chess.PAWN]
            if move.promotion is not None:
                return CAPTURE_RANK + VALUES[move.promotion] * 16
            return KILLER_RANK if index == killer else history[index]

        return sorted(self._board.generate_legal_moves(), key=rank, reverse=True)

    def _noisy(self) -> list[tuple[int, chess.Move]]:
        """Captures and queen promotions with what they gain at once, the largest gain first."""
        board = self._board
        found = [(self._gain(move), move) for move in self._noisy_moves()]
        found.sort(
            key=lambda pair: pair[0] * 16 - VALUES[board.piece_type_at(pair[1].from_square) or 1],
            reverse=True,
        )
        return found

    def _noisy_moves(self) -> Iterator[chess.Move]:
        board = self._board
        yield from board.generate_legal_captures()
        turning = board.pawns & board.occupied_co[board.turn] & (chess.BB_RANK_7 if board.turn else chess.BB_RANK_2)
        if turning:
            last_rank = chess.BB_RANK_8 if board.turn else chess.BB_RANK_1
            pushes = board.generate_legal_moves(turning, last_rank & ~board.occupied)
            yield from (move for move in pushes if move.promotion == chess.QUEEN)

    def _gain(self, move: chess.Move) -> int:
        victim = self._board.piece_type_at(move.to_square)
        # A capture onto an empty square is en passant.
        gain = VALUES[victim] if victim is not None else 0 if move.promotion else VALUES[chess.PAWN]
        return gain + VALUES[move.promotion] - VALUES[chess.PAWN] if move.promotion else gain

    def _is_quiet(self, move: chess.Move) -> bool:
        return move.promotion is None and not self._board.occupied >> move.to_square & 1

    def _remember_refutation(self, move: chess.Move, depth: int, ply: int, *, quiet: bool) -> None:
        if quiet:
            self._killers[ply] = _index(move)
            self._history[_index(move)] += depth * depth


def position_key(board: Board) -> int:
    """A number for the position as the repetition rule compares it: placement, turn, castling, en passant,
    upgrades.
    """
    return hash(board.standard_key())


def _earlier_positions(board: Board) -> Iterator[int]:
    """The positions before `board`'s, back to its start: upgraded pawns may go back, so none is out of
    reach.
    """
    past = board.copy()
    while past.move_stack:
        past.pop()
        yield position_key(past)


def _index(move: chess.Move) -> int:
    return move.from_square | move.to_square << 6


def _reduction(depth: int, number: int) -> int:
    """How many plies less a quiet move gets that stands late in the order."""
    if depth < 3 or number < 4:
        return 0
    return 1 if number < 12 else 2


def _usable(entry: Entry, depth: int, alpha: int, beta: int, ply: int) -> int | None:
    """The score of an earlier search, if it went deep enough and says enough about this window."""
    known_depth, bound, score, _ = entry
    if known_depth < depth:
        return None
    score = _from_table(score, ply)
    if bound == EXACT or (bound == LOWER and score >= beta) or (bound == UPPER and score <= alpha):
        return score
    return None


def _to_table(score: int, ply: int) -> int:
    """Mates are counted from the root in the search and from the position itself in the table."""
    if abs(score) < MATE_FOUND:
        return score
    return score + ply if score > 0 else score - ply


def _from_table(score: int, ply: int) -> int:
    if abs(score) < MATE_FOUND:
        return score
    return score - ply if score > 0 else score + ply

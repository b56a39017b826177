"""The search: finds the best move of a `Position` and its score.

Iterative deepening, principal variation search, a transposition table, null move, late move reductions, killers and
history, futility, quiescence over captures (https://www.chessprogramming.org/Search describes each). Scores are
centipawns for the side to move. Levels and upgrades are handled elsewhere (`levels`, `engine`).

`_MoveSearch._search` is long on purpose: nearly all time is spent in its loop over moves, where a call costs more than
a line. What happens once in a node is in methods of its own.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal, TypeAlias

import chess
from msgspec import Struct

from game.chess.bot import codes, values
from game.chess.bot.codes import BIT, EN_PASSANT, FIRST_PROMOTION, MOVE_MASK, ORDER, PAWNS, TYPE
from game.chess.bot.interface import NoMove
from game.chess.bot.position import Position
from game.chess.bot.tables import (
    KING_ORDER,
    LEVEL,
    ORDER_FOR_CP,
    PAWN_MASK,
    SCORE_BITS,
    SCORE_MASK,
    TIE_CP,
    piece_worth,
    tables_for,
)
from game.chess.rules.layers import NO_LAYERS
from game.chess.rules.result import FIFTY_MOVES_PLIES
from game.chess.rules.side import STANDARD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.chess.bot.interface import Budget, TimeSource
    from game.chess.bot.tables import Tables
    from game.chess.rules.board import Board
    from game.chess.rules.bycolor import ByColor
    from game.chess.rules.side import SideRules

MATE = 30_000
INFINITE = 32_000
DRAW = 0
# A score beyond this is a mate. No search goes as deep as the difference.
MATE_FOUND = MATE - 500

# How many nodes lie between two looks at the time: about 2 ms.
NODES_PER_LOOK = 256
TABLE_LIMIT = 250_000
PAWN_TABLE_LIMIT = 50_000
# Checks extend a line up to this many plies.
LONGEST_LINE = 60
# From this ply on, quiescence looks only at recaptures.
QUIET_PLIES_ALL_CAPTURES = 6
DELTA_CP = 150
# Futility margin, by remaining depth.
FUTILE_CP = (0, 130, 260, 400)
# Late move pruning: how many quiet moves are tried, by remaining depth.
LATE_MOVES = (0, 7, 12, 22)
CALM_CP = 90
# Reverse futility margin, for each ply of depth.
REVERSE_FUTILE_CP = 85
ASPIRATION_CP = 35
# Older positions are not compared for repetition.
PLIES_REMEMBERED = 60

Bound: TypeAlias = Literal[-1, 0, 1]
UPPER: Bound = -1
EXACT: Bound = 0
LOWER: Bound = 1
Entry: TypeAlias = tuple[int, Bound, int, int]
"""(depth, bound, score, move)."""


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


class _Exhausted(Exception):
    """The budget is used up. The position of the search is then no longer valid."""


class Search:
    """The search of one player. Keep it for the whole game, because its tables speed up later searches."""

    def __init__(self, rules: ByColor[SideRules]) -> None:
        self._tables = tables_for(rules)
        self._stage: values.GameStage | None = None
        self._weights: list[list[int]] = []
        self._transpositions: dict[int, Entry] = {}
        self._pawns: dict[int, int] = {}
        self._history: tuple[defaultdict[int, int], ...] = (defaultdict(int), defaultdict(int))

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
        self._set_stage(game_stage(board))
        weights = self._weights
        if handicap is not None:
            weights = _misjudged(weights, handicap.misjudged)
        if handicap is not None or len(self._transpositions) > TABLE_LIMIT:
            self._transpositions.clear()
        if len(self._pawns) > PAWN_TABLE_LIMIT:
            self._pawns.clear()
        # Old history counts less with every search.
        for history in self._history:
            for move in history:
                history[move] >>= 2
        move_search = _MoveSearch(
            self._tables, weights, self._transpositions, self._pawns, self._history, board, self._fullness
        )
        return move_search.run(budget, clock, handicap.unseen if handicap is not None else frozenset(), without)

    @property
    def _fullness(self) -> int:
        return values.STAGES if self._stage is None else self._stage.fullness

    def _set_stage(self, stage: values.GameStage) -> None:
        """Scores of different stages cannot be compared, so a new stage clears the tables."""
        if stage != self._stage:
            self._stage = stage
            self._weights = self._tables.weights(stage)
            self._transpositions.clear()
            self._pawns.clear()


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


class _MoveSearch:
    """The search for one move. Its position is not valid any more once the budget is used up."""

    def __init__(
        self,
        tables: Tables,
        weights: list[list[int]],
        transpositions: dict[int, Entry],
        pawns: dict[int, int],
        history: tuple[defaultdict[int, int], ...],
        board: Board,
        fullness: int,
    ) -> None:
        self._position = Position(tables, weights, board)
        self._tables = tables
        self._transpositions = transpositions
        self._pawns = pawns
        self._fullness = fullness
        self._history = history
        self._killers: list[tuple[int, ...]] = [()] * (LONGEST_LINE + 64)
        self._seen = {position.number for position in _earlier(tables, weights, board)}
        self._nodes = 0
        # With few pieces left, captures could lead to a dead position.
        standard = board.rules.white == board.rules.black == STANDARD and board.layers == NO_LAYERS
        self._few = standard and board.occupied.bit_count() <= 8

    # --- the root ---------------------------------------------------------------------------------------------------

    def run(self, budget: Budget, clock: TimeSource, unseen: frozenset[int], without: str | None) -> SearchResult:
        legal = self._position.legal_moves()
        if not legal:
            raise NoMove
        legal = [move for move in legal if codes.uci(move) != without] or legal
        self._unseen = unseen
        self._budget, self._clock, self._began_ms = budget, clock, clock()
        self._look_at = 0
        self._root = self._ordered_root(legal)
        self._best, self._score = self._root[0], self._static()
        depth = 0
        try:
            for depth in range(1, budget.depth + 1):
                self._iterate(depth)
                if len(legal) == 1 or self._is_settled(depth):
                    break
        except _Exhausted:
            depth -= 1
        return SearchResult(codes.uci(self._best), self._score, depth, self._nodes)

    def _ordered_root(self, legal: list[int]) -> list[int]:
        """The legal moves in their first order, without those that the level overlooks."""
        captures, quiets = self._position.all_moves()
        order = {move & MOVE_MASK: move >> ORDER for move in captures} | dict.fromkeys(quiets, 0)
        seen_moves = [move for move in legal if move & 0xFFF not in self._unseen] or legal
        return sorted(seen_moves, key=lambda move: order.get(move, -1), reverse=True)

    def _iterate(self, depth: int) -> None:
        """One iteration, with an aspiration window around the last score."""
        low, high = -INFINITE, INFINITE
        if depth >= 4 and abs(self._score) < MATE_FOUND:
            low, high = self._score - ASPIRATION_CP, self._score + ASPIRATION_CP
        while True:
            score = self._search_root(depth, low, high)
            if low < score < high:
                return
            # Search again with the window open on the side where the score fell out.
            low, high = -INFINITE if score <= low else low, INFINITE if score >= high else high

    def _search_root(self, depth: int, alpha: int, beta: int) -> int:
        position = self._position
        best = -INFINITE
        self._seen.add(position.number)
        for index, move in enumerate(self._root):
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
                    self._root.remove(move)
                    self._root.insert(0, move)
                    self._best, self._score = move, score
                if score >= beta:
                    break
        return best

    def _search_child(self, depth: int, alpha: int, beta: int, check: bool) -> int:
        """The score after a move at the root. A check extends the search by one ply."""
        if depth + check <= 0:
            return DRAW if self._position.number in self._seen else self._quiesce(alpha, beta, 1, 0, -1)
        return self._search(depth + check, alpha, beta, 1, check)

    def _is_settled(self, depth: int) -> bool:
        soft_ms = self._budget.soft_ms
        if soft_ms is not None and self._clock() - self._began_ms >= soft_ms:
            return True
        return abs(self._score) > MATE_FOUND and MATE - abs(self._score) <= depth

    def _look(self) -> None:
        """Raise `_Exhausted` if the budget is used up; otherwise set when to look again."""
        nodes, hard_ms = self._budget.nodes, self._budget.hard_ms
        if nodes is not None and self._nodes > nodes:
            raise _Exhausted
        if hard_ms is not None and self._nodes and self._clock() - self._began_ms >= hard_ms:
            raise _Exhausted
        self._look_at = self._nodes + NODES_PER_LOOK if hard_ms is not None else INFINITE * INFINITE
        if nodes is not None:
            self._look_at = min(self._look_at, nodes + 1)

    # --- the tree ---------------------------------------------------------------------------------------------------

    def _static(self) -> int:
        """The static evaluation for the mover."""
        position = self._position
        number = position.number
        structure = self._pawns.get(number >> SCORE_BITS & PAWN_MASK)
        if structure is None:
            structure = self._structure(number)
        score = (number & SCORE_MASK) - LEVEL + structure
        return score if position.turn else -score

    def _structure(self, number: int) -> int:
        position = self._position
        board, (black, white) = position.board, position.squares
        structure = self._pawns[number >> SCORE_BITS & PAWN_MASK] = values.pawn_structure(
            sum([BIT[square] for square in white if board[square] in PAWNS]),
            sum([BIT[square] for square in black if board[square] in PAWNS]),
            self._fullness,
        )
        return structure

    def _search(self, depth: int, alpha: int, beta: int, ply: int, check: bool, may_pass: bool = True) -> int:
        """The score for the mover, `depth` (at least 1) plies deep. `check`: whether the mover is in check."""
        position = self._position
        number, turn = position.number, position.turn
        if number in self._seen:
            return DRAW
        king = position.kings[turn]
        if position.fifty >= FIFTY_MOVES_PLIES and not (check and not position.legal_moves()):
            return DRAW
        if self._few and self._is_dead():
            return DRAW
        self._nodes += 1
        if self._nodes >= self._look_at:
            self._look()

        known = self._transpositions.get(number)
        best_move = 0
        if known is not None:
            best_move = known[3]
            if known[0] >= depth:
                cutoff = _cutoff(known, alpha, beta, ply)
                if cutoff is not None:
                    return cutoff

        static = self._static()
        if not check and beta - alpha == 1 and -MATE_FOUND < beta < MATE_FOUND:
            if depth <= 3 and static - REVERSE_FUTILE_CP * depth >= beta:
                return static
            if may_pass and depth >= 3 and static >= beta and self._has_pieces(turn):
                score = self._null_move(depth, beta, ply)
                if score >= beta:
                    return beta if score > MATE_FOUND else score
        futile = not check and depth <= 3 and static + FUTILE_CP[depth] <= alpha and alpha > -MATE_FOUND
        late = LATE_MOVES[depth] if depth <= 3 and not check else INFINITE
        # If all moves so far lose material, a late one may still save it: prune nothing then.
        calm = static - CALM_CP

        board, special_captures = position.board, position.special_captures
        risky, unseen = self._tables.risky, self._unseen
        lines = self._tables.lines[1 - turn][king] if king >= 0 else 0
        enemy_king = position.kings[1 - turn]
        enemy_lines = self._tables.lines[turn][enemy_king] if enemy_king >= 0 else 0
        zones = self._tables.zones
        make, unmake, search, quiesce = position.make, position.unmake, self._search, self._quiesce
        self._seen.add(number)
        best, floor, count = -INFINITE, alpha, 0
        captures: list[int] = []
        quiets: list[int] = []
        later: list[int] = []
        stage = 0 if best_move else 1
        moves = [best_move] if best_move else []
        tried = best_move
        while True:
            if stage == 1:
                captures, quiets = position.all_moves()
                captures.sort(reverse=True)
                moves = captures
            elif stage == 2:
                if futile and quiets:
                    # No quiet move could reach alpha. One of them is surely legal, so this is not mate.
                    quiets, count, best = [], count + 1, max(best, static)
                self._order_quiets(quiets, turn, ply)
                moves = quiets
            elif stage == 3:
                moves = later
            elif stage == 4:
                break
            for ordered in moves:
                move = ordered & MOVE_MASK
                if move == tried and stage:
                    continue
                origin, target = move & 63, move >> 6 & 63
                victim = board[target]
                if stage == 1:
                    if (
                        move < FIRST_PROMOTION
                        and victim in risky[board[origin]]
                        and position.attacked(target, 1 - turn)
                    ):
                        later.append(move)
                        continue
                elif stage == 2 and count > late and best > calm:
                    break
                if unseen and move & 0xFFF in unseen:
                    continue
                undo = make(move)
                if (
                    king >= 0
                    and (
                        check
                        or origin == king
                        or lines & BIT[origin]
                        or move >= EN_PASSANT
                        or (victim and victim in special_captures)
                    )
                    and position.attacked(position.kings[turn], 1 - turn)
                ):
                    unmake(undo)
                    continue
                count += 1
                # Only a piece that now attacks the king, or one that has opened a line, can give check.
                gives_check = False
                if victim and victim in special_captures:
                    # The capture of a second king makes the other king royal.
                    gives_check = position.is_checked(1 - turn)
                elif enemy_king >= 0 and (
                    zones[board[target]][enemy_king] & BIT[target] or enemy_lines & BIT[origin] or move >= EN_PASSANT
                ):
                    gives_check = position.attacked(enemy_king, turn)
                left = depth if gives_check and ply < LONGEST_LINE else depth - 1
                reduction = 0
                if count > 1 and depth >= 3 and not gives_check:
                    if stage == 2 and count > 3 and not check:
                        reduction = 1 + (count > 10) + (depth > 5 and count > 20)
                    elif stage == 3:
                        reduction = 1
                if left <= 0:
                    score = -quiesce(-beta, -alpha, ply + 1, 0, -1)
                elif count == 1:
                    score = -search(left, -beta, -alpha, ply + 1, gives_check)
                else:
                    if left > reduction:
                        score = -search(left - reduction, -alpha - 1, -alpha, ply + 1, gives_check)
                    else:
                        score = -quiesce(-alpha - 1, -alpha, ply + 1, 0, -1)
                    if score > alpha and (reduction or score < beta):
                        score = -search(left, -beta, -alpha, ply + 1, gives_check)
                unmake(undo)
                if score > best:
                    best, best_move = score, move
                    if score > alpha:
                        alpha = score
                        if score >= beta:
                            if not victim:
                                self._remember(turn, move, depth, ply)
                            stage = 4
                            break
            if stage == 4:
                break
            stage += 1
        self._seen.discard(number)
        if not count:
            return ply - MATE if check else DRAW
        # Scores of mates are stored relative to this position, not to the root.
        stored = best + ply if best > MATE_FOUND else best - ply if best < -MATE_FOUND else best
        bound = LOWER if best >= beta else EXACT if best > floor else UPPER
        self._transpositions[number] = (depth, bound, stored, best_move)
        return best

    def _null_move(self, depth: int, beta: int, ply: int) -> int:
        """The score for the mover after a pass, searched less deep."""
        position = self._position
        null = position.make_null()
        less = depth - 3 - depth // 5
        if less > 0:
            score = -self._search(less, -beta, 1 - beta, ply + 1, False, False)
        else:
            score = -self._quiesce(-beta, 1 - beta, ply + 1, 0, -1)
        position.unmake_null(null)
        return score

    def _order_quiets(self, quiets: list[int], turn: int, ply: int) -> None:
        """Sort quiet moves: killers first, then by their history."""
        quiets.sort(key=self._history[turn].__getitem__, reverse=True)
        for killer in self._killers[ply]:
            if killer in quiets:
                quiets.remove(killer)
                quiets.insert(0, killer)

    def _is_dead(self) -> bool:
        """Whether neither side can mate, by the material of standard pieces."""
        board, (black, white) = self._position.board, self._position.squares
        if len(black) + len(white) > 3:
            return False
        return all(TYPE[board[square]] in {2, 3, 6} for square in (*black, *white))

    def _has_pieces(self, color: int) -> bool:
        """Whether the side has more than pawns and a king. Without, zugzwang makes a null move unsafe."""
        board = self._position.board
        return any(1 < TYPE[board[square]] < 6 for square in self._position.squares[color])

    def _remember(self, turn: int, move: int, depth: int, ply: int) -> None:
        """Store a quiet move that caused a cutoff as a killer and in the history."""
        self._history[turn][move] += depth * depth
        killers = self._killers[ply]
        if move not in killers:
            self._killers[ply] = (*killers[-1:], move)

    def _quiesce(self, alpha: int, beta: int, ply: int, quiet_ply: int, last: int) -> int:
        """The score after all captures and promotions that matter, so that no piece is left hanging."""
        self._nodes += 1
        if self._nodes >= self._look_at:
            self._look()
        position = self._position
        number, turn = position.number, position.turn
        structure = self._pawns.get(number >> SCORE_BITS & PAWN_MASK)
        if structure is None:
            structure = self._structure(number)
        best = (number & SCORE_MASK) - LEVEL + structure
        if not turn:
            best = -best
        if best >= beta:
            return best
        alpha = max(alpha, best)
        hope = best + DELTA_CP
        # The order includes an upper bound of the gain. Captures below this cannot reach alpha.
        hopeless = (alpha - hope - TIE_CP) * ORDER_FOR_CP << ORDER
        board, gains, risky, unseen = position.board, self._tables.gains, self._tables.risky, self._unseen
        captures = position.captures()
        captures.sort(reverse=True)
        for ordered in captures:
            if ordered < hopeless:
                break
            move = ordered & MOVE_MASK
            target = move >> 6 & 63
            if ordered >= KING_ORDER << ORDER and position.kings[1 - turn] >= 0:
                return MATE - ply
            if move < FIRST_PROMOTION:
                mover, victim = board[move & 63], board[target]
                if hope + gains[mover][victim] <= alpha:
                    continue
                if victim in risky[mover] and position.attacked(target, 1 - turn):
                    continue
            if quiet_ply >= QUIET_PLIES_ALL_CAPTURES and target != last:
                continue
            if unseen and move & 0xFFF in unseen:
                continue
            undo = position.make(move)
            score = -self._quiesce(-beta, -alpha, ply + 1, quiet_ply + 1, target)
            position.unmake(undo)
            if score > best:
                best = score
                if score > alpha:
                    alpha = score
                    if score >= beta:
                        break
        return best


def _cutoff(known: Entry, alpha: int, beta: int, ply: int) -> int | None:
    """The score of a position that was searched deep enough before, if its bound decides; mates count from the root."""
    _, bound, score, _ = known
    if score > MATE_FOUND:
        score -= ply
    elif score < -MATE_FOUND:
        score += ply
    decides = bound == EXACT or (score >= beta if bound == LOWER else score <= alpha)
    return score if decides else None


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

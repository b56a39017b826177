"""The tree of the search: alpha-beta below the root, and quiescence.

Principal variation search, a transposition table, null move, late move reductions, killers and history, futility
(https://www.chessprogramming.org/Search describes each). Scores are centipawns for the side to move.

Nearly all time of the bot is spent in `Tree._try_moves`, whose loop is kept flat: a call there costs more than a line.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct

from game.chess.bot import values
from game.chess.bot.codes import BIT, EN_PASSANT, FIRST_PROMOTION, MOVE_MASK, ORDER, PAWNS, TYPE
from game.chess.bot.tables import KING_ORDER, LEVEL, ORDER_FOR_CP, PAWN_MASK, SCORE_BITS, SCORE_MASK, TIE_CP
from game.chess.rules.layers import NO_LAYERS
from game.chess.rules.result import FIFTY_MOVES_PLIES
from game.chess.rules.side import STANDARD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from game.chess.bot.interface import Budget, TimeSource
    from game.chess.bot.position import Position
    from game.chess.bot.tables import Tables
    from game.chess.rules.board import Board

MATE = 30_000
INFINITE = 32_000
DRAW = 0
# A score beyond this is a mate. No search goes as deep as the difference.
MATE_FOUND = MATE - 500

# How many nodes lie between two looks at the time: about 2 ms.
NODES_PER_LOOK = 256
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

Bound: TypeAlias = Literal[-1, 0, 1]
UPPER: Bound = -1
EXACT: Bound = 0
LOWER: Bound = 1
Entry: TypeAlias = tuple[int, Bound, int, int]
"""(depth, bound, score, move)."""

# The stages in which the moves of a node are tried.
HASH_MOVE, CAPTURES, QUIETS, LOSING_CAPTURES = range(4)


class Exhausted(Exception):
    """The budget is used up. The position of the tree is then no longer valid."""


class Memory(Struct):
    """What one search of a player leaves to the next.

    Attributes:
        transpositions: position -> what is known of it.
        pawns: positions of pawns -> the score of their structure.
        history: colour -> quiet move -> how often it caused a cutoff, weighted by depth.
    """

    transpositions: dict[int, Entry]
    pawns: dict[int, int]
    history: tuple[defaultdict[int, int], ...]


class Tree:
    """The tree below one position. Not valid any more once the budget is used up.

    Attributes:
        position: changed in place while the search goes down and up.
        seen: the numbers of the positions on the way here. To reach one again counts as a draw.
        nodes: how many positions were searched.
    """

    def __init__(self, position: Position, board: Board, memory: Memory, fullness: int, unseen: frozenset[int]) -> None:
        self.position = position
        self.seen: set[int] = set()
        self.nodes = 0
        self._unseen = unseen
        self._tables: Tables = position.tables
        self._transpositions = memory.transpositions
        self._pawns = memory.pawns
        self._history = memory.history
        self._fullness = fullness
        self._killers: list[tuple[int, ...]] = [()] * (LONGEST_LINE + 64)
        # With few pieces left, captures could lead to a dead position.
        standard = board.rules.white == board.rules.black == STANDARD and board.layers == NO_LAYERS
        self._few = standard and board.occupied.bit_count() <= 8

    def limit(self, budget: Budget, clock: TimeSource) -> None:
        """Start the clock."""
        self._budget, self._clock, self._began_ms = budget, clock, clock()
        self._look_at = 0

    def elapsed_ms(self) -> int:
        """The time since `limit`."""
        return self._clock() - self._began_ms

    def _look(self) -> None:
        """Raise `Exhausted` if the budget is used up; otherwise set when to look again."""
        nodes, hard_ms = self._budget.nodes, self._budget.hard_ms
        if nodes is not None and self.nodes > nodes:
            raise Exhausted
        if hard_ms is not None and self.nodes and self.elapsed_ms() >= hard_ms:
            raise Exhausted
        self._look_at = self.nodes + NODES_PER_LOOK if hard_ms is not None else INFINITE * INFINITE
        if nodes is not None:
            self._look_at = min(self._look_at, nodes + 1)

    # --- evaluation -------------------------------------------------------------------------------------------------

    def static(self) -> int:
        """The static evaluation for the mover."""
        position = self.position
        number = position.number
        structure = self._pawns.get(number >> SCORE_BITS & PAWN_MASK)
        if structure is None:
            structure = self._structure(number)
        score = (number & SCORE_MASK) - LEVEL + structure
        return score if position.turn else -score

    def _structure(self, number: int) -> int:
        position = self.position
        board, (black, white) = position.board, position.squares
        structure = self._pawns[number >> SCORE_BITS & PAWN_MASK] = values.pawn_structure(
            sum([BIT[square] for square in white if board[square] in PAWNS]),
            sum([BIT[square] for square in black if board[square] in PAWNS]),
            self._fullness,
        )
        return structure

    # --- nodes ------------------------------------------------------------------------------------------------------

    def search(self, depth: int, alpha: int, beta: int, ply: int, check: bool, may_pass: bool = True) -> int:
        """The score for the mover, `depth` (at least 1) plies deep. `check`: whether the mover is in check."""
        position = self.position
        number = position.number
        if number in self.seen:
            return DRAW
        if (position.fifty >= FIFTY_MOVES_PLIES or self._few) and self._is_drawn(check):
            return DRAW
        self.nodes += 1
        if self.nodes >= self._look_at:
            self._look()

        known = self._transpositions.get(number)
        hash_move = 0
        if known is not None:
            hash_move = known[3]
            if known[0] >= depth:
                cutoff = _cutoff(known, alpha, beta, ply)
                if cutoff is not None:
                    return cutoff

        static = self.static()
        if not check and beta - alpha == 1 and -MATE_FOUND < beta < MATE_FOUND:
            pruned = self._prune(depth, beta, ply, static, may_pass)
            if pruned is not None:
                return pruned

        self.seen.add(number)
        best, best_move = self._try_moves(depth, alpha, beta, ply, check, static, hash_move)
        self.seen.discard(number)
        if best == -INFINITE:
            # There is no legal move.
            return ply - MATE if check else DRAW
        # Scores of mates are stored relative to this position, not to the root.
        stored = best + ply if best > MATE_FOUND else best - ply if best < -MATE_FOUND else best
        bound = LOWER if best >= beta else EXACT if best > alpha else UPPER
        self._transpositions[number] = (depth, bound, stored, best_move)
        return best

    def _is_drawn(self, check: bool) -> bool:
        """Whether the game is drawn here by the fifty-move rule, or because neither side can mate."""
        position = self.position
        if position.fifty >= FIFTY_MOVES_PLIES and not (check and not position.legal_moves()):
            return True
        return self._few and self._is_dead()

    def _prune(self, depth: int, beta: int, ply: int, static: int, may_pass: bool) -> int | None:
        """A score of at least `beta`, if it can be had without trying moves."""
        if depth <= 3 and static - REVERSE_FUTILE_CP * depth >= beta:
            return static
        if may_pass and depth >= 3 and static >= beta and self._has_pieces(self.position.turn):
            score = self._null_move(depth, beta, ply)
            if score >= beta:
                return beta if score > MATE_FOUND else score
        return None

    def _null_move(self, depth: int, beta: int, ply: int) -> int:
        """The score for the mover after a pass, searched less deep."""
        position = self.position
        null = position.make_null()
        less = depth - 3 - depth // 5
        if less > 0:
            score = -self.search(less, -beta, 1 - beta, ply + 1, False, False)
        else:
            score = -self.quiesce(-beta, 1 - beta, ply + 1, 0, -1)
        position.unmake_null(null)
        return score

    def _is_dead(self) -> bool:
        """Whether neither side can mate, by the material of standard pieces."""
        board, (black, white) = self.position.board, self.position.squares
        if len(black) + len(white) > 3:
            return False
        return all(TYPE[board[square]] in {2, 3, 6} for square in (*black, *white))

    def _has_pieces(self, color: int) -> bool:
        """Whether the side has more than pawns and a king. Without, zugzwang makes a null move unsafe."""
        board = self.position.board
        return any(1 < TYPE[board[square]] < 6 for square in self.position.squares[color])

    # --- the moves of a node ----------------------------------------------------------------------------------------

    def _try_moves(
        self, depth: int, alpha: int, beta: int, ply: int, check: bool, static: int, best_move: int
    ) -> tuple[int, int]:
        """(best score, its move); the score is -INFINITE if no move is legal. `best_move`: what to try first, or 0."""
        position, turn = self.position, self.position.turn
        board, special_captures, unseen = position.board, position.special_captures, self._unseen
        make, unmake, is_checked, quiesce = position.make, position.unmake, position.is_checked, self.quiesce
        lines, zones = self._tables.lines, self._tables.zones
        # Only a piece that leaves one of these squares can expose its own king, or open a line to the other one.
        king, enemy_king = position.kings[turn], position.kings[1 - turn]
        guards = -1 if check else lines[1 - turn][king] | BIT[king] if king >= 0 else 0
        openers = lines[turn][enemy_king] if enemy_king >= 0 else 0
        futile = not check and depth <= 3 and static + FUTILE_CP[depth] <= alpha and alpha > -MATE_FOUND
        late = LATE_MOVES[depth] if depth <= 3 and not check else INFINITE
        # If all moves so far lose material, a late one may still save it: prune nothing then.
        calm = static - CALM_CP
        best, count = -INFINITE, 0
        for stage, moves in self._stages(best_move, turn, ply, futile):
            if stage == QUIETS and futile:
                if moves:
                    # No quiet move could reach alpha. One of them is surely legal, so this is not mate.
                    count, best = count + 1, max(best, static)
                continue
            for move in moves:
                if stage == QUIETS and count > late and best > calm:
                    break
                if unseen and move & 0xFFF in unseen:
                    continue
                origin, target = move & 63, move >> 6 & 63
                victim = board[target]
                special = move >= EN_PASSANT or victim in special_captures
                undo = make(move)
                if (special or guards & BIT[origin]) and is_checked(turn):
                    unmake(undo)
                    continue
                count += 1
                gives_check = False
                if special or openers & BIT[origin] or zones[board[target]][enemy_king] & BIT[target]:
                    gives_check = is_checked(1 - turn)
                left = depth if gives_check and ply < LONGEST_LINE else depth - 1
                if left <= 0:
                    score = -quiesce(-beta, -alpha, ply + 1, 0, -1)
                else:
                    reduction = _reduction(stage, count, depth, check) if depth >= 3 and not gives_check else 0
                    score = self._score_after(left, reduction, alpha, beta, ply + 1, gives_check, count == 1)
                unmake(undo)
                if score > best:
                    best, best_move = score, move
                    if score > alpha:
                        alpha = score
                        if score >= beta:
                            if not victim:
                                self._remember(turn, move, depth, ply)
                            return best, best_move
        return best, best_move

    def _score_after(
        self, depth: int, reduction: int, alpha: int, beta: int, ply: int, check: bool, first: bool
    ) -> int:
        """The score of the move that was just made, for its mover, `depth` (at least 1) plies deep.

        The first move is searched with the full window. The others are expected to be no better, which a null window
        and a reduced depth show faster. A move that is better after all is searched again.
        """
        if first:
            return -self.search(depth, -beta, -alpha, ply, check)
        if depth > reduction:
            score = -self.search(depth - reduction, -alpha - 1, -alpha, ply, check)
        else:
            score = -self.quiesce(-alpha - 1, -alpha, ply, 0, -1)
        if score > alpha and (reduction or score < beta):
            score = -self.search(depth, -beta, -alpha, ply, check)
        return score

    def _stages(self, hash_move: int, turn: int, ply: int, futile: bool) -> Iterator[tuple[int, Iterable[int]]]:
        """The pseudo-legal moves, stage by stage, each generated no earlier than it is needed."""
        if hash_move:
            yield HASH_MOVE, (hash_move,)
        captures, quiets = self.position.all_moves()
        captures.sort(reverse=True)
        losing: list[int] = []
        if captures:
            yield CAPTURES, self._without_losing(captures, hash_move, turn, losing)
        if not futile:
            self._order_quiets(quiets, hash_move, turn, ply)
        yield QUIETS, quiets
        if losing:
            yield LOSING_CAPTURES, losing

    def _without_losing(self, captures: list[int], hash_move: int, turn: int, losing: list[int]) -> Iterator[int]:
        """The captures without the hash move. Those of defended pieces that cost more are put into `losing` instead."""
        position, risky = self.position, self._tables.risky
        board = position.board
        for ordered in captures:
            move = ordered & MOVE_MASK
            if move == hash_move:
                continue
            target = move >> 6 & 63
            if (
                move < FIRST_PROMOTION
                and board[target] in risky[board[move & 63]]
                and position.attacked(target, 1 - turn)
            ):
                losing.append(move)
            else:
                yield move

    def _order_quiets(self, quiets: list[int], hash_move: int, turn: int, ply: int) -> None:
        """Remove the hash move, and sort the others: killers first, then by their history."""
        if hash_move and hash_move in quiets:
            quiets.remove(hash_move)
        quiets.sort(key=self._history[turn].__getitem__, reverse=True)
        for killer in self._killers[ply]:
            if killer in quiets:
                quiets.remove(killer)
                quiets.insert(0, killer)

    def _remember(self, turn: int, move: int, depth: int, ply: int) -> None:
        """Store a quiet move that caused a cutoff as a killer and in the history."""
        self._history[turn][move] += depth * depth
        killers = self._killers[ply]
        if move not in killers:
            self._killers[ply] = (*killers[-1:], move)

    # --- quiescence -------------------------------------------------------------------------------------------------

    def quiesce(self, alpha: int, beta: int, ply: int, quiet_ply: int, last: int) -> int:
        """The score after all captures and promotions that matter, so that no piece is left hanging."""
        self.nodes += 1
        if self.nodes >= self._look_at:
            self._look()
        position = self.position
        number, turn = position.number, position.turn
        structure = self._pawns.get(number >> SCORE_BITS & PAWN_MASK)
        if structure is None:
            structure = self._structure(number)
        best = (number & SCORE_MASK) - LEVEL + structure
        if not turn:
            best = -best
        if best >= beta:
            return best
        captures = position.captures()
        if not captures:
            return best
        captures.sort(reverse=True)
        if best > alpha:  # noqa: PLR1730 # a call of `max` costs more
            alpha = best
        hope = best + DELTA_CP
        # The order includes an upper bound of the gain. Captures below this cannot reach alpha.
        hopeless = (alpha - hope - TIE_CP) * ORDER_FOR_CP << ORDER
        board, gains, risky, unseen = position.board, self._tables.gains, self._tables.risky, self._unseen
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
            score = -self.quiesce(-beta, -alpha, ply + 1, quiet_ply + 1, target)
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


def _reduction(stage: int, count: int, depth: int, check: bool) -> int:
    """By how many plies a late or losing move is searched less deep. `count`: how many have been tried, with it."""
    if stage == QUIETS and count > 3 and not check:
        return 1 + (count > 10) + (depth > 5 and count > 20)
    return int(stage == LOSING_CAPTURES and count > 1)

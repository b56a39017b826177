"""The position of the search: lists and integers, with moves made and unmade in place.

`Position` knows all rules of a game with upgrades except one: its moves may leave the mover's king attacked. The caller
checks that (`attacked` after `make`), because the search often knows that it cannot be. Colours are 1 for White and 0
for Black, so that they index lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import chess

from game.chess.bot.codes import (
    BIT,
    CASTLING,
    CODES,
    DOUBLE_STEP,
    DROP,
    EMPTY,
    EN_PASSANT,
    FIRST_PROMOTION,
    FIRST_PROMOTION_IN_PASSING,
    IS_WHITE,
    KIND,
    KINGS,
    MOVE_MASK,
    NO_SQUARE,
    ORDER,
    PASS,
    PAWNS,
    SHIELDED,
    TYPE,
    code_of,
    codes_on,
    promotion_by,
    takes_in_passing,
)
from game.chess.bot.reach import PROMOTION_ORDER
from game.chess.bot.tables import CASTLING_KEYS, EN_PASSANT_KEYS, LEVEL, TURN_KEY, extras_number
from game.chess.rules.layers import REVIVABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.chess.bot.tables import Extras, Tables
    from game.chess.rules.board import Board

Changes: TypeAlias = tuple[tuple[int, int], ...]
Undo: TypeAlias = "tuple[int, int, int, int, int, int, int, tuple[int, int], tuple[Extras, Extras] | None, Changes]"
"""(move, mover, victim, number, en passant, rights, fifty, kings, extras, (square, code before) for each change); the
last two are of special moves only."""

# Castling rights: White's short and long, Black's short and long.
_CORNERS = ((chess.H1, 1), (chess.A1, 2), (chess.H8, 4), (chess.A8, 8))
_HOMES = ((chess.E1, 3), (chess.E8, 12))
_LOST = dict((*_CORNERS, *_HOMES))
KEEP = tuple(15 & ~_LOST.get(square, 0) for square in range(64))
"""Square -> the castling rights that remain after a move from it or to it."""
# (right, king's target, rook's corner, rook's target, squares that must be empty, square passed) by colour.
_WINGS = (
    ((4, 62, 63, 61, BIT[61] | BIT[62], 61), (8, 58, 56, 59, BIT[57] | BIT[58] | BIT[59], 59)),
    ((1, 6, 7, 5, BIT[5] | BIT[6], 5), (2, 2, 0, 3, BIT[1] | BIT[2] | BIT[3], 3)),
)
_ROOK_BY_TARGET = {wing[1]: (wing[2], wing[3]) for side in _WINGS for wing in side}
_KING_HOME = (60, 4)
# On an empty board, the squares from which a pawn of the colour could take en passant on the square.
_TAKERS = tuple(
    tuple(tuple(chess.scan_forward(chess.BB_PAWN_ATTACKS[not color][square])) for square in range(64))
    for color in (0, 1)
)
MOVED = tuple(BIT[move & 63] ^ BIT[move >> 6] for move in range(4096))
CODES_OF = tuple(frozenset(code for code in range(1, CODES) if IS_WHITE[code] == bool(color)) for color in (0, 1))
_TURN_STEP = (-TURN_KEY, TURN_KEY)
_EN_PASSANT_ORDER = 1_500 << ORDER
_IN_PASSING = (EN_PASSANT | _EN_PASSANT_ORDER,)
_IN_PASSING_WITH_PROMOTIONS = (
    *_IN_PASSING,
    *(
        FIRST_PROMOTION_IN_PASSING + (kind * KIND - FIRST_PROMOTION) + _EN_PASSANT_ORDER + (order << ORDER)
        for kind, order in PROMOTION_ORDER.items()
    ),
)
"""What an en passant capture adds to its squares: its kind and its order."""


class Position:
    """One position under one pair of rules.

    Attributes:
        board: square -> code.
        squares: colour -> where its pieces are.
        occupied: colour -> the same as a mask.
        number: score and key in one (see `tables`).
        turn: whose move it is.
        kings: colour -> the square of its royal king, or `NO_SQUARE` while none is royal.
        en_passant: the square behind a double step that can be taken, or `NO_SQUARE`.
        rights: castling rights, four bits.
        fifty: plies since the last irreversible move.
        extras: colour -> its charges and fallen pieces.
    """

    __slots__ = (
        "board",
        "en_passant",
        "extras",
        "fifty",
        "kings",
        "number",
        "occupied",
        "rights",
        "special_captures",
        "squares",
        "tables",
        "turn",
        "weights",
    )

    def __init__(self, tables: Tables, weights: list[list[int]], board: Board) -> None:
        self.tables = tables
        self.weights = weights
        self.board = [EMPTY] * 64
        self.squares: tuple[set[int], set[int]] = (set(), set())
        self.occupied = [0, 0]
        self.number = LEVEL
        self.turn = int(board.turn)
        for square, code in codes_on(board):
            self._put(square, code)
        if self.turn:
            self.number += TURN_KEY
        self.kings = (self._royal(0), self._royal(1))
        clean = board.clean_castling_rights()
        self.rights = sum(right for square, right in _CORNERS if clean & BIT[square])
        self.number += CASTLING_KEYS[self.rights]
        self.fifty = board.halfmove_clock
        self.extras = (_extras(board, chess.BLACK), _extras(board, chess.WHITE))
        self.number += extras_number(0, self.extras[0]) + extras_number(1, self.extras[1])
        # Fallen pieces are counted only for a side that can revive them.
        self.special_captures = tables.special_captures.union(
            *(CODES_OF[color] for color in (0, 1) if self.extras[color][1])
        )
        self.en_passant = NO_SQUARE
        if board.ep_square is not None:
            self._open_en_passant(board.ep_square, self.turn)

    # --- squares ----------------------------------------------------------------------------------------------------

    def _put(self, square: int, code: int) -> None:
        """Put `code` on `square`, in place of whatever is there."""
        before = self.board[square]
        if before:
            color = int((before - 1) // 6 % 2 == 0)
            self.squares[color].remove(square)
            self.occupied[color] ^= BIT[square]
            self.number -= self.weights[before][square]
        self.board[square] = code
        if code:
            color = int((code - 1) // 6 % 2 == 0)
            self.squares[color].add(square)
            self.occupied[color] ^= BIT[square]
            self.number += self.weights[code][square]

    def _royal(self, color: int) -> int:
        kings = [square for square in self.squares[color] if self.board[square] in KINGS]
        return kings[0] if len(kings) == 1 else NO_SQUARE

    def _open_en_passant(self, square: int, taker: int) -> None:
        """Allow en passant on `square`, if a pawn of colour `taker` can capture there."""
        pawn = 1 if taker else 7
        for origin in _TAKERS[taker][square]:
            code = self.board[origin]
            if code in PAWNS and (code - pawn) % 12 == 0:
                self.en_passant = square
                self.number += EN_PASSANT_KEYS[square]
                return

    # --- attacks ----------------------------------------------------------------------------------------------------

    def attacked(self, square: int, by: int) -> bool:
        """Whether a piece of colour `by` could capture on `square`."""
        theirs = self.occupied[by]
        occupied = theirs | self.occupied[1 - by]
        for mask, table in self.tables.attackers[by][square]:
            if mask & theirs:
                met, hits = table[occupied & mask]
                if met & theirs:
                    board = self.board
                    for at, codes in hits:
                        if board[at] in codes:
                            return True
        return False

    def is_checked(self, color: int) -> bool:
        """Whether the colour's royal king is attacked. A side with two kings is never in check."""
        king = self.kings[color]
        return king >= 0 and self.attacked(king, 1 - color)

    # --- moves ------------------------------------------------------------------------------------------------------

    def captures(self) -> list[int]:
        """Captures, and promotions to a queen or a knight. Each has its order in the bits above `MOVE_MASK`."""
        turn, board, tables = self.turn, self.board, self.tables
        theirs = self.occupied[1 - turn]
        occupied = theirs | self.occupied[turn]
        moves, victims = tables.moves, tables.victims
        found: list[int] = []
        for square in self.squares[turn]:
            code = board[square]
            for care, mask, table in moves[code][square]:
                if care & theirs:
                    _, met, hits, promotions = table[occupied & mask]
                    if met & theirs:
                        order = victims[code]
                        for target, move in hits:
                            gain = order[board[target]]
                            if gain:
                                found.append((gain << ORDER) + move)
                    if promotions:
                        found += promotions
        if self.en_passant >= 0:
            found += self._en_passants()
        return found

    def all_moves(self) -> tuple[list[int], list[int]]:
        """(captures and promotions as in `captures`, quiet moves)."""
        turn, board, tables = self.turn, self.board, self.tables
        theirs = self.occupied[1 - turn]
        occupied = theirs | self.occupied[turn]
        moves, victims = tables.moves, tables.victims
        found: list[int] = []
        quiet: list[int] = []
        for square in self.squares[turn]:
            code = board[square]
            for _, mask, table in moves[code][square]:
                quiets, met, hits, promotions = table[occupied & mask]
                quiet += quiets
                if met & theirs:
                    order = victims[code]
                    for target, move in hits:
                        gain = order[board[target]]
                        if gain:
                            found.append((gain << ORDER) + move)
                if promotions:
                    found += promotions
        if self.en_passant >= 0:
            taking = self._en_passants()
            found += taking
            # En passant takes precedence over a quiet move to the same square.
            steps = {move & 0xFFF for move in taking}
            quiet = [move for move in quiet if move not in steps]
        if self.rights:
            quiet += self._castlings()
        passes, revivals, fallen = self.extras[turn]
        if passes:
            quiet.append(PASS)
        if revivals:
            quiet += _revivals(turn, ~occupied, fallen)
        return found, quiet

    def _en_passants(self) -> list[int]:
        turn, square = self.turn, self.en_passant
        pawn = 1 if turn else 7
        rank = (square >> 3) + 1 if turn else 8 - (square >> 3)
        promotes = rank >= self.tables.rules[bool(turn)].promotion_rank
        return [
            origin | square << 6 | taking
            for origin in _TAKERS[turn][square]
            if self.board[origin] in PAWNS and (self.board[origin] - pawn) % 12 == 0
            for taking in (_IN_PASSING_WITH_PROMOTIONS if promotes else _IN_PASSING)
        ]

    def _castlings(self) -> list[int]:
        """Castling moves over free squares that are not attacked. The caller checks the target, as for any move."""
        turn = self.turn
        king, occupied = _KING_HOME[turn], self.occupied[0] | self.occupied[1]
        wings = [wing for wing in _WINGS[turn] if self.rights & wing[0] and not occupied & wing[4]]
        if not wings or self.kings[turn] != king:
            return []
        if not self.tables.rules[bool(turn)].castles_through_check:
            if self.attacked(king, 1 - turn):
                return []
            wings = [wing for wing in wings if not self.attacked(wing[5], 1 - turn)]
        return [king | wing[1] << 6 | CASTLING for wing in wings]

    # --- making moves -----------------------------------------------------------------------------------------------

    def make(self, move: int) -> Undo:
        """Make a pseudo-legal move. Returns what `unmake` needs."""
        board, turn = self.board, self.turn
        origin, target = move & 63, move >> 6 & 63
        mover, victim = board[origin], board[target]
        if move >= FIRST_PROMOTION or (victim and victim in self.special_captures):
            return self._make_special(move)
        number, kings, fifty = self.number, self.kings, self.fifty
        undo = (move, mover, victim, number, self.en_passant, self.rights, fifty, kings, None, ())
        board[target] = mover
        board[origin] = EMPTY
        own = self.squares[turn]
        own.remove(origin)
        own.add(target)
        self.occupied[turn] ^= MOVED[move & 0xFFF]
        weight = self.weights[mover]
        number += weight[target] - weight[origin] + (TURN_KEY if not turn else -TURN_KEY)
        if victim:
            self.squares[1 - turn].remove(target)
            self.occupied[1 - turn] ^= BIT[target]
            number -= self.weights[victim][target]
            self.fifty = 0
        elif mover in PAWNS and (target >> 3 > origin >> 3 if turn else target >> 3 < origin >> 3):
            # A pawn that moves sideways or back can go back, so this does not reset the count.
            self.fifty = 0
        else:
            self.fifty = fifty + 1
        if self.en_passant >= 0:
            number -= EN_PASSANT_KEYS[self.en_passant]
            self.en_passant = NO_SQUARE
        if self.rights:
            rights = self.rights & KEEP[origin] & KEEP[target]
            if rights != self.rights:
                number += CASTLING_KEYS[rights] - CASTLING_KEYS[self.rights]
                self.rights = rights
        if origin == kings[turn]:
            self.kings = (kings[0], target) if turn else (target, kings[1])
        self.number = number
        if move >= DOUBLE_STEP:
            self._open_en_passant((origin + target) >> 1, 1 - turn)
        self.turn = 1 - turn
        return undo

    def unmake(self, undo: Undo) -> None:
        """Take the last move back."""
        move, mover, victim, self.number, self.en_passant, self.rights, self.fifty, self.kings, extras, changed = undo
        turn = self.turn = 1 - self.turn
        if extras is not None:
            self.extras = extras
            self._restore(changed, undo[3])
            return
        origin, target = move & 63, move >> 6 & 63
        board = self.board
        board[origin] = mover
        board[target] = victim
        own = self.squares[turn]
        own.remove(target)
        own.add(origin)
        self.occupied[turn] ^= MOVED[move & 0xFFF]
        if victim:
            self.squares[1 - turn].add(target)
            self.occupied[1 - turn] ^= BIT[target]

    def _restore(self, changed: Changes, number: int) -> None:
        for square, code in changed:
            self._put(square, code)
        self.number = number

    def _make_special(self, move: int) -> Undo:
        """Make a move of a rare kind, square by square."""
        turn, board = self.turn, self.board
        before = (self.number, self.en_passant, self.rights, self.fifty, self.kings, self.extras)
        after = self._changes(move)
        changed = tuple((square, board[square]) for square in after)
        self.fifty = self.fifty + 1 if self._is_reversible(move) else 0
        self._count(move, changed, after)
        for square, code in after.items():
            self._put(square, code)
        self._close_en_passant()
        if len(after) > 1:
            # A piece has moved. If only a shield broke, all pieces and castling rights stay.
            self._forfeit(KEEP[move & 63] & KEEP[move >> 6 & 63])
        self.kings = (self._royal(0), self._royal(1))
        self.turn = 1 - turn
        self.number += _TURN_STEP[self.turn]
        return (move, EMPTY, EMPTY, *before, changed)

    def _changes(self, move: int) -> dict[int, int]:
        """Square -> its code after a special move."""
        board, kind = self.board, move & MOVE_MASK & ~0xFFF
        origin, target = move & 63, move >> 6 & 63
        if kind == PASS:
            return {}
        if kind == DROP:
            return {target: code_of(origin, bool(self.turn))}
        mover = board[origin]
        if kind == CASTLING:
            corner, beside = _ROOK_BY_TARGET[target]
            return {origin: EMPTY, corner: EMPTY, target: mover, beside: board[corner]}
        at = target + (-8 if self.turn else 8) if takes_in_passing(kind) else target
        if board[at] > SHIELDED:
            return {at: board[at] - SHIELDED}
        if promotion := promotion_by(kind):
            mover += promotion - TYPE[mover]
        if board[at] in self.tables.poisonous:
            mover = EMPTY
        return {origin: EMPTY, at: EMPTY, target: mover}

    def _is_reversible(self, move: int) -> bool:
        """Whether it is a pass, castling, or a promotion by a pawn that neither moved forward nor captured."""
        kind, origin, target = move & ~0xFFF, move & 63, move >> 6 & 63
        if kind in {PASS, CASTLING}:
            return True
        if not FIRST_PROMOTION <= kind < EN_PASSANT or self.board[target]:
            return False
        return target >> 3 <= origin >> 3 if self.turn else target >> 3 >= origin >> 3

    def _count(self, move: int, changed: Changes, after: dict[int, int]) -> None:
        """Update charges and fallen pieces for a special move."""
        kind, turn = move & ~0xFFF, self.turn
        if kind in {PASS, DROP}:
            passes, revivals, fallen = self.extras[turn]
            if kind == PASS:
                self._set_extras(turn, (passes - 1, revivals, fallen))
            else:
                left = tuple(count - (each == move & 63) for each, count in zip(REVIVABLE, fallen, strict=True))
                self._set_extras(turn, (passes, revivals - 1, left if revivals > 1 else ()))
        elif kind != CASTLING and len(after) > 1:
            dead = [code for square, code in changed if code and square != move & 63]
            if not after[move >> 6 & 63]:
                dead.append(self.board[move & 63])
            for code in dead:
                self._note_fallen(code)

    def _note_fallen(self, code: int) -> None:
        color = int((code - 1) // 6 % 2 == 0)
        passes, revivals, fallen = self.extras[color]
        if revivals and TYPE[code] in REVIVABLE:
            more = tuple(count + (each == TYPE[code]) for each, count in zip(REVIVABLE, fallen, strict=True))
            self._set_extras(color, (passes, revivals, more))

    def _set_extras(self, color: int, extras: Extras) -> None:
        self.number += extras_number(color, extras) - extras_number(color, self.extras[color])
        self.extras = (self.extras[0], extras) if color else (extras, self.extras[1])

    def _close_en_passant(self) -> None:
        if self.en_passant >= 0:
            self.number -= EN_PASSANT_KEYS[self.en_passant]
            self.en_passant = NO_SQUARE

    def _forfeit(self, kept: int) -> None:
        rights = self.rights & kept
        self.number += CASTLING_KEYS[rights] - CASTLING_KEYS[self.rights]
        self.rights = rights

    def make_null(self) -> tuple[int, int]:
        """Make a null move, for null move pruning."""
        undo = (self.number, self.en_passant)
        self._close_en_passant()
        self.turn = 1 - self.turn
        self.number += _TURN_STEP[self.turn]
        return undo

    def unmake_null(self, undo: tuple[int, int]) -> None:
        """Take `make_null` back."""
        self.number, self.en_passant = undo
        self.turn = 1 - self.turn

    # --- legality ---------------------------------------------------------------------------------------------------

    def legal_moves(self) -> list[int]:
        """All legal moves, including all promotions, in no particular order."""
        captures, quiets = self.all_moves()
        moves = dict.fromkeys(self._without_promotion_on_shield(move & MOVE_MASK) for move in (*captures, *quiets))
        for move in tuple(moves):
            if move & ~0xFFF in {FIRST_PROMOTION, FIRST_PROMOTION_IN_PASSING}:
                moves[move + KIND] = moves[move + 2 * KIND] = None
        return [move for move in moves if self.is_safe(move)]

    def _without_promotion_on_shield(self, move: int) -> int:
        """The same move, but not as a promotion if the pawn would only break a shield."""
        kind, target = move & ~0xFFF, move >> 6 & 63
        if not promotion_by(kind):
            return move
        passing = takes_in_passing(kind)
        at = target + (-8 if self.turn else 8) if passing else target
        return move & 0xFFF | (EN_PASSANT if passing else 0) if self.board[at] > SHIELDED else move

    def is_safe(self, move: int) -> bool:
        """Whether a pseudo-legal move leaves the mover's king, if it is royal, unattacked."""
        turn = self.turn
        undo = self.make(move)
        king = self.kings[turn]
        safe = king < 0 or not self.attacked(king, 1 - turn)
        self.unmake(undo)
        return safe


def _revivals(turn: int, free: int, fallen: tuple[int, ...]) -> Iterator[int]:
    """The moves that put a fallen piece on the mover's first two ranks. Pawns return on the second rank only."""
    first, second = (chess.BB_RANK_1, chess.BB_RANK_2) if turn else (chess.BB_RANK_8, chess.BB_RANK_7)
    for kind, count in zip(REVIVABLE, fallen, strict=False):
        if count:
            for square in chess.scan_forward(free & (second if kind == chess.PAWN else first | second)):
                yield kind | square << 6 | DROP


def _extras(board: Board, color: chess.Color) -> Extras:
    charges = board.layers.charges[color]
    return charges.passes, charges.revivals, board.layers.fallen[color] if charges.revivals else ()

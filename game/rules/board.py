"""`chess.Board` with pieces that may move further than the standard ones, each side by its own rules.

python-chess does everything standard. This class adds the extra moves, and replaces what in python-chess assumes that
only standard pieces attack (pins, evasions, castling's two files). It knows positions only: how a game ends is in
`ending`, repetition in `game`.

Rule choices: en passant is always the standard diagonal capture; promotion on the last rank is mandatory and happens
nowhere else; a pawn never moves onto its own first rank.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Self

import chess
from chess import BB_ALL, BB_BACKRANKS, BB_EMPTY, BB_PAWN_ATTACKS, BB_SQUARES, PAWN, Move, between, lsb, scan_reversed

from game.rules.bycolor import ByColor
from game.rules.side import STANDARD, Side, SideRules, compile_side

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from chess import Bitboard, Color, Square

_STANDARD_RULES = ByColor(STANDARD, STANDARD)


class Board(chess.Board):
    """A position in which each colour's pieces follow that colour's `SideRules`."""

    def __init__(self, fen: str | None = chess.STARTING_FEN, rules: ByColor[SideRules] = _STANDARD_RULES) -> None:
        self._rules = rules
        self._sides = ByColor(compile_side(rules.white, chess.WHITE), compile_side(rules.black, chess.BLACK))
        self._standard = rules == _STANDARD_RULES
        super().__init__(fen)

    @property
    def rules(self) -> ByColor[SideRules]:
        """Both sides' movement beyond the standard."""
        return self._rules

    # --- identity -------------------------------------------------------------------------------------------------

    def copy(self, *, stack: bool | int = True) -> Self:
        board = super().copy(stack=stack)
        board._rules, board._sides, board._standard = self._rules, self._sides, self._standard
        return board

    @classmethod
    def empty(cls, *, chess960: bool = False) -> Self:
        if chess960:
            raise ValueError("Underdog knows no Chess960")
        return cls(None)

    def _transposition_key(self) -> Hashable:
        return (super()._transposition_key(), self._rules)

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.fen(en_passant="fen"), self._rules))

    def standard_key(self) -> tuple[int, ...]:
        """What two positions of the same game must share to be the same position (FIDE 9.2.3)."""
        return super()._transposition_key()  # type: ignore[return-value]

    # --- attacks --------------------------------------------------------------------------------------------------

    def attackers_mask(self, color: Color, square: Square, occupied: Bitboard | None = None) -> Bitboard:
        attackers = super().attackers_mask(color, square, occupied)
        side = self._sides[color]
        if not side.attacking:
            return attackers
        occupied = self.occupied if occupied is None else occupied
        for extra in side.attacking:
            pieces = self.pieces_mask(extra.piece_type, color)
            if extra.piece_type == PAWN and side.own_first_rank & BB_SQUARES[square]:
                continue
            if pieces:
                attackers |= extra.attackers.targets(square, occupied) & pieces
        return attackers

    def captures_mask(self, square: Square) -> Bitboard:
        """Every square on which the piece on `square` could capture, in the standard way or not.

        (`attacks_mask` stays the standard piece's: python-chess generates its moves from it.)
        """
        captures = self.attacks_mask(square)
        piece = self.piece_at(square)
        if piece is not None and piece.piece_type in (side := self._sides[piece.color]).extras:
            captures |= self._extra_captures(side, piece.piece_type, square)
        return captures

    def _extra_captures(self, side: Side, piece_type: chess.PieceType, square: Square) -> Bitboard:
        targets = side.extras[piece_type].captures.targets(square, self.occupied)
        return targets & ~side.own_first_rank if piece_type == PAWN else targets

    # --- pseudo-legal moves ---------------------------------------------------------------------------------------

    def generate_pseudo_legal_moves(self, from_mask: Bitboard = BB_ALL, to_mask: Bitboard = BB_ALL) -> Iterator[Move]:
        standard = super().generate_pseudo_legal_moves(from_mask, to_mask)
        side = self._sides[self.turn]
        if not side.changed:
            # Not a generator's `yield from`: that would cost a frame for every move of the standard game.
            return standard
        return itertools.chain(standard, self._all_extra_moves(side, from_mask, to_mask))

    def _all_extra_moves(self, side: Side, from_mask: Bitboard, to_mask: Bitboard) -> Iterator[Move]:
        for piece_type in side.extras:
            yield from self._extra_moves(side, piece_type, from_mask, to_mask)
        if side.double_step_origins:
            yield from self._extra_double_steps(side, from_mask, to_mask)

    def _extra_moves(
        self, side: Side, piece_type: chess.PieceType, from_mask: Bitboard, to_mask: Bitboard
    ) -> Iterator[Move]:
        extra = side.extras[piece_type]
        theirs = self.occupied_co[not self.turn]
        for origin in scan_reversed(self.pieces_mask(piece_type, self.turn) & from_mask):
            targets = self._extra_captures(side, piece_type, origin) & theirs
            targets |= extra.quiets.targets(origin, self.occupied) & ~self.occupied
            # A move that the standard piece has too was yielded already.
            targets &= to_mask & ~self._standard_targets(piece_type, origin)
            if piece_type == PAWN:
                yield from self._pawn_arrivals(origin, targets & ~side.own_first_rank)
                continue
            for target in scan_reversed(targets):
                yield Move(origin, target)

    def _standard_targets(self, piece_type: chess.PieceType, origin: Square) -> Bitboard:
        """Squares to which python-chess generates the move from `origin`; for pieces other than pawns, a superset."""
        attacks = self.attacks_mask(origin)
        if piece_type != PAWN:
            return attacks
        # A pawn goes only to the attacked squares where it captures, en passant among them.
        en_passant = BB_EMPTY if self.ep_square is None else BB_SQUARES[self.ep_square]
        ahead = BB_SQUARES[origin] << 8 & BB_ALL if self.turn else BB_SQUARES[origin] >> 8
        return attacks & (self.occupied | en_passant) | ahead & ~self.occupied

    @staticmethod
    def _pawn_arrivals(origin: Square, targets: Bitboard) -> Iterator[Move]:
        for target in scan_reversed(targets):
            if BB_SQUARES[target] & BB_BACKRANKS:
                for promotion in (chess.QUEEN, chess.ROOK, chess.BISHOP, chess.KNIGHT):
                    yield Move(origin, target, promotion)
            else:
                yield Move(origin, target)

    def _extra_double_steps(self, side: Side, from_mask: Bitboard, to_mask: Bitboard) -> Iterator[Move]:
        pawns = self.pieces_mask(PAWN, self.turn) & from_mask & side.double_step_origins
        step = 8 if self.turn else -8
        for origin in scan_reversed(pawns):
            target = origin + 2 * step
            if not self.occupied & (BB_SQUARES[origin + step] | BB_SQUARES[target]) and to_mask & BB_SQUARES[target]:
                yield Move(origin, target)

    def generate_pseudo_legal_ep(self, from_mask: Bitboard = BB_ALL, to_mask: Bitboard = BB_ALL) -> Iterator[Move]:
        # python-chess insists on the fifth rank; a double step from further up can be taken too.
        target = self.ep_square
        if target is None or not BB_SQUARES[target] & to_mask & ~self.occupied:
            return
        pawns = self.pieces_mask(PAWN, self.turn) & from_mask
        for origin in scan_reversed(pawns & BB_PAWN_ATTACKS[not self.turn][target]):
            yield Move(origin, target)

    def is_pseudo_legal(self, move: Move) -> bool:
        if not move or move.drop:
            return False
        side = self._sides[self.turn]
        piece_type = self.piece_type_at(move.from_square)
        if piece_type in side.extras or (piece_type == PAWN and (side.double_step_origins or self.ep_square)):
            return move in self.generate_pseudo_legal_moves(BB_SQUARES[move.from_square])
        return super().is_pseudo_legal(move)

    def is_castling(self, move: Move) -> bool:
        # An upgraded king may leap two files, but then it changes its rank.
        same_rank = chess.square_rank(move.from_square) == chess.square_rank(move.to_square)
        return same_rank and super().is_castling(move)

    # --- legality -------------------------------------------------------------------------------------------------

    def after(self, move: Move) -> tuple[Bitboard, Bitboard, Square | None]:
        """The occupancy after a pseudo-legal move, the enemy pieces it removes, and the mover's king's square.

        The only place where a move's effects touch legality.
        """
        origin, target = BB_SQUARES[move.from_square], BB_SQUARES[move.to_square]
        king = self.king(self.turn)
        occupied, removed = (self.occupied & ~origin) | target, target
        if move.from_square == king:
            king = move.to_square
        elif self.is_en_passant(move):
            victim = BB_SQUARES[move.to_square + (-8 if self.turn else 8)]
            occupied, removed = occupied & ~victim, removed | victim
        return occupied, removed, king

    def is_into_check(self, move: Move) -> bool:
        if self.king(self.turn) is None:
            return False
        # Castling's own generator has looked at every square that the king touches.
        if self.is_castling(move):
            return move not in self.generate_castling_moves(BB_SQUARES[move.from_square])
        occupied, removed, king = self.after(move)
        return king is not None and bool(self.attackers_mask(not self.turn, king, occupied) & ~removed)

    def generate_legal_moves(self, from_mask: Bitboard = BB_ALL, to_mask: Bitboard = BB_ALL) -> Iterator[Move]:
        if self._standard:
            return super().generate_legal_moves(from_mask, to_mask)
        return self._upgraded_legal_moves(from_mask, to_mask)

    def _upgraded_legal_moves(self, from_mask: Bitboard, to_mask: Bitboard) -> Iterator[Move]:
        king = self.king(self.turn)
        if king is None:
            yield from self.generate_pseudo_legal_moves(from_mask, to_mask)
            return
        suspects = BB_ALL if self.checkers_mask() else self._may_expose(king)
        for move in self.generate_pseudo_legal_moves(from_mask, to_mask):
            if (
                (not suspects & BB_SQUARES[move.from_square] and move.to_square != self.ep_square)
                or self.is_castling(move)
                or not self.is_into_check(move)
            ):
                yield move

    def _may_expose(self, king: Square) -> Bitboard:
        """Own pieces whose move could leave the king, who is not in check now, attacked: a superset.

        Pieces alone between the king and an enemy slider, all on the lines of other riders, and the king himself.
        """
        mask = BB_SQUARES[king]
        for sniper in scan_reversed(self._snipers(king)):
            blockers = between(king, sniper) & self.occupied
            if blockers and BB_SQUARES[lsb(blockers)] == blockers:
                mask |= blockers
        for extra in self._sides[not self.turn].attacking:
            if extra.attackers.slides and self.pieces_mask(extra.piece_type, not self.turn):
                mask |= extra.attackers.on_empty_board(king)
        return mask

    def _snipers(self, king: Square) -> Bitboard:
        """Enemy sliders, moving the standard way, that would attack the king on an empty board."""
        straight = chess.BB_RANK_ATTACKS[king][0] | chess.BB_FILE_ATTACKS[king][0]
        snipers = straight & (self.rooks | self.queens) | chess.BB_DIAG_ATTACKS[king][0] & (self.bishops | self.queens)
        return snipers & self.occupied_co[not self.turn]

    # --- making moves ---------------------------------------------------------------------------------------------

    def is_zeroing(self, move: Move) -> bool:
        """A capture, or a pawn's step forward: a pawn that goes sideways or back has undone nothing for good."""
        if not super().is_zeroing(move):
            return False
        if self.occupied_co[not self.turn] & BB_SQUARES[move.to_square]:
            return True
        ranks = chess.square_rank(move.to_square) - chess.square_rank(move.from_square)
        return ranks > 0 if self.turn else ranks < 0

    def push(self, move: Move) -> None:
        double_step = (
            self._sides[self.turn].double_step_origins
            and self.pawns & BB_SQUARES[move.from_square]
            and abs(move.to_square - move.from_square) == 16
        )
        super().push(move)
        if double_step:
            self.ep_square = (move.from_square + move.to_square) // 2

    # --- material -------------------------------------------------------------------------------------------------

    def has_insufficient_material(self, color: Color) -> bool:
        """Whether `color` could not mate even with the opponent's help, going by material alone.

        python-chess's rule holds while the pieces left attack as standard ones do; with any upgraded attacker on the
        board, or bishops that can change the colour of their squares, the game is played on. But a bare king who
        attacks no further than he ever did mates nobody, whatever the opponent's pieces can do.
        """
        if not super().has_insufficient_material(color):
            return False
        if self._has_bare_standard_king(color):
            return True
        return not any(self._side_defies_material_rule(each) for each in chess.COLORS)

    def _has_bare_standard_king(self, color: Color) -> bool:
        bare = not self.occupied_co[color] & ~self.kings
        return bare and not any(extra.piece_type == chess.KING for extra in self._sides[color].attacking)

    def _side_defies_material_rule(self, color: Color) -> bool:
        side = self._sides[color]
        if any(self.pieces_mask(extra.piece_type, color) for extra in side.attacking):
            return True
        # A single bishop needs no partner of the other colour to be useless.
        several = chess.popcount(self.bishops) > 1
        return several and chess.BISHOP in side.extras and self.pieces_mask(chess.BISHOP, color) != BB_EMPTY

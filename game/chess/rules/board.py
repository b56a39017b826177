"""`chess.Board` with upgrades: pieces with more moves, heroes, shields, poison, passes, revivals and rewinds.

python-chess keeps the pieces, the move stack and the notations. This class decides which moves there are and which of
them are legal, with tables compiled for each side (`side`). It knows single positions only: `result` has the ways in
which a game ends, and `game` counts repetitions.

Rules that upgrades leave open:

- En passant is always the standard diagonal capture. It takes precedence over a quiet move to the same square.
- Promotion on the last rank is mandatory. A pawn never moves to its own first rank.
- A side with two kings has no royal king: both can be captured, and neither check nor pins concern them.
- A captor of a shielded piece stays where it is; only the shield is lost. A pawn does not promote by that.

Two kinds of legal moves are not moves of a piece: a pass is `Move.null()` ("0000"), and the revival of a fallen piece
is a drop ("N@b1"). A rewind is not a move: the same side is then to move in an earlier position.

`Board` is long because python-chess puts all of this into one class whose methods call each other. Most methods here
override one of those, in a few lines, and share private fields; functions in other modules would have to reach into
them. What can stand alone does: compiled moves (`side`), plain pushes (`pushing`), `layers`, `castling`, `material`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import chess
from chess import (
    BB_ALL,
    BB_BACKRANKS,
    BB_DIAG_ATTACKS,
    BB_DIAG_MASKS,
    BB_EMPTY,
    BB_FILE_ATTACKS,
    BB_FILE_MASKS,
    BB_KING_ATTACKS,
    BB_KNIGHT_ATTACKS,
    BB_PAWN_ATTACKS,
    BB_RANK_ATTACKS,
    BB_RANK_MASKS,
    BB_SQUARES,
    KING,
    PAWN,
    Move,
    between,
    lsb,
    scan_reversed,
)

from game.chess.rules.bycolor import ByColor
from game.chess.rules.castling import CASTLINGS, Castling, rooks_way
from game.chess.rules.layers import NO_LAYERS, Layers
from game.chess.rules.material import cannot_mate
from game.chess.rules.pushing import push_plain
from game.chess.rules.side import STANDARD, PieceMoves, Side, SideRules, compile_side

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from chess import Bitboard, Color, Square

_STANDARD_RULES = ByColor(STANDARD, STANDARD)
REWIND = "rewind"
"""What is written in place of a UCI move when a player takes back their last move and the reply to it."""
_PROMOTIONS = (chess.QUEEN, chess.ROOK, chess.BISHOP, chess.KNIGHT)
# `Move` objects are values. Making each one only once is most of what makes move generation fast.
_MOVES = tuple(tuple(Move(origin, target) for target in chess.SQUARES) for origin in chess.SQUARES)
_STRAIGHT_LINES = tuple(BB_RANK_ATTACKS[square][0] | BB_FILE_ATTACKS[square][0] for square in chess.SQUARES)
_DIAGONAL_LINES = tuple(BB_DIAG_ATTACKS[square][0] for square in chess.SQUARES)
_OFF_THE_LINES = tuple(
    BB_ALL & ~(BB_SQUARES[square] | _STRAIGHT_LINES[square] | _DIAGONAL_LINES[square]) for square in chess.SQUARES
)


class Board(chess.Board):
    """A position, the `SideRules` of each colour, and its `Layers`."""

    def __init__(
        self,
        fen: str | None = chess.STARTING_FEN,
        rules: ByColor[SideRules] = _STANDARD_RULES,
        layers: Layers = NO_LAYERS,
    ) -> None:
        self._rules = rules
        # By colour, black (False) first. A plain tuple, because nothing is looked up more often.
        self._sides = (compile_side(rules.black, chess.BLACK), compile_side(rules.white, chess.WHITE))
        self._steps_further = bool(rules.white.double_steps or rules.black.double_steps)
        super().__init__(fen)
        self.set_layers(layers)

    @property
    def rules(self) -> ByColor[SideRules]:
        """What each side may do beyond the Laws of Chess."""
        return self._rules

    @property
    def layers(self) -> Layers:
        """The part of the position that a FEN cannot express."""
        return self._layers

    def set_layers(self, layers: Layers) -> None:
        """Replace the layers; the pieces stay."""
        self._layers = layers
        self.layered = layers != NO_LAYERS or any(side.poison for side in self._sides)
        # Most games have no layers. This flag is all that they pay for them, once for each move.
        self._standard_push = not self.layered and not self._steps_further

    # --- identity -------------------------------------------------------------------------------------------------

    def copy(self, *, stack: bool | int = True) -> Self:
        board = super().copy(stack=stack)
        board._rules, board._sides, board._steps_further = self._rules, self._sides, self._steps_further
        board.set_layers(self._layers)
        return board

    @classmethod
    def empty(cls, *, chess960: bool = False) -> Self:
        if chess960:
            raise ValueError("Underdog knows no Chess960")
        return cls(None)

    def root(self) -> Self:
        board = self.copy(stack=False)
        if self._stack:
            self._stack[0].restore(board)
            # Only the states before a change of layers have kept their layers.
            kept = (state.layers for state in self._stack if isinstance(state, _StateWithLayers))
            board.set_layers(next(kept, self._layers))
        return board

    def _transposition_key(self) -> Hashable:
        return (super()._transposition_key(), self._rules, self._layers)

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.fen(en_passant="fen"), self._rules, self._layers))

    # --- attacks --------------------------------------------------------------------------------------------------

    def king(self, color: Color) -> Square | None:
        """The square of the royal king; None if the side has two kings or none."""
        kings = self.occupied_co[color] & self.kings
        return None if not kings or kings & (kings - 1) else kings.bit_length() - 1

    def attackers_mask(self, color: Color, square: Square, occupied: Bitboard | None = None) -> Bitboard:
        if occupied is None:
            occupied = self.occupied
        straight, diagonal = self.queens | self.rooks, self.queens | self.bishops
        attackers = (
            (BB_KING_ATTACKS[square] & self.kings)
            | (BB_KNIGHT_ATTACKS[square] & self.knights)
            | (BB_RANK_ATTACKS[square][BB_RANK_MASKS[square] & occupied] & straight)
            | (BB_FILE_ATTACKS[square][BB_FILE_MASKS[square] & occupied] & straight)
            | (BB_DIAG_ATTACKS[square][BB_DIAG_MASKS[square] & occupied] & diagonal)
            | (BB_PAWN_ATTACKS[not color][square] & self.pawns)
        )
        for attack in self._sides[color].attacks:
            pieces = getattr(self, attack.pieces)
            if attack.heroes_only:
                pieces &= self._layers.heroes
            if pieces:
                attackers |= attack.origins(square, occupied) & pieces
        return attackers & self.occupied_co[color]

    def attacks_mask(self, square: Square) -> Bitboard:
        """The squares on which the piece on `square` could capture."""
        piece = self.piece_at(square)
        if piece is None:
            return BB_EMPTY
        side = self._sides[piece.color]
        if piece.piece_type == PAWN:
            return side.pawn_captures[square]
        return self.moves_of(side, piece.piece_type, square).captures(square, self.occupied)

    def moves_of(self, side: Side, kind: chess.PieceType, square: Square) -> PieceMoves:
        """Where the piece of this kind on the square moves by these rules; it may be a hero."""
        if kind in side.heroes and self._layers.heroes & BB_SQUARES[square]:
            return side.heroes[kind]
        return side.moves[kind]

    def side(self, color: Color) -> Side:
        """The compiled rules of `color`."""
        return self._sides[color]

    def poisonous(self, color: Color) -> Bitboard:
        """The pieces of `color` whose captor dies with them, as a mask."""
        pieces = BB_EMPTY
        for name in self._sides[color].poison:
            pieces |= getattr(self, name)
        return pieces & self.occupied_co[color]

    # --- pseudo-legal moves ---------------------------------------------------------------------------------------

    def generate_pseudo_legal_moves(self, from_mask: Bitboard = BB_ALL, to_mask: Bitboard = BB_ALL) -> Iterator[Move]:
        mine = self.occupied_co[self.turn] & from_mask
        side = self._sides[self.turn]
        for origin in scan_reversed(mine & ~self.pawns):
            targets = self.piece_targets(side, origin) & to_mask
            moves = _MOVES[origin]
            while targets:
                target = targets.bit_length() - 1
                targets ^= BB_SQUARES[target]
                yield moves[target]
        if self.castling_rights and mine & self.kings:
            yield from self.generate_castling_moves(from_mask, to_mask)
        if pawns := mine & self.pawns:
            yield from self._pawn_moves(side, pawns, to_mask)

    def piece_targets(self, side: Side, origin: Square) -> Bitboard:
        """The targets of the piece on `origin`: one of the side to move, not a pawn. Without castling."""
        kind = self.piece_type_at(origin)
        # `moves_of` inlined: this runs for every piece of every position.
        hero = kind in side.heroes and self._layers.heroes & BB_SQUARES[origin]
        captures, quiets = (side.heroes if hero else side.moves)[kind]  # type: ignore[index] # there is a piece
        occupied = self.occupied
        targets = captures(origin, occupied)
        if quiets is None:
            targets &= ~self.occupied_co[self.turn]
        else:
            targets = targets & self.occupied_co[not self.turn] | quiets(origin, occupied) & ~occupied
        return targets & ~self.poisonous(not self.turn) if kind == KING else targets

    def _pawn_moves(self, side: Side, pawns: Bitboard, to_mask: Bitboard) -> Iterator[Move]:
        free, enemies = ~self.occupied & to_mask, self.occupied_co[not self.turn] & to_mask
        capturers = self.en_passant_capturers(pawns) if self.ep_square else BB_EMPTY
        # A FEN can have a pawn on its last rank, although no game can.
        for origin in scan_reversed(pawns & ~side.last_rank):
            targets = side.pawn_captures[origin] & enemies
            if side.pawn_quiets is not None:
                targets |= side.pawn_quiets[origin] & free
            if capturers & BB_SQUARES[origin]:
                targets |= BB_SQUARES[self.ep_square] & to_mask  # type: ignore[index] # a square, as checked
            ahead = BB_SQUARES[origin + side.forward]
            if not ahead & self.occupied:
                targets |= ahead & to_mask
                if side.double_step_origins & BB_SQUARES[origin]:
                    targets |= BB_SQUARES[origin + 2 * side.forward] & free
            if targets & side.promotes:
                yield from self._promotions_and_moves(side, origin, targets)
                continue
            moves = _MOVES[origin]
            while targets:
                target = targets.bit_length() - 1
                targets ^= BB_SQUARES[target]
                yield moves[target]

    def _promotions_and_moves(self, side: Side, origin: Square, targets: Bitboard) -> Iterator[Move]:
        breaking = self._shield_breaking_targets(targets)
        for target in scan_reversed(targets):
            arrival = BB_SQUARES[target]
            if breaking & arrival:
                yield _MOVES[origin][target]
                continue
            if side.promotes & arrival:
                for promotion in _PROMOTIONS:
                    yield Move(origin, target, promotion)
            if not side.last_rank & arrival:
                yield _MOVES[origin][target]

    def _shield_breaking_targets(self, targets: Bitboard) -> Bitboard:
        """The targets where a pawn would only break a shield. It stays where it is, so it does not promote."""
        shields = self._layers.shields & self.occupied_co[not self.turn]
        if not shields:
            return BB_EMPTY
        breaking = targets & shields
        if self.ep_square is not None and shields & BB_SQUARES[self.ep_square - self._sides[self.turn].forward]:
            breaking |= targets & BB_SQUARES[self.ep_square]
        return breaking

    def en_passant_capturers(self, pawns: Bitboard) -> Bitboard:
        """Those of the pawns that attack the square where one can be captured in passing."""
        # python-chess insists on the fifth rank, but an upgraded pawn can make a double step from further up.
        target = self.ep_square
        if target is None or self.occupied & BB_SQUARES[target]:
            return BB_EMPTY
        return pawns & BB_PAWN_ATTACKS[not self.turn][target]

    def generate_pseudo_legal_ep(self, from_mask: Bitboard = BB_ALL, to_mask: Bitboard = BB_ALL) -> Iterator[Move]:
        if self.ep_square is None or not BB_SQUARES[self.ep_square] & to_mask:
            return
        for origin in scan_reversed(self.en_passant_capturers(self.pieces_mask(PAWN, self.turn) & from_mask)):
            yield _MOVES[origin][self.ep_square]

    def generate_charged_moves(self, to_mask: Bitboard = BB_ALL) -> Iterator[Move]:
        """Passes, and revivals of fallen pieces on the mover's first two ranks."""
        charges = self._layers.charges[self.turn]
        if charges.passes and to_mask == BB_ALL:
            yield Move.null()
        if not charges.revivals:
            return
        home, second = (chess.BB_RANK_1, chess.BB_RANK_2) if self.turn else (chess.BB_RANK_8, chess.BB_RANK_7)
        for kind in self._layers.can_be_revived(self.turn):
            ranks = second if kind == PAWN else home | second
            for square in scan_reversed(ranks & ~self.occupied & to_mask):
                yield Move(square, square, drop=kind)

    def is_pseudo_legal(self, move: Move) -> bool:
        if move.from_square == move.to_square:
            # A pass or a revival.
            return move in self.generate_charged_moves()
        origin, target = BB_SQUARES[move.from_square], BB_SQUARES[move.to_square]
        if not origin & self.occupied_co[self.turn]:
            return False
        side = self._sides[self.turn]
        if origin & self.pawns:
            return move in self._pawn_moves(side, origin, target)
        if move.promotion:
            return False
        if self.piece_targets(side, move.from_square) & target:
            return True
        return bool(origin & self.kings) and move in self.generate_castling_moves(origin)

    # --- castling -------------------------------------------------------------------------------------------------

    def is_castling(self, move: Move) -> bool:
        # An upgraded king can leap two files, but never along its rank.
        same_rank = chess.square_rank(move.from_square) == chess.square_rank(move.to_square)
        return same_rank and super().is_castling(move)

    def generate_castling_moves(self, from_mask: Bitboard = BB_ALL, to_mask: Bitboard = BB_ALL) -> Iterator[Move]:
        rights = self.clean_castling_rights()
        for way in CASTLINGS[self.turn]:
            if (
                rights & way.rook
                and not self.occupied & way.empty
                and way.king & from_mask
                and way.target & to_mask
                and not self._is_attacked_on(way)
            ):
                yield way.move

    def _is_attacked_on(self, way: Castling) -> bool:
        """Whether the king would castle out of, through or into an attack."""
        enemy, without_king = not self.turn, self.occupied ^ way.king
        if not self._sides[self.turn].rules.castles_through_check and (
            self.attackers_mask(enemy, lsb(way.king), without_king)
            or self.attackers_mask(enemy, way.passing, without_king)
        ):
            return True
        arrived = without_king ^ way.rook ^ way.rook_target
        return bool(self.attackers_mask(enemy, lsb(way.target), arrived))

    # --- legality -------------------------------------------------------------------------------------------------

    def occupancy_after(self, move: Move) -> tuple[Bitboard, Bitboard, Square | None]:
        """What decides whether a pseudo-legal move is legal; the only place where the effects of moves matter for that.

        Returns:
            The occupied squares after the move, the enemy pieces that it removes, and the square of the mover's royal
            king (None if no king is royal).
        """
        king = self.king(self.turn)
        if not move:
            return self.occupied, BB_EMPTY, king
        target = BB_SQUARES[move.to_square]
        if move.drop:
            return self.occupied | target, BB_EMPTY, king
        victim = self._victim(move)
        if victim & self._layers.shields:
            return self.occupied, BB_EMPTY, king
        if move.from_square == king:
            king = move.to_square
        occupied = self.occupied & ~BB_SQUARES[move.from_square] & ~victim | target
        if self.layered and victim & self.poisonous(not self.turn):
            occupied &= ~target
        return occupied, victim, king

    def _victim(self, move: Move) -> Bitboard:
        """The square of the enemy piece that a move captures or whose shield it breaks, as a mask; empty if quiet."""
        if self.ep_square == move.to_square and self.is_en_passant(move):
            return BB_SQUARES[move.to_square - self._sides[self.turn].forward]
        return BB_SQUARES[move.to_square] & self.occupied_co[not self.turn]

    def has_legal_move(self, *, check: bool | None = None) -> bool:
        """Whether there is a legal move. `any(board.legal_moves)` would miss a pass, because a null move is falsy.

        `check`: whether the side to move is in check, for a caller that knows it.
        """
        if check is False:
            free = self._free_origins()
            if self._has_free_pawn(free) or self._has_free_piece(free):
                return True
        return next(self.generate_legal_moves(), None) is not None

    def _free_origins(self) -> Bitboard:
        """Squares that a piece may leave without exposing its king, which is not in check: those on none of its lines.

        That holds for moves that clear no other square, and so neither for en passant nor for captures of poisonous
        pieces. See `may_expose` for which pieces could expose their king.
        """
        king = self.king(self.turn)
        if king is None:
            return BB_ALL
        return BB_EMPTY if self._sides[not self.turn].slides else _OFF_THE_LINES[king]

    def _has_free_pawn(self, free: Bitboard) -> bool:
        """Whether one of the `free` origins has a pawn before which a square is free; nearly always, and quick to find
        out.
        """
        color = self.turn
        pawns = self.pawns & self.occupied_co[color] & ~self._sides[color].last_rank & free
        ahead = pawns << 8 if color else pawns >> 8
        return bool(ahead & ~self.occupied)

    def _has_free_piece(self, free: Bitboard) -> bool:
        """Whether one of them has another piece that can move. Without poison on the other side."""
        side = self._sides[self.turn]
        if self._sides[not self.turn].poison:
            return False
        pieces = self.occupied_co[self.turn] & ~self.pawns & free
        return any(self.piece_targets(side, origin) for origin in scan_reversed(pieces))

    def is_stalemate(self) -> bool:
        return not self.is_check() and not self.has_legal_move()

    def breaks_shield(self, move: Move) -> bool:
        """Whether a pseudo-legal move is a capture that only breaks a shield."""
        return not move.drop and bool(self._victim(move) & self._layers.shields)

    def is_legal(self, move: Move, *, check: bool | None = None) -> bool:
        """Whether a move is legal. `check`: whether the side to move is in check, for a caller that knows it."""
        if not self.is_pseudo_legal(move):
            return False
        return (check is False and self._leaves_freely(move)) or not self.is_into_check(move)

    def _leaves_freely(self, move: Move) -> bool:
        """Whether it is plain that a pseudo-legal move exposes no king; the side to move is not in check."""
        if self.layered or move.to_square == self.ep_square:
            return False
        return bool(BB_SQUARES[move.from_square] & self._free_origins())

    def is_into_check(self, move: Move) -> bool:
        if self.king(self.turn) is None:
            return False
        if self.kings & BB_SQUARES[move.from_square] and self.is_castling(move):
            return move not in self.generate_castling_moves(BB_SQUARES[move.from_square])
        return self._leaves_king_attacked(move)

    def _exposes_king(self, move: Move) -> bool:
        """Whether a pseudo-legal move from the generator leaves the mover's king attacked."""
        # The generator of castling moves has already checked every square that the king crosses.
        castles = abs(move.to_square - move.from_square) == 2 and self.kings & BB_SQUARES[move.from_square]
        return not castles and self._leaves_king_attacked(move)

    def _leaves_king_attacked(self, move: Move) -> bool:
        """Whether the mover's king would be attacked after a move other than castling."""
        occupied, removed, king = self.occupancy_after(move)
        return king is not None and bool(self.attackers_mask(not self.turn, king, occupied) & ~removed)

    def generate_legal_moves(self, from_mask: Bitboard = BB_ALL, to_mask: Bitboard = BB_ALL) -> Iterator[Move]:
        king = self.king(self.turn)
        checkers = BB_EMPTY if king is None else self.attackers_mask(not self.turn, king)
        if king is None:
            yield from self.generate_pseudo_legal_moves(from_mask, to_mask)
        elif checkers:
            yield from self._evasions(king, checkers, from_mask, to_mask)
        else:
            suspects, hazards = self.may_expose(king), self._may_open_a_line(king)
            for move in self.generate_pseudo_legal_moves(from_mask, to_mask):
                if (
                    suspects & BB_SQUARES[move.from_square] or hazards & BB_SQUARES[move.to_square]
                ) and self._exposes_king(move):
                    continue
                yield move
        if self.layered and from_mask == BB_ALL:
            charged = self.generate_charged_moves(to_mask)
            # A pass or a revival captures nothing. It cannot give the mover check, but may leave them in check.
            yield from (move for move in charged if not self._leaves_king_attacked(move)) if checkers else charged

    def _evasions(self, king: Square, checkers: Bitboard, from_mask: Bitboard, to_mask: Bitboard) -> Iterator[Move]:
        royal = BB_SQUARES[king]
        yield from self._without_exposing_king(self.generate_pseudo_legal_moves(royal & from_mask, to_mask))
        answers = self._squares_that_may_end_check(king, checkers)
        if answers != BB_ALL and self.ep_square is not None:
            # En passant takes the pawn that gives check without moving to its square.
            answers |= BB_SQUARES[self.ep_square]
        yield from self._without_exposing_king(self.generate_pseudo_legal_moves(from_mask & ~royal, to_mask & answers))

    def _without_exposing_king(self, moves: Iterator[Move]) -> Iterator[Move]:
        return (move for move in moves if not self._exposes_king(move))

    def _squares_that_may_end_check(self, king: Square, checkers: Bitboard) -> Bitboard:
        """A superset of the squares to which a piece other than the king must move to end the check."""
        if self._sides[not self.turn].slides:
            # A check along an upgraded line may be blocked anywhere on the board.
            return BB_ALL
        answers = BB_ALL
        for checker in scan_reversed(checkers):
            answers &= between(king, checker) | BB_SQUARES[checker]
        return answers

    def may_expose(self, king: Square) -> Bitboard:
        """A superset of the mover's pieces whose move could expose their king, which is not in check now.

        These are the king, single pieces between the king and an enemy slider, and pieces in the lines of riders.
        """
        mask = BB_SQUARES[king]
        for sniper in self._snipers(king):
            blockers = between(king, sniper) & self.occupied
            if blockers and BB_SQUARES[lsb(blockers)] == blockers:
                mask |= blockers
        enemy = self._sides[not self.turn]
        return mask | self._may_expose_to_riders(king, enemy) if enemy.slides else mask

    def _snipers(self, king: Square) -> Iterator[Square]:
        """Enemy sliders that would attack the king if the board were otherwise empty."""
        lines = _STRAIGHT_LINES[king] & (self.rooks | self.queens) | _DIAGONAL_LINES[king] & (
            self.bishops | self.queens
        )
        return scan_reversed(lines & self.occupied_co[not self.turn])

    def _may_open_a_line(self, king: Square) -> Bitboard:
        """A superset of the squares where a capture could open a line to the king: the captor does not stay there."""
        hazards = BB_EMPTY if self.ep_square is None else BB_SQUARES[self.ep_square]
        if not self.layered or not (poisonous := self.poisonous(not self.turn)):
            return hazards
        if self._sides[not self.turn].slides:
            return hazards | poisonous
        for sniper in self._snipers(king):
            hazards |= between(king, sniper) & poisonous
        return hazards

    def _may_expose_to_riders(self, king: Square, enemy: Side) -> Bitboard:
        mask = BB_EMPTY
        for attack in enemy.attacks:
            riders = getattr(self, attack.pieces) & self.occupied_co[enemy.color]
            if attack.slides and riders:
                # Is there a rider behind the first piece on one of the lines?
                met = attack.origins(king, self.occupied) & self.occupied
                if attack.origins(king, self.occupied & ~met) & riders & ~met:
                    mask |= met
        return mask

    # --- making moves ---------------------------------------------------------------------------------------------

    def is_zeroing(self, move: Move) -> bool:
        """Whether a move resets the fifty-move count: captures, revivals and pawn moves forward.

        A pawn's move sideways or back does not, because the pawn can go back.
        """
        if self.occupied_co[not self.turn] & BB_SQUARES[move.to_square] or move.drop:
            return True
        if not self.pawns & BB_SQUARES[move.from_square]:
            return False
        steps = (move.to_square >> 3) - (move.from_square >> 3)
        return steps > 0 if self.turn else steps < 0

    def is_irreversible(self, move: Move) -> bool:
        # A pass can never come back.
        return not move or super().is_irreversible(move)

    def push(self, move: Move) -> None:
        if self._standard_push:
            self._push_standard(move)
        elif self.layered:
            self._push_with_layers(move)
        else:
            self._push_on_board(move)

    def _push_standard(self, move: Move) -> None:
        if not push_plain(self, move):
            super().push(move)

    def _push_on_board(self, move: Move) -> None:
        if not self._steps_further:
            self._push_standard(move)
            return
        stepped = move.to_square - move.from_square
        # A pawn that promotes with its double step cannot be taken en passant.
        double_step = stepped in (16, -16) and not move.promotion and self.pawns & BB_SQUARES[move.from_square]
        self._push_standard(move)
        if double_step:
            # python-chess sets this for double steps from the second rank only.
            self.ep_square = move.to_square - stepped // 2

    def _push_with_layers(self, move: Move) -> None:
        before = self._layers
        if move.from_square == move.to_square:
            self._push_charged(move)
        elif self._may_change_layers(move):
            self._push_changing_layers(move)
        else:
            self._push_on_board(move)
            return
        if self._layers is not before:
            self._stack[-1] = _StateWithLayers(self._stack[-1], before)

    def _may_change_layers(self, move: Move) -> bool:
        """Whether a move may change the layers. May also be true for a move that does not."""
        heroes, shields, charges, _ = self._layers
        victim = BB_SQUARES[move.to_square] & self.occupied_co[not self.turn]
        touched = BB_SQUARES[move.from_square] | victim
        if (heroes | shields) & touched or self.ep_square == move.to_square:
            return True
        if victim:
            return bool(self._sides[not self.turn].poison or charges[not self.turn].revivals)
        return bool(touched & self.kings and (heroes | shields) & BB_BACKRANKS)

    def _push_charged(self, move: Move) -> None:
        if move.drop:
            self._layers = self._layers.revived(self.turn, move.drop)
            super().push(move)
            self.halfmove_clock = 0
        else:
            self._layers = self._layers.passed(self.turn)
            super().push(move)

    def _push_changing_layers(self, move: Move) -> None:
        victim = self._victim(move)
        if victim & self._layers.shields:
            self._break_shield(move, victim)
        else:
            self._move_with_layers(move, victim)

    def _break_shield(self, move: Move, victim: Bitboard) -> None:
        self._layers = self._layers.unshielded(victim)
        # For python-chess this is a null move: only the side to move changes.
        super().push(Move.null())
        self.move_stack[-1] = move
        self.halfmove_clock = 0

    def _move_with_layers(self, move: Move, victim: Bitboard) -> None:
        mover, origin, target = self.turn, BB_SQUARES[move.from_square], BB_SQUARES[move.to_square]
        kind = self.piece_type_at(move.from_square)
        layers = self._layers.moved(origin, target, victim)
        if kind == KING and self.is_castling(move):
            layers = layers.moved(*rooks_way(move), BB_EMPTY)
        fallen = self.piece_type_at(lsb(victim)) if victim else None
        dies = victim and self._sides[not mover].poison and victim & self.poisonous(not mover)
        self._push_on_board(move)
        if fallen:
            layers = layers.fell(not mover, fallen)
        if dies:
            layers = layers.without(target).fell(mover, kind)  # type: ignore[arg-type] # a piece moved
            self._remove_piece_at(move.to_square)
        self._layers = layers

    def play(self, text: str) -> None:
        """Make a legal move, in UCI, or a rewind (`REWIND`).

        Raises:
            ValueError: the text is neither.
        """
        if text == REWIND:
            self.rewind()
        else:
            self.push(Move.from_uci(text))

    def rewind(self) -> None:
        """Take back the last two plies. The same side is to move again, with one rewind less.

        Raises:
            IndexError: fewer than two plies have been played.
        """
        layers, mover = self._layers, self.turn
        self.pop()
        self.pop()
        self._layers = layers.rewound(mover, self._layers)

    def has_insufficient_material(self, color: Color) -> bool:
        """Whether `color` cannot mate, even with the opponent's help. Looks at the material only (`material`)."""
        return cannot_mate(self, color)


class _StateWithLayers(chess._BoardState):
    """The entry on the stack before a move that changes the layers: python-chess's own entry, and the layers."""

    def __init__(self, state: chess._BoardState, layers: Layers) -> None:
        self._state = state
        self.layers = layers

    def restore(self, board: chess.Board) -> None:
        self._state.restore(board)
        assert isinstance(board, Board)
        board._layers = self.layers
        # A copy that was made later, without any layers, would not know that this position has some.
        board.layered, board._standard_push = True, False

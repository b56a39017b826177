"""The part of a position that a FEN cannot express: heroes, shields, charges and fallen pieces.

Heroes and shields are bitboards that move with their pieces. `Layers` is immutable: a move returns a new value. Its
text has four fields:

    heroes shields charges fallen        for example   "b1 d1d8 Pr NNp"   or, with nothing in it, "- - - -"

The first two fields are lists of squares. The third has a letter for each charge: p for a pass, r for a revival, w for
a rewind. The fourth has a letter for each fallen piece. Capitals are White's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import chess
from chess import BB_EMPTY, BB_SQUARES

from game.chess.rules.bycolor import ByColor

if TYPE_CHECKING:
    from chess import Bitboard, Color, PieceType

REVIVABLE = (chess.PAWN, chess.KNIGHT, chess.BISHOP, chess.ROOK)
_NOTHING = "-"


class Charges(NamedTuple):
    """How often one player may still pass, revive or rewind."""

    passes: int = 0
    revivals: int = 0
    rewinds: int = 0


class Layers(NamedTuple):
    """The layers of one position.

    Attributes:
        heroes: the squares of heroes.
        shields: the squares of shielded pieces.
        charges: by colour.
        fallen: by colour, how many pieces of each type in `REVIVABLE` were lost and can be revived.
    """

    heroes: Bitboard = BB_EMPTY
    shields: Bitboard = BB_EMPTY
    charges: ByColor[Charges] = ByColor(Charges(), Charges())
    fallen: ByColor[tuple[int, ...]] = ByColor((0,) * len(REVIVABLE), (0,) * len(REVIVABLE))

    # --- after moves ------------------------------------------------------------------------------------

    def moved(self, origin: Bitboard, target: Bitboard, victim: Bitboard) -> Layers:
        """The layers after a move. Returns `self` if nothing changes.

        Args:
            origin: the square that the piece left; its layers move with it.
            target: the square to which it went.
            victim: the square of the captured piece, whose layers are lost; empty if nothing was captured.
        """
        heroes, shields, touched = self.heroes, self.shields, origin | target | victim
        if not (heroes | shields) & touched:
            return self
        heroes = heroes & ~touched | (target if heroes & origin else BB_EMPTY)
        shields = shields & ~touched | (target if shields & origin else BB_EMPTY)
        return Layers(heroes, shields, self.charges, self.fallen)

    def without(self, squares: Bitboard) -> Layers:
        """Without heroes and shields on `squares`."""
        if not (self.heroes | self.shields) & squares:
            return self
        return self._replace(heroes=self.heroes & ~squares, shields=self.shields & ~squares)

    def unshielded(self, squares: Bitboard) -> Layers:
        """Without shields on `squares`."""
        return self._replace(shields=self.shields & ~squares)

    def passed(self, color: Color) -> Layers:
        """After a pass by `color`."""
        charges = self.charges[color]
        return self._with_charges(color, charges._replace(passes=charges.passes - 1))

    def revived(self, color: Color, piece_type: PieceType) -> Layers:
        """After `color` has revived a fallen piece."""
        charges = self.charges[color]
        fallen = self._with_fallen(color, piece_type, -1)
        return fallen._with_charges(color, charges._replace(revivals=charges.revivals - 1))  # noqa: SLF001 - of the same class

    def rewound(self, color: Color, earlier: Layers) -> Layers:
        """The `earlier` layers after a rewind by `color`. All rewinds that were spent stay spent."""
        spent = self.charges[color]
        now = self._with_charges(color, spent._replace(rewinds=spent.rewinds - 1)).charges
        kept = ByColor(*(earlier.charges[each]._replace(rewinds=now[each].rewinds) for each in chess.COLORS))
        return earlier._replace(charges=kept)

    def fell(self, color: Color, piece_type: PieceType) -> Layers:
        """After `color` has lost a piece. It is remembered only if `color` can revive it."""
        matters = piece_type in REVIVABLE and self.charges[color].revivals
        return self._with_fallen(color, piece_type, +1) if matters else self

    def _with_charges(self, color: Color, charges: Charges) -> Layers:
        return self._replace(charges=self.charges.replace(color, charges))

    def _with_fallen(self, color: Color, piece_type: PieceType, change: int) -> Layers:
        counts = list(self.fallen[color])
        counts[REVIVABLE.index(piece_type)] += change
        return self._replace(fallen=self.fallen.replace(color, tuple(counts)))

    # --- questions ------------------------------------------------------------------------------------------------

    def can_be_revived(self, color: Color) -> list[PieceType]:
        """The types of the fallen pieces that `color` could revive."""
        return [kind for kind, count in zip(REVIVABLE, self.fallen[color], strict=True) if count]

    # --- as text --------------------------------------------------------------------------------------------------

    def text(self) -> str:
        """The layers as four fields."""
        charges = (letter * getattr(self.charges[color], name) for color, letter, name in _charge_letters())
        fallen = (
            chess.Piece(kind, color).symbol() * count
            for color in chess.COLORS
            for kind, count in zip(REVIVABLE, self.fallen[color], strict=True)
        )
        fields = (_squares_text(self.heroes), _squares_text(self.shields), "".join(charges), "".join(fallen))
        return " ".join(field or _NOTHING for field in fields)

    @classmethod
    def parse(cls, text: str) -> Layers:
        """The layers that a text describes; an empty text means none.

        Raises:
            ValueError: the text does not have the form described above.
        """
        if not text:
            return NO_LAYERS
        fields = ["" if field == _NOTHING else field for field in text.split(" ")]
        if len(fields) != 4:
            raise ValueError(f"not layers: {text!r}")
        heroes, shields, charges, fallen = fields
        return cls(_squares(heroes), _squares(shields), _charges(charges), _fallen(fallen))


NO_LAYERS = Layers()


def _squares_text(layer: Bitboard) -> str:
    return "".join(chess.SQUARE_NAMES[square] for square in chess.scan_forward(layer))


def _squares(names: str) -> Bitboard:
    layer = BB_EMPTY
    for start in range(0, len(names), 2):
        layer |= BB_SQUARES[chess.parse_square(names[start : start + 2])]
    return layer


def _charge_letters() -> list[tuple[Color, str, str]]:
    letters = {"passes": "p", "revivals": "r", "rewinds": "w"}
    return [
        (color, letter.upper() if color else letter, name) for color in chess.COLORS for name, letter in letters.items()
    ]


def _charges(letters: str) -> ByColor[Charges]:
    found = {color: Charges() for color in chess.COLORS}
    known = {letter: (color, name) for color, letter, name in _charge_letters()}
    for letter in letters:
        if letter not in known:
            raise ValueError(f"not a charge: {letter!r}")
        color, name = known[letter]
        found[color] = found[color]._replace(**{name: getattr(found[color], name) + 1})
    return ByColor(found[chess.WHITE], found[chess.BLACK])


def _fallen(letters: str) -> ByColor[tuple[int, ...]]:
    counts = {color: [0] * len(REVIVABLE) for color in chess.COLORS}
    for letter in letters:
        piece = chess.Piece.from_symbol(letter)
        if piece.piece_type not in REVIVABLE:
            raise ValueError(f"cannot be revived: {letter!r}")
        counts[piece.color][REVIVABLE.index(piece.piece_type)] += 1
    return ByColor(tuple(counts[chess.WHITE]), tuple(counts[chess.BLACK]))

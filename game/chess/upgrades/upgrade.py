"""An upgrade: its texts, and the hooks that change a game.

A hook is a typed field with a neutral default. A new *kind* of upgrade needs a new field here and one place in
`effects` that reads it. A new upgrade needs only an entry in `catalogue`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum, unique

import chess
from msgspec import Struct

from game.chess.rules.movement import parse
from game.chess.rules.side import LAST_RANK


@unique
class Rarity(StrEnum):
    """How rarely an upgrade is offered. Players who are further behind get rarer upgrades more often."""

    COMMON = "common"
    RARE = "rare"
    EPIC = "epic"


class Upgrade(Struct, frozen=True, kw_only=True):
    """One entry of the catalogue. Squares and ranks are given as if the owner played White."""

    id: str
    name: str
    text: str
    """One sentence for the card. It names pieces as the owner sees them, and never squares."""
    rarity: Rarity
    note: str = ""
    """The fine print on the card: details that the sentence leaves open."""

    # --- hooks: movement
    moves: Mapping[chess.PieceType, str] = {}
    """Piece type -> moves added to all of the owner's pieces of this type, in Betza's notation."""
    heroes: Mapping[str, str] = {}
    """Start square of a hero -> the moves added to this single piece, in Betza's notation."""
    double_steps: tuple[int, ...] = ()
    """Ranks, besides the second, from which the owner's pawns may make a double step."""
    promotion_rank: int = LAST_RANK
    """The first rank on which the owner's pawns may promote. On the eighth they must."""
    castles_through_check: bool = False
    """Whether the owner may castle out of check and through attacked squares."""

    # --- hooks: what a capture costs
    poison: tuple[chess.PieceType, ...] = ()
    """Types of the owner's pieces whose captor dies with them."""
    shields: tuple[str, ...] = ()
    """Start squares of shielded pieces. The first capture breaks the shield and spares the piece."""

    # --- hooks: instead of a move
    passes: int = 0
    """How often the owner may pass in a game."""
    revivals: int = 0
    """How often the owner may revive a fallen knight, bishop, rook or pawn in a game."""
    rewinds: int = 0
    """How often the owner may take back their last move and the reply to it in a game."""

    # --- hooks: the start of a game
    places: Mapping[str, chess.PieceType | None] = {}
    """Square -> the owner's piece there at the start, if it differs from standard chess; None for no piece."""
    own_castling: str = "KQ"
    """The sides to which the owner can castle: "K", "Q", both or neither."""
    opponent_castling: str = "KQ"
    """The sides to which the opponent can castle."""
    own_clock_ms: int = 0
    """Added to the owner's clock."""
    opponent_clock_ms: int = 0
    """Added to the opponent's clock."""
    increment_ms: int = 0
    """Added to the owner's clock with each of their moves."""

    # --- for the draft
    offered: bool = True
    """Whether drafts offer it. False for upgrades that measured too weak or too strong; testers can still get them."""
    excludes: frozenset[str] = frozenset()
    """Upgrades that the same player cannot own beside this one."""

    def __post_init__(self) -> None:
        """Refuse an entry that cannot work.

        Raises:
            ValueError: a movement or a square is misspelt, or a king could move two files along its rank, which UCI
                could not tell from castling.
        """
        for betza in (*self.moves.values(), *self.heroes.values()):
            parse(betza)
        if any(ray.ranks == 0 and abs(ray.files) * ray.reach > 1 for ray in parse(self.moves.get(chess.KING, ""))):
            raise ValueError(f"{self.id}: a king's move of two files is castling")
        for square in (*self.places, *self.heroes, *self.shields):
            chess.parse_square(square)

    @property
    def described(self) -> str:
        """The name, the sentence and the fine print in one line."""
        return " ".join(filter(None, (f"{self.name}.", self.text, self.note)))

    @property
    def is_movement(self) -> bool:
        """Whether it changes how pieces move, and not only the start position, the clocks or the cost of captures."""
        return bool(self.pieces)

    @property
    def pieces(self) -> frozenset[chess.PieceType]:
        """The piece types that get new moves, including those of heroes."""
        stepping = {chess.PAWN} if self.double_steps else set()
        return frozenset({*self.moves, *(hero_type(square) for square in self.heroes), *stepping})


def hero_type(square: str) -> chess.PieceType:
    """The type of the piece that starts on a square and becomes a hero."""
    piece = chess.Board().piece_type_at(chess.parse_square(square))
    assert piece is not None, f"nothing starts on {square}"
    return piece

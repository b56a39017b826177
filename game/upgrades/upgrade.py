"""What an upgrade is made of: its texts, and the hooks by which it changes a game.

A hook is a typed field with a neutral default. A new *kind* of upgrade is one more field here, and one place in
`effects` that reads it; a new upgrade is one entry in `catalogue`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum, unique

import chess
from msgspec import Struct

from game.rules.movement import parse


@unique
class Rarity(StrEnum):
    """How rarely an upgrade is offered; the further behind, the better the odds of a rare one."""

    COMMON = "common"
    RARE = "rare"
    EPIC = "epic"


class Upgrade(Struct, frozen=True, kw_only=True):
    """One entry of the catalogue. Squares and ranks are as its owner, seen as White, would name them."""

    id: str
    name: str
    text: str
    """What it does, in one sentence, for the card."""
    rarity: Rarity

    # --- hooks: movement
    moves: Mapping[chess.PieceType, str] = {}
    """Moves added to all the owner's pieces of a type, in Betza's notation."""
    double_steps: tuple[int, ...] = ()
    """Further ranks from which the owner's pawns may step twice."""

    # --- hooks: the start of a game
    places: Mapping[str, chess.PieceType | None] = {}
    """Squares that hold another piece of the owner's, or none (None), at the start."""
    own_castling: str = "KQ"
    """The sides to which the owner can castle."""
    opponent_castling: str = "KQ"
    """The sides to which the opponent can castle."""
    own_clock_ms: int = 0
    """Added to the owner's clock."""
    opponent_clock_ms: int = 0
    """Added to the opponent's clock."""

    # --- for the draft
    excludes: frozenset[str] = frozenset()
    """Upgrades that the same player cannot own beside this one."""

    def __post_init__(self) -> None:
        """Refuse an entry that could not work.

        Raises:
            ValueError: a movement or a square is misspelt, or a king would go two files along its rank (no UCI could
                tell that from castling).
        """
        for betza in self.moves.values():
            parse(betza)
        if any(ray.ranks == 0 and abs(ray.files) * ray.reach > 1 for ray in parse(self.moves.get(chess.KING, ""))):
            raise ValueError(f"{self.id}: a king's move of two files is castling")
        for square in self.places:
            chess.parse_square(square)

    @property
    def is_movement(self) -> bool:
        """Whether it changes how pieces move, as opposed to how a game starts or how long it lasts."""
        return bool(self.moves or self.double_steps)

    @property
    def pieces(self) -> frozenset[chess.PieceType]:
        """The piece types that move in a new way."""
        return frozenset(self.moves) | ({chess.PAWN} if self.double_steps else frozenset())

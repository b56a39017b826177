"""What an upgrade is made of: its texts, and the hooks by which it changes a game.

A hook is a typed field with a neutral default. A new *kind* of upgrade is one more field here, and one place in
`effects` that reads it; a new upgrade is one entry in `catalogue`.
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
    """How rarely an upgrade is offered; the further behind, the better the odds of a rare one."""

    COMMON = "common"
    RARE = "rare"
    EPIC = "epic"


class Upgrade(Struct, frozen=True, kw_only=True):
    """One entry of the catalogue. Squares and ranks are as its owner, seen as White, would name them."""

    id: str
    name: str
    text: str
    """What it does, in one sentence, for the card. It names pieces and pawns from the owner's side, never squares."""
    rarity: Rarity
    note: str = ""
    """The fine print: what the sentence leaves open and a player could misread."""

    # --- hooks: movement
    moves: Mapping[chess.PieceType, str] = {}
    """Moves added to all the owner's pieces of a type, in Betza's notation."""
    heroes: Mapping[str, str] = {}
    """Squares of single pieces at the start that move further than others of their type, in Betza's notation."""
    double_steps: tuple[int, ...] = ()
    """Further ranks from which the owner's pawns may step twice."""
    promotion_rank: int = LAST_RANK
    """The first rank on which the owner's pawns may promote; on the eighth they must."""
    castles_through_check: bool = False
    """Whether the owner may castle out of check and through it."""

    # --- hooks: what befalls captors
    poison: tuple[chess.PieceType, ...] = ()
    """Types of the owner's pieces whose captor dies with them."""
    shields: tuple[str, ...] = ()
    """Squares whose pieces start with a shield, which the first capture takes instead of the piece."""

    # --- hooks: instead of a move
    passes: int = 0
    """How often the owner may pass in a game."""
    revivals: int = 0
    """How often the owner may bring back a fallen knight, bishop, rook or pawn in a game."""
    rewinds: int = 0
    """How often the owner may take their last move back, with the reply to it, in a game."""

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
    increment_ms: int = 0
    """Added to the owner's clock after each of their moves."""

    # --- for the draft
    offered: bool = True
    """False for what measured too strong or too weak to be a fair prize; matches may still be set up with it."""
    excludes: frozenset[str] = frozenset()
    """Upgrades that the same player cannot own beside this one."""

    def __post_init__(self) -> None:
        """Refuse an entry that could not work.

        Raises:
            ValueError: a movement or a square is misspelt, or a king would go two files along its rank (no UCI could
                tell that from castling).
        """
        for betza in (*self.moves.values(), *self.heroes.values()):
            parse(betza)
        if any(ray.ranks == 0 and abs(ray.files) * ray.reach > 1 for ray in parse(self.moves.get(chess.KING, ""))):
            raise ValueError(f"{self.id}: a king's move of two files is castling")
        for square in (*self.places, *self.heroes, *self.shields):
            chess.parse_square(square)

    @property
    def described(self) -> str:
        """Its name, its sentence and the fine print, in one line."""
        return " ".join(filter(None, (f"{self.name}.", self.text, self.note)))

    @property
    def is_movement(self) -> bool:
        """Whether it changes how pieces move, as opposed to a game's start, its clocks or what captures cost."""
        return bool(self.pieces)

    @property
    def pieces(self) -> frozenset[chess.PieceType]:
        """The piece types that move in a new way, heroes among them."""
        stepping = {chess.PAWN} if self.double_steps else set()
        return frozenset({*self.moves, *(hero_type(square) for square in self.heroes), *stepping})


def hero_type(square: str) -> chess.PieceType:
    """The type of the piece that starts on a square and is made a hero."""
    piece = chess.Board().piece_type_at(chess.parse_square(square))
    assert piece is not None, f"nothing starts on {square}"
    return piece

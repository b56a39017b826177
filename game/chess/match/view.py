"""What one viewer may see of a match: plain data that needs nothing else to be drawn."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from game.chess.rules.bycolor import ByColor

Phase: TypeAlias = Literal["countdown", "playing", "result", "draft", "reveal", "over"]
ColorName: TypeAlias = Literal["white", "black"]


class Offer(Struct, frozen=True):
    """An open draft: who chooses, and between what. Both players see it."""

    player: int
    upgrades: tuple[str, ...]
    ms: int
    picked: bool = False
    """Whether the player has chosen: what, is hidden until all have."""


class MatchView(Struct, frozen=True):
    """The match as seen by one viewer at one instant.

    Times are in ms and relative to that instant, so no machine's clock needs to agree with another's.
    """

    game: int
    best_of: int
    phase: Phase
    phase_ms: int | None
    wins: dict[int, int]
    draws: int
    players: ByColor[int]
    color: ColorName | None
    turn: ColorName
    fen: str
    layers: str
    """What the FEN cannot say (`game.chess.rules.layers`); empty when there is nothing."""
    start_fen: str
    start_layers: str
    ply: int
    last_move: str | None
    check: bool
    clocks_ms: ByColor[int]
    bank_ms: ByColor[int]
    credit_ms: ByColor[int]
    """How much lag credit each side has had in this game."""
    running: ColorName | None
    upgrades: ByColor[tuple[str, ...]]
    armageddon: bool
    draw_offer: ColorName | None
    draw_wait: ByColor[int]
    """After how many more moves of their own each side may offer a draw (again); 0: now."""
    by_standin: bool
    """Whether the last move was made for a player who was away."""


class GameRecord(Struct, frozen=True):
    """What whoever comes in late must know of a game, besides the view."""

    moves: list[str]
    start_ms: ByColor[int]
    """What the clocks showed before the first one."""
    left_ms: list[int]
    """For each move, what the mover's clock showed after it."""
    standin_plies: list[int]
    """After how many moves a stand-in had made the last one."""

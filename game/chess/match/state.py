"""Everything that a match is, as plain data."""

from __future__ import annotations

import chess
from msgspec import Struct

from game.chess.match.clock import Clock
from game.chess.match.draws import Draws
from game.chess.match.hands import Hands
from game.chess.match.series import ARMAGEDDON_BLACK_SHARE, Series
from game.chess.match.view import Offer, Phase
from game.chess.rules import ByColor, Ending
from game.chess.upgrades import clocks_with, increments_with

SEED_BYTES = 16
NO_UPGRADES: ByColor[tuple[str, ...]] = ByColor((), ())


class MatchOptions(Struct, frozen=True):
    """What the host chose, and how long the pauses are. Durations in ms."""

    best_of: int = 3
    base_ms: int = 60_000
    countdown_ms: int = 3_000
    armageddon_countdown_ms: int = 10_000
    """Longer: its terms are to be read first."""
    result_ms: int = 3_000
    draft_ms: int = 12_000
    reveal_ms: int = 3_000
    cards: tuple[str, ...] = ()
    """For testers: what the draft offers instead of what it would draw, as long as it may."""

    def countdown(self, *, armageddon: bool) -> int:
        """How long it is until White's clock starts."""
        return self.armageddon_countdown_ms if armageddon else self.countdown_ms


class MatchState(Struct):
    """A match, whole. `owned` is by player; `upgrades` is what is in force in the current game."""

    options: MatchOptions
    seed: bytes
    series: Series
    owned: dict[int, tuple[str, ...]]
    colors: ByColor[int]
    """Who plays which colour in the current game."""
    game: int
    clock: Clock
    upgrades: ByColor[tuple[str, ...]] = NO_UPGRADES
    phase: Phase = "countdown"
    phase_ends: int | None = None
    armageddon: bool = False
    moves: list[str] = []
    left_ms: list[int] = []
    standin_plies: list[int] = []
    ending: Ending | None = None
    draws: Draws = Draws()
    rtt: dict[int, int] = {}
    """The newest round trip measured of each player's connection."""
    hands: Hands = Hands()
    offered: list[str] = []
    forfeited_by: int | None = None
    left: bool = False
    """Whether whoever has forfeited is gone for good."""
    again: list[int] = []
    round: int = 0
    """How often this pair has played again; part of every draw of lots."""

    @property
    def last_winner(self) -> int | None:
        """Who has won the game that is over; None after a draw."""
        winner = self.ending.winner if self.ending is not None else None
        return None if winner is None else self.colors[winner]

    def color_of(self, player: int) -> chess.Color:
        """Which colour this player has in the current game."""
        return self.colors.white == player

    @property
    def start_ms(self) -> ByColor[int]:
        """What both clocks began this game with."""
        return clock_of(self.options, self.upgrades, armageddon=self.armageddon).remaining

    def offers(self, now_ms: int) -> list[Offer]:
        """All hands of a draft."""
        return self.hands.offers(max(0, (self.phase_ends or 0) - now_ms))


def clock_of(
    options: MatchOptions, upgrades: ByColor[tuple[str, ...]], *, armageddon: bool, rtt: ByColor[int] | None = None
) -> Clock:
    """The clock that a game under these upgrades starts with."""
    base = ByColor(options.base_ms, options.base_ms)
    if armageddon:
        base = base.replace(chess.BLACK, int(options.base_ms * ARMAGEDDON_BLACK_SHARE))
    return Clock.set_to(clocks_with(base, upgrades), options.base_ms, increments_with(upgrades), rtt)

"""The whole state of a match, as plain data."""

from __future__ import annotations

import chess
from msgspec import Struct

from game.chess.match.clock import Clock
from game.chess.match.draft import Draft, Offer
from game.chess.match.draw_offers import DrawOffers
from game.chess.match.offers import Comeback
from game.chess.match.phases import PHASES, Phase
from game.chess.match.series import ARMAGEDDON_BLACK_SHARE, Series
from game.chess.match.terms import Rematch, Terms
from game.chess.rules import ByColor, GameResult
from game.chess.upgrades import clocks_with, increments_with

SEED_BYTES = 16
NO_UPGRADES: ByColor[tuple[str, ...]] = ByColor((), ())


class MatchOptions(Struct, frozen=True, omit_defaults=True):
    """What the host chose, and how long the pauses are. Durations are in ms."""

    best_of: int = 3
    base_ms: int = 60_000
    countdown_ms: int = 3_000
    armageddon_countdown_ms: int = 10_000
    """Longer, so that both players can read the terms of the deciding game."""
    result_ms: int = 3_000
    draft_ms: int = 12_000
    reveal_ms: int = 3_000
    comeback: Comeback = "full"
    cards: tuple[str, ...] = ()
    """For testers: upgrades to offer in place of random ones, as far as the player may own them."""

    @property
    def terms(self) -> Terms:
        """What the players can change for another match."""
        return Terms(self.best_of, self.base_ms)

    def countdown(self, *, armageddon: bool) -> int:
        """How long before White's clock starts."""
        return self.armageddon_countdown_ms if armageddon else self.countdown_ms


class MatchState(Struct, omit_defaults=True):
    """Everything that a match is. Two matches with equal states behave the same."""

    options: MatchOptions
    seed: bytes
    series: Series
    owned: dict[int, tuple[str, ...]]
    """Player -> upgrades that they own, from the next game on; the oldest first."""
    colors: ByColor[int]
    """Who plays which colour in the current game."""
    game: int
    """The number of the current game, from 1."""
    clock: Clock
    upgrades: ByColor[tuple[str, ...]] = NO_UPGRADES
    """The upgrades in force in the current game."""
    phase: Phase = "countdown"
    phase_ends: int | None = None
    """When time ends the phase, in ms; None if time does not: while playing (the clock decides), held, or over."""
    armageddon: bool = False
    moves: list[str] = []
    left_ms: list[int] = []
    """For each move, what the mover's clock showed after it."""
    standin_plies: list[int] = []
    """The plies after which a stand-in had made the last move."""
    result: GameResult | None = None
    """How the current game ended; None while it runs."""
    draw_offers: DrawOffers = DrawOffers()
    rtt: dict[int, int] = {}
    """Player -> the newest measured round trip of their connection, in ms."""
    draft: Draft = Draft()
    offered: list[str] = []
    """Every upgrade that the match has offered."""
    forfeited_by: int | None = None
    left: bool = False
    """Whether the player who forfeited has left for good."""
    rematch: Rematch = Rematch()
    round: int = 0
    """How often these two have played again. Part of the labels of random numbers, so that the offers differ."""

    def enter(self, phase: Phase, ends: int | None) -> None:
        """Go on to a phase that ends at `ends` (ms), or that time does not end (None)."""
        assert phase in PHASES[self.phase].leads_to, f"{self.phase} does not lead to {phase}"
        self.phase = phase
        self.phase_ends = ends

    @property
    def last_winner(self) -> int | None:
        """Who won the game that has ended; None after a draw."""
        winner = self.result.winner if self.result is not None else None
        return None if winner is None else self.colors[winner]

    def color_of(self, player: int) -> chess.Color:
        """Which colour this player has in the current game."""
        return self.colors.white == player

    @property
    def start_ms(self) -> ByColor[int]:
        """What both clocks showed at the start of this game."""
        return clock_of(self.options, self.upgrades, armageddon=self.armageddon).remaining

    def offers(self, now_ms: int) -> list[Offer]:
        """All offers of the draft, with the time left to choose."""
        return self.draft.offers(max(0, (self.phase_ends or 0) - now_ms))


def clock_of(
    options: MatchOptions, upgrades: ByColor[tuple[str, ...]], *, armageddon: bool, rtt: ByColor[int] | None = None
) -> Clock:
    """The clock at the start of a game with these upgrades."""
    base = ByColor(options.base_ms, options.base_ms)
    if armageddon:
        base = base.replace(chess.BLACK, int(options.base_ms * ARMAGEDDON_BLACK_SHARE))
    return Clock.set_to(clocks_with(base, upgrades), options.base_ms, increments_with(upgrades), rtt)

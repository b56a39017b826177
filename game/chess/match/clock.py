"""The chess clock with bounded lag credit: values, no timers. Times are ms on the caller's monotonic clock.

The rule has the shape of lichess's (scalachess `LagTracker`, `Clock`): a player gets back the part of the elapsed time
that was the network's, out of a bank that refills a little with each move. Unlike there, a claim counts only as far as
the round trip that the server itself has measured bears it out, and a whole game's credit is bounded.
"""

from __future__ import annotations

import chess
from msgspec import Struct, field
from msgspec.structs import replace

from game.chess.rules.bycolor import ByColor

LARGEST_GRACE_MS = 2_000
"""How long past zero a move that was already under way is waited for, at the most."""
MEASUREMENT_SLACK_MS = 15
"""A claim may exceed the measured round trip by this: the measurement is a moment's."""
REFILL_BEYOND_RTT_MS = 40
"""A move refills the bank by at most the round trip and this."""
GAME_SHARE_PERCENT = 12
"""A player's credit of a whole game, as a share of the base time."""


class LagRule(Struct, frozen=True):
    """The limits of the lag credit, in ms, for one length of game."""

    gain_max: int
    bank: int
    cap: int
    game: int
    """The most credit that a player gets in one game."""

    @classmethod
    def for_base(cls, base_ms: int) -> LagRule:
        """The limits for a base time: 390, 1170, 2730 and 7200 ms for one minute."""
        # scalachess counts in centiseconds: limitSeconds * 2 / 5 + 15, at most 100.
        gain_max = min(1000, 10 * (2 * (base_ms // 1000) // 5) + 150)
        return cls(gain_max, bank=3 * gain_max, cap=7 * gain_max, game=base_ms * GAME_SHARE_PERCENT // 100)


class Clock(Struct, frozen=True):
    """Both players' time. Immutable: every change returns another clock."""

    remaining: ByColor[int]
    bank: ByColor[int]
    rule: LagRule
    running: chess.Color | None = None
    since: int = 0
    """When the running side's time began to run."""
    rtt: ByColor[int] = field(default_factory=lambda: ByColor(0, 0))
    """The newest round trip measured of each player's connection; 0: none yet, and hardly any claim is believed."""
    credit: ByColor[int] = field(default_factory=lambda: ByColor(0, 0))
    """How much of the elapsed time was given back to each player in this game."""
    increment: ByColor[int] = field(default_factory=lambda: ByColor(0, 0))
    """What each side gains with a move."""

    @classmethod
    def set_to(
        cls,
        times: ByColor[int],
        base_ms: int,
        increment: ByColor[int] | None = None,
        rtt: ByColor[int] | None = None,
    ) -> Clock:
        """A stopped clock. The lag rule follows the base time, not what upgrades made of it."""
        rule, zero = LagRule.for_base(base_ms), ByColor(0, 0)
        return cls(times, ByColor(rule.bank, rule.bank), rule, rtt=rtt or zero, increment=increment or zero)

    def start(self, color: chess.Color, now_ms: int) -> Clock:
        """`color`'s time begins to run."""
        return replace(self, running=color, since=now_ms)

    def stop(self, now_ms: int) -> Clock:
        """Nobody's time runs any more; what has run is gone."""
        left = self.times(now_ms)
        return replace(self, remaining=left, running=None)

    def measured(self, color: chess.Color, rtt_ms: int) -> Clock:
        """The server has measured the round trip of this player's connection anew."""
        return replace(self, rtt=self.rtt.replace(color, max(0, rtt_ms)))

    def press(self, now_ms: int, *, claimed_lag_ms: int | None = None) -> Clock:
        """The running side has moved: its time stops, the other's begins.

        Args:
            now_ms: when the move arrived.
            claimed_lag_ms: how much of the elapsed time was the network's, as the client says; None: it says nothing,
                and the measured round trip counts.
        """
        color = self.running
        assert color is not None, "a stopped clock cannot be pressed"
        rtt = self.rtt[color]
        # A negative claim would pay time into the bank.
        claim = rtt if claimed_lag_ms is None else max(0, claimed_lag_ms)
        elapsed = now_ms - self.since
        # Nor is time given back that has not passed.
        credit = max(0, min(claim, self._most_credit(color), elapsed))
        gain = min(self.rule.gain_max, rtt + REFILL_BEYOND_RTT_MS)
        left = max(0, self.remaining[color] - max(0, elapsed - credit))
        return replace(
            self,
            # A flag that has fallen is not raised again.
            remaining=self.remaining.replace(color, left + self.increment[color] if left else 0),
            bank=self.bank.replace(color, min(self.bank[color] + gain - credit, self.rule.cap)),
            credit=self.credit.replace(color, self.credit[color] + credit),
            running=not color,
            since=now_ms,
        )

    def _most_credit(self, color: chess.Color) -> int:
        """What a move of this side that arrived now could be given back at the most."""
        return min(self.rtt[color] + MEASUREMENT_SLACK_MS, self.bank[color], self.rule.game - self.credit[color])

    def times(self, now_ms: int) -> ByColor[int]:
        """What both clocks show."""
        if self.running is None:
            return self.remaining
        left = max(0, self.remaining[self.running] - max(0, now_ms - self.since))
        return self.remaining.replace(self.running, left)

    def deadline(self) -> int | None:
        """When the running side's flag falls, if nothing arrives until then.

        That is at zero plus the grace for a move already under way: exactly what such a move could still be credited
        with, so that nobody loses on time whose move would have counted.
        """
        if self.running is None:
            return None
        return self.since + self.remaining[self.running] + min(LARGEST_GRACE_MS, self._most_credit(self.running))

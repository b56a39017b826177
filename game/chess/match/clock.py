"""The chess clock with bounded lag credit: values, no timers. Times are ms on the caller's monotonic clock.

The rule is lichess's (scalachess `LagTracker`, `Clock`): a player gets back the part of the elapsed time that was the
network's, out of a bank that refills a little with each move. Unlike there, a claim counts only as far as the server's
own measurement of the round trip bears it out, so a faked lag gains at most the bank.
"""

from __future__ import annotations

import chess
from msgspec import Struct, field
from msgspec.structs import replace

from game.chess.rules.bycolor import ByColor

LARGEST_GRACE_MS = 2_000
"""How long past zero a move that was already under way is waited for, at the most."""
MEASUREMENT_SLACK_MS = 50
"""A claim may exceed the measured round trip by this: the measurement is a moment's."""
REFILL_BEYOND_RTT_MS = 140
"""A move refills the bank by at most the round trip and this."""


class LagRule(Struct, frozen=True):
    """The three limits of the lag bank, in ms, for one length of game."""

    gain_max: int
    bank: int
    cap: int

    @classmethod
    def for_base(cls, base_ms: int) -> LagRule:
        """The limits for a base time: 390, 1170 and 2730 ms for one minute."""
        # scalachess counts in centiseconds: limitSeconds * 2 / 5 + 15, at most 100.
        gain_max = min(1000, 10 * (2 * (base_ms // 1000) // 5) + 150)
        return cls(gain_max, bank=3 * gain_max, cap=7 * gain_max)


class Clock(Struct, frozen=True):
    """Both players' time. Immutable: every change returns another clock."""

    remaining: ByColor[int]
    bank: ByColor[int]
    rule: LagRule
    running: chess.Color | None = None
    since: int = 0
    """When the running side's time began to run."""
    rtt: ByColor[int] = field(default_factory=lambda: ByColor(0, 0))
    """The last round trip measured of each player's connection."""
    increment: ByColor[int] = field(default_factory=lambda: ByColor(0, 0))
    """What each side gains with a move."""

    @classmethod
    def set_to(cls, times: ByColor[int], base_ms: int, increment: ByColor[int] | None = None) -> Clock:
        """A stopped clock. The lag rule follows the base time, not what upgrades made of it."""
        rule = LagRule.for_base(base_ms)
        return cls(times, ByColor(rule.bank, rule.bank), rule, increment=increment or ByColor(0, 0))

    def start(self, color: chess.Color, now_ms: int) -> Clock:
        """`color`'s time begins to run."""
        return replace(self, running=color, since=now_ms)

    def stop(self, now_ms: int) -> Clock:
        """Nobody's time runs any more; what has run is gone."""
        left = self.times(now_ms)
        return replace(self, remaining=left, running=None)

    def press(self, now_ms: int, *, claimed_lag_ms: int = 0, rtt_ms: int | None = None) -> Clock:
        """The running side has moved: its time stops, the other's begins.

        Args:
            now_ms: when the move arrived.
            claimed_lag_ms: how much of the elapsed time was the network's, as the client says.
            rtt_ms: the round trip that the server itself measured; None: not yet, and hardly any claim is believed.
        """
        color = self.running
        assert color is not None, "a stopped clock cannot be pressed"
        # A negative claim would pay time into the bank.
        lag = min(max(0, claimed_lag_ms), (rtt_ms or 0) + MEASUREMENT_SLACK_MS)
        compensation = min(lag, self.bank[color])
        gain = min(self.rule.gain_max, (rtt_ms or 0) + REFILL_BEYOND_RTT_MS)
        bank = min(self.bank[color] + gain - compensation, self.rule.cap)
        spent = max(0, now_ms - self.since - compensation)
        left = max(0, self.remaining[color] - spent)
        return replace(
            self,
            # A flag that has fallen is not raised again.
            remaining=self.remaining.replace(color, left + self.increment[color] if left else 0),
            bank=self.bank.replace(color, bank),
            rtt=self.rtt.replace(color, self.rtt[color] if rtt_ms is None else rtt_ms),
            running=not color,
            since=now_ms,
        )

    def times(self, now_ms: int) -> ByColor[int]:
        """What both clocks show."""
        if self.running is None:
            return self.remaining
        left = max(0, self.remaining[self.running] - max(0, now_ms - self.since))
        return self.remaining.replace(self.running, left)

    def deadline(self) -> int | None:
        """When the running side's flag falls, if nothing arrives until then.

        That is at zero plus the grace for a move already under way: no more than the lag that such a move could still
        be credited with.
        """
        if self.running is None:
            return None
        grace = min(self.bank[self.running], LARGEST_GRACE_MS, self.rtt[self.running] + MEASUREMENT_SLACK_MS)
        return self.since + self.remaining[self.running] + grace

"""The chess clock, with bounded lag credit. It is a value without timers; times are ms on the caller's monotonic clock.

The rule follows lichess (scalachess `LagTracker`, `Clock`): a player gets back the network's share of the elapsed time,
out of a bank that refills a little with each move. Two limits are stricter here. A claim counts only up to the round
trip that the server has measured itself, and the credit of a whole game is bounded.
"""

from __future__ import annotations

import chess
from msgspec import Struct, field
from msgspec.structs import replace

from game.chess.rules.bycolor import ByColor

LARGEST_GRACE_MS = 2_000
"""The longest wait, after a clock has reached zero, for a move that may be on its way."""
MEASUREMENT_SLACK_MS = 15
"""A claim may exceed the measured round trip by this much, because round trips vary."""
REFILL_BEYOND_RTT_MS = 40
"""A move refills the bank by at most the round trip plus this."""
GAME_SHARE_PERCENT = 12
"""The most credit for a whole game, as a share of the base time."""


class LagRule(Struct, frozen=True):
    """The limits of the lag credit for one base time, in ms."""

    gain_max: int
    """The most by which one move refills the bank."""
    bank: int
    """What is in the bank at the start of a game."""
    cap: int
    """The most that the bank holds."""
    game: int
    """The most credit that a player gets in one game."""

    @classmethod
    def for_base(cls, base_ms: int) -> LagRule:
        """The limits for a base time. For one minute they are 390, 1170, 2730 and 7200 ms."""
        # scalachess counts in centiseconds: limitSeconds * 2 / 5 + 15, at most 100.
        gain_max = min(1000, 10 * (2 * (base_ms // 1000) // 5) + 150)
        return cls(gain_max, bank=3 * gain_max, cap=7 * gain_max, game=base_ms * GAME_SHARE_PERCENT // 100)


class Clock(Struct, frozen=True):
    """Both players' clocks. Immutable: every change returns a new value."""

    remaining: ByColor[int]
    """The time left, as of `since`."""
    bank: ByColor[int]
    """The lag credit that each side could still get before the bank is refilled."""
    rule: LagRule
    running: chess.Color | None = None
    """Whose time runs; None while the clock is stopped."""
    since: int = 0
    """When the time of the running side started."""
    rtt: ByColor[int] = field(default_factory=lambda: ByColor(0, 0))
    """The newest measured round trip of each connection; 0 before the first, when almost no claim counts."""
    credit: ByColor[int] = field(default_factory=lambda: ByColor(0, 0))
    """The lag credit that each side has got in this game."""
    increment: ByColor[int] = field(default_factory=lambda: ByColor(0, 0))
    """What each side gains with each of its moves."""

    @classmethod
    def set_to(
        cls,
        times: ByColor[int],
        base_ms: int,
        increment: ByColor[int] | None = None,
        rtt: ByColor[int] | None = None,
    ) -> Clock:
        """A stopped clock that shows `times`. The lag rule follows the base time, without the effects of upgrades."""
        rule, zero = LagRule.for_base(base_ms), ByColor(0, 0)
        return cls(times, ByColor(rule.bank, rule.bank), rule, rtt=rtt or zero, increment=increment or zero)

    def start(self, color: chess.Color, now_ms: int) -> Clock:
        """The clock with the time of `color` running."""
        return replace(self, running=color, since=now_ms)

    def stop(self, now_ms: int) -> Clock:
        """The clock, stopped. The time that has passed is used up."""
        left = self.times(now_ms)
        return replace(self, remaining=left, running=None)

    def measured(self, color: chess.Color, rtt_ms: int) -> Clock:
        """The clock after a new measurement of the round trip of one player's connection."""
        return replace(self, rtt=self.rtt.replace(color, max(0, rtt_ms)))

    def press(self, now_ms: int, *, claimed_lag_ms: int | None = None) -> Clock:
        """The clock after a move: the time of the side that moved stops, and the other side's time starts.

        Args:
            now_ms: when the move arrived.
            claimed_lag_ms: the network's share of the elapsed time, as the client claims; None if it claims nothing,
                and the measured round trip counts.
        """
        color = self.running
        assert color is not None, "a stopped clock cannot be pressed"
        rtt = self.rtt[color]
        # A negative claim would add time to the bank.
        claim = rtt if claimed_lag_ms is None else max(0, claimed_lag_ms)
        elapsed = now_ms - self.since
        # No more time is given back than has passed.
        credit = max(0, min(claim, self._most_credit(color), elapsed))
        gain = min(self.rule.gain_max, rtt + REFILL_BEYOND_RTT_MS)
        left = max(0, self.remaining[color] - max(0, elapsed - credit))
        return replace(
            self,
            # An increment does not save a player whose time is up.
            remaining=self.remaining.replace(color, left + self.increment[color] if left else 0),
            bank=self.bank.replace(color, min(self.bank[color] + gain - credit, self.rule.cap)),
            credit=self.credit.replace(color, self.credit[color] + credit),
            running=not color,
            since=now_ms,
        )

    def _most_credit(self, color: chess.Color) -> int:
        """The most credit that a move of this side could get now."""
        return min(self.rtt[color] + MEASUREMENT_SLACK_MS, self.bank[color], self.rule.game - self.credit[color])

    def times(self, now_ms: int) -> ByColor[int]:
        """What both clocks show, in ms."""
        if self.running is None:
            return self.remaining
        return self.remaining.replace(self.running, self.left(self.running, now_ms))

    def left(self, color: chess.Color, now_ms: int) -> int:
        """What the clock of one side shows, in ms."""
        remaining = self.remaining[color]
        return max(0, remaining - max(0, now_ms - self.since)) if color == self.running else remaining

    def deadline(self) -> int | None:
        """When the running side loses on time if no move arrives; None while the clock is stopped.

        This is later than zero by the credit that a move on its way could still get. So nobody loses on time whose move
        would have counted.
        """
        if self.running is None:
            return None
        return self.since + self.remaining[self.running] + min(LARGEST_GRACE_MS, self._most_credit(self.running))

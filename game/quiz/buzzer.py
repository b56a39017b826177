"""Fair buzzing: who pressed first, whatever their lines are like.

First arrival favours the best line, and trusting a client's own time lets a liar win always. So a claimed time of press
counts, but only as far as the line's measured delays make it possible, and out of a budget that a liar soon exhausts.

All times are in ms. `arrival` and `t_sent` are on the server's clock; `t`, `t_recv` and `t_reply` on one monotonic
clock of the client, whose offset to the server's is estimated as by NTP (RFC 5905, section 8).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MOST_SAMPLES = 32
OLDEST_SAMPLE_MS = 60_000.0
LEAST_JITTER_MS, MOST_JITTER_MS = 8.0, 60.0
LEAST_CREDIT_MS = 4.0
"""How much later than usual a press may always have travelled."""
LONGEST_WAIT_MS = 250.0
"""From the first arrival to the decision, at most."""
LEAST_GAP_MS = 5.0
"""Two presses that are nearer to each other cannot be told apart on any line."""


class Sample(Struct, frozen=True):
    """One heartbeat, there and back."""

    at: float
    offset: float
    """The client's clock less the server's."""
    delay: float
    """The round trip, without the time that the client took to answer."""
    round_trip: float = math.inf
    """As the operating system measured it."""


class Line(Struct):
    """What is known of one player's connection. `budget` is what their claims may still exceed its usual delay by."""

    samples: list[Sample] = []
    budget: float | None = None

    def beat(self, t_sent: float, arrival: float, t_recv: float, t_reply: float, round_trip: float = math.inf) -> None:
        """Take in a heartbeat's answer. One whose times are impossible teaches nothing.

        `round_trip` is what the server's operating system measured meanwhile, where it does. A program can hold its
        answers back, and so seem to have a slow line, but not its own system's acknowledgements.
        """
        delay = (arrival - t_sent) - (t_reply - t_recv)
        if not (_is_time(t_recv) and t_recv <= t_reply and 0 <= delay < math.inf):
            return
        offset = ((t_recv - t_sent) + (t_reply - arrival)) / 2
        recent = [each for each in self.samples if arrival - each.at <= OLDEST_SAMPLE_MS]
        self.samples = [*recent, Sample(arrival, offset, delay, round_trip)][-MOST_SAMPLES:]

    @property
    def _best(self) -> Sample | None:
        """The sample that was held up least: its offset is the surest. (On a LAN the mean is worse than none.)"""
        return min(self.samples, key=lambda each: each.delay, default=None)

    @property
    def one_way(self) -> float:
        """L: how long a message takes when nothing holds it up."""
        return min((min(each.delay, each.round_trip) for each in self.samples), default=0.0) / 2

    @property
    def _extra(self) -> list[float]:
        """By how much each sample took longer than the quickest, in order."""
        best = self._best
        return sorted(each.delay - best.delay for each in self.samples) if best else []

    @property
    def mean_extra(self) -> float:
        """How much longer than the quickest a round trip takes on the average."""
        return sum(self._extra) / len(self._extra) if self._extra else 0.0

    @property
    def jitter(self) -> float:
        """J: by how much a message may be held up and still be believed."""
        extra = self._extra
        most = extra[int(0.85 * (len(extra) - 1))] if extra else 0.0
        return min(max(most + 4, LEAST_JITTER_MS), MOST_JITTER_MS)

    @property
    def longest_delay(self) -> float:
        """How long after it was pressed a buzz may still arrive and be believed."""
        return self.one_way + self.jitter

    @property
    def credit(self) -> float:
        """As much of the jitter as the budget allows."""
        left = self.jitter if self.budget is None else self.budget
        return min(self.jitter, max(LEAST_CREDIT_MS, left))

    def uncertainty(self, *, claimed: bool) -> float:
        """How far a press may be from where it seems to be: with a claim, only the clocks' offset is in doubt."""
        if not claimed:
            return self.mean_extra / 2 + 1
        extra = self._extra
        return extra[len(extra) // 5] / 2 + 1 if extra else 1.0

    def pressed(self, arrival: float, t: float | None) -> float:
        """When a buzz that arrived was pressed, on the server's clock; `t` is the client's claim, None without one."""
        latest, best = arrival - self.one_way, self._best
        if t is None or best is None or not _is_time(t):
            return latest
        return min(max(t - best.offset, latest - self.credit), arrival)

    def charge(self, arrival: float, pressed: float) -> None:
        """Take what a press claimed beyond the line's usual delay off the budget, which the usual delays fill again.

        An honest line is charged as much as it is held up, and paid a quarter more: its budget stays full.
        """
        left = self.jitter if self.budget is None else self.budget
        income = 1.25 * (self.mean_extra / 2 + 3)
        self.budget = min(self.jitter, left + income - max(0.0, arrival - pressed - self.one_way))


class Press(Struct, frozen=True):
    """One buzz that counts: who, when it arrived, and when it was pressed."""

    pid: int
    arrival: float
    pressed: float
    uncertainty: float


class Verdict(Struct, frozen=True):
    """Who was first. `photo` are the pids of a photo finish, the winner among them, or empty."""

    winner: int
    photo: tuple[int, ...] = ()


def decides_at(presses: Sequence[Press], delays: Iterable[float]) -> float:
    """When it is certain enough who was first. `delays`: the `longest_delay` of each player who may still buzz.

    It is as late as an earlier press could still arrive, at most `LONGEST_WAIT_MS` after the first arrival. With all
    heard it is at once: the latest arrival so far.
    """
    first = min(press.arrival for press in presses)
    slowest = max(delays, default=None)
    if slowest is None:
        return max(press.arrival for press in presses)
    return min(first + LONGEST_WAIT_MS, min(press.pressed for press in presses) + slowest)


def verdict(presses: Sequence[Press], photos_won: Mapping[int, int]) -> Verdict:
    """Who pressed first; a photo finish goes to whoever has won fewer of them (`photos_won`), then to the first."""
    ordered = sorted(presses, key=lambda press: (press.pressed, press.arrival, press.pid))
    first = ordered[0]
    close = [press for press in ordered if press.pressed - first.pressed < _told_apart(first, press)]
    if len(close) == 1:
        return Verdict(first.pid)
    winner = min(close, key=lambda press: photos_won.get(press.pid, 0))
    return Verdict(winner.pid, tuple(press.pid for press in close))


def _is_time(t: float) -> bool:
    """Whether a client's number can be a time: NaN, infinity and negative ones make no claim."""
    return 0 <= t < math.inf


def _told_apart(one: Press, other: Press) -> float:
    if one is other:
        return LEAST_GAP_MS
    return max(LEAST_GAP_MS, math.hypot(one.uncertainty, other.uncertainty))

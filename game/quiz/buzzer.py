"""Fair buzzing: who pressed first, whatever their connections are like.

The first arrival favours the best connection, and believing a client's own time lets a liar always win. So a claimed
time of press counts only as far as the connection's measured delays make it possible, and out of a budget that a liar
soon exhausts.

All times are in ms. `arrival` and `t_sent` are on the server's clock; `t`, `t_recv` and `t_reply` on one monotonic
clock of the client. The offset between the two is estimated as in NTP (RFC 5905, section 8).
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
    """What is known of one player's connection. `budget` is how much more their claims may exceed its usual delay."""

    samples: list[Sample] = []
    budget: float | None = None

    def beat(self, t_sent: float, arrival: float, t_recv: float, t_reply: float, round_trip: float = math.inf) -> None:
        """Take in a heartbeat's answer. It is ignored if its times are impossible.

        `round_trip` is what the operating system of the server measured, if it does. A program can delay its answers to
        look slow, but not its own system's acknowledgements.
        """
        delay = (arrival - t_sent) - (t_reply - t_recv)
        if not (_is_time(t_recv) and t_recv <= t_reply and 0 <= delay < math.inf):
            return
        offset = ((t_recv - t_sent) + (t_reply - arrival)) / 2
        recent = [each for each in self.samples if arrival - each.at <= OLDEST_SAMPLE_MS]
        self.samples = [*recent, Sample(arrival, offset, delay, round_trip)][-MOST_SAMPLES:]

    @property
    def _best(self) -> Sample | None:
        """The sample with the shortest delay, whose offset is the most certain. (On a LAN the mean is worse than
        none.)
        """
        return min(self.samples, key=lambda each: each.delay, default=None)

    @property
    def one_way(self) -> float:
        """L: the time that a message takes if nothing delays it."""
        return min((min(each.delay, each.round_trip) for each in self.samples), default=0.0) / 2

    @property
    def _extra(self) -> list[float]:
        """How much longer than the quickest each sample took, in order."""
        best = self._best
        return sorted(each.delay - best.delay for each in self.samples) if best else []

    @property
    def mean_extra(self) -> float:
        """How much longer than the quickest a round trip takes on average."""
        return sum(self._extra) / len(self._extra) if self._extra else 0.0

    @property
    def jitter(self) -> float:
        """J: the delay of a message that is still believed."""
        extra = self._extra
        most = extra[int(0.85 * (len(extra) - 1))] if extra else 0.0
        return min(max(most + 4, LEAST_JITTER_MS), MOST_JITTER_MS)

    @property
    def longest_delay(self) -> float:
        """How long after its press a buzz can still arrive and be believed."""
        return self.one_way + self.jitter

    @property
    def credit(self) -> float:
        """As much of the jitter as the budget allows."""
        left = self.jitter if self.budget is None else self.budget
        return min(self.jitter, max(LEAST_CREDIT_MS, left))

    def uncertainty(self, *, claimed: bool) -> float:
        """The possible error of a press's time. With a claim, only the clocks' offset is uncertain."""
        if not claimed:
            return self.mean_extra / 2 + 1
        extra = self._extra
        return extra[len(extra) // 5] / 2 + 1 if extra else 1.0

    def pressed(self, arrival: float, t: float | None) -> float:
        """When a buzz was pressed, on the server's clock. `t` is the client's claim, None without one."""
        latest, best = arrival - self.one_way, self._best
        if t is None or best is None or not _is_time(t):
            return latest
        return min(max(t - best.offset, latest - self.credit), arrival)

    def charge(self, arrival: float, pressed: float) -> None:
        """Take what a press claimed beyond the connection's usual delay off the budget, which the usual delays refill.

        An honest connection is charged as much as it is delayed, and refilled by a quarter more, so its budget stays
        full.
        """
        left = self.jitter if self.budget is None else self.budget
        income = 1.25 * (self.mean_extra / 2 + 3)
        self.budget = min(self.jitter, left + income - max(0.0, arrival - pressed - self.one_way))


class Press(Struct, frozen=True):
    """A buzz that counts: who pressed, when it arrived, and when it was pressed."""

    pid: int
    arrival: float
    pressed: float
    uncertainty: float


class Verdict(Struct, frozen=True):
    """Who was first. `photo` are the pids of a photo finish, including the winner; else it is empty."""

    winner: int
    photo: tuple[int, ...] = ()


def decides_at(presses: Sequence[Press], delays: Iterable[float]) -> float:
    """When it is certain enough who was first. `delays` has the `longest_delay` of each player who may still buzz.

    That is when no earlier press can arrive any more, but at most `LONGEST_WAIT_MS` after the first arrival. If
    everybody has buzzed it is at once, at the latest arrival.
    """
    first = min(press.arrival for press in presses)
    slowest = max(delays, default=None)
    if slowest is None:
        return max(press.arrival for press in presses)
    return min(first + LONGEST_WAIT_MS, min(press.pressed for press in presses) + slowest)


def verdict(presses: Sequence[Press], photos_won: Mapping[int, int]) -> Verdict:
    """Who pressed first. A photo finish goes to the player who has won fewer of them (`photos_won`), then to the
    first.
    """
    ordered = sorted(presses, key=lambda press: (press.pressed, press.arrival, press.pid))
    first = ordered[0]
    close = [press for press in ordered if press.pressed - first.pressed < _told_apart(first, press)]
    if len(close) == 1:
        return Verdict(first.pid)
    winner = min(close, key=lambda press: photos_won.get(press.pid, 0))
    return Verdict(winner.pid, tuple(press.pid for press in close))


def _is_time(t: float) -> bool:
    """Whether a client's number can be a time. NaN, infinity and negative numbers make no claim."""
    return 0 <= t < math.inf


def _told_apart(one: Press, other: Press) -> float:
    if one is other:
        return LEAST_GAP_MS
    return max(LEAST_GAP_MS, math.hypot(one.uncertainty, other.uncertainty))

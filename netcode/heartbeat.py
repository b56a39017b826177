"""Estimates the round trip to one peer from heartbeats. Pure: all times are arguments, in ms.

The caller sends `DoHeartbeat` with the number that it passed to `sent`, and hands the answer to `answered`. The chess
clock uses `rtt_ms`, the quiz's buzzer `best`.
"""

from __future__ import annotations

from collections import deque
from statistics import median
from typing import Final

from msgspec import Struct

SAMPLES_KEPT: Final = 32
SAMPLES_AGE_MS: Final = 60_000
BEATS_OPEN: Final = 512
"""More than are sent before a silent line is given up: five a second before a buzz, for up to a minute and a half."""
RECENT: Final = 5


class Sample(Struct, frozen=True):
    """One heartbeat, there and back.

    `round_trip_ms` is measured by this side alone; the peer can lengthen it but never shorten it. `network_ms` is that
    without the time that the peer says it took to answer. `offset_ms` is the peer's clock minus ours. The last two rest
    on the peer's word.
    """

    arrived_ms: float
    round_trip_ms: float
    network_ms: float
    offset_ms: float | None


class RoundTrip:
    """What is known about the latency of one connection."""

    def __init__(self) -> None:
        self._open: dict[int, float] = {}
        self._samples: deque[Sample] = deque(maxlen=SAMPLES_KEPT)
        self.rtt_ms: float | None = None

    def sent(self, hbid: int, now_ms: float) -> None:
        """A heartbeat was sent. Only the newest few can still be answered."""
        self._open[hbid] = now_ms
        while len(self._open) > BEATS_OPEN:
            del self._open[next(iter(self._open))]

    def answered(
        self, hbid: int, now_ms: float, t_recv: float | None = None, t_reply: float | None = None
    ) -> Sample | None:
        """The answer to a heartbeat has arrived. None if no heartbeat with this number waits for one."""
        t_sent = self._open.pop(hbid, None)
        if t_sent is None:
            return None
        sample = _sample(t_sent, now_ms, t_recv, t_reply)
        self._samples.append(sample)
        self._forget(now_ms)
        # A median ignores a single late heartbeat, and still follows a change within seconds.
        self.rtt_ms = median(each.round_trip_ms for each in list(self._samples)[-RECENT:])
        return sample

    @property
    def best(self) -> Sample | None:
        """The sample with the shortest network time: its clock offset has the smallest error."""
        return min(self._samples, key=lambda sample: sample.network_ms, default=None)

    def _forget(self, now_ms: float) -> None:
        while self._samples[0].arrived_ms < now_ms - SAMPLES_AGE_MS:
            self._samples.popleft()


def _sample(t_sent: float, arrival: float, t_recv: float | None, t_reply: float | None) -> Sample:
    round_trip = max(0.0, arrival - t_sent)
    if t_recv is None or t_reply is None or not 0 <= t_reply - t_recv <= round_trip:
        return Sample(arrival, round_trip, round_trip, None)
    offset = ((t_recv - t_sent) + (t_reply - arrival)) / 2
    return Sample(arrival, round_trip, round_trip - (t_reply - t_recv), offset)

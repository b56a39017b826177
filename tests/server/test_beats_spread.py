"""Heartbeats of many connections are spread over time, so that moves need not wait behind them and their answers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from netcode.messages import DoHeartbeat
from server.heartbeats import BEAT_SLICES, BEATS_AT_ONCE
from tests.helpers.clock import HeldClock
from tests.helpers.server import Client, a_server

if TYPE_CHECKING:
    from server.service import Service

CROWD = 400
SECOND_MS = 1_000
# Until the last slice of a second has been served, and before the first one of the next.
SERVED_MS = SECOND_MS / BEAT_SLICES - 1


def a_crowd(clock: HeldClock) -> tuple[Service, list[Client]]:
    unlimited: dict[str, Any] = {"connections": 0, "connections_per_address": 0, "connections_per_private_address": 0}
    service = a_server(clock, beat_s=1.0, **unlimited)
    return service, [Client(service) for _ in range(CROWD)]


def beats_of(crowd: list[Client]) -> list[float]:
    """When each of them was asked, in the server's time."""
    return [beat.t_sent for client in crowd for beat in client.all(DoHeartbeat)]


def test_few_of_a_crowd_are_asked_at_the_same_moment() -> None:
    clock = HeldClock()
    _, crowd = a_crowd(clock)
    clock.pass_ms(SECOND_MS + SERVED_MS)
    at_once = Counter(beats_of(crowd))
    assert sum(at_once.values()) == CROWD
    assert max(at_once.values()) == BEATS_AT_ONCE


def test_everybody_of_a_crowd_is_asked_once_a_second() -> None:
    clock = HeldClock()
    _, crowd = a_crowd(clock)
    clock.pass_ms(3 * SECOND_MS + SERVED_MS)
    assert {len(client.all(DoHeartbeat)) for client in crowd} == {3}


def test_whoever_leaves_meanwhile_is_not_asked_any_more() -> None:
    clock = HeldClock()
    service, crowd = a_crowd(clock)
    # The first of a slice have been asked, the others of the same slice have not.
    clock.pass_ms(SECOND_MS / BEAT_SLICES)
    asked = [client for client in crowd if client.all(DoHeartbeat)]
    assert 0 < len(asked) < CROWD / BEAT_SLICES
    for client in crowd:
        service.close(client.session)
    clock.pass_ms(SECOND_MS)
    assert [client for client in crowd if client.all(DoHeartbeat)] == asked

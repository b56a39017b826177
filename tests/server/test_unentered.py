"""Rooms that were opened by HTTP and that nobody has come into: the answer with the host's token may have been lost."""

from __future__ import annotations

from netcode.messages import Rejoin
from tests.helpers.chess_wire import create_chess
from tests.helpers.clock import HeldClock
from tests.helpers.server import Client, a_server


def test_a_room_that_nobody_comes_into_ends_after_a_minute() -> None:
    clock = HeldClock()
    service = a_server(clock)
    service.create_room(create_chess(), "10.0.0.1", lambda _: None)
    clock.pass_ms(59_000)
    assert len(service.rooms) == 1
    clock.pass_ms(1_001)
    assert len(service.rooms) == 0


def test_once_its_host_has_come_in_it_lives_on_for_five_minutes_without_anybody() -> None:
    clock = HeldClock()
    service = a_server(clock)
    code, pid, token, _ = service.create_room(create_chess(), "10.0.0.1", lambda _: None)
    clock.pass_ms(50_000)
    host = Client(service)
    assert host.ask(Rejoin(code, pid, token)).ok
    clock.pass_ms(50_000)
    host.close()
    clock.pass_ms(299_000)
    assert len(service.rooms) == 1
    clock.pass_ms(1_001)
    assert len(service.rooms) == 0

"""A process that ends hands its rooms over; one that loses Redis stands still; rooms without people go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcode.messages import BoardState, Chat, CreateGame, JoinGame, Moved, ShuttingDown, StartGame, Stored
from server.cluster import handover
from server.store.redis_keys import bucket_of, due_key
from tests.helpers.chess_wire import board_of, create_chess
from tests.helpers.cluster import SHORT_MS

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from tests.helpers.cluster import Caller, Cluster, Node
    from tests.helpers.redis import Redis

OPTIONS = create_chess(name="Ann", base_seconds=600)


def a_match(place: Cluster, options: CreateGame = OPTIONS) -> tuple[Caller, Caller]:
    """White and Black on the process called one, in the countdown of their first game."""
    host, guest = place.at("one"), place.at("one", "10.0.0.2")
    host.ask(options)
    guest.ask(JoinGame(host.code, "Bob"))
    host.ask(StartGame())
    place.until(lambda: bool(guest.all(BoardState)))
    return (host, guest) if host.last(BoardState).color == "white" else (guest, host)


def stands(node: Node, code: str) -> bool:
    """Whether the room's clocks stand still."""
    room = node.service.rooms.find(code)
    assert room is not None
    return room.stands_since_ms is not None


def test_whoever_is_in_a_room_is_told_where_it_goes_when_its_process_ends(cluster: Callable[..., Cluster]) -> None:
    place = cluster("one", "two")
    white, black = a_match(place)
    ended: list[bool] = []
    place["one"].in_loop(lambda: place["one"].service.drain(lambda: ended.append(True)))
    place.until(lambda: bool(ended))
    assert white.last(Moved) == black.last(Moved) == Moved("http://two.test", white.code)
    assert white.closed
    assert white.seat_at("two").ask(white.rejoin()).ok
    assert len(place["one"].service.rooms) == 0


def test_rooms_leave_one_after_the_other_and_whoever_waits_plays_and_is_joined_meanwhile(
    cluster: Callable[..., Cluster], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handover, "PACE_MS", 100.0)
    place = cluster("one", "two")
    first, _ = a_match(place)
    second = place.at("one", "10.0.0.3")
    second.ask(OPTIONS)
    friend = place.at("one", "10.0.0.4")
    ended: list[bool] = []
    place["one"].in_loop(lambda: place["one"].service.drain(lambda: ended.append(True)))
    place.until(lambda: bool(first.all(Moved)))
    assert not second.all(Moved)
    assert friend.ask(JoinGame(second.code, "Bob")).ok
    place.until(lambda: bool(ended))
    assert second.closed
    assert friend.last(Moved).code == second.code


def test_rooms_go_to_a_process_that_has_just_come(cluster: Callable[..., Cluster]) -> None:
    place = cluster("one", "two")
    white, _ = a_match(place)
    # Nothing has been heard of it yet.
    place["one"].lease.peers = {}
    place["one"].in_loop(lambda: place["one"].service.drain(lambda: None))
    place.until(lambda: white.closed)
    assert white.last(Moved).url == "http://two.test"
    assert white.all(ShuttingDown) == []


def test_a_process_ends_even_when_redis_answers_nothing(
    running: Redis, cluster: Callable[..., Cluster], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handover, "PATIENCE_MS", 20.0)
    place = cluster("one", "two", drain_s=0.05)
    white, _ = a_match(place)
    ended: list[bool] = []
    running.freeze()
    try:
        place["one"].in_loop(lambda: place["one"].service.drain(lambda: ended.append(True)))
        place.until(lambda: bool(ended))
        assert white.all(Moved) == []
    finally:
        running.thaw()


def test_a_handover_costs_nobody_time(cluster: Callable[..., Cluster]) -> None:
    place = cluster("one", "two")
    white, black = a_match(place)
    before = white.last(BoardState)
    place["one"].in_loop(lambda: place["one"].service.drain(lambda: None))
    place.until(lambda: not place["one"].store.everything())
    # Nobody comes for longer than what is left of the countdown.
    ends_ms = place["two"].clock.now_ms() + 300
    place.until(lambda: place["two"].clock.now_ms() >= ends_ms)
    other_white, other_black = white.back_at("two"), black.back_at("two")
    after = board_of(other_black.snapshot)
    assert before.phase_ms is not None
    assert after.phase_ms is not None
    assert after.phase_ms > before.phase_ms - 250
    assert other_white.snapshot is not None


def test_nothing_new_begins_on_a_process_that_ends(cluster: Callable[..., Cluster]) -> None:
    place = cluster("one", "two", lease_ms=SHORT_MS)
    somebody = place.at("one", "10.0.0.3")
    a_match(place)
    place["one"].in_loop(lambda: place["one"].service.drain(lambda: None))
    answer = somebody.ask(OPTIONS)
    assert (answer.error, answer.url) == ("ELSEWHERE", "http://two.test")
    place.until(lambda: not place["two"].lease.others())


def test_a_process_that_is_alone_ends_as_it_always_did(cluster: Callable[..., Cluster]) -> None:
    place = cluster("one", drain_s=0.0)
    white, _ = a_match(place)
    ended: list[bool] = []
    place["one"].in_loop(lambda: place["one"].service.drain(lambda: ended.append(True)))
    place.until(lambda: bool(ended))
    assert white.all(Moved) == []
    assert not white.closed


def test_clocks_stand_still_while_redis_is_away_and_both_are_told(
    running: Redis, cluster: Callable[..., Cluster]
) -> None:
    place = cluster("one", lease_ms=SHORT_MS)
    place["one"].lease._patience_ms = SHORT_MS
    white, black = a_match(place)
    running.freeze()
    try:
        place.until(lambda: bool(white.all(Stored)) and bool(black.all(Stored)))
        assert white.last(Stored) == Stored(safe=False, stands=True)
        assert stands(place["one"], white.code)
        other = place.at("one", "10.0.0.3")
        assert other.ask(OPTIONS).error == "NOT_SAFE"
    finally:
        running.thaw()
    place.until(lambda: white.last(Stored).safe and black.last(Stored).safe)
    assert not stands(place["one"], white.code)
    assert white.ask(Chat("back again")).ok


def test_a_match_whose_people_and_process_are_gone_goes_on_elsewhere(cluster: Callable[..., Cluster]) -> None:
    place = cluster("one", "two", lease_ms=SHORT_MS, return_s=0.1)
    white, _ = a_match(place)
    place["one"].frozen = True
    two = place["two"]
    long_ago = ("ZADD", due_key(bucket_of(white.code)), 0, white.code)
    two.in_loop(lambda: two.connection.send(long_ago, lambda _: None))
    place.until(lambda: not two.lease.others())
    two.in_loop(two.cluster._sweeper._sweep)
    place.until(lambda: len(two.service.rooms) == 1)
    (room,) = two.service.rooms
    assert room.game is not None
    assert room.nobody_connected

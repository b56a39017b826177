"""What is watched in a storm: each fault of a server that is put in on purpose is found."""

from __future__ import annotations

import contextlib
import random
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.chess_wire import board_state
from tests.helpers.fake_transport import FakeTransport
from tests.helpers.fleet import a_fleet
from tests.helpers.movers import Mover
from tests.helpers.redis import a_redis
from tests.helpers.storm import check_all
from tests.helpers.tables import Tables, check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netcode import messages as wire
    from tests.helpers.fleet import Fleet, Process
    from tests.helpers.redis import Redis

LIMIT_S = 120.0


def told(*boards: wire.BoardState) -> Mover:
    """Somebody who has been told of these."""
    transport = FakeTransport()
    mover = Mover(transport, random.Random(1), "Ann")
    transport.say(*boards)
    mover.take(1.0)
    return mover


def board(*moves: str, **changes: Any) -> wire.BoardState:
    """A whole game so far, as a snapshot has it."""
    return board_state(ply=len(moves), moves=list(moves), **{"seq": len(moves), **changes})


def finished(*moves: str, acked: dict[tuple[int, int], str]) -> Mover:
    """Somebody whose match is over, with this as its only game."""
    mover = told(board(*moves, phase="over"))
    mover.over, mover.acked = True, acked
    return mover


def test_a_game_that_is_told_as_it_is_played_is_right() -> None:
    assert told(board("e2e4"), board_state(seq=2, ply=2, last_move="e7e5"), board("e2e4", "e7e5")).faults == []


def test_news_of_an_owner_that_is_none_any_more_are_found() -> None:
    assert told(board("e2e4", "e7e5"), board("e2e4", "c7c5", "g1f3")).faults


def test_a_move_that_is_taken_back_is_found() -> None:
    assert told(board("e2e4", "e7e5"), board("e2e4", seq=3)).faults


def test_news_that_are_told_late_are_found() -> None:
    assert told(board("e2e4", seq=5), board("e2e4", seq=4)).faults


def test_a_move_that_is_played_twice_is_found() -> None:
    twice = board_state(seq=3, ply=3, last_move="e7e5")
    assert told(board("e2e4"), twice).faults


def test_two_who_saw_the_same_and_were_promised_no_more_are_right() -> None:
    check((finished("e2e4", "e7e5", acked={(1, 0): "e2e4"}), finished("e2e4", "e7e5", acked={(1, 1): "e7e5"})))


@pytest.mark.parametrize("acked", [{(1, 1): "c7c5"}, {(1, 2): "g1f3"}])
def test_an_acknowledged_move_that_the_game_does_not_have_is_found(acked: dict[tuple[int, int], str]) -> None:
    with pytest.raises((AssertionError, IndexError)):
        check((finished("e2e4", "e7e5", acked={}), finished("e2e4", "e7e5", acked=acked)))


def test_two_ends_of_one_match_are_found() -> None:
    with pytest.raises(AssertionError):
        check((finished("e2e4", "e7e5", acked={}), finished("e2e4", "c7c5", acked={})))


# --- real processes whose Redis is tampered with ----------------------------------------------------------------------


@contextlib.contextmanager
def a_game(rooms: int = 1) -> Iterator[tuple[Redis, Fleet, Tables]]:
    """People who play on two processes."""
    with a_redis() as redis, a_fleet([redis.url] * 2, "--durable=strict", "--bot-processes=0") as fleet:
        tables = Tables(fleet.url, rooms, 1, plies=300)
        with contextlib.closing(tables):
            tables.sit_down()
            until_moved(tables, 4)
            yield redis, fleet, tables


def until_moved(tables: Tables, plies: int) -> None:
    """Until so many more moves are acknowledged."""
    before = acknowledged(tables)
    tables.drive(lambda: acknowledged(tables) >= before + plies, LIMIT_S)


def acknowledged(tables: Tables) -> int:
    return sum(len(mover.acked) for mover in tables.movers)


def owner_of(redis: Redis, fleet: Fleet, code: str) -> Process:
    (url,) = redis.places([code])
    (owner,) = [process for process in fleet.processes if process.url == url]
    return owner


def found(tables: Tables) -> bool:
    return any(mover.faults for mover in tables.movers)


@pytest.mark.slow
def test_acknowledged_moves_that_redis_lost_with_their_owner_are_found() -> None:
    with a_game() as (redis, fleet, tables):
        (code,) = [host.code for host, _ in tables.pairs]
        earlier = redis.room(code)
        until_moved(tables, 4)
        owner_of(redis, fleet, code).kill()
        redis.put_room(code, earlier)
        tables.drive(lambda: found(tables), LIMIT_S)
        with pytest.raises(AssertionError):
            check_all(tables)

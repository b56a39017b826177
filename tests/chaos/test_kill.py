"""The server is killed again and again while people play: every match finishes, and no move is lost or doubled."""

from __future__ import annotations

import contextlib
import random
import signal
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.extent import repeated, some_of
from tests.helpers.onrecord import until_delivered
from tests.helpers.server_process import ServerProcess
from tests.helpers.tables import Tables, check

if TYPE_CHECKING:
    from pathlib import Path

KILLS = repeated(10, 4)
# So many that no match is over before the last kill.
PLIES = repeated(60, 30)


def play_through(
    directory: Path, *, rooms: int, kills: int, seed: int, gap_s: float, durable: str = "strict", **habits: Any
) -> None:
    dice = random.Random(seed)
    server = ServerProcess(directory, f"--durable={durable}", "--drain-s=0")
    with contextlib.ExitStack() as stack:
        stack.callback(server.clear_away)
        tables = Tables(server.url, rooms, seed, **habits)
        stack.callback(tables.close)
        tables.sit_down()
        for _ in range(kills):
            tables.drive_for(dice.uniform(0.3, gap_s))
            tables.drive_into_a_move(dice.uniform(0, 0.004))
            assert not tables.over, "all matches were over before the last kill"
            assert server.kill_and_restart() == ""
        tables.drive(lambda: tables.over, 240)
        # Every last answer is in.
        tables.drive(lambda: not any(mover._sent for mover in tables.movers), 240)
        until_delivered([server.url], 240)
        server.signal(signal.SIGTERM)
        assert server.ended() == ""
    for pair in tables.pairs:
        check(pair)
    acked = sum(len(mover.acked) for mover in tables.movers)
    played = sum(len(moves) for host, _ in tables.pairs for moves in host.final.values())
    print(
        f"{rooms} rooms, {kills} kills: {played} moves, {acked} of them acknowledged, "
        f"{sum(mover.taken_back for mover in tables.movers)} taken back, "
        f"{sum(mover.rejoins for mover in tables.movers)} times back in a seat, "
        f"{sum(mover.lost for mover in tables.movers)} answers lost"
    )


@pytest.mark.slow
def test_matches_outlive_two_kills(tmp_path: Path) -> None:
    play_through(tmp_path, rooms=3, kills=2, seed=1, gap_s=2.5, games=1, plies=16)


@pytest.mark.slow
def test_what_is_sent_again_because_its_answer_was_lost_is_not_done_twice(tmp_path: Path) -> None:
    """Moves and lines of chat, each resent until an answer gets through, over a kill."""
    play_through(tmp_path, rooms=2, kills=1, seed=5, gap_s=1.5, games=1, plies=14, loses=0.4)


@pytest.mark.slow
def test_nothing_is_done_twice_over_many_kills_and_lost_answers(tmp_path: Path) -> None:
    play_through(tmp_path, rooms=20, kills=KILLS, seed=6, gap_s=4.0, plies=PLIES, loses=0.3)


@pytest.mark.slow
@pytest.mark.parametrize("seed", some_of([1, 2], 2))
def test_twenty_matches_outlive_many_kills(tmp_path: Path, seed: int) -> None:
    play_through(tmp_path, rooms=20, kills=KILLS, seed=seed, gap_s=4.0, plies=PLIES)


@pytest.mark.slow
def test_twenty_matches_outlive_many_kills_of_a_relaxed_server(tmp_path: Path) -> None:
    """It may lose its last 50 ms, but nobody is stuck over that, and all agree in the end."""
    play_through(tmp_path, rooms=20, kills=KILLS, seed=3, gap_s=4.0, durable="relaxed", plies=PLIES, forgiving=True)

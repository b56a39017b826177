"""Many rooms want a bot at once: who gets one next, and for how long."""

from __future__ import annotations

import pytest

from server.games.task_queue import SOON_MS, TaskQueue

# What a task costs besides its thinking: a process is asked, looks at the board, and answers.
OVERHEAD_MS = 8
LATEST_MS = 1_500


def served(turns: TaskQueue[str], now_ms: float) -> str:
    turn = turns.next(now_ms)
    assert turn is not None
    return turn.task


def test_rooms_take_turns_however_often_one_asks() -> None:
    """Whoever has had a turn stands behind all who wait."""
    turns: TaskQueue[str] = TaskQueue(1)
    for room in ("greedy", "calm", "quiet"):
        turns.ask(room, room, 0)
    order = []
    for now_ms in range(6):
        order.append(served(turns, now_ms))
        turns.ask(order[-1], order[-1], now_ms)
    assert order == ["greedy", "calm", "quiet"] * 2


def test_a_room_that_asks_anew_has_forgotten_what_it_asked() -> None:
    turns: TaskQueue[str] = TaskQueue(1)
    turns.ask("room", "stale", 0)
    turns.ask("room", "fresh", 1)
    assert len(turns) == 1
    assert served(turns, 2) == "fresh"
    assert turns.next(3) is None


def test_what_nobody_needs_any_more_is_not_thought_about() -> None:
    turns: TaskQueue[str] = TaskQueue(1)
    turns.ask("room", "task", 0)
    turns.drop("room")
    assert turns.next(1) is None


def test_time_is_divided_by_the_queue_and_multiplied_by_the_processes() -> None:
    for processes in (1, 3):
        turns: TaskQueue[int] = TaskQueue(processes)
        for number in range(10):
            turns.ask(str(number), number, 0)
        turn = turns.next(0)
        assert turn is not None
        assert turn.limit_ms == SOON_MS * processes // 10


def test_whoever_is_late_gets_a_quick_move() -> None:
    turns: TaskQueue[str] = TaskQueue(1)
    turns.ask("room", "late", 0)
    turn = turns.next(SOON_MS + 1)
    assert turn is not None
    assert turn.limit_ms == 0


@pytest.mark.parametrize("processes", [1, 2])
def test_of_fifty_at_once_nobody_waits_longer_than_a_second_and_a_half(processes: int) -> None:
    """Over ten rounds, each task as long as it may be, and each room asking again a second after its answer."""
    turns: TaskQueue[int] = TaskQueue(processes)
    free_ms, ready_ms = [0.0] * processes, dict.fromkeys(range(50), 0.0)
    asked_ms: dict[int, float] = {}
    waits: list[float] = []
    while len(waits) < 500:
        process = min(range(processes), key=free_ms.__getitem__)
        now_ms = free_ms[process]
        for room in sorted((room for room, at in ready_ms.items() if at <= now_ms), key=ready_ms.__getitem__):
            asked_ms[room] = ready_ms.pop(room)
            turns.ask(str(room), room, asked_ms[room])
        turn = turns.next(now_ms)
        if turn is None:
            free_ms[process] = min(ready_ms.values())
            continue
        free_ms[process] = now_ms + turn.limit_ms + OVERHEAD_MS
        waits.append(free_ms[process] - asked_ms[turn.task])
        ready_ms[turn.task] = free_ms[process] + 1_000
    assert max(waits) <= LATEST_MS

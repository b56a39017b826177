"""Random quizzes: whatever people ask and however time passes, what must always hold does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from game.quiz import commands as c
from game.quiz.machine import Quiz
from game.quiz.state import NotNow
from tests.helpers.quizzes import ANN, BOB, CAT, Table

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

PLAYERS = st.sampled_from([ANN, BOB, CAT, 4])
SMALL = st.integers(0, 2)


def commands() -> SearchStrategy[c.Command]:
    times = st.floats(0, 3_000)
    return st.one_of(
        st.builds(c.Join, PLAYERS),
        st.builds(c.SelectQuestion, SMALL, SMALL, st.none() | PLAYERS),
        st.just(c.BuzzEnable()),
        st.builds(c.Buzz, PLAYERS, times, times, st.floats(0, 30), st.dictionaries(PLAYERS, st.floats(0, 150))),
        st.builds(c.HostChecked, st.booleans(), st.none() | PLAYERS),
        st.builds(c.AnswerMove, PLAYERS, st.sampled_from(["e1e8", "e1e7", "a1a9"])),
        st.sampled_from([c.BuzzDisable(), c.GiveUp(), c.NextRound(), c.StartFinal(), c.Undo(), c.Redo()]),
        st.sampled_from([c.Pause(), c.Resume(), c.EndGame()]),
        st.builds(c.Wager, PLAYERS, st.integers(-1, 500)),
        st.builds(c.FinalAnswer, PLAYERS, st.text(max_size=5)),
        st.builds(c.SetScore, PLAYERS, st.integers(-500, 500)),
        st.builds(c.SetTeam, PLAYERS, st.sampled_from([None, "Reds"])),
    )


STEPS = st.lists(st.one_of(commands(), st.integers(0, 20_000), st.sampled_from(["leave", "restore"])), max_size=60)


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_it_never_breaks_and_refusals_change_nothing(steps: list[c.Command | int | str]) -> None:
    table = Table()
    for step in steps:
        before = table.quiz.snapshot()
        if isinstance(step, int):
            table.wait(step)
        elif step == "leave":
            table.quiz.left(CAT, table.now_ms)
        elif isinstance(step, str):
            table.quiz = Quiz.restore(before)
        else:
            try:
                table.do(step)
            except NotNow:
                assert table.quiz.snapshot() == before
        check(table)


def check(table: Table) -> None:
    state = table.quiz.state
    assert (state.buzzed is not None) == (state.phase == "buzzed")
    assert (state.phase in {"reading", "armed", "buzzed"}) <= (state.open is not None)
    assert state.deadline_ms is None or state.paused_ms is not None or state.deadline_ms > table.now_ms
    undone = dict.fromkeys(state.players, 0)
    for judgement in state.undo:
        for pid, delta in judgement.scores.items():
            undone[pid] += delta
    assert table.scores == undone, "every point comes from a judgement that can be undone"
    assert Quiz.restore(table.quiz.snapshot()).snapshot() == table.quiz.snapshot()

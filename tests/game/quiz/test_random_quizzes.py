"""Random quizzes: whatever people ask and however time passes, what must always hold does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from game.quiz import commands as c
from game.quiz.machine import Quiz
from game.quiz.state import NotNow
from game.quiz.view import Viewer, view
from tests.helpers.quizzes import ANN, BOB, CAT, Table, a_pack_of_secrets

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from game.quiz.state import State

VIEWERS = [Viewer("screen"), Viewer("spectator"), Viewer("player", ANN), Viewer("player", BOB), Viewer("player", 4)]
SECRET = re.compile(r"SECRET(?: final| \d+ \d+ \d+)?")

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
        st.sampled_from([c.BuzzDisable(), c.GiveUp(), c.ShowGrid(), c.NextRound(), c.StartFinal(), c.Undo(), c.Redo()]),
        st.sampled_from([c.CloseAnswers(), c.CloseWagers()]),
        st.sampled_from([c.Pause(), c.Resume(), c.EndGame()]),
        st.builds(c.Wager, PLAYERS, st.integers(-1, 500)),
        st.builds(c.FinalAnswer, PLAYERS, st.text(max_size=5)),
        st.builds(c.SetScore, PLAYERS, st.integers(-500, 500)),
        st.builds(c.Settle, PLAYERS, PLAYERS),
        st.builds(c.SetTeam, PLAYERS, st.sampled_from([None, "Reds"])),
    )


@dataclass(frozen=True)
class PressNow:
    """A press on a line without delay, at the time at which it is played."""

    player: int


Step: TypeAlias = "c.Command | PressNow | int | str"


def scenes() -> SearchStrategy[list[Step]]:
    """What chance alone would seldom put together: a question up to its buzz, a double, a final up to its answers."""
    squares = st.tuples(SMALL, SMALL)
    buzzed = st.builds(
        lambda at, who: [c.SelectQuestion(at[0], at[1]), c.BuzzEnable(), 300, PressNow(who)], squares, PLAYERS
    )
    double = st.builds(lambda at, who: [c.SelectQuestion(at[0], at[1], who), c.Wager(who, 100)], squares, PLAYERS)
    answered = [c.FinalAnswer(pid, "Text") for pid in (ANN, BOB, CAT)]
    final = st.just(
        [
            c.StartFinal(),
            *(c.Wager(pid, 0) for pid in (ANN, BOB, CAT)),
            1,
            c.CloseAnswers(),
            c.Undo(),
            *answered,
            60_000,
        ]
    )
    return st.one_of(buzzed, double, final)


def steps() -> SearchStrategy[list[Step]]:
    single: SearchStrategy[Step] = st.one_of(commands(), st.integers(0, 20_000), st.sampled_from(["leave", "restore"]))
    mixed = st.lists(st.one_of(scenes(), st.lists(single, min_size=1, max_size=3)), max_size=20)
    return mixed.map(lambda parts: [step for part in parts for step in part])


@settings(max_examples=150, deadline=None)
@given(steps())
def test_it_never_breaks_and_refusals_change_nothing(played: list[Step]) -> None:
    table = Table()
    for step in played:
        before = table.quiz.snapshot()
        try:
            play(table, step)
        except NotNow:
            assert table.quiz.snapshot() == before
        check(table)


def play(table: Table, step: Step) -> None:
    if isinstance(step, int):
        table.wait(step)
    elif step == "leave":
        table.quiz.left(CAT, table.now_ms)
    elif isinstance(step, str):
        table.quiz = Quiz.restore(table.quiz.snapshot())
    elif isinstance(step, PressNow):
        table.buzz(step.player)
    else:
        table.do(step)


@settings(max_examples=150, deadline=None)
@given(steps())
def test_nobody_but_the_host_sees_a_secret_before_it_may_be_known(played: list[Step]) -> None:
    """Answers before they are judged or given up, and what others have staked and written before it is judged."""
    table = Table(pack=a_pack_of_secrets())
    for step in played:
        try:
            play(table, step)
        except NotNow:
            continue
        state = table.quiz.state
        for viewer in VIEWERS:
            seen = view(state, viewer, table.now_ms)
            assert set(SECRET.findall(msgspec.json.encode(seen).decode())) <= may_be_known(state)
            known = {viewer.pid, *state.judged}
            if state.in_final:
                assert set(seen.wagers) <= known
            if seen.final is not None:
                assert set(seen.final.texts) <= known
                assert seen.final.answers is None or state.phase == "over"


def may_be_known(state: State) -> set[str]:
    """The one question's answer that everybody may know now."""
    if state.in_final:
        return {"SECRET final", "SECRET"} if state.phase == "over" else set()
    if state.phase != "judged" or state.open is None:
        return set()
    return {f"SECRET {state.round} {state.open.category} {state.open.row}", "SECRET"}


def check(table: Table) -> None:
    state = table.quiz.state
    assert (state.buzzed is not None) == (state.phase == "buzzed")
    assert (state.phase in {"reading", "armed", "buzzed"}) <= (state.open is not None)
    assert state.deadline_ms is None or state.paused_ms is not None or state.deadline_ms > table.now_ms
    waiting = state.phase in {"wager", "final"} and not (state.phase == "final" and state.answers_closed)
    assert (state.deadline_ms is not None) >= waiting, "whoever is waited for has a time limit"
    undone = dict.fromkeys(state.players, 0)
    for judgement in state.undo:
        for pid, delta in judgement.scores.items():
            undone[pid] += delta
    assert table.scores == undone, "every point comes from a judgement that can be undone"
    assert Quiz.restore(table.quiz.snapshot()).snapshot() == table.quiz.snapshot()

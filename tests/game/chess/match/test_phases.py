"""The table of a match's phases: what each accepts and where it leads."""

from __future__ import annotations

from typing import get_args

import pytest

from game.chess.match import Command, Match, MatchOptions, NotNow
from game.chess.match import commands as c
from game.chess.match.phases import PHASES, Phase
from tests.helpers.matches import ONE, TWO


def command_of(kind: type[Command], player: int) -> Command:
    """A command of this kind with harmless arguments."""
    match kind:
        case c.MakeMove:
            return c.MakeMove(player, "e2e4", 0)
        case c.Measured:
            return c.Measured(player, 20)
        case c.ChooseUpgrade:
            return c.ChooseUpgrade(player, "trotters")
        case c.AnswerDraw:
            return c.AnswerDraw(player, accept=True)
        case c.Abandon:
            return c.Abandon(player, draw=True)
        case c.PlayAgain:
            return c.PlayAgain(player, again=False)
        case _:
            return kind(player)  # type: ignore[call-arg]


def test_the_table_has_every_phase_and_only_leads_to_phases_in_it() -> None:
    assert set(PHASES) == set(get_args(Phase))
    assert all(rules.leads_to <= set(PHASES) for rules in PHASES.values())


def test_every_command_is_accepted_in_some_phase() -> None:
    accepted = frozenset().union(*(rules.accepts for rules in PHASES.values()))
    assert accepted == set(get_args(Command))


@pytest.mark.parametrize(
    ("phase", "kind"),
    [(phase, kind) for phase, rules in PHASES.items() for kind in get_args(Command) if kind not in rules.accepts],
    ids=str,
)
def test_a_command_that_the_phase_does_not_accept_is_refused_as_not_now(phase: Phase, kind: type[Command]) -> None:
    match, _ = Match.start((ONE, TWO), MatchOptions(), bytes(16), 0)
    match._state.phase = phase
    before = match.snapshot()
    with pytest.raises(NotNow) as refused:
        match.handle(command_of(kind, ONE), 10)
    assert refused.value.code == "NOT_NOW"
    assert match.snapshot() == before


def test_a_step_that_the_table_does_not_have_is_a_programming_error() -> None:
    match, _ = Match.start((ONE, TWO), MatchOptions(), bytes(16), 0)
    with pytest.raises(AssertionError, match="countdown does not lead to reveal"):
        match._state.enter("reveal", None)

"""What goes on record of a quiz."""

from __future__ import annotations

import msgspec

from netcode.messages import (
    EndGame,
    Exit,
    FinalAnswer,
    GiveUp,
    HostChecked,
    SelectQuestion,
    SetScore,
    StartFinal,
    Wager,
)
from server.games import Outcome
from server.store.memory import MemoryStore
from tests.helpers.clock import HeldClock
from tests.server.quiz.test_people import Party


class Recorded(Party):
    """A quiz whose results can be looked at."""

    def __init__(self, *names: str) -> None:
        self.store = MemoryStore(HeldClock())
        super().__init__(*names, store=self.store)

    @property
    def outcomes(self) -> list[Outcome]:
        """What has been handed over for the record."""
        return [msgspec.msgpack.decode(result.data, type=Outcome) for result in self.store.results()]


def test_a_quiz_goes_on_record_with_everybodys_points_those_who_left_among_them() -> None:
    party = Recorded("Ann", "Bob").begun()
    ann, bob = party.players
    party.host.ask(SelectQuestion(0, 0))
    party.host.ask(GiveUp())
    party.host.ask(SetScore(ann.pid, 300))
    party.host.ask(SetScore(bob.pid, 100))
    bob.ask(Exit())
    party.host.ask(EndGame())
    (outcome,) = party.outcomes
    assert (outcome.game, outcome.match, outcome.reason, outcome.rated) == ("quiz", 1, "ended", True)
    assert outcome.score == {ann.pid: 300, bob.pid: 100}
    assert outcome.places == {ann.pid: 1, bob.pid: 2}
    assert not outcome.aborted


def test_a_quiz_that_came_to_its_final_says_so() -> None:
    party = Recorded("Ann").begun()
    (ann,) = party.players
    party.host.ask(StartFinal())
    ann.ask(Wager(0))
    ann.ask(FinalAnswer("A king"))
    party.host.ask(HostChecked(correct=True, pid=ann.pid))
    assert [each.reason for each in party.outcomes] == ["final"]


def test_a_quiz_in_which_nothing_was_asked_leaves_no_trace() -> None:
    party = Recorded("Ann").begun()
    party.host.ask(EndGame())
    assert party.outcomes == []


def test_a_quiz_in_which_nobody_has_points_says_nothing_of_anybody() -> None:
    party = Recorded("Ann", "Bob").begun()
    party.host.ask(SelectQuestion(0, 0))
    party.host.ask(GiveUp())
    party.host.ask(EndGame())
    assert [each.aborted for each in party.outcomes] == [True]

"""What goes on record of a quiz."""

from __future__ import annotations

import msgspec

from netcode.messages import (
    EndGame,
    Exit,
    FinalAnswer,
    GiveUp,
    HostChecked,
    NewGame,
    QuizOptions,
    SelectQuestion,
    SetScore,
    StartFinal,
    TransferHost,
    Undo,
    Wager,
)
from server.games import Outcome
from server.games.quiz import SETTLES_AFTER_MS
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
    party.clock.pass_ms(SETTLES_AFTER_MS)
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
    party.clock.pass_ms(SETTLES_AFTER_MS)
    assert [each.reason for each in party.outcomes] == ["final"]


def test_a_quiz_in_which_nothing_was_asked_leaves_no_trace() -> None:
    party = Recorded("Ann").begun()
    party.host.ask(EndGame())
    party.clock.pass_ms(SETTLES_AFTER_MS)
    assert party.outcomes == []


def test_a_quiz_in_which_nobody_has_points_says_nothing_of_anybody() -> None:
    party = Recorded("Ann", "Bob").begun()
    party.host.ask(SelectQuestion(0, 0))
    party.host.ask(GiveUp())
    party.host.ask(EndGame())
    party.clock.pass_ms(SETTLES_AFTER_MS)
    assert [each.aborted for each in party.outcomes] == [True]


class Ended(Recorded):
    """A quiz that has just been ended with 300 points for Ann."""

    def __init__(self) -> None:
        super().__init__("Ann", "Bob")
        self.begun()
        self.ask_something()
        self.host.ask(SetScore(self.players[0].pid, 300))
        self.host.ask(EndGame())

    def ask_something(self) -> None:
        self.host.ask(SelectQuestion(0, 0))
        self.host.ask(GiveUp())


def test_a_quiz_that_was_ended_by_mistake_goes_on_record_as_it_really_ends() -> None:
    party = Ended()
    party.clock.pass_ms(SETTLES_AFTER_MS - 1_000)
    assert party.host.ask(Undo()).ok
    party.clock.pass_ms(SETTLES_AFTER_MS)
    assert party.outcomes == []
    party.host.ask(SetScore(party.players[1].pid, 500))
    party.host.ask(EndGame())
    party.clock.pass_ms(SETTLES_AFTER_MS)
    assert [each.score for each in party.outcomes] == [{party.players[0].pid: 300, party.players[1].pid: 500}]


def test_a_score_that_is_put_right_after_the_end_counts() -> None:
    party = Ended()
    party.clock.pass_ms(SETTLES_AFTER_MS - 1_000)
    party.host.ask(SetScore(party.players[0].pid, 200))
    party.clock.pass_ms(SETTLES_AFTER_MS - 1_000)
    assert party.outcomes == []
    party.clock.pass_ms(1_000)
    assert [each.score[party.players[0].pid] for each in party.outcomes] == [200]


def test_a_host_who_leaves_or_sets_up_another_quiz_waits_for_nothing() -> None:
    for what in (Exit(), NewGame(QuizOptions())):
        party = Ended()
        assert party.host.ask(what).ok
        assert [(each.match, len(each.players)) for each in party.outcomes] == [(1, 2)]


def test_a_player_who_is_made_host_after_the_end_changes_nothing_of_its_result() -> None:
    party = Ended()
    ann, bob = party.players
    assert party.host.ask(TransferHost(bob.pid)).ok
    assert bob.ask(SetScore(bob.pid, 9_000)).ok
    party.clock.pass_ms(SETTLES_AFTER_MS)
    assert [each.score for each in party.outcomes] == [{ann.pid: 300, bob.pid: 0}]

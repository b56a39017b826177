"""What goes on record of a quiz."""

from __future__ import annotations

import msgspec
import pytest

from netcode.messages import (
    AbortDuel,
    EndGame,
    Exit,
    FinalAnswer,
    GiveUp,
    HostChecked,
    NewGame,
    QuizOptions,
    QuizSnapshot,
    QuizState,
    Redo,
    Rejoin,
    Resign,
    SelectQuestion,
    SetScore,
    SetTeam,
    SettleTie,
    StartFinal,
    TransferHost,
    Undo,
)
from server.games import Outcome
from server.games.quiz import ON_RECORD, SETTLES_AFTER_MS
from server.store.memory import MemoryStore
from tests.helpers.clock import HeldClock
from tests.helpers.server import Client
from tests.server.quiz.test_people import HOME, Party


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
    assert bob.ask(SetScore(bob.pid, 9_000)).message == ON_RECORD
    party.clock.pass_ms(SETTLES_AFTER_MS)
    assert [each.score for each in party.outcomes] == [{ann.pid: 300, bob.pid: 0}]


def a_tie_that_is_settled(party: Ended, *, after_ms: int = 0) -> None:
    """Both have 300 points; one resigns the game for the place."""
    ann, bob = party.players
    party.host.ask(SetScore(bob.pid, 300))
    party.clock.pass_ms(after_ms)
    assert party.host.ask(SettleTie([ann.pid, bob.pid])).ok
    party.clock.pass_ms(10_000)
    assert bob.ask(Resign()).ok


def test_a_tie_whose_game_was_called_off_late_goes_on_record_as_a_tie_and_not_at_once() -> None:
    party = Ended()
    ann, bob = party.players
    party.host.ask(SetScore(bob.pid, 300))
    party.clock.pass_ms(SETTLES_AFTER_MS - 1_000)
    assert party.host.ask(SettleTie([ann.pid, bob.pid])).ok
    party.clock.pass_ms(10_000)
    assert party.host.ask(AbortDuel()).ok
    party.clock.pass_ms(SETTLES_AFTER_MS - 1_000)
    assert party.outcomes == []
    party.clock.pass_ms(1_000)
    assert [each.places for each in party.outcomes] == [{ann.pid: 1, bob.pid: 1}]


def test_what_is_on_record_is_what_everybody_sees_because_nothing_can_be_changed_any_more() -> None:
    party = Ended()
    ann, bob = party.players
    party.clock.pass_ms(SETTLES_AFTER_MS)
    for late in (SetScore(ann.pid, 0), SetTeam(bob.pid, "Reds"), Undo(), Redo(), SettleTie([ann.pid, bob.pid])):
        answer = party.host.ask(late)
        assert (answer.error, answer.message) == ("NOT_NOW", ON_RECORD)
    party.clock.pass_ms(SETTLES_AFTER_MS)
    assert [each.score[ann.pid] for each in party.outcomes] == [300]
    assert bob.last(QuizState).scores[str(ann.pid)] == 300


def test_everybody_is_told_when_the_result_is_on_record_and_whoever_comes_back_too() -> None:
    party = Ended()
    party.host.ask(SetScore(party.players[1].pid, 300))
    assert not party.host.last(QuizState).on_record
    party.clock.pass_ms(SETTLES_AFTER_MS)
    party.move_house()
    for state in (party.host.last(QuizState), seen_by(party, party.players[0])):
        assert (state.on_record, state.tie) == (True, None)


def seen_by(party: Party, seat: Client) -> QuizState:
    """What a snapshot tells somebody who comes back."""
    snapshot = Client(party.service, HOME).ask(Rejoin(party.code, seat.pid, seat.token)).snapshot
    assert snapshot is not None
    assert isinstance(snapshot.part, QuizSnapshot)
    return snapshot.part.state


def test_somebody_who_changes_teams_after_the_end_is_on_record_with_the_new_one() -> None:
    party = Ended()
    party.clock.pass_ms(SETTLES_AFTER_MS - 1_000)
    party.host.ask(SetTeam(party.players[0].pid, "Reds"))
    party.clock.pass_ms(SETTLES_AFTER_MS - 1_000)
    assert party.outcomes == []
    party.clock.pass_ms(1_000)
    assert [each.rated for each in party.outcomes] == [False]


@pytest.mark.parametrize("after_ms", [0, SETTLES_AFTER_MS - 1_000])
def test_a_tie_that_is_settled_in_time_goes_on_record_as_it_was_settled(after_ms: int) -> None:
    party = Ended()
    a_tie_that_is_settled(party, after_ms=after_ms)
    party.clock.pass_ms(SETTLES_AFTER_MS)
    ann, bob = party.players
    assert [each.places for each in party.outcomes] == [{ann.pid: 1, bob.pid: 2}]


def test_a_tie_that_is_settled_by_the_flag_goes_on_record_as_it_was_settled() -> None:
    party = Ended()
    ann, bob = party.players
    party.host.ask(SetScore(bob.pid, 300))
    assert party.host.ask(SettleTie([ann.pid, bob.pid])).ok
    for _ in range(40):
        party.clock.pass_ms(5_000)
    party.clock.pass_ms(SETTLES_AFTER_MS)
    assert [sorted(each.places.values()) for each in party.outcomes] == [[1, 2]]


def test_a_tie_is_settled_though_the_host_goes_away_meanwhile(caplog: pytest.LogCaptureFixture) -> None:
    party = Ended()
    ann, bob = party.players
    party.host.ask(SetScore(bob.pid, 300))
    assert party.host.ask(SettleTie([ann.pid, bob.pid])).ok
    party.host.close()
    assert party.room.host_is_away
    assert caplog.text == ""
    party.clock.pass_ms(10_000)
    assert bob.ask(Resign()).ok
    party.clock.pass_ms(SETTLES_AFTER_MS)
    assert [each.places for each in party.outcomes] == [{ann.pid: 1, bob.pid: 2}]


def test_a_tie_that_is_settled_before_the_room_ends_goes_on_record_as_it_was_settled() -> None:
    party = Ended()
    a_tie_that_is_settled(party)
    party.host.ask(Exit())
    ann, bob = party.players
    assert [each.places for each in party.outcomes] == [{ann.pid: 1, bob.pid: 2}]

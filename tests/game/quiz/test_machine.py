"""The quiz by its rules: who may do what when, and what it is worth."""

from __future__ import annotations

import pytest

from game.quiz import commands as c
from game.quiz import events as e
from game.quiz.machine import Quiz
from game.quiz.state import NotNow
from tests.helpers.quizzes import ANN, BOB, CAT, Table


def refused(table: Table, command: c.Command) -> bool:
    """Whether it is not allowed; then nothing may have changed."""
    before = table.quiz.snapshot()
    try:
        table.do(command)
    except NotNow:
        assert table.quiz.snapshot() == before
        return True
    return False


def test_a_right_answer_is_worth_its_value_and_the_board() -> None:
    table = Table()
    table.open()
    table.buzz(ANN)
    assert table.do(c.HostChecked(correct=True)) == [e.Judged(ANN, True, 200, 200), e.Revealed("answered")]
    assert (table.phase, table.quiz.state.control) == ("judged", ANN)


def test_a_wrong_answer_costs_it_and_the_others_may_buzz_again() -> None:
    table = Table()
    table.open()
    table.buzz(ANN)
    judged, opened = table.do(c.HostChecked(correct=False))
    assert judged == e.Judged(ANN, False, -200, -200)
    assert isinstance(opened, e.Opened)
    table.wait(200)
    assert refused(table, c.Buzz(ANN, table.now_ms, table.now_ms, 1.0, {}))
    table.buzz(BOB)
    assert table.quiz.state.buzzed == BOB


def test_when_all_were_wrong_the_answer_is_shown() -> None:
    table = Table()
    table.open()
    for player in (ANN, BOB, CAT):
        table.buzz(player)
        happened = table.do(c.HostChecked(correct=False))
        table.wait(200)
    assert happened[-1] == e.Revealed("nobody left")
    assert table.phase == "judged"


def test_nobody_buzzes_before_the_buzzers_are_opened() -> None:
    """Whoever does is shut out for a quarter of a second."""
    table = Table()
    table.do(c.SelectQuestion(0, 0))
    assert table.buzz(ANN) == [e.PressedEarly(ANN, 250)]
    table.do(c.BuzzEnable())
    table.wait(100)
    assert table.buzz(ANN) == [e.PressedEarly(ANN, 350)]
    table.wait(100)
    assert table.buzz(ANN) == [e.PressedEarly(ANN, 450)]
    assert isinstance(table.buzz(BOB)[0], e.Buzzed)


def test_the_first_press_wins_though_it_arrives_later() -> None:
    table = Table()
    table.open()
    table.wait(100)
    assert table.do(c.Buzz(ANN, table.now_ms, 290.0, 1.0, {BOB: 80, CAT: 5})) == []
    table.wait(40)
    decided = table.do(c.Buzz(BOB, table.now_ms, 260.0, 1.0, {CAT: 5}))[0]
    assert isinstance(decided, e.Buzzed)
    assert (decided.player, [press.pid for press in decided.presses]) == (BOB, [ANN, BOB])


def test_nobody_who_is_away_is_waited_for() -> None:
    table = Table()
    table.open()
    table.quiz.present(BOB, table.now_ms, here=False)
    table.quiz.present(CAT, table.now_ms, here=False)
    assert isinstance(table.do(c.Buzz(ANN, 200.0, 200.0, 1.0, {BOB: 90, CAT: 90}))[0], e.Buzzed)


def test_a_photo_finish_goes_to_whoever_has_won_fewer() -> None:
    table = Table()
    for row, winner in ((0, ANN), (1, BOB)):
        table.open(1 if row else 0, row)
        table.do(c.Buzz(BOB, table.now_ms, table.now_ms + 1.0, 5.0, {ANN: 50}))
        happened = table.do(c.Buzz(ANN, table.now_ms, table.now_ms, 5.0, {}))
        buzzed = next(each for each in happened + table.wait(1) if isinstance(each, e.Buzzed))
        assert (buzzed.player, set(buzzed.photo)) == (winner, {ANN, BOB})
        table.do(c.HostChecked(correct=True))


def test_a_press_that_arrives_after_the_decision_is_told_by_how_much_it_was_late() -> None:
    table = Table()
    table.open()
    table.buzz(ANN)
    before = table.quiz.snapshot()
    assert table.do(c.Buzz(BOB, 260.0, 234.5, 1.0, {})) == [e.BuzzedLate(BOB, 34.5)]
    assert table.quiz.snapshot() == before
    assert refused(table, c.Buzz(ANN, 300.0, 290.0, 1.0, {}))


def test_a_daily_double_whose_player_is_not_there_is_given_up() -> None:
    table = Table()
    table.do(c.SelectQuestion(0, 1, BOB))
    assert table.do(c.GiveUp()) == [e.Revealed("given up")]
    table.do(c.StartFinal())
    assert refused(table, c.GiveUp())


def test_a_daily_double_is_asked_of_whoever_has_the_board_alone() -> None:
    table = Table()
    table.open()
    table.buzz(ANN)
    table.do(c.HostChecked(correct=True))
    assert table.do(c.SelectQuestion(0, 1)) == [e.Selected(0, 1, ANN), e.Wagering((ANN,))]
    assert refused(table, c.Wager(BOB, 100))
    assert refused(table, c.Wager(ANN, 401))
    table.do(c.Wager(ANN, 400))
    assert table.quiz.state.buzzed == ANN
    table.do(c.HostChecked(correct=False))
    assert (table.scores[ANN], table.phase) == (-200, "judged")


def test_a_daily_double_that_nobody_owns_is_an_ordinary_question() -> None:
    assert Table().do(c.SelectQuestion(0, 1)) == [e.Selected(0, 1, None)]


def test_the_host_may_give_a_daily_double_to_somebody_else() -> None:
    assert Table().do(c.SelectQuestion(0, 1, CAT))[-1] == e.Wagering((CAT,))


def test_a_square_is_asked_once() -> None:
    table = Table()
    table.do(c.SelectQuestion(0, 0), c.GiveUp())
    assert refused(table, c.SelectQuestion(0, 0))
    assert refused(table, c.SelectQuestion(7, 0))


def test_a_board_question_is_answered_by_the_move() -> None:
    table = Table()
    table.open(1, 0)
    table.buzz(BOB)
    assert refused(table, c.AnswerMove(ANN, "e1e8"))
    assert refused(table, c.AnswerMove(BOB, "e1e9"))
    assert refused(table, c.AnswerMove(BOB, "0000"))
    assert table.do(c.AnswerMove(BOB, "e1e8"))[0] == e.Judged(BOB, True, 200, 200, "board")


def test_a_legal_move_that_is_none_of_the_answers_is_wrong() -> None:
    table = Table()
    table.open(1, 0)
    table.buzz(BOB)
    assert table.do(c.AnswerMove(BOB, "e1e7"))[0] == e.Judged(BOB, False, -200, -200, "board")


def test_whoever_does_not_answer_in_time_was_wrong() -> None:
    table = Table()
    table.open()
    table.buzz(ANN)
    assert table.wait(15_000)[0] == e.Judged(ANN, False, -200, -200, "time")


def test_whoever_was_given_more_time_has_it() -> None:
    table = Table()
    table.do(c.SetPace(ANN, 2.0))
    table.open()
    table.buzz(ANN)
    assert table.wait(29_999) == []
    assert isinstance(table.wait(1)[0], e.Judged)


def test_a_question_that_nobody_buzzes_for_is_over_after_its_time() -> None:
    table = Table()
    table.open()
    assert table.wait(15_000) == [e.Revealed("time"), e.Closed()]


def test_a_wrong_answer_shuts_out_the_whole_team() -> None:
    table = Table()
    table.do(c.SetTeam(ANN, "Reds"), c.SetTeam(BOB, "Reds"))
    table.open()
    table.buzz(ANN)
    table.do(c.HostChecked(correct=False))
    table.wait(200)
    assert refused(table, c.Buzz(BOB, table.now_ms, table.now_ms, 1.0, {}))
    assert isinstance(table.buzz(CAT)[0], e.Buzzed)


def test_a_pause_stops_every_timer() -> None:
    table = Table()
    table.open()
    table.buzz(ANN)
    table.wait(5_000)
    table.do(c.Pause())
    assert table.quiz.deadline() is None
    assert table.wait(60_000) == []
    assert refused(table, c.HostChecked(correct=True))
    table.do(c.Resume())
    assert table.wait(9_999) == []
    assert isinstance(table.wait(1)[0], e.Judged)


def test_all_judgements_can_be_undone_and_made_again() -> None:
    """Across questions and rounds, down to the first."""
    table = Table()
    seen = [(table.scores, table.phase)]
    for category, row, correct in ((0, 0, True), (1, 0, False), (1, 1, True)):
        table.open(category, row)
        table.buzz(BOB)
        table.do(c.HostChecked(correct=correct))
        if not correct:
            table.do(c.BuzzDisable(), c.GiveUp())
        seen.append((table.scores, table.phase))
    table.do(c.NextRound())
    for _ in range(4):
        table.do(c.Undo())
    assert table.scores == seen[0][0]
    assert refused(table, c.Undo())
    for _ in range(4):
        table.do(c.Redo())
    assert (table.scores, table.phase) == seen[-1]
    assert refused(table, c.Redo())


def test_an_undone_judgement_can_be_made_otherwise() -> None:
    table = Table()
    table.open()
    table.buzz(ANN)
    table.do(c.HostChecked(correct=False), c.Undo(), c.HostChecked(correct=True))
    assert table.scores[ANN] == 200
    assert refused(table, c.Redo())


def test_the_final_is_wagered_answered_and_judged_one_by_one() -> None:
    table = Table()
    table.do(c.SetScore(ANN, 600), c.SetScore(BOB, 400), c.StartFinal())
    assert refused(table, c.Wager(ANN, 601))
    table.do(c.Wager(ANN, 600))
    assert table.do(c.Wager(BOB, 100)) == [e.Wagered(BOB), e.FinalAsked()]
    table.do(c.FinalAnswer(ANN, "King"), c.FinalAnswer(BOB, "Pawn"))
    assert refused(table, c.HostChecked(correct=True, player=ANN))
    table.wait(45_000)
    assert refused(table, c.FinalAnswer(CAT, "Too late"))
    table.do(c.HostChecked(correct=True, player=ANN), c.HostChecked(correct=False, player=BOB))
    assert table.do(c.HostChecked(correct=False, player=CAT))[-1] == e.Ended()
    assert table.scores == {ANN: 1200, BOB: 300, CAT: 0}
    table.do(c.Undo())
    assert table.phase == "final"


def test_whoever_does_not_wager_in_time_stakes_nothing() -> None:
    table = Table()
    table.do(c.SetScore(ANN, 600), c.StartFinal())
    assert table.wait(30_000) == [e.FinalAsked()]
    assert table.quiz.state.wagers == {ANN: 0, BOB: 0, CAT: 0}


def test_whoever_has_nothing_to_stake_is_not_waited_for_and_still_answers() -> None:
    table = Table()
    table.do(c.SetScore(ANN, 600), c.SetScore(BOB, -200), c.StartFinal())
    assert table.do(c.Wager(ANN, 100)) == [e.Wagered(ANN), e.FinalAsked()]
    assert table.quiz.state.wagers == {ANN: 100, BOB: 0, CAT: 0}
    assert table.do(c.FinalAnswer(BOB, "Pawn")) == [e.FinalAnswered(BOB)]


def test_a_final_in_which_nobody_has_points_is_asked_at_once() -> None:
    assert Table().do(c.StartFinal()) == [e.Wagering((ANN, BOB, CAT)), e.FinalAsked()]


@pytest.mark.parametrize("command", [c.Undo(), c.SetScore(ANN, 0)])
def test_a_final_does_not_wait_for_points_that_a_correction_has_taken_away(command: c.Command) -> None:
    table = Table()
    table.do(c.SetScore(ANN, 600), c.StartFinal())
    assert e.FinalAsked() in table.do(command)


def test_whoever_gets_points_by_a_correction_is_asked_for_a_wager_after_all() -> None:
    table = Table()
    table.do(c.SetScore(ANN, 600), c.StartFinal(), c.SetScore(BOB, 300), c.Wager(ANN, 600))
    assert table.phase == "wager"
    assert e.FinalAsked() in table.do(c.Wager(BOB, 300))


@pytest.mark.parametrize("begin", [c.StartFinal(), c.SelectQuestion(0, 1, BOB)])
@pytest.mark.parametrize("paused", [False, True])
def test_an_undo_back_into_wagering_gives_the_time_for_it_again(begin: c.Command, paused: bool) -> None:
    table = Table()
    table.do(c.SetScore(BOB, 400), begin)
    table.wait(20_000)
    table.do(*([c.Pause()] if paused else []), c.EndGame())
    table.wait(60_000)
    table.do(c.Undo())
    assert table.phase == "wager"
    table.wait(29_999)
    assert table.phase == "wager"
    assert table.wait(1)
    assert table.phase != "wager"


def test_somebody_who_comes_late_plays_from_there_on() -> None:
    table = Table(ANN, BOB)
    table.open()
    assert table.do(c.Join(CAT)) == [e.Joined(CAT)]
    assert isinstance(table.buzz(CAT)[0], e.Buzzed)


@pytest.mark.parametrize("leaver", [ANN, BOB])
def test_the_game_goes_on_without_whoever_leaves(leaver: int) -> None:
    """It costs nobody anything, and the buzzers open again if it was their turn."""
    table = Table()
    table.do(c.SetScore(ANN, 0), c.SetScore(BOB, 0))
    table.open()
    table.buzz(ANN)
    happened = table.quiz.left(leaver, table.now_ms)
    assert happened[0] == e.DroppedOut(leaver)
    assert table.scores == {ANN: 0, BOB: 0, CAT: 0}
    assert table.phase == ("armed" if leaver == ANN else "buzzed")


def test_nobody_wins_a_buzz_after_they_have_left() -> None:
    """The press that is still being weighed goes with its player."""
    table = Table()
    table.open()
    table.do(c.Buzz(ANN, 200.0, 200.0, 1.0, {BOB: 90}))
    table.quiz.left(ANN, table.now_ms)
    assert (table.wait(200), table.phase) == ([], "armed")
    assert isinstance(table.buzz(BOB)[0], e.Buzzed)


def test_a_final_does_not_wait_for_whoever_has_left() -> None:
    table = Table()
    table.do(c.SetScore(ANN, 600), c.SetScore(CAT, 400), c.StartFinal(), c.Wager(ANN, 0))
    assert e.FinalAsked() in table.quiz.left(CAT, table.now_ms)


def test_the_host_ends_it_at_any_time() -> None:
    table = Table()
    table.open()
    assert table.do(c.EndGame()) == [e.Ended(), e.Closed()]
    assert table.quiz.over
    assert refused(table, c.EndGame())


def test_restored_it_goes_on_as_it_was() -> None:
    table = Table()
    table.open()
    table.buzz(ANN)
    twin = Quiz.restore(table.quiz.snapshot())
    assert twin.deadline() == table.quiz.deadline()
    command = c.HostChecked(correct=False)
    assert twin.handle(command, 900) == table.quiz.handle(command, 900)
    assert twin.snapshot() == table.quiz.snapshot()


def test_an_early_press_still_counts_against_its_player_when_the_buzzers_open() -> None:
    table = Table()
    table.do(c.SelectQuestion(0, 0), c.BuzzEnable())
    table.wait(150)
    table.buzz(ANN)
    table.wait(100)
    assert table.buzz(ANN)[0] == e.PressedEarly(ANN, 500)


def test_presses_before_the_host_opens_the_buzzers_are_not_forgotten() -> None:
    table = Table()
    table.do(c.SelectQuestion(0, 0))
    table.buzz(ANN)
    table.do(c.BuzzEnable())
    table.wait(220)
    assert table.buzz(ANN)[0] == e.PressedEarly(ANN, 470)


@pytest.mark.parametrize("closing", [c.BuzzDisable(), c.GiveUp(), c.EndGame(), c.Pause()])
def test_everything_that_closes_the_buzzers_says_so(closing: c.Command) -> None:
    table = Table()
    table.open()
    assert e.Closed() in table.do(closing)


def test_open_buzzers_are_open_again_after_a_pause() -> None:
    table = Table()
    table.do(c.SelectQuestion(0, 0), c.BuzzEnable(), c.Pause())
    table.wait(1_000)
    assert table.do(c.Resume()) == [e.Resumed(), e.Opened(1_200)]


def test_buzzers_do_not_open_for_a_leaver_while_the_quiz_is_paused() -> None:
    table = Table()
    table.open()
    table.buzz(ANN)
    table.do(c.Pause())
    table.wait(5_000)
    assert table.quiz.left(ANN, table.now_ms) == [e.DroppedOut(ANN)]
    assert table.do(c.Resume())[-1] == e.Opened(table.now_ms + 200)


def test_a_square_before_the_first_is_none() -> None:
    table = Table()
    assert refused(table, c.SelectQuestion(-1, 0))
    assert refused(table, c.SelectQuestion(0, -1))


def test_putting_a_score_right_and_taking_that_back_leaves_the_question_alone() -> None:
    table = Table()
    table.do(c.SetScore(ANN, 500))
    table.open()
    table.do(c.Undo())
    assert (table.scores[ANN], table.phase) == (0, "armed")


def test_undo_frees_the_squares_that_were_opened_since() -> None:
    """The judgement of the first question is taken back while the second is being read, and then made again."""
    table = Table()
    table.open()
    table.buzz(ANN)
    table.do(c.HostChecked(correct=True), c.SelectQuestion(1, 1), c.Undo(), c.Redo())
    assert table.do(c.SelectQuestion(1, 1)) == [e.Selected(1, 1, None)]


def test_undo_leads_back_into_the_round_before() -> None:
    table = Table()
    table.open()
    table.buzz(ANN)
    table.do(c.HostChecked(correct=True), c.NextRound(), c.SelectQuestion(0, 0), c.Undo())
    state = table.quiz.state
    assert (state.round, state.phase, state.buzzed, state.taken) == (0, "buzzed", ANN, ((0, 0, 0),))


def test_whoever_staked_on_a_daily_double_is_asked() -> None:
    table = Table()
    table.do(c.SelectQuestion(0, 1, BOB))
    assert table.do(c.Wager(BOB, 5)) == [e.Wagered(BOB), e.Asked(BOB)]


def test_a_final_is_closed_once_all_have_answered() -> None:
    """Then nobody can change an answer that the host has read."""
    table = Table()
    table.do(c.StartFinal())
    table.do(c.FinalAnswer(ANN, "King"), c.FinalAnswer(BOB, "Pawn"))
    assert table.quiz.left(CAT, table.now_ms) == [e.DroppedOut(CAT), e.FinalClosed()]
    assert refused(table, c.FinalAnswer(ANN, "Pawn"))
    assert table.do(c.HostChecked(correct=True, player=ANN))[0] == e.Judged(ANN, True, 0, 0)


def test_a_final_does_not_wait_for_answers_of_players_who_are_not_connected() -> None:
    table = Table()
    table.do(c.StartFinal(), c.FinalAnswer(ANN, "King"))
    table.quiz.present(CAT, table.now_ms, here=False)
    table.wait(1)
    assert table.do(c.FinalAnswer(BOB, "Pawn")) == [e.FinalAnswered(BOB), e.FinalClosed()]
    table.do(*(c.HostChecked(correct=True, player=pid) for pid in (ANN, BOB, CAT)))
    assert table.quiz.over


def test_a_final_waits_for_all_while_nobody_is_connected() -> None:
    table = Table()
    table.do(c.StartFinal())
    for pid in (ANN, BOB, CAT):
        table.quiz.present(pid, table.now_ms, here=False)
    table.wait(1)
    assert table.quiz.left(CAT, table.now_ms) == [e.DroppedOut(CAT)]


def test_the_host_closes_the_answers_before_the_time_is_up() -> None:
    table = Table()
    assert refused(table, c.CloseAnswers())
    answering(table)
    assert table.do(c.CloseAnswers()) == [e.FinalClosed()]
    assert table.quiz.deadline() is None
    assert refused(table, c.CloseAnswers())
    assert refused(table, c.FinalAnswer(BOB, "Too late"))
    assert table.do(c.HostChecked(correct=True, player=ANN))[0] == e.Judged(ANN, True, 0, 0)


def staking() -> Table:
    """A final before which Ann and Bob have points to stake, and Ann has done so."""
    table = Table()
    table.do(c.SetScore(ANN, 400), c.SetScore(BOB, 300), c.StartFinal(), c.Wager(ANN, 100))
    return table


def test_the_host_closes_the_wagers_before_the_time_is_up_and_whoever_has_not_wagered_stakes_nothing() -> None:
    table = staking()
    assert table.do(c.CloseWagers()) == [e.FinalAsked()]
    assert (table.phase, table.quiz.state.wagers) == ("final", {ANN: 100, BOB: 0, CAT: 0})
    assert refused(table, c.CloseWagers())


def test_a_daily_double_is_not_asked_without_its_wager() -> None:
    table = Table()
    table.do(c.SelectQuestion(0, 1, BOB))
    assert refused(table, c.CloseWagers())


def test_wagers_that_were_closed_too_soon_can_be_made_after_an_undo() -> None:
    table = staking()
    table.do(c.CloseWagers(), c.Undo())
    assert (table.phase, table.quiz.state.wagers, table.left_ms()) == ("wager", {ANN: 100}, 30_000)
    assert table.do(c.Wager(BOB, 50)) == [e.Wagered(BOB), e.FinalAsked()]


def test_wagers_that_are_closed_again_by_a_redo_leave_all_the_time_to_answer() -> None:
    table = staking()
    table.do(c.CloseWagers())
    usual_ms = table.left_ms()
    table.wait(5_000)
    table.do(c.Undo(), c.Redo())
    assert (table.phase, table.left_ms()) == ("final", usual_ms)
    assert table.do(c.FinalAnswer(ANN, "King")) == [e.FinalAnswered(ANN)]


def test_a_wager_that_is_made_after_an_undo_is_not_lost_by_a_redo() -> None:
    table = staking()
    table.do(c.CloseWagers(), c.Undo(), c.Wager(ANN, 300))
    assert refused(table, c.Redo())
    table.do(c.Wager(BOB, 50))
    assert refused(table, c.Redo())
    assert table.quiz.state.wagers == {ANN: 300, BOB: 50, CAT: 0}


def test_answers_that_were_closed_too_soon_are_open_again_for_the_time_that_was_left() -> None:
    table = Table()
    answering(table)
    left_ms = table.left_ms()
    table.do(c.CloseAnswers())
    table.wait(5_000)
    table.do(c.HostChecked(correct=True, player=ANN), c.EndGame(), c.Undo(), c.Undo(), c.Undo())
    assert (table.phase, table.left_ms(), table.quiz.state.judged) == ("final", left_ms, ())
    assert table.do(c.FinalAnswer(BOB, "Pawn")) == [e.FinalAnswered(BOB)]
    table.do(c.Redo())
    assert refused(table, c.FinalAnswer(BOB, "King"))


def test_answers_whose_time_was_up_stay_closed_whatever_is_made_again_and_undone() -> None:
    table = Table()
    answering(table)
    table.do(c.CloseAnswers(), c.Undo())
    table.wait(table.left_ms())
    table.do(c.Redo(), c.Undo())
    assert table.quiz.deadline() is None
    assert refused(table, c.FinalAnswer(BOB, "Pawn"))


def test_a_final_that_is_asked_again_starts_afresh() -> None:
    """The last judgement before it was taken back, and the final with it."""
    table = Table()
    table.open()
    table.buzz(ANN)
    table.do(c.HostChecked(correct=True), c.StartFinal(), c.Wager(ANN, 0))
    table.do(c.FinalAnswer(ANN, "King"), c.Undo(), c.HostChecked(correct=False), c.BuzzDisable(), c.GiveUp())
    table.do(c.SetScore(ANN, 400), c.StartFinal())
    assert (table.quiz.state.answers, table.quiz.state.wagers) == ({}, {})


def test_an_end_by_mistake_is_taken_back() -> None:
    table = Table()
    table.open()
    table.buzz(ANN)
    table.wait(300)
    table.do(c.EndGame(), c.Undo())
    assert (table.phase, table.quiz.state.buzzed) == ("buzzed", ANN)


def answering(table: Table) -> None:
    """The final question was asked a second ago; Ann has answered it."""
    table.do(c.StartFinal())
    table.wait(1_000)
    table.do(c.FinalAnswer(ANN, "King"))


def test_an_end_by_mistake_during_the_final_answers_is_taken_back_with_the_time_that_was_left() -> None:
    table = Table()
    answering(table)
    left_ms = table.left_ms()
    table.do(c.EndGame())
    table.wait(90_000)
    table.do(c.Undo())
    assert (table.phase, table.left_ms(), table.quiz.state.answers) == ("final", left_ms, {ANN: "King"})
    table.do(c.FinalAnswer(BOB, "Pawn"))
    table.wait(left_ms)
    assert table.do(c.HostChecked(correct=True, player=BOB))[0] == e.Judged(BOB, True, 0, 0)


def test_an_end_that_is_made_again_keeps_the_time_that_is_left_by_then() -> None:
    table = Table()
    answering(table)
    left_ms = table.left_ms()
    table.do(c.EndGame(), c.Undo())
    table.wait(2_000)
    table.do(c.Redo(), c.Undo())
    assert table.left_ms() == left_ms - 2_000


def test_final_answers_that_were_closed_before_an_end_by_mistake_stay_closed() -> None:
    table = Table()
    answering(table)
    table.wait(table.left_ms())
    table.do(c.EndGame(), c.Undo())
    assert table.quiz.deadline() is None
    assert refused(table, c.FinalAnswer(BOB, "Pawn"))


def test_an_end_by_mistake_while_time_stood_still_is_taken_back_with_the_time_that_was_left() -> None:
    table = Table()
    answering(table)
    left_ms = table.left_ms()
    table.do(c.Pause())
    table.wait(5_000)
    table.do(c.EndGame(), c.Undo())
    assert table.left_ms() == left_ms


def test_nothing_stands_still_once_it_is_over() -> None:
    """The end was taken back, the host paused, and it was made again."""
    table = Table()
    table.do(c.EndGame(), c.Undo(), c.Pause(), c.Redo())
    assert refused(table, c.Resume())


def test_a_wager_that_comes_back_while_time_stands_still_has_its_time_once_that_goes_on() -> None:
    table = Table()
    table.do(c.SelectQuestion(0, 1, BOB))
    usual_ms = table.left_ms()
    table.do(c.GiveUp(), c.Pause())
    table.wait(7_000)
    table.do(c.Undo(), c.Resume())
    assert table.left_ms() == usual_ms


def test_the_grid_comes_back_for_everybody_once_the_answer_was_looked_at() -> None:
    table = Table()
    table.open()
    assert refused(table, c.ShowGrid())
    table.do(c.GiveUp())
    assert table.do(c.ShowGrid()) == [e.GridShown()]
    assert (table.phase, table.quiz.state.open) == ("grid", None)


def test_a_judgement_can_be_undone_from_the_grid() -> None:
    table = Table()
    table.open()
    table.buzz(ANN)
    table.do(c.HostChecked(correct=True), c.ShowGrid(), c.Undo())
    assert (table.phase, table.quiz.state.buzzed, table.scores[ANN]) == ("buzzed", ANN, 0)


def test_whoever_leaves_without_a_trace_is_forgotten() -> None:
    table = Table()
    table.quiz.left(CAT, 0)
    assert set(table.scores) == {ANN, BOB}


def test_whoever_may_answer_again_after_an_undo_is_not_forgotten() -> None:
    table = Table()
    table.open()
    table.buzz(ANN)
    table.do(c.HostChecked(correct=False), c.SetScore(ANN, 0))
    table.quiz.left(ANN, table.now_ms)
    assert ANN in table.scores
    table.do(c.Undo(), c.Undo())
    assert table.quiz.state.buzzed == ANN

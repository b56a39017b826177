"""Who may see what of a quiz."""

from __future__ import annotations

import pytest

from game.quiz import commands as c
from game.quiz.view import Column, Role, Team, View, Viewer, view
from tests.helpers.quizzes import ANN, BOB, CAT, Table

EVERYBODY_ELSE: list[Role] = ["screen", "player", "spectator"]


def seen(table: Table, role: Role, pid: int | None = None) -> View:
    return view(table.quiz.state, Viewer(role, pid), table.now_ms)


def in_final(table: Table) -> None:
    table.do(c.SetScore(ANN, 600), c.SetScore(BOB, 400), c.StartFinal())


def test_a_square_that_was_asked_is_empty() -> None:
    table = Table()
    table.open(1, 0)
    assert seen(table, "player", ANN).grid == (Column("Pieces", (200, 400)), Column("On the board", (None, 400)))


def test_the_next_round_has_a_full_grid() -> None:
    table = Table()
    table.do(c.SelectQuestion(0, 0), c.GiveUp(), c.NextRound())
    assert seen(table, "screen").grid[0].values == (200, 400)


@pytest.mark.parametrize("role", EVERYBODY_ELSE)
def test_the_answer_is_the_hosts_until_it_is_judged_or_given_up(role: Role) -> None:
    table = Table()
    table.open()
    hosts, others = seen(table, "host").open, seen(table, role, ANN).open
    assert hosts is not None
    assert others is not None
    assert (hosts.answers, others.answers) == (("The knight",), None)
    table.do(c.GiveUp())
    others = seen(table, role, ANN).open
    assert others is not None
    assert others.answers == ("The knight",)


def test_phones_are_without_the_clue_where_it_is_shown_on_the_big_screen_alone() -> None:
    table = Table(show_clues=False)
    table.open()
    on_phone, on_screen = seen(table, "player", ANN).open, seen(table, "screen").open
    assert on_phone is not None
    assert on_screen is not None
    assert (on_phone.clue, on_screen.clue) == (None, "Which piece jumps?")


def test_a_board_question_brings_the_moves_that_can_be_made_and_its_answer_in_words() -> None:
    table = Table(show_clues=False)
    table.open(1, 0)
    on_phone, hosts = seen(table, "player", ANN).open, seen(table, "host").open
    assert on_phone is not None
    assert on_phone.targets is not None
    assert on_phone.targets["h1"] == ["g1", "g2", "h2"]
    assert hosts is not None
    assert hosts.answers == ("Re8#",)


def test_a_daily_double_is_staked_on_unseen() -> None:
    table = Table()
    table.do(c.SelectQuestion(0, 1, ANN))
    for role in EVERYBODY_ELSE:
        asked = seen(table, role, ANN).open
        assert asked is not None
        assert (asked.clue, asked.double, asked.value) == (None, ANN, 400)
    table.do(c.Wager(ANN, 150))
    assert seen(table, "spectator").wagers == {ANN: 150}


def test_wagers_on_the_final_question_are_secret_until_each_is_judged() -> None:
    table = Table()
    in_final(table)
    table.do(c.Wager(ANN, 600))
    assert seen(table, "host").wagers == {}
    assert seen(table, "player", ANN).wagers == {ANN: 600}
    hidden = seen(table, "screen").final
    assert hidden is not None
    assert (hidden.wagered, hidden.clue) == ((ANN, CAT), None), "Cat has nothing to stake"
    table.do(c.Wager(BOB, 100), c.FinalAnswer(ANN, "King"))
    table.wait(45_000)
    table.do(c.HostChecked(correct=True, player=ANN))
    assert seen(table, "player", BOB).wagers == {ANN: 600, BOB: 100}


def test_final_answers_are_read_by_the_host_once_nobody_can_change_theirs() -> None:
    table = Table()
    in_final(table)
    table.do(c.Wager(ANN, 0), c.Wager(BOB, 0), c.FinalAnswer(ANN, "King"))
    before, own = seen(table, "host").final, seen(table, "player", ANN).final
    assert before is not None
    assert own is not None
    assert (before.texts, before.answered, own.texts) == ({}, (ANN,), {ANN: "King"})
    table.wait(45_000)
    after, others = seen(table, "host").final, seen(table, "screen").final
    assert after is not None
    assert others is not None
    assert (after.texts, others.texts, others.answers) == ({ANN: "King"}, {}, None)


def test_a_team_has_what_its_players_have_and_is_shut_out_with_them() -> None:
    table = Table()
    table.do(c.SetTeam(ANN, "Reds"), c.SetTeam(BOB, "Reds"), c.SetScore(BOB, 500))
    table.open()
    table.buzz(ANN)
    table.do(c.HostChecked(correct=False))
    assert seen(table, "screen").teams == {"Reds": Team((ANN, BOB), 300)}
    assert seen(table, "player", CAT).locked == (ANN, BOB)


def test_the_time_left_stands_still_in_a_pause() -> None:
    table = Table()
    table.open()
    table.buzz(ANN)
    table.wait(5_000)
    table.do(c.Pause())
    table.wait(3_000)
    paused = seen(table, "player", ANN)
    assert (paused.deadline_ms, paused.paused) == (10_000, True)


def test_nobody_has_the_board_when_its_owner_left() -> None:
    table = Table()
    table.open()
    table.buzz(ANN)
    table.do(c.HostChecked(correct=True))
    assert seen(table, "host").control == ANN
    table.quiz.left(ANN, table.now_ms)
    assert seen(table, "host").control is None


def test_a_player_is_told_what_they_may_stake_until_they_have() -> None:
    table = Table()
    in_final(table)
    assert [seen(table, "player", pid).most for pid in (ANN, BOB)] == [600, 400]
    assert seen(table, "player", CAT).most is None, "nothing to stake"
    assert seen(table, "host").most is None
    table.do(c.Wager(ANN, 100))
    assert seen(table, "player", ANN).most is None


def test_a_daily_double_may_cost_as_much_as_the_rounds_highest_value() -> None:
    table = Table()
    table.do(c.SelectQuestion(0, 1, ANN))
    assert (seen(table, "player", ANN).most, seen(table, "player", BOB).most) == (400, None)


def test_a_final_question_is_to_come_until_it_is_asked() -> None:
    table = Table()
    assert seen(table, "host").has_final
    in_final(table)
    assert not seen(table, "host").has_final


def test_who_has_more_time_is_the_hosts_to_know() -> None:
    table = Table()
    table.do(c.SetPace(BOB, 2.0))
    assert (seen(table, "host").paces, seen(table, "player", ANN).paces) == ({BOB: 2.0}, {})


@pytest.mark.parametrize("role", EVERYBODY_ELSE)
def test_the_final_answer_stays_a_secret_when_the_quiz_ends_while_it_is_answered(role: Role) -> None:
    """The end can be taken back, and then they answer on."""
    table = Table()
    in_final(table)
    table.do(c.Wager(ANN, 0), c.Wager(BOB, 0), c.FinalAnswer(ANN, "A pawn"), c.EndGame())
    final = seen(table, role, BOB).final
    assert final is not None
    assert (final.clue, final.answers, final.texts) == ("What is worth nothing alone?", None, {})
    hosts = seen(table, "host").final
    assert hosts is not None
    assert hosts.texts == {}


@pytest.mark.parametrize("role", EVERYBODY_ELSE)
def test_the_final_question_stays_a_secret_when_the_quiz_ends_while_it_is_wagered_on(role: Role) -> None:
    table = Table()
    in_final(table)
    table.do(c.Wager(ANN, 0), c.EndGame())
    final = seen(table, role, BOB).final
    assert final is not None
    assert (final.clue, final.answers) == (None, None)

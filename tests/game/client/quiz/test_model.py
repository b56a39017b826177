"""What the window knows of a quiz."""

from __future__ import annotations

from typing import Any

from game.client.quiz import screen_logic, texts
from game.client.quiz.model import Played
from netcode import messages as m
from tests.helpers.fake_transport import URL
from tests.helpers.quizroom import ANN, BOB, CAT, DAN, HOST, QuizRoom, a_question, a_state

PRESSES: dict[str, Any] = {
    "photo": [CAT, ANN],
    "presses": [
        {"pid": ANN, "pressed_ms": 322.0, "give_or_take_ms": 11.0, "heard_ms": 360.0, "won": False, "photo": True},
        {"pid": CAT, "pressed_ms": 310.0, "give_or_take_ms": 4.0, "heard_ms": 330.0, "won": True, "photo": True},
    ],
}


def a_buzz(room: QuizRoom) -> None:
    room.say(m.Witness(CAT, "Buzz", PRESSES), a_state("buzzed", open=a_question(), buzzed=CAT))


def test_the_host_comes_in_with_the_token_of_the_room_that_was_made() -> None:
    room = QuizRoom(a_state("lobby", grid=[], scores={}))
    assert room.line.session.place == "match"
    assert room.model.is_host
    assert room.model.title == "Chess for everybody"


def test_the_window_knows_what_the_room_has_played_and_how() -> None:
    room = QuizRoom(a_state("over"), teams=("Paws", "Tails"))
    assert room.model.played == Played(("Chess for everybody",), 1.0, show_clues=True, teams=2)
    room.say(m.QuizSetUp("A night off", show_clues=False, pace=2.0, team_names=[]))
    assert room.model.played == Played(("Chess for everybody", "A night off"), 2.0, show_clues=False, teams=0)


def test_the_replay_begins_with_the_first_press() -> None:
    room = QuizRoom(a_state("armed", open=a_question()))
    a_buzz(room)
    assert [(each.name, each.behind_ms, each.won) for each in screen_logic.presses(room.model)] == [
        ("Cat", 0.0, True),
        ("Ann", 12.0, False),
    ]


def test_the_replay_is_of_the_open_question_alone() -> None:
    room = QuizRoom(a_state("armed", open=a_question()))
    a_buzz(room)
    room.say(a_state("reading", open=a_question(row=3)))
    assert screen_logic.presses(room.model) == []


def test_one_press_alone_is_no_race() -> None:
    room = QuizRoom(a_state("armed", open=a_question()))
    room.say(m.Witness(CAT, "Buzz", {"presses": PRESSES["presses"][:1]}))
    assert screen_logic.presses(room.model) == []


def test_a_wrong_answer_is_told_until_the_next_question() -> None:
    room = QuizRoom(a_state("buzzed", open=a_question(), buzzed=BOB))
    room.say(m.Witness(BOB, "HostChecked", {"correct": False, "delta": -400, "score": -600}))
    room.say(a_state("armed", open=a_question(), locked=[BOB]))
    assert room.model.verdict is not None
    room.say(a_state("grid"))
    assert room.model.verdict is None


def test_who_leaves_the_lobby_is_gone_and_who_leaves_the_quiz_keeps_their_points() -> None:
    lobby, running = QuizRoom(a_state("lobby", grid=[], scores={})), QuizRoom()
    for room in (lobby, running):
        room.say(m.PlayerLeft(DAN))
    assert DAN not in [each.pid for each in lobby.model.players]
    assert DAN in [each.pid for each in running.model.players]


def test_a_player_who_was_wrong_is_marked_and_so_is_who_has_the_board() -> None:
    asked = QuizRoom(a_state("armed", open=a_question(), locked=[BOB]))
    picks = QuizRoom(a_state("grid", control=CAT))
    assert [chip.mark for chip in screen_logic.chips(asked.model, str)] == ["", "locked", "", ""]
    assert [chip.mark for chip in screen_logic.chips(picks.model, str)] == ["", "", "picks", ""]


def test_hidden_answers_are_shown_once_everybody_may_know_them() -> None:
    room = QuizRoom(a_state("buzzed", open=a_question(explanation="It leapt.")))
    room.model.show(answers_hidden=True)
    hidden = screen_logic.question(room.model, URL)
    assert (hidden.answer, hidden.explanation) == (texts.HIDDEN, "")
    room.say(a_state("judged", open=a_question(explanation="It leapt.")))
    assert "About 1280" in screen_logic.question(room.model, URL).answer


def test_a_daily_double_hides_its_clue_until_the_wager_is_made() -> None:
    room = QuizRoom(a_state("wager", open=a_question(double=CAT)))
    assert screen_logic.question(room.model, URL).clue == texts.DOUBLE


def test_choices_have_the_letters_that_they_have_on_phones() -> None:
    room = QuizRoom(a_state("reading", open=a_question(choices=["The Moon", "Neptune"])))
    assert screen_logic.question(room.model, URL).choices == ("A.  The Moon", "B.  Neptune")


def test_the_lock_is_known_to_whoever_set_it() -> None:
    room = QuizRoom()
    room.say(m.Witness(HOST, "LockRoom", {"locked": True}))
    assert room.model.locked


def test_phones_find_the_room_by_an_address_that_they_can_reach() -> None:
    found = screen_logic.invitation(QuizRoom().model, "http://127.0.0.1:8765", ["192.168.1.20:8765"])
    assert found.link == "http://192.168.1.20:8765/join/KLMN?key=k3y"
    assert found.screen == "192.168.1.20:8765/screen/KLMN"


def test_everybody_is_shown_with_their_team() -> None:
    room = QuizRoom(a_state("grid", teams={"Paws": m.Team([ANN, CAT], 1_600), "Tails": m.Team([BOB], -200)}))
    assert [chip.team for chip in screen_logic.chips(room.model, str)] == ["Paws", "Tails", "Paws", ""]


def test_teams_stand_on_the_podium_where_there_are_any() -> None:
    teams = {"Paws": m.Team([ANN, CAT], 900), "Tails": m.Team([BOB, DAN], 1_200)}
    room = QuizRoom(a_state("over", teams=teams))
    winners = [(each.place, each.name) for each in screen_logic.winners(room.model, str)]
    assert winners == [(1, "Tails"), (2, "Paws")]


def test_a_host_who_would_leave_is_told_that_the_room_closes() -> None:
    room = QuizRoom()
    question = room.view.leave_question(room.context, room.context.leave)
    assert any(getattr(widget, "text", "") == texts.LEAVE_TEXT for widget in question.group.widgets)


def test_what_the_host_asked_for_as_the_line_broke_is_asked_for_again() -> None:
    final = m.FinalQuestion("Endgames", wagered=[ANN, BOB])
    room = QuizRoom(a_state("final", final=final, deadline_ms=5_000))
    room.model.ask(m.CloseAnswers())
    room.gone_and_back(a_state("final", final=final, deadline_ms=5_000))
    assert [type(each) for each in room.asked] == [m.CloseAnswers, m.CloseAnswers]


def test_while_the_players_come_back_to_a_new_server_no_time_passes() -> None:
    room = QuizRoom(a_state("buzzed", open=a_question(), buzzed=CAT, deadline_ms=9_000, stands=True))
    now_ms = room.line.now_ms
    assert room.model.time_left(now_ms + 5_000) == 9_000
    room.say(a_state("buzzed", open=a_question(), buzzed=CAT, deadline_ms=9_000))
    assert room.model.time_left(room.line.now_ms + 5_000) == 4_000


def test_a_duel_that_was_called_off_is_told() -> None:
    duel = m.Duel([ANN, CAT], "8/8/8/8/8/8/8/K6k w - - 0 1", ply=0, clocks_ms=[60_000, 45_000])
    room = QuizRoom(a_state("over", duel=duel), me=CAT)
    room.say(a_state("over"))
    assert room.line.session.take_sentences() == [texts.DUEL_OFF]


def test_while_the_server_cannot_store_anything_no_time_passes() -> None:
    room = QuizRoom(a_state("buzzed", open=a_question(), buzzed=CAT, deadline_ms=9_000))
    now_ms = room.line.now_ms
    room.say(m.Stored(safe=False, stands=True))
    assert room.model.left_ms(now_ms + 5_000) == 9_000
    room.say(m.Stored(safe=True))
    assert room.model.left_ms(now_ms + 5_000) == 4_000

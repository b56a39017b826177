from __future__ import annotations

from typing import Any

import pytest

from game.client import texts
from game.client.chess.model import LAST_LOOK_MS
from game.client.net.closing import LINGER_MS
from game.client.net.seatfile import SavedSeat
from netcode import messages as m
from netcode.client import RETRY_MS, Seat
from netcode.refusals import SENTENCES, Refusal
from tests.helpers.chess_wire import board_state, create_chess
from tests.helpers.fake_transport import (
    CODE,
    ME,
    OTHER,
    TOKEN,
    URL,
    Line,
    a_snapshot,
    in_game,
    in_lobby,
    match_in,
    players,
)

RESULT = m.GameOver("Win", "checkmate", {"1": 1.0, "2": 0.0}, ME)
OVER = m.MatchOver("Win", {"1": 2.0, "2": 0.0}, "score", ME)


# --- getting in -----------------------------------------------------------------------------------


def test_creating_a_room_leads_to_the_lobby() -> None:
    session = in_lobby().session
    assert session.place == "lobby"
    assert session.room.seat == Seat(CODE, ME, TOKEN)
    assert session.room.is_host


def test_joining_a_room_leads_to_the_lobby() -> None:
    line = Line()
    line.open(m.JoinGame(CODE, "Ann"))
    line.server.answer(code=CODE, pid=ME, token=TOKEN, snapshot=a_snapshot(players=players(host=OTHER)))
    line.poll()
    assert (line.session.place, line.session.room.is_host) == ("lobby", False)


def test_watching_is_remembered() -> None:
    line = Line()
    line.open(m.JoinGame(CODE, "Ann", watch=True))
    line.server.answer(code=CODE, pid=3, token=TOKEN)
    line.poll()
    assert line.session.watching


def test_nothing_is_asked_before_the_connection_is_up() -> None:
    line = Line()
    line.session.open(URL, create_chess(), line.now_ms)
    line.poll()
    assert (line.session.place, line.server.sent) == ("connecting", [])


@pytest.mark.parametrize("code", [Refusal.ROOM_NOT_FOUND, Refusal.NAME_TAKEN])
def test_a_refusal_leads_back_to_the_menu_with_a_next_step(code: Refusal) -> None:
    line = Line()
    # There are eight others of that name already.
    line.open(m.JoinGame(CODE, "Ann 9"))
    line.server.refuse(code)
    line.poll()
    assert line.session.place == "menu"
    (notice,) = line.session.take_sentences()
    assert notice.startswith(SENTENCES[code])
    assert len(notice) > len(SENTENCES[code])


def test_who_comes_too_late_to_play_may_look_on() -> None:
    line = Line()
    line.open(m.JoinGame(CODE, "Ann"))
    line.server.refuse("ROOM_FULL")
    line.poll()
    assert line.server.last == m.JoinGame(CODE, "Ann", watch=True)
    ann = m.Player(ME, "Ann", "spectator", connected=True)
    line.server.answer(code=CODE, pid=ME, token=TOKEN, snapshot=a_snapshot(players=[ann]))
    line.poll()
    assert line.session.watching
    assert line.session.take_sentences() == [texts.WATCHING_INSTEAD]
    assert line.session.saved_seat is None


def test_where_nobody_may_look_on_the_room_is_just_full() -> None:
    line = Line()
    line.open(m.JoinGame(CODE, "Ann"))
    line.server.refuse("ROOM_FULL")
    line.poll()
    line.server.refuse("NOT_NOW")
    line.poll()
    (notice,) = line.session.take_sentences()
    assert line.session.place == "menu"
    assert notice.startswith(SENTENCES[Refusal.ROOM_FULL])


def test_a_refused_entrance_hangs_up() -> None:
    line = Line()
    line.open(m.JoinGame(CODE, "Ann"))
    line.server.refuse("ROOM_NOT_FOUND")
    line.poll()
    assert line.server.closed


def test_an_answer_without_a_seat_is_an_odd_server() -> None:
    line = Line()
    line.open(create_chess())
    line.server.answer(code=CODE)
    line.poll()
    assert (line.session.place, line.session.take_sentences()) == ("menu", [texts.ODD_SERVER])


def test_no_server_there_leads_back_to_the_menu() -> None:
    line = Line()
    line.session.open(URL, create_chess(), line.now_ms)
    line.lose("No server answers there.")
    assert (line.session.place, line.session.take_sentences()) == ("menu", ["No server answers there."])


def test_no_server_there_can_be_said_in_other_words() -> None:
    line = Line()
    line.session.open(URL, create_chess(), line.now_ms, if_nobody="Type an address.")
    line.lose()
    assert line.session.take_sentences() == ["Type an address."]


# --- by address alone -----------------------------------------------------------------------------


def games(*codes: str) -> list[m.RoomLine]:
    return [m.RoomLine(code, "chess", code, "Bob", 1, 2, part=m.ChessLine()) for code in codes]


def test_the_only_open_match_is_joined() -> None:
    line = Line()
    line.open(m.ListGames("chess"), name="Ann")
    line.server.answer()
    line.say(m.ListOfGames(games("WXYZ")))
    line.poll()
    assert line.server.last == m.JoinGame("WXYZ", "Ann")


@pytest.mark.parametrize("codes", [[], ["WXYZ", "KLMN"]])
def test_none_or_several_open_matches_are_a_list_to_choose_from(codes: list[str]) -> None:
    line = looking(*codes)
    assert (line.session.place, line.session.games) == ("browse", games(*codes))


def looking(*codes: str) -> Line:
    line = Line()
    line.open(m.ListGames("chess"), name="Ann")
    line.server.answer()
    line.say(m.ListOfGames(games(*codes)))
    line.poll()
    return line


def test_the_list_updates_itself_and_a_single_match_is_not_joined_unasked() -> None:
    line = looking()
    line.say(m.ListOfGames(games("WXYZ")))
    assert (line.session.place, line.session.games) == ("browse", games("WXYZ"))


def test_a_match_of_the_list_is_picked() -> None:
    line = looking("WXYZ", "KLMN")
    line.session.pick("KLMN")
    assert line.server.last == m.JoinGame("KLMN", "Ann")
    line.server.answer(code=CODE, pid=ME, token=TOKEN, snapshot=a_snapshot())
    line.poll()
    assert line.session.place == "lobby"


def test_a_running_match_is_never_joined_unasked_and_watched_when_picked() -> None:
    line = Line()
    line.open(m.ListGames("chess"), name="Ann")
    line.server.answer()
    line.say(m.ListOfGames([m.RoomLine("WXYZ", "chess", "WXYZ", "Bob", 2, 2, running=True, part=m.ChessLine())]))
    line.poll()
    assert line.session.place == "browse"
    line.session.pick("WXYZ", watch=True)
    assert line.server.last == m.JoinGame("WXYZ", "Ann", watch=True)


def test_a_match_that_was_full_leaves_the_list_there() -> None:
    line = looking("WXYZ", "KLMN")
    line.session.pick("KLMN")
    line.server.refuse("ROOM_FULL")
    line.poll()
    assert line.session.place == "browse"
    assert line.session.take_sentences()


def test_a_list_whose_line_was_lost_is_asked_for_again() -> None:
    line = looking("WXYZ", "KLMN")
    line.lose()
    line.come_back()
    assert (line.session.place, line.server.last) == ("browse", m.ListGames("chess"))


# --- moves ----------------------------------------------------------------------------------------


def test_the_first_board_leads_to_the_match() -> None:
    session = in_game().session
    assert (session.place, match_in(session).color, match_in(session).can_move) == ("match", "white", True)


def test_ones_own_move_is_shown_at_once() -> None:
    line = in_game()
    line.match.move("e2e4", line.now_ms)
    assert line.match.moves == ["e2e4"]
    assert line.match.sans == ["e4"]
    assert line.server.last == m.MakeMove("e2e4", 0)


def test_ones_own_clock_stops_at_sending() -> None:
    line = in_game()
    line.match.move("e2e4", line.now_ms + 1_000)
    assert line.match.clock_ms("white", line.now_ms + 9_000) == 59_000


def test_one_move_at_a_time() -> None:
    line = in_game()
    line.match.move("e2e4", line.now_ms)
    line.match.move("d2d4", line.now_ms)
    assert line.match.moves == ["e2e4"]


def test_a_refused_move_is_taken_back() -> None:
    line = in_game()
    line.match.move("e2e4", line.now_ms)
    line.server.refuse("ILLEGAL_MOVE")
    line.poll()
    assert line.match.moves == []
    assert line.session.take_sentences() == [SENTENCES[Refusal.ILLEGAL_MOVE]]


def test_a_refused_move_leaves_the_clock_running() -> None:
    line = in_game()
    line.match.move("e2e4", line.now_ms)
    line.server.refuse("ILLEGAL_MOVE")
    line.poll()
    assert line.match.clock_ms("white", line.now_ms + 9_000) == 51_000


def test_a_stale_move_asks_for_the_board_and_bothers_nobody() -> None:
    line = in_game()
    line.match.move("e2e4", line.now_ms)
    line.server.refuse("STALE_PLY")
    line.poll()
    assert isinstance(line.server.last, m.Rejoin)
    assert line.session.take_sentences() == []


def test_a_gap_in_the_moves_asks_for_the_board() -> None:
    line = in_game()
    line.say(board_state(seq=4, ply=2, last_move="e7e5"))
    assert line.server.last == m.Rejoin(CODE, ME, TOKEN, 4)


# --- a broken line --------------------------------------------------------------------------------


def test_a_lost_connection_is_told_and_the_match_stays() -> None:
    line = in_game()
    line.lose("No server answers.")
    session = line.session
    assert (session.place, session.connection, session.connection_text) == ("match", "lost", texts.RECONNECTING)
    assert not match_in(session).can_move


def test_a_move_that_was_on_its_way_stays_shown_while_its_clock_runs_on() -> None:
    line = in_game()
    line.match.move("e2e4", line.now_ms)
    line.lose()
    assert line.match.moves == ["e2e4"]
    assert line.match.clock_ms("white", line.now_ms + 4_000) == 56_000


def back(line: Line, **changes: Any) -> None:
    """The line is up again, and the server tells the whole room."""
    line.come_back()
    line.server.answer(snapshot=a_snapshot(**changes))
    line.poll()


def test_a_move_without_an_answer_is_sent_again_under_its_number() -> None:
    line = in_game()
    line.match.move("e2e4", line.now_ms)
    number = line.server.numbers[-1]
    line.lose()
    back(line, board=board_state(moves=[]))
    assert line.server.last == m.MakeMove("e2e4", 0)
    assert line.server.numbers[-1] == number
    assert line.match.moves == ["e2e4"]


def test_a_move_that_had_arrived_is_not_sent_again() -> None:
    line = in_game()
    line.match.move("e2e4", line.now_ms)
    line.lose()
    back(line, board=board_state(ply=1, turn="black", last_move="e2e4", moves=["e2e4"]), n=1)
    assert isinstance(line.server.last, m.Rejoin)
    assert line.match.moves == ["e2e4"]
    assert line.session.take_sentences() == []


def test_a_move_that_the_bot_has_overtaken_is_dropped_and_said_so() -> None:
    line = in_game()
    line.match.move("e2e4", line.now_ms)
    line.lose()
    moves = ["d2d4", "e7e5", "d4e5", "b8c6"]
    back(line, board=board_state(ply=4, last_move="b8c6", moves=moves))
    assert isinstance(line.server.last, m.Rejoin)
    assert line.match.moves == moves
    assert line.session.take_sentences() == [texts.bot_has_played(1)]


@pytest.mark.parametrize("game", [1, 2])
def test_a_resignation_is_sent_again_for_its_own_game_only(game: int) -> None:
    line = in_game()
    line.session.ask(m.Resign())
    line.lose()
    back(line, board=board_state(game=game, moves=[]))
    assert isinstance(line.server.last, m.Resign if game == 1 else m.Rejoin)


def test_what_is_said_without_a_line_is_heard_later_and_in_order() -> None:
    line = in_game()
    line.session.say("one")
    line.lose()
    line.session.say("two")
    back(line, board=board_state(moves=[]))
    assert [request.text for request in line.server.sent if isinstance(request, m.Chat)] == ["one", "one", "two"]
    assert line.server.numbers[-2:] == [1, 2]


def test_numbers_go_on_after_those_of_a_program_that_has_died() -> None:
    line = Line()
    line.session.reopen(SavedSeat(URL, CODE, ME, TOKEN), line.now_ms)
    back(line, board=board_state(moves=[]), n=41)
    line.session.ask(m.Resign())
    assert line.server.numbers[-1] == 42


# --- a seat that was left without a word ------------------------------------------------------------------


def test_a_seat_is_taken_again_after_the_program_was_started_anew() -> None:
    line = Line()
    line.session.reopen(SavedSeat(URL, CODE, ME, TOKEN), line.now_ms)
    assert line.session.place == "connecting"
    line.come_back()
    assert line.server.last == m.Rejoin(CODE, ME, TOKEN)
    line.server.answer(snapshot=a_snapshot(board=board_state(moves=[]), results=[RESULT]))
    line.poll()
    assert (line.session.place, line.match.results) == ("match", [RESULT])


def test_a_lobby_is_come_back_to() -> None:
    line = Line()
    line.session.reopen(SavedSeat(URL, CODE, ME, TOKEN), line.now_ms)
    back(line)
    assert line.session.place == "lobby"


def test_a_server_that_does_not_answer_yet_is_tried_on() -> None:
    line = Line()
    line.session.reopen(SavedSeat(URL, CODE, ME, TOKEN), line.now_ms)
    line.lose()
    assert (line.session.place, line.session.connection_text) == ("connecting", texts.STILL_TRYING)
    back(line)
    assert line.session.place == "lobby"


def test_a_server_that_was_asked_too_often_is_asked_again_later() -> None:
    line = in_game()
    line.lose()
    line.come_back()
    line.server.refuse("TOO_FAST")
    line.poll()
    asked = len(line.server.sent)
    assert line.session.due_ms(line.now_ms) == RETRY_MS
    line.poll(RETRY_MS)
    assert line.session.due_ms(line.now_ms) is None
    assert line.session.place == "match"
    assert isinstance(line.server.last, m.Rejoin)
    assert len(line.server.sent) == asked + 1


def test_a_seat_is_kept_until_one_leaves() -> None:
    line = in_game()
    seat = SavedSeat(URL, CODE, ME, TOKEN)
    assert line.session.saved_seat == seat
    line.lose()
    line.session.leave(line.now_ms)
    assert line.session.saved_seat == seat
    line.session.reopen(seat, line.now_ms)
    back(line, board=board_state(moves=[]))
    line.session.leave(line.now_ms)
    assert line.session.saved_seat is None


def test_giving_up_the_way_back_does_not_give_up_the_seat() -> None:
    line = in_game()
    line.lose()
    line.session.leave(line.now_ms)
    seat = line.session.saved_seat
    assert seat is not None
    line.session.reopen(seat, line.now_ms)
    line.come_back()
    line.session.leave(line.now_ms)
    assert line.session.saved_seat == seat
    assert m.Exit() not in line.server.sent


def test_a_seat_in_a_match_that_is_over_is_not_kept() -> None:
    line = in_game()
    line.say(OVER)
    assert line.session.saved_seat is None
    line.say(m.GameStarted(1, {"white": OTHER, "black": ME}, 3_000))
    assert line.session.saved_seat is not None


def test_a_seat_that_was_taken_from_another_window_is_not_fought_for() -> None:
    line = in_game()
    line.say(m.Replaced())
    assert (line.session.place, line.session.take_sentences()) == ("menu", [texts.SEAT_ELSEWHERE])
    assert line.session.saved_seat is not None
    assert line.server.closed


# --- the banner -------------------------------------------------------------------------------------------


def test_the_banner_says_for_how_long_the_line_has_been_down() -> None:
    line = in_game()
    assert line.session.banner(line.now_ms) == ""
    line.lose()
    line.poll(3_000)
    line.lose()
    assert line.session.banner(line.now_ms + 1_500) == texts.reconnecting(4)
    line.come_back()
    assert line.session.banner(line.now_ms) == ""


def test_the_banner_says_that_the_server_restarts_until_it_is_back() -> None:
    line = in_game()
    line.say(m.ShuttingDown(5_000, kept=True, message="Back in a moment."))
    line.lose()
    assert line.session.banner(line.now_ms) == "Back in a moment."
    line.come_back()
    assert line.session.banner(line.now_ms) == ""


def test_the_banner_says_that_a_crash_would_lose_the_match_until_it_would_not() -> None:
    line = in_game()
    line.say(m.Stored(safe=False))
    assert line.session.banner(line.now_ms) == texts.NOT_SAFE
    line.say(m.Stored(safe=True))
    assert line.session.banner(line.now_ms) == ""


def test_the_banner_says_that_the_clocks_stand_still_until_the_server_is_back() -> None:
    line = in_game()
    line.say(m.Stored(safe=False, stands=True))
    assert line.session.banner(line.now_ms) == texts.STANDS_STILL
    line.say(m.Stored(safe=True))
    assert line.session.banner(line.now_ms) == ""


def test_who_comes_back_learns_from_the_answer_whether_the_match_is_safe() -> None:
    line = in_game()
    line.say(m.Stored(safe=False))
    line.lose()
    # Meanwhile the disk was repaired, and nobody was there to be told.
    line.come_back()
    line.server.answer()
    line.poll()
    assert line.session.banner(line.now_ms) == ""


def test_a_server_that_stops_for_good_sends_home() -> None:
    line = in_game()
    line.say(m.ShuttingDown(0, kept=False, message="Closed."))
    line.lose()
    assert (line.session.place, line.session.take_sentences()) == ("menu", ["Closed."])
    assert line.session.saved_seat is None


def test_a_final_score_stays_to_be_seen_when_the_server_stops() -> None:
    line = in_game()
    line.say(OVER, m.ShuttingDown(0, kept=False, message="Closed."))
    line.lose()
    assert line.session.place == "match"


def test_who_opens_a_room_is_not_told_that_they_host_it_now() -> None:
    """Who is there may be told before which of them one is."""
    line = Line()
    line.open(create_chess(name="Ann"))
    line.say(m.PlayerList(players()))
    line.server.answer(code=CODE, pid=ME, token=TOKEN, snapshot=a_snapshot())
    line.poll()
    assert line.session.room.is_host
    assert line.session.take_sentences() == []


def test_who_becomes_host_is_told() -> None:
    line = in_lobby()
    line.say(m.PlayerList(players(host=OTHER)))
    assert line.session.take_sentences() == []
    line.say(m.PlayerList(players()))
    assert line.session.take_sentences() == [texts.HOST_NOW]


# --- somebody else is away --------------------------------------------------------------------------------

QUESTION = m.AbsenceQuestion(OTHER, ["wait", "bot", "draw", "win"])


def test_the_question_about_an_absent_opponent_is_answered_once() -> None:
    line = in_game()
    line.say(QUESTION)
    line.match.decide("draw")
    assert line.match.question is None
    assert line.server.last == m.DecideAbsence("draw")


def test_the_question_about_an_absent_opponent_is_known() -> None:
    line = in_game()
    line.say(QUESTION)
    assert line.match.question == QUESTION


@pytest.mark.parametrize(
    "news", [m.ClientReconnected(OTHER), m.ClientDisconnected(OTHER, ai=True)], ids=["back", "bot"]
)
def test_the_question_is_over_when_there_is_somebody_to_play(news: m.Notice) -> None:
    line = in_game()
    line.say(QUESTION, news)
    assert line.match.question is None


def test_the_question_stays_when_somebody_else_comes_back() -> None:
    line = in_game()
    line.say(QUESTION, m.ClientReconnected(3))
    assert line.match.question == QUESTION


def test_a_bot_in_the_opponents_chair_is_known_until_they_are_back() -> None:
    line = in_game()
    line.say(m.ClientDisconnected(OTHER), m.ClientDisconnected(OTHER, ai=True))
    assert line.session.room.people.bots == {OTHER}
    line.say(m.ClientReconnected(OTHER))
    assert line.session.room.people.bots == set()


def test_coming_back_takes_the_seat_again() -> None:
    line = in_game(seq=7)
    line.lose()
    line.come_back()
    assert line.server.last == m.Rejoin(CODE, ME, TOKEN, 7)


def test_the_snapshot_brings_back_the_moves() -> None:
    line = in_game()
    line.lose()
    line.come_back()
    board = board_state(ply=2, last_move="e7e5", moves=["e2e4", "e7e5"])
    line.server.answer(snapshot=a_snapshot(board=board))
    line.poll()
    assert (line.match.moves, line.match.can_move) == (["e2e4", "e7e5"], True)


def test_a_seat_that_is_gone_leads_to_the_menu() -> None:
    line = in_game()
    line.lose()
    line.come_back()
    line.server.refuse("ROOM_NOT_FOUND")
    line.poll()
    assert line.session.place == "menu"


def test_without_a_connection_an_action_says_so() -> None:
    line = in_game()
    line.lose()
    line.session.ask(m.Resign())
    assert line.session.take_sentences() == [texts.NOT_CONNECTED]


# --- draft, results, again ------------------------------------------------------------------------


def test_the_offer_and_its_time() -> None:
    line = in_game()
    line.say(m.UpgradeOffer(OTHER, ["trotters", "recruit", "siege"], 12_000))
    assert line.match.draft.offers[OTHER].upgrades == ["trotters", "recruit", "siege"]
    assert line.match.draft.left_ms(line.now_ms + 2_000) == 10_000


def test_a_choice_closes_the_offer() -> None:
    line = in_game()
    line.say(m.UpgradeOffer(OTHER, ["trotters"], 12_000), m.UpgradeChosen(OTHER, "trotters"))
    assert line.match.draft.offers == {}
    assert line.match.draft.chosen == {OTHER: m.UpgradeChosen(OTHER, "trotters")}


def test_the_next_game_forgets_the_draft() -> None:
    line = in_game()
    line.say(m.UpgradeChosen(OTHER, "trotters"), m.GameStarted(2, {"white": OTHER, "black": ME}, 3_000))
    assert line.match.draft.chosen == {}


def test_a_draft_that_ended_while_we_were_away_is_forgotten() -> None:
    line = in_game()
    line.say(m.UpgradeChosen(OTHER, "trotters"))
    line.lose()
    line.come_back()
    line.server.answer(snapshot=a_snapshot(board=board_state(game=2, moves=[])))
    line.poll()
    assert line.match.draft.chosen == {}


def test_a_choice_stays_to_be_seen_after_coming_back_within_its_draft() -> None:
    line = in_game()
    line.lose()
    back(line, board=board_state(phase="reveal", moves=[]), chosen=[m.UpgradeChosen(OTHER, "trotters")])
    assert list(line.match.draft.chosen) == [OTHER]


def test_results_are_kept_in_order() -> None:
    line = in_game()
    second = m.GameOver("Lose", "flag", {"1": 1.0, "2": 1.0}, OTHER)
    line.say(RESULT, second)
    assert line.match.results == [RESULT, second]


def test_the_last_position_stays_to_be_seen_for_a_while() -> None:
    line = in_game()
    line.say(OVER)
    line.poll(700)
    assert line.match.last_look_ms() == LAST_LOOK_MS - 700


def test_a_forfeit_leaves_nothing_to_look_at_before_the_score() -> None:
    line = in_game()
    line.say(RESULT, m.MatchOver("Win", {}, "forfeit", ME))
    assert line.match.last_look_ms() == 0


def test_who_wants_another_match() -> None:
    line = in_game()
    line.say(RESULT, OVER, m.Witness(OTHER, "PlayAgain", {"again": True}))
    assert line.match.again == {OTHER}
    line.say(m.Witness(OTHER, "PlayAgain", {"again": False}))
    assert line.match.again == set()


def test_another_match_starts_from_nothing() -> None:
    line = in_game()
    line.say(RESULT, OVER, m.Witness(OTHER, "PlayAgain", {"again": True}))
    line.say(m.GameStarted(1, {"white": OTHER, "black": ME}, 3_000))
    session = line.session
    assert (
        match_in(session).results,
        match_in(session).over,
        match_in(session).again,
        match_in(session).last_look_ms(),
    ) == ([], None, set(), 0)


def test_a_wish_for_another_match_that_is_heard_once_that_runs_is_none() -> None:
    line = in_game()
    line.say(RESULT, OVER, m.GameStarted(1, {"white": OTHER, "black": ME}, 3_000))
    line.say(m.Witness(OTHER, "PlayAgain", {"again": True}))
    assert line.match.again == set()


def test_whoever_was_away_while_another_match_began_has_seen_none_of_its_games() -> None:
    line = in_game()
    line.say(board_state(seq=2, game=2), RESULT, OVER)
    line.lose()
    line.come_back()
    line.server.answer(snapshot=a_snapshot(board=board_state(seq=9, game=1, moves=[])))
    line.poll()
    assert [played.feed.state.seq for played in line.match.played] == [9]


# --- company --------------------------------------------------------------------------------------


def test_who_is_away() -> None:
    line = in_game()
    line.say(m.ClientDisconnected(OTHER))
    assert line.session.room.people.absent == {OTHER}
    line.say(m.ClientReconnected(OTHER))
    assert line.session.room.people.absent == set()


def test_who_has_left_for_good() -> None:
    line = in_game()
    line.say(m.ClientDisconnected(OTHER, left=True))
    assert line.session.room.people.left == {OTHER}


def test_being_shown_the_door() -> None:
    line = in_game()
    line.say(m.Kicked(), m.ChatLine(OTHER, "bye"))
    assert (line.session.place, line.session.take_sentences()) == ("menu", [texts.KICKED])
    assert line.session.room.chat.lines == []


def test_a_notice_is_taken_once() -> None:
    session = Line().session
    session.tell("Hello.")
    assert (session.take_sentences(), session.take_sentences()) == (["Hello."], [])


# --- leaving --------------------------------------------------------------------------------------


def test_leaving_says_goodbye_and_waits_for_the_answer() -> None:
    line = in_lobby()
    line.session.leave(line.now_ms)
    assert line.session.place == "menu"
    assert (line.server.last, line.server.closed) == (m.Exit(), False)
    line.server.answer()
    line.poll()
    assert line.server.closed
    assert not line.session.saying_goodbye


def test_leaving_does_not_wait_for_ever() -> None:
    line = in_lobby()
    line.session.leave(line.now_ms)
    line.poll(LINGER_MS - 1)
    assert not line.server.closed
    line.poll(1)
    assert line.server.closed


def test_leaving_on_the_way_in_just_hangs_up() -> None:
    line = Line()
    line.session.open(URL, create_chess(), line.now_ms)
    line.session.leave(line.now_ms)
    assert (line.server.sent, line.server.closed) == ([], True)


def test_closing_hangs_up_every_line() -> None:
    line = in_lobby()
    line.session.leave(line.now_ms)
    line.open(create_chess())
    line.session.close()
    assert all(transport.closed for transport in line.transports)


def test_chosen_cards_are_said_over_every_screen_of_their_table_and_nowhere_else() -> None:
    line = Line()
    line.open(create_chess())
    assert line.session.banner(0) == ""
    line.server.answer(code=CODE, pid=ME, token=TOKEN, snapshot=a_snapshot(cards=["iron_guard"]))
    line.poll()
    assert "never rated" in line.session.banner(0)
    assert "Iron Guard" in line.session.banner(0)
    line.session.leave(0)
    assert line.session.banner(0) == ""


def test_clocks_that_the_server_has_stopped_stand_still_here_too() -> None:
    line = in_game()
    line.say(m.Stored(safe=False, stands=True))
    assert line.match.feed is not None
    before = line.match.feed.clock_ms("white", line.now_ms)
    line.poll(later_ms=3_000)
    assert line.match.feed.clock_ms("white", line.now_ms) == before
    assert line.match.feed.running() is None

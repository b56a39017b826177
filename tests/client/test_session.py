from __future__ import annotations

import pytest

from game.client import texts
from game.client.session import FAREWELL_MS, LAST_LOOK_MS, Seat
from netcode import messages as m
from netcode.refusals import SENTENCES, Refusal
from tests.helpers.fake_transport import (
    CODE,
    ME,
    OTHER,
    TOKEN,
    URL,
    Line,
    a_snapshot,
    a_state,
    in_game,
    in_lobby,
    players,
)

# --- getting in -----------------------------------------------------------------------------------


def test_creating_a_room_leads_to_the_lobby() -> None:
    session = in_lobby().session
    assert session.place == "lobby"
    assert session.seat == Seat(URL, CODE, ME, TOKEN)
    assert session.is_host


def test_joining_a_room_leads_to_the_lobby() -> None:
    line = Line()
    line.open(m.JoinGame(CODE, "Ann"))
    line.server.answer(code=CODE, pid=ME, token=TOKEN, snapshot=a_snapshot(players=players(host=OTHER)))
    line.poll()
    assert (line.session.place, line.session.is_host) == ("lobby", False)


def test_watching_is_remembered() -> None:
    line = Line()
    line.open(m.JoinGame(CODE, "Ann", watch=True))
    line.server.answer(code=CODE, pid=3, token=TOKEN)
    line.poll()
    assert line.session.watching


def test_nothing_is_asked_before_the_connection_is_up() -> None:
    line = Line()
    line.session.open(URL, m.CreateGame(), line.now_ms)
    line.poll()
    assert (line.session.place, line.server.sent) == ("connecting", [])


@pytest.mark.parametrize("code", [Refusal.ROOM_NOT_FOUND, Refusal.ROOM_FULL, Refusal.NAME_TAKEN])
def test_a_refusal_leads_back_to_the_menu_with_a_next_step(code: Refusal) -> None:
    line = Line()
    line.open(m.JoinGame(CODE, "Ann"))
    line.server.refuse(code)
    line.poll()
    assert line.session.place == "menu"
    (notice,) = line.session.take_notices()
    assert notice.startswith(SENTENCES[code])
    assert len(notice) > len(SENTENCES[code])


def test_a_refused_entrance_hangs_up() -> None:
    line = Line()
    line.open(m.JoinGame(CODE, "Ann"))
    line.server.refuse("ROOM_NOT_FOUND")
    line.poll()
    assert line.server.closed


def test_an_answer_without_a_seat_is_an_odd_server() -> None:
    line = Line()
    line.open(m.CreateGame())
    line.server.answer(code=CODE)
    line.poll()
    assert (line.session.place, line.session.take_notices()) == ("menu", [texts.ODD_SERVER])


def test_no_server_there_leads_back_to_the_menu() -> None:
    line = Line()
    line.session.open(URL, m.CreateGame(), line.now_ms)
    line.lose("No server answers there.")
    assert (line.session.place, line.session.take_notices()) == ("menu", ["No server answers there."])


def test_no_server_there_can_be_said_in_other_words() -> None:
    line = Line()
    line.session.open(URL, m.CreateGame(), line.now_ms, if_nobody="Type an address.")
    line.lose()
    assert line.session.take_notices() == ["Type an address."]


# --- by address alone -----------------------------------------------------------------------------


def games(*codes: str) -> list[m.Game]:
    return [m.Game(code, "chess", code, "Bob", 1, 2, 3) for code in codes]


def test_the_only_open_match_is_joined() -> None:
    line = Line()
    line.open(m.ListGames("chess"), name="Ann")
    line.server.answer(games=games("WXYZ"))
    line.poll()
    assert line.server.last == m.JoinGame("WXYZ", "Ann")


@pytest.mark.parametrize(("codes", "sentence"), [([], texts.NO_OPEN_MATCH), (["WXYZ", "KLMN"], texts.SEVERAL_MATCHES)])
def test_none_or_several_open_matches_need_a_code(codes: list[str], sentence: str) -> None:
    line = Line()
    line.open(m.ListGames("chess"), name="Ann")
    line.server.answer(games=games(*codes))
    line.poll()
    assert (line.session.place, line.session.take_notices()) == ("menu", [sentence])


# --- moves ----------------------------------------------------------------------------------------


def test_the_first_board_leads_to_the_match() -> None:
    session = in_game().session
    assert (session.place, session.color, session.can_move) == ("match", "white", True)


def test_ones_own_move_is_shown_at_once() -> None:
    line = in_game()
    line.session.move("e2e4", line.now_ms)
    assert line.session.moves == ["e2e4"]
    assert line.session.sans == ["e4"]
    assert line.server.last == m.MakeMove("e2e4", 0, lag_ms=30)


def test_ones_own_clock_stops_at_sending() -> None:
    line = in_game()
    line.session.move("e2e4", line.now_ms + 1_000)
    assert line.session.clock_ms("white", line.now_ms + 9_000) == 59_000


def test_one_move_at_a_time() -> None:
    line = in_game()
    line.session.move("e2e4", line.now_ms)
    line.session.move("d2d4", line.now_ms)
    assert line.session.moves == ["e2e4"]


def test_a_refused_move_is_taken_back() -> None:
    line = in_game()
    line.session.move("e2e4", line.now_ms)
    line.server.refuse("ILLEGAL_MOVE")
    line.poll()
    assert line.session.moves == []
    assert line.session.take_notices() == [SENTENCES[Refusal.ILLEGAL_MOVE]]


def test_a_refused_move_leaves_the_clock_running() -> None:
    line = in_game()
    line.session.move("e2e4", line.now_ms)
    line.server.refuse("ILLEGAL_MOVE")
    line.poll()
    assert line.session.clock_ms("white", line.now_ms + 9_000) == 51_000


def test_a_stale_move_asks_for_the_board_and_bothers_nobody() -> None:
    line = in_game()
    line.session.move("e2e4", line.now_ms)
    line.server.refuse("STALE_PLY")
    line.poll()
    assert isinstance(line.server.last, m.Rejoin)
    assert line.session.take_notices() == []


def test_a_gap_in_the_moves_asks_for_the_board() -> None:
    line = in_game()
    line.say(a_state(seq=4, ply=2, last_move="e7e5"))
    assert line.server.last == m.Rejoin(CODE, ME, TOKEN, 4)


# --- a broken line --------------------------------------------------------------------------------


def test_a_lost_connection_is_told_and_the_match_stays() -> None:
    line = in_game()
    line.lose("No server answers.")
    session = line.session
    assert (session.place, session.connection, session.connection_text) == ("match", "lost", texts.RECONNECTING)
    assert not session.can_move


def test_a_move_that_was_on_its_way_is_taken_back() -> None:
    line = in_game()
    line.session.move("e2e4", line.now_ms)
    line.lose()
    assert line.session.moves == []


def test_coming_back_takes_the_seat_again() -> None:
    line = in_game(seq=7)
    line.lose()
    line.come_back()
    assert line.server.last == m.Rejoin(CODE, ME, TOKEN, 7)


def test_the_snapshot_brings_back_the_moves() -> None:
    line = in_game()
    line.lose()
    line.come_back()
    board = a_state(ply=2, last_move="e7e5", moves=["e2e4", "e7e5"])
    line.server.answer(snapshot=a_snapshot(board=board))
    line.poll()
    assert (line.session.moves, line.session.can_move) == (["e2e4", "e7e5"], True)


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
    line.session.resign()
    assert line.session.take_notices() == [texts.NOT_CONNECTED]


# --- draft, results, again ------------------------------------------------------------------------


def test_the_offer_and_its_time() -> None:
    line = in_game()
    line.say(m.UpgradeOffer(OTHER, ["trotters", "recruit", "siege"], 12_000))
    assert line.session.offers[OTHER].upgrades == ["trotters", "recruit", "siege"]
    assert line.session.offer_ms(line.now_ms + 2_000) == 10_000


def test_a_choice_closes_the_offer() -> None:
    line = in_game()
    line.say(m.UpgradeOffer(OTHER, ["trotters"], 12_000), m.UpgradeChosen(OTHER, "trotters"))
    assert line.session.offers == {}
    assert line.session.chosen == {OTHER: m.UpgradeChosen(OTHER, "trotters")}


def test_the_next_game_forgets_the_draft() -> None:
    line = in_game()
    line.say(m.UpgradeChosen(OTHER, "trotters"), m.GameStarted(2, {"white": OTHER, "black": ME}, 3_000))
    assert line.session.chosen == {}


def test_a_draft_that_ended_while_we_were_away_is_forgotten() -> None:
    line = in_game()
    line.say(m.UpgradeChosen(OTHER, "trotters"))
    line.lose()
    line.come_back()
    line.server.answer(snapshot=a_snapshot(board=a_state(game=2, moves=[])))
    line.poll()
    assert line.session.chosen == {}


def test_a_choice_stays_to_be_seen_after_coming_back_within_its_draft() -> None:
    line = in_game()
    line.say(m.UpgradeChosen(OTHER, "trotters"))
    line.lose()
    line.come_back()
    line.server.answer(snapshot=a_snapshot(board=a_state(phase="reveal", moves=[])))
    line.poll()
    assert list(line.session.chosen) == [OTHER]


RESULT = m.GameOver("Win", "checkmate", {"1": 1.0, "2": 0.0}, ME)
OVER = m.MatchOver("Win", {"1": 2.0, "2": 0.0}, "score", ME)


def test_results_are_kept_in_order() -> None:
    line = in_game()
    second = m.GameOver("Lose", "flag", {"1": 1.0, "2": 1.0}, OTHER)
    line.say(RESULT, second)
    assert line.session.results == [RESULT, second]


def test_the_last_position_stays_to_be_seen_for_a_while() -> None:
    line = in_game()
    line.say(OVER)
    line.poll(700)
    assert line.session.last_look_ms == LAST_LOOK_MS - 700


def test_who_wants_another_match() -> None:
    line = in_game()
    line.say(m.Witness(OTHER, "PlayAgain", {"again": True}))
    assert line.session.again == {OTHER}
    line.say(m.Witness(OTHER, "PlayAgain", {"again": False}))
    assert line.session.again == set()


def test_another_match_starts_from_nothing() -> None:
    line = in_game()
    line.say(RESULT, OVER, m.Witness(OTHER, "PlayAgain", {"again": True}))
    line.say(m.GameStarted(1, {"white": OTHER, "black": ME}, 3_000))
    session = line.session
    assert (session.results, session.over, session.again, session.last_look_ms) == ([], None, set(), 0)


# --- company --------------------------------------------------------------------------------------


def test_who_is_away() -> None:
    line = in_game()
    line.say(m.ClientDisconnected(OTHER))
    assert line.session.absent == {OTHER}
    line.say(m.ClientReconnected(OTHER))
    assert line.session.absent == set()


def test_who_has_left_for_good() -> None:
    line = in_game()
    line.say(m.ClientDisconnected(OTHER, left=True))
    assert line.session.left == {OTHER}


def test_being_shown_the_door() -> None:
    line = in_game()
    line.say(m.Kicked(), m.ChatLine(OTHER, "bye"))
    assert (line.session.place, line.session.take_notices()) == ("menu", [texts.KICKED])
    assert line.session.chat == []


def test_a_notice_is_taken_once() -> None:
    session = Line().session
    session.tell("Hello.")
    assert (session.take_notices(), session.take_notices()) == (["Hello."], [])


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
    line.poll(FAREWELL_MS - 1)
    assert not line.server.closed
    line.poll(1)
    assert line.server.closed


def test_leaving_on_the_way_in_just_hangs_up() -> None:
    line = Line()
    line.session.open(URL, m.CreateGame(), line.now_ms)
    line.session.leave(line.now_ms)
    assert (line.server.sent, line.server.closed) == ([], True)


def test_closing_hangs_up_every_line() -> None:
    line = in_lobby()
    line.session.leave(line.now_ms)
    line.open(m.CreateGame())
    line.session.close()
    assert all(transport.closed for transport in line.transports)

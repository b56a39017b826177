"""What the match screen says, from what the server has said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import chess
import pytest

from game.client import texts
from game.client.chess import match_logic as logic
from game.client.chess.drawoffers_logic import draw_offer
from netcode import messages as m
from tests.helpers.chess_wire import board_state
from tests.helpers.fake_transport import ME, OTHER, Line, in_game, in_lobby, match_in

if TYPE_CHECKING:
    from game.client.net.session import Session

AFTER_CAPTURE = ["e2e4", "d7d5", "e4d5"]
PROMOTING = "4k3/P7/8/8/8/8/8/4K3 w - - 0 1"


def after(*moves: str, **changes: object) -> Line:
    """A game in which these moves were made."""
    turn = "white" if len(moves) % 2 == 0 else "black"
    last = moves[-1] if moves else None
    return in_game(moves=list(moves), ply=len(moves), last_move=last, turn=turn, **changes)


# --- sides and plates ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mine", "turned", "bottom"),
    [("white", False, "white"), ("black", False, "black"), ("black", True, "white"), (None, False, "white")],
)
def test_ones_own_pieces_are_at_the_bottom_unless_the_board_is_turned(
    mine: m.Colour | None, turned: bool, bottom: m.Colour
) -> None:
    assert logic.bottom_color(match_in(in_game(color=mine).session), turned=turned) == bottom


def test_a_plate_says_who_has_which_colour() -> None:
    session = in_game().session
    white, black = logic.plate_facts(match_in(session), "white"), logic.plate_facts(match_in(session), "black")
    assert (white.name, white.piece) == ("Ann", "K")
    assert (black.name, black.piece) == ("Bob", "k")


def test_a_plate_tells_that_its_player_is_gone_and_that_they_are_back() -> None:
    line = in_game()
    line.say(m.ClientDisconnected(OTHER))
    assert logic.plate_facts(line.match, "black").note == texts.GONE
    line.say(m.ClientReconnected(OTHER))
    assert logic.plate_facts(line.match, "black").here


def test_before_the_first_board_plates_are_empty() -> None:
    assert logic.plate_facts(in_lobby().match, "white").name == ""


# --- captures -----------------------------------------------------------------------------------------------------


def test_a_capture_is_shown_in_the_colour_of_what_was_taken() -> None:
    session = after(*AFTER_CAPTURE).session
    assert logic.captures(match_in(session), "white") == ("p", 1)
    assert logic.captures(match_in(session), "black") == ("", -1)


def test_black_captures_white_pieces() -> None:
    session = after(*AFTER_CAPTURE, "d8d5").session
    assert logic.captures(match_in(session), "black") == ("P", 0)


def test_a_promotion_is_nobodys_capture() -> None:
    session = after("a7a8q", start_fen=PROMOTING).session
    assert logic.captures(match_in(session), "black") == ("", -9)


def test_an_extra_piece_from_an_upgrade_is_no_capture() -> None:
    session = in_game(upgrades=m.Badges(white=["reinforcement"])).session
    assert logic.captures(match_in(session), "black")[0] == ""


# --- on the board -------------------------------------------------------------------------------------------------


def test_the_last_move_is_marked() -> None:
    assert logic.last_move(match_in(after("e2e4").session)) == (chess.E2, chess.E4)


def test_a_move_of_ones_own_is_marked_before_the_server_has_answered() -> None:
    line = in_game()
    line.match.move("e2e4", line.now_ms)
    assert logic.last_move(line.match) == (chess.E2, chess.E4)


def test_a_king_in_check_is_found() -> None:
    assert logic.king_in_check(match_in(after("e2e4", "f7f6", "d1h5").session).position()) == chess.E8


def test_a_king_who_is_safe_is_not_marked() -> None:
    assert logic.king_in_check(match_in(in_game().session).position()) is None


def test_pieces_with_a_new_move_are_marked_on_their_owners_side_only() -> None:
    assert logic.marked_under(m.Badges(white=["trotters"], black=["deep_breath"])) == {"N"}


def test_an_upgrade_of_a_newer_server_marks_nothing() -> None:
    assert logic.marked_under(m.Badges(white=["from_the_future"])) == frozenset()


def explained(session: Session, square: int) -> str:
    position = match_in(session).position()
    assert position is not None
    return logic.explain_piece(match_in(session), position, square)


def test_an_upgraded_piece_is_explained_and_a_plain_one_is_not() -> None:
    session = in_game(upgrades=m.Badges(white=["trotters"])).session
    assert explained(session, chess.B1).startswith("Trotters. ")
    assert explained(session, chess.B8) == ""
    assert explained(session, chess.A1) == ""


def test_of_a_heros_kind_only_the_hero_is_marked_and_explained() -> None:
    session = in_game(upgrades=m.Badges(white=["knight_hero"]), start_layers="b1 - - -").session
    position = match_in(session).position()
    assert position is not None
    assert logic.signs(match_in(session), position) == {chess.B1: {"hero"}}
    assert explained(session, chess.B1).startswith("Knight")
    assert explained(session, chess.G1) == ""


def test_shields_and_poison_are_worn() -> None:
    session = in_game(upgrades=m.Badges(white=["shield"], black=["poison_bishops"]), start_layers="- f1 - -").session
    position = match_in(session).position()
    assert position is not None
    signs = logic.signs(match_in(session), position)
    assert signs[chess.F1] == {"shield"}
    assert signs[chess.C8] == {"poison"}
    assert explained(session, chess.F1).startswith("Shield")
    assert explained(session, chess.C8).startswith("Poison")


def test_an_opponents_piece_threatens_by_its_upgrades_too() -> None:
    session = in_game(upgrades=m.Badges(black=["chargers"])).session
    position = match_in(session).position()
    assert position is not None
    assert logic.threats(match_in(session), position, chess.B8) == {chess.A6, chess.C6}
    position.remove_piece_at(chess.B7)
    assert logic.threats(match_in(session), position, chess.B8) == {chess.A6, chess.C6, chess.B7}


def test_ones_own_pieces_threaten_nobody_here() -> None:
    session = in_game().session
    position = match_in(session).position()
    assert position is not None
    assert logic.threats(match_in(session), position, chess.B1) == frozenset()
    assert logic.threats(match_in(session), position, chess.E4) == frozenset()


# --- phases -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("later_ms", "number"), [(0, 3), (999, 3), (1_000, 2), (2_500, 1), (3_500, 1)])
def test_the_countdown_counts_whole_seconds_down_to_one(later_ms: int, number: int) -> None:
    line = in_game(phase="countdown", phase_ms=3_000)
    assert logic.countdown_number(line.match, line.now_ms + later_ms) == number


def test_there_is_no_countdown_while_a_game_runs() -> None:
    line = in_game()
    assert logic.countdown_number(line.match, line.now_ms) is None


def test_an_armageddon_game_is_announced_as_one() -> None:
    assert logic.heading(match_in(in_game(armageddon=True).session)) == texts.ARMAGEDDON


@pytest.mark.parametrize(("winner", "who"), [(ME, texts.YOU), (OTHER, "Bob")])
def test_the_result_names_who_takes_the_game(winner: int, who: str) -> None:
    line = in_game()
    line.say(board_state(phase="result"), m.GameOver("Win", "checkmate", {}, winner))
    words = logic.result_words(line.match)
    assert words is not None
    assert words[0] == texts.result_headline("checkmate")
    assert words[1].startswith(who)


def test_a_draw_is_half_a_point_each() -> None:
    line = in_game()
    line.say(board_state(phase="result"), m.GameOver("Tie", "stalemate", {}))
    assert "half a point each" in (logic.result_words(line.match) or ("", ""))[1]


def test_no_result_is_shown_while_the_next_game_runs() -> None:
    line = in_game()
    line.say(m.GameOver("Win", "checkmate", {}, ME), board_state(game=2))
    assert logic.result_words(line.match) is None


def test_nobody_is_asked_about_a_draw_when_the_opponent_has_left_the_match() -> None:
    line = in_game(draw_offer="black", phase="over")
    line.say(m.MatchOver("Win", {}, "forfeit", ME))
    assert draw_offer(line.match).stage == "may offer"
    assert logic.status_line(line.match) == ""
    assert logic.result_words(line.match) is None


def test_between_games_the_match_waits_and_no_clock_is_said_to_run() -> None:
    line = in_game(phase="result", phase_ms=None)
    line.say(m.ClientDisconnected(OTHER))
    assert logic.status_line(line.match) == texts.match_waits_for("Bob")


def test_a_line_that_is_down_has_no_bars() -> None:
    line = in_game()
    assert logic.line_quality(line.match, ME) == 4
    line.lose()
    assert (logic.line_quality(line.match, ME), logic.line_quality(line.match, OTHER)) == (0, 0)


# --- who is here --------------------------------------------------------------------------------------------------


def test_no_banner_while_everybody_is_here() -> None:
    assert logic.status_line(in_game().match) == ""


def test_ones_own_lost_line_comes_first() -> None:
    line = in_game()
    line.say(m.ClientDisconnected(OTHER))
    line.lose("The line is down.")
    assert logic.status_line(line.match) == ""


def test_the_bot_in_the_opponents_chair_is_named() -> None:
    line = in_game()
    line.say(m.ClientDisconnected(OTHER, ai=True))
    assert logic.status_line(line.match) == texts.bot_plays_for("Bob")
    assert logic.plate_facts(line.match, "black").note == texts.BOT_PLAYS


@pytest.mark.parametrize(("latency_ms", "bars"), [(None, None), (5, 4), (100, 3), (200, 2), (900, 1)])
def test_a_line_is_as_good_as_its_round_trip(latency_ms: int | None, bars: int | None) -> None:
    line = in_game()
    line.say(m.PlayerList([m.Player(OTHER, "Bob", "player", connected=True, latency_ms=latency_ms)]))
    assert logic.plate_facts(line.match, "black").line == bars


def test_a_line_that_is_gone_has_no_bars() -> None:
    line = in_game()
    line.say(m.PlayerList([m.Player(OTHER, "Bob", "player", connected=False, latency_ms=20)]))
    assert logic.plate_facts(line.match, "black").line == 0


def test_whoever_watches_with_a_delay_reads_how_long_it_is() -> None:
    line = in_game()
    line.say(m.PlayerChanged(ME, role="spectator"))
    assert "later" not in logic.heading(line.match)
    line.match.watch_delay = 30
    assert "seen 30 s later" in logic.heading(line.match)


def test_players_do_not_read_how_late_others_see_them() -> None:
    line = in_game()
    line.match.watch_delay = 30
    assert "later" not in logic.heading(line.match)


def test_the_heading_counts_the_watchers() -> None:
    line = in_game()
    watchers = (m.Player(pid, f"Cat {pid}", "spectator", connected=True) for pid in (7, 8, 9))
    line.say(*map(m.PlayerJoined, watchers))
    assert logic.heading(line.match).endswith(texts.watching(3))


def test_an_opponent_who_is_away_is_named() -> None:
    line = in_game()
    line.say(m.ClientDisconnected(OTHER))
    assert logic.status_line(line.match) == texts.opponent_gone("Bob")


def test_a_spectator_who_is_away_is_nobodys_business() -> None:
    line = in_game()
    line.say(m.ClientDisconnected(9))
    assert logic.status_line(line.match) == ""


def test_an_offer_of_a_draw_is_told_and_is_no_alarm() -> None:
    line = in_game(draw_offer="black")
    assert logic.status_line(line.match) == texts.offers_draw("Bob")
    assert logic.absence_line(line.match) == ""

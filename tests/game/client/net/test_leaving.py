"""Somebody has left, or the table is gone: what is said, and that nobody tries to come back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from game.client import texts
from netcode import messages as m
from tests.helpers.fake_transport import CODE, ME, OTHER, Line, a_snapshot, in_game, in_lobby

if TYPE_CHECKING:
    from collections.abc import Callable

CLOSED = m.ShuttingDown(0, kept=False, message="Bob has closed the table.")
FORFEIT = m.MatchOver("Win", {"1": 0.0, "2": 0.0}, "forfeit", ME)


def a_finished_match() -> Line:
    line = in_game()
    line.say(m.MatchOver("Win", {"1": 2.0, "2": 0.0}, "score", ME))
    return line


def test_in_the_lobby_one_is_told_who_has_left() -> None:
    line = in_lobby()
    line.say(m.PlayerLeft(OTHER), m.PlayerList(a_snapshot().players[:1]))
    assert line.session.take_sentences() == ["Bob has left."]
    assert line.session.room.people.left == {OTHER}


def test_a_spectator_goes_without_a_word() -> None:
    line = in_lobby()
    spectator = m.Player(7, "Wes", "spectator", connected=True)
    line.say(m.PlayerList([*a_snapshot().players, spectator]), m.PlayerLeft(7))
    assert line.session.take_sentences() == []


def test_after_the_match_the_last_screen_knows_who_has_left() -> None:
    line = a_finished_match()
    line.say(m.Witness(OTHER, "PlayAgain", {"again": True}), m.PlayerLeft(OTHER))
    assert (line.session.room.people.left, line.match.again, line.session.take_sentences()) == ({OTHER}, set(), [])


@pytest.mark.parametrize("come", [in_lobby, in_game], ids=["lobby", "game"])
def test_a_closed_table_sends_home_with_a_sentence(come: Callable[[], Line]) -> None:
    line = come()
    line.say(CLOSED)
    line.lose()
    assert (line.session.place, line.session.take_sentences()) == ("menu", ["Bob has closed the table."])
    assert line.session.saved_seat is None


@pytest.mark.parametrize("finish", ["forfeit", "played out"])
def test_a_final_score_stays_when_the_table_closes_and_nobody_reconnects(finish: str) -> None:
    line = in_game() if finish == "forfeit" else a_finished_match()
    line.say(*([FORFEIT] if finish == "forfeit" else []), CLOSED)
    line.lose()
    session = line.session
    assert (session.place, session.connection, session.closed) == ("match", "offline", "Bob has closed the table.")
    assert session.banner(line.now_ms) == ""
    assert line.server.closed
    session.leave(line.now_ms)
    assert session.place == "menu"


def test_a_server_that_comes_back_is_waited_for() -> None:
    line = a_finished_match()
    line.say(m.ShuttingDown(0, kept=True, message="Back in a moment."))
    line.lose()
    assert (line.session.connection, line.session.closed) == ("lost", "")


@pytest.mark.parametrize(("ban", "sentence"), [(False, texts.KICKED), (True, texts.BANNED)])
def test_whoever_is_shown_out_reads_that_the_host_did_it(ban: bool, sentence: str) -> None:
    line = in_lobby()
    line.say(m.Kicked(ban))
    assert (line.session.place, line.session.take_sentences()) == ("menu", [sentence])


def test_a_banned_guest_who_tries_again_reads_why_not() -> None:
    line = Line()
    line.open(m.JoinGame(CODE, "Bob"))
    line.server.answer(ok=False, error="BANNED", message="The host has removed you from that match for good.")
    line.poll()
    assert line.session.take_sentences() == ["The host has removed you from that match for good."]


def test_too_many_wrong_codes_say_for_how_long() -> None:
    line = Line()
    line.open(m.JoinGame("QQQQ", "Bob"))
    line.server.answer(
        ok=False, error="TOO_FAST", message="Too many wrong codes. Try again in 43 seconds.", wait_ms=42_800
    )
    line.poll()
    assert line.session.take_sentences() == ["Too many wrong codes. Try again in 43 seconds."]

"""What stands beside the board and over it: badges, pips, clocks, the countdown."""

from __future__ import annotations

import math
from typing import Any

import pytest

from game.chess.upgrades import CATALOGUE
from game.client import texts
from game.client.chess.widgets.badge import Badges, ScorePips
from game.client.chess.widgets.clockface import ClockFace, until_next_change_ms
from game.client.chess.widgets.overboard import COUNTDOWN, OverBoard, ResultWords
from game.client.kit import theme
from game.client.kit.painter import Painter
from game.client.kit.widgets.scrolling import MoveList
from tests.helpers.golden import share_different
from tests.helpers.pilot import Pilot

TWO_ROWS = 60.0


def some_badges(*ids: str) -> Badges:
    badges = Badges("badges")
    badges.place(100, 100, 300, TWO_ROWS)
    badges.set_upgrades(list(ids))
    return badges


def a_clock(ms: int, *, reduced_motion: bool = False, running: bool = True) -> ClockFace:
    clock = ClockFace("clock")
    clock.reduced_motion = reduced_motion
    clock.place(100, 100, 200, 64)
    clock.set_time(ms, running=running)
    return clock


def test_badges_go_on_in_the_next_row_where_the_first_is_full() -> None:
    badges = some_badges("two_recruits", "poison_queen", "siege")
    Pilot(badges)
    assert badges.tooltip_at((110, 100 + TWO_ROWS - 4)).startswith("Siege")


@pytest.mark.parametrize("count", [6, 8])
def test_no_badge_leaves_its_place_however_many_there_are(count: int) -> None:
    badges = some_badges(*sorted(CATALOGUE, key=lambda each: -len(CATALOGUE[each].name))[:count])
    Pilot(badges)
    assert len(badges._places) == count
    assert all(badges.rect.contains(place) for place, _ in badges._places)


def test_a_badge_explains_itself_in_its_sentence() -> None:
    badges = some_badges("amazon")
    Pilot(badges)
    assert badges.tooltip_at((110, 110)) == "Amazon. Your queen may also move and capture like a knight."


def test_where_no_badge_is_nothing_is_explained() -> None:
    badges = some_badges("amazon")
    Pilot(badges)
    assert badges.tooltip_at((390, 110)) == ""


def test_an_upgrade_of_a_newer_server_is_left_out() -> None:
    badges = some_badges("from_the_future", "amazon")
    Pilot(badges)
    assert badges.tooltip_at((110, 110)).startswith("Amazon")


@pytest.mark.parametrize("other", [(3, 0, 1, 0), (3, 0, 0, 1), (3, 0, 0, 0), (5, 1, 0, 0)])
def test_pips_tell_scores_apart(other: tuple[int, int, int, int]) -> None:
    shots = []
    for score in ((3, 1, 0, 0), other):
        pips = ScorePips()
        pips.place(100, 100, 160, 24)
        pips.set_score(*score)
        shots.append(Pilot(pips, size=(300, 200)).shot())
    assert share_different(*shots) > 0


def is_lit(clock: ClockFace) -> bool:
    color = Pilot(clock).shot().get_at((104, 132))
    return tuple(color)[:3] == theme.ROSE_HOVER


@pytest.mark.parametrize(("ms", "lit"), [(4_900, True), (4_700, False), (4_100, False), (59_900, False)])
def test_a_short_clock_beats_at_every_whole_second(ms: int, lit: bool) -> None:
    assert is_lit(a_clock(ms)) == lit


def test_in_reduced_motion_no_clock_beats() -> None:
    assert not is_lit(a_clock(4_900, reduced_motion=True))


def test_a_short_clock_that_stands_does_not_beat() -> None:
    assert not is_lit(a_clock(4_900, running=False))


@pytest.mark.parametrize("ms", [60_000, 59_999, 10_001, 9_999, 4_900, 4_800, 50])
def test_a_running_clock_is_painted_anew_when_its_text_changes_and_not_before(ms: int) -> None:
    clock = a_clock(ms)
    clock.dirty = False
    clock.set_time(ms - until_next_change_ms(ms) + 1, running=True)
    assert not clock.dirty
    clock.set_time(ms - until_next_change_ms(ms), running=True)
    assert clock.dirty


def a_countdown(*, reduced_motion: bool = False) -> tuple[OverBoard, Pilot]:
    over = OverBoard()
    over.reduced_motion = reduced_motion
    over.place(100, 100, 400, 400)
    over.show(3, "You play White", None)
    return over, Pilot(over)


@pytest.mark.parametrize("reduced_motion", [False, True])
def test_a_number_of_the_countdown_settles_and_then_rests(reduced_motion: bool) -> None:
    _, pilot = a_countdown(reduced_motion=reduced_motion)
    first = pilot.shot()
    pilot.advance(theme.PANEL_MS * 2)
    assert share_different(first, pilot.shot()) > 0
    assert pilot.step() is None


@pytest.mark.parametrize("text", theme.TEXT_SIZES)
def test_the_line_below_the_countdown_stays_within_its_disc(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    over, pilot = a_countdown()
    pilot.window.set_look(theme.DARK, theme.TEXT_SIZES[text])
    write = Painter.text
    reach: list[float] = []

    def watch(painter: Painter, line: str, at: tuple[float, float], **how: Any) -> float:
        width = write(painter, line, at, **how)
        below = at[1] + painter.line_height(how["size"]) / 2 - over.rect.centery
        reach.append(math.hypot(width / 2, below))
        return width

    over.show(2, texts.NEW_GAME_FOR_YOU["white"], None)
    monkeypatch.setattr(Painter, "text", watch)
    over.paint(pilot.window.painter)
    assert 0 < reach[-1] < COUNTDOWN


def test_every_number_of_the_countdown_appears_anew() -> None:
    over, pilot = a_countdown()
    pilot.advance(theme.PANEL_MS * 2)
    over.show(2, "You play White", None)
    assert pilot.step() is not None


def test_a_banner_rises_and_then_rests() -> None:
    over, pilot = a_countdown()
    pilot.advance(theme.PANEL_MS * 2)
    over.show(None, "", ResultWords("You win", "Checkmate."))
    assert pilot.step() is not None
    pilot.advance(theme.PANEL_MS * 2)
    assert pilot.step() is None


@pytest.mark.parametrize("reduced_motion", [False, True])
def test_a_clock_whose_flag_has_fallen_tips_over_and_then_rests(reduced_motion: bool) -> None:
    clock = a_clock(0, running=False, reduced_motion=reduced_motion)
    pilot = Pilot(clock)
    before = pilot.shot()
    clock.set_tipped(True)
    pilot.advance(theme.TIP_MS * 2)
    assert share_different(before, pilot.shot()) > 0
    assert pilot.step() is None
    clock.set_tipped(False)
    pilot.step()
    assert share_different(before, pilot.shot()) == 0


def test_what_lies_over_the_board_takes_no_click() -> None:
    over, _ = a_countdown()
    assert not over.contains((300, 300))


def test_a_move_list_gives_a_line_to_each_number_and_another_where_a_move_was_taken_back() -> None:
    moves = MoveList()
    moves.place(100, 100, 300, 200)
    numbers = [(1, True), (1, False), (2, True), (2, False), (3, True), (2, True)]
    moves.set_moves(["e4", "e5", "Nf3", "Nc6", "rewind", "Bc4"], None, numbers)
    assert moves._rows == [(1, 1, 2), (2, 3, 4), (3, 5, 0), (2, 6, 0)]


def test_a_game_that_black_begins_has_nothing_in_whites_place() -> None:
    moves = MoveList()
    moves.place(100, 100, 300, 200)
    moves.set_moves(["e5", "Nf3"], None, [(7, False), (8, True)])
    assert moves._rows == [(7, 0, 1), (8, 2, 0)]

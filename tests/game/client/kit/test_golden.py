"""How it looks: pictures that were looked at and kept. `pytest tests/game/client --update-golden` makes them anew."""

from __future__ import annotations

import pygame
import pytest

from game.client.kit.window import Window
from tests.helpers.golden import MOST_DIFFERENT, check_golden, share_different, worst_tile
from tests.helpers.pilot import Pilot
from tests.helpers.sheet import a_design_sheet, a_match_table, a_social_sheet

AT_REST_MS = 2_000


def test_the_design_sheet(update_golden: bool) -> None:
    pilot = Pilot(*a_design_sheet(), size=(1280, 1200))
    pilot.advance(AT_REST_MS)
    check_golden("sheet", pilot.shot(), update=update_golden)


def test_the_pups(update_golden: bool) -> None:
    pilot = Pilot(*a_social_sheet(), size=(1280, 800))
    # They are there, and have not gone again.
    pilot.advance(1_000)
    check_golden("pups", pilot.shot(), update=update_golden)


def test_a_game_in_twice_the_size(update_golden: bool) -> None:
    pilot = Pilot(*a_match_table().all, size=(2560, 1600))
    pilot.advance(AT_REST_MS)
    check_golden("match_large", pilot.shot(), update=update_golden)


def test_a_larger_window_shows_the_same_and_not_more() -> None:
    small = Pilot(*a_match_table().all, size=(1280, 800))
    small.advance(AT_REST_MS)
    shown = small.shot()
    large = Pilot(*a_match_table().all, size=(2560, 1600))
    large.advance(AT_REST_MS)
    # Edges of letters and pieces are sharper in the large one: that is all.
    assert share_different(shown, pygame.transform.smoothscale(large.shot(), (1280, 800))) < 0.05


def test_a_difference_is_noticed() -> None:
    window = Window((200, 200), "Underdog")
    before = window.surface.copy()
    window.surface.fill((255, 179, 71), (0, 0, 20, 20))
    assert share_different(before, window.surface) == pytest.approx(0.01)


def test_a_word_that_vanishes_is_noticed_wherever_it_stood() -> None:
    """A short word is a thousandth of a screen, but much of a tile."""
    window = Window((1280, 800), "Underdog")
    window.painter.text("Menu", (640, 400))
    written = window.surface.copy()
    window.surface.fill((0, 0, 0))
    share, (x, y) = worst_tile(written, window.surface)
    assert share > MOST_DIFFERENT > 10 * share_different(written, window.surface)
    assert (x // 32, y // 32) in {(640 // 32, 400 // 32), (640 // 32 + 1, 400 // 32)}

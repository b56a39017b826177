"""How it looks: pictures that were looked at and kept. `pytest tests/client --update-golden` makes them anew."""

from __future__ import annotations

import pygame
import pytest

from game.client.kit.window import Window
from tests.helpers.golden import check_golden, share_different
from tests.helpers.pilot import Pilot
from tests.helpers.sheet import a_design_sheet, a_match_table, a_social_sheet

AT_REST_MS = 2_000


@pytest.mark.parametrize(("name", "size"), [("sheet", (1280, 1200)), ("sheet_large", (2560, 2400))])
def test_the_design_sheet(name: str, size: tuple[int, int], update_golden: bool) -> None:
    pilot = Pilot(*a_design_sheet(), size=size)
    pilot.advance(AT_REST_MS)
    check_golden(name, pilot.shot(), update=update_golden)


@pytest.mark.parametrize(("name", "size"), [("pups", (1280, 800)), ("pups_large", (2560, 1600))])
def test_the_pups(name: str, size: tuple[int, int], update_golden: bool) -> None:
    pilot = Pilot(*a_social_sheet(), size=size)
    # They are there, and have not gone again.
    pilot.advance(1_000)
    check_golden(name, pilot.shot(), update=update_golden)


@pytest.mark.parametrize(("name", "size"), [("match", (1280, 800)), ("match_large", (2560, 1600))])
def test_a_game(name: str, size: tuple[int, int], update_golden: bool) -> None:
    pilot = Pilot(*a_match_table().all, size=size)
    pilot.advance(AT_REST_MS)
    check_golden(name, pilot.shot(), update=update_golden)


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

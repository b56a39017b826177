"""Long Wind: your clock starts with 30 seconds more."""

from __future__ import annotations

from tests.helpers.upgrades import match_with


def test_the_clocks_at_the_start() -> None:
    match, now_ms = match_with("long_wind")
    clocks = match.view(None, now_ms).clocks_ms
    assert (clocks.white, clocks.black) == (90000, 60000)


def test_it_belongs_to_the_player_of_either_colour() -> None:
    match, now_ms = match_with(black=("long_wind",))
    clocks = match.view(None, now_ms).clocks_ms
    assert (clocks.white, clocks.black) == (60000, 90000)

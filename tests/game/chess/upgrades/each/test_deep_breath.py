"""Deep Breath: your clock starts with 15 seconds more."""

from __future__ import annotations

from tests.helpers.upgrades import match_with


def test_the_clocks_at_the_start() -> None:
    match, now_ms = match_with("deep_breath")
    clocks = match.view(None, now_ms).clocks_ms
    assert (clocks.white, clocks.black) == (75000, 60000)


def test_it_belongs_to_the_player_of_either_colour() -> None:
    match, now_ms = match_with(black=("deep_breath",))
    clocks = match.view(None, now_ms).clocks_ms
    assert (clocks.white, clocks.black) == (60000, 75000)

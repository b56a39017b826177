"""Hurry Up: your opponent's clock starts with 10 seconds less."""

from __future__ import annotations

from tests.helpers.upgrades import match_with


def test_the_clocks_at_the_start() -> None:
    match, now_ms = match_with("hurry_up")
    clocks = match.view(None, now_ms).clocks_ms
    assert (clocks.white, clocks.black) == (60000, 50000)


def test_it_belongs_to_the_player_of_either_colour() -> None:
    match, now_ms = match_with(black=("hurry_up",))
    clocks = match.view(None, now_ms).clocks_ms
    assert (clocks.white, clocks.black) == (50000, 60000)

"""Metronome: your clock gains a second with each of your moves."""

from __future__ import annotations

from tests.helpers.upgrades import match_with, play


def test_a_move_brings_a_second() -> None:
    match, now_ms = match_with("metronome")
    play(match, "e2e4", now_ms + 400)
    assert match.view(None, now_ms + 400).clocks_ms.white == 60_600


def test_the_opponents_moves_do_not() -> None:
    match, now_ms = match_with("metronome")
    play(match, "e2e4", now_ms)
    play(match, "e7e5", now_ms + 400)
    assert match.view(None, now_ms + 400).clocks_ms.black == 59_600


def test_a_fallen_flag_is_not_raised() -> None:
    match, now_ms = match_with("metronome")
    match.tick(now_ms + 70_000)
    assert match.view(None, now_ms + 70_000).phase != "playing"

"""The game that decides is announced before it begins, and its result is told in the same words."""

from __future__ import annotations

import pytest

from game.client.chess import armageddon, match_logic
from netcode import messages as m
from tests.helpers.fake_transport import ME, OTHER, Line, in_game, match_in

FOURTH = {"armageddon": True, "game": 4, "wins": {"1": 1, "2": 1}, "draws": 1, "clocks_ms": m.Clocks(60_000, 45_000)}


def announced(**facts: object) -> tuple[str, ...]:
    found = armageddon.terms(match_in(in_game(**{**FOURTH, "phase": "countdown", "phase_ms": 10_000, **facts}).session))
    assert found is not None
    return found.lines


def test_why_who_has_which_colour_how_much_time_and_what_a_draw_means() -> None:
    assert announced() == (
        "1½ : 1½ after 3 games. One more decides the match.",
        "You have White and 60 seconds.",
        "Bob has Black and 45 seconds.",
        "A draw wins for Black: Bob takes the match.",
    )


def test_watchers_read_both_names() -> None:
    assert announced(color=None, players={"white": 7, "black": OTHER})[2:] == (
        "Bob has Black and 45 seconds.",
        "A draw wins for Black: Bob takes the match.",
    )


@pytest.mark.parametrize("facts", [{"armageddon": False, "phase": "countdown"}, {"phase": "playing"}], ids=repr)
def test_nothing_is_announced_otherwise(facts: dict[str, object]) -> None:
    assert armageddon.terms(match_in(in_game(**{**FOURTH, **facts}).session)) is None


def ended(reason: str, winner: int) -> Line:
    line = in_game(**FOURTH, phase="over")
    line.say(m.GameOver("Win", reason, {}, winner), m.MatchOver("Win", {}, "armageddon", winner))
    line.poll()
    return line


@pytest.mark.parametrize(
    ("reason", "winner", "sentence"),
    [
        ("threefold", OTHER, "A draw wins for Black: Bob takes the Armageddon game."),
        ("stalemate", ME, "A draw wins for Black: you take the Armageddon game."),
        ("checkmate", OTHER, "Bob takes the Armageddon game."),
    ],
)
def test_its_result_is_told_in_the_same_words(reason: str, winner: int, sentence: str) -> None:
    words = match_logic.result_words(match_in(ended(reason, winner).session))
    assert words is not None
    assert words[1] == sentence

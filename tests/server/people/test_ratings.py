"""Ratings: what a match does to them, and whom it rates at all."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.games.interface import Contestant, Outcome
from server.people.ratings import Standing, after, pool_of, rated_seats, shown

ANN, BOB, CID = "ann", "bob", "cid"
KNOWN = frozenset({ANN, BOB, CID})
NEW = Standing()


@dataclass
class Played:
    """A match to be rated; who holds the seats 1, 2 and so on, a level for a computer."""

    seats: list[str]
    bots: dict[int, str] = field(default_factory=dict)
    rated: bool = True
    aborted: bool = False

    def outcome(self) -> Outcome:
        players = [
            Contestant(pid, f"player {pid}", person, self.bots.get(pid, ""))
            for pid, person in enumerate(self.seats, start=1)
        ]
        return Outcome("chess", 1, {}, "score", rated=self.rated, aborted=self.aborted, players=players)


def rate(*places: int, before: Standing = NEW) -> list[Standing]:
    names = [f"player {i}" for i in range(len(places))]
    result = after(dict.fromkeys(names, before), dict(zip(names, places, strict=True)))
    return [result[name] for name in names]


def test_everybody_begins_with_1500_and_a_question_mark() -> None:
    assert (NEW.rating, NEW.uncertain) == (1500, True)


def test_the_winner_gains_what_the_loser_loses_among_equals() -> None:
    winner, loser = rate(1, 2)
    assert winner.rating > 1500
    assert winner.rating - 1500 == 1500 - loser.rating


def test_the_question_mark_goes_with_time() -> None:
    one, other = NEW, NEW
    for played in range(20):
        one, other = after({"a": one, "b": other}, {"a": 1 + played % 2, "b": 2 - played % 2}).values()
        assert one.matches == played + 1
    assert not one.uncertain


def test_a_surprise_changes_more_than_what_was_expected() -> None:
    strong, weak = Standing(mu=35, sigma=2), Standing(mu=20, sigma=2)
    expected = after({"s": strong, "w": weak}, {"s": 1, "w": 2})
    surprise = after({"s": strong, "w": weak}, {"s": 2, "w": 1})
    assert surprise["w"].mu - weak.mu > 5 * (expected["s"].mu - strong.mu)


def test_wins_in_a_row_are_counted_and_the_longest_row_is_kept() -> None:
    one = NEW
    for place in (1, 1, 2, 1):
        one = after({"a": one, "b": NEW}, {"a": place, "b": 3 - place})["a"]
    assert (one.won, one.lost, one.streak, one.best_streak) == (3, 1, 1, 2)


def test_two_who_share_the_first_place_have_drawn() -> None:
    first, second, third = rate(1, 1, 3)
    assert (first.drawn, second.drawn, third.lost) == (1, 1, 1)
    assert first.mu == pytest.approx(second.mu)
    assert first.mu > third.mu


@given(st.lists(st.integers(1, 8), min_size=2, max_size=8))
def test_whoever_comes_in_earlier_among_equals_is_rated_higher(ranks: list[int]) -> None:
    places = [1 + sum(other < rank for other in ranks) for rank in ranks]
    rated = rate(*places)
    for place, one in zip(places, rated, strict=True):
        assert all(one.mu > other.mu for behind, other in zip(places, rated, strict=True) if behind > place)


def test_a_draw_brings_unequals_nearer_to_each_other() -> None:
    rated = after({"s": Standing(mu=35), "w": Standing(mu=20)}, {"s": 1, "w": 1})
    assert rated["s"].mu < 35
    assert rated["w"].mu > 20


def test_400_more_are_a_tenfold_chance() -> None:
    assert shown(25 + 40 / 3) == 1900


@pytest.mark.parametrize(
    ("played", "rated"),
    [
        (Played([ANN, BOB]), {1: ANN, 2: BOB}),
        (Played([ANN, ""]), {}),
        (Played([ANN, ANN]), {}),
        (Played([ANN, ANN, BOB]), {}),
        (Played([ANN, ANN, BOB, CID]), {3: BOB, 4: CID}),
        (Played([ANN, "somebody who was deleted"]), {}),
        (Played(["", ""]), {}),
        (Played([ANN, BOB], rated=False), {}),
        (Played([ANN, BOB], aborted=True), {}),
        (Played([ANN, ""], bots={2: "quick"}), {1: ANN, 2: "bot:quick"}),
        (Played([ANN, ANN], bots={2: "quick"}), {1: ANN, 2: "bot:quick"}),
    ],
)
def test_who_is_rated(played: Played, rated: dict[int, str]) -> None:
    assert rated_seats(played.outcome(), KNOWN) == rated


def test_matches_against_the_computer_change_another_rating() -> None:
    assert pool_of(Played([ANN, BOB]).outcome()) == "chess"
    assert pool_of(Played([ANN, ""], bots={2: "quick"}).outcome()) == "chess-bots"

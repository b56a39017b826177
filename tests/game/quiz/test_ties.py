"""Players who share a place, and the knockout that settles it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.quiz import commands as c
from game.quiz import events as e
from game.quiz.results import standings
from game.quiz.state import NotNow
from game.quiz.ties import upcoming
from tests.helpers.quizzes import Table


def a_tie(count: int) -> tuple[Table, list[int]]:
    """A quiz that is over and nobody has any points in; its players, in the order in which lots have put them."""
    table = Table(*range(1, count + 1))
    table.do(c.EndGame())
    return table, [pid for pair in games(table) for pid in pair] + through(table)


def games(table: Table) -> list[tuple[int, int]]:
    tie = upcoming(table.quiz.state)
    return [] if tie is None else list(tie.games)


def through(table: Table) -> list[int]:
    tie = upcoming(table.quiz.state)
    return [] if tie is None else list(tie.through)


def place_played_for(table: Table) -> int | None:
    tie = upcoming(table.quiz.state)
    return None if tie is None else tie.place


def places(table: Table) -> dict[int, int]:
    return {each.pid: each.place for each in standings(table.quiz.state)}


def win(table: Table, winner: int) -> list[e.Event]:
    """Somebody wins the next game, which is theirs."""
    one, other = games(table)[0]
    assert winner in {one, other}
    return table.do(c.Settle(winner, other if winner == one else one))


def test_of_two_whoever_wins_has_the_better_place() -> None:
    table, (one, other) = a_tie(2)
    assert win(table, other) == [e.Settled(other, one)]
    assert (places(table), games(table)) == ({other: 1, one: 2}, [])


def test_of_three_the_one_who_waits_plays_the_winner_for_the_place() -> None:
    table, (one, other, third) = a_tie(3)
    assert (games(table), through(table), place_played_for(table)) == ([(one, other)], [third], 1)
    win(table, one)
    assert (set(games(table)[0]), place_played_for(table)) == ({one, third}, 1)
    win(table, third)
    assert (places(table), games(table)) == ({third: 1, one: 2, other: 3}, [])


def test_of_four_the_winners_meet_and_the_losers_can_play_for_the_third_place() -> None:
    table, (a, b, c_, d) = a_tie(4)
    win(table, a)
    assert games(table) == [(c_, d)]
    win(table, d)
    assert set(games(table)[0]) == {a, d}
    win(table, d)
    assert (places(table), place_played_for(table)) == ({d: 1, a: 2, b: 3, c_: 3}, 3)
    win(table, b)
    assert (places(table), games(table)) == ({d: 1, a: 2, b: 3, c_: 4}, [])


def test_of_five_nobody_goes_through_twice_without_a_game() -> None:
    table, (a, _, c_, _, last) = a_tie(5)
    assert through(table) == [last]
    win(table, a)
    win(table, c_)
    assert games(table) == [(last, a)]
    assert through(table) == [c_]


def test_the_best_place_that_is_shared_is_played_for_first() -> None:
    table = Table(1, 2, 3, 4, 5)
    table.do(c.SetScore(5, 300), c.SetScore(3, 100), c.SetScore(4, 100), c.EndGame())
    assert (place_played_for(table), set(games(table)[0])) == (2, {3, 4})
    win(table, 4)
    assert (place_played_for(table), set(games(table)[0])) == (4, {1, 2})


def test_a_knockout_that_has_begun_comes_before_another_tie() -> None:
    """Those who lost in its first round share a place, too, until it is over."""
    table, (a, b, c_, d, _, _) = a_tie(6)
    win(table, a)
    win(table, c_)
    assert place_played_for(table) == 1
    assert not {b, d} & {pid for pair in games(table) for pid in pair}


def test_whoever_leaves_loses_without_a_game() -> None:
    table, (one, other, third) = a_tie(3)
    win(table, one)
    table.quiz.left(one, table.now_ms)
    assert (places(table), games(table)) == ({third: 1, one: 2, other: 3}, [])


def test_whoever_went_through_because_another_had_left_stays_through() -> None:
    table, (one, other, third, fourth) = a_tie(4)
    win(table, one)
    table.quiz.left(third, table.now_ms)
    assert games(table) == [(one, fourth)]
    table.quiz.left(fourth, table.now_ms)
    assert places(table) == {one: 1, fourth: 2, other: 3, third: 3}


def test_whoever_has_left_is_not_waited_for() -> None:
    table = Table(1, 2, 3)
    for pid in (1, 2, 3):
        table.do(c.SetScore(pid, 100))
    table.quiz.left(2, table.now_ms)
    table.do(c.EndGame())
    assert {*games(table)[0]} == {1, 3}
    win(table, 3)
    assert places(table) == {3: 1, 1: 2, 2: 2}


def test_points_count_more_than_a_settled_tie() -> None:
    table, (one, other) = a_tie(2)
    win(table, other)
    table.do(c.SetScore(one, 10))
    assert places(table) == {one: 1, other: 2}


def test_a_game_that_was_won_counts_only_among_those_who_played_for_that_place() -> None:
    """Whoever then gets the points of somebody else is level with them."""
    table = Table(1, 2, 3)
    table.do(c.SetScore(3, 100), c.EndGame())
    win(table, 2)
    table.do(c.SetScore(2, 100))
    assert (places(table), set(games(table)[0])) == ({2: 1, 3: 1, 1: 3}, {2, 3})


def test_a_tie_that_comes_back_as_it_was_is_settled_still() -> None:
    table, (one, other) = a_tie(2)
    win(table, other)
    table.do(c.SetScore(other, -50), c.Undo())
    assert places(table) == {other: 1, one: 2}


def test_somebody_who_comes_to_share_the_place_makes_it_another_tie() -> None:
    table = Table(1, 2, 3)
    table.do(c.SetScore(3, 100), c.EndGame())
    win(table, 2)
    table.do(c.SetScore(3, 0))
    assert set(places(table).values()) == {1}
    assert len(games(table)) + len(through(table)) == 2


def test_lots_decide_who_plays_whom() -> None:
    orders = set()
    for seed in range(10):
        table, _ = a_tie(4)
        table.quiz.state.lots = bytes([seed])
        orders.add(tuple(games(table)))
    assert len(orders) > 1


def test_no_other_game_than_the_next_settles_anything() -> None:
    table, (one, _, third) = a_tie(3)
    for pair in ((one, third), (one, one), (one, 99)):
        with pytest.raises(NotNow):
            table.do(c.Settle(*pair))


def test_nothing_is_settled_before_the_end() -> None:
    table = Table(1, 2)
    assert games(table) == []
    with pytest.raises(NotNow):
        table.do(c.Settle(1, 2))


@settings(max_examples=25)
@given(st.integers(2, 8), st.integers(0, 9), st.data())
def test_a_tie_of_any_number_is_settled_down_to_places_of_ones_own(count: int, seed: int, data: st.DataObject) -> None:
    """Whoever wins a game always has the better place of the two in the end; the others may leave at any time."""
    table, order = a_tie(count)
    table.quiz.state.lots = bytes([seed])
    won = []
    while games(table):
        pair = games(table)[0]
        if len(order) > 2 and data.draw(st.integers(0, 9)) == 0:
            table.quiz.left(data.draw(st.sampled_from(order)), table.now_ms)
            continue
        winner = data.draw(st.sampled_from(pair))
        won.append((winner, next(pid for pid in pair if pid != winner)))
        win(table, winner)
    found = places(table)
    assert all(found[winner] < found[loser] for winner, loser in won)
    here = [found[pid] for pid in order if not table.quiz.state.has_left(pid)]
    assert len(set(here)) == len(here)


def test_in_teams_nobody_plays_for_a_place() -> None:
    """The places are the teams'."""
    table, (one, other) = a_tie(2)
    table.do(c.SetTeam(one, "Reds"), c.SetTeam(other, "Blues"))
    assert games(table) == []
    with pytest.raises(NotNow):
        table.do(c.Settle(one, other))

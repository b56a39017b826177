"""What the profile says of what a server tells."""

from __future__ import annotations

from datetime import UTC

import pytest

from game.client import texts
from game.client.people import profile_logic
from netcode.messages import records as r

ANN = r.MatchPlayer("Ann", 2.0, "won", rating_change=12, you=True)


def a_match(*others: r.MatchPlayer, **changes: object) -> r.MatchRecord:
    facts: dict[str, object] = {"at": "2026-11-05T20:15:00Z", "reason": "score", "replay": True, **changes}
    return r.MatchRecord("m1", "chess", players=[ANN, *others], **facts)  # type: ignore[arg-type]


def a_row(*others: r.MatchPlayer, **changes: object) -> profile_logic.MatchRow:
    return profile_logic.match_row(a_match(*others, **changes), "Chess", UTC)


BOB = r.MatchPlayer("Bob", 1.5, "lost", rating_change=-9)


@pytest.mark.parametrize(
    ("change", "text"), [(12, "+12"), (-7, "\N{MINUS SIGN}7"), (0, "\N{PLUS-MINUS SIGN}0"), (None, "")]
)
def test_a_change_has_its_sign(change: int | None, text: str) -> None:
    assert profile_logic.change_text(change) == text


def test_a_rating_that_is_not_certain_has_a_question_mark() -> None:
    assert [profile_logic.rating_text(1500, uncertain=uncertain) for uncertain in (True, False)] == ["1500?", "1500"]


def test_a_match_of_two_has_the_score_and_who_it_was_against() -> None:
    row = a_row(BOB)
    assert (row.outcome, row.score, row.other, row.change) == ("won", "2 : 1½", "Bob", "+12")


def test_a_match_says_on_which_day_and_at_what_time_it_ended() -> None:
    assert a_row(BOB).time == "5 Nov 2026, 20:15"


def test_a_match_of_many_says_how_many_there_were_and_cannot_be_compared() -> None:
    row = a_row(BOB, r.MatchPlayer("Cat", 0.0, "lost"))
    assert (row.other, row.score, row.compare_with) == (texts.many_players(3), "2", "")


def test_whose_account_is_gone_is_somebody() -> None:
    assert a_row(r.MatchPlayer("", 0.0, "lost")).other == texts.SOMEBODY


def test_a_computer_is_called_by_its_level_and_not_compared_with() -> None:
    row = a_row(r.MatchPlayer("Computer", 0.0, "lost", bot="medium"))
    assert (row.other, row.compare_with) == ("Computer (Hound)", "")


def test_an_account_is_compared_with_by_its_username() -> None:
    assert a_row(r.MatchPlayer("Bob", 0.0, "lost", username="bobby")).compare_with == "bobby"


def test_a_match_that_ended_early_says_why() -> None:
    assert a_row(BOB, reason="forfeit").how == "Chess · somebody left"


def test_a_match_whose_moves_are_not_kept_cannot_be_watched() -> None:
    assert a_row(BOB, replay=False).replay == ""


@pytest.mark.parametrize("at", ["", "yesterday", "9999-99-99"])
def test_what_is_no_time_is_left_out(at: str) -> None:
    assert profile_logic.time_text(at, UTC) == ""


@pytest.mark.parametrize("name", ["a/b", "a?b=c#d", "Ünder døg", "../../healthz"])
def test_a_name_is_one_part_of_the_path_whatever_is_in_it(name: str) -> None:
    path = profile_logic.against_path(name)
    assert path.count("/") == 4
    assert not set(path) & set("?# ")


@pytest.mark.parametrize(
    ("now", "best", "text"),
    [(0, 0, ""), (1, 1, ""), (0, 4, "Best streak: 4 won in a row"), (3, 5, "3 won in a row · best 5")],
)
def test_a_streak_is_told_where_there_is_one(now: int, best: int, text: str) -> None:
    assert texts.streak(now, best) == text


def test_a_guest_finds_themselves_by_their_name_and_a_namesake_who_is_a_computer_is_not_them() -> None:
    rows = [r.LeaderboardRow("Ann", 1500, 1, 1, 0, 0, bot=bot) for bot in (False, True)]
    assert [profile_logic.leader_row(row, "Ann").me for row in rows] == [True, False]


def test_an_account_finds_itself_by_its_username() -> None:
    row = r.LeaderboardRow("Bob", 1500, 1, 1, 0, 0, username="bobby")
    assert [profile_logic.leader_row(row, me).me for me in ("bobby", "Bob")] == [True, False]

"""The story of a finished match."""

from __future__ import annotations

import pytest

from game.chess.rules.result import Reason
from game.client import texts
from game.client.chess.matchend_logic import Story, story
from game.client.chess.storyline import Gain, GameLine
from netcode import messages as m
from tests.helpers.chess_wire import board_state
from tests.helpers.fake_transport import ME, OTHER, Line, in_game, match_in, players


def a_finished_match(
    winner: int | None = ME, *, reason: str = "score", score: dict[str, float] | None = None, **changes: object
) -> Line:
    """One that Ann, who has White in its last game, has played to the end."""
    line = in_game()
    line.say(board_state(phase="over", **changes), m.MatchOver("Win", score or {"1": 2.0, "2": 1.0}, reason, winner))
    return line


def told(line: Line) -> Story:
    """The story that is told now."""
    found = story(line.match)
    assert found is not None
    return found


def test_a_running_match_has_no_story_yet() -> None:
    assert story(in_game().match) is None


def test_the_winner_reads_that_they_have_won() -> None:
    assert told(a_finished_match(ME)).headline == "You win the match!"


def test_the_loser_reads_who_has_won_and_is_not_mocked() -> None:
    line = a_finished_match(OTHER)
    assert told(line).headline == "Bob wins the match!"
    assert told(line).sentence == texts.match_sentence("score", won=False, watching=False)


def test_ones_own_points_come_first() -> None:
    found = told(a_finished_match(color="black", players={"white": OTHER, "black": ME}))
    assert found.names == ("Ann", "Bob")
    assert found.score == "2 : 1"


@pytest.mark.parametrize(
    ("score", "shown"),
    [({"1": 1.5, "2": 0.5}, "1½ : ½"), ({"1": 2.0, "2": 0.0}, "2 : 0"), ({"1": 2.5, "2": 1.5}, "2½ : 1½")],
)
def test_half_points_are_written_as_halves(score: dict[str, float], shown: str) -> None:
    assert told(a_finished_match(score=score)).score == shown


def test_every_game_has_its_line() -> None:
    line = in_game()
    line.say(m.GameOver("Win", "checkmate", {}, ME), m.GameOver("Tie", "stalemate", {}))
    line.say(board_state(phase="over"), m.MatchOver("Win", {"1": 1.5, "2": 0.5}, "score", ME))
    games = [(game.number, game.side, game.winner, game.how) for game in told(line).games]
    assert games == [(1, "near", "Ann", "by checkmate · 0 moves"), (2, "draw", "draw", "stalemate")]


def test_the_line_of_a_game_says_what_the_other_got_for_it() -> None:
    line = in_game()
    line.say(board_state(seq=2, ply=1, last_move="e2e4", turn="black"))
    line.say(m.GameOver("Win", "checkmate", {}, ME), m.UpgradeChosen(OTHER, "amazon"))
    line.say(board_state(phase="over"), m.MatchOver("Win", {"1": 1.0, "2": 0.0}, "score", ME))
    assert told(line).games == (
        GameLine(1, "near", "Ann", "by checkmate · 1 move", (Gain("far", "Bob", "amazon"),), kept=True),
    )


@pytest.mark.parametrize(("reason", "how"), [("resignation", "by resignation"), ("abandoned", "by an absence")])
def test_a_game_won_by_what_the_loser_did_does_not_read_as_if_the_winner_did_it(reason: str, how: str) -> None:
    line = in_game()
    line.say(m.GameOver("Win", reason, {}, ME), board_state(phase="over"), m.MatchOver("Win", {"1": 2.0}, "score", ME))
    assert told(line).games[0].how.startswith(how)


@pytest.mark.parametrize("reason", list(Reason))
def test_every_way_to_end_a_game_has_its_words(reason: str) -> None:
    assert texts.result_way(reason)


def test_who_has_asked_waits_for_the_other() -> None:
    line = a_finished_match()
    line.say(m.Witness(ME, "PlayAgain", {"again": True}))
    assert told(line).asked
    assert told(line).again_text == "Waiting for Bob…"


def test_the_others_wish_is_told() -> None:
    line = a_finished_match()
    line.say(m.Witness(OTHER, "PlayAgain", {"again": True}))
    assert told(line).wish == texts.wants_again("Bob")
    assert told(line).again_text == texts.PLAY_AGAIN


def test_nobody_is_asked_to_wait_for_a_player_who_has_left() -> None:
    line = a_finished_match()
    line.say(m.Witness(OTHER, "PlayAgain", {"again": True}), m.ClientDisconnected(OTHER, left=True))
    assert not told(line).can_play_again
    assert told(line).wish == "Bob has left."


def test_whoever_leaves_in_mid_match_is_named_and_the_other_has_won() -> None:
    assert told(a_finished_match(reason="forfeit")).headline == "Bob has left. You win."


def test_a_match_that_somebody_left_in_its_first_game_can_be_watched_again() -> None:
    line = in_game()
    assert not told(a_finished_match(reason="forfeit")).can_watch
    line.say(board_state(seq=2, ply=1, last_move="e2e4", turn="black"))
    line.say(board_state(phase="over", ply=1, last_move="e2e4"), m.MatchOver("Win", {}, "forfeit", ME))
    found = told(line)
    assert (found.games, found.can_watch) == ((), True)


def test_watchers_read_who_has_left_and_who_has_won() -> None:
    line = a_finished_match(reason="forfeit")
    line.session.watching, line.session.room.seat = True, None
    assert told(line).headline == "Bob has left. Ann wins."


def test_after_the_match_one_reads_that_the_host_has_closed_the_table() -> None:
    line = a_finished_match()
    line.say(m.ShuttingDown(0, kept=False, message="Bob has closed the table."))
    line.lose()
    assert (told(line).wish, told(line).can_play_again) == ("Bob has closed the table.", False)


def test_nobody_is_asked_for_a_rematch_that_cannot_be() -> None:
    line = a_finished_match(OTHER)
    assert "Rematch?" in told(line).sentence
    line.say(m.PlayerLeft(OTHER))
    assert "Rematch?" not in told(line).sentence


def test_a_match_that_was_ended_for_an_absence_says_so() -> None:
    assert told(a_finished_match(reason="abandoned")).sentence == "Bob was away for too long."


@pytest.mark.parametrize(
    ("reason", "way", "sentence"),
    [
        ("threefold", "threefold repetition: a draw wins for Black", "Armageddon decided: a draw wins for Black."),
        ("checkmate", "by checkmate", "Armageddon decided the match."),
        ("flag", "on time", "Armageddon decided the match."),
    ],
)
def test_an_armageddon_match_says_how_black_won_it(reason: str, way: str, sentence: str) -> None:
    line = in_game()
    line.say(*[m.GameOver("Tie", "stalemate", {})] * 3, m.GameOver("Win", reason, {}, ME))
    line.say(board_state(phase="over", game=4), m.MatchOver("Win", {"1": 2.5, "2": 1.5}, "armageddon", ME))
    assert told(line).games[3].how == f"{way} · 0 moves"
    assert told(line).sentence == sentence


def test_a_spectator_who_leaves_takes_nobodys_rematch_away() -> None:
    line = a_finished_match()
    line.say(m.PlayerList([*players(), m.Player(9, "Cat", "spectator", connected=True)]))
    line.say(m.ClientDisconnected(9, left=True))
    assert told(line).can_play_again


def test_a_guest_who_left_before_the_match_takes_nobodys_rematch_away() -> None:
    line = in_game()
    line.say(m.ClientDisconnected(9, left=True))
    line.say(board_state(phase="over"), m.MatchOver("Win", {"1": 2.0, "2": 0.0}, "score", ME))
    assert told(line).can_play_again


def test_after_a_forfeit_there_is_no_rematch() -> None:
    found = told(a_finished_match(reason="forfeit"))
    assert not found.can_play_again
    assert found.sentence == "Whoever leaves gives up the match."


def wants(pid: int, best_of: int, base_seconds: int) -> m.Witness:
    return m.Witness(pid, "PlayAgain", {"again": True, "best_of": best_of, "base_seconds": base_seconds})


def test_what_the_other_has_changed_is_told_with_the_question() -> None:
    line = a_finished_match()
    line.say(wants(OTHER, 5, 180))
    assert told(line).wish == "Bob wants a best of 5, 3 minutes each!"


def test_another_match_like_the_last_is_told_without_numbers() -> None:
    line = a_finished_match()
    line.say(wants(OTHER, 3, 60))
    assert told(line).wish == "Bob wants another one!"


def test_changed_terms_ask_again_whoever_had_agreed_to_the_old_ones() -> None:
    line = a_finished_match()
    line.say(wants(ME, 3, 60), wants(OTHER, 7, 30))
    assert not told(line).asked
    assert told(line).again_text == texts.PLAY_AGAIN


def test_a_change_taken_back_is_no_longer_told() -> None:
    line = a_finished_match()
    line.say(wants(OTHER, 5, 180), m.Witness(OTHER, "PlayAgain", {"again": False}))
    assert told(line).wish == ""
    assert match_in(line.session).again_as is None


def rated(ann: int, bob: int) -> dict[str, m.RatingChange]:
    return {"1": m.RatingChange(1500 + ann, ann, uncertain=True), "2": m.RatingChange(1500 + bob, bob, uncertain=False)}


def test_what_the_match_has_done_to_ratings_is_told_as_soon_as_the_server_knows() -> None:
    line = a_finished_match()
    before = told(line).ratings
    line.say(m.Rated("replay1", rated(12, -9)))
    assert (before, told(line).ratings) == (("", ""), ("1512?  (+12)", "1491  (\N{MINUS SIGN}9)"))


def test_who_comes_later_reads_it_too() -> None:
    line = in_game()
    line.say(board_state(phase="over"), m.MatchOver("Win", {"1": 2.0}, "score", ME, ratings=rated(12, -9)))
    assert told(line).ratings[0] == "1512?  (+12)"


def test_ratings_that_are_late_are_said_to_be() -> None:
    line = a_finished_match()
    line.say(m.Rated("replay1", late=True))
    assert told(line).wish == texts.RATINGS_LATE
    line.say(m.Rated("replay1", rated(12, -9)))
    assert told(line).wish == ""


def test_another_match_begins_without_the_ratings_of_the_last_one() -> None:
    line = a_finished_match()
    line.say(m.Rated("replay1", rated(12, -9)))
    line.say(m.MatchOver("Win", {"1": 2.0}, "score", ME))
    assert told(line).ratings == ("", "")

"""The playback of a match: which position it shows when, and what the clocks showed there."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import chess.pgn
import pytest

from game.client.chess.replay_logic import BETWEEN_GAMES_MS, UNKNOWN_MS, Playback, game_replays
from netcode import messages as m
from tests.helpers.chess_wire import board_state
from tests.helpers.fake_transport import CODE, ME, OTHER, TOKEN, Line, a_snapshot, in_game
from tests.helpers.sessions import FOOLS_MATE, SCHOLARS_MATE, a_story, play_a_game


def a_playback(first_game: int = 1) -> Playback:
    """Ann wins with White, then Bob does, then Ann again; each move took 1.5 s."""
    return Playback(game_replays(a_story().match), first_game)


def run(playback: Playback, *until: int) -> list[int]:
    """Where the playback stands at these times."""
    playback.tick(0)
    plies = []
    for now in until:
        playback.tick(now)
        plies.append(playback.ply)
    return plies


# --- what is kept -------------------------------------------------------------------------------------------------


def test_every_game_that_was_seen_is_there() -> None:
    assert [game.number for game in game_replays(a_story().match)] == [1, 2, 3]


def test_a_game_without_moves_is_left_out() -> None:
    line = in_game()
    line.say(board_state(phase="over"), m.MatchOver("Win", {}, "forfeit", ME))
    assert game_replays(line.match) == []


def test_ones_own_pieces_stay_at_the_bottom_whatever_their_colour() -> None:
    assert [game.near for game in game_replays(a_story().match)] == ["white", "black", "white"]


def test_each_game_knows_the_score_before_it() -> None:
    assert [game.score for game in game_replays(a_story().match)] == [(0, 0, 0), (1, 0, 0), (1, 1, 0)]


def test_a_game_that_somebody_left_says_who_won_it() -> None:
    line = in_game()
    line.say(board_state(seq=2, ply=1, last_move="e2e4", turn="black"))
    line.say(board_state(phase="over", ply=1, last_move="e2e4"), m.MatchOver("Win", {}, "forfeit", ME))
    (game,) = game_replays(line.match)
    assert (game.heading, game.result) == ("Game 1 · the other left · Ann", "1-0")
    assert '[Termination "abandoned"]' in game.pgn()


def test_a_new_match_starts_a_new_film() -> None:
    line = in_game()
    play_a_game(line, 1, FOOLS_MATE, OTHER)
    play_a_game(line, 1, SCHOLARS_MATE, ME)
    assert [len(game.feed.moves) for game in game_replays(line.match)] == [len(SCHOLARS_MATE)]


def test_a_lost_connection_costs_the_replay_nothing() -> None:
    """The server tells what the clocks showed after each move."""
    line = in_game()
    told: dict[str, Any] = {
        "start_ms": m.Clocks(60_000, 45_000),
        "left_ms": [58_000, 44_000],
    }
    moves = ["e2e4", "e7e5"]
    board = board_state(seq=3, ply=2, last_move="e7e5", moves=moves, clocks_ms=m.Clocks(58_000, 44_000), **told)
    line.lose()
    line.come_back()
    line.server.answer(snapshot=a_snapshot(board=board))
    line.poll()
    assert line.match.played[0].feed.clocks == [
        m.Clocks(60_000, 45_000),
        m.Clocks(58_000, 45_000),
        m.Clocks(58_000, 44_000),
    ]


def test_whoever_comes_late_can_watch_the_earlier_games() -> None:
    line = Line()
    line.open(m.JoinGame(CODE, "Wes", watch=True))
    first = board_state(
        phase="result",
        ply=2,
        last_move="e7e5",
        moves=["e2e4", "e7e5"],
        start_ms=m.Clocks(60_000, 60_000),
        left_ms=[58_000, 57_000],
        standin_plies=[2],
        color=None,
    )
    second = board_state(game=2, players={"white": OTHER, "black": ME}, color=None, moves=[])
    snapshot = a_snapshot(
        board=second,
        results=[m.GameOver("Lose", "resignation", {"1": 0.0, "2": 1.0}, OTHER)],
        played=[m.PlayedGame(first, [m.UpgradeChosen(ME, "recruit")])],
    )
    line.server.answer(code=CODE, pid=3, token=TOKEN, snapshot=snapshot)
    line.poll()
    assert [played.feed.state.game for played in line.match.played] == [1, 2]
    assert line.match.played[0].gained == {ME: "recruit"}
    (game,) = game_replays(line.match)
    assert (game.number, game.feed.moves, game.result) == (1, ["e2e4", "e7e5"], "0-1")
    assert game.feed.standin_plies == {2}
    assert game.feed.clocks[-1] == m.Clocks(58_000, 57_000)


# --- playing ------------------------------------------------------------------------------------------------------


def test_it_stands_still_until_it_is_played() -> None:
    assert run(a_playback(), 10_000) == [0]


def test_it_takes_as_long_as_the_game_took() -> None:
    playback = a_playback()
    playback.toggle()
    assert run(playback, 1_499, 1_501, 2_999, 3_001) == [0, 1, 1, 2]


@pytest.mark.parametrize(("speed", "plies"), [(0.5, [0, 1]), (2.0, [2, 4]), (4.0, [4, 7])])
def test_it_can_run_slower_and_faster(speed: float, plies: list[int]) -> None:
    playback = a_playback()
    playback.set_speed(speed)
    playback.toggle()
    assert run(playback, 1_500, 3_001) == plies


def test_a_move_of_which_nobody_knows_how_long_it_took_takes_a_second() -> None:
    playback = a_playback()
    playback.game.feed.clocks[1] = None
    playback.toggle()
    assert run(playback, UNKNOWN_MS - 1, UNKNOWN_MS + 1) == [0, 1]


def test_after_a_game_comes_the_next_one() -> None:
    playback = a_playback()
    playback.toggle()
    run(playback, len(SCHOLARS_MATE) * 1_500 + 1)
    assert playback.ply == playback.last_ply
    playback.tick(len(SCHOLARS_MATE) * 1_500 + BETWEEN_GAMES_MS + 2)
    assert (playback.index, playback.ply, playback.playing) == (1, 0, True)


def test_at_the_end_of_the_last_game_it_stops() -> None:
    playback = a_playback(3)
    playback.toggle()
    run(playback, 60_000)
    assert playback.at_end
    assert not playback.playing


def test_played_again_at_the_end_it_begins_anew() -> None:
    playback = a_playback(3)
    playback.go(playback.last_ply)
    playback.toggle()
    assert (playback.ply, playback.playing) == (0, True)


def test_a_step_by_hand_stops_it() -> None:
    playback = a_playback()
    playback.toggle()
    playback.step(1)
    assert (playback.ply, playback.playing) == (1, False)


@pytest.mark.parametrize(("by", "ply"), [(-5, 0), (100, len(SCHOLARS_MATE))])
def test_it_cannot_be_wound_beyond_its_ends(by: int, ply: int) -> None:
    playback = a_playback()
    playback.step(by)
    assert playback.ply == ply


# --- clocks -------------------------------------------------------------------------------------------------------


def test_clocks_show_what_they_showed() -> None:
    playback = a_playback()
    playback.go(3)
    assert (playback.clock_ms("white"), playback.clock_ms("black")) == (57_000, 58_500)


def test_while_it_runs_the_clock_of_whoever_thinks_runs() -> None:
    playback = a_playback()
    playback.toggle()
    run(playback, 1_000)
    assert playback.running() == "white"
    assert playback.clock_ms("white") == 59_000


# --- for other programs -------------------------------------------------------------------------------------------


def headers_of(text: str) -> chess.pgn.Headers:
    headers = chess.pgn.read_headers(io.StringIO(text))
    assert headers is not None
    return headers


def test_a_pgn_says_when_and_at_what_pace_it_was_played_and_how_it_ended() -> None:
    headers = headers_of(game_replays(a_story().match)[0].pgn(date(2026, 1, 31)))
    told = {name: headers[name] for name in ("Event", "Date", "Round", "TimeControl", "Termination")}
    assert told == {
        "Event": "Underdog", "Date": "2026.01.31", "Round": "1", "TimeControl": "60", "Termination": "normal",
    }  # fmt: skip
    assert "Variant" not in headers


def test_a_game_with_upgrades_is_of_a_variant_and_says_whose_they_are() -> None:
    """Also if they change the clocks alone: nobody takes it for a game under equal terms."""
    line = in_game()
    owned = m.Badges([], ["metronome", "deep_breath"])
    line.say(board_state(seq=2, game=2, phase="countdown", upgrades=owned, clocks_ms=m.Clocks(60_000, 75_000)))
    line.say(board_state(seq=3, game=2, ply=1, last_move="e2e4", turn="black", upgrades=owned))
    headers = headers_of(game_replays(line.match)[-1].pgn())
    assert headers["Variant"] == "Underdog"
    assert (headers["WhiteUpgrades"], headers["BlackUpgrades"]) == ("-", "Metronome, Deep Breath")
    assert (headers["WhiteTimeControl"], headers["BlackTimeControl"]) == ("60", "75+1")
    assert headers["Termination"] == "unterminated"


def test_a_game_can_be_had_in_pgn() -> None:
    text = game_replays(a_story().match)[1].pgn()
    text = text.replace('[Variant "Underdog"]\n', "")
    game = chess.pgn.read_game(io.StringIO(text))
    assert game is not None
    assert (game.headers["White"], game.headers["Black"], game.headers["Result"]) == ("Bob", "Ann", "1-0")
    assert [move.uci() for move in game.mainline_moves()] == SCHOLARS_MATE

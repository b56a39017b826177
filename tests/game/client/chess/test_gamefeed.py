from __future__ import annotations

import random
from typing import Any

import chess
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.chess.match import Match
from game.chess.match import commands as c
from game.chess.rules import REWIND, ByColor
from game.chess.upgrades import new_board
from game.client.chess.gamefeed import GameFeed
from netcode import messages as m
from tests.helpers.chess_wire import START, board_state
from tests.helpers.matches import ONE, TWO, a_match, black, go_on, white

NOW = 5_000


def played(*moves: str) -> GameFeed:
    """A feed that has followed these moves one by one."""
    feed = GameFeed(board_state(), NOW)
    for ply, move in enumerate(moves, start=1):
        assert feed.take(after(ply, move), NOW)
    return feed


def after(ply: int, move: str, **changes: Any) -> m.BoardState:
    """The state after that many plies."""
    turn = "white" if ply % 2 == 0 else "black"
    return board_state(**{"ply": ply, "last_move": move, "turn": turn, "running": turn, **changes})


# --- following ------------------------------------------------------------------------------------


def test_a_pawn_that_may_promote_early_is_shown_as_one_that_an_upgrade_helps() -> None:
    fen = "7k/8/8/4P3/8/8/8/K7 w - - 0 1"
    feed = GameFeed(board_state(fen=fen, start_fen=fen, upgrades=m.Badges(white=["fast_track"])), NOW)
    assert feed.granted(chess.E5, chess.E6)


def test_it_follows_move_by_move() -> None:
    feed = played("e2e4", "e7e5", "g1f3")
    assert feed.moves == ["e2e4", "e7e5", "g1f3"]
    assert feed.sans == ["e4", "e5", "Nf3"]


def test_the_same_state_again_changes_nothing() -> None:
    feed = played("e2e4")
    assert feed.take(after(1, "e2e4"), NOW)
    assert feed.moves == ["e2e4"]


def test_a_missing_move_is_noticed() -> None:
    assert not played("e2e4").take(after(3, "g1f3"), NOW)


def test_another_move_at_the_same_ply_is_noticed() -> None:
    assert not played("e2e4").take(after(1, "d2d4"), NOW)


def test_a_snapshot_brings_all_moves() -> None:
    feed = played("e2e4")
    assert feed.take(after(3, "g1f3", moves=["e2e4", "e7e5", "g1f3"]), NOW)
    assert feed.sans == ["e4", "e5", "Nf3"]


def test_a_state_in_mid_game_without_moves_shows_its_position() -> None:
    fen = "4k3/8/8/8/8/8/8/4K2R w K - 0 40"
    feed = GameFeed(board_state(ply=78, fen=fen, last_move="e7e8"), NOW)
    assert (feed.position.fen(), feed.moves) == (fen, [])


def test_the_next_game_starts_from_its_own_position() -> None:
    feed = played("e2e4")
    assert feed.take(board_state(game=2, phase="countdown"), NOW)
    assert (feed.moves, feed.position.fen()) == ([], START)


# --- one's own move -------------------------------------------------------------------------------


def test_ones_own_move_is_confirmed() -> None:
    feed = GameFeed(board_state(), NOW)
    assert feed.play_own("e2e4", NOW) == 0
    assert feed.take(after(1, "e2e4"), NOW + 80)
    assert feed.moves == ["e2e4"]


def test_a_confirmed_move_is_not_taken_back() -> None:
    feed = GameFeed(board_state(), NOW)
    feed.play_own("e2e4", NOW)
    feed.take(after(1, "e2e4"), NOW + 80)
    feed.take_back(NOW + 90)
    assert feed.moves == ["e2e4"]


def test_ones_own_move_is_withdrawn() -> None:
    feed = GameFeed(board_state(), NOW)
    feed.play_own("e2e4", NOW)
    feed.take_back(NOW + 80)
    assert (feed.moves, feed.sans, feed.position.fen()) == ([], [], START)
    assert feed.can_move


def test_the_answer_to_ones_own_move_may_come_with_no_state_in_between() -> None:
    feed = GameFeed(board_state(), NOW)
    feed.play_own("e2e4", NOW)
    assert feed.take(after(2, "e7e5"), NOW + 80)
    assert feed.moves == ["e2e4", "e7e5"]


def test_a_draw_offer_leaves_the_move_under_way_on_the_board() -> None:
    feed = GameFeed(board_state(), NOW)
    feed.play_own("e2e4", NOW)
    assert feed.take(board_state(draw_offer="black"), NOW + 40)
    assert (feed.moves, feed.state.draw_offer, feed.can_move) == (["e2e4"], "black", False)


def test_a_withdrawn_move_can_be_made_again() -> None:
    feed = GameFeed(board_state(), NOW)
    feed.play_own("e2e4", NOW)
    feed.take_back(NOW)
    assert chess.E4 in feed.legal_targets()[chess.E2]


# --- clocks ---------------------------------------------------------------------------------------


def test_the_running_clock_runs_on_between_two_states() -> None:
    feed = GameFeed(board_state(), NOW)
    assert feed.clock_ms("white", NOW + 1_500) == 58_500


def test_the_other_clock_stands() -> None:
    feed = GameFeed(board_state(), NOW)
    assert feed.clock_ms("black", NOW + 1_500) == 60_000


def test_a_clock_does_not_go_below_nothing() -> None:
    feed = GameFeed(board_state(), NOW)
    assert feed.clock_ms("white", NOW + 99_000) == 0


def test_ones_own_clock_stops_with_the_move() -> None:
    feed = GameFeed(board_state(), NOW)
    feed.play_own("e2e4", NOW + 1_000)
    assert (feed.clock_ms("white", NOW + 5_000), feed.running()) == (59_000, None)


def test_a_withdrawn_move_lets_the_clock_run_on() -> None:
    feed = GameFeed(board_state(), NOW)
    feed.play_own("e2e4", NOW + 1_000)
    feed.take_back(NOW + 2_000)
    assert (feed.clock_ms("white", NOW + 5_000), feed.running()) == (55_000, "white")


def test_a_phase_ends_by_time() -> None:
    feed = GameFeed(board_state(phase="countdown", phase_ms=3_000), NOW)
    assert (feed.phase_ms(NOW + 1_000), feed.phase_ms(NOW + 9_000)) == (2_000, 0)


# --- moves as people see them ---------------------------------------------------------------------


def test_a_move_that_only_an_upgrade_allows() -> None:
    # A knight that also steps like a king; f3 every knight can reach.
    feed = GameFeed(board_state(ply=2, moves=["e2e4", "e7e5"], upgrades=m.Badges(white=["trotters"])), NOW)
    assert feed.granted(chess.B1, chess.C3) is False
    feed = GameFeed(board_state(ply=2, moves=["g1f3", "e7e5"], upgrades=m.Badges(white=["trotters"])), NOW)
    assert feed.granted(chess.F3, chess.G3)


def test_a_square_that_cannot_be_reached_is_not_granted() -> None:
    assert not GameFeed(board_state(), NOW).granted(chess.G1, chess.G5)


@pytest.mark.parametrize(
    ("fen", "move", "san"),
    [
        ("4k3/P7/8/8/8/8/8/4K3 w - - 0 1", "a7a8n", "a8=N"),
        ("1r2k3/P7/8/8/8/8/8/4K3 w - - 0 1", "a7b8q", "axb8=Q+"),
        ("4k3/8/8/3pP3/8/8/8/4K3 w - d6 0 2", "e5d6", "exd6"),
        ("4k3/8/8/8/8/8/8/4K2R w K - 0 1", "e1g1", "O-O"),
    ],
)
def test_how_unusual_moves_are_written(fen: str, move: str, san: str) -> None:
    feed = GameFeed(board_state(fen=fen, start_fen=fen), NOW)
    assert feed.take(after(1, move, start_fen=fen), NOW)
    assert feed.sans == [san]


# --- the same as on the server --------------------------------------------------------------------


def seen(match: Match) -> m.BoardState:
    """What the server would tell the first player."""
    view = match.view(ONE, 0)
    upgrades = m.Badges(list(view.upgrades.white), list(view.upgrades.black))
    return board_state(
        game=view.game,
        phase=view.phase,
        color=view.color,
        turn=view.turn,
        fen=view.fen,
        start_fen=view.start_fen,
        layers=view.layers,
        start_layers=view.start_layers,
        ply=view.ply,
        last_move=view.last_move,
        upgrades=upgrades,
    )


def play_at_random(match: Match, feed: GameFeed, dice: random.Random, now_ms: int, plies: int) -> None:
    """Some moves of one game, each followed by the feed; then somebody gives up, unless it has ended."""
    for _ in range(plies):
        if match.view(None, now_ms).phase != "playing":
            break
        instead = feed.instead_of_a_move()
        moves = {move.uci() for move in feed.position.legal_moves}
        assert moves >= set(instead) - {REWIND}
        move = dice.choice(sorted(moves | set(instead)))
        mover = white(match) if feed.position.turn else black(match)
        match.handle(c.MakeMove(mover, move, len(feed.moves)), now_ms)
        assert feed.take(seen(match), NOW)
        assert feed.position.fen() == match.view(None, now_ms).fen
        assert (feed.position.layers.text() if match.view(None, now_ms).layers else "") == match.view(
            None, now_ms
        ).layers
    assert feed.moves == list(match.moves())
    if match.view(None, now_ms).phase == "playing":
        match.handle(c.Resign(dice.choice((ONE, TWO))), now_ms)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 40))
def test_random_games_with_their_upgrades_look_as_on_the_server(seed: int, plies: int) -> None:
    dice = random.Random(seed)
    match, now_ms = a_match(best_of=7, seed=seed.to_bytes(16, "big"), playing=False), 0
    feed = GameFeed(seen(match), NOW)
    for _ in range(3):
        while match.view(None, now_ms).phase != "playing":
            now_ms = go_on(match)
            assert feed.take(seen(match), NOW)
        play_at_random(match, feed, dice, now_ms, plies)


def test_the_start_is_that_of_the_upgrades() -> None:
    upgrades = ByColor(("trotters",), ())
    feed = GameFeed(board_state(upgrades=m.Badges(white=["trotters"])), NOW)
    assert sorted(map(str, feed.position.legal_moves)) == sorted(map(str, new_board(upgrades).legal_moves))


def test_an_upgrade_of_a_newer_server_does_no_harm() -> None:
    """Its badge is unknown here and its move illegal by these rules: the move is shown as the server made it."""
    badges = m.Badges(white=["from_the_future"])
    feed = GameFeed(board_state(ply=0, upgrades=badges), 0)
    assert feed.take(board_state(ply=1, last_move="e2e5", fen=START, upgrades=badges), 0)
    assert feed.sans == ["e2e5"]
    assert feed.position.piece_at(chess.E5) == chess.Piece(chess.PAWN, chess.WHITE)


def test_what_an_upgrade_grants_follows_the_position() -> None:
    upgrades = m.Badges(white=["trotters"])
    feed = GameFeed(board_state(upgrades=upgrades, fen=START, start_fen=START), 0)
    assert not feed.granted(chess.G1, chess.F3)
    feed.take(board_state(upgrades=upgrades, ply=1, last_move="g1f3", turn="black"), 0)
    feed.take(board_state(upgrades=upgrades, ply=2, last_move="e7e5"), 0)
    assert feed.granted(chess.F3, chess.F4)
    assert not feed.granted(chess.F3, chess.E5)


def test_moves_are_numbered_by_whose_they_are_also_after_one_was_taken_back() -> None:
    rewinding = {"upgrades": m.Badges(white=["rewind"]), "start_layers": "- - W -"}
    moves = ["e2e4", "e7e5", "g1f3", "b8c6", "rewind", "f1c4"]
    feed = GameFeed(board_state(moves=moves, ply=6, last_move="f1c4", turn="black", **rewinding), 0)
    assert feed.numbers() == [(1, True), (1, False), (2, True), (2, False), (3, True), (2, True)]


def test_without_a_connection_the_opponents_clock_stands_and_ones_own_runs() -> None:
    """What the opponent does is not known; that one's own time is used up is."""
    cases: tuple[tuple[m.Colour, int], ...] = (("black", 60_000), ("white", 57_000))
    for running, shown in cases:
        feed = GameFeed(board_state(turn=running, running=running), 1_000)
        feed.line_lost(1_000)
        assert feed.clock_ms(running, 4_000) == shown
        assert feed.running() == (running if running == "white" else None)


def test_the_opponents_clock_runs_again_with_the_next_news() -> None:
    feed = GameFeed(board_state(turn="black", running="black", color="white"), 1_000)
    feed.line_lost(1_000)
    feed.take(board_state(seq=2, turn="black", running="black", clocks_ms=m.Clocks(60_000, 55_000)), 6_000)
    assert feed.clock_ms("black", 7_000) == 54_000


def test_moves_of_a_stand_in_are_known_as_such() -> None:
    feed = GameFeed(board_state(), 0)
    feed.take(board_state(seq=2, ply=1, last_move="e2e4", turn="black", by_standin=True), 0)
    feed.take(board_state(seq=3, ply=2, last_move="e7e5"), 0)
    assert feed.standin_plies == {1}

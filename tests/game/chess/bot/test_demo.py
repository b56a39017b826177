"""How a match reads as text."""

from __future__ import annotations

import io
import socket
from contextlib import nullcontext
from typing import Any

from game.chess.bot.demo import Narrator, run_headless
from game.chess.upgrades import CATALOGUE
from netcode import messages as wire
from netcode.transport import Connected, Received
from tests.helpers.chess_wire import board_state


def a_board(**changed: Any) -> wire.BoardState:
    clocks = wire.Clocks(59_400, 58_700)
    return board_state(**{"phase": "countdown", "phase_ms": 3_000, "clocks_ms": clocks, "running": None} | changed)


def told(*notices: wire.Notice) -> str:
    out = io.StringIO()
    narrator = Narrator(out)
    players = [wire.Player(1, "Ada", "player", connected=True), wire.Player(2, "Bela", "player", connected=True)]
    narrator.see(Connected())
    for notice in (wire.PlayerList(players), *notices):
        narrator.see(Received(notice))
    return out.getvalue()


def test_whoever_comes_in_later_is_called_by_their_name() -> None:
    narrator = Narrator(out := io.StringIO())
    ada, bela = (wire.Player(pid, name, "player", connected=True) for pid, name in ((1, "Ada"), (2, "Bela")))
    for notice in (wire.PlayerList([ada]), wire.PlayerJoined(bela), a_board()):
        narrator.see(Received(notice))
    assert "Ada (White) against Bela (Black)" in out.getvalue()


def test_a_games_first_moves() -> None:
    text = told(
        a_board(),
        a_board(phase="playing"),
        a_board(phase="playing", ply=1, last_move="e2e4", turn="black"),
        a_board(phase="playing", ply=2, last_move="e7e5"),
    )
    assert text.splitlines() == [
        "",
        "Game 1: Ada (White) against Bela (Black)",
        "    1. e4       59.4s  e5       58.7s",
    ]


def test_a_state_that_comes_twice_is_printed_once() -> None:
    moved = a_board(phase="playing", ply=1, last_move="e2e4", turn="black")
    assert told(a_board(), moved, moved).count("e4") == 1


def test_badges_stand_beside_the_names() -> None:
    assert "Bela (Black; Trotters)" in told(a_board(upgrades=wire.Badges(black=["trotters"])))


def test_the_end_of_a_game_starts_its_own_line() -> None:
    text = told(
        a_board(),
        a_board(phase="result", ply=1, last_move="e2e4", turn="black"),
        wire.GameOver("Win", "flag", {"1": 1.0, "2": 0.0}, winner=1),
    )
    assert text.splitlines()[-1] == "  The flag fell: Ada wins. Ada 1, Bela 0."


def test_the_draft_shows_each_card() -> None:
    text = told(wire.UpgradeOffer(2, ["trotters", "recruit"], 12_000), wire.UpgradeChosen(2, "recruit"))
    assert f"Trotters (common): {CATALOGUE['trotters'].text}" in text
    assert "Bela takes Recruit." in text


def test_a_choice_that_comes_twice_is_printed_once() -> None:
    """After a draw one's own choice comes at once, and again with the other's."""
    twice = [wire.UpgradeChosen(2, "recruit")] * 2
    assert told(wire.UpgradeOffer(2, ["trotters", "recruit"], 12_000), *twice).count("Bela takes Recruit.") == 1


def test_the_final_score() -> None:
    text = told(wire.MatchOver("Win", {"1": 2.0, "2": 0.5}, "score", winner=1))
    assert text.splitlines()[-1] == "Ada wins the match. Ada 2, Bela 0.5."


def test_says_why_a_match_could_not_be_played() -> None:
    out = io.StringIO()
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        code = run_headless(out, start_server=lambda: nullcontext(url), seed=1)
    assert code == 1
    assert "could not be played to its end. No server answers" in out.getvalue()

"""What a viewer may see of a match, in the wire's words."""

from __future__ import annotations

from typing import Any

import msgspec

from game.chess.match.view import GameRecord, MatchView
from game.chess.rules import ByColor
from server.games.chess_news import board_state

VIEW = MatchView(
    game=2,
    best_of=5,
    phase="playing",
    phase_ms=3,
    wins={7: 1, 8: 0},
    draws=4,
    players=ByColor(7, 8),
    color="black",
    turn="white",
    fen="fen",
    layers="layers",
    start_fen="start fen",
    start_layers="start layers",
    ply=6,
    last_move="e2e4",
    check=True,
    clocks_ms=ByColor(11, 12),
    bank_ms=ByColor(13, 14),
    credit_ms=ByColor(15, 16),
    running="black",
    upgrades=ByColor(("amazon",), ("torpedo", "rewind")),
    armageddon=False,
    draw_offer="white",
    draw_wait=ByColor(17, 18),
    by_standin=True,
)
RECORD = GameRecord(["e2e4"], ByColor(21, 22), [23], [24])
UNSAID = {"targets": None, "granted": None, "promotions": None}


def told(state: Any) -> dict[str, Any]:
    """All fields, as they are read from JSON."""
    fields: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(state))
    return fields


def test_each_field_of_a_state_is_that_of_the_view() -> None:
    missing = dict.fromkeys(("moves", "start_ms", "left_ms", "standin_plies"))
    assert told(board_state(VIEW, 9)) == {**told(VIEW), "seq": 9, **missing, **UNSAID}


def test_a_latecomers_state_has_the_record_besides() -> None:
    state = told(board_state(VIEW, 9, RECORD))
    assert {name: state[name] for name in told(RECORD)} == told(RECORD)

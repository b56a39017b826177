"""Replays as a server would give them out, of matches that are played here."""

from __future__ import annotations

from typing import Any

import msgspec

from netcode import messages as m
from netcode.messages.replays import ChessReplay, ReplayFile, ReplayGame, ReplayPlayer
from server.games.chess_replay import positions
from tests.helpers.chess_wire import board_state
from tests.helpers.fake_transport import ME, OTHER
from tests.helpers.sessions import FOOLS_MATE, SCHOLARS_MATE


def a_replay_game(number: int, moves: list[str], winner: int | None = ME, **facts: Any) -> ReplayGame:
    """One game: Ann has White in the odd ones, and every move takes a second and a half."""
    white, black = (ME, OTHER) if number % 2 else (OTHER, ME)
    badges = facts.pop("upgrades", m.Badges())
    state = board_state(
        moves=moves,
        ply=len(moves),
        start_ms=m.Clocks(60_000, 60_000),
        left_ms=[60_000 - 1_500 * (ply // 2 + 1) for ply in range(len(moves))],
        upgrades=badges,
        **facts,
    )
    reason = "checkmate" if winner is not None else "agreement"
    return ReplayGame(number, {"white": white, "black": black}, badges, positions(state), reason, {}, winner)


def a_replay(**changes: Any) -> ReplayFile:
    """Ann wins with White, Bob with White, and Ann again."""
    games = [
        a_replay_game(1, SCHOLARS_MATE, ME),
        a_replay_game(2, SCHOLARS_MATE, OTHER, upgrades=m.Badges(black=["trotters"])),
        a_replay_game(3, FOOLS_MATE, OTHER, upgrades=m.Badges(white=["trotters"], black=["recruit"])),
    ]
    facts: dict[str, Any] = {
        "format": 1,
        "id": "abc123",
        "game": "chess",
        "at": "2026-11-20T20:15:00Z",
        "players": [ReplayPlayer(ME, "Ann", "pup:biscuit"), ReplayPlayer(OTHER, "Bob")],
        "score": {"1": 1.0, "2": 2.0},
        "reason": "score",
        "winner": OTHER,
        "chess": ChessReplay(3, 60, games),
    }
    return ReplayFile(**{**facts, **changes})


def content(file: ReplayFile) -> bytes:
    """What the server sends."""
    return msgspec.json.encode(file)

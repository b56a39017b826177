"""Builders for the messages of chess, and readers of snapshots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netcode.messages import Badges, BoardState, ChessOptions, ChessSnapshot, Clocks, CreateGame, Snapshot

if TYPE_CHECKING:
    from netcode.messages import Player

START = "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1"
_OPTIONS = ChessOptions.__struct_fields__
_PART = ChessSnapshot.__struct_fields__


def create_chess(**fields: Any) -> CreateGame:
    """A `CreateGame` of chess; options of the game and of the room side by side."""
    options = {name: fields.pop(name) for name in _OPTIONS if name in fields}
    return CreateGame(options=ChessOptions(**options), **fields)


def chess_snapshot(code: str, seq: int, players: list[Player], **fields: Any) -> Snapshot:
    """A snapshot of a room of chess."""
    part = {name: fields.pop(name) for name in _PART if name in fields}
    return Snapshot(code, seq, "chess", players, part=ChessSnapshot(**part), **fields)


def board_state(**changes: Any) -> BoardState:
    """The start of the first game as White (pid 1) sees it, whose clock runs; Black is pid 2."""
    fields: dict[str, Any] = {
        "seq": 1,
        "game": 1,
        "best_of": 3,
        "phase": "playing",
        "phase_ms": None,
        "wins": {"1": 0, "2": 0},
        "draws": 0,
        "players": {"white": 1, "black": 2},
        "color": "white",
        "turn": "white",
        "fen": START,
        "start_fen": START,
        "ply": 0,
        "last_move": None,
        "check": False,
        "clocks_ms": Clocks(60_000, 60_000),
        "bank_ms": Clocks(60_000, 60_000),
        "running": "white",
        "upgrades": Badges(),
    }
    return BoardState(**fields | changes)


def chess_of(snapshot: Snapshot | None) -> ChessSnapshot:
    """What a snapshot tells of the match."""
    assert snapshot is not None
    return ChessSnapshot.of(snapshot)


def board_of(snapshot: Snapshot | None) -> BoardState:
    """The board in a snapshot of a running match."""
    board = chess_of(snapshot).board
    assert board is not None
    return board

"""Requests and snapshots of chess, built from and read as flat fields, as they lie on the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netcode.messages import ChessOptions, ChessSnapshot, CreateGame, Snapshot

if TYPE_CHECKING:
    from netcode.messages import BoardState, Player

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


def chess_of(snapshot: Snapshot | None) -> ChessSnapshot:
    """What a snapshot tells of the match."""
    assert snapshot is not None
    return ChessSnapshot.of(snapshot)


def board_of(snapshot: Snapshot | None) -> BoardState:
    """The board in a snapshot of a running match."""
    board = chess_of(snapshot).board
    assert board is not None
    return board

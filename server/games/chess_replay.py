"""A finished game of chess as a replay tells it: each position, so that whoever shows it needs no rules. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from game.chess.rules import ByColor
from game.chess.rules.layers import NO_LAYERS
from game.chess.rules.notation import play_and_notate
from game.chess.upgrades import board_from
from netcode.messages.replays import ReplayPosition

if TYPE_CHECKING:
    from game.chess.rules.board import Board
    from netcode.messages import BoardState, Clocks


def positions(state: BoardState) -> list[ReplayPosition]:
    """All positions of a game, from the first on, by a state of it that has all moves and their times.

    Raises:
        ValueError: a move or a position cannot be read.
        KeyError: an upgrade is not in the catalogue.
    """
    upgrades = ByColor(tuple(state.upgrades.white), tuple(state.upgrades.black))
    board = board_from(state.start_fen, upgrades, state.start_layers)
    clocks = state.start_ms or state.clocks_ms
    standins = set(state.standin_plies or ())
    found = [_position(board, clocks)]
    for ply, (move, left_ms) in enumerate(zip(state.moves or [], state.left_ms or [], strict=True), start=1):
        clocks = replace(clocks, **{"white" if board.turn else "black": left_ms})
        san = play_and_notate(board, move)
        found.append(replace(_position(board, clocks), move=move, san=san, standin=ply in standins))
    return found


def _position(board: Board, clocks: Clocks) -> ReplayPosition:
    layers = "" if board.layers == NO_LAYERS else board.layers.text()
    return ReplayPosition(board.fen(), clocks, layers, board.is_check())

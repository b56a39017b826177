"""What a game is like under its players' upgrades: the one place that reads the hooks.

Upgrades are given as catalogue ids, by the colour that their owner plays in this game, in the order in which they
were won.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, TypeAlias

import chess

from game.rules.board import Board
from game.rules.bycolor import ByColor
from game.rules.side import STANDARD, SideRules
from game.upgrades.catalogue import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from game.upgrades.upgrade import Upgrade

Owned: TypeAlias = ByColor[tuple[str, ...]]

LEAST_CLOCK_MS = 10_000
"""However many upgrades shorten a clock, this much is left."""


def rules_with(upgrades: Iterable[str]) -> SideRules:
    """One side's movement under these upgrades."""
    return reduce(SideRules.united, (_rules_of(CATALOGUE[upgrade]) for upgrade in upgrades), STANDARD)


def _rules_of(upgrade: Upgrade) -> SideRules:
    return SideRules(tuple(sorted(upgrade.moves.items())), upgrade.double_steps)


def board_from(fen: str, upgrades: Owned) -> Board:
    """Any position of a game under these upgrades.

    Raises:
        ValueError: the FEN is none.
        KeyError: an id is not in the catalogue.
    """
    return Board(fen, upgrades.map(rules_with))


def new_board(upgrades: Owned) -> Board:
    """The position in which a game under these upgrades starts."""
    board = board_from(chess.STARTING_FEN, upgrades)
    for color in chess.COLORS:
        for upgrade in _entries(upgrades[color]):
            _place(board, color, upgrade)
    board.castling_rights = _castling_rights(upgrades)
    return board


def _place(board: Board, color: chess.Color, upgrade: Upgrade) -> None:
    for name, piece_type in upgrade.places.items():
        square = chess.parse_square(name)
        piece = chess.Piece(piece_type, color) if piece_type else None
        board.set_piece_at(square if color else chess.square_mirror(square), piece)


def _castling_rights(upgrades: Owned) -> chess.Bitboard:
    rights = chess.BB_EMPTY
    for color in chess.COLORS:
        sides = {"K", "Q"}
        for own in _entries(upgrades[color]):
            sides &= set(own.own_castling)
        for other in _entries(upgrades[not color]):
            sides &= set(other.opponent_castling)
        backrank = chess.BB_RANK_1 if color else chess.BB_RANK_8
        rights |= backrank & ((chess.BB_FILE_H if "K" in sides else 0) | (chess.BB_FILE_A if "Q" in sides else 0))
    return rights


def clocks_with(base_ms: ByColor[int], upgrades: Owned) -> ByColor[int]:
    """Both clocks at the start of a game, in ms."""

    def clock(color: chess.Color) -> int:
        change = sum(upgrade.own_clock_ms for upgrade in _entries(upgrades[color]))
        change += sum(upgrade.opponent_clock_ms for upgrade in _entries(upgrades[not color]))
        return max(min(base_ms[color], LEAST_CLOCK_MS), base_ms[color] + change)

    return ByColor(clock(chess.WHITE), clock(chess.BLACK))


def _entries(upgrades: Iterable[str]) -> list[Upgrade]:
    return [CATALOGUE[upgrade] for upgrade in upgrades]

"""How upgrades change a game. Only this module reads the hooks.

Upgrades are catalogue ids, by the colour of their owner, the oldest first.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, TypeAlias

import chess

from game.chess.rules.board import Board
from game.chess.rules.bycolor import ByColor
from game.chess.rules.layers import Charges, Layers
from game.chess.rules.side import STANDARD, SideRules
from game.chess.upgrades.catalogue import CATALOGUE
from game.chess.upgrades.upgrade import hero_type

if TYPE_CHECKING:
    from collections.abc import Iterable

    from game.chess.upgrades.upgrade import Upgrade

Owned: TypeAlias = ByColor[tuple[str, ...]]

LEAST_CLOCK_MS = 10_000
"""Upgrades never shorten a clock below this."""


def rules_with(upgrades: Iterable[str]) -> SideRules:
    """The rules of one side with these upgrades."""
    return reduce(SideRules.united, (_rules_of(CATALOGUE[upgrade]) for upgrade in upgrades), STANDARD)


def _rules_of(upgrade: Upgrade) -> SideRules:
    return SideRules(
        additions=tuple(sorted(upgrade.moves.items())),
        hero_additions=tuple(sorted((hero_type(square), betza) for square, betza in upgrade.heroes.items())),
        double_steps=upgrade.double_steps,
        promotion_rank=upgrade.promotion_rank,
        castles_through_check=upgrade.castles_through_check,
        poison=upgrade.poison,
    )


def board_from(fen: str, upgrades: Owned, layers: str = "") -> Board:
    """A position of a game with these upgrades. `layers` is a text by `Layers.text`.

    Raises:
        ValueError: the FEN or the layers are not valid.
        KeyError: an id is not in the catalogue.
    """
    return Board(fen, upgrades.map(rules_with), Layers.parse(layers))


def new_board(upgrades: Owned) -> Board:
    """The start position of a game with these upgrades."""
    board = board_from(chess.STARTING_FEN, upgrades)
    for color in chess.COLORS:
        for upgrade in _entries(upgrades[color]):
            _place(board, color, upgrade)
    board.castling_rights = _castling_rights(upgrades)
    board.set_layers(_layers_at_the_start(board, upgrades))
    return board


def _layers_at_the_start(board: Board, upgrades: Owned) -> Layers:
    heroes = shields = chess.BB_EMPTY
    for color in chess.COLORS:
        for upgrade in _entries(upgrades[color]):
            heroes |= _mask(upgrade.heroes, color)
            shields |= _mask(upgrade.shields, color)
    return Layers(heroes & board.occupied, shields & board.occupied, upgrades.map(_charges))


def _charges(upgrades: Iterable[str]) -> Charges:
    owned = _entries(upgrades)
    return Charges(
        passes=sum(upgrade.passes for upgrade in owned),
        revivals=sum(upgrade.revivals for upgrade in owned),
        rewinds=sum(upgrade.rewinds for upgrade in owned),
    )


def _mask(names: Iterable[str], color: chess.Color) -> chess.Bitboard:
    mask = chess.BB_EMPTY
    for name in names:
        mask |= chess.BB_SQUARES[_as_seen_by(color, name)]
    return mask


def _as_seen_by(color: chess.Color, name: str) -> chess.Square:
    square = chess.parse_square(name)
    return square if color else chess.square_mirror(square)


def _place(board: Board, color: chess.Color, upgrade: Upgrade) -> None:
    for name, piece_type in upgrade.places.items():
        board.set_piece_at(_as_seen_by(color, name), chess.Piece(piece_type, color) if piece_type else None)


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


def increments_with(upgrades: Owned) -> ByColor[int]:
    """What each clock gains with every move of its side, in ms."""
    return upgrades.map(lambda owned: sum(upgrade.increment_ms for upgrade in _entries(owned)))


def has_effect(upgrade: str, owned: tuple[str, ...], opponents: tuple[str, ...], base_ms: int) -> bool:
    """Whether adding `upgrade` to `owned` changes anything in a game with this base time."""
    return _game_under(owned, opponents, base_ms) != _game_under((*owned, upgrade), opponents, base_ms)


def _game_under(owned: tuple[str, ...], opponents: tuple[str, ...], base_ms: int) -> tuple[object, ...]:
    """Everything that upgrades can change about a game in which the owner plays White."""
    upgrades = ByColor(owned, opponents)
    board = new_board(upgrades)
    clocks = clocks_with(ByColor(base_ms, base_ms), upgrades), increments_with(upgrades)
    return board.fen(), board.layers.text(), upgrades.map(rules_with), clocks


def _entries(upgrades: Iterable[str]) -> list[Upgrade]:
    return [CATALOGUE[upgrade] for upgrade in upgrades]

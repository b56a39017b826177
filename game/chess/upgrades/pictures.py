"""The picture on an upgrade's card, as data. It is made with the same tables that the board uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import chess
from msgspec import Struct

from game.chess.rules.board import Board
from game.chess.rules.bycolor import ByColor
from game.chess.rules.layers import Layers
from game.chess.rules.side import STANDARD, SideRules
from game.chess.upgrades.effects import new_board, rules_with

if TYPE_CHECKING:
    from game.chess.upgrades.upgrade import Upgrade

_HOME = chess.D4
_PAWN_HOME = chess.D3


class Picture(Struct, frozen=True):
    """A small board, seen from the owner's side. Squares are python-chess's.

    For an upgrade of movement it has one piece on `origin`, its `standard` targets and the new ones. For a changed
    start position it has the owner's pieces. For anything else (a clock, castling) `pieces` is empty, and the card
    shows an emblem instead.
    """

    pieces: dict[chess.Square, str]
    """Square -> piece letter, as in a FEN."""
    origin: chess.Square | None = None
    standard: frozenset[chess.Square] = frozenset()
    quiet: frozenset[chess.Square] = frozenset()
    """New targets without a capture."""
    captures: frozenset[chess.Square] = frozenset()
    """New targets with a capture. A square can be in both sets."""
    heroes: frozenset[chess.Square] = frozenset()
    shields: frozenset[chess.Square] = frozenset()
    placed: frozenset[chess.Square] = frozenset()
    """Squares where the start position differs."""
    color: chess.Color = chess.WHITE


def picture(upgrade: Upgrade, color: chess.Color = chess.WHITE) -> Picture:
    """The picture for an upgrade's card when its owner plays `color`."""
    shown = _movement_picture(upgrade) if upgrade.is_movement else _start_picture(upgrade)
    return shown if color else _for_black(shown)


def _for_black(shown: Picture) -> Picture:
    """The same picture for an owner who plays Black."""
    return Picture(
        pieces={chess.square_mirror(square): letter.lower() for square, letter in shown.pieces.items()},
        origin=None if shown.origin is None else chess.square_mirror(shown.origin),
        standard=_mirrored(shown.standard),
        quiet=_mirrored(shown.quiet),
        captures=_mirrored(shown.captures),
        heroes=_mirrored(shown.heroes),
        shields=_mirrored(shown.shields),
        placed=_mirrored(shown.placed),
        color=chess.BLACK,
    )


def _mirrored(squares: frozenset[chess.Square]) -> frozenset[chess.Square]:
    return frozenset(map(chess.square_mirror, squares))


def _movement_picture(upgrade: Upgrade) -> Picture:
    piece_type = min(upgrade.pieces)
    origin = _PAWN_HOME if piece_type == chess.PAWN else _HOME
    rules = rules_with([upgrade.id])
    heroes = frozenset({origin} if upgrade.heroes else ())
    standard_quiet, standard_captures = _targets(piece_type, origin, STANDARD, frozenset())
    quiet, captures = _targets(piece_type, origin, rules, heroes)
    return Picture(
        pieces={origin: chess.piece_symbol(piece_type).upper()},
        origin=origin,
        standard=frozenset(standard_quiet | standard_captures),
        quiet=frozenset(quiet - standard_quiet),
        captures=frozenset(captures - standard_captures),
        heroes=heroes,
    )


def _targets(
    piece_type: chess.PieceType, origin: chess.Square, rules: SideRules, heroes: frozenset[chess.Square]
) -> tuple[set[chess.Square], set[chess.Square]]:
    """The quiet targets and the capture targets of a piece that is alone on the board."""
    layers = Layers(heroes=int(chess.SquareSet(heroes)))
    board = Board(None, ByColor(rules, STANDARD), layers)
    board.set_piece_at(origin, chess.Piece(piece_type, chess.WHITE))
    quiet = {move.to_square for move in board.generate_pseudo_legal_moves()}
    return quiet, set(chess.scan_forward(board.attacks_mask(origin)))


def _start_picture(upgrade: Upgrade) -> Picture:
    if not upgrade.places and not upgrade.shields:
        return Picture({})
    board = new_board(ByColor((upgrade.id,), ()))
    own = chess.scan_forward(board.occupied_co[chess.WHITE])
    return Picture(
        {square: chess.piece_symbol(board.piece_type_at(square) or chess.PAWN).upper() for square in own},
        shields=frozenset(chess.scan_forward(board.layers.shields)),
        placed=frozenset(map(chess.parse_square, upgrade.places)),
    )

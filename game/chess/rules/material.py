"""Whether a side can mate at all with its material, even with the opponent's help (FIDE 5.2.2 and 6.9).

For a king with at most one piece, a table decides, which comes from an exhaustive search (`tests/bench/mates.py`). With
more pieces the standard rule decides, if they capture like standard pieces and none has a shield. Anything else counts
as able to mate. Rewinds do not count, because they are not moves.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import chess
from chess import BISHOP, KING, KNIGHT, PAWN, QUEEN, ROOK

from game.chess.rules.layers import REVIVABLE
from game.chess.rules.movement import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.chess.rules.board import Board
    from game.chess.rules.side import Additions

_SHIELD, _POISON, _FENCING = "shield", "poison", "king B2"
_MATES: dict[tuple[chess.PieceType | None, frozenset[str]], str] = {
    (None, frozenset()): "",
    (None, frozenset({_FENCING})): "",
    (KNIGHT, frozenset()): "pnbr",
    (KNIGHT, frozenset({_FENCING})): "pnbr",
    (KNIGHT, frozenset({"fW"})): "pnbr",
    (KNIGHT, frozenset({"W"})): "pnbr",
    (KNIGHT, frozenset({"fW", "W"})): "pnbr",
    (KNIGHT, frozenset({"NN"})): "pnbr",
    (KNIGHT, frozenset({"NN", "fW"})): "pnbr",
    (KNIGHT, frozenset({"NN", "W"})): "pnbr",
    (KNIGHT, frozenset({"NN", "fW", "W"})): "pnbr",
    (KNIGHT, frozenset({"NN", _FENCING})): "pnbr",
    (KNIGHT, frozenset({_SHIELD})): "pnbrq",
    (KNIGHT, frozenset({_SHIELD, _FENCING})): "pnbrq",
    (KNIGHT, frozenset({_SHIELD, "NN"})): "pnbrq",
    (KNIGHT, frozenset({_SHIELD, "NN", _FENCING})): "pnbrq",
    (BISHOP, frozenset()): "pnb",
    (BISHOP, frozenset({_POISON})): "pnb",
    (BISHOP, frozenset({_FENCING})): "pnb=",
    (BISHOP, frozenset({_SHIELD})): "pnbrq",
    (BISHOP, frozenset({_SHIELD, _POISON})): "pnbrq",
}
"""A king with this piece can mate a king with one of these pieces, but not a bare king.

By how the piece captures beyond its standard ways, and what protects it. "b" is a bishop on squares of the other colour
than the mating one, "=" one on the same. What is not here mates a bare king, or was not searched.
"""
_ESCAPES = {(KING, "mN"): "b", (KING, "B2"): "br", (ROOK, "F"): "r"}
"""(piece type, added moves) of the mated side -> the pieces with which a standard knight can then not mate it."""
_LETTERS = {PAWN: "p", KNIGHT: "n", BISHOP: "b", ROOK: "r", QUEEN: "q"}
_ANY_SHADE = -1


class _Piece(NamedTuple):
    kind: chess.PieceType
    shade: int
    """The colour of a bishop's squares; `_ANY_SHADE` if it can change, or if the bishop is yet to be revived."""


class _Material(NamedTuple):
    """The pieces of a side besides its king."""

    pieces: tuple[_Piece, ...]
    traits: frozenset[str]
    """Upgrades of its knights, bishops and king that matter: captures, shields, poison."""


def cannot_mate(board: Board, color: chess.Color) -> bool:
    """Whether `color` cannot mate, even with the opponent's help."""
    # With two kings, one can protect the other.
    if board.king(color) is None or board.occupied_co[color] & (board.pawns | board.rooks | board.queens):
        return False
    others = [material.pieces for material in _possible_material(board, not color)]
    escapes = "".join(_ESCAPES.get(addition, "") for addition in board.side(not color).rules.additions)
    return all(
        _mates_none(material, pieces, escapes) for material in _possible_material(board, color) for pieces in others
    )


def _mates_none(ours: _Material, theirs: tuple[_Piece, ...], escapes: str) -> bool:
    if len(ours.pieces) > 1 or len(theirs) > 1:
        # Against a bare king, a protected bishop is no stronger: the king always has squares of the other colour.
        harmless = frozenset() if theirs else {_SHIELD, _POISON}
        return ours.traits <= harmless and _is_too_little(ours.pieces, theirs)
    kind = ours.pieces[0].kind if ours.pieces else None
    mated = _MATES.get((kind, ours.traits))
    if mated is None or not theirs:
        return mated is not None
    if kind == KNIGHT and not ours.traits:
        mated = mated.translate(dict.fromkeys(map(ord, escapes)))
    return not set(mated) & _letters(ours.pieces, theirs[0])


def _letters(ours: tuple[_Piece, ...], theirs: _Piece) -> set[str]:
    """The letters in `_MATES` for the single piece of the side that is to be mated."""
    if theirs.kind != BISHOP:
        return {_LETTERS[theirs.kind]}
    bishop = next((piece for piece in ours if piece.kind == BISHOP), None)
    if bishop is None:
        return {"b"}
    if _ANY_SHADE in {bishop.shade, theirs.shade}:
        return {"b", "="}
    return {"=" if bishop.shade == theirs.shade else "b"}


def _is_too_little(ours: tuple[_Piece, ...], theirs: tuple[_Piece, ...]) -> bool:
    """The standard rule for too little material.

    That is nothing, a knight against queens only, or bishops on one colour against no knights and no pawns.
    """
    if not ours:
        return True
    against = {piece.kind for piece in theirs}
    if any(piece.kind != BISHOP for piece in ours):
        return [piece.kind for piece in ours] == [KNIGHT] and against <= {QUEEN}
    shades = {piece.shade for piece in (*ours, *theirs) if piece.kind == BISHOP}
    return against <= {BISHOP, ROOK, QUEEN} and len(shades) == 1 and _ANY_SHADE not in shades


# --- the material ------------------------------------------------------------------------------------------------


def _possible_material(board: Board, color: chess.Color) -> Iterator[_Material]:
    """The most material that a side can get: its pieces and the fallen ones that it may revive, in all combinations."""
    layers, rules = board.layers, board.side(color).rules
    steps = [ray for betza in _moves_of(rules.additions + rules.hero_additions, BISHOP) for ray in parse(betza)]
    changes_shade = any((ray.files + ray.ranks) % 2 for ray in steps)
    there = []
    for square in chess.scan_forward(board.occupied_co[color] & ~board.kings):
        light = bool(chess.BB_LIGHT_SQUARES & chess.BB_SQUARES[square])
        there.append(_Piece(board.piece_type_at(square) or PAWN, _ANY_SHADE if changes_shade else int(light)))
    fallen = [kind for kind, count in zip(REVIVABLE, layers.fallen[color], strict=True) for _ in range(count)]
    for back in combinations(fallen, min(layers.charges[color].revivals, len(fallen))):
        pieces = (*there, *(_Piece(kind, _ANY_SHADE) for kind in back))
        yield _Material(pieces, frozenset(_traits(board, color, {piece.kind for piece in pieces})))


def _traits(board: Board, color: chess.Color, kinds: set[chess.PieceType]) -> Iterator[str]:
    rules, ours = board.side(color).rules, board.occupied_co[color]
    yield from (f"king {betza}" for betza in _moves_of(rules.additions, KING) if _captures(betza))
    for kind in kinds:
        yield from filter(_captures, _moves_of(rules.additions, kind))
        if board.layers.heroes & ours & board.pieces_mask(kind, color):
            yield from filter(_captures, _moves_of(rules.hero_additions, kind))
        if kind in rules.poison:
            yield _POISON
    if board.layers.shields & ours:
        yield _SHIELD


def _moves_of(additions: Additions, kind: chess.PieceType) -> list[str]:
    return [betza for each, betza in additions if each == kind]


def _captures(betza: str) -> bool:
    return any(ray.capture for ray in parse(betza))

"""Which material can mate at all, with the opponent's help: `python -m tests.bench.mates` writes `mates.jsonl`.

For every upgrade, owned by the side that mates or by the side that is mated: a king alone and with each piece, against
a king alone and with each piece; and for the side that mates, those upgrades together that do not make a lone knight
or bishop mate by themselves. The search is exhaustive over all placements (the mated king on the files a to d, as
every rule is the same on both wings). A row is (upgrades of the mating side, of the mated side, pieces, mate): the mate
is one that a legal move has led to, and null means that there is none.

How far it goes: two pieces a side. Pawns of the mating side are left out, since they become queens; upgrades that
change nothing about the pieces of a row are, too. Three minutes of one processor.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import chess
import msgspec
from msgspec import Struct

from game.chess.rules import Board, ByColor
from game.chess.rules.layers import Layers
from game.chess.rules.side import SideRules, compile_side
from game.chess.upgrades import CATALOGUE, rules_with
from game.chess.upgrades.upgrade import hero_type

if TYPE_CHECKING:
    from collections.abc import Iterator

Check: TypeAlias = "tuple[dict[chess.Square, chess.Piece], list[chess.Square]]"

TABLE = Path(__file__).with_name("mates.jsonl")
MATING = ("", "N", "B", "R", "Q")
MATED = ("", "p", "n", "b", "b=", "r", "q")
"""Beside the king; of bishops against each other "b=" stands on the same colour, "b" on the other one."""
WEST = [square for square in chess.SQUARES if chess.square_file(square) < 4]
TOGETHER = {
    "N": ("chargers", "knight_hero", "nightriders", "paladin", "iron_guard", "fencing_king"),
    "B": ("shield", "poison_bishops", "fencing_king"),
}
_UNDER_CAPTURE = (None, chess.PAWN, chess.KNIGHT, chess.BISHOP, chess.ROOK, chess.QUEEN)


class Row(Struct, frozen=True, array_like=True):
    """One line of the table; `witness` is a mate (FEN and layers), White's, or None if there is none."""

    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    mating: str
    mated: str
    witness: tuple[str, str] | None


class Material(Struct, frozen=True):
    """White mates with a king and at most one piece."""

    rules: ByColor[SideRules]
    piece: chess.PieceType | None
    hero: bool = False
    shielded: bool = False


def type_of(letter: str) -> chess.PieceType | None:
    """The piece of "N", "b="; none of the empty text."""
    return chess.Piece.from_symbol(letter[0]).piece_type if letter else None


def place(material: Material, at: dict[chess.Square, chess.Piece], turn: chess.Color) -> Board:
    """A position of this material; layers lie over White's piece."""
    over = sum(chess.BB_SQUARES[each] for each, piece in at.items() if piece.color and piece.piece_type != chess.KING)
    layers = Layers(heroes=over if material.hero else 0, shields=over if material.shielded else 0)
    board = Board(None, material.rules, layers)
    for square, piece in at.items():
        board.set_piece_at(square, piece)
    board.turn = turn
    return board


# --- the search ---------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def checks(material: Material) -> list[Check]:
    """Checks that one more piece of the mated side could make mates of: the pieces, and where its king still gets."""
    return list(_checks(material))


def _checks(material: Material) -> Iterator[Check]:
    white, black = chess.Piece(chess.KING, chess.WHITE), chess.Piece(chess.KING, chess.BLACK)
    kings_check = any(attack.pieces == "kings" for attack in compile_side(material.rules.white, chess.WHITE).attacks)
    for mated in WEST:
        for square in chess.SQUARES if material.piece else (None,):
            at = {mated: black}
            if square is not None and material.piece is not None and square != mated:
                at[square] = chess.Piece(material.piece, chess.WHITE)
            # White's king can stand in a check's way, but unless he gives it himself he adds none.
            if not kings_check and material.piece != chess.KING and not place(material, at, chess.BLACK).is_check():
                continue
            for king in chess.SquareSet(~sum(chess.BB_SQUARES[each] for each in at) & chess.BB_ALL):
                board = place(material, {**at, king: white}, chess.BLACK)
                if board.is_check() and not _hangs(board):
                    ways = [move.to_square for move in board.legal_moves]
                    if len(ways) <= 1:
                        yield {**at, king: white}, ways


def _hangs(board: Board) -> bool:
    """Whether White's king could be taken, though it is Black's move; one of two may be."""
    king = board.king(chess.WHITE)
    return king is not None and bool(board.attackers_mask(chess.BLACK, king))


def mates(material: Material, mated: str) -> Iterator[Board]:
    """Every mate of this material against a king with a piece."""
    for at, ways in checks(material):
        if not mated:
            boards = [place(material, at, chess.BLACK)] if not ways else []
        else:
            # One more piece takes the king one square at the most, and that is its own.
            squares = [square for square in ways or chess.SQUARES if square not in at]
            piece = chess.Piece.from_symbol(mated[0])
            boards = [place(material, {**at, square: piece}, chess.BLACK) for square in squares]
        for board in boards:
            if _is_possible(board, mated) and board.is_check() and not board.has_legal_move():
                yield board


def _is_possible(board: Board, mated: str) -> bool:
    if board.pawns & chess.BB_BACKRANKS or _hangs(board):
        return False
    ours, theirs = (board.bishops & board.occupied_co[color] for color in chess.COLORS)
    if not ours or not theirs:
        return True
    same = bool(ours & chess.BB_LIGHT_SQUARES) == bool(theirs & chess.BB_LIGHT_SQUARES)
    return same == (mated == "b=")


def was_reached(material: Material, board: Board) -> bool:
    """Whether a legal move of White's led here from a position in which Black was not in check."""
    at = board.piece_map()
    for square, piece in at.items():
        if not piece.color:
            continue
        for origin in chess.SquareSet(~board.occupied):
            for captured in _UNDER_CAPTURE:
                before = {**at, origin: piece}
                del before[square]
                if captured:
                    before[square] = chess.Piece(captured, chess.BLACK)
                earlier = place(material, before, chess.WHITE)
                if not earlier.was_into_check() and earlier.is_legal(chess.Move(origin, square)):
                    return True
    return False


def witness(material: Material, mated: str) -> tuple[str, str] | None:
    """A mate, if there is one."""
    for board in mates(material, mated):
        if was_reached(material, board):
            return board.fen(), board.layers.text()
    return None


# --- the table ----------------------------------------------------------------------------------------------------


def material_of(ours: tuple[str, ...], theirs: tuple[str, ...], letter: str) -> Material:
    """White's king and a piece, as good as it can be under White's upgrades."""
    kind, entries = type_of(letter), [CATALOGUE[each] for each in ours]
    heroes = {hero_type(square) for entry in entries for square in entry.heroes}
    shields = {hero_type(square) for entry in entries for square in entry.shields}
    # A shielded pawn keeps its shield when it becomes something else.
    shielded = letter in {"N", "B", "R", "Q"} and not shields.isdisjoint({kind, chess.PAWN})
    return Material(ByColor(rules_with(ours), rules_with(theirs)), kind, kind in heroes, shielded)


def rows(ours: tuple[str, ...], theirs: tuple[str, ...], letters: tuple[str, ...] = MATING) -> Iterator[Row]:
    """The lines for these upgrades of the two sides."""
    if any(chess.KING in CATALOGUE[each].places.values() for each in ours):
        letters = (*letters, "K")
    for letter in letters:
        material = material_of(ours, theirs, letter)
        for mated in MATED:
            if (mated != "b=" or letter == "B") and _differs(ours, theirs, material, mated):
                yield Row(ours, theirs, letter, mated, witness(material, mated))


def _differs(ours: tuple[str, ...], theirs: tuple[str, ...], material: Material, mated: str) -> bool:
    """Whether anything of this material moves or falls in another way than without these upgrades."""
    if not ours and not theirs:
        return True
    special = material.hero or material.shielded or material.piece == chess.KING
    return special or _touch(ours, {chess.KING, material.piece}) or _touch(theirs, {chess.KING, type_of(mated)})


def _touch(upgrades: tuple[str, ...], kinds: set[chess.PieceType | None]) -> bool:
    entries = [CATALOGUE[each] for each in upgrades]
    return any(not kinds.isdisjoint({*entry.moves, *entry.poison}) for entry in entries)


def table() -> Iterator[Row]:
    """All lines."""
    yield from rows((), ())
    for upgrade in CATALOGUE:
        yield from rows((upgrade,), ())
        yield from rows((), (upgrade,))
    for letter, upgrades in TOGETHER.items():
        for count in range(2, len(upgrades) + 1):
            for ours in combinations(upgrades, count):
                if not any(CATALOGUE[each].excludes & {*ours} for each in ours):
                    yield from rows(ours, (), (letter,))


def main() -> None:
    with TABLE.open("wb") as file:
        for row in table():
            file.write(msgspec.json.encode(row) + b"\n")
            file.flush()


if __name__ == "__main__":
    main()

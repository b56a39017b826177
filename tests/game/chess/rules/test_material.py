"""What can never mate: held to the table of `tests.bench.mates`, and without upgrades to python-chess."""

from __future__ import annotations

from random import Random

import chess
import msgspec
import pytest

from game.chess.rules import Board, ByColor
from game.chess.rules.movement import parse
from game.chess.upgrades import CATALOGUE, board_from
from tests.bench.mates import MATED, TABLE, Row, material_of, place, type_of

ROWS = [msgspec.json.decode(line, type=Row) for line in TABLE.read_bytes().splitlines()]
MATES = {(row.ours, row.theirs, row.mating, row.mated): row.witness is not None for row in ROWS}
OWNERS = sorted({(row.ours, row.theirs) for row in ROWS})
SQUARES = {"": None, "p": chess.A7, "b=": chess.F6}
"""Where the mated side's piece stands: f6 is dark like c3, where White's stands, and c6 is light."""


def changes_shade(upgrades: tuple[str, ...]) -> bool:
    ways = [CATALOGUE[each].moves.get(chess.BISHOP, "") for each in upgrades]
    return any((ray.files + ray.ranks) % 2 for betza in ways for ray in parse(betza))


def can_mate(ours: tuple[str, ...], theirs: tuple[str, ...], mating: str, mated: str) -> bool:
    """What the table says: of this material, and of all that it can become."""
    becomes = {mated, ""} | (set(MATED) if mated == "p" else set())
    if changes_shade(ours) or changes_shade(theirs):
        becomes |= {"b", "b="} if mated.startswith("b") else set()
    keys = [(letter, MATES.get((ours, theirs, mating, letter))) for letter in becomes]
    return any(MATES.get(((), (), mating, letter), False) if known is None else known for letter, known in keys)


def position(ours: tuple[str, ...], theirs: tuple[str, ...], mating: str, mated: str) -> Board:
    at = {chess.E1: chess.Piece.from_symbol("K"), chess.E8: chess.Piece.from_symbol("k")}
    if mating:
        at[chess.C3] = chess.Piece.from_symbol(mating)
    if mated:
        at[SQUARES.get(mated) or chess.C6] = chess.Piece.from_symbol(mated[0])
    return place(material_of(ours, theirs, mating), at, chess.WHITE)


@pytest.mark.parametrize("owners", OWNERS, ids=lambda owners: "+".join(owners[0]) + "/" + "+".join(owners[1]))
def test_what_can_mate_is_what_the_search_has_found(owners: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
    """For each row of the table that these upgrades have, and for what a piece of the row can become."""
    for row in ROWS:
        if (row.ours, row.theirs) == owners:
            board = position(*owners, row.mating, row.mated)
            expected = can_mate(*owners, row.mating, row.mated)
            assert board.has_insufficient_material(chess.WHITE) == (not expected), (row.mating, row.mated)


def test_every_mate_of_the_table_is_one() -> None:
    for row in ROWS:
        if row.witness:
            board = board_from(row.witness[0], ByColor(row.ours, row.theirs), row.witness[1])
            assert board.is_check(), row
            assert not board.has_legal_move(), row
            assert len(board.piece_map()) == 2 + bool(row.mating) + bool(row.mated)
            assert type_of(row.mating) in {None, *(piece.piece_type for piece in board.piece_map().values())}


def test_every_upgrade_that_changes_a_piece_is_in_the_table() -> None:
    """For its owner to mate, and for its owner to be mated."""
    for upgrade in CATALOGUE.values():
        if {*upgrade.moves, *upgrade.poison} - {chess.PAWN} or upgrade.heroes or upgrade.shields:
            assert any(row.ours == (upgrade.id,) for row in ROWS), upgrade.id
        if {*upgrade.moves}:
            assert any(row.theirs == (upgrade.id,) for row in ROWS), upgrade.id


@pytest.mark.parametrize("seed", range(40))
def test_without_upgrades_it_is_what_python_chess_says(seed: int) -> None:
    """A few random pieces a side."""
    rng = Random(seed)
    for _ in range(50):
        squares = rng.sample(range(8, 56), 8)
        board = chess.Board(None)
        board.set_piece_at(squares.pop(), chess.Piece(chess.KING, chess.WHITE))
        board.set_piece_at(squares.pop(), chess.Piece(chess.KING, chess.BLACK))
        for _ in range(rng.randint(0, 5)):
            piece = chess.Piece(rng.choice([2, 2, 3, 3, 3, 4, 5, 1]), rng.choice(chess.COLORS))
            board.set_piece_at(squares.pop(), piece)
        ours = Board(board.fen())
        for color in chess.COLORS:
            assert ours.has_insufficient_material(color) == board.has_insufficient_material(color), board.fen()

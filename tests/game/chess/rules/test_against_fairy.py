"""Movement compared with Fairy-Stockfish's: each upgrade owned by White, by Black and by both, and many at once."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import chess
import pytest

from game.chess.rules import Board, ByColor
from game.chess.upgrades import board_from, new_board

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest.importorskip("pyffish", reason="Fairy-Stockfish (pyffish) is not installed, so nothing is compared with it")

from tests.helpers.extent import repeated, some_of
from tests.helpers.fairy import EXPRESSIBLE, Variant
from tests.helpers.upgrades import stacked

KIWIPETE = "r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1"
LONGEST = 36
LONG_GAMES = repeated(1_800, 300)
PARTS = 6
"""The long comparison runs in so many pieces, so that several processes can share it."""
OWNERS = ("white", "black", "both")
# Whoever owns it, both sides have moves; the random games below are played for each owner.
LONG_OWNERS = some_of(OWNERS[::-1], 3)
every_upgrade = pytest.mark.parametrize("upgrade", EXPRESSIBLE)
every_owner = pytest.mark.parametrize("owner", OWNERS)


def owned_by(owner: str, upgrades: tuple[str, ...]) -> ByColor[tuple[str, ...]]:
    return ByColor(upgrades if owner != "black" else (), upgrades if owner != "white" else ())


def positions(board: Board, rng: Random) -> Iterator[Board]:
    """The positions of one random game."""
    for _ in range(LONGEST):
        yield board
        moves = list(board.legal_moves)
        if not moves:
            return
        board.push(rng.choice(moves))


def compare(board: Board, variant: Variant) -> int:
    """Compare one position's moves; returns how many there were."""
    moves = sorted(move.uci() for move in board.legal_moves)
    if not a_pawn_bites_at_home(board):
        assert moves == sorted(variant.legal_moves(board)), (board.fen(), board.layers.text(), board.rules)
    return len(moves)


def a_pawn_bites_at_home(board: Board) -> bool:
    """Whether the king stands on the other side's first rank, which their pawns do not attack by our rules."""
    backwards = (betza for kind, betza in board.rules[not board.turn].additions if kind == chess.PAWN)
    home = chess.BB_RANK_8 if board.turn else chess.BB_RANK_1
    return "bcF" in backwards and bool(board.kings & board.occupied_co[board.turn] & home)


def perft(board: Board, variant: Variant, depth: int) -> int:
    """Leaves, comparing the moves of each position on the way."""
    leaves = compare(board, variant)
    if depth == 1:
        return leaves
    total = 0
    for move in list(board.legal_moves):
        board.push(move)
        total += perft(board, variant, depth - 1)
        board.pop()
    return total


@every_upgrade
@every_owner
def test_the_moves_of_a_random_game_are_those_of_fairy_stockfish(upgrade: str, owner: str) -> None:
    upgrades = owned_by(owner, (upgrade,))
    variant = Variant(upgrades)
    for board in positions(new_board(upgrades), Random(f"{upgrade}/{owner}")):
        compare(board, variant)


@pytest.mark.slow
@every_upgrade
@pytest.mark.parametrize("owner", LONG_OWNERS)
@pytest.mark.parametrize(("start", "depth"), [("initial", 3), ("kiwipete", 2)])
def test_perft_is_that_of_fairy_stockfish(upgrade: str, owner: str, start: str, depth: int) -> None:
    upgrades = owned_by(owner, (upgrade,))
    board = new_board(upgrades) if start == "initial" else board_from(KIWIPETE, upgrades)
    assert perft(board, Variant(upgrades), depth) > 0


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_stacked_upgrades_move_as_in_fairy_stockfish_in_many_positions(part: int) -> None:
    compared = 0
    for seed in range(part, LONG_GAMES, PARTS):
        rng = Random(seed)
        upgrades = ByColor(*(stacked(rng, 0, 5, EXPRESSIBLE) for _ in chess.COLORS))
        variant = Variant(upgrades)
        for board in positions(new_board(upgrades), rng):
            compare(board, variant)
            compared += 1
    assert compared > 24 * LONG_GAMES / PARTS

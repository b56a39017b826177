"""How fast the rules are, beside python-chess in one run: `python tests/bench/bench_rules.py`. Quote the ratios."""

from __future__ import annotations

import time
from random import Random

import chess

from game.rules import Board, ByColor, Game
from game.upgrades import board_from, new_board

KIWIPETE = "r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1"
UPGRADES: ByColor[tuple[str, ...]] = ByColor(
    ("trotters", "ram_rooks", "amazon"), ("nightriders", "crab_pawns", "shifty_bishops")
)


def perft(board: chess.Board, depth: int) -> int:
    """Leaves, each made and unmade."""
    if depth == 0:
        return 1
    leaves = 0
    for move in board.legal_moves:
        board.push(move)
        leaves += perft(board, depth - 1)
        board.pop()
    return leaves


def us_per_leaf(board: chess.Board) -> float:
    """Microseconds for each leaf at depth 3, the best of three."""
    best = float("inf")
    for _ in range(3):
        began = time.perf_counter()
        leaves = perft(board, 3)
        best = min(best, (time.perf_counter() - began) / leaves)
    return best * 1e6


def us_per_play(upgrades: ByColor[tuple[str, ...]]) -> float:
    """Microseconds for each `Game.play`, over fifty random games of up to eighty plies."""
    rng, spent, count = Random(1), 0.0, 0
    for _ in range(50):
        game = Game(new_board(upgrades))
        while game.ending is None and game.ply < 80:
            uci = rng.choice([move.uci() for move in game.board.legal_moves])
            began = time.perf_counter()
            game.play(uci)
            spent, count = spent + time.perf_counter() - began, count + 1
    return spent / count * 1e6


def main() -> None:
    """Print the table."""
    base = us_per_leaf(chess.Board(KIWIPETE))
    rows = {"no upgrades": us_per_leaf(Board(KIWIPETE)), "three each": us_per_leaf(board_from(KIWIPETE, UPGRADES))}
    print(f"perft(3) of kiwipete, python-chess: {base:.1f} us a leaf")
    for name, each in rows.items():
        print(f"  {name}: {each:.1f} us a leaf, {each / base:.2f} of python-chess")
    print(f"Game.play: {us_per_play(ByColor((), ())):.0f} us, three upgrades each {us_per_play(UPGRADES):.0f} us")


if __name__ == "__main__":
    main()

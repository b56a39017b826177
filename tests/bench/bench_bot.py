"""How fast the bot thinks, beside how fast python-chess alone walks its tree in the same run.

Run it: `python tests/bench/bench_bot.py`. Quote the ratio, not the numbers: machines differ.
"""

from __future__ import annotations

import sys
import time

import chess

from game.bot.evaluate import Evaluator
from game.bot.interface import Budget
from game.bot.online import monotonic_ms
from game.bot.search import Search
from game.rules.bycolor import ByColor
from game.upgrades import new_board

THINK_MS = 1_000
MIDDLEGAME = ("e2e4", "e7e5", "g1f3", "b8c6", "f1c4", "f8c5", "c2c3", "g8f6", "d2d4", "e5d4", "c3d4", "c5b4")
CASES: dict[str, ByColor[tuple[str, ...]]] = {
    "no upgrades": ByColor((), ()),
    "one each": ByColor(("trotters",), ("sidling_rooks",)),
    "four each": ByColor(
        ("trotters", "shifty_bishops", "ram_rooks", "amazon"),
        ("nightriders", "nimble_bishops", "dragon_rooks", "crab_pawns"),
    ),
}


def perft(board: chess.Board, depth: int) -> int:
    """Leaves of the tree of legal moves, each made and unmade."""
    if depth == 0:
        return 1
    leaves = 0
    for move in board.legal_moves:
        board.push(move)
        leaves += perft(board, depth - 1)
        board.pop()
    return leaves


def main() -> None:
    """Print one line for python-chess and one for each case."""
    board = chess.Board()
    for move in MIDDLEGAME:
        board.push_uci(move)
    began = time.perf_counter()
    leaves = perft(board, 3)
    walk = leaves / (time.perf_counter() - began)
    sys.stdout.write(f"{'python-chess perft, every leaf made':<36}{walk:>9,.0f} leaves/s\n")
    for name, upgrades in CASES.items():
        _bench(name, upgrades, walk)


def _bench(name: str, upgrades: ByColor[tuple[str, ...]], walk: float) -> None:
    began = time.perf_counter()
    evaluator = Evaluator(new_board(upgrades))
    measured_ms = 1000 * (time.perf_counter() - began)
    board = new_board(upgrades)
    for move in MIDDLEGAME:
        board.push_uci(move)
    began = time.perf_counter()
    found = Search(evaluator).find(board, Budget(hard_ms=THINK_MS), monotonic_ms)
    speed = found.nodes / (time.perf_counter() - began)
    sys.stdout.write(
        f"{'search, ' + name:<36}{speed:>9,.0f} nodes/s   {speed / walk:.2f} of it, "
        f"depth {found.depth} in {THINK_MS} ms, pieces measured in {measured_ms:.0f} ms\n"
    )


if __name__ == "__main__":
    main()

"""The six well-known positions of https://www.chessprogramming.org/Perft_Results."""

from __future__ import annotations

import chess
import pytest

from game.chess.rules import Board

KNOWN = {
    "initial": ("rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1", [20, 400, 8902, 197281]),
    "kiwipete": ("r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1", [48, 2039, 97862]),
    "position 3": ("8/2p5/3p4/KP5r/1R3p1k/8/4P1P1/8 w - - 0 1", [14, 191, 2812, 43238]),
    "position 4": ("r3k2r/Pppp1ppp/1b3nbN/nP6/BBP1P3/q4N2/Pp1P2PP/R2Q1RK1 w kq - 0 1", [6, 264, 9467, 422333]),
    "position 5": ("rnbq1k1r/pp1Pbppp/2p5/8/2B5/8/PPP1NnPP/RNBQK2R w KQ - 1 8", [44, 1486, 62379]),
    "position 6": ("r4rk1/1pp1qppp/p1np1n2/2b1p1B1/2B1P1b1/P1NP1N2/1PP1QPPP/R4RK1 w - - 0 10", [46, 2079, 89890]),
}
QUICK_LEAVES = 20_000
QUICK = [(name, d + 1) for name, (_, known) in KNOWN.items() for d, n in enumerate(known) if n <= QUICK_LEAVES]
LONG = [(name, d + 1) for name, (_, known) in KNOWN.items() for d, n in enumerate(known) if n > QUICK_LEAVES]


def perft(board: chess.Board, depth: int) -> int:
    """Leaves of the tree of legal moves."""
    if depth == 1:
        return board.legal_moves.count()
    leaves = 0
    for move in board.legal_moves:
        board.push(move)
        leaves += perft(board, depth - 1)
        board.pop()
    return leaves


@pytest.mark.parametrize(("name", "depth"), QUICK)
def test_without_upgrades_the_tree_has_the_published_size(name: str, depth: int) -> None:
    """Standard chess from the six positions, ours and python-chess's, has the published number of leaves."""
    fen, known = KNOWN[name]
    assert perft(Board(fen), depth) == perft(chess.Board(fen), depth) == known[depth - 1]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "depth"), LONG)
def test_deep_trees_have_the_published_size(name: str, depth: int) -> None:
    """The same, deeper."""
    fen, known = KNOWN[name]
    assert perft(Board(fen), depth) == known[depth - 1]

"""How fast the rules are, beside python-chess in one run: `python -m tests.bench.bench_rules`. Quote the ratios.

Everything is process time, the best of several rounds in which all boards take turns: a busy machine slows them alike.
"""

from __future__ import annotations

import argparse
import time
from functools import partial
from random import Random
from typing import TYPE_CHECKING

import chess

from game.chess.rules import Board, ByColor, Game, movement, side
from game.chess.upgrades import board_from, new_board, rules_with

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from game.chess.rules.side import SideRules

KIWIPETE = "r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1"
DEPTH = 3
WALKS = 20
PLIES = 60
ROUNDS = 7
MOVING: ByColor[tuple[str, ...]] = ByColor(
    ("trotters", "ram_rooks", "amazon", "shifty_bishops", "backstep"),
    ("nightriders", "crab_pawns", "nimble_bishops", "fanged_queen", "sidling_rooks"),
)
LAYERED: ByColor[tuple[str, ...]] = ByColor(
    ("shield", "poison_pawns", "knight_hero", "bishop_hero", "rewind"),
    ("iron_guard", "poison_pawns", "rook_hero", "paladin", "revival"),
)
MIXED: ByColor[tuple[str, ...]] = ByColor(
    ("shield", "poison_pawns", "knight_hero", "crab_pawns", "torpedo"),
    ("nightriders", "amazon", "revival", "breather", "bishop_hero"),
)
LONGEST = ("nightriders", "amazon", "dragon_rooks", "lancer_bishops", "fencing_king")


def perft(board: chess.Board, depth: int) -> int:
    """Leaves, those of the last ply counted in bulk as in python-chess's own example."""
    if depth == 1:
        return board.legal_moves.count()
    leaves = 0
    for move in board.legal_moves:
        board.push(move)
        leaves += perft(board, depth - 1)
        board.pop()
    return leaves


def random_walk(board: chess.Board, seed: int) -> tuple[chess.Board, list[chess.Move]]:
    """A position and the moves of one random game from it."""
    rng, playing = Random(seed), board.copy(stack=False)
    while len(playing.move_stack) < PLIES and (moves := list(playing.legal_moves)):
        playing.push(rng.choice(moves))
    return board, playing.move_stack


def walk(walks: list[tuple[chess.Board, list[chess.Move]]]) -> int:
    """Make and unmake every move; returns how many there were."""
    for board, moves in walks:
        for move in moves:
            board.push(move)
        for _ in moves:
            board.pop()
    return sum(len(moves) for _, moves in walks)


def play(walks: list[tuple[chess.Board, list[chess.Move]]]) -> int:
    """Each game once more as a server plays it: from UCI to FEN, check and ending; returns how many moves."""
    count = 0
    for board, moves in walks:
        assert isinstance(board, Board)
        game = Game(board.copy(stack=False))
        for move in moves:
            if game.result is None:
                game.play(move.uci())
                count += 1
    return count


def list_and_play(walks: list[tuple[chess.Board, list[chess.Move]]]) -> int:
    """The same with all legal moves listed before each."""
    count = 0
    for board, moves in walks:
        assert isinstance(board, Board)
        game = Game(board.copy(stack=False))
        for move in moves:
            if game.result is None:
                list(game.board.legal_moves)
                game.play(move.uci())
                count += 1
    return count


def compiled(rules: SideRules) -> int:
    """Compile a side with nothing remembered."""
    for cache in (movement.parse, side._piece_moves, side._origins):
        cache.cache_clear()
    side.Side(rules, chess.WHITE)
    return 1


def best_of(work: Mapping[str, Callable[[], int]]) -> dict[str, float]:
    """Microseconds for each unit of work, by name."""
    best = dict.fromkeys(work, float("inf"))
    for _ in range(ROUNDS):
        for name, do in work.items():
            began = time.process_time()
            units = do()
            best[name] = min(best[name], (time.process_time() - began) / units * 1e6)
    return best


def boards(of_perft: bool) -> dict[str, chess.Board]:
    """python-chess's and ours, with more and more over them."""
    both: dict[str, ByColor[tuple[str, ...]]] = {
        "no upgrades": ByColor((), ()),
        "five of movement": MOVING,
        "five with layers": LAYERED,
        "five mixed": MIXED,
    }
    found: dict[str, chess.Board] = {"python-chess": chess.Board(KIWIPETE if of_perft else chess.STARTING_FEN)}
    for name, upgrades in both.items():
        found[name] = board_from(KIWIPETE, upgrades, _layers(upgrades)) if of_perft else new_board(upgrades)
    return found


def _layers(upgrades: ByColor[tuple[str, ...]]) -> str:
    """Heroes and shields for kiwipete, where the pieces have long left their squares."""
    if upgrades is LAYERED:
        return "c3e2f6a8 f3d7e6 Wr N"
    return "c3a6 f3 pr n" if upgrades is MIXED else ""


def compare(title: str, unit: str, work: Mapping[str, Callable[[], int]], targets: tuple[float, float]) -> None:
    """Print what each took of what the first did."""
    best = best_of(work)
    base = next(iter(best.values()))
    print(f"{title}: python-chess {base:.2f} us {unit}")
    for name, us in list(best.items())[1:]:
        target = targets[0] if name == "no upgrades" else targets[1]
        print(f"  {name:<18} {us:7.2f} us  {us / base:.2f} of python-chess (at most {target:.2f})")


def main() -> None:
    """Print the tables."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    perfts = {name: partial(perft, board, DEPTH) for name, board in boards(of_perft=True).items()}
    compare(f"perft({DEPTH}) of kiwipete", "a leaf", perfts, (1.0, 1.0))
    walks = {
        name: [random_walk(board, seed) for seed in range(WALKS)] for name, board in boards(of_perft=False).items()
    }
    compare("push and pop", "a move", {name: partial(walk, each) for name, each in walks.items()}, (1.05, 1.2))
    del walks["python-chess"]
    played = best_of({name: partial(play, each) for name, each in walks.items()})
    listed = best_of({name: partial(list_and_play, each) for name, each in walks.items()})
    print("a move as the server makes it (legal? push, FEN, check, ending), at most 60 us")
    for name, us in played.items():
        print(f"  {name:<18} {us:7.2f} us, with all legal moves listed {listed[name]:.2f} us")
    sides = {"movement": MOVING.black, "layers": LAYERED.black, "mixed": MIXED.white, "the longest": LONGEST}
    rules = {name: rules_with(upgrades) for name, upgrades in sides.items()}
    worst = max(best_of({name: partial(compiled, each) for name, each in rules.items()}).values())
    print(f"compiling a side: {worst:.0f} us, at most 1000 us")


if __name__ == "__main__":
    main()

"""How fast the bot thinks, and how well: `python -m tests.bench.bench_bot speed|sunfish|levels`.

`speed` gives nodes a second of processor time, beside how fast python-chess alone walks its tree in the same run:
machines differ, so quote the ratio too. `sunfish` plays the engine of that name (PyPI) at equal time. `levels` plays
each level against the one below, all with their times and nodes cut alike. Matches are pairs of games from the same
random opening.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING

import chess
import chess.engine
from msgspec.structs import replace

from game.chess.bot.engine import SearchBot
from game.chess.bot.interface import Budget, Situation
from game.chess.bot.levels import LEVELS, Level
from game.chess.bot.search import Search
from game.chess.rules.bycolor import ByColor
from game.chess.rules.game import Game
from game.chess.upgrades import new_board

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from game.chess.rules.board import Board

THINK_MS = 2_000
OPENING_PLIES = 4
LONGEST_GAME = 300
MIDDLEGAME = ("e2e4", "e7e5", "g1f3", "b8c6", "f1c4", "f8c5", "c2c3", "g8f6", "d2d4", "e5d4", "c3d4", "c5b4")
NONE: ByColor[tuple[str, ...]] = ByColor((), ())
CASES: dict[str, ByColor[tuple[str, ...]]] = {
    "no upgrades": NONE,
    "one each": ByColor(("trotters",), ("sidling_rooks",)),
    "five each": ByColor(
        ("trotters", "shifty_bishops", "ram_rooks", "amazon", "backstep"),
        ("nightriders", "nimble_bishops", "dragon_rooks", "crab_pawns", "kings_leap"),
    ),
}


def cpu_ms() -> int:
    """Processor time of this process: the machine may be busy with other things."""
    return time.process_time_ns() // 1_000_000


def wall_ms() -> int:
    """The time that both engines share."""
    return time.monotonic_ns() // 1_000_000


# --- speed --------------------------------------------------------------------------------------------------------


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


def speed() -> None:
    """Print one line for python-chess and one for each case."""
    board = _middlegame(NONE)
    began = time.process_time()
    leaves = perft(chess.Board(board.fen()), 3)
    walk = leaves / (time.process_time() - began)
    sys.stdout.write(f"{'python-chess perft, every leaf made':<36}{walk:>9,.0f} leaves/s\n")
    for name, upgrades in CASES.items():
        board, search = _middlegame(upgrades), Search(new_board(upgrades).rules)
        began = time.process_time()
        found = search.find(board, Budget(hard_ms=THINK_MS), cpu_ms)
        each = found.nodes / (time.process_time() - began)
        sys.stdout.write(
            f"{'search, ' + name:<36}{each:>9,.0f} nodes/s   {each / walk:.2f} of it, "
            f"depth {found.depth} in {THINK_MS} ms\n"
        )


def _middlegame(upgrades: ByColor[tuple[str, ...]]) -> Board:
    board = new_board(upgrades)
    for move in MIDDLEGAME:
        board.push_uci(move)
    return board


# --- matches ------------------------------------------------------------------------------------------------------


def match(games: int, seed: int, play: Callable[[list[str], bool], float]) -> Iterator[tuple[float, int]]:
    """Points so far and games so far; `play` is given an opening and whether the first player has White."""
    rng, points = Random(seed), 0.0
    opening: list[str] = []
    for index in range(games):
        if index % 2 == 0:
            opening = _random_opening(rng)
        points += play(opening, index % 2 == 0)
        yield points, index + 1


def _random_opening(rng: Random) -> list[str]:
    board, moves = chess.Board(), []
    for _ in range(OPENING_PLIES):
        move = rng.choice(list(board.legal_moves))
        board.push(move)
        moves.append(move.uci())
    return moves


def play(
    opening: list[str], first_is_white: bool, first: Callable[[Game], str], second: Callable[[Game], str]
) -> float:
    """The first player's points of one game."""
    game = Game(new_board(NONE), opening)
    while game.result is None and game.ply < LONGEST_GAME:
        mover = first if game.board.turn == first_is_white else second
        game.play(mover(game))
    if game.result is None or game.result.winner is None:
        return 0.5
    return float(game.result.winner == first_is_white)


def sunfish(python: str, games: int, ms: int) -> None:
    """Equal time for each move, by the clock on the wall."""
    command = [python, "-c", "import sunfish; sunfish.main()"]
    with chess.engine.SimpleEngine.popen_uci(command) as engine:

        def theirs(game: Game) -> str:
            board = chess.Board()
            for move in game.moves:
                board.push_uci(move)
            return str(engine.play(board, chess.engine.Limit(time=ms / 1000)).move)

        def one(opening: list[str], first_is_white: bool) -> float:
            search = Search(new_board(NONE).rules)
            return play(
                opening, first_is_white, lambda game: search.find(game.board, Budget(hard_ms=ms), wall_ms).move, theirs
            )

        _tell(f"against sunfish, {ms} ms a move", match(games, 1, one))


def levels(games: int, share: float) -> None:
    """Each level against the one below."""
    names = list(LEVELS)
    for weaker, stronger in pairwise(names):
        pair = [_cut(LEVELS[name], share) for name in (stronger, weaker)]

        def one(opening: list[str], first_is_white: bool, pair: list[Level] = pair) -> float:
            seed = sum(ord(letter) for move in opening for letter in move) + first_is_white
            first, second = (_player(level, Random(seed + 1_000 * i)) for i, level in enumerate(pair))
            return play(opening, first_is_white, first, second)

        _tell(f"{LEVELS[stronger].title} against {LEVELS[weaker].title}", match(games, 1, one))


def _cut(level: Level, share: float) -> Level:
    """The same level with so much of its time and nodes; a level without a limit thinks for its longest time."""
    nodes = level.nodes or level.think_ms * 50
    return replace(level, nodes=max(60, int(nodes * share)))


def _player(level: Level, rng: Random) -> Callable[[Game], str]:
    bot = SearchBot(level, rng)
    thought = Budget(nodes=level.nodes, depth=level.depth)

    def choose(game: Game) -> str:
        white = game.board.turn
        situation = Situation(
            game.start_fen, tuple(game.moves), NONE, "white" if white else "black", ByColor(60_000, 60_000)
        )
        return bot.choose_move(situation, thought, lambda: 0)

    return choose


def _tell(what: str, results: Iterator[tuple[float, int]]) -> None:
    points, games = 0.0, 0
    for points, games in results:
        sys.stdout.write(f"\r{what}: {points:g} of {games}")
        sys.stdout.flush()
    sys.stdout.write(f" ({points / games:.0%}, Elo {elo(points / games):+.0f})\n")


def elo(share: float) -> float:
    """The difference in strength that such a share of points stands for."""
    bounded = min(max(share, 0.002), 0.998)
    return -400 * math.log10(1 / bounded - 1)


def main() -> None:
    """Run what the command line asks for."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("what", nargs="?", choices=("speed", "sunfish", "levels"), default="speed")
    options.add_argument("--games", type=int, default=40)
    options.add_argument("--ms", type=int, default=100, help="for each move, against sunfish")
    options.add_argument("--sunfish-python", help="the Python of an environment with sunfish, which pins an old chess")
    options.add_argument("--share", type=float, default=0.2, help="of each level's own nodes")
    asked = options.parse_args()
    if asked.what == "speed":
        speed()
    elif asked.what == "sunfish":
        if not asked.sunfish_python:
            options.error("sunfish needs --sunfish-python: the Python of an environment that it is installed in")
        sunfish(asked.sunfish_python, asked.games, asked.ms)
    else:
        levels(asked.games, asked.share)


if __name__ == "__main__":
    main()

"""Whether leaving pays: a player who pulls the plug on the first move, against one as strong who stays.

    python -m tests.bench.leaving [--games 60] [--level medium] [--stand-in easy]

The leaver loses five seconds of the own clock, and then the stand-in plays to the end. Everybody moves at their level's
normal pace on clocks of a minute, in simulated time, so that sixty games take minutes and not hours; strength is
bounded by nodes, and is the same as in a real game. Pairs of games from the same opening, with either colour.
"""

from __future__ import annotations

import argparse
import sys
from random import Random
from typing import TYPE_CHECKING

from msgspec.structs import replace

from game.chess.bot.engine import SearchBot
from game.chess.bot.interface import Situation
from game.chess.bot.levels import HURRY, LEVELS, Level, budget, pause_ms
from game.chess.rules.bycolor import ByColor
from game.chess.rules.game import Game
from game.chess.upgrades import new_board
from server.games.absence import BOT_AFTER_MS
from tests.bench.bench_bot import LONGEST_GAME, NONE, match

if TYPE_CHECKING:
    import chess

    from game.chess.match.view import ColorName

BASE_MS = 60_000
# What a level's thinking takes where its pause is shorter, at some 100,000 nodes a second.
NODES_PER_MS = 100


class Side:
    """One side of a game: a level at its pace, on a clock in simulated time."""

    def __init__(self, level: Level, rng: Random, left_ms: int) -> None:
        self._level = level
        self._bot = SearchBot(level, rng)
        self.left_ms = left_ms

    def move(self, game: Game, theirs_ms: int) -> str:
        """What it plays; its clock pays for it."""
        white = game.board.turn
        clocks = ByColor(self.left_ms, theirs_ms) if white else ByColor(theirs_ms, self.left_ms)
        color: ColorName = "white" if white else "black"
        situation = Situation(game.start_fen, tuple(game.moves), NONE, color, clocks)
        thought = budget(self._level, self.left_ms)
        if thought is not HURRY:
            thought = replace(thought, hard_ms=None, soft_ms=None)
        thinking_ms = (thought.nodes or 0) // NODES_PER_MS
        self.left_ms -= max(thinking_ms, pause_ms(self._level, self.left_ms, len(game.moves)))
        return self._bot.choose_move(situation, thought, lambda: 0)


def leave(opening: list[str], leaver_is_white: bool, level: str, stand_in: str) -> float:
    """The leaver's points of one game."""
    seed = sum(ord(letter) for move in opening for letter in move) + leaver_is_white
    gone = Side(LEVELS[stand_in], Random(seed), BASE_MS - BOT_AFTER_MS)
    stays = Side(LEVELS[level], Random(seed + 1_000), BASE_MS)
    game = Game(new_board(NONE), opening)
    while game.result is None and game.ply < LONGEST_GAME:
        mover, other = (gone, stays) if game.board.turn == leaver_is_white else (stays, gone)
        move = mover.move(game, other.left_ms)
        if mover.left_ms <= 0:
            result = game.result_on_flag(game.board.turn)
            return _points(result.winner, leaver_is_white)
        game.play(move)
    return _points(game.result.winner if game.result else None, leaver_is_white)


def _points(winner: chess.Color | None, leaver_is_white: bool) -> float:
    return 0.5 if winner is None else float(winner == leaver_is_white)


def main() -> None:
    """Play and print as it goes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--games", type=int, default=60)
    parser.add_argument("--level", choices=tuple(LEVELS), default="medium")
    parser.add_argument("--stand-in", choices=tuple(LEVELS), default="easy")
    asked = parser.parse_args()

    def one(opening: list[str], first_is_white: bool) -> float:
        return leave(opening, first_is_white, asked.level, asked.stand_in)

    for points, games in match(asked.games, 1, one):
        share = points / games
        sys.stdout.write(f"\r{asked.level} who leaves to {asked.stand_in}: {points:g} of {games} ({share:.0%})")
        sys.stdout.flush()
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()

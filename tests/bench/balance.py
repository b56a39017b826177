"""How strong each upgrade is: self-play, one side with it and one without; `python -m tests.bench.balance`.

S: 2000 nodes a move. C: 800 nodes, and 7 % of the moves at random. Q: 500 nodes, at a quarter of the price of S,
towards which it counts while there are too few of its own games. Games come in pairs with colours swapped, from one
random opening. More time on the clock is more nodes, in proportion to a game of sixty seconds and forty moves.

Every pair is one line of JSON in the file of results (`--results`), so a run can be ended at any time and taken up
again; `--write` makes `game/chess/upgrades/measured.py` of all of them. Without arguments it measures for ever,
the least known first.
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

import chess
from msgspec import Struct

from game.chess.bot.engine import SearchBot
from game.chess.bot.interface import Budget, Situation
from game.chess.bot.levels import Level
from game.chess.rules.bycolor import ByColor
from game.chess.rules.game import Game, IllegalMove
from game.chess.upgrades import CATALOGUE, clocks_with, increments_with, new_board
from game.chess.upgrades.strength import LEAST_ELO, MOST_ELO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# Figures of an earlier program's games, which were not kept: (Elo, half of the 95 % interval, games).
EARLIER = Path(__file__).with_name("balance_earlier.json")
RESULTS = Path(__file__).with_name("balance.jsonl")
MEASURED = Path(__file__).parents[2] / "game" / "chess" / "upgrades" / "measured.py"
OPENING_PLIES = 4
LONGEST_GAME = 180
MOVES_IN_GAME = 40
BASE_MS = 60_000
# Once both think for so many plies that one is so much ahead, that one has won.
DECIDED_CP = 700
DECIDED_PLIES = 5
# What is clear after so many games is played so many times less often.
LEAST_GAMES = 20
ENOUGH_GAMES = 200
UNKNOWN = 999
CLEAR = 3
PLAIN = Level("measuring", think_ms=1_000)


class Way(NamedTuple):
    """How a strength is measured."""

    nodes: int
    random_share: float


WAYS = {"S": Way(2_000, 0.0), "Q": Way(500, 0.0), "C": Way(800, 0.07)}
TOLD = {"S": ("S", "Q"), "C": ("C",)}
"""What the table tells, and which games it comes from."""


class Pair(Struct, frozen=True):
    """Two games that were played: points of the side with the upgrade, out of 2."""

    upgrade: str
    way: str
    seed: int
    points: float


def play_pair(upgrade: str, way: str, seed: int) -> Pair:
    """Both games from one opening."""
    rng = Random(f"{upgrade} {way} {seed}")
    opening = _opening(upgrade, rng)
    points = sum(_play(upgrade, white, WAYS[way], opening, rng) for white in (True, False))
    return Pair(upgrade, way, seed, points)


def _owned(upgrade: str, *, white: bool) -> ByColor[tuple[str, ...]]:
    return ByColor((upgrade,), ()) if white else ByColor((), (upgrade,))


def _opening(upgrade: str, rng: Random) -> list[str]:
    """A few random moves that are possible in both games, and leave neither over."""
    while True:
        game, mirrored = (Game(new_board(_owned(upgrade, white=white))) for white in (True, False))
        try:
            for _ in range(OPENING_PLIES):
                move = rng.choice([move.uci() for move in chess.Board(game.fen).legal_moves])
                game.play(move)
                mirrored.play(move)
        except IllegalMove:
            continue
        if game.result is None and mirrored.result is None:
            return game.moves


def _play(upgrade: str, white: bool, way: Way, opening: list[str], rng: Random) -> float:
    """Points of the side with the upgrade."""
    owned = _owned(upgrade, white=white)
    budgets = _budgets(way, owned)
    game = Game(new_board(owned), opening)
    bots = ByColor(*(SearchBot(PLAIN, Random(rng.random())) for _ in range(2)))
    ahead, plies = 0, 0
    while game.result is None and game.ply < LONGEST_GAME:
        color = game.board.turn
        if way.random_share and rng.random() < way.random_share:
            game.play(rng.choice([move.uci() for move in game.board.legal_moves]))
            continue
        game.play(bots[color].choose_move(_situation(game, owned), budgets[color], lambda: 0))
        score = bots[color].score if color else -bots[color].score
        winning = (score > DECIDED_CP) - (score < -DECIDED_CP)
        ahead, plies = winning, plies + 1 if winning and winning == ahead else 0
        if plies >= DECIDED_PLIES:
            return float((ahead > 0) == white)
    if game.result is None or game.result.winner is None:
        return 0.5
    return float(game.result.winner == white)


def _budgets(way: Way, owned: ByColor[tuple[str, ...]]) -> ByColor[Budget]:
    """Each side's nodes for a move: the longer its clock, the more."""
    clocks, increments = clocks_with(ByColor(BASE_MS, BASE_MS), owned), increments_with(owned)

    def budget(color: chess.Color) -> Budget:
        ms = clocks[color] + MOVES_IN_GAME * increments[color]
        return Budget(nodes=way.nodes * ms // BASE_MS)

    return ByColor(budget(chess.WHITE), budget(chess.BLACK))


def _situation(game: Game, owned: ByColor[tuple[str, ...]]) -> Situation:
    return Situation(
        game.start_fen,
        tuple(game.moves),
        owned,
        "white" if game.board.turn else "black",
        ByColor(BASE_MS, BASE_MS),
        game.start_layers,
    )


# --- results ------------------------------------------------------------------------------------------------------


def read(path: Path) -> list[Pair]:
    """All pairs played so far. A line that a killed run left half written is no pair."""
    pairs = []
    for line in path.read_text().splitlines() if path.exists() else ():
        try:
            pairs.append(Pair(**json.loads(line)))
        except (json.JSONDecodeError, TypeError):
            sys.stderr.write(f"not a result: {line!r}\n")
    return pairs


class Figure(NamedTuple):
    """Elo, half the width of its 95 % interval, and the games that it comes from."""

    elo: int
    error: int
    games: int


def figure(points: list[float]) -> Figure:
    """What pairs with these points (0 to 2) say."""
    games = 2 * len(points)
    if not games:
        return Figure(0, UNKNOWN, 0)
    share = sum(points) / games
    # As if each side had also won half a game: no score is infinite.
    share = (share * games + 0.5) / (games + 1)
    variance = sum((each / 2 - share) ** 2 for each in points) / len(points)
    spread = 1.96 * math.sqrt(max(variance, 0.02) / len(points))
    low, high = _elo(share - spread), _elo(share + spread)
    return Figure(round(_elo(share)), round((high - low) / 2), games)


def _elo(share: float) -> float:
    bounded = min(max(share, 0.01), 0.99)
    return -400 * math.log10(1 / bounded - 1)


def together(figures: Iterable[Figure]) -> Figure:
    """What independent measurements say: the surer one is, the more it counts."""
    known = [each for each in figures if each.games]
    if not known:
        return Figure(0, UNKNOWN, 0)
    weights = [1 / each.error**2 for each in known]
    mean = sum(weight * each.elo for weight, each in zip(weights, known, strict=True)) / sum(weights)
    return Figure(round(mean), round(sum(weights) ** -0.5), sum(each.games for each in known))


def figures(pairs: Iterable[Pair], earlier: Mapping[str, Mapping[str, Figure]]) -> dict[str, dict[str, Figure]]:
    """Upgrade -> way -> figure."""
    points: dict[tuple[str, str], list[float]] = defaultdict(list)
    for pair in pairs:
        points[pair.upgrade, pair.way].append(pair.points)

    def told(upgrade: str, name: str) -> Figure:
        own = [figure(points[upgrade, way]) for way in TOLD[name]]
        # Enough games of its own kind need no help.
        own = own[:1] if own[0].games >= ENOUGH_GAMES else own
        return together([*own, *(known for way, known in earlier.get(upgrade, {}).items() if way == name)])

    return {upgrade: {name: told(upgrade, name) for name in TOLD} for upgrade in CATALOGUE}


def read_earlier() -> dict[str, dict[str, Figure]]:
    """The figures in `EARLIER`."""
    known = json.loads(EARLIER.read_text())
    return {upgrade: {way: Figure(*each) for way, each in ways.items()} for upgrade, ways in known.items()}


def write(path: Path, measured: dict[str, dict[str, Figure]]) -> None:
    """The table as the game reads it: what so few games say that it means nothing is left out."""
    rows = []
    for upgrade, by_way in sorted(measured.items()):
        told = [each if each.games >= LEAST_GAMES else Figure(0, UNKNOWN, 0) for each in by_way.values()]
        if told[0].games:
            rows.append(f'    "{upgrade}": ({", ".join(str(number) for each in told for number in each)}),')
    head, _, _ = path.read_text().partition("MEASURED:")
    body = "MEASURED: dict[str, tuple[int, int, int, int, int, int]] = {\n" + "\n".join(rows) + "\n}\n"
    path.write_text(head + body)


# --- the run ------------------------------------------------------------------------------------------------------


def wanted(
    pairs: list[Pair], earlier: Mapping[str, Mapping[str, Figure]], upgrades: list[str], ways: list[str]
) -> Iterator[tuple[str, str, int]]:
    """What to play next, for ever: whatever has been played least, and where it is clear less of it.

    `pairs` may grow in the meantime.
    """
    begun = Counter((pair.upgrade, pair.way) for pair in pairs)
    while True:
        known = figures(pairs, earlier)
        _, upgrade, way = min(
            (begun[upgrade, way] * (1 if _is_open(known[upgrade]["C" if way == "C" else "S"]) else CLEAR), upgrade, way)
            for upgrade in upgrades
            for way in ways
        )
        yield upgrade, way, begun[upgrade, way]
        begun[upgrade, way] += 1


def _is_open(known: Figure) -> bool:
    """Whether it could still be on either side of what an upgrade may be worth."""
    return known.games < LEAST_GAMES or any(abs(known.elo - bound) < known.error for bound in (LEAST_ELO, MOST_ELO))


def _play_task(task: tuple[str, str, int]) -> Pair:
    return play_pair(*task)


def _until(seconds: float, tasks: Iterator[tuple[str, str, int]]) -> Iterator[tuple[str, str, int]]:
    end = time.monotonic() + seconds
    for task in tasks:
        if time.monotonic() > end:
            return
        yield task


def run(path: Path, upgrades: list[str], ways: list[str], jobs: int, seconds: float) -> None:
    """Play and note until the time is over or somebody has had enough."""
    pairs, earlier = read(path), read_earlier()
    tasks = _until(seconds, wanted(pairs, earlier, upgrades, ways))
    context = multiprocessing.get_context("spawn")
    with path.open("a") as out, context.Pool(jobs) as pool:
        running = [pool.apply_async(_play_task, (task,)) for _, task in zip(range(2 * jobs), tasks, strict=False)]
        while running:
            pair = running.pop(0).get()
            out.write(json.dumps({name: getattr(pair, name) for name in pair.__struct_fields__}) + "\n")
            out.flush()
            pairs.append(pair)
            if (task := next(tasks, None)) is not None:
                running.append(pool.apply_async(_play_task, (task,)))


def table(measured: dict[str, dict[str, Figure]]) -> str:
    """For people."""
    lines = [f"{'upgrade':<20}{'S':>18}{'C':>18}"]
    for upgrade, by_way in measured.items():
        cells = (f"{each.elo:+d} ±{each.error} ({each.games})" if each.games else "-" for each in by_way.values())
        lines.append(f"{upgrade:<20}" + "".join(f"{cell:>18}" for cell in cells))
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run what the command line asks for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("upgrades", nargs="*", metavar="ID", help="only these")
    options.add_argument("--way", choices=WAYS, action="append", help="only so (default S and C)")
    options.add_argument("--jobs", type=int, default=multiprocessing.cpu_count())
    options.add_argument("--minutes", type=float, default=math.inf)
    options.add_argument("--results", type=Path, default=RESULTS)
    options.add_argument("--write", action="store_true", help="play nothing; write the table of what there is")
    asked = options.parse_args()
    unknown = set(asked.upgrades) - set(CATALOGUE)
    if unknown:
        options.error(f"no such upgrade: {', '.join(sorted(unknown))}")
    if asked.write:
        write(MEASURED, figures(read(asked.results), read_earlier()))
    else:
        run(asked.results, asked.upgrades or list(CATALOGUE), asked.way or list(TOLD), asked.jobs, 60 * asked.minutes)
    sys.stdout.write(table(figures(read(asked.results), read_earlier())))


if __name__ == "__main__":
    main()

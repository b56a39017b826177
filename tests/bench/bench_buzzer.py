"""How fair buzzing is on mixed lines, beside simpler rules: `python -m tests.bench.bench_buzzer`.

Four equal players press around the same time, thousands of times. Printed for each rule: how often the truly first
press won, how long the decision took after the first arrival (median), and each player's wins beside their first
presses. Then what a cheat gets under each rule, who would get a quarter by playing fair: a forger always claims to have
pressed a second earlier; a staller also holds the answers to heartbeats back, so that the line seems slow ("known": the
server's system knows its true round trip).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from math import inf
from random import Random
from statistics import median
from typing import NamedTuple

from game.quiz.buzzer import Line, Press, decides_at, verdict


class Link(NamedTuple):
    """One way: at least so many ms, so many more on the average, and now and then much more."""

    least: float
    extra: float
    spikes: float

    def delay(self, rng: Random) -> float:
        """How long one message takes."""
        spike = rng.uniform(20, 150) if rng.random() < self.spikes else 0.0
        return self.least + rng.expovariate(1 / self.extra) + spike


LINKS = {"LAN": Link(0.5, 0.4, 0.0), "Wi-Fi": Link(4, 6, 0.02), "mobile": Link(45, 25, 0.05)}
MIXED = ("LAN", "Wi-Fi", "mobile", "mobile")
RULES = ("first arrival", "latency subtracted", "fair")
BEATS = 10
SPREAD_MS = 60.0
LIE_MS = 1_000.0
STALL_MS = 200.0
CHEATS = ("forger", "staller", "staller, known")


class Player:
    """Somebody with a line, and a clock of their own."""

    def __init__(self, link: Link, rng: Random, *, cheat: str = "") -> None:
        self.link = link
        self.line = Line()
        # A monotonic clock counts from some start: its times are never negative.
        self.offset = rng.uniform(2e6, 4e6)
        self.lie = LIE_MS if cheat else 0.0
        self.stall = STALL_MS if cheat.startswith("staller") else 0.0
        self.known = cheat.endswith("known")

    def beat(self, sent: float, rng: Random) -> None:
        """One heartbeat, there and back."""
        received = sent + self.link.delay(rng)
        back = self.link.delay(rng)
        arrived = received + 1 + self.stall + back
        known = received - sent + back if self.known else inf
        self.line.beat(sent, arrived, received + self.offset, received + 1 + self.offset, known)

    def press(self, pid: int, pressed: float, arrival: float, rule: str) -> Press:
        """What the rule makes of a press."""
        if rule == "first arrival":
            return Press(pid, arrival, arrival, 0.0)
        if rule == "latency subtracted":
            return Press(pid, arrival, self.line.pressed(arrival, None), self.line.uncertainty(claimed=False))
        seen = self.line.pressed(arrival, pressed + self.offset - self.lie)
        self.line.charge(arrival, seen)
        return Press(pid, arrival, seen, self.line.uncertainty(claimed=True))


class Result(NamedTuple):
    """Over all rounds; the counters are by player."""

    true_first: float
    wait_ms: float
    first: Counter[int]
    won: Counter[int]


def play(rule: str, rounds: int, seed: int, cheat: str = "", cheater: int | None = None) -> Result:
    """So many questions on mixed lines; the player with the number `cheater` cheats so."""
    rng = Random(seed)
    players = [Player(LINKS[name], rng, cheat=cheat if pid == cheater else "") for pid, name in enumerate(MIXED)]
    first: Counter[int] = Counter()
    won: Counter[int] = Counter()
    photos: Counter[int] = Counter()
    waits: list[float] = []
    right = 0
    for number in range(rounds):
        opened = number * 60_000.0
        for beat in range(BEATS):
            for player in players:
                player.beat(opened - 200.0 * (BEATS - beat), rng)
        pressed = [opened + 300 + rng.gauss(0, SPREAD_MS) for _ in players]
        arrivals = sorted((pressed[pid] + player.link.delay(rng), pid) for pid, player in enumerate(players))
        decided, presses = _decide(rule, players, pressed, arrivals)
        outcome = verdict(presses, photos)
        photos[outcome.winner] += bool(outcome.photo)
        truly = min(range(len(players)), key=pressed.__getitem__)
        first[truly] += 1
        won[outcome.winner] += 1
        right += outcome.winner == truly
        waits.append(decided - arrivals[0][0])
    return Result(right / rounds, median(waits), first, won)


def _decide(
    rule: str, players: list[Player], pressed: list[float], arrivals: list[tuple[float, int]]
) -> tuple[float, list[Press]]:
    """When it is decided, on the presses heard by then."""
    presses: list[Press] = []
    decided = float("inf")
    for arrival, pid in arrivals:
        if arrival > decided:
            break
        presses.append(players[pid].press(pid, pressed[pid], arrival, rule))
        if rule == "first arrival":
            return arrival, presses
        heard = {press.pid for press in presses}
        decided = decides_at(presses, [each.line.longest_delay for i, each in enumerate(players) if i not in heard])
    return decided, presses


def _shares(counts: Counter[int], rounds: int) -> str:
    return " ".join(f"{counts[pid] / rounds:4.0%}" for pid in range(len(MIXED)))


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=3_000)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    out = sys.stdout.write
    out(f"{'rule':<20}{'truly first':>12}{'wait ms':>9}   won by {', '.join(MIXED)} (pressed first)\n")
    for rule in RULES:
        result = play(rule, asked.rounds, asked.seed)
        shares = f"{_shares(result.won, asked.rounds)}   ({_shares(result.first, asked.rounds)})"
        out(f"{rule:<20}{result.true_first:>12.1%}{result.wait_ms:>9.0f}   {shares}\n")
    out(f"\n{'what a cheat gets':<36}{'  '.join(f'{name:>6}' for name in MIXED)}\n")
    for rule in RULES:
        for cheat in CHEATS:
            gained = [
                play(rule, asked.rounds, asked.seed, cheat, pid).won[pid] / asked.rounds for pid in range(len(MIXED))
            ]
            out(f"{f'{rule}, {cheat}':<36}{'  '.join(f'{share:>6.0%}' for share in gained)}\n")


if __name__ == "__main__":
    main()

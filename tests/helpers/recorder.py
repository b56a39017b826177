"""Random matches, written down: `python -m tests.helpers.recorder 3 7` makes the kept replays anew.

The draft draws from all upgrades that there are, so those of the day are written down beside them: an upgrade that is
added later changes no old match.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import msgspec

from game.chess.match import Match, MatchOptions
from game.chess.match import commands as c
from game.chess.match.replay import Replay, Step
from game.chess.rules import REWIND
from game.chess.upgrades import CATALOGUE, board_from
from tests.helpers.matches import ONE, TWO

if TYPE_CHECKING:
    from game.chess.match.view import MatchView

KEPT = Path(__file__).parents[1] / "replays"
LONGEST_THOUGHT_MS = 900
PATIENCE_PLIES = 40
"""After so many somebody may give up, so that a recording has several games."""


def record(seed: int) -> Replay:
    """A whole match of random legal moves, choices and resignations, at random times."""
    rng, now_ms = Random(seed), 0
    replay = Replay((ONE, TWO), MatchOptions(best_of=rng.choice((3, 5, 7))), rng.randbytes(16), now_ms)
    match, _ = Match.start(replay.players, replay.options, replay.seed, now_ms)
    while not match.over:
        command = _a_command(match, rng, now_ms)
        due = match.deadline()
        if command is None:
            assert due is not None
            now_ms = due
            match.tick(now_ms)
        else:
            match.handle(command, now_ms)
        replay.steps.append(Step(now_ms, command))
        if command is not None:
            now_ms = _later(match, rng, now_ms)
    return replay


def _later(match: Match, rng: Random, now_ms: int) -> int:
    # Never past what is due: a command that comes later than the flag would be refused.
    due = match.deadline()
    thought = now_ms + rng.randint(0, LONGEST_THOUGHT_MS)
    return thought if due is None else min(thought, due - 1)


def _a_command(match: Match, rng: Random, now_ms: int) -> c.Command | None:
    view = match.view(None, now_ms)
    match view.phase:
        case "playing":
            return _a_move(view, rng)
        case "draft" if rng.random() < 0.8:
            offer = rng.choice(match.offers(now_ms))
            return c.ChooseUpgrade(offer.player, rng.choice(offer.upgrades))
        case _:
            return None


def _a_move(view: MatchView, rng: Random) -> c.Command:
    mover = view.players.white if view.turn == "white" else view.players.black
    if view.ply > PATIENCE_PLIES and rng.random() < 0.05:
        return c.Resign(mover)
    board = board_from(view.fen, view.upgrades, view.layers)
    rewinds = board.layers.charges[board.turn].rewinds and view.ply > 1 and view.last_move != REWIND
    moves = sorted(move.uci() for move in board.legal_moves)
    return c.MakeMove(mover, REWIND if rewinds and rng.random() < 0.1 else rng.choice(moves), view.ply)


def main(seeds: list[str]) -> None:
    """Write the matches of these seeds, what happened in them, and between what the draft chose."""
    offered = [upgrade.id for upgrade in CATALOGUE.values() if upgrade.offered]
    (KEPT / "catalogue.json").write_bytes(msgspec.json.format(msgspec.json.encode(offered)))
    for seed in seeds:
        replay = record(int(seed))
        (KEPT / f"random-{seed}.replay.json").write_bytes(replay.dump())
        events = msgspec.json.format(msgspec.json.encode(replay.play()[1]))
        (KEPT / f"random-{seed}.events.json").write_bytes(events)


if __name__ == "__main__":
    main(sys.argv[1:])

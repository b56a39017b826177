"""Plays whole matches at random and notes what has happened to which upgrade.

    python -m tests.helpers.runner --seed 1 --matches 2000

plays until every upgrade was offered, picked and used, and was in force in one game with every other. What breaks on
the way is told with its seed and its replay, so that it can be played again.
"""

from __future__ import annotations

import argparse
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING

import chess

from game.chess.match import Event, Match, MatchOptions, Replay
from game.chess.match import commands as c
from game.chess.match import events as e
from game.chess.match.replay import Step
from game.chess.rules import REWIND, Board, ByColor
from game.chess.upgrades import CATALOGUE, board_from, clocks_with, new_board
from tests.helpers.matches import ONE, TWO

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from game.chess.match.commands import Command
    from game.chess.upgrades import Upgrade

Owned = ByColor[tuple[str, ...]]
LONGEST_THOUGHT_MS = 1_000
LENGTHS = (2, 2, 40, 100)
"""Half-moves after which a game is cut short."""

OFFERED = frozenset(upgrade.id for upgrade in CATALOGUE.values() if upgrade.offered)


class Coverage:
    """What has happened so far, over any number of matches."""

    def __init__(self) -> None:
        self.offered: set[str] = set()
        self.picked: set[str] = set()
        self.used: set[str] = set()
        self.met: set[frozenset[str]] = set()

    def missing(self) -> dict[str, list[str]]:
        """What has not happened yet, by kind."""
        pairs = {frozenset(pair) for pair in combinations(OFFERED, 2)} - self.met
        return {
            "offered": sorted(OFFERED - self.offered),
            "picked": sorted(OFFERED - self.picked),
            "used": sorted(OFFERED - self.used),
            "met": sorted(" and ".join(sorted(pair)) for pair in pairs),
        }

    @property
    def complete(self) -> bool:
        """Nothing is missing."""
        return not any(self.missing().values())

    def wishes(self, upgrade: str, together_with: Collection[str]) -> int:
        """How much would be new if this upgrade were picked now."""
        new = sum(frozenset({upgrade, other}) not in self.met for other in together_with)
        return new + 20 * (upgrade not in self.used) + 100 * (upgrade not in self.picked)


class Broken(Exception):
    """A match went wrong; says how to see it again."""

    def __init__(self, seed: int, replay: Replay) -> None:
        super().__init__(f"seed {seed} broke after this:\n{replay.dump().decode()}")
        self.replay = replay


def play_match(seed: int, coverage: Coverage) -> Replay:
    """One random match to its end, every position and the whole story checked.

    Raises:
        Broken: something went wrong; its cause is the `__cause__`.
    """
    runner = Runner(seed, coverage)
    try:
        runner.play()
    except Exception as error:
        raise Broken(seed, runner.replay) from error
    return runner.replay


class Runner:
    """Both players of one match, and the time."""

    def __init__(self, seed: int, coverage: Coverage) -> None:
        self.rng = Random(seed)
        self.coverage = coverage
        # Long ones too, longer than anybody plays: there much is owned, and hands run out.
        options = MatchOptions(best_of=self.rng.choice((3, 7, 15)))
        self.replay = Replay((ONE, TWO), options, self.rng.randbytes(16), 0)
        self.match, self.events = Match.start(self.replay.players, options, self.replay.seed, 0)
        self.now_ms = 0
        self.length = self.rng.choice(LENGTHS)
        # Who is far behind is offered what is rare.
        self.underdog = self.rng.choice((ONE, TWO))

    def play(self) -> None:
        """To the end; then once more from the record."""
        while not self.match.over:
            self._step()
        again, events = Replay.load(self.replay.dump()).play()
        assert events == self.events, "the replay tells another story"
        assert again.snapshot() == self.match.snapshot(), "the replay ends elsewhere"

    def _step(self) -> None:
        view = self.match.view(None, self.now_ms)
        if view.phase == "draft" and self.rng.random() < 0.8:
            self._pick()
        elif view.phase != "playing" or self.rng.random() < 0.002:
            # Among others: somebody has fallen asleep, and the flag falls.
            self._do(None, self.match.deadline() or self.now_ms)
        elif view.ply >= self.length:
            self._cut_short()
        else:
            self._move()
            self._do(None, self.now_ms + self.rng.randrange(LONGEST_THOUGHT_MS))

    def _do(self, command: Command | None, now_ms: int) -> None:
        self.now_ms = now_ms
        self.replay.steps.append(Step(now_ms, command))
        events = self.match.tick(now_ms) if command is None else self.match.handle(command, now_ms)
        self.events += events
        for event in events:
            self._note(event)

    def _note(self, event: Event) -> None:
        match event:
            case e.DraftOpened(_, upgrades):
                self.coverage.offered |= set(upgrades)
            case e.UpgradeChosen(_, upgrade):
                self.coverage.picked.add(upgrade)
            case e.ClockStarted():
                self._note_start()
            case _:
                pass

    def _note_start(self) -> None:
        self.length = self.rng.choice(LENGTHS)
        view = self.match.view(None, self.now_ms)
        everybody = {*view.upgrades.white, *view.upgrades.black}
        self.coverage.met |= {frozenset(pair) for pair in combinations(everybody, 2)}
        self.coverage.used |= {upgrade for upgrade in everybody if changes_the_start(upgrade, view.upgrades)}

    def _pick(self) -> None:
        offer = self.rng.choice(self.match.offers(self.now_ms))
        together = {*self.match.upgrades_of(ONE), *self.match.upgrades_of(TWO)}
        choice = max(offer.upgrades, key=lambda each: (self.coverage.wishes(each, together), self.rng.random()))
        self._do(c.ChooseUpgrade(offer.player, choice), self.now_ms)

    def _cut_short(self) -> None:
        player, other = self.rng.sample((ONE, TWO), 2)
        if self.rng.random() < 0.8 or self.match.view(None, self.now_ms).armageddon:
            self._do(c.Resign(self.underdog if self.rng.random() < 0.7 else player), self.now_ms)
        else:
            self._do(c.OfferDraw(player), self.now_ms)
            self._do(c.AnswerDraw(other, accept=True), self.now_ms)

    def _move(self) -> None:
        view = self.match.view(None, self.now_ms)
        board = board_from(view.fen, view.upgrades, view.layers)
        assert view.check == board.is_check()
        unused = view.upgrades.map(lambda owned: tuple(each for each in owned if each not in self.coverage.used))
        self.coverage.used |= set(_unmoved_uses(board, unused))
        text = self._choose(board, can_rewind=self.match._game.can_rewind)
        mover = view.players[board.turn]
        if text == REWIND:
            self.coverage.used |= {each for each in view.upgrades[board.turn] if CATALOGUE[each].rewinds}
        else:
            assert board.is_legal(chess.Move.from_uci(text))
            self.coverage.used |= set(uses(board, chess.Move.from_uci(text), view.upgrades, unused))
        self._do(c.MakeMove(mover, text, view.ply, lag_ms=self.rng.randrange(200)), self.now_ms)

    def _choose(self, board: Board, *, can_rewind: bool) -> str:
        """A random move, more often one that only upgrades make possible, castles or captures."""
        if can_rewind and self.rng.random() < 0.05:
            return REWIND
        moves, plain = list(board.legal_moves), chess.Board(board.fen())
        if self.rng.random() < 0.5:
            special = [move for move in moves if not plain.is_legal(move)]
            telling = [move for move in moves if board.is_castling(move) or board.is_capture(move)]
            moves = special if special and self.rng.random() < 0.6 else telling or moves
        return self.rng.choice(moves).uci()


def changes_the_start(upgrade: str, upgrades: Owned) -> bool:
    """Whether a game under these upgrades starts otherwise for this one: pieces, castling, clocks."""
    if CATALOGUE[upgrade].is_movement or chess.KING in CATALOGUE[upgrade].places.values():
        return False
    base, without = ByColor(60_000, 60_000), upgrades.map(lambda owned: _without(owned, upgrade))
    return (new_board(without).fen(), clocks_with(base, without)) != (
        new_board(upgrades).fen(),
        clocks_with(base, upgrades),
    )


def uses(board: Board, move: chess.Move, upgrades: Owned, asked: Owned) -> Iterator[str]:
    """Those of the upgrades `asked` about without which this legal move would be none, or would do something else."""
    mover = board.turn
    for upgrade in asked[mover]:
        if _makes_possible(CATALOGUE[upgrade], board, move, upgrades):
            yield upgrade
    occupied, removed, _ = board.occupancy_after(move)
    died = bool(removed) and not occupied & chess.BB_SQUARES[move.to_square]
    for upgrade in asked[not mover]:
        hooks = CATALOGUE[upgrade]
        if (hooks.poison and died) or (board.breaks_shield(move) and _is_shielded_by(hooks, board, move)):
            yield upgrade


def _makes_possible(upgrade: Upgrade, board: Board, move: chess.Move, upgrades: Owned) -> bool:
    if not move or move.drop:
        return bool(upgrade.revivals if move.drop else upgrade.passes)
    if upgrade.increment_ms:
        return True
    without = upgrades.replace(board.turn, _without(upgrades[board.turn], upgrade.id))
    return not board_from(board.fen(en_passant="fen"), without, board.layers.text()).is_legal(move)


def _is_shielded_by(upgrade: Upgrade, board: Board, move: chess.Move) -> bool:
    kinds = {chess.Board().piece_type_at(chess.parse_square(square)) for square in upgrade.shields}
    kind = chess.PAWN if board.is_en_passant(move) else board.piece_type_at(move.to_square)
    return kind in kinds


def _unmoved_uses(board: Board, upgrades: Owned) -> Iterator[str]:
    """The second kings that let the first one be attacked."""
    for color in chess.COLORS:
        kings = board.pieces(chess.KING, color)
        if len(kings) > 1 and any(board.is_attacked_by(not color, king) for king in kings):
            yield from (each for each in upgrades[color] if chess.KING in CATALOGUE[each].places.values())


def _without(owned: tuple[str, ...], upgrade: str) -> tuple[str, ...]:
    return tuple(other for other in owned if other != upgrade)


def play_until_complete(first_seed: int, matches: int) -> tuple[Coverage, int]:
    """Matches with the seeds from `first_seed` on, until all has happened or so many are played; and how many were.

    Raises:
        Broken: one of them went wrong.
    """
    coverage = Coverage()
    for played in range(matches):
        if coverage.complete:
            return coverage, played
        play_match(first_seed + played, coverage)
    return coverage, matches


def main() -> None:
    """Play, and print what is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--matches", type=int, default=2_000)
    arguments = parser.parse_args()
    coverage, played = play_until_complete(arguments.seed, arguments.matches)
    print(f"{played} matches from seed {arguments.seed} on")
    for kind, missing in coverage.missing().items():
        print(f"not {kind}: {', '.join(missing) or 'nothing'}")


if __name__ == "__main__":
    main()

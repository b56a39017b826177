"""Generates packs about chess from a seed: verified positions, openings, upgrades, rules and history.

The same seed, difficulty and number of rounds always give the same pack.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal, Protocol, TypeAlias, TypeVar

import chess
import msgspec

from game.quiz.make.boards import LEVELS, best_capture, only_mate, search
from game.quiz.make.facts import HISTORY, RULES
from game.quiz.make.illegal import illegal_items
from game.quiz.make.openings import OPENINGS
from game.quiz.make.upgrades import upgrade_items
from game.quiz.pack import FinalQuestion, Pack
from game.quiz.packs.arranging import ROWS, STEP, About, Item, arrange
from game.quiz.packs.report import Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from game.quiz.make.boards import Found
    from game.quiz.make.facts import Fact
    from game.quiz.make.openings import Opening

Difficulty: TypeAlias = Literal["easy", "medium", "hard"]
DIFFICULTIES: Final[tuple[Difficulty, ...]] = ("easy", "medium", "hard")
RANKS: Final = {"easy": (0, 1), "medium": (0, 1, 2), "hard": (1, 2)}
"""Which ranks of openings and facts belong to a difficulty."""
MOST_ROUNDS: Final = 2


class _Ranked(Protocol):
    @property
    def rank(self) -> int: ...


T = TypeVar("T", bound=_Ranked)


def make_pack(random: Random, difficulty: Difficulty = "medium", *, rounds: int = 1, title: str = "") -> Pack:
    """A pack of one or two rounds of six categories, each with a daily double, and a final question.

    Raises:
        NothingFound: no positions were found; another seed will work.
    """
    last, *facts = _drawn(random, (*RULES, *HISTORY), difficulty, ROWS * rounds + 1, hardest_first=True)
    openings = _drawn(random, OPENINGS, difficulty, ROWS * rounds)
    upgrades = upgrade_items(random, "Which upgrade does this?", ROWS * rounds)
    items: list[Item] = []
    for number in range(rounds):
        of_round = [
            _mates(random, difficulty),
            _openings(openings[number::rounds]),
            _captures(random, difficulty),
            illegal_items(random, "Spot the illegal move", ROWS, hidden=difficulty == "hard"),
            upgrades[number::rounds],
            _facts(facts[number::rounds]),
        ]
        items += _valued(random, of_round, number + 1)
    about = About(title=title or f"Chess, {difficulty}", language="en", author="Underdog", license="CC0-1.0")
    pack = arrange(items, about, Report("generated"))
    return msgspec.structs.replace(pack, final=FinalQuestion("Rules and history", last.clue, last.answers))


def _valued(random: Random, categories: Sequence[Sequence[Item]], number: int) -> Iterator[Item]:
    """The questions of a round with their values. One of the most expensive is a daily double."""
    double = (random.randrange(len(categories)), random.randint(ROWS // 2, ROWS - 1))
    for column, items in enumerate(categories):
        for row, item in enumerate(items):
            value = STEP * number * (row + 1)
            yield replace(item, round=str(number), value=value, double=(column, row) == double)


def _drawn(
    random: Random, ranked: Sequence[T], difficulty: Difficulty, many: int, *, hardest_first: bool = False
) -> list[T]:
    """Some of those that belong to the difficulty, by rank."""
    fitting = [each for each in ranked if each.rank in RANKS[difficulty]]
    drawn = sorted(random.sample(fitting, many), key=lambda each: each.rank)
    return [drawn[-1], *drawn[:-1]] if hardest_first else drawn


def _mates(random: Random, difficulty: Difficulty) -> list[Item]:
    found = search(random, LEVELS[difficulty], only_mate, ROWS)
    found.sort(key=lambda each: each.board.legal_moves.count())
    return [_on_board(each, "Mate in one", f"{each.side} mates in one move.") for each in found]


def _captures(random: Random, difficulty: Difficulty) -> list[Item]:
    level = LEVELS["hard" if difficulty == "hard" else "medium"]
    found = search(random, level, best_capture, ROWS)
    found.sort(key=lambda each: len(list(each.board.generate_legal_captures())))
    clue = "{} to move. Which capture wins the most material, counting what is taken back on its square?"
    return [_on_board(each, "The best capture", clue.format(each.side)) for each in found]


def _on_board(found: Found, category: str, clue: str) -> Item:
    return Item(clue=clue, category=category, fen=found.board.fen(), moves=(found.move.uci(),))


def _openings(openings: Sequence[Opening]) -> list[Item]:
    return [
        Item(
            clue=f"Which opening is this? {_numbered(opening.moves)}",
            answers=opening.names,
            category="Name the opening",
            fen=_position(opening.moves),
        )
        for opening in openings
    ]


def _numbered(moves: str) -> str:
    """The moves as they are printed: 1. e4 e5 2. Nf3."""
    sans = moves.split()
    return " ".join(f"{number // 2 + 1}. {san}" if number % 2 == 0 else san for number, san in enumerate(sans))


def _position(moves: str) -> str:
    board = chess.Board()
    for san in moves.split():
        board.push_san(san)
    return board.fen()


def _facts(facts: Sequence[Fact]) -> list[Item]:
    return [
        Item(clue=fact.clue, answers=fact.answers, explanation=fact.explanation, category="Rules and history")
        for fact in facts
    ]

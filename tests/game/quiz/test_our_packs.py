"""The packs that come with the game."""

from __future__ import annotations

from pathlib import Path

import chess
import pytest

from game.chess.upgrades.catalogue import CATALOGUE
from game.quiz.make.boards import best_capture, only_mate
from game.quiz.pack import Pack, Question, read_pack

FOLDER = Path(__file__).parents[3] / "assets" / "packs"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))


def ours(name: str) -> Pack:
    return read_pack((FOLDER / f"{name}.json").read_bytes())


def questions(pack: Pack, category: str = "") -> list[Question]:
    columns = [each for round_ in pack.rounds for each in round_.categories if category in {"", each.name}]
    return [question for column in columns for question in column.questions]


def test_there_are_four() -> None:
    assert NAMES == ["a-night-off", "chess-for-everybody", "on-the-board", "upgrades-and-underdogs"]


@pytest.mark.parametrize("name", NAMES)
def test_each_is_an_evening(name: str) -> None:
    """Rounds of five or six categories with rising values, one daily double a round, a final, and nothing twice."""
    pack = ours(name)
    assert pack.final is not None
    assert pack.license == "CC0-1.0"
    for number, round_ in enumerate(pack.rounds, 1):
        assert len(round_.categories) in {5, 6}
        assert sum(question.double for column in round_.categories for question in column.questions) == 1
        for column in round_.categories:
            assert [question.value for question in column.questions] == [200 * number * row for row in range(1, 6)]
    asked = [(question.clue, question.fen) for question in questions(pack)]
    assert len(set(asked)) == len(asked)


@pytest.mark.parametrize("name", NAMES)
def test_no_clue_gives_its_answer_away(name: str) -> None:
    for question in questions(ours(name)):
        for answer in question.answers:
            assert question.choices or answer.lower() not in question.clue.lower(), question.clue


def test_upgrades_are_asked_for_by_names_that_they_have() -> None:
    names = {upgrade.name for upgrade in CATALOGUE.values()}
    asked = [
        *questions(ours("upgrades-and-underdogs"), "Which upgrade is it?"),
        *questions(ours("on-the-board"), "Which upgrade does this?"),
    ]
    assert {answer for question in asked for answer in question.answers} <= names
    assert len(asked) == 15


def test_on_the_board_every_answer_is_the_only_one() -> None:
    pack = ours("on-the-board")
    for category, wanted in (("Mate in one", only_mate), ("The best capture", best_capture)):
        for question in questions(pack, category):
            move = wanted(chess.Board(question.fen))
            assert move is not None
            assert question.moves == (move.uci(),)

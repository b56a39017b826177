"""Packs about chess that are made: whatever the seed, each question has the one answer that it says it has."""

from __future__ import annotations

import random

import chess
import pytest

from game.quiz.make import DIFFICULTIES, Difficulty, make_pack
from game.quiz.make.boards import best_capture, gain, only_mate
from game.quiz.make.facts import HISTORY, RULES
from game.quiz.make.openings import OPENINGS
from game.quiz.pack import Pack, Question, as_json, pack_from


@pytest.fixture(scope="module", params=DIFFICULTIES)
def made(request: pytest.FixtureRequest) -> Pack:
    difficulty: Difficulty = request.param
    return make_pack(random.Random(difficulty), difficulty, rounds=2)


def of(pack: Pack, category: str) -> list[Question]:
    columns = [each for round_ in pack.rounds for each in round_.categories if each.name == category]
    return [question for column in columns for question in column.questions]


def test_each_round_is_full_and_has_one_daily_double(made: Pack) -> None:
    for number, round_ in enumerate(made.rounds, 1):
        assert [len(category.questions) for category in round_.categories] == [5] * 6
        assert sum(question.double for category in round_.categories for question in category.questions) == 1
        assert [question.value for question in round_.categories[0].questions] == [
            v * number for v in range(200, 1200, 200)
        ]
    assert made.final is not None


def test_what_is_made_is_a_valid_pack(made: Pack) -> None:
    assert pack_from(as_json(made)) == made


def test_exactly_one_move_mates(made: Pack) -> None:
    for question in of(made, "Mate in one"):
        board = chess.Board(question.fen)
        assert board.is_valid()
        mating = []
        for move in board.legal_moves:
            after = board.copy()
            after.push(move)
            if after.is_checkmate():
                mating.append(move.uci())
        assert mating == list(question.moves)


def test_exactly_one_of_the_four_moves_is_illegal(made: Pack) -> None:
    for question in of(made, "Spot the illegal move"):
        board = chess.Board(question.fen)
        named = [tuple(choice.split()[1::2]) for choice in question.choices]
        legal = {(chess.square_name(m.from_square), chess.square_name(m.to_square)) for m in board.legal_moves}
        forbidden = [choice for choice, at in zip(question.choices, named, strict=True) if at not in legal]
        assert forbidden == list(question.answers)
        assert len(set(question.choices)) == 4


def test_the_best_capture_is_clearly_the_best(made: Pack) -> None:
    for question in of(made, "The best capture"):
        board = chess.Board(question.fen)
        gains = {move.uci(): gain(board, move) for move in board.generate_legal_captures()}
        (best,) = question.moves
        assert gains[best] >= 2
        assert all(gains[best] - other >= 2 for move, other in gains.items() if move != best)


def test_no_question_is_asked_twice(made: Pack) -> None:
    asked = [(q.clue, q.fen) for round_ in made.rounds for category in round_.categories for q in category.questions]
    assert len(set(asked)) == len(asked)


def test_a_choice_of_upgrades_holds_the_right_one(made: Pack) -> None:
    for question in of(made, "Which upgrade does this?"):
        assert question.answers[0] in question.choices
        assert len(set(question.choices)) == 4


@pytest.mark.parametrize(
    ("fen", "move", "won"),
    [
        ("4k3/8/8/3p4/4P3/8/8/4K3 w - - 0 1", "e4d5", 1),
        ("4k3/8/4p3/3p4/8/8/8/3QK3 w - - 0 1", "d1d5", -8),
        ("4k3/8/4p3/3r4/8/8/8/3RK3 w - - 0 1", "d1d5", 0),
        ("3rk3/8/8/3n4/8/2N5/8/3RK3 w - - 0 1", "c3d5", 3),
        ("4k3/8/8/3pP3/8/8/8/4K3 w - d6 0 1", "e5d6", 1),
    ],
)
def test_what_a_capture_wins_counts_what_is_taken_back(fen: str, move: str, won: int) -> None:
    assert gain(chess.Board(fen), chess.Move.from_uci(move)) == won


def test_two_mates_are_no_question() -> None:
    assert only_mate(chess.Board("6k1/5ppp/8/8/8/8/8/3RR2K w - - 0 1")) is None
    assert best_capture(chess.Board()) is None


def test_every_opening_can_be_played_and_no_two_look_alike() -> None:
    positions = set()
    for opening in OPENINGS:
        board = chess.Board()
        for san in opening.moves.split():
            board.push_san(san)
        positions.add(board.board_fen())
    assert len(positions) == len(OPENINGS)


def test_there_are_facts_enough_for_every_difficulty() -> None:
    for ranks in ((0, 1), (0, 1, 2), (1, 2)):
        assert sum(fact.rank in ranks for fact in (*RULES, *HISTORY)) >= 11

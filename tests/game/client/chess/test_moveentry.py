"""What a typed text may mean among the moves that there are."""

from __future__ import annotations

import chess
import pytest

from game.client.chess.moveentry import Candidate, can_begin, default_choice, loosely, matching


def moves(fen: str = chess.STARTING_FEN) -> list[Candidate]:
    board = chess.Board(fen)
    return [Candidate(board.san(move), move.uci()) for move in board.legal_moves]


def meant(text: str, known: list[Candidate]) -> Candidate | None:
    """What Return plays."""
    found = matching(text, known)
    chosen = default_choice(text, found)
    return None if chosen is None else found[chosen]


CASTLING = "4k3/8/8/8/8/8/8/R3K2R w KQ - 0 1"
BOTH = "4k3/8/8/2p5/1P6/8/4B3/4K3 w - - 0 1"
PROMOTION = "7k/P7/8/8/8/8/8/7K w - - 0 1"
TWO_KNIGHTS = "4k3/8/8/8/8/2N5/8/4K1N1 w - - 0 1"


@pytest.mark.parametrize(
    ("fen", "text", "uci"),
    [
        (chess.STARTING_FEN, "e4", "e2e4"),
        (chess.STARTING_FEN, "e2e4", "e2e4"),
        (chess.STARTING_FEN, "Nf3", "g1f3"),
        (chess.STARTING_FEN, "nf3", "g1f3"),
        (CASTLING, "0-0-0", "e1c1"),
        (CASTLING, "O-O-O", "e1c1"),
        (CASTLING, "Rh8", "h1h8"),
        (BOTH, "bc5", "b4c5"),
        (BOTH, "bxc5", "b4c5"),
        (BOTH, "Bc4", "e2c4"),
        (PROMOTION, "a8n", "a7a8n"),
        (PROMOTION, "a8=Q", "a7a8q"),
        (TWO_KNIGHTS, "Nge2", "g1e2"),
    ],
)
def test_a_complete_move_is_understood(fen: str, text: str, uci: str) -> None:
    found = meant(text, moves(fen))
    assert found is not None
    assert found.uci == uci


@pytest.mark.parametrize(("fen", "text"), [(chess.STARTING_FEN, "e"), (chess.STARTING_FEN, "N"), (TWO_KNIGHTS, "Ne2")])
def test_of_several_moves_none_is_guessed(fen: str, text: str) -> None:
    assert meant(text, moves(fen)) is None


@pytest.mark.parametrize(
    ("fen", "text", "uci"),
    [(CASTLING, "O-O", "e1g1"), (CASTLING, "o-o-o", "e1c1"), (PROMOTION, "a8", "a7a8q"), (BOTH, "bc", "b4c5")],
)
def test_said_to_be_complete_it_is_what_is_written_so_or_the_only_one_left(fen: str, text: str, uci: str) -> None:
    found = meant(text, moves(fen))
    assert found is not None
    assert found.uci == uci


def test_what_no_move_begins_with_means_nothing() -> None:
    assert matching("Qh9", moves()) == []


def test_a_move_that_is_written_out_comes_before_longer_ones_and_is_what_return_plays() -> None:
    known = [Candidate("e3=Q+", "e4e3q"), Candidate("e3=N", "e4e3n"), Candidate("e3", "e4e3")]
    assert matching("e3", known)[0].text == "e3"
    assert default_choice("e3", matching("e3", known)) == 0


def test_a_deed_that_is_no_move_is_meant_by_its_first_letters() -> None:
    assert meant("rew", [Candidate("rewind", "rewind"), Candidate("Rd1", "a1d1")]) == Candidate("rewind", "rewind")


def test_the_usual_writing_comes_before_the_squares() -> None:
    assert [each.text for each in matching("e", moves(BOTH))][:1] != ["e2"]
    board = chess.Board("4k3/8/8/8/8/8/4P3/4K3 w - - 0 1")
    found = matching("e", [Candidate(board.san(move), move.uci()) for move in board.legal_moves])
    assert [each.text for each in found[:2]] == ["e4", "e3"] or [each.text for each in found[:2]] == ["e3", "e4"]


@pytest.mark.parametrize(
    ("text", "can"), [("e", True), ("N", True), ("0", True), ("t", False), ("7", False), ("", False)]
)
def test_only_some_letters_begin_a_move(text: str, can: bool) -> None:
    assert can_begin(text) == can


@pytest.mark.parametrize(
    ("piece", "uci", "text"),
    [
        ("P", "e2e4", "e4"),
        ("P", "e4d5", "exd5"),
        ("p", "a2a1q", "a1=Q"),
        ("N", "g1f3", "Nf3"),
        ("K", "e1g1", "O-O"),
        ("K", "e1c1", "O-O-O"),
    ],
)
def test_queued_moves_are_written_as_well_as_can_be(piece: str, uci: str, text: str) -> None:
    move = chess.Move.from_uci(uci)
    assert [each.text for each in loosely({move.from_square: piece}, [move])] == [text]

"""Games and moves as text, there and back."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import chess.pgn
import pytest

from game.chess.rules import REWIND, Board, ByColor, Game
from game.chess.rules.notation import PGN_WIDTH, pgn, play_and_tell, san
from game.chess.upgrades import board_from, new_board
from tests.helpers.random_games import positions
from tests.helpers.upgrades import position, start

if TYPE_CHECKING:
    from collections.abc import Iterator

TAGS = {"Event": "Underdog", "White": "Ann", "Black": "Bob"}
OPERA = (
    "e2e4 e7e5 g1f3 d7d6 d2d4 c8g4 d4e5 g4f3 d1f3 d6e5 f1c4 g8f6 f3b3 d8e7 b1c3 c7c6 c1g5 b7b5 c3b5 c6b5 c4b5 b8d7 "
    "e1c1 a8d8 d1d7 d8d7 h1d1 e7e6 b5d7 f6d7 b3b8 d7b8 d1d8"
)


def read_by_python_chess(text: str) -> chess.pgn.Game:
    game = chess.pgn.read_game(io.StringIO(text))
    assert game is not None
    assert not game.errors
    return game


def movetext(text: str) -> Iterator[str]:
    """The moves of a PGN; "rewind" for its comment."""
    body = " ".join(text.split("\n\n", 1)[1].split())
    for token in re.findall(r"\{[^}]*\}|\S+", body)[:-1]:
        if token.startswith("{"):
            yield REWIND
        elif not re.fullmatch(r"\d+\.+", token):
            yield token


def read(start: Board, text: str) -> Iterator[str]:
    """The moves of a PGN in UCI, each the only legal one that is told so."""
    board = start.copy(stack=False)
    for token in movetext(text):
        if token == REWIND:
            board.rewind()
            yield REWIND
            continue
        (move,) = (move for move in board.legal_moves if san(board, move) == token)
        board.push(move)
        yield move.uci()


def test_a_standard_game_is_read_by_other_programs() -> None:
    """Tags, moves and result come out as they went in."""
    game = read_by_python_chess(pgn(Board(), OPERA.split(), TAGS, "1-0"))
    assert [move.uci() for move in game.mainline_moves()] == OPERA.split()
    assert {**TAGS, "Result": "1-0"}.items() <= dict(game.headers).items()
    assert game.end().board().is_checkmate()


def test_lines_are_no_longer_than_the_standard_allows() -> None:
    assert all(len(line) <= PGN_WIDTH for line in pgn(Board(), OPERA.split(), TAGS, "1-0").splitlines())


def test_names_with_quotes_are_escaped() -> None:
    """Nobody breaks a tag by their name."""
    name = 'Ann "\\" [Event "x"]'
    game = read_by_python_chess(pgn(Board(), ["e2e4"], {"White": name}))
    # python-chess leaves the backslashes where they are.
    assert re.sub(r"\\(.)", r"\1", game.headers["White"]) == name
    assert game.headers["Event"] == "?"


def test_writing_leaves_the_start_alone() -> None:
    board = start("shield")
    before = (board.fen(), board.layers)
    pgn(board, ["e2e4", "e7e5"], {})
    assert (board.fen(), board.layers) == before


def test_black_to_move_begins_with_dots() -> None:
    board = position("4k3/8/8/8/8/8/4P3/4K3 b - - 0 12")
    assert "12... Kd7 13. e4 *" in pgn(board, ["e8d7", "e2e4"], {})


def test_an_unusual_start_is_told() -> None:
    """By the tags SetUp and FEN; another program starts from there."""
    text = pgn(start("recruit"), ["e3e4", "e7e5"], {})
    game = read_by_python_chess(text)
    assert game.headers["SetUp"] == "1"
    assert game.board().fen() == start("recruit").fen()


def test_a_start_that_differs_in_castling_alone_is_told_too() -> None:
    """The pieces are where they always are, but another program must not castle."""
    assert f'[FEN "{start("siege").fen()}"]' in pgn(start("siege"), ["e2e4"], {})


def test_the_usual_start_is_not_told() -> None:
    assert "SetUp" not in pgn(start("trotters"), ["e2e4"], {})


def test_a_rewind_is_a_comment_and_the_numbers_start_anew() -> None:
    text = pgn(start("rewind"), ["e2e4", "e7e5", "g1f3", "b8c6", REWIND, "f1c4", "a7a6"], {})
    assert text.endswith("1. e4 e5 2. Nf3 Nc6 {takes the last move back} 2. Bc4 a6 *\n")


def test_blacks_rewind_goes_on_with_dots() -> None:
    board = start(black=("rewind",))
    text = pgn(board, ["e2e4", "e7e5", "g1f3", REWIND, "d7d5"], {})
    assert text.endswith("1. e4 e5 2. Nf3 {takes the last move back} 1... d5 *\n")


@pytest.mark.parametrize(
    ("board", "uci", "told"),
    [
        (start("breather"), "0000", "pass"),
        (position("4k3/8/8/8/8/8/8/4K3", "revival", layers="- - R N"), "N@b1", "N@b1"),
        (position("4k3/8/8/3q4/8/8/8/R2QK3 b - - 0 1", "shield", layers="- d1 - -"), "d5d1", "Q|d1"),
        (position("4k3/8/8/3p4/8/2N1N3/8/4K3", black=("iron_guard",), layers="- d5 - -"), "c3d5", "Nc|d5"),
        (position("4k3/8/8/3p4/2P5/8/8/4K3", black=("iron_guard",), layers="- d5 - -"), "c4d5", "c|d5"),
        (position("4k3/8/8/8/8/8/8/3NK3", "knight_hero", layers="d1 - - -"), "d1c1", "Nc1"),
        (position("8/8/3P4/7k/8/8/8/4K3", "fast_track"), "d6d7q", "d7=Q"),
        (position("8/8/3P4/7k/8/8/8/4K3", "fast_track"), "d6d7", "d7"),
    ],
)
def test_what_only_upgrades_do_has_its_own_words(board: Board, uci: str, told: str) -> None:
    assert play_and_tell(board, uci) == told


@pytest.mark.parametrize("seed", range(900, 915))
def test_a_random_game_is_read_back_from_its_pgn(seed: int) -> None:
    """Every move is told by words that fit no other, and every text gives the same game."""
    paused = list(positions(seed))
    if not paused:
        return
    game, upgrades = paused[-1]
    beginning = board_from(game.start_fen, upgrades, game.start_layers)
    assert list(read(beginning, pgn(beginning, game.moves, TAGS))) == game.moves


@pytest.mark.parametrize("seed", range(900, 908))
def test_every_move_has_its_own_name(seed: int) -> None:
    """In UCI, which is read back, and as people read it."""
    for game, _ in positions(seed):
        moves = list(game.board.legal_moves)
        texts = [move.uci() for move in moves]
        assert len(set(texts)) == len(texts)
        assert len({san(game.board, move) for move in moves}) == len(moves)
        assert [chess.Move.from_uci(text) for text in texts] == moves


def test_a_game_is_restored_from_its_moves() -> None:
    upgrades: ByColor[tuple[str, ...]] = ByColor(("rewind", "breather"), ("revival",))
    moves = ["e2e4", "d7d5", "e4d5", "d8d5", REWIND, "0000", "d5e4", "d2d3", "P@d7"]
    game = Game(new_board(upgrades), moves[:6])
    assert Game(new_board(upgrades), game.moves).fen == game.fen

"""Games and moves as text, there and back."""

from __future__ import annotations

import io
import re
from random import Random
from typing import TYPE_CHECKING, Any

import chess.pgn
import pytest

from game.chess.rules import REWIND, Board, ByColor, Game
from game.chess.rules.notation import play_and_notate, san
from game.chess.rules.pgn import NULL_MOVE, OUR_RULES, TAKEN_BACK, WIDTH, pgn, termination, time_control
from game.chess.upgrades import CATALOGUE, board_from, new_board
from tests.helpers.random_games import positions
from tests.helpers.upgrades import position, stacked, start

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


def read_without_tag(text: str) -> chess.pgn.Game:
    """As a program reads it that does not look at the variant."""
    return read_by_python_chess(re.sub(r'\[Variant "[^"]*"\]\n', "", text))


Line = list[tuple[str, list[Any]]]
"""Moves, each with the lines that were taken back before it."""


def lines_of(text: str) -> tuple[Line, list[Line]]:
    """The moves that stand, and those that were taken back at the very end."""
    body = " ".join(text.split("\n\n", 1)[1].split()).replace(f"{{{OUR_RULES}", "").replace(f"{{{TAKEN_BACK}", "<")
    tokens = re.findall(r"[()<}]|[^\s()<}]+", body)[:-1]
    tokens = [token for token in tokens if not re.fullmatch(r"\d+\.+", token)]
    return _line(tokens)


def _line(tokens: list[str]) -> tuple[Line, list[Line]]:
    found: Line = []
    at_the_end: list[Line] = []
    while tokens and tokens[0] != ")":
        token = tokens.pop(0)
        if token == "(":
            found[-1][1].append(_line(tokens)[0])
            assert tokens.pop(0) == ")"
        elif token == "<":
            inner = tokens[: tokens.index("}")]
            del tokens[: len(inner) + 1]
            # Beside a move, or at the end with nothing played instead.
            (found[-1][1] if tokens and found else at_the_end).append(_line(inner)[0])
        elif token != "}":
            found.append((token, []))
    return found, at_the_end


def played(line: Line) -> Iterator[str]:
    """The moves in the order in which they were made, rewinds among them."""
    for token, instead_of in line:
        for taken in instead_of:
            yield from played(taken)
            yield REWIND
        yield token


def read(start: Board, text: str) -> Iterator[str]:
    """The moves of a PGN in UCI, each the only legal one that is told so."""
    board = start.copy(stack=False)
    line, at_the_end = lines_of(text)
    moves = [*played(line), *(move for taken in at_the_end for move in (*played(taken), REWIND))]
    for token in moves:
        if token == REWIND:
            board.rewind()
            yield REWIND
            continue
        told = "pass" if token == NULL_MOVE else token
        (move,) = (move for move in board.legal_moves if san(board, move) == told)
        board.push(move)
        yield move.uci()


def test_a_standard_game_is_read_by_other_programs() -> None:
    """Tags, moves and result come out as they went in."""
    game = read_by_python_chess(pgn(Board(), OPERA.split(), TAGS, "1-0"))
    assert [move.uci() for move in game.mainline_moves()] == OPERA.split()
    assert {**TAGS, "Result": "1-0"}.items() <= dict(game.headers).items()
    assert game.end().board().is_checkmate()


def test_lines_are_no_longer_than_the_standard_allows() -> None:
    assert all(len(line) <= WIDTH for line in pgn(Board(), OPERA.split(), TAGS, "1-0").splitlines())


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


def test_what_was_taken_back_is_a_variation_of_what_was_played_instead() -> None:
    text = pgn(start("rewind"), ["e2e4", "e7e5", "g1f3", "b8c6", REWIND, "f1c4", "a7a6"], {})
    assert text.endswith("1. e4 e5 2. Bc4 (2. Nf3 Nc6) 2... a6 *\n")
    game = read_by_python_chess(text)
    assert [move.uci() for move in game.mainline_moves()] == ["e2e4", "e7e5", "f1c4", "a7a6"]


def test_blacks_rewind_is_a_variation_too() -> None:
    board = start(black=("rewind",))
    text = pgn(board, ["e2e4", "e7e5", "g1f3", REWIND, "d7d5"], {})
    assert text.endswith("1. e4 d5 (1... e5 2. Nf3) *\n")


def test_both_rewinds_nest() -> None:
    """Black takes back, then White does and takes that with it."""
    board = start("rewind", black=("rewind",))
    moves = ["e2e4", "e7e5", "g1f3", REWIND, "d7d5", REWIND, "d2d4", "g8f6"]
    text = pgn(board, moves, {})
    assert text.endswith("1. d4 (1. e4 d5 (1... e5 2. Nf3)) 1... Nf6 *\n")
    assert list(read(board, text)) == moves


def test_what_was_taken_back_last_is_a_comment() -> None:
    """With nothing played instead, there is no move that it could be a variation of."""
    text = pgn(start("rewind"), ["e2e4", "e7e5", "g1f3", "b8c6", REWIND], {}, "0-1")
    assert text.endswith("1. e4 e5 {Taken back: 2. Nf3 Nc6} 0-1\n")


def test_a_pass_is_the_null_move() -> None:
    text = pgn(start("breather"), ["0000", "e7e5"], {})
    assert text.endswith("1. -- e5 *\n")
    assert (
        read_by_python_chess(text).end().board().fen() == "rnbqkbnr/pppp1ppp/8/4p3/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 2"
    )


@pytest.mark.parametrize(
    ("board", "moves", "told"),
    [
        (start("trotters"), ["g1f3", "e7e5", "f3g3"], "1. Nf3 e5 {By the rules of Underdog: 2. Ng3} *"),
        (
            position("4k3/8/8/8/2p5/1B6/8/4K3 b - - 0 1", "poison_bishops"),
            ["c4b3", "e1d2"],
            "{By the rules of Underdog: 1... cxb3 2. Kd2} *",
        ),
        (
            position("4k3/8/8/3q4/8/8/8/3BK3 b - - 0 1", "shield", layers="- d1 - -"),
            ["e8e7", "e1f1", "d5d1", "f1f2"],
            "1... Ke7 2. Kf1 {By the rules of Underdog: 2... Q|d1 3. Kf2} *",
        ),
    ],
)
def test_the_moves_end_where_a_standard_program_would_read_something_else(
    board: Board, moves: list[str], told: str
) -> None:
    """What follows is a comment for people."""
    assert pgn(board, moves, {}).endswith(f"\n\n{told}\n")


def test_every_file_has_the_seven_tags_first() -> None:
    tags = [line.split(" ")[0][1:] for line in pgn(Board(), ["e2e4"], {"Variant": "x", "Round": "2"}).splitlines()[:8]]
    assert tags == ["Event", "Site", "Date", "Round", "White", "Black", "Result", "Variant"]


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("checkmate", "normal"),
        ("flag", "time forfeit"),
        ("flag_draw", "time forfeit"),
        ("abandoned", "abandoned"),
        (None, "unterminated"),
    ],
)
def test_how_a_game_ended_is_told_in_the_words_of_the_standard(reason: str | None, told: str) -> None:
    assert termination(reason) == told


@pytest.mark.parametrize(
    ("clock_ms", "increment_ms", "told"), [(60_000, 0, "60"), (75_000, 1_000, "75+1"), (45_500, 0, "45.5")]
)
def test_the_time_control_is_in_seconds(clock_ms: int, increment_ms: int, told: str) -> None:
    assert time_control(clock_ms, increment_ms) == told


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
    assert play_and_notate(board, uci) == told


def fens_of(beginning: Board, moves: list[str]) -> list[str]:
    """What was on the board after each move that stands."""
    board, fens = beginning.copy(stack=False), [beginning.fen()]
    for move in moves:
        board.play(move)
        if move == REWIND:
            del fens[-2:]
        else:
            fens.append(board.fen())
    return fens


def check(beginning: Board, moves: list[str]) -> None:
    """Our own reader finds every move; a standard one finds the right positions, as far as it comes."""
    text = pgn(beginning, moves, {**TAGS, "Variant": "Underdog"})
    assert list(read(beginning, text)) == moves
    game = read_without_tag(text)
    assert game.headers.get("FEN", chess.STARTING_FEN) == beginning.fen()
    shown = [node.board().fen() for node in (game, *game.mainline())]
    assert shown == fens_of(beginning, moves)[: len(shown)]


def a_random_game(beginning: Board, rng: Random, plies: int) -> list[str]:
    game = Game(beginning.copy())
    while game.result is None and game.ply < plies:
        rewind = [REWIND] if game.can_rewind and rng.random() < 0.2 else []
        game.play(rng.choice(rewind or [move.uci() for move in game.board.legal_moves]))
    return game.moves


@pytest.mark.parametrize("seed", range(900, 915))
def test_a_random_game_is_read_back_from_its_pgn(seed: int) -> None:
    """Every move is told by words that fit no other, and every text gives the same game."""
    paused = list(positions(seed))
    if not paused:
        return
    game, upgrades = paused[-1]
    check(board_from(game.start_fen, upgrades, game.start_layers), game.moves)


@pytest.mark.parametrize("owner", ["white", "black"])
@pytest.mark.parametrize("upgrade", CATALOGUE)
def test_no_upgrade_makes_another_program_show_a_wrong_position(upgrade: str, owner: str) -> None:
    owned: ByColor[tuple[str, ...]] = ByColor((upgrade,), ()) if owner == "white" else ByColor((), (upgrade,))
    beginning = new_board(owned)
    check(beginning, a_random_game(beginning, Random(f"{upgrade}/{owner}"), 60))


@pytest.mark.parametrize("seed", range(5))
def test_many_upgrades_at_once_show_no_wrong_position_either(seed: int) -> None:
    rng = Random(seed)
    beginning = new_board(ByColor(stacked(rng, 3, 5), stacked(rng, 3, 5)))
    check(beginning, a_random_game(beginning, rng, 80))


def test_a_program_that_heeds_the_variant_does_not_begin() -> None:
    """python-chess says that it does not know it, and gives no board."""
    game = chess.pgn.read_game(io.StringIO(pgn(start("trotters"), ["e2e4"], {"Variant": "Underdog"})))
    assert game is not None
    assert game.errors
    with pytest.raises(ValueError, match="unsupported variant"):
        game.board()


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

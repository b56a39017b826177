"""A UCI engine behind the bot's interface: a tiny one, written here, that says what its path tells it to."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from random import Random
from typing import TYPE_CHECKING

import chess
import pytest
from msgspec.structs import replace

from game.chess.bot.__main__ import USAGE, main
from game.chess.bot.engine import SearchBot
from game.chess.bot.interface import Bot, Budget, NoMove, Situation
from game.chess.bot.levels import Level
from game.chess.bot.uci import UPGRADES_IN_PLAY, EngineBot, NoEngine, standard_board, start_engine
from game.chess.rules.bycolor import ByColor
from game.chess.upgrades import new_board

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# A rook's pawn goes forward, as nobody else would open; and everything is 200 centipawns bad for the mover.
ENGINE = """#!{python}
import sys
for line in sys.stdin:
    words = line.split()
    if words[:1] == ["uci"]:
        print("id name Fake", "uciok", sep="\\n", flush=True)
    elif words[:1] == ["isready"]:
        print("readyok", flush=True)
    elif words[:1] == ["go"]:
        print("info depth 1 score cp -200", flush=True)
        {answer}
    elif words[:1] == ["quit"]:
        break
"""
PLAYS = 'print("bestmove h2h4", flush=True)'
DIES = "sys.exit(3)"
CHEATS = 'print("bestmove e2e5", flush=True)'
NONE: ByColor[tuple[str, ...]] = ByColor((), ())
TROTTERS: ByColor[tuple[str, ...]] = ByColor(("trotters",), ())
SHORT = Budget(hard_ms=50, soft_ms=30, nodes=200)


class Said(list[str]):
    """What the bot told its user."""


def an_engine(folder: Path, answer: str = PLAYS) -> str:
    script = folder / "engine"
    script.write_text(ENGINE.format(python=sys.executable, answer=answer))
    script.chmod(0o700)
    return str(script)


@contextmanager
def a_bot(folder: Path, answer: str = PLAYS) -> Iterator[tuple[Bot, Said]]:
    said = Said()
    with start_engine(an_engine(folder, answer)) as engine:
        yield EngineBot(engine, SearchBot(Level("test", 100), Random(1)), said.append), said


def a_situation(*moves: str, fen: str = chess.STARTING_FEN, upgrades: ByColor[tuple[str, ...]] = NONE) -> Situation:
    return Situation(fen, moves, upgrades, "white", ByColor(60_000, 60_000))


def frozen() -> int:
    return 0


def test_the_engine_plays_standard_chess(tmp_path: Path) -> None:
    with a_bot(tmp_path) as (bot, said):
        assert bot.choose_move(a_situation("e2e4", "e7e5"), SHORT, frozen) == "h2h4"
    assert said == []


def test_the_own_search_plays_once_there_are_upgrades(tmp_path: Path) -> None:
    with a_bot(tmp_path) as (bot, said):
        for _ in range(2):
            move = bot.choose_move(a_situation(upgrades=TROTTERS), SHORT, frozen)
            assert chess.Move.from_uci(move) in new_board(TROTTERS).legal_moves
            assert move != "h2h4"
        # The next match is the engine's again.
        assert bot.choose_move(a_situation(), SHORT, frozen) == "h2h4"
    assert said == [UPGRADES_IN_PLAY]


@pytest.mark.parametrize("answer", [DIES, CHEATS])
def test_an_engine_that_fails_loses_no_game(answer: str, tmp_path: Path) -> None:
    with a_bot(tmp_path, answer) as (bot, said):
        moves = {bot.choose_move(a_situation(), SHORT, frozen) for _ in range(2)}
    assert all(chess.Move.from_uci(move) in chess.Board().legal_moves for move in moves)
    assert said
    assert all("own search plays on" in sentence for sentence in said)


def test_no_move_when_the_game_is_over(tmp_path: Path) -> None:
    with a_bot(tmp_path) as (bot, _), pytest.raises(NoMove):
        bot.choose_move(a_situation("f2f3", "e7e5", "g2g4", "d8h4"), SHORT, frozen)


def test_the_engine_says_whether_a_draw_is_welcome(tmp_path: Path) -> None:
    with a_bot(tmp_path) as (bot, _):
        assert bot.accepts_draw(a_situation(), SHORT, frozen)
        assert not bot.accepts_draw(replace(a_situation(), color="black"), SHORT, frozen)


def test_the_own_search_chooses_upgrades_and_offers_no_draws_for_the_engine(tmp_path: Path) -> None:
    with a_bot(tmp_path) as (bot, _):
        assert bot.choose_upgrade(["rook_hop", "amazon"], []) == "amazon"
        assert not bot.offers_draw(a_situation())


def test_standard_is_what_has_no_upgrades_at_all() -> None:
    assert standard_board(a_situation("e2e4")) == chess.Board(
        "rnbqkbnr/pppppppp/8/8/4P3/8/PPPP1PPP/RNBQKBNR b KQkq - 0 1"
    )
    assert standard_board(a_situation(upgrades=TROTTERS)) is None


def test_says_that_there_is_no_engine(tmp_path: Path) -> None:
    with pytest.raises(NoEngine, match="cannot be started"):
        start_engine(str(tmp_path / "nowhere"))


def test_says_that_it_is_no_engine(tmp_path: Path) -> None:
    script = tmp_path / "hello"
    script.write_text(f"#!{sys.executable}\nprint('hello')\n")
    script.chmod(0o700)
    with pytest.raises(NoEngine, match="UCI engine"):
        start_engine(str(script))


def test_the_command_line_says_it_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["--server", "127.0.0.1:1", "--room", "ABCD", "--engine", str(tmp_path / "nowhere")])
    assert code == USAGE
    assert len(capsys.readouterr().err.splitlines()) == 1

"""What `underdog` does without opening a window."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from game.chess.bot.__main__ import main as bot_main
from game.chess.upgrades import CATALOGUE
from game.client.__main__ import EXIT_CANNOT_SAVE, EXIT_UNREAD, main
from netcode.version import VERSION
from server.__main__ import main as server_main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_the_upgrades_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["upgrades"]) == 0
    told = capsys.readouterr().out
    assert all(upgrade.name in told for upgrade in CATALOGUE.values())


def test_the_upgrades_are_listed_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["upgrades", "--markdown"]) == 0
    assert f"| {CATALOGUE['amazon'].name} |" in capsys.readouterr().out


@pytest.mark.parametrize("program", [main, server_main, bot_main])
def test_every_program_says_its_version(
    program: Callable[[list[str]], int], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="0"):
        program(["--version"])
    assert capsys.readouterr().out == f"Underdog {VERSION}\n"


def test_a_reader_who_has_had_enough_gets_no_traceback() -> None:
    """As with `underdog upgrades | head -1`."""
    program = [sys.executable, "-m", "game.client", "upgrades"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == ""
    assert running.returncode == EXIT_UNREAD


def test_an_unknown_command_is_refused_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["upgrade"])
    assert "invalid choice" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--headless"], "--headless goes with --demo"),
        (["--size", "20000x20000"], "too large"),
        (["--size", "banana"], "not like 1280x800"),
        (["--size", "640x400"], "too small"),
        (["--name", "x" * 21], "1 to 20 visible characters"),
        (["--name", "two\nlines"], "1 to 20 visible characters"),
        (["--cards", "nonsense"], "There is no upgrade 'nonsense'. There are: amazon"),
    ],
)
def test_flags_that_make_no_sense_are_refused_in_a_sentence(
    flags: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(flags)
    assert said in capsys.readouterr().err


def test_a_picture_that_cannot_be_saved_is_told_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The program ends with that, but the fonts of the tests after this one would not survive it.
    monkeypatch.setattr("pygame.quit", lambda: None)
    nowhere = tmp_path / "missing" / "picture.png"
    flags = ["--settings", str(tmp_path / "settings.json"), "--screenshot", str(nowhere)]
    assert main(flags) == EXIT_CANNOT_SAVE
    assert "could not be saved" in capsys.readouterr().err


def test_the_help_of_a_replay_lists_what_applies_to_it(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["replay", "--help"])
    told = capsys.readouterr().out
    assert "--server" in told
    assert not [flag for flag in ("--screen ", "--join", "--demo", "the name that others see") if flag in told]

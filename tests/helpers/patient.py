"""Servers and windows that leave people time: `python -m tests.helpers.patient server --port=…`.

What people have seconds for lasts minutes here, because a busy machine takes long for what a person does in a moment:
drafts, a game, buzzing, answering and wagering. All of it ends when the test has chosen or answered, so nobody waits.
"""

from __future__ import annotations

import os
import runpy
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.chess.match.state import MatchOptions
from game.client.net import hosting
from game.quiz.state import Options
from server import embed
from server.config import Config
from server.games import chess, duel, quiz
from tests.helpers.server_process import ServerProcess

if TYPE_CHECKING:
    from game.client.kit.input import Input
    from game.quiz.pack import Pack

PORT = "TESTS_HOSTING_PORT"
"""Of the environment: where a window hosts."""
DRAFT_MS = 300_000
LEAST_MS = 600_000
SLOWER = 20
"""How much longer everybody has in a quiz."""
LINES = ("--silence-s=60", "--handshake-s=60", "--ping-timeout-s=60")
"""A browser that has no processor for a while is not thought to be gone."""


class PatientServer(ServerProcess):
    """A server in a process of its own for people at pages."""

    def __init__(self, directory: Path, *flags: str) -> None:
        super().__init__(directory, *LINES, *flags, program=(__name__, "server"))


def with_time(**chosen: Any) -> MatchOptions:
    """A match with these options, and with more time."""
    base_ms = max(LEAST_MS, chosen.pop("base_ms", 0))
    return MatchOptions(**chosen, base_ms=base_ms, draft_ms=DRAFT_MS)


def slowly(pack: Pack, **chosen: Any) -> Options:
    """The same of a quiz."""
    return Options(pack, **{name: value * SLOWER if name.endswith("_ms") else value for name, value in chosen.items()})


def with_patience(**chosen: Any) -> Config:
    """A server in a window that waits for its clients."""
    return Config(**{"silence_s": 60.0, "handshake_s": 60.0, "ping_timeout_s": 60, **chosen})


def has_keyboard(log: Path) -> bool:
    """Whether the window with this pilot log gets keys."""
    told = _focus_of(log)
    return told.exists() and told.read_text().endswith("+")


def _focus_of(log: Path) -> Path:
    return log.with_suffix(".focus")


def note_focus(log: Path) -> None:
    """Write down beside the pilot log when the window gets the keyboard, and when it loses it."""
    import pygame

    from game.client.kit.input import Reader

    _focus_of(log).write_text("")
    read = Reader.read
    marks = {pygame.WINDOWFOCUSGAINED: "+", pygame.WINDOWFOCUSLOST: "-"}

    def noted(reader: Reader, event: pygame.Event, scale: float, now_ms: int) -> Input | None:
        if event.type in marks:
            with _focus_of(log).open("a") as told:
                told.write(marks[event.type])
        return read(reader, event, scale, now_ms)

    Reader.read = noted  # type: ignore[assignment,method-assign]


def main(program: str, *arguments: str) -> None:
    """Run the program that has this name, with these arguments."""
    for module in (chess, duel):
        vars(module)["MatchOptions"] = with_time
    vars(quiz)["Rules"] = slowly
    vars(embed)["Config"] = with_patience
    if PORT in os.environ:
        vars(hosting)["start"] = partial(hosting.start, first_port=int(os.environ[PORT]))
    if "--pilot-log" in arguments:
        note_focus(Path(arguments[arguments.index("--pilot-log") + 1]))
    sys.argv = [program, *arguments]
    runpy.run_module(program, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

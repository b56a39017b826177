"""`underdog`: the command line of the window and the demo."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import re
import secrets
import sys
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.client import texts
from game.client.settings import NAME_LIMIT
from netcode.refusals import SENTENCES, Refusal
from netcode.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.client.app import App
    from game.client.kit.window import Window

TITLE = "Underdog"
EXIT_CANNOT_SAVE = 1
EXIT_NO_DISPLAY = 2
EXIT_UNREAD = 1
DEMO_MOVE_MS = 900
"""No bot moves faster than this in a demo that people watch."""
DEMO_LEVEL = "quick"
DEMO_PACK = "chess-for-everybody.json"
SMALLEST_SIZE = (1024, 640)
LARGEST_SIZE = (7680, 4320)
"""8K. Beyond that lie slips of the finger that only fill the memory."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; returns the exit code."""
    # A frozen executable starts its bots by running itself again; this is where they branch off.
    multiprocessing.freeze_support()
    try:
        code = _do(sys.argv[1:] if argv is None else argv)
        if sys.stdout is not None:
            # A windowed executable has none.
            sys.stdout.flush()
    except BrokenPipeError:
        # The reader of the pipe has closed it, like `head`. Nothing must be written at the exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_UNREAD
    return code


def _do(arguments: Sequence[str]) -> int:
    if arguments[:1] == ["packs"]:
        from game.client.packs import run_packs

        return run_packs(arguments[1:])
    if arguments[:1] == ["replay"]:
        return _watch_replay(arguments[1:])
    parser = _parser()
    flags = parser.parse_args(arguments)
    if flags.headless and not flags.demo:
        parser.error(texts.HEADLESS_NEEDS_DEMO)
    if flags.command == "upgrades":
        return _list_upgrades(flags)
    if flags.demo and (flags.headless or not _has_display()):
        return _tell(flags)
    if not _has_display():
        sys.stderr.write(texts.NO_DISPLAY_TO_PLAY + "\n")
        return EXIT_NO_DISPLAY
    return _open_window(flags)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="underdog",
        description="One-minute chess in which the loser of each game gets an upgrade.",
    )
    parser.add_argument("--version", action="version", version=f"Underdog {VERSION}")
    parser.add_argument(
        "command",
        nargs="?",
        choices=["upgrades", "packs", "replay"],
        help="upgrades: list them all; packs: check, import or make quiz questions (see `underdog packs --help`); "
        "replay: watch a match again (see `underdog replay --help`)",
    )
    parser.add_argument("--markdown", action="store_true", help="with upgrades: as a Markdown table")
    parser.add_argument(
        "--demo",
        nargs="?",
        const="chess",
        choices=("chess", "quiz"),
        help="watch two bots play a whole match on this computer; quiz: four play a quiz",
    )
    parser.add_argument("--headless", action="store_true", help="with --demo: tell the match as text, without a window")
    parser.add_argument("--best-of", type=int, choices=(3, 5, 7), default=3, help="length of the demo's match")
    parser.add_argument("--seed", type=int, default=None, help="makes the demo's bots play the same match again")
    parser.add_argument("--join", metavar="CODE", help="join this code or address at once")
    # For testers, so not in the help.
    parser.add_argument("--cards", type=_cards, default="", help=argparse.SUPPRESS)
    parser.add_argument(
        "--screen", metavar="CODE", help="show the quiz of this code or address to all, without answers"
    )
    parser.add_argument("--name", type=_name, help="the name that others see, for this time")
    _add_window_options(parser)
    return parser


def _add_window_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--size", type=_size, default=(1280, 800), metavar="WxH", help="size of the window (1280x800)")
    parser.add_argument("--settings", type=Path, metavar="FILE", help="keep the settings in this file instead")
    parser.add_argument("--pilot-log", type=Path, metavar="FILE", help="write where things are on screen, for tests")
    parser.add_argument("--screenshot", type=Path, metavar="FILE", help="save the first frame as a PNG and end")


def _watch_replay(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="underdog replay", description="Watch a finished match again.")
    parser.add_argument("what", metavar="FILE|LINK|ID", help="a replay's file, a link to one, or a match's id")
    parser.add_argument("--server", metavar="ADDRESS", default="", help="the server that knows the match with that id")
    parser.add_argument("--name", type=_name, help="whose side of the board is at the bottom")
    _add_window_options(parser)
    parser.set_defaults(demo=None, join=None, screen=None, cards="")
    flags = parser.parse_args(arguments)
    # Deferred, like everything heavy here: `--help` should not wait for it.
    from game.client.people import replays

    try:
        flags.replay = replays.read(flags.what, flags.server)
        replays.game_of(flags.replay.content)
    except replays.CannotReplay as error:
        sys.stderr.write(f"{error}\n")
        return EXIT_UNREAD
    if not _has_display():
        sys.stderr.write(texts.NO_DISPLAY_TO_WATCH + "\n")
        return EXIT_NO_DISPLAY
    return _open_window(flags)


def _list_upgrades(flags: argparse.Namespace) -> int:
    from game.chess.upgrades.listing import as_markdown, as_text

    sys.stdout.write((as_markdown() if flags.markdown else as_text()) + "\n")
    return 0


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{3,5})x(\d{3,5})", text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not like 1280x800")
    size = int(found[1]), int(found[2])
    if size[0] < SMALLEST_SIZE[0] or size[1] < SMALLEST_SIZE[1]:
        raise argparse.ArgumentTypeError(f"{text!r} is too small: {SMALLEST_SIZE[0]}x{SMALLEST_SIZE[1]} is the least")
    if size[0] > LARGEST_SIZE[0] or size[1] > LARGEST_SIZE[1]:
        raise argparse.ArgumentTypeError(f"{text!r} is too large: {LARGEST_SIZE[0]}x{LARGEST_SIZE[1]} is the most")
    return size


def _name(text: str) -> str:
    if text and not (text.isprintable() and text.strip() and len(text) <= NAME_LIMIT):
        raise argparse.ArgumentTypeError(f"{text!r} will not do. {SENTENCES[Refusal.BAD_NAME]}")
    return text


def _cards(text: str) -> str:
    # Deferred: `--help` should not wait for the catalogue.
    from game.chess.upgrades.naming import upgrades_named

    try:
        return ",".join(upgrades_named(text))
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _has_display() -> bool:
    """Whether a window can be opened, as SDL says, unless a driver was chosen."""
    if sys.platform in {"win32", "darwin"} or os.environ.get("SDL_VIDEODRIVER"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _seed(flags: argparse.Namespace) -> int:
    return secrets.randbits(32) if flags.seed is None else int(flags.seed)


def _tell(flags: argparse.Namespace) -> int:
    """Print the demo as text."""
    if not flags.headless:
        sys.stdout.write(texts.NO_DISPLAY + "\n")
    return _tell_quiz(flags) if flags.demo == "quiz" else _tell_demo(flags)


def _tell_demo(flags: argparse.Namespace) -> int:
    # Deferred, like everything heavy here: `--help` should not wait for it.
    from game.chess.bot.demo import run_headless
    from game.client.net.hosting import CannotHost, local_server

    try:
        if flags.cards:
            sys.stdout.write(texts.chosen_cards([flags.cards]) + "\n")
        serve = partial(local_server, flags.cards)
        return run_headless(sys.stdout, start_server=serve, seed=_seed(flags), best_of=flags.best_of)
    except CannotHost as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of the pipe has closed it (`underdog --demo | head`). Python's flush at exit must not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _tell_quiz(flags: argparse.Namespace) -> int:
    from game.client.net.hosting import CannotHost, local_server
    from game.client.quizdemo import run_quiz_headless

    try:
        return run_quiz_headless(sys.stdout, _demo_pack(), partial(local_server, ""), random.Random(_seed(flags)))
    except CannotHost as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 130


def _demo_pack() -> dict[str, Any]:
    pack: dict[str, Any] = json.loads((files("assets") / "packs" / DEMO_PACK).read_bytes())
    return pack


def _open_window(flags: argparse.Namespace) -> int:
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    os.environ.setdefault("SDL_VIDEO_X11_WMCLASS", TITLE)
    import pygame

    from game.client.kit.window import CannotSave

    try:
        window = _make_window(flags)
    except (pygame.error, RuntimeError) as error:
        if flags.demo:
            return _tell(flags)
        sys.stderr.write(f"Underdog could not open its window: {error}.\n")
        return EXIT_NO_DISPLAY
    window.set_icon("pictures/pup")
    app = _make_app(flags, window)
    try:
        _run(flags, window, app)
    except CannotSave as error:
        sys.stderr.write(f"{error}\n")
        return EXIT_CANNOT_SAVE
    except KeyboardInterrupt:
        return 130
    finally:
        app.end()
        pygame.quit()
    return 0


def _make_window(flags: argparse.Namespace) -> Window:
    """The window. Raises pygame.error or RuntimeError if there is no display."""
    from game.client.kit.window import Window

    window = Window(flags.size, TITLE)
    if not (window.is_visible or os.environ.get("SDL_VIDEODRIVER")):
        raise RuntimeError("no display answers")
    return window


def _make_app(flags: argparse.Namespace, window: Window) -> App:
    from game.client.app import App
    from game.client.net import hosting
    from game.client.net.seatfile import SeatFile
    from game.client.people.files import PeopleFiles
    from game.client.pilotlog import PilotLog
    from game.client.settings import SettingsFile
    from netcode.transport import SocketIOTransport

    return App(
        window,
        SettingsFile(flags.settings),
        make_transport=SocketIOTransport,
        start_server=partial(hosting.start, cards=flags.cards),
        default_name=flags.name or random.choice(texts.DEFAULT_NAMES),
        name=flags.name,
        # A public screen comes and goes; the seat that is kept is its host's.
        seat_file=None if flags.settings or flags.screen else SeatFile(),
        people_files=None if flags.settings else PeopleFiles.usual(),
        pilot_log=PilotLog(flags.pilot_log) if flags.pilot_log else None,
    )


def _run(flags: argparse.Namespace, window: Window, app: App) -> None:
    if replay := getattr(flags, "replay", None):
        app.watch_replay(replay.content, replay.url)
    if flags.screenshot:
        app.resize(*window.logical_size)
        window.step(app)
        window.save_screenshot(flags.screenshot)
        return
    if flags.demo:
        _watch_demo(flags, app)
    elif flags.join or flags.screen:
        app.join(flags.join or flags.screen, screen=not flags.join)
    window.run(app)


def _watch_demo(flags: argparse.Namespace, app: App) -> None:
    def make_pair(url: str) -> BotPair:
        return BotPair(url, level=DEMO_LEVEL, seed=_seed(flags), watch_speed_ms=DEMO_MOVE_MS, best_of=flags.best_of)

    def make_evening(url: str) -> QuizDemo:
        return QuizDemo(url, _demo_pack(), random.Random(_seed(flags)))

    from game.chess.bot.process import BotPair
    from game.client.quizdemo import QuizDemo

    app.watch_demo(make_evening if flags.demo == "quiz" else make_pair)


if __name__ == "__main__":
    sys.exit(main())

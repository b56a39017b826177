"""`underdog-bot`: a headless player over the real wire. Only the command line lives here."""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

from game.chess.bot.levels import LEVELS
from game.chess.bot.online import Wake, new_bot, play
from game.chess.bot.plan import Plan
from game.chess.bot.uci import EngineBot, NoEngine, start_engine
from netcode import address
from netcode.transport import Answered, Incoming
from netcode.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.chess.bot.interface import Bot
    from game.chess.bot.levels import Level
    from game.chess.bot.player import Player

OK = 0
REFUSED = 1
# Also argparse's own for a command line that makes no sense.
USAGE = 2
UNREACHABLE = 3
INTERRUPTED = 130

LEVEL_HELP = "the strength (default medium): " + "; ".join(
    f"{level.name}, the {level.title} ({level.about})" for level in LEVELS.values()
)


def main(argv: Sequence[str] | None = None) -> int:
    """Play and tell by the exit code how it went: 0 well, 1 refused, 2 wrong usage, 3 no server, 130
    interrupted.
    """
    options = parser().parse_args(argv)
    plan = Plan(
        name=options.name,
        level=LEVELS[options.level],
        code=options.room,
        best_of=options.best_of,
        matches=options.matches,
        spectators=options.spectators,
    )
    try:
        with ExitStack() as until_the_end:
            bot = _bot(options, plan.level, until_the_end)
            reporter = _Reporter(verbose=options.verbose)
            player = play(options.server, plan, seed=options.seed, wake=Wake(), seen=reporter, bot=bot)
    except NoEngine as error:
        sys.stderr.write(f"{error}\n")
        return USAGE
    except KeyboardInterrupt:
        return INTERRUPTED
    if player.failure is None:
        return OK
    sys.stderr.write(f"{player.failure}\n")
    return REFUSED if player.ever_connected else UNREACHABLE


def _bot(options: argparse.Namespace, level: Level, until_the_end: ExitStack) -> Bot:
    own = new_bot(level, options.seed)
    if options.engine is None:
        return own
    engine = until_the_end.enter_context(start_engine(options.engine))
    return EngineBot(engine, own, _say)


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


def parser() -> argparse.ArgumentParser:
    """The command line's grammar."""
    options = argparse.ArgumentParser(prog="underdog-bot", description="A computer player for Underdog.")
    options.add_argument("--version", action="version", version=f"Underdog {VERSION}")
    options.add_argument("--server", required=True, type=_url, help="its address: localhost:8765")
    room = options.add_mutually_exclusive_group(required=True)
    room.add_argument("--room", metavar="CODE", help="join the room with this code")
    room.add_argument("--create", action="store_true", help="open a room and wait for an opponent")
    options.add_argument("--best-of", type=int, choices=(3, 5, 7), default=3, help="for --create (default 3)")
    options.add_argument("--spectators", action="store_true", help="for --create: let others watch")
    options.add_argument("--name", default="Bot", help="the name that others see (default Bot)")
    options.add_argument("--level", choices=LEVELS, default="medium", help=LEVEL_HELP)
    options.add_argument(
        "--engine",
        metavar="PATH",
        help="a UCI engine that plays while no upgrades are in play; from then on the bot's own search does",
    )
    options.add_argument("--seed", type=int, help="plays the same way each time, for tests")
    options.add_argument(
        "--matches",
        type=_count,
        default=1,
        help="how many to play before leaving (default 1; 0: as many as the opponent wants)",
    )
    options.add_argument("--verbose", action="store_true", help="print what the server says")
    return options


class _Reporter:
    """Prints the code of a room that was opened, once, and with `verbose` whatever comes in."""

    def __init__(self, *, verbose: bool) -> None:
        self._verbose = verbose
        self._told = False

    def __call__(self, player: Player, incoming: Incoming) -> None:
        if self._verbose:
            sys.stderr.write(f"{_described(incoming)}\n")
        if player.seat is not None and player.plan.code is None and not self._told:
            self._told = True
            sys.stdout.write(f"Room {player.seat.code} is open.\n")
            sys.stdout.flush()


def _described(incoming: Incoming) -> str:
    # An answer may hold the token of the seat, which belongs in no log.
    if isinstance(incoming, Answered):
        return f"{incoming.answer.request}: {incoming.answer.error or 'ok'}"
    return str(incoming)


def _url(text: str) -> str:
    try:
        url = address.parse(text).url
    except address.BadAddress as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    if url is None:
        raise argparse.ArgumentTypeError(f"{text!r} is a code, not an address like localhost:8765.")
    return url


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no number of matches")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())

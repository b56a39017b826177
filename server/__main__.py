"""`underdog-server`: the server without a window."""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import os
import secrets
import signal
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from netcode.discovery import Announcement
from netcode.version import VERSION
from server import config as configuration
from server import logs
from server.announcing import Announcer, announced_addresses
from server.app import PEOPLE, SERVICE
from server.build import build_app
from server.configcheck import remarks
from server.descriptors import raise_descriptor_limit
from server.listen import Listener, PortInUse
from server.operators import backup, commands
from server.operators.control import Control
from server.readiness import say_ready, saying_alive
from server.rooms.operations import RoomOperations
from server.store import UnusableError
from server.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aiohttp import web

    from server.config import Config
    from server.operators.control import Operation

log = logging.getLogger(__name__)

EPILOG = """Every limit can also be set in the environment: UNDERDOG_PORT=9000 is --port 9000. Rates, numbers per
address and beats of 0 mean: no limit, no beat. The server prints one line with its URL when it listens. On SIGINT or
SIGTERM it lets nobody new in, tells everybody, gives running matches --drain-s seconds, saves, and stops; on a second
one it stops at once. Its exit status is then 0; 1 if it could not save all rooms, or was stopped at once; 2 if it could
not start. `underdog-server backup DIR COPY` copies rooms and people, also while the server runs; `underdog-server
restore COPY DIR` goes back to that. `underdog-server people` and `underdog-server rooms` give orders to the server that
runs on --data DIR: see their --help."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the server until it is told to stop. Returns the exit status, as listed in `EPILOG`."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["backup"]:
        return backup.main(given[1:])
    if given[:1] == ["restore"]:
        return backup.main_restore(given[1:])
    if given[:1] in (["people"], ["rooms"]):
        return commands.main(given)
    parser = argparse.ArgumentParser("underdog-server", description="The server without a window.", epilog=EPILOG)
    parser.add_argument("--version", action="version", version=f"Underdog {VERSION}")
    configuration.add_flags(parser)
    flags = parser.parse_args(given)
    try:
        chosen = configuration.from_flags(flags, os.environ)
    except ValueError as error:
        return _complain(str(error))
    if chosen.workers:
        return Workers(chosen, given).run()
    informative = chosen.verbose or chosen.log_json
    end_logs = logs.configure(logging.INFO if informative else logging.WARNING, as_json=chosen.log_json)
    remarked = list(remarks(chosen, os.environ, raise_descriptor_limit()))
    # Workers have the same configuration; the first of them logs the remarks.
    for remark in remarked if chosen.own_port in {0, chosen.port + 1} else ():
        if chosen.log_json:
            log.warning("%s", remark)
        else:
            print(remark, file=sys.stderr)
    try:
        _collect_less()
        with asyncio.Runner(loop_factory=_quickest_loop()) as runner:
            lost_rooms = runner.run(_serve(chosen))
    except (PortInUse, UnusableError) as error:
        return _complain(str(error))
    except (ValueError, OverflowError) as error:
        return _complain(str(error))
    except OSError as error:
        return _complain(f"Cannot listen on {chosen.host} port {chosen.port}: {error.strerror or error}.")
    finally:
        end_logs()
    return 1 if lost_rooms else 0


def _complain(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


def _quickest_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """The factory of uvloop's event loop if it is installed; None for asyncio's own."""
    try:
        import uvloop
    except ImportError:
        return None
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory


def _collect_less() -> None:
    """Run the cyclic garbage collector less often. Messages leave no cycles, and its runs make the slowest moves."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


async def _serve(chosen: Config) -> int:
    """Serve until told to stop. Returns how many rooms were lost."""
    stopping = asyncio.Event()
    _on_signals(stopping.set)
    app = build_app(chosen)
    listener = Listener(app, chosen)
    await listener.start()
    host = f"[{chosen.host}]" if ":" in chosen.host else chosen.host
    print(f"Underdog listens on {'https' if chosen.cert else 'http'}://{host}:{listener.port}", flush=True)
    say_ready(os.environ)
    if chosen.cards:
        print(f"Test matches, never rated: every draft offers {chosen.cards}.", file=sys.stderr)
    with saying_alive(os.environ):
        await _until_told(chosen, app, listener, stopping)
    return app[SERVICE].shutdown.lost_rooms


async def _until_told(chosen: Config, app: web.Application, listener: Listener, stopping: asyncio.Event) -> None:
    """Serve until told to stop, then leave."""
    announcer = _announcer(chosen, listener.port)
    control = _control(app)
    try:
        if directory := chosen.control or chosen.data:
            # Each of several processes behind one port takes orders for itself.
            await control.start(Path(directory), chosen.own_port or listener.port)
        await stopping.wait()
        announcer.stop()
        drained = asyncio.Event()
        app[SERVICE].drain(drained.set)
        await drained.wait()
    finally:
        announcer.stop()
        await control.stop()
        await listener.stop()
        await asyncio.to_thread(announcer.wait)


def _control(app: web.Application) -> Control:
    """The control port for operators."""
    operations: dict[str, Operation] = {"rooms": RoomOperations(app[SERVICE]).do}
    if PEOPLE in app:
        operations["people"] = app[PEOPLE].operate
    return Control(operations, secrets.token_bytes)


def _announcer(chosen: Config, port: int) -> Announcer:
    """The announcer for the local network; started if the configuration says so."""
    announcement = Announcement(socket.gethostname(), port, secure=bool(chosen.cert))
    announcer = Announcer(announcement, announced_addresses(chosen.host))
    if chosen.announced:
        announcer.start()
    return announcer


def _on_signals(first: Callable[[], None]) -> None:
    """Call `first` at the first signal. The second one ends the process."""
    told = False

    def stop() -> None:
        nonlocal told
        if told:
            # The second signal ends it at once, without waiting for the disk.
            os._exit(1)
        told = True
        first()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stop)
        except NotImplementedError:
            # Windows: no handlers on loops. The plain handler wakes the loop through its own socket.
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop))


if __name__ == "__main__":
    sys.exit(main())

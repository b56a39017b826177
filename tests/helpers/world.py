"""Two whole clients and a server on one held clock, without a screen or a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client.app import App
from game.client.chess.setup import among_friends
from game.client.kit.window import Window
from game.client.settings import SettingsFile
from netcode import messages as m
from tests.helpers.clock import HeldClock
from tests.helpers.fake_transport import match_in
from tests.helpers.pilot import WindowClock
from tests.helpers.server import a_server, loopback

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from game.client.net.hosting import CannotHost, LocalServer
    from netcode.discovery import Announcement
    from netcode.transport import Transport
    from tests.helpers.computer import Computer
    from tests.helpers.loopback import LoopbackTransport

FOOLS_MATE = ("f2f3", "e7e5", "g2g4", "d8h4")
PATIENCE_S = 60


class Here:
    """The local server that hosting would start."""

    port = 8765
    url = "http://127.0.0.1:8765"

    def __init__(self) -> None:
        self.addresses = ["10.0.0.5"]
        self.announced: list[Announcement | None] = []

    def announce(self, announcement: Announcement | None) -> None:
        """Remembers what the network would be told."""
        self.announced.append(announcement)

    def stop(self) -> None:
        """Nothing runs."""


class World:
    """Two programs, one server, one time."""

    def __init__(self, folder: Path, start_server: Callable[..., LocalServer]) -> None:
        self.clock, self.window_clock = HeldClock(), WindowClock()
        self.service = a_server(self.clock, closes_with_host=True)
        self.window = Window((1280, 800), "Underdog", clock=self.window_clock)
        self._folder = folder
        self.resumed: list[dict[str, object]] = []
        self.resume_problem: CannotHost | None = None
        self.lines: dict[str, LoopbackTransport] = {}
        self.computers: list[Computer] = []
        self.ann, self.bob = (self._program(folder, name, start_server) for name in ("Ann", "Bob"))

    def _resume(self, **how: object) -> LocalServer:
        self.resumed.append(how)
        if self.resume_problem is not None:
            raise self.resume_problem
        return Here()

    def crash_bob(self) -> None:
        """Bob's program dies, and is started again."""
        self.lines["Bob"].close()
        self.bob = self._program(self._folder, "Bob", here)
        self.wake()

    def _program(self, folder: Path, name: str, start_server: Callable[..., LocalServer]) -> App:
        def connect(_url: str, _wake: Callable[[], None]) -> Transport:
            self.lines[name] = loopback(self.service)
            return self.lines[name]

        file = SettingsFile(folder / f"{name}.json")
        app = App(
            self.window,
            file,
            make_transport=connect,
            default_name="Pup",
            name=name,
            start_server=start_server,
            resume_server=self._resume,
        )
        app.resize(1280, 800)
        return app

    def wake(self) -> None:
        """Both take in what has arrived, and draw a frame."""
        # What one does when it wakes may be news for the other, and an answer leads to the next question.
        for app in (self.ann, self.bob) * 4:
            app.wake(self.window_clock.now_ms)
            app.tick(self.window_clock.now_ms)
            app.paint(self.window.painter)
            for computer in self.computers:
                computer.step()

    def wait(self, ms: int) -> None:
        """Time passes."""
        self.clock.pass_ms(ms)
        self.window_clock.now_ms += ms
        self.wake()

    def scenes(self) -> tuple[str, str]:
        """What the two see."""
        return self.ann._stack.top.name, self.bob._stack.top.name

    def host(self) -> None:
        """Ann opens a table."""
        self.ann.host(among_friends(self.ann.settings))
        self.house_is_ready()

    def house_is_ready(self) -> None:
        """The worker that starts the server has done so."""
        self.ann._local._services._worker.submit(lambda: None).result(PATIENCE_S)
        self.wake()

    def meet(self) -> None:
        """Both sit at Ann's table."""
        self.host()
        self.bob.join(f"127.0.0.1 {self.ann.session.room.code}")
        self.wake()

    def begin(self) -> None:
        """The match runs."""
        self.meet()
        self.ann.session.start()
        self.wait(3_001)

    def player(self, color: str) -> App:
        """Who plays this colour now."""
        return self.ann if match_in(self.ann.session).color == color else self.bob

    def play(self, *moves: str) -> None:
        """From the game's start, in turn."""
        for i, move in enumerate(moves):
            match_in(self.player("black" if i % 2 else "white").session).move(move, self.window_clock.now_ms)
            self.wake()

    def give_up(self, loser: App) -> None:
        """One resigns, and the result has been seen."""
        loser.session.ask(m.Resign())
        self.wake()
        self.wait(3_001)


def here(**_how: object) -> LocalServer:
    return Here()

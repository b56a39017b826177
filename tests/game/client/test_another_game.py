"""A game that the window has never heard of is a registry entry: nothing else of the program has to change for it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest

from game.client import texts
from game.client.app import App
from game.client.games import GAMES
from game.client.gameview import GameEntry, HomeButton, LobbyFacts
from game.client.kit.scene import Scene
from game.client.kit.window import Window
from game.client.screens.confirm import leave_question
from game.client.settings import SettingsFile
from netcode import messages as m
from netcode.transport import Connected
from tests.helpers.fake_transport import CODE, ME, TOKEN, FakeTransport, players
from tests.helpers.pilot import WindowClock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from game.client.context import Context
    from game.client.gameview import RoomSession
    from game.client.kit.scenestack import SceneStack
    from game.client.kit.sound import Cue
    from netcode.outbox import Sent


class Counting:
    """Whoever says something counts on."""

    sent_again: tuple[type[m.Request], ...] = ()
    seq = number = count = 0
    finished = False

    @property
    def under_way(self) -> bool:
        return self.count > 0

    def load(self, snapshot: m.Snapshot, now_ms: int) -> None:
        del snapshot, now_ms

    def on(self, notice: m.Notice, now_ms: int) -> None:
        del now_ms
        self.count += isinstance(notice, m.ChatLine)

    def resend(self, sent: Sent, now_ms: int) -> bool:
        del sent, now_ms
        return False

    def refused(self, request: m.Request, answer: m.ActionSuccess, now_ms: int) -> None:
        del request, answer, now_ms

    def line_lost(self, now_ms: int) -> None:
        del now_ms

    def settle(self, now_ms: int) -> None:
        del now_ms


class CountingScene(Scene):
    name = "counting"

    def layout(self, width: float, height: float) -> None:
        del width, height


class CountingView:
    """The game in a room; `overlays` follows it, too."""

    def __init__(self, session: RoomSession) -> None:
        del session
        self.model = Counting()
        self._heard = 0

    def lobby(self) -> LobbyFacts:
        return LobbyFacts("Counting to ten", "Nobody can lose", seats=1)

    def screen(self, context: Context) -> Scene:
        del context
        return CountingScene()

    def overlays(self, context: Context, stack: SceneStack) -> CountingView:
        del context, stack
        return self

    def follow(self) -> bool:
        return False

    def leave_question(self, context: Context, on_yes: Callable[[], None]) -> Scene:
        return leave_question(context, on_yes)

    def news(self, now_ms: int) -> list[str]:
        del now_ms
        return []

    def sounds(self, now_ms: int) -> list[Cue]:
        del now_ms
        new, self._heard = self.model.count > self._heard, self.model.count
        return ["count"] if new else []

    def tick(self, now_ms: int) -> int | None:
        del now_ms
        return None

    def remark(self) -> str:
        return "Only numbers here"

    def line_facts(self) -> list[str]:
        return ["count"]


COUNTING = GameEntry(
    view=CountingView,
    host=HomeButton("Count together", "icons/crown", lambda _: CountingScene()),
    alone=HomeButton("Count alone", "icons/robot", lambda _: CountingScene()),
    more=(HomeButton("Numbers", "icons/book", lambda _: CountingScene()),),
    list_line=lambda line: f"{line.players} count",
)


class Program:
    """The window's program, which knows one game more."""

    def __init__(self, folder: Path) -> None:
        self.clock = WindowClock()
        self.lines: list[FakeTransport] = []
        self.app = App(
            Window((1280, 800), "Underdog", clock=self.clock),
            SettingsFile(folder / "settings.json"),
            make_transport=lambda url, _wake: self._line(url),
            default_name="Ann",
            games=MappingProxyType({**GAMES, "counting": COUNTING}),
        )
        self.app.resize(1280, 800)
        self.heard: list[str] = []

    def _line(self, url: str) -> FakeTransport:
        self.lines.append(FakeTransport(url))
        return self.lines[-1]

    def wake(self) -> None:
        self.app.wake(self.clock.now_ms)

    @property
    def top(self) -> Scene:
        return self.app._stack.top

    def enter(self, game: str) -> None:
        """Into a room where that is played."""
        self.app.join(f"10.0.0.5 {CODE}")
        self.lines[-1].arrive(Connected())
        self.wake()
        snapshot = m.Snapshot(CODE, 1, game, players())
        self.lines[-1].answer(code=CODE, pid=ME, token=TOKEN, snapshot=snapshot)
        self.wake()


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    program = Program(tmp_path)
    yield program
    program.app.session.close()


def labels(scene: Scene) -> set[str]:
    return {str(getattr(widget, "text", "")) for widget in scene.group.widgets if widget.visible}


def test_the_home_screen_offers_it_beside_chess(program: Program) -> None:
    for text in ("Count together", "Count alone", "Numbers", texts.HOST, texts.COMPUTER_BUTTON, texts.UPGRADES):
        assert program.top.group.named(text).visible


def test_its_buttons_lead_to_its_own_screens(program: Program) -> None:
    program.top.group.named("Count together")._on_press()  # type: ignore[attr-defined]
    assert program.top.name == "counting"


def test_the_lobby_says_what_it_is_about(program: Program) -> None:
    program.enter("counting")
    assert program.top.name == "lobby"
    assert {"Counting to ten", "Nobody can lose"} <= labels(program.top)


def test_its_screen_is_shown_when_it_is_under_way(program: Program) -> None:
    program.enter("counting")
    program.lines[-1].say(m.ChatLine(ME, "one", "Ann"))
    program.wake()
    assert program.top.name == "counting"


def test_it_is_heard_and_its_remark_is_read(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    program.enter("counting")
    monkeypatch.setattr(program.app, "sound", program.heard.append)
    program.lines[-1].say(m.ChatLine(ME, "one", "Ann"))
    program.wake()
    assert program.heard == ["count"]
    assert program.app._top.banner.text == "Only numbers here"


def test_a_game_that_is_not_in_the_registry_is_refused_in_a_sentence(program: Program) -> None:
    program.enter("backgammon")
    assert program.app.session.place == "menu"
    assert program.app._top.toasts.texts == [texts.UNKNOWN_GAME]

"""However often something is pressed before the server answers, it is asked for once; and one press does one thing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pygame
import pytest

from game.client import texts
from game.client.kit import theme
from game.client.kit.input import Key, PointerDown, PointerUp
from game.client.kit.scene import Scene
from game.client.kit.widgets.button import Button
from game.client.screens.dialog import Dialog
from netcode.outgoing import AT_ONCE
from tests.game.client.chess.test_goldens import SCREENS
from tests.game.client.quiz.test_screen import ROOMS
from tests.helpers.pilot import Pilot
from tests.helpers.world import World, here

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from game.client.app import App
    from netcode import messages as m
    from tests.helpers.fake_transport import FakeTransport
    from tests.helpers.sessions import FakeContext

OFTEN = 6
AT_REST_MS = 1_500
KEYS = [pygame.K_RETURN, pygame.K_SPACE, *range(pygame.K_0, pygame.K_9 + 1), *range(pygame.K_a, pygame.K_z + 1)]


def chess_screen(name: str) -> tuple[Pilot, FakeContext]:
    first, *others = SCREENS[name]()
    pilot = Pilot(scene=first)
    for scene in others:
        pilot.stage.stack.push(scene)
    return pilot, pilot.stage.stack.top._context  # type: ignore[attr-defined]


def quiz_screen(name: str) -> tuple[Pilot, FakeContext]:
    room = ROOMS[name]()
    return Pilot(scene=room.view.screen(room.context)), room.context


@pytest.fixture(autouse=True)
def nothing_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """No program is started, and files are written where they do no harm. Returns the started programs."""
    started: list[list[str]] = []

    class Running:
        def __init__(self, command: list[str], **_how: object) -> None:
            started.append(command)

        def poll(self) -> None:
            return None

    monkeypatch.setattr("subprocess.Popen", Running)
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path)
    monkeypatch.setattr("platformdirs.user_pictures_path", lambda: tmp_path)
    return started


def asked(context: FakeContext) -> list[m.Request]:
    server: FakeTransport | None = context.session._transport  # type: ignore[assignment]
    return [] if server is None else server.sent


@pytest.mark.parametrize(
    ("screen", "name"), [*((chess_screen, name) for name in SCREENS), *((quiz_screen, name) for name in ROOMS)]
)
def test_nothing_is_done_twice_while_the_server_has_not_answered(
    screen: Any, name: str, tmp_path: Path, nothing_of_this_machine: list[list[str]]
) -> None:
    pilot, context = screen(name)
    pilot.advance(AT_REST_MS)
    before = len(asked(context))
    stack = pilot.stage.stack
    for widget in [each for each in stack.top.group.widgets if each.focusable and each.visible and each.enabled]:
        stack.top.group.set_focus(widget)
        for _ in range(OFTEN):
            stack.handle(Key(pygame.K_RETURN))
    stack.top.group.set_focus(None)
    for key in KEYS * OFTEN:
        stack.handle(Key(key))
    sent = asked(context)[before:]
    assert [each for each, times in Counter(map(repr, sent)).items() if times > 1] == []
    assert len(sent) <= AT_ONCE
    assert len(nothing_of_this_machine) <= 1
    assert len(list(tmp_path.rglob("*.csv"))) <= 1
    assert len(list(tmp_path.rglob("*.json"))) <= 1


# --- one press, one thing -----------------------------------------------------------------------------------------


class Counting(Scene):
    """Counts the presses of its one button, which covers it, and opens a dialog of the same kind."""

    def __init__(self) -> None:
        super().__init__()
        self.pressed = 0
        self.button = Button("press", self._press, name="press")
        self.group.add(self.button)
        self.group.begin_at(self.button)

    def layout(self, width: float, height: float) -> None:
        self.button.place(0, 0, width, height)

    def _press(self) -> None:
        self.pressed += 1


class CountingDialog(Counting):
    modal = True


def opened() -> tuple[Pilot, Counting, Counting]:
    """A dialog that has just come over a screen."""
    below, above = Counting(), CountingDialog()
    pilot = Pilot(scene=below)
    pilot.stage.stack.push(above)
    pilot.step()
    return pilot, below, above


@pytest.mark.parametrize("key", [pygame.K_RETURN, pygame.K_SPACE, pygame.K_KP_ENTER])
def test_a_dialog_that_has_just_come_takes_no_key_that_presses(key: int) -> None:
    pilot, _, dialog = opened()
    pilot.key(key)
    assert dialog.pressed == 0
    pilot.advance(theme.GUARD_MS)
    pilot.key(key)
    assert dialog.pressed == 1


def test_the_second_click_of_a_double_click_is_not_for_the_dialog_that_the_first_has_opened() -> None:
    pilot, _, dialog = opened()
    pilot.click((100, 100))
    assert dialog.pressed == 0


def test_nor_is_it_for_what_lies_below_a_dialog_that_the_first_has_closed() -> None:
    pilot, below, _ = opened()
    pilot.advance(theme.GUARD_MS)
    pilot.stage.stack.pop()
    pilot.click((100, 100))
    pilot.key(pygame.K_RETURN)
    assert below.pressed == 0
    pilot.advance(theme.GUARD_MS)
    pilot.click((100, 100))
    assert below.pressed == 1


def test_the_first_screen_of_the_program_takes_presses_at_once() -> None:
    below = Counting()
    Pilot(scene=below).key(pygame.K_RETURN)
    assert below.pressed == 1


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path, here)
    yield world
    for app in (world.ann, world.bob):
        app.end()


def hammer(app: App, world: World, name: str) -> None:
    """Tab to a button, and press Enter ten times within half a second."""
    app._stack.top.group.set_focus(app._stack.top.group.named(name))
    for _ in range(10):
        app.handle(Key(pygame.K_RETURN))
        world.wait(25)


def test_whoever_hammers_enter_on_hosting_sees_the_choices_and_then_hosts(world: World) -> None:
    hammer(world.ann, world, texts.HOST)
    assert world.ann._stack.top.name == "setup"


def test_a_double_click_on_leaving_presses_nothing_on_the_first_screen(world: World) -> None:
    world.host()
    world.wait(1_000)
    leave = world.ann._stack.top.group.named(texts.LEAVE)
    for _ in range(2):
        world.ann.handle(PointerDown(leave.rect.center))
        world.ann.handle(PointerUp(leave.rect.center))
    assert world.ann._stack.top.name == "home"
    assert not isinstance(world.ann._stack.top, Dialog)

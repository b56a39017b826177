"""Drives the real window without a screen: posts the events that a person would cause, and holds the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import pygame

from game.client.kit.scene import Scene
from game.client.kit.scenestack import SceneStack
from game.client.kit.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable

    from pygame import FRect

    from game.client.kit.input import Input
    from game.client.kit.painter import Painter
    from game.client.kit.widgets.base import Group, Widget

Spot: TypeAlias = "str | Widget | tuple[float, float]"
"""A widget, by itself or by its name: its centre. Or a point in logical units."""
FRAME_MS = 16
_BUTTONS = {"left": 1, "middle": 2, "right": 3}


class WindowClock:
    """A clock that moves only when it is told to."""

    def __init__(self, now_ms: int = 10_000) -> None:
        self.now_ms = now_ms

    def __call__(self) -> int:
        return self.now_ms


class Stage:
    """A screen made of scenes alone, without the app around them."""

    def __init__(self, scene: Scene) -> None:
        self.stack = SceneStack()
        self._first = scene

    def wake(self, now_ms: int) -> None:
        self.stack.refresh(now_ms)

    def resize(self, width: float, height: float) -> None:
        self.stack.resize(width, height)
        if not len(self.stack):
            self.stack.push(self._first)

    def handle(self, event: Input) -> bool:
        return self.stack.handle(event)

    def tick(self, now_ms: int) -> int | None:
        return self.stack.tick(now_ms)

    def close(self) -> bool:
        return True

    def paint(self, painter: Painter) -> list[FRect] | None:
        parts = self.stack.damage()
        self.stack.paint(painter, parts)
        return parts

    @property
    def dirty(self) -> bool:
        return self.stack.dirty


class Table(Scene):
    """A scene of widgets that lie where they were put."""

    name = "table"

    def __init__(self, *widgets: Widget) -> None:
        super().__init__()
        self.group.add(*widgets)


class Pilot:
    """A person at the window. Every action takes effect before it returns."""

    def __init__(self, *widgets: Widget, scene: Scene | None = None, size: tuple[int, int] = (1280, 800)) -> None:
        self.clock = WindowClock()
        self.window = Window(size, "Underdog", clock=self.clock)
        pygame.event.clear()
        self.stage = Stage(scene or Table(*widgets))
        self.stage.resize(*self.window.logical_size)
        self.step()

    @property
    def group(self) -> Group:
        """The widgets of the top scene."""
        return self.stage.stack.top.group

    @property
    def frames(self) -> int:
        """How many frames were drawn so far."""
        return self.window.frames

    def step(self) -> int | None:
        """One turn of the loop; when it wants the next one."""
        return self.window.step(self.stage)

    # --- pointer --------------------------------------------------------------------------------------------------

    def point(self, spot: Spot) -> tuple[int, int]:
        """Where that is, in pixels."""
        if isinstance(spot, str):
            spot = self.group.named(spot)
        x, y = spot if isinstance(spot, tuple) else spot.rect.center
        return round(x * self.window.painter.scale), round(y * self.window.painter.scale)

    def move(self, spot: Spot) -> None:
        """Bring the pointer there."""
        self._post(pygame.MOUSEMOTION, pos=self.point(spot), rel=(0, 0), buttons=(0, 0, 0))

    def press(self, spot: Spot, button: str = "left") -> None:
        """A button goes down there."""
        self.move(spot)
        self._post(pygame.MOUSEBUTTONDOWN, pos=self.point(spot), button=_BUTTONS[button])

    def release(self, spot: Spot, button: str = "left") -> None:
        """It goes up there."""
        self.move(spot)
        self._post(pygame.MOUSEBUTTONUP, pos=self.point(spot), button=_BUTTONS[button])

    def click(self, spot: Spot, button: str = "left") -> None:
        """Down and up."""
        self.press(spot, button)
        self.release(spot, button)

    def drag(self, start: Spot, end: Spot) -> None:
        """Down here, up there."""
        self.press(start)
        self.release(end)

    def wheel(self, spot: Spot, steps: float) -> None:
        """Turn the wheel over there; positive: up."""
        self.move(spot)
        self._post(pygame.MOUSEWHEEL, precise_y=steps, precise_x=0.0, x=0, y=round(steps))

    def lose_keyboard(self) -> None:
        """Somebody goes to another window."""
        self._post(pygame.WINDOWFOCUSLOST)

    # --- keyboard -------------------------------------------------------------------------------------------------

    def key(self, key: int, mod: int = pygame.KMOD_NONE) -> None:
        """Strike a key, with modifiers held."""
        self._post(pygame.KEYDOWN, key=key, mod=mod, unicode="", scancode=0)
        self._post(pygame.KEYUP, key=key, mod=mod, unicode="", scancode=0)

    def type(self, text: str) -> None:
        """Write a text."""
        for char in text:
            self._post(pygame.TEXTINPUT, text=char)

    def compose(self, text: str) -> None:
        """An input method shows what it would write."""
        self._post(pygame.TEXTEDITING, text=text, start=0, length=len(text))

    # --- time and pictures ----------------------------------------------------------------------------------------

    def advance(self, ms: int) -> None:
        """Let time pass as the loop does: asleep until a frame is wanted."""
        until = self.clock.now_ms + ms
        wanted = self.step()
        while wanted is not None and self.clock.now_ms + wanted <= until:
            self.clock.now_ms += max(1, wanted)
            wanted = self.step()
        self.clock.now_ms = until

    def wait_for(self, look: Callable[[], bool], patience_ms: int = 5_000) -> None:
        """Let time pass until that is so."""
        until = self.clock.now_ms + patience_ms
        while not look():
            assert self.clock.now_ms < until, "waited in vain"
            self.clock.now_ms += FRAME_MS
            self.step()

    def shot(self) -> pygame.Surface:
        """What the window shows."""
        return self.window.surface.copy()

    def _post(self, kind: int, **facts: object) -> None:
        pygame.event.post(pygame.Event(kind, facts))
        self.step()

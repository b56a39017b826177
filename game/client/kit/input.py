"""Inputs in logical units: the only module that reads pygame's events."""

from __future__ import annotations

from typing import Literal, TypeAlias

import pygame
from msgspec import Struct

Position: TypeAlias = tuple[float, float]
Button: TypeAlias = Literal["left", "middle", "right"]

_BUTTONS: dict[int, Button] = {1: "left", 2: "middle", 3: "right"}


class PointerDown(Struct, frozen=True):
    """A mouse button was pressed. `clicks` counts quick repetitions."""

    at: Position
    button: Button = "left"
    clicks: int = 1
    ctrl: bool = False


class PointerUp(Struct, frozen=True):
    """A mouse button was released."""

    at: Position
    button: Button = "left"
    ctrl: bool = False


class PointerMove(Struct, frozen=True):
    """The pointer moved. Outside of the window it is at (-1, -1)."""

    at: Position


class Wheel(Struct, frozen=True):
    """The wheel turned by `steps`, positive upwards."""

    at: Position
    steps: float


class Key(Struct, frozen=True):
    """A key was pressed. `key` is pygame's constant."""

    key: int
    shift: bool = False
    ctrl: bool = False
    alt: bool = False


class Interrupted(Struct, frozen=True):
    """The window lost the keyboard: everything that is held is dropped, without an effect."""


class TextTyped(Struct, frozen=True):
    """Text came from the keyboard or an input method."""

    text: str


class TextComposing(Struct, frozen=True):
    """An input method shows what it is composing."""

    text: str


class FileDropped(Struct, frozen=True):
    """A file was dropped on the window."""

    path: str


Input: TypeAlias = (
    PointerDown | PointerUp | PointerMove | Wheel | Key | TextTyped | TextComposing | Interrupted | FileDropped
)


def is_paste(event: Input) -> bool:
    """Whether somebody wants what is on the clipboard."""
    return isinstance(event, Key) and event.ctrl and not event.alt and event.key == pygame.K_v


def is_press(event: Input) -> bool:
    """Whether it would press a button."""
    match event:
        case PointerDown() | Key(pygame.K_RETURN | pygame.K_KP_ENTER | pygame.K_SPACE):
            return True
        case _:
            return False


OUTSIDE: Position = (-1.0, -1.0)
_REPEATING = frozenset(
    {
        *(pygame.K_LEFT, pygame.K_RIGHT, pygame.K_UP, pygame.K_DOWN, pygame.K_HOME, pygame.K_END),
        *(pygame.K_PAGEUP, pygame.K_PAGEDOWN, pygame.K_BACKSPACE, pygame.K_DELETE, pygame.K_TAB),
    }
)
"""What goes on for as long as the key is held. Any other key means something once; what it writes is told apart."""
_DOUBLE_CLICK_MS = 400
_DOUBLE_CLICK_UNITS = 6


class Reader:
    """Turns pygame's events into inputs. Remembers what pygame does not tell: the pointer's position and click
    counts.
    """

    def __init__(self) -> None:
        self.pointer: Position = OUTSIDE
        self._last_click: tuple[Position, int, int] = (OUTSIDE, 0, 0)
        self._held: set[int] = set()
        """The keys that are down."""

    def read(self, event: pygame.Event, scale: float, now_ms: int) -> Input | None:
        """The input for this event; None if widgets have no use for it."""
        match event.type:
            case pygame.MOUSEBUTTONDOWN if event.button in _BUTTONS:
                at = self._locate(event.pos, scale)
                clicks = self._count_clicks(at, event.button, now_ms)
                return PointerDown(at, _BUTTONS[event.button], clicks, ctrl=_ctrl(pygame.key.get_mods()))
            case pygame.MOUSEBUTTONUP if event.button in _BUTTONS:
                at = self._locate(event.pos, scale)
                return PointerUp(at, _BUTTONS[event.button], ctrl=_ctrl(pygame.key.get_mods()))
            case pygame.MOUSEMOTION:
                return PointerMove(self._locate(event.pos, scale))
            case pygame.WINDOWLEAVE:
                self.pointer = OUTSIDE
                return PointerMove(OUTSIDE)
            case pygame.MOUSEWHEEL:
                return Wheel(self.pointer, event.precise_y)
            case pygame.KEYDOWN:
                return self._press(event.key, event.mod)
            case pygame.KEYUP:
                self._held.discard(event.key)
                return None
            case pygame.WINDOWFOCUSLOST:
                self._held.clear()
                return Interrupted()
            case pygame.TEXTINPUT:
                return TextTyped(event.text)
            case pygame.TEXTEDITING:
                return TextComposing(event.text)
            case pygame.DROPFILE:
                return FileDropped(event.file)
            case _:
                return None

    def _press(self, key: int, mods: int) -> Key | None:
        held = key in self._held
        self._held.add(key)
        if held and key not in _REPEATING:
            return None
        return Key(
            key,
            shift=bool(mods & pygame.KMOD_SHIFT),
            ctrl=_ctrl(mods),
            alt=bool(mods & pygame.KMOD_ALT),
        )

    def _locate(self, pixels: tuple[int, int], scale: float) -> Position:
        self.pointer = (pixels[0] / scale, pixels[1] / scale)
        return self.pointer

    def _count_clicks(self, at: Position, button: int, now_ms: int) -> int:
        (x, y), before, clicks = self._last_click
        near = abs(at[0] - x) + abs(at[1] - y) <= _DOUBLE_CLICK_UNITS
        clicks = clicks % 3 + 1 if button == 1 and near and now_ms - before <= _DOUBLE_CLICK_MS else 1
        self._last_click = (at, now_ms, clicks)
        return clicks


def _ctrl(mods: int) -> bool:
    return bool(mods & (pygame.KMOD_CTRL | pygame.KMOD_META))

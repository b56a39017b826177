"""How pygame's events become inputs, and what becomes of them when the window loses the keyboard."""

from __future__ import annotations

import ctypes
import sys

import pygame
import pytest

from game.client.kit.input import Interrupted, Key, Reader, TextTyped
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.textfield import TextField
from tests.helpers.pilot import Pilot


def read(reader: Reader, kind: int, **facts: object) -> object:
    return reader.read(pygame.Event(kind, facts), 1.0, 0)


def down(reader: Reader, key: int) -> object:
    return read(reader, pygame.KEYDOWN, key=key, mod=0)


def writes() -> bool:
    """Whether SDL turns keys into text now."""
    base = sys.modules["pygame.base"].__file__
    assert base is not None
    return bool(ctypes.CDLL(base).SDL_IsTextInputActive())


def test_keys_write_text_also_after_a_field_has_lost_the_focus() -> None:
    field, button = TextField(), Button("Join", lambda: None)
    field.place(0, 0, 200, 40)
    button.place(0, 100, 200, 40)
    pilot = Pilot(field, button, size=(640, 400))
    assert writes()
    pilot.click(field)
    pilot.compose("ni")
    pilot.click(button)
    assert writes()


@pytest.mark.parametrize("key", [pygame.K_RETURN, pygame.K_ESCAPE, pygame.K_SPACE, pygame.K_3])
def test_a_key_that_is_held_means_something_once(key: int) -> None:
    reader = Reader()
    assert down(reader, key) == Key(key)
    assert down(reader, key) is None
    read(reader, pygame.KEYUP, key=key, mod=0)
    assert down(reader, key) == Key(key)


@pytest.mark.parametrize("key", [pygame.K_LEFT, pygame.K_BACKSPACE, pygame.K_PAGEDOWN])
def test_a_key_that_walks_or_wipes_goes_on_while_it_is_held(key: int) -> None:
    reader = Reader()
    assert [down(reader, key) for _ in range(3)] == [Key(key)] * 3


def test_a_letter_that_is_held_goes_on_writing() -> None:
    reader = Reader()
    down(reader, pygame.K_a)
    assert [read(reader, pygame.TEXTINPUT, text="a") for _ in range(2)] == [TextTyped("a")] * 2


def test_a_key_that_came_up_in_another_window_is_not_taken_for_held() -> None:
    reader = Reader()
    down(reader, pygame.K_RETURN)
    assert read(reader, pygame.WINDOWFOCUSLOST) == Interrupted()
    assert down(reader, pygame.K_RETURN) == Key(pygame.K_RETURN)


def test_a_button_that_was_held_when_the_window_lost_the_keyboard_does_nothing() -> None:
    pressed: list[bool] = []
    button = Button("Resign", lambda: pressed.append(True))
    button.place(0, 0, 200, 40)
    pilot = Pilot(button, size=(640, 400))
    pilot.press(button)
    pilot.lose_keyboard()
    pilot.release(button)
    assert not pressed

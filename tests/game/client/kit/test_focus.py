"""A person at the keyboard is never thrown to nowhere: the focus goes on from where it was."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pygame
import pytest

from game.client import texts
from game.client.chess.match import MatchScene
from game.client.kit import theme
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.textfield import TextField
from game.client.screens.menu import MenuScene
from tests.helpers.pilot import Pilot
from tests.helpers.sessions import a_game, scene_of

if TYPE_CHECKING:
    from game.client.kit.widgets.base import Widget


def three_buttons() -> tuple[Pilot, list[Button], list[str]]:
    """One below the other; what was pressed is noted."""
    pressed: list[str] = []
    buttons = [Button(name, partial(pressed.append, name)) for name in ("one", "two", "three")]
    for i, button in enumerate(buttons):
        button.place(20, 20 + 60 * i, 200, 44)
    return Pilot(*buttons), buttons, pressed


def tab_to(pilot: Pilot, widget: Widget) -> None:
    while pilot.group.focus is not widget:
        pilot.key(pygame.K_TAB)


def test_the_focus_goes_to_what_has_taken_the_place() -> None:
    pilot, (one, two, three), _ = three_buttons()
    tab_to(pilot, one)
    three.place(*one.rect)
    one.set_visible(False)
    pilot.step()
    assert pilot.group.focus is three
    assert (two.focused, three.focused, three.ringed) == (False, True, True)


def test_the_focus_goes_on_if_nothing_has_taken_the_place() -> None:
    pilot, (_, two, three), _ = three_buttons()
    tab_to(pilot, two)
    two.set_visible(False)
    pilot.step()
    assert pilot.group.focus is three


def test_the_last_one_hands_it_on_to_the_first() -> None:
    pilot, (one, _, three), _ = three_buttons()
    tab_to(pilot, three)
    three.set_visible(False)
    pilot.step()
    assert pilot.group.focus is one


def test_what_gets_the_focus_by_itself_takes_no_press_that_was_meant_for_what_is_gone() -> None:
    pilot, (one, *_), pressed = three_buttons()
    tab_to(pilot, one)
    one.set_visible(False)
    pilot.key(pygame.K_RETURN)
    pilot.key(pygame.K_SPACE)
    assert pressed == []
    pilot.advance(theme.GUARD_MS + theme.FRAME_MS)
    pilot.key(pygame.K_RETURN)
    assert pressed == ["two"]


def test_letters_are_never_suddenly_written_in_a_field() -> None:
    pilot, (one, two, three), _ = three_buttons()
    field = TextField(lambda _: None)
    field.place(*one.rect)
    pilot.group.add(field)
    tab_to(pilot, one)
    one.set_visible(False)
    pilot.step()
    assert pilot.group.focus is two
    for each in (two, three):
        each.set_visible(False)
    pilot.step()
    assert pilot.group.focus is None


def test_a_field_may_be_followed_by_a_field() -> None:
    first, second = TextField(lambda _: None), TextField(lambda _: None)
    pilot = Pilot(first, second)
    tab_to(pilot, first)
    first.set_visible(False)
    pilot.step()
    assert pilot.group.focus is second


def test_nothing_gets_a_ring_where_the_pointer_is_used_but_tab_goes_on_from_there() -> None:
    pilot, (_, two, three), _ = three_buttons()
    pilot.click(two)
    two.set_visible(False)
    pilot.step()
    assert pilot.group.focus is None
    pilot.key(pygame.K_TAB)
    assert pilot.group.focus is three


def test_what_cannot_be_used_for_a_while_keeps_the_focus() -> None:
    pilot, (_, two, three), pressed = three_buttons()
    tab_to(pilot, two)
    two.set_enabled(False)
    pilot.key(pygame.K_RETURN)
    assert (pressed, pilot.group.focus) == ([], two)
    two.set_enabled(True)
    pilot.key(pygame.K_RETURN)
    assert pressed == ["two"]
    two.set_enabled(False)
    pilot.key(pygame.K_TAB)
    assert pilot.group.focus is three


@pytest.mark.parametrize(("mod", "expected"), [(pygame.KMOD_NONE, 0), (pygame.KMOD_SHIFT, 2)])
def test_tab_begins_at_either_end(mod: int, expected: int) -> None:
    pilot, buttons, _ = three_buttons()
    pilot.key(pygame.K_TAB, mod)
    assert pilot.group.focus is buttons[expected]


def test_whoever_closes_a_dialog_beside_a_match_is_where_they_were() -> None:
    context = a_game()
    pilot = Pilot(scene=scene_of(MatchScene, context))
    menu = pilot.group.named(texts.MENU)
    tab_to(pilot, menu)
    pilot.stage.stack.push(MenuScene(context))
    pilot.step()
    pilot.stage.stack.pop()
    pilot.step()
    assert pilot.group.focus is menu

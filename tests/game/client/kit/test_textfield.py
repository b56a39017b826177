"""The text field: what is edited, what is selected, and what the mouse does to it."""

from __future__ import annotations

import pygame
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from game.client.kit.input import Key
from game.client.kit.widgets.textfield import Editing, TextField
from tests.helpers.pilot import Pilot

LIMIT = 12
STEPS = st.sampled_from([-1, 1])
DEEDS = st.one_of(
    st.tuples(st.just("replace"), st.text(max_size=8)),
    st.tuples(st.just("delete"), STEPS, st.booleans()),
    st.tuples(st.just("step"), STEPS, st.booleans(), st.booleans()),
    st.tuples(st.just("move"), st.integers(-5, 20), st.booleans()),
    st.tuples(st.just("select_word")),
    st.tuples(st.just("select_all")),
)


def do(edit: Editing, action: tuple[object, ...]) -> None:
    match action:
        case ("replace", str(text)):
            edit.replace(text)
        case ("delete", int(step), bool(word)):
            edit.delete(step, word=word)
        case ("step", int(step), bool(select), bool(word)):
            edit.step(step, select=select, word=word)
        case ("move", int(to), bool(select)):
            edit.move(to, select=select)
        case ("select_word",):
            edit.select_word()
        case _:
            edit.select_all()


@given(st.lists(DEEDS, max_size=30))
def test_caret_and_selection_stay_inside_of_the_text(charge_actions: list[tuple[object, ...]]) -> None:
    edit = Editing(limit=LIMIT)
    for action in charge_actions:
        do(edit, action)
        start, end = edit.selection
        assert 0 <= start <= end <= len(edit.text) <= LIMIT
        assert len(edit.text.splitlines()) <= 1


@given(st.text(alphabet="ab .", max_size=10), st.integers(0, 10), st.integers(0, 10))
def test_deleting_a_selection_leaves_what_was_around_it(text: str, one: int, other: int) -> None:
    edit = Editing(text)
    edit.move(one)
    edit.move(other, select=True)
    start, end = edit.selection
    assume(start != end)
    edit.delete(-1)
    assert (edit.text, edit.selection) == (text[:start] + text[end:], (start, start))


def a_field(text: str = "", **facts: object) -> tuple[Pilot, TextField, list[str]]:
    sent: list[str] = []
    field = TextField(sent.append, text=text, name="field")
    for name, value in facts.items():
        setattr(field, name, value)
    field.place(100, 100, 400, 44)
    pilot = Pilot(field)
    return pilot, field, sent


def test_typing_goes_where_the_click_was() -> None:
    pilot, field, _ = a_field("bone")
    pilot.click((110, 122))
    pilot.type("big ")
    assert field.text == "big bone"


def test_enter_submits() -> None:
    pilot, _, sent = a_field()
    pilot.click("field")
    pilot.type("KLMN")
    pilot.key(pygame.K_RETURN)
    assert sent == ["KLMN"]


def test_a_drag_selects_and_typing_replaces() -> None:
    pilot, field, _ = a_field("bone")
    pilot.drag((110, 122), (480, 122))
    pilot.type("x")
    assert field.text == "x"


def double_click(pilot: Pilot, at: tuple[float, float]) -> None:
    pilot.click(at)
    pilot.click(at)


def test_a_double_click_selects_a_word() -> None:
    pilot, field, _ = a_field("one two")
    double_click(pilot, (120, 122))
    assert field._edit.selected == "one"


def test_a_hand_that_trembles_in_a_double_click_keeps_the_word() -> None:
    pilot, field, _ = a_field("one two")
    pilot.click((120, 122))
    pilot.press((120, 122))
    pilot.move((121, 122))
    assert field._edit.selected == "one"


def test_a_third_click_selects_all() -> None:
    pilot, field, _ = a_field("one two")
    double_click(pilot, (120, 122))
    pilot.click((120, 122))
    assert field._edit.selected == "one two"


def test_a_press_and_a_move_before_the_next_frame_select() -> None:
    pilot, field, _ = a_field("bone")
    start, end = pilot.point((110, 122)), pilot.point((480, 122))
    pygame.event.post(pygame.Event(pygame.MOUSEBUTTONDOWN, pos=start, button=1))
    pygame.event.post(pygame.Event(pygame.MOUSEMOTION, pos=end, rel=(0, 0), buttons=(1, 0, 0)))
    pilot.step()
    assert field._edit.selected == "bone"


@pytest.mark.parametrize(("key", "left"), [(pygame.K_BACKSPACE, "one "), (pygame.K_DELETE, "one two")])
def test_ctrl_deletes_a_word(key: int, left: str) -> None:
    pilot, field, _ = a_field("one two")
    pilot.group.set_focus(field)
    pilot.key(key, pygame.KMOD_CTRL)
    assert field.text == left


def test_what_an_input_method_composes_is_no_text_yet() -> None:
    pilot, field, sent = a_field()
    pilot.click("field")
    pilot.compose("ni")
    pilot.key(pygame.K_RETURN)
    assert (field.text, sent) == ("", [])
    pilot.type("你")
    assert field.text == "你"


def test_pasting_without_a_clipboard_does_no_harm() -> None:
    pilot, field, _ = a_field("bone")
    pilot.click("field")
    pilot.key(pygame.K_a, pygame.KMOD_CTRL)
    pilot.key(pygame.K_c, pygame.KMOD_CTRL)
    pilot.key(pygame.K_v, pygame.KMOD_CTRL)
    assert field.text in {"bone", ""}


def test_the_caret_stays_in_sight_of_a_long_text() -> None:
    pilot, field, _ = a_field("long " * 30)
    pilot.click("field")
    pilot.key(pygame.K_END)
    assert field._scroll > 0
    pilot.key(pygame.K_HOME)
    assert field._scroll == 0


def test_a_letter_written_in_the_field_is_no_key_of_the_screen() -> None:
    field = TextField()
    assert field.handle(Key(pygame.K_f))
    assert not field.handle(Key(pygame.K_ESCAPE))
    assert not field.handle(Key(pygame.K_F3))

"""What each widget does when a person uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame
import pytest

from game.client.chess.widgets.clockface import clock_text
from game.client.kit import theme
from game.client.kit.input import Key
from game.client.kit.theme import Face
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.choice import Choice
from game.client.kit.widgets.scrolling import ChatBox, ChatEntry
from game.client.kit.widgets.textfield import TextField
from game.client.kit.widgets.toggle import Toggle
from tests.helpers.pilot import Pilot, Table

if TYPE_CHECKING:
    from game.client.kit.input import Input
    from game.client.kit.widgets.base import Widget


def a_button(calls: list[str], text: str = "Go") -> Button:
    button = Button(text, lambda: calls.append(text))
    button.place(100, 100 + 60 * len(text), 160, 44)
    return button


def a_field(sent: list[str] | None = None, **facts: str) -> TextField:
    field = TextField((sent if sent is not None else []).append, name="field", **facts)  # type: ignore[arg-type]
    field.place(100, 100, 200, 44)
    return field


def test_a_click_presses_a_button() -> None:
    calls: list[str] = []
    Pilot(a_button(calls)).click("Go")
    assert calls == ["Go"]


def test_a_button_let_go_of_elsewhere_does_nothing() -> None:
    calls: list[str] = []
    Pilot(a_button(calls)).drag("Go", (600, 600))
    assert calls == []


def test_a_disabled_button_does_nothing() -> None:
    calls: list[str] = []
    button = a_button(calls)
    button.set_enabled(enabled=False)
    Pilot(button).click(button)
    assert calls == []


@pytest.mark.parametrize("key", [pygame.K_RETURN, pygame.K_SPACE])
def test_tab_walks_on_and_a_key_presses(key: int) -> None:
    calls: list[str] = []
    pilot = Pilot(a_button(calls, "A"), a_button(calls, "BB"))
    pilot.key(pygame.K_TAB)
    pilot.key(pygame.K_TAB)
    pilot.key(key)
    assert calls == ["BB"]


def test_shift_tab_walks_back() -> None:
    calls: list[str] = []
    pilot = Pilot(a_button(calls, "A"), a_button(calls, "BB"))
    pilot.key(pygame.K_TAB)
    pilot.key(pygame.K_TAB, pygame.KMOD_LSHIFT)
    pilot.key(pygame.K_RETURN)
    assert calls == ["BB"]


def test_a_toggle_reports_each_change() -> None:
    seen: list[bool] = []
    toggle = Toggle("Sound", False, seen.append)
    toggle.place(100, 100, 300, 40)
    pilot = Pilot(toggle)
    pilot.click("Sound")
    pilot.key(pygame.K_SPACE)
    assert seen == [True, False]


def test_a_toggle_set_from_outside_reports_nothing() -> None:
    seen: list[bool] = []
    toggle = Toggle("Sound", False, seen.append)
    toggle.set_on(on=True)
    assert toggle.on
    assert seen == []


def test_a_choice_takes_the_segment_that_was_clicked() -> None:
    seen: list[int] = []
    choice = Choice([(3, "3"), (5, "5"), (7, "7")], 3, seen.append)
    choice.place(100, 100, 300, 44)
    Pilot(choice).click((350, 120))
    assert seen == [7]


def test_the_arrows_move_a_choice_no_further_than_its_end() -> None:
    seen: list[int] = []
    choice = Choice([(3, "3"), (5, "5")], 3, seen.append)
    choice.place(100, 100, 300, 44)
    pilot = Pilot(choice)
    pilot.key(pygame.K_TAB)
    for _ in range(3):
        pilot.key(pygame.K_RIGHT)
    assert seen == [5]


def test_enter_presses_the_first_button_where_a_choice_has_the_focus() -> None:
    pressed: list[str] = []
    choice = Choice([(3, "3"), (5, "5")], 3, lambda _: None)
    button = Button("Start", lambda: pressed.append("Start"))
    choice.place(100, 100, 200, 40)
    button.place(100, 200, 200, 40)
    pilot = Pilot(choice, button)
    pilot.group.begin_at(button)
    pilot.click(choice)
    assert pilot.group.focus is choice
    pilot.key(pygame.K_RETURN)
    assert pressed == ["Start"]


def test_enter_sends_what_was_typed() -> None:
    sent: list[str] = []
    pilot = Pilot(a_field(sent))
    pilot.click("field")
    pilot.type("Łukasz ♞")
    pilot.key(pygame.K_RETURN)
    assert sent == ["Łukasz ♞"]


def test_a_field_takes_no_more_than_its_limit() -> None:
    field = TextField(name="field", limit=3)
    field.place(100, 100, 200, 44)
    pilot = Pilot(field)
    pilot.click("field")
    pilot.type("abcdef")
    assert field.text == "abc"


def test_a_double_click_selects_the_word_that_typing_replaces() -> None:
    field = a_field(text="good evening")
    pilot = Pilot(field)
    pilot.click((125, 122))
    pilot.click((125, 122))
    pilot.type("x")
    assert field.text == "x evening"


def test_what_is_being_composed_is_not_yet_written() -> None:
    field = a_field()
    pilot = Pilot(field)
    pilot.click("field")
    pilot.compose("にほ")
    assert field.text == ""
    pilot.type("日")
    assert field.text == "日"


def test_shift_and_arrows_select_and_backspace_deletes() -> None:
    field = a_field(text="abcd")
    pilot = Pilot(field)
    pilot.key(pygame.K_TAB)
    pilot.key(pygame.K_END)
    for _ in range(2):
        pilot.key(pygame.K_LEFT, pygame.KMOD_LSHIFT)
    pilot.key(pygame.K_BACKSPACE)
    assert field.text == "ab"


def test_whoever_reads_further_up_stays_there_when_a_line_comes() -> None:
    chat = ChatBox()
    chat.place(100, 100, 300, 120)
    lines = [ChatEntry("Pup", f"line {i}", theme.TEAL) for i in range(30)]
    chat.set_entries(lines)
    pilot = Pilot(chat)
    pilot.wheel(chat, 2)
    chat.set_entries([*lines, ChatEntry("Pup", "news", theme.TEAL)])
    pilot.step()
    assert chat.unread


def test_a_chat_at_its_end_follows_the_newest_line() -> None:
    chat = ChatBox()
    chat.place(100, 100, 300, 120)
    chat.set_entries([ChatEntry("Pup", f"line {i}", theme.TEAL) for i in range(30)])
    Pilot(chat)
    assert not chat.unread


@pytest.mark.parametrize(
    ("ms", "text"), [(60_000, "1:00"), (59_001, "1:00"), (10_000, "0:10"), (9_440, "9.4"), (0, "0.0")]
)
def test_a_clock_shows_tenths_below_ten_seconds(ms: int, text: str) -> None:
    assert clock_text(ms) == text


@pytest.mark.parametrize("face", list(Face))
@pytest.mark.parametrize("text", ["Łukasz", "Žižek ♞", "Пёс", "Ωμέγα", "½ … –"])
def test_no_character_of_a_common_script_is_missing(face: Face, text: str) -> None:
    assets = Pilot().window.assets
    for file, run in assets._runs(text, face):
        assert all(assets._covers(file, char) for char in run if char != " ")


def test_runs_of_several_fonts_are_as_wide_together_as_measured() -> None:
    assets = Pilot().window.assets
    for text in ("Łukasz ♞", "plain"):
        drawn = assets.render(text, Face.TEXT, 20, theme.TEXT)
        assert drawn.get_width() == assets.text_width(text, Face.TEXT, 20)


class Shortcuts(Table):
    """A screen on which letters and Escape do something."""

    def __init__(self, *widgets: Widget) -> None:
        super().__init__(*widgets)
        self.keys: list[int] = []

    def unhandled(self, event: Input) -> bool:
        if isinstance(event, Key):
            self.keys.append(event.key)
        return True


def test_a_letter_typed_in_a_field_is_no_shortcut_but_escape_still_is() -> None:
    scene = Shortcuts(a_field())
    pilot = Pilot(scene=scene)
    pilot.click("field")
    pilot.key(pygame.K_f)
    pilot.key(pygame.K_SPACE)
    pilot.key(pygame.K_ESCAPE)
    assert scene.keys == [pygame.K_ESCAPE]


def test_a_letter_is_a_shortcut_while_no_field_is_written_in() -> None:
    scene = Shortcuts(a_field())
    Pilot(scene=scene).key(pygame.K_f)
    assert scene.keys == [pygame.K_f]


def contrast(one: theme.Color, other: theme.Color) -> float:
    """The contrast ratio of WCAG 2."""

    def luminance(color: theme.Color) -> float:
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in color[:3])]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ground", [theme.ROOM, theme.PANEL])
@pytest.mark.parametrize("ink", [theme.TEXT, theme.QUIET, theme.FAINT, theme.AMBER, theme.TEAL, theme.ROSE])
def test_text_can_be_read(ink: theme.Color, ground: theme.Color) -> None:
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("ground", [theme.AMBER, theme.TEAL, theme.ROSE, theme.LEAF])
def test_ink_can_be_read_on_every_bright_colour(ground: theme.Color) -> None:
    assert contrast(theme.INK, ground) >= 4.5

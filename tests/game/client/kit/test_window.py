from __future__ import annotations

import pytest

from game.client.kit import theme
from game.client.kit.theme import PALETTES
from game.client.kit.widgets.label import Label, Panel
from game.client.kit.window import Window
from tests.helpers.pilot import Pilot


def test_who_leaves_full_screen_gets_the_window_back() -> None:
    window = Window((1280, 800), "Underdog")
    for _ in range(2):
        window.set_full_screen(full=True)
        window.set_full_screen(full=False)
        assert window.surface.get_size() == (1280, 800)


def test_another_palette_paints_everything_anew() -> None:
    panel = Panel()
    panel.place(0, 0, 640, 400)
    pilot = Pilot(panel, size=(640, 400))
    assert pilot.shot().get_at((300, 200))[:3] == theme.PANEL
    assert pilot.window.set_look(PALETTES["light"], 1.0)
    pilot.stage.resize(*pilot.window.logical_size)
    pilot.step()
    assert pilot.shot().get_at((300, 200))[:3] == PALETTES["light"].resolve(theme.PANEL)


def test_the_same_look_again_is_nothing_new() -> None:
    window = Window((640, 400), "Underdog")
    assert not window.set_look(theme.DARK, 1.0)


@pytest.mark.parametrize("factor", theme.TEXT_SIZES.values())
def test_texts_grow_and_headlines_do_not(factor: float) -> None:
    window = Window((1280, 800), "Underdog")
    before = [window.painter.text_width("Underdog", size=size) for size in (theme.Size.BODY, theme.Size.HUGE)]
    window.set_look(theme.DARK, factor)
    after = [window.painter.text_width("Underdog", size=size) for size in (theme.Size.BODY, theme.Size.HUGE)]
    assert after[0] / before[0] == pytest.approx(factor, abs=0.06)
    assert after[1] == before[1]


def test_a_paragraph_too_long_for_its_place_is_set_smaller_before_it_is_cut() -> None:
    text = "One minute. Lose a game, gain a power. " * 2
    label = Label(text, wrap=True)
    label.place(0, 0, 300, 46)
    pilot = Pilot(label, size=(640, 400))
    painter = pilot.window.painter
    lines = {size: len(painter.wrap(text, 300, size=size)) for size in (theme.Size.BODY, theme.Size.TINY)}
    assert lines[theme.Size.BODY] * painter.line_height(theme.Size.BODY) > label.rect.h
    used = painter.paragraph(text, label.rect)
    assert lines[theme.Size.TINY] * painter.line_height(theme.Size.TINY) <= used <= label.rect.h

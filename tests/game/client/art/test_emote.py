from __future__ import annotations

import pygame
import pytest

from game.client.art.emotes import EMOTES
from game.client.art.widgets.emote import EmoteLayer, EmoteWheel
from game.client.kit import theme
from tests.helpers.pilot import Pilot


def a_layer() -> EmoteLayer:
    layer = EmoteLayer()
    layer.place(0, 0, 640, 400)
    return layer


def test_a_pup_leaps_and_goes_and_then_nothing_is_drawn() -> None:
    layer = a_layer()
    pilot = Pilot(layer, size=(640, 400))
    empty = pilot.shot()
    layer.leap("hi", (100, 300), (150, 200), theme.AMBER)
    pilot.advance(600)
    assert layer.shown == ["hi"]
    assert pilot.shot().get_view("2").raw != empty.get_view("2").raw
    pilot.advance(4_000)
    assert layer.shown == []
    assert pilot.shot().get_view("2").raw == empty.get_view("2").raw
    frames = pilot.frames
    pilot.advance(1_000)
    assert pilot.frames == frames


def test_a_new_one_from_the_same_place_takes_the_others_place() -> None:
    layer = a_layer()
    layer.leap("hi", (100, 300), (150, 200), theme.AMBER)
    layer.leap("gg", (100, 300), (150, 200), theme.AMBER)
    layer.leap("bone", (100, 10), (150, 100), theme.TEAL)
    assert layer.shown == ["gg", "bone"]


def test_with_less_motion_a_pup_stands_still() -> None:
    layer = a_layer()
    layer.reduced_motion = True
    pilot = Pilot(layer, size=(640, 400))
    layer.leap("laughing", (100, 300), (150, 200), theme.AMBER)
    pilot.advance(600)
    first = pilot.shot()
    pilot.advance(300)
    assert pilot.shot().get_view("2").raw == first.get_view("2").raw


class Wheel:
    """An open wheel, and what it reported."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.wheel = EmoteWheel(self.heard.append, lambda: self.heard.append("closed"))
        self.wheel.place(100, 20, EmoteWheel.SIDE, EmoteWheel.SIDE)
        self.wheel.show()
        self.pilot = Pilot(self.wheel, size=(640, 420))


@pytest.mark.parametrize(("dx", "dy", "emote"), [(0, -130, "hi"), (130, 0, "laughing"), (0, 130, "angry")])
def test_a_click_on_a_pup_picks_it(dx: int, dy: int, emote: str) -> None:
    open_wheel = Wheel()
    x, y = open_wheel.wheel.rect.center
    open_wheel.pilot.click((x + dx, y + dy))
    assert open_wheel.heard == [emote]


def test_a_click_in_the_middle_closes_it() -> None:
    open_wheel = Wheel()
    open_wheel.pilot.click(open_wheel.wheel)
    assert open_wheel.heard == ["closed"]


def test_arrows_walk_around_it_and_enter_picks() -> None:
    open_wheel = Wheel()
    open_wheel.pilot.group.set_focus(open_wheel.wheel)
    for key in (pygame.K_RIGHT, pygame.K_RIGHT, pygame.K_LEFT, pygame.K_LEFT, pygame.K_RETURN, pygame.K_ESCAPE):
        open_wheel.pilot.key(key)
    assert open_wheel.heard == [list(EMOTES)[-1], "closed"]


def test_beside_the_ring_it_is_not_touched() -> None:
    wheel = Wheel().wheel
    assert not wheel.contains((wheel.rect.x + 5, wheel.rect.y + 5))

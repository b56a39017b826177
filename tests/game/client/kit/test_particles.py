from __future__ import annotations

from game.client.kit import theme
from game.client.kit.widgets.particles import MOST, Particles
from tests.helpers.pilot import Pilot


def a_layer() -> Particles:
    layer = Particles()
    layer.place(0, 0, 640, 400)
    return layer


def test_a_puff_is_gone_after_a_moment_and_then_nothing_is_drawn() -> None:
    layer = a_layer()
    pilot = Pilot(layer, size=(640, 400))
    empty = pilot.shot()
    layer.puff((300, 200), 60)
    pilot.advance(100)
    assert pilot.shot().get_view("2").raw != empty.get_view("2").raw
    pilot.advance(1_000)
    assert pilot.shot().get_view("2").raw == empty.get_view("2").raw
    frames = pilot.frames
    pilot.advance(2_000)
    assert (len(layer), pilot.frames) == (0, frames)


def test_there_are_never_too_many() -> None:
    layer = a_layer()
    for _ in range(40):
        layer.puff((300, 200), 60)
    assert len(layer) == MOST


def test_with_less_motion_nothing_flies() -> None:
    layer = a_layer()
    layer.reduced_motion = True
    layer.confetti()
    layer.sparks((10, 10), 60)
    assert len(layer) == 0


def test_only_what_they_fly_over_is_painted_anew() -> None:
    layer = a_layer()
    pilot = Pilot(layer, size=(640, 400))
    pilot.advance(100)
    layer.puff((300, 200), 40)
    pilot.clock.now_ms += 16
    layer.tick(pilot.clock.now_ms)
    (part,) = layer.damage()
    assert part.w < 200
    assert part.collidepoint(300, 200)


def test_the_same_throw_twice_looks_the_same() -> None:
    shots = []
    for _ in range(2):
        layer = a_layer()
        pilot = Pilot(layer, size=(640, 400))
        layer.confetti()
        pilot.advance(700)
        shots.append(pilot.shot().get_view("2").raw)
    assert shots[0] == shots[1]


def test_what_flies_wears_the_colours_of_the_palette() -> None:
    assert all(isinstance(color, theme.Tone) for color in theme.CONFETTI)

"""Puffs, sparks and confetti. One layer draws all of them, up to a limit."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct
from pygame import FRect

from game.client.kit import theme
from game.client.kit.input import Position
from game.client.kit.theme import Color
from game.client.kit.widgets.label import Backdrop

if TYPE_CHECKING:
    from game.client.kit.painter import Painter

Shape: TypeAlias = Literal["disc", "slip"]

MOST = 120
"""Particles at once; the oldest give way."""
_FADES = 8
"""In how many steps a particle fades: each is drawn once and kept."""
_PUFF = 9
_SPARKS = 12
_CONFETTI = 48
"""How many particles each of them throws."""
_GRAVITY = 420.0
_SPREAD = 12.0
"""How far a particle may reach beyond its place, for what must be painted again."""


class Flight(Struct):
    """One particle: its start (units), its motion (units a second), and its look."""

    at: Position
    velocity: Position
    color: Color
    radius: float
    life_ms: int
    drag: float = 0.0
    """What part of its speed it loses in a second, as a rate."""
    gravity: float = 0.0
    growth: float = 0.0
    """By how much of its radius it grows until it is gone; negative: shrinks."""
    shape: Shape = "disc"
    spin: float = 0.0
    delay_ms: int = 0
    born_ms: int | None = None


class Particles(Backdrop):
    """A layer over its rectangle. At rest it costs nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.reduced_motion = False
        """Whether particles are switched off."""
        # Always the same throw: a picture of a moment must not depend on luck.
        self._dice = random.Random(64)
        self._flights: list[Flight] = []
        self._now = 0
        self._was: FRect | None = None
        """What the last frame's particles covered."""

    def __len__(self) -> int:
        return len(self._flights)

    # --- what flies -----------------------------------------------------------------------------------------------

    def puff(self, at: Position, size: float, color: Color = theme.DUST) -> None:
        """A little dust. `size` is that of the square."""
        for i in range(_PUFF):
            angle, speed = math.tau * i / _PUFF + self._dice.uniform(-0.3, 0.3), size * self._dice.uniform(0.9, 1.7)
            self._add(
                Flight(
                    (at[0] + 0.12 * size * math.cos(angle), at[1] + 0.12 * size * math.sin(angle)),
                    (speed * math.cos(angle), speed * math.sin(angle)),
                    color,
                    size * self._dice.uniform(0.07, 0.13),
                    round(theme.PUFF_MS * self._dice.uniform(1.0, 1.6)),
                    drag=4.0,
                    growth=0.5,
                )
            )

    def puff_on(self, square: FRect) -> None:
        """The dust of a capture on this square."""
        self.puff(square.center, square.w)

    def sparks(self, at: Position, size: float, color: Color = theme.AMBER) -> None:
        """A short spray of light."""
        for _ in range(_SPARKS):
            angle, speed = self._dice.uniform(0, math.tau), size * self._dice.uniform(1.2, 3.2)
            velocity = (speed * math.cos(angle), speed * math.sin(angle) - size)
            radius = size * self._dice.uniform(0.02, 0.05)
            life = round(self._dice.uniform(1.2, 2.4) * theme.PUFF_MS)
            self._add(Flight(at, velocity, color, radius, life, drag=1.5, gravity=_GRAVITY, growth=-0.7))

    def confetti(self, colors: tuple[Color, ...] = theme.CONFETTI) -> None:
        """Confetti from both lower corners of the layer."""
        for i in range(_CONFETTI):
            left = i % 2 == 0
            lift = self.rect.h * self._dice.uniform(1.1, 1.9)
            across = self.rect.w * self._dice.uniform(0.15, 0.75) * (1 if left else -1)
            self._add(
                Flight(
                    (self.rect.left if left else self.rect.right, self.rect.bottom),
                    (across, -lift),
                    colors[i % len(colors)],
                    self._dice.uniform(4, 7),
                    round(self._dice.uniform(1_500, 2_400)),
                    drag=0.9,
                    gravity=_GRAVITY * 1.5,
                    shape="slip",
                    spin=self._dice.uniform(5, 14),
                    delay_ms=i * 8,
                )
            )

    def _add(self, flight: Flight) -> None:
        if not self.reduced_motion:
            self._flights = [*self._flights, flight][-MOST:]
            self.invalidate()

    def clear(self) -> None:
        """Remove all particles."""
        self._flights = []
        self.invalidate()

    # --- the layer ------------------------------------------------------------------------------------------------

    def tick(self, now_ms: int) -> bool:
        self._now = now_ms
        for flight in self._flights:
            if flight.born_ms is None:
                flight.born_ms = now_ms + flight.delay_ms
        self._flights = [flight for flight in self._flights if self._age(flight) < 1]
        return bool(self._flights)

    def _age(self, flight: Flight) -> float:
        """Its share of life, 0 to 1; below 0 it has not started."""
        return 0.0 if flight.born_ms is None else (self._now - flight.born_ms) / flight.life_ms

    def _place(self, flight: Flight) -> Position:
        """Its position: the speed decays exponentially, and gravity is added."""
        seconds = max(0.0, self._age(flight)) * flight.life_ms / 1000
        reach = (1 - math.exp(-flight.drag * seconds)) / flight.drag if flight.drag else seconds
        (x, y), (vx, vy) = flight.at, flight.velocity
        return x + vx * reach, y + vy * reach + flight.gravity * seconds * seconds / 2

    def _bounds(self) -> FRect | None:
        places = [self._reach(flight) for flight in self._flights]
        return places[0].unionall(places[1:]) if places else None

    def _reach(self, flight: Flight) -> FRect:
        side = 4 * flight.radius + _SPREAD
        return FRect(*self._place(flight), 0, 0).inflate(side, side)

    def extent(self) -> FRect:
        bounds = self._bounds()
        return self.rect if bounds is None else bounds.union(self.rect)

    def damage(self) -> list[FRect]:
        now = self._bounds()
        return [part for part in (self._was, now) if part is not None]

    def paint(self, painter: Painter) -> None:
        for flight in self._flights:
            age = self._age(flight)
            if 0 <= age < 1:
                self._paint_flight(painter, flight, age)
        self._was = self._bounds()

    def _paint_flight(self, painter: Painter, flight: Flight, age: float) -> None:
        fade = math.ceil((1 - age * age) * _FADES) / _FADES
        color = theme.faded(flight.color, fade)
        at = self._place(flight)
        if flight.shape == "disc":
            painter.circle(at, max(1.0, flight.radius * (1 + flight.growth * age)), color)
            return
        # A slip of paper turns: now broad, now narrow.
        width = flight.radius * (0.3 + 0.7 * abs(math.cos(flight.spin * age * flight.life_ms / 1000)))
        painter.panel(
            FRect(at[0] - width, at[1] - flight.radius * 0.6, 2 * width, flight.radius * 1.2), color, radius=1.5
        )

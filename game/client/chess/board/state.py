"""The state of one board and of the input on it: plain data for the other modules."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from pygame import FRect

from game.client.kit import theme

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    import chess
    import pygame

    from game.client.chess.effects import Effect
    from game.client.chess.widgets.figures import Sign
    from game.client.kit.input import Position
    from game.client.settings import Moving, Promotion

Placement: TypeAlias = "Mapping[int, str]"
Targets: TypeAlias = "Mapping[int, Mapping[int, list[chess.Move]]]"
TargetSign: TypeAlias = Literal["granted", "poison", "shield", "king"]
"""What is unusual about a move: only an upgrade allows it; the captor dies; a shield holds; it takes a spare king."""
TargetSigns: TypeAlias = "Callable[[int, int], frozenset[TargetSign]]"
"""Asked for an origin and a target."""
UNUSUAL: tuple[Literal["poison", "shield", "king"], ...] = ("poison", "shield", "king")
"""Of these, what a capture comes to."""
ORDINARY: frozenset[TargetSign] = frozenset()
Line: TypeAlias = tuple[int, int]
"""From a square to a square."""
BREATHS = 12
"""In how many steps the light of a check swells: the board is painted again for each, and no oftener."""


class Flight(NamedTuple):
    """A moving piece. `since` is None until the first frame."""

    piece: str
    origin: int
    target: int
    victim: str | None = None
    """What it is about to capture: it stays to be seen until then."""
    since: int | None = None


class Drag(NamedTuple):
    """A piece that is being dragged. `lifted` once the pointer has moved far enough."""

    origin: int
    start: tuple[float, float]
    lifted: bool = False
    again: bool = False
    """Whether the piece was selected before: put down where it is, it is let go."""


class EffectAnimation(NamedTuple):
    """The effect of an upgrade while it is shown. `since` is None until the first frame."""

    effect: Effect
    since: int | None = None
    landed: bool = False
    """Whether its piece has reached its square."""


@dataclass
class Events:
    """The callbacks of the board."""

    on_move: Callable[[str], None]
    on_cancel: Callable[[], bool] = lambda: False
    """Takes queued moves back, and says whether there were any."""
    on_capture: Callable[[FRect], None] = lambda _: None
    """Is told on which square (its rectangle) a piece has just been taken."""
    threats: Callable[[int], frozenset[int]] = lambda _: frozenset()
    """Which squares to mark while the pointer rests on one."""


@dataclass
class Drawings:
    """Arrows and marks that the person has drawn."""

    marks: set[int] = field(default_factory=set)
    lines: set[Line] = field(default_factory=set)
    current: Line | None = None
    """The arrow that is being drawn; a mark while it ends where it began."""
    pictures: dict[Hashable, pygame.Surface] = field(default_factory=dict)
    """Pictures of arrows, as large as the board: those that are drawn, and a few that were."""


@dataclass
class Hover:
    """The square on which the pointer rests, since when, and what the piece there threatens."""

    square: int | None = None
    since: int | None = None
    threats: frozenset[int] = frozenset()


@dataclass
class State:
    """The whole state of one board."""

    events: Events
    redraw: Callable[[], None]
    """Says that the board looks different now."""
    rect: FRect = field(default_factory=lambda: FRect(0, 0, 0, 0))
    focused: bool = False

    # How it looks and behaves.
    colors: theme.BoardColors = theme.BOARDS[theme.DEFAULT_BOARD]
    flipped: bool = False
    reduced_motion: bool = False
    promotion_by: Promotion = "ask"
    premoving: bool = False
    """Whether the targets are of moves for later."""
    moving_by: Moving = "both"
    speed: float = 1.0
    """By what the durations of motion are multiplied; 0: nothing moves."""

    # The position.
    placement: dict[int, str] = field(default_factory=dict)
    signs: dict[int, frozenset[Sign]] = field(default_factory=dict)
    last_move: Line | None = None
    check: int | None = None
    frame: theme.Color | None = None
    targets: Targets = field(default_factory=dict)
    target_signs: TargetSigns = lambda _origin, _target: ORDINARY
    known_signs: dict[Line, frozenset[TargetSign]] = field(default_factory=dict)
    """What `target_signs` has answered in this position."""
    premoves: tuple[Line, ...] = ()

    # What the person is doing.
    hand: tuple[str, dict[int, str]] = ("", {})
    """A piece from beside the board, and what to report for each square on which it may be put."""
    selected: int | None = None
    cursor: int | None = None
    pointer: Position = (-1, -1)
    drag: Drag | None = None
    promotion: Line | None = None
    drawings: Drawings = field(default_factory=Drawings)
    hover: Hover = field(default_factory=Hover)

    # What moves by itself.
    flights: list[Flight] = field(default_factory=list)
    animation: EffectAnimation | None = None
    fallen: frozenset[int] = frozenset()
    """Squares of kings that are tipped over."""
    fallen_since: int | None = None
    dropped: int | None = None
    """Where a piece was put down by hand: it does not fly there."""
    now: int = 0
    breath: int = BREATHS

    @property
    def holding(self) -> bool:
        """Whether a piece is selected or dragged."""
        return self.selected is not None or self.drag is not None

    @property
    def lifted(self) -> int | None:
        """The square whose piece is being dragged."""
        return self.drag.origin if self.drag is not None and self.drag.lifted else None

    @property
    def breathing(self) -> bool:
        """Whether the light of a check pulses."""
        return self.check is not None and not self.reduced_motion

    def signs_of_move(self, origin: int, target: int) -> frozenset[TargetSign]:
        """What is unusual about a move."""
        line = (origin, target)
        if line not in self.known_signs:
            self.known_signs[line] = self.target_signs(origin, target)
        return self.known_signs[line]

    def targets_of(self, origin: int | None) -> Mapping[int, list[chess.Move]]:
        """The targets of the piece on a square."""
        return {} if origin is None else self.targets.get(origin, {})

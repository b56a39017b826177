"""How extra moves are written and looked up: Betza's notation -> rays -> bitboard tables.

The notation is the subset of Betza's that the catalogue needs (https://www.gnu.org/software/xboard/Betza.html):

    movement := term*                      separated by blanks, united ("mW bF")
    term     := [m|c] [f|b|l|r|s|v]* atom [range]
    m, c       without capture only, with capture only; neither: both
    f b l r    forward, backward, left, right of the mover; s = l or r, v = f or b
    atom       W (1,0)  F (1,1)  D (2,0)  N (2,1)  A (2,2)  K = W and F: one leap; R B Q: as far as it goes
    range      a digit limits a slide ("B2"); the atom doubled is a rider ("NN")

All vectors are (files, ranks) from White's side of the board; `mirror` makes Black's.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import chess

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Vector: TypeAlias = tuple[int, int]

UNLIMITED = 7
_LEAPERS: dict[str, tuple[Vector, ...]] = {
    "W": ((1, 0),),
    "F": ((1, 1),),
    "D": ((2, 0),),
    "N": ((2, 1),),
    "A": ((2, 2),),
    "K": ((1, 0), (1, 1)),
}
_SLIDERS: dict[str, tuple[Vector, ...]] = {"R": ((1, 0),), "B": ((1, 1),), "Q": ((1, 0), (1, 1))}
_TERM = re.compile(r"([fblrsv]*[mc]?[fblrsv]*)(?:([RBQ])([1-7])?|([WFDNAK])(\4)?)")


class Ray(NamedTuple):
    """Steps of one vector, up to `reach` of them, each square between being empty."""

    files: int
    ranks: int
    reach: int
    quiet: bool
    capture: bool

    def mirrored(self) -> Ray:
        """The same ray as the other colour sees it."""
        return self._replace(ranks=-self.ranks)

    def reversed(self) -> Ray:
        """From target back to origin."""
        return self._replace(files=-self.files, ranks=-self.ranks)


Rays: TypeAlias = frozenset[Ray]


@lru_cache(maxsize=1024)
def parse(betza: str) -> Rays:
    """The rays of a movement, from White's point of view.

    Raises:
        ValueError: the text is not in the notation above.
    """
    return frozenset(ray for term in betza.split() for ray in _parse_term(term))


def _parse_term(term: str) -> Iterator[Ray]:
    found = _TERM.fullmatch(term)
    if found is None:
        raise ValueError(f"not a movement: {term!r}")
    modifiers, slider, limit, leaper, rider = found.groups()
    steps = _SLIDERS[slider] if slider else _LEAPERS[leaper]
    reach = int(limit or UNLIMITED) if slider else UNLIMITED if rider else 1
    directions = [letter for letter in modifiers if letter not in "mc"]
    for files, ranks in (vector for step in steps for vector in _symmetric(step)):
        if not directions or any(_points(direction, files, ranks) for direction in directions):
            yield Ray(files, ranks, reach, quiet="c" not in modifiers, capture="m" not in modifiers)


def _symmetric(step: Vector) -> set[Vector]:
    a, b = step
    return {(f * x, g * y) for x, y in ((a, b), (b, a)) for f in (1, -1) for g in (1, -1)}


def _points(direction: str, files: int, ranks: int) -> bool:
    match direction:
        case "f":
            return ranks > 0
        case "b":
            return ranks < 0
        case "l":
            return files < 0
        case "r":
            return files > 0
        case "s":
            return files != 0
        case _:
            return ranks != 0


def squares_along(square: chess.Square, ray: Ray) -> Iterator[chess.Square]:
    """The squares that a ray visits from `square` on an empty board, nearest first."""
    file, rank = chess.square_file(square), chess.square_rank(square)
    for _ in range(ray.reach):
        file, rank = file + ray.files, rank + ray.ranks
        if not (0 <= file < 8 and 0 <= rank < 8):
            return
        yield chess.square(file, rank)


class Reach:
    """Where a set of rays leads from every square: one table look-up, or two where pieces can be in the way."""

    __slots__ = ("_lines", "leaps", "slides")

    def __init__(self, rays: Iterable[Ray]) -> None:
        rays = tuple(rays)
        lines = tuple(sorted(ray for ray in rays if ray.reach > 1))
        self.leaps = tuple(
            _union(target for ray in rays if ray.reach == 1 for target in squares_along(square, ray))
            for square in chess.SQUARES
        )
        self.slides = bool(lines)
        self._lines = tuple(_Lines(square, lines) for square in chess.SQUARES) if lines else ()

    def targets(self, square: chess.Square, occupied: chess.Bitboard) -> chess.Bitboard:
        """Squares reached from `square`, the first occupied one of each ray included."""
        if not self.slides:
            return self.leaps[square]
        lines = self._lines[square]
        return self.leaps[square] | lines[occupied & lines.relevant]

    def on_empty_board(self, square: chess.Square) -> chess.Bitboard:
        """Squares reached when nothing is in the way."""
        return self.targets(square, chess.BB_EMPTY)


class _Lines(dict[chess.Bitboard, chess.Bitboard]):
    """Relevant occupancy -> reached squares, from one square; filled on demand, so that a hit is one look-up."""

    __slots__ = ("_paths", "relevant")

    def __init__(self, square: chess.Square, rays: tuple[Ray, ...]) -> None:
        super().__init__()
        self._paths = tuple(tuple(squares_along(square, ray)) for ray in rays)
        # The last square of a path blocks nothing behind it.
        self.relevant = _union(target for path in self._paths for target in path[:-1])

    def __missing__(self, occupied: chess.Bitboard) -> chess.Bitboard:
        reached = chess.BB_EMPTY
        for path in self._paths:
            for target in path:
                reached |= chess.BB_SQUARES[target]
                if occupied & chess.BB_SQUARES[target]:
                    break
        self[occupied] = reached
        return reached


def _union(squares: Iterable[chess.Square]) -> chess.Bitboard:
    result = chess.BB_EMPTY
    for square in squares:
        result |= chess.BB_SQUARES[square]
    return result

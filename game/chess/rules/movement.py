"""How pieces move: Betza's notation, rays, and bitboard tables compiled from them.

The notation is the subset of Betza's that the catalogue needs (https://www.gnu.org/software/xboard/Betza.html):

    movement := term*                      separated by blanks, united ("mW bF")
    term     := [m|c] [f|b|l|r|s|v]* atom [range]
    m, c       m: without capture only; c: with capture only; neither: both
    f b l r    forward, backward, left, right of the mover; s = l or r, v = f or b
    atom       W (1,0)  F (1,1)  D (2,0)  N (2,1)  A (2,2)  K = W and F: one leap; R B Q: as far as it goes
    range      a digit limits a slide ("B2"); the atom doubled is a rider ("NN")

All vectors are (files, ranks) from White's side of the board; `mirror` makes Black's.
"""

from __future__ import annotations

import operator
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import chess

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

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
    """Up to `reach` steps of one vector. All squares before the last must be empty."""

    files: int
    ranks: int
    reach: int
    quiet: bool
    capture: bool

    def mirrored(self) -> Ray:
        """The ray for the other colour."""
        return self._replace(ranks=-self.ranks)

    def reversed(self) -> Ray:
        """The ray from its targets back to its origin."""
        return self._replace(files=-self.files, ranks=-self.ranks)


Rays: TypeAlias = frozenset[Ray]


@lru_cache(maxsize=1024)
def parse(betza: str) -> Rays:
    """The rays of a movement in the notation above, from White's point of view.

    Raises:
        ValueError: the text is not in that notation.
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


Targets: TypeAlias = "Callable[[chess.Square, chess.Bitboard], chess.Bitboard]"
"""(square, occupied) -> the squares that a piece reaches, including the first occupied one on each ray."""

_STRAIGHT = frozenset((files, ranks, UNLIMITED) for files, ranks in ((1, 0), (-1, 0), (0, 1), (0, -1)))
_DIAGONAL = frozenset((files, ranks, UNLIMITED) for files, ranks in ((1, 1), (1, -1), (-1, 1), (-1, -1)))


def compile_targets(rays: Iterable[Ray]) -> Targets:
    """A function that looks up the squares that these rays reach, whether by capture or not.

    Full rook and bishop movement uses python-chess's tables. Other lines have a table each, filled on demand.
    """
    steps = {(ray.files, ray.ranks, ray.reach) for ray in rays}
    straight, diagonal = steps >= _STRAIGHT, steps >= _DIAGONAL
    steps -= (_STRAIGHT if straight else frozenset()) | (_DIAGONAL if diagonal else frozenset())
    leaps = leap_table((files, ranks) for files, ranks, reach in steps if reach == 1)
    base = _with_sliders(leaps, straight=straight, diagonal=diagonal)
    lines = sorted(step for step in steps if step[2] > 1)
    return _with_lines(base, _LinesFrom(lines)) if lines else base


def leap_table(vectors: Iterable[Vector]) -> tuple[chess.Bitboard, ...]:
    """By square, the squares that one step along any of `vectors` leads to."""
    table = [chess.BB_EMPTY] * 64
    for files, ranks in set(vectors):
        table = list(map(operator.or_, table, _leaps(files, ranks)))
    return tuple(table)


@lru_cache(maxsize=256)
def _leaps(files: int, ranks: int) -> tuple[chess.Bitboard, ...]:
    return tuple(_union(path(square, files, ranks, 1)) for square in chess.SQUARES)


def path(square: chess.Square, files: int, ranks: int, reach: int) -> tuple[chess.Square, ...]:
    """The squares on a ray from `square` on an empty board, nearest first."""
    visited: list[chess.Square] = []
    file, rank = chess.square_file(square) + files, chess.square_rank(square) + ranks
    while len(visited) < reach and 0 <= file < 8 and 0 <= rank < 8:
        visited.append(chess.square(file, rank))
        file, rank = file + files, rank + ranks
    return tuple(visited)


def _with_sliders(leaps: tuple[chess.Bitboard, ...], *, straight: bool, diagonal: bool) -> Targets:
    # Four closures instead of one with conditions: move generation calls nothing more often.
    ranks, rank_masks = chess.BB_RANK_ATTACKS, chess.BB_RANK_MASKS
    files, file_masks = chess.BB_FILE_ATTACKS, chess.BB_FILE_MASKS
    diagonals, diagonal_masks = chess.BB_DIAG_ATTACKS, chess.BB_DIAG_MASKS
    if straight and diagonal:
        return lambda square, occupied: (
            leaps[square]
            | ranks[square][rank_masks[square] & occupied]
            | files[square][file_masks[square] & occupied]
            | diagonals[square][diagonal_masks[square] & occupied]
        )
    if straight:
        return lambda square, occupied: (
            leaps[square] | ranks[square][rank_masks[square] & occupied] | files[square][file_masks[square] & occupied]
        )
    if diagonal:
        return lambda square, occupied: leaps[square] | diagonals[square][diagonal_masks[square] & occupied]
    return lambda square, _occupied: leaps[square]


def _with_lines(base: Targets, lines: _LinesFrom) -> Targets:
    def targets(square: chess.Square, occupied: chess.Bitboard) -> chess.Bitboard:
        line = lines[square]
        return base(square, occupied) | line[occupied & line.relevant]

    return targets


class _Lines(dict[chess.Bitboard, chess.Bitboard]):
    """Relevant occupied squares -> reached squares, from one square. Filled on demand, so that a hit is one look-up."""

    __slots__ = ("_paths", "relevant")

    def __init__(self, square: chess.Square, steps: Iterable[tuple[int, int, int]]) -> None:
        super().__init__()
        self._paths = tuple(path(square, *step) for step in steps)
        # The last square of a path blocks nothing behind it.
        self.relevant = _union(target for visited in self._paths for target in visited[:-1])

    def __missing__(self, occupied: chess.Bitboard) -> chess.Bitboard:
        reached = chess.BB_EMPTY
        for visited in self._paths:
            for target in visited:
                reached |= chess.BB_SQUARES[target]
                if occupied & chess.BB_SQUARES[target]:
                    break
        self[occupied] = reached
        return reached


class _LinesFrom(dict[chess.Square, _Lines]):
    """Square -> the lines from there. Made on demand, because most are never needed."""

    __slots__ = ("_steps",)

    def __init__(self, steps: Iterable[tuple[int, int, int]]) -> None:
        super().__init__()
        self._steps = tuple(steps)

    def __missing__(self, square: chess.Square) -> _Lines:
        self[square] = lines = _Lines(square, self._steps)
        return lines


def _union(squares: Iterable[chess.Square]) -> chess.Bitboard:
    result = chess.BB_EMPTY
    for square in squares:
        result |= chess.BB_SQUARES[square]
    return result

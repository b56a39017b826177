"""Rays compiled to tables: occupied squares -> the moves of a piece.

A piece on a square has a few groups of rays. Each group has a mask of the squares that matter, and a table from the
occupied ones among them to the moves. Entries are computed when they are first needed. So the moves of any slider are
one look-up for each group.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

import chess

from game.chess.bot.codes import BIT, DOUBLE_STEP, KIND, ORDER, code_of
from game.chess.rules import movement
from game.chess.rules.movement import Ray, Rays, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BASE: dict[chess.PieceType, str] = {
    chess.PAWN: "fmW cfF",
    chess.KNIGHT: "N",
    chess.BISHOP: "B",
    chess.ROOK: "R",
    chess.QUEEN: "Q",
    chess.KING: "K",
}
"""The moves of the standard pieces, in the notation of `game.chess.rules.movement`."""

_T = TypeVar("_T")

# With more squares in a group its table would miss too often; with fewer there are more look-ups. A rook sees 14.
SQUARES_IN_GROUP = 14
ENTRIES_IN_TABLE = 1 << 11
EVERYWHERE = (1 << 64) - 1
# The order of promotions among captures. The search ignores promotions to other types than these.
PROMOTION_ORDER: dict[chess.PieceType, int] = {chess.QUEEN: 13_000, chess.KNIGHT: 200}

Capture: TypeAlias = tuple[int, int]
"""(target, move with what it adds to its order)."""
Entry: TypeAlias = tuple[tuple[int, ...], int, tuple[Capture, ...], tuple[int, ...]]
"""(quiet moves, mask of possible captures, those captures, ordered promotions without capture)."""
AttackEntry: TypeAlias = tuple[int, tuple[tuple[int, frozenset[int]], ...]]
"""(mask of the first pieces met, (square, the codes that attack from there) for each)."""


class PawnRules(NamedTuple):
    """The special rules of one side's pawns. Ranks are 1 to 8 as their owner sees the board."""

    double_steps: tuple[int, ...] = (2,)
    promotion_rank: int = 8


class _Step(NamedTuple):
    """One square of a ray: the moves to it if it is empty, and if it is not."""

    bit: int
    quiets: tuple[int, ...]
    promotions: tuple[int, ...]
    captures: tuple[Capture, ...]


class Reach(dict[int, Entry]):
    """Occupied squares of the group -> entry."""

    __slots__ = ("_paths",)

    def __init__(self, paths: Iterable[tuple[_Step, ...]]) -> None:
        super().__init__()
        self._paths = tuple(paths)

    def __missing__(self, occupied: int) -> Entry:
        if len(self) >= ENTRIES_IN_TABLE:
            self.clear()
        quiets: list[int] = []
        promotions: list[int] = []
        captures: list[Capture] = []
        for path in self._paths:
            for step in path:
                if occupied & step.bit:
                    captures += step.captures
                    break
                quiets += step.quiets
                promotions += step.promotions
        mask = sum({BIT[target] for target, _ in captures})
        entry = self[occupied] = (_once(quiets), mask, _once(captures), _once(promotions))
        return entry


Group: TypeAlias = tuple[int, int, Reach]
"""(squares where an enemy makes captures or promotions possible, all squares of the group, table)."""
Groups: TypeAlias = tuple[tuple[Group, ...], ...]
"""By square."""


class AttackReach(dict[int, AttackEntry]):
    """Occupied squares of the group -> the codes that attack from them, seen from the target."""

    __slots__ = ("_paths",)

    def __init__(self, paths: Iterable[tuple[tuple[int, frozenset[int]], ...]]) -> None:
        super().__init__()
        self._paths = tuple(paths)

    def __missing__(self, occupied: int) -> AttackEntry:
        if len(self) >= ENTRIES_IN_TABLE:
            self.clear()
        met = [next((step for step in path if occupied & BIT[step[0]]), None) for path in self._paths]
        hits = tuple(step for step in met if step is not None)
        entry = self[occupied] = (sum({BIT[square] for square, _ in hits}), hits)
        return entry


AttackGroups: TypeAlias = tuple[tuple[tuple[int, AttackReach], ...], ...]
"""By square: (mask, table) for each group."""


def squares_along(square: chess.Square, ray: Ray) -> tuple[chess.Square, ...]:
    """The squares on a ray from `square` on an empty board, nearest first."""
    return movement.path(square, ray.files, ray.ranks, ray.reach)


def rays_of(piece_type: chess.PieceType, additions: Iterable[str]) -> Rays:
    """All rays of a piece, including the standard ones, from White's side."""
    return frozenset().union(parse(BASE[piece_type]), *(parse(betza) for betza in additions))


@lru_cache(maxsize=64)
def move_groups(piece_type: chess.PieceType, color: chess.Color, rays: Rays, pawn_rules: PawnRules) -> Groups:
    """By square, the tables for the moves of a piece with these rays (from White's side)."""
    seen = sorted((ray if color else ray.mirrored() for ray in rays), key=_ray_order)
    by_square = []
    for square in chess.SQUARES:
        paths = [way for ray in seen if (way := tuple(_steps(piece_type, color, square, ray, pawn_rules)))]
        by_square.append(tuple(_group(group) for group in _path_groups(paths)))
    return tuple(by_square)


def _ray_order(ray: Ray) -> tuple[bool, bool, Ray]:
    """Straight sliders first, then other sliders, then leaps, so that rays on the same lines share a group."""
    return ray.reach == 1, bool(ray.files and ray.ranks), ray


def _steps(
    piece_type: chess.PieceType, color: chess.Color, square: chess.Square, ray: Ray, pawn_rules: PawnRules
) -> Iterator[_Step]:
    if piece_type != chess.PAWN:
        for target in squares_along(square, ray):
            move = square | target << 6
            yield _Step(BIT[target], (move,) if ray.quiet else (), (), ((target, move),) if ray.capture else ())
        return
    ahead = 1 if color else -1
    for target in squares_along(square, ray):
        if _own_rank(target, color) == 1:
            return
        yield _pawn_step(color, square, target, ray, pawn_rules)
    if ray.quiet and (ray.files, ray.ranks) == (0, ahead) and _own_rank(square, color) in pawn_rules.double_steps:
        target = square + 16 * ahead
        if 0 <= target < 64:
            # A double step to the last rank is a promotion, like any other move there.
            step = _pawn_step(color, square, target, ray, pawn_rules)
            yield step._replace(quiets=tuple(move | DOUBLE_STEP for move in step.quiets), captures=())


def _pawn_step(
    color: chess.Color, square: chess.Square, target: chess.Square, ray: Ray, pawn_rules: PawnRules
) -> _Step:
    rank, plain = _own_rank(target, color), square | target << 6
    promotions = tuple(
        (plain | kind * KIND) + (order << ORDER)
        for kind, order in PROMOTION_ORDER.items()
        if rank >= pawn_rules.promotion_rank or rank == 8
    )
    stays = (plain,) if rank < 8 else ()
    captures = tuple((target, move) for move in (*promotions, *stays))
    return _Step(
        BIT[target],
        stays if ray.quiet else (),
        promotions if ray.quiet else (),
        captures if ray.capture else (),
    )


def _own_rank(square: chess.Square, color: chess.Color) -> int:
    """The rank, from 1, as the pawn's owner sees the board."""
    return (square >> 3) + 1 if color else 8 - (square >> 3)


def _path_groups(paths: list[tuple[_Step, ...]]) -> Iterator[list[tuple[_Step, ...]]]:
    """The paths, in groups of at most `SQUARES_IN_GROUP` squares."""
    group: list[tuple[_Step, ...]] = []
    squares: set[int] = set()
    for path in paths:
        bits = {step.bit for step in path}
        if group and len(squares | bits) > SQUARES_IN_GROUP:
            yield group
            group, squares = [], set()
        group.append(path)
        squares |= bits
    if group:
        yield group


def _group(paths: list[tuple[_Step, ...]]) -> Group:
    steps = [step for path in paths for step in path]
    mask = sum({step.bit for step in steps})
    care = sum({step.bit for step in steps if step.captures})
    return (EVERYWHERE if any(step.promotions for step in steps) else care, mask, Reach(paths))


@lru_cache(maxsize=512)
def zone(piece_type: chess.PieceType, color: chess.Color, rays: Rays) -> tuple[int, ...]:
    """By square, the squares from which a piece with these rays attacks it on an empty board."""
    backwards = [(ray if color else ray.mirrored()).reversed() for ray in rays if ray.capture]
    return tuple(
        0
        if piece_type == chess.PAWN and _own_rank(square, color) == 1
        else sum({BIT[at] for ray in backwards for at in squares_along(square, ray)})
        for square in chess.SQUARES
    )


class Attacker(NamedTuple):
    """A piece type, hero or not, and its rays from White's side."""

    piece_type: chess.PieceType
    hero: bool
    rays: Rays


@lru_cache(maxsize=8)
def attack_groups(color: chess.Color, attackers: frozenset[Attacker]) -> tuple[AttackGroups, tuple[int, ...]]:
    """By square, the attackers of `color`; and the squares where a piece that moves away could open a line to it."""
    codes_by_ray: dict[Ray, set[int]] = {}
    for attacker in attackers:
        codes = {
            code_of(attacker.piece_type, color, hero=attacker.hero, shielded=shielded) for shielded in (False, True)
        }
        for ray in attacker.rays:
            if ray.capture:
                seen = ray if color else ray.mirrored()
                codes_by_ray.setdefault(seen.reversed()._replace(quiet=False), set()).update(codes)
    directions = sorted(
        {(ray.files, ray.ranks) for ray in codes_by_ray}, key=lambda step: (bool(step[0] and step[1]), step)
    )
    groups, lines = [], []
    for square in chess.SQUARES:
        paths = [way for step in directions if (way := _attack_path(color, square, step, codes_by_ray))]
        groups.append(tuple(_attack_group(group) for group in _attack_path_groups(paths)))
        lines.append(sum({BIT[at] for path in paths for at, _ in path[:-1]}))
    return tuple(groups), tuple(lines)


def _attack_path(
    color: chess.Color, square: chess.Square, direction: tuple[int, int], codes_by_ray: dict[Ray, set[int]]
) -> tuple[tuple[int, frozenset[int]], ...]:
    rays = {ray: codes for ray, codes in codes_by_ray.items() if (ray.files, ray.ranks) == direction}
    longest = max(rays, key=lambda ray: ray.reach)
    path = []
    for distance, at in enumerate(squares_along(square, longest), start=1):
        codes = frozenset(code for ray, those in rays.items() if ray.reach >= distance for code in those)
        if _own_rank(square, color) == 1:
            # A pawn never moves to its own first rank, so it never attacks it.
            codes = frozenset(code for code in codes if (code - 1) % 6 + 1 != chess.PAWN)
        if not codes:
            break
        path.append((at, codes))
    return tuple(path)


def _attack_path_groups(
    paths: list[tuple[tuple[int, frozenset[int]], ...]],
) -> Iterator[list[tuple[tuple[int, frozenset[int]], ...]]]:
    """The paths in groups: lines first, then leaps, each of at most `SQUARES_IN_GROUP` squares."""
    paths = sorted(paths, key=lambda path: len(path) == 1)
    group: list[tuple[tuple[int, frozenset[int]], ...]] = []
    squares = 0
    for path in paths:
        if group and (squares + len(path) > SQUARES_IN_GROUP):
            yield group
            group, squares = [], 0
        group.append(path)
        squares += len(path)
    if group:
        yield group


def _attack_group(paths: list[tuple[tuple[int, frozenset[int]], ...]]) -> tuple[int, AttackReach]:
    return sum({BIT[at] for path in paths for at, _ in path}), AttackReach(paths)


def _once(items: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(items))

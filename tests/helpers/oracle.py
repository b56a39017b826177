"""A second opinion on which moves are legal: a slow mailbox that makes each move and looks whether the king hangs.

It shares nothing with `game.rules`: 64 characters instead of bitboards, and a list of steps for each upgrade, written
down by hand from the sentence on its card, instead of Betza's notation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STRAIGHT = ((0, 1), (1, 0), (0, -1), (-1, 0))
DIAGONAL = ((1, 1), (1, -1), (-1, -1), (-1, 1))
KNIGHT = ((1, 2), (2, 1), (2, -1), (1, -2), (-1, -2), (-2, -1), (-2, 1), (-1, 2))
FAR = 7


class Step(NamedTuple):
    """A piece's way to move, as White sees it."""

    piece: str
    files: int
    ranks: int
    reach: int = 1
    quiet: bool = True
    capture: bool = True


def _steps(
    piece: str, vectors: Iterable[tuple[int, int]], reach: int = 1, *, quiet: bool = True, capture: bool = True
) -> list[Step]:
    return [Step(piece, files, ranks, reach, quiet, capture) for files, ranks in vectors]


STANDARD = [
    *_steps("N", KNIGHT),
    *_steps("B", DIAGONAL, FAR),
    *_steps("R", STRAIGHT, FAR),
    *_steps("Q", STRAIGHT + DIAGONAL, FAR),
    *_steps("K", STRAIGHT + DIAGONAL),
]
ADDED: dict[str, list[Step]] = {
    "sidling_rooks": _steps("R", DIAGONAL, capture=False),
    "shifty_bishops": _steps("B", STRAIGHT, capture=False),
    "trotters": _steps("N", STRAIGHT + DIAGONAL, capture=False),
    "chargers": _steps("N", [(0, 1)]),
    "retreat": _steps("N", [(0, -1), (1, -1), (-1, -1)]),
    "backstep": _steps("P", [(0, -1)], capture=False),
    "kings_leap": _steps("K", KNIGHT, capture=False),
    "rook_hop": _steps("R", [(2, 2), (2, -2), (-2, 2), (-2, -2)], capture=False),
    "ram_rooks": _steps("R", [(1, 1), (-1, 1)]),
    "lancer_bishops": _steps("B", [(0, 1)]),
    "nimble_bishops": _steps("B", [*STRAIGHT, (0, 2), (2, 0), (0, -2), (-2, 0)], capture=False),
    "fanged_queen": _steps("Q", KNIGHT, quiet=False),
    "fencing_king": _steps("K", DIAGONAL, 2),
    "crab_pawns": _steps("P", [(1, 0), (-1, 0)], capture=False),
    "backstab_pawns": _steps("P", [(1, -1), (-1, -1)], quiet=False),
    "amazon": _steps("Q", KNIGHT),
    "nightriders": _steps("N", KNIGHT, FAR),
    "dragon_rooks": _steps("R", DIAGONAL),
}
TORPEDO_RANKS = (2, 3, 4)
"""Further ranks, from 0, as their owner counts, for a double step."""
MOVEMENT = (*ADDED, "torpedo")


class Mailbox:
    """A position, read from a FEN, and the upgrades of (White, Black)."""

    def __init__(self, fen: str, white: Iterable[str], black: Iterable[str]) -> None:
        placement, turn, self.castling, en_passant, *_ = fen.split()
        rows = reversed(placement.split("/"))
        self.squares = list("".join("." * int(c) if c.isdigit() else c for row in rows for c in row))
        self.white_to_move = turn == "w"
        self.en_passant = None if en_passant == "-" else square(en_passant)
        owned = {True: tuple(white), False: tuple(black)}
        self.torpedo = {color: "torpedo" in ids for color, ids in owned.items()}
        self.steps = {color: _by_letter(ids, white=color) for color, ids in owned.items()}

    def legal_moves(self) -> set[str]:
        """All legal moves as UCI."""
        moves = {uci(*move) for move in list(self._pseudo_moves()) if self._is_safe(*move[:2])}
        return moves | set(self._castling())

    def _pseudo_moves(self) -> Iterator[tuple[int, int, str]]:
        for origin, letter in enumerate(self.squares):
            if letter == "." or letter.isupper() != self.white_to_move:
                continue
            if letter in "Pp":
                yield from self._pawn_moves(origin)
            for step in self.steps[self.white_to_move].get(letter, ()):
                for target in self._along(origin, step):
                    occupied = self.squares[target] != "."
                    allowed = step.capture and self._is_enemy(target) if occupied else step.quiet
                    if allowed and not (letter in "Pp" and self._own_rank(target) == 0):
                        yield origin, target, ""

    def _along(self, origin: int, step: Step) -> Iterator[int]:
        file, rank = origin % 8, origin // 8
        for _ in range(step.reach):
            file, rank = file + step.files, rank + step.ranks
            if not (0 <= file < 8 and 0 <= rank < 8):
                return
            yield rank * 8 + file
            if self.squares[rank * 8 + file] != ".":
                return

    def _pawn_moves(self, origin: int) -> Iterator[tuple[int, int, str]]:
        ahead = 8 if self.white_to_move else -8
        if self.squares[origin + ahead] == ".":
            yield from self._arrivals(origin, origin + ahead)
            ranks = (1, *TORPEDO_RANKS) if self.torpedo[self.white_to_move] else (1,)
            if self._own_rank(origin) in ranks and self.squares[origin + 2 * ahead] == ".":
                yield origin, origin + 2 * ahead, ""
        for side in (-1, 1):
            target = origin + ahead + side
            if abs(target % 8 - origin % 8) == 1 and (self._is_enemy(target) or target == self.en_passant):
                yield from self._arrivals(origin, target)

    def _arrivals(self, origin: int, target: int) -> Iterator[tuple[int, int, str]]:
        for promotion in "qrbn" if self._own_rank(target) == 7 else ("",):
            yield origin, target, promotion

    def _own_rank(self, where: int) -> int:
        return where // 8 if self.white_to_move else 7 - where // 8

    def _is_enemy(self, where: int) -> bool:
        letter = self.squares[where]
        return letter != "." and letter.isupper() != self.white_to_move

    def _is_safe(self, origin: int, target: int) -> bool:
        before = self.squares[:]
        letter = self.squares[origin]
        if letter in "Pp" and target == self.en_passant and abs(target - origin) in (7, 9):
            self.squares[target + (-8 if self.white_to_move else 8)] = "."
        self.squares[target], self.squares[origin] = letter, "."
        safe = not self._attacked(self.squares.index("K" if self.white_to_move else "k"))
        self.squares = before
        return safe

    def _attacked(self, where: int) -> bool:
        """Whether the side that is not to move could capture on a square that the mover holds or passes."""
        enemy_is_white = not self.white_to_move
        ahead = 1 if enemy_is_white else -1
        for origin, letter in enumerate(self.squares):
            if letter == "." or letter.isupper() != enemy_is_white:
                continue
            if letter in "Pp" and abs(where % 8 - origin % 8) == 1 and where // 8 - origin // 8 == ahead:
                return True
            # No pawn goes to its own first rank, not even to give mate.
            if letter in "Pp" and self._own_rank(where) == 7:
                continue
            for step in self.steps[enemy_is_white].get(letter, ()):
                if step.capture and where in self._along(origin, step):
                    return True
        return False

    def _castling(self) -> Iterator[str]:
        first = 0 if self.white_to_move else 56
        king, rook = ("K", "R") if self.white_to_move else ("k", "r")
        wings = ((king, 7, (5, 6), (4, 5, 6)), ("Q" if self.white_to_move else "q", 0, (1, 2, 3), (4, 3, 2)))
        for right, corner, empty, touched in wings:
            if right not in self.castling or self.squares[first + 4] != king or self.squares[first + corner] != rook:
                continue
            if any(self.squares[first + file] != "." for file in empty):
                continue
            if not any(self._attacked_by_passing(first + file, first + 4) for file in touched):
                yield uci(first + 4, first + touched[-1], "")

    def _attacked_by_passing(self, where: int, king: int) -> bool:
        before = self.squares[:]
        self.squares[king], self.squares[where] = ".", before[king]
        attacked = self._attacked(where)
        self.squares = before
        return attacked


def _by_letter(upgrades: Iterable[str], *, white: bool) -> dict[str, list[Step]]:
    table: dict[str, list[Step]] = {}
    for step in [*STANDARD, *(step for each in upgrades for step in ADDED.get(each, []))]:
        letter = step.piece if white else step.piece.lower()
        table.setdefault(letter, []).append(step if white else step._replace(ranks=-step.ranks))
    return table


def square(name: str) -> int:
    """The number of a square by its name: 28 for e4."""
    return "abcdefgh".index(name[0]) + 8 * (int(name[1]) - 1)


def uci(origin: int, target: int, promotion: str) -> str:
    """The move between two numbered squares."""
    return "".join("abcdefgh"[each % 8] + str(each // 8 + 1) for each in (origin, target)) + promotion

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
    "hopping_bishops": _steps("B", [(0, 2), (2, 0), (0, -2), (-2, 0)], capture=False),
    "dancing_queen": _steps("Q", KNIGHT, capture=False),
    "biting_bishops": _steps("B", STRAIGHT, quiet=False),
}
HEROES: dict[str, list[Step]] = {
    "knight_hero": _steps("N", STRAIGHT),
    "bishop_hero": _steps("B", STRAIGHT),
    "rook_hero": _steps("R", DIAGONAL),
    "paladin": _steps("N", STRAIGHT + DIAGONAL),
}
"""What single pieces have, those that the layers name."""
TORPEDO_RANKS = (2, 3, 4)
"""Further ranks, from 0, as their owner counts, for a double step."""
MOVEMENT = (*ADDED, *HEROES, "torpedo")


class Mailbox:
    """A position, read from a FEN and the text of its layers, and the upgrades of (White, Black)."""

    def __init__(self, fen: str, white: Iterable[str], black: Iterable[str], layers: str = "") -> None:
        placement, turn, self.castling, en_passant, *_ = fen.split()
        rows = reversed(placement.split("/"))
        self.squares = list("".join("." * int(c) if c.isdigit() else c for row in rows for c in row))
        self.white_to_move = turn == "w"
        self.en_passant = None if en_passant == "-" else square(en_passant)
        owned = {True: tuple(white), False: tuple(black)}
        self.torpedo = {color: "torpedo" in ids for color, ids in owned.items()}
        self.steps = {color: _by_letter(ids, white=color, table=ADDED) for color, ids in owned.items()}
        self.hero_steps = {color: _by_letter(ids, white=color, table=HEROES) for color, ids in owned.items()}
        self.poison = {color: "poison_pawns" in ids for color, ids in owned.items()}
        self.early = {color: "fast_track" in ids for color, ids in owned.items()}
        self.castles_through_check = {color: "escape_artist" in ids for color, ids in owned.items()}
        heroes, shields, self.charges, self.fallen = layers.split(" ") if layers else ("-",) * 4
        self.heroes, self.shields = _named(heroes), _named(shields)

    def legal_moves(self) -> set[str]:
        """All legal moves as UCI, with passes and revivals."""
        moves = {uci(*move) for move in list(self._pseudo_moves()) if self._is_safe(*move[:2])}
        return moves | set(self._castling()) | set(self._instead_of_a_move())

    def check(self) -> bool:
        """Whether the king of the side to move could be captured where he stands; one of two never."""
        king = "K" if self.white_to_move else "k"
        return self.squares.count(king) == 1 and self._attacked(self.squares.index(king))

    def _instead_of_a_move(self) -> Iterator[str]:
        mine = str.upper if self.white_to_move else str.lower
        if mine("p") in self.charges and not self.check():
            yield "0000"
        if mine("r") not in self.charges:
            return
        for letter in {each for each in self.fallen if each == mine(each)} - {"-"}:
            for where, there in enumerate(self.squares):
                if there != "." or self._own_rank(where) not in ((1,) if letter in "Pp" else (0, 1)):
                    continue
                self.squares[where] = letter
                if not self.check():
                    yield f"{letter.upper()}@{uci(where, where, '')[:2]}"
                self.squares[where] = "."

    def _pseudo_moves(self) -> Iterator[tuple[int, int, str]]:
        for origin, letter in enumerate(self.squares):
            if letter == "." or letter.isupper() != self.white_to_move:
                continue
            if letter in "Pp":
                yield from self._pawn_moves(origin)
            for step in self._steps_of(origin, letter):
                for target in self._along(origin, step):
                    occupied = self.squares[target] != "."
                    allowed = step.capture and self._is_enemy(target) if occupied else step.quiet
                    if allowed and letter in "Pp" and self._own_rank(target) != 0:
                        yield from self._arrivals(origin, target)
                    elif allowed and letter not in "Pp":
                        yield origin, target, ""

    def _steps_of(self, origin: int, letter: str) -> list[Step]:
        white = letter.isupper()
        own = self.hero_steps[white].get(letter, []) if origin in self.heroes else []
        return [*self.steps[white].get(letter, []), *own]

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
                yield from self._arrivals(origin, origin + 2 * ahead)
        for side in (-1, 1):
            target = origin + ahead + side
            if abs(target % 8 - origin % 8) == 1 and (self._is_enemy(target) or target == self.en_passant):
                yield from self._arrivals(origin, target)

    def _arrivals(self, origin: int, target: int) -> Iterator[tuple[int, int, str]]:
        rank = self._own_rank(target)
        early = rank == 6 and self.early[self.white_to_move]
        for promotion in "qrbn" if rank == 7 else ("", *"qrbn") if early else ("",):
            yield origin, target, promotion

    def _own_rank(self, where: int) -> int:
        return where // 8 if self.white_to_move else 7 - where // 8

    def _is_enemy(self, where: int) -> bool:
        letter = self.squares[where]
        return letter != "." and letter.isupper() != self.white_to_move

    def _is_safe(self, origin: int, target: int) -> bool:
        before = self.squares[:]
        letter, victim = self.squares[origin], target
        if letter in "Pp" and target == self.en_passant and abs(target - origin) in (7, 9):
            victim = target + (-8 if self.white_to_move else 8)
        poisoned = self._is_enemy(victim) and self.squares[victim] in "Pp" and self.poison[not self.white_to_move]
        if poisoned and letter in "Kk":
            return False
        if not (self._is_enemy(victim) and victim in self.shields):
            self.squares[victim] = self.squares[origin] = "."
            self.squares[target] = "." if poisoned else letter
        safe = not self.check()
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
            for step in self._steps_of(origin, letter):
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
            passed = () if self.castles_through_check[self.white_to_move] else touched[:2]
            if any(self._attacked_at(first + file, first + 4) for file in passed):
                continue
            if not self._attacked_at(first + touched[2], first + 4, rook=(first + corner, first + touched[1])):
                yield uci(first + 4, first + touched[2], "")

    def _attacked_at(self, where: int, king: int, rook: tuple[int, int] | None = None) -> bool:
        """Whether the king would hang at `where`, with the `rook` moved from there to there."""
        before = self.squares[:]
        self.squares[king], self.squares[where] = ".", before[king]
        if rook is not None:
            self.squares[rook[0]], self.squares[rook[1]] = ".", before[rook[0]]
        attacked = self._attacked(where)
        self.squares = before
        return attacked


def _by_letter(upgrades: Iterable[str], *, white: bool, table: dict[str, list[Step]]) -> dict[str, list[Step]]:
    by_letter: dict[str, list[Step]] = {}
    for step in [*STANDARD, *(step for each in upgrades for step in table.get(each, []))]:
        letter = step.piece if white else step.piece.lower()
        by_letter.setdefault(letter, []).append(step if white else step._replace(ranks=-step.ranks))
    return by_letter


def _named(squares: str) -> set[int]:
    return set() if squares == "-" else {square(squares[i : i + 2]) for i in range(0, len(squares), 2)}


def square(name: str) -> int:
    """The number of a square by its name: 28 for e4."""
    return "abcdefgh".index(name[0]) + 8 * (int(name[1]) - 1)


def uci(origin: int, target: int, promotion: str) -> str:
    """The move between two numbered squares."""
    return "".join("abcdefgh"[each % 8] + str(each // 8 + 1) for each in (origin, target)) + promotion

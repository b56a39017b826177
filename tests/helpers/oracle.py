"""A second opinion on which moves are legal and what they do: a slow mailbox that makes each move and looks.

It shares nothing with `game.chess.rules`: 64 characters instead of bitboards, and a list of steps for each upgrade,
written down by hand from the sentence on its card, instead of Betza's notation.
"""

from __future__ import annotations

import re
from collections import Counter
from copy import deepcopy
from typing import TYPE_CHECKING, Any, NamedTuple

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
    "paladin": _steps("N", [*STRAIGHT, (1, 1), (-1, 1)]),
}
"""What single pieces have, those that the layers name."""
POISON = {"poison_pawns": "P", "poison_bishops": "B", "poison_queen": "Q"}
TORPEDO_RANKS = (2, 3, 4)
"""Further ranks, from 0, as their owner counts, for a double step."""
KNOWN = frozenset({*ADDED, *HEROES, *POISON, "torpedo", "fast_track", "escape_artist"})
"""The upgrades that the mailbox knows by name; of all others it knows what FEN and layers say."""


class Mailbox:
    """A position, read from a FEN and the text of its layers, and the upgrades of (White, Black)."""

    def __init__(self, fen: str, white: Iterable[str], black: Iterable[str], layers: str = "") -> None:
        placement, turn, castling, en_passant, halfmoves, number = fen.split()
        rows = reversed(placement.split("/"))
        self.squares = list("".join("." * int(c) if c.isdigit() else c for row in rows for c in row))
        self.white_to_move = turn == "w"
        self.castling = castling.replace("-", "")
        self.halfmoves, self.number = int(halfmoves), int(number)
        self.en_passant = None if en_passant == "-" else square(en_passant)
        owned = {True: tuple(white), False: tuple(black)}
        self.torpedo = {color: "torpedo" in ids for color, ids in owned.items()}
        self.steps = {color: _by_letter(ids, white=color, table=ADDED) for color, ids in owned.items()}
        self.hero_steps = {color: _by_letter(ids, white=color, table=HEROES) for color, ids in owned.items()}
        self.poison = {color: "".join(POISON.get(each, "") for each in ids) for color, ids in owned.items()}
        self.early = {color: "fast_track" in ids for color, ids in owned.items()}
        self.castles_through_check = {color: "escape_artist" in ids for color, ids in owned.items()}
        heroes, shields, charges, fallen = layers.replace("-", "").split(" ") if layers else ("",) * 4
        self.heroes, self.shields = _named(heroes), _named(shields)
        self.charges, self.fallen = Counter(charges), Counter(fallen)
        self.past: list[dict[str, Any]] = []

    def legal_moves(self) -> set[str]:
        """All legal moves as UCI, with passes and revivals."""
        moves = {uci(*move) for move in list(self._pseudo_moves()) if self._is_safe(*move[:2])}
        return moves | set(self._castling()) | set(self._instead_of_a_move())

    def check(self) -> bool:
        """Whether the king of the side to move could be captured where he stands; one of two never."""
        king = "K" if self.white_to_move else "k"
        return self.squares.count(king) == 1 and self._attacked(self.squares.index(king))

    def _instead_of_a_move(self) -> Iterator[str]:
        if self.charges[self._mine("p")] and not self.check():
            yield "0000"
        if not self.charges[self._mine("r")]:
            return
        for letter in (each for each, count in self.fallen.items() if count and each == self._mine(each)):
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
        server = self._victim(origin, target)
        if self._is_enemy(server) and server in self.shields:
            # Only the shield goes; the pawn stays what and where it is.
            yield origin, target, ""
            return
        rank = self._own_rank(target)
        early = rank in (5, 6) and self.early[self.white_to_move]
        for promotion in "qrbn" if rank == 7 else ("", *"qrbn") if early else ("",):
            yield origin, target, promotion

    def _own_rank(self, where: int) -> int:
        return where // 8 if self.white_to_move else 7 - where // 8

    def _is_enemy(self, where: int) -> bool:
        letter = self.squares[where]
        return letter != "." and letter.isupper() != self.white_to_move

    def _mine(self, letter: str) -> str:
        return letter.upper() if self.white_to_move else letter.lower()

    def _victim(self, origin: int, target: int) -> int:
        """Where the piece stands, if there is one, that a move there captures."""
        if self.squares[origin] in "Pp" and target == self.en_passant and abs(target - origin) in (7, 9):
            return target + (-8 if self.white_to_move else 8)
        return target

    def _is_poisonous(self, where: int) -> bool:
        return self._is_enemy(where) and self.squares[where].upper() in self.poison[not self.white_to_move]

    def _is_safe(self, origin: int, target: int) -> bool:
        before = self.squares[:]
        letter, server = self.squares[origin], self._victim(origin, target)
        poisoned = self._is_poisonous(server)
        if poisoned and letter in "Kk":
            return False
        if not (self._is_enemy(server) and server in self.shields):
            self.squares[server] = self.squares[origin] = "."
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

    # --- making moves ---------------------------------------------------------------------------------------------

    def play(self, move: str) -> None:
        """Make a legal move (UCI), or "rewind", with all that follows from it."""
        if move == "rewind":
            self._rewind()
            return
        self.past.append({name: deepcopy(getattr(self, name)) for name in _CHANGING})
        self.halfmoves += 1
        self.number += not self.white_to_move
        if move == "0000":
            self.charges[self._mine("p")] -= 1
            self.en_passant = None
        elif "@" in move:
            self._bring_back(self._mine(move[0]), square(move[2:]))
        else:
            self._move(square(move[:2]), square(move[2:4]), move[4:])
        self.white_to_move = not self.white_to_move

    def _rewind(self) -> None:
        self.charges[self._mine("w")] -= 1
        spent = {letter: self.charges[letter] for letter in "Ww"}
        self.past.pop()
        vars(self).update(self.past.pop())
        self.charges.update({letter: count - self.charges[letter] for letter, count in spent.items()})

    def _bring_back(self, letter: str, where: int) -> None:
        self.squares[where] = letter
        self.fallen[letter] -= 1
        self.charges[self._mine("r")] -= 1
        self.halfmoves, self.en_passant = 0, None

    def _move(self, origin: int, target: int, promotion: str) -> None:
        letter, server = self.squares[origin], self._victim(origin, target)
        self.en_passant = None
        dies = self._is_poisonous(server)
        if self._is_enemy(server) or (letter in "Pp" and self._own_rank(target) > self._own_rank(origin)):
            self.halfmoves = 0
        if self._is_enemy(server) and server in self.shields:
            self.shields.remove(server)
            return
        self._loses_rights(letter, origin, target)
        if self._is_enemy(server):
            self._falls(server)
        self._carry(origin, target)
        if letter in "Kk" and abs(target - origin) == 2:
            self._carry(target + 1 if target > origin else target - 2, (origin + target) // 2)
        if dies:
            self._falls(target)
        elif promotion:
            self.squares[target] = self._mine(promotion)
        elif letter in "Pp" and abs(target - origin) == 16:
            self.en_passant = (origin + target) // 2

    def _loses_rights(self, letter: str, origin: int, target: int) -> None:
        corners = {square("h1"): "K", square("a1"): "Q", square("h8"): "k", square("a8"): "q"}
        lost = {corners.get(origin), corners.get(target)}
        if letter in "Kk":
            lost |= {self._mine("k"), self._mine("q")}
        self.castling = "".join(right for right in self.castling if right not in lost)

    def _falls(self, where: int) -> None:
        letter = self.squares[where]
        self.squares[where] = "."
        self.heroes.discard(where)
        self.shields.discard(where)
        if letter in "PNBRpnbr" and self.charges["R" if letter.isupper() else "r"]:
            self.fallen[letter] += 1

    def _carry(self, origin: int, target: int) -> None:
        self.squares[target], self.squares[origin] = self.squares[origin], "."
        for layer in (self.heroes, self.shields):
            if origin in layer:
                layer.remove(origin)
                layer.add(target)

    # --- as text --------------------------------------------------------------------------------------------------

    def fen(self) -> str:
        """The position; en passant is told after each double step."""
        rows = ("".join(self.squares[8 * rank : 8 * rank + 8]) for rank in range(7, -1, -1))
        placement = re.sub(r"\.+", lambda empty: str(len(empty[0])), "/".join(rows))
        en_passant = "-" if self.en_passant is None else _name(self.en_passant)
        turn = "w" if self.white_to_move else "b"
        return f"{placement} {turn} {self.castling or '-'} {en_passant} {self.halfmoves} {self.number}"

    def layers(self) -> str:
        """What lies over the pieces, in four fields."""
        squares = ("".join(map(_name, sorted(layer))) for layer in (self.heroes, self.shields))
        charges = "".join(letter * self.charges[letter] for letter in "PRWprw")
        fallen = "".join(letter * self.fallen[letter] for letter in "PNBRpnbr")
        return " ".join(field or "-" for field in (*squares, charges, fallen))


_CHANGING = (
    "squares", "white_to_move", "castling", "en_passant", "halfmoves", "number", "heroes", "shields", "charges",
    "fallen",
)  # fmt: skip


def _by_letter(upgrades: Iterable[str], *, white: bool, table: dict[str, list[Step]]) -> dict[str, list[Step]]:
    by_letter: dict[str, list[Step]] = {}
    for step in [*STANDARD, *(step for each in upgrades for step in table.get(each, []))]:
        letter = step.piece if white else step.piece.lower()
        by_letter.setdefault(letter, []).append(step if white else step._replace(ranks=-step.ranks))
    return by_letter


def _named(squares: str) -> set[int]:
    return {square(squares[i : i + 2]) for i in range(0, len(squares), 2)}


def _name(where: int) -> str:
    return "abcdefgh"[where % 8] + str(where // 8 + 1)


def square(name: str) -> int:
    """The number of a square by its name: 28 for e4."""
    return "abcdefgh".index(name[0]) + 8 * (int(name[1]) - 1)


def uci(origin: int, target: int, promotion: str) -> str:
    """The move between two numbered squares."""
    return _name(origin) + _name(target) + promotion

"""Moves typed on the keyboard, in SAN or UCI: what a text may mean among the moves that there are. No pygame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import chess
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FIRST_LETTERS = frozenset("abcdefghNBRQKOPnrqkop0")
"""What a move can begin with."""
_IGNORED = str.maketrans({**dict.fromkeys("x+#=-: |"), "0": "O"})
LONGEST = 8


class Candidate(Struct, frozen=True):
    """A move that can be made, as it is shown and as it is sent."""

    text: str
    uci: str


def can_begin(text: str) -> bool:
    """Whether a text typed out of nowhere may be the beginning of a move."""
    return text[:1] in FIRST_LETTERS


def matching(text: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    """The moves that a text may be the beginning of.

    Those first whose usual writing begins like that. Small and capital letters are told apart where that matters
    (`bc4` is the pawn's, `Bc4` the bishop's) and are the same where it does not.
    """
    known = list(candidates)
    typed = _plain(text)
    strict = [each for each in known if _plain(each.text).startswith(typed)]
    strict += [each for each in known if each.uci.startswith(text) and each not in strict]
    if strict:
        return strict
    small = typed.lower()
    return [each for each in known if _plain(each.text).lower().startswith(small) or each.uci.startswith(small)]


def meant(text: str, candidates: Sequence[Candidate]) -> Candidate | None:
    """The move that a text says completely, if there is just one that it can be."""
    found = matching(text, candidates)
    if len(found) == 1 and _plain(text).lower() in {_plain(found[0].text).lower(), _plain(found[0].uci).lower()}:
        return found[0]
    return None


def entered(text: str, candidates: Sequence[Candidate]) -> Candidate | None:
    """The move that is meant when a text is said to be complete: the one written so, or the only one left.

    A pawn that may promote to anything becomes a queen.
    """
    found = matching(text, candidates)
    same = [each for each in found if _plain(text).lower() == _plain(each.text).lower()]
    queens = [each for each in same or found if len(each.uci) < 5 or each.uci.endswith("q") or "@" in each.uci]
    return queens[0] if len(queens) == 1 else None


def _plain(text: str) -> str:
    """Without what may be left out: captures, checks, the hyphens of castling."""
    return text.translate(_IGNORED)


def loosely(placement: dict[int, str], moves: Iterable[chess.Move]) -> list[Candidate]:
    """Candidates for moves of which nobody can say yet how they would be written: queued ones."""
    return [Candidate(_loose_text(placement, move), move.uci()) for move in moves]


def _loose_text(placement: dict[int, str], move: chess.Move) -> str:
    piece, target = placement.get(move.from_square, "P").upper(), chess.square_name(move.to_square)
    if piece == "K" and abs(chess.square_file(move.from_square) - chess.square_file(move.to_square)) == 2:
        return "O-O" if chess.square_file(move.to_square) == 6 else "O-O-O"
    if piece != "P":
        return piece + target
    same_file = chess.square_file(move.from_square) == chess.square_file(move.to_square)
    text = target if same_file else f"{chess.square_name(move.from_square)[0]}x{target}"
    return f"{text}={chess.piece_symbol(move.promotion).upper()}" if move.promotion else text

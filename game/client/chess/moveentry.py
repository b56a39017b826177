"""Moves typed on the keyboard, in SAN or UCI: which of the possible moves a text may mean. No pygame."""

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
UNDERPROMOTIONS = frozenset("rbn")


class Candidate(Struct, frozen=True):
    """A possible move, as it is shown and as it is sent."""

    text: str
    uci: str


def can_begin(text: str) -> bool:
    """Whether a typed text may be the beginning of a move."""
    return text[:1] in FIRST_LETTERS


def matching(text: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    """The moves that a text may be the beginning of.

    First an exact match, then moves whose usual notation begins like that. Case matters only where it distinguishes
    (`bc4` is the pawn's, `Bc4` the bishop's).
    """
    known = list(candidates)
    typed = _plain(text)
    strict = [each for each in known if _plain(each.text).startswith(typed)]
    strict += [each for each in known if each.uci.startswith(text) and each not in strict]
    small = typed.lower()
    found = strict or [
        each for each in known if _plain(each.text).lower().startswith(small) or each.uci.lower().startswith(small)
    ]
    return sorted(found, key=lambda each: not _is_written(text, each))


def default_choice(text: str, found: Sequence[Candidate]) -> int | None:
    """The move that the text means: an exact match, or the only one left.

    A pawn that may promote to anything becomes a queen.
    """
    same = [i for i, each in enumerate(found) if _is_written(text, each)]
    likely = same or [i for i, each in enumerate(found) if each.uci[4:] not in UNDERPROMOTIONS]
    return likely[0] if len(likely) == 1 else None


def _is_written(text: str, move: Candidate) -> bool:
    """Whether a text is the whole move."""
    return _plain(text).lower() in {_plain(move.text).lower(), move.uci.lower()}


def _plain(text: str) -> str:
    """The text without optional characters: captures, checks, the hyphens of castling."""
    return text.translate(_IGNORED)


def loosely(placement: dict[int, str], moves: Iterable[chess.Move]) -> list[Candidate]:
    """Candidates for queued moves, whose exact notation is not known yet."""
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

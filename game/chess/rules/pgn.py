"""A game in PGN, such that no program that reads it ever shows a wrong position: it shows the right one, or stops.

Whatever standard notation can say is written as moves. Before the first move that a standard program could not read,
or would read as another one, the moves end, and a comment tells the rest in our own notation. A pass is the null move
"--"; moves that were taken back are a variation beside what was played instead.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import chess
from msgspec import Struct

from game.chess.rules.board import REWIND
from game.chess.rules.notation import NO_MOVE, play_and_notate
from game.chess.rules.result import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from game.chess.rules.board import Board

WIDTH = 79
"""Columns, less than 80 by the PGN standard (8.2.1)."""
NULL_MOVE = "--"
OUR_RULES = "By the rules of Underdog:"
"""How the comment begins that tells what standard notation cannot."""
TAKEN_BACK = "Taken back:"
_TERMINATIONS = {
    Reason.FLAG: "time forfeit",
    Reason.FLAG_DRAW: "time forfeit",
    Reason.ABANDONED: "abandoned",
}
"""In the words of the standard (9.8.1); every other ending is "normal"."""
_ROSTER: dict[str, str] = {
    "Event": "?",
    "Site": "?",
    "Date": "????.??.??",
    "Round": "?",
    "White": "?",
    "Black": "?",
    "Result": "*",
}
"""The seven tags that every game has, in this order (8.1.1), and what they say when nothing is known."""


class _Node(Struct):
    """A move of the tree, and what was played in its place before it was taken back."""

    uci: str
    instead_of: list[list[_Node]] = []


def pgn(start: Board, moves: Iterable[str], tags: Mapping[str, str], result: str = "*") -> str:
    """A game in PGN. `start` is not changed.

    A start position other than that of chess, if only in who may castle, is told by the tags SetUp and FEN (9.7).
    """
    known = {**tags, "Result": result}
    if start.fen() != chess.STARTING_FEN:
        known |= {"SetUp": "1", "FEN": start.fen()}
    head = [*{**_ROSTER, **{name: known[name] for name in _ROSTER if name in known}}.items()]
    head += sorted((name, value) for name, value in known.items() if name not in _ROSTER)
    text = " ".join([*_movetext(start, moves), result])
    lines = textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)
    return "\n".join([*(f'[{name} "{_escaped(value)}"]' for name, value in head), "", *lines, ""])


def termination(reason: str | None) -> str:
    """The tag Termination for an ending's reason; None while the game goes on."""
    if reason is None:
        return "unterminated"
    return next((told for each, told in _TERMINATIONS.items() if each == reason), "normal")


def time_control(clock_ms: int, increment_ms: int) -> str:
    """The tag TimeControl (9.6.1), in seconds."""
    seconds, increment = (f"{ms / 1000:g}" for ms in (clock_ms, increment_ms))
    return f"{seconds}+{increment}" if increment_ms else seconds


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


# --- the tree -----------------------------------------------------------------------------------------------------


def _tree(moves: Iterable[str]) -> tuple[list[_Node], list[list[_Node]]]:
    """The moves that stand, and what was taken back at the end with nothing played instead."""
    line: list[_Node] = []
    taken: list[list[_Node]] = []
    for move in moves:
        if move == REWIND:
            # Who takes back more at once takes back one longer line.
            onward, taken = (taken[0] if taken else []), taken[1:]
            if onward:
                onward[0].instead_of += taken
            taken = [line[-2:] + onward]
            del line[-2:]
        else:
            line.append(_Node(move, taken))
            taken = []
    return line, taken


# --- the text -----------------------------------------------------------------------------------------------------


def _movetext(start: Board, moves: Iterable[str]) -> list[str]:
    line, taken_at_the_end = _tree(moves)
    tokens = _tokens(start, line, follows=True)
    end = start.copy(stack=False)
    for node in line:
        _play(end, node.uci)
    for taken in taken_at_the_end:
        tokens += _taken_back(end, taken)
    return tokens


def _tokens(board: Board, line: Sequence[_Node], *, follows: bool) -> list[str]:
    """The moves of a line from `board`'s position on, with numbers and variations.

    `follows` is whether a standard program has come that far. What it cannot follow from somewhere on is a comment.
    """
    board = board.copy(stack=False)
    readable = _readable(board, line) if follows else len(line)
    tokens: list[str] = []
    numbered = False
    for i, node in enumerate(line):
        if i == readable:
            tokens.append(f"{{{OUR_RULES}")
            numbered = False
        if board.turn or not numbered:
            tokens.append(f"{board.fullmove_number}." if board.turn else f"{board.fullmove_number}...")
        before = board.copy(stack=False)
        tokens.append(_play(board, node.uci))
        numbered = not node.instead_of
        for taken in node.instead_of:
            tokens += _variation(before, taken, follows=follows and i < readable)
    if readable < len(line):
        tokens[-1] += "}"
    return tokens


def _variation(board: Board, line: Sequence[_Node], *, follows: bool) -> list[str]:
    if follows and not _readable(board, line):
        return _taken_back(board, line)
    first, *others = _tokens(board, line, follows=follows)
    return [f"({first}", *others[:-1], f"{others[-1]})"]


def _taken_back(board: Board, line: Sequence[_Node]) -> list[str]:
    """A comment, where nothing was played instead or no standard program can follow."""
    *others, last = _tokens(board, line, follows=False)
    return [f"{{{TAKEN_BACK}", *others, f"{last}}}"]


def _readable(board: Board, line: Sequence[_Node]) -> int:
    """How many of the moves every standard program reads as what they were."""
    board, reader = board.copy(stack=False), chess.Board(board.fen())
    if reader.fen() != board.fen():
        return 0
    for count, node in enumerate(line):
        text = _play(board, node.uci)
        try:
            reader.push_san(text)
        except ValueError:
            return count
        if reader.fen() != board.fen():
            return count
    return len(line)


def _play(board: Board, uci: str) -> str:
    """Make a move and return what is written for it."""
    return play_and_notate(board, uci).replace(NO_MOVE, NULL_MOVE)

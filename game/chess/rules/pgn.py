"""Games in PGN that every program can read without ever showing a wrong position.

Moves are written as long as a standard program reads them correctly. From the first other move on, a comment has the
rest in our notation. A pass is the null move "--". Moves that were taken back are a variation of the moves that
replaced them.
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
"""The start of a comment with moves that standard notation cannot express."""
TAKEN_BACK = "Taken back:"
_TERMINATIONS = {
    Reason.FLAG: "time forfeit",
    Reason.FLAG_DRAW: "time forfeit",
    Reason.ABANDONED: "abandoned",
}
"""The standard's terms (9.8.1). Every other reason is "normal"."""
_ROSTER: dict[str, str] = {
    "Event": "?",
    "Site": "?",
    "Date": "????.??.??",
    "Round": "?",
    "White": "?",
    "Black": "?",
    "Result": "*",
}
"""The seven tags that every game has, in the standard's order (8.1.1), with their values when nothing is known."""


class _Node(Struct):
    """A move of the tree, and the lines that it replaced after a rewind."""

    uci: str
    instead_of: list[list[_Node]] = []


def pgn(start: Board, moves: Iterable[str], tags: Mapping[str, str], result: str = "*") -> str:
    """A game in PGN.

    A start position that differs from standard chess, even in castling rights only, gets the tags SetUp and FEN (9.7).

    Args:
        start: the start position; not changed.
        moves: UCI or `REWIND`, all legal.
        tags: name -> value; the seven standard tags may be missing.
        result: "1-0", "0-1", "1/2-1/2" or "*".
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
    """The value of the tag Termination. `reason` is a value of `Reason`, or None while the game goes on."""
    if reason is None:
        return "unterminated"
    return next((term for each, term in _TERMINATIONS.items() if each == reason), "normal")


def time_control(clock_ms: int, increment_ms: int) -> str:
    """The value of the tag TimeControl (9.6.1), in seconds."""
    seconds, increment = (f"{ms / 1000:g}" for ms in (clock_ms, increment_ms))
    return f"{seconds}+{increment}" if increment_ms else seconds


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


# --- the tree -----------------------------------------------------------------------------------------------------


def _tree(moves: Iterable[str]) -> tuple[list[_Node], list[list[_Node]]]:
    """The moves of the game as a tree, and the lines taken back at the end that nothing has replaced."""
    line: list[_Node] = []
    taken: list[list[_Node]] = []
    for move in moves:
        if move == REWIND:
            # Two rewinds in a row take back one longer line.
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
    """The moves of a line from the position of `board` on, with move numbers and variations.

    `follows` is whether a standard program has read everything so far. Where it could not go on, a comment begins.
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
    """A comment with a line that was taken back, where a variation is impossible."""
    *others, last = _tokens(board, line, follows=False)
    return [f"{{{TAKEN_BACK}", *others, f"{last}}}"]


def _readable(board: Board, line: Sequence[_Node]) -> int:
    """How many moves of the line a standard program reads correctly."""
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
    """Make a move and return its notation."""
    return play_and_notate(board, uci).replace(NO_MOVE, NULL_MOVE)

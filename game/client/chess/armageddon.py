"""The announcement of an Armageddon game: why there is one, and its terms. No pygame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from game.client import texts

if TYPE_CHECKING:
    from game.client.chess.model import ChessModel
    from netcode.messages import BoardState, Colour

COLORS: tuple[Colour, Colour] = ("white", "black")


class Terms(Struct, frozen=True):
    """What is announced before the game."""

    title: str
    lines: tuple[str, ...]


def terms(match: ChessModel) -> Terms | None:
    """The announcement, while an Armageddon game is about to begin."""
    state = match.board
    if state is None or not state.armageddon or state.phase != "countdown":
        return None
    points = texts.points(match.score(state.players["white"]))
    lines = [texts.armageddon_why(points, state.game - 1)]
    lines += [texts.armageddon_side(_who(match, state, color), color, _seconds(state, color)) for color in COLORS]
    return Terms(texts.ARMAGEDDON_TITLE, (*lines, texts.armageddon_draw(_who(match, state, "black"))))


def _who(match: ChessModel, state: BoardState, color: Colour) -> str:
    pid = state.players[color]
    return texts.YOU if pid == match.room.pid else match.name_of(pid)


def _seconds(state: BoardState, color: Colour) -> int:
    return round((state.clocks_ms.white if color == "white" else state.clocks_ms.black) / 1000)

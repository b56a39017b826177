"""The game that decides: why there is one, and its terms. No pygame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from game.client import texts

if TYPE_CHECKING:
    from game.client.net.session import Session
    from netcode.messages import BoardState, Colour

COLORS: tuple[Colour, Colour] = ("white", "black")


class Terms(Struct, frozen=True):
    """What is announced before it begins."""

    title: str
    lines: tuple[str, ...]


def terms(session: Session) -> Terms | None:
    """The announcement, while the deciding game is about to begin."""
    state = session.board
    if state is None or not state.armageddon or state.phase != "countdown":
        return None
    points = texts.points(session.score(state.players["white"]))
    lines = [texts.armageddon_why(points, state.game - 1)]
    lines += [texts.armageddon_side(_who(session, state, color), color, _seconds(state, color)) for color in COLORS]
    return Terms(texts.ARMAGEDDON_TITLE, (*lines, texts.armageddon_draw(_who(session, state, "black"))))


def _who(session: Session, state: BoardState, color: Colour) -> str:
    pid = state.players[color]
    return texts.YOU if pid == session.pid else session.name_of(pid)


def _seconds(state: BoardState, color: Colour) -> int:
    return round((state.clocks_ms.white if color == "white" else state.clocks_ms.black) / 1000)

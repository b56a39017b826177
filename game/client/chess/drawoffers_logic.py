"""Offers of a draw, as this player or spectator sees them. No pygame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct

from game.client import texts

if TYPE_CHECKING:
    from game.client.net.session import Session

Stage: TypeAlias = Literal["none", "may offer", "offered", "asked"]


class DrawOffer(Struct, frozen=True):
    """Where it stands: there are no draws to speak of, one may offer one, has offered one, or is asked."""

    stage: Stage = "none"
    usable: bool = False
    hint: str = ""


def draw_offer(session: Session) -> DrawOffer:
    """What can be done about a draw now."""
    state = session.board
    if state is None or session.color is None or state.armageddon:
        # In Armageddon a draw is Black's win.
        return DrawOffer()
    playing = state.phase == "playing" and session.connection == "online"
    if state.phase == "playing" and state.draw_offer is not None:
        mine = state.draw_offer == session.color
        return DrawOffer("offered" if mine else "asked", playing, texts.DRAW_OFFERED if mine else "")
    wait = state.draw_wait.white if session.color == "white" else state.draw_wait.black
    hint = texts.draw_again_after(wait) if wait and state.phase == "playing" else ""
    return DrawOffer("may offer", playing and not wait, hint)


def offer_line(session: Session) -> str:
    """To everybody but the one who offers: that there is an offer."""
    state = session.board
    if state is None or state.phase != "playing" or state.draw_offer is None or state.draw_offer == session.color:
        return ""
    return next(
        (texts.offers_draw(session.name_of(pid)) for color, pid in state.players.items() if color == state.draw_offer),
        "",
    )

"""The state of draw offers, as this player or spectator sees them. No pygame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct

from game.client import texts

if TYPE_CHECKING:
    from game.client.chess.model import ChessModel

Stage: TypeAlias = Literal["none", "may offer", "offered", "asked"]


class DrawOffer(Struct, frozen=True):
    """The state: no offers possible, may offer, has offered, or is asked."""

    stage: Stage = "none"
    usable: bool = False
    hint: str = ""


def draw_offer(match: ChessModel) -> DrawOffer:
    """What can be done about a draw now."""
    state = match.board
    if state is None or match.color is None or state.armageddon:
        # In Armageddon a draw is Black's win.
        return DrawOffer()
    playing = state.phase == "playing" and match.room.online
    if state.phase == "playing" and state.draw_offer is not None:
        mine = state.draw_offer == match.color
        return DrawOffer("offered" if mine else "asked", playing, texts.DRAW_OFFERED if mine else "")
    wait = state.draw_wait.white if match.color == "white" else state.draw_wait.black
    hint = texts.draw_again_after(wait) if wait and state.phase == "playing" else ""
    return DrawOffer("may offer", playing and not wait, hint)


def offer_line(match: ChessModel) -> str:
    """The line that tells everybody but the offering player that there is an offer."""
    state = match.board
    if state is None or state.phase != "playing" or state.draw_offer is None or state.draw_offer == match.color:
        return ""
    return next(
        (texts.offers_draw(match.name_of(pid)) for color, pid in state.players.items() if color == state.draw_offer),
        "",
    )

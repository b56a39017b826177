"""The facts on a nameplate: plain data between the match screen's logic and the widget. No pygame."""

from __future__ import annotations

from msgspec import Struct


class PlateFacts(Struct, frozen=True):
    """The facts on a nameplate."""

    name: str = ""
    piece: str = "K"
    """The FEN letter of the king in the player's colour."""
    captured: str = ""
    """FEN letters of captured pieces, in the order in which to show them."""
    lead: int = 0
    """By how many pawns' worth this player is ahead; not shown below one."""
    here: bool = True
    line: int | None = None
    """How good their connection is, from 0 (gone) to 4; None: not known yet."""
    note: str = ""
    """Instead of captures: that the player is gone, say."""
    portrait: str = ""
    """Which pup the player is; empty: only their colour is shown."""

"""What people can ask of a match. A player is named by the number they have in the room (`pid`)."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct


class MakeMove(Struct, frozen=True, tag=True):
    """Play `move` (UCI) in the position after `ply` half-moves.

    `lag_ms` is the lag that the client claims, `rtt_ms` the round trip that the server measured itself (None: unknown):
    together they say how much of the elapsed time was the network's.
    """

    player: int
    move: str
    ply: int
    lag_ms: int = 0
    rtt_ms: int | None = None


class ChooseUpgrade(Struct, frozen=True, tag=True):
    """Take `upgrade` out of the player's open offer."""

    player: int
    upgrade: str


class Resign(Struct, frozen=True, tag=True):
    """Lose the running game."""

    player: int


class OfferDraw(Struct, frozen=True, tag=True):
    """Offer a draw; it stands until answered, or until the opponent moves."""

    player: int


class AnswerDraw(Struct, frozen=True, tag=True):
    """Accept or decline the opponent's offer."""

    player: int
    accept: bool


class Abandon(Struct, frozen=True, tag=True):
    """The player stays away from the running game, and the opponent has decided: a draw, or the opponent's win."""

    player: int
    draw: bool


class PlayAgain(Struct, frozen=True, tag=True):
    """After the match: wants another one, or not."""

    player: int
    again: bool


class Forfeit(Struct, frozen=True, tag=True):
    """The player has left for good: the opponent wins the match."""

    player: int


Command: TypeAlias = MakeMove | ChooseUpgrade | Resign | OfferDraw | AnswerDraw | Abandon | PlayAgain | Forfeit

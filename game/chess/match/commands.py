"""The commands that a match accepts. `player` is the player's number in the room (`pid`)."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct


class MakeMove(Struct, frozen=True, tag=True):
    """Play `move` (UCI) in the position after `ply` plies.

    `lag_ms` is the network's share of the elapsed time, as the client claims (None: it claims nothing).
    """

    player: int
    move: str
    ply: int
    lag_ms: int | None = None
    standin: bool = False
    """Whether a stand-in moves for a player who is away."""


class Measured(Struct, frozen=True, tag=True):
    """The server has measured the round trip of the player's connection, which limits their lag credit."""

    player: int
    rtt_ms: int


class ChooseUpgrade(Struct, frozen=True, tag=True):
    """Pick `upgrade` from the player's offer. `auto`: the server picks for a player who is away."""

    player: int
    upgrade: str
    auto: bool = False


class Resign(Struct, frozen=True, tag=True):
    """Resign the current game."""

    player: int


class OfferDraw(Struct, frozen=True, tag=True):
    """Offer a draw. It is open until the opponent answers or moves. The next one is allowed eight moves later."""

    player: int


class WithdrawDraw(Struct, frozen=True, tag=True):
    """Withdraw the player's own draw offer."""

    player: int


class AnswerDraw(Struct, frozen=True, tag=True):
    """Accept or decline the opponent's draw offer."""

    player: int
    accept: bool


class Abandon(Struct, frozen=True, tag=True):
    """End the game because the player stays away. The opponent chose the result: a draw, or their own win."""

    player: int
    draw: bool


class Hold(Struct, frozen=True, tag=True):
    """After a game: wait for the player, who is away, until `Release` or the end of the match."""

    player: int


class Release(Struct, frozen=True, tag=True):
    """Go on: the player for whom the match was held is back."""

    player: int


class PlayAgain(Struct, frozen=True, tag=True):
    """After the match: ask for another one, or take that back. None for length or base time: as proposed so far."""

    player: int
    again: bool
    best_of: int | None = None
    base_ms: int | None = None


class Forfeit(Struct, frozen=True, tag=True):
    """The opponent wins the match: the player has left for good, or (`away`) has been away for too long."""

    player: int
    away: bool = False


Command: TypeAlias = (
    MakeMove
    | Measured
    | ChooseUpgrade
    | Resign
    | OfferDraw
    | WithdrawDraw
    | AnswerDraw
    | Abandon
    | Hold
    | Release
    | PlayAgain
    | Forfeit
)

"""What people can ask of a match. A player is named by the number they have in the room (`pid`)."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct


class MakeMove(Struct, frozen=True, tag=True):
    """Play `move` (UCI) in the position after `ply` half-moves.

    `lag_ms` is how much of the elapsed time was the network's, as the client says (None: it says nothing).
    """

    player: int
    move: str
    ply: int
    lag_ms: int | None = None
    standin: bool = False
    """Whether the stand-in made it for a player who is away."""


class Measured(Struct, frozen=True, tag=True):
    """The server has measured the round trip of the player's connection, on which their lag credit rests."""

    player: int
    rtt_ms: int


class ChooseUpgrade(Struct, frozen=True, tag=True):
    """Take `upgrade` out of the player's open offer; `auto`: it was taken for a player who is away."""

    player: int
    upgrade: str
    auto: bool = False


class Resign(Struct, frozen=True, tag=True):
    """Lose the running game."""

    player: int


class OfferDraw(Struct, frozen=True, tag=True):
    """Offer a draw; it stands until answered, or until the opponent moves. The next one takes eight own moves more."""

    player: int


class WithdrawDraw(Struct, frozen=True, tag=True):
    """Take back one's own offer of a draw."""

    player: int


class AnswerDraw(Struct, frozen=True, tag=True):
    """Accept or decline the opponent's offer."""

    player: int
    accept: bool


class Abandon(Struct, frozen=True, tag=True):
    """The player stays away from the running game, and the opponent has decided: a draw, or the opponent's win."""

    player: int
    draw: bool


class Hold(Struct, frozen=True, tag=True):
    """After a game: the match waits for a player who is away, until it is released or ended."""

    player: int


class Release(Struct, frozen=True, tag=True):
    """The player for whom the match waited is back: it goes on."""

    player: int


class PlayAgain(Struct, frozen=True, tag=True):
    """After the match: wants another one, or not; of this length and with these clocks, or (None) as things stand."""

    player: int
    again: bool
    best_of: int | None = None
    base_ms: int | None = None


class Forfeit(Struct, frozen=True, tag=True):
    """The opponent wins the match, because the player has left for good, or (`away`) has stayed away for too long."""

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

"""What a bot is to do in a room."""

from __future__ import annotations

from msgspec import Struct

from game.chess.bot.levels import Level
from netcode import messages as wire


class Plan(Struct, frozen=True):
    """What a bot is to do.

    Attributes:
        name: the name that others see; a number is added if it is taken.
        level: the strength.
        code: the room to join; None opens one with `best_of`.
        matches: how many to play before leaving; 0 for as many as the opponent wants.
        pace_ms: the least time for a move, so that spectators can follow.
        spectators: whether a room that the bot opens lets others watch.
        picture: its picture (`SetProfile.picture`); empty for the default picture of its name.
    """

    name: str
    level: Level
    code: str | None = None
    best_of: wire.BestOf = 3
    matches: int = 1
    pace_ms: int = 0
    spectators: bool = False
    picture: str = ""

    def entry(self, tries: int = 0) -> wire.Request:
        """The request that leads into the room, under another name after each try."""
        name = self.name + (f" {tries + 1}" if tries else "")
        if self.code is not None:
            return wire.JoinGame(self.code, name, bot=self.level.name)
        options = wire.ChessOptions(best_of=self.best_of)
        return wire.CreateGame(options=options, name=name, spectators=self.spectators, bot=self.level.name)

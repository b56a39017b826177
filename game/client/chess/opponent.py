"""The computer opponent: a bot in a process of its own that joins the room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client import texts
from game.client.art import pups

if TYPE_CHECKING:
    from game.client.net.localservices import Bots


def computer(level: str, url: str, code: str) -> Bots:
    """The bot, at a level, for the room with this code."""
    # Deferred: the opponent's libraries must not hold up the first frame.
    from game.chess.bot.process import BotProcess

    return BotProcess(url, code, texts.COMPUTER, level, picture=pups.PICTURE + pups.COMPUTERS[level])

"""The games that the window can show, by their name on the wire. A new one is a folder of its own and a line here."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from game.client.chess.view import ENTRY as CHESS
from game.client.quiz.view import ENTRY as QUIZ

if TYPE_CHECKING:
    from collections.abc import Mapping

    from game.client.gameview import GameEntry

GAMES: Final[Mapping[str, GameEntry]] = MappingProxyType({"chess": CHESS, "quiz": QUIZ})

"""The games that a server can run. A new game is a module here, its messages, and one line in `GAMES`."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

from server.games.chess_kind import ChessKind
from server.games.interface import (
    Beat,
    Bots,
    BotTask,
    Events,
    GameKind,
    GameMachine,
    News,
    NoBots,
    Outcome,
    Seats,
    Sender,
    Thought,
    ToCommand,
    Viewer,
)
from server.games.quiz import QuizKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from server.config import Config

Games: TypeAlias = "Mapping[str, Callable[[Config], GameKind]]"
"""By the name on the wire, what makes that kind of game for a server; the first is meant where none is named."""

GAMES: Final[Games] = MappingProxyType({"chess": ChessKind, "quiz": QuizKind})

__all__ = [
    "GAMES",
    "Beat",
    "BotTask",
    "Bots",
    "Events",
    "GameKind",
    "GameMachine",
    "Games",
    "News",
    "NoBots",
    "Outcome",
    "QuizKind",
    "Seats",
    "Sender",
    "Thought",
    "ToCommand",
    "Viewer",
]

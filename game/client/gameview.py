"""The interface between the program and a game in its window.

The list of games is in `game.client.games`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from game.client.kit.widgets.base import Widget

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from game.client.context import Context
    from game.client.kit.scene import Scene
    from game.client.kit.scenestack import SceneStack
    from game.client.kit.sound import Cue
    from netcode.client import GameModel, RoomClient
    from netcode.messages.base import Request
    from netcode.messages.records import UpgradeRecord
    from netcode.messages.rooms import RoomLine


class RoomSession(Protocol):
    """The room in which a game is played, as the game's model sees it."""

    room: RoomClient

    @property
    def watching(self) -> bool:
        """Whether the person is a spectator."""

    @property
    def closed(self) -> str:
        """A sentence once the room is gone for good, while its last screen is still shown; else ""."""

    def ask(self, request: Request) -> None:
        """Send a request. Without a connection, the person is told so instead."""

    def tell(self, sentence: str) -> None:
        """Show a sentence."""

    def changed(self) -> None:
        """Note that the screens must follow a change."""

    def name_of(self, pid: int | None) -> str:
        """A member's name."""


class LobbyFacts(Struct, frozen=True):
    """What the lobby says about the game that will be played."""

    title: str
    small_print: str = ""
    seats: int = 2
    """How many people play, and must be there before the host can start."""


class Overlays(Protocol):
    """What covers a game's screen: questions, results, and whatever else comes and goes by itself."""

    def follow(self) -> bool:
        """Show what belongs there now. Whether anything has changed."""


class CardRecords(Widget):
    """A widget that shows the record of somebody's upgrades."""

    def show(self, records: Mapping[str, UpgradeRecord], best: str | None) -> None:
        """Those of somebody, by the card's name on the wire, and which one has served them best."""
        raise NotImplementedError


class GameView(Protocol):
    """One room's game in the window: its model, and everything that shows it."""

    @property
    def model(self) -> GameModel:
        """The model of the game."""

    def lobby(self) -> LobbyFacts:
        """What the lobby says."""

    def screen(self, context: Context) -> Scene:
        """The screen on which the game is played."""

    def overlays(self, context: Context, stack: SceneStack) -> Overlays:
        """What covers that screen; made together with it."""

    def leave_question(self, context: Context, on_yes: Callable[[], None]) -> Scene:
        """The question before somebody leaves a running game."""

    def sounds(self, now_ms: int) -> list[Cue]:
        """The sounds that are due since the last call."""

    def news(self, now_ms: int) -> list[str]:
        """What has happened since the last call, in sentences to be read aloud."""

    def tick(self, now_ms: int) -> int | None:
        """The time is `now_ms`. Returns in how many ms something else must be shown by time alone."""

    def remark(self) -> str:
        """What is special about this room, in a line; "" if nothing is."""

    def line_facts(self) -> list[str]:
        """For testers, beside the latency: how the connection affects the game."""


@dataclass(frozen=True)
class HomeButton:
    """A button of the home screen, and the scene that it opens."""

    text: str
    icon: str
    scene: Callable[[Context], Scene]


@dataclass(frozen=True)
class GameEntry:
    """A game that the window can show."""

    view: Callable[[RoomSession], GameView]
    """Made when one has come into a room where it is played."""
    host: HomeButton
    """Opens the choices before hosting."""
    alone: HomeButton | None
    """Opens the choices before playing without other people; None: it takes others."""
    more: tuple[HomeButton, ...]
    """Whatever else can be looked at."""
    list_line: Callable[[RoomLine], str]
    """What the list of open rooms says of one."""
    title: str = ""
    """What people call it."""
    cards: Callable[[], CardRecords] | None = None
    """Makes what shows somebody's record with the game's cards; None: it has none."""
    replay: Callable[[Context, bytes, str], Scene] | None = None
    """Shows a match that a server has recorded, or raises CannotReplay (`people.replays`); None: none can be shown.

    It gets the server's URL, too: empty where nobody knows which it was.
    """

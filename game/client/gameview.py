"""What the program asks of a game that can be played in its window, and what the game may ask of the program.

The games that there are stand in `game.client.games`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from game.client.kit.widgets.base import Widget

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from game.client.context import Context
    from game.client.kit.scene import Scene, SceneStack
    from game.client.kit.sound import Cue
    from netcode.client import GameModel, RoomClient
    from netcode.messages.base import Request
    from netcode.messages.records import UpgradeRecord
    from netcode.messages.rooms import RoomLine


class RoomSession(Protocol):
    """The room that a game is played in, as its model sees it."""

    room: RoomClient

    @property
    def watching(self) -> bool:
        """Whether one only looks on."""

    @property
    def closed(self) -> str:
        """That the room is gone for good, in a sentence, while its last screen is still shown; else empty."""

    def ask(self, request: Request) -> None:
        """Send a request; without a connection that is told instead."""

    def tell(self, sentence: str) -> None:
        """Have a sentence shown."""

    def changed(self) -> None:
        """Something that screens show has changed."""

    def name_of(self, pid: int | None) -> str:
        """A member's name."""


class LobbyFacts(Struct, frozen=True):
    """What the lobby says of the game that will be played."""

    title: str
    small_print: str = ""
    seats: int = 2
    """How many people play, and must be there before the host can start."""


class Overlays(Protocol):
    """What lies over a game's screen: questions, results, whatever comes and goes by itself."""

    def follow(self) -> bool:
        """Show what belongs there now; whether anything has changed."""


class CardRecords(Widget):
    """Shows how somebody's cards have served them."""

    def show(self, records: Mapping[str, UpgradeRecord], best: str | None) -> None:
        """Those of somebody, by the card's name on the wire, and which one has served them best."""
        raise NotImplementedError


class GameView(Protocol):
    """One room's game in the window: its model, and everything that shows it."""

    @property
    def model(self) -> GameModel:
        """What is known of the game."""

    def lobby(self) -> LobbyFacts:
        """What the lobby says."""

    def screen(self, context: Context) -> Scene:
        """The screen on which it is played."""

    def overlays(self, context: Context, stack: SceneStack) -> Overlays:
        """What lies over that screen; made with it."""

    def leave_question(self, context: Context, on_yes: Callable[[], None]) -> Scene:
        """What is asked before one leaves in the middle of it."""

    def sounds(self, now_ms: int) -> list[Cue]:
        """What is to be heard since the last call."""

    def tick(self, now_ms: int) -> int | None:
        """It is this late now; in how many ms something else is to be shown because of the time alone."""

    def remark(self) -> str:
        """What is special about this room, in a line; empty when nothing is."""

    def line_facts(self) -> list[str]:
        """For testers, beside the latency: what the connection has done to the game."""


@dataclass(frozen=True)
class HomeButton:
    """A button of the home screen, and the scene that it opens."""

    text: str
    icon: str
    scene: Callable[[Context], Scene]


@dataclass(frozen=True)
class GameEntry:
    """A game that the window knows."""

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

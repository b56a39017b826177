"""What scenes may use of the program around them. No method blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from game.client.gameview import GameEntry
    from game.client.kit.scene import Scene
    from game.client.kit.sound import Cue
    from game.client.net.localservices import Bots
    from game.client.net.nearby import NearbySearch
    from game.client.net.session import Session
    from game.client.people.faces import Faces
    from game.client.people.profiles import Profiles
    from game.client.settings import Settings
    from netcode.address import Address
    from netcode.client import Seat
    from netcode.messages.base import Options
    from netcode.messages.rooms import CreateGame


class Context(Protocol):
    """The program, as scenes see it."""

    session: Session
    settings: Settings
    games: Mapping[str, GameEntry]
    """What can be played in this window."""

    nearby: NearbySearch
    """Finds what is open on this network."""
    profiles: Profiles
    """The player on servers: account, ratings, matches."""
    faces: Faces
    """Uploaded pictures of people."""

    @property
    def addresses(self) -> list[str]:
        """The addresses at which friends find the room that is hosted here ("192.168.1.5:8765"); empty if there is
        none.
        """

    def sound(self, cue: Cue) -> None:
        """Play a sound."""

    def now_ms(self) -> int:
        """The window's clock."""

    def change_settings(self, settings: Settings) -> None:
        """Apply and save settings."""

    def push(self, scene: Scene) -> None:
        """Show a scene over this one."""

    def pop(self) -> None:
        """Remove the top scene."""

    def show(self, scene: Scene) -> None:
        """Go to another screen."""

    def home(self) -> None:
        """Go to the home screen."""

    def host(self, options: Options) -> None:
        """Start a server in this program and open a room on it. The lobby follows by itself."""

    def host_with(self, create: CreateGame, open_room: Callable[[str, CreateGame], Seat]) -> None:
        """Start a server in this program. `open_room(url, create)` opens the room there and returns its host's seat.

        It is called in the background, so it may wait. It may raise `CannotHost`.
        """

    def play_alone(self, options: Options, opponent: Callable[[str, str], Bots]) -> None:
        """Play without other people: `opponent(url, code)` makes the bot that joins the room."""

    def watch_replay(self, content: bytes, url: str) -> None:
        """Show a recorded match, or say why that is not possible."""

    def join(self, text: str) -> None:
        """Join what was typed: a code, an address, or both."""

    def join_at(self, address: Address) -> None:
        """Join a room whose address is known."""

    def rejoin(self) -> None:
        """Return to the seat of `session.saved_seat`."""

    def leave(self) -> None:
        """Leave the room and go to the home screen."""

    def copy(self, text: str, told: str) -> None:
        """Copy a text to the clipboard, and say how to use it."""

    def quit(self) -> None:
        """End the program."""

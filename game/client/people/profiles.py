"""The player's profile on one server, while it is open: the account there, and its pages.

In a room it is that room's server. In the menu it is the last server, or this program's own, which then runs as long as
the profile is open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from game.client import texts
from game.client.art import pups
from game.client.net.hosting import CannotHost
from game.client.people import profile_logic
from game.client.people.account import Account
from game.client.people.keyring import HERE
from game.client.people.menuline import MenuLine
from game.client.people.pages import Pages
from netcode.messages.records import Profile

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.net.hosting import LocalServer
    from game.client.net.localservices import LocalServices
    from game.client.people.fetch import Fetcher
    from game.client.people.keyring import Identity, Keyring
    from game.client.settings import Settings
    from netcode.messages.base import Request
    from netcode.transport import Incoming, Transport


class ProfileServer(Struct, frozen=True):
    """A server for the profile. `server` is its name in the keyring. Without a `url` it is started first."""

    server: str
    url: str = ""


class Profiles:
    """What the profile's screens ask. No method blocks."""

    def __init__(
        self,
        keyring: Keyring,
        fetcher: Fetcher,
        services: LocalServices,
        *,
        make_transport: Callable[[str], Transport],
        is_own: Callable[[str], bool],
        changed: Callable[[], None],
        tell: Callable[[str], None],
    ) -> None:
        """`services` starts this program's own server; `is_own` recognises one that runs here.

        `changed` is called when something else is to be shown, `tell` shows a sentence.
        """
        self.account = Account(keyring, self._on_somebody_else, tell)
        self._keyring = keyring
        self._fetcher = fetcher
        self._services = services
        self._is_own = is_own
        self._line = MenuLine(make_transport, self.account)
        self._changed = changed
        self._tell = tell
        self._answered = 0
        """How many answers of the fetcher have been seen."""
        self.place: ProfileServer | None = None
        """The server whose profile is open; None: none is."""
        self.pages: Pages | None = None
        """What is read from it; None: it is not there yet, or cannot be had."""
        self.problem = ""
        """Why there is nothing, in a sentence."""

    @property
    def in_room(self) -> bool:
        """Whether the connection is a room's."""
        return self.place is not None and not self._line.open and bool(self.place.url)

    @property
    def identity(self) -> Identity:
        """The player's identity on that server."""
        return self._keyring.of(self.place.server if self.place is not None else HERE)

    @property
    def is_private(self) -> bool:
        """Whether nobody on the way can read what is sent there."""
        place = self.place
        if place is None or place.server == HERE or place.url.startswith("https://"):
            return True
        return urlsplit(place.url).hostname in {"127.0.0.1", "localhost", "::1"}

    def known_as(self, name: str) -> str:
        """The player's name in lists there: the username, or a guest's name; `name` if the server has not said."""
        page = self.pages.page(profile_logic.ME, Profile) if self.pages is not None else None
        if page is None or page.value is None:
            return self.identity.username or name
        return page.value.username or page.value.name or name

    @property
    def line_problem(self) -> str:
        """Why nothing can be asked there, as a sentence; "" if it may still succeed."""
        return self._line.problem

    def introduce(self, incoming: Incoming, url: str, send: Callable[[Request], int]) -> bool:
        """Take in an event of a room's connection, and send the player's identity. True if nobody else needs it.

        On a server in this program the room is opened first, because its database is not open yet and would delay that.
        """
        return self.account.take(incoming, self._called(url), send, after_entry=self._is_own(url))

    def places(self, room_url: str, last_server: str) -> list[ProfileServer]:
        """The servers that can be chosen: the room's, or else the last one and this program's own."""
        if room_url:
            return [ProfileServer(self._called(room_url), room_url)]
        return [*([ProfileServer(last_server, last_server)] if last_server else []), ProfileServer(HERE)]

    def _called(self, url: str) -> str:
        return HERE if self._is_own(url) else url

    def welcomed(self, settings: Settings, welcome: tuple[str, str]) -> Settings:
        """The settings of a player who has signed in, with their account's name and pup."""
        name, picture = welcome
        pup = picture.removeprefix(pups.PICTURE)
        return replace(settings, name=name or settings.name, picture=pup if pup in pups.PORTRAITS else settings.picture)

    # --- looking --------------------------------------------------------------------------------------------------

    def look_at(self, place: ProfileServer, *, in_room: bool = False) -> None:
        """Open the profile there. In a room the connection already exists."""
        self.close()
        self.place = place
        self.account.clear()
        if not place.url:
            self._services.start(self._on_started, lan=False, first_port=0)
        else:
            self._open(place.url, with_line=not in_room)

    def _on_started(self, server: LocalServer) -> None:
        self._open(server.url, with_line=True)

    def _open(self, url: str, *, with_line: bool) -> None:
        place = self.place
        if place is None:
            return
        self.pages = Pages(self._fetcher, url, lambda: self._keyring.secret(place.server))
        if with_line:
            self._line.begin(url, place.server)
        self._changed()

    def retry(self) -> None:
        """Ask again for what was not available."""
        if self.pages is not None:
            self.pages.retry()
        elif self.place is not None:
            self.look_at(self.place)
        self._changed()

    def close(self) -> None:
        """The profile is closed."""
        self._line.close()
        if self._services.open:
            self._services.close()
        self.place, self.pages, self.problem = None, None, ""

    def end(self) -> None:
        """The program ends."""
        self.close()
        self._services.leave()

    def poll(self) -> None:
        """Take in what has arrived."""
        try:
            self._services.poll()
        except CannotHost as error:
            self.problem = str(error)
            self._changed()
        answered, self._answered = self._answered, self._fetcher.answered
        if self._line.poll() or answered != self._answered:
            self._changed()
        if problem := self._keyring.take_problem():
            self._tell(problem)

    def _on_somebody_else(self) -> None:
        """The server knows the player as somebody else than before."""
        if self.pages is not None:
            self.pages.forget()
        self._changed()


def name_of(place: ProfileServer, *, hidden: bool) -> str:
    """A server's display name. `hidden`: without its address, which strangers could use."""
    if hidden and place.server != HERE:
        return texts.SOME_SERVER
    return texts.THIS_COMPUTER if place.server == HERE else place.server.partition("://")[2]

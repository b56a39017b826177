"""Oneself on one server, as long as one looks at it: the account there, and the pages that are read from it.

The server is the one of the room that one is in; in the menu, the last one that was joined, or this program's own,
which is started for as long as somebody looks.
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
    """A server to look at. `server`: how the keyring calls it; without a `url` it is started first."""

    server: str
    url: str = ""


class Profiles:
    """What screens ask about oneself; no method blocks."""

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
        """`services` start the program's own server; `is_own` tells the one of a room that is hosted here.

        `changed` is called when something else is to be shown, `tell` has a sentence shown.
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
        """The server that is looked at; None: nobody looks."""
        self.pages: Pages | None = None
        """What is read from it; None: it is not there yet, or cannot be had."""
        self.problem = ""
        """Why there is nothing, in a sentence."""

    @property
    def in_room(self) -> bool:
        """Whether the line is that of a room that one is in."""
        return self.place is not None and not self._line.open and bool(self.place.url)

    @property
    def identity(self) -> Identity:
        """Who one is on the server that is looked at."""
        return self._keyring.of(self.place.server if self.place is not None else HERE)

    @property
    def is_private(self) -> bool:
        """Whether nobody on the way can read what is sent there."""
        place = self.place
        if place is None or place.server == HERE or place.url.startswith("https://"):
            return True
        return urlsplit(place.url).hostname in {"127.0.0.1", "localhost", "::1"}

    def known_as(self, name: str) -> str:
        """What the lists there call one: one's username, or a guest's name; `name` where the server has not said."""
        page = self.pages.page(profile_logic.ME, Profile) if self.pages is not None else None
        if page is None or page.value is None:
            return self.identity.username or name
        return page.value.username or page.value.name or name

    @property
    def line_problem(self) -> str:
        """Why nothing can be asked there, in a sentence; empty while one may hope."""
        return self._line.problem

    def introduce(self, incoming: Incoming, url: str, send: Callable[[Request], int]) -> bool:
        """Look at what arrives over the line of a room, and say who one is; True if nobody else needs it.

        A server in this program opens the room first: it is not yet ready to look anybody up, and makes requests wait.
        """
        return self.account.take(incoming, self._called(url), send, after_entry=self._is_own(url))

    def places(self, room_url: str, last_server: str) -> list[ProfileServer]:
        """What can be looked at: the server of the room that one is in; else the last one, and this program's own."""
        if room_url:
            return [ProfileServer(self._called(room_url), room_url)]
        return [*([ProfileServer(last_server, last_server)] if last_server else []), ProfileServer(HERE)]

    def _called(self, url: str) -> str:
        return HERE if self._is_own(url) else url

    def welcomed(self, settings: Settings, welcome: tuple[str, str]) -> Settings:
        """The settings of somebody who has signed in: called as their account is, with its pup."""
        name, picture = welcome
        pup = picture.removeprefix(pups.PICTURE)
        return replace(settings, name=name or settings.name, picture=pup if pup in pups.PORTRAITS else settings.picture)

    # --- looking --------------------------------------------------------------------------------------------------

    def look_at(self, place: ProfileServer, *, in_room: bool = False) -> None:
        """Begin to look at oneself there; in a room the line is there already."""
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
        """Ask again for what could not be had."""
        if self.pages is not None:
            self.pages.retry()
        elif self.place is not None:
            self.look_at(self.place)
        self._changed()

    def close(self) -> None:
        """Nobody looks any more."""
        self._line.close()
        if self._services.open:
            self._services.close()
        self.place, self.pages, self.problem = None, None, ""

    def end(self) -> None:
        """The program ends."""
        self.close()
        self._services.leave()

    def poll(self) -> None:
        """Go on with what has arrived."""
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
        """The server knows one as somebody else than before, or better than before."""
        if self.pages is not None:
            self.pages.forget()
        self._changed()


def name_of(place: ProfileServer, *, hidden: bool) -> str:
    """What people call a server; `hidden`: without its address, which strangers could use."""
    if hidden and place.server != HERE:
        return texts.SOME_SERVER
    return texts.THIS_COMPUTER if place.server == HERE else place.server.partition("://")[2]

"""Oneself on a server that the test itself plays: what it would tell over HTTP, and its end of the line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from game.client.people.fetch import CannotFetch, Fetcher, Fetching
from game.client.people.keyring import KeyFile, Keyring
from game.client.people.profiles import Profiles
from tests.helpers.fake_transport import FakeTransport

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.net.localservices import LocalServices
    from game.client.people.keyring import Identity
    from netcode.transport import Transport


class NoFile(KeyFile):
    """Keeps identities for as long as the test lasts."""

    def __init__(self, problem: str = "") -> None:
        self.kept: dict[str, Identity] = {}
        self.problem = problem

    def load(self) -> tuple[dict[str, Identity], str]:
        return dict(self.kept), ""

    def save(self, servers: dict[str, Identity]) -> str:
        self.kept = dict(servers)
        return self.problem


class Shelf(Fetcher):
    """Has what the test has put there, by path; the rest is not known, or `away` says why there is no answer."""

    def __init__(self, **pages: Any) -> None:
        self.pages: dict[str, Any] = dict(pages)
        self.answered = 0
        self.asked: list[tuple[str, str]] = []
        """Paths, and with which secret."""
        self.away = ""
        self.slow = False
        """Whether answers are still on their way."""

    def put(self, path: str, page: Any) -> None:
        """The server has that."""
        self.pages[path] = page

    def fetch(self, url: str, path: str, secret: str = "", most: int = 0) -> Fetching:
        del url, most
        self.asked.append((path, secret))
        fetching = Fetching()
        if self.slow:
            return fetching
        if self.away:
            fetching.error = CannotFetch(self.away)
        elif path in self.pages:
            page = self.pages[path]
            fetching.content = page if isinstance(page, bytes) else msgspec.json.encode(page)
        else:
            fetching.error = CannotFetch("Not here.", 404)
        return fetching


class NoServices:
    """Starts no server."""

    open = False

    def __init__(self) -> None:
        self.started = 0

    def start(self, *_then: object, **_how: object) -> None:
        self.started += 1
        self.open = True

    def poll(self) -> None:
        """Nothing gets ready."""

    def close(self) -> None:
        self.open = False

    def leave(self) -> None:
        self.open = False


class FakePeople:
    """The profiles of a program, and the test's ends of them."""

    def __init__(self, tell: Callable[[str], None] = lambda _: None) -> None:
        self.file = NoFile()
        self.keyring = Keyring(self.file)
        self.shelf = Shelf()
        self.services = NoServices()
        self.lines: list[FakeTransport] = []
        self.changes = 0
        services: LocalServices = self.services  # type: ignore[assignment]
        self.profiles = Profiles(
            self.keyring,
            self.shelf,
            services,
            make_transport=self._connect,
            is_own=lambda _url: False,
            changed=self._on_change,
            tell=tell,
        )

    def _connect(self, url: str) -> Transport:
        self.lines.append(FakeTransport(url))
        return self.lines[-1]

    def _on_change(self) -> None:
        self.changes += 1

    @property
    def line(self) -> FakeTransport:
        """The test's end of the latest line."""
        return self.lines[-1]

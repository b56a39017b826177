"""Pages read from one server. Each is fetched once, and kept until something has changed there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from game.client import texts
from game.client.people.fetch import NOT_FOUND

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.people.fetch import Fetcher, Fetching

T = TypeVar("T")
UNKNOWN = frozenset({401, NOT_FOUND})
"""What HTTP calls it when the server knows no such person or thing."""


class Page(Generic[T]):
    """A page that is loading, loaded (`value`), not there (`missing`), or not available (`problem`)."""

    def __init__(self, fetching: Fetching, kind: type[T]) -> None:
        self._fetching = fetching
        self._kind = kind
        self.value: T | None = None
        self.problem = ""
        """Why it cannot be shown, in a sentence."""
        self.missing = False
        """Whether the server knows nothing of it."""

    @property
    def coming(self) -> bool:
        """Whether it is on its way."""
        return self.value is None and not self.problem and not self.missing

    def poll(self) -> None:
        """Take over what has arrived."""
        if not self.coming or not self._fetching.done:
            return
        error, content = self._fetching.error, self._fetching.content
        if error is not None:
            self.missing = error.status in UNKNOWN
            self.problem = "" if self.missing else str(error)
        elif content is not None:
            self._read(content)

    def _read(self, content: bytes) -> None:
        if self._kind is bytes:
            self.value = content  # type: ignore[assignment] # decoded as asked
            return
        try:
            self.value = msgspec.json.decode(content, type=self._kind)
        except (msgspec.DecodeError, UnicodeDecodeError):
            self.problem = texts.ODD_SERVER


class Pages:
    """The pages of the server at `url`, as seen by the owner of the secret."""

    def __init__(self, fetcher: Fetcher, url: str, secret: Callable[[], str]) -> None:
        self._fetcher = fetcher
        self._secret = secret
        self._pages: dict[str, Page[Any]] = {}
        self.url = url

    def page(self, path: str, kind: type[T]) -> Page[T]:
        """The page at this path, fetched if it has not been yet."""
        page: Page[T] | None = self._pages.get(path)
        if page is None:
            page = Page(self._fetcher.fetch(self.url, path, self._secret()), kind)
            self._pages[path] = page
        page.poll()
        return page

    def raw(self, path: str, most: int) -> Page[bytes]:
        """The bytes at this path up to a limit, fetched each time."""
        return Page(self._fetcher.fetch(self.url, path, self._secret(), most), bytes)

    def forget(self) -> None:
        """Fetch everything anew when it is next needed."""
        self._pages.clear()

    def retry(self) -> None:
        """Fetch anew what was not available."""
        self._pages = {path: page for path, page in self._pages.items() if not page.problem}

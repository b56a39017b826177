"""Uploaded pictures of people, fetched in the background from the current server.

A person is shown as the pup of their name until the picture has arrived, or if it cannot be fetched.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import pygame

from game.client import texts
from game.client.art import pups
from game.pictures.header import header_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.people.fetch import Fetcher, Fetching
    from game.client.people.ownface import OwnFace
    from game.client.picturefile import Shrinking
    from game.client.settings import Settings

UPLOADED: Final = "/avatars/"
OWN: Final = "own"
"""`Settings.picture` of a player with a picture of their own, and that picture's name."""
MOST_BYTES: Final = 300_000
MOST_PIXELS: Final = 512 * 512


class Faces:
    """Names for `paint_portrait`: of an uploaded picture or of a pup."""

    def __init__(
        self,
        fetcher: Fetcher,
        bring: Callable[[str, pygame.Surface], None],
        brought: Callable[[str], pygame.Surface | None],
        file: OwnFace,
        shrinking: Shrinking,
    ) -> None:
        """`bring` stores a picture under a name for the painter; `brought` tells whether it is still there.

        The player's own picture is in a `file`.
        """
        self._fetcher = fetcher
        self._bring = bring
        self._brought = brought
        self._file = file
        self.shrinking = shrinking
        """Makes the player's picture from the file that they chose."""
        self._coming: dict[str, tuple[str, Fetching]] = {}
        self._gone: set[tuple[str, str]] = set()
        """Those that cannot be had, or shown."""
        self.image = file.load()
        """The player's own; empty: there is none."""
        if self.image and not self._take(OWN, self.image):
            self.image = b""

    def portrait(self, url: str, name: str, picture: str | None) -> str:
        """The name for a person known to the server at `url`; "" if that server cannot be asked."""
        if picture is None or not picture.startswith(UPLOADED):
            return pups.portrait_for(name, (picture or "").removeprefix(pups.PICTURE))
        if self._brought(picture) is not None:
            return picture
        if url and (url, picture) not in self._gone and picture not in self._coming:
            self._coming[picture] = url, self._fetcher.fetch(url, picture, most=MOST_BYTES)
        return pups.portrait_for(name)

    def own(self, settings: Settings) -> str:
        """The name for the player's own picture."""
        if settings.picture == OWN and self.image and (self._brought(OWN) or self._take(OWN, self.image)):
            return OWN
        return pups.portrait_for(settings.name, settings.picture)

    def keep(self, image: bytes) -> str:
        """Set the player's own picture. Returns a sentence if it could not be saved, else ""."""
        if not self._take(OWN, image):
            return texts.PICTURE_UNREADABLE
        self.image = image
        return self._file.save(image)

    def poll(self) -> bool:
        """Take in what has arrived. Whether there was anything."""
        arrived = [picture for picture, (_, fetching) in self._coming.items() if fetching.done]
        for picture in arrived:
            url, fetching = self._coming.pop(picture)
            if fetching.content is None or not self._take(picture, fetching.content):
                self._gone.add((url, picture))
        return bool(arrived) or self.shrinking.done

    def _take(self, name: str, content: bytes) -> bool:
        header = header_of(content)
        if header is None or header.format != "png" or header.pixels > MOST_PIXELS:
            return False
        try:
            self._bring(name, pygame.image.load(io.BytesIO(content)))
        except pygame.error:
            return False
        return True

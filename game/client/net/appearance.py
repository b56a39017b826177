"""The picture that others see of this player: a pup, or an own picture that each server is sent once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcode import messages as m
from netcode.refusals import Refusal

if TYPE_CHECKING:
    from netcode.messages import base


class Appearance:
    """Decides what to send to a server, and takes in its answers. No I/O."""

    def __init__(self) -> None:
        self.pup = ""
        """As the others see it: see `Player.picture`."""
        self.image = b""
        """The player's own picture; empty: the pup is shown."""
        # Where servers have it, by their addresses.
        self._paths: dict[str, str] = {}

    def change(self, pup: str, image: bytes) -> bool:
        """Set the picture. Whether that changed it."""
        if (pup, image) == (self.pup, self.image):
            return False
        if image != self.image:
            self._paths.clear()
        self.pup, self.image = pup, image
        return True

    def request(self, url: str) -> base.Request | None:
        """The request that shows the picture to a room; None if there is nothing to show."""
        if self.image and url not in self._paths:
            return m.AddProfilePic(self.image)
        picture = self._paths[url] if self.image else self.pup
        return m.SetProfile(picture=picture) if picture else None

    def answered(self, url: str, request: base.Request, answer: m.ActionSuccess) -> base.Request | None:
        """What follows from an answer: the picture is uploaded again if the server has lost it."""
        if isinstance(request, m.AddProfilePic) and answer.ok and answer.picture is not None:
            self._paths[url] = answer.picture
        if self.lost(url, request, answer):
            del self._paths[url]
            return self.request(url)
        return None

    def lost(self, url: str, request: base.Request, answer: m.ActionSuccess) -> bool:
        """Whether the server no longer has the picture."""
        shown = request.picture if isinstance(request, m.SetProfile) else None
        return answer.error == Refusal.BAD_PICTURE and shown is not None and shown == self._paths.get(url)

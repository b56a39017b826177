"""What the others in a room are shown of oneself: a pup, or a picture that each server is given once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcode import messages as m
from netcode.refusals import Refusal

if TYPE_CHECKING:
    from netcode.messages import base


class Appearance:
    """See the module. No I/O: it says what to ask a server, and takes in what is answered."""

    def __init__(self) -> None:
        self.pup = ""
        """As the others see it: see `Player.picture`."""
        self.image = b""
        """One's own picture; empty: one is the pup."""
        # Where servers have it, by their addresses.
        self._paths: dict[str, str] = {}

    def change(self, pup: str, image: bytes) -> bool:
        """Look like this from now on; whether that is something else."""
        if (pup, image) == (self.pup, self.image):
            return False
        if image != self.image:
            self._paths.clear()
        self.pup, self.image = pup, image
        return True

    def request(self, url: str) -> base.Request | None:
        """What shows it to a room on that server; None: there is nothing to show."""
        if self.image and url not in self._paths:
            return m.AddProfilePic(self.image)
        picture = self._paths[url] if self.image else self.pup
        return m.SetProfile(picture=picture) if picture else None

    def answered(self, url: str, request: base.Request, answer: m.ActionSuccess) -> base.Request | None:
        """What follows from an answer: the picture once more for a server that has lost it."""
        if isinstance(request, m.AddProfilePic) and answer.ok and answer.picture is not None:
            self._paths[url] = answer.picture
        if self.lost(url, request, answer):
            del self._paths[url]
            return self.request(url)
        return None

    def lost(self, url: str, request: base.Request, answer: m.ActionSuccess) -> bool:
        """Whether the server does not have the picture any more that one has just shown."""
        shown = request.picture if isinstance(request, m.SetProfile) else None
        return answer.error == Refusal.BAD_PICTURE and shown is not None and shown == self._paths.get(url)

"""Which numbered requests of a member were done, so that a resent one is answered but not done again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zlib import crc32

from msgspec import Struct

from netcode.messages.base import encode
from netcode.messages.rooms import ListGames, Rejoin
from netcode.refusals import Refusal
from server.refused import Refused

if TYPE_CHECKING:
    from netcode.messages.base import Request

KEPT: Final = 16
_CONTENT_BITS: Final = 32
# These change nothing, and need a fresh answer each time.
_UNNUMBERED: Final = (ListGames, Rejoin)


class Done(Struct):
    """The last requests of a member that were done, the newest last. Each is one number, made of its `n` and a hash of
    its content, because every commit of the room writes all of them.
    """

    kept: list[int] = []

    @property
    def last(self) -> int:
        """The number of the newest one; 0 if there is none."""
        return self.kept[-1] >> _CONTENT_BITS if self.kept else 0

    def has(self, request: Request) -> bool:
        """Whether exactly this request was already done.

        Raises:
            Refused: NOT_NOW, if the number was used for another request, or for one too long ago to compare.
        """
        if not request.n or request.n > self.last or isinstance(request, _UNNUMBERED):
            return False
        if _number_and_content(request) not in self.kept:
            raise Refused(Refusal.NOT_NOW)
        return True

    def note(self, request: Request) -> None:
        """Add a request that was done."""
        if request.n and not isinstance(request, _UNNUMBERED):
            self.kept = [*self.kept[1 - KEPT :], _number_and_content(request)]


def _number_and_content(request: Request) -> int:
    return request.n << _CONTENT_BITS | crc32(encode(request), crc32(request.wire_name.encode()))

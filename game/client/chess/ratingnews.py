"""The rating changes of a finished match, as far as the server has told them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcode.messages import chess as m
from netcode.messages.people import Rated

if TYPE_CHECKING:
    from netcode.messages.base import Notice
    from netcode.messages.people import RatingChange


class RatingNews:
    """Follows the notices of one match after the other."""

    def __init__(self) -> None:
        self._changes: dict[str, RatingChange] = {}
        self.late = False
        """Whether the server cannot keep results at the moment, and will later."""

    def of(self, pid: int) -> RatingChange | None:
        """A player's rating change; None if there is none or it is not known yet."""
        return self._changes.get(str(pid))

    def load(self, over: m.MatchOver | None) -> None:
        """Replace everything by what the snapshot says."""
        self._changes, self.late = dict((over.ratings if over is not None else None) or {}), False

    def on(self, notice: Notice) -> None:
        """Take in a notice, if it is about ratings."""
        match notice:
            case m.MatchOver():
                self.load(notice)
            case Rated(ratings=ratings, late=late):
                self._changes, self.late = dict(ratings), late
            case _:
                pass

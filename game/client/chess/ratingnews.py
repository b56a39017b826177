"""What a finished match has done to its players' ratings, as far as the server has said."""

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
        """What it has done to a player's; None: nothing, or that is not known yet."""
        return self._changes.get(str(pid))

    def load(self, over: m.MatchOver | None) -> None:
        """Take over what the server has kept."""
        self._changes, self.late = dict((over.ratings if over is not None else None) or {}), False

    def on(self, notice: Notice) -> None:
        """Take in what the server tells, if it is about that."""
        match notice:
            case m.MatchOver():
                self.load(notice)
            case Rated(ratings=ratings, late=late):
                self._changes, self.late = dict(ratings), late
            case _:
                pass

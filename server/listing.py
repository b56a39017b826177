"""The list of open games that updates itself, for those who asked for it and sit in no room yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcode.messages import ListOfGames
from server.links import Parcel

if TYPE_CHECKING:
    from netcode.messages import Game
    from server.clock import Clock
    from server.rooms.deadlines import Deadlines
    from server.rooms.registry import Registry
    from server.sessions import Session


class Listing:
    """Tells its subscribers when the list has become another one, at most every `pause_s`."""

    def __init__(self, rooms: Registry, clock: Clock, deadlines: Deadlines, pause_s: float) -> None:
        self._rooms = rooms
        self._clock = clock
        self._deadlines = deadlines
        self._pause_ms = pause_s * 1000
        self._planned = False
        # For each subscriber the kind of game, and what they were told last.
        self._told: dict[Session, tuple[str | None, list[Game]]] = {}

    def subscribe(self, session: Session, game: str | None, told: list[Game]) -> None:
        """This connection has just been told the list of this kind of game (None: all), and wants to know more."""
        self._told[session] = (game, told)

    def unsubscribe(self, session: Session) -> None:
        """This connection does not care any more."""
        self._told.pop(session, None)

    def changed(self) -> None:
        """Some room has been opened, filled, emptied, renamed or closed."""
        if self._told and not self._planned:
            self._planned = True
            self._deadlines.set("list", self._clock.now_ms() + self._pause_ms, self._tell)

    def _tell(self) -> None:
        self._planned = False
        parcels: dict[str | None, Parcel] = {}
        for session, (game, told) in list(self._told.items()):
            if game not in parcels:
                parcels[game] = Parcel(ListOfGames(self._rooms.listing(game)))
            notice = parcels[game].notice
            assert isinstance(notice, ListOfGames)
            if notice.games != told:
                self._told[session] = (game, notice.games)
                session.link.deliver(parcels[game])

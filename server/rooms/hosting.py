"""What a host can do besides starting the game: hand over, lock the room, and set up another game."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcode.messages.rooms import LockRoom, NewGame, TransferHost, Witness
from netcode.refusals import Refusal
from server.refused import Refused
from server.rooms.audience import between_games

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netcode.messages.base import Options
    from server.games.interface import GameKind
    from server.rooms.commit import UnitOfWork
    from server.rooms.listing import Listing
    from server.rooms.room import Member, Room
    from server.rooms.roster import Roster
    from server.rooms.runner import Runner
    from server.rooms.sessions import Session


class Hosting:
    """One method per request. Each raises Refused and changes nothing, or makes the change and announces it."""

    def __init__(self, kinds: Mapping[str, GameKind], roster: Roster, listing: Listing, runner: Runner) -> None:
        self._kinds = kinds
        self._runner = runner
        self._roster = roster
        self._listing = listing

    def transfer(self, session: Session, request: TransferHost, work: UnitOfWork) -> None:
        """Make another connected member the host. If the host is a screen, the two swap roles."""
        room, host = session.hosted()
        member = room.members.get(request.pid)
        if member is None or member is host or not room.is_here(member) or not between_games(room, host):
            raise Refused(Refusal.NOT_NOW)
        work.changed = room
        # A player must not become the judge of their own game.
        self._runner.closing(room, work)
        room.host = member.pid
        if room.seats.host == "screen":
            host.role, member.role = ("player" if member.role == "player" else host.role), "screen"
        self._roster.tell(room, work)
        self._listing.changed()

    def lock(self, session: Session, request: LockRoom, work: UnitOfWork) -> None:
        """Let nobody new in, or do so again. Members can always return to their seats."""
        room, host = session.hosted()
        work.changed = room
        room.locked = request.locked
        work.announce(room, Witness(host.pid, LockRoom.wire_name, {"locked": request.locked}))
        self._listing.changed()

    def new_game(self, session: Session, request: NewGame, work: UnitOfWork) -> None:
        """Set up the next game of the same kind."""
        room, host = session.hosted()
        self.set_up_again(room, host, request.options, work)

    def set_up_again(self, room: Room, host: Member, options: Options, work: UnitOfWork) -> None:
        """Set up the next game in this room, on behalf of the host; raises Refused."""
        if (
            not between_games(room, host)
            or self._kinds.get(options.game) is not room.kind
            or room.seats.host != "screen"
        ):
            raise Refused(Refusal.NOT_NOW)
        settled = room.kind.settled(room.kind.renewed(options, room.options))
        work.changed = room
        self._runner.closing(room, work)
        room.set_up_again(settled)
        room.seq += 1
        self._roster.tell(room, work)
        work.announce(room, Witness(room.host, NewGame.wire_name))
        for notice in room.kind.in_lobby(settled, room.seq):
            work.announce(room, notice)
        self._listing.changed()

"""Whose a seat is: the person's who uses the connection that sits there, as long as no match is under way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.rooms.talk import fit_name

if TYPE_CHECKING:
    from netcode.messages.rooms import SetProfile
    from server.rooms.commit import UnitOfWork
    from server.rooms.room import Member, Room
    from server.rooms.sessions import Session
    from server.rooms.talk import Talk


def set_profile(talk: Talk, session: Session, request: SetProfile, work: UnitOfWork) -> None:
    """Change one's name or picture: that of the seat or, in the menu, of those to come; raises Refused."""
    if session.seat is None:
        name = None if request.name is None else fit_name(request.name)
        session.name, session.picture = name or session.name, request.picture or session.picture
        return
    if request.name is not None or request.picture is not None:
        talk.rename(session, request, work)
    recognise(session, work)


def sit_down(session: Session, member: Member) -> None:
    """A new seat is that of whoever uses the connection."""
    member.person = session.person
    member.picture = session.picture


def recognise(session: Session, work: UnitOfWork) -> None:
    """The connection is used by somebody else now, or by somebody at last: their seat is theirs. A match that has begun
    is played to its end by whoever began it.
    """
    seat = session.seat
    if seat is None or seat[1].person == session.person or _under_way(seat[0]):
        return
    room, member = seat
    work.changed = room
    member.person = session.person


def _under_way(room: Room) -> bool:
    return room.game is not None and not room.game.over

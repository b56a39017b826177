"""Whose a seat is: the person's who uses the connection that sits there, as long as no match is under way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from netcode.messages.people import AddProfilePic
from netcode.refusals import Refusal
from server.refused import Refused
from server.rooms.talk import fit_name

if TYPE_CHECKING:
    from netcode.messages.rooms import ActionSuccess, SetProfile
    from server.rooms.commit import UnitOfWork
    from server.rooms.room import Member, Room
    from server.rooms.sessions import Session
    from server.rooms.talk import Talk


UPLOADED: Final = "/avatars/"
"""How the path of a picture begins that somebody has uploaded."""
NOT_OWN: Final = "That picture is not yours, or not on this server any more. Upload it again."


def set_profile(talk: Talk, session: Session, request: SetProfile, work: UnitOfWork) -> None:
    """Change one's name or picture: that of the seat or, in the menu, of those to come; raises Refused."""
    check_picture(session, request.picture)
    if session.seat is None:
        name = None if request.name is None else fit_name(request.name)
        session.name, session.picture = name or session.name, request.picture or session.picture
        return
    if request.name is not None or request.picture is not None:
        talk.rename(session, request, work)
        session.picture = request.picture or session.picture
    recognise(session, work)


def check_picture(session: Session, picture: str | None) -> None:
    """Of uploaded pictures only one's own may be shown; raises Refused BAD_PICTURE."""
    if picture is not None and picture.startswith(UPLOADED) and picture != session.picture:
        raise Refused(Refusal.BAD_PICTURE, NOT_OWN)


def follow(talk: Talk, session: Session, answer: ActionSuccess, work: UnitOfWork) -> None:
    """A request about oneself has been answered: what that changes of one's seat."""
    recognise(session, work)
    if answer.ok and answer.request == AddProfilePic.wire_name and answer.picture is not None and session.seat:
        talk.show_picture(session, answer.picture, work)


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

"""Whose a seat is: the person's who uses the connection that sits there, as long as no match is under way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from netcode.messages.people import AddProfilePic, CreateLogin, Login
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
LOGINS: Final = frozenset({Login.wire_name, CreateLogin.wire_name})
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
    is_new = recognise(session, work)
    if not answer.ok or session.seat is None:
        return
    if answer.request == AddProfilePic.wire_name and answer.picture is not None:
        talk.show_picture(session, answer.picture, work)
    elif is_new and answer.request in LOGINS:
        talk.show_account(session, work)


def sit_down(session: Session, member: Member) -> None:
    """A new seat is that of whoever uses the connection."""
    member.person = session.person
    member.picture = session.picture


def recognise(session: Session, work: UnitOfWork) -> bool:
    """The connection is used by somebody else now, by somebody at last, or by nobody any more: so is its seat. A match
    that has begun is played to its end by whoever began it. Who has not said yet who they are may still be the same.

    Returns whether the seat is somebody else's from now on.
    """
    seat = session.seat
    if seat is None or not (session.person or session.signed_out):
        return False
    room, member = seat
    if session.person == (member.person if member.next_person is None else member.next_person):
        return False
    work.changed = room
    member.next_person = session.person
    hand_seats_over(room)
    return member.next_person is None


def sign_off(session: Session, work: UnitOfWork) -> None:
    """The connection is nobody's from now on: so is its seat, from the next match on."""
    session.be_nobody()
    recognise(session, work)


def seats_of(room: Room, person: str) -> list[Member]:
    """Where somebody sits now, or will from the next match on."""
    seats = [member for member in room.members.values() if not member.left]
    return [member for member in seats if person in {member.person, member.next_person}]


def hand_seats_over(room: Room) -> None:
    """Between two matches each seat goes to whoever has it from the next one on."""
    game = room.game
    if game is not None and (not game.over or game.awaits_result):
        return
    for member in room.members.values():
        if member.next_person is not None:
            member.person, member.next_person = member.next_person, None

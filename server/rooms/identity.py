"""Which person a seat belongs to: whoever uses its connection, as long as no match is under way."""

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
    """Change one's name or picture: of the seat or, outside of a room, of later seats. Raises Refused."""
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
    """Raises Refused BAD_PICTURE for an uploaded picture of somebody else."""
    if picture is not None and picture.startswith(UPLOADED) and picture != session.picture:
        raise Refused(Refusal.BAD_PICTURE, NOT_OWN)


def follow(talk: Talk, session: Session, answer: ActionSuccess, work: UnitOfWork) -> None:
    """Apply an answered request about accounts to the seat."""
    is_new = recognise(session, work)
    if not answer.ok or session.seat is None:
        return
    if answer.request == AddProfilePic.wire_name and answer.picture is not None:
        talk.show_picture(session, answer.picture, work)
    elif is_new and answer.request in LOGINS:
        talk.show_account(session, work)


def sit_down(session: Session, member: Member) -> None:
    """A new seat belongs to the person who uses the connection."""
    member.person = session.person
    member.picture = session.picture


def recognise(session: Session, work: UnitOfWork) -> bool:
    """The connection is now used by another person, or by nobody, and its seat follows. A match that has begun stays
    with the person who began it, also if that person was still being looked up then. A connection that has not said
    who it is changes nothing.

    Returns:
        Whether the seat belongs to another person from now on.
    """
    seat = session.seat
    if seat is None or not (session.person or session.signed_out):
        return False
    room, member = seat
    if session.person == (member.person if member.next_person is None else member.next_person):
        return False
    work.changed = room
    if session.said_in_time and not member.person and member.next_person is None:
        member.person = session.person
        return True
    member.next_person = session.person
    hand_seats_over(room)
    return member.next_person is None


def introduces_itself(session: Session) -> None:
    """The connection says who uses it. That is being looked up, and a match may begin meanwhile."""
    seat = session.seat
    session.said_in_time = seat is None or _between_matches(seat[0])


def sign_off(session: Session, work: UnitOfWork) -> None:
    """The connection is nobody's from now on. Its seat follows, after the current match."""
    session.be_nobody()
    recognise(session, work)


def seats_of(room: Room, person: str) -> list[Member]:
    """The seats of a person, now or from the next match on."""
    seats = [member for member in room.members.values() if not member.left]
    return [member for member in seats if person in {member.person, member.next_person}]


def hand_seats_over(room: Room) -> None:
    """Between two matches, give each seat to the person who has it from the next match on."""
    if not _between_matches(room):
        return
    for member in room.members.values():
        if member.next_person is not None:
            member.person, member.next_person = member.next_person, None


def _between_matches(room: Room) -> bool:
    game = room.game
    return game is None or (game.over and not game.awaits_result)

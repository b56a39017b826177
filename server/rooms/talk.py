"""What the members of a room say and show to each other, and what they call themselves.

Each line goes to everybody in the room, so that many spectators together could fill a player's line. What they may say
is therefore counted by room and by address, besides each connection's own limit; players have their own.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from netcode.messages.rooms import EMOTES, Chat, ChatLine, Emote, EmoteShown, SetProfile
from netcode.refusals import Refusal
from server.limits import Bucket, Rates
from server.names import UnfitNameError, clean_chat, clean_name
from server.refused import Refused
from server.rooms.blocks import Blocks

if TYPE_CHECKING:
    from server.clock import Clock
    from server.config import Config
    from server.rooms.commit import UnitOfWork
    from server.rooms.listing import Listing
    from server.rooms.room import Member, Room
    from server.rooms.roster import Roster
    from server.rooms.sessions import Session


class Talk:
    """Each method handles one request: it raises Refused having changed nothing, or changes and announces."""

    def __init__(self, config: Config, clock: Clock, roster: Roster, listing: Listing) -> None:
        self._config = config
        self._clock = clock
        self._roster = roster
        self._listing = listing
        self.blocks = Blocks()
        # What all spectators of a room may say together, and all that come from one address.
        self._by_room: dict[str, Bucket] = {}
        self._by_address = Rates(config.spectator_talk_per_s, config.spectator_talk_burst)

    def forget(self, room: Room) -> None:
        """The room has ended."""
        self._by_room.pop(room.code, None)

    def chat(self, session: Session, request: Chat, work: UnitOfWork) -> None:
        """Say something to the room."""
        room, member = session.seated()
        text = clean_chat(request.text)
        if not text:
            raise Refused(Refusal.BAD_MESSAGE)
        if len(text) > self._config.chat_characters:
            raise Refused(Refusal.TOO_LARGE)
        self._count(room, member)
        work.changed = room
        line = ChatLine(member.pid, text, member.name)
        room.chat = [*room.chat, line][-self._config.chat_lines :]
        work.announce(room, line, to=self.blocks.hearers(room, member))

    def emote(self, session: Session, request: Emote, work: UnitOfWork) -> None:
        """Show an emote to the room."""
        room, member = session.seated()
        if request.emote not in EMOTES:
            raise Refused(Refusal.BAD_MESSAGE)
        self._count(room, member)
        # A big screen is what a hundred people look at: it shows what each would else be sent a hundred times.
        watched = room.seats.host == "screen"
        hearers = self.blocks.hearers(room, member)
        if watched:
            everybody = room.members.values() if hearers is None else hearers
            hearers = [other for other in everybody if other.role == "screen" or other is member]
        work.announce(room, EmoteShown(member.pid, request.emote), to=hearers)

    def rename(self, session: Session, request: SetProfile, work: UnitOfWork) -> None:
        """Change one's name in the room, or one's picture."""
        room, member = session.seated()
        self._count(room, member)
        work.changed = room
        if request.name is not None:
            room.rename(member, fit_name(request.name))
        member.picture = request.picture or member.picture
        self._listing.changed()
        self._roster.tell_soon(room, work)

    def said(self, room: Room, hearer: Member) -> list[ChatLine]:
        """What has been said in the room, as far as this member wants to hear of it."""
        members = room.members
        return [
            line for line in room.chat if line.pid not in members or not self.blocks.hides(members[line.pid], hearer)
        ]

    def show_picture(self, session: Session, picture: str, work: UnitOfWork) -> None:
        """Let the room see another picture of a member."""
        room, member = session.seated()
        work.changed = room
        member.picture = picture
        self._roster.tell_soon(room, work)

    def show_account(self, session: Session, work: UnitOfWork) -> None:
        """Whoever has logged in is called and looks as their account says; a name that somebody else in the room has
        does not come with it. A screen is nobody, and keeps its own.
        """
        room, member = session.seated()
        if member.role == "screen":
            return
        work.changed = room
        member.picture = session.picture or member.picture
        if session.name is not None:
            with suppress(Refused):
                room.rename(member, session.name)
        self._listing.changed()
        self._roster.tell_soon(room, work)

    def _count(self, room: Room, member: Member) -> None:
        if member.role != "spectator":
            return
        config, now_ms = self._config, self._clock.now_ms()
        bucket = self._by_room.get(room.code)
        if bucket is None:
            bucket = Bucket(config.room_talk_per_s, config.room_talk_burst, now_ms)
            self._by_room[room.code] = bucket
        if not (self._by_address.take(member.address, now_ms) and bucket.take(now_ms)):
            raise Refused(Refusal.TOO_FAST, sentence="The spectators are too loud right now. Try again in a moment.")


def fit_name(text: str) -> str:
    """The name as it will be shown; raises Refused BAD_NAME."""
    try:
        return clean_name(text)
    except UnfitNameError as error:
        raise Refused(Refusal.BAD_NAME) from error

"""What members say and show to each other, and their names.

Each line goes to everybody in the room, so many spectators together could flood a player's connection. What spectators
say is therefore limited by room and by address, besides each connection's own limit. Players have limits of their own.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from netcode.messages.rooms import EMOTES, Chat, ChatLine, Emote, EmoteShown, SetProfile
from netcode.refusals import Refusal
from server.limits import Bucket, Rates
from server.names import UnfitNameError, clean_chat, clean_name
from server.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from server.clock import Clock
    from server.config import Config
    from server.rooms.commit import UnitOfWork
    from server.rooms.listing import Listing
    from server.rooms.room import Member, Room
    from server.rooms.roster import Roster
    from server.rooms.sessions import Session
    from server.rooms.watching import Watching


class Talk:
    """One method per request. Each raises Refused and changes nothing, or makes the change and announces it."""

    def __init__(self, config: Config, clock: Clock, roster: Roster, listing: Listing, watching: Watching) -> None:
        self._config = config
        self._clock = clock
        self._roster = roster
        self._listing = listing
        self.blocks = watching.blocks
        self._watching = watching
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
        self._tell(room, member, line, work, to=self.blocks.hearers(room, member))

    def emote(self, session: Session, request: Emote, work: UnitOfWork) -> None:
        """Show an emote to the room."""
        room, member = session.seated()
        if request.emote not in EMOTES:
            raise Refused(Refusal.BAD_MESSAGE)
        self._count(room, member)
        # A hundred people look at one big screen, so it alone is sent the emotes.
        watched = room.seats.host == "screen"
        hearers = self.blocks.hearers(room, member)
        if watched:
            everybody = room.members.values() if hearers is None else hearers
            hearers = [other for other in everybody if other.role == "screen" or other is member]
        self._tell(room, member, EmoteShown(member.pid, request.emote), work, to=hearers)

    def _tell(
        self,
        room: Room,
        speaker: Member,
        words: ChatLine | EmoteShown,
        work: UnitOfWork,
        *,
        to: Iterable[Member] | None,
    ) -> None:
        if speaker.role == "player":
            self._watching.tell(room, words, work, to=to)
        else:
            work.announce(room, words, to=to)

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
        """The room's chat, as far as this member may and wants to read it."""
        return self._watching.said(room, hearer)

    def show_picture(self, session: Session, picture: str, work: UnitOfWork) -> None:
        """Tell the room that a member has another picture."""
        room, member = session.seated()
        work.changed = room
        member.picture = picture
        self._roster.tell_soon(room, work)

    def show_account(self, session: Session, work: UnitOfWork) -> None:
        """Give a member who has logged in the name and picture of their account. The name is not taken over if another
        member has it. A screen is no person and keeps its own.
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
    """The name as it is shown; raises Refused BAD_NAME."""
    try:
        return clean_name(text)
    except UnfitNameError as error:
        raise Refused(Refusal.BAD_NAME) from error

"""Blocks between people, in all rooms: words and emotes of a blocked person are not sent to whoever has blocked
them.
"""

from __future__ import annotations

import hashlib
import logging
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, insert, select

from netcode.messages.people import Block, Blocked, BlockedPerson, Unblock
from netcode.messages.rooms import ActionSuccess
from netcode.refusals import Refusal
from server.packets import Packet
from server.people.tables import blocks, people
from server.people.unavailable import UnavailableError
from server.refused import Refused

if TYPE_CHECKING:
    from server.people.database import Database
    from server.rooms.blocks import Blocks
    from server.rooms.sessions import Session

MOST: Final = 500
NOT_KNOWN: Final = "The server does not know who that is, so it cannot know them again. Mute them in this room instead."
TOO_MANY: Final = "You have blocked as many people as one can."
log = logging.getLogger(__name__)


class Blocking:
    """The requests about blocks. Each is answered, or raises Refused or UnavailableError. The list of the blocked
    follows.
    """

    def __init__(self, database: Database, in_rooms: Blocks) -> None:
        self._database = database
        self._in_rooms = in_rooms

    async def load(self, person: str) -> None:
        """Tell the rooms whom this person has blocked, now that they are here."""
        try:
            await self._names(person)
        except UnavailableError as error:
            log.warning("Whom somebody has blocked could not be looked up: %s.", error)

    def merged(self, guest: str, account: str) -> None:
        """A guest was merged into an account, so their blocks are the account's."""
        self._in_rooms.merged(guest, account)

    async def block(self, session: Session, request: Block) -> ActionSuccess:
        """Block a member of one's own room, there and elsewhere."""
        room, _ = session.seated()
        member = room.members.get(request.pid)
        person = session.person
        if member is None or member.person == person:
            raise Refused(Refusal.NOT_NOW)
        if not person or not member.person:
            raise Refused(Refusal.NOT_NOW, NOT_KNOWN)
        row = {"person": person, "blocked": member.person}
        async with self._database.writing() as connection:
            known = select(blocks.c.blocked).where(blocks.c.person == person)
            before = set(await connection.scalars(known))
            if len(before) >= MOST:
                raise Refused(Refusal.NOT_NOW, TOO_MANY)
            if member.person not in before:
                await connection.execute(insert(blocks).values(row))
        await self.tell(session)
        return ActionSuccess(Block.wire_name)

    async def unblock(self, session: Session, request: Unblock) -> ActionSuccess:
        """Undo a block."""
        person = session.person
        async with self._database.writing() as connection:
            for blocked in await connection.scalars(select(blocks.c.blocked).where(blocks.c.person == person)):
                if _handle(person, blocked) == request.id:
                    lifted = delete(blocks).where(blocks.c.person == person, blocks.c.blocked == blocked)
                    await connection.execute(lifted)
        await self.tell(session)
        return ActionSuccess(Unblock.wire_name)

    async def tell(self, session: Session) -> None:
        """Tell a person, and nobody else, whom they have blocked."""
        names = await self._names(session.person) if session.person else {}
        listed = [BlockedPerson(_handle(session.person, person), name) for person, name in names.items()]
        session.connection.deliver(Packet(Blocked(listed)))

    async def _names(self, person: str) -> dict[str, str]:
        """The people that this person has blocked, with their names. The rooms are told, too."""
        asked = select(blocks.c.blocked, people.c.name, people.c.username).join(people, people.c.id == blocks.c.blocked)
        async with self._database.reading() as connection:
            rows = (await connection.execute(asked.where(blocks.c.person == person))).all()
        names = {row.blocked: row.name or row.username or "" for row in rows}
        self._in_rooms.set(person, names)
        return names


def _handle(person: str, blocked: str) -> str:
    """An id for a blocked person that does not reveal who they are: each list has another one."""
    return hashlib.sha256(f"{person} {blocked}".encode()).hexdigest()[:32]

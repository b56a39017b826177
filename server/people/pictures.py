"""Uploaded profile pictures, stored under the hash of the re-encoded picture."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from netcode.messages.people import AddProfilePic
from netcode.messages.rooms import ActionSuccess
from netcode.refusals import Refusal
from server.addresses import is_private
from server.limits import Rates
from server.people import accounts
from server.people.tables import people, pictures
from server.people.unavailable import UnavailableError
from server.refused import Refused
from server.rooms.identity import UPLOADED

if TYPE_CHECKING:
    from server.clock import Clock
    from server.config import Config
    from server.people.database import Database
    from server.pictures import PictureWork
    from server.rooms.sessions import Session

NOBODY: Final = "The server does not know yet whose picture that would be. Log in, or say which guest you are."
TOO_MANY: Final = "That was a lot of pictures at once. Try again in a minute."
NO_ROOM: Final = "This server keeps no more pictures. You can still be one of the pups."
TOO_MANY_THERE: Final = "Many pictures have come from your network. Try again tomorrow; until then be one of the pups."
DAY_S: Final = 86_400
IN_MEMORY: Final = 200
"""Pictures that were asked for last are kept at hand: a room of a hundred asks for the same ones."""


class Pictures:
    """Stores and serves profile pictures."""

    def __init__(self, config: Config, clock: Clock, database: Database, work: PictureWork) -> None:
        self._config = config
        self._clock = clock
        self._database = database
        self._work = work
        self._uploads = Rates(config.pictures_per_min / 60, config.pictures_burst)
        # Guests are free: without this limit one address could use up what the server keeps.
        self._first_uploads = Rates(config.pictures_per_address / DAY_S, config.pictures_per_address)
        self._recent: OrderedDict[str, bytes] = OrderedDict()

    async def add(self, session: Session, request: AddProfilePic) -> ActionSuccess:
        """Store a picture as this person's own; raises Refused and UnavailableError."""
        person = session.person
        if not person:
            raise Refused(Refusal.NOT_NOW, NOBODY)
        if len(request.image) > self._config.picture_bytes:
            raise Refused(Refusal.TOO_LARGE, f"A picture has at most {self._config.picture_bytes // 1024} KB.")
        if not self._uploads.take(person, self._clock.now_ms()):
            raise Refused(Refusal.TOO_FAST, TOO_MANY)
        data = await self._work.done(_portrait, request.image)
        name = hashlib.sha256(data).hexdigest()
        path = f"{UPLOADED}{name}.png"
        await self._keep(person, name, path, data, session.address)
        if session.person == person:
            session.picture = path
        return ActionSuccess(AddProfilePic.wire_name, picture=path)

    async def get(self, name: str) -> bytes | None:
        """The picture with this hash, None if it was removed (also by another process). Raises UnavailableError."""
        data = self._recent.pop(name, None)
        column = pictures.c.data if data is None else pictures.c.hash
        try:
            async with self._database.reading() as connection:
                found = await connection.scalar(select(column).where(pictures.c.hash == name))
        except UnavailableError:
            if data is None:
                raise
        else:
            data = None if found is None else data or found
        if data is not None:
            self._recent[name] = data
            if len(self._recent) > IN_MEMORY:
                self._recent.popitem(last=False)
        return data

    async def _keep(self, person: str, name: str, path: str, data: bytes, address: str) -> None:
        now_ms = self._clock.wall_ms()
        async with self._database.writing() as connection:
            there = await connection.scalar(select(pictures.c.hash).where(pictures.c.hash == name))
            shown = await connection.scalar(select(people.c.picture).where(people.c.id == person))
            # Also with a picture that is here already: whoever has one may change it for others.
            begins = not (shown or "").startswith(UPLOADED)
            if there is None:
                most, kept = self._config.pictures, await connection.scalar(select(func.count()).select_from(pictures))
                if most and kept is not None and kept >= most:
                    raise Refused(Refusal.BAD_PICTURE, NO_ROOM)
            if begins and not self._may_begin(address):
                raise Refused(Refusal.TOO_FAST, TOO_MANY_THERE)
            if there is None:
                try:
                    async with connection.begin_nested():
                        await connection.execute(insert(pictures).values(hash=name, data=data, created_at=now_ms))
                except IntegrityError:
                    # The same picture, at the same moment, by way of another process.
                    pass
            await accounts.set_profile(connection, person, None, path)

    def _may_begin(self, address: str) -> bool:
        """Whether one more person of this address may have a picture of their own."""
        return is_private(address) or self._first_uploads.take(address, self._clock.now_ms())


def _portrait(image: bytes) -> bytes:
    """The re-encoded picture. Runs on a thread of its own, which also imports Pillow."""
    from game.pictures.recoding import BadPicture, portrait

    try:
        return portrait(image)
    except BadPicture as error:
        raise Refused(Refusal.BAD_PICTURE, str(error)) from error

"""Reads and writes people in the database. Each function works within its caller's transaction."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from sqlalchemy import and_, delete, insert, or_, select, true, update
from sqlalchemy.exc import IntegrityError

from netcode.refusals import Refusal
from server.names import UnfitNameError, clean_name, look_alike_key, look_alike_keys
from server.people.tables import (
    blocks,
    guest_keys,
    match_players,
    match_upgrades,
    people,
    pictures,
    ratings,
    sessions,
    weeks,
)
from server.refused import Refused
from server.rooms.identity import UPLOADED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Row, Table
    from sqlalchemy.ext.asyncio import AsyncConnection

    from server.tokens import RandomBytes

# Words that stand for something else where a username could stand.
KEY_CHARACTERS: Final = 64
RESERVED: Final = frozenset(map(look_alike_key, ("me", "guest", "host", "screen", "server", "admin", "underdog")))
ID_BYTES: Final = 16
_COUNTS: Final = ("matches", "won", "drawn", "lost")


class Person(Struct, frozen=True):
    """A known person: an account, or a guest if there is no username and password."""

    id: str
    username: str | None
    password: str | None
    name: str
    picture: str | None
    banned: bool
    seen_at: int


def new_id(random_bytes: RandomBytes) -> str:
    """A random id."""
    return base64.urlsafe_b64encode(random_bytes(ID_BYTES)).rstrip(b"=").decode()


def clean_username(text: str) -> tuple[str, str]:
    """A new username as it is shown, and its look-alike key.

    Raises:
        Refused: BAD_NAME, or USERNAME_TAKEN if the word is reserved.
    """
    try:
        username = clean_name(text)
    except UnfitNameError as error:
        raise Refused(Refusal.BAD_NAME) from error
    key = username_key(username)
    if not key:
        raise Refused(Refusal.BAD_NAME)
    if key in RESERVED:
        raise Refused(Refusal.USERNAME_TAKEN)
    return username, key


def username_key(text: str) -> str:
    """The look-alike key of a username; a key that nobody has if the text cannot be a username."""
    try:
        return look_alike_key(clean_name(text))[:KEY_CHARACTERS]
    except UnfitNameError:
        return ""


async def find(connection: AsyncConnection, key: str) -> Person | None:
    """The account with this key."""
    return _person((await connection.execute(select(people).where(people.c.username_key == key))).first())


async def taken(connection: AsyncConnection, username: str) -> bool:
    """Whether there is an account whose username looks like this one. That two are made at once is prevented by their
    unique key.
    """
    keys = [key[:KEY_CHARACTERS] for key in look_alike_keys(username)]
    return await connection.scalar(select(people.c.id).where(people.c.username_key.in_(keys)).limit(1)) is not None


async def get(connection: AsyncConnection, person: str) -> Person | None:
    """The person with this id. For a guest who was merged into an account, the account."""
    row = (await connection.execute(select(people).where(people.c.id == person))).first()
    if row is not None and row.merged_into is not None:
        return await get(connection, row.merged_into)
    return None if row is None or row.deleted_at is not None else _person(row)


async def banned_among(connection: AsyncConnection, persons: Iterable[str]) -> list[str]:
    """Those of these people who are banned."""
    banned = select(people.c.id).where(people.c.id.in_(persons), people.c.banned == true())
    return list(await connection.scalars(banned))


async def locked(connection: AsyncConnection, person: str) -> Person | None:
    """The person with this id, locked against changes by others until the transaction ends."""
    await connection.execute(select(people.c.id).where(people.c.id == person).with_for_update())
    return await get(connection, person)


async def add(connection: AsyncConnection, person: str, now_ms: int) -> Person:
    """Add a person, who is a guest at first."""
    await connection.execute(insert(people).values(id=person, created_at=now_ms, seen_at=now_ms))
    return Person(person, None, None, "", None, banned=False, seen_at=now_ms)


async def give_login(connection: AsyncConnection, person: str, username: str, key: str, password: str) -> None:
    """Turn a guest into an account; the guest's keys stop working. Raises Refused USERNAME_TAKEN."""
    values = {"username": username, "username_key": key, "password": password}
    guest = update(people).where(people.c.id == person, people.c.username.is_(None), people.c.merged_into.is_(None))
    try:
        changed = await connection.execute(guest.values(values))
    except IntegrityError:
        raise Refused(Refusal.USERNAME_TAKEN) from None
    if changed.rowcount != 1:
        # Another connection of the same guest was quicker.
        raise Refused(Refusal.NOT_NOW)
    await connection.execute(delete(guest_keys).where(guest_keys.c.person == person))


async def set_password(connection: AsyncConnection, person: str, password: str) -> None:
    """Store another password hash."""
    await connection.execute(update(people).where(people.c.id == person).values(password=password))


async def set_profile(connection: AsyncConnection, person: str, name: str | None, picture: str | None) -> None:
    """Set the name and picture that others see; None leaves them as they are. Does nothing for a person who was erased
    meanwhile, perhaps by another process.
    """
    values = {column: value for column, value in (("name", name), ("picture", picture)) if value is not None}
    if values:
        before = await connection.scalar(select(people.c.picture).where(people.c.id == person))
        is_known = and_(people.c.id == person, people.c.deleted_at.is_(None), people.c.merged_into.is_(None))
        await connection.execute(update(people).where(is_known).values(values))
        if picture is not None and before != picture:
            await drop_unused(connection, before)


async def seen(connection: AsyncConnection, person: str, now_ms: int) -> None:
    """Note that the person was here now."""
    await connection.execute(update(people).where(people.c.id == person).values(seen_at=now_ms))


async def merge(connection: AsyncConnection, guest: str, account: str) -> None:
    """Move everything of a guest to an account; the guest's keys stop working. `merged_into` then leads to the account,
    so that unfinished matches count for it, too.
    """
    for table in (match_players, match_upgrades):
        await connection.execute(update(table).where(table.c.person == guest).values(person=account))
    for table in (ratings, weeks):
        await _merge_ratings(connection, table, guest, account)
    await connection.execute(delete(guest_keys).where(guest_keys.c.person == guest))
    await _merge_blocks(connection, guest, account)
    picture = await connection.scalar(select(people.c.picture).where(people.c.id == guest))
    merged = {"merged_into": account, "name": "", "picture": None}
    await connection.execute(update(people).where(people.c.id == guest).values(merged))
    await drop_unused(connection, picture)


async def _merge_ratings(connection: AsyncConnection, table: Table, guest: str, account: str) -> None:
    """Keep the rating of whichever has played more, and add the numbers of matches, in each game and in each week."""
    both = table.c.who.in_((guest, account))
    found = (await connection.execute(select(table).where(both).order_by(table.c.matches.desc()))).mappings().all()
    merged: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in found:
        key = tuple(row[column.name] for column in table.primary_key if column.name != "who")
        whole = merged.setdefault(key, dict(row) | {"who": account} | dict.fromkeys(_COUNTS, 0))
        for name in _COUNTS:
            whole[name] += row[name]
        if "best_streak" in row:
            whole["best_streak"] = max(whole["best_streak"], row["best_streak"])
    await connection.execute(delete(table).where(both))
    if merged:
        await connection.execute(insert(table), list(merged.values()))


async def _merge_blocks(connection: AsyncConnection, guest: str, account: str) -> None:
    """Whoever has blocked the guest has blocked the account, and the other way round."""
    concerned = blocks.select().where(
        or_(blocks.c.person.in_((guest, account)), blocks.c.blocked.in_((guest, account)))
    )
    rows = (await connection.execute(concerned)).all()
    now = {tuple(account if each == guest else each for each in row) for row in rows}
    await connection.execute(delete(blocks).where(or_(blocks.c.person == guest, blocks.c.blocked == guest)))
    for person, blocked in sorted(now - {tuple(row) for row in rows} - {(account, account)}):
        await connection.execute(insert(blocks).values(person=person, blocked=blocked))


async def erase(connection: AsyncConnection, person: str, now_ms: int) -> None:
    """Delete everything that identifies a person. An anonymous row stays, and so do their matches without the name."""
    row = (await connection.execute(select(people.c.picture).where(people.c.id == person))).one()
    await connection.execute(update(match_players).where(match_players.c.person == person).values(name=""))
    for table in (guest_keys, sessions):
        await connection.execute(delete(table).where(table.c.person == person))
    for table in (ratings, weeks):
        await connection.execute(delete(table).where(table.c.who == person))
    await connection.execute(delete(blocks).where(or_(blocks.c.person == person, blocks.c.blocked == person)))
    nobody = {"username": None, "username_key": None, "password": None, "name": "", "picture": None}
    await connection.execute(update(people).where(people.c.id == person).values(nobody | {"deleted_at": now_ms}))
    await drop_unused(connection, row.picture)


async def drop_unused(connection: AsyncConnection, picture: str | None) -> None:
    """Delete an uploaded picture that nobody shows any more."""
    if picture is None or not picture.startswith(UPLOADED):
        return
    used = await connection.scalar(select(people.c.id).where(people.c.picture == picture).limit(1))
    if used is None:
        await connection.execute(delete(pictures).where(pictures.c.hash == hash_in(picture)))


def hash_in(picture: str) -> str:
    """The hash of the uploaded picture that a path leads to."""
    return picture.removeprefix(UPLOADED).removesuffix(".png")


def _person(row: Row[Any] | None) -> Person | None:
    if row is None:
        return None
    return Person(row.id, row.username, row.password, row.name, row.picture, row.banned, row.seen_at)

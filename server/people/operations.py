"""What an operator can do with people, and the export of what a server knows about somebody."""

from __future__ import annotations

import base64
import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import msgspec
from sqlalchemy import func, or_, select, update

from server.operators.orders import CannotDoError
from server.people import accounts, sessions
from server.people.tables import (
    blocks,
    guest_keys,
    match_players,
    match_upgrades,
    matches,
    people,
    pictures,
    ratings,
    weeks,
    withheld,
)
from server.people.tables import sessions as session_table
from server.people.unavailable import UnavailableError
from server.refused import Refused
from server.rooms.identity import UPLOADED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Row, Table
    from sqlalchemy.ext.asyncio import AsyncConnection

    from server.clock import Clock
    from server.operators.orders import Order
    from server.people.database import Database
    from server.people.dismissal import Dismissal
    from server.people.passwords import Passwords

PER_PAGE: Final = 50
MOST_PAGE: Final = 1_000_000
# How a guest is told from a username.
NUMBER: Final = "#"
NOT_TOLD: Final = (
    " Redis does not answer, so other processes hear of it later, and only if this one runs until then. Say it again."
)
AWAY: Final = "The database of people cannot be reached: {error}."


class PeopleOperations:
    """Carries out an operator's orders."""

    def __init__(
        self,
        clock: Clock,
        database: Database,
        passwords: Passwords,
        dismissal: Dismissal,
    ) -> None:
        self._clock = clock
        self._database = database
        self._passwords = passwords
        self._dismissal = dismissal

    async def do(self, order: Order) -> str:
        """Carry out the order; returns what to print. Raises CannotDoError."""
        try:
            if order.command == "list":
                return await self._list(order.text, min(max(1, order.page), MOST_PAGE))
            person = await self._person(order.name)
            match order.command:
                case "reset":
                    return await self._reset(person, order.text)
                case "remove-picture":
                    return await self._remove_picture(person)
                case "ban" | "unban":
                    return await self._ban(person, banned=order.command == "ban")
                case "export":
                    return await self._export(person)
                case "delete":
                    return await self._delete(person)
                case _:
                    raise CannotDoError(f"Nothing is known of “{order.command}”.")
        except UnavailableError as error:
            raise CannotDoError(AWAY.format(error=error)) from error

    async def _person(self, name: str) -> Row[Any]:
        """The person with this username, or (with #) the only one whose id begins like this."""
        known = people.c.deleted_at.is_(None) & people.c.merged_into.is_(None)
        if name.startswith(NUMBER) and len(name) > len(NUMBER):
            is_meant = people.c.id.startswith(name.removeprefix(NUMBER), autoescape=True)
        else:
            is_meant = people.c.username_key == accounts.username_key(name)
        async with self._database.reading() as connection:
            found = (await connection.execute(select(people).where(known, is_meant).limit(2))).all()
        if len(found) > 1:
            raise CannotDoError(f"Several people have numbers that begin with {name}. Give more of it.")
        if not found:
            raise CannotDoError(f"Nobody here is called {name}. `people list` has everybody.")
        return found[0]

    # --- commands -------------------------------------------------------------------------------------------

    async def _list(self, text: str, page: int) -> str:
        played = select(func.count()).where(match_players.c.person == people.c.id).scalar_subquery()
        known = people.c.deleted_at.is_(None) & people.c.merged_into.is_(None)
        chosen = select(people, played.label("played")).where(known)
        if text:
            fits = [each.icontains(text, autoescape=True) for each in (people.c.username, people.c.name)]
            chosen = chosen.where(or_(*fits))
        order = chosen.order_by(people.c.seen_at.desc(), people.c.id).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
        async with self._database.reading() as connection:
            found = (await connection.execute(order)).all()
            total = await connection.scalar(select(func.count()).select_from(chosen.subquery()))
        pages = -(-(total or 0) // PER_PAGE)
        if not found:
            return "Nobody."
        last = [f"Page {page} of {pages}."] if pages > 1 else []
        return "\n".join([*map(_line, found), *last])

    async def _reset(self, person: Row[Any], password: str) -> str:
        if person.username is None:
            raise CannotDoError(f"{_called(person)} is a guest, who has no password.")
        try:
            kept = await self._passwords.hash(password)
        except Refused as refused:
            raise CannotDoError(refused.sentence) from refused
        async with self._database.writing() as connection:
            await accounts.set_password(connection, person.id, kept)
            await sessions.end_all(connection, person.id)
        told = await self._dismissal.log_out(person.id)
        return (
            f"{person.username} is logged out everywhere, and can log in with this password: {password}{_unless(told)}"
        )

    async def _remove_picture(self, person: Row[Any]) -> str:
        if person.picture is None:
            raise CannotDoError(f"{_called(person)} has no picture.")
        async with self._database.writing() as connection:
            await connection.execute(update(people).where(people.c.id == person.id).values(picture=None))
            await accounts.drop_unused(connection, person.picture)
        told = await self._dismissal.remove_picture(person.id)
        return f"{_called(person)} has no picture any more.{_unless(told)}"

    async def _ban(self, person: Row[Any], *, banned: bool) -> str:
        async with self._database.writing() as connection:
            await connection.execute(update(people).where(people.c.id == person.id).values(banned=banned))
            if banned:
                await sessions.end_all(connection, person.id)
        if not banned:
            return f"{_called(person)} may come in again."
        told = await self._dismissal.ban(person.id)
        return f"{_called(person)} may not come in any more.{_unless(told)}"

    async def _delete(self, person: Row[Any]) -> str:
        async with self._database.writing() as connection:
            await accounts.erase(connection, person.id, self._clock.wall_ms())
        told = await self._dismissal.log_out(person.id)
        return f"{_called(person)} is forgotten. The results of their matches stay, without the name.{_unless(told)}"

    async def _export(self, person: Row[Any]) -> str:
        async with self._database.reading() as connection:
            found = {
                "person": _readable(person._mapping),  # noqa: SLF001 - public in spite of its name, see SQLAlchemy's Row
                **{
                    table.name: await _rows(connection, table, column, person.id)
                    for table, column in _OF_A_PERSON.items()
                },
                "matches": await _matches(connection, person.id),
                "picture": await _picture(connection, person.picture),
            }
        return msgspec.json.format(msgspec.json.encode(found), indent=2).decode()


# All tables in which somebody is named, and by which column; a test asks whether one is missing.
_OF_A_PERSON: Final[Mapping[Table, str]] = {
    guest_keys: "person",
    session_table: "person",
    match_players: "person",
    match_upgrades: "person",
    ratings: "who",
    weeks: "who",
    withheld: "who",
    blocks: "person",
}


async def _rows(connection: AsyncConnection, table: Table, column: str, person: str) -> list[dict[str, object]]:
    found = (await connection.execute(select(table).where(table.c[column] == person))).mappings().all()
    return [_readable(row) for row in found]


async def _matches(connection: AsyncConnection, person: str) -> list[dict[str, object]]:
    """Without replays and opponents, which are others' data. The number leads to `/replays/NUMBER.json`."""
    chosen = select(matches.c.id, matches.c.game, matches.c.at, matches.c.reason, matches.c.rated)
    mine = chosen.join(match_players, match_players.c.match == matches.c.id).where(match_players.c.person == person)
    return [_readable(row) for row in (await connection.execute(mine.order_by(matches.c.at))).mappings().all()]


async def _picture(connection: AsyncConnection, picture: str | None) -> str | None:
    """An uploaded picture, in base64."""
    if picture is None or not picture.startswith(UPLOADED):
        return None
    name = accounts.hash_in(picture)
    data = await connection.scalar(select(pictures.c.data).where(pictures.c.hash == name))
    return None if data is None else base64.b64encode(data).decode()


def _readable(row: Mapping[Any, Any]) -> dict[str, object]:
    """The row with readable times and without secrets, even hashed ones."""
    return {
        name: _moment(value) if name == "at" or name.endswith("_at") else value
        for name, value in row.items()
        if name not in {"hash", "password"}
    }


def _moment(at_ms: object) -> str | None:
    if not isinstance(at_ms, int):
        return None
    return dt.datetime.fromtimestamp(at_ms / 1000, dt.UTC).isoformat(timespec="seconds")


def _unless(told: bool) -> str:
    """What the operator must know besides if the other processes could not be told."""
    return "" if told else NOT_TOLD


def _called(person: Row[Any]) -> str:
    return person.username or f"{person.name or 'A guest'} ({NUMBER}{person.id[:8]})"


def _line(person: Row[Any]) -> str:
    kind = "account" if person.username is not None else "guest"
    shown = f", shown as {person.name}" if person.username not in {None, person.name} else ""
    banned = ", banned" if person.banned else ""
    seen = (_moment(person.seen_at) or "")[:10]
    matches = f"{person.played} {'match' if person.played == 1 else 'matches'}"
    return f"{_called(person)}  {kind}{shown}{banned}, {matches}, last seen {seen}"

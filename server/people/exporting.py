"""What the records know of one person, as plain values: what somebody may ask to be given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from server.people.history import rfc3339
from server.people.ratings import shown
from server.people.tables import match_players, match_upgrades, matches, ratings, weeks

if TYPE_CHECKING:
    from sqlalchemy import Table
    from sqlalchemy.ext.asyncio import AsyncConnection


async def records_of(connection: AsyncConnection, person: str) -> dict[str, Any]:
    """Ratings, matches with their results, and the upgrades that were taken in them. Others are named as they were
    called in the match; ids of theirs are not told.
    """
    return {
        "ratings": await _standings(connection, ratings, person),
        "weeks": await _standings(connection, weeks, person),
        "matches": await _matches(connection, person),
    }


async def _standings(connection: AsyncConnection, table: Table, person: str) -> list[dict[str, Any]]:
    rows = await connection.execute(select(table).where(table.c.who == person).order_by(*table.primary_key))
    told = []
    for row in rows.mappings():
        values = {name: value for name, value in row.items() if name not in {"who", "mu", "sigma"}}
        told.append(values | {"rating": shown(row["mu"])})
    return told


async def _matches(connection: AsyncConnection, person: str) -> list[dict[str, Any]]:
    own = match_players.alias("own")
    where = matches.join(own, own.c.match == matches.c.id)
    rows = await connection.execute(
        select(
            matches.c.id,
            matches.c.game,
            matches.c.at,
            matches.c.reason,
            matches.c.rated,
            own.c.pid,
            own.c.name,
            own.c.score,
            own.c.place,
            own.c.result,
            own.c.rating_before,
            own.c.rating_after,
        )
        .select_from(where)
        .where(own.c.person == person)
        .order_by(matches.c.at, matches.c.id)
    )
    others = await _others(connection, person)
    upgrades = await _upgrades(connection, person)
    return [
        {
            **row,
            "at": rfc3339(row["at"]),
            "others": [name for pid, name in others.get(row["id"], []) if pid != row["pid"]],
            "upgrades": upgrades.get((row["id"], row["pid"]), []),
        }
        for row in rows.mappings()
    ]


async def _others(connection: AsyncConnection, person: str) -> dict[str, list[tuple[int, str]]]:
    mine = select(match_players.c.match).where(match_players.c.person == person)
    rows = await connection.execute(
        select(match_players.c.match, match_players.c.pid, match_players.c.name)
        .where(match_players.c.match.in_(mine))
        .order_by(match_players.c.match, match_players.c.pid)
    )
    found: dict[str, list[tuple[int, str]]] = {}
    for match, pid, name in rows:
        found.setdefault(match, []).append((pid, name))
    return found


async def _upgrades(connection: AsyncConnection, person: str) -> dict[tuple[str, int], list[dict[str, Any]]]:
    used = match_upgrades.c
    rows = await connection.execute(
        select(match_upgrades).where(used.person == person).order_by(used.match, used.upgrade)
    )
    found: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for row in rows:
        told = {"upgrade": row.upgrade, "taken": row.taken, "games": row.games, "won": row.won_games}
        found.setdefault((row.match, row.pid), []).append(told)
    return found

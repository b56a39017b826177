"""Finished matches, and a database of people to keep them in."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import insert

from server.games.interface import Contestant, GameEnd, Outcome, Usage
from server.people.database import Database
from server.people.outcomes import Finished
from server.people.ratings import BOT
from server.people.tables import people
from server.store import Result
from tests.helpers.clock import WALL_MS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import URL

DAY_MS = 86_400_000
MONDAY_MS = WALL_MS + 4 * DAY_MS
"""The first Monday of 2026, 0:00 UTC."""


def a_match(
    *people: str, number: int = 1, at_ms: int = MONDAY_MS, game: str = "chess", room: str = "room", **fields: Any
) -> Finished:
    """A match that the first of these people won; "": Wes, whom nobody knows; "bot:LEVEL": a computer."""
    players = [
        Contestant(pid, "Rex", bot=who.removeprefix(BOT)) if who.startswith(BOT) else Contestant(pid, who or "Wes", who)
        for pid, who in enumerate(people, start=1)
    ]
    told: dict[str, Any] = {
        "score": {player.pid: 2.0 if player.pid == 1 else 0.0 for player in players},
        "reason": "score",
        "places": {player.pid: 1 if player.pid == 1 else 2 for player in players},
        "games": [GameEnd(1, "checkmate"), GameEnd(1, "flag")],
        "upgrades": [Usage(2, "shield", taken=1, games=1, won=0)] if len(players) > 1 else [],
        "replay": b"a replay",
        "code": "ABCD",
        "at_ms": at_ms,
        "players": players,
    }
    return Finished(room, Outcome(game, number, **{**told, **fields}))


def in_outbox(finished: Finished) -> Result:
    """As the rooms' store has it until it is delivered."""
    return Result(finished.room, finished.outcome.match, msgspec.msgpack.encode(finished.outcome))


@asynccontextmanager
async def a_database(url: URL | str, *guests: str) -> AsyncIterator[Database]:
    """An open database with these people in it, each with their id as their name."""
    database = Database(url)
    await database.open()
    try:
        if guests:
            rows = [{"id": each, "name": each, "created_at": WALL_MS, "seen_at": WALL_MS} for each in guests]
            async with database.writing() as connection:
                await connection.execute(insert(people), rows)
        yield database
    finally:
        await database.close()

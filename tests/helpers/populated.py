"""A database of people with something in every table, as SQL: what a later version has to be able to read.

    python -m tests.helpers.populated > tests/server/people/versions/0001.sql

Once for each step of the schema, when it is released. The files of earlier steps are never made anew.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from server.people import tables
from server.people.database import Database, url_of_file

if TYPE_CHECKING:
    from sqlalchemy import Table

AT_MS = 1_767_225_600_000
ANN, BOB, CY, ONCE = (letter * 22 for letter in "abcd")
COUNTS = {"matches": 12, "won": 7, "drawn": 1, "lost": 4}
RATING = {"mu": 26.5, "sigma": 3.25, **COUNTS}

ROWS: dict[Table, list[dict[str, Any]]] = {
    tables.people: [
        {
            "id": ANN,
            "username": "Ann",
            "username_key": "ann",
            "password": "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA",
        }
        | {"name": "Ännchen 🐶", "picture": f"/avatars/{'0' * 64}.png", "created_at": AT_MS, "seen_at": AT_MS + 1},
        {"id": BOB, "name": "Bob", "picture": "pup:snow", "created_at": AT_MS, "seen_at": AT_MS, "banned": True},
        {"id": CY, "created_at": AT_MS, "seen_at": AT_MS, "merged_into": ANN},
        {"id": ONCE, "created_at": AT_MS, "seen_at": AT_MS, "deleted_at": AT_MS + 2},
    ],
    tables.guest_keys: [{"hash": b"\x00\xff" * 16, "person": BOB}],
    tables.sessions: [
        {"hash": b"\x01" * 32, "person": ANN, "created_at": AT_MS, "seen_at": AT_MS, "expires_at": 2**50}
    ],
    tables.matches: [
        {"id": "m" * 22, "room": "r" * 22, "number": 1, "game": "chess", "at": AT_MS, "reason": "mate", "rated": True}
        | {"games": '[{"winner": 1, "reason": "mate"}]', "replay": b"\x80\x00replay"},
        {"id": "n" * 22, "room": "r" * 22, "number": 2, "game": "quiz", "at": AT_MS, "reason": "over", "rated": False}
        | {"games": "[]", "replay": None},
    ],
    tables.match_players: [
        {"match": "m" * 22, "pid": 1, "person": ANN, "bot": None, "name": "Ann", "score": 2.5, "place": 1}
        | {"result": "won", "rating_before": 1500, "rating_after": 1512, "at": AT_MS},
        {"match": "m" * 22, "pid": 2, "person": None, "bot": "easy", "name": "Rex", "score": 0.5, "place": 2}
        | {"result": "lost", "rating_before": 1500, "rating_after": 1488, "at": AT_MS},
    ],
    tables.match_upgrades: [
        {"match": "m" * 22, "pid": 1, "upgrade": "shield", "person": ANN, "taken": 1, "games": 2, "won_games": 1}
    ],
    tables.ratings: [
        {"who": ANN, "game": "chess", "streak": 2, "best_streak": 5, **RATING},
        {"who": "bot:easy", "game": "chess", "streak": 0, "best_streak": 1, **RATING},
    ],
    tables.weeks: [{"week": 20_453, "game": "chess", "who": ANN, **RATING}],
    tables.withheld: [
        {
            "match": "m" * 22,
            "who": ANN,
            "game": "chess",
            "until": AT_MS + 31_000,
            "streak": 2,
            "best_streak": 5,
            **RATING,
        },
        {"match": "n" * 22, "who": ANN, "game": "quiz", "until": AT_MS + 31_000},
    ],
    tables.pictures: [{"hash": "0" * 64, "data": b"\x89PNG\r\n\x1a\n", "created_at": AT_MS}],
    tables.blocks: [{"person": ANN, "blocked": BOB}],
}


async def _fill(path: Path) -> None:
    database = Database(url_of_file(path))
    await database.open()
    async with database.writing() as connection:
        for table in tables.metadata.sorted_tables:
            for row in ROWS[table]:
                await connection.execute(insert(table).values(row))
    await database.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "people.sqlite"
        asyncio.run(_fill(path))
        connection = sqlite3.connect(path)
        sys.stdout.write("".join(f"{line}\n" for line in connection.iterdump()))
        connection.close()


if __name__ == "__main__":
    main()

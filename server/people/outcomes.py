"""Puts finished matches on record, each exactly once: its players, rating changes, upgrades and replay.

Everything is one transaction. A match that is on record already, because a crash came before its delivery was noted,
stays as it is and gets the same answer.
"""

from __future__ import annotations

import asyncio
import zlib
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import msgspec
from msgspec import Struct
from sqlalchemy import bindparam, func, insert, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from netcode.messages.people import RatingChange
from server.games.interface import Outcome, Recorded
from server.people.ratings import Standing, after, pool_of, rated_seats
from server.people.tables import match_players, match_upgrades, matches, people, ratings, weeks
from server.people.withheld import COUNTS, withhold
from server.tokens import replay_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Insert, Table
    from sqlalchemy.ext.asyncio import AsyncConnection

    from server.games.interface import Contestant

DAY_MS: Final = 86_400_000
# Day 0 was a Thursday.
_FIRST_MONDAY: Final = 4
# Recording matches in PostgreSQL takes this lock, so that two processes rate one after the other.
_RATING_LOCK: Final = 0x55447274
# The account that a guest has become.
_account: Final = people.alias()
_STANDING: Final = tuple(Standing.__struct_fields__)


class Finished(Struct, frozen=True):
    """A match from the outbox. `room` is the room's own id."""

    room: str
    outcome: Outcome

    @property
    def id(self) -> str:
        """The id of the match's record and replay."""
        return replay_id(self.room, self.outcome.match)


def week_of(at_ms: int) -> int:
    """The Monday of the week of this time, in days since 1970, by UTC."""
    day = at_ms // DAY_MS
    return day - (day - _FIRST_MONDAY) % 7


async def record(connection: AsyncConnection, finished: Sequence[Finished]) -> dict[str, Recorded]:
    """Put these matches on record. Returns how each is recorded, by id."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text(f"SELECT pg_advisory_xact_lock({_RATING_LOCK})"))
    batch = {each.id: each for each in finished}
    known = set(await connection.scalars(select(matches.c.id).where(matches.c.id.in_(batch))))
    new = {id_: each for id_, each in batch.items() if id_ not in known}
    found = await _recorded_before(connection, known) if known else {}
    if new:
        whose = await _people_of(connection, [each.outcome for each in new.values()])
        whole = {id_: msgspec.structs.replace(each, outcome=_seated(each.outcome, whose)) for id_, each in new.items()}
        known_people = frozenset(filter(None, whose.values()))
        standings = await _standings(connection, whole.values(), known_people)
        # Many players at once take a while to rate, and many replays to compress.
        rated, packed = await asyncio.to_thread(
            lambda: (_rate(whole, known_people, standings), [_packed(id_, each) for id_, each in whole.items()])
        )
        await connection.execute(insert(matches), packed)
        await _insert_rest(connection, whole, rated)
        found |= {id_: Recorded(id_, rated[id_].told) for id_ in whole}
    return found


class _Rated(Struct):
    """The effect of a match: each player's standing before and after, by pid."""

    pool: str
    who: dict[int, str]
    before: dict[int, Standing]
    after: dict[int, Standing]

    @property
    def told(self) -> dict[str, RatingChange]:
        """The change in the wire's type."""
        return {
            str(pid): RatingChange(now.rating, now.rating - self.before[pid].rating, now.uncertain)
            for pid, now in self.after.items()
        }


async def _recorded_before(connection: AsyncConnection, known: Iterable[str]) -> dict[str, Recorded]:
    """The answer for matches that are on record already. Whether a rating was uncertain then is no longer known."""
    columns = match_players.c
    rows = await connection.execute(
        select(columns.match, columns.pid, columns.rating_before, columns.rating_after).where(
            columns.match.in_(list(known)), columns.rating_after.is_not(None)
        )
    )
    changes: dict[str, dict[str, RatingChange]] = {id_: {} for id_ in known}
    for id_, pid, before, now in rows:
        changes[id_][str(pid)] = RatingChange(now, now - before, uncertain=False)
    return {id_: Recorded(id_, told) for id_, told in changes.items()}


async def _people_of(connection: AsyncConnection, outcomes: Iterable[Outcome]) -> dict[str, str | None]:
    """The people who played, by pid. A guest may have become an account. Unknown players are "", erased ones None."""
    named = {player.person for outcome in outcomes for player in outcome.players if player.person}
    forgotten = or_(people.c.deleted_at.is_not(None), _account.c.deleted_at.is_not(None))
    rows = await connection.execute(
        select(people.c.id, func.coalesce(_account.c.id, people.c.id), forgotten)
        .outerjoin(_account, people.c.merged_into == _account.c.id)
        .where(people.c.id.in_(named))
    )
    return dict.fromkeys(named, "") | {id_: None if gone else now for id_, now, gone in rows}


def _seated(outcome: Outcome, whose: Mapping[str, str | None]) -> Outcome:
    return msgspec.structs.replace(outcome, players=[_known(player, whose) for player in outcome.players])


def _known(player: Contestant, whose: Mapping[str, str | None]) -> Contestant:
    person = "" if player.bot else whose.get(player.person, "")
    # Their matches stay, without the name: also those that end after they have been forgotten.
    name = "" if person is None else player.name
    return msgspec.structs.replace(player, person=person or "", name=name)


async def _standings(
    connection: AsyncConnection, finished: Iterable[Finished], known: frozenset[str]
) -> dict[tuple[str, str], Standing]:
    """The standings of everybody who is to be rated, by person and pool."""
    wanted = {who for each in finished for who in rated_seats(each.outcome, known).values()}
    rows = await connection.execute(
        select(ratings.c.who, ratings.c.game, *(ratings.c[name] for name in _STANDING)).where(ratings.c.who.in_(wanted))
    )
    return {(who, game): Standing(*values) for who, game, *values in rows}


def _rate(
    finished: Mapping[str, Finished], known: frozenset[str], standings: dict[tuple[str, str], Standing]
) -> dict[str, _Rated]:
    """Rate the matches in order, updating `standings`."""
    rated = {}
    for id_, each in finished.items():
        outcome = each.outcome
        pool, who = pool_of(outcome), rated_seats(outcome, known)
        before = {pid: standings.get((name, pool), Standing()) for pid, name in who.items()}
        now = after(before, {pid: outcome.places[pid] for pid in who}) if who else {}
        standings.update({(who[pid], pool): standing for pid, standing in now.items()})
        rated[id_] = _Rated(pool, who, before, now)
    return rated


# --- writing ----------------------------------------------------------------------------------------------------------


async def _insert_rest(
    connection: AsyncConnection, finished: Mapping[str, Finished], rated: Mapping[str, _Rated]
) -> None:
    players = [row for id_, each in finished.items() for row in _player_rows(id_, each.outcome, rated[id_])]
    if players:
        await connection.execute(insert(match_players), players)
    upgrades = [row for id_, each in finished.items() for row in _upgrade_rows(id_, each.outcome)]
    if upgrades:
        await connection.execute(insert(match_upgrades), upgrades)
    await _keep_names(connection, finished.values())
    await _keep_standings(connection, rated.values())
    await _keep_weeks(connection, finished, rated)
    for id_, each in finished.items():
        if each.outcome.watch_delay_ms:
            of = rated[id_]
            await withhold(connection, id_, each.outcome, of.pool, {of.who[pid]: was for pid, was in of.before.items()})


def _packed(id_: str, each: Finished) -> dict[str, Any]:
    outcome = each.outcome
    return {
        "id": id_,
        "room": each.room,
        "number": outcome.match,
        "game": outcome.game,
        "at": outcome.at_ms,
        "reason": outcome.reason,
        "rated": outcome.rated and not outcome.aborted,
        "games": msgspec.json.encode(outcome.games).decode(),
        "replay": None if outcome.replay is None else zlib.compress(outcome.replay),
    }


def _player_rows(id_: str, outcome: Outcome, rated: _Rated) -> list[dict[str, Any]]:
    first = Counter(outcome.places.values())[1]
    rows = []
    for player in outcome.players:
        pid, place = player.pid, outcome.places.get(player.pid, 1)
        before, now = rated.before.get(pid), rated.after.get(pid)
        rows.append(
            {
                "match": id_,
                "pid": pid,
                "person": player.person or None,
                "bot": player.bot or None,
                "name": player.name,
                "score": outcome.score[pid],
                "place": place,
                "result": "lost" if place > 1 else "won" if first == 1 else "drawn",
                "rating_before": before and before.rating,
                "rating_after": now and now.rating,
                "at": outcome.at_ms,
            }
        )
    return rows


async def _keep_names(connection: AsyncConnection, finished: Iterable[Finished]) -> None:
    """Remember a guest by the name that they had in their last match."""
    names = {player.person: player.name for each in finished for player in each.outcome.players if player.person}
    if names:
        guest = update(people).where(people.c.id == bindparam("guest"), people.c.username.is_(None))
        rows = [{"guest": person, "called": names[person]} for person in sorted(names)]
        await connection.execute(guest.values(name=bindparam("called")), rows)


def _upgrade_rows(id_: str, outcome: Outcome) -> list[dict[str, Any]]:
    whose = {player.pid: player.person or None for player in outcome.players}
    return [
        {
            "match": id_,
            "pid": used.player,
            "upgrade": used.upgrade,
            "person": whose.get(used.player),
            "taken": used.taken,
            "games": used.games,
            "won_games": used.won,
        }
        for used in outcome.upgrades
    ]


async def _keep_standings(connection: AsyncConnection, rated: Iterable[_Rated]) -> None:
    newest = {(each.who[pid], each.pool): now for each in rated for pid, now in each.after.items()}
    rows = [{"who": who, "game": pool, **msgspec.structs.asdict(now)} for (who, pool), now in newest.items()]
    await _upsert(connection, ratings, rows)


async def _keep_weeks(
    connection: AsyncConnection, finished: Mapping[str, Finished], rated: Mapping[str, _Rated]
) -> None:
    """Count each match in its week."""
    rows: dict[tuple[int, str, str], dict[str, Any]] = {}
    for id_, each in rated.items():
        week = week_of(finished[id_].outcome.at_ms)
        for pid, now in each.after.items():
            who = each.who[pid]
            row = rows.setdefault(
                (week, each.pool, who), {"week": week, "game": each.pool, "who": who} | dict.fromkeys(COUNTS, 0)
            )
            for name in COUNTS:
                row[name] += getattr(now, name) - getattr(each.before[pid], name)
            row |= {"mu": now.mu, "sigma": now.sigma}
    await _upsert(connection, weeks, list(rows.values()), added=COUNTS)


async def _upsert(
    connection: AsyncConnection, table: Table, rows: Sequence[dict[str, Any]], added: tuple[str, ...] = ()
) -> None:
    """Insert the rows, or replace those with the same key. `added` columns are added up instead."""
    if not rows:
        return
    # The same order everywhere: two who wait for each other's rows would wait for ever.
    ordered = sorted(rows, key=lambda row: [row[column.name] for column in table.primary_key])
    await connection.execute(_upsert_into(connection.dialect.name, table, added), ordered)


@cache
def _upsert_into(dialect: str, table: Table, added: tuple[str, ...]) -> Insert:
    """The statement: making it takes as long as its part of recording a match."""
    given = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    values = {
        column.name: table.c[column.name] + given.excluded[column.name]
        if column.name in added
        else given.excluded[column.name]
        for column in table.c
        if not column.primary_key
    }
    return given.on_conflict_do_update(index_elements=list(table.primary_key), set_=values)

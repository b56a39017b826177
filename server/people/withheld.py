"""Matches that are watched with a delay: until their spectators have seen the end, others read what was known before.

Whoever reads their own pages reads everything. A replay's id is told to players with the end, and to spectators when
they see it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import and_, case, insert, select

from server.people.ratings import Standing
from server.people.tables import matches, ratings, withheld

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Table
    from sqlalchemy.ext.asyncio import AsyncConnection

    from server.games.interface import Outcome

MARGIN_MS: Final = 1_000
"""Spectators see the end first, even if they are told somewhat late."""
COUNTS: Final = ("matches", "won", "drawn", "lost")
_STANDING: Final = tuple(Standing.__struct_fields__)


class Before(Struct, frozen=True):
    """Somebody's standing before the matches that are withheld, when the first of these ended, and how they have
    changed what is counted.
    """

    standing: Standing
    at_ms: int
    since: dict[str, int]


class Withheld(Struct, frozen=True):
    """What is withheld now: matches, and standings by person and kind of game."""

    matches: frozenset[str] = frozenset()
    before: dict[tuple[str, str], Before] = {}

    def shows(self, match: ColumnElement[str]) -> Sequence[ColumnElement[bool]]:
        """The conditions under which a match may be read of."""
        return [match.not_in(self.matches)] if self.matches else []

    def standing(self, who: str, game: str, now: Standing) -> Standing:
        """The standing that may be known."""
        before = self.before.get((who, game))
        return now if before is None else before.standing

    def shows_rating(self, who: str, at_ms: int) -> bool:
        """Whether somebody's rating after a match may be known. After one that is withheld it would tell how that one
        ended.
        """
        return all(at_ms < each.at_ms for (other, _), each in self.before.items() if other == who)

    def columns(self, table: Table, game: str) -> dict[str, ColumnElement[Any]]:
        """The standings in a kind of game that may be known, as columns of `ratings` or `weeks`."""
        of = {who: each for (who, pool), each in self.before.items() if pool == game}
        columns: dict[str, ColumnElement[Any]] = {name: table.c[name] for name in ("mu", "sigma", *COUNTS)}
        if of:
            for name in ("mu", "sigma"):
                known = {who: getattr(each.standing, name) for who, each in of.items()}
                columns[name] = case(known, value=table.c.who, else_=table.c[name]).label(name)
            for name in COUNTS:
                since = {who: each.since[name] for who, each in of.items()}
                columns[name] = (table.c[name] - case(since, value=table.c.who, else_=0)).label(name)
        return columns


NOTHING: Final = Withheld()


async def withhold(
    connection: AsyncConnection, id_: str, outcome: Outcome, game: str, before: Mapping[str, Standing]
) -> None:
    """Note that this match is withheld. `before` has the standings of those who were rated."""
    until = outcome.at_ms + outcome.watch_delay_ms + MARGIN_MS
    who = {player.person for player in outcome.players if player.person} | before.keys()
    unrated = dict.fromkeys(_STANDING)
    rows = [
        {"match": id_, "who": each, "game": game, "until": until}
        | (asdict(before[each]) if each in before else unrated)
        for each in sorted(who)
    ]
    if rows:
        await connection.execute(insert(withheld), rows)


async def withheld_now(connection: AsyncConnection, now_ms: int) -> Withheld:
    """What is withheld from others now: nothing, nearly always."""
    of, now = withheld.c, ratings.c
    rows = await connection.execute(
        select(
            of.match,
            of.who,
            of.game,
            matches.c.at,
            *(of[name] for name in _STANDING),
            *(now[name].label(f"{name}_now") for name in COUNTS),
        )
        .join(matches, matches.c.id == of.match)
        .outerjoin(ratings, and_(now.who == of.who, now.game == of.game))
        .where(of.until > now_ms)
        # Of several matches of one person, what was before the first one counts.
        .order_by(of.matches.desc())
    )
    found = list(rows)
    if not found:
        return NOTHING
    # Whoever has been erased, or merged into an account, has no standing any more.
    rated = (row for row in found if row.mu is not None and row.matches_now is not None)
    before = {(row.who, row.game): _before(row) for row in rated}
    return Withheld(frozenset(row.match for row in found), before)


def _before(row: Any) -> Before:
    standing = Standing(*(getattr(row, name) for name in _STANDING))
    return Before(standing, row.at, {name: getattr(row, f"{name}_now") - getattr(row, name) for name in COUNTS})

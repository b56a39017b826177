"""Replays of finished matches, made when somebody asks for one."""

from __future__ import annotations

import asyncio
import zlib
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from sqlalchemy import select

from netcode.messages.replays import REPLAY_FORMAT, ReplayFile, ReplayPlayer
from server.people.history import rfc3339
from server.people.queries import NoReplayError
from server.people.tables import match_players, matches, people

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection

    from server.games.interface import GameKind


class RecordedMatch(Struct, frozen=True):
    """A match as the database has it."""

    match: Any
    players: list[Any]


AT_HAND: Final = 16
TOO_OLD = "This match is too old: its replay is not kept any more."
OF_ANOTHER_VERSION = "This replay was made by another version of Underdog, by rules that this one does not have."


async def kept(connection: AsyncConnection, id_: str) -> RecordedMatch | None:
    """The match with this id; None if there is none."""
    match = (await connection.execute(select(matches).where(matches.c.id == id_))).first()
    if match is None:
        return None
    of = match_players.c
    rows = await connection.execute(
        select(of.pid, of.name, of.bot, of.score, of.place, people.c.picture, people.c.deleted_at)
        .outerjoin(people, people.c.id == of.person)
        .where(of.match == id_)
        .order_by(of.pid)
    )
    return RecordedMatch(match, list(rows))


class Replays:
    """Makes replays. The latest ones are cached, because several people watch the same match."""

    def __init__(self, kinds: Mapping[str, GameKind]) -> None:
        self._kinds = kinds
        self._recent: OrderedDict[str, Any] = OrderedDict()

    async def file(self, found: RecordedMatch) -> ReplayFile:
        """The whole replay. Raises NoReplayError if it cannot be shown (any more)."""
        match = found.match
        if match.replay is None:
            raise NoReplayError(TOO_OLD)
        part = self._recent.pop(match.id, None)
        if part is None:
            # Playing through all games takes a while.
            part = await asyncio.to_thread(self._part, match)
        self._recent[match.id] = part
        if len(self._recent) > AT_HAND:
            self._recent.popitem(last=False)
        return _file(found, part)

    def _part(self, match: Any) -> Any:
        try:
            return self._kinds[match.game].replay(zlib.decompress(match.replay))
        except (KeyError, ValueError, zlib.error) as error:
            raise NoReplayError(OF_ANOTHER_VERSION) from error


def _file(found: RecordedMatch, part: Any) -> ReplayFile:
    match = found.match
    first = [row.pid for row in found.players if row.place == 1]
    of_game: dict[str, Any] = {match.game: part}
    return ReplayFile(
        format=REPLAY_FORMAT,
        id=match.id,
        game=match.game,
        at=rfc3339(match.at),
        players=[_player(row) for row in found.players],
        score={str(row.pid): row.score for row in found.players},
        reason=match.reason,
        winner=first[0] if len(first) == 1 else None,
        **of_game,
    )


def _player(row: Row[Any]) -> ReplayPlayer:
    return ReplayPlayer(row.pid, row.name if row.deleted_at is None else "", row.picture, row.bot)

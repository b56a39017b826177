"""The public questions about people: leaderboard, profiles, histories, replays."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from server.people import history, replays
from server.people.leaderboard import Leaderboards, PageQuery
from server.people.queries import Whose
from server.people.withheld import NOTHING, withheld_now

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.ext.asyncio import AsyncConnection

    from netcode.messages.records import Against, Leaderboard, Matches, Profile
    from netcode.messages.replays import ReplayFile
    from server.clock import Clock
    from server.config import Config
    from server.games.interface import GameKind
    from server.people.database import Database
    from server.people.queries import Period
    from server.people.withheld import Withheld


class Reader:
    """Answers questions. Each method raises UnavailableError while the database cannot be asked, and returns None if
    there is no such person.
    """

    def __init__(self, config: Config, clock: Clock, database: Database, kinds: Mapping[str, GameKind]) -> None:
        self._config = config
        self._clock = clock
        self._database = database
        self._kinds = kinds
        self._leaderboards = Leaderboards()
        self._replays = replays.Replays(kinds)

    async def leaderboard(self, game: str, period: Period, page: int) -> Leaderboard:
        """A page of the leaderboard."""
        config = self._config
        asked = PageQuery(
            game,
            period,
            page,
            rows=config.records_per_page,
            ranked_from=config.ranked_from if period == "all" else config.ranked_from_this_week,
            guests=self._shows_guests,
            now_ms=self._clock.wall_ms(),
        )
        async with self._database.reading() as connection:
            return await self._leaderboards.page(connection, asked, await withheld_now(connection, asked.now_ms))

    async def profile(self, whose: Whose) -> Profile | None:
        """A person's profile."""
        async with self._database.reading() as connection:
            person = await self._person(connection, whose)
            if person is None:
                return None
            return await history.profile(connection, person, await self._withheld(connection, whose))

    async def matches(self, whose: Whose, page: int) -> Matches | None:
        """A page of a person's matches."""
        async with self._database.reading() as connection:
            person = await self._person(connection, whose)
            if person is None:
                return None
            withheld = await self._withheld(connection, whose)
            return await history.matches_of(connection, person, page, self._config.records_per_page, withheld)

    async def against(self, whose: Whose, other: str, page: int) -> Against | None:
        """A person's record against another one."""
        async with self._database.reading() as connection:
            person = await self._person(connection, whose)
            opponent = await self._person(connection, Whose(other))
            if person is None or opponent is None:
                return None
            withheld = await self._withheld(connection, whose)
            return await history.against(connection, person, opponent, page, self._config.records_per_page, withheld)

    async def replay(self, id_: str) -> ReplayFile | None:
        """A finished match. Raises NoReplayError if it cannot be shown."""
        async with self._database.reading() as connection:
            kept = await replays.kept(connection, id_)
        return None if kept is None else await self._replays.file(kept)

    async def notation(self, id_: str) -> str | None:
        """A finished match as text for other programs. Raises NoReplayError if it cannot be shown."""
        file = await self.replay(id_)
        return None if file is None else await asyncio.to_thread(self._kinds[file.game].notation, file)

    @property
    def _shows_guests(self) -> bool:
        """Whether guests are shown. On a public server only accounts are shown to strangers."""
        return not self._config.public

    async def _withheld(self, connection: AsyncConnection, whose: Whose) -> Withheld:
        """What this reader may not know yet. People know their own matches."""
        return NOTHING if whose.secret else await withheld_now(connection, self._clock.wall_ms())

    async def _person(self, connection: AsyncConnection, whose: Whose) -> history.Person | None:
        if whose.secret:
            return await history.person_with(connection, whose.secret, self._clock.wall_ms())
        return await history.person_called(connection, whose.name, guests=self._shows_guests)

"""Whatever guests and accounts do, in whichever order: their matches stay theirs, and secrets open what they should."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select

from netcode.messages import CreateLogin, DeleteLogin, Login, Logout, SetProfile
from server.people import tables
from tests.helpers.people_server import PeopleServer, Somebody, a_people_server

if TYPE_CHECKING:
    from server.people.database import Database

NAMES = ("Ann", "Bob", "Cy")
KEYS = tuple(letter * 22 for letter in "xyz")


def password_of(name: str) -> str:
    return f"the password of {name}"


class Story:
    """What happens, and what should be the case after it.

    `matches` counts those of each account and of each guest's key. `logins` are the sessions that were handed out.
    """

    def __init__(self, server: PeopleServer, database: Database) -> None:
        self._server = server
        self._database = database
        self._played = 0
        self.accounts: dict[str, int] = {}
        self.guests: dict[str, int] = {}
        self.logins: dict[str, str] = {}
        self.forgotten = 0

    async def act(self, what: str, name: str, key: str, *, merge: bool) -> None:
        await getattr(self, what)(name, key, merge)
        await self._check()

    async def _guest(self, key: str) -> Somebody:
        somebody = self._server.somebody()
        assert (await somebody.tell(SetProfile(key=key))).ok
        self.guests.setdefault(key, 0)
        return somebody

    async def guest_plays(self, name: str, key: str, merge: bool) -> None:
        del name, merge
        await self._play(await self._guest(key))
        self.guests[key] += 1

    async def account_plays(self, name: str, key: str, merge: bool) -> None:
        del key, merge
        somebody = self._server.somebody()
        answer = await somebody.tell(Login(name, password_of(name)))
        assert answer.ok == (name in self.accounts)
        if answer.session is not None:
            self.logins[answer.session] = name
            await self._play(somebody)
            self.accounts[name] += 1

    async def _play(self, somebody: Somebody) -> None:
        self._played += 1
        match, person = f"m{self._played}", somebody.session.person
        async with self._database.writing() as connection:
            values = {"room": match, "number": 1, "game": "chess", "at": 0, "reason": "mate", "rated": True}
            await connection.execute(insert(tables.matches).values(id=match, **values))
            player = {"pid": 1, "name": "x", "place": 1, "score": 1.0, "result": "won", "at": 0}
            await connection.execute(insert(tables.match_players).values(match=match, person=person, **player))

    async def guest_makes_account(self, name: str, key: str, merge: bool) -> None:
        del merge
        somebody = await self._guest(key)
        answer = await somebody.tell(CreateLogin(name, password_of(name)))
        assert answer.ok == (name not in self.accounts)
        if answer.session is not None:
            self.logins[answer.session] = name
            self.accounts[name] = self.guests.pop(key)

    async def guest_logs_in(self, name: str, key: str, merge: bool) -> None:
        somebody = await self._guest(key)
        answer = await somebody.tell(Login(name, password_of(name), merge=merge))
        assert answer.ok == (name in self.accounts)
        if answer.session is not None:
            self.logins[answer.session] = name
            if merge:
                self.accounts[name] += self.guests.pop(key)

    async def account_logs_out_everywhere(self, name: str, key: str, merge: bool) -> None:
        del key, merge
        somebody = self._server.somebody()
        if (await somebody.tell(Login(name, password_of(name)))).ok:
            assert (await somebody.tell(Logout(everywhere=True))).ok
            self.logins = {token: owner for token, owner in self.logins.items() if owner != name}

    async def account_is_deleted(self, name: str, key: str, merge: bool) -> None:
        del key, merge
        somebody = self._server.somebody()
        if (await somebody.tell(Login(name, password_of(name)))).ok:
            assert (await somebody.tell(DeleteLogin(password_of(name)))).ok
            self.logins = {token: owner for token, owner in self.logins.items() if owner != name}
            self.forgotten += self.accounts.pop(name)

    async def _check(self) -> None:
        people, players = tables.people.c, tables.match_players.c
        counted = select(people.username, people.deleted_at, func.count(players.match)).group_by(people.id)
        async with self._database.reading() as connection:
            joined = counted.join_from(tables.people, tables.match_players, players.person == people.id, isouter=True)
            found = (await connection.execute(joined.where(people.merged_into.is_(None)))).all()
        assert {name: count for name, _, count in found if name is not None} == self.accounts
        guests = sorted(count for name, deleted, count in found if name is None and deleted is None)
        assert guests == sorted(self.guests.values())
        assert sum(count for _, deleted, count in found if deleted is not None) == self.forgotten
        for token, name in self.logins.items():
            answer = await self._server.somebody().tell(Login(session=token))
            assert answer.username == name


ACTIONS = [name for name in vars(Story) if name.startswith(("guest", "account_"))]
STEPS = st.lists(
    st.tuples(st.sampled_from(ACTIONS), st.sampled_from(NAMES), st.sampled_from(KEYS), st.booleans()), max_size=12
)


@given(STEPS)
@settings(max_examples=15, deadline=None)
def test_everybodys_matches_are_theirs_and_secrets_open_what_they_should(
    steps: list[tuple[str, str, str, bool]],
) -> None:
    async def run() -> None:
        async with a_people_server(
            accounts_per_hour=0,
            connections=0,
            connections_per_address=0,
            guests_per_s=0.0,
            wrong_passwords_per_account=0,
            wrong_passwords_per_address=0,
        ) as server:
            story = Story(server, (await server.opened()).database)
            for what, name, key, merge in steps:
                await story.act(what, name, key, merge=merge)

    asyncio.run(run())

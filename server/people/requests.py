"""The requests about people: logins, passwords, pictures, blocking. All are deferred (see `server.deferred`), so none
blocks a room.

Every method returns the answer. It raises `Refused` with the reason that the client is told, or `UnavailableError` when
the database cannot be asked; in both cases nothing has changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import IntegrityError

from netcode.messages.people import ChangePassword, CreateLogin, DeleteLogin, Login, Logout
from netcode.messages.rooms import ActionSuccess, SetProfile
from netcode.refusals import Refusal
from server.limits import Rates
from server.people import accounts, guests, sessions
from server.refused import Refused, TooManyTries
from server.rooms.identity import check_picture
from server.tokens import digest, new_token

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from server.clock import Clock
    from server.config import Config
    from server.people.accounts import Person
    from server.people.database import Database
    from server.people.dismissal import Dismissal
    from server.people.passwords import Passwords
    from server.people.throttle import PasswordThrottle
    from server.rooms.sessions import Session
    from server.tokens import RandomBytes

UNENCRYPTED: Final = "This server is reached without encryption, so it takes no passwords. You can play as a guest."
TOO_MANY_ACCOUNTS: Final = "Many accounts have been made from your network. Try again in an hour."
READABLE: Final = "Others on this network could read your password: use one that you use nowhere else."
ALREADY: Final = "You are logged in. Log out first."
LOGGED_OUT: Final = "You are not logged in."
ENDED: Final = "That login has ended. Log in again with your password."
BANNED: Final = "This account has been closed by whoever runs the server."
WRONG_PASSWORD: Final = "That is not your password."  # noqa: S105 - a sentence


class PersonalRequests:
    """Answers the requests."""

    def __init__(
        self,
        config: Config,
        clock: Clock,
        random_bytes: RandomBytes,
        database: Database,
        passwords: Passwords,
        throttle: PasswordThrottle,
        dismissal: Dismissal,
    ) -> None:
        self._config = config
        self._clock = clock
        self._random_bytes = random_bytes
        self._database = database
        self._passwords = passwords
        self._throttle = throttle
        self._dismissal = dismissal
        self._new_guests = Rates(config.guests_per_s, config.guests_burst)

    # --- coming ---------------------------------------------------------------------------------------------

    async def create_login(self, session: Session, request: CreateLogin) -> ActionSuccess:
        """Make an account of the connection's guest, and log in to it."""
        self._check_line(session)
        if session.login:
            raise Refused(Refusal.NOT_NOW, ALREADY)
        check_picture(session, request.picture)
        username, key = accounts.clean_username(request.username)
        if not await self._throttle.new_account(session.address):
            raise Refused(Refusal.TOO_FAST, TOO_MANY_ACCOUNTS)
        async with self._database.reading() as connection:
            if await accounts.taken(connection, username):
                raise Refused(Refusal.USERNAME_TAKEN)
        password = await self._passwords.hash(request.password)
        token, now_ms = new_token(self._random_bytes), self._clock.wall_ms()
        async with self._database.writing() as connection:
            person = await accounts.get(connection, session.person)
            if person is not None and person.banned:
                raise Refused(Refusal.BANNED, BANNED)
            if person is None or person.username is not None:
                person = await accounts.add(connection, accounts.new_id(self._random_bytes), now_ms)
            await accounts.give_login(connection, person.id, username, key, password)
            await accounts.set_profile(
                connection, person.id, person.name or session.name or username, request.picture or session.picture
            )
            await sessions.begin(connection, digest(token), person.id, now_ms)
            made = await accounts.get(connection, person.id)
        assert made is not None
        await self._dismissal.log_out(made.id, but=session)
        return self._logged_in(session, made, token, CreateLogin.wire_name, warned=True)

    async def log_in(self, session: Session, request: Login) -> ActionSuccess:
        """Log in by password or by an earlier session."""
        self._check_line(session)
        if session.login:
            raise Refused(Refusal.NOT_NOW, ALREADY)
        if request.session is not None:
            return await self._come_back(session, request, request.session)
        if request.username is None or request.password is None:
            raise Refused(Refusal.BAD_MESSAGE)
        person = await self._proven(session, accounts.username_key(request.username), request.password)
        token, now_ms = new_token(self._random_bytes), self._clock.wall_ms()
        renewed = await self._renewed(person, request.password)
        async with self._database.writing() as connection:
            await _check_still(connection, person)
            if renewed is not None:
                await accounts.set_password(connection, person.id, renewed)
            await sessions.begin(connection, digest(token), person.id, now_ms)
            await accounts.seen(connection, person.id, now_ms)
            await self._merge(connection, session, person, request)
        return self._logged_in(session, person, token, Login.wire_name, warned=True)

    async def _come_back(self, session: Session, request: Login, token: str) -> ActionSuccess:
        now_ms = self._clock.wall_ms()
        async with self._database.writing() as connection:
            person = await sessions.resume(connection, digest(token), now_ms)
            if person is None:
                raise Refused(Refusal.BAD_LOGIN, ENDED)
            if person.banned:
                raise Refused(Refusal.BANNED, BANNED)
            await accounts.seen(connection, person.id, now_ms)
            await self._merge(connection, session, person, request)
        return self._logged_in(session, person, token, Login.wire_name)

    async def _merge(self, connection: AsyncConnection, session: Session, person: Person, request: Login) -> None:
        # Of two accounts that want the same guest at once, one gets them.
        guest = await accounts.locked(connection, session.person) if request.merge else None
        if guest is not None and guest.username is None:
            await accounts.merge(connection, guest.id, person.id)

    async def know(self, session: Session, request: SetProfile) -> None:
        """Find the guest with the key that the client sent."""
        if request.key is None or session.login:
            return
        key = digest(request.key)
        async with self._database.reading() as connection:
            guest = await guests.find(connection, key)
        if guest is None:
            if not self._new_guests.take(session.address, self._clock.now_ms()):
                raise Refused(Refusal.TOO_FAST)
            guest = await self._new_guest(key)
        elif self._clock.wall_ms() - guest.seen_at > sessions.DAY_MS:
            async with self._database.writing() as connection:
                await accounts.seen(connection, guest.id, self._clock.wall_ms())
        if guest.banned:
            raise Refused(Refusal.BANNED, BANNED)
        session.person = guest.id
        session.name = session.name or guest.name or None
        session.picture = session.picture or guest.picture

    async def _new_guest(self, key: bytes) -> Person:
        try:
            async with self._database.writing() as connection:
                now_ms = self._clock.wall_ms()
                return await guests.add(connection, key, accounts.new_id(self._random_bytes), now_ms)
        except IntegrityError:
            # Another connection of the same guest, to another process, was quicker.
            async with self._database.reading() as connection:
                guest = await guests.find(connection, key)
            assert guest is not None
            return guest

    # --- being there ----------------------------------------------------------------------------------------

    async def keep_profile(self, person: str, name: str | None, picture: str | None) -> None:
        """Store the name and picture that others see."""
        async with self._database.writing() as connection:
            await accounts.set_profile(connection, person, name, picture)

    async def change_password(self, session: Session, request: ChangePassword) -> ActionSuccess:
        """Set another password and end all other sessions."""
        self._check_line(session)
        person = await self._proven_again(session, request.old)
        password = await self._passwords.hash(request.new)
        async with self._database.writing() as connection:
            await _check_still(connection, person)
            await accounts.set_password(connection, person.id, password)
            await sessions.end_all(connection, person.id, besides=session.login)
        await self._dismissal.log_out(person.id, but=session)
        return ActionSuccess(ChangePassword.wire_name)

    # --- going ----------------------------------------------------------------------------------------------

    async def log_out(self, session: Session, request: Logout) -> ActionSuccess:
        """Log out."""
        if not session.login:
            raise Refused(Refusal.NOT_NOW, LOGGED_OUT)
        person = session.person
        async with self._database.writing() as connection:
            if request.everywhere:
                await sessions.end_all(connection, person)
            else:
                await sessions.end(connection, session.login)
        session.be_nobody()
        if request.everywhere:
            await self._dismissal.log_out(person)
        return ActionSuccess(Logout.wire_name)

    async def delete_login(self, session: Session, request: DeleteLogin) -> ActionSuccess:
        """Delete the account."""
        person = await self._proven_again(session, request.password)
        async with self._database.writing() as connection:
            await _check_still(connection, person)
            await accounts.erase(connection, person.id, self._clock.wall_ms())
        await self._dismissal.log_out(person.id)
        return ActionSuccess(DeleteLogin.wire_name)

    # --- passwords ------------------------------------------------------------------------------------------

    def _check_line(self, session: Session) -> None:
        if self._config.public and not session.secure:
            raise Refused(Refusal.NO_LOGINS, UNENCRYPTED)

    async def _proven(self, session: Session, key: str, password: str) -> Person:
        """The account with this username and password. A refusal takes the same time and says the same whether the
        account exists or not.
        """
        wait_ms = await self._throttle.begin(key, session.address)
        if wait_ms:
            raise TooManyTries(wait_ms)
        try:
            async with self._database.reading() as connection:
                person = await accounts.find(connection, key)
            fitting = await self._passwords.fits(None if person is None else person.password, password)
        except BaseException:
            self._throttle.not_tried(key, session.address)
            raise
        if person is None or not fitting:
            raise Refused(Refusal.BAD_LOGIN)
        self._throttle.right(key, session.address)
        if person.banned:
            raise Refused(Refusal.BANNED, BANNED)
        return person

    async def _proven_again(self, session: Session, password: str) -> Person:
        """The account that is logged in here, after its password was given once more."""
        if not session.login:
            raise Refused(Refusal.NOT_NOW, LOGGED_OUT)
        async with self._database.reading() as connection:
            person = await accounts.get(connection, session.person)
        if person is None or person.username is None:
            raise Refused(Refusal.NOT_NOW, LOGGED_OUT)
        try:
            return await self._proven(session, accounts.username_key(person.username), password)
        except Refused as refused:
            if refused.refusal is not Refusal.BAD_LOGIN:
                raise
            raise Refused(Refusal.BAD_PASSWORD, WRONG_PASSWORD) from None

    async def _renewed(self, person: Person, password: str) -> str | None:
        """A new hash of the password if the stored one has outdated parameters."""
        outdated = person.password is not None and self._passwords.is_outdated(person.password)
        return await self._passwords.hash(password) if outdated else None

    # --- connections ----------------------------------------------------------------------------------------

    def _logged_in(
        self, session: Session, person: Person, token: str, request: str, *, warned: bool = False
    ) -> ActionSuccess:
        session.person, session.login = person.id, digest(token)
        session.name, session.picture = person.name or person.username, person.picture
        return ActionSuccess(
            request,
            message=READABLE if warned and not session.secure else None,
            session=token,
            username=person.username,
            name=session.name,
            picture=person.picture,
        )


async def _check_still(connection: AsyncConnection, proven: Person) -> None:
    """Raises Refused if the password was changed, or the account closed, while the password was being checked."""
    now = await accounts.locked(connection, proven.id)
    if now is None or now.password != proven.password:
        raise Refused(Refusal.NOT_NOW)
    if now.banned:
        raise Refused(Refusal.BANNED, BANNED)

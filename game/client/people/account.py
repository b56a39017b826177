"""The player's identity on the connected server: sent right after connecting, and changed on request.

The player is a guest with a key of their own, or has an account. No pygame, no waiting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from game.client import texts
from netcode.messages.people import ChangePassword, CreateLogin, DeleteLogin, Login, Logout
from netcode.messages.rooms import SetProfile
from netcode.refusals import Refusal, sentence_of
from netcode.transport import Answered, Connected, Lost

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.people.keyring import Identity, Keyring
    from netcode.messages.base import Request
    from netcode.messages.rooms import ActionSuccess
    from netcode.transport import Incoming

SENTENCES: Final = {
    CreateLogin: texts.ACCOUNT_CREATED,
    Login: texts.ACCOUNT_SIGNED_IN,
    Logout: texts.ACCOUNT_SIGNED_OUT,
    ChangePassword: texts.PASSWORD_CHANGED,
    DeleteLogin: texts.ACCOUNT_DELETED,
}
"""What is said when it has been done."""


class Account:
    """Follows one connection at a time; the newest one counts."""

    def __init__(self, keyring: Keyring, changed: Callable[[], None], tell: Callable[[str], None]) -> None:
        """`changed` is called when the server knows the player as somebody else than before, `tell` shows a
        sentence.
        """
        self._keyring = keyring
        self._changed = changed
        self._tell = tell
        self._send: Callable[[Request], int] | None = None
        self._introduction: dict[int, Request] = {}
        self._to_introduce = False
        """Whether the server has not yet been told who one is."""
        self._asked: tuple[int, Request] | None = None
        self._shown: tuple[str, str] | None = None
        """The display name and picture that the server has last heard, or that have been there when one came."""
        self.server = ""
        """How the keyring calls the server."""
        self.error = ""
        """Why the last request was not granted."""
        self.success = ""
        """What the last request has done."""
        self.welcome: tuple[str, str] | None = None
        """The display name and picture of an account that one has just signed in to."""

    # --- reading --------------------------------------------------------------------------------------------------

    @property
    def online(self) -> bool:
        """Whether something can be asked."""
        return self._send is not None

    @property
    def waiting(self) -> bool:
        """Whether an answer is awaited."""
        return self._asked is not None

    @property
    def identity(self) -> Identity:
        """The player's identity on that server."""
        return self._keyring.of(self.server)

    # --- the line -------------------------------------------------------------------------------------------------

    def take(
        self, incoming: Incoming, server: str, send: Callable[[Request], int], *, after_entry: bool = False
    ) -> bool:
        """Take in an event of a connection to this server. True if nobody else needs it.

        `after_entry`: send the identity only after the first request of somebody else was answered.
        """
        match incoming:
            case Connected():
                self.server, self._send, self._shown = server, send, None
                self._to_introduce = True
                if not after_entry:
                    self._introduce()
            case Lost():
                self.lost()
            case Answered(number, answer):
                return self._answered(number, answer)
            case _:
                pass
        return False

    def lost(self) -> None:
        """The connection is gone, or nobody uses it any more."""
        self._send = None
        self._introduction.clear()
        if self._asked is not None:
            self._asked = None
            self.error = texts.NOT_CONNECTED

    def _introduce(self) -> None:
        self._to_introduce = False
        self._introduction.clear()
        session = self.identity.session
        self._say(Login(session=session) if session else SetProfile(key=self.identity.key))

    def _say(self, request: Request) -> None:
        if self._send is not None:
            self._introduction[self._send(request)] = request

    def show(self, name: str, picture: str, *, seated: bool) -> None:
        """Set the name and picture that others see.

        A seat and an account already have a name; only later changes are sent there.
        """
        if self._send is None or (name, picture) == self._shown:
            return
        first, self._shown = self._shown is None, (name, picture)
        if not (first and (seated or self.identity.session)):
            self._say(SetProfile(name=name, picture=picture or None))

    # --- what the person asks for ---------------------------------------------------------------------------------

    def ask(self, request: Request) -> None:
        """Send CreateLogin, Login, Logout, ChangePassword or DeleteLogin, one after the other."""
        if self.waiting:
            return
        self.clear()
        if self._send is None:
            self.error = texts.NOT_CONNECTED
            return
        self._asked = (self._send(request), request)

    def clear(self) -> None:
        """Forget the result of the last request."""
        self.error = self.success = ""

    def take_welcome(self) -> tuple[str, str] | None:
        """The display name and picture of an account that was just signed in to, once."""
        welcome, self.welcome = self.welcome, None
        return welcome

    # --- what the server says -------------------------------------------------------------------------------------

    def _answered(self, number: int, answer: ActionSuccess) -> bool:
        if number in self._introduction:
            self._on_introduction(self._introduction.pop(number), answer)
            return True
        if self._asked is None or self._asked[0] != number:
            if self._to_introduce:
                self._introduce()
            return False
        request, self._asked = self._asked[1], None
        if answer.ok:
            self._on_success(request, answer)
        else:
            self.error = answer.message or sentence_of(answer.error)
        return True

    def _on_introduction(self, request: Request, answer: ActionSuccess) -> None:
        if not answer.ok and (answer.error == Refusal.BANNED or (isinstance(request, SetProfile) and request.name)):
            self._tell(answer.message or sentence_of(answer.error))
        if isinstance(request, SetProfile):
            if request.key is not None:
                self._changed()
        elif answer.ok:
            self._keep(answer, was_guest=False)
            self._changed()
        elif answer.error == Refusal.BAD_LOGIN:
            self._keyring.sign_out(self.server)
            self._tell(texts.SESSION_ENDED)
            self._say(SetProfile(key=self.identity.key))

    def _on_success(self, request: Request, answer: ActionSuccess) -> None:
        self.success = SENTENCES.get(type(request), "")
        match request:
            case CreateLogin() | Login():
                merged = isinstance(request, CreateLogin) or request.merge
                self._keep(answer, was_guest=merged)
                if isinstance(request, Login):
                    self.welcome = answer.name or "", answer.picture or ""
                    self._shown = None
            case ChangePassword():
                self._keep(answer, was_guest=False)
            case Logout():
                self._keyring.sign_out(self.server)
                self._say(SetProfile(key=self.identity.key))
            case DeleteLogin():
                self._keyring.forget(self.server)
                self._say(SetProfile(key=self.identity.key))
            case _:
                pass
        self._changed()

    def _keep(self, answer: ActionSuccess, *, was_guest: bool) -> None:
        """Store the session, if there is a new one."""
        before = self.identity
        session, username = answer.session or before.session, answer.username or before.username
        if session and (session, username) != (before.session, before.username):
            self._keyring.sign_in(self.server, session, username, was_guest=was_guest)

"""The forms for signing in and out, and their results. No pygame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from game.client import texts
from netcode.messages.people import ChangePassword, CreateLogin, DeleteLogin, Login, Logout

if TYPE_CHECKING:
    from game.client.people.account import Account

Mode: TypeAlias = Literal["login", "create", "in", "change", "delete"]
"""As a guest: sign in, or make an account. With one: what can be done, another password, deleting it."""


class AccountForm:
    """One form at a time. Before signing in, guests are asked what becomes of their matches."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._chosen: Mode = "login"
        self._merge: bool | None = None
        """What is to become of the guest's matches, once that has been said."""
        self.matches = 0
        """How many the guest has."""
        self.asks_merge = False
        """Whether that is asked now."""
        self.problem = ""
        """What is missing, in a sentence."""
        self.username = ""
        self.password = ""
        self.new = ""

    @property
    def mode(self) -> Mode:
        """The current form."""
        if self._account.identity.session:
            return self._chosen if self._chosen in {"change", "delete"} else "in"
        return self._chosen if self._chosen in {"login", "create"} else "login"

    @property
    def sentence(self) -> str:
        """What is missing, or why the server has refused."""
        return self.problem or self._account.error

    def choose(self, mode: Mode) -> None:
        """Go to another form. Typed passwords are forgotten."""
        self._chosen = mode
        self.asks_merge, self.problem = False, ""
        self.password = self.new = ""
        self._account.clear()

    def forget(self) -> None:
        """The form is closed: forget everything typed."""
        self.choose("login")
        self.username, self._merge = "", None

    def submit(self) -> None:
        """The form's button was pressed."""
        self.problem = self._missing()
        if self.problem or self._account.waiting:
            return
        match self.mode:
            case "create":
                self._account.ask(CreateLogin(self.username.strip(), self.password))
            case "login" if self.matches and self._merge is None:
                self.asks_merge = True
            case "login":
                self._sign_in()
            case "change":
                self._account.ask(ChangePassword(self.password, self.new))
            case "delete":
                self._account.ask(DeleteLogin(self.password))
            case "in":
                self.sign_out(everywhere=False)

    def merge(self, *, merge: bool) -> None:
        """The answer about the guest's matches."""
        self._merge, self.asks_merge = merge, False
        self._sign_in()

    def sign_out(self, *, everywhere: bool) -> None:
        """Become a guest again, here or on all devices."""
        self._account.ask(Logout(everywhere=everywhere))

    def _sign_in(self) -> None:
        self._account.ask(Login(username=self.username.strip(), password=self.password, merge=bool(self._merge)))

    def _missing(self) -> str:
        if self.mode in {"login", "create"} and not self.username.strip():
            return texts.ACCOUNT_NEEDS_NAME
        if self.mode != "in" and not self.password:
            return texts.ACCOUNT_NEEDS_PASSWORD
        if self.mode == "change" and not self.new:
            return texts.ACCOUNT_NEEDS_NEW
        return ""

    def settle(self) -> bool:
        """Called after an answer. Whether the request was done, so that the fields are to be cleared."""
        if not self._account.success:
            return False
        self._chosen = "login"
        done = bool(self.password or self.new or self.username)
        self.username = self.password = self.new = ""
        self._merge = None
        return done

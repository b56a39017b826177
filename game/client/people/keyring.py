"""The player's identity on each server: a guest's key, or the session of an account.

Each server gets a different key, so that two servers cannot tell that it is the same person. Whoever has a key or
session is taken for that person, so only its owner can read the file.
"""

from __future__ import annotations

import contextlib
import secrets
from typing import TYPE_CHECKING, Annotated, Final

import msgspec
from msgspec import Meta, Struct, field
from msgspec.structs import replace

from game.client import texts
from game.client.wholefile import write_whole

if TYPE_CHECKING:
    from pathlib import Path

KEY_BYTES: Final = 24
MOST_SERVERS: Final = 500
HERE: Final = "here"
"""How the servers in this program are called, which share one table whatever port they listen on."""
BROKEN: Final = ".broken"


def new_key() -> str:
    """A random key for a guest."""
    return secrets.token_urlsafe(KEY_BYTES)


class Identity(Struct, frozen=True):
    """The player's identity on one server."""

    key: Annotated[str, Meta(min_length=22, max_length=128)]
    """What a guest is known by."""
    session: str = ""
    """What an account is known by; empty: one is a guest."""
    username: str = ""


class _Kept(Struct, frozen=True):
    servers: dict[str, Identity] = field(default_factory=dict)


class KeyFile:
    """The file with the identities."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> tuple[dict[str, Identity], str]:
        """The identities by server, and a sentence if the file could not be used."""
        try:
            return dict(msgspec.json.decode(self.path.read_bytes(), type=_Kept).servers), ""
        except FileNotFoundError:
            return {}, ""
        except OSError:
            return {}, texts.KEYS_UNREADABLE
        except (msgspec.DecodeError, UnicodeDecodeError):
            # The keys in it may still be saved by hand.
            with contextlib.suppress(OSError):
                self.path.replace(self.path.with_suffix(BROKEN))
            return {}, texts.KEYS_UNREADABLE

    def save(self, servers: dict[str, Identity]) -> str:
        """Write atomically, with mode 600. Returns a sentence if that failed, else ""."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(self.path, msgspec.json.format(msgspec.json.encode(_Kept(servers))))
        except OSError as error:
            return texts.keys_not_kept(error.strerror or str(error))
        return ""


class Keyring:
    """The identities on all servers. If they cannot be saved, a sentence says so, and they last until the program
    ends.
    """

    def __init__(self, file: KeyFile) -> None:
        self._file = file
        self._servers: dict[str, Identity] = {}
        self._problem = ""

    def take_problem(self) -> str:
        """A sentence about what could not be read or written, once; "" if there is nothing."""
        problem, self._problem = self._problem, ""
        return problem

    def of(self, server: str) -> Identity:
        """The identity on this server; a new guest if there was none."""
        identity = self._servers.get(server) or self._read().get(server)
        if identity is None:
            identity = Identity(new_key())
            self._keep(server, identity)
        return identity

    def secret(self, server: str) -> str:
        """The session or guest's key for the server."""
        identity = self.of(server)
        return identity.session or identity.key

    def sign_in(self, server: str, session: str, username: str, *, was_guest: bool) -> None:
        """The player has an account there now. `was_guest`: the guest became the account, and their key no longer
        works.
        """
        before = self.of(server)
        self._keep(server, Identity(new_key() if was_guest else before.key, session, username))

    def sign_out(self, server: str) -> None:
        """The player is a guest again."""
        self._keep(server, replace(self.of(server), session="", username=""))

    def forget(self, server: str) -> None:
        """The identity there is void; the next one is new."""
        self._keep(server, Identity(new_key()))

    def _read(self) -> dict[str, Identity]:
        """All identities, including what another window of this player has saved meanwhile."""
        found, problem = self._file.load()
        self._servers = {**self._servers, **found}
        self._problem = problem or self._problem
        return self._servers

    def _keep(self, server: str, identity: Identity) -> None:
        servers = self._read()
        servers[server] = identity
        guests = [name for name, each in servers.items() if not each.session and name != server]
        for name in guests[: max(0, len(servers) - MOST_SERVERS)]:
            del servers[name]
        self._problem = self._file.save(servers) or self._problem

"""Who one is on which server: a guest's own key, or the session of an account. Kept beside the note about one's seat.

Each server gets a key of its own, so that no two of them can tell that it is the same person. Whoever has the key or
the session is taken for that person, so the file is readable by its owner alone.
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
    """A guest's key that nobody can guess."""
    return secrets.token_urlsafe(KEY_BYTES)


class Identity(Struct, frozen=True):
    """Who one is on one server."""

    key: Annotated[str, Meta(min_length=22, max_length=128)]
    """What a guest is known by."""
    session: str = ""
    """What an account is known by; empty: one is a guest."""
    username: str = ""


class _Kept(Struct, frozen=True):
    servers: dict[str, Identity] = field(default_factory=dict)


class KeyFile:
    """The file that the identities live in."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> tuple[dict[str, Identity], str]:
        """Who one is, by server, and a sentence if the file could not be used."""
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
        """Write it whole or not at all, mode 600; the sentence of a failure, or nothing."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(self.path, msgspec.json.format(msgspec.json.encode(_Kept(servers))))
        except OSError as error:
            return texts.keys_not_kept(error.strerror or str(error))
        return ""


class Keyring:
    """The identities on all servers; what cannot be written is told, and holds until the program ends."""

    def __init__(self, file: KeyFile) -> None:
        self._file = file
        self._servers: dict[str, Identity] = {}
        self._problem = ""

    def take_problem(self) -> str:
        """What could not be read or written, in a sentence, once; empty: nothing."""
        problem, self._problem = self._problem, ""
        return problem

    def of(self, server: str) -> Identity:
        """Who one is there; a new guest where one has not been yet."""
        identity = self._servers.get(server) or self._read().get(server)
        if identity is None:
            identity = Identity(new_key())
            self._keep(server, identity)
        return identity

    def secret(self, server: str) -> str:
        """What the server knows one by: a session, or a guest's key."""
        identity = self.of(server)
        return identity.session or identity.key

    def sign_in(self, server: str, session: str, username: str, *, was_guest: bool) -> None:
        """One has an account there now; `was_guest`: the guest has become it, and their key opens nothing any more."""
        before = self.of(server)
        self._keep(server, Identity(new_key() if was_guest else before.key, session, username))

    def sign_out(self, server: str) -> None:
        """A guest again."""
        self._keep(server, replace(self.of(server), session="", username=""))

    def forget(self, server: str) -> None:
        """Nothing of what was known there holds any more: from now on one is somebody new."""
        self._keep(server, Identity(new_key()))

    def _read(self) -> dict[str, Identity]:
        """All of them, with what another window of this person has noted meanwhile."""
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

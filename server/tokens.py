"""Tokens that prove whose seat it is: 128 random bits, stored only as a hash, compared in constant time, never
logged.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

# n random bytes; `secrets.token_bytes` in a real server, something seeded in a test.
RandomBytes: TypeAlias = "Callable[[int], bytes]"

TOKEN_BYTES: Final = 16
KEY_BYTES: Final = 10
# A client's own key that is shorter may be guessed.
CLIENT_KEY_CHARACTERS: Final = range(16, 129)


def new_token(random_bytes: RandomBytes) -> str:
    """A new token, handed out once."""
    return base64.urlsafe_b64encode(random_bytes(TOKEN_BYTES)).rstrip(b"=").decode()


def new_key(random_bytes: RandomBytes) -> str:
    """A room's key for links: too long to guess, but short enough for a coarse QR code."""
    return base64.b32encode(random_bytes(KEY_BYTES)).decode()


def replay_id(room: str, match: int) -> str:
    """The public id of a room's match. It is as hard to guess as the room's own id, and does not reveal it."""
    return base64.b32encode(hashlib.sha256(f"{room} {match}".encode()).digest()[:KEY_BYTES]).decode().lower()


def digest(token: str) -> bytes:
    """The stored hash of a token. A token has 128 random bits, so it needs neither salt nor a slow hash."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def key_digest(client_key: str | None) -> bytes:
    """The stored hash of a client's own key; empty if the key is invalid."""
    return digest(client_key) if client_key and len(client_key) in CLIENT_KEY_CHARACTERS else b""


def matches(token: str, kept: bytes) -> bool:
    """Whether `kept` is the hash of this token."""
    return hmac.compare_digest(digest(token), kept)

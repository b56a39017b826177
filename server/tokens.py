"""Tokens that prove whose seat it is: 128 random bits, kept only as a hash, compared in constant time, never
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
    """A token to hand out once."""
    return base64.urlsafe_b64encode(random_bytes(TOKEN_BYTES)).rstrip(b"=").decode()


def new_key(random_bytes: RandomBytes) -> str:
    """What a link to a room holds besides the code: nobody guesses it, and a QR code of it stays coarse."""
    return base64.b32encode(random_bytes(KEY_BYTES)).decode()


def replay_id(room: str, match: int) -> str:
    """Under which a room's match is kept for everybody to see: as hard to guess as the room's own id, which it does not
    tell.
    """
    return base64.b32encode(hashlib.sha256(f"{room} {match}".encode()).digest()[:KEY_BYTES]).decode().lower()


def digest(token: str) -> bytes:
    """What is kept of a token. It has 128 bits of its own, so it needs neither salt nor a slow hash."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def key_digest(client_key: str | None) -> bytes:
    """What is kept of a client's own key; nothing of one that is none."""
    return digest(client_key) if client_key and len(client_key) in CLIENT_KEY_CHARACTERS else b""


def matches(token: str, kept: bytes) -> bool:
    """Whether this is the token that `kept` was made from."""
    return hmac.compare_digest(digest(token), kept)

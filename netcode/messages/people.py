"""Accounts, logins and guests, and how a finished match changed ratings.

All requests may be sent outside of a room or from a seat. A seat in a room whose match has not begun, or is over, then
belongs to that person. Secrets (passwords, sessions, guests' keys) are told to nobody but their owner.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from netcode.messages.base import Count, Notice, PicturePath, Request

Password = Annotated[str, Meta(max_length=1024)]
"""How long one must be is the server's to say, in a sentence."""
Username = Annotated[str, Meta(max_length=64)]
SessionToken = Annotated[str, Meta(max_length=128)]


class CreateLogin(Request, frozen=True):
    """Make an account and log in to it. A guest's matches and ratings move to it, and the guest's key stops working.
    Answered with `session`, `username`, `name` and `picture`.
    """

    username: Username
    password: Password
    picture: PicturePath | None = None


class Login(Request, frozen=True):
    """Log in, by `username` and `password` or by the `session` of an earlier login. `merge`: the matches of the current
    guest move to the account. Answered like `CreateLogin`.
    """

    username: Username | None = None
    password: Password | None = None
    session: SessionToken | None = None
    merge: bool = False


class Logout(Request, frozen=True):
    """End this session, or all sessions of the account, and be nobody again."""

    everywhere: bool = False


class ChangePassword(Request, frozen=True):
    """Set another password. All other sessions end."""

    old: Password
    new: Password


class DeleteLogin(Request, frozen=True):
    """Delete the account. The results of its matches stay, without the name."""

    password: Password


class AddProfilePic(Request, frozen=True):
    """Upload the sender's picture: PNG, JPEG, WebP or GIF. Answered with `picture`, the path where it is served."""

    image: bytes


class Block(Request, frozen=True):
    """Hear nothing more of a member of the current room, in any room of this server. Followed by `Blocked`."""

    pid: Count


class Unblock(Request, frozen=True):
    """Undo a `Block`. `id` comes from `Blocked`. Followed by `Blocked`."""

    id: Annotated[str, Meta(max_length=64)]


class ListBlocked(Request, frozen=True):
    """Ask whom one has blocked. Followed by `Blocked`."""


class BlockedPerson(Struct, frozen=True):
    """Somebody whom the receiver has blocked. The `id` is valid for this receiver alone; `name` may be empty."""

    id: str
    name: str


class Blocked(Notice, frozen=True):
    """All people whom the receiver has blocked."""

    people: list[BlockedPerson]


class RatingChange(Struct, frozen=True):
    """A player's rating after a match, and its change. `uncertain`: it rests on too few matches."""

    rating: int
    change: int
    uncertain: bool


class Rated(Notice, frozen=True):
    """The finished match is on record as `replay`. `ratings` has the changes by pid (as text); it is empty if the match
    is not rated.

    `late`: the database cannot be reached, so nothing is known yet. Another `Rated` follows.
    """

    replay: str
    ratings: dict[str, RatingChange] = {}
    late: bool = False

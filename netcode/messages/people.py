"""Names that last: accounts, logins and guests, and what a finished match has done to ratings.

All requests may be sent in the menu or from a seat. A seat in a room whose match has not begun, or is over, is then
that person's. Secrets (passwords, sessions, the keys of guests) are answered to nobody but who sends them.
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
    """Make an account, and be logged in to it. A guest becomes it with all that they have; their key opens nothing any
    more. Answered with `session`, `username`, `name` and `picture`.
    """

    username: Username
    password: Password
    picture: PicturePath | None = None


class Login(Request, frozen=True):
    """Be who one was, by `username` and `password`, or by the `session` of an earlier login. `merge`: the matches of
    the guest that one has been until now go to the account. Answered as `CreateLogin`.
    """

    username: Username | None = None
    password: Password | None = None
    session: SessionToken | None = None
    merge: bool = False


class Logout(Request, frozen=True):
    """Be nobody again, and end this session, or all of one's own."""

    everywhere: bool = False


class ChangePassword(Request, frozen=True):
    """Take another password. All other sessions end."""

    old: Password
    new: Password


class DeleteLogin(Request, frozen=True):
    """Remove the account. The results of its matches stay, without the name."""

    password: Password


class AddProfilePic(Request, frozen=True):
    """Upload a picture of oneself: PNG, JPEG, WebP or GIF. Answered with `picture`, where it is from now on."""

    image: bytes


class Block(Request, frozen=True):
    """Hear nothing more, in any room of this server, of a member of the room that one is in. `Blocked` follows."""

    pid: Count


class Unblock(Request, frozen=True):
    """Hear somebody again, whose `id` `Blocked` has told. `Blocked` follows."""

    id: Annotated[str, Meta(max_length=64)]


class ListBlocked(Request, frozen=True):
    """Whom have I blocked? `Blocked` follows."""


class BlockedPerson(Struct, frozen=True):
    """Somebody whom one has blocked. Their `id` means something to oneself alone; `name` may be empty."""

    id: str
    name: str


class Blocked(Notice, frozen=True):
    """All whom one has blocked."""

    people: list[BlockedPerson]


class RatingChange(Struct, frozen=True):
    """A player's rating after a match, and by how much it has changed. `uncertain`: too few matches to mean much."""

    rating: int
    change: int
    uncertain: bool


class Rated(Notice, frozen=True):
    """The match that has ended is kept as `replay`, and this is what it has done to ratings, by pid (as text).

    A match that is not rated has no `ratings`. `late`: neither is known yet, because the database cannot be reached;
    another `Rated` follows when it can.
    """

    replay: str
    ratings: dict[str, RatingChange] = {}
    late: bool = False

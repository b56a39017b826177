"""Recorded matches from a file, a link, or an id on a server."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import quote, urlsplit

import msgspec
from msgspec import Struct

from game.client import texts
from game.client.people.fetch import CannotFetch, get
from game.client.typedpath import read_file
from netcode.address import BadAddress, parse

MOST_BYTES: Final = 4_000_000
"""A best of 7 in which every game is as long as any is a third of that."""
_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LINK: Final = re.compile(r"(?P<base>.*)/replays?/(?P<id>[A-Za-z0-9_-]{1,64})(?:\.json|\.pgn)?/?")


class CannotReplay(ValueError):
    """A match cannot be replayed; the text is a sentence for the person who wants to see it."""


class Found(NamedTuple):
    """A recorded match, and the URL of the server that has it ("" for a file)."""

    content: bytes
    url: str


class _Kind(Struct):
    game: str = ""


def path_of(replay: str) -> str:
    """The path of the match with this id on a server."""
    return f"/replays/{quote(replay, safe='')}.json"


def game_of(content: bytes) -> str:
    """The game of a recorded match.

    Raises:
        CannotReplay: it is not a recorded match.
    """
    try:
        return msgspec.json.decode(content, type=_Kind).game
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CannotReplay(texts.REPLAY_UNREADABLE) from error


def read(what: str, server: str) -> Found:
    """Read a recorded match from a file, a link, or its id on `server`. Slow.

    Raises:
        CannotReplay: there is none, or it cannot be read.
    """
    file = Path(what)
    try:
        if file.is_file():
            return Found(read_file(file, MOST_BYTES), "")
    except OSError as error:
        raise CannotReplay(texts.unreadable(what, error.strerror or str(error))) from error
    url, replay = _place(what, server)
    try:
        return Found(get(url, path_of(replay), most=MOST_BYTES), url)
    except CannotFetch as error:
        raise CannotReplay(str(error)) from error


def _place(what: str, server: str) -> tuple[str, str]:
    """The server and the match's id in a link."""
    try:
        parts = urlsplit(what)
    except ValueError:
        raise CannotReplay(texts.replay_link(what)) from None
    if parts.scheme in {"http", "https"}:
        found = _LINK.fullmatch(parts.path)
        if found is None:
            raise CannotReplay(texts.replay_link(what))
        return f"{parts.scheme}://{parts.netloc}{found['base']}", found["id"]
    if not _ID.fullmatch(what):
        raise CannotReplay(texts.replay_unknown(what))
    if not server:
        raise CannotReplay(texts.REPLAY_WHERE)
    try:
        url = parse(server).url
    except BadAddress as error:
        raise CannotReplay(str(error)) from error
    if url is None:
        raise CannotReplay(texts.REPLAY_WHERE)
    return url, what

"""The saved seat, by which a player returns after the program has died: in the platform's state folder.

Whoever has the token has the seat, so only its owner can read the file, and it is deleted when the match is over.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated

import msgspec
import platformdirs
from msgspec import Meta, Struct

from game.client.wholefile import write_whole
from netcode.client import Seat

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OLDEST_S = 6 * 3600.0
"""No match lasts that long; what is older is not worth asking for."""


class SavedSeat(Struct, frozen=True):
    """What leads a player back to the same seat, even after the program has ended."""

    url: Annotated[str, Meta(pattern=r"\Ahttps?://", max_length=300)]
    code: str
    pid: int
    token: str
    table: str = ""
    """Where the rooms of a server are kept that ran inside this program: it has to be started again first."""
    lan: bool = False
    """Whether others could reach that server."""

    @classmethod
    def of(cls, url: str, seat: Seat) -> SavedSeat:
        """The saved form of a seat in a room of that server."""
        return cls(url, seat.code, seat.pid, seat.token)

    @property
    def in_room(self) -> Seat:
        """The seat as the room knows it."""
        return Seat(self.code, self.pid, self.token)


class SeatFile:
    """The file with the saved seat."""

    def __init__(self, path: Path | None = None, now_s: Callable[[], float] = time.time) -> None:
        """By default in the platform's state folder of the user. `now_s` is in the files' time."""
        self.path = path or platformdirs.user_state_path("underdog", appauthor=False) / "seat.json"
        self._now_s = now_s

    def load(self) -> tuple[SavedSeat | None, str | None]:
        """The seat, if there is one, and a sentence if the file could not be used."""
        try:
            if self._now_s() - self.path.stat().st_mtime > OLDEST_S:
                self.path.unlink(missing_ok=True)
                return None, None
            return msgspec.json.decode(self.path.read_bytes(), type=SavedSeat), None
        except FileNotFoundError:
            return None, None
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None, "The note about your last match could not be read. If it still runs, join it with its code."

    def save(self, seat: SavedSeat) -> str | None:
        """Write atomically, with mode 600. Returns a sentence if that failed, else None."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(self.path, msgspec.json.encode(seat))
        except OSError as error:
            return f"Your seat could not be noted, so it is lost if this program is: {error.strerror or error}."
        return None

    def forget(self, seat: SavedSeat) -> None:
        """Delete this seat, but not another one that another program has saved."""
        try:
            if self.load()[0] == seat:
                self.path.unlink(missing_ok=True)
        except OSError:
            # A stale note is asked for once, refused by the server, and tried to be forgotten again.
            return

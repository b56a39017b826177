"""The files about people on this computer."""

from __future__ import annotations

from pathlib import Path

import platformdirs
from msgspec import Struct


class PeopleFiles(Struct, frozen=True):
    """`keys`: the player's identities on servers, a secret. `table`: the people and results of servers in this program.
    `face`: the player's own picture.
    """

    keys: Path
    table: Path
    face: Path

    @classmethod
    def usual(cls) -> PeopleFiles:
        """In the platform's folders for the user's state and data."""
        return cls(
            platformdirs.user_state_path("underdog", appauthor=False) / "people.json",
            platformdirs.user_data_path("underdog", appauthor=False) / "people.sqlite",
            platformdirs.user_data_path("underdog", appauthor=False) / "picture.png",
        )

    @classmethod
    def beside(cls, file: Path) -> PeopleFiles:
        """Beside another file of this program, with similar names."""
        return cls(*(file.with_suffix(end) for end in (".people.json", ".people.sqlite", ".picture.png")))

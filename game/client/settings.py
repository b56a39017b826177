"""The player's settings, and the file in the platform's configuration folder that stores them."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

import msgspec
import platformdirs
from msgspec import Meta, Struct
from msgspec.structs import replace

from game.client import texts
from game.client.wholefile import write_whole

if TYPE_CHECKING:
    from pathlib import Path

BoardName: TypeAlias = Literal["walnut", "slate", "paper", "high contrast"]

Moving: TypeAlias = Literal["both", "drag", "click"]
Promotion: TypeAlias = Literal["ask", "premoves", "always"]
AnimationSpeed: TypeAlias = Literal["none", "fast", "normal", "slow"]
RoomName: TypeAlias = Literal["dark", "light"]
TextSize: TypeAlias = Literal["normal", "large", "largest"]

NAME_LIMIT = 20
"""Characters of a name: what a server lets through."""


Percent: TypeAlias = Annotated[int, Meta(ge=0, le=100)]


class Volumes(Struct, frozen=True):
    """The volume of each kind of sound. `muted` silences all and keeps the volumes."""

    pieces: Percent = 80
    alerts: Percent = 80
    social: Percent = 60
    muted: bool = False


class Settings(Struct, frozen=True):
    """All settings, each with its default."""

    name: str = ""
    """The name that others see; empty: not chosen yet."""
    picture: Annotated[str, Meta(max_length=24)] = ""
    """Which pup one is (`pups.PORTRAITS`); empty: the one that goes with the name."""
    board: BoardName = "walnut"
    room: RoomName = "dark"
    """The colours of everything but the board."""
    safe_colors: bool = False
    """Colours that can be told apart with any colour vision."""
    text_size: TextSize = "normal"
    keys: dict[str, str] = {}
    """The keys that differ from the usual ones (`keys.USUAL`): action -> the name of a key."""
    reduced_motion: bool = False
    promotion: Promotion = "ask"
    """When a pawn becomes a queen without a question; with Ctrl held, there always is one."""
    moving: Moving = "both"
    """How pieces are moved with the pointer."""
    premoves: bool = True
    """Whether moves can be queued while the opponent thinks."""
    confirm_resign: bool = True
    """Whether to be asked before a game is given up."""
    animation: AnimationSpeed = "normal"
    full_screen: bool = False
    volumes: Volumes = Volumes()
    hush_chat: bool = False
    """Whether the words of others are left out."""
    hush_emotes: bool = False
    speech: bool = False
    """Whether moves, news and what has the focus are read aloud."""
    server: str = ""
    """The server that was last joined by its address; where a bare code is looked for."""
    streamer: bool = False
    """Whether what strangers could use stays off the screen: code, address, QR code, and what others write."""
    join_card: bool = True
    """Whether a match that others may come to watch shows how, in a corner."""
    best_of: Literal[3, 5, 7] = 3
    base_seconds: Literal[30, 60, 120, 180] = 60
    """What each player's clock begins with at tables that one hosts."""
    standin: Literal["novice", "easy", "quick", "medium"] = "quick"
    """The level of stand-ins in matches that are hosted."""
    comeback: Literal["full", "gentle"] = "full"
    """How much losing is worth there."""
    takeover: Literal["auto", "ask", "off"] = "auto"
    """What happens at tables that one hosts when somebody drops out."""
    watchers: bool = True
    """Whether others may watch there."""
    watch_delay: Literal[0, 10, 30, 60] = 0
    """How many seconds later than the players they see it."""
    private: bool = False
    """Whether these tables stay out of the list of open matches."""
    quiz_file: str = ""
    """The path of the pack of questions that was last hosted from a file."""
    color: Literal["lot", "white", "black"] = "lot"
    """The player's colour in the first game against the computer."""
    level: Literal["novice", "easy", "quick", "medium", "strong", "best"] = "medium"


BROKEN = ".broken.json"
"""How the name of a file ends that could not be read."""


def _what_makes_sense(content: bytes) -> Settings:
    """The valid settings in a broken file, read one by one."""
    try:
        found = msgspec.json.decode(content, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Settings()
    settings = Settings()
    for name in Settings.__struct_fields__:
        with contextlib.suppress(msgspec.ValidationError):
            if name in found:
                value = getattr(msgspec.convert({name: found[name]}, Settings), name)
                settings = replace(settings, **{name: value})
    return settings


class SettingsFile:
    """The file that stores the settings."""

    def __init__(self, path: Path | None = None) -> None:
        """By default in the platform's configuration folder of the user."""
        self.path = path or platformdirs.user_config_path("underdog", appauthor=False) / "settings.json"

    def load(self) -> tuple[Settings, str | None]:
        """The settings, and a sentence if the file could not be used.

        Valid settings of a broken file are kept, and a copy of it stays beside the file.
        """
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return Settings(), None
        except OSError:
            return Settings(), texts.SETTINGS_BROKEN
        try:
            return msgspec.json.decode(content, type=Settings), None
        except (msgspec.DecodeError, UnicodeDecodeError):
            with contextlib.suppress(OSError):
                self.path.with_suffix(BROKEN).write_bytes(content)
            settings = _what_makes_sense(content)
            return settings, texts.SETTINGS_BROKEN if settings == Settings() else texts.SETTINGS_PARTLY_BROKEN

    def save(self, settings: Settings) -> str | None:
        """Write the settings atomically. Returns a sentence if that failed, else None."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self.path, msgspec.json.format(msgspec.json.encode(settings)))
        except OSError as error:
            return f"Your settings could not be saved: {error.strerror or error}."
        return None

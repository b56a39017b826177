"""Plays the sounds of assets/sounds. Without a sound card nothing is heard, and nothing fails."""

from __future__ import annotations

import contextlib
import io
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import pygame

if TYPE_CHECKING:
    from game.client.settings import Volumes

Cue: TypeAlias = Literal[
    "move", "theirs", "capture", "check", "castle", "promote",
    "poison", "shield", "king", "revival", "rewind", "pass", "dropped",
    "heartbeat", "flag", "win", "loss", "draw", "draft", "pick", "flip", "count", "go", "buzz",
    "message", "arrive", "gone",
    "emote_hi", "emote_gg", "emote_thinking", "emote_laughing", "emote_crying", "emote_shocked",
    "emote_angry", "emote_love", "emote_panic", "emote_sleeping", "emote_crown", "emote_bone",
]  # fmt: skip
"""The sounds there are: files in assets/sounds."""
CUES: tuple[Cue, ...] = get_args(Cue)

Kind: TypeAlias = Literal["pieces", "alerts", "social"]
_PIECES = (
    "move", "theirs", "capture", "check", "castle", "promote",
    "poison", "shield", "king", "revival", "rewind", "pass", "dropped",
)  # fmt: skip
_SOCIAL = ("message", "arrive", "gone")

_RATE = 44_100
_BUFFER = 512
"""Samples: 12 ms from asking to hearing."""
_CHANNELS = 12


def kind_of(cue: Cue) -> Kind:
    """The kind of a sound, which decides its volume."""
    if cue in _PIECES:
        return "pieces"
    return "social" if cue in _SOCIAL or cue.startswith("emote") else "alerts"


def emote_cue(emote: str) -> Cue:
    """The sound of an emote; a plain yap if it has none of its own."""
    return next((cue for cue in CUES if cue == f"emote_{emote}"), "emote_hi")


class Speaker:
    """The sound card. It is opened when there is something to play, and released by `rest`."""

    def __init__(self) -> None:
        self._sounds: dict[Cue, pygame.mixer.Sound] = {}
        self._open = False
        self._missing = False

    @property
    def missing(self) -> bool:
        """Whether this machine was found to have no sound."""
        return self._missing

    def play(self, cue: Cue, volumes: Volumes) -> None:
        """Play a sound at its kind's volume; nothing happens where there is no sound card."""
        volume = 0.0 if volumes.muted else getattr(volumes, kind_of(cue)) / 100
        if volume <= 0 or not self._take():
            return
        sound = self._load(cue)
        # The ear hears powers: half of the slider is to be half as loud.
        sound.set_volume(volume**1.7)
        sound.play()

    def prepare(self) -> None:
        """Open the sound card and read all sounds now, so that no move waits for the disk."""
        if self._take():
            for cue in CUES:
                self._load(cue)

    def rest(self) -> None:
        """Release the sound card, because an open one costs processor time even in silence."""
        if self._open:
            self._sounds.clear()
            self._open = False
            pygame.mixer.quit()

    def _load(self, cue: Cue) -> pygame.mixer.Sound:
        sound = self._sounds.get(cue)
        if sound is None:
            sound = self._sounds[cue] = pygame.mixer.Sound(io.BytesIO(_read(cue)))
        return sound

    def _take(self) -> bool:
        if not (self._open or self._missing):
            # No sound card, or somebody else has it: the game is silent, and everything else goes on.
            self._missing = True
            with contextlib.suppress(pygame.error):
                pygame.mixer.init(_RATE, -16, 2, _BUFFER)
                pygame.mixer.set_num_channels(_CHANNELS)
                self._missing = False
        self._open = not self._missing
        return self._open


def _read(cue: Cue) -> bytes:
    return (files("assets") / "sounds" / f"{cue}.wav").read_bytes()

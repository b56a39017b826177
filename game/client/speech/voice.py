"""What speaks: the screen reader that runs, or else the system's own speech."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Protocol

from game.client import texts

if TYPE_CHECKING:
    from collections.abc import Callable


class Voice(Protocol):
    """Says a sentence. May take any time, and may raise anything."""

    def say(self, sentence: str, *, interrupt: bool) -> None:
        """Say it, at once or after what is being said."""


class NoVoice(Exception):
    """Nothing can speak here; the text says why, and what helps."""


class PrismVoice:
    """Through the library `prismatoid`: NVDA, JAWS, VoiceOver, Orca, and the speech of each system."""

    def __init__(self, load: Callable[[str], Any] = importlib.import_module) -> None:
        """Raises NoVoice."""
        try:
            make_context = load("prism").Context
        except (ImportError, AttributeError) as error:
            raise NoVoice(texts.SPEECH_NOT_INSTALLED) from error
        try:
            # The context must live as long as what came of it.
            self._context = make_context()
            self._backend = self._context.acquire_best()
        except (ValueError, RuntimeError, OSError) as error:
            raise NoVoice(texts.SPEECH_NOBODY) from error

    def say(self, sentence: str, *, interrupt: bool) -> None:
        """See `Voice.say`."""
        self._backend.output(sentence, interrupt)

"""Hands sentences to a voice on a thread of its own: speech may take any time there, and never holds up the window."""

from __future__ import annotations

import logging
import threading
from collections import deque
from typing import TYPE_CHECKING, Final

from game.client import texts
from game.client.speech.voice import NoVoice, PrismVoice

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.speech.voice import Voice

log = logging.getLogger(__name__)

MOST_WAITING: Final = 8
"""If speech is too slow or hangs, only the newest sentences are kept."""


class SpeechThread:
    """Starts with the first sentence. Once there is no voice, everything is silent."""

    def __init__(self, open_voice: Callable[[], Voice] = PrismVoice, wake: Callable[[], None] = lambda: None) -> None:
        """`open_voice` is called on the thread, and may raise NoVoice. `wake` is called when there is a `problem`."""
        self._open_voice, self._wake = open_voice, wake
        self._waiting: deque[tuple[str, bool]] = deque(maxlen=MOST_WAITING)
        self._news = threading.Condition()
        self._thread: threading.Thread | None = None
        self._problem = ""

    def say(self, sentence: str, *, interrupt: bool = False) -> None:
        """Say it soon. `interrupt`: instead of what is being said and what waits."""
        with self._news:
            if interrupt:
                self._waiting.clear()
            self._waiting.append((sentence, interrupt))
            self._news.notify()
        if self._thread is None:
            # A daemon, because nobody waits at the end for a voice that hangs.
            self._thread = threading.Thread(target=self._run, name="underdog-speech", daemon=True)
            self._thread.start()

    def take_problem(self) -> str:
        """Why nothing is spoken, in a sentence, once; "" if there is no reason."""
        problem, self._problem = self._problem, ""
        return problem

    def _run(self) -> None:
        try:
            voice = self._open_voice()
            while True:
                sentence, interrupt = self._next()
                voice.say(sentence, interrupt=interrupt)
        except NoVoice as refused:
            self._problem = str(refused)
        except Exception:
            # Whatever a native library or a screen reader that ends can raise: the game goes on without speech.
            log.exception("speech has failed")
            self._problem = texts.SPEECH_FAILED
        self._wake()

    def _next(self) -> tuple[str, bool]:
        with self._news:
            while not self._waiting:
                self._news.wait()
            return self._waiting.popleft()

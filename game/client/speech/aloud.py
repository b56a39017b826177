"""Reads aloud what a person who does not see the window needs to know, as long as that is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client.speech.reading import ScreenReading
from game.client.speech.roomnews import RoomNews

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from game.client.kit.scenestack import SceneStack
    from game.client.net.session import Session
    from game.client.settings import Settings
    from game.client.speech.speaker import SpeechThread


class ReadingAloud:
    """Collects what is new on the screen and in the room, and has it spoken."""

    def __init__(self, session: Session, stack: SceneStack, make_thread: Callable[[], SpeechThread]) -> None:
        self._session, self._stack = session, stack
        self._make_thread = make_thread
        self._speech: SpeechThread | None = None
        """None while it is turned off."""
        self._screen, self._room = ScreenReading(), RoomNews()

    def follow(self, settings: Settings, sentences: Iterable[str], now_ms: int) -> str:
        """Called whenever anything may have changed. `sentences` were just shown. Returns why nothing can be spoken, a
        sentence to show, once; "" if there is no reason.
        """
        if not settings.speech:
            self._speech = None
            return ""
        if self._speech is None:
            self._speech = self._make_thread()
            self._screen, self._room = ScreenReading(), RoomNews()
        for i, read in enumerate(self._screen.listen(self._stack)):
            # Whoever walks on does not want to hear the end of where they were.
            self._speech.say(read, interrupt=i == 0)
        chat = not (settings.hush_chat or settings.streamer)
        for sentence in (*self._room.listen(self._session, now_ms, chat=chat), *sentences):
            self._speech.say(sentence)
        return self._speech.take_problem()

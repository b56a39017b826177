"""What is read aloud of a room: what others say, and what happens in the game. No pygame."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.client.net.session import Session


class RoomNews:
    """Compares the session with its earlier state. What was there on joining is not news."""

    def __init__(self) -> None:
        self._said = 0
        self._fresh = True

    def listen(self, session: Session, now_ms: int, *, chat: bool) -> list[str]:
        """Everything new since the last call, in sentences. `chat`: whether the words of others are wanted."""
        if session.view is None:
            self._fresh = True
            return []
        room = session.room
        new = room.chat.heard - self._said
        self._said = room.chat.heard
        fresh, self._fresh = self._fresh, False
        lines = [] if fresh or not chat or new <= 0 else room.chat.lines[-new:]
        wanted = [each for each in lines if each.pid != room.pid and not session.muting.mutes(each.pid)]
        return [*(f"{each.name}: {each.text}" for each in wanted), *session.view.news(now_ms)]

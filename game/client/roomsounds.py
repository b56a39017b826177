"""The sounds of any room: people who come and go, and what they say. Decides which; plays nothing. No pygame."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.client.kit.sound import Cue
    from game.client.net.session import Session


class RoomSounds:
    """Compares the session with its earlier state and names the sounds of the difference. The game adds its own."""

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._fresh = True
        """Whether nothing was listened to in this room yet."""
        self._talk = 0
        self._people: frozenset[int] = frozenset()

    def listen(self, session: Session, now_ms: int) -> list[Cue]:
        """The sounds of everything new since the last call. What was there on joining is silent."""
        if session.place not in {"lobby", "match"}:
            self._forget()
            return []
        heard = self._people_and_talk(session)
        fresh, self._fresh = self._fresh, False
        of_the_game = session.view.sounds(now_ms) if session.view is not None else []
        return of_the_game if fresh else [*heard, *of_the_game]

    def _people_and_talk(self, session: Session) -> list[Cue]:
        room = session.room
        heard: list[Cue] = []
        here = frozenset(player.pid for player in room.people.players if player.connected)
        if self._people and here != self._people:
            heard.append("arrive" if here - self._people else "gone")
        self._people = here
        talk = room.chat.heard
        if talk > self._talk:
            speaker = room.chat.lines[-1].pid
            if speaker != room.pid and not session.muting.mutes(speaker):
                heard.append("message")
        self._talk = talk
        return heard

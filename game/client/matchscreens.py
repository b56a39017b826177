"""What lies over the board, and for how long: the draft, the end of the match, questions, what a person has opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from game.client.chess.absence import AbsenceScene
from game.client.chess.draft import DraftScene
from game.client.chess.match import MatchScene
from game.client.chess.matchend import MatchEndScene

if TYPE_CHECKING:
    from game.client.context import Context
    from game.client.kit.scene import Scene, SceneStack
    from game.client.net.played import Played
    from game.client.net.session import Session
    from netcode.messages import AbsenceQuestion

Overlay: TypeAlias = "type[DraftScene | MatchEndScene]"


class MatchScreens:
    """Follows the session. The scenes over the board never outlast what they are about."""

    def __init__(self, context: Context, stack: SceneStack) -> None:
        self._context = context
        self._stack = stack
        self._game: Played | None = None
        self._overlay: Overlay | None = None
        self._question: AbsenceQuestion | None = None
        self._asking: Scene | None = None

    def follow(self) -> bool:
        """Show what belongs over the board now; whether anything has changed."""
        session = self._context.session
        game, overlay = _game_of(session), _overlay_of(session)
        changed = game is not self._game or overlay is not self._overlay
        if changed:
            # A menu, the settings or a question that was open belonged to the moment before.
            self._stack.close_above(MatchScene)
            self._game, self._overlay = game, overlay
            self._question = self._asking = None
            if overlay is not None:
                self._stack.push(overlay(self._context))
        return self._follow_question(session.question) or changed

    def _follow_question(self, question: AbsenceQuestion | None) -> bool:
        """Ask what becomes of a game whose other player stays away, as long as that is open."""
        if question == self._question:
            return False
        if self._asking is not None:
            self._stack.remove(self._asking)
        self._question, self._asking = question, None
        if question is not None:
            self._asking = AbsenceScene(self._context, question)
            self._stack.push(self._asking)
        return True


def _game_of(session: Session) -> Played | None:
    return session.played[-1] if session.place == "match" and session.played else None


def _overlay_of(session: Session) -> Overlay | None:
    """What lies over the board in this phase of the match."""
    if session.place != "match" or session.board is None:
        return None
    if session.over is not None:
        return None if session.last_look_ms else MatchEndScene
    return DraftScene if session.offers or session.board.phase in {"draft", "reveal"} else None

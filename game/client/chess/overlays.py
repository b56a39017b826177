"""What covers the board, and for how long: the draft, the end of the match, questions, opened dialogs."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from game.client.chess.absence import AbsenceScene
from game.client.chess.draft import DraftScene
from game.client.chess.match import MatchScene
from game.client.chess.matchend import MatchEndScene

if TYPE_CHECKING:
    from game.client.chess.model import ChessModel
    from game.client.chess.played import Played
    from game.client.context import Context
    from game.client.kit.scene import Scene
    from game.client.kit.scenestack import SceneStack
    from netcode.messages import AbsenceQuestion

Overlay: TypeAlias = "type[DraftScene | MatchEndScene]"


class ChessOverlays:
    """Follows the match. Scenes over the board never outlast what they belong to."""

    def __init__(self, context: Context, stack: SceneStack, match: ChessModel) -> None:
        self._context = context
        self._stack = stack
        self._match = match
        self._game: Played | None = None
        self._overlay: Overlay | None = None
        self._question: AbsenceQuestion | None = None
        self._asking: Scene | None = None

    def follow(self) -> bool:
        """Show what belongs over the board now. Whether anything has changed."""
        match = self._match
        game, overlay = match.played[-1] if match.played else None, _overlay_of(match)
        changed = game is not self._game or overlay is not self._overlay
        if changed:
            # A menu, the settings or a question that was open belonged to the moment before.
            self._stack.close_above(MatchScene)
            self._game, self._overlay = game, overlay
            self._question = self._asking = None
            if overlay is not None:
                self._stack.push(overlay(self._context, match))
        return self._follow_question(match.question) or changed

    def _follow_question(self, question: AbsenceQuestion | None) -> bool:
        """Show the question about an absent opponent as long as it is open."""
        if question == self._question:
            return False
        if self._asking is not None:
            self._stack.remove(self._asking)
        self._question, self._asking = question, None
        if question is not None:
            self._asking = AbsenceScene(self._context, self._match, question)
            self._stack.push(self._asking)
        return True


def _overlay_of(match: ChessModel) -> Overlay | None:
    """What covers the board in this phase of the match."""
    if match.board is None:
        return None
    if match.over is not None:
        return None if match.last_look_ms() else MatchEndScene
    return DraftScene if match.draft.offers or match.board.phase in {"draft", "reveal"} else None

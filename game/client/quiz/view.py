"""The party quiz in the window, as the program sees it (`game.client.gameview`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client.gameview import GameEntry, HomeButton, LobbyFacts
from game.client.quiz import texts
from game.client.quiz.host_logic import headline
from game.client.quiz.leaving import leave_question
from game.client.quiz.model import QuizModel
from game.client.quiz.pictures import Pictures
from game.client.quiz.playerscreen import PlayerScene
from game.client.quiz.screen import LOOK_AGAIN_MS, QuizScene
from game.client.quiz.setup import host_setup
from game.client.quiz.sounds import QuizSounds
from game.client.quiz.upload import Upload
from netcode.messages.quiz import QuizLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.context import Context
    from game.client.gameview import RoomSession
    from game.client.kit.scene import Scene
    from game.client.kit.scenestack import SceneStack
    from game.client.kit.sound import Cue
    from netcode.messages.rooms import RoomLine


class ByRole:
    """No overlays; but a member whose role changes gets another screen."""

    def __init__(self, view: QuizView, context: Context) -> None:
        self._view, self._context = view, context
        self._plays = view.model.plays

    def follow(self) -> bool:
        """See `Overlays`."""
        if self._view.model.plays == self._plays:
            return False
        self._plays = self._view.model.plays
        self._context.show(self._view.screen(self._context))
        return True


class QuizView:
    """The quiz of one room."""

    def __init__(self, session: RoomSession) -> None:
        self.model = QuizModel(session)
        self._session = session
        self._sounds = QuizSounds(self.model)
        self._pictures, self._upload = Pictures(), Upload()
        self._read = ""

    def lobby(self) -> LobbyFacts:
        """See `GameView`: the quiz has a lobby of its own."""
        return LobbyFacts(self.model.title, seats=1)

    def screen(self, context: Context) -> Scene:
        """The big screen or, for players, a player's screen."""
        if self.model.plays:
            return PlayerScene(context, self.model, self._pictures)
        return QuizScene(context, self.model, self._pictures, self._upload)

    def overlays(self, context: Context, stack: SceneStack) -> ByRole:
        """See `GameView`."""
        del stack
        return ByRole(self, context)

    def leave_question(self, context: Context, on_yes: Callable[[], None]) -> Scene:
        """Whether to leave: with the host the room closes."""
        return leave_question(context, on_yes, host=self.model.is_host)

    def sounds(self, now_ms: int) -> list[Cue]:
        """The sounds of buzzers and judgements."""
        del now_ms
        return self._sounds.listen()

    def news(self, now_ms: int) -> list[str]:
        """The headline, and the question if everybody may read it."""
        del now_ms
        asked = self.model.state.open if self.model.state is not None else None
        read = " ".join(filter(None, (headline(self.model), asked.clue if asked is not None else "")))
        before, self._read = self._read, read
        return [read] if read and read != before else []

    def tick(self, now_ms: int) -> int | None:
        """Checks whether what is sent in the background was refused."""
        del now_ms
        problem = self._upload.poll()
        if problem:
            self._session.tell(problem)
        return LOOK_AGAIN_MS if self._upload.running else None

    def remark(self) -> str:
        """Nothing special."""
        return ""

    def line_facts(self) -> list[str]:
        """None: the host's own connection affects nobody."""
        return []


def list_line(line: RoomLine) -> str:
    """A quiz, in the list."""
    told = line.part if isinstance(line.part, QuizLine) else QuizLine()
    return texts.open_quiz(told.title, line.players, running=line.running, over=told.over)


ENTRY = GameEntry(
    view=QuizView,
    host=HomeButton(texts.HOST, "icons/paw", host_setup),
    alone=None,
    more=(),
    list_line=list_line,
    title=texts.QUIZ,
)

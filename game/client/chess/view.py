"""Chess in the window, as the program sees it (`game.client.gameview`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client import texts
from game.client.chess.match import MatchScene
from game.client.chess.model import ChessModel
from game.client.chess.overlays import ChessOverlays
from game.client.chess.replay import ReplayScene
from game.client.chess.replayfile import read_replay
from game.client.chess.setup import computer_setup, host_setup
from game.client.chess.soundcues import ChessSounds
from game.client.chess.spoken import ChessNews
from game.client.chess.upgrades import UpgradesScene
from game.client.chess.widgets.cardrecords import CardRecordGrid
from game.client.gameview import GameEntry, HomeButton, LobbyFacts
from game.client.screens.confirm import leave_question
from netcode.messages.chess import ChessLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.context import Context
    from game.client.gameview import RoomSession
    from game.client.kit.scene import Scene
    from game.client.kit.scenestack import SceneStack
    from game.client.kit.sound import Cue
    from netcode.messages.rooms import RoomLine


class ChessView:
    """The match of one room."""

    def __init__(self, session: RoomSession) -> None:
        self.model = ChessModel(session)
        self._sounds = ChessSounds(self.model)
        self._news = ChessNews(self.model)

    def lobby(self) -> LobbyFacts:
        """How long the match is, and what happens when somebody drops out."""
        model = self.model
        return LobbyFacts(
            texts.lobby_best_of(model.best_of, model.base_seconds, model.comeback, model.watch_delay),
            texts.lobby_absence(model.takeover, model.standin_level),
        )

    def screen(self, context: Context) -> Scene:
        """The board with everything around it."""
        return MatchScene(context, self.model)

    def overlays(self, context: Context, stack: SceneStack) -> ChessOverlays:
        """The draft, the final score, questions."""
        return ChessOverlays(context, stack, self.model)

    def leave_question(self, context: Context, on_yes: Callable[[], None]) -> Scene:
        """The opponent would win."""
        return leave_question(context, on_yes)

    def sounds(self, now_ms: int) -> list[Cue]:
        """Of moves, clocks, drafts and results."""
        return self._sounds.listen(now_ms)

    def news(self, now_ms: int) -> list[str]:
        """Of moves, results, offers and the clock."""
        return self._news.listen(now_ms)

    def tick(self, now_ms: int) -> int | None:
        """The final score covers the last position after a while."""
        self.model.tick(now_ms)
        return self.model.last_look_ms() or None

    def remark(self) -> str:
        """That the drafts offer what somebody chose."""
        return self.model.remark()

    def line_facts(self) -> list[str]:
        """How much time the clocks have given back."""
        return texts.credit_facts(self.model.board)


def list_line(line: RoomLine) -> str:
    """An open match, in the list."""
    told = ChessLine.of(line)
    how = texts.open_match(told.best_of, line.players, line.seats, running=line.running, over=told.over)
    return "  ·  ".join(filter(None, (how, texts.watch_delay(told.watch_delay) if line.running else "")))


def recorded(context: Context, content: bytes, url: str) -> Scene:
    """A match that the server at `url` has recorded, with the user at the bottom."""
    record = read_replay(content, context.settings.name)

    def portrait(pid: int) -> str:
        player = record.players[pid]
        return context.faces.portrait(url, player.name, player.picture)

    return ReplayScene(context, record.games, portrait)


ENTRY = GameEntry(
    view=ChessView,
    host=HomeButton(texts.HOST, "icons/crown", host_setup),
    alone=HomeButton(texts.COMPUTER_BUTTON, "icons/robot", computer_setup),
    more=(HomeButton(texts.UPGRADES, "icons/book", UpgradesScene),),
    list_line=list_line,
    title=texts.CHESS,
    cards=CardRecordGrid,
    replay=recorded,
)

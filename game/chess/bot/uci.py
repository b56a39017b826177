"""A UCI engine as a bot.

Engines know only standard chess. From the first upgrade on, or when the engine fails, the project's own search plays.
The next match starts without upgrades, so the engine plays again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import chess
import chess.engine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from game.chess.bot.interface import Bot, Budget, Situation, TimeSource

UPGRADES_IN_PLAY = "Upgrades are in play, which a UCI engine does not know. The bot's own search plays on."
START_TIMEOUT_S = 10.0
# How long to wait for an engine beyond its time limit before it counts as failed.
PATIENCE_S = 5.0
# Below this the engine would rather have the half point.
BAD_POSITION_CP = -60


class NoEngine(Exception):
    """There is no engine at that path, or what is there does not speak UCI. Its text is a sentence for the user."""


def start_engine(path: str) -> chess.engine.SimpleEngine:
    """Start the engine; close it when done (it is a context manager).

    Raises:
        NoEngine: it cannot be started.
    """
    try:
        return chess.engine.SimpleEngine.popen_uci(path, timeout=START_TIMEOUT_S)
    except OSError as error:
        raise NoEngine(f"{path} cannot be started: {error.strerror or error}.") from error
    except (chess.engine.EngineError, TimeoutError) as error:
        raise NoEngine(f"{path} does not answer as a UCI engine should.") from error


class EngineBot:
    """Standard chess by an engine, everything else by `own`; implements `game.chess.bot.interface.Bot`."""

    def __init__(self, engine: chess.engine.SimpleEngine, own: Bot, say: Callable[[str], None]) -> None:
        """`say` is told, once each, when the own search takes over, and why."""
        self._engine = engine
        self._own = own
        self._say = say
        self._said: set[str] = set()
        engine.timeout = PATIENCE_S

    def choose_move(self, situation: Situation, budget: Budget, clock: TimeSource) -> str:
        """A legal move (UCI).

        Raises:
            NoMove: the game is over.
        """
        board = standard_board(situation)
        if board is None:
            self._tell(UPGRADES_IN_PLAY)
        elif any(board.legal_moves):
            try:
                move = self._engine.play(board, _limit(budget)).move
            except (chess.engine.EngineError, TimeoutError) as error:
                self._tell_failure(error)
            else:
                if move is not None:
                    return move.uci()
        return self._own.choose_move(situation, budget, clock)

    def choose_upgrade(self, offered: Sequence[str], owned: Sequence[str]) -> str:
        """Chosen by the project's own search, which will play with the upgrade."""
        return self._own.choose_upgrade(offered, owned)

    def accepts_draw(self, situation: Situation, budget: Budget, clock: TimeSource) -> bool:
        """Only when the position is bad."""
        board = standard_board(situation)
        if board is not None:
            try:
                score = self._engine.analyse(board, _limit(budget)).get("score")
            except (chess.engine.EngineError, TimeoutError) as error:
                self._tell_failure(error)
            else:
                if score is not None:
                    own = score.pov(situation.color == "white")
                    return own.score(mate_score=10_000) < BAD_POSITION_CP
        return self._own.accepts_draw(situation, budget, clock)

    def offers_draw(self, situation: Situation) -> bool:
        """As the own search would. While the engine plays, never."""
        return standard_board(situation) is None and self._own.offers_draw(situation)

    def _tell_failure(self, error: Exception) -> None:
        self._tell(f"The engine has failed ({str(error) or 'no answer'}). The bot's own search plays on.")

    def _tell(self, sentence: str) -> None:
        if sentence not in self._said:
            self._said.add(sentence)
            self._say(sentence)


def standard_board(situation: Situation) -> chess.Board | None:
    """The position as standard chess; None if it has upgrades or layers."""
    if situation.upgrades.white or situation.upgrades.black or situation.start_layers:
        return None
    board = chess.Board(situation.start_fen)
    for move in situation.moves:
        board.push_uci(move)
    return board


def _limit(budget: Budget) -> chess.engine.Limit:
    """A limit in time only, because an engine counts nodes and plies differently."""
    ms = budget.soft_ms or budget.hard_ms
    return chess.engine.Limit(
        time=max(ms, 1) / 1000 if ms is not None else None, nodes=budget.nodes if ms is None else None
    )

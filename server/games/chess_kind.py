"""Chess as a server offers it: the host's options, the seats, and replays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from game.chess.upgrades.naming import upgrades_named
from netcode import messages
from server.games.base import BaseKind
from server.games.chess import COMMANDS, ChessMachine, in_lobby
from server.games.chess_news import terms_of
from server.games.chess_replay import chess_replay, pgn_of
from server.games.chess_watched import WatchedChess
from server.games.interface import Seats

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netcode.messages import Options
    from netcode.messages.replays import ChessReplay, ReplayFile
    from server.config import Config
    from server.games.interface import Events, GameMachine

_SEATS: Final = Seats(2, 2)


class ChessKind(BaseKind):
    """The `GameKind` of chess."""

    wire: Final = messages.CHESS
    options: Final = messages.ChessOptions
    commands = COMMANDS
    counts_latency = True

    def __init__(self, config: Config) -> None:
        """Raises ValueError with a sentence when `config` names cards that do not exist."""
        self._standin_level: messages.StandinLevel = config.standin_level
        self._watch_delay_s = config.watch_delay_s
        # What the drafts of new matches offer; none: what they draw.
        self._cards = upgrades_named(config.cards)

    def settled(self, options: Options) -> messages.ChessOptions:
        """See `GameKind.settled`."""
        chess = _chess(options)
        return replace(
            chess,
            standin_level=chess.standin_level or self._standin_level,
            watch_delay=self._watch_delay_s if chess.watch_delay is None else chess.watch_delay,
        )

    def seats(self, options: Options) -> Seats:
        """See `GameKind.seats`."""
        del options
        return _SEATS

    def watch_delay_ms(self, options: Options) -> int:
        """See `GameKind.watch_delay_ms`."""
        return (_chess(options).watch_delay or 0) * 1000

    def line(self, options: Options, game: GameMachine | None) -> messages.ChessLine:
        """See `GameKind.line`."""
        chess = _chess(options)
        seen = game.seen if isinstance(game, WatchedChess) else game
        delay_s = chess.watch_delay or 0
        if not isinstance(seen, ChessMachine):
            return messages.ChessLine(chess.best_of, chess.base_seconds, delay_s)
        terms = terms_of(seen.match.options.terms)
        return messages.ChessLine(terms.best_of, terms.base_seconds, delay_s, seen.over)

    def lobby(self, options: Options) -> messages.ChessSnapshot:
        """See `GameKind.lobby`."""
        return in_lobby(_chess(options), self._cards)

    def start(self, players: Sequence[int], options: Options, seed: bytes, now_ms: int) -> tuple[GameMachine, Events]:
        """See `GameKind.start`."""
        one, other = players
        chess = _chess(options)
        machine = WatchedChess if chess.watch_delay else ChessMachine
        return machine.start((one, other), chess, seed, now_ms, self._cards)

    def restore(self, data: bytes, options: Options) -> GameMachine:
        """See `GameKind.restore`."""
        chess = _chess(options)
        return WatchedChess.restore(data, chess) if chess.watch_delay else ChessMachine.restore(data)

    def replay(self, record: bytes) -> ChessReplay:
        """See `GameKind.replay`."""
        return chess_replay(record)

    def notation(self, replay: ReplayFile) -> str | None:
        """See `GameKind.notation`: PGN."""
        return pgn_of(replay)


def _chess(options: Options) -> messages.ChessOptions:
    assert isinstance(options, messages.ChessOptions)
    return options

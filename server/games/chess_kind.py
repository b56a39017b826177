"""Chess as a server offers it: the host's options, the seats, and replays."""

from __future__ import annotations

from typing import TYPE_CHECKING

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

    from netcode.messages import ChessOptions
    from netcode.messages.replays import ChessReplay, ReplayFile
    from server.config import Config
    from server.games.interface import Events, GameMachine


class ChessKind(BaseKind):
    """The `GameKind` of chess."""

    wire = messages.CHESS
    commands = COMMANDS
    players = Seats(2, 2)
    counts_latency = True

    def __init__(self, config: Config) -> None:
        """Raises ValueError with a sentence when `config` names cards that do not exist."""
        self._standin_level: messages.StandinLevel = config.standin_level
        self._watch_delay_s, self._least_watch_delay_s = config.watch_delay_s, config.least_watch_delay_s
        # What the drafts of new matches offer; none: what they draw.
        self._cards = upgrades_named(config.cards)

    def settled(self, options: ChessOptions) -> ChessOptions:
        """See `GameKind.settled`."""
        delay_s = self._watch_delay_s if options.watch_delay is None else options.watch_delay
        return replace(
            options,
            standin_level=options.standin_level or self._standin_level,
            watch_delay=max(delay_s, self._least_watch_delay_s),
        )

    def watch_delay_ms(self, options: ChessOptions) -> int:
        """See `GameKind.watch_delay_ms`."""
        return (options.watch_delay or 0) * 1000

    def line(self, options: ChessOptions, game: GameMachine | None) -> messages.ChessLine:
        """See `GameKind.line`."""
        seen = game.seen if isinstance(game, WatchedChess) else game
        delay_s = options.watch_delay or 0
        if not isinstance(seen, ChessMachine):
            return messages.ChessLine(options.best_of, options.base_seconds, delay_s)
        terms = terms_of(seen.match.options.terms)
        return messages.ChessLine(terms.best_of, terms.base_seconds, delay_s, seen.over)

    def lobby(self, options: ChessOptions) -> messages.ChessSnapshot:
        """See `GameKind.lobby`."""
        return in_lobby(options, self._cards)

    def start(
        self, players: Sequence[int], options: ChessOptions, seed: bytes, now_ms: int
    ) -> tuple[GameMachine, Events]:
        """See `GameKind.start`."""
        one, other = players
        machine = WatchedChess if options.watch_delay else ChessMachine
        return machine.start((one, other), options, seed, now_ms, self._cards)

    def restore(self, data: bytes, options: ChessOptions) -> GameMachine:
        """See `GameKind.restore`."""
        return WatchedChess.restore(data, options) if options.watch_delay else ChessMachine.restore(data)

    def replay(self, record: bytes) -> ChessReplay:
        """See `GameKind.replay`."""
        return chess_replay(record)

    def notation(self, replay: ReplayFile) -> str | None:
        """See `GameKind.notation`: PGN."""
        return pgn_of(replay)

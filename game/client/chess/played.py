"""The games of a match as this client knows them, seen here or told by the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from game.client.chess.gamefeed import GameFeed
from netcode.messages import GameOver

if TYPE_CHECKING:
    from netcode.messages import ChessSnapshot


class Played(Struct):
    """One game of the match."""

    feed: GameFeed
    over: GameOver | None = None
    gained: dict[int, str] = {}
    """Which upgrade came of it, by pid."""


def played_before(snapshot: ChessSnapshot, now_ms: int) -> list[Played]:
    """The finished games of the match, for clients that were not there all the time."""
    return [
        Played(GameFeed(game.board, now_ms), over, {each.pid: each.upgrade for each in game.chosen})
        for game, over in zip(snapshot.played, snapshot.results, strict=False)
    ]


def played_so_far(snapshot: ChessSnapshot, followed: Played | None, now_ms: int) -> list[Played]:
    """All games of the match, the current one last. `followed` stays the same object if it is that one."""
    games = played_before(snapshot, now_ms)
    board = snapshot.board
    if board is None:
        return games
    told = games.pop() if games and games[-1].feed.state.game == board.game else Played(GameFeed(board, now_ms))
    current = followed if followed is not None and followed.feed.state.game == board.game else told
    current.feed, current.over, current.gained = GameFeed(board, now_ms), told.over, told.gained
    return [*games, current]

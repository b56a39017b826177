"""Which effect of an upgrade is new and has to be shown, as a game goes on. No pygame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client.chess.effects import premove_dropped

if TYPE_CHECKING:
    from game.client.chess.effects import Effect
    from game.client.chess.gamefeed import GameFeed
    from game.client.chess.premoves import Premoves


class EffectWatch:
    """Tells which effect is new since the last call. What was there at the first call is not."""

    def __init__(self) -> None:
        self._seen: tuple[int, int] | None = None
        """Which game is followed, and how many of its moves were seen."""
        self._dropped = 0

    def news(self, feed: GameFeed, premoves: Premoves) -> Effect | None:
        """The newest effect, if it is new."""
        before, self._seen = self._seen, (feed.state.game, len(feed.moves))
        dropped, self._dropped = premoves.dropped[self._dropped :], len(premoves.dropped)
        if before is None:
            return None
        moved_on = before[0] == feed.state.game and len(feed.moves) > before[1]
        effect = feed.effects[-1] if moved_on else None
        return effect or (premove_dropped(dropped[-1]) if dropped else None)

"""The sounds of a match, derived from its model. Decides which; plays nothing. No pygame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client.kit import theme

if TYPE_CHECKING:
    from game.client.chess.gamefeed import GameFeed
    from game.client.chess.model import ChessModel
    from game.client.kit.sound import Cue
    from netcode.messages import BoardState, GameOver

LOW_TIME_MS = theme.LOW_TIME_MS


class ChessSounds:
    """Compares the match with its earlier state and names the sounds of the difference."""

    def __init__(self, match: ChessModel) -> None:
        self._match = match
        self._fresh = True
        """Whether nothing was listened to yet."""
        self._game: tuple[int, int] | None = None
        """Which game is followed (a rematch counts anew), and how many of its moves were heard."""
        self._dropped = 0
        """How many queued moves were heard to be dropped."""
        self._phase = ""
        self._count = 0
        self._beat = 0
        self._results = 0
        self._offers: frozenset[int] = frozenset()
        self._chosen: frozenset[int] = frozenset()
        self._over = False

    def listen(self, now_ms: int) -> list[Cue]:
        """The sounds of everything that is new. What was there when one came in is not."""
        match = self._match
        heard = [*self._ends(match), *self._draft(match)]
        if match.board is not None:
            heard += [*self._moves(match, match.board), *self._clocks(match, match.board, now_ms)]
        fresh, self._fresh = self._fresh, False
        return [] if fresh else heard

    # --- the game -------------------------------------------------------------------------------------------------

    def _moves(self, match: ChessModel, state: BoardState) -> list[Cue]:
        feed = match.feed
        count = len(match.sans)
        before, self._game = self._game, (state.game, count)
        dropped, self._dropped = self._dropped, len(match.queue.premoves.dropped)
        heard: list[Cue] = ["dropped"] if self._dropped > dropped else []
        if feed is None or before is None or before[0] != state.game or count <= before[1]:
            return heard
        # Not by counting moves, because after a rewind the same player moves again.
        white_moved = feed.history[count - 1].turn
        mine = match.color is not None and white_moved == (match.color == "white")
        return [sound_of_move(feed, count, mine=mine), *heard]

    def _clocks(self, match: ChessModel, state: BoardState, now_ms: int) -> list[Cue]:
        heard: list[Cue] = []
        if state.phase == "countdown":
            number = -(-match.phase_ms(now_ms) // 1000)
            if number != self._count and number > 0:
                heard.append("count")
            self._count = number
        elif self._phase == "countdown" and state.phase == "playing":
            heard.append("go")
        if self._beats(match, now_ms):
            heard.append("heartbeat")
        self._phase = state.phase
        return heard

    def _beats(self, match: ChessModel, now_ms: int) -> bool:
        """Once a second while the player's clock runs low."""
        feed, color = match.feed, match.color
        if feed is None or color is None or feed.running() != color:
            return False
        left = match.clock_ms(color, now_ms)
        second = -(-left // 1000)
        beats = 0 < left < LOW_TIME_MS and second != self._beat
        self._beat = second
        return beats

    # --- around the games -----------------------------------------------------------------------------------------

    def _ends(self, match: ChessModel) -> list[Cue]:
        heard: list[Cue] = []
        if len(match.results) > self._results:
            heard += result_sounds(match.results[-1], match.room.pid)
        self._results = len(match.results)
        if match.over is not None and not self._over and not heard:
            heard.append("win" if match.over.winner in {match.room.pid, None} or match.watching else "loss")
        self._over = match.over is not None
        return heard

    def _draft(self, match: ChessModel) -> list[Cue]:
        offers, chosen = frozenset(match.draft.offers), frozenset(match.draft.chosen)
        heard: list[Cue] = []
        if offers - self._offers and not self._offers:
            heard.append("draft")
        if chosen - self._chosen:
            heard.append("pick")
        self._offers, self._chosen = offers, chosen
        return heard


def sound_of_move(feed: GameFeed, ply: int, *, mine: bool) -> Cue:
    """The sound of a game's move number `ply`, counted from 1."""
    effect = feed.effects[ply - 1]
    return effect.kind if effect is not None else sound_of(feed.sans[ply - 1], mine=mine)


def sound_of(san: str, *, mine: bool) -> Cue:
    """The sound of a move, by its notation; the weightiest thing about it is heard."""
    if san.endswith(("+", "#")):
        return "check"
    if "=" in san:
        return "promote"
    if "x" in san:
        return "capture"
    if san.startswith("O-O"):
        return "castle"
    return "move" if mine else "theirs"


def result_sounds(result: GameOver, pid: int | None) -> list[Cue]:
    """The end of a game: the clock that tips over, and who may be glad."""
    flag: list[Cue] = ["flag"] if result.reason in {"flag", "flag_draw"} else []
    if result.winner is None:
        return [*flag, "draw"]
    return [*flag, "loss" if pid is not None and result.winner != pid else "win"]

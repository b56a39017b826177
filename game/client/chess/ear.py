"""What is to be heard, worked out from what the session knows. No pygame, no playing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client.kit import theme

if TYPE_CHECKING:
    from game.client.chess.gamefeed import GameFeed
    from game.client.kit.sound import Cue
    from game.client.net.session import Session
    from netcode.messages import BoardState, GameOver

LOW_TIME_MS = theme.LOW_TIME_MS


class Ear:
    """Compares the session with what it was, and names the sounds of the difference."""

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._fresh = True
        """Whether it has not listened in this room yet."""
        self._game: tuple[int, int] | None = None
        """Which game is followed (a rematch counts anew), and how many of its moves were heard."""
        self._dropped = 0
        """How many queued moves were heard to be dropped."""
        self._phase = ""
        self._count = 0
        self._beat = 0
        self._talk = 0
        self._results = 0
        self._offers: frozenset[int] = frozenset()
        self._chosen: frozenset[int] = frozenset()
        self._people: frozenset[int] = frozenset()
        self._over = False

    def listen(self, session: Session, now_ms: int) -> list[Cue]:
        """The sounds of everything that is new. What was there when one came in is not."""
        if session.place not in {"lobby", "match"}:
            self._forget()
            return []
        heard = [*self._people_and_talk(session), *self._ends(session), *self._draft(session)]
        if session.board is not None:
            heard += [*self._moves(session, session.board), *self._clocks(session, session.board, now_ms)]
        fresh, self._fresh = self._fresh, False
        return [] if fresh else heard

    # --- people ---------------------------------------------------------------------------------------------------

    def _people_and_talk(self, session: Session) -> list[Cue]:
        heard: list[Cue] = []
        here = frozenset(player.pid for player in session.players if player.connected)
        if self._people and here != self._people:
            heard.append("arrive" if here - self._people else "gone")
        self._people = here
        talk = session.chat.heard
        if talk > self._talk and session.chat.lines[-1].pid != session.pid:
            heard.append("message")
        self._talk = talk
        return heard

    # --- the game -------------------------------------------------------------------------------------------------

    def _moves(self, session: Session, state: BoardState) -> list[Cue]:
        count, feed = len(session.sans), session.feed
        before, self._game = self._game, (state.game, count)
        dropped, self._dropped = self._dropped, len(session.premoves.dropped)
        heard: list[Cue] = ["dropped"] if self._dropped > dropped else []
        if feed is None or before is None or before[0] != state.game or count <= before[1]:
            return heard
        # Not by counting: whoever rewinds moves again.
        white_moved = feed.history[count - 1].turn
        mine = session.color is not None and white_moved == (session.color == "white")
        return [sound_of_move(feed, count, mine=mine), *heard]

    def _clocks(self, session: Session, state: BoardState, now_ms: int) -> list[Cue]:
        heard: list[Cue] = []
        if state.phase == "countdown":
            number = -(-session.phase_ms(now_ms) // 1000)
            if number != self._count and number > 0:
                heard.append("count")
            self._count = number
        elif self._phase == "countdown" and state.phase == "playing":
            heard.append("go")
        if self._beats(session, now_ms):
            heard.append("heartbeat")
        self._phase = state.phase
        return heard

    def _beats(self, session: Session, now_ms: int) -> bool:
        """Once a second while one's own clock runs low."""
        feed, color = session.feed, session.color
        if feed is None or color is None or feed.running() != color:
            return False
        left = session.clock_ms(color, now_ms)
        second = -(-left // 1000)
        beats = 0 < left < LOW_TIME_MS and second != self._beat
        self._beat = second
        return beats

    # --- around the games -----------------------------------------------------------------------------------------

    def _ends(self, session: Session) -> list[Cue]:
        heard: list[Cue] = []
        if len(session.results) > self._results:
            heard += result_sounds(session.results[-1], session.pid)
        self._results = len(session.results)
        if session.over is not None and not self._over and not heard:
            heard.append("win" if session.over.winner in {session.pid, None} or session.watching else "loss")
        self._over = session.over is not None
        return heard

    def _draft(self, session: Session) -> list[Cue]:
        offers, chosen = frozenset(session.offers), frozenset(session.chosen)
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

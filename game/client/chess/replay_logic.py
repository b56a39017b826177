"""Playback of a match's games: which position is shown, and what the clocks showed. No pygame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import chess

from game.chess.match.gamepgn import GameFacts, game_pgn
from game.chess.rules import ByColor
from game.client import texts
from game.client.chess.match_logic import other

if TYPE_CHECKING:
    from datetime import date

    from game.chess.rules.board import Board
    from game.client.chess.gamefeed import GameFeed
    from game.client.chess.model import ChessModel
    from netcode.messages import Colour, GameOver, MatchOver

UNKNOWN_MS = 1_000
"""How long a move takes of which nobody heard how long it took."""
SHORTEST_MS = 120
"""Premoves take no time at all, but should be seen."""
BETWEEN_GAMES_MS = 2_500


@dataclass(frozen=True)
class GameReplay:
    """One game to show: plain facts that stay valid after the match is gone."""

    number: int
    feed: GameFeed
    names: dict[Colour, str]
    heading: str
    near: Colour
    """The colour at the bottom."""
    score: tuple[int, int, int]
    """Won by the near player, won by the far one, drawn: before this game."""
    result: str
    """As PGN writes it: "1-0", "0-1", "1/2-1/2", or "*"."""

    reason: str | None = None
    """Why the game ended; None while that is open."""

    def pgn(self, played_on: date | None = None) -> str:
        """The game in PGN."""
        state, began = self.feed.state, self.feed.clocks[0] if self.feed.clocks else None
        facts = GameFacts(
            self.number,
            ByColor(self.names["white"], self.names["black"]),
            ByColor(tuple(state.upgrades.white), tuple(state.upgrades.black)),
            None if began is None else ByColor(began.white, began.black),
            self.result,
            self.reason,
            played_on,
        )
        return game_pgn(self.feed.history[0], self.feed.moves, facts)


def game_replays(match: ChessModel) -> list[GameReplay]:
    """The games of the match that were seen from here and have moves."""
    found = []
    for played in match.played:
        feed, state = played.feed, played.feed.state
        if not feed.moves:
            continue
        near = _near(match, state.players)
        names = {color: match.name_of(pid) for color, pid in state.players.items()}
        # Leaving in the middle of a game ends the game and the match.
        over = played.over or match.over
        who = texts.DRAW if over is None or over.winner is None else match.name_of(over.winner)
        reason = over.reason if over else None
        how = texts.result_way(reason) if reason else ""
        heading = texts.replay_heading(state.game, who, how)
        score = _score_before(match, state.game, near, state.players)
        found.append(GameReplay(state.game, feed, names, heading, near, score, _result(over, state.players), reason))
    return found


def _result(over: GameOver | MatchOver | None, players: dict[Colour, int]) -> str:
    if over is None:
        return "*"
    results = {None: "1/2-1/2", players["white"]: "1-0", players["black"]: "0-1"}
    return results.get(over.winner, "*")


def _near(match: ChessModel, players: dict[Colour, int]) -> Colour:
    return next((color for color, pid in players.items() if pid == match.room.pid), "white")


def _score_before(match: ChessModel, game: int, near: Colour, players: dict[Colour, int]) -> tuple[int, int, int]:
    winners = [result.winner for result in match.results[: game - 1]]
    return winners.count(players[near]), winners.count(players[other(near)]), winners.count(None)


class Playback:
    """Which game is shown, after how many moves, and whether it plays. Time comes in by `tick`."""

    def __init__(self, games: list[GameReplay], first_game: int = 1) -> None:
        self.games = games
        self.index = next((i for i, game in enumerate(games) if game.number == first_game), 0)
        self.ply = 0
        self.playing = False
        self.speed = 1.0
        self._elapsed = 0.0
        """Milliseconds of the game since the last move shown."""
        self._ticked: int | None = None

    @property
    def game(self) -> GameReplay:
        """The game that is shown."""
        return self.games[self.index]

    @property
    def last_ply(self) -> int:
        """How many moves it has."""
        return len(self.game.feed.history) - 1

    @property
    def position(self) -> Board:
        """What is on the board."""
        return self.game.feed.history[self.ply]

    @property
    def at_end(self) -> bool:
        """Whether everything has been shown."""
        return self.ply >= self.last_ply and self.index >= len(self.games) - 1

    # --- what the person does -------------------------------------------------------------------------------------

    def toggle(self) -> None:
        """Play or pause; at the end, from the beginning of the game."""
        if not self.playing and self.ply >= self.last_ply:
            self.go(0)
        self.playing = not self.playing
        self._ticked = None

    def go(self, ply: int) -> None:
        """Show the position after so many moves."""
        self.ply = min(max(ply, 0), self.last_ply)
        self._elapsed = 0.0

    def step(self, by: int) -> None:
        """Go some moves forward or back, and stop."""
        self.playing = False
        self.go(self.ply + by)

    def show_game(self, index: int) -> None:
        """From the beginning of another game."""
        self.index = min(max(index, 0), len(self.games) - 1)
        self.go(0)

    def set_speed(self, speed: float) -> None:
        """How much faster than it was played."""
        self.speed = speed

    # --- time -----------------------------------------------------------------------------------------------------

    def tick(self, now_ms: int) -> bool:
        """Let the playback run on; whether another position is shown now."""
        before, self._ticked = self._ticked, now_ms
        if not self.playing or before is None:
            return False
        self._elapsed += (now_ms - before) * self.speed
        moved = False
        while self.playing and self._elapsed >= (lasts := self._lasts_ms()):
            left = self._elapsed - lasts
            moved = True
            if self.ply < self.last_ply:
                self.go(self.ply + 1)
            elif self.at_end:
                self.playing = False
            else:
                self.show_game(self.index + 1)
            self._elapsed = left
        return moved

    def _lasts_ms(self) -> float:
        """How long this position stands."""
        if self.ply >= self.last_ply:
            return BETWEEN_GAMES_MS * self.speed
        clocks, color = self.game.feed.clocks, self._turn()
        if self.ply + 1 >= len(clocks):
            return UNKNOWN_MS
        now, then = clocks[self.ply], clocks[self.ply + 1]
        if now is None or then is None:
            return UNKNOWN_MS
        took = now.white - then.white if color == "white" else now.black - then.black
        return max(SHORTEST_MS * self.speed, took)

    def _turn(self) -> Colour:
        return "white" if self.position.turn == chess.WHITE else "black"

    def running(self) -> Colour | None:
        """Whose clock runs in the playback."""
        return self._turn() if self.playing and self.ply < self.last_ply else None

    def clock_ms(self, color: Colour) -> int:
        """What a clock showed here; where nobody heard it, what it had shown before."""
        feed = self.game.feed
        if self.ply >= self.last_ply:
            return int(getattr(feed.last_clocks, color))
        known = [clocks for clocks in feed.clocks[: self.ply + 1] if clocks is not None]
        shown = getattr(known[-1] if known else feed.last_clocks, color)
        return max(0, int(shown - (self._elapsed if self.running() == color else 0)))

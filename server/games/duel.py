"""A game of chess that settles a tie in a quiz. It always has a winner: a draw wins for Black, who has less time.

It is the Armageddon game of a match, without upgrades, draw offers or stand-ins. A player who stays away loses on time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from game.chess.match import commands, events
from game.chess.match.machine import Match, NotNow
from game.chess.match.state import MatchOptions
from netcode import messages
from netcode.refusals import Refusal
from server.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    import chess


class DuelMove(Struct, frozen=True):
    """A player's move, with the round trip that the server has measured."""

    player: int
    move: str
    ply: int
    lag_ms: int | None
    rtt_ms: int


class DuelResigned(Struct, frozen=True):
    """A player resigns."""

    player: int


class DuelWent(Struct, frozen=True):
    """Something happened in the duel: a move, a clock that starts, or the end."""


class DuelAborted(Struct, frozen=True):
    """The host has called the duel off."""


class _StoredDuel(Struct):
    """The stored state of a duel."""

    match: bytes
    reason: str


class Duel:
    """A match of a single game, and its result."""

    def __init__(self, match: Match, reason: str = "") -> None:
        self._match = match
        self._reason = reason

    @classmethod
    def start(cls, players: tuple[int, int], seed: bytes, now_ms: int) -> Duel:
        """Set up the duel; the seed decides who has White."""
        match, _ = Match.start(players, MatchOptions(best_of=1), seed, now_ms, deciding=True)
        return cls(match)

    @classmethod
    def restore(cls, data: bytes) -> Duel:
        """The duel of a `snapshot`."""
        kept = msgspec.msgpack.decode(data, type=_StoredDuel)
        return cls(Match.restore(kept.match), kept.reason)

    def snapshot(self) -> bytes:
        """The whole state, as bytes."""
        return msgspec.msgpack.encode(_StoredDuel(self._match.snapshot(), self._reason))

    @property
    def winner(self) -> int | None:
        """The winner; None while the game runs."""
        return self._match.winner if self._match.over else None

    @property
    def loser(self) -> int | None:
        """The loser; None while the game runs."""
        return None if self.winner is None else self._match.opponent(self.winner)

    @property
    def over(self) -> bool:
        """Whether the duel is decided."""
        return self._match.over

    def plays(self, player: int) -> bool:
        """Whether this member is one of the two players."""
        return player in self._match.score()

    def handle(self, command: DuelMove | DuelResigned, now_ms: int) -> None:
        """Do what a player asks. Raises Refused and changes nothing if that is not possible."""
        before = self._match.snapshot()
        try:
            if isinstance(command, DuelResigned):
                self._note(self._match.handle(commands.Resign(command.player), now_ms))
                return
            if self.plays(command.player):
                self._match.handle(commands.Measured(command.player, command.rtt_ms), now_ms)
            move = commands.MakeMove(command.player, command.move, command.ply, command.lag_ms)
            self._note(self._match.handle(move, now_ms))
        except NotNow as error:
            # The round trip was noted before the move was refused.
            self._match = Match.restore(before)
            raise Refused(Refusal(error.code)) from error

    def _note(self, happened: Sequence[events.Event]) -> None:
        for event in happened:
            if isinstance(event, events.GameEnded):
                self._reason = event.reason

    def left(self, player: int, now_ms: int) -> bool:
        """A player has left for good and loses. Whether that changed anything."""
        if self.over or not self.plays(player):
            return False
        self._match.handle(commands.Forfeit(player), now_ms)
        return True

    def deadline(self) -> int | None:
        """When `tick` is due."""
        return self._match.deadline()

    def tick(self, now_ms: int) -> bool:
        """Do what is due by time alone. Whether that changed anything."""
        happened = self._match.tick(now_ms)
        self._note(happened)
        return bool(happened)

    def view(self, viewer: int | None, now_ms: int) -> messages.Duel:
        """The duel as this member sees it. Only the player to move is told the possible moves."""
        match = self._match
        seen = match.view(None, now_ms)
        color: chess.Color = seen.turn == "white"
        to_move = seen.players[color] == viewer and seen.phase == "playing"
        return messages.Duel(
            players=[seen.players.white, seen.players.black],
            fen=seen.fen,
            ply=seen.ply,
            clocks_ms=[seen.clocks_ms.white, seen.clocks_ms.black],
            turn=seen.turn,
            running=seen.running is not None,
            starts_ms=seen.phase_ms if seen.phase == "countdown" else None,
            last_move=seen.last_move,
            check=seen.check,
            targets=match.choices(color).targets if to_move else None,
            winner=self.winner,
            reason=self._reason,
        )

"""What a match has shown and its own state no longer has, for clients that come in later. Pure."""

from __future__ import annotations

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from game.chess.match import events
from netcode import messages
from server.games.interface import Recorded

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(messages.BoardState).decode


class Finished(Struct, frozen=True):
    """A finished game of the match, and the score after it."""

    event: events.GameEnded
    score: dict[int, float]
    board: bytes
    """The last BoardState with all moves, encoded once: every commit of the room writes it."""
    chosen: list[events.UpgradeChosen] = []
    offers: list[events.DraftOpened] = []

    def played(self, viewer: int | None) -> messages.PlayedGame:
        """The game in the wire's types, as `viewer` saw it."""
        board = _decode(self.board)
        color = next((color for color, pid in board.players.items() if pid == viewer), None)
        return messages.PlayedGame(
            replace(board, color=color),
            [messages.UpgradeChosen(each.player, each.upgrade, each.auto) for each in self.chosen],
        )


class History(Struct):
    """The finished games of the match, the offers of the draft that is still shown, how the match ended, and where it
    is on record.
    """

    ended: events.MatchEnded | None = None
    results: list[Finished] = []
    chosen: list[events.UpgradeChosen] = []
    recorded: Recorded | None = None

    def finish(self, event: events.GameEnded, score: dict[int, float], board: messages.BoardState) -> None:
        """Add a finished game. `board` is its last state, with all moves."""
        self.results = [*self.results, Finished(event, score, _encode(board))]

    def note(self, event: events.Event) -> None:
        """Take in another event of the match."""
        match event:
            case events.DraftOpened() if self.results:
                *before, last = self.results
                self.results = [*before, replace(last, offers=[*last.offers, event])]
            case events.UpgradeChosen():
                self.chosen = [*self.chosen, event]
                if self.results:
                    *before, last = self.results
                    self.results = [*before, replace(last, chosen=self.chosen)]
            case events.GameStarted():
                self.chosen = []
            case events.MatchEnded():
                self.ended = event
            case events.MatchRestarted():
                self.ended, self.results, self.recorded = None, [], None
            case _:
                return

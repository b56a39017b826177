"""What a match has shown and its own state no longer holds, for those who come in later. Pure."""

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
    """A game of the match that is over, and the score after it."""

    event: events.GameEnded
    score: dict[int, float]
    board: bytes
    """The last BoardState with all moves, encoded once: every commit of the room writes it."""
    chosen: list[events.UpgradeChosen] = []
    offers: list[events.DraftOpened] = []

    def played(self, viewer: int | None) -> messages.PlayedGame:
        """The game for the wire, as `viewer` saw it."""
        board = _decode(self.board)
        color = next((color for color, pid in board.players.items() if pid == viewer), None)
        return messages.PlayedGame(
            replace(board, color=color),
            [messages.UpgradeChosen(each.player, each.upgrade, each.auto) for each in self.chosen],
        )


class History(Struct):
    """The finished games of the match, the cards of the draft that is still shown, and how the match ended; where that
    is on record.
    """

    ended: events.MatchEnded | None = None
    results: list[Finished] = []
    chosen: list[events.UpgradeChosen] = []
    recorded: Recorded | None = None

    def finish(self, event: events.GameEnded, score: dict[int, float], board: messages.BoardState) -> None:
        """A game has ended; `board` is how it stands, with all moves."""
        self.results = [*self.results, Finished(event, score, _encode(board))]

    def note(self, event: events.Event) -> None:
        """Keep in mind what else has happened in the match."""
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

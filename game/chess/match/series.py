"""The score of a match, and what it decides."""

from __future__ import annotations

import chess
from msgspec import Struct

ARMAGEDDON_BLACK_SHARE = 0.75
"""Black's time in the deciding game, as a share of White's: 45 s against 60 s. In return, a draw wins for Black."""


class Series(Struct, frozen=True):
    """The score of a best-of-N. `wins` has the same order as `players`."""

    best_of: int
    players: tuple[int, int]
    wins: tuple[int, int] = (0, 0)
    draws: int = 0

    @property
    def played(self) -> int:
        """How many games have ended."""
        return sum(self.wins) + self.draws

    def after(self, winner: int | None) -> Series:
        """The score after one more game; `winner` is None for a draw."""
        if winner is None:
            return Series(self.best_of, self.players, self.wins, self.draws + 1)
        first, second = self.wins
        wins = (first + 1, second) if winner == self.players[0] else (first, second + 1)
        return Series(self.best_of, self.players, wins, self.draws)

    def won_by(self, player: int) -> int:
        """Games that `player` has won."""
        return self.wins[self.players.index(player)]

    def behind(self, player: int) -> int:
        """By how many games `player` is behind; negative when ahead."""
        return self.won_by(self.opponent(player)) - self.won_by(player)

    def opponent(self, player: int) -> int:
        """The other player."""
        first, second = self.players
        return second if player == first else first

    def score(self, player: int) -> float:
        """Points: one for each won game, half for each drawn one."""
        return self.won_by(player) + self.draws / 2

    @property
    def next_is_armageddon(self) -> bool:
        """Whether all N games have been played and the score is level."""
        return self.played >= self.best_of and self.wins[0] == self.wins[1]

    @property
    def winner(self) -> int | None:
        """The player with more than N/2 points, or with the lead after N games; None while there is none."""
        for player in self.players:
            if self.score(player) > self.best_of / 2:
                return player
        return None


def armageddon_winner(winner: chess.Color | None) -> chess.Color:
    """The winner of the deciding game, where a draw counts as a win for Black."""
    return chess.BLACK if winner is None else winner

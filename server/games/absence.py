"""Decides who plays for a player whose connection is gone, and when. Pure: times are arguments, in ms. Knows no game.

It follows the room's setting (`Mode`), for one of two players who is away while the other one is there:

- `auto`: after `BOT_AFTER_MS` of the absent player's own turns a bot has the seat until they are back;
- `ask`: after `ASK_AFTER_MS` of the absent player's own turns the waiting player is asked, and again after as much
  more if they prefer to wait;
- `off`: nothing happens; the clock decides.

A bot sits down at most `SITS_PER_GAME` times per game for each player, so that leaving does not become a way of
playing.

While both are away nobody plays for them: their clocks decide.

After the waiting player has taken a game, or called it a draw, the match waits before the next game, and they may end
it.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from msgspec import Struct

Mode: TypeAlias = Literal["auto", "ask", "off"]

BOT_AFTER_MS: Final = 5_000
ASK_AFTER_MS: Final = 8_000
SITS_PER_GAME: Final = 2
CARD_AFTER_MS: Final = 3_000
"""From so long an absence on, nobody waits for the absent one's choice of a card."""
REMIND_AFTER_MS: Final = 30_000
"""When a match has waited for so long between two games, the other is asked once more whether to end it."""


class BotSatDown(Struct, frozen=True, tag=True):
    """From now on the bot plays for `player`."""

    player: int


class DecisionAsked(Struct, frozen=True, tag=True):
    """The opponent of `player` may now decide what becomes of the game."""

    player: int


class Away(Struct):
    """One absence. `waited_ms` is how long the absent player's own turns took before `turn_since_ms`, when the current
    turn began.
    """

    since_ms: int
    bot: bool = False
    asked: bool = False
    waited_ms: int = 0
    turn_since_ms: int | None = None
    held_since_ms: int | None = None
    """Since when the match has waited for them between two games, or since the other was last asked about that."""


class Takeover(Struct):
    """The absences of the two players of a match."""

    mode: Mode
    away: dict[int, Away] = {}
    sat: dict[int, int] = {}
    """How often in this game the bot has sat down for each player."""

    # --- people come and go ---------------------------------------------------------------------------------

    def gone(self, player: int, now_ms: int) -> None:
        """The player's connection is gone. After a restart that is said again of whoever was away already."""
        if player not in self.away:
            self.away[player] = Away(now_ms)

    def back(self, player: int, now_ms: int) -> None:
        """The player is here (again), and has the seat. If the other one is still away, waiting for them begins now."""
        self.away.pop(player, None)
        for other in self.away.values():
            other.since_ms = max(other.since_ms, now_ms)

    @property
    def absent(self) -> int | None:
        """The player who is away while the other one is here."""
        return next(iter(self.away)) if len(self.away) == 1 else None

    @property
    def bots_seat(self) -> int | None:
        """The player for whom the bot plays now."""
        absent = self.absent
        return absent if absent is not None and self.away[absent].bot else None

    @property
    def question(self) -> int | None:
        """The player about whose absence the other one may decide now."""
        absent = self.absent
        return absent if absent is not None and self.away[absent].asked else None

    def may_seat_bot(self, player: int) -> bool:
        """Whether the bot may sit down for this player once more in this game."""
        return self.sat.get(player, 0) < SITS_PER_GAME

    @property
    def held_for(self) -> int | None:
        """The player for whom the match waits between two games."""
        return next((player for player, away in self.away.items() if away.held_since_ms is not None), None)

    # --- time -----------------------------------------------------------------------------------------------

    def follow(self, to_move: int | None, now_ms: int) -> None:
        """The clock of this player runs now (None: nobody's)."""
        absent = self.absent
        for player, away in self.away.items():
            if away.turn_since_ms is not None:
                away.waited_ms += max(0, now_ms - away.turn_since_ms)
            away.turn_since_ms = now_ms if player == to_move and player == absent else None

    def new_game(self) -> None:
        """Another game begins. A bot keeps its seat."""
        self.sat = {player: 1 for player, away in self.away.items() if away.bot}

    def deadline(self) -> int | None:
        """When `tick` is next due."""
        absent = self.absent
        if absent is None or self.mode == "off":
            return None
        away = self.away[absent]
        if away.bot or away.asked:
            return None
        if away.held_since_ms is not None:
            return away.held_since_ms + REMIND_AFTER_MS
        if away.turn_since_ms is None or (self.mode == "auto" and not self.may_seat_bot(absent)):
            return None
        after_ms = BOT_AFTER_MS if self.mode == "auto" else ASK_AFTER_MS
        return away.turn_since_ms + after_ms - away.waited_ms

    def tick(self, now_ms: int) -> list[BotSatDown | DecisionAsked]:
        """The events that are due by time alone."""
        due_ms = self.deadline()
        if due_ms is None or now_ms < due_ms:
            return []
        absent = self.absent
        assert absent is not None
        if self.mode == "auto" and self.away[absent].held_since_ms is None:
            return [self.seat_bot(absent)]
        self.away[absent].asked = True
        return [DecisionAsked(absent)]

    # --- the waiting player decides -------------------------------------------------------------------------

    def seat_bot(self, player: int) -> BotSatDown:
        """The bot begins to play for an absent player."""
        away = self.away[player]
        away.bot, away.asked = True, False
        self.sat = {**self.sat, player: self.sat.get(player, 0) + 1}
        return BotSatDown(player)

    def hold(self, player: int, now_ms: int) -> DecisionAsked:
        """The match waits for an absent player; the other one may end it."""
        away = self.away[player]
        away.asked, away.held_since_ms = True, now_ms
        return DecisionAsked(player)

    def wait(self, now_ms: int) -> None:
        """The waiting player prefers to wait, or the game in question is over: ask again later."""
        for away in self.away.values():
            away.asked, away.waited_ms = False, 0
            away.turn_since_ms = None if away.turn_since_ms is None else now_ms
            away.held_since_ms = None if away.held_since_ms is None else now_ms

"""A finished match as `GET /replays/ID.json` tells it: enough to be shown by a program that knows no rules.

Part of a replay belongs to its game and lies under the game's name, as in a snapshot. These are no messages of a room.
"""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

from netcode.messages.chess import Badges, Clocks, Colour, UpgradeChosen, UpgradeOffer

REPLAY_FORMAT: Final = 1


class ReplayPlayer(Struct, frozen=True, omit_defaults=True):
    """Who played; `bot` is the name of the computer's level, if it was one."""

    pid: int
    name: str
    picture: str | None = None
    bot: str | None = None


class ReplayPosition(Struct, frozen=True, omit_defaults=True):
    """What was on the board and on the clocks after some number of moves, and the move that led there.

    `move` is as in `MakeMove` (UCI, "0000", "N@b1" or "rewind"), `san` as people write it; the first position has
    neither. `standin`: the move was made for a player who was away.
    """

    fen: str
    clocks_ms: Clocks
    layers: str = ""
    check: bool = False
    move: str | None = None
    san: str | None = None
    standin: bool = False


class ReplayGame(Struct, frozen=True, omit_defaults=True):
    """One game: who had which side and which upgrades, all positions, how it ended, and the draft that followed it."""

    number: int
    players: dict[Colour, int]
    upgrades: Badges
    positions: list[ReplayPosition]
    reason: str
    score: dict[str, float]
    """After this game, by pid."""
    winner: int | None = None
    armageddon: bool = False
    offers: list[UpgradeOffer] = []
    chosen: list[UpgradeChosen] = []


class ChessReplay(Struct, frozen=True, omit_defaults=True):
    """What a match of chess was like, and its games."""

    best_of: int
    base_seconds: int
    games: list[ReplayGame]
    comeback: Literal["full", "gentle"] = "full"


class ReplayFile(Struct, frozen=True, omit_defaults=True):
    """The whole file. `format` grows when an older program could no longer read it; `at` is when the match ended."""

    format: int
    id: str
    game: str
    at: str
    players: list[ReplayPlayer]
    score: dict[str, float]
    reason: str
    winner: int | None = None
    chess: ChessReplay | None = None

"""A finished match as `GET /replays/ID.json` has it, for programs that do not know the rules. Not part of the room
protocol.

The part that belongs to a game lies under the game's name, as in a snapshot.
"""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

from netcode.messages.chess import Badges, Clocks, Colour, UpgradeChosen, UpgradeOffer

REPLAY_FORMAT: Final = 1


class ReplayPlayer(Struct, frozen=True, omit_defaults=True):
    """A player of the match. `bot` is the level's name if it was a computer."""

    pid: int
    name: str
    picture: str | None = None
    bot: str | None = None


class ReplayPosition(Struct, frozen=True, omit_defaults=True):
    """The board and the clocks after some number of moves, and the last move.

    `move` is written as in `MakeMove` (UCI, "0000", "N@b1" or "rewind"), `san` as people write it. The first position
    has neither. `standin`: a stand-in made the move for an absent player.
    """

    fen: str
    clocks_ms: Clocks
    layers: str = ""
    check: bool = False
    move: str | None = None
    san: str | None = None
    standin: bool = False


class ReplayGame(Struct, frozen=True, omit_defaults=True):
    """One game: colours and upgrades, all positions, the result, and the draft that followed."""

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
    """A match of chess: its terms and its games."""

    best_of: int
    base_seconds: int
    games: list[ReplayGame]
    comeback: Literal["full", "gentle"] = "full"


class ReplayFile(Struct, frozen=True, omit_defaults=True):
    """The whole file. `format` is raised when older programs can no longer read it. `at` is when the match ended."""

    format: int
    id: str
    game: str
    at: str
    players: list[ReplayPlayer]
    score: dict[str, float]
    reason: str
    winner: int | None = None
    chess: ChessReplay | None = None

"""People with a past, as the server's HTTP side would tell it: for screens that show it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec

from netcode.messages import Badges, Clocks, UpgradeChosen, UpgradeOffer
from netcode.messages.records import (
    Against,
    GameRecord,
    Leaderboard,
    LeaderboardRow,
    Matches,
    MatchPlayer,
    MatchRecord,
    Profile,
    UpgradeRecord,
)
from netcode.messages.replays import (
    REPLAY_FORMAT,
    ChessReplay,
    ReplayFile,
    ReplayGame,
    ReplayPlayer,
    ReplayPosition,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

LONG: Final = "Bartholomew the 2nd"
FENS: Final = (
    "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1",
    "rnbqkbnr/pppppppp/8/8/8/5P2/PPPPP1PP/RNBQKBNR b KQkq - 0 1",
    "rnbqkbnr/pppp1ppp/8/4p3/8/5P2/PPPPP1PP/RNBQKBNR w KQkq - 0 2",
    "rnbqkbnr/pppp1ppp/8/4p3/6P1/5P2/PPPPP2P/RNBQKBNR b KQkq - 0 2",
    "rnb1kbnr/pppp1ppp/8/4p3/6Pq/5P2/PPPPP2P/RNBQKBNR w KQkq - 1 3",
)
MOVES: Final = (("f2f3", "f3"), ("e7e5", "e5"), ("g2g4", "g4"), ("d8h4", "Qh4#"))


def a_replay() -> ReplayFile:
    """Two games of four moves, and what was drafted between them."""
    first = ReplayPosition(FENS[0], Clocks(60_000, 60_000))
    others = [
        ReplayPosition(fen, Clocks(58_000, 59_000), check=san.endswith("#"), move=move, san=san)
        for fen, (move, san) in zip(FENS[1:], MOVES, strict=True)
    ]
    offer = UpgradeOffer(1, ["revival", "rewind", "breather"], 12_000)
    games = [
        ReplayGame(
            1,
            {"white": 1, "black": 2},
            Badges([], []),
            [first, *others],
            "checkmate",
            {"1": 0, "2": 1},
            2,
            offers=[offer],
            chosen=[UpgradeChosen(1, "rewind")],
        ),
        ReplayGame(
            2,
            {"white": 2, "black": 1},
            Badges([], ["rewind"]),
            [first, *others],
            "checkmate",
            {"1": 1, "2": 1},
            1,
        ),
    ]
    players = [ReplayPlayer(1, "Ann", "pup:snow"), ReplayPlayer(2, LONG)]
    match = ChessReplay(3, 60, games)
    return ReplayFile(
        REPLAY_FORMAT, "x", "chess", "2026-11-26T20:00:00Z", players, {"1": 1, "2": 1}, "score", chess=match
    )


def some_matches() -> list[MatchRecord]:
    """Won, drawn and lost, against people, a computer, and somebody who is gone."""
    own = MatchPlayer("Ann", 2, "won", rating_change=12, you=True)
    lost = MatchPlayer("Ann", 1, "lost", rating_change=-9, you=True)
    drawn = MatchPlayer("Ann", 1.5, "drawn", you=True)
    others = [
        (own, MatchPlayer(LONG, 0.5, "lost", username="bart")),
        (lost, MatchPlayer("Quick", 2, "won", bot="quick")),
        (drawn, MatchPlayer("", 1.5, "drawn")),
    ]
    return [
        MatchRecord(str(number), "chess", "2026-11-26T20:00:00Z", list(players), "score", rated=True, replay=True)
        for number, players in enumerate(others)
    ]


PROFILE: Final = Profile(
    "Ann",
    "ann",
    "pup:snow",
    {
        "chess": GameRecord(1612, 23, 14, 2, 7, streak=3, best_streak=5),
        "quiz": GameRecord(1490, 1, 0, 0, 1, uncertain=True),
    },
    {"revival": UpgradeRecord(7, 12, 8), "rewind": UpgradeRecord(1, 1, 0)},
    "revival",
)
ROWS: Final = [
    LeaderboardRow(name, 1700 - 31 * place, 30, 20, 2, 8, place if place < 5 else None, place > 3, username)
    for place, (name, username) in enumerate([("Ann", "ann"), (LONG, "bart"), ("Guest", None)] * 3, start=1)
]


def told_by(page: Page) -> None:
    """Let a page find all this, whichever server it asks."""
    rows = some_matches()
    answers = {
        "**/leaderboard?*": Leaderboard("chess", "all", 1, 3, ROWS),
        "**/players/*": PROFILE,
        "**/players/*/matches?*": Matches(1, 2, rows),
        "**/players/*/against/*": Against(3, 1, 2, 1, 1, rows),
        "**/replays/*.json": a_replay(),
    }
    for address, answer in answers.items():
        page.route(address, partial(_fulfil, msgspec.json.encode(answer)))


def _fulfil(body: bytes, route: Route) -> None:
    route.fulfill(body=body, content_type="application/json")

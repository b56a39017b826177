"""Profiles in a wanted state: what a server would tell of Ann, Bob and their friends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from game.client.people.profilescene import ProfileScene
from netcode.messages import records as r
from netcode.transport import Connected
from tests.helpers.replayfiles import a_replay, content
from tests.helpers.sessions import FakeContext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.helpers.fake_transport import Line

SERVER = "http://attic:8765"
PERIODS: tuple[Literal["week", "all"], ...] = ("week", "all")

ANN = r.Profile(
    name="Ann",
    ratings={
        "chess": r.GameRecord(1574, 23, 14, 1, 8, streak=3, best_streak=5),
        "quiz": r.GameRecord(1490, 2, 1, 0, 1, uncertain=True),
    },
    upgrades={
        "trotters": r.UpgradeRecord(9, 12, 9),
        "recruit": r.UpgradeRecord(7, 9, 3),
        "siege": r.UpgradeRecord(4, 5, 3),
        "shield": r.UpgradeRecord(2, 2, 1),
        "amazon": r.UpgradeRecord(1, 1, 1),
        "deep_breath": r.UpgradeRecord(3, 4),
        "of a newer server": r.UpgradeRecord(99, 99, 99),
    },
    best="siege",
)


def a_match(number: int, mine: float, theirs: float, *, other: str = "Bob", change: int = 12) -> r.MatchRecord:
    """Ann's match against somebody."""
    result: Literal["won", "drawn", "lost"] = "won" if mine > theirs else "lost" if mine < theirs else "drawn"
    players = [
        r.MatchPlayer("Ann", mine, result, rating_change=change, you=True),
        r.MatchPlayer(other, theirs, "lost" if mine > theirs else "won", rating_change=-change),
    ]
    at = f"2026-11-{25 - number:02d}T12:15:00Z"
    return r.MatchRecord(f"match{number}", "chess", at, players, "score", rated=True, replay=True)


def many_matches(other: str = "Bob") -> r.Matches:
    """A page of them."""
    scores = [(2, 1), (0, 2), (2.5, 1.5), (1, 2), (2, 0), (1.5, 1.5), (2, 1), (0, 2), (2, 1), (1, 2)]
    rows = [
        a_match(i, float(mine), float(theirs), other=other, change=0 if mine == theirs else 12 if mine > theirs else -9)
        for i, (mine, theirs) in enumerate(scores)
    ]
    others = [r.MatchPlayer(name, 400.0, "lost") for name in ("Bob", "Cat", "Dan")]
    quiz = r.MatchRecord(
        "quiz1", "quiz", "2026-11-02T12:00:00Z", [r.MatchPlayer("Ann", 900.0, "won", you=True), *others], "ended"
    )
    return r.Matches(1, 3, [*rows, quiz])


def a_table(game: str, period: Literal["week", "all"], names: Sequence[str]) -> r.Leaderboard:
    """Who plays best."""
    rows = [
        r.LeaderboardRow(name, 1712 - 43 * i, 40 - 3 * i, 28 - 2 * i, 1, 11 - i, rank=i + 1)
        for i, name in enumerate(names)
    ]
    unsure = [r.LeaderboardRow("Bandit", 1503, 1, 1, 0, 0, uncertain=True)] if names else []
    return r.Leaderboard(game, period, 1, 1 if rows else 0, [*rows, *unsure])


def a_profile(line: Line | None = None, *, other: str = "Bob", **settings: object) -> FakeContext:
    """What a server tells of Ann."""
    context = FakeContext(line, **{"server": SERVER, **settings})
    shelf = context.people.shelf
    shelf.put("/players/me", ANN)
    shelf.put("/players/me/matches?page=1", many_matches(other))
    shelf.put("/players/me/matches?page=2", r.Matches(2, 3, [a_match(10, 2, 0)]))
    shelf.put(f"/players/me/against/{other}", r.Against(5, 1, 2, 1, 1, []))
    names = ("Cat" if other == "Bob" else other, "Ann", "Bob", "Noodle the Third", "Waffles", "Rufus", "Mochi")
    for period in PERIODS:
        shelf.put(f"/leaderboard?game=chess&period={period}&page=1", a_table("chess", period, names))
        shelf.put(f"/leaderboard?game=quiz&period={period}&page=1", a_table("quiz", period, ()))
    shelf.put("/replays/match0.json", content(a_replay()))
    return context


def a_profile_scene(page: str = "you", *, signed_in: bool = False, context: FakeContext | None = None) -> ProfileScene:
    """The profile as it is when everything has arrived."""
    context = context or a_profile()
    if signed_in:
        context.people.keyring.sign_in(SERVER, "session-1", "ann", was_guest=True)
    scene = ProfileScene(context, page)
    scene.entered = lambda: None  # type: ignore[method-assign]
    scene._look_at(scene._place)
    connect(context)
    return scene


def connect(context: FakeContext) -> None:
    """The line to the server is up, and it has heard who one is."""
    context.people.line.arrive(Connected())
    context.profiles.poll()
    context.people.line.answer()
    context.profiles.poll()

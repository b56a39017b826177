"""Profiles in a wanted state: what a server would tell of Ann, Bob and their friends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client.people import records as r
from game.client.people.scene import ProfileScene
from netcode.transport import Connected
from tests.helpers.replayfiles import a_replay, content
from tests.helpers.sessions import FakeContext

if TYPE_CHECKING:
    from tests.helpers.fake_transport import Line

SERVER = "http://attic:8765"

ANN = r.PlayerRecord(
    name="Ann",
    ratings={
        "chess": r.Rating(1574, uncertain=False, matches=23, won=14, drawn=1, lost=8, streak=3, best_streak=5),
        "quiz": r.Rating(1490, uncertain=True, matches=2, won=1, lost=1),
    },
    upgrades={
        "trotters": r.CardRecord(9, 6),
        "recruit": r.CardRecord(7, 3),
        "siege": r.CardRecord(4, 3),
        "shield": r.CardRecord(2, 1),
        "amazon": r.CardRecord(1, 1),
        "deep_breath": r.CardRecord(3, 0),
        "of a newer server": r.CardRecord(99, 99),
    },
)


def a_match(number: int, mine: float, theirs: float, *, other: str = "Bob", change: int | None = 12) -> r.MatchLine:
    """Ann's match against somebody."""
    return r.MatchLine(
        id=f"match{number}",
        at=f"2026-11-{25 - number:02d}T20:15:00Z",
        players=[r.MatchPlayer("Ann", mine, change), r.MatchPlayer(other, theirs, -change if change else change)],
        replay=f"match{number}",
    )


def many_matches(other: str = "Bob") -> r.Matches:
    """A page of them."""
    scores = [(2, 1), (0, 2), (2.5, 1.5), (1, 2), (2, 0), (1.5, 1.5), (2, 1), (0, 2), (2, 1), (1, 2)]
    rows = [
        a_match(i, float(mine), float(theirs), other=other, change=12 if mine > theirs else -9)
        for i, (mine, theirs) in enumerate(scores)
    ]
    quiz = r.MatchLine(
        "quiz1", "quiz", "2026-11-02T19:00:00Z", [r.MatchPlayer(name, 400.0) for name in ("Ann", "Bob", "Cat", "Dan")]
    )
    return r.Matches([*rows, quiz], page=1, pages=3)


def a_table(first: str = "Cat") -> r.Leaderboard:
    """Who plays best."""
    names = (first, "Ann", "Bob", "Noodle the Third", "Waffles", "Rufus", "Mochi")
    rows = [
        r.LeaderLine(i + 1, name, None, 1712 - 43 * i, False, 40 - 3 * i, 28 - 2 * i, 1, 11 - i)
        for i, name in enumerate(names)
    ]
    return r.Leaderboard([*rows, r.LeaderLine(None, "Bandit", None, 1503, True, 1, 1, 0, 0)])


def a_profile(line: Line | None = None, *, other: str = "Bob", **settings: object) -> FakeContext:
    """What a server tells of Ann."""
    context = FakeContext(line, **{"server": SERVER, **settings})
    shelf = context.people.shelf
    shelf.put("/players/me", ANN)
    shelf.put("/players/me/matches?page=1", many_matches(other))
    shelf.put("/players/me/matches?page=2", r.Matches([a_match(10, 2, 0)], page=2, pages=3))
    shelf.put(f"/players/me/against/{other}", r.Against(won=5, drawn=1, lost=2))
    for period in ("week", "all"):
        shelf.put(f"/leaderboard?game=chess&period={period}&page=1", a_table(other if other != "Bob" else "Cat"))
        shelf.put(f"/leaderboard?game=quiz&period={period}&page=1", r.Leaderboard())
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

"""Matches in a wanted phase, and the shortest ways to go on."""

from __future__ import annotations

from game.chess.match import Match, MatchOptions
from game.chess.match import commands as c

ONE, TWO = 1, 2
SEED = b"underdog-seed-16"


def a_match(*, best_of: int = 3, seed: bytes = SEED, playing: bool = True) -> Match:
    """A match at time 0 of its countdown, or (by default) with White's clock just started."""
    match, _ = Match.start((ONE, TWO), MatchOptions(best_of=best_of), seed, 0)
    if playing:
        go_on(match)
    return match


def white(match: Match) -> int:
    """Who plays White now."""
    return match.view(None, 0).players.white


def black(match: Match) -> int:
    """Who plays Black now."""
    return match.view(None, 0).players.black


def go_on(match: Match) -> int:
    """Let time do what is due next; returns when that was."""
    due = match.deadline()
    assert due is not None
    match.tick(due)
    return due


def until(match: Match, phase: str) -> int:
    """Let time pass until the phase is reached; returns the time."""
    now = 0
    while match.view(None, now).phase != phase:
        now = go_on(match)
    return now


def agree_on_a_draw(match: Match, now_ms: int) -> None:
    """End the running game level."""
    match.handle(c.OfferDraw(ONE), now_ms)
    match.handle(c.AnswerDraw(TWO, accept=True), now_ms)


def repeat_to_a_draw(match: Match, now_ms: int) -> None:
    """End the running game level where nobody may agree on that: the position comes up three times."""
    for move in ("g1f3", "g8f6", "f3g1", "f6g8") * 2:
        view = match.view(None, now_ms)
        mover = view.players.white if view.turn == "white" else view.players.black
        match.handle(c.MakeMove(mover, move, view.ply), now_ms)


def _shuffle(plies: int) -> tuple[str, ...]:
    """Moves from the start on in which no position is repeated three times: knights that go and come, and pawns."""
    knights = ("g1f3", "g8f6", "f3g1", "f6g8")
    moves: list[str] = []
    for file in "abcdegh":
        for white, black in ((f"{file}2{file}3", f"{file}7{file}6"), (f"{file}3{file}4", f"{file}6{file}5")):
            moves += [*knights, white, black]
    return tuple(moves[:plies])


SHUFFLE = _shuffle(82)
"""So many plies that are legal without upgrades."""

"""Snapshot and restore over whole random matches: the restored twin behaves as the original does, to the end."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from game.chess.match import Match, MatchOptions
from game.chess.match import commands as c
from game.chess.upgrades import board_from

if TYPE_CHECKING:
    from game.chess.match.commands import Command

PLAYERS = (1, 2)
LONGEST_THOUGHT_MS = 900


def a_command(match: Match, now_ms: int, rng: Random) -> Command | None:
    """Something that the match allows now, or None: then time passes."""
    view = match.view(None, now_ms)
    if view.phase == "draft" and rng.random() < 0.7:
        offer = rng.choice(match.offers(now_ms))
        return c.ChooseUpgrade(offer.player, rng.choice(offer.upgrades))
    if view.phase != "playing":
        return None
    mover = view.players[view.turn == "white"]
    if rng.random() < 0.01:
        no_draw = view.draw_offer is not None or view.armageddon or view.draw_wait[view.turn == "white"] > 0
        return c.Resign(mover) if rng.random() < 0.5 or no_draw else c.OfferDraw(mover)
    board = board_from(view.fen, view.upgrades, view.layers)
    move = rng.choice(list(board.legal_moves)).uci()
    if rng.random() < 0.2:
        return c.Measured(mover, rng.choice([20, 200]))
    return c.MakeMove(mover, move, view.ply, lag_ms=rng.choice([None, rng.randrange(300)]))


@settings(max_examples=5, deadline=None)
@given(seed=st.binary(min_size=16, max_size=16), best_of=st.sampled_from([3, 5, 7]), luck=st.integers(0, 2**32))
def test_a_restored_match_goes_on_as_the_original_does(seed: bytes, best_of: int, luck: int) -> None:
    """Restored at random moments, the twin gives the same events, deadlines and views until the match is over."""
    rng = Random(luck)
    now_ms = 1_000
    match, _ = Match.start(PLAYERS, MatchOptions(best_of=best_of), seed, now_ms)
    twin = Match.restore(match.snapshot())
    while not match.over:
        command = a_command(match, now_ms, rng)
        if command is None:
            now_ms = match.deadline() or now_ms
            assert match.tick(now_ms) == twin.tick(now_ms)
        else:
            assert match.handle(command, now_ms) == twin.handle(command, now_ms)
            now_ms += rng.randrange(LONGEST_THOUGHT_MS)
            assert match.tick(now_ms) == twin.tick(now_ms)
        assert match.deadline() == twin.deadline()
        if rng.random() < 0.03:
            twin = Match.restore(twin.snapshot())
            # The twin has encoded all at once, the match move by move.
            assert twin.snapshot() == match.snapshot()
            assert [twin.view(each, now_ms) for each in (*PLAYERS, None)] == [
                match.view(each, now_ms) for each in (*PLAYERS, None)
            ]
    assert twin.snapshot() == match.snapshot()

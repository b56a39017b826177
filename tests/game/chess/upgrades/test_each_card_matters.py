"""A card that does nothing is never offered: proven by play, against what the opponent owns."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from game.chess.match.offers import may_own
from game.chess.rules import ByColor, Game
from game.chess.upgrades import CATALOGUE, clocks_with, increments_with, new_board

BASE = ByColor(60_000, 60_000)
LONGEST = 160
MOST_GAMES = 60
PAIRS = 40
OFFERED = sorted(upgrade.id for upgrade in CATALOGUE.values() if upgrade.offered)
HANDS = [(), *((each,) for each in OFFERED)]


def changes_some_game(upgrade: str, owned: tuple[str, ...], opponents: tuple[str, ...], rng: Random) -> bool:
    """Whether a clock, the start, a legal move or what becomes of a move differs in one of some random games."""
    with_it, without = ByColor((*owned, upgrade), opponents), ByColor(owned, opponents)
    if clocks_with(BASE, with_it) != clocks_with(BASE, without) or increments_with(with_it) != increments_with(without):
        return True
    return any(_differs(Game(new_board(with_it)), Game(new_board(without)), rng) for _ in range(MOST_GAMES))


def _differs(game: Game, plain: Game, rng: Random) -> bool:
    """Play the same moves in both for as long as nothing tells the two apart."""
    while game.ply < LONGEST:
        if (game.fen, game.board.layers, game.result) != (plain.fen, plain.board.layers, plain.result):
            return True
        if game.result is not None:
            return False
        moves = sorted(move.uci() for move in game.board.legal_moves)
        if moves != sorted(move.uci() for move in plain.board.legal_moves):
            return True
        move = rng.choice(moves)
        game.play(move)
        plain.play(move)
    return False


@pytest.mark.parametrize("upgrade", OFFERED)
def test_it_changes_a_game_against_whatever_the_opponent_owns(upgrade: str) -> None:
    rng = Random(upgrade)
    for opponents in HANDS:
        if may_own(CATALOGUE[upgrade], (), opponents):
            assert changes_some_game(upgrade, (), opponents, rng), opponents


@pytest.mark.parametrize("upgrade", OFFERED)
def test_it_changes_a_game_whatever_its_owner_has_already(upgrade: str) -> None:
    rng = Random(upgrade)
    for owned in HANDS:
        if may_own(CATALOGUE[upgrade], owned, ()):
            assert changes_some_game(upgrade, owned, (), rng), owned


@pytest.mark.slow
@pytest.mark.parametrize("upgrade", OFFERED)
def test_it_changes_a_game_against_any_two_cards_of_the_opponent(upgrade: str) -> None:
    """Any two of some hundreds of pairs, others for each card."""
    rng = Random(upgrade)
    for one, other in rng.sample(sorted(combinations(OFFERED, 2)), PAIRS):
        if may_own(CATALOGUE[other], (one,), ()) and may_own(CATALOGUE[upgrade], (), (one, other)):
            assert changes_some_game(upgrade, (), (one, other), rng), (one, other)

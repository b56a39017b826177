"""Whole games between bots under whatever upgrades there are: nothing that the rules refuse, and no accident."""

from __future__ import annotations

from random import Random

import pytest

from game.chess.bot.engine import SearchBot
from game.chess.bot.interface import Budget, Situation
from game.chess.bot.levels import LEVELS
from game.chess.rules.bycolor import ByColor
from game.chess.rules.game import Game
from game.chess.upgrades import CATALOGUE, new_board
from tests.helpers.extent import repeated
from tests.helpers.upgrades import stacked

THOUGHT = Budget(nodes=80, depth=4)
PLIES = 70


def play(owned: ByColor[tuple[str, ...]], seed: int, plies: int) -> Game:
    """A game between a level that overlooks things and one that does not. `Game` refuses what is not legal."""
    rng = Random(seed)
    game = Game(new_board(owned))
    bots = ByColor(SearchBot(LEVELS["easy"], rng), SearchBot(LEVELS["best"], rng))
    while game.result is None and game.ply < plies:
        color = game.board.turn
        situation = Situation(
            game.start_fen,
            tuple(game.moves),
            owned,
            "white" if color else "black",
            ByColor(60_000, 60_000),
            game.start_layers,
        )
        game.play(bots[color].choose_move(situation, THOUGHT, lambda: 0))
    return game


@pytest.mark.parametrize(
    "seed", [*range(3), *(pytest.param(each, marks=pytest.mark.slow) for each in range(100, repeated(220, 140)))]
)
def test_whole_games_are_legal(seed: int) -> None:
    rng = Random(seed)
    game = play(ByColor(stacked(rng, 5, 5), stacked(rng, 5, 5)), seed, PLIES)
    assert game.result is not None or game.ply == PLIES


@pytest.mark.parametrize("upgrade", [each for each, entry in CATALOGUE.items() if not entry.is_movement])
def test_plays_with_every_effect(upgrade: str) -> None:
    game = play(ByColor((upgrade,), (upgrade,)), 1, 24)
    assert game.result is not None or game.ply == 24

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

THOUGHT = Budget(nodes=80, depth=4)


def some(dice: Random) -> tuple[str, ...]:
    """Up to five, none of which excludes another."""
    owned: list[str] = []
    for each in dice.sample(sorted(CATALOGUE), 5):
        if not any(each in CATALOGUE[other].excludes or other in CATALOGUE[each].excludes for other in owned):
            owned.append(each)
    return tuple(owned)


def play(owned: ByColor[tuple[str, ...]], seed: int, plies: int) -> Game:
    """A game between a level that overlooks things and one that does not. `Game` refuses what is not legal."""
    dice = Random(seed)
    game = Game(new_board(owned))
    bots = ByColor(SearchBot(LEVELS["easy"], dice), SearchBot(LEVELS["best"], dice))
    while game.ending is None and game.ply < plies:
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


@pytest.mark.parametrize("seed", [*range(3), *(pytest.param(each, marks=pytest.mark.slow) for each in range(100, 400))])
def test_whole_games_are_legal(seed: int) -> None:
    dice = Random(seed)
    assert play(ByColor(some(dice), some(dice)), seed, 70).ply > 10


@pytest.mark.parametrize("upgrade", [each for each, entry in CATALOGUE.items() if not entry.is_movement])
def test_plays_with_every_effect(upgrade: str) -> None:
    assert play(ByColor((upgrade,), (upgrade,)), 1, 24).ply > 10

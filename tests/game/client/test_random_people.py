"""Whatever two people do at two whole programs, match after match, some things always hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.extent import repeated
from tests.helpers.random_person import RandomPeople
from tests.helpers.world import World, here

if TYPE_CHECKING:
    from pathlib import Path


def let_them_play(folder: Path, seed: int, steps: int) -> RandomPeople:
    world = World(folder, here)
    world.begin()
    people = RandomPeople(world, seed)
    try:
        for _ in range(steps):
            people.step()
    except AssertionError as error:
        error.add_note(f"after {len(people.done)} steps: {'; '.join(people.done[-8:])}")
        raise
    finally:
        for app in (world.ann, world.bob):
            app.end()
    return people


@pytest.mark.parametrize("seed", range(2))
def test_random_people_find_nothing_that_is_left_of_a_game_that_is_over(tmp_path: Path, seed: int) -> None:
    people = let_them_play(tmp_path, seed, 600)
    assert people.games > 3


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, repeated(108, 103)))
def test_many_random_people_find_nothing(tmp_path: Path, seed: int) -> None:
    assert let_them_play(tmp_path, seed, 1_500).matches > 1

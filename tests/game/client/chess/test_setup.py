"""What a host chooses before a match."""

from __future__ import annotations

from typing import Any

import pytest

from game.client.chess.setup import among_friends, host_setup
from game.client.kit.widgets.choice import Choice
from tests.helpers.sessions import FakeContext


@pytest.mark.parametrize(
    ("chosen", "watchers", "asked"), [(None, False, 0), (0, True, 0), (10, True, 10), (60, True, 60)]
)
def test_a_host_chooses_whether_others_watch_and_how_much_later(chosen: int | None, watchers: bool, asked: int) -> None:
    context = FakeContext()
    scene = host_setup(context)
    (choice,) = (each for each in scene.group.widgets if isinstance(each, Choice) and each.name == "watching")
    choose: Any = choice._on_choose
    choose(chosen)
    assert (context.settings.watchers, among_friends(context.settings).watch_delay) == (watchers, asked)

"""`underdog --demo quiz` plays a pack to its end and tells it."""

from __future__ import annotations

import io
from random import Random

import pytest

from game.client.net.hosting import local_server
from game.client.quizdemo import NAMES, run_quiz_headless
from tests.helpers.quizzes import a_pack


@pytest.mark.slow
def test_four_bots_and_a_scripted_host_play_a_pack_to_its_end() -> None:
    out = io.StringIO()
    assert run_quiz_headless(out, a_pack(), local_server, Random(3)) == 0
    told = out.getvalue()
    assert told.count("Pieces, 200: Which piece jumps?") == 2
    final = told[told.index("The final question") :]
    assert all(f"\n{name}: " in final for name in NAMES)

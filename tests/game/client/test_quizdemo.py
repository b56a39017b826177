"""`underdog --demo quiz` plays a pack to its end and tells it."""

from __future__ import annotations

import io
import json
import urllib.request
from random import Random

import pytest

from game.client.net.hosting import local_server
from game.client.quizdemo import NAMES, QuizDemo, run_quiz_headless
from tests.helpers.quizzes import a_pack


@pytest.mark.slow
def test_four_bots_and_a_scripted_host_play_a_pack_to_its_end() -> None:
    out = io.StringIO()
    assert run_quiz_headless(out, a_pack(), local_server, Random(3)) == 0
    told = out.getvalue()
    assert told.count("Pieces, 200: Which piece jumps?") == 2
    final = told[told.index("The final question") :]
    assert all(f"\n{name}: " in final for name in NAMES)


@pytest.mark.slow
def test_the_same_can_be_watched_from_the_first_question_on_and_ends_when_it_is_left() -> None:
    with local_server() as url:
        demo = QuizDemo(url, a_pack(), Random(3))
        demo.start()
        while demo.poll() is None and demo.failure is None:
            demo.wait(5.0)
        assert demo.failure is None
        with urllib.request.urlopen(f"{url}/rooms?watch=1") as answer:  # noqa: S310 - our own server
            (room,) = json.load(answer)["games"]
        assert (room["code"], room["players"]) == (demo.poll(), len(NAMES))
        demo.stop()
        assert demo.wait(5.0) is None

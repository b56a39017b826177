"""Every caption survives the longest names and the largest text in the smallest window."""

from __future__ import annotations

import pytest

from game.client.chess.match import MatchScene
from game.client.kit import theme
from netcode import messages as m
from tests.game.client.chess.test_goldens import AT_REST_MS, SCREENS
from tests.helpers import fake_transport, sessions
from tests.helpers.cuttext import CutTexts
from tests.helpers.fake_transport import ME, OTHER
from tests.helpers.pilot import Pilot
from tests.helpers.sessions import scene_of

NAMES = ("W" * 20, "M" * 20)


def two_long_names(*, host: int = ME) -> list[m.Player]:
    return [
        m.Player(pid, name, "player", connected=True, host=pid == host, latency_ms=30)
        for pid, name in zip((ME, OTHER), NAMES, strict=True)
    ]


@pytest.mark.parametrize("text", theme.TEXT_SIZES)
@pytest.mark.parametrize("name", SCREENS)
def test_no_text_of_this_screen_is_cut(name: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fake_transport, "players", two_long_names)
    monkeypatch.setattr(sessions.FakeContext, "NAME", NAMES[0])
    cut = CutTexts(monkeypatch, (*NAMES, *sessions.LONG_NAMES))
    first, *others = SCREENS[name]()
    pilot = Pilot(scene=first, size=theme.SMALLEST_WINDOW)
    pilot.window.set_look(theme.DARK, theme.TEXT_SIZES[text])
    pilot.stage.resize(*pilot.window.logical_size)
    for scene in others:
        pilot.stage.stack.push(scene)
    pilot.advance(AT_REST_MS)
    assert cut.found == set()


@pytest.mark.parametrize("text", theme.TEXT_SIZES)
def test_the_question_whether_to_resign_is_not_cut(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cut = CutTexts(monkeypatch, NAMES)
    scene = scene_of(MatchScene, sessions.a_game())
    pilot = Pilot(scene=scene, size=theme.SMALLEST_WINDOW)
    pilot.window.set_look(theme.DARK, theme.TEXT_SIZES[text])
    pilot.stage.resize(*pilot.window.logical_size)
    scene.refresh(pilot.clock.now_ms)
    scene._resigning.press()
    pilot.advance(AT_REST_MS)
    assert scene._resigning.asking
    assert cut.found == set()

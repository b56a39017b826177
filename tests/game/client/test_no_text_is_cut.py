"""Every caption survives the longest names and the largest text in the smallest window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from game.client.chess.match import MatchScene
from game.client.kit import theme
from game.client.screens.lobby import LobbyScene
from netcode import messages as m
from tests.game.client.chess.test_goldens import AT_REST_MS, SCREENS
from tests.game.client.quiz.test_screen import ROOMS
from tests.helpers import fake_transport, sessions
from tests.helpers.chess_wire import board_state
from tests.helpers.cuttext import CutTexts
from tests.helpers.fake_transport import ME, OTHER
from tests.helpers.pilot import Pilot
from tests.helpers.sessions import scene_of

if TYPE_CHECKING:
    from game.client.kit.scene import Scene

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
@pytest.mark.parametrize("name", ROOMS)
def test_no_text_of_this_quiz_screen_is_cut(name: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    room = ROOMS[name]()
    room.context.addresses = ["192.168.100.200:8765"]
    cut = CutTexts(monkeypatch, NAMES)
    pilot = Pilot(scene=room.view.screen(room.context), size=theme.SMALLEST_WINDOW)
    pilot.window.set_look(theme.DARK, theme.TEXT_SIZES[text])
    pilot.stage.resize(*pilot.window.logical_size)
    pilot.advance(AT_REST_MS)
    assert cut.found == set()


def a_host_alone() -> sessions.FakeContext:
    line = fake_transport.in_lobby()
    line.say(m.PlayerLeft(OTHER))
    return sessions.FakeContext(line)


def test_an_empty_seat_in_the_lobby_is_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    assert texts_cut_at_the_largest(LobbyScene(a_host_alone()), monkeypatch) == set()


def test_that_the_stand_in_begins_to_play_is_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    line = fake_transport.in_game()
    line.say(board_state(seq=2, ply=1, last_move="e2e4", turn="black", by_standin=True))
    scene = scene_of(MatchScene, sessions.FakeContext(line))
    assert texts_cut_at_the_largest(scene, monkeypatch) == set()


def texts_cut_at_the_largest(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    cut = CutTexts(monkeypatch, NAMES)
    pilot = Pilot(scene=scene, size=theme.SMALLEST_WINDOW)
    pilot.window.set_look(theme.DARK, theme.TEXT_SIZES["largest"])
    pilot.stage.resize(*pilot.window.logical_size)
    pilot.advance(AT_REST_MS)
    return cut.found


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

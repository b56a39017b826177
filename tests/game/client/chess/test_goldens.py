"""How the screens look: pictures that were looked at and kept; `pytest --update-golden` renews them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from game.client.chess.absence import AbsenceScene
from game.client.chess.anothermatch import AnotherMatchScene
from game.client.chess.draft import DraftScene
from game.client.chess.match import MatchScene
from game.client.chess.matchend import MatchEndScene
from game.client.chess.replay import replay_of
from game.client.chess.setup import computer_setup, host_setup
from game.client.chess.upgrades import UpgradesScene
from game.client.kit import theme
from game.client.net.nearby import NearbySearch, NearbyServer
from game.client.net.seatfile import SavedSeat
from game.client.screens.about import AboutScene
from game.client.screens.browse import BrowseScene
from game.client.screens.home import HomeScene
from game.client.screens.joincard import InviteScene
from game.client.screens.lobby import LobbyScene
from game.client.screens.nearby import NearbyScene
from game.client.screens.settings import SettingsScene
from netcode import messages as m
from netcode.discovery import Announcement
from tests.helpers.fake_transport import OTHER, Line
from tests.helpers.golden import check_golden
from tests.helpers.pilot import Pilot
from tests.helpers.sessions import (
    LONG_NAMES,
    FakeContext,
    FakeNearby,
    a_draft,
    a_finished_match,
    a_game,
    a_hosted_game,
    a_late_game,
    a_lobby,
    a_story,
    scene_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.kit.scene import Scene

AT_REST_MS = 3_000
LARGE, SMALL = (1280, 800), (1024, 640)


def over(lower: Scene, upper: Scene) -> list[Scene]:
    """A dialog over its screen."""
    return [lower, upper]


def a_home() -> list[Scene]:
    return [HomeScene(FakeContext())]


def a_settings() -> list[Scene]:
    context = FakeContext()
    return over(HomeScene(context), SettingsScene(context))


def the_rules_of_a_table() -> list[Scene]:
    context = FakeContext()
    return over(HomeScene(context), host_setup(context))


def a_page_of_settings(page: str) -> list[Scene]:
    context = FakeContext(picture="biscuit")
    return over(HomeScene(context), SettingsScene(context, page))


def all_upgrades() -> list[Scene]:
    context = FakeContext()
    return over(HomeScene(context), UpgradesScene(context))


def the_credits() -> list[Scene]:
    context = FakeContext()
    return over(HomeScene(context), AboutScene(context))


def a_setup() -> list[Scene]:
    context = FakeContext()
    return over(HomeScene(context), computer_setup(context))


def a_way_back() -> list[Scene]:
    context = FakeContext()
    context.session.saved_seat = SavedSeat("http://10.0.0.5:8765", "KLMN", 2, "secret")
    return [HomeScene(context)]


def open_matches() -> list[Scene]:
    line = Line()
    line.open(m.ListGames("chess"), name="Ann")
    hosts = ("Biscuit", "Pepper", "Noodle the Third", "Waffles", "Rufus", "Mochi", "Bandit")
    line.server.answer()
    line.say(
        m.ListOfGames(
            [m.RoomLine(f"KLM{i}", "chess", host, host, 1, 2, part=m.ChessLine()) for i, host in enumerate(hosts)]
        )
    )
    line.poll()
    context = FakeContext(line)
    return over(HomeScene(context), BrowseScene(context))


def an_absence() -> list[Scene]:
    context = a_game()
    return over(
        MatchScene(context, context.match),
        AbsenceScene(context, context.match, m.AbsenceQuestion(OTHER, ["wait", "bot", "draw", "win"])),
    )


def the_draft() -> list[Scene]:
    context = a_draft()
    return over(MatchScene(context, context.match), DraftScene(context, context.match))


def the_end() -> list[Scene]:
    context = a_finished_match()
    return over(MatchScene(context, context.match), MatchEndScene(context, context.match))


def the_long_end() -> list[Scene]:
    context = a_story(7, LONG_NAMES)
    return over(MatchScene(context, context.match), MatchEndScene(context, context.match))


def another_match() -> list[Scene]:
    context = a_finished_match()
    return over(MatchEndScene(context, context.match), AnotherMatchScene(context, context.match))


def what_is_nearby() -> list[Scene]:
    context = FakeContext()
    context.nearby = NearbySearch(lambda: None, NearbyForPictures)  # type: ignore[arg-type]
    return over(HomeScene(context), NearbyScene(context))


class NearbyForPictures(FakeNearby):
    places = (
        NearbyServer("attic", Announcement("attic", 8765).at("192.168.1.8")),
        NearbyServer("Bob", Announcement("Bob", 8765, "WXYZ").at("192.168.1.7")),
        NearbyServer("W" * 20, Announcement("W" * 20, 8766, "WXYZ").at("192.168.100.207")),
    )


def an_invitation() -> list[Scene]:
    context = a_hosted_game()
    return over(MatchScene(context, context.match), InviteScene(context))


def a_replay() -> list[Scene]:
    scene = scene_of(replay_of, a_story(7, LONG_NAMES), 6)
    scene.resize(1280, 800)
    scene._go(2)
    return [scene]


SCREENS: dict[str, Callable[[], list[Scene]]] = {
    "home": a_home,
    "lobby": lambda: [LobbyScene(a_lobby())],
    "game": lambda: [scene_of(MatchScene, a_game())],
    "draft": the_draft,
    "matchend": the_end,
    "long_matchend": the_long_end,
    "long_game": lambda: [scene_of(MatchScene, a_late_game())],
    "replay": a_replay,
    "settings": a_settings,
    "settings_look": lambda: a_page_of_settings("look"),
    "settings_sound": lambda: a_page_of_settings("sound"),
    "settings_keys": lambda: a_page_of_settings("keys"),
    "upgrades": all_upgrades,
    "about": the_credits,
    "table": the_rules_of_a_table,
    "setup": a_setup,
    "another_match": another_match,
    "nearby": what_is_nearby,
    "invite": an_invitation,
    "game_with_card": lambda: [scene_of(MatchScene, a_hosted_game())],
    "lobby_streamer": lambda: [LobbyScene(a_lobby(streamer=True))],
    "settings_play": lambda: a_page_of_settings("play"),
    "rejoin": a_way_back,
    "browse": open_matches,
    "absence": an_absence,
}


IN_BOTH_SIZES = {"game", "game_with_card", "draft", "long_matchend"}
TIGHT = {"long_game", "replay", "settings", "settings_keys", "upgrades", "table", "absence", "rejoin"}
"""What has the least room to spare is looked at in the smallest window."""
SHOTS = [
    (name, size)
    for name in SCREENS
    for size in (LARGE, SMALL)
    if name in IN_BOTH_SIZES or (name in TIGHT) == (size == SMALL)
]


@pytest.mark.parametrize(
    ("name", "palette"),
    [("game", "light"), ("draft", "light"), ("home", "light, safe"), ("settings_look", "light, safe")],
)
def test_the_screen_in_other_colours(name: str, palette: str, update_golden: bool) -> None:
    first, *others = SCREENS[name]()
    pilot = Pilot(scene=first)
    pilot.window.set_look(theme.PALETTES[palette], theme.TEXT_SIZES["largest"] if "safe" in palette else 1.0)
    pilot.stage.resize(*pilot.window.logical_size)
    for scene in others:
        pilot.stage.stack.push(scene)
    pilot.advance(AT_REST_MS)
    check_golden(f"screen_{name}_{palette.replace(', ', '_')}", pilot.shot(), update=update_golden)


@pytest.mark.parametrize(
    ("name", "size"), SHOTS, ids=lambda each: each if isinstance(each, str) else f"{each[0]}x{each[1]}"
)
def test_the_screen(name: str, size: tuple[int, int], update_golden: bool) -> None:
    first, *others = SCREENS[name]()
    pilot = Pilot(scene=first, size=size)
    for scene in others:
        pilot.stage.stack.push(scene)
    pilot.advance(AT_REST_MS)
    check_golden(f"screen_{name}_{size[0]}", pilot.shot(), update=update_golden)

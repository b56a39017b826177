"""Members whom one mutes for oneself, and people whom one blocks on the server."""

from __future__ import annotations

from game.client.kit import theme
from game.client.roomsounds import RoomSounds
from game.client.screens.muting import MutingScene
from game.client.screens.settings import SettingsScene
from game.client.screens.talk import Talk
from netcode import messages as m
from tests.helpers.fake_transport import ME, OTHER, in_lobby
from tests.helpers.pilot import Pilot
from tests.helpers.sessions import FakeContext


class Screen:
    """A room with Bob in it, who has said hello, and the list in which members are muted."""

    def __init__(self) -> None:
        self.line = in_lobby()
        self.line.say(m.ChatLine(OTHER, "hello", "Bob"))
        self.context = FakeContext(self.line)
        self.talk = Talk(self.context, lambda _: None)
        self.scene = MutingScene(self.context)
        self.pilot = Pilot(scene=self.scene)

    def press(self, name: str) -> None:
        self.pilot.advance(2 * theme.GUARD_MS)
        self.pilot.click(self.pilot.group.named(name))
        self.scene.refresh(0)
        self.talk.refresh()

    @property
    def said(self) -> list[str]:
        self.talk.refresh()
        return [entry.text for entry in self.talk.chat.entries]

    def shown(self, name: str) -> bool:
        return self.pilot.group.named(name).visible


def test_what_somebody_says_who_is_muted_is_not_shown_until_they_are_heard_again() -> None:
    screen = Screen()
    assert screen.said == ["hello"]
    screen.press("mute 1")
    assert screen.said == []
    screen.press("mute 1")
    assert screen.said == ["hello"]


def test_their_emotes_are_not_shown_and_their_words_not_heard() -> None:
    screen = Screen()
    sounds = RoomSounds()
    sounds.listen(screen.context.session, 0)
    screen.press("mute 1")
    screen.line.say(m.EmoteShown(OTHER, "hi"), m.ChatLine(OTHER, "again", "Bob"))
    screen.talk.refresh()
    assert screen.talk.layer.shown == []
    assert "message" not in sounds.listen(screen.context.session, 0)


def test_oneself_is_not_in_the_list() -> None:
    screen = Screen()
    assert screen.shown("mute 1")
    assert not screen.shown("mute 2")


def test_whom_one_blocks_the_server_is_told_and_nothing_of_them_is_shown() -> None:
    screen = Screen()
    screen.press("block 1")
    assert screen.line.server.last == m.Block(OTHER)
    screen.line.server.answer()
    screen.line.poll()
    assert screen.said == []


def test_who_is_blocked_is_listed_and_can_be_heard_again() -> None:
    screen = Screen()
    screen.line.say(m.Blocked([m.BlockedPerson("handle", "Eve")]))
    screen.scene.refresh(0)
    assert screen.shown("unblock 1")
    screen.press("unblock 1")
    assert screen.line.server.last == m.Unblock("handle")


def test_another_room_begins_with_everybody_heard() -> None:
    screen = Screen()
    screen.press("mute 1")
    screen.context.session.leave(0)
    assert not screen.context.session.muting.mutes(OTHER)
    assert not screen.context.session.muting.mutes(ME)


def test_the_settings_lead_to_the_list_in_a_room_and_only_there() -> None:
    in_a_room, at_home = FakeContext(in_lobby()), FakeContext()
    for context, enabled in ((in_a_room, True), (at_home, False)):
        pilot = Pilot(scene=SettingsScene(context, "sound"))
        assert pilot.group.named("muting").enabled == enabled
        pilot.click(pilot.group.named("muting"))
        assert ("push muting" in context.asked) == enabled


def test_a_press_that_was_meant_for_somebody_else_does_nothing_when_the_list_has_changed() -> None:
    screen = Screen()
    eve = m.Player(3, "Eve", "spectator", connected=True)
    screen.line.say(m.PlayerJoined(eve))
    screen.scene.refresh(0)
    screen.pilot.advance(2 * theme.GUARD_MS)
    screen.line.say(m.ChatLine(3, "hello", "Eve"))
    screen.scene.refresh(0)
    screen.pilot.click(screen.pilot.group.named("block 1"))
    assert not [request for request in screen.line.server.sent if isinstance(request, m.Block)]
    screen.press("block 1")
    assert screen.line.server.last == m.Block(3)

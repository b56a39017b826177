"""What people say at a table, on the lobby's screen."""

from __future__ import annotations

import pygame

from game.client import texts
from game.client.screens.lobby import LobbyScene
from netcode import messages as m
from netcode.chatlog import MOST_LINES
from tests.helpers.fake_transport import ME, OTHER, in_lobby
from tests.helpers.pilot import Pilot
from tests.helpers.sessions import FakeContext


class Table:
    """A lobby that is looked at and listened to."""

    def __init__(self, **settings: object) -> None:
        self.line = in_lobby()
        self.context = FakeContext(self.line, **settings)
        self.scene = LobbyScene(self.context)
        self.pilot = Pilot(scene=self.scene)
        self.talk = self.scene._talk
        self.refresh()

    def refresh(self) -> None:
        self.scene.refresh(self.line.now_ms)
        self.pilot.step()

    def hear(self, *notices: m.Notice) -> None:
        self.line.say(*notices)
        self.refresh()

    def wheel_is_open(self) -> bool:
        return self.talk.wheel.visible

    @property
    def sent(self) -> list[m.Request]:
        return [request for request in self.line.server.sent if isinstance(request, m.Emote | m.Chat)]


def test_a_digit_shows_an_emote() -> None:
    table = Table()
    table.pilot.key(pygame.K_2)
    assert table.sent == [m.Emote("gg")]


def test_digits_in_the_field_are_only_text() -> None:
    table = Table()
    table.pilot.click("say")
    table.pilot.key(pygame.K_2)
    table.pilot.type("2")
    assert table.sent == []
    assert table.talk.say.text == "2"


def test_the_wheel_opens_by_key_and_button_and_closes_by_esc_and_by_a_click_beside_it() -> None:
    table = Table()
    table.pilot.key(pygame.K_w)
    assert table.wheel_is_open()
    table.pilot.key(pygame.K_ESCAPE)
    assert not table.wheel_is_open()
    table.pilot.click("emotes")
    assert table.wheel_is_open()
    table.pilot.click((20.0, 20.0))
    assert not table.wheel_is_open()


def test_a_pup_of_the_wheel_is_sent_and_the_wheel_is_gone() -> None:
    table = Table()
    table.pilot.click("emotes")
    x, y = table.talk.wheel.rect.center
    table.pilot.click((x, y - 130))
    assert table.sent == [m.Emote("hi")]
    assert not table.wheel_is_open()


def test_too_many_emotes_get_a_sentence_and_are_not_sent() -> None:
    table = Table()
    for _ in range(4):
        table.pilot.key(pygame.K_1)
    assert len(table.sent) == 3
    assert table.line.session.take_sentences() == [texts.EMOTES_TOO_FAST]


def test_an_emote_leaps_and_sounds() -> None:
    table = Table()
    table.hear(m.EmoteShown(OTHER, "love"), m.EmoteShown(ME, "bone"))
    assert table.talk.layer.shown == ["love", "bone"]
    assert table.context.asked == ["sound emote_love", "sound emote_bone"]


def test_an_emote_of_a_newer_version_harms_nobody() -> None:
    table = Table()
    table.hear(m.EmoteShown(OTHER, "dance"))
    assert table.talk.layer.shown == []


def test_who_hushes_emotes_sees_only_their_own() -> None:
    table = Table(hush_emotes=True)
    table.hear(m.EmoteShown(OTHER, "love"), m.EmoteShown(ME, "bone"))
    assert table.talk.layer.shown == ["bone"]


def test_who_hushes_the_chat_reads_only_their_own_words_and_gets_the_others_back() -> None:
    table = Table()
    table.hear(m.ChatLine(OTHER, "boo", "Bob"), m.ChatLine(ME, "hm", "Ann"))
    table.pilot.click("hush")
    table.refresh()
    assert [entry.text for entry in table.talk.chat.entries] == ["hm"]
    assert table.talk.chat.title == texts.CHAT_HIDDEN
    table.pilot.click("hush")
    table.refresh()
    assert [entry.text for entry in table.talk.chat.entries] == ["boo", "hm"]


def test_who_reads_further_up_is_told_how_much_is_new_and_one_click_leads_there() -> None:
    table = Table()
    table.hear(*(m.ChatLine(OTHER, f"line {i}", "Bob") for i in range(60)))
    table.pilot.key(pygame.K_PAGEUP)
    table.hear(m.ChatLine(OTHER, "one more", "Bob"))
    table.hear(m.ChatLine(OTHER, "and another", "Bob"))
    chat = table.talk.chat
    assert chat.unread == 2
    table.pilot.click(chat._pill().center)
    assert chat.unread == 0


def test_whoever_reads_further_up_stays_there_when_old_lines_make_room_for_new_ones() -> None:
    table = Table()
    table.hear(*(m.ChatLine(OTHER, f"line {i}", "Bob") for i in range(MOST_LINES)))
    table.pilot.key(pygame.K_PAGEUP)
    chat = table.talk.chat
    before = chat._back
    table.hear(m.ChatLine(OTHER, "one more", "Bob"))
    assert (chat._back, chat.unread) == (before + 1, 1)


def test_what_is_written_is_said() -> None:
    table = Table()
    table.pilot.click("say")
    table.pilot.type("hello")
    table.pilot.key(pygame.K_RETURN)
    assert table.sent == [m.Chat("hello")]
    assert table.talk.say.text == ""


def test_the_open_wheel_is_walked_around_by_arrows() -> None:
    table = Table()
    for key in (pygame.K_w, pygame.K_RIGHT, pygame.K_RIGHT, pygame.K_RETURN):
        table.pilot.key(key)
    assert table.sent == [m.Emote("gg")]
    assert not table.wheel_is_open()

"""How others are let in, in the lobby and beside a match: code, address, QR code, link; and how streamers hide them."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from pygame import FRect

from game.client import texts
from game.client.chess.match import MatchScene
from game.client.kit.widgets.label import Label
from game.client.kit.widgets.qr import QRCode
from game.client.screens.invitation import InvitationPanel, copy_link, invitation
from game.client.screens.joincard import InviteScene, JoinCard
from game.client.screens.lobby import LobbyScene
from game.client.screens.menu import MenuScene
from game.client.screens.talk import Talk
from netcode import messages as m
from netcode.address import Address, parse
from tests.helpers.chess_wire import create_chess
from tests.helpers.fake_transport import CODE, ME, OTHER, TOKEN, Line, a_snapshot, players
from tests.helpers.pilot import Pilot
from tests.helpers.sessions import FakeContext, a_game

HERE = "192.168.1.20:8765"
KEY = "AAAABBBBCCCCDDDD"
LINK = f"http://{HERE}/join/{CODE}?key={KEY}"


def a_room(url: str = "http://127.0.0.1:8765", addresses: tuple[str, ...] = (HERE,), **settings: object) -> FakeContext:
    line = Line()
    line.session.open(url, create_chess(name="Ann"), line.now_ms, name="Ann")
    line.come_back()
    line.server.answer(code=CODE, pid=ME, token=TOKEN, snapshot=a_snapshot(key=KEY))
    line.poll()
    context = FakeContext(line, **settings)
    context.addresses = list(addresses)
    return context


def a_hosted_game() -> FakeContext:
    context = a_game()
    context.addresses = [HERE]
    return context


def three_watch(context: FakeContext) -> None:
    watchers = [m.Player(10 + i, f"Cy {i}", "spectator", connected=True) for i in range(3)]
    context.session.room.people.players += watchers


def shown(context: FakeContext) -> tuple[str, str]:
    """What the lobby's panel shows: the QR code's text, and all words."""
    panel = InvitationPanel(context)
    panel.place(FRect(0, 0, 600, 170))
    panel.refresh()
    codes = [widget for widget in panel.widgets if isinstance(widget, QRCode)]
    return codes[0].text, " ".join(widget.text for widget in panel.widgets if isinstance(widget, Label))


def test_the_link_opens_the_room_in_a_browser_and_in_the_window() -> None:
    """What is scanned is what is copied, and what *Join* takes."""
    context = a_room()
    assert invitation(context).link == LINK
    assert parse(LINK) == Address("192.168.1.20", 8765, CODE, key=KEY)
    copy_link(context)
    assert context.asked == [f"copy {LINK}"]


def test_the_lobby_shows_code_address_and_the_link_as_a_qr_code() -> None:
    scanned, words = shown(a_room(addresses=(HERE, "10.0.0.5:8765")))
    assert scanned == LINK
    assert CODE in words
    assert HERE in words
    assert "10.0.0.5:8765" in words


def test_a_room_that_only_this_computer_reaches_has_no_qr_code() -> None:
    scanned, words = shown(a_room(addresses=()))
    assert scanned == ""
    assert texts.LOBBY_LOCAL in words


def test_a_guest_on_the_hosts_own_computer_is_told_who_knows_the_way_in() -> None:
    """Whether there is a network is known to the host's program only."""
    context = a_room(addresses=())
    context.session.room.people.players = players(host=OTHER)
    assert texts.LOBBY_GUEST in shown(context)[1]


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://192.168.1.7:9000", "192.168.1.7:9000"),
        ("https://play.example.org:443", "https://play.example.org:443"),
    ],
)
def test_on_somebody_elses_server_friends_are_sent_there(url: str, address: str) -> None:
    invited = invitation(a_room(url=url, addresses=()))
    assert (invited.addresses, invited.link) == ((address,), f"{url}/join/{CODE}?key={KEY}")


def test_streamers_show_neither_code_nor_address() -> None:
    scanned, words = shown(a_room(streamer=True))
    assert scanned == ""
    assert CODE not in words
    assert HERE not in words
    assert texts.LOBBY_STREAMER in words


def test_streamers_can_still_copy_the_link() -> None:
    context = a_room(streamer=True)
    copy_link(context)
    assert context.asked == [f"copy {LINK}"]


def test_streamers_show_nothing_that_others_write() -> None:
    context = a_room(streamer=True)
    context.session.room.chat.add(m.ChatLine(OTHER, "look at my address", "Bob"))
    talk = Talk(context, lambda _pid: None)
    talk.refresh()
    assert talk.chat.entries == []


def test_a_match_that_others_may_watch_shows_how_in_a_corner() -> None:
    card = JoinCard(a_hosted_game())
    assert card.visible
    assert card._qr.text.startswith(f"http://{HERE}/join/")


@pytest.mark.parametrize("hidden", [{"streamer": True}, {"watchers": False}, {"join_card": False}])
def test_the_card_is_not_shown_where_it_must_not_or_cannot_help(hidden: dict[str, bool]) -> None:
    context = a_hosted_game()
    context.settings = replace(context.settings, **hidden)
    assert not JoinCard(context).visible


def test_a_guest_is_shown_no_card() -> None:
    context = a_hosted_game()
    context.addresses = []
    assert not JoinCard(context).visible


def test_the_card_can_be_hidden_and_gives_its_place_to_the_chat() -> None:
    context = a_hosted_game()
    scene = MatchScene(context, context.match)
    pilot = Pilot(scene=scene, size=(1024, 640))
    pilot.advance(100)
    before = scene._talk.chat.rect.h
    pilot.click(scene._card._close)
    scene.refresh(pilot.clock.now_ms)
    assert not context.settings.join_card
    assert scene._talk.chat.rect.h > before
    assert not scene._card._qr.visible


def test_streamers_see_nothing_in_the_large_card_either() -> None:
    context = a_room(streamer=True)
    scene = InviteScene(context)
    scene.refresh(0)
    assert (scene._qr.text, scene._code.text, scene._address.text) == ("", texts.CODE_HIDDEN, "")


def test_the_card_counts_those_who_watch() -> None:
    context = a_hosted_game()
    three_watch(context)
    assert JoinCard(context)._tell.text == "3 watching"


@pytest.mark.parametrize(("streamer", "listed"), [(False, True), (True, False)])
def test_streamers_show_no_names_of_those_who_watch(streamer: bool, listed: bool) -> None:
    context = a_hosted_game()
    context.settings = replace(context.settings, streamer=streamer)
    three_watch(context)
    lobby, menu = LobbyScene(context), MenuScene(context)
    lobby.refresh(0)
    assert lobby._watchers.visible is listed
    assert (texts.WATCHERS_SHOW in [button.text for button in menu._buttons]) is listed

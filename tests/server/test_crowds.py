"""Many spectators together cost the players of their room next to nothing, and each other only patience."""

from __future__ import annotations

import pytest

from netcode.messages import (
    Chat,
    ChatLine,
    Emote,
    EmoteShown,
    Exit,
    JoinGame,
    Notice,
    PlayerChanged,
    PlayerJoined,
    PlayerLeft,
    Request,
    SetProfile,
    encode,
)
from tests.bench.server_presence import measure
from tests.helpers.chess_wire import create_chess
from tests.helpers.server import Client, Room, a_room

WATCHED = create_chess(name="Ann", spectators=True)
WATCHERS = 38


def a_crowd(room: Room, *, address: str | None = None) -> list[Client]:
    """As many spectators, from as many addresses unless one is given."""
    crowd = [Client(room.service, address or f"10.1.0.{number}") for number in range(WATCHERS)]
    assert all(each.ask(JoinGame(room.host.code, f"Fan {number}", watch=True)).ok for number, each in enumerate(crowd))
    return crowd


def bytes_told(client: Client) -> int:
    return sum(len(encode(notice)) for notice in client.told)


def shout(room: Room, crowd: list[Client], what: str, seconds: int = 10) -> list[str | None]:
    """All of them at once, five times a second; how they were answered."""
    errors = []
    for turn in range(seconds * 5):
        room.clock.pass_ms(200)
        for number, each in enumerate(crowd):
            request: Request = SetProfile(f"Fan {number} at {turn}") if what == "names" else Chat("x" * 200)
            errors.append(each.error(Emote("hi") if what == "emotes" else request))
    return errors


@pytest.mark.parametrize("what", ["names", "chat", "emotes"])
def test_a_crowd_that_shouts_fills_no_players_line(what: str) -> None:
    """A line at 2 Mbit/s was cut off by 1.1 MB a second; here it has far more than it needs for the moves."""
    room = a_room(options=WATCHED, start=True)
    crowd = a_crowd(room)
    room.clock.pass_ms(2_000)
    before = bytes_told(room.host)
    errors = shout(room, crowd, what)
    assert {None, "TOO_FAST"} == set(errors)
    assert (bytes_told(room.host) - before) / 10 < 30_000


def test_players_may_talk_while_spectators_shout() -> None:
    room = a_room(options=WATCHED)
    shout(room, a_crowd(room), "chat", seconds=2)
    assert all(player.ask(request).ok for player in (room.host, room.guest) for request in (Chat("hi"), Emote("gg")))
    assert room.guest.ask(SetProfile("Bob the Great")).ok


def test_one_address_has_less_to_say_than_a_room() -> None:
    room = a_room(options=WATCHED, spectator_talk_burst=3, room_talk_burst=5)
    loud, other = a_crowd(room, address="10.1.0.1"), Client(room.service, "10.1.0.2")
    assert other.ask(JoinGame(room.host.code, "Guest", watch=True)).ok
    assert [each.error(Chat("hi")) for each in loud[:4]] == [None] * 3 + ["TOO_FAST"]
    assert [other.error(Chat("hi")) for _ in range(3)] == [None] * 2 + ["TOO_FAST"]


def test_what_is_refused_is_told_to_nobody() -> None:
    room = a_room(options=WATCHED, room_talk_burst=1)
    one, two = a_crowd(room)[:2]
    assert one.ask(Chat("first")).ok
    refused = two.ask(Chat("second"))
    assert (refused.error, refused.message) == (
        "TOO_FAST", "The spectators are too loud right now. Try again in a moment."
    )  # fmt: skip
    assert [line.text for line in room.host.all(ChatLine)] == ["first"]
    assert two.error(Emote("hi")) == "TOO_FAST"
    assert room.host.all(EmoteShown) == []


def test_comings_and_goings_of_spectators_are_gathered() -> None:
    room = a_room(options=WATCHED, start=True)
    room.clock.pass_ms(2_000)
    changes: set[int] = set()
    since = len(room.host.told)
    restless = [Client(room.service, f"10.1.0.{number}") for number in range(20)]
    for step in range(25):
        room.clock.pass_ms(200)
        for each in restless:
            assert each.ask(JoinGame(room.host.code, watch=True)).ok
            assert each.ask(Exit()).ok
        if any(isinstance(notice, PlayerJoined | PlayerLeft) for notice in room.host.told[since:]):
            changes.add(step)
        since = len(room.host.told)
    assert len(changes) <= 4 * 5 + 8 + 1


def test_the_last_change_is_told_within_a_quarter_of_a_second() -> None:
    room = a_room(options=WATCHED, lists_burst=1)
    one, two, three = (room.client() for _ in range(3))
    for name, each in (("One", one), ("Two", two), ("Three", three)):
        assert each.ask(JoinGame(room.host.code, name, watch=True)).ok
    assert len(room.host.members) == 3
    room.clock.pass_ms(250)
    assert [player.name for player in room.host.members] == ["Ann", "Bob", "One", "Two", "Three"]


def test_a_room_that_ends_with_a_list_still_to_tell_is_forgotten() -> None:
    room = a_room(options=WATCHED, lists_burst=1)
    watchers = a_crowd(room)
    for each in (room.host, room.guest, *watchers):
        assert each.ask(Exit()).ok
    assert len(room.service.rooms) == 0
    told = len(room.host.told)
    room.clock.pass_ms(1_000)
    assert len(room.host.told) == told


def kinds(client: Client, since: int) -> set[type[Notice]]:
    return {type(notice) for notice in client.told[since:]}


def test_a_player_who_comes_back_is_told_at_once_whatever_spectators_do() -> None:
    room = a_room(options=WATCHED, lists_burst=1)
    a_crowd(room)
    room.guest.close()
    since = len(room.host.told)
    back = Client(room.service, "10.0.0.2")
    assert back.back(room.guest).ok
    assert PlayerChanged in kinds(room.host, since)


def test_a_hundred_who_come_and_stay_a_minute_cost_few_bytes() -> None:
    coming, there, _ = measure(people=100, seconds=60)
    assert coming.total() < 2e6
    assert there.total() < 4e6

"""Two in a room would have the same name or picture: whoever came second is asked to choose."""

from __future__ import annotations

import pygame
import pytest

from game.client.art import pups
from game.client.net.samename import another_name
from game.client.screens.samename import SameNameScene, twin_of
from netcode import messages as m
from netcode.transport import Connected
from tests.helpers.fake_transport import ME, OTHER, Line, in_lobby
from tests.helpers.pilot import Pilot
from tests.helpers.sessions import FakeContext


@pytest.mark.parametrize(
    ("name", "next_one"),
    [("Ann", "Ann 2"), ("Ann 2", "Ann 3"), ("Ann 9", ""), ("x" * 20, "x" * 18 + " 2"), ("7", "7 2"), (" 2", "2 2")],
)
def test_the_next_name_fits(name: str, next_one: str) -> None:
    assert another_name(name.strip()) == next_one


def test_whose_name_is_taken_comes_in_under_the_next_one() -> None:
    line = Line()
    line.session.open("http://host:8765", m.JoinGame("KLMN", "Ann"), line.now_ms, name="Ann")
    line.server.arrive(Connected())
    line.poll()
    line.server.refuse("NAME_TAKEN")
    line.poll()
    assert line.server.last == m.JoinGame("KLMN", "Ann 2")
    assert line.session.name_was_taken == "Ann"
    assert line.session.place == "connecting"


def second(theirs: str | None = None, **settings: str) -> FakeContext:
    """A room to which one has come second; the other is Bob."""
    line = in_lobby()
    line.say(m.PlayerChanged(OTHER, picture=theirs))
    line.session.room.people.players = [
        m.Player(0, "Bob", "player", connected=True, picture=theirs),
        *(each for each in line.session.room.people.players if each.pid == ME),
    ]
    return FakeContext(line, **settings)


def test_whoever_came_first_is_asked_nothing() -> None:
    assert twin_of(FakeContext(in_lobby(), picture=pups.portrait_for("Bob"))) is None


def test_whoever_came_second_and_looks_like_the_other_is_asked() -> None:
    assert twin_of(second("pup:cocoa", picture="cocoa")) == "Bob"
    assert twin_of(second("pup:snow", picture="cocoa")) is None


def test_a_pup_that_goes_with_a_name_is_a_look_as_well() -> None:
    assert twin_of(second(picture=pups.portrait_for("Bob"))) == "Bob"


def test_a_picture_that_is_still_on_its_way_is_nobodys_pup() -> None:
    assert twin_of(second("/avatars/" + "a" * 64 + ".png", picture=pups.portrait_for("Bob"))) is None


def test_another_name_holds_in_this_room_and_another_pup_from_now_on() -> None:
    context = second("pup:cocoa", picture="cocoa")
    pilot = Pilot(scene=SameNameScene(context, "Bob"))
    pilot.group.set_focus(pilot.group.named("picture"))
    pilot.key(pygame.K_RIGHT)
    pilot.group.set_focus(pilot.group.named("name"))
    pilot.type("a")
    pilot.key(pygame.K_RETURN)
    assert context.settings.picture == "snow"
    assert context.settings.name == FakeContext.NAME
    sent = context.session._transport.sent[-1]  # type: ignore[union-attr]
    assert isinstance(sent, m.SetProfile)
    assert sent.name is not None
    assert sent.name.endswith("a")

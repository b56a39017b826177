"""Who comes into a room has said before who they are."""

from __future__ import annotations

from game.client.games import GAMES
from game.client.net.session import Session
from netcode import messages as m
from netcode.transport import Connected
from tests.helpers.fake_transport import CODE, ME, TOKEN, URL, FakeTransport, a_snapshot
from tests.helpers.people import FakePeople


class Visitor:
    def __init__(self) -> None:
        self.people = FakePeople()
        self.line = FakeTransport()
        self.session = Session(lambda _url: self.line, GAMES, self.people.profiles.introduce)
        self.session.open(URL, m.JoinGame(CODE, "Ann"), 0, name="Ann")
        self.line.arrive(Connected())
        self.session.poll(0)


def test_the_key_goes_before_the_request_for_a_seat() -> None:
    visitor = Visitor()
    key = visitor.people.keyring.of(URL).key
    assert visitor.line.sent == [m.SetProfile(key=key), m.JoinGame(CODE, "Ann")]


def test_a_server_that_knows_no_guests_lets_one_in_all_the_same() -> None:
    visitor = Visitor()
    visitor.line.answer(code=CODE, pid=ME, token=TOKEN, snapshot=a_snapshot())
    visitor.session.poll(0)
    assert visitor.session.place == "lobby"


def test_after_leaving_nothing_can_be_asked_over_that_line() -> None:
    visitor = Visitor()
    visitor.session.leave(0)
    assert not visitor.people.profiles.account.online

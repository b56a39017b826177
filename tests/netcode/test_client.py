"""The client's side of a room, without a server: what the transport reports in, requests out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from netcode import messages as m
from netcode.client import RETRY_MS, RoomClient, Seat
from netcode.outgoing import AT_ONCE
from netcode.refusals import Refusal
from netcode.transport import Answered, Connected, Lost, Received

if TYPE_CHECKING:
    from netcode.outbox import Sent

ME, OTHER = 1, 2
SEAT = Seat("KLMN", ME, "token")


class Counting:
    """A game in which one says numbers; it keeps what it was told."""

    sent_again: tuple[type[m.Request], ...] = (m.ChooseUpgrade,)
    number = 3
    seq = 17
    under_way = False
    finished = False

    def __init__(self) -> None:
        self.told: list[object] = []
        self.wanted = True

    def load(self, snapshot: m.Snapshot, now_ms: int) -> None:
        del now_ms
        self.told.append(("load", snapshot.seq))

    def on(self, notice: m.Notice, now_ms: int) -> None:
        del now_ms
        self.told.append(notice)

    def resend(self, sent: Sent, now_ms: int) -> bool:
        del now_ms
        self.told.append(("resend", sent.request, sent.game))
        return self.wanted

    def refused(self, request: m.Request, answer: m.ActionSuccess, now_ms: int) -> None:
        del answer, now_ms
        self.told.append(("refused", request))

    def line_lost(self, now_ms: int) -> None:
        del now_ms
        self.told.append("lost")

    def settle(self, now_ms: int) -> None:
        del now_ms
        self.told.append("settle")


class Table:
    """A room client with the numbers of a transport."""

    def __init__(self, **how: Any) -> None:
        self.game = Counting()
        self.room = RoomClient(self._make, **how)
        self.made: list[str] = []
        self.sent: list[m.Request] = []

    def _make(self, game: str) -> Counting:
        self.made.append(game)
        return self.game

    def on(self, incoming: Connected | Lost | Received | Answered, now_ms: int = 0) -> list[m.Request]:
        """What is to be sent after that."""
        self.room.on(incoming, now_ms)
        return self.send()

    def send(self) -> list[m.Request]:
        requests = self.room.take_requests()
        for request in requests:
            self.sent.append(request)
            self.room.sent(len(self.sent), request)
        return requests

    def answer(self, now_ms: int = 0, **fields: Any) -> list[m.Request]:
        """The server answers the last request."""
        return self.on(Answered(len(self.sent), m.ActionSuccess(self.sent[-1].wire_name, **fields)), now_ms)


def a_snapshot(**changes: Any) -> m.Snapshot:
    players = [
        m.Player(ME, "Ann", "player", connected=True, host=True),
        m.Player(OTHER, "Bob", "player", connected=True),
    ]
    return m.Snapshot(**{"code": "KLMN", "seq": 1, "game": "counting", "players": players, **changes})


def seated(**snapshot: Any) -> Table:
    table = Table(entry=m.JoinGame("KLMN", "Ann"))
    table.on(Connected())
    table.answer(code="KLMN", pid=ME, token="token", snapshot=a_snapshot(**snapshot))
    return table


def test_the_entry_is_asked_when_the_line_is_up() -> None:
    assert Table(entry=m.JoinGame("KLMN", "Ann")).on(Connected()) == [m.JoinGame("KLMN", "Ann")]


def test_an_answer_to_the_entry_is_a_seat_and_makes_the_rooms_game_once() -> None:
    table = seated()
    table.on(Lost("gone"))
    table.on(Connected())
    table.answer(snapshot=a_snapshot())
    assert table.room.seat == SEAT
    assert table.made == ["counting"]


def test_who_has_a_seat_comes_back_to_it() -> None:
    table = seated()
    table.on(Lost("gone"))
    assert table.on(Connected()) == [m.Rejoin("KLMN", ME, "token", 17)]


def test_nothing_is_asked_without_a_line() -> None:
    table = seated()
    table.on(Lost("gone"))
    assert not table.room.ask(m.StartGame())
    assert table.send() == []


def test_only_what_may_be_sent_again_has_a_number() -> None:
    table = seated()
    for request in (m.Chat("hi"), m.Emote("gg"), m.ChooseUpgrade("shield")):
        table.room.ask(request)
    assert [request.n for request in table.send()] == [1, 0, 2]


@pytest.mark.parametrize("wanted", [True, False])
def test_what_was_not_answered_is_sent_again_if_the_game_still_wants_it(wanted: bool) -> None:
    table = seated()
    table.room.ask(m.Chat("hi"))
    table.room.ask(m.ChooseUpgrade("shield"))
    table.send()
    table.on(Lost("gone"))
    table.on(Connected())
    table.game.wanted = wanted
    again = table.answer(snapshot=a_snapshot())
    assert again == [m.Chat("hi", n=1), *([m.ChooseUpgrade("shield", n=2)] if wanted else [])]
    assert ("resend", m.ChooseUpgrade("shield", n=2), 3) in table.game.told


def test_what_the_server_has_done_is_not_sent_again() -> None:
    table = seated()
    table.room.ask(m.Chat("hi"))
    table.send()
    table.on(Lost("gone"))
    table.on(Connected())
    assert table.answer(snapshot=a_snapshot(n=1)) == []


def test_what_is_said_without_a_line_is_sent_when_there_is_one() -> None:
    table = seated()
    table.on(Lost("gone"))
    table.room.say_later("back soon")
    table.on(Connected())
    assert table.answer(snapshot=a_snapshot()) == [m.Chat("back soon", n=1)]


@pytest.mark.parametrize("code", [Refusal.ROOM_NOT_FOUND, Refusal.BAD_TOKEN, Refusal.BANNED])
def test_a_seat_that_is_gone_is_not_asked_for_again(code: Refusal) -> None:
    table = Table(seat=SEAT)
    table.on(Connected())
    table.answer(ok=False, error=code)
    assert (table.room.seat, table.room.due_ms(0)) == (None, None)


def test_a_server_that_is_asked_too_often_is_asked_again_later() -> None:
    table = Table(seat=SEAT)
    table.on(Connected())
    table.answer(now_ms=100, ok=False, error=Refusal.TOO_FAST)
    assert table.room.due_ms(100) == RETRY_MS
    table.room.tick(99 + RETRY_MS)
    assert table.send() == []
    table.room.tick(100 + RETRY_MS)
    assert table.send() == [m.Rejoin("KLMN", ME, "token", 0)]


def test_people_come_change_and_go() -> None:
    table = seated()
    table.on(Received(m.PlayerJoined(m.Player(3, "Cat", "spectator", connected=True))))
    assert table.room.people.watchers == 1
    table.on(Received(m.PlayerChanged(OTHER, host=True)))
    table.on(Received(m.PlayerLeft(3)))
    people = table.room.people
    assert ([player.pid for player in people.players], people.left, people.is_host(OTHER)) == ([ME, OTHER], {3}, True)


def test_a_bot_that_plays_for_somebody_does_so_until_they_are_back() -> None:
    table = seated()
    table.on(Received(m.ClientDisconnected(OTHER, ai=True)))
    table.on(Received(m.Latencies({"1": 30})))
    assert (table.room.people.absent, table.room.people.bots) == ({OTHER}, {OTHER})
    table.on(Received(m.ClientReconnected(OTHER)))
    assert (table.room.people.absent, table.room.people.bots) == (set(), set())


def test_who_leaves_a_game_that_is_shown_stays_in_the_list_as_absent() -> None:
    table = seated()
    table.game.under_way = True
    table.on(Received(m.PlayerLeft(OTHER)))
    assert table.room.opponent_pid == OTHER
    assert table.room.people.absent == {OTHER}


def test_the_game_hears_everything_after_the_room_and_then_settles() -> None:
    table = seated()
    table.game.told.clear()
    table.on(Received(m.ChatLine(OTHER, "hi", "Bob")))
    assert table.game.told == [m.ChatLine(OTHER, "hi", "Bob"), "settle"]
    assert [line.text for line in table.room.chat.lines] == ["hi"]


def test_a_refused_request_of_the_game_is_told_to_it() -> None:
    table = seated()
    table.room.ask(m.Resign())
    table.send()
    table.answer(ok=False, error=Refusal.NOT_NOW)
    assert ("refused", m.Resign()) in table.game.told


def test_a_room_of_an_unknown_game_still_has_people() -> None:
    room = RoomClient(lambda _: None, entry=m.JoinGame("KLMN", "Ann"))
    room.on(Connected(), 0)
    (request,) = room.take_requests()
    room.sent(1, request)
    room.on(Answered(1, m.ActionSuccess("JoinGame", code="KLMN", pid=ME, token="token", snapshot=a_snapshot())), 0)
    assert (room.game, len(room.people.players)) == (None, 2)


def test_the_same_request_is_sent_once_until_it_is_answered() -> None:
    table = seated()
    for _ in range(30):
        assert table.room.ask(m.StartGame())
        table.send()
    assert [type(each) for each in table.sent].count(m.StartGame) == 1


def test_what_must_wait_is_numbered_when_it_is_sent() -> None:
    table = seated()
    for i in range(2 * AT_ONCE):
        table.room.ask(m.Chat(str(i)))
    table.send()
    table.room.ask(m.ChooseUpgrade("shield"))
    table.room.tick(60_000)
    table.send()
    numbers = [request.n for request in table.sent if request.n]
    assert numbers == sorted(numbers)


def test_what_was_still_waiting_when_the_connection_broke_is_sent_on_the_next() -> None:
    table = seated()
    for i in range(AT_ONCE + 3):
        table.room.ask(m.Chat(str(i)))
    table.send()
    table.on(Lost("gone"))
    table.on(Connected())
    table.answer(snapshot=a_snapshot())
    table.room.tick(60_000)
    table.send()
    said = [request.text for request in table.sent if isinstance(request, m.Chat)]
    assert said[-1] == str(AT_ONCE + 2)

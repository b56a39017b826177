"""What has to wait for something slow waits alone, and in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netcode.messages import ActionSuccess, Chat, ListGames, MakeMove, Request
from tests.helpers.server import Client, Room, a_room

if TYPE_CHECKING:
    from server.deferred import GoOn
    from server.rooms.sessions import Session


class Slow:
    """Prepares chat lines when the test says so."""

    def __init__(self, room: Room) -> None:
        self.waiting: list[GoOn] = []
        room.service.deferred.add(Chat, self.prepare)

    def prepare(self, session: Session, request: Request, go_on: GoOn) -> None:
        del session, request
        self.waiting.append(go_on)

    def done(self, answer: ActionSuccess | None = None) -> None:
        self.waiting.pop(0)(answer)


def send(client: Client, name: str, fields: bytes, answers: list[str]) -> None:
    """Without waiting for the answer."""

    def reply(answer: Any) -> None:
        answers.append(f"{answer.request} {answer.error or 'ok'}")

    client.service.receive(client.session, name, fields, reply)


def chat(room: Room) -> list[str]:
    found = room.service.rooms.find(room.host.code)
    assert found is not None
    return [line.text for line in found.chat]


def test_a_request_that_waits_is_handled_when_it_is_prepared() -> None:
    room, answers = a_room(), list[str]()
    slow = Slow(room)
    send(room.host, "Chat", b'{"text": "hi"}', answers)
    assert (answers, chat(room)) == ([], [])
    slow.done()
    assert answers == ["Chat ok"]
    assert chat(room) == ["hi"]


def test_the_preparation_may_have_the_answer() -> None:
    room, answers = a_room(), list[str]()
    slow = Slow(room)
    send(room.host, "Chat", b'{"text": "hi"}', answers)
    slow.done(ActionSuccess("Chat", ok=False, error="NOT_NOW"))
    assert (answers, chat(room)) == (["Chat NOT_NOW"], [])


def test_what_comes_behind_it_keeps_its_order() -> None:
    room, answers = a_room(), list[str]()
    slow = Slow(room)
    for name, fields in (
        ("Chat", b'{"text": "1"}'),
        ("ListGames", b"{}"),
        ("Chat", b'{"text": "2"}'),
        ("Emote", b"{}"),
    ):
        send(room.host, name, fields, answers)
    send(room.host, "Resign", b"{}", answers)
    assert answers == ["Emote BAD_MESSAGE"], "only what was no message at all"
    slow.done()
    assert answers[1:] == ["Chat ok", "ListGames ok"]
    slow.done()
    assert answers[3:] == ["Chat ok", "Resign NOT_NOW"]


def test_nobody_else_waits() -> None:
    room, answers = a_room(), list[str]()
    Slow(room)
    send(room.host, "Chat", b'{"text": "hi"}', answers)
    assert room.guest.ask(ListGames()).ok


def test_too_many_may_not_wait() -> None:
    room, answers = a_room(), list[str]()
    Slow(room)
    for _ in range(40):
        send(room.host, "Chat", b'{"text": "hi"}', answers)
    assert set(answers) == {"Chat TOO_FAST"}


def test_whoever_has_gone_is_not_answered() -> None:
    room, answers = a_room(), list[str]()
    slow = Slow(room)
    send(room.host, "Chat", b'{"text": "hi"}', answers)
    room.host.close()
    slow.done()
    assert answers == []


def test_what_is_prepared_at_once_behind_something_slow_holds_nobody_up() -> None:
    """The preparation of a list goes on before it returns; the line behind it is said all the same."""
    room, answers = a_room(), list[str]()
    slow = Slow(room)
    room.service.deferred.add(ListGames, lambda _session, _request, go_on: go_on(None))
    send(room.host, "Chat", b'{"text": "one"}', answers)
    send(room.host, "ListGames", b"{}", answers)
    send(room.host, "ListGames", b"{}", answers)
    send(room.host, "Chat", b'{"text": "two"}', answers)
    slow.done()
    assert answers == ["Chat ok", "ListGames ok", "ListGames ok"]
    slow.done()
    assert chat(room) == ["one", "two"]


def test_a_move_does_not_wait_behind_what_is_none_of_its_business() -> None:
    """Whoever logs in while they play goes on playing."""
    room, answers = a_room(start=True), list[str]()
    waiting: list[GoOn] = []
    room.service.deferred.add(
        Chat,
        lambda _session, _request, go_on: waiting.append(go_on),
        lets_by=lambda request: isinstance(request, MakeMove),
    )
    send(room.white, "Chat", b'{"text": "hi"}', answers)
    send(room.white, "ListGames", b"{}", answers)
    send(room.white, "MakeMove", b'{"move": "e2e4", "ply": 0}', answers)
    assert answers == ["MakeMove ok"]
    waiting.pop()(None)
    assert answers == ["MakeMove ok", "Chat ok", "ListGames ok"]

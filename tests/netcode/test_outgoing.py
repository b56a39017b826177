"""However often something is asked for, a client sends no more than a server takes."""

from __future__ import annotations

import pytest

from netcode import messages as m
from netcode.outgoing import AT_ONCE, PER_S, Outgoing
from server.config import Config

A_SECOND = 1_000


def test_what_is_asked_first_goes_first() -> None:
    outgoing = Outgoing()
    asked = [m.StartGame(), m.Chat("hi"), m.Emote("gg")]
    for request in asked:
        outgoing.add(request)
    assert (outgoing.take(0), outgoing.take(0)) == (asked, [])


def test_a_storm_of_requests_never_reaches_the_limit_of_the_server() -> None:
    config, outgoing = Config(), Outgoing()
    allowed: float = config.messages_burst
    step_ms = 100
    for now_ms in range(0, 10 * A_SECOND, step_ms):
        outgoing.add(m.Chat(str(now_ms)))
        allowed = min(config.messages_burst, allowed + config.messages_per_s * step_ms / A_SECOND)
        allowed -= len(outgoing.take(now_ms))
        assert allowed >= config.messages_burst - AT_ONCE - 1


def test_what_must_wait_is_due_when_the_server_takes_it() -> None:
    outgoing = Outgoing()
    for i in range(AT_ONCE + 1):
        outgoing.add(m.Chat(str(i)))
    assert len(outgoing.take(0)) == AT_ONCE
    due = outgoing.due_ms(0)
    assert due == A_SECOND / PER_S
    assert outgoing.take(due - 1) == []
    assert outgoing.take(due) == [m.Chat(str(AT_ONCE))]


def test_nothing_is_due_while_nothing_waits() -> None:
    assert Outgoing().due_ms(0) is None


def exhausted() -> Outgoing:
    """After as many lines of chat as may be sent at once."""
    outgoing = Outgoing()
    for i in range(AT_ONCE):
        outgoing.add(m.Chat(str(i)))
    outgoing.take(0)
    return outgoing


@pytest.mark.parametrize("urgent", [m.MakeMove("e2e4", 0), m.Resign(), m.Buzz(1.0), m.AnswerMove("e2e4")])
def test_moves_and_the_buzzer_never_wait(urgent: m.Request) -> None:
    outgoing = exhausted()
    outgoing.add(m.Emote("gg"))
    outgoing.add(urgent)
    assert outgoing.take(0) == [urgent]


def test_of_waiting_requests_about_the_same_only_the_newest_is_sent() -> None:
    outgoing = exhausted()
    for pace in (1.25, 1.5, 2.0):
        outgoing.add(m.SetPace(2, pace))
    outgoing.add(m.SetPace(3, 1.5))
    assert outgoing.take(10 * A_SECOND) == [m.SetPace(2, 2.0), m.SetPace(3, 1.5)]


def test_of_waiting_decisions_the_first_is_sent() -> None:
    outgoing = exhausted()
    outgoing.add(m.ChooseUpgrade("shield"))
    outgoing.add(m.ChooseUpgrade("rewind"))
    assert outgoing.take(10 * A_SECOND) == [m.ChooseUpgrade("shield")]


def test_a_new_picture_does_not_replace_a_new_name() -> None:
    outgoing = exhausted()
    asked = [m.SetProfile(name="Ann"), m.SetProfile(picture="pup:snow")]
    for request in asked:
        outgoing.add(request)
    assert outgoing.take(10 * A_SECOND) == asked


def test_every_line_of_chat_is_sent_also_twice_the_same() -> None:
    outgoing = exhausted()
    outgoing.add(m.Chat("gg"))
    outgoing.add(m.Chat("gg"))
    assert outgoing.take(10 * A_SECOND) == [m.Chat("gg"), m.Chat("gg")]


def test_a_new_connection_may_send_as_much_as_any() -> None:
    outgoing = exhausted()
    outgoing.add(m.StartGame())
    assert outgoing.clear() == [m.StartGame()]
    assert outgoing.due_ms(0) is None
    outgoing.add(m.StartGame())
    assert outgoing.take(0) == [m.StartGame()]

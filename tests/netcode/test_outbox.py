from __future__ import annotations

from netcode import messages as m
from netcode.outbox import Outbox


def test_numbers_grow() -> None:
    outbox = Outbox()
    assert [outbox.numbered(request).n for request in (m.Resign(), m.Chat("hi"))] == [1, 2]


def test_a_number_stays_when_the_request_is_sent_again() -> None:
    outbox = Outbox()
    assert outbox.numbered(outbox.numbered(m.Resign())) == m.Resign(n=1)


def test_an_answer_finds_its_request_once() -> None:
    outbox = Outbox()
    outbox.sent(7, m.Resign(n=1), 1)
    assert outbox.answered(7) == m.Resign(n=1)
    assert outbox.answered(7) is None


def test_what_was_answered_or_done_is_not_sent_again() -> None:
    outbox = Outbox()
    for number in (1, 2, 3):
        outbox.sent(number, m.Chat(str(number), n=number), 1)
    outbox.answered(3)
    outbox.broken()
    assert [sent.request.n for sent in outbox.again(done=1)] == [2]
    assert outbox.again(done=1) == []


def test_what_has_no_number_is_not_sent_again() -> None:
    outbox = Outbox()
    outbox.sent(1, m.Emote("gg"), 1)
    outbox.broken()
    assert outbox.again(done=0) == []


def test_a_second_break_loses_nothing() -> None:
    outbox = Outbox()
    outbox.sent(1, m.Chat("a", n=1), 0)
    outbox.broken()
    outbox.hold(m.Chat("b"), 0)
    outbox.broken()
    assert [sent.request for sent in outbox.again(done=0)] == [m.Chat("a", n=1), m.Chat("b", n=1)]


def test_the_same_request_is_pointless_until_the_first_is_answered() -> None:
    outbox = Outbox()
    outbox.sent(1, m.OfferDraw(n=4), 1)
    assert outbox.makes_pointless(m.OfferDraw())
    outbox.answered(1)
    assert not outbox.makes_pointless(m.OfferDraw())


def test_only_the_newest_request_about_the_same_is_compared() -> None:
    outbox = Outbox()
    outbox.sent(1, m.LockRoom(locked=True), 0)
    outbox.sent(2, m.LockRoom(locked=False), 0)
    assert not outbox.makes_pointless(m.LockRoom(locked=True))
    assert outbox.makes_pointless(m.LockRoom(locked=False))


def test_so_is_the_same_as_one_that_will_be_sent_again() -> None:
    outbox = Outbox()
    outbox.sent(1, m.Resign(n=1), 1)
    outbox.broken()
    assert outbox.makes_pointless(m.Resign())


def test_of_words_each_counts() -> None:
    outbox = Outbox()
    outbox.sent(1, m.Chat("gg"), 1)
    assert not outbox.makes_pointless(m.Chat("gg"))


def test_what_was_decided_is_not_decided_otherwise_before_the_answer() -> None:
    outbox = Outbox()
    outbox.sent(1, m.ChooseUpgrade("shield"), 1)
    assert outbox.makes_pointless(m.ChooseUpgrade("rewind"))
    outbox.answered(1)
    assert not outbox.makes_pointless(m.ChooseUpgrade("rewind"))

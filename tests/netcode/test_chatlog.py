"""What is kept of a chat, and what counts as new."""

from __future__ import annotations

from netcode.chatlog import MOST_LINES, ChatLog
from netcode.messages import ChatLine


def lines(first: int, last: int) -> list[ChatLine]:
    return [ChatLine(1, str(number), "Ann") for number in range(first, last + 1)]


def test_every_line_counts_also_those_that_push_others_out() -> None:
    log = ChatLog()
    for line in lines(1, MOST_LINES + 5):
        log.add(line)
    assert (len(log.lines), log.heard) == (MOST_LINES, MOST_LINES + 5)


def test_what_a_server_tells_again_is_not_new() -> None:
    log = ChatLog()
    log.load(lines(1, 30))
    log.load(lines(11, 32))
    assert log.heard == 32
    assert log.lines == lines(11, 32)


def test_the_same_words_twice_are_two_lines() -> None:
    log = ChatLog()
    log.load(lines(1, 1))
    log.load([*lines(1, 1), *lines(1, 1)])
    assert log.heard == 2

"""Where a client's line leads when a server of several processes sends it about."""

from __future__ import annotations

import pytest

from netcode.route import MOST_HOPS, Route

HOME = "https://play.example"


def test_it_goes_where_it_is_sent_and_home_again_when_that_breaks() -> None:
    way = Route(HOME)
    assert way.sent_to("https://two.example/")
    assert way.url == "https://two.example"
    way.arrived()
    way.broken()
    assert way.url == HOME


def test_the_first_hops_are_made_at_once_and_later_ones_slower_and_slower() -> None:
    way = Route(HOME)
    pauses = []
    for _ in range(MOST_HOPS):
        assert way.sent_to("https://two.example")
        pauses.append(way.pause_s)
    assert pauses[:2] == [0.0, 0.0]
    assert pauses == sorted(pauses)
    assert 0.0 < pauses[3] < pauses[-1] <= 0.4


def test_it_is_not_sent_about_without_end() -> None:
    way = Route(HOME)
    assert [way.sent_to("https://two.example") for _ in range(MOST_HOPS + 1)][-1] is False


def test_whoever_is_not_there_is_looked_for_at_home() -> None:
    way = Route(HOME)
    way.sent_to("https://two.example")
    assert way.not_there()
    assert way.url == HOME
    assert not way.not_there()


@pytest.mark.parametrize("url", ["http://two.example", "ftp://two.example", "two.example", ""])
def test_nobody_is_led_to_a_line_without_a_lock_or_to_no_server_at_all(url: str) -> None:
    way = Route(HOME)
    assert not way.sent_to(url)
    assert way.url == HOME


@pytest.mark.parametrize("url", ["http://[", "https://play.example:99999999", "https://", "https:play.example", "x"])
def test_what_is_no_address_is_not_followed(url: str) -> None:
    way = Route("http://play.example")
    assert not way.sent_to(url)
    assert way.url == "http://play.example"

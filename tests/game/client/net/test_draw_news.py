"""What becomes of an offer of a draw is said to those who did not decide it."""

from __future__ import annotations

import pytest

from netcode import messages as m
from tests.helpers.fake_transport import ME, OTHER, in_game


@pytest.mark.parametrize(
    ("news", "sentence"),
    [
        (m.Witness(OTHER, "AnswerDraw", {"accept": False}), "Bob declines the draw."),
        (m.Witness(OTHER, "WithdrawDraw"), "Bob no longer offers a draw."),
    ],
    ids=["declined", "withdrawn"],
)
def test_the_other_is_told(news: m.Witness, sentence: str) -> None:
    line = in_game()
    line.say(news)
    assert line.session.take_sentences() == [sentence]


@pytest.mark.parametrize("what", ["AnswerDraw", "WithdrawDraw", "OfferDraw"])
def test_nobody_is_told_what_they_did_themselves(what: str) -> None:
    line = in_game()
    line.say(m.Witness(ME, what))
    assert line.session.take_sentences() == []


def test_an_offer_can_be_taken_back() -> None:
    line = in_game()
    line.session.ask(m.WithdrawDraw())
    assert line.server.last == m.WithdrawDraw()

"""Siege: your opponent cannot castle."""

from __future__ import annotations

from tests.helpers.upgrades import after, can, start


def test_the_opponent_has_no_rights() -> None:
    assert start("siege").fen().split()[2] == "KQ"
    assert start(black=("siege",)).fen().split()[2] == "kq"


def test_the_owner_still_castles() -> None:
    board = after(start("siege"), "e2e4", "e7e5", "f1c4", "f8c5", "g1f3", "g8f6")
    assert can(board, "e1g1")
    assert not can(after(board, "e1g1"), "e8g8")

"""Sidling Rooks: your rooks may also step one square diagonally, without capturing."""

from __future__ import annotations

from tests.helpers.upgrades import after, gained, position


def test_a_rook_steps_diagonally() -> None:
    assert gained(position("4k3/8/8/8/3R4/8/8/4K3", "sidling_rooks"), "d4") == {"c3", "c5", "e3", "e5"}


def test_it_does_not_capture_that_way() -> None:
    assert gained(position("4k3/8/8/2p1p3/3R4/2p1p3/8/4K3", "sidling_rooks"), "d4") == set()


def test_it_gives_no_check_that_way() -> None:
    assert not position("8/8/8/4k3/3R4/8/8/4K3 b - - 0 1", "sidling_rooks").is_check()


def test_a_promoted_rook_can_do_it_too() -> None:
    board = after(position("8/3P4/8/7k/8/8/8/4K3", "sidling_rooks"), "d7d8r", "h5h4")
    assert gained(board, "d8") == {"c7", "e7"}


def test_the_opponents_rooks_cannot() -> None:
    assert gained(position("4k3/8/8/8/3r4/8/8/4K3 b - - 0 1", "sidling_rooks"), "d4") == set()

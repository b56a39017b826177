"""Dragon Rooks: your rooks may also step one square diagonally, and capture there."""

from __future__ import annotations

from tests.helpers.upgrades import gained, goes, position


def test_a_rook_steps_diagonally() -> None:
    assert gained(position("4k3/8/8/8/3R4/8/8/4K3", "dragon_rooks"), "d4") == {"c3", "c5", "e3", "e5"}


def test_it_captures_there() -> None:
    assert gained(position("4k3/8/8/2p1p3/3R4/8/8/4K3", "dragon_rooks"), "d4") == {"c3", "c5", "e3", "e5"}


def test_it_mates_on_the_edge_with_the_king() -> None:
    assert position("1k6/2R5/2K5/8/8/8/8/8 b - - 0 1", "dragon_rooks").is_check()


def test_the_king_may_not_step_beside_it() -> None:
    assert "b7" not in goes(position("k7/8/2R5/8/8/8/8/4K3 b - - 0 1", "dragon_rooks"), "a8")

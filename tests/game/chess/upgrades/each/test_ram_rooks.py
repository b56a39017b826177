"""Ram Rooks: your rooks may also step one square diagonally forward, and capture there."""

from __future__ import annotations

from tests.helpers.upgrades import gained, position


def test_a_rook_steps_diagonally_forward() -> None:
    assert gained(position("4k3/8/8/8/3R4/8/8/4K3", "ram_rooks"), "d4") == {"c5", "e5"}


def test_it_captures_there() -> None:
    assert gained(position("4k3/8/8/2p1p3/3R4/8/8/4K3", "ram_rooks"), "d4") == {"c5", "e5"}


def test_it_gives_check_there() -> None:
    assert position("8/8/8/4k3/3R4/8/8/K7 b - - 0 1", "ram_rooks").is_check()


def test_forward_is_down_the_board_for_black() -> None:
    assert gained(position("4k3/8/8/8/3r4/8/8/K7 b - - 0 1", black=("ram_rooks",)), "d4") == {"c3", "e3"}

"""Whoever adds an upgrade adds its tests."""

from __future__ import annotations

from pathlib import Path

from game.chess.upgrades import CATALOGUE

EACH = Path(__file__).with_name("each")


def test_every_upgrade_has_a_test_file_of_its_own() -> None:
    assert {path.stem.removeprefix("test_") for path in EACH.glob("test_*.py")} == set(CATALOGUE)

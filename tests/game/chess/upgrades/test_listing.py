"""The catalogue as people read it."""

from __future__ import annotations

from pathlib import Path

import game.chess.upgrades
from game.chess.upgrades import CATALOGUE
from game.chess.upgrades.listing import as_markdown, as_text

TABLE = Path(game.chess.upgrades.__file__).with_name("README.md")


def test_the_table_in_the_repository_is_the_catalogues() -> None:
    """Write it anew with `underdog upgrades --markdown > game/chess/upgrades/README.md`."""
    assert TABLE.read_text("utf-8") == as_markdown() + "\n"


def test_the_terminal_is_told_every_name() -> None:
    assert all(upgrade.name in as_text() for upgrade in CATALOGUE.values())


def test_the_terminal_is_told_what_the_draft_does_not_deal() -> None:
    """As many as the window's book shows are without a star, and the last line says so."""
    *rows, last, _ = as_text().splitlines()
    for upgrade in CATALOGUE.values():
        (row,) = (row for row in rows if row.startswith(f"  {upgrade.name} "))
        assert (f"{upgrade.name} *" in row) is not upgrade.offered
    assert last == f"Drafts offer {sum(each.offered for each in CATALOGUE.values())} of these {len(CATALOGUE)}."


def test_no_line_for_the_terminal_is_longer_than_a_hundred() -> None:
    assert max(map(len, as_text().splitlines())) <= 100


def test_what_cannot_go_together_is_told_on_both_sides() -> None:
    rows = [line for line in as_markdown().splitlines() if line.startswith("| ")]
    assert any(line.startswith("| Shifty Bishops") and "Nimble Bishops" in line for line in rows)
    assert any(line.startswith("| Nimble Bishops") and "Shifty Bishops" in line for line in rows)

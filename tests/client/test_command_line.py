"""What `underdog` does without opening a window."""

from __future__ import annotations

import pytest

from game.client.__main__ import main
from game.upgrades import CATALOGUE


def test_the_upgrades_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["upgrades"]) == 0
    told = capsys.readouterr().out
    assert all(upgrade.name in told for upgrade in CATALOGUE.values())


def test_the_upgrades_are_listed_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["upgrades", "--markdown"]) == 0
    assert f"| {CATALOGUE['amazon'].name} |" in capsys.readouterr().out


def test_an_unknown_command_is_refused_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["upgrade"])
    assert "invalid choice" in capsys.readouterr().err

"""Matches kept as files, with the events that they gave when they were recorded."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

import msgspec
import pytest
from msgspec.structs import replace

from game.chess.match import Event, Replay, draft
from game.chess.upgrades import CATALOGUE

KEPT = Path(__file__).parents[3] / "replays"
FILES = sorted(KEPT.glob("*.replay.json"))


@pytest.fixture(autouse=True)
def _the_upgrades_of_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The draft chose between those that were offered; what was added or taken out since changes no old match."""
    known = msgspec.json.decode((KEPT / "catalogue.json").read_bytes(), type=list[str])
    monkeypatch.setattr(
        draft, "CATALOGUE", MappingProxyType({each: replace(CATALOGUE[each], offered=True) for each in known})
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_kept_match_gives_its_events_again(path: Path) -> None:
    """Played again, a recorded match tells the same story."""
    expected = msgspec.json.decode(path.with_suffix("").with_suffix(".events.json").read_bytes(), type=list[Event])
    assert Replay.load(path.read_bytes()).play()[1] == expected


def test_there_are_kept_matches() -> None:
    """The folder has not gone missing."""
    assert FILES

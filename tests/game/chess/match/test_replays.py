"""Matches kept as files, with the events that they gave when they were recorded."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

import msgspec
import pytest
from msgspec.structs import replace

from game.chess.match import Event, Replay, offers
from game.chess.upgrades import CATALOGUE

KEPT = Path(__file__).parents[3] / "replays"
FILES = sorted(KEPT.glob("*.replay.json"))


@pytest.fixture(autouse=True)
def _catalogue_of_that_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the upgrades of that time are offered: those added or taken out since must not change an old match."""
    known = msgspec.json.decode((KEPT / "catalogue.json").read_bytes(), type=list[str])
    monkeypatch.setattr(
        offers, "CATALOGUE", MappingProxyType({each: replace(CATALOGUE[each], offered=True) for each in known})
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_recorded_match_gives_its_events_again(path: Path) -> None:
    """Played again, a recorded match gives the same events."""
    expected = msgspec.json.decode(path.with_suffix("").with_suffix(".events.json").read_bytes(), type=list[Event])
    assert Replay.load(path.read_bytes()).play()[1] == expected


def test_there_are_recorded_matches() -> None:
    """The folder of recorded matches is not empty."""
    assert FILES

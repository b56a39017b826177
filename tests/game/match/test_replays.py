"""Matches kept as files, with the events that they gave when they were recorded."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from game.match import Event, Replay

FILES = sorted((Path(__file__).parents[2] / "replays").glob("*.replay.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_kept_match_gives_its_events_again(path: Path) -> None:
    """Played again, a recorded match tells the same story."""
    expected = msgspec.json.decode(path.with_suffix("").with_suffix(".events.json").read_bytes(), type=list[Event])
    assert Replay.load(path.read_bytes()).play()[1] == expected


def test_there_are_kept_matches() -> None:
    """The folder has not gone missing."""
    assert FILES

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from game.client import texts
from game.client.settings import Settings, SettingsFile

if TYPE_CHECKING:
    from pathlib import Path

CHOSEN = Settings(name="Łukasz", board="slate", reduced_motion=True, promotion="always", server="http://10.0.0.5:8765")


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "new folder" / "settings.json")
    assert file.save(CHOSEN) is None
    assert file.load() == (CHOSEN, None)


def test_without_a_file_all_is_as_usual_and_nothing_is_said(tmp_path: Path) -> None:
    assert SettingsFile(tmp_path / "settings.json").load() == (Settings(), None)


NONSENSE = [
    b"",
    b"{",
    b"[]",
    b'{"board": "marble"}',
    b'{"best_of": 4}',
    b'{"volumes": {"pieces": 101}}',
    b'{"keys": 3}',
    b'{"name": "\xff"}',
    b"\x00" * 64,
]


@pytest.mark.parametrize("content", NONSENSE)
def test_a_file_that_makes_no_sense_is_told_and_replaced_by_defaults(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    loaded, problem = SettingsFile(path).load()
    assert loaded == Settings()
    assert problem is not None


def test_what_makes_sense_in_a_broken_file_counts_and_the_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    content = b'{"name": "Ann", "board": "marble", "room": "light", "volumes": {"social": "loud"}}'
    path.write_bytes(content)
    loaded, problem = SettingsFile(path).load()
    assert loaded == Settings(name="Ann", room="light")
    assert problem == texts.SETTINGS_PARTLY_BROKEN
    assert (tmp_path / "settings.broken.json").read_bytes() == content


def test_settings_of_a_later_version_are_read_as_far_as_they_are_known(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(b'{"name": "Ann", "smell": 11}')
    assert SettingsFile(path).load() == (Settings(name="Ann"), None)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    problem = SettingsFile(tmp_path / "file" / "settings.json").save(CHOSEN)
    assert problem is not None
    assert problem.startswith("Your settings could not be saved")


def test_a_path_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    loaded, problem = SettingsFile(tmp_path).load()
    assert loaded == Settings()
    assert problem is not None


def test_a_failed_save_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "settings.json").mkdir()
    assert SettingsFile(tmp_path / "settings.json").save(CHOSEN) is not None
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]


def test_a_save_replaces_what_was_there(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    file.save(Settings(name="Ann"))
    file.save(CHOSEN)
    assert file.load() == (CHOSEN, None)
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]

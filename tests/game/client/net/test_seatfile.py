from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from game.client.net.seatfile import OLDEST_S, SavedSeat, SeatFile

if TYPE_CHECKING:
    from pathlib import Path

SEAT = SavedSeat("http://10.0.0.5:8765", "KLMN", 2, "secret")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new folder" / "seat.json"


def test_what_was_saved_is_loaded(path: Path) -> None:
    assert SeatFile(path).save(SEAT) is None
    assert SeatFile(path).load() == (SEAT, None)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_its_owner_may_read_it(path: Path) -> None:
    SeatFile(path).save(SEAT)
    assert path.stat().st_mode & 0o777 == 0o600


def test_nothing_else_is_left_behind(path: Path) -> None:
    SeatFile(path).save(SEAT)
    assert [each.name for each in path.parent.iterdir()] == ["seat.json"]


def test_without_a_file_there_is_no_seat_and_nothing_is_said(path: Path) -> None:
    assert SeatFile(path).load() == (None, None)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"url": "file:///etc", "code": "K", "pid": 1, "token": "t"}', b"\xff", b'{"url": "http://x"}'],
)
def test_a_file_that_makes_no_sense_is_ignored_with_a_notice(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    seat, sentence = SeatFile(path).load()
    assert seat is None
    assert sentence is not None
    assert SeatFile(path).save(SEAT) is None
    assert SeatFile(path).load() == (SEAT, None)


def test_an_old_seat_is_forgotten(path: Path) -> None:
    SeatFile(path).save(SEAT)
    later_s = path.stat().st_mtime + OLDEST_S + 1
    assert SeatFile(path, lambda: later_s).load() == (None, None)
    assert not path.exists()


def test_a_seat_is_forgotten_but_not_another_programs(path: Path) -> None:
    file = SeatFile(path)
    file.save(SEAT)
    file.forget(SavedSeat(SEAT.url, "WXYZ", 1, "other"))
    assert file.load()[0] == SEAT
    file.forget(SEAT)
    file.forget(SEAT)
    assert not path.exists()


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert SeatFile(tmp_path / "file" / "seat.json").save(SEAT) is not None

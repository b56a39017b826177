"""Who one is on which server, and the file that this is kept in."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from game.client import texts
from game.client.people.keyring import MOST_SERVERS, KeyFile, Keyring
from tests.helpers.people import NoFile

if TYPE_CHECKING:
    from pathlib import Path

ATTIC, CELLAR = "http://attic:8765", "http://cellar:8765"


def a_keyring(folder: Path) -> Keyring:
    return Keyring(KeyFile(folder / "people.json"))


def test_a_guest_is_the_same_on_the_next_day(tmp_path: Path) -> None:
    key = a_keyring(tmp_path).of(ATTIC).key
    assert a_keyring(tmp_path).of(ATTIC).key == key


def test_no_two_servers_know_the_same_key(tmp_path: Path) -> None:
    keyring = a_keyring(tmp_path)
    assert keyring.of(ATTIC).key != keyring.of(CELLAR).key


def test_a_key_has_128_random_bits_and_more(tmp_path: Path) -> None:
    keys = {a_keyring(tmp_path / str(i)).of(ATTIC).key for i in range(20)}
    assert len(keys) == 20
    assert all(len(key) * 6 >= 128 for key in keys)


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX's")
def test_nobody_else_may_read_the_file(tmp_path: Path) -> None:
    a_keyring(tmp_path).of(ATTIC)
    assert stat.S_IMODE((tmp_path / "people.json").stat().st_mode) == 0o600


def test_a_session_is_remembered_and_is_what_the_server_knows_one_by(tmp_path: Path) -> None:
    a_keyring(tmp_path).sign_in(ATTIC, "session-1", "ann", was_guest=False)
    again = a_keyring(tmp_path)
    assert (again.of(ATTIC).username, again.secret(ATTIC)) == ("ann", "session-1")


def test_a_guest_who_has_become_an_account_gets_another_key() -> None:
    keyring = Keyring(NoFile())
    key = keyring.of(ATTIC).key
    keyring.sign_in(ATTIC, "session-1", "ann", was_guest=True)
    keyring.sign_out(ATTIC)
    assert keyring.of(ATTIC).key != key


def test_a_guest_whose_matches_were_left_alone_is_the_same_guest_after_signing_out() -> None:
    keyring = Keyring(NoFile())
    key = keyring.of(ATTIC).key
    keyring.sign_in(ATTIC, "session-1", "ann", was_guest=False)
    keyring.sign_out(ATTIC)
    assert (keyring.of(ATTIC).key, keyring.of(ATTIC).session) == (key, "")


def test_whoever_is_forgotten_is_somebody_new() -> None:
    keyring = Keyring(NoFile())
    keyring.sign_in(ATTIC, "session-1", "ann", was_guest=False)
    before = keyring.of(ATTIC)
    keyring.forget(ATTIC)
    assert keyring.of(ATTIC).session == ""
    assert keyring.of(ATTIC).key != before.key


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b'{"servers": {"x": {"key": 7}}}'])
def test_a_file_that_cannot_be_read_is_told_and_kept_aside(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "people.json").write_bytes(content)
    keyring = a_keyring(tmp_path)
    keyring.of(ATTIC)
    assert keyring.take_problem() == texts.KEYS_UNREADABLE
    assert (tmp_path / "people.broken").read_bytes() == content
    assert keyring.take_problem() == ""


def test_a_file_that_cannot_be_written_is_told_and_the_key_holds_until_the_end() -> None:
    keyring = Keyring(NoFile("The disk is full."))
    key = keyring.of(ATTIC).key
    assert keyring.take_problem() == "The disk is full."
    assert keyring.of(ATTIC).key == key


def test_two_windows_of_one_person_are_one_guest_and_lose_nothing_of_each_other(tmp_path: Path) -> None:
    one, other = a_keyring(tmp_path), a_keyring(tmp_path)
    other.of(CELLAR)
    one.sign_in(ATTIC, "session-1", "ann", was_guest=False)
    other.forget(CELLAR)
    assert other.of(ATTIC).session == "session-1"
    assert a_keyring(tmp_path).of(ATTIC).session == "session-1"


def test_the_file_does_not_grow_for_ever_and_no_session_is_lost() -> None:
    file = NoFile()
    keyring = Keyring(file)
    keyring.sign_in(ATTIC, "session-1", "ann", was_guest=False)
    for i in range(MOST_SERVERS + 10):
        keyring.of(f"http://10.0.{i // 256}.{i % 256}:8765")
    assert len(file.kept) == MOST_SERVERS
    assert keyring.of(ATTIC).session == "session-1"

"""The record with which a server says on the local network that it is there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from netcode.address import Address
from netcode.discovery import NAME_CHARACTERS, Announcement, read

ANN = Announcement("Ann", 8765, "WXYZ", secure=True)


def as_received(announcement: Announcement) -> dict[bytes, bytes | None]:
    return {key.encode(): value.encode() for key, value in announcement.properties().items()}


def test_what_is_announced_is_read_back() -> None:
    assert read(as_received(ANN), ANN.port) == ANN


def test_it_says_where_to_go() -> None:
    assert ANN.at("192.168.1.5") == Address("192.168.1.5", 8765, "WXYZ", secure=True)


def test_a_server_without_a_room_sends_nobody_to_one() -> None:
    assert Announcement("attic", 8765).at("192.168.1.5") == Address("192.168.1.5", 8765)


@given(st.text(max_size=200))
def test_every_name_fits_into_a_record(name: str) -> None:
    assert all(len(f"{key}={value}".encode()) <= 255 for key, value in Announcement(name, 1).properties().items())


@given(st.dictionaries(st.sampled_from([b"v", b"name", b"code", b"tls", b"x"]), st.none() | st.binary(max_size=99)))
def test_records_of_strangers_are_harmless(properties: dict[bytes, bytes | None]) -> None:
    """Anybody on the network can send any: what is shown of it is short, printable, and leads to a code or to none."""
    found = read({**properties, b"v": b"1"}, 8765)
    assert found is not None
    assert len(found.name) <= NAME_CHARACTERS
    assert not found.name or found.name.isprintable()
    assert found.code == "" or found.code.isalpha()


def test_a_record_of_another_format_is_none_of_ours() -> None:
    assert read({**as_received(ANN), b"v": b"2"}, 8765) is None


def test_a_record_without_a_port_is_none() -> None:
    assert read(as_received(ANN), None) is None
    assert read(as_received(ANN), 0) is None

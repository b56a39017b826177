"""What people type into the Join field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcode.address import CODE_LETTERS, Address, BadAddress, parse, parse_code

CODES = st.text(CODE_LETTERS, min_size=4, max_size=4)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("abcd", Address(code="ABCD")),
        (" KNGT ", Address(code="KNGT")),
        ("192.168.1.20", Address("192.168.1.20")),
        ("192.168.1.20:9000", Address("192.168.1.20", 9000)),
        ("192.168.1.20:9000/abcd", Address("192.168.1.20", 9000, "ABCD")),
        ("192.168.1.20 abcd", Address("192.168.1.20", code="ABCD")),
        ("http://play.example.org:8765/join/ABCD", Address("play.example.org", 8765, "ABCD")),
        ("https://play.example.org/join/ABCD", Address("play.example.org", 443, "ABCD", secure=True)),
        ("http://10.0.0.5:8765/join/ABCD?key=AAAA-bb_2", Address("10.0.0.5", 8765, "ABCD", key="AAAA-bb_2")),
        ("10.0.0.5/ABCD?watch=1&key=AB&x=1", Address("10.0.0.5", code="ABCD", key="AB")),
        ("10.0.0.5/ABCD?key=", Address("10.0.0.5", code="ABCD")),
        ("10.0.0.5/?key=AB", Address("10.0.0.5")),
        ("HTTP://Host.Example:1/", Address("host.example", 1)),
        ("localhost", Address("localhost")),
        ("[::1]:9000/ABCD", Address("::1", 9000, "ABCD")),
    ],
)
def test_what_is_understood(text: str, wanted: Address) -> None:
    assert parse(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a b c",
        "ftp://x",
        "host:0",
        "host:99999",
        "host:x",
        "999.1.1.1",
        "1.2.3",
        "x/y/z",
        "host ABIO",
        "-x.de",
        "h/ABCD ABCE",
    ],
)
def test_what_is_not_gets_a_sentence(text: str) -> None:
    with pytest.raises(BadAddress, match=r"^[A-Z“].*\.$"):
        parse(text)


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_a_sentence(text: str) -> None:
    try:
        address = parse(text)
    except BadAddress as error:
        assert str(error).isprintable()
    else:
        assert 0 < address.port < 65536
        assert address.host or address.code


@given(CODES)
def test_a_code_survives_any_case(code: str) -> None:
    assert parse_code(f" {code.lower()} ") == code


def test_the_url_is_what_a_transport_connects_to() -> None:
    assert parse("[::1]:5").url == "http://[::1]:5"

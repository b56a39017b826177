"""Lists that only grow, encoded piece by piece."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from game.chess.match.growing import GrowingList

items = st.text(max_size=6) | st.integers(-(2**31), 2**63)


def whole(encoded: msgspec.Raw) -> bytes:
    """As it is part of a larger message."""
    return msgspec.msgpack.encode(encoded)


@given(pieces=st.lists(st.lists(items, max_size=40), max_size=5))
def test_a_list_encoded_piece_by_piece_is_the_list_encoded_at_once(pieces: list[list[Any]]) -> None:
    growing, grown = GrowingList(), list[Any]()
    for piece in pieces:
        grown += piece
        assert whole(growing.encoded(grown)) == msgspec.msgpack.encode(grown)


def test_every_length_has_the_head_that_msgpack_gives_it() -> None:
    for length in (0, 1, 15, 16, 65_535, 65_536):
        long = list(range(length))
        assert whole(GrowingList().encoded(long)) == msgspec.msgpack.encode(long)


def test_another_list_is_encoded_from_its_beginning() -> None:
    growing = GrowingList()
    growing.encoded(["e2e4", "e7e5"])
    assert whole(growing.encoded(["d2d4", "d7d5", "c2c4"])) == msgspec.msgpack.encode(["d2d4", "d7d5", "c2c4"])


def test_a_list_that_has_become_shorter_is_encoded_from_its_beginning() -> None:
    growing, moves = GrowingList(), ["e2e4", "e7e5", "g1f3"]
    growing.encoded(moves)
    moves[1:] = ["c7c5"]
    assert whole(growing.encoded(moves)) == msgspec.msgpack.encode(["e2e4", "c7c5"])

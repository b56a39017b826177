"""Files that a person names by their path."""

from pathlib import Path

import pytest

from game.client.quiz.packfiles import from_file
from game.client.typedpath import read_file, typed_path
from game.quiz.pack import BadPack


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/a/b c.png", "/a/b c.png"),
        (" '/a/b.png' ", "/a/b.png"),
        ("file:///a/b%20c.png", "/a/b c.png"),
        ("~nobody-of-that-name/x", "~nobody-of-that-name/x"),
    ],
)
def test_a_path_is_meant_as_it_is_typed(typed: str, meant: str) -> None:
    assert typed_path(typed) == Path(meant)


def test_a_name_that_no_system_has_is_a_file_that_is_not_there() -> None:
    with pytest.raises(FileNotFoundError):
        read_file(Path("a\0b"), 10)


@pytest.mark.parametrize("typed", ["~nobody-of-that-name/pack.json", "a\0b"])
def test_a_pack_that_is_nowhere_is_a_sentence(typed: str) -> None:
    with pytest.raises(BadPack):
        from_file(typed)

"""Files that a person names by their path."""

from pathlib import Path

import pytest

from game.client.quiz.packfiles import from_file
from game.client.typedpath import file_named, read_file, typed_path
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


def test_a_url_may_name_a_drive_or_this_machine() -> None:
    assert typed_path("file:///C:/My%20pictures/me.png") == Path("C:/My pictures/me.png")
    assert typed_path("file://localhost/home/ann/me.png") == Path("/home/ann/me.png")


def test_of_several_lines_the_first_that_names_a_file_counts(tmp_path: Path) -> None:
    (tmp_path / "me.png").write_bytes(b"")
    assert file_named(f"x-special/copy\r\n{(tmp_path / 'me.png').as_uri()}\r\n") == str(tmp_path / "me.png")
    assert file_named("no such file\n\0") == ""

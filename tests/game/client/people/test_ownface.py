"""A picture of oneself, out of a file."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from game.client import texts
from game.client.people.ownface import OwnFace, small_picture
from game.client.picturefile import Shrinking
from game.client.typedpath import CannotUse
from tests.helpers.images import bomb, opened, picture

if TYPE_CHECKING:
    from pathlib import Path


def test_a_large_photo_becomes_a_small_square(tmp_path: Path) -> None:
    path = tmp_path / "photo of me.jpg"
    path.write_bytes(picture("JPEG", (5000, 4000)))
    for typed in (str(path), f"  '{path}' ", path.as_uri()):
        assert opened(small_picture(typed)).size == (256, 256)


@pytest.mark.parametrize(
    ("content", "why"), [(bomb(), "60,000 by 60,000"), (b"text", "neither a PNG"), (picture()[:60], "damaged")]
)
def test_what_cannot_be_used_is_a_sentence(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(CannotUse, match=why):
        small_picture(str(path))


@pytest.mark.parametrize("typed", ["", "  ", "/", "nowhere/at-all.png", "a\0b", "~nobody-of-that-name/x.png"])
def test_a_path_that_leads_nowhere_is_a_sentence(typed: str) -> None:
    with pytest.raises(CannotUse) as caught:
        small_picture(typed)
    assert str(caught.value).endswith(".")


def test_a_picture_is_found_again_by_the_next_program(tmp_path: Path) -> None:
    file = OwnFace(tmp_path / "deep" / "picture.png")
    assert file.load() == b""
    assert file.save(b"picture") == ""
    assert OwnFace(tmp_path / "deep" / "picture.png").load() == b"picture"


def test_a_picture_that_cannot_be_kept_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert "could not be kept" in OwnFace(tmp_path / "file" / "picture.png").save(b"picture")


def test_the_window_is_woken_when_there_is_an_outcome() -> None:
    woken = threading.Event()
    shrinking = Shrinking(lambda path: path.encode(), woken.set)
    shrinking.begin("there")
    assert woken.wait(60)
    assert shrinking.take() == b"there"
    assert shrinking.take() is None
    shrinking.close()


def test_a_failure_is_told_once() -> None:
    def fail(_: str) -> bytes:
        raise CannotUse(texts.PICTURE_TOO_LARGE)

    woken = threading.Event()
    shrinking = Shrinking(fail, woken.set)
    shrinking.begin("there")
    assert woken.wait(60)
    with pytest.raises(CannotUse):
        shrinking.take()
    assert not shrinking.running
    shrinking.close()

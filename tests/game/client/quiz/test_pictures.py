"""The pictures of questions, as they come from a server."""

from __future__ import annotations

import pytest

from game.client.quiz.pictures import Pictures
from tests.helpers.images import bomb, picture


def fetched(content: bytes) -> Pictures:
    """Pictures that have been asked for one, and got this."""
    pictures = Pictures(lambda _: content)
    pictures.picture("http://host/picture.png")
    # There is one worker, who is done with the picture before it begins with this.
    pictures._worker.submit(lambda: None).result()
    return pictures


def test_a_picture_is_shown_when_it_is_there() -> None:
    pictures = fetched(picture(size=(60, 40)))
    shown = pictures.picture("http://host/picture.png")
    assert shown is not None
    assert shown.get_size() == (60, 40)
    pictures.close()


@pytest.mark.parametrize("content", [bomb(), b"nothing", picture()[:50]], ids=["bomb", "nothing", "cut off"])
def test_the_question_is_asked_without_a_picture_that_cannot_be_shown(content: bytes) -> None:
    pictures = fetched(content)
    assert pictures.picture("http://host/picture.png") is None
    assert not pictures.coming
    pictures.close()

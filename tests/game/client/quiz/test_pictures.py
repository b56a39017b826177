"""The pictures of questions, as they come from a server."""

from __future__ import annotations

import socket

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


@pytest.mark.parametrize("answer", [b"no HTTP at all\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort"])
def test_the_question_is_asked_without_a_picture_whatever_answers(answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        pictures = Pictures()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/picture.png"
        pictures.picture(url)
        connection, _ = listening.accept()
        with connection:
            connection.recv(1_000)
            connection.sendall(answer)
        pictures._worker.submit(lambda: None).result()
        assert pictures.picture(url) is None
        pictures.close()

"""What others are shown of oneself: a pup, or a picture that each server is given once."""

from __future__ import annotations

from game.client.net.appearance import Appearance
from netcode.messages import ActionSuccess, AddProfilePic, SetProfile

URL, OTHER_URL, PATH = "http://one", "http://two", "/avatars/" + "a" * 64 + ".png"


def a_look(image: bytes = b"picture") -> Appearance:
    looks = Appearance()
    looks.change("pup:cocoa", image)
    return looks


def test_a_pup_is_named() -> None:
    assert a_look(b"").request(URL) == SetProfile(picture="pup:cocoa")


def test_a_picture_is_given_to_each_server_once() -> None:
    looks = a_look()
    request = looks.request(URL)
    assert request == AddProfilePic(b"picture")
    looks.answered(URL, request, ActionSuccess("AddProfilePic", picture=PATH))
    assert looks.request(URL) == SetProfile(picture=PATH)
    assert looks.request(OTHER_URL) == AddProfilePic(b"picture")


def test_another_picture_is_given_again() -> None:
    looks = a_look()
    looks.answered(URL, AddProfilePic(b"picture"), ActionSuccess("AddProfilePic", picture=PATH))
    assert looks.change("pup:cocoa", b"another")
    assert looks.request(URL) == AddProfilePic(b"another")


def test_a_server_that_has_lost_it_is_given_it_again() -> None:
    looks = a_look()
    looks.answered(URL, AddProfilePic(b"picture"), ActionSuccess("AddProfilePic", picture=PATH))
    refused = ActionSuccess("SetProfile", ok=False, error="BAD_PICTURE")
    assert looks.answered(URL, SetProfile(picture=PATH), refused) == AddProfilePic(b"picture")


def test_a_picture_that_is_refused_is_not_sent_again_and_again() -> None:
    refused = ActionSuccess("AddProfilePic", ok=False, error="BAD_PICTURE")
    assert a_look().answered(URL, AddProfilePic(b"picture"), refused) is None


def test_the_same_looks_are_no_change() -> None:
    assert not a_look().change("pup:cocoa", b"picture")

"""What people look like who have uploaded a picture, as far as it can be had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client.art import pups
from game.client.people.faces import OWN, Faces
from game.client.people.ownface import small_picture
from game.client.picturefile import Shrinking
from game.client.settings import Settings
from tests.helpers.images import bomb, picture
from tests.helpers.people import Shelf
from tests.helpers.sessions import NoFace

if TYPE_CHECKING:
    import pygame

URL, PATH = "http://host:8765", "/avatars/" + "a" * 64 + ".png"


class Wall:
    """Where pictures are brought to."""

    def __init__(self, own: bytes = b"", **pages: bytes) -> None:
        self.shelf = Shelf(**pages)
        self.hung: dict[str, pygame.Surface] = {}
        self.file = NoFace(own)
        self.faces = Faces(self.shelf, self.hung.__setitem__, self.hung.get, self.file, Shrinking(small_picture))


def test_a_picture_is_fetched_once_and_then_shown() -> None:
    wall = Wall(**{PATH: picture(size=(256, 256))})
    assert wall.faces.portrait(URL, "Bob", PATH) == pups.portrait_for("Bob")
    assert wall.faces.portrait(URL, "Bob", PATH) == pups.portrait_for("Bob")
    assert wall.faces.poll()
    assert wall.faces.portrait(URL, "Bob", PATH) == PATH
    assert wall.hung[PATH].get_size() == (256, 256)
    assert wall.shelf.asked == [(PATH, "")]


def test_a_picture_that_was_dropped_to_make_room_is_fetched_again() -> None:
    wall = Wall(**{PATH: picture(size=(256, 256))})
    wall.faces.portrait(URL, "Bob", PATH)
    wall.faces.poll()
    del wall.hung[PATH]
    assert wall.faces.portrait(URL, "Bob", PATH) == pups.portrait_for("Bob")
    assert wall.faces.poll()
    assert wall.faces.portrait(URL, "Bob", PATH) == PATH


def test_ones_own_picture_is_there_though_it_was_dropped_to_make_room() -> None:
    wall = Wall(own=picture(size=(256, 256)))
    del wall.hung[OWN]
    assert wall.faces.own(Settings(name="Ann", picture=OWN)) == OWN
    assert OWN in wall.hung


def test_who_cannot_be_shown_is_the_pup_of_their_name_and_is_not_asked_for_again() -> None:
    for content in (bomb(), b"nothing", picture("JPEG"), picture(size=(256, 256))[:90]):
        wall = Wall(**{PATH: content})
        wall.faces.portrait(URL, "Bob", PATH)
        wall.faces.poll()
        assert wall.faces.portrait(URL, "Bob", PATH) == pups.portrait_for("Bob")
        assert len(wall.shelf.asked) == 1


def test_another_server_may_have_what_one_has_not() -> None:
    wall = Wall()
    wall.faces.portrait(URL, "Bob", PATH)
    wall.faces.poll()
    wall.shelf.put(PATH, picture(size=(256, 256)))
    wall.faces.portrait("http://other:8765", "Bob", PATH)
    wall.faces.poll()
    assert wall.faces.portrait("http://other:8765", "Bob", PATH) == PATH


def test_a_pup_is_nothing_to_fetch() -> None:
    wall = Wall()
    assert wall.faces.portrait(URL, "Bob", "pup:cocoa") == "cocoa"
    assert wall.shelf.asked == []


def test_ones_own_picture_is_there_from_the_start() -> None:
    wall = Wall(picture(size=(256, 256)))
    assert wall.faces.own(Settings(name="Ann", picture=OWN)) == OWN
    assert wall.faces.own(Settings(name="Ann", picture="cocoa")) == "cocoa"


def test_a_file_that_is_no_picture_any_more_is_none() -> None:
    wall = Wall(b"spoilt")
    assert wall.faces.image == b""
    assert wall.faces.own(Settings(name="Ann", picture=OWN)) == pups.portrait_for("Ann")


def test_what_is_chosen_is_kept() -> None:
    wall = Wall()
    assert wall.faces.keep(picture()) == ""
    assert wall.file.image == wall.faces.image == picture()

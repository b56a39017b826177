"""Choosing a picture of oneself in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.client import texts
from game.client.kit.input import FileDropped, Reader
from game.client.kit.widgets.textfield import TextField
from game.client.people.faces import OWN, Faces
from game.client.people.ownface import small_picture
from game.client.people.picturescene import PictureScene
from game.client.picturefile import Shrinking
from game.client.screens.settings import SettingsScene
from game.client.typedpath import CannotUse
from tests.helpers.images import picture
from tests.helpers.pilot import Pilot
from tests.helpers.sessions import FakeContext, NoFace

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


class AtOnce(Shrinking):
    """Reads what the test has put there, with no thread."""

    def __init__(self, **files: bytes) -> None:
        super().__init__(small_picture)
        self.files = files
        self._path: str | None = None

    def begin(self, path: str) -> None:
        self._path = path

    def take(self) -> bytes | None:
        path, self._path = self._path, None
        if path is None:
            return None
        if path not in self.files:
            raise CannotUse(texts.PICTURE_NO_FILE)
        return self.files[path]


class Screen:
    def __init__(self, own: bytes = b"", **files: bytes) -> None:
        self.context = FakeContext(picture="cocoa")
        self.file = NoFace(own)
        brought = self.context.brought
        self.context.faces = Faces(
            self.context.people.shelf, brought.__setitem__, brought.get, self.file, AtOnce(**files)
        )
        self.scene = PictureScene(self.context)
        self.pilot = Pilot(scene=self.scene)

    @property
    def chosen(self) -> str:
        return self.context.settings.picture


def test_a_file_that_is_dropped_is_ones_picture() -> None:
    screen = Screen(photo=picture())
    assert screen.scene.handle(FileDropped("photo"))
    screen.scene.refresh(0)
    assert screen.chosen == OWN
    assert screen.file.image == picture()


def test_so_is_one_whose_path_is_typed() -> None:
    screen = Screen(photo=picture())
    screen.pilot.type("photo")
    screen.pilot.key(pygame.K_RETURN)
    screen.scene.refresh(0)
    assert screen.chosen == OWN


def test_what_cannot_be_used_is_said_and_nothing_changes() -> None:
    screen = Screen()
    screen.scene.handle(FileDropped("video"))
    screen.scene.refresh(0)
    assert screen.scene.said == texts.PICTURE_NO_FILE
    assert screen.chosen == "cocoa"


def test_the_settings_choose_the_picture_that_there_is() -> None:
    screen = Screen(picture())
    pilot = Pilot(scene=SettingsScene(screen.context))
    pilot.click(pilot.group.named("face"))
    assert screen.chosen == OWN
    assert screen.context.asked == ["push picture"]


def test_another_name_keeps_ones_own_picture() -> None:
    screen = Screen(picture())
    screen.context.settings = type(screen.context.settings)(name="Ann", picture=OWN)
    pilot = Pilot(scene=SettingsScene(screen.context))
    pilot.group.set_focus(pilot.group.named("name"))
    pilot.type("a")
    assert screen.chosen == OWN


def test_a_dropped_file_is_an_input() -> None:
    event = pygame.Event(pygame.DROPFILE, file="/home/ann/me.png")
    assert Reader().read(event, 1.0, 0) == FileDropped("/home/ann/me.png")


def test_a_file_that_is_pasted_from_a_file_manager_is_ones_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some put the word copy before it; a path that is pasted into the field is one step less, too."""
    file = tmp_path / "a photo.png"
    file.write_bytes(b"a photo")
    for text in (f"copy\n{file.as_uri()}\r\n", str(file), f"'{file}'"):
        screen = Screen(**{str(file): picture()})
        monkeypatch.setattr("game.client.picturefile.paste_text", lambda text=text: text)
        screen.pilot.key(pygame.K_v, pygame.KMOD_CTRL)
        screen.scene.refresh(0)
        assert screen.chosen == OWN


def test_a_picture_that_is_on_the_clipboard_itself_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr("game.client.picturefile.paste_text", lambda: "")
    screen.pilot.key(pygame.K_v, pygame.KMOD_CTRL)
    assert screen.scene.said == texts.PASTE_FILES_ONLY


def test_other_text_is_pasted_into_the_field(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    for module in ("picturefile", "kit.widgets.textfield"):
        monkeypatch.setattr(f"game.client.{module}.paste_text", lambda: "photo")
    screen.pilot.key(pygame.K_v, pygame.KMOD_CTRL)
    field = screen.pilot.group.named("path")
    assert isinstance(field, TextField)
    assert field.text == "photo"

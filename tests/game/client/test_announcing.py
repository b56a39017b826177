"""What the local network is told of a match that is hosted from the menu, and what of it a whole program does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from netcode.discovery import Announcement
from tests.helpers.world import Here, World

if TYPE_CHECKING:
    from pathlib import Path


class Hosted:
    """A program that hosts, and its server, which remembers what it was to announce."""

    def __init__(self, folder: Path, **settings: bool) -> None:
        self.server = Here()
        self.world = World(folder, lambda **_how: self.server)
        self.ann = self.world.ann
        self.ann.change_settings(replace(self.ann.settings, **settings))
        self.world.host()

    @property
    def told(self) -> list[Announcement | None]:
        return self.server.announced

    def begin(self) -> None:
        """The match runs."""
        self.world.bob.join(f"127.0.0.1 {self.ann.session.room.code}")
        self.world.wake()
        self.ann.session.start()
        self.world.wake()
        assert self.ann.session.place == "match"


def test_a_hosted_room_is_announced_once_with_its_code(tmp_path: Path) -> None:
    hosted = Hosted(tmp_path)
    hosted.world.wait(1_000)
    assert hosted.told == [Announcement("Ann", 8765, hosted.ann.session.room.code)]


def test_a_private_room_is_not_announced(tmp_path: Path) -> None:
    assert Hosted(tmp_path, private=True).told == []


@pytest.mark.parametrize(("watchers", "still"), [(True, True), (False, False)])
def test_a_running_match_is_announced_as_long_as_one_may_watch(tmp_path: Path, watchers: bool, still: bool) -> None:
    hosted = Hosted(tmp_path, watchers=watchers)
    hosted.begin()
    assert (hosted.told[-1] is not None) is still


def test_nothing_is_announced_for_a_match_against_the_computer(tmp_path: Path) -> None:
    hosted = Hosted(tmp_path)
    hosted.ann.leave()
    hosted.world.wake()
    hosted.told.clear()
    hosted.ann._local._start(lambda _server: None, lan=False)
    hosted.world.house_is_ready()
    assert hosted.told == []

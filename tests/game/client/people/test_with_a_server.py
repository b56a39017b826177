"""The profile and a real server: that of this program, which forgets nobody when the program ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from game.client.net import hosting
from game.client.net.localservices import LocalServices
from game.client.people import profile_logic
from game.client.people.fetch import Fetcher
from game.client.people.keyring import HERE, KeyFile, Keyring
from game.client.people.profiles import Profiles, ProfileServer
from netcode import messages as m
from netcode.messages.records import Leaderboard, Profile
from netcode.transport import SocketIOTransport
from tests.helpers.desktop import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Program:
    """What a window has of people, without the window."""

    def __init__(self, folder: Path) -> None:
        self.told: list[str] = []

        def start(**how: object) -> hosting.LocalServer:
            return hosting.start(people=folder / "data" / "people.sqlite", **how)  # type: ignore[arg-type]

        self.profiles = Profiles(
            Keyring(KeyFile(folder / "people.json")),
            Fetcher(lambda: None),
            LocalServices(lambda: None, start),
            make_transport=SocketIOTransport,
            is_own=lambda _url: False,
            changed=lambda: None,
            tell=self.told.append,
        )
        self.profiles.look_at(ProfileServer(HERE))
        self.until(lambda: self.profiles.account.online)

    def until(self, look: Callable[[], bool]) -> None:
        def poll() -> bool:
            self.profiles.poll()
            return look()

        wait_for(poll, "the server in this program")

    def ask(self, request: m.Request) -> None:
        self.profiles.account.ask(request)
        self.until(lambda: not self.profiles.account.waiting)
        assert self.profiles.account.error == ""

    def me(self) -> Profile | None:
        assert self.profiles.pages is not None
        return self.profiles.pages.page(profile_logic.ME, Profile).value


@pytest.mark.slow
def test_an_account_on_this_computer_is_still_there_after_the_program_has_ended(tmp_path: Path) -> None:
    program = Program(tmp_path)
    try:
        program.ask(m.CreateLogin("ann", "correct horse"))
        program.until(lambda: program.me() is not None)
    finally:
        program.profiles.end()
    again = Program(tmp_path)
    try:
        again.until(lambda: (me := again.me()) is not None and me.username == "ann")
        table = profile_logic.table_path("chess", "week", 1)
        pages = again.profiles.pages
        assert pages is not None
        again.until(lambda: pages.page(table, Leaderboard).value is not None)
        again.ask(m.ChangePassword("correct horse", "battery staple"))
        again.ask(m.Logout())
        again.until(lambda: (me := again.me()) is not None and me.username is None)
        again.ask(m.Login(username="Ann", password="battery staple"))
        again.ask(m.DeleteLogin("battery staple"))
        assert again.profiles.identity.username == ""
        assert again.told == []
    finally:
        again.profiles.end()

"""Tells rooms when the store begins or stops failing, and halts their clocks where no answer can be given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcode.messages.rooms import Stored

if TYPE_CHECKING:
    from server.rooms.commit import Commits
    from server.rooms.registry import Registry
    from server.rooms.runner import Runner
    from server.store import RoomStore


class StoreOutage:
    """Watches the store for as long as the server runs.

    A failing disk stops no game. A failing Redis does: another process may take the rooms over, so requests are not
    answered until it is back, and the clocks stand still.
    """

    def __init__(self, store: RoomStore, rooms: Registry, commits: Commits, runner: Runner) -> None:
        self._store = store
        self._rooms = rooms
        self._commits = commits
        self._runner = runner
        store.watch(self._changed)

    def _changed(self) -> None:
        failing = self._store.failing is not None
        stands = failing and self._store.holds_answers
        notice = Stored(safe=not failing, stands=stands)
        rooms = list(self._rooms)
        for room in rooms:
            work = self._commits.begin()
            work.announce(room, notice)
            work.send()
        if stands:
            self._runner.halt(rooms)
        elif self._store.holds_answers:
            self._runner.resume(rooms)

"""Whatever is committed, removed, written and killed in whatever order: what was called safe is there."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.store import Commit, Conflict
from tests.helpers.disk import Disk

CODES = ("ABCD", "EFGH", "IJKL")


class Account:
    """What one room's owner knows: versions committed, and the last one that was called safe."""

    def __init__(self) -> None:
        self.version = 0
        self.safe = 0

    def commit(self, disk: Disk, code: str) -> None:
        version, self.version = self.version, self.version + 1

        def done(conflict: Conflict | None) -> None:
            assert conflict is None
            self.safe = max(self.safe, version + 1)

        disk.store.commit(Commit(code, version, b"%d" % self.version, float(self.version)), done)


@pytest.mark.parametrize("strict", [False, True])
@settings(max_examples=20, deadline=None)
@given(steps=st.lists(st.sampled_from([*CODES, "time", "answer", "kill"]), max_size=40))
def test_after_a_kill_everything_safe_is_there(strict: bool, steps: list[str]) -> None:
    with tempfile.TemporaryDirectory() as directory:
        disk = Disk(Path(directory), strict=strict)
        accounts = {code: Account() for code in CODES}
        for step in [*steps, "kill"]:
            match step:
                case "time":
                    disk.clock.pass_ms(30)
                case "answer" if disk.store._under_way:
                    disk.answered()
                case "answer":
                    pass
                case "kill":
                    disk.restart()
                    compare(disk, accounts, strict=strict)
                case code:
                    accounts[code].commit(disk, code)
        disk.store.close()


def compare(disk: Disk, accounts: dict[str, Account], *, strict: bool) -> None:
    stored = dict(disk.store.everything())
    for code, account in accounts.items():
        found = stored[code].version if code in stored else 0
        assert found <= account.version
        if strict:
            assert found >= account.safe
        if code in stored:
            # State, version and deadline are of one moment, whichever that is.
            assert stored[code].state == b"%d" % found
            assert stored[code].deadline_ms == found
        # The process that starts now knows nothing but the disk.
        account.version = account.safe = found

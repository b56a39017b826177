"""Pictures are decoded two at a time, and no more wait for that than is bearable."""

from __future__ import annotations

import asyncio
import threading

import pytest

from server.pictures import MOST_WAITING, PictureWork
from server.refused import Refused


def test_whoever_comes_when_too_many_wait_is_told_so_and_the_others_are_served() -> None:
    async def run() -> None:
        work, may_go_on = PictureWork(), threading.Event()
        waiting = [asyncio.ensure_future(work.done(lambda _: may_go_on.wait(), 0)) for _ in range(MOST_WAITING)]
        await asyncio.sleep(0)
        with pytest.raises(Refused, match="TOO_FAST"):
            await work.done(str, 1)
        may_go_on.set()
        assert all(await asyncio.gather(*waiting))
        assert await work.done(str, 1) == "1"
        work.close()

    asyncio.run(run())

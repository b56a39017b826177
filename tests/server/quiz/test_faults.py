"""A server that is killed in the middle of a question, and a hundred phones that come back at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import aiohttp.web
import pytest

from tests.helpers.quizzes import a_pack
from tests.helpers.server_process import ServerProcess
from tests.helpers.wire import STORY_S, RunningServer, a_place
from tests.server.quiz.note import NoteClient, a_note_quiz

if TYPE_CHECKING:
    from pathlib import Path

PHONES = 100


@pytest.mark.slow
def test_a_killed_server_goes_on_with_the_same_question_and_every_score(tmp_path: Path) -> None:
    async def run(server: ServerProcess) -> None:
        async with aiohttp.ClientSession() as session, asyncio.timeout(STORY_S):
            place = RunningServer(aiohttp.web.Application(), server.port, session)
            host, (ann, bob), made = await a_note_quiz(place, {"questions": a_pack()}, "Ann", "Bob")
            await host.send("StartGame")
            for row, name in enumerate(("right", "open")):
                await host.send("SelectQuestion", {"category": 1, "row": row})
                await host.send("BuzzEnable")
                await ann.until("BuzzEnable")
                await asyncio.sleep(0.25)
                await ann.send("Buzz")
                await host.until("QuizState", phase="buzzed")
                if name == "right":
                    await host.send("HostChecked", {"correct": True})
                    await host.until("QuizState", phase="judged")
            server.kill_and_restart()
            again = NoteClient(place, made["code"])
            await again.connect(token=made["token"])
            for player in (ann, bob):
                await player.come_back()
                await player.until("ActionSuccess", ok=True)
            state = await again.until("QuizState", paused=False)
            assert (state["phase"], state["buzzed"]) == ("buzzed", ann.pid)
            assert state["scores"] == {str(ann.pid): 200, str(bob.pid): 0}
            await again.send("HostChecked", {"correct": True})
            judged = await bob.until("Witness", msg="HostChecked")
            assert judged["data"]["score"] == 600

    server = ServerProcess(tmp_path, "--durable=strict")
    try:
        asyncio.run(run(server))
    finally:
        server.process.kill()
        server.process.communicate()


@pytest.mark.slow
def test_a_hundred_phones_come_back_at_once_and_the_quiz_goes_on() -> None:
    async def run() -> None:
        lines = aiohttp.TCPConnector(limit=0)
        async with a_place(messages_per_s=5.0) as served, aiohttp.ClientSession(connector=lines) as session:
            place = served.for_(session)
            names = [f"Player {number}" for number in range(PHONES)]
            host, phones, _ = await a_note_quiz(place, {"questions": a_pack()}, *names)
            await host.send("StartGame")
            await asyncio.gather(*(each.socket.close() for each in phones))
            await asyncio.gather(*(each.come_back() for each in phones))
            for each in phones:
                answer = await each.until("ActionSuccess")
                assert answer["snapshot"]["quiz"]["state"]["phase"] == "grid"
            await host.send("SelectQuestion", {"category": 0, "row": 0})
            for each in phones:
                await each.until("QuizState", phase="reading")

    asyncio.run(run())

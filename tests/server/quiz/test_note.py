"""A client that knows nothing but the note plays a whole quiz: a host and three players over the plain WebSocket."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from tests.helpers.quizzes import a_pack
from tests.helpers.wire import Place, a_place
from tests.server.quiz.note import NoteClient, a_note_quiz, create

Body = Callable[[Place], Awaitable[None]]


def over_the_wire(body: Body, **limits: Any) -> None:
    async def run() -> None:
        async with a_place(**limits) as place:
            await body(place)

    asyncio.run(run())


async def ask(host: NoteClient, category: int, row: int, *players: NoteClient) -> None:
    """The host selects a question, reads it, and opens the buzzers; time passes until they are open."""
    await host.send("SelectQuestion", {"category": category, "row": row})
    await host.send("BuzzEnable")
    for each in (host, *players):
        told = await each.until("BuzzEnable")
        assert 0 < told["at_ms"] <= 200
    await asyncio.sleep(0.21)


def test_a_whole_game_is_played_from_the_note() -> None:
    async def body(place: Place) -> None:
        host, (ann, bob, cat), _ = await a_note_quiz(place, {"questions": a_pack()}, "Ann", "Bob", "Cat")
        listed = await host.until("PlayerList")
        while len(listed["players"]) < 4:
            listed = await host.until("PlayerList")
        assert [each["name"] for each in listed["players"] if each["role"] == "player"] == ["Ann", "Bob", "Cat"]

        await host.send("StartGame")
        for each in (host, ann, bob, cat):
            await each.until("StartGame")

        # Wrong, then right: whoever was wrong hears no more of the buzzers for this question.
        await ask(host, 0, 0, ann, bob, cat)
        await ann.send("Buzz")
        assert (await host.until("Witness", msg="Buzz"))["pid"] == ann.pid
        await ann.until("BuzzDisable")
        ann.got.clear()
        await host.send("HostChecked", {"correct": False})
        told = await bob.until("Witness", msg="HostChecked")
        assert (told["pid"], told["data"]["correct"], told["data"]["delta"], told["data"]["score"]) == (
            ann.pid, False, -200, -200,
        )  # fmt: skip
        await bob.until("BuzzEnable")
        await asyncio.sleep(0.21)
        await bob.send("Buzz", {"t": 5.0})
        await cat.until("Witness", msg="Buzz", pid=bob.pid)
        await host.send("HostChecked", {"correct": True})
        assert (await cat.until("Witness", msg="HostChecked", pid=bob.pid))["data"]["score"] == 200
        await ann.caught_up()
        assert not {"BuzzEnable", "BuzzDisable"} & set(ann.names())

        # The host sees in the list of players how it stands.
        while True:
            listed = await host.until("PlayerList")
            if {each["pid"]: each["score"] for each in listed["players"]}[bob.pid] == 200:
                break

        await host.send("EndGame")
        for each in (host, ann, bob, cat):
            await each.until("EndGame")

    over_the_wire(body)


def test_a_host_comes_back_with_the_same_token_and_a_player_with_theirs() -> None:
    async def body(place: Place) -> None:
        host, (ann,), made = await a_note_quiz(place, {"questions": a_pack()}, "Ann")
        await host.send("StartGame")
        await ann.until("StartGame")
        await ann.socket.close()
        await host.socket.close()
        await ann.come_back()
        answer = await ann.until("ActionSuccess")
        assert answer["snapshot"]["quiz"]["state"]["phase"] == "grid"
        again = NoteClient(place, made["code"])
        await again.connect(token=made["token"])
        await again.until("PlayerList")
        await ask(again, 0, 0, ann)

    over_the_wire(body)


def test_a_pack_with_a_fault_is_refused_with_its_place() -> None:
    async def body(place: Place) -> None:
        pack = a_pack()
        pack["rounds"][0]["categories"][0]["questions"][1]["value"] = "400"
        answer = await create(place, {"questions": pack})
        assert (answer["status"], answer["error"]) == (400, "BAD_PACK")
        assert answer["message"].startswith("Question 2 of category 1 of round 1 ")
        assert (await create(place, {"questions": 5}))["error"] == "BAD_PACK"
        assert (await create(place, {"game": "quiz"}))["error"] == "BAD_PACK"

    over_the_wire(body)


def test_a_pack_of_nearly_5_mb_is_taken_and_a_larger_one_is_413() -> None:
    async def body(place: Place) -> None:
        filler = {f"field {number}": "x" * 1000 + "\n" for number in range(4_800)}
        assert (await create(place, {"questions": a_pack(**filler)}))["status"] == 200
        more = {f"field {number}": "x" * 1000 for number in range(6_000)}
        assert (await create(place, {"questions": a_pack(**more)}))["error"] == "TOO_LARGE"

    over_the_wire(body, messages_per_s=5.0)


def test_a_picture_of_a_question_is_got_by_its_path() -> None:
    async def body(place: Place) -> None:
        pack = a_pack()
        pack["rounds"][0]["categories"][0]["questions"][0]["image"] = "data:image/png;base64,iVBORw0KGgo="
        host, (ann,), made = await a_note_quiz(place, {"questions": pack}, "Ann")
        await host.send("StartGame")
        await host.send("SelectQuestion", {"category": 0, "row": 0})
        state = await ann.until("QuizState", phase="reading")
        async with place.session.get(f"{place.url}/rooms/{made['code']}/{state['open']['image']}") as response:
            assert response.content_type == "image/png"
            assert await response.read() == b"\x89PNG\r\n\x1a\n"

    over_the_wire(body)

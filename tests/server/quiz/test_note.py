"""A client that knows nothing but the note plays a whole quiz: a host and three players over the plain WebSocket."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from server.app import SERVICE
from server.games.quiz_pictures import KeptOptions
from server.rooms.room import Room
from tests.helpers.images import bomb, opened, picture
from tests.helpers.quizzes import a_pack
from tests.helpers.wire import RunningServer, a_place
from tests.server.quiz.note import NoteClient, a_note_quiz, create

Body = Callable[[RunningServer], Awaitable[None]]


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
    async def body(place: RunningServer) -> None:
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
    async def body(place: RunningServer) -> None:
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
    async def body(place: RunningServer) -> None:
        pack = a_pack()
        pack["rounds"][0]["categories"][0]["questions"][1]["value"] = "400"
        answer = await create(place, {"questions": pack})
        assert (answer["status"], answer["error"]) == (400, "BAD_PACK")
        assert answer["message"].startswith("Question 2 of category 1 of round 1 ")
        assert (await create(place, {"questions": 5}))["error"] == "BAD_PACK"
        assert (await create(place, {"game": "quiz"}))["error"] == "BAD_PACK"

    over_the_wire(body)


def test_a_pack_of_nearly_5_mb_is_taken_and_a_larger_one_is_413() -> None:
    async def body(place: RunningServer) -> None:
        filler = {f"field {number}": "x" * 1000 + "\n" for number in range(4_800)}
        assert (await create(place, {"questions": a_pack(**filler)}))["status"] == 200
        more = {f"field {number}": "x" * 1000 for number in range(6_000)}
        assert (await create(place, {"questions": a_pack(**more)}))["error"] == "TOO_LARGE"

    over_the_wire(body, messages_per_s=5.0)


def with_picture(data: bytes) -> dict[str, Any]:
    pack = a_pack()
    url = f"data:image/png;base64,{base64.b64encode(data).decode()}"
    pack["rounds"][0]["categories"][0]["questions"][0]["image"] = url
    return pack


def test_a_picture_of_a_question_is_got_by_its_path() -> None:
    async def body(place: RunningServer) -> None:
        pack = with_picture(picture(size=(60, 40)))
        host, (ann,), made = await a_note_quiz(place, {"questions": pack}, "Ann")
        await host.send("StartGame")
        await host.send("SelectQuestion", {"category": 0, "row": 0})
        state = await ann.until("QuizState", phase="reading")
        async with place.session.get(f"{place.url}/rooms/{made['code']}/{state['open']['image']}") as response:
            assert response.content_type == "image/png"
            assert "immutable" in response.headers["Cache-Control"]
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert opened(await response.read()).size == (60, 40)

    over_the_wire(body)


def test_nobody_is_passed_on_what_the_host_has_sent() -> None:
    async def body(place: RunningServer) -> None:
        made = await create(place, {"questions": with_picture(picture() + b"and a secret")})
        room = place.app[SERVICE].rooms.find(made["code"])
        assert room is not None
        assert b"and a secret" not in room.encoded_options

    over_the_wire(body)


@pytest.mark.parametrize(
    ("data", "why"),
    [(bomb(), "60,000 by 60,000"), (b"\x89PNG\r\n\x1a\n", "neither a PNG"), (picture()[:-30], "damaged")],
    ids=["bomb", "no picture", "cut off"],
)
def test_a_picture_bomb_in_a_pack_is_a_sentence_that_names_the_place(data: bytes, why: str) -> None:
    async def body(place: RunningServer) -> None:
        answer = await create(place, {"questions": with_picture(data)})
        assert (answer["status"], answer["error"]) == (400, "BAD_PACK")
        assert answer["message"].startswith("Question 1 of category 1 of round 1 has a picture")
        assert why in answer["message"]
        assert len(place.app[SERVICE].rooms) == 0

    over_the_wire(body)


def test_many_pictures_that_are_too_much_together_are_refused_before_any_is_decoded() -> None:
    async def body(place: RunningServer) -> None:
        def question(number: int) -> dict[str, Any]:
            data = base64.b64encode(bomb(3_900) + b"%d" % number).decode()
            return {"value": 200, "clue": "What?", "answers": ["That"], "image": f"data:image/png;base64,{data}"}

        categories = [{"name": "Large", "questions": [question(12 * c + n) for n in range(12)]} for c in range(2)]
        pack = a_pack(rounds=[{"name": "Only", "categories": categories}])
        answer = await create(place, {"questions": pack})
        assert answer["error"] == "BAD_PACK"
        assert "million pixels" in answer["message"]

    over_the_wire(body)


def test_pictures_in_a_message_are_refused_with_what_to_do_instead() -> None:
    async def body(place: RunningServer) -> None:
        wire = await place.wire()
        answer = await wire.ask("CreateGame", questions=with_picture(picture()))
        assert answer["error"] == "BAD_PACK"
        assert "POST" in answer["message"]

    over_the_wire(body)


def test_a_second_quiz_with_the_same_questions_keeps_their_pictures() -> None:
    async def body(place: RunningServer) -> None:
        made = await create(place, {"questions": with_picture(picture())})
        asked = {"game": "quiz", "token": made["token"], "answer_seconds": 20}
        async with place.session.post(f"{place.url}/rooms/{made['code']}/new", json=asked) as response:
            assert response.status == 200
        room = place.app[SERVICE].rooms.find(made["code"])
        assert room is not None
        assert isinstance(room.options, KeptOptions)
        (name,) = room.options.pictures
        async with place.session.get(f"{place.url}/rooms/{made['code']}/pictures/{name}") as response:
            assert response.status == 200

    over_the_wire(body)


def test_pictures_outlive_the_process_with_their_room() -> None:
    async def body(place: RunningServer) -> None:
        made = await create(place, {"questions": with_picture(picture())})
        room = place.app[SERVICE].rooms.find(made["code"])
        assert room is not None
        again = Room.restore(room.state(), room.encoded_options, {"quiz": room.kind})
        assert isinstance(again.options, KeptOptions)
        (name,) = again.options.pictures
        assert again.kind.picture(again.options, name) == room.kind.picture(room.options, name) is not None
        assert len(room.state()) < 1_000

    over_the_wire(body)

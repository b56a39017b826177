"""Before a quiz: the choices, and how the room is made."""

from __future__ import annotations

import contextlib
import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from game.client.net.hosting import CannotHost
from game.client.quiz import packfiles, saving, texts
from game.client.quiz.model import Played
from game.client.quiz.setup import QuizSetup
from game.client.quiz.upload import open_room, set_up_again
from game.quiz.pack import BadPack
from netcode import messages as m
from netcode.client import Seat
from tests.helpers.pilot import Pilot
from tests.helpers.quizroom import QuizRoom, a_state
from tests.helpers.quizzes import a_pack
from tests.helpers.sessions import FakeContext

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Answering(BaseHTTPRequestHandler):
    """Answers all alike, and keeps what was sent."""

    status, answer = 200, b"{}"
    got: dict[str, Any]

    def do_POST(self) -> None:
        fields = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).got = {"path": self.path, **fields}
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(self.answer)

    def log_message(self, *_: Any) -> None:
        """Nothing is said."""


@contextlib.contextmanager
def answering(kind: type[Answering]) -> Iterator[str]:
    """The address of a server of that kind."""
    with HTTPServer(("127.0.0.1", 0), kind) as http:
        Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()


@pytest.fixture
def server() -> Iterator[tuple[str, type[Answering]]]:
    class Here(Answering):
        pass

    with answering(Here) as url:
        yield url, Here


def set_up(context: FakeContext | None = None) -> tuple[Pilot, list[m.QuizOptions]]:
    chosen: list[m.QuizOptions] = []
    return Pilot(scene=QuizSetup(context or FakeContext(), chosen.append)), chosen


def test_a_quiz_begins_with_our_first_pack_and_the_usual_times() -> None:
    pilot, chosen = set_up()
    pilot.click(texts.GO)
    assert chosen[0].questions["title"] == packfiles.shipped()[0].pack.title
    assert (chosen[0].pace, chosen[0].teams, chosen[0].show_clues) == (1.0, [], True)


def test_what_is_chosen_is_asked_for() -> None:
    pilot, chosen = set_up()
    pilot.click("pack 3")
    for name, share in (("pace", 0.5), ("teams", 0.4)):
        box = pilot.group.named(name).rect
        pilot.click((box.x + box.w * share, box.centery))
    pilot.click(pilot.group.named("clues"))
    pilot.click(texts.GO)
    (options,) = chosen
    assert options.questions["title"] == packfiles.shipped()[3].pack.title
    assert (options.pace, len(options.teams), options.show_clues) == (1.5, 2, False)


def next_after(*titles: str, **before: Any) -> tuple[Pilot, list[m.QuizOptions]]:
    """The set-up of another quiz in a room that has played these packs."""
    chosen: list[m.QuizOptions] = []
    context = FakeContext(quiz_file=before.pop("file", ""))
    played = Played(titles, **{"pace": 1.0, "show_clues": True, "teams": 0, **before})
    return Pilot(scene=QuizSetup(context, chosen.append, played)), chosen


OURS = [each.pack.title for each in packfiles.shipped()]


@pytest.mark.parametrize(
    ("titles", "next_one"),
    [(OURS[:1], OURS[1]), ([OURS[1], OURS[0]], OURS[2]), ([*OURS[1:], OURS[0]], OURS[0]), (OURS, OURS[-1])],
)
def test_the_next_quiz_is_one_of_ours_that_the_room_has_not_played_yet(titles: list[str], next_one: str) -> None:
    pilot, chosen = next_after(*titles)
    pilot.click(texts.GO)
    assert chosen[0].questions["title"] == next_one


def test_the_next_quiz_is_played_as_the_last_one_was() -> None:
    pilot, chosen = next_after(OURS[0], pace=1.5, show_clues=False, teams=3)
    pilot.click(texts.GO)
    assert (chosen[0].pace, chosen[0].show_clues, len(chosen[0].teams)) == (1.5, False, 3)


def test_after_a_pack_from_a_file_the_file_is_chosen_again(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(a_pack()), "utf-8")
    pilot, chosen = next_after("A pack", file=str(file))
    pilot.click(texts.GO)
    assert chosen[0].questions["title"] == "A pack"


def test_the_file_of_a_quiz_is_remembered(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(a_pack()), "utf-8")
    context = FakeContext()
    pilot, _ = set_up(context)
    pilot.click("path")
    pilot.type(str(file))
    pilot.click(texts.GO)
    assert context.settings.quiz_file == str(file)


def test_a_file_of_ones_own_is_read(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(a_pack()), "utf-8")
    pilot, chosen = set_up()
    pilot.click("path")
    pilot.type(f'"{file}"')
    pilot.click(texts.GO)
    assert chosen[0].questions["title"] == "A pack"


def test_a_file_that_is_not_there_is_told_and_the_choices_stay(tmp_path: Path) -> None:
    context = FakeContext()
    pilot, chosen = set_up(context)
    pilot.click("path")
    pilot.type(str(tmp_path / "nothing.json"))
    pilot.click(texts.GO)
    assert pilot.group.named("problem").text.startswith("nothing.json cannot be opened: ")  # type: ignore[attr-defined]
    assert (chosen, context.asked) == ([], [])


def test_a_broken_pack_is_told_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "broken.json"
    file.write_text(
        json.dumps({"format": 1, "title": "Broken", "rounds": [{"name": "One", "categories": []}]}), "utf-8"
    )
    with pytest.raises(BadPack, match=r"broken\.json"):
        packfiles.from_file(str(file))


def test_all_packs_that_we_ship_can_be_hosted() -> None:
    assert [each.pack.title for each in packfiles.shipped()] != []


def test_a_room_is_made_over_http_and_gives_the_hosts_seat(server: tuple[str, type[Answering]]) -> None:
    url, http = server
    http.answer = b'{"status": 200, "code": "KLMN", "pid": 1, "token": "t", "key": "k"}'
    create = m.CreateGame(options=m.QuizOptions(questions=a_pack()), name="Ada")
    assert open_room(url, create) == Seat("KLMN", 1, "t")
    assert (http.got["path"], http.got["game"], http.got["questions"]["title"]) == ("/rooms/create", "quiz", "A pack")


def test_what_the_server_refuses_is_told_in_its_own_words(server: tuple[str, type[Answering]]) -> None:
    url, http = server
    http.status, http.answer = 400, b'{"status": 400, "error": "BAD_PACK", "message": "Round 1 is empty."}'
    with pytest.raises(CannotHost, match=r"Round 1 is empty\."):
        open_room(url, m.CreateGame(options=m.QuizOptions()))


@pytest.mark.parametrize("answer", [b"", b"[]", b'{"code": 4}', b"<html>"])
def test_an_answer_that_is_none_is_told_as_such(answer: bytes, server: tuple[str, type[Answering]]) -> None:
    url, http = server
    http.answer = answer
    with pytest.raises(CannotHost, match=texts.BAD_ANSWER):
        open_room(url, m.CreateGame(options=m.QuizOptions()))


def test_the_next_quiz_is_set_up_with_the_hosts_token(server: tuple[str, type[Answering]]) -> None:
    url, http = server
    set_up_again(url, Seat("KLMN", 1, "t0ken"), m.NewGame(m.QuizOptions(questions=a_pack())))
    assert (http.got["path"], http.got["token"]) == ("/rooms/KLMN/new", "t0ken")


def test_the_next_quiz_is_set_up_where_the_room_is_now(server: tuple[str, type[Answering]]) -> None:
    url, http = server
    asked: list[str] = []

    class Elsewhere(Answering):
        def do_POST(self) -> None:
            asked.append(self.path)
            self.status, self.answer = 421, json.dumps({"error": "ELSEWHERE", "message": "There.", "url": url}).encode()
            super().do_POST()

    with answering(Elsewhere) as other:
        set_up_again(other, Seat("KLMN", 1, "t0ken"), m.NewGame(m.QuizOptions(questions=a_pack())))
    assert asked == ["/rooms/KLMN/new"]
    assert (http.got["path"], http.got["token"]) == ("/rooms/KLMN/new", "t0ken")


def test_results_are_saved_as_a_table_and_never_over_another_file(tmp_path: Path) -> None:
    model = QuizRoom(a_state("over", teams={"Paws": m.Team([2, 4], 1_600)})).model
    first, second = (saving.Saver(tmp_path).save(model, "csv") for _ in range(2))
    assert (first.name, second.name) == ("Chess for everybody.csv", "Chess for everybody 2.csv")
    assert first.read_text("utf-8-sig").splitlines()[:2] == ["place,name,team,score", "1,Cat,Paws,1000"]


def test_the_same_results_are_saved_once_however_often_that_is_asked_for(tmp_path: Path) -> None:
    saver, room = saving.Saver(tmp_path), QuizRoom(a_state("over"))
    first = saver.save(room.model, "csv")
    assert saver.save(room.model, "csv") == first
    room.say(a_state("over", seq=2, scores={"2": 700}))
    assert saver.save(room.model, "csv") != first


def test_results_are_saved_for_programs_too(tmp_path: Path) -> None:
    told = json.loads(saving.Saver(tmp_path).save(QuizRoom(a_state("over")).model, "json").read_text("utf-8"))
    assert told["title"] == "Chess for everybody"
    assert told["players"][3] == {"place": 4, "name": "Bob", "team": None, "score": -200}


def test_a_pack_with_a_long_title_in_another_script_has_a_file_of_its_own(tmp_path: Path) -> None:
    path = packfiles.free_path("\U00020000" * 80, "json", tmp_path)
    path.write_bytes(b"{}")
    assert packfiles.free_path("\U00020000" * 80, "json", tmp_path) != path

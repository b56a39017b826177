"""The small parts: names, limits, deadlines, store, tokens, configuration and HTTP."""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import itertools
import signal
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcode.messages import Rejoin
from server import config as configuration
from server.config import Config
from server.gateways import frames
from server.gateways.websocket_link import text_frame
from server.limits import Bucket
from server.names import UnfitNameError, clean_chat, clean_name, look_alike_key, look_alike_keys
from server.rooms.deadlines import Deadlines
from server.store import Commit, Conflict, Stored
from server.store.memory import MemoryStore
from server.tokens import digest, matches, new_token
from tests.helpers.clock import HeldClock
from tests.helpers.wire import a_place


@pytest.mark.parametrize(
    "name", ["", "  ", "x" * 21, "a\nb", "\u202eabc", "a\u200bb", "\ud800", "e" + "\u0301\u0302\u0303\u0304"]
)
def test_unfit_names(name: str) -> None:
    with pytest.raises(UnfitNameError):
        clean_name(name)


def test_a_name_is_normalised() -> None:
    assert clean_name("  \uff21nn   Lee ") == "Ann Lee"


@given(st.text(max_size=30))
def test_whatever_passes_as_a_name_is_short_and_only_shows(text: str) -> None:
    try:
        name = clean_name(text)
    except UnfitNameError:
        return
    assert 1 <= len(name) <= 20
    assert not any(unicodedata.category(mark).startswith("C") for mark in name)
    assert clean_name(name) == name


@given(st.text(max_size=300))
def test_chat_keeps_nothing_that_controls(text: str) -> None:
    line = clean_chat(text)
    assert "\n" not in line
    assert line.encode().decode() == line
    assert not any("\u202a" <= mark <= "\u202e" for mark in line)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bob", "b0b"),
        ("Paul", "\u0420aul"),
        ("Ill", "ll1"),
        ("rnary", "Mary"),
        ("Zoë", "zoe"),
        ("M\u0131ke", "Mike"),
        ("P\u04cfp", "PIP"),
        ("\u039dINA", "Nina"),
        ("\u0397ans", "Hans"),
        ("Łukas", "Lukas"),
        ("Νίκος", "νίκος"),
        ("ΝΊΚΟΣ", "νίκος"),
        ("\u0397\u0391\u039d\u039d\u0391", "Hanna"),
        ("\u039c\u0399\u039a\u0395", "mike"),
        ("\u0392\u039f\u0392", "Bob"),
        ("\u0392\u039f\u0392 1", "B0b l"),
        ("\u0410\u041d\u041d\u0410", "Ahha"),
        ("\u0421\u0410\u04ae", "Cay"),
    ],
)
def test_look_alikes_are_alike(one: str, other: str) -> None:
    assert look_alike_key(one) == look_alike_key(other)


@pytest.mark.parametrize(("one", "other"), [("ΝΙΚΗ", "Νίκη"), ("Νίκη", "ΝΙΚΗ"), ("νινα", "Nina")])
def test_a_name_may_be_alike_only_in_capitals(one: str, other: str) -> None:
    assert look_alike_key(other) in look_alike_keys(one)


def test_names_in_other_scripts_are_not_alike_for_being_in_one() -> None:
    names = ["Ελένη", "Γιώργος", "Наташа", "Иван", "ΓΙΩΡΓΟΣ", "Έλλη", "Δήμητρα", "ДИМА", "花子", "Bob"]
    for one, other in itertools.permutations(names, 2):
        assert (look_alike_key(other) in look_alike_keys(one)) == ({one, other} == {"Γιώργος", "ΓΙΩΡΓΟΣ"})


def test_a_bucket_allows_a_burst_then_the_rate() -> None:
    bucket = Bucket(5, 3, 0)
    assert [bucket.take(0) for _ in range(4)] == [True, True, True, False]
    assert bucket.take(200)
    assert not bucket.take(210)


def test_a_deadline_moved_later_fires_once_and_late() -> None:
    clock = HeldClock(0)
    fired: list[object] = []
    deadlines = Deadlines(clock)
    for when_ms in (100, 200, 300):
        deadlines.set("room", when_ms, lambda: fired.append(clock.now_ms()))
    clock.pass_ms(1_000)
    assert fired == [300]


def test_a_deadline_moved_earlier_fires_early() -> None:
    clock = HeldClock(0)
    fired: list[object] = []
    deadlines = Deadlines(clock)
    deadlines.set("room", 300, lambda: fired.append(0))
    deadlines.set("room", 100, lambda: fired.append(clock.now_ms()))
    clock.pass_ms(1_000)
    assert fired == [100]


def test_one_failing_deadline_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    clock = HeldClock(0)
    fired: list[object] = []
    deadlines = Deadlines(clock)
    deadlines.set("bad", 100, lambda: 1 // 0)  # type: ignore[arg-type]
    deadlines.set("good", 100, lambda: fired.append("good"))
    clock.pass_ms(200)
    assert fired == ["good"]
    assert "ZeroDivisionError" in caplog.text


def test_a_commit_from_an_old_version_changes_nothing() -> None:
    store = MemoryStore(HeldClock(0))
    outcomes: list[Conflict | None] = []
    loaded: list[Stored | None] = []
    store.commit(Commit("ABCD", 0, b"one", 10), outcomes.append)
    store.commit(Commit("ABCD", 0, b"two", 20), outcomes.append)
    store.load("ABCD", loaded.append)
    assert outcomes[0] is None
    assert isinstance(outcomes[1], Conflict)
    assert loaded == [Stored(b"one", 1, 10)]


def test_a_token_matches_only_itself() -> None:
    token = new_token(lambda count: bytes(range(count)))
    assert matches(token, digest(token))
    assert not matches(token[:-1], digest(token))
    assert not matches("\ud800", digest(token))


@given(st.text(max_size=60))
def test_any_event_text_is_read_or_refused(text: str) -> None:
    try:
        _, name, _ = frames.read_event("42" + text)
    except frames.BadFrameError:
        return
    assert isinstance(name, str)


@pytest.mark.parametrize("length", [0, 125, 126, 65_535, 65_536])
def test_a_frame_says_its_length(length: int) -> None:
    frame = text_frame(b"x" * length)
    assert frame.endswith(b"x" * length)
    assert len(frame) - length == (2 if length < 126 else 4 if length < 65_536 else 10)


def test_flags_win_over_the_environment() -> None:
    parser = argparse.ArgumentParser()
    configuration.add_flags(parser)
    flags = parser.parse_args(["--port", "9"])
    chosen = configuration.from_flags(flags, {"UNDERDOG_PORT": "8", "UNDERDOG_ROOMS": "7"})
    assert (chosen.port, chosen.rooms, chosen.host) == (9, 7, "127.0.0.1")


def test_every_field_is_a_flag_that_help_explains() -> None:
    parser = argparse.ArgumentParser()
    configuration.add_flags(parser)
    told = " ".join(parser.format_help().split())
    for each in dataclasses.fields(Config):
        assert "--" + each.name.replace("_", "-") in told
        assert each.metadata["help"] in told.replace("- ", "-") or each.metadata["help"] in told


@pytest.mark.parametrize(("text", "value"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("", False)])
def test_yes_and_no_in_the_environment(text: str, value: bool) -> None:
    assert configuration.from_environment({"UNDERDOG_PUBLIC": text}) == {"public": value}


def test_maybe_in_the_environment_is_named() -> None:
    with pytest.raises(ValueError, match="UNDERDOG_PUBLIC is 'maybe', and must be yes or no"):
        configuration.from_environment({"UNDERDOG_PUBLIC": "maybe"})


def test_a_flag_can_take_back_what_the_environment_says() -> None:
    parser = argparse.ArgumentParser()
    configuration.add_flags(parser)
    chosen = configuration.from_flags(parser.parse_args(["--no-public"]), {"UNDERDOG_PUBLIC": "yes"})
    assert not chosen.public


def test_nonsense_in_the_environment_is_named() -> None:
    with pytest.raises(ValueError, match="UNDERDOG_PORT is 'x', and must be a whole number"):
        configuration.from_environment({"UNDERDOG_PORT": "x"})


def test_a_room_made_over_http_is_claimed_over_socketio() -> None:
    async def run() -> None:
        async with a_place() as place:
            async with place.session.post(f"{place.url}/api/v1/rooms/create", json={"best_of": 5}) as response:
                made = await response.json()
            assert made["status"] == 200
            assert made["id"] == made["code"]
            wire = await place.wire()
            answer = await wire.ask(Rejoin.wire_name, code=made["code"], pid=made["pid"], token=made["token"])
            assert answer["snapshot"]["chess"]["best_of"] == 5
            async with place.session.get(f"{place.url}/rooms?game=chess") as response:
                told = await response.json()
                assert [game["code"] for game in told["games"]] == [made["code"]]
                assert (told["page"], told["pages"]) == (1, 1)

    asyncio.run(run())


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/rooms/create", b"{", 400),
        ("POST", "/rooms/create", b'{"best_of":4}', 400),
        ("POST", "/rooms/create", b'{"name":""}', 400),
        ("GET", "/rooms/create", None, 405),
        ("GET", "/nowhere", None, 404),
        ("GET", "/healthz", None, 200),
    ],
)
def test_http_answers_in_json(method: str, path: str, body: bytes | None, status: int) -> None:
    async def run() -> None:
        async with a_place() as place, place.session.request(method, place.url + path, data=body) as response:
            assert response.status == status
            assert (await response.json())["status"] == status

    asyncio.run(run())


def test_a_fault_of_the_servers_own_is_told_as_one(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("server.rooms.registry.Registry.listed", None)

    async def run() -> None:
        async with a_place() as place, place.session.get(f"{place.url}/rooms?token=secret") as response:
            assert response.status == 500
            assert (await response.json())["error"] == "INTERNAL_SERVER_ERROR"

    asyncio.run(run())
    assert "/rooms failed" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_headless_server_says_where_it_listens_and_stops_when_told(number: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-m", "server", "--port=0"], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdout.readline().startswith("Underdog listens on http://127.0.0.1:")
        server.send_signal(number)
        assert server.wait(60) == 0

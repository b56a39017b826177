"""Recorded matches: from a file, by a link, by an id; and what is said where there is none."""

from __future__ import annotations

import errno
import http.server
import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pygame
import pytest

from game.client import texts
from game.client.__main__ import EXIT_UNREAD, main
from game.client.kit import theme
from game.client.people import replays
from game.client.people.fetch import CannotFetch, get
from tests.helpers.replayfiles import a_replay, content

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Shop:
    """A server that answers each path as the test says, and remembers what was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, bytes]] = {}
        self.asked: list[tuple[str, str]] = []
        shop = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                shop.asked.append((self.path, self.headers.get("Authorization", "")))
                status, body = shop.answers.get(self.path, (404, b'{"message": "Not on record."}'))
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", body.decode())
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self._server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def shop() -> Iterator[Shop]:
    shop = Shop()
    shop.answers["/replays/abc123.json"] = (200, content(a_replay()))
    yield shop
    shop.close()


def test_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "match.json").write_bytes(content(a_replay()))
    assert replays.read(str(tmp_path / "match.json"), "") == (content(a_replay()), "")


@pytest.mark.parametrize("end", ["/replay/abc123", "/replays/abc123.json", "/replay/abc123/", "/replays/abc123.pgn"])
def test_a_link_to_the_page_or_to_the_file_is_followed(shop: Shop, end: str) -> None:
    assert replays.read(shop.url + end, "") == (content(a_replay()), shop.url)


def test_a_link_below_a_proxys_path_is_followed_there(shop: Shop) -> None:
    shop.answers["/games/replays/abc123.json"] = (200, b"{}")
    assert replays.read(f"{shop.url}/games/replay/abc123", "") == (b"{}", f"{shop.url}/games")


def test_an_id_is_asked_of_the_server_that_was_named(shop: Shop) -> None:
    assert replays.read("abc123", shop.url.removeprefix("http://")).content == content(a_replay())


def test_no_secret_goes_to_a_server_for_a_link(shop: Shop) -> None:
    replays.read(f"{shop.url}/replay/abc123", "")
    assert shop.asked == [("/replays/abc123.json", "")]


@pytest.mark.parametrize(
    ("what", "server", "sentence"),
    [
        ("abc123", "", texts.REPLAY_WHERE),
        ("no such file.json", "", texts.replay_unknown("no such file.json")),
        ("http://127.0.0.1/join/KLMN", "", texts.replay_link("http://127.0.0.1/join/KLMN")),
        ("abc123", "KLMN", texts.REPLAY_WHERE),
        ("http://[/replay/abc123", "", texts.replay_link("http://[/replay/abc123")),
        ("http://host:99999/replay/abc123", "", texts.nobody_answers_at("host:99999")),
        ("a" * 5_000, "", texts.unreadable("a" * 5_000, os.strerror(errno.ENAMETOOLONG))),
    ],
)
def test_what_leads_nowhere_is_a_sentence(what: str, server: str, sentence: str) -> None:
    with pytest.raises(replays.CannotReplay) as refused:
        replays.read(what, server)
    assert str(refused.value) == sentence


def test_a_match_that_the_server_does_not_know_is_its_sentence(shop: Shop) -> None:
    with pytest.raises(replays.CannotReplay, match="Not on record"):
        replays.read("zzz", shop.url)


def test_the_command_says_what_is_wrong_before_a_window_opens(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "match.json").write_text("no replay")
    assert main(["replay", str(tmp_path / "match.json")]) == EXIT_UNREAD
    assert capsys.readouterr().err == texts.REPLAY_UNREADABLE + "\n"


def test_the_command_shows_the_match(tmp_path: Path) -> None:
    (tmp_path / "match.json").write_bytes(content(a_replay()))
    command = [sys.executable, "-m", "game.client", "replay", str(tmp_path / "match.json")]
    command += ["--settings", str(tmp_path / "settings.json"), "--screenshot", str(tmp_path / "film.png")]
    subprocess.run(command, env={**os.environ, "SDL_VIDEODRIVER": "dummy"}, check=True)
    film = pygame.image.load(tmp_path / "film.png")
    board = pygame.mask.from_threshold(film, theme.BOARDS["walnut"].light, (8, 8, 8, 255))
    assert board.count() > 0.1 * film.get_width() * film.get_height()


# --- reading over HTTP --------------------------------------------------------------------------------------------


def test_who_asks_says_their_secret_in_the_header_alone(shop: Shop) -> None:
    get(shop.url, "/replays/abc123.json", "my-secret")
    assert shop.asked == [("/replays/abc123.json", "Bearer my-secret")]


def test_a_redirection_takes_no_secret_elsewhere(shop: Shop) -> None:
    shop.answers["/players/me"] = (302, f"{shop.url}/elsewhere".encode())
    with pytest.raises(CannotFetch) as refused:
        get(shop.url, "/players/me", "my-secret")
    assert (refused.value.status, [path for path, _ in shop.asked]) == (302, ["/players/me"])


def test_an_answer_that_is_too_long_is_not_read(shop: Shop) -> None:
    shop.answers["/long"] = (200, b"x" * 100)
    with pytest.raises(CannotFetch, match="too long"):
        get(shop.url, "/long", most=99)
    assert get(shop.url, "/long", most=100) == b"x" * 100


def test_nobody_who_answers_is_a_sentence() -> None:
    with pytest.raises(CannotFetch, match="No server answers"):
        get("http://127.0.0.1:1", "/players/me")

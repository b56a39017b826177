"""Leaderboard, profiles, histories and replays over HTTP: two guests play, and everybody can read of it."""

from __future__ import annotations

import asyncio
import io
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import chess.pgn

from game.client.chess.replayfile import read_replay
from tests.helpers.clock import HurriedClock
from tests.helpers.people_server import a_place_with_people

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine

    from tests.helpers.wire import RunningServer, Wire

ANNS_KEY, BOBS_KEY = "a-key-that-nobody-else-has", "another-key-of-somebody-else"
MATE = ("f2f3", "e7e5", "g2g4", "d8h4")


class Evening:
    """A server on which Ann has beaten Bob, two games to nothing, one of them by mate."""

    def __init__(self, place: RunningServer) -> None:
        self.place = place
        self.replay = ""

    async def get(self, path: str, secret: str = "") -> Any:
        """What the server answers, which must be well."""
        status, body = await self.ask(path, secret)
        assert status == 200, body
        return body

    async def ask(self, path: str, secret: str = "") -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        async with self.place.session.get(f"{self.place.url}{path}", headers=headers) as response:
            return response.status, await response.json()

    async def play(self) -> None:
        ann, bob = await self.seated("Ann", ANNS_KEY), await self.seated("Bob", BOBS_KEY)
        await self.match(ann, bob)
        assert (await ann.until("Rated"))["replay"] == self.replay

    async def match(self, ann: Wire, bob: Wire) -> None:
        """Ann mates Bob, who then resigns."""
        code = (await ann.ask("CreateGame", name="Ann", host_color="black"))["code"]
        assert (await bob.ask("JoinGame", code=code, name="Bob"))["ok"]
        assert (await ann.ask("StartGame"))["ok"]
        await ann.until("BoardState", phase="playing")
        for ply, move in enumerate(MATE):
            assert (await (ann if ply % 2 else bob).ask("MakeMove", move=move, ply=ply))["ok"]
        await bob.until("GameOver")
        await bob.until("BoardState", phase="playing")
        assert (await bob.ask("Resign"))["ok"]
        self.replay = (await ann.until("MatchOver"))["replay"]

    async def seated(self, name: str, key: str) -> Wire:
        wire = await self.place.wire()
        assert (await wire.ask("SetProfile", name=name, key=key))["ok"]
        return wire


@asynccontextmanager
async def an_evening(**limits: Any) -> AsyncIterator[Evening]:
    async with a_place_with_people(HurriedClock(40), **{"requests_per_s": 0.0, **limits}) as place:
        evening = Evening(place)
        await evening.play()
        yield evening


def after_an_evening(test: Callable[[Evening], Coroutine[Any, Any, None]], **limits: Any) -> None:
    async def run() -> None:
        async with an_evening(**limits) as evening:
            await test(evening)

    asyncio.run(run())


def test_everything_that_was_played_can_be_read() -> None:
    async def test(evening: Evening) -> None:
        board = await evening.get("/leaderboard?game=chess&period=week")
        assert (board["page"], board["pages"]) == (1, 1)
        assert [(row["name"], row["won"], row["lost"], row["uncertain"]) for row in board["rows"]] == [
            ("Ann", 1, 0, True),
            ("Bob", 0, 1, True),
        ]
        fields = {"rank", "name", "picture", "rating", "uncertain", "matches", "won", "drawn", "lost"}
        assert fields <= board["rows"][0].keys()
        assert board["rows"][0]["rank"] is None

        ann = await evening.get("/players/me", ANNS_KEY)
        assert (ann["name"], ann["picture"], ann["streak"]) == ("Ann", None, 1)
        assert (ann["ratings"]["chess"]["streak"], ann["ratings"]["chess"]["won"]) == (1, 1)
        bob = await evening.get("/players/me", BOBS_KEY)
        assert sum(each["taken"] for each in bob["upgrades"].values()) == 1

        (match,) = (await evening.get("/players/me/matches", BOBS_KEY))["rows"]
        assert (match["id"], match["game"], match["reason"], match["replay"]) == (
            evening.replay,
            "chess",
            "score",
            True,
        )
        winner, loser = match["players"]
        assert (winner["name"], winner["result"], winner["score"]) == ("Ann", "won", 2)
        assert (loser["you"], loser["rating_change"]) == (True, -winner["rating_change"])

        between = await evening.get("/players/me/against/Ann", BOBS_KEY)
        assert (between["won"], between["drawn"], between["lost"], len(between["rows"])) == (0, 0, 1, 1)

    after_an_evening(test)


def test_the_replay_is_what_the_window_shows_and_other_programs_read() -> None:
    async def test(evening: Evening) -> None:
        async with evening.place.session.get(f"{evening.place.url}/replays/{evening.replay}.json") as response:
            shown = read_replay(await response.read(), me="Bob")
        assert [game.result for game in shown.games] == ["0-1"]
        assert shown.games[0].feed.sans == ["f3", "e5", "g4", "Qh4#"]
        async with evening.place.session.get(f"{evening.place.url}/replays/{evening.replay}.pgn") as response:
            assert response.content_type == "application/vnd.chess-pgn"
            game = chess.pgn.read_game(io.StringIO(await response.text()))
        assert game is not None
        assert [move.uci() for move in game.mainline_moves()] == list(MATE)
        assert (game.headers["White"], game.headers["Black"], game.headers["Result"]) == ("Bob", "Ann", "0-1")

    after_an_evening(test)


def test_in_public_only_accounts_are_shown_to_others() -> None:
    async def test(evening: Evening) -> None:
        assert (await evening.get("/leaderboard"))["rows"] == []
        assert (await evening.ask("/players/Ann"))[0] == 404
        assert (await evening.get("/players/me", ANNS_KEY))["name"] == "Ann"

    after_an_evening(test, public=True)


REFUSED = (
    ("/players/nobody", "", 404),
    ("/players/nobody/matches", "", 404),
    ("/players/me", "", 401),
    ("/players/me", "a key that nobody has ever had", 404),
    ("/players/nobody/against/nobody", "", 404),
    ("/leaderboard?period=year", "", 400),
    ("/leaderboard?game=%27%20OR%201", "", 400),
    ("/replays/aaaaaaaaaaaaaaaa.json", "", 404),
    ("/replays/aaaaaaaaaaaaaaaa.pgn", "", 404),
    ("/players/%00", "", 404),
    ("/players/%ED%A0%80", "", 404),
    (f"/players/{'a' * 300}", "", 404),
)


def test_what_cannot_be_told_is_a_sentence() -> None:
    async def test() -> None:
        async with a_place_with_people(requests_per_s=0.0) as place:
            evening = Evening(place)
            for path, secret, status in REFUSED:
                found, body = await evening.ask(path, secret)
                assert (path, found) == (path, status)
                assert body["message"]

    asyncio.run(test())


def test_a_page_that_is_none_is_the_first() -> None:
    async def test() -> None:
        async with a_place_with_people(requests_per_s=0.0) as place:
            evening = Evening(place)
            pages = [
                (await evening.get(f"/leaderboard?page={page}"))["page"] for page in ("9" * 20, "-1", "x", "%C2%B2")
            ]
            assert pages == [1, 1, 1, 1]

    asyncio.run(test())


def test_whoever_asks_too_much_waits() -> None:
    async def test() -> None:
        async with a_place_with_people(
            requests_per_s=0.001, requests_burst=2, connections_per_private_address=3
        ) as place:
            evening = Evening(place)
            # It comes from a private address, which may be many people's.
            assert [(await evening.ask("/leaderboard"))[0] for _ in range(6)] == [*[200] * 5, 429]

    asyncio.run(test())

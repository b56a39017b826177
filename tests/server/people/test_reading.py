"""What anybody may read: leaderboard, profiles, histories and head-to-head, page by page."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from msgspec.structs import replace
from sqlalchemy import insert, update

from game.chess.match.events import GameEnded
from netcode.messages import Badges, ChessOptions
from netcode.messages.replays import ChessReplay
from server.config import Config
from server.games.chess import ChessMachine
from server.games.chess_history import Finished
from server.games.chess_kind import ChessKind
from server.games.chess_news import board_state
from server.games.chess_record import RECORD_FORMAT, Record
from server.games.interface import Usage
from server.people import leaderboard
from server.people.outcomes import record
from server.people.queries import NoReplayError, Whose
from server.people.reading import Reader
from server.people.replays import AT_HAND, OF_ANOTHER_VERSION, TOO_OLD
from server.people.tables import guest_keys, people, sessions
from server.tokens import digest
from tests.helpers.records import DAY_MS, MONDAY_MS, a_database, a_match
from tests.helpers.server import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from sqlalchemy import URL

    from server.people.database import Database
    from server.people.outcomes import Finished as OnRecord

EVERYBODY = ("ann", "bob", "cid", "dee", "eve", "fay")
TWICE_AND_ONCE = [("ann", "bob"), ("cid", "dee"), ("ann", "bob"), ("cid", "dee"), ("eve", "fay")]


class Library:
    """A database in which these matches are on record, and what answers questions about them."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now_ms = MONDAY_MS + DAY_MS

    def wall_ms(self) -> int:
        return self.now_ms

    def reader(self, **config: Any) -> Reader:
        limits = {"records_per_page": 3, "ranked_from": 2, "ranked_from_this_week": 2, **config}
        return Reader(Config(**limits), self, self.database, KINDS)  # type: ignore[arg-type]

    async def keep(self, *finished: OnRecord) -> None:
        async with self.database.writing() as connection:
            await record(connection, finished)

    async def change(self, person: str, **values: Any) -> None:
        async with self.database.writing() as connection:
            await connection.execute(update(people).where(people.c.id == person).values(values))


def in_library(url: URL, test: Callable[[Library], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        async with a_database(url, *EVERYBODY) as database:
            await test(Library(database))

    asyncio.run(run())


def named(rows: list[Any]) -> list[tuple[str, int | None]]:
    return [(row.name, row.rank) for row in rows]


# --- leaderboard --------------------------------------------------------------------------------------------------


def test_the_best_come_first_and_whoever_has_played_too_little_last_without_a_rank(url: URL) -> None:
    async def test(library: Library) -> None:
        await library.keep(a_match("ann", "bob"), a_match("ann", "bob", number=2), a_match("cid", "dee", number=3))
        board = await library.reader().leaderboard("chess", "all", 1)
        assert named(board.rows) == [("ann", 1), ("bob", 2), ("cid", None)]
        assert all(row.uncertain for row in board.rows if row.rank is None)
        more = await library.reader().leaderboard("chess", "all", 2)
        assert named(more.rows) == [("dee", None)]
        assert (board.pages, more.pages) == (2, 2)
        beyond = await library.reader().leaderboard("chess", "all", 3)
        assert (beyond.pages, beyond.rows) == (2, [])

    in_library(url, test)


def test_this_week_counts_what_was_played_since_monday(url: URL) -> None:
    async def test(library: Library) -> None:
        before = [a_match("cid", "dee", number=number, at_ms=MONDAY_MS - DAY_MS) for number in (1, 2)]
        await library.keep(*before, a_match("ann", "bob", number=3), a_match("bob", "ann", number=4))
        board = await library.reader().leaderboard("chess", "week", 1)
        assert {row.name: (row.matches, row.won, row.lost) for row in board.rows} == {
            "ann": (2, 1, 1),
            "bob": (2, 1, 1),
        }
        library.now_ms += 7 * DAY_MS
        assert (await library.reader().leaderboard("chess", "week", 1)).rows == []

    in_library(url, test)


def test_each_kind_of_game_has_a_board_of_its_own_and_so_have_matches_with_computers(url: URL) -> None:
    async def test(library: Library) -> None:
        await library.keep(a_match("ann", "bot:quick"), a_match("bob", "cid", number=2, game="quiz"))
        reader = library.reader()
        assert (await reader.leaderboard("chess", "all", 1)).rows == []
        quiz = await reader.leaderboard("quiz", "all", 1)
        assert {row.name for row in quiz.rows} == {"bob", "cid"}
        with_bots = await reader.leaderboard("chess-bots", "all", 1)
        assert [(row.name, row.bot) for row in with_bots.rows] == [("ann", False), ("Beagle", True)]

    in_library(url, test)


def test_nobody_sees_whoever_was_banned_or_deleted(url: URL) -> None:
    async def test(library: Library) -> None:
        await library.keep(a_match("ann", "bob"), a_match("cid", "dee", number=2))
        await library.change("ann", banned=True)
        await library.change("dee", deleted_at=1)
        board = await library.reader().leaderboard("chess", "all", 1)
        assert {row.name for row in board.rows} == {"bob", "cid"}
        assert [await library.reader().profile(Whose(name)) for name in ("ann", "dee")] == [None, None]

    in_library(url, test)


def test_in_public_only_accounts_have_a_line(url: URL) -> None:
    async def test(library: Library) -> None:
        await library.keep(a_match("ann", "bob"))
        await library.change("bob", username="Bobby", username_key="bobby", password="a hash")
        board = await library.reader(public=True).leaderboard("chess", "all", 1)
        assert [(row.name, row.username) for row in board.rows] == [("bob", "Bobby")]

    in_library(url, test)


def test_a_long_board_is_counted_once_in_a_while(url: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaderboard, "LONG", 4)

    async def test(library: Library) -> None:
        reader = library.reader()
        await library.keep(a_match("ann", "bob"), a_match("cid", "dee", number=2))
        assert (await reader.leaderboard("chess", "all", 1)).pages == 2
        await library.change("ann", banned=True)
        assert (await reader.leaderboard("chess", "all", 1)).pages == 2
        library.now_ms += leaderboard.COUNTED_FOR_MS
        assert (await reader.leaderboard("chess", "all", 1)).pages == 1

    in_library(url, test)


def test_every_page_of_a_long_board_begins_where_the_one_before_ends(url: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaderboard, "LONG", 4)
    monkeypatch.setattr(leaderboard, "MARKED_EVERY", 2)

    async def test(library: Library) -> None:
        # Ann and Cid are equal, and so are Bob and Dee; the two behind them have no rank.
        await library.keep(*(a_match(*pair, number=number) for number, pair in enumerate(TWICE_AND_ONCE, start=1)))
        whole = await library.reader(records_per_page=6).leaderboard("chess", "all", 1)
        assert len(whole.rows) == len(EVERYBODY)
        for rows in (1, 2, 3, 4):
            reader = library.reader(records_per_page=rows)
            pages = [
                await reader.leaderboard("chess", "all", page) for page in range(1, -(-len(EVERYBODY) // rows) + 1)
            ]
            assert [row for page in pages for row in page.rows] == whole.rows

    in_library(url, test)


def test_a_page_of_a_long_board_is_found_though_whoever_it_began_with_has_gone(
    url: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaderboard, "LONG", 4)
    monkeypatch.setattr(leaderboard, "MARKED_EVERY", 2)

    async def test(library: Library) -> None:
        reader = library.reader(records_per_page=2, ranked_from=1)
        await library.keep(a_match("ann", "bob"), a_match("cid", "dee", number=2))
        before = await reader.leaderboard("chess", "all", 2)
        await library.change(before.rows[0].name, banned=True)
        after = await reader.leaderboard("chess", "all", 2)
        assert [row.name for row in after.rows] == [before.rows[1].name]

    in_library(url, test)


# --- somebody -----------------------------------------------------------------------------------------------------


def test_a_profile_tells_ratings_and_what_each_card_was_good_for(url: URL) -> None:
    async def test(library: Library) -> None:
        await library.keep(a_match("ann", "bob"), a_match("ann", "bob", number=2))
        ann = await library.reader().profile(Whose("ann"))
        assert ann is not None
        assert (ann.ratings["chess"].won, ann.ratings["chess"].streak, ann.upgrades, ann.best) == (2, 2, {}, None)
        bob = await library.reader().profile(Whose("bob"))
        assert bob is not None
        assert (bob.upgrades["shield"].taken, bob.upgrades["shield"].games, bob.upgrades["shield"].won) == (2, 2, 0)
        assert bob.best is None

    in_library(url, test)


def test_the_best_card_is_the_one_that_won_most_of_its_games_and_not_just_one(url: URL) -> None:
    async def test(library: Library) -> None:
        used = [Usage(1, "once", 1, 1, 1), Usage(1, "often", 3, 10, 9), Usage(1, "never", 2, 9, 0)]
        await library.keep(a_match("ann", "bob", upgrades=used))
        ann = await library.reader().profile(Whose("ann"))
        assert ann is not None
        assert ann.best == "often"

    in_library(url, test)


def test_an_account_is_found_however_its_name_is_written(url: URL) -> None:
    async def test(library: Library) -> None:
        await library.change("ann", username="Ann O", username_key="anno", password="a hash")
        found = await library.reader(public=True).profile(Whose("ANN 0"))
        assert found is not None
        assert found.username == "Ann O"
        assert await library.reader(public=True).profile(Whose("bob")) is None

    in_library(url, test)


def test_one_is_oneself_by_a_session_that_has_not_ended_or_by_a_guests_key(url: URL) -> None:
    async def test(library: Library) -> None:
        now_ms = library.now_ms
        rows = [
            {"hash": digest(secret), "person": "ann", "created_at": 1, "seen_at": 1, "expires_at": now_ms + until_ms}
            for secret, until_ms in (("valid", 1), ("ended", -1))
        ]
        async with library.database.writing() as connection:
            await connection.execute(insert(sessions), rows)
            await connection.execute(insert(guest_keys).values(hash=digest("key"), person="bob"))
        reader = library.reader(public=True)
        found = [await reader.profile(Whose(secret=secret)) for secret in ("valid", "key", "ended", "guessed")]
        assert [each.name if each else None for each in found] == ["ann", "bob", None, None]

    in_library(url, test)


def test_matches_are_told_page_by_page_the_newest_first(url: URL) -> None:
    async def test(library: Library) -> None:
        await library.keep(*(a_match("ann", "bob", number=n, at_ms=MONDAY_MS + n * 60_000) for n in range(1, 6)))
        first, second = [await library.reader().matches(Whose("ann"), page) for page in (1, 2)]
        assert first is not None
        assert second is not None
        assert [row.at for row in (*first.rows, *second.rows)] == [f"2026-01-05T00:0{n}:00Z" for n in (5, 4, 3, 2, 1)]
        assert (first.page, first.pages, second.page) == (1, 2, 2)

    in_library(url, test)


def test_a_match_tells_everybodys_result_and_what_it_did_to_their_rating(url: URL) -> None:
    async def test(library: Library) -> None:
        await library.keep(a_match("ann", ""))
        await library.keep(a_match("ann", "bot:quick", number=2, at_ms=MONDAY_MS + 1))
        found = await library.reader().matches(Whose("ann"), 1)
        assert found is not None
        with_bot, with_stranger = found.rows
        assert [(each.name, each.bot, each.you) for each in with_bot.players] == [
            ("ann", None, True),
            ("Rex", "quick", False),
        ]
        assert (with_bot.players[0].rating_change or 0) > 0
        assert [each.rating_change for each in with_stranger.players] == [None, None]

    in_library(url, test)


def test_whoever_was_deleted_has_no_name_in_anybodys_history(url: URL) -> None:
    async def test(library: Library) -> None:
        await library.keep(a_match("ann", "bob"))
        await library.change("bob", deleted_at=1)
        found = await library.reader().matches(Whose("ann"), 1)
        assert found is not None
        assert [each.name for each in found.rows[0].players] == ["ann", ""]

    in_library(url, test)


def test_of_a_quiz_of_many_the_first_are_named_and_oneself(url: URL) -> None:
    async def test(library: Library) -> None:
        many = [""] * 30
        seats = [*many, "ann"]
        places = {pid: pid for pid in range(1, 32)}
        score = {pid: 100.0 - pid for pid in range(1, 32)}
        await library.keep(a_match(*seats, game="quiz", places=places, score=score, upgrades=[], replay=None))
        found = await library.reader().matches(Whose("ann"), 1)
        assert found is not None
        (quiz,) = found.rows
        assert len(quiz.players) == 9
        assert (quiz.players[-1].you, quiz.players[-1].score, quiz.replay) == (True, 69.0, False)

    in_library(url, test)


def test_a_replay_that_is_not_kept_any_more_or_was_made_by_other_rules_is_refused_with_a_sentence(url: URL) -> None:
    async def test(library: Library) -> None:
        old, odd = a_match("ann", "bob", replay=None), a_match("ann", "bob", number=2, replay=b"\xc1")
        future = msgspec.msgpack.encode(Record(RECORD_FORMAT + 1, 3, 60, "full", []))
        newer = a_match("ann", "bob", number=3, replay=future)
        await library.keep(old, odd, newer)
        reader = library.reader()
        for match, sentence in ((old, TOO_OLD), (odd, OF_ANOTHER_VERSION), (newer, OF_ANOTHER_VERSION)):
            with pytest.raises(NoReplayError, match=re.escape(sentence)):
                await reader.replay(match.id)
        assert await reader.replay("nothing") is None

    in_library(url, test)


def test_a_replay_that_many_watch_is_made_once(url: URL) -> None:
    made: list[bytes] = []

    class Counting(ChessKind):
        def replay(self, record: bytes) -> ChessReplay:
            made.append(record)
            return ChessReplay(3, 60, [])

    async def test(library: Library) -> None:
        matches = [a_match("ann", "bob", number=number) for number in range(1, AT_HAND + 3)]
        await library.keep(*matches)
        reader = Reader(Config(), library, library.database, {"chess": Counting(Config())})  # type: ignore[arg-type]
        for match in (matches[0], matches[1], matches[0], *matches[2:], matches[0]):
            assert (await reader.replay(match.id)) is not None
        assert len(made) == len(matches) + 1

    in_library(url, test)


def test_a_record_whose_upgrades_or_moves_are_not_of_today_is_refused(url: URL) -> None:
    async def test(library: Library) -> None:
        board = board_state(ChessMachine.start((1, 2), ChessOptions(), b"seed", 0)[0].match.view(None, 0), 0)
        for number, changed in enumerate(
            (
                replace(board, moves=["e2e5"], left_ms=[1]),
                replace(board, moves=["e2e4"], left_ms=[]),
                replace(board, moves=["e2e4"], left_ms=[1], upgrades=Badges(white=["of another time"])),
            ),
            start=1,
        ):
            game = Finished(GameEnded(1, 1, "checkmate"), {1: 1.0}, msgspec.msgpack.encode(changed))
            record = msgspec.msgpack.encode(Record(RECORD_FORMAT, 3, 60, "full", [game]))
            match = a_match("ann", "bob", number=number, replay=record)
            await library.keep(match)
            with pytest.raises(NoReplayError, match=re.escape(OF_ANOTHER_VERSION)):
                await library.reader().replay(match.id)

    in_library(url, test)


def test_two_stand_against_each_other_as_their_common_matches_went(url: URL) -> None:
    async def test(library: Library) -> None:
        await library.keep(
            a_match("ann", "bob"),
            a_match("bob", "ann", number=2),
            a_match("ann", "bob", number=3),
            a_match("ann", "cid", number=4),
            a_match("cid", "bob", "ann", number=5, game="quiz", places={1: 1, 2: 2, 3: 2}, upgrades=[]),
        )
        found = await library.reader().against(Whose("ann"), "bob", 1)
        assert found is not None
        assert (found.won, found.drawn, found.lost, found.pages, len(found.rows)) == (2, 1, 1, 2, 3)
        turned = await library.reader().against(Whose("bob"), "ann", 1)
        assert turned is not None
        assert (turned.won, turned.drawn, turned.lost) == (1, 1, 2)
        assert await library.reader().against(Whose("ann"), "nobody", 1) is None

    in_library(url, test)

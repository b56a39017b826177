"""Watching with a delay: those who watch are told the same as others, so much later, and nothing that gives it away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from netcode.messages import (
    AnswerDraw,
    BoardState,
    Chat,
    ChatLine,
    ChooseUpgrade,
    ClientDisconnected,
    ClientReconnected,
    Emote,
    EmoteShown,
    Exit,
    GameOver,
    GameStarted,
    JoinGame,
    Kick,
    Latencies,
    ListGames,
    ListOfGames,
    LockRoom,
    MatchOver,
    Notice,
    OfferDraw,
    PlayAgain,
    PlayerChanged,
    PlayerJoined,
    PlayerLeft,
    PlayerList,
    Rated,
    Request,
    Resign,
    RoomLine,
    SetProfile,
    StartGame,
    TransferHost,
    UpgradeOffer,
    Witness,
)
from netcode.messages.chess import ChessLine
from server.games.interface import Recorded
from server.rooms.watching import MOST_HELD
from tests.helpers.chess_wire import chess_of, create_chess
from tests.helpers.disk import Disk
from tests.helpers.server import Client, Room, a_room, two_in_a_room

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DELAY_S = 30
FOOLS_MATE = ("f2f3", "e7e5", "g2g4", "d8h4")


def a_watched_room(delay_s: int | None = DELAY_S, **how: Any) -> Room:
    return a_room(options=create_chess(name="Ann", spectators=True, watch_delay=delay_s), **how)


def a_watcher(room: Room, name: str = "Eve") -> Client:
    watcher = room.client()
    assert watcher.ask(JoinGame(room.host.code, name, watch=True)).ok
    return watcher


def wait(room: Room, seconds: float) -> None:
    room.clock.pass_ms(int(seconds * 1000))


def test_whoever_watches_sees_a_move_as_much_later_as_the_host_has_said() -> None:
    room = a_watched_room(start=True)
    watcher = a_watcher(room)
    wait(room, DELAY_S)
    room.play("e2e4")
    wait(room, DELAY_S - 0.1)
    assert watcher.last(BoardState).last_move is None
    wait(room, 0.1)
    assert watcher.last(BoardState).last_move == "e2e4"


def test_players_see_it_at_once() -> None:
    room = a_watched_room(start=True)
    room.play("e2e4")
    assert [each.last(BoardState).last_move for each in (room.host, room.guest)] == ["e2e4", "e2e4"]


def test_whoever_comes_to_watch_is_shown_the_board_and_the_clocks_of_that_time() -> None:
    room = a_watched_room(start=True)
    wait(room, 10)
    room.play("e2e4")
    wait(room, 25)
    answer = room.client().ask(JoinGame(room.host.code, "Eve", watch=True))
    board = chess_of(answer.snapshot).board
    assert board is not None
    # Five of White's first ten seconds.
    assert (board.last_move, board.clocks_ms.white, board.running) == (None, 54_999, "white")


def test_before_its_beginning_is_seen_whoever_watches_is_still_in_the_lobby() -> None:
    room = a_watched_room(start=True)
    answer = room.client().ask(JoinGame(room.host.code, "Eve", watch=True))
    part = chess_of(answer.snapshot)
    assert (part.board, part.watch_delay) == (None, DELAY_S)


def play_a_match(room: Room) -> None:
    """Moves, offers, a mate, a draft, a draw, a flag, a player who is away, the match's end and another match."""
    loser = room.white
    room.play(*FOOLS_MATE)
    wait(room, 5)
    assert loser.ask(ChooseUpgrade(loser.last(UpgradeOffer).upgrades[1])).ok
    wait(room, 7)
    room.play("e2e4", "e7e5")
    assert room.white.ask(OfferDraw()).ok
    wait(room, 2)
    assert room.black.ask(AnswerDraw(accept=True)).ok
    wait(room, 30)
    room.white.ask(Resign())
    wait(room, 30)
    while not room.host.all(MatchOver):
        wait(room, 70)
    for player in (room.host, room.guest):
        assert player.ask(PlayAgain(again=True)).ok
    wait(room, 5)
    room.play("d2d4")


def of_the_match(watcher: Client) -> list[Notice]:
    """What the game has told somebody, but for the number of each telling."""
    told = [
        each for each in watcher.told if isinstance(each, BoardState | GameStarted | GameOver | MatchOver | Witness)
    ]
    return [replace(each, seq=0) if isinstance(each, BoardState) else each for each in told]


def test_a_whole_match_is_told_like_to_others_who_watch_and_no_time_is_lost() -> None:
    at_once, later = (a_watched_room(delay_s) for delay_s in (0, DELAY_S))
    told: list[list[Notice]] = []
    for room in (at_once, later):
        watcher = a_watcher(room)
        room.start()
        play_a_match(room)
        if room is later:
            assert len(of_the_match(watcher)) < len(told[0])
            wait(room, DELAY_S)
        told.append(of_the_match(watcher))
    # What comes after the last move has been told only to those who have waited for it.
    assert told[1][: len(told[0])] == told[0]
    assert any(isinstance(each, MatchOver) for each in told[0])


def test_snapshots_of_a_whole_match_are_those_of_the_time_before() -> None:
    at_once, later = (a_watched_room(delay_s) for delay_s in (0, DELAY_S))
    found = []
    for room in (at_once, later):
        watcher = a_watcher(room)
        room.start()
        play_a_match(room)
        wait(room, DELAY_S if room is later else 0)
        part = chess_of(watcher.back(watcher).snapshot)
        assert part.board is not None
        found.append(replace(part, watch_delay=0, board=replace(part.board, seq=0)))
    assert found[0] == found[1]


def test_what_players_say_is_heard_by_each_other_at_once_and_by_those_who_watch_later() -> None:
    room = a_watched_room(start=True)
    watcher = a_watcher(room)
    assert room.host.ask(Chat("my queen hangs")).ok
    assert room.host.ask(Emote("panic")).ok
    assert [line.text for line in room.guest.all(ChatLine)] == ["my queen hangs"]
    assert watcher.all(ChatLine) == []
    assert watcher.all(EmoteShown) == []
    wait(room, DELAY_S)
    assert [line.text for line in watcher.all(ChatLine)] == ["my queen hangs"]
    assert [shown.emote for shown in watcher.all(EmoteShown)] == ["panic"]


def test_those_who_watch_hear_each_other_at_once_and_players_hear_them() -> None:
    room = a_watched_room(start=True)
    eve, kim = a_watcher(room), a_watcher(room, "Kim")
    assert eve.ask(Chat("hello")).ok
    assert [each.all(ChatLine)[-1].text for each in (kim, room.host)] == ["hello", "hello"]


def test_whoever_comes_to_watch_does_not_read_what_players_have_just_said() -> None:
    room = a_watched_room(start=True)
    for text in ("gg", "one"):
        assert room.host.ask(Chat(text)).ok
    wait(room, DELAY_S)
    assert a_watcher(room).ask(Chat("hi all")).ok
    assert room.host.ask(Chat("gg")).ok
    snapshot = room.client().ask(JoinGame(room.host.code, "Kim", watch=True)).snapshot
    assert snapshot is not None
    assert [line.text for line in snapshot.chat] == ["gg", "one", "hi all"]
    assert [line.text for line in room.snapshot().chat] == ["gg", "one", "hi all", "gg"]


def flood(room: Room, word: Callable[[int], Request]) -> None:
    """Both players say more than is held back, within less than the delay."""
    for number in range(MOST_HELD):
        assert room.host.ask(word(number)).ok
        assert room.guest.ask(word(number)).ok
        wait(room, 0.25)


def test_players_who_flood_the_room_with_emotes_do_not_make_it_grow() -> None:
    room = a_watched_room(start=True)
    flood(room, lambda _: Emote("panic"))
    (opened,) = room.service.rooms
    assert len(opened.held) == MOST_HELD


@pytest.mark.parametrize("text", ["{}", "the same"])
def test_of_a_flood_of_lines_the_last_ones_are_heard_and_none_early(text: str) -> None:
    room = a_watched_room(start=True)
    watcher = a_watcher(room)
    flood(room, lambda number: Chat(text.format(number)))
    (opened,) = room.service.rooms
    assert len(opened.held) == MOST_HELD
    snapshot = room.client().ask(JoinGame(room.host.code, "Lou", watch=True)).snapshot
    assert snapshot is not None
    assert snapshot.chat == []
    assert room.snapshot().chat != []
    assert watcher.all(ChatLine) == []
    wait(room, DELAY_S)
    assert watcher.last(ChatLine).text == text.format(MOST_HELD - 1)


def test_the_room_talks_freely_before_the_match() -> None:
    room = a_watched_room()
    watcher = a_watcher(room)
    assert room.host.ask(Chat("who starts?")).ok
    assert watcher.last(ChatLine).text == "who starts?"


def test_the_list_of_members_gives_no_score_away() -> None:
    room = a_watched_room(start=True)
    watcher = a_watcher(room)
    room.play(*FOOLS_MATE)
    newcomer = a_watcher(room, "Kim")
    told = [each for who in (watcher, newcomer) for each in who.told]
    scores = [player.score for each in told if isinstance(each, PlayerList) for player in each.players]
    scores += [each.player.score for each in told if isinstance(each, PlayerJoined)]
    scores += [each.score or 0 for each in told if isinstance(each, PlayerChanged)]
    assert set(scores) == {0.0}


def test_that_a_match_is_rated_is_told_after_its_end_is_seen() -> None:
    room = a_watched_room(start=True)
    watcher = a_watcher(room)
    room.guest.ask(Exit())
    (opened,) = room.service.rooms
    over = room.host.last(MatchOver)
    assert over.replay is not None
    room.service.records.recorded(room.host.code, opened.id, Recorded(over.replay, {}))
    room.service.records.late(room.host.code, opened.id, over.replay)
    assert len(room.host.all(Rated)) == 2
    wait(room, DELAY_S)
    told = [type(each) for each in watcher.told if isinstance(each, MatchOver | Rated)]
    assert told == [MatchOver, Rated, Rated]


def test_whoever_has_played_and_comes_back_to_watch_sees_it_later_too() -> None:
    room = a_watched_room(start=True)
    wait(room, DELAY_S)
    room.guest.ask(Exit())
    part = chess_of(room.client().ask(JoinGame(room.host.code, "Bob again", watch=True)).snapshot)
    assert part.over is None


@pytest.mark.parametrize(("asked", "found"), [(None, 10), (60, 60), (0, 0)])
def test_the_server_says_how_long_where_the_host_has_not(asked: int | None, found: int) -> None:
    room = a_watched_room(asked, watch_delay_s=10)
    assert chess_of(room.snapshot()).watch_delay == found


@pytest.mark.parametrize(("asked", "found"), [(None, 30), (0, 30), (10, 30), (60, 60)])
def test_a_host_cannot_choose_less_than_the_server_allows(asked: int | None, found: int) -> None:
    room = a_watched_room(asked, watch_delay_s=10, least_watch_delay_s=30)
    assert chess_of(room.snapshot()).watch_delay == found


def of_people(client: Client) -> list[Notice]:
    """What somebody has been told of who is here, in order."""
    kinds = PlayerJoined | PlayerChanged | PlayerLeft | ClientDisconnected | ClientReconnected
    return [each for each in client.told if isinstance(each, kinds)]


def listed(room: Room) -> RoomLine:
    browser = room.client()
    assert browser.ask(ListGames()).ok
    (line,) = browser.last(ListOfGames).games
    return line


def players_shown(room: Room, name: str) -> list[tuple[str, bool, bool]]:
    """The players as somebody sees them who has just come to watch: name, connected, host."""
    answer = room.client().ask(JoinGame(room.host.code, name, watch=True))
    assert answer.snapshot is not None
    return [(each.name, each.connected, each.host) for each in answer.snapshot.players if each.role == "player"]


def test_that_a_player_is_away_is_seen_with_the_match_and_not_before() -> None:
    room = a_watched_room(start=True)
    watcher = a_watcher(room)
    wait(room, DELAY_S)
    watcher.told.clear()
    room.guest.close()
    wait(room, 5)
    assert room.host.all(ClientDisconnected)
    # A stand-in is about to play: nobody who watches knows.
    assert of_people(watcher) == []
    assert players_shown(room, "Kim") == [("Ann", True, True), ("Bob", True, False)]
    watcher.told.clear()
    wait(room, DELAY_S - 5)
    assert [type(each) for each in of_people(watcher)] == [ClientDisconnected, PlayerChanged]
    assert ("Bob", False, False) in players_shown(room, "Lou")


def test_that_a_player_is_back_is_seen_as_much_later() -> None:
    room = a_watched_room(start=True)
    watcher = a_watcher(room)
    room.guest.close()
    wait(room, 2)
    room.client().back(room.guest)
    wait(room, DELAY_S - 1)
    assert [type(each) for each in of_people(watcher)] == [ClientDisconnected, PlayerChanged]
    wait(room, 1)
    assert [type(each) for each in of_people(watcher)][2:] == [ClientReconnected, PlayerChanged]


def test_that_a_player_has_left_is_seen_with_the_end_and_by_nobody_before() -> None:
    room = a_watched_room(start=True)
    watcher = a_watcher(room)
    wait(room, DELAY_S)
    before = listed(room)
    watcher.told.clear()
    assert room.host.ask(Exit()).ok
    assert room.guest.all(MatchOver)
    assert of_people(watcher) == []
    assert players_shown(room, "Kim") == [("Ann", True, True), ("Bob", True, False)]
    assert listed(room) == before
    watcher.told.clear()
    wait(room, DELAY_S)
    assert watcher.all(MatchOver)
    assert ClientDisconnected(room.host.pid, left=True) in of_people(watcher)
    assert players_shown(room, "Lou") == [("Ann", False, False), ("Bob", True, True)]
    assert ChessLine.of(listed(room)).over


def test_that_players_leave_after_the_end_is_seen_after_the_end() -> None:
    room = a_watched_room(start=True)
    watcher = a_watcher(room)
    room.guest.ask(Resign())
    wait(room, 10)
    room.host.ask(Resign())
    while not room.host.all(MatchOver):
        wait(room, 1)
        room.guest.ask(Resign())
    watcher.told.clear()
    assert room.guest.ask(Exit()).ok
    assert of_people(watcher) == []
    wait(room, DELAY_S)
    told = [type(each) for each in watcher.told]
    assert told.index(MatchOver) < told.index(PlayerLeft)


def test_that_both_players_leave_is_seen_in_that_order() -> None:
    room = a_watched_room()
    assert room.host.ask(TransferHost(room.guest.pid)).ok
    assert room.guest.ask(StartGame()).ok
    watcher = a_watcher(room)
    wait(room, DELAY_S)
    watcher.told.clear()
    assert room.guest.ask(Exit()).ok
    assert room.host.ask(Exit()).ok
    assert of_people(watcher) == []
    wait(room, DELAY_S)
    assert [host for _, _, host in players_shown(room, "Kim")] == [False, False]


def test_the_name_of_a_player_who_has_left_is_free_once_that_is_seen() -> None:
    room = a_watched_room(start=True)
    watcher = a_watcher(room)
    wait(room, DELAY_S)
    assert room.host.ask(Exit()).ok
    assert room.client().error(JoinGame(room.host.code, "Ann", watch=True)) == "NAME_TAKEN"
    assert watcher.error(SetProfile(name="Ann")) == "NAME_TAKEN"
    wait(room, DELAY_S)
    assert watcher.ask(SetProfile(name="Ann")).ok


def test_whoever_watches_becomes_host_once_it_is_seen_that_the_players_have_left() -> None:
    room = a_watched_room(start=True)
    watcher = a_watcher(room)
    wait(room, DELAY_S)
    for player in (room.host, room.guest):
        assert player.ask(Exit()).ok
    assert watcher.error(LockRoom(locked=True)) == "NOT_HOST"
    wait(room, DELAY_S)
    assert watcher.ask(LockRoom(locked=True)).ok


@pytest.mark.parametrize("order", [TransferHost, partial(Kick, ban=False)])
def test_a_host_who_watches_does_not_learn_by_what_they_may_do_that_the_match_is_over(
    order: Callable[[int], Request],
) -> None:
    room = a_watched_room()
    watcher = a_watcher(room)
    assert room.host.ask(TransferHost(watcher.pid)).ok
    assert watcher.ask(StartGame()).ok
    wait(room, DELAY_S)
    assert room.host.ask(Exit()).ok
    assert room.guest.all(MatchOver)
    assert watcher.error(order(room.guest.pid)) == "NOT_NOW"
    wait(room, DELAY_S)
    assert watcher.ask(order(room.guest.pid)).ok


def test_a_host_who_stays_away_is_replaced_after_it_was_seen() -> None:
    room = a_watched_room(start=True, absent_host_s=5)
    watcher = a_watcher(room)
    wait(room, DELAY_S)
    watcher.told.clear()
    room.host.close()
    wait(room, DELAY_S - 1)
    assert of_people(watcher) == []
    wait(room, 2)
    changes = [each for each in of_people(watcher) if isinstance(each, PlayerChanged)]
    assert [(each.connected, each.host) for each in changes] == [(False, None), (None, False), (None, True)]


def test_the_latency_of_somebody_who_is_back_is_told_to_players_alone() -> None:
    room = a_watched_room(start=True, beat_s=1.0)
    watcher = a_watcher(room)
    room.guest.kernel_rtt_ms = 500.0
    room.client().back(room.guest)
    wait(room, 5)
    assert room.host.all(Latencies)
    assert watcher.all(Latencies) == []


def test_those_who_watch_see_each_other_come_and_go_at_once() -> None:
    room = a_watched_room(start=True)
    eve = a_watcher(room)
    kim = a_watcher(room, "Kim")
    assert kim.ask(Exit()).ok
    assert [type(each) for each in of_people(eve)][-2:] == [PlayerJoined, PlayerLeft]


def test_the_list_of_rooms_tells_the_delay() -> None:
    room = a_watched_room(start=True)
    assert ChessLine.of(listed(room)).watch_delay == DELAY_S


def lives_on(directory: Path, before: Callable[[Room], None], after: Callable[[Room, Client], None]) -> None:
    """The server is killed in between, and all who have not left come back to another one."""
    disk = Disk(directory)
    options = create_chess(name="Ann", spectators=True, watch_delay=DELAY_S)
    room = two_in_a_room(disk.service(), disk.clock, start=True, options=options)
    watcher = a_watcher(room)
    before(room)
    disk.written()
    disk.restart()
    room.service, room.clock = disk.service(), disk.clock
    back = []
    for seat in (room.host, room.guest, watcher):
        client = Client(room.service, "10.0.0.7")
        client.back(seat)
        client.pid, client.code, client.token = seat.pid, seat.code, seat.token
        back.append(client)
    room.host, room.guest = back[:2]
    after(room, back[2])
    disk.kill()


def test_a_killed_server_loses_nothing_that_is_still_to_be_seen(tmp_path: Path) -> None:
    def before(room: Room) -> None:
        wait(room, DELAY_S)
        room.play("e2e4")
        room.host.ask(Chat("oops"))
        wait(room, 10)

    def after(room: Room, watcher: Client) -> None:
        shown = chess_of(watcher.back(watcher).snapshot)
        assert shown.board is not None
        assert shown.board.last_move is None
        wait(room, DELAY_S - 10 - 1)
        assert watcher.all(ChatLine) == []
        wait(room, 1)
        assert watcher.last(BoardState).last_move == "e2e4"
        assert [line.text for line in watcher.all(ChatLine)] == ["oops"]

    lives_on(tmp_path, before, after)


def test_the_last_words_after_a_match_are_heard_after_a_kill_too(tmp_path: Path) -> None:
    def before(room: Room) -> None:
        room.guest.ask(Exit())
        room.host.ask(Chat("gg"))

    def after(room: Room, watcher: Client) -> None:
        # Time stands still until nobody is waited for any more.
        wait(room, DELAY_S + 10)
        assert watcher.all(MatchOver)
        assert [line.text for line in watcher.all(ChatLine)] == ["gg"]

    lives_on(tmp_path, before, after)

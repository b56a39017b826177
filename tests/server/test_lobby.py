"""Coming, going, talking: what each request does to the room and who hears of it."""

from __future__ import annotations

from typing import Any

import pytest

from netcode.messages import (
    BoardState,
    Chat,
    ChatLine,
    ClientDisconnected,
    ClientReconnected,
    CreateGame,
    Emote,
    EmoteShown,
    Exit,
    GameOver,
    JoinGame,
    Kick,
    Kicked,
    ListGames,
    ListOfGames,
    MakeMove,
    Malformed,
    MatchOver,
    PlayerLeft,
    PlayerList,
    Rejoin,
    Request,
    Resign,
    RoomLine,
    SetProfile,
    ShuttingDown,
    StartGame,
    decode_request,
)
from tests.helpers.chess_wire import board_of, create_chess
from tests.helpers.clock import HeldClock
from tests.helpers.server import KINDS, Client, a_room, a_server


def test_a_guest_hears_who_is_there_and_so_does_the_host() -> None:
    room = a_room()
    assert [player.name for player in room.host.members] == ["Ann", "Bob"]
    assert room.guest.members == room.host.members


def test_a_code_is_read_whatever_its_case() -> None:
    room = a_server()
    host = Client(room)
    host.ask(create_chess())
    assert Client(room).ask(JoinGame(host.code.lower(), "Bob")).ok


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (JoinGame("XXXX", "Cy"), "ROOM_NOT_FOUND"),
        (Rejoin("XXXX", 1, "t"), "ROOM_NOT_FOUND"),
        (StartGame(), "NOT_NOW"),
        (Chat("hi"), "NOT_NOW"),
        (Exit(), "NOT_NOW"),
        (create_chess(name="\u202eevil"), "BAD_NAME"),
    ],
    ids=lambda value: getattr(type(value), "wire_name", value),
)
def test_a_newcomer_is_refused(request_: Request, code: str) -> None:
    assert a_room().client().error(request_) == code


def test_a_third_player_finds_the_room_full() -> None:
    room = a_room()
    assert room.client().error(JoinGame(room.host.code, "Cy")) == "ROOM_FULL"


@pytest.mark.parametrize("name", ["ann", "ANN", "\u0410nn", "A nn"])
def test_a_name_that_looks_like_anothers_is_taken(name: str) -> None:
    server = a_server()
    host = Client(server)
    host.ask(create_chess(name="Ann"))
    assert Client(server).error(JoinGame(host.code, name)) == "NAME_TAKEN"


def test_only_the_host_starts() -> None:
    assert a_room().guest.error(StartGame()) == "NOT_HOST"


def test_a_match_needs_two() -> None:
    host = Client(a_server())
    host.ask(create_chess())
    assert host.error(StartGame()) == "NOT_NOW"


def test_a_match_starts_once() -> None:
    assert a_room(start=True).host.error(StartGame()) == "NOT_NOW"


def test_a_lost_connection_is_shown_at_once_and_the_seat_waits() -> None:
    room = a_room(start=True)
    room.guest.close()
    assert room.host.last(ClientDisconnected) == ClientDisconnected(2)
    again = room.client()
    answer = again.back(room.guest)
    assert answer.ok
    assert answer.snapshot is not None
    assert room.host.last(ClientReconnected) == ClientReconnected(2)


def test_the_newest_connection_of_a_player_wins() -> None:
    room = a_room()
    again = room.client()
    again.back(room.guest)
    assert room.guest.closed
    assert not room.host.all(ClientDisconnected)
    assert again.ask(Chat("here")).ok


def test_a_snapshot_from_ones_own_seat_disturbs_nobody() -> None:
    room = a_room(start=True)
    told = len(room.guest.told)
    assert room.host.back(room.host).snapshot is not None
    assert not room.host.closed
    assert len(room.guest.told) == told


def test_a_wrong_token_opens_no_seat() -> None:
    room = a_room()
    assert room.client().error(Rejoin(room.host.code, room.guest.pid, room.host.token)) == "BAD_TOKEN"


def test_leaving_for_good_loses_the_match() -> None:
    room = a_room(start=True)
    assert room.guest.ask(Exit()).ok
    assert room.host.last(MatchOver).result == "Win"
    assert room.host.last(MatchOver).reason == "forfeit"
    assert room.host.last(ClientDisconnected) == ClientDisconnected(2, left=True)
    assert room.client().back(room.guest).error == "BAD_TOKEN"


@pytest.mark.parametrize("when", ["lobby", "after the match"])
def test_who_leaves_while_no_match_runs_is_told_as_one_who_has_left(when: str) -> None:
    room = a_room(start=when != "lobby")
    if when != "lobby":
        room.host.ask(Exit())
        assert room.guest.last(MatchOver).reason == "forfeit"
        room = a_room(start=True)
        while not room.host.all(MatchOver):
            room.guest.ask(Resign())
            room.clock.pass_ms(30_000)
    room.guest.ask(Exit())
    assert room.host.last(PlayerLeft) == PlayerLeft(2)
    assert not room.host.all(ClientDisconnected)


@pytest.mark.parametrize("start", [False, True])
def test_a_table_at_home_closes_for_everybody_when_its_host_leaves(start: bool) -> None:
    room = a_room(start=start, closes_with_host=True, options=create_chess(name="Ann", spectators=True))
    watcher = room.client()
    assert watcher.ask(JoinGame(room.host.code, "Wes", watch=True)).ok
    room.host.ask(Exit())
    for each in (room.guest, watcher):
        assert each.last(ShuttingDown) == ShuttingDown(0, kept=False, message="Ann has closed the table.")
        assert each.closed
        assert not each.all(PlayerLeft)
    assert not any(player.host for told in room.guest.all(PlayerList) for player in told.players if player.pid == 2)
    assert bool(room.guest.all(MatchOver)) == start
    assert len(room.service.rooms) == 0
    assert room.client().error(JoinGame(room.host.code, "Cy")) == "ROOM_NOT_FOUND"


def test_a_table_at_home_stays_when_a_guest_leaves() -> None:
    room = a_room(closes_with_host=True)
    room.guest.ask(Exit())
    assert not room.host.all(ShuttingDown)
    assert not room.host.closed


def test_the_hosts_role_passes_on() -> None:
    room = a_room()
    room.host.ask(Exit())
    assert [player.host for player in room.guest.members] == [True]


def test_the_hosts_role_goes_to_somebody_who_is_there() -> None:
    room = a_room(options=create_chess(name="Ann", spectators=True))
    eve = room.client()
    eve.ask(JoinGame(room.host.code, "Eve", watch=True))
    room.guest.close()
    room.host.ask(Exit())
    assert [player.name for player in eve.members if player.host] == ["Eve"]


def test_a_host_who_stays_away_for_a_minute_is_replaced() -> None:
    room = a_room()
    room.host.close()
    room.clock.pass_ms(59_000)
    assert [player.name for player in room.guest.members if player.host] == ["Ann"]
    room.clock.pass_ms(1_001)
    assert [player.name for player in room.guest.members if player.host] == ["Bob"]
    again = room.client()
    assert again.back(room.host).ok
    assert again.error(StartGame()) == "NOT_HOST"


def test_a_host_who_comes_back_in_time_stays_host() -> None:
    room = a_room()
    room.host.close()
    room.clock.pass_ms(50_000)
    again = room.client()
    again.back(room.host)
    room.clock.pass_ms(60_000)
    assert again.ask(StartGame()).ok


def test_with_nobody_there_a_host_stays_host_until_somebody_is() -> None:
    room = a_room()
    room.guest.close()
    room.host.close()
    room.clock.pass_ms(70_000)
    back = room.client()
    back.back(room.guest)
    room.clock.pass_ms(60_000)
    assert back.ask(StartGame()).ok


def test_a_room_that_all_have_left_is_gone() -> None:
    room = a_room()
    room.host.ask(Exit())
    room.guest.ask(Exit())
    assert len(room.service.rooms) == 0


def test_a_room_with_nobody_connected_ends_after_five_minutes() -> None:
    room = a_room()
    room.host.close()
    room.guest.close()
    room.clock.pass_ms(299_000)
    assert len(room.service.rooms) == 1
    room.clock.pass_ms(1_001)
    assert len(room.service.rooms) == 0


def test_somebody_coming_back_keeps_the_room() -> None:
    room = a_room()
    room.host.close()
    room.guest.close()
    room.clock.pass_ms(299_000)
    room.client().back(room.guest)
    room.clock.pass_ms(600_000)
    assert len(room.service.rooms) == 1


def test_the_kicked_are_told_then_cut_off() -> None:
    room = a_room()
    assert room.host.ask(Kick(2)).ok
    assert room.guest.all(Kicked)
    assert room.guest.closed
    assert [player.name for player in room.host.members] == ["Ann"]


def test_the_banned_read_that_the_host_has_shown_them_out() -> None:
    room = a_room()
    room.host.ask(Kick(2, ban=True))
    assert Client(room.service, "10.0.0.2").error(JoinGame(room.host.code, "Bob")) == "BANNED"


def test_the_banned_do_not_come_back_under_another_name() -> None:
    room = a_room()
    room.host.ask(Kick(2, ban=True))
    assert Client(room.service, "10.0.0.2").error(JoinGame(room.host.code, "Zoe")) == "BANNED"
    assert Client(room.service, "10.0.0.2").back(room.guest).error == "BANNED"
    assert Client(room.service, "10.0.0.3").ask(JoinGame(room.host.code, "Zoe")).ok


def test_a_ban_spares_those_who_share_the_address_of_somebody_who_stays() -> None:
    server = a_server()
    host, guest = Client(server), Client(server)
    host.ask(create_chess(name="Ann"))
    guest.ask(JoinGame(host.code, "Bob"))
    host.ask(Kick(guest.pid, ban=True))
    assert Client(server).error(JoinGame(host.code, "bob")) == "BANNED"
    assert Client(server).ask(JoinGame(host.code, "Cy")).ok


def test_an_opponent_is_not_kicked_out_of_a_running_match() -> None:
    assert a_room(start=True).host.error(Kick(2)) == "NOT_NOW"


def test_only_the_host_kicks() -> None:
    assert a_room().guest.error(Kick(1)) == "NOT_HOST"


def test_chat_is_cleaned_and_kept_for_those_who_come_later() -> None:
    room = a_room()
    room.host.ask(Chat("  good\n\u202eluck "))
    assert room.guest.last(ChatLine) == ChatLine(1, "good luck", "Ann")
    assert room.snapshot().chat == [ChatLine(1, "good luck", "Ann")]


@pytest.mark.parametrize(("text", "code"), [("\u202e\n", "BAD_MESSAGE"), ("x" * 201, "TOO_LARGE")])
def test_chat_has_one_to_two_hundred_characters(text: str, code: str) -> None:
    assert a_room().host.error(Chat(text)) == code


def test_an_emote_is_shown_to_all() -> None:
    room = a_room()
    room.host.ask(Emote("gg"))
    assert room.guest.last(EmoteShown) == EmoteShown(1, "gg")


def test_an_unknown_emote_is_refused() -> None:
    assert a_room().host.error(Emote("<script>")) == "BAD_MESSAGE"


def test_a_new_name_is_seen_by_all() -> None:
    room = a_room()
    room.host.ask(SetProfile("Zoe"))
    assert room.guest.members[0].name == "Zoe"


def test_a_picture_is_seen_by_all_and_the_name_stays() -> None:
    room = a_room()
    room.host.ask(SetProfile(picture="pup:cocoa"))
    assert [(each.name, each.picture) for each in room.guest.members] == [
        ("Ann", "pup:cocoa"), ("Bob", None),
    ]  # fmt: skip
    room.host.ask(SetProfile("Zoe"))
    assert room.guest.members[0].picture == "pup:cocoa"


def test_a_picture_that_is_no_pup_is_refused() -> None:
    with pytest.raises(Malformed):
        decode_request("SetProfile", b'{"picture": "http://evil.example/x.png"}')


def test_spectators_come_in_only_where_the_host_lets_them() -> None:
    room = a_room()
    assert room.client().error(JoinGame(room.host.code, "Eve", watch=True)) == "NOT_NOW"


def test_a_spectator_sees_the_board_but_does_not_play() -> None:
    room = a_room(start=True, options=create_chess(name="Ann", spectators=True))
    eve = room.client()
    answer = eve.ask(JoinGame(room.host.code, "Eve", watch=True))
    assert answer.snapshot is not None
    assert board_of(answer.snapshot).color is None
    assert eve.raw("Resign", b"{}").error == "NOT_NOW"


def listed(client: Client, **which: Any) -> list[RoomLine]:
    assert client.ask(ListGames(**which)).ok
    return client.last(ListOfGames).games


def test_the_list_has_open_rooms_only() -> None:
    server = a_server()
    ann, bob, cy = (Client(server) for _ in range(3))
    ann.ask(create_chess(name="Ann"))
    bob.ask(create_chess(name="Bob", private=True))
    games = listed(cy)
    assert [game.host for game in games] == ["Ann"]
    cy.ask(JoinGame(ann.code, "Cy"))
    assert listed(cy) == []


def test_a_match_that_may_be_watched_is_listed_after_the_open_ones() -> None:
    room = a_room(start=True, options=create_chess(name="Ann", spectators=True))
    Client(room.service).ask(create_chess(name="Zoe"))
    games = listed(room.client())
    assert [(game.host, game.running) for game in games] == [("Zoe", False), ("Ann", True)]


@pytest.mark.parametrize(
    "options",
    [create_chess(name="Ann"), create_chess(name="Ann", spectators=True, private=True)],
    ids=["closed", "private"],
)
def test_a_match_that_nobody_may_watch_or_that_is_private_is_not_listed(options: CreateGame) -> None:
    assert listed(a_room(start=True, options=options).client()) == []


def test_wrong_codes_are_counted_by_address() -> None:
    server = a_server(clock := HeldClock())
    host = Client(server)
    host.ask(create_chess())
    guesser = Client(server, "6.6.6.6")
    for _ in range(10):
        assert guesser.error(JoinGame("QQQQ")) == "ROOM_NOT_FOUND"
    assert guesser.error(JoinGame(host.code)) == "TOO_FAST"
    clock.pass_ms(17_200)
    answer = guesser.ask(JoinGame(host.code))
    assert (answer.wait_ms, answer.message) == (42_800, "Too many wrong codes. Try again in 43 seconds.")
    assert Client(server, "7.7.7.7").ask(JoinGame(host.code)).ok
    clock.pass_ms(60_001)
    assert guesser.error(JoinGame(host.code)) == "ROOM_FULL"


def test_an_address_opens_so_many_rooms_and_no_more() -> None:
    server = a_server(rooms_per_address=1)
    first, second = Client(server), Client(server)
    first.ask(create_chess())
    assert second.error(create_chess()) == "SERVER_FULL"
    first.ask(Exit())
    assert second.ask(create_chess()).ok


# --- resends ----------------------------------------------------------------------------------------------


def test_a_request_that_was_done_already_is_answered_well_and_not_done_again() -> None:
    room = a_room()
    for _ in range(2):
        assert room.host.ask(Chat("hello", n=1)).ok
    assert [line.text for line in room.guest.all(ChatLine)] == ["hello"]
    assert room.snapshot().n == 1


def test_only_what_was_really_done_is_answered_as_such() -> None:
    """After a far too high number, a lower one is refused: neither done nor said to be."""
    room = a_room(start=True)
    assert room.white.ask(Chat("hello", n=2**31)).ok
    assert room.white.error(MakeMove("e2e4", 0, n=1)) == "NOT_NOW"
    assert room.black.last(BoardState).ply == 0


def test_another_request_under_a_number_that_was_used_is_refused() -> None:
    room = a_room(start=True)
    assert room.white.ask(MakeMove("e2e4", 0, n=1)).ok
    assert room.white.error(MakeMove("d2d4", 0, n=1)) == "NOT_NOW"
    assert room.white.error(Chat("hello", n=1)) == "NOT_NOW"
    assert room.white.ask(MakeMove("e2e4", 0, n=1)).ok
    assert room.black.last(BoardState).ply == 1


def test_what_was_done_long_ago_is_not_remembered() -> None:
    """A member's memory is short: what is sent again after a broken line is among the newest."""
    room = a_room()
    for n in range(1, 41):
        assert room.host.ask(Chat(f"line {n}", n=n)).ok
    assert room.host.ask(Chat("line 40", n=40)).ok
    assert room.host.error(Chat("line 1", n=1)) == "NOT_NOW"
    assert len(room.guest.all(ChatLine)) == 40


def test_a_resend_is_known_after_a_restart_of_the_server() -> None:
    room = a_room()
    assert room.host.ask(Chat("hello", n=1)).ok
    kept = room.service.rooms.find(room.host.code)
    assert kept is not None
    restored = type(kept).restore(kept.state(), kept.encoded_options, KINDS)
    assert restored.members[room.host.pid].done.has(Chat("hello", n=1))


def test_requests_without_a_number_are_done_each_time() -> None:
    room = a_room()
    for _ in range(2):
        room.host.ask(Chat("hello"))
    assert len(room.guest.all(ChatLine)) == 2


def test_a_refused_request_may_be_sent_again() -> None:
    room = a_room()
    assert room.host.error(Chat("", n=1)) == "BAD_MESSAGE"
    assert room.host.ask(Chat("hello", n=1)).ok
    assert len(room.guest.all(ChatLine)) == 1


def test_the_numbers_of_two_members_have_nothing_to_do_with_each_other() -> None:
    room = a_room()
    assert room.host.ask(Chat("hello", n=5)).ok
    room.guest.ask(Chat("hi", n=1))
    assert len(room.host.all(ChatLine)) == 2


def test_a_resignation_sent_again_after_coming_back_does_not_cost_the_next_game() -> None:
    room = a_room(start=True)
    assert room.host.ask(Resign(n=1)).ok
    room.host.close()
    room.clock.pass_ms(25_000)
    again = room.client()
    again.back(room.host)
    assert again.ask(Resign(n=1)).ok
    assert len(room.guest.all(GameOver)) == 1


# --- the list that updates itself -------------------------------------------------------------------------


def shown(client: Client) -> list[str]:
    return [game.host for game in client.last(ListOfGames).games]


def test_whoever_asked_for_the_list_is_told_when_it_changes() -> None:
    server = a_server(clock := HeldClock())
    looker, ann, bob = (Client(server) for _ in range(3))
    looker.ask(ListGames(subscribe=True))
    ann.ask(create_chess(name="Ann"))
    clock.pass_ms(1_000)
    assert shown(looker) == ["Ann"]
    bob.ask(JoinGame(ann.code, "Bob"))
    clock.pass_ms(1_000)
    assert shown(looker) == []
    bob.ask(Exit())
    clock.pass_ms(1_000)
    assert shown(looker) == ["Ann"]
    ann.ask(Exit())
    clock.pass_ms(1_000)
    assert shown(looker) == []


def test_a_match_that_everybody_has_left_behind_goes_from_the_list_within_seconds() -> None:
    """No room changes by that: those who play are only not connected."""
    room = a_room(start=True, options=create_chess(name="Ann", spectators=True))
    looker = room.client()
    looker.ask(ListGames(subscribe=True))
    assert [game.running for game in looker.last(ListOfGames).games] == [True]
    for client in (room.host, room.guest):
        client.close()
    room.clock.pass_ms(4_000)
    assert shown(looker) == []


def test_the_list_comes_a_page_at_a_time() -> None:
    server = a_server(games_per_page=3)
    for number in range(7):
        Client(server).ask(create_chess(name=f"Host {number}"))
    looker = Client(server)
    pages = [(shown(looker), looker.last(ListOfGames).page) for page in (1, 2, 3, 9) if listed(looker, page=page)]
    assert pages == [
        (["Host 0", "Host 1", "Host 2"], 1),
        (["Host 3", "Host 4", "Host 5"], 2),
        (["Host 6"], 3),
        (["Host 6"], 3),
    ]
    assert looker.last(ListOfGames).pages == 3


def test_a_list_is_sent_once_for_each_request() -> None:
    looker = Client(a_server())
    answer = looker.ask(ListGames())
    assert (answer.ok, len(looker.all(ListOfGames)), hasattr(answer, "games")) == (True, 1, False)


def test_who_asked_just_once_is_not_told_of_changes() -> None:
    server = a_server(clock := HeldClock())
    looker = Client(server)
    looker.ask(ListGames())
    Client(server).ask(create_chess(name="Ann"))
    clock.pass_ms(2_000)
    assert len(looker.all(ListOfGames)) == 1


def test_one_list_is_made_for_all_who_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asking is cheap, and many do."""
    server = a_server(clock := HeldClock())
    for number in range(5):
        Client(server).ask(create_chess(name=f"Host {number}"))
    made: list[str | None] = []
    make = server.rooms.listed

    def counting(game: str | None) -> Any:
        made.append(game)
        return make(game)

    monkeypatch.setattr(server.rooms, "listed", counting)
    lookers = [Client(server) for _ in range(10)]
    for looker in lookers:
        listed(looker)
    assert made == [None]
    clock.pass_ms(1_000)
    listed(lookers[0])
    assert made == [None, None]


def test_many_changes_are_one_list_a_second() -> None:
    server = a_server(clock := HeldClock())
    looker = Client(server)
    looker.ask(ListGames(subscribe=True))
    for number in range(10):
        Client(server).ask(create_chess(name=f"Host {number}"))
        clock.pass_ms(100)
    assert len(looker.all(ListOfGames)) == 2


def test_a_list_that_is_the_same_again_is_not_sent() -> None:
    server = a_server(clock := HeldClock())
    looker, ann = Client(server), Client(server)
    looker.ask(ListGames(subscribe=True))
    ann.ask(create_chess(name="Ann", private=True))
    clock.pass_ms(2_000)
    assert len(looker.all(ListOfGames)) == 1


def test_whoever_sits_down_hears_no_more_of_the_list() -> None:
    server = a_server(clock := HeldClock())
    looker = Client(server)
    looker.ask(ListGames(subscribe=True))
    looker.ask(create_chess(name="Eve"))
    Client(server).ask(create_chess(name="Ann"))
    clock.pass_ms(2_000)
    assert len(looker.all(ListOfGames)) == 1


def test_a_server_that_stops_says_so_before_it_hangs_up() -> None:
    room = a_room()
    room.service.stop()
    assert not room.guest.last(ShuttingDown).kept
    assert room.guest.closed

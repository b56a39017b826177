"""Several processes, one room: whoever asks any of them comes to it, and it is never two processes' at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from netcode.messages import Chat, ChatLine, JoinGame, ListGames, ListOfGames, Moved, Rejoin, encode
from server.cluster.shares import Share
from server.store.redis_keys import room_key
from tests.helpers.chess_wire import create_chess
from tests.helpers.cluster import SHORT_MS

if TYPE_CHECKING:
    from collections.abc import Callable

    from netcode.messages import ActionSuccess
    from tests.helpers.cluster import Cluster

OPTIONS = create_chess(name="Ann")


def test_a_room_of_another_process_is_elsewhere(cluster: Callable[..., Cluster]) -> None:
    place = cluster("one", "two")
    host = place.at("one")
    host.ask(OPTIONS)
    answer = place.at("two").ask(JoinGame(host.code, "Bob"))
    assert (answer.error, answer.url) == ("ELSEWHERE", "http://one.test")


def test_what_nobody_has_is_not_found(cluster: Callable[..., Cluster]) -> None:
    place = cluster("one", "two")
    assert place.at("two").ask(JoinGame("QQQQQQ", "Bob")).error == "ROOM_NOT_FOUND"


def test_other_requests_wait_behind_in_their_order(cluster: Callable[..., Cluster]) -> None:
    place = cluster("one", "two")
    caller = place.at("two")
    answers = caller.begin(JoinGame("QQQQQQ", "Bob"), Chat("hello"))
    place.until(lambda: len(answers) == 2)
    assert [answer.error for answer in answers] == ["ROOM_NOT_FOUND", "NOT_NOW"]


def test_a_dead_process_leaves_its_rooms_to_whichever_is_asked(cluster: Callable[..., Cluster]) -> None:
    place = cluster("one", "two", lease_ms=SHORT_MS)
    host = place.at("one")
    host.ask(OPTIONS)
    host.ask(Chat("before"))
    place["one"].frozen = True
    again = host.back_at("two")
    assert again.snapshot is not None
    assert [line.text for line in again.snapshot.chat] == ["before"]
    assert place["two"].cluster.takeover.taken == 1


def test_rooms_of_a_dead_process_are_spread_though_all_come_back_to_the_same_one(
    cluster: Callable[..., Cluster],
) -> None:
    place = cluster("one", "two", "three", lease_ms=5 * SHORT_MS)
    hosts = [place.at("one") for _ in range(16)]
    for host in hosts:
        host.ask(OPTIONS)
    place["one"].frozen = True
    for host in hosts:
        host.back_at("two")
    two, three = (place[name].cluster.takeover.taken for name in ("two", "three"))
    assert two + three == len(hosts)
    assert min(two, three) >= 4


def test_a_room_that_is_passed_on_never_goes_round_in_circles(cluster: Callable[..., Cluster]) -> None:
    place = cluster("one", "two", "three")
    codes = [f"CODE{number}" for number in range(50)]
    for node in place:
        # Each believes that it has far more than the others.
        node.lease.rooms = lambda: 1_000
        node.lease.peers = {name: replace(peer, rooms=0) for name, peer in node.lease.peers.items()}
    by_url = {node.lease.url: node.lease for node in place}
    for code in codes:
        for lease in by_url.values():
            here, hops = lease, 0
            while (there := here.fairer_place(code)) is not None:
                here, hops = by_url[there.url], hops + 1
                assert hops < len(by_url)


def test_of_two_who_come_back_at_once_both_find_the_same_room(cluster: Callable[..., Cluster]) -> None:
    place = cluster("one", "two", "three", lease_ms=SHORT_MS)
    host, guest = place.at("one"), place.at("one", "10.0.0.2")
    host.ask(OPTIONS)
    guest.ask(JoinGame(host.code, "Bob"))
    place["one"].frozen = True
    place.until(lambda: not place["one"].lease.valid)
    asked = [(host.seat_at("two"), host), (guest.seat_at("three"), guest), (host.seat_at("three"), host)]
    answers = [caller.begin(seat.rejoin()) for caller, seat in asked]
    place.until(lambda: all(answers))
    told: list[ActionSuccess] = [answer for (answer,) in answers]
    owner = "two" if told[0].ok else "three"
    assert all(answer.ok or answer.url == f"http://{owner}.test" for answer in told)
    assert sum(node.cluster.takeover.taken for node in place) == 1


def test_a_frozen_owner_that_thaws_tells_nobody_its_late_news_and_sends_its_people_on(
    cluster: Callable[..., Cluster],
) -> None:
    place = cluster("one", "two", lease_ms=SHORT_MS)
    host, guest = place.at("one"), place.at("one", "10.0.0.2")
    host.ask(OPTIONS)
    guest.ask(JoinGame(host.code, "Bob"))
    place["one"].frozen = True
    # What it has to say is still in the process.
    place["one"].connection._flushing = True
    late = host.begin(Chat("late"))
    again = host.back_at("two")
    assert again.ask(Chat("in time")).ok
    place["one"].frozen = False
    place["one"].in_loop(place["one"].connection.flush)
    place.until(lambda: host.closed and guest.closed)
    assert late == []
    assert guest.last(Moved) == Moved("http://two.test", host.code)
    assert guest.all(ChatLine) == []
    answer = again.ask(host.rejoin())
    assert answer.snapshot is not None
    assert [line.text for line in answer.snapshot.chat] == ["in time"]


def test_a_wrong_code_counts_on_all_processes_together(cluster: Callable[..., Cluster]) -> None:
    place = cluster("one", "two", wrong_codes_per_min=4)
    host = place.at("one")
    host.ask(OPTIONS)
    for name in ("one", "two", "one", "two"):
        assert place.at(name, "10.6.6.6").ask(JoinGame("QQQQQQ", "Mal")).error == "ROOM_NOT_FOUND"
    refused = place.at("two", "10.6.6.6").ask(JoinGame(host.code, "Mal"))
    assert (refused.error, refused.url) == ("TOO_FAST", None)
    key = place["one"].service.rooms.find(host.code).key  # type: ignore[union-attr]
    assert place.at("two", "10.6.6.6").ask(JoinGame(host.code, "Mal", key=key)).error == "ELSEWHERE"
    assert place.at("two", "10.6.6.6").ask(JoinGame(host.code, "Mal", key="WRONG")).error == "TOO_FAST"


def test_a_seats_owner_comes_back_however_many_codes_were_guessed_next_door(cluster: Callable[..., Cluster]) -> None:
    place = cluster("one", "two", wrong_codes_per_min=1)
    host = place.at("one", "10.6.6.6")
    host.ask(OPTIONS)
    place.at("two", "10.6.6.6").ask(JoinGame("QQQQQQ", "Mal"))
    assert place.at("two", "10.6.6.6").ask(Rejoin(host.code, host.pid, host.token)).error == "ELSEWHERE"


def test_two_who_come_back_to_one_process_at_once_sit_in_the_same_room(cluster: Callable[..., Cluster]) -> None:
    place = cluster("one", "two", lease_ms=SHORT_MS)
    host, guest = place.at("one"), place.at("one", "10.0.0.2")
    host.ask(OPTIONS)
    guest.ask(JoinGame(host.code, "Bob"))
    place["one"].frozen = True
    place.until(lambda: not place["two"].lease.others())
    two = place["two"]
    first, second = host.seat_at("two"), guest.seat_at("two")
    answers: list[list[ActionSuccess]] = [[]]
    take, asked = two.store.take, msgspec.Raw(encode(guest.rejoin()))

    def take_and_ask(*arguments: Any) -> None:
        """The second one asks while the first one's taking is on its way."""
        two.store.take = take  # type: ignore[method-assign]
        take(*arguments)
        two.service.receive(second.session, "Rejoin", asked, answers[0].append)

    two.store.take = take_and_ask  # type: ignore[assignment, method-assign]
    answers.append(first.begin(host.rejoin()))
    place.until(lambda: all(answers))
    assert place["two"].cluster.takeover.taken == 1
    seats = [caller.session.seat for caller in (first, second)]
    assert seats[0] is not None
    assert seats[1] is not None
    assert seats[0][0] is seats[1][0]


def test_a_room_whose_taking_was_not_heard_of_is_taken_again(cluster: Callable[..., Cluster]) -> None:
    place = cluster("one", "two", lease_ms=SHORT_MS)
    host = place.at("one")
    host.ask(OPTIONS)
    place["one"].frozen = True
    two = place["two"]
    place.until(lambda: not two.lease.others())
    unheard = ("HSET", room_key(host.code), "owner", "two", "epoch", 2)
    two.in_loop(lambda: two.connection.send(unheard, lambda _: None))
    assert host.seat_at("two").ask(host.rejoin()).ok


def test_a_process_that_is_cut_off_from_redis_sends_people_to_one_that_may_not_be(
    cluster: Callable[..., Cluster],
) -> None:
    place = cluster("one", "two", "three", lease_ms=SHORT_MS)
    host = place.at("one")
    host.ask(OPTIONS)
    place["one"].frozen = True
    place.until(lambda: not place["two"].lease.others()[1:])
    two = place["two"]
    line = two.connection._transport
    assert line is not None
    two.in_loop(line.pause_reading)
    answer = host.seat_at("two").ask(host.rejoin())
    assert (answer.error, answer.url) == ("ELSEWHERE", "http://three.test")
    two.in_loop(line.resume_reading)


def test_an_owner_that_is_cut_off_from_redis_sends_its_people_to_one_that_may_not_be(
    cluster: Callable[..., Cluster],
) -> None:
    place = cluster("one", "two", lease_ms=SHORT_MS)
    host = place.at("one")
    host.ask(OPTIONS)
    place.until(lambda: bool(place["one"].lease.others()))
    one = place["one"]
    one.lease._patience_ms = 600_000.0
    line = one.connection._transport
    assert line is not None
    one.in_loop(line.pause_reading)
    place.until(lambda: not one.lease.valid)
    answer = host.seat_at("one").ask(host.rejoin())
    assert (answer.error, answer.url) == ("ELSEWHERE", "http://two.test")
    one.in_loop(line.resume_reading)


def test_whoever_comes_back_while_redis_is_away_is_let_in_when_it_is_back(cluster: Callable[..., Cluster]) -> None:
    place = cluster("one", lease_ms=SHORT_MS)
    host = place.at("one")
    host.ask(OPTIONS)
    place["one"].lease._patience_ms = SHORT_MS
    place.redis.freeze()
    try:
        place.until(lambda: place["one"].lease.failing is not None)
        answers = host.seat_at("one").begin(host.rejoin())
    finally:
        place.redis.thaw()
    place.until(lambda: [answer.ok for answer in answers] == [True])


def test_whoever_asks_while_redis_is_away_is_let_in_when_it_is_back(cluster: Callable[..., Cluster]) -> None:
    place = cluster("one", lease_ms=SHORT_MS)
    host = place.at("one")
    host.ask(OPTIONS)
    place["one"].lease._patience_ms = SHORT_MS
    place.redis.freeze()
    try:
        answers = place.at("one").begin(JoinGame("QQQQQQ", "Bob"))
        place.until(lambda: place["one"].lease.failing is not None)
        assert answers == []
    finally:
        place.redis.thaw()
    place.until(lambda: [answer.error for answer in answers] == ["ROOM_NOT_FOUND"])


def test_the_list_has_the_rooms_of_all_processes(cluster: Callable[..., Cluster]) -> None:
    place = cluster("one", "two")
    host, other = place.at("one"), place.at("two", "10.0.0.2")
    host.ask(OPTIONS)
    other.ask(OPTIONS)
    reader = place.at("two", "10.0.0.3")

    def listed() -> set[str]:
        reader.ask(ListGames())
        return {line.code for line in reader.last(ListOfGames).games}

    place.until(lambda: listed() == {host.code, other.code})
    place["one"].in_loop(lambda: place["one"].service.drain(lambda: None))
    # It is the other one's from now on, once somebody asks for it.
    host.back_at("two")
    place.until(lambda: listed() == {host.code, other.code})


def test_what_an_address_holds_counts_on_all_processes_together(cluster: Callable[..., Cluster]) -> None:
    place = cluster("one", "two", rooms_per_address=2)
    first, second = place.at("one"), place.at("one")
    assert first.ask(OPTIONS).ok
    assert second.ask(OPTIONS).ok
    third = place.at("two")
    place.until(lambda: bool(place["two"].service.limits.rooms.elsewhere))
    assert third.ask(OPTIONS).error == "SERVER_FULL"
    assert place.at("two", "10.0.0.9").ask(OPTIONS).ok


def test_what_a_process_tells_is_heard_though_another_ones_share_cannot_be_read(
    cluster: Callable[..., Cluster],
) -> None:
    two = cluster("two")["two"]
    told = Share(encode(ListOfGames([])), {}, {"10.0.0.1": 2})
    said = [b"of another version", msgspec.msgpack.encode(replace(told, games=b"so is this")), None]
    two.in_loop(lambda: two.cluster._shares._heard(["newer", "one", "gone"], said))
    assert two.service.limits.rooms.elsewhere == {"10.0.0.1": 2}

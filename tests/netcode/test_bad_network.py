"""Delayed, cut and half-open lines between real clients and a server: nobody is stuck, and no clock gains by it."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from random import Random
from typing import TYPE_CHECKING

import pytest

from game.chess.bot.levels import LEVELS
from game.chess.bot.online import Wake, play
from game.chess.bot.plan import Plan
from game.chess.match.clock import MEASUREMENT_SLACK_MS, LagRule
from game.chess.match.state import MatchOptions
from game.client.games import GAMES
from game.client.net.session import Session
from netcode import messages as m
from netcode.transport import Answered, Connected, Incoming, Received, SocketIOTransport
from server.config import Config
from server.embed import EmbeddedServer
from server.games import absence, chess
from tests.helpers.caller import Caller
from tests.helpers.chess_wire import chess_of, create_chess
from tests.helpers.desktop import wait_for
from tests.helpers.fake_transport import match_in
from tests.helpers.proxy import a_bad_network

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from game.chess.bot.player import Player
    from tests.helpers.proxy import Proxy

PATIENCE_S = 120.0
LOOK_S = 0.005


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody here needs three seconds to get ready."""
    monkeypatch.setattr(chess, "MatchOptions", partial(MatchOptions, countdown_ms=100))


@pytest.fixture
def server(hurry: None) -> Iterator[EmbeddedServer]:
    del hurry
    # The bad network is a proxy, and a declared one: the system's own figure ends there.
    running = EmbeddedServer.start(Config(port=0, trusted_proxies="127.0.0.1"))
    yield running
    running.stop()


@pytest.fixture
def server_without_heartbeats(hurry: None) -> Iterator[EmbeddedServer]:
    """One that never measures a line."""
    del hurry
    running = EmbeddedServer.start(Config(port=0, trusted_proxies="127.0.0.1", beat_s=0.0))
    yield running
    running.stop()


@pytest.fixture
def network(server: EmbeddedServer) -> Iterator[Proxy]:
    with a_bad_network(server.port) as proxy:
        yield proxy


class Person:
    """The client's own model on a real line, polled by hand."""

    def __init__(self, url: str) -> None:
        self.session = Session(SocketIOTransport, GAMES)
        self.url = url

    def open(self, request: m.Request) -> None:
        self.session.open(self.url, request, self.now_ms())
        self.until(lambda: self.session.place in {"lobby", "match"})

    def now_ms(self) -> int:
        return time.monotonic_ns() // 1_000_000

    def until(self, holds: Callable[[], bool], *others: Person) -> None:
        """Let them all take in what comes until it is so."""
        end = time.monotonic() + PATIENCE_S
        while not holds():
            assert time.monotonic() < end, f"stuck: {self.session.place}, {self.session.connection}"
            for person in (self, *others):
                person.session.poll(person.now_ms())
            time.sleep(LOOK_S)

    @property
    def credit_ms(self) -> int:
        """What both have got back in this game for their lines, as the server said last."""
        board = match_in(self.session).board
        assert board is not None
        return board.credit_ms.white + board.credit_ms.black


class Table:
    """Ann on a good line, Bob behind the bad network, and a match between them whose clock runs."""

    def __init__(self, server: EmbeddedServer, network: Proxy, **options: str) -> None:
        self.ann, self.bob, self.network = Person(server.url), Person(network.url), network
        self.ann.open(create_chess(name="Ann", **options))
        self.bob.open(m.JoinGame(self.ann.session.room.code, "Bob"))
        self.ann.until(lambda: len(self.ann.session.room.people.players) == 2)
        self.ann.session.start()
        self.until(lambda: all(match_in(person.session).board is not None for person in (self.ann, self.bob)))
        self.until(lambda: all(person.phase == "playing" for person in self.sides()))

    def sides(self) -> list[_Side]:
        return [_Side(self.ann), _Side(self.bob)]

    def until(self, holds: Callable[[], bool]) -> None:
        self.ann.until(holds, self.bob)

    def mover(self) -> Person:
        """Whose turn it is, once they know it."""
        self.until(lambda: match_in(self.ann.session).can_move or match_in(self.bob.session).can_move)
        return self.ann if match_in(self.ann.session).can_move else self.bob

    def play(self, *moves: str) -> None:
        for uci in moves:
            ply = len(match_in(self.ann.session).moves)
            mover = self.mover()
            match_in(mover.session).move(uci, mover.now_ms())
            self.until(lambda ply=ply: all(side.ply == ply + 1 for side in self.sides()))  # type: ignore[misc]

    def bob_to_move(self) -> None:
        if self.mover() is self.ann:
            self.play("e2e4")
        self.until(lambda: match_in(self.bob.session).can_move)

    def close(self) -> None:
        for person in (self.ann, self.bob):
            person.session.close()


class _Side:
    def __init__(self, person: Person) -> None:
        board = match_in(person.session).board
        assert board is not None
        self.phase, self.ply = board.phase, board.ply


@pytest.fixture
def table(server: EmbeddedServer, network: Proxy) -> Iterator[Table]:
    table = Table(server, network)
    yield table
    network.thaw()
    table.close()


# --- half-open lines --------------------------------------------------------------------------------------


def test_of_a_half_open_line_the_opponent_is_told_and_it_heals_by_itself(table: Table) -> None:
    table.bob_to_move()
    # So that the server knows that this client answers its heartbeats.
    table.until(lambda: any(player.latency_ms is not None for player in table.ann.session.room.people.players))
    table.network.freeze()
    table.until(lambda: bool(table.ann.session.room.people.absent))
    table.until(lambda: table.bob.session.connection == "lost")
    table.network.thaw()
    table.until(lambda: match_in(table.bob.session).can_move and not table.ann.session.room.people.absent)


def test_the_bot_takes_over_and_hands_back_over_a_real_line(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(absence, "BOT_AFTER_MS", 100)
    table.bob_to_move()
    before = len(match_in(table.ann.session).moves)
    table.network.freeze()
    table.until(lambda: len(match_in(table.ann.session).moves) > before)
    assert table.ann.session.room.people.bots == {table.bob.session.room.pid}
    table.network.thaw()
    table.until(lambda: len(match_in(table.bob.session).moves) > before and not table.ann.session.room.people.bots)
    assert len(table.bob.session.take_sentences()) == 1
    table.play("g1f3" if match_in(table.ann.session).color == "white" else "b8c6")


def test_by_default_a_client_without_heartbeats_is_given_up_within_ten_seconds() -> None:
    config = Config()
    # A ping, its time to be answered, and for both that the server looks but once a beat.
    assert config.ping_s + config.ping_timeout_s + 2 * config.beat_s <= 10
    assert config.silence_s <= 3


# --- cut lines --------------------------------------------------------------------------------------------


def test_a_move_that_was_cut_off_is_made_once_when_the_line_is_back(table: Table) -> None:
    table.bob_to_move()
    table.network.freeze()
    ply = len(match_in(table.bob.session).moves)
    move = "e7e5" if ply else "e2e4"
    match_in(table.bob.session).move(move, table.bob.now_ms())
    table.bob.session.say("still there?")
    time.sleep(0.1)
    table.network.cut()
    table.network.thaw()
    table.until(lambda: len(match_in(table.ann.session).moves) == ply + 1 and bool(table.ann.session.room.chat.lines))
    table.until(lambda: table.bob.session.connection == "online")
    assert match_in(table.ann.session).moves[-1] == move
    assert [line.text for line in table.ann.session.room.chat.lines] == ["still there?"]


def test_whoever_lost_the_answer_to_joining_gets_the_same_seat_by_asking_again(
    server: EmbeddedServer, network: Proxy
) -> None:
    ann, bob = Caller(server.url), Caller(network.url)
    code = ann.ask(create_chess()).code or ""
    lost = bob.ask(m.JoinGame(code, "Bob"))
    network.cut()
    bob.next(Connected)
    again = bob.ask(m.JoinGame(code, "Bob"))
    assert (again.ok, again.pid) == (True, lost.pid)
    for each in (ann, bob):
        each.transport.close()


def test_a_line_that_is_cut_after_every_move_loses_none_of_them(table: Table) -> None:
    for move in ("e2e4", "e7e5", "g1f3", "b8c6"):
        table.play(move)
        table.network.cut()
    table.until(lambda: table.bob.session.connection == "online")
    assert match_in(table.ann.session).moves == match_in(table.bob.session).moves == ["e2e4", "e7e5", "g1f3", "b8c6"]


# --- slow lines and clocks --------------------------------------------------------------------------------

SHUFFLE = ("g1f3", "g8f6", "f3g1", "f6g8", "b1c3", "b8c6", "c3b1", "c6b8")


def test_a_slow_line_is_paid_for_but_never_beyond_the_bank(table: Table) -> None:
    delay_ms = 120
    table.network.delay_ms = delay_ms
    table.until(lambda: any((player.latency_ms or 0) > delay_ms for player in table.bob.session.room.people.players))
    table.play(SHUFFLE[0])
    before_ms = table.ann.credit_ms
    table.play(*SHUFFLE[1:])
    gained_ms = table.ann.credit_ms - before_ms
    rule, moves = LagRule.for_base(60_000), len(SHUFFLE[1:])
    assert gained_ms > moves // 2 * delay_ms
    assert gained_ms <= rule.bank + moves * rule.gain_max


def test_whoever_claims_lag_that_the_server_did_not_measure_gains_next_to_nothing(
    server_without_heartbeats: EmbeddedServer,
) -> None:
    callers = Caller(server_without_heartbeats.url), Caller(server_without_heartbeats.url)
    try:
        code = callers[0].ask(create_chess(name="Ann")).code
        assert callers[1].ask(m.JoinGame(code or "", "Bob")).ok
        assert callers[0].ask(m.StartGame()).ok
        state = callers[0].notice(m.BoardState, phase="playing")
        callers[1].notice(m.BoardState, phase="playing")
        white, black = callers if state.color == "white" else callers[::-1]
        for ply, move in enumerate(SHUFFLE):
            time.sleep(0.15)
            (black if ply % 2 else white).transport.send(m.MakeMove(move, ply, lag_ms=60_000))
            state = white.notice(m.BoardState, ply=ply + 1)
            black.notice(m.BoardState, ply=ply + 1)
        assert 0 < state.credit_ms.white + state.credit_ms.black <= len(SHUFFLE) * MEASUREMENT_SLACK_MS
    finally:
        for caller in callers:
            caller.transport.close()


# --- for a whole match ------------------------------------------------------------------------------------


# With a minute each, a best of three over such lines takes up to eight. Pauses are too short for most absences.
QUICK = MatchOptions(
    base_ms=5_000, countdown_ms=100, armageddon_countdown_ms=100, result_ms=500, draft_ms=3_000, reveal_ms=100
)
BREAKS = 20
# For what is left of the match once the lines hold.
MATCH_S = 240.0


@pytest.fixture
def quick_server(server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch) -> EmbeddedServer:
    monkeypatch.setattr(chess, "MatchOptions", lambda **_chosen: QUICK)
    return server


class Watched:
    """A bot at the table, and the end of the match as it was told of it."""

    def __init__(self, seat: int) -> None:
        self.seat = seat
        self.wake = Wake()
        self.code = ""
        self.told: list[m.MatchOver] = []

    def play(self, url: str, code: str | None) -> Player:
        plan = Plan(f"Bot {self.seat}", LEVELS["quick"], code)
        return play(url, plan, seed=self.seat, wake=self.wake, seen=self._note)

    def _note(self, player: Player, incoming: Incoming) -> None:
        if player.seat is not None:
            self.code = player.seat.code
        if isinstance(incoming, Received) and isinstance(incoming.notice, m.MatchOver):
            self.told.append(incoming.notice)
        if isinstance(incoming, Answered) and incoming.answer.snapshot:
            over = chess_of(incoming.answer.snapshot).over
            self.told += [] if over is None else [over]


def break_one(networks: list[Proxy], dice: Random) -> None:
    """Cut one of the lines, or let it be silent for a while: so short that it goes on, or so long that it is lost."""
    time.sleep(dice.uniform(0.3, 1.0))
    network = dice.choice(networks)
    if dice.random() < 0.7:
        network.cut()
    else:
        network.freeze()
        time.sleep(dice.uniform(0.1, 4))
        network.thaw()


@pytest.mark.slow
def test_a_whole_match_over_lines_that_break_every_second(quick_server: EmbeddedServer) -> None:
    """Two bots play a best of three through two bad networks; both must see it end, and in the same way."""
    dice, bots = Random(5), [Watched(0), Watched(1)]
    with (
        a_bad_network(quick_server.port) as one,
        a_bad_network(quick_server.port) as other,
        ThreadPoolExecutor() as pool,
    ):
        playing = [pool.submit(bots[0].play, one.url, None)]
        wait_for(lambda: bool(bots[0].code), "a room")
        playing.append(pool.submit(bots[1].play, other.url, bots[0].code))
        try:
            for _ in range(BREAKS):
                if not any(bot.told for bot in bots):
                    break_one([one, other], dice)
            wait_for(lambda: all(bot.told for bot in bots), "the end of the match at both bots", MATCH_S)
        finally:
            for bot in bots:
                bot.wake.stop()
        assert [future.result(PATIENCE_S).failure for future in playing] == [None, None]
    assert bots[0].told[0].score == bots[1].told[0].score
    assert one.accepted + other.accepted > 2 + 5

"""The bot at the table: what it answers to what the server says, without a server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from game.chess.bot.levels import LEVELS
from game.chess.bot.model import BETWEEN_MOVES_MS, ILLEGAL_TRIES, continued
from game.chess.bot.plan import Plan
from game.chess.bot.player import KICKED, LOST, PATIENCE_MS, Player, run
from netcode import messages as wire
from netcode.refusals import Refusal
from netcode.transport import Answered, Connected, Incoming, Lost, Received
from tests.helpers.chess_wire import board_state, chess_snapshot, create_chess
from tests.helpers.fake_transport import FakeTransport

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.chess.bot.interface import Budget, Situation, TimeSource

ME, OTHER = 1, 2


class FirstChoice:
    """A bot that plays a move it was given, remembers what it was asked, and needs no time."""

    def __init__(self, *, takes_draws: bool = False, offers_draws: bool = False) -> None:
        self.situations: list[Situation] = []
        self._takes_draws = takes_draws
        self._offers_draws = offers_draws

    def choose_move(self, situation: Situation, budget: Budget, clock: TimeSource) -> str:
        """Whatever the position."""
        del budget, clock
        self.situations.append(situation)
        return "e2e4"

    def choose_upgrade(self, offered: Sequence[str], owned: Sequence[str]) -> str:
        """The last."""
        del owned
        return offered[-1]

    def accepts_draw(self, situation: Situation, budget: Budget, clock: TimeSource) -> bool:
        """As it was told."""
        del situation, budget, clock
        return self._takes_draws

    def offers_draw(self, situation: Situation) -> bool:
        """As it was told."""
        del situation
        return self._offers_draws


class Hand:
    """A clock that moves by hand."""

    now_ms = 1_000_000

    def __call__(self) -> int:
        """The time it was set to."""
        return self.now_ms


class Sending(Player):
    """A player whose requests the transport has taken as soon as they are there: one number for each kind."""

    def on(self, incoming: Incoming) -> list[wire.Request]:
        return self._take(super().on(incoming))

    def act(self) -> list[wire.Request]:
        return self._take(super().act())

    def _take(self, requests: list[wire.Request]) -> list[wire.Request]:
        for request in requests:
            self.sent(number_of(request.wire_name), request)
        # Their own numbers are the room client's business.
        return [replace(request, n=0) for request in requests]


def number_of(request: str) -> int:
    """Under which number the transport reports the answer to a request of this kind."""
    return list(wire.REQUESTS).index(request) + 1


def a_player(clock: Hand | None = None, bot: FirstChoice | None = None, **plan: Any) -> Player:
    fields: dict[str, Any] = {"name": "Bot", "level": LEVELS["best"], "code": "ABCD"}
    return Sending(Plan(**fields | plan), bot or FirstChoice(), clock or Hand())


def a_board(**changed: Any) -> wire.BoardState:
    return board_state(**{"seq": 5} | changed)


def ok(request: str, **fields: Any) -> Answered:
    return Answered(number_of(request), wire.ActionSuccess(request, **fields))


def refused(request: str, code: Refusal) -> Answered:
    return Answered(number_of(request), wire.ActionSuccess(request, ok=False, error=code.value, message=f"No: {code}."))


def seated(player: Player, *, request: str = "JoinGame", board: wire.BoardState | None = None) -> Player:
    """The same player, sitting in the room."""
    player.on(Connected())
    snapshot = chess_snapshot("ABCD", 1, [], board=board)
    player.on(ok(request, code="ABCD", pid=ME, token="t", snapshot=snapshot))
    return player


def members(*, host: int = ME) -> wire.PlayerList:
    return wire.PlayerList(
        [wire.Player(pid, f"P{pid}", "player", connected=True, host=pid == host) for pid in (ME, OTHER)]
    )


def match_over() -> Received:
    return Received(wire.MatchOver("Win", {"1": 2, "2": 0}, "score", ME))


# --- coming in ----------------------------------------------------------------------------------------------


def test_joins_the_room_it_was_sent_to() -> None:
    assert a_player().on(Connected()) == [wire.JoinGame("ABCD", "Bot", bot="best")]


def test_shows_the_picture_that_it_was_given() -> None:
    player = a_player(picture="pup:snow")
    player.on(Connected())
    sent = player.on(ok("JoinGame", code="ABCD", pid=ME, token="t", snapshot=chess_snapshot("ABCD", 1, [])))
    assert sent == [wire.SetProfile(picture="pup:snow")]


def test_opens_a_room_without_a_code() -> None:
    assert a_player(code=None, best_of=5).on(Connected()) == [create_chess(best_of=5, name="Bot", bot="best")]


def test_takes_another_name_when_its_own_is_taken() -> None:
    player = a_player()
    player.on(Connected())
    assert player.on(refused("JoinGame", Refusal.NAME_TAKEN)) == [wire.JoinGame("ABCD", "Bot 2", bot="best")]


@pytest.mark.parametrize("code", [Refusal.ROOM_NOT_FOUND, Refusal.ROOM_FULL])
def test_gives_up_with_the_servers_sentence(code: Refusal) -> None:
    player = a_player()
    player.on(Connected())
    player.on(refused("JoinGame", code))
    assert (player.done, player.failure) == (True, f"No: {code}.")


def test_gives_up_when_there_is_no_server() -> None:
    player = a_player()
    player.on(Lost("No server answers there."))
    assert (player.done, player.failure, player.ever_connected) == (True, "No server answers there.", False)


def test_the_host_starts_once_both_are_in() -> None:
    player = seated(a_player(code=None), request="CreateGame")
    assert player.on(Received(members())) == [wire.StartGame()]
    assert player.on(Received(members())) == []


def test_a_guest_leaves_the_start_to_the_host() -> None:
    assert seated(a_player()).on(Received(members(host=OTHER))) == []


# --- playing ------------------------------------------------------------------------------------------------


def test_moves_when_it_is_its_turn() -> None:
    player = seated(a_player(), board=a_board())
    assert player.act() == [wire.MakeMove("e2e4", 0, think_ms=0)]


def test_moves_once() -> None:
    player = seated(a_player(), board=a_board())
    player.act()
    assert player.act() == []


@pytest.mark.parametrize("changed", [{"turn": "black"}, {"phase": "countdown"}, {"phase": "result"}])
def test_does_not_move_out_of_turn(changed: dict[str, str]) -> None:
    assert seated(a_player(), board=a_board(**changed)).act() == []


def test_knows_the_moves_that_led_here() -> None:
    bot = FirstChoice()
    player = seated(a_player(bot=bot), board=a_board(color="black", players={"white": OTHER, "black": ME}))
    player.on(Received(a_board(color="black", turn="black", ply=1, last_move="d2d4")))
    player.act()
    assert bot.situations[0].moves == ("d2d4",)


def test_asks_for_a_snapshot_when_it_missed_a_move() -> None:
    player = seated(a_player(), board=a_board())
    assert player.on(Received(a_board(ply=3, last_move="d2d4"))) == [wire.Rejoin("ABCD", ME, "t", 5)]


@pytest.mark.parametrize("code", [Refusal.STALE_PLY, Refusal.NOT_YOUR_TURN, Refusal.NOT_NOW])
def test_a_refused_move_is_answered_by_looking_again(code: Refusal) -> None:
    player = seated(a_player(), board=a_board())
    player.act()
    assert player.on(refused("MakeMove", code)) == [wire.Rejoin("ABCD", ME, "t", 5)]


def test_moves_again_after_a_snapshot() -> None:
    clock = Hand()
    player = seated(a_player(clock), board=a_board())
    player.act()
    player.on(Lost("Gone."))
    player.on(Connected())
    player.on(ok("Rejoin", snapshot=chess_snapshot("ABCD", 9, [], board=a_board(seq=9, moves=[]))))
    clock.now_ms += BETWEEN_MOVES_MS
    assert player.act() == [wire.MakeMove("e2e4", 0, think_ms=BETWEEN_MOVES_MS)]


def test_resigns_rather_than_insist_on_an_illegal_move() -> None:
    clock = Hand()
    player = seated(a_player(clock), board=a_board())
    answers = []
    for seq in range(9, 9 + ILLEGAL_TRIES):
        player.act()
        answers += player.on(refused("MakeMove", Refusal.ILLEGAL_MOVE))
        player.on(ok("Rejoin", snapshot=chess_snapshot("ABCD", seq, [], board=a_board(seq=seq, moves=[]))))
        clock.now_ms += BETWEEN_MOVES_MS
    assert [answer.wire_name for answer in answers] == ["Rejoin", "Rejoin", "Resign"]


def test_keeps_below_the_servers_limit() -> None:
    clock = Hand()
    player = seated(a_player(clock), board=a_board())
    player.act()
    player.on(Received(a_board(ply=1, last_move="e2e4", turn="black")))
    player.on(Received(a_board(ply=2, last_move="e7e5")))
    assert player.act() == []
    assert player.pause_ms() == BETWEEN_MOVES_MS
    clock.now_ms += BETWEEN_MOVES_MS
    assert player.act() == [wire.MakeMove("e2e4", 2, think_ms=0)]


def test_a_weak_level_takes_its_time_as_people_do() -> None:
    player = seated(a_player(level=LEVELS["novice"]), board=a_board())
    assert player.act() == []
    assert (player.pause_ms() or 0) >= LEVELS["novice"].pause_ms[0]


def test_takes_its_time_for_watchers() -> None:
    player = seated(a_player(pace_ms=800), board=a_board())
    assert (player.act(), player.pause_ms()) == ([], 800)


def test_does_not_dawdle_with_little_time_left() -> None:
    board = a_board(clocks_ms=wire.Clocks(400, 60_000))
    player = seated(a_player(pace_ms=800), board=board)
    player.act()
    assert (player.pause_ms() or 0) <= 20


@pytest.mark.parametrize("takes_draws", [True, False])
def test_answers_a_draw_offer_once(*, takes_draws: bool) -> None:
    player = seated(a_player(bot=FirstChoice(takes_draws=takes_draws)), board=a_board(turn="black"))
    player.on(Received(a_board(turn="black", draw_offer="black")))
    assert player.act() == [wire.AnswerDraw(accept=takes_draws)]
    assert player.act() == []


def test_offers_a_draw_with_its_move() -> None:
    player = seated(a_player(bot=FirstChoice(offers_draws=True)), board=a_board())
    assert player.act() == [wire.OfferDraw(), wire.MakeMove("e2e4", 0, think_ms=0)]


def test_offers_no_draw_where_there_is_an_offer() -> None:
    player = seated(a_player(bot=FirstChoice(offers_draws=True)), board=a_board(draw_offer="white"))
    assert player.act() == [wire.MakeMove("e2e4", 0, think_ms=0)]


def test_chooses_from_its_own_offer_only() -> None:
    player = seated(a_player(), board=a_board(phase="draft"))
    player.on(Received(wire.UpgradeOffer(OTHER, ["a", "b", "c"], 12_000)))
    player.on(Received(wire.UpgradeOffer(ME, ["d", "e", "f"], 12_000)))
    assert player.act() == [wire.ChooseUpgrade("f")]


# --- losing the line ----------------------------------------------------------------------------------------


def test_comes_back_to_its_seat() -> None:
    player = seated(a_player(), board=a_board())
    player.on(Lost("Gone."))
    assert player.on(Connected()) == [wire.Rejoin("ABCD", ME, "t", 5)]
    assert not player.done


def test_gives_up_when_the_line_stays_dead() -> None:
    clock = Hand()
    player = seated(a_player(clock))
    player.on(Lost("Gone."))
    clock.now_ms += PATIENCE_MS + 1
    player.on(Lost("Gone."))
    assert (player.done, player.failure) == (True, LOST)


# --- the end ------------------------------------------------------------------------------------------------


def test_leaves_after_its_matches() -> None:
    player = seated(a_player(matches=1), board=a_board(phase="over"))
    player.on(match_over())
    assert player.act() == [wire.Exit()]
    player.on(ok("Exit"))
    assert (player.done, player.failure) == (True, None)


def test_wants_another_match_as_long_as_it_may() -> None:
    player = seated(a_player(matches=0), board=a_board(phase="over"))
    assert player.on(match_over()) == [wire.PlayAgain(again=True)]


def again(pid: int, best_of: int) -> Received:
    return Received(wire.Witness(pid, "PlayAgain", {"again": True, "best_of": best_of, "base_seconds": 60}))


def test_agrees_once_more_when_the_other_changes_the_match() -> None:
    player = seated(a_player(matches=0), board=a_board(phase="over"))
    player.on(match_over())
    player.on(ok("PlayAgain"))
    player.on(again(ME, 3))
    assert player.on(again(OTHER, 5)) == [wire.PlayAgain(again=True)]


def test_says_nothing_more_when_the_other_wants_the_same() -> None:
    player = seated(a_player(matches=0), board=a_board(phase="over"))
    player.on(match_over())
    player.on(again(ME, 3))
    assert player.on(again(OTHER, 3)) == []


def test_a_bot_that_has_played_enough_agrees_to_nothing() -> None:
    player = seated(a_player(matches=1), board=a_board(phase="over"))
    player.on(match_over())
    assert player.on(again(OTHER, 5)) == []


def test_plays_on_in_a_second_match() -> None:
    player = seated(a_player(matches=2), board=a_board(phase="over", ply=0))
    player.on(match_over())
    player.on(Received(a_board(seq=20, phase="countdown", game=1)))
    player.on(Received(a_board(seq=21, game=1)))
    assert player.act() == [wire.MakeMove("e2e4", 0, think_ms=0)]


@pytest.mark.parametrize(
    "goodbye",
    [
        wire.ClientDisconnected(OTHER, left=True),
        wire.PlayerLeft(OTHER),
        wire.Witness(OTHER, "PlayAgain", {"again": False}),
    ],
)
def test_leaves_when_the_opponent_has_left(goodbye: wire.Notice) -> None:
    player = seated(a_player(matches=0), board=a_board(phase="over"))
    player.on(match_over())
    assert player.on(Received(goodbye)) == [wire.Exit()]


def test_waits_for_the_result_when_the_opponent_leaves_in_mid_match() -> None:
    player = seated(a_player(matches=0), board=a_board(turn="black"))
    assert player.on(Received(wire.ClientDisconnected(OTHER, left=True))) == []
    player.on(match_over())
    assert player.act() == [wire.Exit()]


def test_a_spectator_who_leaves_changes_nothing() -> None:
    player = seated(a_player(matches=0), board=a_board(phase="over"))
    player.on(match_over())
    assert player.on(Received(wire.ClientDisconnected(9, left=True))) == []


def test_says_that_it_was_shown_the_door() -> None:
    player = seated(a_player())
    player.on(Received(wire.Kicked()))
    assert (player.done, player.failure) == (True, KICKED)


# --- the list of moves --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("board", "expected"),
    [
        (a_board(ply=2, moves=["d2d4", "d7d5"]), ["d2d4", "d7d5"]),
        (a_board(ply=0, game=2), []),
        (a_board(ply=1, last_move="e2e4"), ["e2e4"]),
        (a_board(ply=2, last_move="e7e5"), ["e2e4", "e7e5"]),
        (a_board(ply=3, last_move="e7e5"), None),
        (a_board(ply=2, game=2, last_move="e7e5"), None),
    ],
)
def test_continued(board: wire.BoardState, expected: list[str] | None) -> None:
    known = a_board(ply=1, last_move="e2e4")
    assert continued(["e2e4"], known, board) == expected


# --- the loop -----------------------------------------------------------------------------------------------


class Script(FakeTransport):
    """A transport that answers each request from a script, at once."""

    def __init__(self, opening: list[Incoming], answers: dict[str, list[Incoming]]) -> None:
        super().__init__()
        self._answers = answers
        self.arrive(*opening)

    def send(self, request: wire.Request) -> int:
        """Note it and queue the answers."""
        super().send(request)
        self.arrive(*self._answers.get(request.wire_name, []))
        return number_of(request.wire_name)

    @property
    def names(self) -> list[str]:
        """The names of the requests."""
        return [request.wire_name for request in self.sent]


def test_a_whole_visit() -> None:
    entered = chess_snapshot("ABCD", 1, [], board=a_board())
    script = Script(
        [Connected()],
        {
            "JoinGame": [ok("JoinGame", code="ABCD", pid=ME, token="t", snapshot=entered)],
            "MakeMove": [Received(a_board(phase="over", ply=1, last_move="e2e4")), match_over()],
            "Exit": [ok("Exit")],
        },
    )
    run(a_player(), script, wait=lambda _: None)
    assert script.names == ["JoinGame", "MakeMove", "Exit"]
    assert script.closed


def test_leaves_politely_when_stopped() -> None:
    script = Script(
        [Connected()],
        {"JoinGame": [ok("JoinGame", code="ABCD", pid=ME, token="t")], "Exit": [ok("Exit")]},
    )
    run(a_player(), script, wait=lambda _: None, stopped=lambda: "JoinGame" in script.names)
    assert script.closed

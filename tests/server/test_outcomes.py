"""What goes on record of a match that has ended: who played, how each game went, what the cards were good for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from netcode.messages import ChooseUpgrade, Exit, JoinGame, MatchOver, Resign, UpgradeOffer
from netcode.messages.replays import ChessReplay
from server.games.interface import Contestant, GameEnd, Outcome, Usage
from tests.helpers.chess_wire import chess_of, create_chess
from tests.helpers.clock import WALL_MS, HeldClock
from tests.helpers.server import KINDS, Client, Room, a_room, a_server

if TYPE_CHECKING:
    from server.service import Service

FOOLS_MATE = ("f2f3", "e7e5", "g2g4", "d8h4")


def outcome_in(service: Service) -> Outcome:
    """The one match that was recorded."""
    (result,) = service._store.results()
    return msgspec.msgpack.decode(result.data, type=Outcome)


def replay_of(outcome: Outcome) -> ChessReplay:
    assert outcome.replay is not None
    replay = KINDS["chess"].replay(outcome.replay)
    assert isinstance(replay, ChessReplay)
    return replay


def play_out(room: Room, loser: Client, take: str | None = None) -> None:
    """The loser resigns every game, and takes this card each time."""
    while not loser.all(MatchOver):
        loser.ask(Resign())
        room.clock.pass_ms(3_001)
        if take is not None and not loser.all(MatchOver):
            assert take in loser.last(UpgradeOffer).upgrades
            assert loser.ask(ChooseUpgrade(take)).ok
        room.clock.pass_ms(20_000)


def test_the_record_says_who_played_when_and_how_each_game_ended() -> None:
    room = a_room(start=True)
    play_out(room, room.guest)
    outcome = outcome_in(room.service)
    assert outcome.players == [Contestant(1, "Ann"), Contestant(2, "Bob")]
    assert outcome.code == room.host.code
    assert outcome.at_ms > WALL_MS
    assert outcome.games == [GameEnd(1, "resignation")] * 2
    assert (outcome.places, outcome.rated, outcome.aborted) == ({1: 1, 2: 2}, True, False)


def test_the_record_counts_how_often_a_card_was_taken_and_the_games_played_and_won_with_it() -> None:
    room = a_room(start=True, options=create_chess(name="Ann", best_of=5), cards="shield,rewind")
    room.guest.ask(Resign())
    room.clock.pass_ms(3_001)
    room.guest.ask(ChooseUpgrade("rewind"))
    room.clock.pass_ms(9_000)
    room.host.ask(Resign())
    room.clock.pass_ms(3_001)
    room.host.ask(ChooseUpgrade("shield"))
    room.clock.pass_ms(9_000)
    play_out(room, room.host)
    usages = {(each.player, each.upgrade): each for each in outcome_in(room.service).upgrades}
    assert usages[2, "rewind"] == Usage(2, "rewind", taken=1, games=3, won=3)
    assert usages[1, "shield"] == Usage(1, "shield", taken=1, games=2, won=0)


def test_matches_with_cards_that_testers_chose_are_never_rated() -> None:
    room = a_room(start=True, cards="shield")
    play_out(room, room.guest)
    assert not outcome_in(room.service).rated


def test_a_match_that_somebody_leaves_is_won_by_the_other_whatever_the_score() -> None:
    room = a_room(start=True)
    room.host.ask(Resign())
    room.clock.pass_ms(30_000)
    room.guest.ask(Exit())
    outcome = outcome_in(room.service)
    assert (outcome.reason, outcome.places, outcome.score) == ("forfeit", {1: 1, 2: 2}, {1: 0.0, 2: 1.0})
    assert outcome.players[1] == Contestant(2, "Bob")


@pytest.mark.parametrize(("moves", "aborted"), [((), True), (("e2e4",), True), (("e2e4", "e7e5"), False)])
def test_a_match_that_is_left_before_both_have_moved_was_aborted(moves: tuple[str, ...], aborted: bool) -> None:
    room = a_room(start=True)
    room.play(*moves)
    room.guest.ask(Exit())
    assert outcome_in(room.service).aborted is aborted


def test_the_replay_has_every_game_with_its_draft() -> None:
    room = a_room(start=True, options=create_chess(name="Ann", spectators=True))
    room.play(*FOOLS_MATE)
    room.clock.pass_ms(3_001)
    offered = room.white.last(UpgradeOffer)
    assert room.white.ask(ChooseUpgrade(offered.upgrades[1])).ok
    room.clock.pass_ms(8_000)
    play_out(room, room.white)
    first, *_, last = replay_of(outcome_in(room.service)).games
    assert [each.san for each in first.positions] == [None, "f3", "e5", "g4", "Qh4#"]
    assert first.reason == "checkmate"
    assert [each.upgrades for each in first.offers] == [offered.upgrades]
    assert [each.upgrade for each in first.chosen] == [offered.upgrades[1]]
    assert last.reason == "resignation"


def test_the_replay_has_also_the_game_that_somebody_left() -> None:
    room = a_room(start=True)
    room.play("e2e4", "e7e5")
    room.guest.ask(Exit())
    (game,) = replay_of(outcome_in(room.service)).games
    assert ([each.san for each in game.positions], game.reason, game.winner) == ([None, "e4", "e5"], "forfeit", 1)


def test_a_record_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(ValueError):
        KINDS["chess"].replay(b"what is this")


def test_everybody_is_told_with_the_end_of_the_match_where_its_replay_will_be() -> None:
    room = a_room(start=True, options=create_chess(name="Ann", spectators=True))
    play_out(room, room.guest)
    replay = room.host.last(MatchOver).replay
    assert replay is not None
    assert len(replay) == 16
    assert room.guest.last(MatchOver).replay == replay
    late = room.client()
    over = chess_of(late.ask(JoinGame(room.host.code, "Wes", watch=True)).snapshot).over
    assert over is not None
    assert over.replay == replay


def test_a_computer_player_is_recorded_by_its_level() -> None:
    clock = HeldClock()
    service = a_server(clock)
    host, bot = Client(service), Client(service)
    code = host.ask(create_chess(name="Ann")).code
    assert code is not None
    assert bot.ask(JoinGame(code, "Rex", bot="quick")).ok
    room = Room(service, clock, host, bot)
    room.start()
    play_out(room, bot)
    assert outcome_in(service).players[1] == Contestant(2, "Rex", bot="quick")

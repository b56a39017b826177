"""The program itself, two of it, over a server in the same process."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pygame
import pytest
from msgspec.structs import replace

from game.client import texts
from game.client.chess.match import MatchScene
from game.client.chess.model import LAST_LOOK_MS
from game.client.chess.opponent import computer
from game.client.chess.setup import among_friends
from game.client.kit import theme
from game.client.kit.input import Key
from game.client.net.hosting import CannotHost
from game.client.screens.menu import MenuScene
from netcode import messages as m
from netcode.messages import Exit, JoinGame, Kicked
from tests.helpers.chess_wire import create_chess
from tests.helpers.fake_transport import match_in
from tests.helpers.server import Client
from tests.helpers.world import FOOLS_MATE, World, here

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.client.net.hosting import LocalServer
    from game.client.net.localservices import Bots


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path, here)
    yield world
    for app in (world.ann, world.bob):
        app.end()


def test_it_begins_at_home(world: World) -> None:
    assert world.scenes() == ("home", "home")


def test_hosting_goes_by_way_of_connecting_to_the_lobby(world: World) -> None:
    world.ann.host(among_friends(world.ann.settings))
    world.ann._follow_session()
    assert world.scenes()[0] == "connecting"
    world.house_is_ready()
    assert world.scenes()[0] == "lobby"
    assert world.ann.addresses == ["10.0.0.5:8765"]


def test_two_meet_in_the_lobby(world: World) -> None:
    world.meet()
    assert world.scenes() == ("lobby", "lobby")
    assert [player.name for player in world.ann.session.room.people.players] == ["Ann", "Bob"]


def test_a_server_that_let_us_in_is_remembered(world: World) -> None:
    world.meet()
    assert world.bob.settings.server == "http://127.0.0.1:8765"


def test_a_whole_match_and_another_one(world: World) -> None:
    world.begin()
    assert world.scenes() == ("match", "match")
    winner, loser = world.player("black"), world.player("white")
    world.play(*FOOLS_MATE)
    assert match_in(winner.session).results[0].reason == "checkmate"
    world.wait(3_001)
    assert world.scenes() == ("draft", "draft")
    assert loser.session.room.pid is not None
    loser.session.ask(m.ChooseUpgrade(match_in(loser.session).draft.offers[loser.session.room.pid].upgrades[0]))
    world.wake()
    world.wait(3_001)
    assert world.scenes() == ("match", "match")
    world.wait(3_001)
    world.give_up(loser)
    world.wait(LAST_LOOK_MS)
    assert world.scenes() == ("matchend", "matchend")
    for app in (winner, loser):
        app.session.ask(m.PlayAgain(again=True))
    world.wake()
    assert world.scenes() == ("match", "match")


def test_leaving_the_lobby_leads_home(world: World) -> None:
    world.meet()
    world.bob.leave()
    world.wake()
    assert world.scenes() == ("lobby", "home")


def test_closing_in_the_middle_of_a_match_asks_once(world: World) -> None:
    world.begin()
    assert not world.ann.close()
    assert world.scenes()[0] == "confirm"
    assert world.ann.close()


def test_closing_asks_even_while_something_else_is_asked(world: World) -> None:
    world.begin()
    world.ann._stack.top.handle(Key(pygame.K_ESCAPE))
    assert world.scenes()[0] == "menu"
    assert not world.ann.close()
    assert world.scenes()[0] == "confirm"
    assert world.ann.close()


def test_whoever_chose_to_stay_is_asked_again_the_next_time(world: World) -> None:
    world.begin()
    world.ann.close()
    world.ann._stack.top.handle(Key(pygame.K_ESCAPE))
    assert not world.ann.close()


def test_f3_tells_what_drawing_costs_and_then_no_more(world: World) -> None:
    # The pup has greeted by then.
    for _ in range(2):
        world.wait(3_000)
    world.ann.handle(Key(pygame.K_F3))
    assert world.ann.tick(world.window_clock.now_ms) is not None
    assert "fps" in world.ann._top.perf._text
    world.ann.handle(Key(pygame.K_F3))
    assert world.ann.tick(world.window_clock.now_ms) is None


def test_a_host_who_waits_sleeps_until_something_happens(world: World) -> None:
    world.host()
    world.wait(10_000)
    assert world.ann.tick(world.window_clock.now_ms) is None


def test_closing_at_home_just_closes(world: World) -> None:
    assert world.ann.close()


def test_a_wrong_code_is_told_and_one_stays_home(world: World) -> None:
    world.host()
    world.bob.join("127.0.0.1 ZZZZ")
    world.wake()
    assert world.scenes()[1] == "home"
    (toast,) = world.bob._top.toasts.texts
    assert "no match with that code" in toast


def test_what_is_no_address_is_told_and_nothing_is_tried(world: World) -> None:
    world.bob.join("http://")
    world.wake()
    assert world.scenes()[1] == "home"
    assert len(world.bob._top.toasts.texts) == 1


def test_when_hosting_fails_one_is_told_why(tmp_path: Path) -> None:
    def fail(*, lan: bool, table: Path, **_more: object) -> LocalServer:
        del table
        raise CannotHost(f"All ports are in use ({lan}).")

    world = World(tmp_path, fail)
    world.host()
    assert world.scenes()[0] == "home"
    assert world.ann._top.toasts.texts == ["All ports are in use (True)."]
    world.ann.end()
    world.bob.end()


def test_settings_that_cannot_be_read_are_told_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "Ann.json").write_bytes(b"{")
    world = World(tmp_path, here)
    world.wake()
    assert len(world.ann._top.toasts.texts) == 1
    world.ann.end()
    world.bob.end()


def test_the_computer_is_not_called_at_a_friends_table(world: World) -> None:
    world.host()
    assert not world.ann._local._services.has_bots
    assert texts.COMPUTER not in [player.name for player in world.ann.session.room.people.players]


def test_against_the_computer_there_is_no_lobby_on_the_way(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    invited: list[Bots] = []
    monkeypatch.setattr(world.ann._local._services, "invite", invited.append)
    world.ann.play_alone(m.ChessOptions(ai_level="easy"), partial(computer, "easy"))
    world.house_is_ready()
    seen.append(world.scenes()[0])
    assert world.ann.session.place == "lobby"
    client = Client(world.service, "127.0.0.1")
    assert client.ask(JoinGame(world.ann.session.room.code, texts.COMPUTER)).ok
    world.wake()
    seen.append(world.scenes()[0])
    assert seen == ["connecting", "match"]
    assert invited


def test_the_host_shows_a_watcher_out(world: World) -> None:
    world.begin()
    eve = Client(world.service, "10.0.0.9")
    assert eve.ask(JoinGame(world.ann.session.room.code, "Eve", watch=True)).ok
    world.wake()
    world.ann.push(MenuScene(world.ann))
    world.ann._stack.top.group.named(texts.WATCHERS_SHOW).handle(Key(pygame.K_RETURN))
    world.wake()
    world.ann._stack.top.group.named("show out 1").handle(Key(pygame.K_RETURN))
    assert world.scenes()[0] == "door"
    world.wake()
    world.wait(theme.GUARD_MS)
    world.ann._stack.top.group.named(texts.REMOVE_AND_BAN).handle(Key(pygame.K_RETURN))
    world.wake()
    assert eve.last(Kicked).ban
    assert world.scenes()[0] == "watchers"
    assert world.ann.session.room.people.watchers == 0


# --- broken lines and dead programs -----------------------------------------------------------------------


def test_after_a_crash_the_home_screen_leads_back_into_the_match(world: World) -> None:
    world.begin()
    world.play("e2e4")
    world.crash_bob()
    assert world.scenes()[1] == "home"
    world.bob._stack.top.group.named("Rejoin match")
    world.bob.rejoin()
    world.wake()
    assert world.scenes()[1] == "match"
    assert match_in(world.bob.session).moves == ["e2e4"]
    match_in(world.player("black").session).move("e7e5", world.window_clock.now_ms)
    world.wake()
    assert match_in(world.ann.session).moves == ["e2e4", "e7e5"]


def test_results_of_earlier_games_are_still_known_after_a_crash(world: World) -> None:
    world.begin()
    world.give_up(world.ann)
    world.crash_bob()
    world.bob.rejoin()
    world.wake()
    assert [result.result for result in match_in(world.bob.session).results] == ["Win"]


def test_whoever_left_is_not_asked_to_rejoin(world: World) -> None:
    world.begin()
    world.bob.leave()
    world.wake()
    world.crash_bob()
    assert world.bob.session.saved_seat is None


def test_a_seat_that_is_gone_is_said_once_and_not_offered_again(world: World) -> None:
    world.begin()
    world.crash_bob()
    world.ann.leave()
    world.wake()
    world.clock.pass_ms(400_000)
    world.bob.rejoin()
    world.wake()
    assert world.scenes()[1] == "home"
    assert world.bob._top.toasts.texts == [texts.MATCH_GONE]
    world.crash_bob()
    assert world.bob.session.saved_seat is None


def test_the_seat_at_ones_own_table_is_kept_with_where_its_rooms_are(world: World) -> None:
    world.begin()
    seat, _ = world.ann._seat_file.load()
    assert seat is not None
    assert (Path(seat.table).parent.name, seat.lan) == ("tables", True)


def test_ones_own_table_is_opened_again_before_one_sits_down_at_it(world: World) -> None:
    world.begin()
    world.play("e2e4")
    world.lines["Ann"].close()
    world.ann = world._program(world._folder, "Ann", here)
    world.ann.rejoin()
    assert world.ann.session.place == "connecting"
    world.house_is_ready()
    assert match_in(world.ann.session).moves == ["e2e4"]
    assert world.resumed[0]["port"] == 8765
    assert world.ann.addresses == ["10.0.0.5:8765"]


def test_a_table_that_cannot_be_opened_again_is_told_and_one_stays_home(world: World) -> None:
    world.begin()
    world.lines["Ann"].close()
    world.ann = world._program(world._folder, "Ann", here)
    world.resume_problem = CannotHost("Another program uses the port.")
    world.ann.rejoin()
    world.house_is_ready()
    assert world.scenes()[0] == "home"
    assert world.ann._top.toasts.texts == ["Another program uses the port."]


def test_a_seat_file_that_makes_no_sense_is_told_and_ignored(world: World, tmp_path: Path) -> None:
    (tmp_path / "Bob.seat").write_bytes(b"{")
    world.bob.end()
    world.bob = world._program(tmp_path, "Bob", here)
    world.wake()
    assert world.scenes()[1] == "home"
    assert len(world.bob._top.toasts.texts) == 1


def test_a_broken_line_is_a_banner_over_a_board_that_can_still_be_seen(world: World) -> None:
    world.begin()
    world.lines["Bob"].unplug()
    world.wake()
    world.wait(2_000)
    assert world.bob._top.banner.text == texts.reconnecting(2)
    scene = world.bob._stack.top
    assert isinstance(scene, MatchScene)
    assert world.bob._top.banner.rect.bottom <= scene._board.rect.top
    world.lines["Bob"].plug()
    world.wake()
    assert world.bob._top.banner.text == ""


def test_a_draft_whose_server_is_gone_can_be_left(world: World) -> None:
    world.begin()
    world.give_up(world.bob)
    assert world.scenes()[1] == "draft"
    world.lines["Bob"].unplug()
    world.wake()
    world.bob.handle(Key(pygame.K_ESCAPE))
    assert world.scenes()[1] == "menu"
    world.bob.leave()
    world.wake()
    assert world.scenes()[1] == "home"
    assert world.bob.session.saved_seat is not None


def test_a_move_made_just_before_the_line_broke_is_made_when_it_is_back(world: World) -> None:
    world.begin()
    white = world.player("white")
    line = world.lines["Ann" if white is world.ann else "Bob"]
    line.lose_what_is_sent()
    match_in(white.session).move("e2e4", world.window_clock.now_ms)
    line.unplug()
    world.wait(1_000)
    line.plug()
    world.wake()
    assert match_in(world.player("black").session).moves == ["e2e4"]


def test_another_window_with_the_same_seat_takes_it_and_there_is_no_fight(world: World) -> None:
    world.begin()
    first = world.bob
    world.bob = world._program(world._folder, "Bob", here)
    world.bob.rejoin()
    world.wake()
    first.wake(world.window_clock.now_ms)
    assert first._stack.top.name == "home"
    assert world.scenes() == ("match", "match")
    first.end()


def test_the_question_about_an_absent_opponent_comes_and_goes(world: World) -> None:
    world.ann.settings = replace(world.ann.settings, takeover="ask")
    world.begin()
    if world.player("white") is world.ann:
        world.play("e2e4")
    world.lines["Bob"].unplug()
    world.wait(8_001)
    assert world.scenes()[0] == "absence"
    match_in(world.ann.session).decide("wait")
    world.wake()
    assert world.scenes()[0] == "match"
    world.wait(8_001)
    assert world.scenes()[0] == "absence"
    world.lines["Bob"].plug()
    world.wake()
    assert world.scenes()[0] == "match"


def test_an_address_with_several_matches_is_a_list_to_choose_from(world: World) -> None:
    others = [Client(world.service) for _ in range(2)]
    for number, other in enumerate(others):
        other.ask(create_chess(name=f"Host {number}"))
    world.bob.join("10.0.0.5")
    world.wake()
    assert world.scenes()[1] == "browse"
    others[0].ask(Exit())
    world.wait(1_001)
    assert [game.host for game in world.bob.session.games] == ["Host 1"]
    world.bob.session.pick(others[1].code)
    world.wake()
    assert world.scenes()[1] == "lobby"


def test_an_address_where_nobody_waits_is_an_empty_list_that_fills(world: World) -> None:
    world.bob.join("10.0.0.5")
    world.wake()
    assert world.scenes()[1] == "browse"
    world.bob.leave()
    world.wake()
    assert world.scenes()[1] == "home"


def test_an_emote_is_seen_and_heard_by_both_in_the_coat_of_its_sender(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.ann.change_settings(replace(world.ann.settings, picture="cocoa"))
    heard: list[str] = []
    monkeypatch.setattr(world.bob._speaker, "play", lambda cue, _: heard.append(cue))
    world.begin()
    world.ann.handle(Key(pygame.K_8))
    world.wake()
    for app in (world.ann, world.bob):
        scene = app._stack.top
        assert isinstance(scene, MatchScene)
        assert [(leap.emote, leap.coat) for leap in scene._talk.layer._leaps] == [("love", "cocoa")]
    assert heard[-1] == "emote_love"


def test_moves_are_heard_and_m_mutes_them(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[str, bool]] = []
    monkeypatch.setattr(world.bob._speaker, "play", lambda cue, volumes: heard.append((cue, volumes.muted)))
    world.begin()
    world.play("e2e4", "d7d5")
    world.bob.handle(Key(pygame.K_m))
    world.play("e4d5")
    assert ("capture", True) in heard
    assert not any(muted for _, muted in heard[:-1])
    assert world.bob.settings.volumes.muted


def test_the_room_can_be_lit_in_the_middle_of_a_match(world: World) -> None:
    world.begin()
    world.ann.change_settings(replace(world.ann.settings, room="light", text_size="large"))
    assert world.window.painter.palette.name == "light"
    assert world.ann.dirty
    world.wake()
    assert world.window.surface.get_at((2, 2))[:3] == theme.PALETTES["light"].resolve(theme.ROOM)

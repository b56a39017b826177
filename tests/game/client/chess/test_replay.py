"""What a person does while watching a match again, and on the screen that leads there."""

from __future__ import annotations

import chess
import pygame
import pytest

from game.client.chess.effects import Effect
from game.client.chess.matchend import MatchEndScene
from game.client.chess.replay import ReplayScene, replay_of
from game.client.chess.replay_logic import game_replays
from game.client.kit import theme
from game.client.kit.scene import Scene
from game.client.settings import Settings
from tests.helpers.pilot import Pilot
from tests.helpers.sessions import SCHOLARS_MATE, FakeContext, a_story


class Cinema:
    """A person in front of the playback."""

    def __init__(self) -> None:
        self.context = a_story()
        self.scene = replay_of(self.context, self.context.match)
        self.pilot = Pilot(scene=self.scene)

    @property
    def place(self) -> tuple[int, int]:
        return self.scene._playback.game.number, self.scene._playback.ply


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        ([pygame.K_RIGHT], (1, 1)),
        ([pygame.K_RIGHT, pygame.K_RIGHT, pygame.K_LEFT], (1, 1)),
        ([pygame.K_END], (1, len(SCHOLARS_MATE))),
        ([pygame.K_END, pygame.K_HOME], (1, 0)),
        ([pygame.K_PAGEDOWN], (2, 0)),
        ([pygame.K_PAGEDOWN, pygame.K_PAGEDOWN, pygame.K_PAGEUP], (2, 0)),
    ],
)
def test_keys_wind_it(keys: list[int], place: tuple[int, int]) -> None:
    cinema = Cinema()
    for key in keys:
        cinema.pilot.key(key)
    assert cinema.place == place


def test_the_board_is_turned_by_the_key_that_the_player_has_chosen() -> None:
    cinema = Cinema()
    cinema.context.settings = Settings(keys={"turn": "y"}, reduced_motion=True)
    cinema.pilot.key(pygame.K_t)
    assert not cinema.scene._turned
    cinema.pilot.key(pygame.K_y)
    assert cinema.scene._turned


def test_what_a_card_did_is_told_again_when_its_move_is_made_and_not_when_it_is_wound_over() -> None:
    cinema = Cinema()
    cinema.scene._playback.game.feed.effects[0] = Effect("pass", "White passes", "No piece moved")
    cinema.pilot.key(pygame.K_RIGHT)
    assert cinema.scene._board.state.animation is not None
    assert "sound pass" in cinema.context.asked
    cinema.pilot.key(pygame.K_END)
    assert cinema.scene._board.state.animation is None


def test_at_the_end_of_a_game_the_king_who_was_beaten_lies_there_and_before_it_he_stands() -> None:
    cinema = Cinema()
    cinema.pilot.key(pygame.K_END)
    assert cinema.scene._board.state.fallen == {chess.E8}
    cinema.pilot.key(pygame.K_LEFT)
    assert cinema.scene._board.state.fallen == frozenset()


def test_space_plays_and_pauses_whatever_was_pressed_last() -> None:
    cinema = Cinema()
    cinema.pilot.click("later")
    cinema.pilot.key(pygame.K_SPACE)
    assert cinema.scene._playback.playing
    cinema.pilot.key(pygame.K_SPACE)
    assert not cinema.scene._playback.playing


def test_played_it_moves_on_by_itself_and_rests_at_the_end() -> None:
    cinema = Cinema()
    cinema.pilot.click("play")
    cinema.pilot.advance(3_200)
    assert cinema.place == (1, 2)
    cinema.pilot.advance(120_000)
    assert cinema.place == (3, len(SCHOLARS_MATE))
    assert cinema.pilot.step() is None


def test_the_line_winds_it() -> None:
    cinema = Cinema()
    line = cinema.scene._scrubber.rect
    cinema.pilot.drag((line.x + 9, line.centery), (line.right - 9, line.centery))
    assert cinema.place == (1, len(SCHOLARS_MATE))


def test_a_click_in_the_list_goes_there() -> None:
    cinema = Cinema()
    place, ply = cinema.scene._moves._places[2]
    cinema.pilot.click(place.center)
    assert cinema.place == (1, ply)


def test_escape_leads_back() -> None:
    cinema = Cinema()
    cinema.pilot.key(pygame.K_ESCAPE)
    assert cinema.context.asked == ["pop"]


def a_last_screen() -> tuple[FakeContext, MatchEndScene, Pilot]:
    context = a_story()
    scene = MatchEndScene(context, context.match)
    return context, scene, Pilot(scene=scene)


def test_the_last_screen_leads_to_the_replay() -> None:
    context, _, pilot = a_last_screen()
    pilot.advance(theme.GUARD_MS + 50)
    pilot.click("Watch the replay")
    assert context.asked == ["push replay"]


def test_a_game_of_the_story_leads_to_its_own_replay() -> None:
    context, _, pilot = a_last_screen()
    pilot.click("game 2")
    assert context.asked == ["push replay"]


def test_an_upgrade_in_the_story_is_explained() -> None:
    _, scene, pilot = a_last_screen()
    rect, upgrade = scene._rows[0]._badges[0]
    pilot.move(rect.center)
    pilot.advance(1_000)
    assert scene._tooltip._text == f"{upgrade.name}. {upgrade.text}"


def the_end(*, reduced_motion: bool) -> tuple[MatchEndScene, Pilot]:
    context = a_story()
    context.change_settings(type(context.settings)(reduced_motion=reduced_motion))
    pilot = Pilot(scene=Scene())
    scene = MatchEndScene(context, context.match)
    pilot.stage.stack.push(scene)
    pilot.step()
    return scene, pilot


def test_whoever_has_won_sees_the_pup_jump_and_then_rest() -> None:
    scene, pilot = the_end(reduced_motion=False)
    assert len(scene._particles) > 0
    assert scene._pup.tick(pilot.clock.now_ms)
    pilot.advance(5_000)
    assert pilot.step() is None


def test_in_reduced_motion_nobody_jumps() -> None:
    scene, pilot = the_end(reduced_motion=True)
    assert len(scene._particles) == 0
    pilot.advance(theme.GUARD_MS)
    assert pilot.step() is None


def test_moves_are_heard_again_and_what_is_wound_over_is_not() -> None:
    cinema = Cinema()
    cinema.pilot.key(pygame.K_RIGHT)
    cinema.pilot.key(pygame.K_RIGHT)
    cinema.pilot.key(pygame.K_END)
    assert [asked for asked in cinema.context.asked if asked.startswith("sound")] == ["sound move", "sound theirs"]


def test_arrows_step_also_after_a_click_on_the_speed() -> None:
    cinema = Cinema()
    cinema.pilot.click(cinema.scene._speed)
    cinema.pilot.key(pygame.K_RIGHT)
    assert cinema.place == (1, 1)


def test_the_game_can_be_copied_for_other_programs() -> None:
    cinema = Cinema()
    cinema.pilot.click("Copy")
    assert cinema.context.asked[-1].startswith('copy [Event "Underdog"]')


def a_single_game() -> ReplayScene:
    context = a_story()
    first, *_ = game_replays(context.match)
    return ReplayScene(context, [first], lambda _pid: "pup:snow")


def test_with_one_game_its_keys_are_explained_just_above_the_line() -> None:
    """There is no choice of games then, and no hole where it would be."""
    scene = a_single_game()
    Pilot(scene=scene)
    assert scene._hint.rect.bottom >= scene._scrubber.rect.y - 2 * theme.GAP
    assert "PgUp" not in scene._hint.text
    assert "PgUp" in Cinema().scene._hint.text

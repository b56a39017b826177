"""What comes up over a game for a moment never covers what a player needs at that moment."""

from __future__ import annotations

import chess
import pytest

from game.client import texts
from game.client.art.emotes import EMOTES
from game.client.chess.match import MatchScene
from game.client.kit.widgets.toast import Toasts
from netcode import messages as m
from tests.helpers.fake_transport import ME, OTHER
from tests.helpers.pilot import Pilot
from tests.helpers.sessions import FakeContext, a_game

SIZES = [(1024, 640), (1280, 800), (2560, 1440)]


class Game:
    """A game in a window of a size."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.context: FakeContext = a_game()
        self.scene = MatchScene(self.context, self.context.match)
        self.pilot = Pilot(scene=self.scene, size=size)
        self.scene.refresh(self.pilot.clock.now_ms)
        self.pilot.step()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("square", [chess.E8, chess.A8, chess.C6, chess.H1, chess.B1])
def test_a_tooltip_does_not_cover_the_piece_it_explains(size: tuple[int, int], square: int) -> None:
    game = Game(size)
    place = game.scene._board.square_rect(square)
    game.scene._tooltip.explain("One line or two about this piece, as long as they are. " * 2, place.center, place)
    game.pilot.advance(1_000)
    shown = game.scene._tooltip.shown_at
    assert shown is not None
    assert not shown.colliderect(place)


def test_the_pointer_on_a_piece_has_its_square_kept_clear() -> None:
    game = Game((1280, 800))
    place = game.scene._board.square_rect(chess.B1)
    game.pilot.move((place.centerx, place.bottom - 4))
    game.pilot.advance(1_000)
    shown = game.scene._tooltip.shown_at
    assert shown is not None
    assert not shown.colliderect(place)


@pytest.mark.parametrize("size", SIZES)
def test_a_passing_sentence_lies_beside_the_board_over_the_lists(size: tuple[int, int]) -> None:
    game, toasts = Game(size), Toasts()
    assert game.scene.news_box is not None
    toasts.place(*game.scene.news_box)
    toasts.add(texts.ODD_SERVER, 0)
    toasts.paint(game.pilot.window.painter)
    ((box, _),) = toasts._boxes
    needed = [
        game.scene._board,
        *game.scene._rows.plates.values(),
        *game.scene._rows.clocks.values(),
        game.scene._draws.widgets[0],
    ]
    assert not any(box.colliderect(widget.rect) for widget in needed)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("pid", [ME, OTHER])
@pytest.mark.parametrize("emote", list(EMOTES)[:3])
def test_an_emote_comes_to_rest_over_no_button_clock_or_piece(size: tuple[int, int], pid: int, emote: str) -> None:
    game = Game(size)
    scene = game.scene
    game.context.session.room.emotes = [m.EmoteShown(pid, emote)]
    game.context.session.room.emotes_shown += 1
    scene.refresh(game.pilot.clock.now_ms)
    game.pilot.step()
    (leap,) = scene._talk.layer._leaps
    needed = [scene._board, *scene._rows.clocks.values(), *scene._draws.widgets, scene._menu, scene._talk.say]
    scene._talk.layer.reduced_motion = True
    disc = scene._talk.layer._disc(leap)
    assert not any(disc.colliderect(widget.rect) for widget in needed)

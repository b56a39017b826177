"""What a person does on the match screen: moving, queueing, typing moves, looking back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import chess
import pygame
import pytest

from game.client.chess.match import MatchScene
from netcode import messages as m
from tests.helpers.chess_wire import board_state
from tests.helpers.fake_transport import ME, OTHER, Line, in_game
from tests.helpers.pilot import Pilot
from tests.helpers.sessions import FakeContext

if TYPE_CHECKING:
    from game.client.chess.board import BoardWidget
    from game.client.chess.movespane import LookingBack

OPENING = ["e2e4", "e7e5", "g1f3", "b8c6"]


class Game:
    """A person at the match screen."""

    def __init__(self, moves: list[str] | None = None, **changes: object) -> None:
        moves = OPENING if moves is None else moves
        facts = {"moves": moves, "ply": len(moves), "last_move": moves[-1] if moves else None}
        facts["turn"] = "black" if len(moves) % 2 else "white"
        self.line: Line = in_game(**{**facts, **changes})
        self.context = FakeContext(self.line)
        self.scene = MatchScene(self.context, self.context.match)
        self.pilot = Pilot(scene=self.scene)

    @property
    def board(self) -> BoardWidget:
        return self.scene._board

    @property
    def past(self) -> LookingBack:
        return self.scene._pane.past

    @property
    def sent(self) -> list[str]:
        return [request.move for request in self.line.server.sent if isinstance(request, m.MakeMove)]

    @property
    def queued(self) -> list[str]:
        return [move.uci() for move in self.line.match.queue.premoves.moves]

    def at(self, square: int) -> tuple[float, float]:
        return self.board.square_rect(square).center

    def say(self, *notices: m.Notice) -> None:
        self.line.say(*notices)
        self.pilot.step()


def a_pawn_about_to_promote() -> Game:
    return Game([], start_fen="7k/P7/8/8/8/8/8/K7 w - - 0 1", fen="7k/P7/8/8/8/8/8/K7 w - - 0 1")


# --- queueing -----------------------------------------------------------------------------------------------------


def test_on_the_opponents_turn_a_drag_queues_a_move_and_the_board_shows_it_played() -> None:
    game = Game(OPENING[:3])
    game.pilot.drag(game.at(chess.F1), game.at(chess.C4))
    assert game.queued == ["f1c4"]
    assert game.board.state.placement[chess.C4] == "B"
    assert game.sent == []


@pytest.mark.parametrize("way", ["escape", "right click"])
def test_queued_moves_are_taken_back(way: str) -> None:
    game = Game(OPENING[:3])
    game.pilot.drag(game.at(chess.F1), game.at(chess.C4))
    if way == "escape":
        game.pilot.key(pygame.K_ESCAPE)
    else:
        game.pilot.click(game.at(chess.A5), "right")
    assert game.queued == []
    assert game.board.state.placement[chess.F1] == "B"
    assert "push menu" not in game.context.asked


def test_a_click_elsewhere_leaves_the_queue_alone() -> None:
    game = Game(OPENING[:3])
    game.pilot.drag(game.at(chess.F1), game.at(chess.C4))
    game.pilot.click(game.at(chess.A5))
    assert game.queued == ["f1c4"]


def test_whoever_wants_no_premoves_has_none() -> None:
    game = Game(OPENING[:3])
    game.context.change_settings(type(game.context.settings)(premoves=False))
    game.pilot.step()
    game.pilot.drag(game.at(chess.F1), game.at(chess.C4))
    assert game.queued == []


def test_whoever_wants_none_any_more_loses_those_that_wait() -> None:
    game = Game(OPENING[:3])
    game.pilot.drag(game.at(chess.F1), game.at(chess.C4))
    game.context.change_settings(type(game.context.settings)(premoves=False))
    game.pilot.step()
    assert game.queued == []


@pytest.mark.parametrize("turn", ["mine", "theirs"])
def test_the_king_put_on_his_rook_castles(turn: str) -> None:
    game = Game(["e2e4", "e7e5", "g1f3", "b8c6", "f1c4", "f8c5"][: 6 if turn == "mine" else 5])
    game.pilot.drag(game.at(chess.E1), game.at(chess.H1))
    assert (game.sent if turn == "mine" else game.queued) == ["e1g1"]


def test_a_king_who_cannot_castle_cannot_be_put_on_his_rook() -> None:
    game = Game(OPENING)
    game.pilot.drag(game.at(chess.E1), game.at(chess.H1))
    assert game.sent == []


# --- looking back -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("keys", "ply"), [("L", 3), ("LL", 2), ("LLR", 3), ("H", 0), ("HR", 1), ("LE", None)])
def test_keys_step_through_the_game(keys: str, ply: int | None) -> None:
    game = Game()
    names = {"L": pygame.K_LEFT, "R": pygame.K_RIGHT, "H": pygame.K_HOME, "E": pygame.K_END}
    for key in keys:
        game.pilot.key(names[key])
    assert game.past.ply == ply


def test_the_wheel_over_the_board_steps() -> None:
    game = Game()
    game.pilot.wheel(game.at(chess.E4), 1)
    assert game.past.ply == 3
    assert chess.B8 in game.board.state.placement


def test_a_click_in_the_list_goes_to_that_move() -> None:
    game = Game()
    place, ply = game.scene._pane.moves._places[0]
    game.pilot.click(place.center)
    assert game.past.ply == ply == 1


def test_the_opponents_move_does_not_tear_one_away_from_the_past() -> None:
    game = Game(OPENING[:3])
    game.pilot.key(pygame.K_HOME)
    game.say(board_state(seq=9, ply=4, last_move="b8c6", turn="white"))
    assert game.past.ply == 0


def test_taking_a_piece_comes_back_to_the_game() -> None:
    game = Game()
    game.pilot.key(pygame.K_HOME)
    game.pilot.drag(game.at(chess.F1), game.at(chess.C4))
    assert game.sent == ["f1c4"]
    assert game.past.ply is None


def test_a_new_game_is_looked_at_where_it_stands() -> None:
    game = Game()
    game.pilot.key(pygame.K_LEFT)
    game.say(board_state(seq=9, game=2, ply=0, phase="countdown", phase_ms=3_000))
    assert game.past.ply is None


# --- typing moves -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["Bc4", "bc4", "f1c4"])
def test_a_typed_move_is_played_by_return_and_not_before(text: str) -> None:
    game = Game()
    game.pilot.type(text)
    assert game.sent == []
    game.pilot.key(pygame.K_RETURN)
    assert game.sent == ["f1c4"]
    assert not game.scene._typed.line.visible


def test_what_is_typed_shows_with_the_moves_that_it_may_become() -> None:
    game = Game()
    game.pilot.type("B")
    assert game.scene._typed.line.visible
    assert "Bc4" in game.scene._typed.line._found


def test_enter_plays_what_only_one_move_begins_with() -> None:
    game = Game(["e2e4", "e7e5", "g1f3", "b8c6", "f1c4", "f8c5"])
    game.pilot.type("O")
    game.pilot.key(pygame.K_RETURN)
    assert game.sent == ["e1g1"]


def test_backspace_and_escape_take_letters_back() -> None:
    game = Game()
    game.pilot.type("Nx")
    game.pilot.key(pygame.K_BACKSPACE)
    assert game.scene._typed.text == "N"
    game.pilot.key(pygame.K_ESCAPE)
    assert not game.scene._typed.line.visible
    assert "push menu" not in game.context.asked


def test_a_typed_move_on_the_opponents_turn_is_queued() -> None:
    game = Game(OPENING[:3])
    game.pilot.type("Bc4")
    game.pilot.key(pygame.K_RETURN)
    assert game.queued == ["f1c4"]


@pytest.mark.parametrize(("text", "uci"), [("a8", "a7a8q"), ("a8n", "a7a8n")])
def test_a_typed_promotion_is_a_queen_unless_it_says_otherwise(text: str, uci: str) -> None:
    game = a_pawn_about_to_promote()
    game.pilot.type(text)
    game.pilot.key(pygame.K_RETURN)
    assert game.sent == [uci]


def lit(game: Game) -> str | None:
    line = game.scene._typed.line
    return None if line._lit is None else line._found[line._lit]


def test_of_several_moves_none_is_lit_and_return_plays_none() -> None:
    game = Game()
    game.pilot.type("N")
    assert lit(game) is None
    game.pilot.key(pygame.K_RETURN)
    assert game.sent == []


@pytest.mark.parametrize(("key", "which"), [(pygame.K_TAB, 0), (pygame.K_DOWN, 0), (pygame.K_UP, -1)])
def test_a_move_can_be_chosen_among_those_that_are_shown(key: int, which: int) -> None:
    game = Game()
    game.pilot.type("N")
    wanted = game.scene._typed.line._found[which]
    game.pilot.key(key)
    assert lit(game) == wanted
    game.pilot.key(pygame.K_RETURN)
    assert game.line.match.sans[-1] == wanted


def test_a_pawn_that_may_stay_a_pawn_is_lit_as_what_return_plays() -> None:
    fen = "7k/8/8/4P3/8/8/8/K7 w - - 0 1"
    game = Game([], upgrades=m.Badges(white=["fast_track"]), fen=fen, start_fen=fen)
    game.pilot.type("e6")
    assert lit(game) == "e6"
    game.pilot.key(pygame.K_RETURN)
    assert game.sent == ["e5e6"]


def test_a_rewind_is_played_by_return_from_its_first_letters_on() -> None:
    game = Game(upgrades=m.Badges(white=["rewind"]), start_layers="- - W -")
    game.pilot.type("rew")
    assert lit(game) == "rewind"
    game.pilot.key(pygame.K_RETURN)
    assert game.sent == ["rewind"]


def test_the_key_that_picks_a_promotion_types_nothing() -> None:
    game = a_pawn_about_to_promote()
    game.pilot.drag(game.at(chess.A7), game.at(chess.A8))
    game.pilot.key(pygame.K_n)
    game.pilot.type("n")
    assert game.sent == ["a7a8n"]
    assert not game.scene._typed.line.visible


def test_words_for_the_chat_are_no_moves() -> None:
    game = Game()
    game.pilot.click("say")
    game.pilot.type("Bc4")
    assert game.sent == []


def test_t_turns_the_board() -> None:
    game = Game()
    game.pilot.key(pygame.K_t)
    assert game.board.state.flipped


# --- instead of a move --------------------------------------------------------------------------------------------

BARE = "4k3/8/8/8/8/8/PPPPPPPP/4K3 w - - 0 1"


def test_a_pass_is_one_press() -> None:
    game = Game([], upgrades=m.Badges(white=["breather"]), start_layers="- - P -")
    game.pilot.click("pass")
    assert game.sent == ["0000"]


def test_a_fallen_piece_comes_back_where_one_clicks() -> None:
    game = Game([], upgrades=m.Badges(white=["revival"]), fen=BARE, start_fen=BARE, start_layers="- - R N")
    game.pilot.click("revive n")
    game.pilot.click(game.at(chess.B1))
    assert game.sent == ["N@b1"]


def test_a_revival_can_be_thought_better_of() -> None:
    game = Game([], upgrades=m.Badges(white=["revival"]), fen=BARE, start_fen=BARE, start_layers="- - R N")
    game.pilot.click("revive n")
    game.pilot.key(pygame.K_ESCAPE)
    game.pilot.click(game.at(chess.B1))
    assert game.sent == []


@pytest.mark.parametrize(("text", "uci"), [("N@b1", "N@b1"), ("n@b1", "N@b1")])
def test_a_revival_can_be_typed(text: str, uci: str) -> None:
    game = Game([], upgrades=m.Badges(white=["revival"]), fen=BARE, start_fen=BARE, start_layers="- - R N")
    game.pilot.type(text)
    game.pilot.key(pygame.K_RETURN)
    assert game.sent == [uci]


# --- explanations -------------------------------------------------------------------------------------------------


def test_a_piece_is_explained_once_the_pointer_rests_on_it() -> None:
    game = Game(upgrades=m.Badges(white=["trotters"]), running=None)
    game.pilot.move(game.at(chess.B1))
    assert game.scene._tooltip._text == ""
    game.pilot.advance(1_000)
    assert game.scene._tooltip._text.startswith("Trotters")


def test_an_explanation_goes_with_the_press_that_it_led_to() -> None:
    game = Game(upgrades=m.Badges(white=["trotters"]), running=None)
    game.pilot.move(game.at(chess.B1))
    game.pilot.advance(1_000)
    game.pilot.press(game.at(chess.B1))
    game.pilot.advance(1_000)
    assert game.scene._tooltip._text == ""


def test_nothing_is_explained_while_a_piece_is_in_the_hand() -> None:
    game = Game(upgrades=m.Badges(white=["trotters"]), running=None)
    game.pilot.press(game.at(chess.B1))
    game.pilot.move(game.at(chess.C3))
    game.pilot.advance(1_000)
    assert game.scene._tooltip._text == ""


# --- what must not reach from one moment into another ----------------------------------------------------------


def test_looking_back_drops_what_is_queued_because_it_could_not_be_seen() -> None:
    game = Game([*OPENING, "f1c4"])
    game.line.match.queue.add("d2d3")
    assert game.queued == ["d2d3"]
    game.pilot.key(pygame.K_LEFT)
    assert game.past.ply is not None
    assert game.queued == []


def test_backspace_takes_back_the_last_of_the_queued_moves() -> None:
    game = Game([*OPENING, "f1c4"])
    for move in ("d2d3", "b1c3"):
        game.line.match.queue.add(move)
    game.pilot.key(pygame.K_BACKSPACE)
    assert game.queued == ["d2d3"]


def test_escape_in_the_chat_leads_back_to_the_board_and_opens_no_menu() -> None:
    game = Game()
    game.pilot.key(pygame.K_RETURN)
    game.pilot.type("hel")
    game.pilot.key(pygame.K_ESCAPE)
    assert game.pilot.group.focus is None
    assert game.context.asked == []
    game.pilot.type("d4")
    game.pilot.key(pygame.K_RETURN)
    assert game.sent == ["d2d4"]


def test_the_next_game_does_not_begin_in_the_chat() -> None:
    game = Game()
    game.pilot.click("say")
    game.pilot.type("good g")
    game.say(m.GameStarted(2, {"white": ME, "black": OTHER}, 3_000), board_state(seq=9, game=2))
    assert game.pilot.group.focus is None
    assert game.scene._talk.say.text == ""


def test_a_half_typed_move_does_not_reach_into_the_next_game() -> None:
    game = Game()
    game.pilot.type("N")
    game.say(m.GameStarted(2, {"white": ME, "black": OTHER}, 3_000), board_state(seq=9, game=2))
    game.pilot.type("e4")
    game.pilot.key(pygame.K_RETURN)
    assert game.sent == ["e2e4"]

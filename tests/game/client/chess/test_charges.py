"""What cards let one do instead of moving a piece, and the row of buttons for it."""

from __future__ import annotations

from typing import Any

import chess
import pytest

from game.client import texts
from game.client.chess.charges import charge_actions, left_of
from game.client.chess.match import MatchScene
from game.client.kit.painter import Painter
from netcode import messages as m
from tests.helpers.chess_wire import board_state
from tests.helpers.fake_transport import Line, in_game, match_in
from tests.helpers.pilot import Pilot
from tests.helpers.sessions import FakeContext, scene_of

BARE = "4k3/8/8/8/8/8/PPPPPPPP/4K3 w - - 0 1"
PASSES = {"upgrades": m.Badges(white=["breather"]), "start_layers": "- - P -"}
REWINDS = {"upgrades": m.Badges(white=["rewind"]), "start_layers": "- - W -"}
REVIVES = {"upgrades": m.Badges(white=["revival"]), "fen": BARE, "start_fen": BARE, "start_layers": "- - R NNB"}
ALL = {
    "upgrades": m.Badges(white=["breather", "rewind", "revival"], black=["rewind"]),
    "start_layers": "- - PRWw -",
}


def game(*moves: str, **changes: object) -> Line:
    last, turn = (moves[-1] if moves else None), "black" if len(moves) % 2 else "white"
    return in_game(**{"moves": list(moves), "ply": len(moves), "last_move": last, "turn": turn, **changes})


def possible(line: Line) -> list[str]:
    return [action.name for action in charge_actions(line.match) if action.moves]


# --- what there is ------------------------------------------------------------------------------------------------


def test_a_standard_game_offers_moves_alone() -> None:
    assert charge_actions(game().match) == []


def test_whoever_watches_is_offered_nothing() -> None:
    assert charge_actions(match_in(game(color=None, **PASSES).session)) == []


def test_a_pass_is_possible_on_ones_own_turn_only() -> None:
    assert possible(game(**PASSES)) == ["pass"]
    assert possible(game("e2e4", **PASSES)) == []


def test_a_revival_says_where_the_fallen_piece_may_come_back() -> None:
    knight = next(action for action in charge_actions(match_in(game(**REVIVES).session)) if action.name == "revive n")
    assert (knight.piece, knight.fallen) == ("N", 2)
    assert knight.moves[chess.B1] == "N@b1"
    assert chess.A2 not in knight.moves


def test_each_kind_that_has_fallen_can_be_chosen() -> None:
    assert possible(game(**REVIVES)) == ["revive b", "revive n"]


def test_a_rewind_is_possible_once_there_is_something_to_take_back() -> None:
    assert possible(game(**REWINDS)) == []
    assert possible(game("e2e4", "e7e5", **REWINDS)) == ["rewind"]


@pytest.mark.parametrize("moves", [[], ["e2e4"], ["e2e4", "e7e5"], ["e2e4", "e7e5", "0000", "d7d6"]])
def test_all_that_cards_give_keeps_its_place_whatever_can_be_done_now(moves: list[str]) -> None:
    names = [action.name for action in charge_actions(match_in(game(*moves, **ALL).session))]
    assert names == ["pass", "rewind", "revive r", "revive b", "revive n", "revive p"]


def test_it_is_known_what_is_left_of_each_card() -> None:
    session = game("0000", "e7e5", **ALL).session
    assert left_of(match_in(session), "white") == {"breather": (0, 1), "rewind": (1, 1), "revival": (1, 1)}
    assert left_of(match_in(session), "black") == {"rewind": (1, 1)}


# --- the buttons --------------------------------------------------------------------------------------------------


class Sitting:
    """A person at the match screen."""

    def __init__(self, line: Line, size: tuple[int, int] = (1280, 800)) -> None:
        self.line = line
        self.scene = scene_of(MatchScene, FakeContext(line))
        self.pilot = Pilot(scene=self.scene, size=size)

    @property
    def sent(self) -> list[str]:
        return [request.move for request in self.line.server.sent if isinstance(request, m.MakeMove)]

    def places(self) -> dict[str, tuple[float, ...]]:
        """Where everything is that can be seen."""
        return {
            f"{i} {widget.name}": tuple(widget.rect)
            for i, widget in enumerate(self.scene.group.widgets)
            if widget.visible and widget.name not in {"accept", "decline"}
        }


def test_a_pass_is_one_press() -> None:
    table = Sitting(game(**PASSES))
    table.pilot.click("pass")
    assert table.sent == ["0000"]


def test_a_fallen_piece_comes_back_where_one_clicks() -> None:
    table = Sitting(game(**REVIVES))
    table.pilot.click("revive n")
    table.pilot.click(table.scene._board.square_rect(chess.B1).center)
    assert table.sent == ["N@b1"]


def test_of_two_kinds_each_has_its_button_with_its_piece_on_it() -> None:
    table = Sitting(game(**REVIVES))
    table.pilot.click("revive b")
    table.pilot.click(table.scene._board.square_rect(chess.B1).center)
    assert table.sent == ["B@b1"]
    assert table.scene._charges.buttons["revive b"].picture == "pieces/wB"
    assert table.scene._charges.buttons["revive n"].picture == "pieces/wN"


def test_a_second_press_puts_the_piece_back() -> None:
    table = Sitting(game(**REVIVES))
    table.pilot.click("revive n")
    table.pilot.click("revive n")
    table.pilot.click(table.scene._board.square_rect(chess.B1).center)
    assert table.sent == []


def test_what_cannot_be_done_now_is_faint_and_does_nothing() -> None:
    table = Sitting(game("e2e4", **PASSES))
    assert not table.scene._charges.buttons["pass"].enabled
    table.pilot.click("pass")
    assert table.sent == []


@pytest.mark.parametrize("size", [(1024, 640), (1280, 800)])
def test_nothing_changes_its_place_while_a_game_runs(size: tuple[int, int]) -> None:
    """Own turn, the other's, a pass spent, a rewind spent, a piece fallen: all buttons stay where they are."""
    table = Sitting(game(**ALL), size)
    places = table.places()
    moves: list[str] = []
    for move in ["e2e4", "d7d5", "0000", "d5e4", "d2d3", "e4d3", "rewind", "c2c3"]:
        moves.append(move)
        turn = "white" if (len(moves) % 2 == 0) != (len(moves) >= 7) else "black"
        table.line.say(
            board_state(
                seq=5 + len(moves), ply=len(moves), last_move=move, moves=list(moves), turn=turn, running=turn, **ALL
            )
        )
        table.pilot.step()
        assert table.places() == places


@pytest.mark.parametrize("size", [(1024, 640), (1280, 800)])
def test_news_in_the_strip_covers_neither_moves_nor_talk(size: tuple[int, int]) -> None:
    table = Sitting(game(**ALL), size)
    strip = table.scene._strip.rect
    assert not strip.colliderect(table.scene._pane.moves.rect)
    assert not strip.colliderect(table.scene._talk.chat.rect)
    assert not any(strip.colliderect(badges.rect) for badges in table.scene._rows.badges.values())
    assert not any(strip.colliderect(clock.rect) for clock in table.scene._rows.clocks.values())


@pytest.mark.parametrize("size", [(1024, 640), (1280, 800)])
def test_news_in_the_strip_lie_within_its_edges(size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    table = Sitting(game(**ALL), size)
    strip = table.scene._strip
    strip.say(texts.opponent_gone("WWWWWWWWWWWWWWWWWWWW"), alarm=True)
    heights: list[tuple[float, float]] = []
    write = Painter.text

    def watch(painter: Painter, text: str, at: tuple[float, float], **how: Any) -> float:
        half = painter.line_height(how["size"]) / 2
        heights.append((at[1] - half, at[1] + half))
        return write(painter, text, at, **how)

    monkeypatch.setattr(Painter, "text", watch)
    strip.paint(table.pilot.window.painter)
    assert len(heights) == 2
    assert strip.rect.top - 1 <= heights[0][0]
    assert heights[-1][1] <= strip.rect.bottom + 1


def test_a_badge_says_whether_its_card_was_used() -> None:
    table = Sitting(game("0000", "e7e5", **ALL))
    badges = table.scene._rows.badges["bottom"]
    hints = {upgrade.id: badges.tooltip_at(rect.center) for rect, upgrade in badges._places}
    assert hints["breather"].endswith(texts.CHARGE_USED)
    assert hints["rewind"].endswith(texts.CHARGE_LEFT)


def test_a_revival_says_in_words_which_piece_comes_back_and_where() -> None:
    hints = {action.name: action.hint for action in charge_actions(match_in(game(**REVIVES).session))}
    assert "knight" in hints["revive n"]
    assert "second rank" in hints["revive p"]

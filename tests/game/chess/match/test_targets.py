"""What a program that knows no rules is told of a player's choices."""

from __future__ import annotations

import chess
import pytest

from game.chess.match.state import NO_UPGRADES
from game.chess.match.targets import choices
from game.chess.rules import REWIND, ByColor, Game
from game.chess.upgrades import board_from, new_board
from tests.helpers.matches import a_match, until
from tests.helpers.random_games import positions


class Playing:
    """As much of a match's state as choices depend on."""

    phase = "playing"

    def __init__(self, upgrades: ByColor[tuple[str, ...]] = NO_UPGRADES) -> None:
        self.upgrades = upgrades


def spelled(game: Game, upgrades: ByColor[tuple[str, ...]], color: chess.Color) -> set[str]:
    """Every move that a page can make of what it is told, a queen for all promotions."""
    found = choices(Playing(upgrades), game, color)  # type: ignore[arg-type]
    moves = {origin + target for origin, targets in found.targets.items() for target in targets}
    must = {move for move in found.promotions if move[3] in "18"}
    return (moves - must) | {move + "q" for move in found.promotions}


@pytest.mark.parametrize("seed", range(12))
def test_the_choices_are_the_legal_moves(seed: int) -> None:
    for game, upgrades in positions(seed):
        legal = {move.uci() for move in game.board.legal_moves}
        expected = {uci for uci in legal if uci[4:] in {"", "q"}} | ({REWIND} if game.can_rewind else set())
        assert spelled(game, upgrades, game.board.turn) == (set() if game.result else expected)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_legal_after_the_reply_could_be_chosen_before_it(seed: int) -> None:
    before: tuple[int, set[str]] = (-1, set())
    for game, upgrades in positions(seed):
        color, board = game.board.turn, game.board
        if before[0] == game.ply and game.moves[-1] != REWIND:
            moves = {m.uci() for m in board.legal_moves if m and m.drop is None and not board.is_en_passant(m)}
            assert {uci for uci in moves if uci[4:] in {"", "q"}} <= before[1]
        before = (game.ply + 1, spelled(game, upgrades, not color))


def test_moves_of_an_upgrade_are_told_apart() -> None:
    upgrades = ByColor(("trotters",), ())
    game = Game(board_from("4k3/8/8/8/8/8/8/1N2K3 w - - 0 1", upgrades))
    found = choices(Playing(upgrades), game, chess.WHITE)  # type: ignore[arg-type]
    assert {move for move in found.granted if move.startswith("b1")} == {"b1a1", "b1c1", "b1a2", "b1b2", "b1c2"}


def test_a_pass_a_revival_and_a_rewind_are_choices_like_moves() -> None:
    upgrades = ByColor(("breather", "revival", "rewind"), ())
    game = Game(new_board(upgrades))
    for uci in ("b1c3", "d7d5", "c3d5", "d8d5"):
        game.play(uci)
    targets = choices(Playing(upgrades), game, chess.WHITE).targets  # type: ignore[arg-type]
    assert (targets["0000"], targets[REWIND], targets["N@"]) == ([""], [""], ["b1"])
    assert "0000" not in choices(Playing(upgrades), game, chess.BLACK).targets  # type: ignore[arg-type]


def test_nothing_can_be_chosen_while_nobody_plays() -> None:
    match = a_match()
    until(match, "result")
    assert not match.choices(chess.WHITE).targets


def test_before_the_first_move_both_may_choose_one() -> None:
    match = a_match(playing=False)
    assert "e4" in match.choices(chess.WHITE).targets["e2"]
    assert "d5" in match.choices(chess.BLACK).targets["d7"]

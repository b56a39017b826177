"""The bot behind its interface: upgrades by name, taste, levels, slips."""

from __future__ import annotations

from random import Random

import chess
import pytest
from msgspec.structs import replace

from game.chess.bot.engine import SearchBot, _appeal, board_of
from game.chess.bot.interface import Bot, Budget, NoMove, Situation
from game.chess.bot.levels import LEVELS, Level
from game.chess.match.commands import MakeMove
from game.chess.match.machine import Match
from game.chess.match.state import MatchOptions
from game.chess.rules.bycolor import ByColor
from game.chess.upgrades import CATALOGUE, new_board

NONE: ByColor[tuple[str, ...]] = ByColor((), ())
REWIND_FOR_WHITE: ByColor[tuple[str, ...]] = ByColor(("rewind",), ())
LEVEL = Level("test", think_ms=100)
SMALL = Budget(nodes=300)


def a_bot(seed: int = 1, level: Level = LEVEL) -> Bot:
    return SearchBot(level, Random(seed))


def a_situation(
    fen: str = chess.STARTING_FEN, *moves: str, upgrades: ByColor[tuple[str, ...]] = NONE, color: bool = True
) -> Situation:
    return Situation(fen, moves, upgrades, "white" if color else "black", ByColor(60_000, 60_000))


def frozen() -> int:
    return 0


def play(white: Bot, black: Bot, budgets: ByColor[Budget], *, plies: int) -> int:
    """White's material lead, in pawns, after a game of so many plies; a mate counts a hundred."""
    values = (1, 3, 3, 5, 9, 0)
    situation = a_situation()
    for ply in range(plies):
        board = board_of(situation)
        if board.is_checkmate():
            return -100 if board.turn else 100
        if board.is_game_over():
            break
        mover = white if ply % 2 == 0 else black
        move = mover.choose_move(situation, budgets[board.turn], frozen)
        situation = a_situation(chess.STARTING_FEN, *situation.moves, move, color=ply % 2 == 1)
    board = board_of(situation)
    return sum(
        value * (len(board.pieces(kind, chess.WHITE)) - len(board.pieces(kind, chess.BLACK)))
        for kind, value in zip(chess.PIECE_TYPES, values, strict=True)
    )


def test_plays_the_position_after_the_moves() -> None:
    assert a_bot().choose_move(a_situation(chess.STARTING_FEN, "f2f3", "e7e5", "g2g4"), SMALL, frozen) == "d8h4"


def test_mates_with_an_upgraded_piece_by_name() -> None:
    """A queen in the corner's reach that also leaps like a knight needs no help to mate."""
    situation = a_situation("7k/8/8/8/8/5Q2/8/K7 w - - 0 1", upgrades=ByColor(("amazon",), ()))
    board = board_of(situation)
    board.push_uci(a_bot().choose_move(situation, Budget(nodes=2_000), frozen))
    assert board.is_checkmate()


@pytest.mark.parametrize("upgrade", CATALOGUE)
def test_plays_a_legal_move_with_every_upgrade(upgrade: str) -> None:
    owned = ByColor((upgrade,), ("trotters", upgrade))
    fen = new_board(owned).fen()
    move = a_bot().choose_move(a_situation(fen, upgrades=owned), Budget(nodes=50), frozen)
    assert chess.Move.from_uci(move) in new_board(owned).legal_moves


def test_what_just_moved_is_never_overlooked() -> None:
    """Black's queen has come to d5, next to a knight that even the blindest level sees."""
    blind = Level("blind", think_ms=100, overlooks=1.0)
    situation = a_situation("3qk3/8/8/8/8/2N5/8/4K3 b - - 0 1", "d8d5")
    assert {a_bot(seed, blind).choose_move(situation, SMALL, frozen) for seed in range(8)} == {"c3d5"}


def test_a_long_way_is_overlooked_at_times() -> None:
    """A bishop could take a queen at the other end of the board."""
    hasty = Level("hasty", think_ms=100, overlooks=0.5)
    situation = a_situation("7q/4k3/8/8/8/8/1P6/B3K3 w - - 0 1", "b2b4", "e7f7")
    moves = {a_bot(seed, hasty).choose_move(situation, SMALL, frozen) for seed in range(24)}
    assert "a1h8" in moves
    assert len(moves) > 1


def test_whims_differ() -> None:
    moody = Level("moody", think_ms=100, whim_cp=40)
    assert len({a_bot(seed, moody).choose_move(a_situation(), SMALL, frozen) for seed in range(12)}) > 2


def test_the_same_seed_plays_the_same() -> None:
    easy = LEVELS["easy"]
    first, second = a_bot(5, easy), a_bot(5, easy)
    situation = a_situation()
    for _ in range(5):
        assert first.choose_move(situation, SMALL, frozen) == second.choose_move(situation, SMALL, frozen)


def test_more_nodes_win() -> None:
    lead = play(a_bot(1), a_bot(2), ByColor(Budget(nodes=1_200), Budget(nodes=20)), plies=60)
    assert lead > 3


def test_no_move_when_the_game_is_over() -> None:
    with pytest.raises(NoMove):
        a_bot().choose_move(a_situation("7k/6Q1/6K1/8/8/8/8/8 b - - 0 1", color=False), SMALL, frozen)


def test_prefers_the_stronger_upgrade() -> None:
    assert a_bot().choose_upgrade(["trotters", "amazon", "rook_hop"], []) == "amazon"


def test_prefers_what_goes_well_with_what_it_owns() -> None:
    """A third knight is worth more to somebody whose knights ride on."""
    alone = _appeal("reinforcement", ())
    assert _appeal("reinforcement", ("nightriders",)) > alone + 20


def test_rewinds_a_blunder() -> None:
    """White has just lost the queen for nothing."""
    moves = ("e2e4", "e7e5", "d1h5", "b8c6", "h5f7", "e8f7")
    rewinding = a_situation(chess.STARTING_FEN, *moves, upgrades=REWIND_FOR_WHITE)
    layers = new_board(rewinding.upgrades).layers.text()
    rewinding = replace(rewinding, start_layers=layers)
    assert a_bot().choose_move(rewinding, SMALL, frozen) == "rewind"
    after = replace(rewinding, moves=(*moves, "rewind"))
    move = a_bot().choose_move(after, SMALL, frozen)
    assert move not in {"rewind", "h5f7"}
    board_of(after).push_uci(move)


def test_does_not_repeat_what_it_has_taken_back() -> None:
    """Nothing is wrong with the move but that it was taken back."""
    moves = ("e2e4", "e7e5", "g1f3", "b8c6", "rewind")
    situation = a_situation(chess.STARTING_FEN, *moves, upgrades=REWIND_FOR_WHITE)
    situation = replace(situation, start_layers=new_board(situation.upgrades).layers.text())
    assert {a_bot(seed).choose_move(situation, SMALL, frozen) for seed in range(3)}.isdisjoint({"g1f3", "rewind"})


def test_keeps_a_rewind_while_all_is_well() -> None:
    upgrades: ByColor[tuple[str, ...]] = ByColor(("rewind",), ("rewind",))
    situation = a_situation(chess.STARTING_FEN, "e2e4", "e7e5", "g1f3", "b8c6", upgrades=upgrades)
    situation = replace(situation, start_layers=new_board(upgrades).layers.text())
    assert a_bot().choose_move(situation, SMALL, frozen) != "rewind"


@pytest.mark.parametrize("color", [True, False])
def test_welcomes_a_draw_only_when_it_stands_badly(*, color: bool) -> None:
    """Black has a rook more; White is to move."""
    situation = a_situation("r3k3/8/8/8/8/8/8/4K3 w - - 0 1", color=color)
    assert a_bot().accepts_draw(situation, SMALL, frozen) is color


def test_offers_a_draw_only_after_a_long_dead_level() -> None:
    bot = a_bot()
    dance = ("g1h1", "g8h8", "h1g1", "h8g8") * 25
    fen = "6k1/p1p1p1p1/P1P1P1P1/8/8/p1p1p1p1/P1P1P1P1/6K1 w - - 0 1"
    offers = []
    for ply in range(0, len(dance), 2):
        situation = a_situation(fen, *dance[:ply])
        bot.choose_move(situation, Budget(nodes=50), frozen)
        offers.append(bot.offers_draw(situation))
    assert not any(offers[:35])
    assert any(offers)


def test_a_match_in_this_process_is_a_situation() -> None:
    """The server lets a bot play for somebody absent without any wire between them."""
    options = MatchOptions(countdown_ms=0)
    match, _ = Match.start((1, 2), options, bytes(16), 0)
    match.tick(0)
    view = match.view(None, 0)
    situation = Situation.of_view(view, view.turn, match.moves())
    match.handle(MakeMove(view.players.white, a_bot().choose_move(situation, SMALL, frozen), view.ply), 10)
    assert match.view(None, 10).ply == 1

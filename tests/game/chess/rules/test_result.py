"""Every way in which a game ends, from a concrete position."""

from __future__ import annotations

import chess
import pytest

from game.chess.rules import Board, ByColor, Game, GameResult, IllegalMove, Reason
from game.chess.rules.result import result_on_flag
from game.chess.upgrades import board_from


def game_of(fen: str, *moves: str, white: tuple[str, ...] = (), black: tuple[str, ...] = ()) -> Game:
    return Game(board_from(fen, ByColor(white, black)), moves)


def test_mate_is_won_by_the_one_who_gave_it() -> None:
    """Fool's mate is Black's win."""
    game = Game(Board(), ["f2f3", "e7e5", "g2g4", "d8h4"])
    assert game.result == GameResult(Reason.CHECKMATE, chess.BLACK)


def test_after_the_end_nothing_is_legal() -> None:
    """A finished game takes no move."""
    game = game_of("7k/5K2/8/8/8/8/8/6Q1 w - - 0 1", "g1g7")
    with pytest.raises(IllegalMove):
        game.play("h8g7")


def test_no_legal_move_without_check_is_a_draw() -> None:
    """Stalemate is a draw."""
    assert game_of("7k/5K2/8/8/8/8/8/6Q1 w - - 0 1", "g1g6").result == GameResult(Reason.STALEMATE)


def test_an_upgraded_move_averts_stalemate() -> None:
    """A king who may leap has a move where a standard one has none."""
    fen = "4k3/4P3/8/4K3/8/8/8/8 w - - 0 1"
    assert game_of(fen, "e5e6").result == GameResult(Reason.STALEMATE)
    assert game_of(fen, "e5e6", black=("kings_leap",)).result is None


def test_mate_comes_before_fifty_moves() -> None:
    """Mate on the hundredth ply is mate."""
    game = game_of("7k/8/5K2/8/8/8/8/6Q1 w - - 99 80", "g1g7")
    assert game.result == GameResult(Reason.CHECKMATE, chess.WHITE)


def test_fifty_moves_without_progress_are_a_draw() -> None:
    """The hundredth ply without capture or pawn's step ends the game."""
    assert game_of("7k/8/5K2/8/8/8/8/R7 w - - 98 80", "a1a2").result is None
    assert game_of("7k/8/5K2/8/8/8/8/R7 w - - 99 80", "a1a2").result == GameResult(Reason.FIFTY_MOVES)


def test_a_pawns_step_back_is_no_progress() -> None:
    """Stepping back or sideways lets the fifty moves count on, a step forward does not."""
    fen = "4k3/8/8/8/4P3/8/8/R3K3 w - - 30 50"
    upgrades = ("backstep", "crab_pawns")
    clocks = {
        move: game_of(fen, move, white=upgrades).board.halfmove_clock for move in ("e4e3", "e4d4", "e4f4", "e4e5")
    }
    assert clocks == {"e4e3": 31, "e4d4": 31, "e4f4": 31, "e4e5": 0}


def test_a_position_for_the_third_time_is_a_draw() -> None:
    """Threefold repetition ends the game without a claim, and not before the third time."""
    dance = ["g1f3", "g8f6", "f3g1", "f6g8"]
    assert Game(Board(), dance).result is None
    assert Game(Board(), dance * 2).result == GameResult(Reason.THREEFOLD)


def test_pawns_that_step_back_repeat_positions() -> None:
    """A position reached again by backstepping pawns counts as repeated."""
    fen = "4k3/8/8/8/4P3/8/8/R3K3 w - - 0 1"
    dance = ["e4e3", "e8d8", "e3e4", "d8e8"]
    assert game_of(fen, *dance, *dance, white=("backstep",)).result == GameResult(Reason.THREEFOLD)


def test_lost_castling_rights_make_another_position() -> None:
    """The same squares with other rights are another position, so the first one does not count."""
    fen = "r3k3/8/8/8/8/8/8/4K2R w K - 0 1"
    dance = ["h1h2", "a8a7", "h2h1", "a7a8"]
    assert game_of(fen, *dance, *dance).result is None
    assert game_of(fen, *dance, *dance, "h1h2").result == GameResult(Reason.THREEFOLD)


def test_an_en_passant_that_cannot_be_played_makes_no_other_position() -> None:
    """A double step that nobody can take en passant leaves the position as any other."""
    moves = ["e2e4", "g8f6", "g1f3", "f6g8", "f3g1", "g8f6", "g1f3", "f6g8", "f3g1"]
    assert Game(Board(), moves).result == GameResult(Reason.THREEFOLD)


@pytest.mark.parametrize(
    ("fen", "capture"),
    [
        ("4k3/8/8/8/8/8/4r3/4K3 w - - 0 1", "e1e2"),
        ("4k3/8/8/8/2N5/8/4n3/4K3 w - - 0 1", "e1e2"),
        ("4k3/8/8/8/2B5/8/4n3/4K3 w - - 0 1", "e1e2"),
    ],
)
def test_too_little_material_is_a_draw(fen: str, capture: str) -> None:
    """Bare kings, or one minor piece beside them, are a dead position."""
    assert game_of(fen, capture).result == GameResult(Reason.DEAD_POSITION)


def test_a_knight_that_mates_by_what_it_captures_more_is_not_dead() -> None:
    """A king and a knight with the right new captures may still mate, so the game goes on."""
    fen = "4k3/8/8/8/2N5/8/4n3/4K3 w - - 0 1"
    assert game_of(fen, "e1e2", white=("retreat",)).result is None


@pytest.mark.parametrize("upgrade", ["nightriders", "chargers"])
def test_a_knight_that_captures_more_but_mates_nobody_is_dead(upgrade: str) -> None:
    """As the exhaustive search has shown."""
    fen = "4k3/8/8/8/2N5/8/4n3/4K3 w - - 0 1"
    assert game_of(fen, "e1e2", white=(upgrade,)).result == GameResult(Reason.DEAD_POSITION)


def test_a_knight_that_only_moves_more_is_dead() -> None:
    """A king and a knight with new moves but the old captures cannot mate."""
    fen = "4k3/8/8/8/2N5/8/4n3/4K3 w - - 0 1"
    assert game_of(fen, "e1e2", white=("trotters",)).result == GameResult(Reason.DEAD_POSITION)


def test_a_lone_bishop_that_changes_colour_is_dead() -> None:
    """One bishop attacks as a standard one wherever it stands: it never mates alone."""
    fen = "4k3/8/8/8/2B5/8/4n3/4K3 w - - 0 1"
    assert game_of(fen, "e1e2", white=("shifty_bishops",)).result == GameResult(Reason.DEAD_POSITION)


def test_two_bishops_of_one_colour_are_not_dead_if_they_can_change_it() -> None:
    """Bishops on the same colour mate once one of them has stepped across."""
    fen = "4k3/8/8/8/2B1B3/8/4n3/4K3 w - - 0 1"
    assert game_of(fen, "e1e2").result == GameResult(Reason.DEAD_POSITION)
    assert game_of(fen, "e1e2", white=("shifty_bishops",)).result is None


@pytest.mark.parametrize(
    ("fen", "white", "black", "reason"),
    [
        ("4k3/8/8/8/8/8/4Q3/4K3 w - - 0 1", (), (), Reason.FLAG_DRAW),
        ("4k3/8/8/8/8/8/4Q3/4K3 w - - 0 1", ("amazon",), (), Reason.FLAG_DRAW),
        ("4k3/8/8/8/2N5/8/4P3/4K3 w - - 0 1", ("nightriders",), (), Reason.FLAG_DRAW),
        ("4k3/8/8/8/2B5/8/4P3/4K3 w - - 0 1", ("shifty_bishops",), (), Reason.FLAG_DRAW),
        ("4k3/8/8/8/8/8/4Q3/4K3 w - - 0 1", (), ("kings_leap",), Reason.FLAG_DRAW),
        ("4k2p/8/8/8/8/8/4Q3/4K3 w - - 0 1", (), (), Reason.FLAG),
        ("4k3/7n/8/8/8/8/4R3/4K3 w - - 0 1", (), (), Reason.FLAG),
        ("4k3/7n/8/8/8/8/4Q3/4K3 w - - 0 1", (), (), Reason.FLAG_DRAW),
        ("4k3/7n/8/8/8/8/4Q3/4K3 w - - 0 1", (), ("nightriders",), Reason.FLAG_DRAW),
        ("4k3/7n/8/8/8/8/4Q3/4K3 w - - 0 1", (), ("retreat",), Reason.FLAG),
        ("4k3/7n/8/8/8/8/4R3/4K3 w - - 0 1", ("fencing_king",), (), Reason.FLAG_DRAW),
        ("4k3/7n/8/8/8/8/4B3/4K3 w - - 0 1", ("kings_leap",), (), Reason.FLAG_DRAW),
        ("4k3/7n/8/8/8/8/3BB3/4K3 w - - 0 1", ("kings_leap",), (), Reason.FLAG),
        ("4k3/8/8/8/8/8/4Q3/4K3 w - - 0 1", (), ("fencing_king",), Reason.FLAG_DRAW),
        ("4k3/8/8/8/8/8/3QQ3/4K3 w - - 0 1", (), ("fencing_king",), Reason.FLAG),
    ],
)
def test_a_flag_loses_only_to_who_could_mate(
    fen: str, white: tuple[str, ...], black: tuple[str, ...], reason: Reason
) -> None:
    """White's flag is a draw when Black could not mate with any help, and a loss otherwise."""
    board = board_from(fen, ByColor(white, black))
    winner = chess.BLACK if reason is Reason.FLAG else None
    assert result_on_flag(board, chess.WHITE) == GameResult(reason, winner)


def layered(fen: str, layers: str, *moves: str, white: tuple[str, ...] = (), black: tuple[str, ...] = ()) -> Game:
    return Game(board_from(fen, ByColor(white, black), layers), moves)


def test_an_unused_pass_averts_stalemate() -> None:
    """Who may pass has a move; who has passed has none."""
    fen = "7k/5K2/8/8/8/8/8/6Q1 w - - 0 1"
    assert layered(fen, "- - p -", "g1g6", black=("breather",)).result is None
    assert layered(fen, "- - - -", "g1g6", black=("breather",)).result == GameResult(Reason.STALEMATE)


def test_a_piece_to_revive_averts_stalemate() -> None:
    """If there is one: a charge alone is no move."""
    fen = "7k/5K2/8/8/8/8/8/6Q1 w - - 0 1"
    assert layered(fen, "- - r n", "g1g6", black=("revival",)).result is None
    assert layered(fen, "- - r -", "g1g6", black=("revival",)).result == GameResult(Reason.STALEMATE)


def test_a_piece_revived_in_the_way_averts_mate() -> None:
    fen = "6k1/5ppp/8/8/8/8/8/R5K1 w - - 0 1"
    assert layered(fen, "- - r n", "a1a8", black=("revival",)).result is None
    assert layered(fen, "- - r -", "a1a8", black=("revival",)).result == GameResult(Reason.CHECKMATE, chess.WHITE)


def test_a_rewind_averts_nothing() -> None:
    """It is no move: mated is mated."""
    assert layered("6k1/5ppp/8/8/8/8/8/R5K1 w - - 0 1", "- - w -", "a1a8").result is not None


def test_who_breaks_a_shield_has_a_move() -> None:
    """Stalemate is when nothing can be done; a capture that only takes a shield is something."""
    fen = "8/8/8/8/8/5kp1/6P1/6K1 w - - 0 1"
    assert Game(board_from(fen, ByColor((), ()), "- g3 - -")).result is None
    fen = "7k/7P/5KP1/8/8/8/8/8 b - - 0 1"
    assert Game(board_from(fen, ByColor((), ()), "- h7 - -")).result is None
    assert Game(board_from("7k/7P/6KP/8/8/8/8/8 b - - 0 1", ByColor((), ()))).result == GameResult(Reason.STALEMATE)


def test_poison_makes_stalemate() -> None:
    """The king may not take the pawn, and has nothing else."""
    fen = "7k/7P/5K2/8/8/8/8/8 b - - 0 1"
    assert game_of(fen).result is None
    assert game_of(fen, white=("poison_pawns",)).result == GameResult(Reason.STALEMATE)


def test_a_broken_shield_makes_another_position() -> None:
    """The same squares with one shield less have not been there before, and the fifty moves begin anew."""
    fen = "r3k3/8/8/8/8/8/8/R3K3 b - - 30 60"
    again, breaks = ["e8e7", "e1e2", "e7e8", "e2e1"], ["a8a1", "e1e2", "e8e7", "e2d1", "e7e8", "d1e1"]
    game = layered(fen, "- a1 - -", *again, *breaks)
    assert game.fen.split()[:2] == fen.split()[:2]
    assert game.result is None
    assert game.board.halfmove_clock == 5
    assert layered(fen, "- a1 - -", *again, *again).result == GameResult(Reason.THREEFOLD)


def test_pawn_moves_sideways_count_towards_the_fifty_moves() -> None:
    """Crab pawns could step to and fro for ever."""
    game = game_of("4k2p/8/8/8/P7/8/8/4K3 w - - 99 80", "a4b4", white=("crab_pawns",))
    assert game.result == GameResult(Reason.FIFTY_MOVES)
    game = game_of("4k2p/8/8/8/P7/8/8/4K3 w - - 99 80", "a4a5", white=("crab_pawns",))
    assert game.result is None


def test_a_pass_counts_towards_the_fifty_moves() -> None:
    game = layered("4k2p/8/8/8/P7/8/8/4K3 w - - 99 80", "- - P -", "0000")
    assert game.result == GameResult(Reason.FIFTY_MOVES)


def test_a_revival_resets_the_fifty_moves() -> None:
    game = layered("4k2p/8/8/8/P7/8/8/4K3 w - - 99 80", "- - R N", "N@b1")
    assert game.result is None
    assert game.board.halfmove_clock == 0


@pytest.mark.parametrize(
    ("fen", "layers", "upgrades", "dead"),
    [
        ("4k3/8/8/8/8/8/8/4K3 w - - 0 1", "", (), True),
        ("4k3/8/8/8/8/8/8/4K3 w - - 0 1", "- - - N", ("revival",), True),
        ("4k3/8/8/8/8/8/8/4K3 w - - 0 1", "- - R N", ("revival",), True),
        ("4k3/8/8/8/8/8/8/4K3 w - - 0 1", "- - R P", ("revival",), False),
        ("4k3/8/8/8/8/8/8/4K3 w - - 0 1", "- - R R", ("revival",), False),
        ("4k3/8/8/8/8/8/8/3BK3 w - - 0 1", "- - R N", ("revival",), False),
        ("4k3/8/8/8/8/8/8/3BK3 w - - 0 1", "- - R B", ("revival",), False),
        ("4k3/8/8/8/8/8/8/4K3 w - - 0 1", "- - P -", ("breather",), True),
        ("4k3/8/8/8/8/8/8/4K3 w - - 0 1", "- - W -", ("rewind",), True),
        ("4k3/8/8/8/8/8/8/3KK3 w - - 0 1", "", ("spare_king",), False),
        ("4k3/8/8/8/8/8/8/3NK3 w - - 0 1", "", ("knight_hero",), True),
        ("4k3/8/8/8/8/8/8/3NK3 w - - 0 1", "d1 - - -", ("knight_hero",), True),
        ("4k3/8/8/8/8/8/8/3NK3 w - - 0 1", "d1 - - -", ("paladin",), False),
        ("4k3/8/8/8/8/8/8/3BK3 w - - 0 1", "", ("biting_bishops",), False),
        ("4k3/8/8/8/8/8/8/3BK3 w - - 0 1", "", ("lancer_bishops",), False),
        ("4k3/8/8/8/8/8/8/3BK3 w - - 0 1", "", ("nimble_bishops",), True),
        ("4k3/8/8/8/8/8/8/4K3 w - - 0 1", "", ("kings_leap",), True),
        ("4k3/8/8/8/8/8/8/4K3 w - - 0 1", "", ("fencing_king",), True),
        ("4k3/8/8/8/8/8/8/2BBK3 w - - 0 1", "", ("hopping_bishops",), False),
        ("4k3/8/8/8/8/8/8/1B1BK3 w - - 0 1", "", ("hopping_bishops",), True),
        ("4k3/8/8/8/8/8/8/1B1BK3 w - - 0 1", "", ("shifty_bishops",), False),
        ("4k3/8/8/8/8/8/8/1B1BK3 w - - 0 1", "- b1 - -", ("shield",), True),
        ("4k3/8/8/8/8/8/8/3NK3 w - - 0 1", "- d1 - -", ("shield",), True),
    ],
)
def test_a_position_is_dead_when_its_upgraded_material_cannot_mate(
    fen: str, layers: str, upgrades: tuple[str, ...], dead: bool
) -> None:
    """Only what mates by capturing further, comes back or is not royal keeps it alive."""
    result = Game(board_from(fen, ByColor(upgrades, ()), layers)).result
    assert result == (GameResult(Reason.DEAD_POSITION) if dead else None)


def test_what_the_opponent_may_revive_could_help_to_a_mate() -> None:
    """A lone knight mates beside a piece that the other side puts there itself; a bare king never does."""
    revives = board_from("4k3/8/8/8/8/8/8/3NK3 w - - 0 1", ByColor((), ("revival",)), "- - r p")
    assert result_on_flag(revives, chess.BLACK) == GameResult(Reason.FLAG, chess.WHITE)
    bare = board_from("4k3/8/8/8/8/8/8/4K3 w - - 0 1", ByColor((), ("revival",)), "- - r p")
    assert result_on_flag(bare, chess.BLACK) == GameResult(Reason.FLAG_DRAW)


def flag(
    fen: str, flagged: chess.Color, layers: str = "", white: tuple[str, ...] = (), black: tuple[str, ...] = ()
) -> Reason:
    return result_on_flag(board_from(fen, ByColor(white, black), layers), flagged).reason


@pytest.mark.parametrize(
    ("fen", "layers"),
    [
        # Bb7 is mate: neither king nor rook answers a check by breaking a shield.
        ("kr6/8/BK6/8/8/8/8/8 w - - 0 1", "- a6 - -"),
        ("kq6/8/BK6/8/8/8/8/8 w - - 0 1", "- a6 - -"),
        # Nc7 is mate, for the queen cannot take the knight.
        ("kq6/8/NK6/8/8/8/8/8 w - - 0 1", "- a6 - -"),
    ],
)
def test_a_flag_is_lost_to_a_shielded_piece_that_can_mate(fen: str, layers: str) -> None:
    """Without its shield the same piece mates nobody."""
    assert flag(fen, chess.BLACK, layers, white=("iron_guard",)) is Reason.FLAG
    assert flag(fen, chess.BLACK, white=("iron_guard",)) is Reason.FLAG_DRAW


@pytest.mark.parametrize(
    ("fen", "flagged"), [("6Rk/8/7K/8/8/8/8/8 b - - 0 1", chess.BLACK), ("8/8/8/8/8/7k/8/6rK w - - 0 1", chess.WHITE)]
)
def test_a_flag_is_a_draw_when_the_only_move_leaves_bare_kings(fen: str, flagged: chess.Color) -> None:
    """FIDE 6.9 asks for the moves that are there, not only for the pieces."""
    assert flag(fen, flagged) is Reason.FLAG_DRAW


def test_a_flag_is_lost_when_a_series_of_moves_mates_though_one_does_not() -> None:
    """The rook need not be taken: the king has another square."""
    assert flag("6R1/6k1/8/8/6K1/8/8/8 b - - 0 1", chess.BLACK) is Reason.FLAG

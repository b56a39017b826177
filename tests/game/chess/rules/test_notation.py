from __future__ import annotations

import chess
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.chess.rules import ByColor
from game.chess.rules.movement import Ray, parse
from game.chess.rules.notation import san
from game.chess.upgrades import board_from

PAWNS = ("backstep", "crab_pawns", "backstab_pawns", "torpedo")


@pytest.mark.parametrize(
    ("fen", "uci", "text"),
    [
        ("4k3/8/8/8/2P5/8/8/4K3 w - - 0 1", "c4d4", "c4-d4"),
        ("4k3/8/8/8/2P5/8/8/4K3 w - - 0 1", "c4c3", "c4-c3"),
        ("4k3/8/8/8/2P5/3p4/8/4K3 w - - 0 1", "c4d3", "c4xd3"),
        ("4k3/8/8/3p4/2P5/8/8/4K3 w - - 0 1", "c4d5", "cxd5"),
        ("4k3/8/8/8/2P5/8/8/4K3 w - - 0 1", "c4c5", "c5"),
        ("4k3/8/8/8/2P5/8/8/4K3 w - - 0 1", "c4c6", "c6"),
        ("4k3/8/8/2p5/8/8/8/4K3 b - - 0 1", "c5c6", "c5-c6"),
        ("4k3/8/8/2p5/8/8/8/4K3 b - - 0 1", "c5b5", "c5-b5"),
        ("8/8/3k4/5P2/8/8/8/4K3 w - - 0 1", "f5e5", "f5-e5+"),
        ("k7/2K5/2Q5/1P6/8/8/8/8 w - - 0 1", "c6b7", "Qb7#"),
        ("r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1", "e1g1", "O-O"),
    ],
)
def test_pawns_that_san_cannot_tell_apart_show_both_squares(fen: str, uci: str, text: str) -> None:
    """Sideways and backward steps and captures name their origin; all else is SAN."""
    board = board_from(fen, ByColor(PAWNS, PAWNS))
    assert san(board, chess.Move.from_uci(uci)) == text


def test_writing_a_move_leaves_the_board_alone() -> None:
    """Notation looks ahead on a copy."""
    board = board_from("4k3/8/8/8/2P5/8/8/4K3 w - - 0 1", ByColor(PAWNS, ()))
    before = board.fen()
    san(board, chess.Move.from_uci("c4d4"))
    assert board.fen() == before


@pytest.mark.parametrize(
    ("betza", "count", "reach"), [("W", 4, 1), ("K", 8, 1), ("N", 8, 1), ("NN", 8, 7), ("R", 4, 7), ("B2", 4, 2)]
)
def test_an_atom_has_its_directions_and_its_reach(betza: str, count: int, reach: int) -> None:
    """Each atom is as many rays of one reach."""
    rays = parse(betza)
    assert len(rays) == count
    assert {ray.reach for ray in rays} == {reach}


def test_modifiers_choose_direction_and_manner() -> None:
    """Backward, capture only, diagonal: two rays."""
    assert parse("bcF") == {
        Ray(1, -1, 1, quiet=False, capture=True),
        Ray(-1, -1, 1, quiet=False, capture=True),
    }


def test_terms_are_united() -> None:
    """A movement of two terms has the rays of both."""
    assert parse("mW cF") == parse("mW") | parse("cF")


@pytest.mark.parametrize("text", ["X", "B0", "B8", "N2", "WN", "mcW", "w", "2B", "BB", "m", "W-F"])
def test_what_is_not_in_the_notation_is_refused(text: str) -> None:
    """A misspelt movement is a ValueError."""
    with pytest.raises(ValueError, match="not a movement"):
        parse(text)


@given(st.text(alphabet="mcfblrsvWFDNAKRBQ12789 x", max_size=8) | st.text(max_size=8))
def test_any_text_is_rays_or_a_value_error(text: str) -> None:
    """No text makes the parser fail in another way."""
    try:
        rays = parse(text)
    except ValueError:
        return
    assert all(1 <= ray.reach <= 7 and (ray.quiet or ray.capture) for ray in rays)

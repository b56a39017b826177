"""What holds for every entry of the catalogue."""

from __future__ import annotations

import re
from itertools import product

import chess
import pytest

from game.chess.match.offers import may_own
from game.chess.rules import Board, ByColor
from game.chess.rules.layers import Layers
from game.chess.rules.side import STANDARD, SideRules
from game.chess.upgrades import CATALOGUE, Picture, Rarity, Upgrade, new_board, picture, rules_with

ALL = sorted(CATALOGUE.values(), key=lambda upgrade: upgrade.id)
MOVEMENT = [upgrade for upgrade in ALL if upgrade.is_movement]
every = pytest.mark.parametrize("upgrade", ALL, ids=lambda upgrade: upgrade.id)
every_movement = pytest.mark.parametrize("upgrade", MOVEMENT, ids=lambda upgrade: upgrade.id)


@every
def test_its_texts_fit_the_card(upgrade: Upgrade) -> None:
    """An id in snake case, a name, and one sentence of at most 100 characters."""
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", upgrade.id)
    assert CATALOGUE[upgrade.id] is upgrade
    assert upgrade.name.strip() == upgrade.name != ""
    assert re.fullmatch(r"[A-Z][^.!?]*\.", upgrade.text)
    assert len(upgrade.text) <= 100


@every
def test_no_square_is_named_on_the_card(upgrade: Upgrade) -> None:
    """What is e3 to White is e6 to Black: the card speaks of the queen's knight and of one's own e pawn."""
    assert not re.search(r"\b[a-h][1-8]\b", upgrade.text + upgrade.note)


@every
def test_its_fine_print_is_whole_sentences_that_fit_below(upgrade: Upgrade) -> None:
    assert upgrade.note == "" or re.fullmatch(r"[A-Z].*\.", upgrade.note)
    assert len(upgrade.note) <= 120


@every
def test_black_sees_its_picture_from_the_own_side(upgrade: Upgrade) -> None:
    """The same picture, with Black's pieces on Black's squares."""
    white, black = picture(upgrade), picture(upgrade, chess.BLACK)
    assert (white.color, black.color) == (chess.WHITE, chess.BLACK)
    assert black.pieces == {chess.square_mirror(at): letter.lower() for at, letter in white.pieces.items()}
    for name in ("standard", "quiet", "captures", "heroes", "shields", "placed"):
        assert getattr(black, name) == set(map(chess.square_mirror, getattr(white, name)))


@every
def test_it_changes_something(upgrade: Upgrade) -> None:
    """An upgrade without any hook would be an empty card."""
    neutral = Upgrade(id=upgrade.id, name=upgrade.name, text=upgrade.text, rarity=upgrade.rarity)
    assert upgrade != neutral


@every
def test_what_it_excludes_exists(upgrade: Upgrade) -> None:
    """Exclusions name other entries."""
    assert upgrade.excludes <= set(CATALOGUE) - {upgrade.id}


@every
def test_black_has_its_mirror_image(upgrade: Upgrade) -> None:
    """Owned by Black, the start and its moves are White's, turned over."""
    white = new_board(ByColor((upgrade.id,), ()))
    black = new_board(ByColor((), (upgrade.id,)))
    black.turn = chess.BLACK
    flipped = sorted(_mirrored(move).uci() for move in black.legal_moves)
    assert black.mirror().board_fen() == white.board_fen()
    assert flipped == sorted(move.uci() for move in white.legal_moves)


def _mirrored(move: chess.Move) -> chess.Move:
    if not move:
        return move
    return chess.Move(chess.square_mirror(move.from_square), chess.square_mirror(move.to_square))


@every_movement
def test_its_picture_shows_what_the_board_adds(upgrade: Upgrade) -> None:
    """The new squares are those that the lone piece reaches now and did not before."""
    shown = picture(upgrade)
    assert shown.origin is not None
    piece = chess.Piece.from_symbol(shown.pieces[shown.origin])
    plain, upgraded = (_lone(piece, shown, rules) for rules in (STANDARD, rules_with([upgrade.id])))
    assert shown.quiet == upgraded - plain
    takes_now = {square for square in chess.SQUARES if _takes(piece, shown, square, rules_with([upgrade.id]))}
    takes_before = {square for square in chess.SQUARES if _takes(piece, shown, square, STANDARD)}
    assert shown.captures == takes_now - takes_before
    assert shown.quiet | shown.captures


def _lone(piece: chess.Piece, shown: Picture, rules: SideRules) -> set[chess.Square]:
    return {move.to_square for move in _board_with(piece, shown, rules).pseudo_legal_moves}


def _takes(piece: chess.Piece, shown: Picture, target: chess.Square, rules: SideRules) -> bool:
    if target == shown.origin:
        return False
    board = _board_with(piece, shown, rules)
    board.set_piece_at(target, chess.Piece(chess.KNIGHT, chess.BLACK))
    return any(move.to_square == target for move in board.pseudo_legal_moves)


def _board_with(piece: chess.Piece, shown: Picture, rules: SideRules) -> Board:
    board = Board(None, ByColor(rules, STANDARD), Layers(heroes=int(chess.SquareSet(shown.heroes))))
    assert shown.origin is not None
    board.set_piece_at(shown.origin, piece)
    return board


@every
def test_a_picture_without_movement_shows_the_start_or_nothing(upgrade: Upgrade) -> None:
    """Changed starts show the owner's pieces; clocks and castling have no board."""
    shown = picture(upgrade)
    assert bool(shown.pieces) == bool(upgrade.is_movement or upgrade.places or upgrade.shields)
    assert (shown.origin is None) == (not upgrade.is_movement)


@every
def test_no_start_is_check_with_any_pair(upgrade: Upgrade) -> None:
    """Whatever else either side owns, nobody starts in check, and White has a move."""
    for other in ALL:
        pairings: list[tuple[tuple[str, ...], tuple[str, ...]]] = [((upgrade.id,), (other.id,))]
        if may_own(other, (upgrade.id,), ()):
            pairings += [((upgrade.id, other.id), ()), ((), (upgrade.id, other.id))]
        for white, black in pairings:
            board = new_board(ByColor(white, black))
            kings = [board.king(color) for color in chess.COLORS]
            assert not any(
                king is not None and board.is_attacked_by(not color, king)
                for king, color in zip(kings, chess.COLORS, strict=True)
            ), (white, black)
            assert any(board.legal_moves)


@every
def test_a_start_holds_a_king_and_no_pawn_on_the_edge(upgrade: Upgrade) -> None:
    """A start is a position that chess knows, but for the number of pieces."""
    board = new_board(ByColor((upgrade.id,), (upgrade.id,)))
    kings = 1 + list(upgrade.places.values()).count(chess.KING)
    assert len(board.pieces(chess.KING, chess.WHITE)) == len(board.pieces(chess.KING, chess.BLACK)) == kings
    assert not board.pawns & chess.BB_BACKRANKS


def test_no_two_compatible_starts_touch_the_same_square() -> None:
    """Two upgrades that set one square would depend on the order in which they were won."""
    clashes = [
        (one.id, other.id)
        for one, other in product(ALL, ALL)
        if one.id < other.id and may_own(other, (one.id,), ()) and set(one.places) & set(other.places)
    ]
    assert clashes == []


@pytest.mark.parametrize(("rarity", "least"), [(Rarity.COMMON, 12), (Rarity.RARE, 8), (Rarity.EPIC, 4)])
def test_there_are_enough_of_each_rarity(rarity: Rarity, least: int) -> None:
    """The draft has something to choose from."""
    assert sum(upgrade.rarity is rarity for upgrade in ALL) >= least


def test_names_and_texts_are_unique() -> None:
    """No two cards read alike."""
    assert len({upgrade.name for upgrade in ALL}) == len({upgrade.text for upgrade in ALL}) == len(ALL)

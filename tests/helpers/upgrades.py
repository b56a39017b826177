"""Positions in which one side owns upgrades, and the questions that tests of upgrades ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import chess
import msgspec

from game.chess.match import Match, MatchOptions
from game.chess.match import commands as c
from game.chess.match.state import MatchState
from game.chess.rules import Board, ByColor, Game
from game.chess.upgrades import CATALOGUE, board_from, new_board
from tests.helpers.matches import ONE, SEED, TWO, go_on

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

NOTHING: tuple[str, ...] = ()


def position(placement: str, *mine: str, black: tuple[str, ...] = NOTHING, layers: str = "") -> Board:
    """White, to move, owns `mine`. `placement` is a FEN's first field, or a whole FEN."""
    fen = placement if " " in placement else f"{placement} w - - 0 1"
    return board_from(fen, ByColor(mine, black), layers)


def stacked(rng: Random, fewest: int, most: int, among: Iterable[str] = CATALOGUE) -> tuple[str, ...]:
    """So many random upgrades of one owner, or fewer where they exclude each other, as no player can own both."""
    owned: list[str] = []
    for each in rng.sample(sorted(among), rng.randint(fewest, most)):
        if not any(each in CATALOGUE[other].excludes or other in CATALOGUE[each].excludes for other in owned):
            owned.append(each)
    return tuple(owned)


def start(*mine: str, black: tuple[str, ...] = NOTHING) -> Board:
    """The start position; White owns `mine`."""
    return new_board(ByColor(mine, black))


def goes(board: Board, square: str) -> set[str]:
    """Where the piece on a square can go, legally."""
    origin = chess.parse_square(square)
    return {chess.square_name(move.to_square) for move in board.legal_moves if move and move.from_square == origin}


def gained(board: Board, square: str) -> set[str]:
    """Where the piece on a square can go, and could not without upgrades."""
    standard = chess.Board(board.fen(en_passant="fen"))
    origin = chess.parse_square(square)
    before = {chess.square_name(move.to_square) for move in standard.legal_moves if move.from_square == origin}
    return goes(board, square) - before


def after(board: Board, *moves: str) -> Board:
    """The board after some legal moves, UCI."""
    for uci in moves:
        move = chess.Move.from_uci(uci)
        assert board.is_legal(move), f"{uci} is not legal in {board.fen()}"
        board.push(move)
    return board


def at(board: Board, square: str) -> str:
    """The piece on a square as its letter, or "." for none."""
    piece = board.piece_at(chess.parse_square(square))
    return piece.symbol() if piece else "."


def can(board: Board, uci: str) -> bool:
    """Whether a move is legal: both ways to ask must agree."""
    move = chess.Move.from_uci(uci)
    listed = move in list(board.legal_moves)
    assert listed == board.is_legal(move), f"{uci} in {board.fen()}"
    return listed


def game(board: Board, *moves: str) -> Game:
    """A game from a position on."""
    return Game(board, moves)


def match_with(*mine: str, black: tuple[str, ...] = NOTHING) -> tuple[Match, int]:
    """A match whose White owns `mine` and whose first clock has just begun to run; and when that was."""
    match, _ = Match.start((ONE, TWO), MatchOptions(), SEED, 0)
    state = msgspec.msgpack.decode(match.snapshot(), type=MatchState)
    # Just before the next game, in which they swap colours.
    state.owned = {state.colors.black: mine, state.colors.white: black}
    state.phase, state.phase_ends = "reveal", 0
    match = Match(state)
    go_on(match)
    return match, go_on(match)


def play(match: Match, uci: str, now_ms: int) -> None:
    """Whoever is to move does so."""
    view = match.view(None, now_ms)
    mover = view.players.white if view.turn == "white" else view.players.black
    match.handle(c.MakeMove(mover, uci, view.ply), now_ms)

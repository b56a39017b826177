"""Makes the replay of a finished match, with each position, so that clients need not know the rules. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from game.chess.match.gamepgn import GameFacts, game_pgn
from game.chess.rules import ByColor
from game.chess.rules.layers import NO_LAYERS
from game.chess.rules.notation import play_and_notate
from game.chess.upgrades import board_from
from netcode.messages import BoardState, UpgradeChosen, UpgradeOffer
from netcode.messages.replays import ChessReplay, ReplayFile, ReplayGame, ReplayPosition
from server.games.chess_record import RECORD_FORMAT, Record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from game.chess.rules.board import Board
    from netcode.messages import Clocks
    from server.games.chess_history import Finished

_record = msgspec.msgpack.Decoder(Record).decode
_board = msgspec.msgpack.Decoder(BoardState).decode


def chess_replay(record: bytes) -> ChessReplay:
    """The replay of a record, with all positions.

    Raises:
        ValueError: the record cannot be read, or one of its games cannot be played by today's rules.
    """
    kept = _record(record)
    if kept.format != RECORD_FORMAT:
        raise ValueError(f"there is no format {kept.format}")
    try:
        games = [_game(each) for each in kept.games]
    except KeyError as error:
        raise ValueError(f"there is no upgrade {error}") from error
    return ChessReplay(kept.best_of, kept.base_seconds, games, kept.comeback)


def pgn_of(replay: ReplayFile) -> str | None:
    """All games in PGN, one after the other; None if the replay is no match of chess."""
    if replay.chess is None:
        return None
    names = {player.pid: player.name or "?" for player in replay.players}
    played_on = datetime.fromisoformat(replay.at).date()
    return "\n".join(_pgn(game, names, played_on) for game in replay.chess.games)


def _pgn(game: ReplayGame, names: Mapping[int, str], played_on: date) -> str:
    first, *rest = game.positions
    white, black = game.players["white"], game.players["black"]
    upgrades = ByColor(tuple(game.upgrades.white), tuple(game.upgrades.black))
    facts = GameFacts(
        game.number,
        ByColor(names[white], names[black]),
        upgrades,
        ByColor(first.clocks_ms.white, first.clocks_ms.black),
        {None: "1/2-1/2", white: "1-0", black: "0-1"}[game.winner],
        game.reason,
        played_on,
    )
    return game_pgn(board_from(first.fen, upgrades, first.layers), [each.move or "" for each in rest], facts)


def _game(finished: Finished) -> ReplayGame:
    board = _board(finished.board)
    played = positions(board)
    if (played[-1].fen, played[-1].layers) != (board.fen, board.layers):
        raise ValueError("its moves lead elsewhere by today's rules")
    return ReplayGame(
        number=board.game,
        players=board.players,
        upgrades=board.upgrades,
        positions=played,
        reason=finished.event.reason,
        score={str(pid): points for pid, points in finished.score.items()},
        winner=finished.event.winner,
        armageddon=board.armageddon,
        offers=[UpgradeOffer(each.player, list(each.upgrades), each.ms) for each in finished.offers],
        chosen=[UpgradeChosen(each.player, each.upgrade, each.auto) for each in finished.chosen],
    )


def positions(state: BoardState) -> list[ReplayPosition]:
    """All positions of a game, from its last state, which has all moves and their clocks.

    Raises:
        ValueError: a move or a position cannot be read.
        KeyError: an upgrade is not in the catalogue.
    """
    upgrades = ByColor(tuple(state.upgrades.white), tuple(state.upgrades.black))
    board = board_from(state.start_fen, upgrades, state.start_layers)
    clocks = state.start_ms or state.clocks_ms
    standins = set(state.standin_plies or ())
    found = [_position(board, clocks)]
    for ply, (move, left_ms) in enumerate(zip(state.moves or [], state.left_ms or [], strict=True), start=1):
        clocks = replace(clocks, **{"white" if board.turn else "black": left_ms})
        san = play_and_notate(board, move)
        found.append(replace(_position(board, clocks), move=move, san=san, standin=ply in standins))
    return found


def _position(board: Board, clocks: Clocks) -> ReplayPosition:
    layers = "" if board.layers == NO_LAYERS else board.layers.text()
    return ReplayPosition(board.fen(), clocks, layers, board.is_check())

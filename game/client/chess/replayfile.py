"""A finished match from a server's record (`netcode.messages.replays`), prepared for the replay screen. No pygame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from game.client import texts
from game.client.chess.gamefeed import GameFeed
from game.client.chess.replay_logic import GameReplay
from game.client.people.replays import CannotReplay
from netcode.messages import BoardState, Clocks
from netcode.messages.replays import REPLAY_FORMAT, ReplayFile

if TYPE_CHECKING:
    from netcode.messages import Colour
    from netcode.messages.replays import ChessReplay, ReplayGame, ReplayPlayer


class _Format(msgspec.Struct):
    format: int
    game: str = "chess"


@dataclass(frozen=True)
class Recorded:
    """A match from a record: its games, and the players' pups by pid."""

    games: list[GameReplay]
    players: dict[int, ReplayPlayer]


def read_replay(content: bytes, me: str = "") -> Recorded:
    """What to show of the file; whoever is called `me` sits at the bottom.

    Raises:
        CannotReplay: it is none, of another version, or of a match in which nobody made a move.
    """
    match, file = _read(content)
    names = {player.pid: player.name for player in file.players}
    near = next((player.pid for player in file.players if player.name == me), None)
    games = []
    for game in match.games:
        if len(game.positions) > 1:
            before = [each.winner for each in match.games if each.number < game.number]
            games.append(_game_replay(match, game, names, near, before))
    if not games:
        raise CannotReplay(texts.REPLAY_EMPTY)
    return Recorded(games, {player.pid: player for player in file.players})


def _read(content: bytes) -> tuple[ChessReplay, ReplayFile]:
    try:
        kind = msgspec.json.decode(content, type=_Format)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CannotReplay(texts.REPLAY_UNREADABLE) from error
    if kind.format > REPLAY_FORMAT:
        raise CannotReplay(texts.REPLAY_NEWER)
    try:
        file = msgspec.json.decode(content, type=ReplayFile)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CannotReplay(texts.REPLAY_UNREADABLE) from error
    if file.chess is None:
        raise CannotReplay(texts.REPLAY_OTHER_GAME)
    return file.chess, file


def _game_replay(
    match: ChessReplay, game: ReplayGame, names: dict[int, str], near: int | None, winners: list[int | None]
) -> GameReplay:
    players = game.players
    try:
        white, black = players["white"], players["black"]
        named: dict[Colour, str] = {"white": names[white], "black": names[black]}
    except KeyError as error:
        raise CannotReplay(texts.REPLAY_UNREADABLE) from error
    bottom: Colour = "black" if near == black else "white"
    own = players[bottom]
    who = texts.DRAW if game.winner is None else names.get(game.winner, texts.SOMEBODY)
    score = (winners.count(own), sum(winner not in {own, None} for winner in winners), winners.count(None))
    return GameReplay(
        number=game.number,
        feed=_feed(match, game),
        names=named,
        heading=texts.replay_heading(game.number, who, texts.result_way(game.reason, armageddon=game.armageddon)),
        near=bottom,
        score=score,
        result={None: "1/2-1/2", white: "1-0", black: "0-1"}.get(game.winner, "*"),
        reason=game.reason,
    )


def _feed(match: ChessReplay, game: ReplayGame) -> GameFeed:
    """The game, played again by the rules of this program, which must lead to the same positions."""
    first, *rest = game.positions
    last = game.positions[-1]
    moves = [each.move for each in rest if each.move is not None]
    state = BoardState(
        seq=0,
        game=game.number,
        best_of=match.best_of,
        phase="over",
        phase_ms=None,
        wins={},
        draws=0,
        players=game.players,
        color=None,
        turn="white",
        fen=last.fen,
        start_fen=first.fen,
        ply=len(rest),
        last_move=last.move,
        check=last.check,
        clocks_ms=last.clocks_ms,
        bank_ms=Clocks(0, 0),
        running=None,
        upgrades=game.upgrades,
        armageddon=game.armageddon,
        moves=moves,
        standin_plies=[ply for ply, each in enumerate(rest, start=1) if each.standin],
        layers=last.layers,
        start_layers=first.layers,
    )
    try:
        feed = GameFeed(state, 0)
    except (ValueError, LookupError, AssertionError) as error:
        # What the rules of this program have no place for.
        raise CannotReplay(texts.REPLAY_OTHER_RULES) from error
    if [board.fen() for board in feed.history] != [each.fen for each in game.positions]:
        raise CannotReplay(texts.REPLAY_OTHER_RULES)
    feed.clocks = [each.clocks_ms for each in game.positions]
    return feed

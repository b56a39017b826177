"""Translates the events of a match into notices for each viewer, leaving out what a viewer may not know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import msgspec
from msgspec.structs import asdict, replace

from game.chess.match import events
from netcode import messages
from server.games.absence import BotSatDown, DecisionAsked
from server.packets import Packet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.chess.match.machine import Match
    from game.chess.match.terms import Terms
    from game.chess.match.view import GameRecord, MatchView
    from game.chess.rules.bycolor import ByColor
    from server.games.chess import ChessMachine, Event
    from server.games.interface import Viewer

TARGETS: Final = "targets"
"""What a client asks for that knows no rules."""
_NO_COLOR: Final = b'"color":null'
# How a board without them ends; the moves of a player are encoded as this is.
_NO_TARGETS: Final = b'"targets":null,"granted":null,"promotions":null}'
_encode: Final = msgspec.json.Encoder().encode
_COLORS: Final = {"white": b'"color":"white"', "black": b'"color":"black"'}
"""The colour of a BoardState in JSON. No text in it can look like that, because quotation marks are escaped there."""


def player_of(viewer: Viewer) -> int | None:
    """The viewer's pid if they play, None if they are a spectator."""
    return viewer.pid if viewer.role == "player" else None


class ChessNews:
    """The notices of one step of the match, for one viewer after another.

    Events keep their order. One new BoardState goes with them, even when there are no events. It comes first, so that a
    client that hears "game over" already has the last move; but after the event that a new game begins, because earlier
    events belong to the earlier game. It is made once, and differs between viewers only in their colour.
    """

    def __init__(
        self, machine: ChessMachine, happened: Sequence[Event], seq: int, now_ms: int, *, stands: bool
    ) -> None:
        self._machine = machine
        self._happened = happened
        self._to_spectators: list[Packet] | None = None
        # As spectators see it.
        self._board: Packet | None = None
        if set(map(type, happened)) != {events.AgainAsked}:
            board = board_state(machine.match.view(None, now_ms), seq)
            self._board = Packet(replace(board, running=None) if stands else board)

    def told_to(self, viewer: Viewer) -> Sequence[Packet]:
        """See `interface.News`. All spectators are told the same."""
        if viewer.role == "player":
            return self._tell(viewer.pid, targets=TARGETS in viewer.wants)
        if self._to_spectators is None:
            self._to_spectators = self._tell(None)
        return self._to_spectators

    def _tell(self, viewer: int | None, *, targets: bool = False) -> list[Packet]:
        told: list[Packet] = []
        place = 0
        for event in self._happened:
            notice = _notice(self._machine, event, viewer)
            if notice is None:
                continue
            told.append(Packet(notice))
            if isinstance(notice, messages.GameStarted):
                place = len(told)
        if self._board is not None:
            told.insert(place, self._seen_by(viewer, self._board, targets=targets))
        return told

    def _seen_by(self, viewer: int | None, board: Packet, *, targets: bool) -> Packet:
        """The BoardState for this viewer. It is encoded once for all, and what is the viewer's own is put into that."""
        state = board.notice
        assert isinstance(state, messages.BoardState)
        color = _color_of(state, viewer)
        if color is None:
            return board
        own, body = replace(state, color=color), board.body.replace(_NO_COLOR, _COLORS[color], 1)
        if targets:
            may = self._machine.match.choices(color == "white")
            own = replace(own, targets=may.targets, granted=may.granted, promotions=may.promotions)
            body = body.removesuffix(_NO_TARGETS) + _encode(may)[1:]
        return Packet(own, body)


def with_targets(state: messages.BoardState, match: Match) -> messages.BoardState:
    """The state, with the moves that its receiver may make."""
    if state.color is None:
        return state
    may = match.choices(state.color == "white")
    return replace(state, targets=may.targets, granted=may.granted, promotions=may.promotions)


def _color_of(state: messages.BoardState, viewer: int | None) -> messages.Colour | None:
    players = state.players
    return "white" if players["white"] == viewer else "black" if players["black"] == viewer else None


def _notice(machine: ChessMachine, event: Event, viewer: int | None) -> messages.Notice | None:
    match event:
        case events.MoveMade() | events.ClockStarted() | events.MatchHeld() | events.MatchReleased():
            return None
        case events.DrawOffered(player=player):
            return messages.Witness(player, messages.OfferDraw.wire_name)
        case events.DrawWithdrawn(player=player):
            return messages.Witness(player, messages.WithdrawDraw.wire_name)
        case events.DrawDeclined(player=player):
            return messages.Witness(player, messages.AnswerDraw.wire_name, {"accept": False})
        case events.MatchRestarted():
            return None
        case events.GameStarted(game=game, white=white, black=black, countdown_ms=countdown_ms):
            return messages.GameStarted(game, {"white": white, "black": black}, countdown_ms)
        case events.GameEnded():
            return game_over(machine, event, machine.match.score(), viewer)
        case events.DraftOpened(player=player, upgrades=upgrades, ms=ms):
            return messages.UpgradeOffer(player, list(upgrades), ms)
        case events.PickMade(player=player):
            return _pick_made(machine, player, viewer)
        case events.UpgradeChosen():
            return upgrade_chosen(event)
        case events.MatchEnded():
            return match_over(machine, event, viewer)
        case events.AgainAsked(player=player, again=again, terms=terms):
            asked = {"again": again, **(asdict(terms_of(terms)) if terms else {})}
            return messages.Witness(player, messages.PlayAgain.wire_name, asked)
        case BotSatDown(player=player):
            return messages.ClientDisconnected(player, ai=True)
        case DecisionAsked(player=player):
            return question(machine, player) if waits(machine, player, viewer) else None


def game_over(
    machine: ChessMachine, ended: events.GameEnded, score: dict[int, float], viewer: int | None
) -> messages.GameOver:
    """How a game ended, for this viewer."""
    return messages.GameOver(_result(machine, ended.winner, viewer), ended.reason, by_text(score), ended.winner)


def upgrade_chosen(chosen: events.UpgradeChosen) -> messages.UpgradeChosen:
    """Which upgrade a player has taken."""
    return messages.UpgradeChosen(chosen.player, chosen.upgrade, chosen.auto)


def _pick_made(machine: ChessMachine, player: int, viewer: int | None) -> messages.Notice:
    """The player who has picked is told what; the others are told that they have."""
    pick = machine.match.pick_of(player)
    if player == viewer and pick is not None:
        return messages.UpgradeChosen(player, pick)
    return messages.Witness(player, messages.ChooseUpgrade.wire_name)


def match_over(machine: ChessMachine, ended: events.MatchEnded, viewer: int | None) -> messages.MatchOver:
    """How the match ended, for this viewer."""
    recorded = machine.record
    return messages.MatchOver(
        _result(machine, ended.winner, viewer),
        by_text(machine.score()),
        ended.reason,
        ended.winner,
        replay=recorded.replay if recorded else None,
        ratings=recorded.ratings if recorded else None,
    )


def question(machine: ChessMachine, absent: int) -> messages.AbsenceQuestion:
    """What may be decided about an absent player."""
    return messages.AbsenceQuestion(absent, machine.choices)


def waits(machine: ChessMachine, absent: int, viewer: int | None) -> bool:
    """Whether the viewer is the one who waits for the absent player."""
    return viewer is not None and viewer == machine.match.opponent(absent)


def _result(machine: ChessMachine, winner: int | None, viewer: int | None) -> Literal["Win", "Lose", "Tie"]:
    if winner is None:
        return "Tie"
    players = machine.match.view(None, 0).players
    # A spectator is told White's result.
    side = viewer if viewer in {players.white, players.black} else players.white
    return "Win" if side == winner else "Lose"


def by_text(score: dict[int, float]) -> dict[str, float]:
    """Points by pid as text, because JSON has no other keys."""
    return {str(pid): points for pid, points in score.items()}


def board_state(view: MatchView, seq: int, record: GameRecord | None = None) -> messages.BoardState:
    """The view in the wire's types. `record` is given for viewers who have nothing of the game yet."""
    players, upgrades, wait = view.players, view.upgrades, view.draw_wait
    # See `view_of`: by their order and not by their names, because this is made for every move.
    return messages.BoardState(
        seq,
        view.game,
        view.best_of,
        view.phase,
        view.phase_ms,
        {str(pid): won for pid, won in view.wins.items()},
        view.draws,
        {"white": players.white, "black": players.black},
        view.color,
        view.turn,
        view.fen,
        view.start_fen,
        view.ply,
        view.last_move,
        view.check,
        _clocks(view.clocks_ms),
        _clocks(view.bank_ms),
        view.running,
        messages.Badges(list(upgrades.white), list(upgrades.black)),
        view.armageddon,
        view.draw_offer,
        messages.Counts(wait.white, wait.black),
        _clocks(view.credit_ms),
        view.by_standin,
        record.moves if record else None,
        _clocks(record.start_ms) if record else None,
        record.left_ms if record else None,
        record.standin_plies if record else None,
        view.layers,
        view.start_layers,
    )


def _clocks(pair: ByColor[int]) -> messages.Clocks:
    return messages.Clocks(pair.white, pair.black)


def terms_of(terms: Terms) -> messages.Terms:
    """The terms of a match, in the wire's types."""
    return messages.Terms(terms.best_of, terms.base_ms // 1000)

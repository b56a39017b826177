"""Between the wire and the match: requests become commands, events become what each viewer is told.

The only module of the server that knows chess. It decides nothing: it renames, and leaves out what a viewer
may not know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from game.match import commands, events
from game.match.machine import Match, MatchOptions, NotNow
from netcode import messages
from netcode.refusals import Refusal
from server.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from game.match.view import MatchView
    from game.rules.bycolor import ByColor

SEATS: Final = 2


class Kept(Struct):
    """A table at rest."""

    match: bytes
    ended: events.MatchEnded | None


class Table:
    """The machine that a room of chess plays on: the match, and how it ended for those who come in later."""

    def __init__(self, match: Match, ended: events.MatchEnded | None = None) -> None:
        self.match = match
        self.ended = ended

    @classmethod
    def start(
        cls, players: tuple[int, int], options: messages.CreateGame, seed: bytes, now_ms: int
    ) -> tuple[Table, list[events.Event]]:
        """Set up a match between two members."""
        chosen = MatchOptions(best_of=options.best_of, base_ms=options.base_seconds * 1000)
        match, happened = Match.start(players, chosen, seed, now_ms)
        return cls(match), happened

    @classmethod
    def restore(cls, data: bytes) -> Table:
        """The table that `snapshot` described."""
        kept = msgspec.msgpack.decode(data, type=Kept)
        return cls(Match.restore(kept.match), kept.ended)

    @property
    def over(self) -> bool:
        """See `Machine.over`."""
        return self.match.over

    def handle(self, command: commands.Command, now_ms: int) -> list[events.Event]:
        """See `Machine.handle`; raises Refused with the match's own code."""
        try:
            return self._note(self.match.handle(command, now_ms))
        except NotNow as error:
            raise Refused(Refusal(error.code)) from error

    def tick(self, now_ms: int) -> list[events.Event]:
        """See `Machine.tick`."""
        return self._note(self.match.tick(now_ms))

    def deadline(self) -> int | None:
        """See `Machine.deadline`."""
        return self.match.deadline()

    def snapshot(self) -> bytes:
        """See `Machine.snapshot`."""
        return msgspec.msgpack.encode(Kept(self.match.snapshot(), self.ended))

    def _note(self, happened: list[events.Event]) -> list[events.Event]:
        for event in happened:
            if isinstance(event, events.MatchEnded):
                self.ended = event
            elif isinstance(event, events.MatchRestarted):
                self.ended = None
        return happened


def _make_move(request: messages.MakeMove, pid: int, rtt_ms: float | None) -> commands.Command:
    return commands.MakeMove(pid, request.move, request.ply, request.lag_ms, None if rtt_ms is None else round(rtt_ms))


# By type, because this is on the path of every move.
COMMANDS: Final[dict[type[messages.Request], Callable[[Any, int, float | None], commands.Command]]] = {
    messages.MakeMove: _make_move,
    messages.ChooseUpgrade: lambda request, pid, _: commands.ChooseUpgrade(pid, request.upgrade),
    messages.Resign: lambda _request, pid, _: commands.Resign(pid),
    messages.OfferDraw: lambda _request, pid, _: commands.OfferDraw(pid),
    messages.AnswerDraw: lambda request, pid, _: commands.AnswerDraw(pid, request.accept),
    messages.PlayAgain: lambda request, pid, _: commands.PlayAgain(pid, request.again),
}


def forfeit(pid: int) -> commands.Command:
    """A player has left for good."""
    return commands.Forfeit(pid)


def encode_events(happened: Sequence[events.Event]) -> bytes:
    """Events as bytes, for a store that passes them on."""
    return msgspec.msgpack.encode(happened)


class News:
    """What has happened, told to one viewer after another.

    One fresh BoardState for all events (also for none), after the news that a game begins and before everything
    else: whoever hears "game over" already has the last move. It is made once, and differs between viewers in their
    colour.
    """

    def __init__(self, table: Table, happened: Sequence[events.Event], seq: int, now_ms: int) -> None:
        self._table = table
        self._happened = happened
        self._state: messages.BoardState | None = None
        if not happened or any(not isinstance(event, events.AgainAsked) for event in happened):
            self._state = board_state(table.match.view(None, now_ms), seq)

    def told_to(self, viewer: int | None) -> list[messages.Notice]:
        """In order; `viewer` None: a spectator."""
        before: list[messages.Notice] = []
        after: list[messages.Notice] = []
        for event in self._happened:
            notice = _notice(self._table, event, viewer)
            if notice is not None:
                (before if isinstance(notice, messages.GameStarted) else after).append(notice)
        if self._state is not None:
            before.append(replace(self._state, color=_color_of(self._state, viewer)))
        return before + after


def _color_of(state: messages.BoardState, viewer: int | None) -> messages.Colour | None:
    for color, pid in state.players.items():
        if pid == viewer:
            return color
    return None


def _notice(table: Table, event: events.Event, viewer: int | None) -> messages.Notice | None:
    match event:
        case events.MoveMade() | events.ClockStarted() | events.DrawOffered() | events.DrawDeclined():
            return None
        case events.MatchRestarted():
            return None
        case events.GameStarted(game=game, white=white, black=black, countdown_ms=countdown_ms):
            return messages.GameStarted(game, {"white": white, "black": black}, countdown_ms)
        case events.GameEnded(winner=winner, reason=reason):
            return messages.GameOver(_result(table, winner, viewer), reason, score(table), winner)
        case events.DraftOpened(player=player, upgrades=upgrades, ms=ms):
            return messages.UpgradeOffer(player, list(upgrades), ms)
        case events.UpgradeChosen(player=player, upgrade=upgrade, auto=auto):
            return messages.UpgradeChosen(player, upgrade, auto)
        case events.MatchEnded():
            return _match_over(table, event, viewer)
        case events.AgainAsked(player=player, again=again):
            return messages.Witness(player, messages.PlayAgain.wire_name, {"again": again})


def _match_over(table: Table, ended: events.MatchEnded, viewer: int | None) -> messages.MatchOver:
    return messages.MatchOver(_result(table, ended.winner, viewer), score(table), ended.reason, ended.winner)


def _result(table: Table, winner: int | None, viewer: int | None) -> Literal["Win", "Lose", "Tie"]:
    if winner is None:
        return "Tie"
    players = table.match.view(None, 0).players
    # A spectator is told White's result.
    side = viewer if viewer in {players.white, players.black} else players.white
    return "Win" if side == winner else "Lose"


def score(table: Table | None) -> dict[str, float]:
    """Games won plus half the draws, by pid."""
    return {} if table is None else {str(pid): points for pid, points in table.match.score().items()}


def board_state(view: MatchView, seq: int, moves: list[str] | None = None) -> messages.BoardState:
    """The view in the wire's words; `moves` for those who have none of the game yet."""
    return messages.BoardState(
        seq=seq,
        game=view.game,
        best_of=view.best_of,
        phase=view.phase,
        phase_ms=view.phase_ms,
        wins={str(pid): won for pid, won in view.wins.items()},
        draws=view.draws,
        players={"white": view.players.white, "black": view.players.black},
        color=view.color,
        turn=view.turn,
        fen=view.fen,
        start_fen=view.start_fen,
        ply=view.ply,
        last_move=view.last_move,
        check=view.check,
        clocks_ms=_clocks(view.clocks_ms),
        bank_ms=_clocks(view.bank_ms),
        running=view.running,
        upgrades=messages.Badges(list(view.upgrades.white), list(view.upgrades.black)),
        armageddon=view.armageddon,
        draw_offer=view.draw_offer,
        moves=moves,
    )


def _clocks(pair: ByColor[int]) -> messages.Clocks:
    return messages.Clocks(pair.white, pair.black)


def snapshot_parts(table: Table, viewer: int | None, seq: int, now_ms: int, *, stands: bool = False) -> dict[str, Any]:
    """The fields of a `Snapshot` that the match fills: board, offers, over. `stands`: no clock runs for now."""
    board = board_state(table.match.view(viewer, now_ms), seq, list(table.match.moves()))
    return {
        "board": replace(board, running=None) if stands else board,
        "offers": [
            messages.UpgradeOffer(each.player, list(each.upgrades), each.ms) for each in table.match.offers(now_ms)
        ],
        "over": _match_over(table, table.ended, viewer) if table.ended else None,
    }

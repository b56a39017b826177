"""Between the wire and the match: requests become commands, events become what each viewer is told.

The only module of the server that knows chess. It decides nothing: it renames, and leaves out what a viewer
may not know.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from game.chess.bot.interface import Situation
from game.chess.match import commands, events
from game.chess.match.machine import Match, MatchOptions, NotNow
from game.chess.upgrades.naming import upgrades_named
from netcode import messages
from netcode.refusals import Refusal
from server.refused import Refused
from server.standin import Task
from server.takeover import Asked, BotSatDown, Takeover

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from game.chess.match.view import MatchView
    from game.chess.rules.bycolor import ByColor

SEATS: Final = 2

cards_named = upgrades_named
"""The ids in the list of cards that a server was started with; raises ValueError with a sentence."""


class Decision(Struct, frozen=True, tag=True):
    """The table's own command: what the waiting `player` wants to become of the game."""

    player: int
    choice: messages.AbsenceChoice


Command: TypeAlias = "commands.Command | Decision"
Event: TypeAlias = events.Event | BotSatDown | Asked


class Finished(Struct, frozen=True):
    """A game of the match that is over, and the score after it."""

    event: events.GameEnded
    score: dict[int, float]


class Memory(Struct):
    """What has been shown and is not in the match's state any more, for those who come in later."""

    ended: events.MatchEnded | None = None
    results: list[Finished] = []
    chosen: list[events.UpgradeChosen] = []

    def note(self, event: events.Event, match: Match) -> None:
        """Keep in mind what has happened in the match."""
        match event:
            case events.GameEnded():
                self.results = [*self.results, Finished(event, match.score())]
            case events.UpgradeChosen():
                self.chosen = [*self.chosen, event]
            case events.GameStarted():
                self.chosen = []
            case events.MatchEnded():
                self.ended = event
            case events.MatchRestarted():
                self.ended, self.results = None, []
            case _:
                return


class Kept(Struct):
    """A table at rest."""

    match: bytes
    memory: Memory
    takeover: Takeover
    level: str


class Errand(Struct, frozen=True):
    """What the bot is to do for an absent player; with the same `key` it is the same errand."""

    player: int
    key: tuple[int, ...]
    task: Task


class Table:
    """The machine that a room of chess plays on: the match, what was shown of it, and who plays for the absent."""

    def __init__(self, match: Match, memory: Memory, takeover: Takeover, level: str) -> None:
        self.match = match
        self._memory = memory
        self._takeover = takeover
        self._level = level

    @classmethod
    def start(
        cls,
        players: tuple[int, int],
        options: messages.CreateGame,
        seed: bytes,
        now_ms: int,
        cards: tuple[str, ...] = (),
    ) -> tuple[Table, list[events.Event]]:
        """Set up a match between two members; `cards`: what its drafts are to offer."""
        chosen = MatchOptions(best_of=options.best_of, base_ms=options.base_seconds * 1000, cards=cards)
        match, happened = Match.start(players, chosen, seed, now_ms)
        while options.host_color != "lot" and match.view(players[0], now_ms).color != options.host_color:
            # Lots decide, and are drawn again until they fall as agreed: one seed still tells the whole match.
            seed = hashlib.sha256(seed).digest()
            match, happened = Match.start(players, chosen, seed, now_ms)
        return cls(match, Memory(), Takeover(options.ai_takeover), options.ai_level), happened

    @classmethod
    def restore(cls, data: bytes) -> Table:
        """The table that `snapshot` described."""
        kept = msgspec.msgpack.decode(data, type=Kept)
        return cls(Match.restore(kept.match), kept.memory, kept.takeover, kept.level)

    def snapshot(self) -> bytes:
        """See `Machine.snapshot`."""
        return msgspec.msgpack.encode(Kept(self.match.snapshot(), self._memory, self._takeover, self._level))

    @property
    def over(self) -> bool:
        """See `Machine.over`."""
        return self.match.over

    def handle(self, command: Command, now_ms: int) -> list[Event]:
        """See `Machine.handle`; raises Refused with the match's own code."""
        if isinstance(command, Decision):
            return self._decide(command, now_ms)
        try:
            return self._after(self.match.handle(command, now_ms), now_ms)
        except NotNow as error:
            raise Refused(Refusal(error.code)) from error

    def tick(self, now_ms: int) -> list[Event]:
        """See `Machine.tick`."""
        happened = self._after(self.match.tick(now_ms), now_ms)
        return happened if self.over else [*happened, *self._takeover.tick(now_ms)]

    def deadline(self) -> int | None:
        """See `Machine.deadline`."""
        own, absence = self.match.deadline(), None if self.over else self._takeover.deadline()
        return min((due for due in (own, absence) if due is not None), default=None)

    def _after(self, happened: Sequence[events.Event], now_ms: int) -> list[Event]:
        for event in happened:
            self._memory.note(event, self.match)
            if isinstance(event, events.GameEnded):
                self._takeover.wait()
        if self._takeover.away:
            self._takeover.follow(self.match.to_move, now_ms)
        return list(happened)

    def measured(self, player: int, rtt_ms: int, now_ms: int) -> None:
        """See `Machine.measured`."""
        self.match.handle(commands.Measured(player, rtt_ms), now_ms)

    # --- somebody is away -----------------------------------------------------------------------------------

    def presence(self, player: int, now_ms: int, *, here: bool) -> None:
        """See `Machine.presence`."""
        if here:
            self._takeover.back(player, now_ms)
        else:
            self._takeover.gone(player, now_ms)
        self._takeover.follow(self.match.to_move, now_ms)

    @property
    def bots_seat(self) -> int | None:
        """See `Machine.bots_seat`."""
        return None if self.over else self._takeover.bots_seat

    @property
    def question(self) -> int | None:
        """About whose absence the other player may decide now."""
        return None if self.over else self._takeover.question

    def _decide(self, decision: Decision, now_ms: int) -> list[Event]:
        absent = self.question
        if absent is None or absent == decision.player:
            raise Refused(Refusal.NOT_NOW)
        match decision.choice:
            case "bot":
                return [self._takeover.seat_bot(absent)]
            case "wait":
                self._takeover.wait()
                self._takeover.follow(self.match.to_move, now_ms)
                return []
            case "draw" | "win" as choice:
                return self.handle(commands.Abandon(absent, draw=choice == "draw"), now_ms)

    def errand(self, now_ms: int) -> Errand | None:
        """See `Machine.errand`."""
        player = self.bots_seat
        if player is None:
            return None
        view = self.match.view(player, now_ms)
        match view.phase:
            case "draft":
                offered = next((each.upgrades for each in self.match.offers(now_ms) if each.player == player), None)
                task = Task("upgrade", self._level, offered=offered or (), owned=self.match.upgrades_of(player))
                return Errand(player, (view.game, -1), task) if offered else None
            case "playing" if view.color is not None and view.draw_offer not in {None, view.color}:
                return self._errand_at_the_board("draw", player, view)
            case "playing" if view.color == view.turn:
                return self._errand_at_the_board("move", player, view)
            case _:
                return None

    def _errand_at_the_board(self, kind: Literal["move", "draw"], player: int, view: MatchView) -> Errand:
        assert view.color is not None
        situation = Situation.of_view(view, view.color, self.match.moves())
        return Errand(player, (view.game, view.ply, kind == "draw"), Task(kind, self._level, situation))

    def done(self, errand: Errand, answer: str | bool) -> commands.Command:
        """See `Machine.done`."""
        if errand.task.kind == "draw":
            return commands.AnswerDraw(errand.player, accept=bool(answer))
        if errand.task.kind == "upgrade":
            return commands.ChooseUpgrade(errand.player, str(answer))
        return commands.MakeMove(errand.player, str(answer), errand.key[1])

    # --- what those see who come in later -------------------------------------------------------------------

    def shown(self, viewer: int | None) -> dict[str, Any]:
        """The fields of a `Snapshot` that tell what has happened before."""
        ended = self._memory.ended
        question = self.question
        return {
            "results": [_game_over(self, each.event, each.score, viewer) for each in self._memory.results],
            "chosen": self._chosen(viewer),
            "over": _match_over(self, ended, viewer) if ended else None,
            "again": self.match.again,
            "question": _question(question) if question is not None and _waits(self, question, viewer) else None,
        }

    def _chosen(self, viewer: int | None) -> list[messages.UpgradeChosen]:
        """What was picked in the draft that is being shown; the viewer's own pick also while others choose."""
        pick = self.match.pick_of(viewer)
        own = [] if viewer is None or pick is None else [messages.UpgradeChosen(viewer, pick)]
        return own + [_upgrade_chosen(each) for each in self._memory.chosen]


# By type, because this is on the path of every move.
COMMANDS: Final[dict[type[messages.Request], Callable[[Any, int], Command]]] = {
    messages.MakeMove: lambda request, pid: commands.MakeMove(pid, request.move, request.ply, request.lag_ms),
    messages.ChooseUpgrade: lambda request, pid: commands.ChooseUpgrade(pid, request.upgrade),
    messages.Resign: lambda _request, pid: commands.Resign(pid),
    messages.OfferDraw: lambda _request, pid: commands.OfferDraw(pid),
    messages.WithdrawDraw: lambda _request, pid: commands.WithdrawDraw(pid),
    messages.AnswerDraw: lambda request, pid: commands.AnswerDraw(pid, request.accept),
    messages.PlayAgain: lambda request, pid: commands.PlayAgain(pid, request.again),
    messages.DecideAbsence: lambda request, pid: Decision(pid, request.choice),
}


def forfeit(pid: int) -> commands.Command:
    """A player has left for good."""
    return commands.Forfeit(pid)


def encode_events(happened: Sequence[Event]) -> bytes:
    """Events as bytes, for a store that passes them on."""
    return msgspec.msgpack.encode(happened)


class News:
    """What has happened, told to one viewer after another.

    Events keep their order. One fresh BoardState goes with them (also with none): before all else, so that whoever
    hears "game over" already has the last move; but right after the news that a game begins, for what came before
    that belongs to the game before. It is made once, and differs between viewers in their colour.
    """

    def __init__(self, table: Table, happened: Sequence[Event], seq: int, now_ms: int) -> None:
        self._table = table
        self._happened = happened
        self._state: messages.BoardState | None = None
        if not happened or any(not isinstance(event, events.AgainAsked) for event in happened):
            self._state = board_state(table.match.view(None, now_ms), seq)

    def told_to(self, viewer: int | None) -> list[messages.Notice]:
        """In order; `viewer` None: a spectator."""
        told: list[messages.Notice] = []
        place = 0
        for event in self._happened:
            notice = _notice(self._table, event, viewer)
            if notice is not None:
                told.append(notice)
            if isinstance(notice, messages.GameStarted):
                place = len(told)
        if self._state is not None:
            told.insert(place, replace(self._state, color=_color_of(self._state, viewer)))
        return told


def _color_of(state: messages.BoardState, viewer: int | None) -> messages.Colour | None:
    for color, pid in state.players.items():
        if pid == viewer:
            return color
    return None


def _notice(table: Table, event: Event, viewer: int | None) -> messages.Notice | None:
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
            return _game_over(table, event, table.match.score(), viewer)
        case events.DraftOpened(player=player, upgrades=upgrades, ms=ms):
            return messages.UpgradeOffer(player, list(upgrades), ms)
        case events.PickMade(player=player):
            return _pick_made(table, player, viewer)
        case events.UpgradeChosen():
            return _upgrade_chosen(event)
        case events.MatchEnded():
            return _match_over(table, event, viewer)
        case events.AgainAsked(player=player, again=again):
            return messages.Witness(player, messages.PlayAgain.wire_name, {"again": again})
        case BotSatDown(player=player):
            return messages.ClientDisconnected(player, ai=True)
        case Asked(player=player):
            return _question(player) if _waits(table, player, viewer) else None


def _game_over(table: Table, ended: events.GameEnded, score: dict[int, float], viewer: int | None) -> messages.GameOver:
    return messages.GameOver(_result(table, ended.winner, viewer), ended.reason, _by_text(score), ended.winner)


def _upgrade_chosen(chosen: events.UpgradeChosen) -> messages.UpgradeChosen:
    return messages.UpgradeChosen(chosen.player, chosen.upgrade, chosen.auto)


def _pick_made(table: Table, player: int, viewer: int | None) -> messages.Notice:
    """Whoever has chosen is told what; the others, that they have."""
    pick = table.match.pick_of(player)
    if player == viewer and pick is not None:
        return messages.UpgradeChosen(player, pick)
    return messages.Witness(player, messages.ChooseUpgrade.wire_name)


def _match_over(table: Table, ended: events.MatchEnded, viewer: int | None) -> messages.MatchOver:
    return messages.MatchOver(_result(table, ended.winner, viewer), score(table), ended.reason, ended.winner)


def _question(absent: int) -> messages.AbsenceQuestion:
    return messages.AbsenceQuestion(absent, list(get_args(messages.AbsenceChoice)))


def _waits(table: Table, absent: int, viewer: int | None) -> bool:
    return viewer is not None and viewer == table.match.opponent(absent)


def _result(table: Table, winner: int | None, viewer: int | None) -> Literal["Win", "Lose", "Tie"]:
    if winner is None:
        return "Tie"
    players = table.match.view(None, 0).players
    # A spectator is told White's result.
    side = viewer if viewer in {players.white, players.black} else players.white
    return "Win" if side == winner else "Lose"


def score(table: Table | None) -> dict[str, float]:
    """Games won plus half the draws, by pid."""
    return {} if table is None else _by_text(table.match.score())


def _by_text(score: dict[int, float]) -> dict[str, float]:
    return {str(pid): points for pid, points in score.items()}


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
        credit_ms=_clocks(view.credit_ms),
        running=view.running,
        upgrades=messages.Badges(list(view.upgrades.white), list(view.upgrades.black)),
        armageddon=view.armageddon,
        draw_offer=view.draw_offer,
        draw_wait=messages.Counts(view.draw_wait.white, view.draw_wait.black),
        moves=moves,
        layers=view.layers,
        start_layers=view.start_layers,
    )


def _clocks(pair: ByColor[int]) -> messages.Clocks:
    return messages.Clocks(pair.white, pair.black)


def snapshot_parts(table: Table, viewer: int | None, seq: int, now_ms: int, *, stands: bool = False) -> dict[str, Any]:
    """The fields of a `Snapshot` that the match fills. `stands`: no clock runs for now."""
    board = board_state(table.match.view(viewer, now_ms), seq, list(table.match.moves()))
    return {
        "board": replace(board, running=None) if stands else board,
        "cards": list(table.match.chosen_cards),
        "offers": [
            messages.UpgradeOffer(each.player, list(each.upgrades), each.ms)
            for each in table.match.offers_seen_by(viewer, now_ms)
        ],
        **table.shown(viewer),
    }

"""Between the wire and the match: requests become commands, events become what each viewer is told.

The only module of the server that knows chess. It decides nothing: it renames, and leaves out what a viewer
may not know.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import msgspec
from msgspec import Struct
from msgspec.structs import asdict, replace

from game.chess.bot.interface import Situation
from game.chess.match import commands, events
from game.chess.match.machine import Match, NotNow
from game.chess.match.state import MatchOptions
from game.chess.upgrades.naming import upgrades_named
from netcode import messages
from netcode.refusals import Refusal
from server.memory import Memory
from server.refused import Refused
from server.standin import Task
from server.takeover import CARD_AFTER_MS, Asked, BotSatDown, Takeover

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from game.chess.match.terms import Terms
    from game.chess.match.view import GameRecord, MatchView
    from game.chess.rules.bycolor import ByColor

SEATS: Final = 2
LEAST_LEVEL: Final = "easy"
"""Of a stand-in, where nobody has said."""

cards_named = upgrades_named
"""The ids in the list of cards that a server was started with; raises ValueError with a sentence."""


class Decision(Struct, frozen=True, tag=True):
    """The table's own command: what the waiting `player` wants to become of the game."""

    player: int
    choice: messages.AbsenceChoice


Command: TypeAlias = "commands.Command | Decision"
Event: TypeAlias = events.Event | BotSatDown | Asked


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
        options: messages.Options,
        seed: bytes,
        now_ms: int,
        cards: tuple[str, ...] = (),
    ) -> tuple[Table, list[events.Event]]:
        """Set up a match between two members; `cards`: what its drafts are to offer."""
        assert isinstance(options, messages.ChessOptions)
        chosen = MatchOptions(
            best_of=options.best_of,
            base_ms=options.base_seconds * 1000,
            comeback=options.comeback,
            cards=cards,
        )
        match, happened = Match.start(players, chosen, seed, now_ms)
        while options.host_color != "lot" and match.view(players[0], now_ms).color != options.host_color:
            # Lots decide, and are drawn again until they fall as agreed: one seed still tells the whole match.
            seed = hashlib.sha256(seed).digest()
            match, happened = Match.start(players, chosen, seed, now_ms)
        return cls(match, Memory(), Takeover(options.ai_takeover), options.standin_level or LEAST_LEVEL), happened

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
        if isinstance(command, commands.Forfeit) and self._takeover.held_for == self.match.opponent(command.player):
            # Nobody loses a match by no longer waiting for the other.
            command = commands.Forfeit(self.match.opponent(command.player), away=True)
        try:
            return self._after(self.match.handle(command, now_ms), now_ms)
        except NotNow as error:
            raise Refused(Refusal(error.code)) from error

    def tick(self, now_ms: int) -> list[Event]:
        """See `Machine.tick`."""
        happened: list[Event] = []
        while (due_ms := self.deadline()) is not None and due_ms <= now_ms:
            # One thing after the other, each at its own time: what is kept of a game is kept before the next begins.
            happened += self._after(self.match.tick(due_ms), due_ms)
            happened += self._choose_for_the_absent(due_ms)
            happened += [] if self.over else self._takeover.tick(due_ms)
        return happened

    def deadline(self) -> int | None:
        """See `Machine.deadline`."""
        if self.over:
            return None
        wanted = (self.match.deadline(), self._takeover.deadline(), self._card_due())
        return min((due for due in wanted if due is not None), default=None)

    def _after(self, happened: Sequence[events.Event], now_ms: int) -> list[Event]:
        for event in happened:
            self._memory.note(event)
            if isinstance(event, events.GameStarted):
                self._takeover.new_game()
            if isinstance(event, events.GameEnded):
                self._takeover.wait(now_ms)
                self._memory.finish(event, self.match.score(), self._whole_board(now_ms))
        if self._takeover.away:
            self._takeover.follow(self.match.to_move, now_ms)
        return list(happened)

    def measured(self, player: int, rtt_ms: int, now_ms: int) -> None:
        """See `Machine.measured`."""
        self.match.handle(commands.Measured(player, rtt_ms), now_ms)

    def _whole_board(self, now_ms: int) -> messages.BoardState:
        return board_state(self.match.view(None, now_ms), 0, self.match.record())

    # --- somebody is away -----------------------------------------------------------------------------------

    def presence(self, player: int, now_ms: int, *, here: bool) -> list[Event]:
        """See `Machine.presence`."""
        happened: list[Event] = []
        if here:
            held = self._takeover.held_for == player and not self.over
            self._takeover.back(player, now_ms)
            if held:
                happened = self.handle(commands.Release(player), now_ms)
        else:
            self._takeover.gone(player, now_ms)
        self._takeover.follow(self.match.to_move, now_ms)
        return happened

    def _card_due(self) -> int | None:
        """When the first card is taken for an absent player, for whom the other shall not wait."""
        absent = self._takeover.absent
        if absent is None or self.match.phase != "draft" or self.bots_seat is not None:
            return None
        return self._takeover.away[absent].since_ms + CARD_AFTER_MS if self._hand(absent) else None

    def _choose_for_the_absent(self, now_ms: int) -> list[Event]:
        due_ms, absent = self._card_due(), self._takeover.absent
        if absent is None or due_ms is None or due_ms > now_ms:
            return []
        return self.handle(commands.ChooseUpgrade(absent, self._hand(absent)[0], auto=True), now_ms)

    def _hand(self, player: int) -> tuple[str, ...]:
        return next((each.upgrades for each in self.match.offers(0) if each.player == player), ())

    @property
    def bots_seat(self) -> int | None:
        """See `Machine.bots_seat`."""
        return None if self.over else self._takeover.bots_seat

    @property
    def question(self) -> int | None:
        """About whose absence the other player may decide now."""
        return None if self.over else self._takeover.question

    @property
    def choices(self) -> list[messages.AbsenceChoice]:
        """What may be decided about an absent player now."""
        if self._takeover.held_for is not None:
            return ["wait", "end"]
        # In Armageddon a draw would be Black's win under another name.
        draw: list[messages.AbsenceChoice] = [] if self.match.armageddon else ["draw"]
        absent = self._takeover.absent
        bot: list[messages.AbsenceChoice] = ["bot"] if absent and self._takeover.may_seat_bot(absent) else []
        return ["wait", *bot, *draw, "win"]

    def _decide(self, decision: Decision, now_ms: int) -> list[Event]:
        absent = self.question
        if absent is None or absent == decision.player or decision.choice not in self.choices:
            raise Refused(Refusal.NOT_NOW)
        match decision.choice:
            case "bot":
                return [self._takeover.seat_bot(absent)]
            case "wait":
                self._takeover.wait(now_ms)
                self._takeover.follow(self.match.to_move, now_ms)
                return []
            case "end":
                return self.handle(commands.Forfeit(absent, away=True), now_ms)
            case "draw" | "win" as choice:
                happened = self.handle(commands.Abandon(absent, draw=choice == "draw"), now_ms)
                if self.over:
                    return happened
                # The next game is not begun against an empty chair.
                return [*happened, *self.handle(commands.Hold(absent), now_ms), self._takeover.hold(absent, now_ms)]

    def errand(self, now_ms: int) -> Errand | None:
        """See `Machine.errand`."""
        player = self.bots_seat
        if player is None:
            return None
        view = self.match.view(player, now_ms)
        match view.phase:
            case "draft":
                offered = self._hand(player)
                task = Task("upgrade", self._level, offered=offered, owned=self.match.upgrades_of(player))
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
        return commands.MakeMove(errand.player, str(answer), errand.key[1], standin=True)

    # --- what those see who come in later -------------------------------------------------------------------

    def shown(self, viewer: int | None) -> dict[str, Any]:
        """The fields of a `Snapshot` that tell what has happened before."""
        ended = self._memory.ended
        question = self.question
        return {
            "results": [_game_over(self, each.event, each.score, viewer) for each in self._memory.results],
            "played": [each.played(viewer) for each in self._memory.results],
            "chosen": self._chosen(viewer),
            "over": _match_over(self, ended, viewer) if ended else None,
            "again": self.match.again,
            "again_as": _terms(self.match.again_terms) if self.match.again else None,
            "question": _question(self, question) if question is not None and _waits(self, question, viewer) else None,
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
    messages.PlayAgain: lambda request, pid: commands.PlayAgain(
        pid, request.again, request.best_of, request.base_seconds and request.base_seconds * 1000
    ),
    messages.DecideAbsence: lambda request, pid: Decision(pid, request.choice),
}


def forfeit(pid: int) -> commands.Command:
    """A player has left for good."""
    return commands.Forfeit(pid)


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

    def told_to(self, viewer: int | None, *, targets: bool = False) -> list[messages.Notice]:
        """In order; `viewer` None: a spectator. `targets`: with what they may do on the board."""
        told: list[messages.Notice] = []
        place = 0
        for event in self._happened:
            notice = _notice(self._table, event, viewer)
            if notice is not None:
                told.append(notice)
            if isinstance(notice, messages.GameStarted):
                place = len(told)
        if self._state is not None:
            own = replace(self._state, color=_color_of(self._state, viewer))
            told.insert(place, with_targets(own, self._table.match) if targets else own)
        return told


def with_targets(state: messages.BoardState, match: Match) -> messages.BoardState:
    """The state, and what its receiver may do on the board."""
    if state.color is None:
        return state
    may = match.choices(state.color == "white")
    return replace(state, targets=may.targets, granted=may.granted, promotions=may.promotions)


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
        case events.AgainAsked(player=player, again=again, terms=terms):
            asked = {"again": again, **(asdict(_terms(terms)) if terms else {})}
            return messages.Witness(player, messages.PlayAgain.wire_name, asked)
        case BotSatDown(player=player):
            return messages.ClientDisconnected(player, ai=True)
        case Asked(player=player):
            return _question(table, player) if _waits(table, player, viewer) else None


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


def _question(table: Table, absent: int) -> messages.AbsenceQuestion:
    return messages.AbsenceQuestion(absent, table.choices)


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


def board_state(view: MatchView, seq: int, record: GameRecord | None = None) -> messages.BoardState:
    """The view in the wire's words; `record` for those who have nothing of the game yet."""
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
        by_standin=view.by_standin,
        moves=record.moves if record else None,
        start_ms=_clocks(record.start_ms) if record else None,
        left_ms=record.left_ms if record else None,
        standin_plies=record.standin_plies if record else None,
        layers=view.layers,
        start_layers=view.start_layers,
    )


def _clocks(pair: ByColor[int]) -> messages.Clocks:
    return messages.Clocks(pair.white, pair.black)


def settled(options: messages.Options, standin_level: messages.StandinLevel) -> messages.ChessOptions:
    """The options of a new room, with what the server chooses where the host has not."""
    assert isinstance(options, messages.ChessOptions)
    return options if options.standin_level else replace(options, standin_level=standin_level)


def _terms(terms: Terms) -> messages.Terms:
    return messages.Terms(terms.best_of, terms.base_ms // 1000)


def line(options: messages.Options, table: Table | None = None) -> messages.ChessLine:
    """What the public list tells of a match: of one that has begun, as it is being played."""
    assert isinstance(options, messages.ChessOptions)
    if table is None:
        return messages.ChessLine(options.best_of, options.base_seconds)
    terms = _terms(table.match.options.terms)
    return messages.ChessLine(terms.best_of, terms.base_seconds)


def in_lobby(options: messages.Options, cards: Sequence[str]) -> messages.ChessSnapshot:
    """What a match will be like. `cards`: what its drafts will offer."""
    assert isinstance(options, messages.ChessOptions)
    return messages.ChessSnapshot(
        best_of=options.best_of,
        base_seconds=options.base_seconds,
        ai_takeover=options.ai_takeover,
        standin_level=options.standin_level,
        comeback=options.comeback,
        cards=list(cards),
    )


def with_match(
    part: messages.ChessSnapshot,
    table: Table,
    viewer: int | None,
    seq: int,
    now_ms: int,
    *,
    stands: bool,
    targets: bool,
) -> messages.ChessSnapshot:
    """With the match that has begun. `stands`: no clock runs for now; `targets`: with what the viewer may do."""
    board = board_state(table.match.view(viewer, now_ms), seq, table.match.record())
    if targets:
        board = with_targets(board, table.match)
    terms = _terms(table.match.options.terms)
    return replace(
        part,
        best_of=terms.best_of,
        base_seconds=terms.base_seconds,
        board=replace(board, running=None) if stands else board,
        cards=list(table.match.chosen_cards),
        offers=[
            messages.UpgradeOffer(each.player, list(each.upgrades), each.ms, each.picked)
            for each in table.match.offers_seen_by(viewer, now_ms)
        ],
        **table.shown(viewer),
    )

"""Players who make random moves over real connections, log everything that they are told, and never give up."""

from __future__ import annotations

import time
from itertools import count, takewhile
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from game.chess.rules import Game
from game.chess.rules.bycolor import ByColor
from game.chess.upgrades import new_board
from netcode import messages as wire
from netcode.members import members_after
from netcode.transport import Answered, Connected, Lost, Received
from tests.helpers.chess_wire import chess_of
from tests.helpers.histories import History

if TYPE_CHECKING:
    from random import Random

    from netcode.transport import Incoming, Transport

R = TypeVar("R", wire.MakeMove, wire.Chat)

# What is over, is over: in these phases the game's moves are complete.
AFTER_A_GAME = {"result", "draft", "reveal", "over"}


class _Position:
    """Where a game stands, kept up move by move: a long game is not played again for each of its moves."""

    def __init__(self) -> None:
        self._start: object = None
        self._game: Game | None = None

    def after(self, board: wire.BoardState, moves: list[str]) -> Game:
        start = (board.game, board.upgrades)
        game = self._game
        if game is None or start != self._start or game.moves != moves[: game.ply]:
            owned = ByColor(tuple(board.upgrades.white), tuple(board.upgrades.black))
            game = Game(new_board(owned))
        for move in moves[game.ply :]:
            game.play(move)
        self._start, self._game = start, game
        return game


class Mover:
    """One player. `settle` begins its match; after that `take` and `act` are all it needs.

    It sends each move until it is answered, on whichever connection, as one whose answer was lost must. `acked` are
    the moves that the server said yes to, by game and ply; `told` those that the server let it see; `final` the
    server's own list of each game once that had ended. `faults` is what must never happen. `forgiving`: a server that
    was killed may have lost the last few moves; they are taken back, and counted in `taken_back`.
    `loses`: how often, from 0 to 1, the answer to a move or a line of chat gets lost, so that it is sent again;
    it numbers them and says such lines only then. `key`: that of a guest, whose results are on record as theirs.
    """

    def __init__(
        self,
        transport: Transport,
        rng: Random,
        name: str,
        *,
        games: int = 9,
        plies: int = 40,
        forgiving: bool = False,
        loses: float = 0.0,
        pace_s: float = 0.1,
        key: str = "",
    ) -> None:
        self.transport = transport
        self.rng = rng
        self.name = name
        self.games = games
        self.plies = plies
        self.forgiving = forgiving
        self.loses = loses
        self._pace_s = pace_s
        self.key = key
        # Where its match is to be found when it is over.
        self.replay: str | None = None
        self.lost = 0
        self.heard: list[str] = []
        self._numbers = count(1)
        # The line of chat that has no answer yet.
        self._line: wire.Chat | None = None
        self.taken_back = 0
        self.code = self.token = ""
        self.pid = 0
        self.online = self.over = self._leaving = False
        self.opponents = 0
        self.members: list[wire.Player] = []
        self.rejoins = 0
        self.board: wire.BoardState | None = None
        self.acked: dict[tuple[int, int], str] = {}
        self.told: dict[int, list[str]] = {}
        self.final: dict[int, list[str]] = {}
        self.faults: list[str] = []
        # What it was told, and when, for `tests.helpers.histories`.
        self.history = History()
        # When its seat was its own again after the line had broken or led elsewhere.
        self.back_at_s: list[float] = []
        self._away = False
        self._asks = count(1)
        self._asked_at_s: dict[wire.Rejoin, float] = {}
        self._sent: dict[int, wire.Request] = {}
        # What leads into the room, asked again where the server sends one elsewhere before it is answered.
        self._entry: wire.Request | None = None
        self._position = _Position()
        # The move that has no answer yet.
        self._move: tuple[int, wire.MakeMove] | None = None
        self._act_at_s = 0.0

    def ask(self, request: wire.Request) -> None:
        if isinstance(request, wire.CreateGame | wire.JoinGame):
            self._entry = request
            if self.key:
                # Each connection is nobody's until it says whose it is; a seat keeps what it was told.
                known = wire.SetProfile(key=self.key)
                self._sent[self.transport.send(known)] = known
        self._sent[self.transport.send(request)] = request

    # --- what comes in --------------------------------------------------------------------------------------

    def take(self, now_s: float) -> None:
        for incoming in self.transport.poll():
            self._take(incoming, now_s)

    def _take(self, incoming: Incoming, now_s: float) -> None:
        match incoming:
            case Connected():
                self._away = self._away or (self.online and self.code != "")
                self.online = True
                self._sent.clear()
                self._come_back()
            case Lost():
                self._away = self._away or (self.online and self.code != "")
                self.online = False
                self._sent.clear()
            case Answered(number, answer):
                self._on_answer(self._sent.pop(number, None), answer, now_s)
            case Received(notice):
                self._on_notice(notice, now_s)

    def _come_back(self) -> None:
        if self.code:
            request = wire.Rejoin(self.code, self.pid, self.token, seq=next(self._asks))
            self._asked_at_s[request] = time.monotonic()
            self.ask(request)
        elif self._entry is not None:
            self.ask(self._entry)

    def _on_answer(self, request: wire.Request | None, answer: wire.ActionSuccess, now_s: float) -> None:
        if isinstance(request, wire.MakeMove | wire.Chat) and self.rng.random() < self.loses:
            self.lost += 1
            self.ask(request)
            return
        match request:
            case wire.Rejoin() | wire.Exit() if self._leaving:
                # Gone for good, whether or not the answer to that got through before a kill.
                self.over = True
            case wire.Rejoin() | wire.CreateGame() | wire.JoinGame() | wire.SetProfile() if not answer.ok:
                self.faults.append(f"{self.name}: {request.wire_name} was refused: {answer.error}")
            case wire.CreateGame() | wire.JoinGame():
                assert answer.code
                assert answer.token
                assert answer.pid is not None
                self.code, self.token, self.pid = answer.code, answer.token, answer.pid
            case wire.Rejoin():
                self.rejoins += 1
                if self._away:
                    self._away = False
                    self.back_at_s.append(now_s)
                self.history.answers_from(self._asked_at_s.pop(request, now_s))
                self._on_snapshot(answer.snapshot, now_s)
                self.history.answers_from(None)
            case wire.MakeMove():
                self._on_move_answer(request, answer, now_s)
            case wire.Chat():
                self._line = None
            case _:
                pass

    def _on_move_answer(self, request: wire.MakeMove, answer: wire.ActionSuccess, now_s: float) -> None:
        if self._move is None or self._move[1] is not request:
            return
        game, _ = self._move
        if answer.ok:
            self.acked[game, request.ply] = request.move
            self.history.acknowledged(now_s, game, request.ply, request.move)
        elif answer.error == "ILLEGAL_MOVE":
            self.faults.append(f"{self.name}: {request} was refused: {answer.error}")
        self._move = None

    def _on_snapshot(self, snapshot: wire.Snapshot | None, now_s: float) -> None:
        assert snapshot is not None
        self.members = list(snapshot.players)
        chess = chess_of(snapshot)
        if self.forgiving and chess.board is not None:
            self._take_back(chess.board, chess.over is not None)
        if chess.over is not None:
            self._is_over(chess.over)
        if chess.board is not None:
            self._on_board(chess.board, now_s)
        for offer in chess.offers:
            self._on_offer(offer)
        self._check_chat([line.text for line in snapshot.chat])
        # Whether they were done is known soon: a second copy is not done again.
        unanswered = [self._move[1] if self._move else None, self._line]
        for request in sorted((each for each in unanswered if each), key=lambda each: each.n):
            self.ask(request)

    def _check_chat(self, lines: list[str]) -> None:
        if len(set(lines)) != len(lines):
            self.faults.append(f"{self.name}: was told twice: {lines}")

    def _take_back(self, board: wire.BoardState, over: bool) -> None:
        """Know no more than the server does now."""
        moves = board.moves or []
        known = self.told.get(board.game, [])
        # Somebody who was back earlier may have moved otherwise by now.
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(known, moves, strict=False)))
        self.taken_back += sum(len(each) for game, each in self.told.items() if game > board.game) + len(known) - same
        self.over, self.board = over, None
        self.told = {game: each for game, each in self.told.items() if game < board.game}
        self.told[board.game] = known[:same]
        self.final = {game: each for game, each in self.final.items() if game in self.told}
        self.acked = {
            (game, ply): move
            for (game, ply), move in self.acked.items()
            if game < board.game or (game == board.game and ply < same)
        }

    def _on_notice(self, notice: wire.Notice, now_s: float) -> None:
        match notice:
            case wire.BoardState():
                self._on_board(notice, now_s)
            case wire.PlayerList() | wire.PlayerJoined() | wire.PlayerChanged() | wire.PlayerLeft():
                self.members = members_after(self.members, notice)
                self.opponents = sum(player.pid != self.pid for player in self.members)
            case wire.UpgradeOffer():
                self._on_offer(notice)
            case wire.GameOver():
                # For the server's own list of the moves.
                self._come_back()
            case wire.MatchOver():
                self._is_over(notice)
            case wire.ChatLine(text=text):
                self.heard.append(text)
                self._check_chat(self.heard)
            case _:
                pass

    def _is_over(self, over: wire.MatchOver) -> None:
        self.over = True
        if self.replay not in (None, over.replay):
            self.faults.append(f"{self.name}: the match was {self.replay}, and then {over.replay}")
        self.replay = over.replay

    def _on_offer(self, offer: wire.UpgradeOffer) -> None:
        if offer.pid == self.pid:
            self.ask(wire.ChooseUpgrade(self.rng.choice(offer.upgrades)))

    def _on_board(self, board: wire.BoardState, now_s: float) -> None:
        if self.board is not None and board.seq < self.board.seq:
            self.faults.append(f"{self.name}: seq went back from {self.board.seq} to {board.seq}")
        if self.board is None or (board.game, board.ply) != (self.board.game, self.board.ply):
            self._act_at_s = now_s + self.rng.uniform(0, 2 * self._pace_s)
        self.board = board
        self._follow(board)
        self.history.saw(now_s, board.game, self.told[board.game])
        if board.moves is not None and board.phase in AFTER_A_GAME:
            self.final[board.game] = list(board.moves)

    def _follow(self, board: wire.BoardState) -> None:
        known = self.told.setdefault(board.game, [])
        if board.moves is not None:
            if list(board.moves[: len(known)]) != known:
                self.faults.append(f"{self.name}: was told {known}, and then that it was {board.moves}")
            self.told[board.game] = list(board.moves)
        elif board.last_move is not None and board.ply == len(known) + 1:
            known.append(board.last_move)
        elif board.ply != len(known):
            self.faults.append(f"{self.name}: ply {board.ply} after {len(known)} moves")

    # --- what it does ---------------------------------------------------------------------------------------

    def act(self, now_s: float) -> None:
        board = self.board
        if not self.online or board is None or self._move is not None or self._sent or now_s < self._act_at_s:
            return
        if self.over:
            return
        if board.phase in AFTER_A_GAME and board.game >= self.games and board.game in self.final:
            self._leaving = True
            self.ask(wire.Exit())
        elif board.phase == "playing" and board.turn == board.color:
            self._play(board)

    def _play(self, board: wire.BoardState) -> None:
        if board.ply >= self.plies:
            self.ask(wire.Resign())
            return
        legal = list(self._position.after(board, self.told[board.game]).board.legal_moves)
        request = self._numbered(wire.MakeMove(self.rng.choice(legal).uci(), board.ply))
        self._move = (board.game, request)
        self.ask(request)
        if self.loses and self._line is None:
            self._line = self._numbered(wire.Chat(f"{self.name} in game {board.game} at ply {board.ply}"))
            self.ask(self._line)

    def _numbered(self, request: R) -> R:
        return replace(request, n=next(self._numbers)) if self.loses else request

    @property
    def standing(self) -> str:
        """How it stands with them, for whoever wonders why they do not go on."""
        board = self.board
        game = f"{board.phase} of game {board.game}, ply {board.ply}, {board.color}" if board else "no board"
        waits = [request.wire_name for request in self._sent.values()]
        state = f"there {self.there}, waits for {waits}, move {self._move}, {self.faults}"
        return f"{self.name} in {self.code}: {game}; {state}"

    @property
    def there(self) -> bool:
        """Whether it has its seat now."""
        return self.online and not self._away

    @property
    def leaves(self) -> bool:
        """Whether it has given up its seat, or is about to."""
        return self._leaving

    @property
    def place(self) -> str:
        """The address that its line leads to, as far as its transport has one."""
        return getattr(self.transport, "url", "")

    @property
    def waits(self) -> bool:
        """Whether a move is under way."""
        return self._move is not None

"""One game as its moves come in: position, move list, and clocks that run on between two messages.

Knows nothing of rooms or of the network. Times are the window's monotonic ms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import chess
from msgspec.structs import replace

from game.chess.rules import REWIND, ByColor
from game.chess.rules.notation import play_and_notate
from game.chess.upgrades import CATALOGUE, board_from
from game.client import texts
from game.client.chess.effects import effect_of

if TYPE_CHECKING:
    from game.chess.rules.board import Board
    from game.client.chess.effects import Effect
    from netcode.messages import BoardState, Clocks, Colour


class GameFeed:
    """Follows the states that the server sends, and shows the player's move before the server has answered."""

    def __init__(self, state: BoardState, now_ms: int) -> None:
        self.state = state
        self.moves: list[str] = []
        self.sans: list[str] = []
        self.effects: list[Effect | None] = []
        """What each move did that only an upgrade can do."""
        self.position = self.start_position()
        self.history: list[Board] = []
        """The positions after 0, 1, 2… moves, as many as are known."""
        self.clocks: list[Clocks | None] = []
        """What the clocks showed after 0, 1, 2… moves, where that is known."""
        self.standin_plies: set[int] = set()
        """After how many moves a stand-in had made the last one, for a player who was away."""
        self.last_clocks = state.clocks_ms
        """What they showed when they were last heard of."""
        self._received = now_ms
        self._own: str | None = None
        """The player's move, until the server confirms it."""
        self._sent_at: int | None = None
        self._lost_at: int | None = None
        self._stands_at: int | None = None
        """Since when nothing can be heard of the game."""
        self._targets: dict[int, dict[int, list[chess.Move]]] | None = None
        self._standard: chess.Board | None = None
        """The position as it would be without upgrades."""
        self._reset(state)

    # --- following ------------------------------------------------------------------------------------------------

    def take(self, state: BoardState, now_ms: int) -> bool:
        """Follow to the next state. False if moves are missing in between, so that a snapshot is needed."""
        new_game = state.game != self.state.game or (state.phase == "countdown" and bool(self.moves))
        self.state, self._received, self._lost_at = state, now_ms, None
        self.last_clocks = state.clocks_ms
        self._targets = None
        if new_game or state.moves is not None:
            self._own, self._sent_at = None, None
            return self._reset(state)
        if self._own is not None and state.ply == len(self.moves) - 1:
            # Something else happened while our move is on its way: it stays shown.
            return True
        self._own, self._sent_at = None, None
        followed = self._follow(state)
        self._note_clocks(state)
        return followed

    def _note_clocks(self, state: BoardState) -> None:
        """Keep the first clocks that are heard after each move. Later ones of the same position show less time."""
        self.clocks += [None] * (len(self.moves) + 1 - len(self.clocks))
        if state.ply < len(self.clocks) and self.clocks[state.ply] is None:
            self.clocks[state.ply] = state.clocks_ms

    def _tell_clocks(self, state: BoardState) -> None:
        """Reconstruct all clocks for a client that was not there: each move has changed its mover's."""
        if state.start_ms is None or state.left_ms is None:
            return
        shown = state.start_ms
        self.clocks = [shown]
        for before, left_ms in zip(self.history, state.left_ms, strict=False):
            shown = replace(shown, **{"white" if before.turn else "black": left_ms})
            self.clocks.append(shown)

    def _follow(self, state: BoardState) -> bool:
        if state.ply == len(self.moves) + 1 and state.last_move is not None:
            self._push(state.last_move)
            if state.by_standin:
                self.standin_plies.add(state.ply)
            return True
        return state.ply == len(self.moves) and (not self.moves or self.moves[-1] == state.last_move)

    def _reset(self, state: BoardState) -> bool:
        self.moves, self.sans, self.effects, self.clocks = [], [], [], []
        self.position = self.start_position()
        self.history = [self.position.copy(stack=False)]
        moves = state.moves if state.moves is not None else [state.last_move] if state.last_move else []
        if len(moves) == state.ply:
            for uci in moves:
                self._push(uci)
        else:
            self.position = board_from(state.fen, self._upgrades(), state.layers)
            self.history = [self.position.copy(stack=False)]
        self.standin_plies = set(state.standin_plies or ())
        self._tell_clocks(state)
        self._note_clocks(state)
        return len(self.moves) == state.ply

    def start_position(self) -> Board:
        """The first position of the game."""
        return board_from(self.state.start_fen, self._upgrades(), self.state.start_layers)

    def _upgrades(self) -> ByColor[tuple[str, ...]]:
        """The known upgrades in force. One that only a newer server knows is left out, and its moves are accepted as
        they come.
        """
        owned = ByColor(self.state.upgrades.white, self.state.upgrades.black)
        return owned.map(lambda ids: tuple(each for each in ids if each in CATALOGUE))

    def _push(self, uci: str) -> None:
        self.effects.append(effect_of(self.position, uci))
        self.sans.append(play_and_notate(self.position, uci))
        self.moves.append(uci)
        self.history.append(self.position.copy(stack=False))

    # --- the player's move ----------------------------------------------------------------------------------------

    @property
    def can_move(self) -> bool:
        """Whether it is the player's turn and no move of theirs is on its way."""
        state = self.state
        return state.phase == "playing" and state.color == state.turn and self._own is None

    def play_own(self, uci: str, now_ms: int) -> int:
        """Show the player's legal move at once and stop their clock. Returns the ply before it."""
        ply = len(self.moves)
        self._push(uci)
        self._own, self._sent_at, self._targets = uci, now_ms, None
        return ply

    def line_lost(self, now_ms: int) -> None:
        """The connection is broken. A move that is on its way stays shown, but its clock runs on. The opponent's clock
        is unknown.
        """
        self._sent_at = None
        self._lost_at = now_ms if self._lost_at is None else self._lost_at

    def stands(self, now_ms: int | None) -> None:
        """The server has stopped all clocks at this time; None: they run again."""
        self._stands_at = now_ms

    def take_back(self, now_ms: int) -> None:
        """The move was not accepted: show the position as it was, and let the clock run on."""
        del now_ms
        if self._own is not None:
            self._withdraw()
        self._own, self._sent_at = None, None

    def _withdraw(self) -> None:
        self.sans.pop()
        self.effects.pop()
        self.history.pop()
        if self.moves.pop() == REWIND:
            self.position = self.start_position()
            for uci in self.moves:
                self.position.play(uci)
        else:
            self.position.pop()
        self._targets = None

    def notes(self) -> dict[int, str]:
        """The notes below some of the moves, counted from 1."""
        notes = {ply: effect.note for ply, effect in enumerate(self.effects, start=1) if effect and effect.note}
        for ply in self.standin_plies:
            if not self.standin_plies & {ply - 2, ply - 1}:
                # It begins to play here.
                notes[ply] = " · ".join(filter(None, (notes.get(ply), texts.STANDIN_NOTE)))
        return notes

    def numbers(self) -> list[tuple[int, bool]]:
        """Each move's number as people count, and whether it was White's."""
        return [(before.fullmove_number, before.turn) for before in self.history[: len(self.moves)]]

    # --- reading --------------------------------------------------------------------------------------------------

    def legal_targets(self) -> dict[int, dict[int, list[chess.Move]]]:
        """From-square -> to-square -> the moves between them (several for a promotion)."""
        if self._targets is None:
            self._targets, self._standard = {}, None
            for move in self.position.legal_moves:
                if not move or move.drop:
                    continue
                self._targets.setdefault(move.from_square, {}).setdefault(move.to_square, []).append(move)
        return self._targets

    def instead_of_a_move(self) -> list[str]:
        """What the side to move could do without moving a piece: "0000" (pass), "N@b1" (revive), `REWIND`."""
        position = self.position
        charged = [move.uci() for move in position.generate_charged_moves() if not position.is_into_check(move)]
        rewinds = position.layers.charges[position.turn].rewinds and len(position.move_stack) > 1
        return [*charged, REWIND] if rewinds else charged

    def granted(self, origin: int, target: int) -> bool:
        """Whether the move, or a promotion of it, is possible only by an upgrade."""
        moves = self.legal_targets().get(origin, {}).get(target, [])
        if self._standard is None:
            self._standard = chess.Board(self.position.fen())
        standard = self._standard
        return not all(standard.is_pseudo_legal(move) for move in moves)

    def clock_ms(self, color: Colour, now_ms: int) -> int:
        """A colour's time: what the server said, minus the time since then."""
        state = self.state
        shown = state.clocks_ms.white if color == "white" else state.clocks_ms.black
        if state.running != color:
            return shown
        until = now_ms if self._sent_at is None else self._sent_at
        if self._stands_at is not None:
            until = min(until, self._stands_at)
        if self._lost_at is not None and color != state.color:
            until = min(until, self._lost_at)
        return max(0, shown - max(0, until - self._received))

    def running(self) -> Colour | None:
        """The colour whose clock runs, as far as is known here."""
        unknown = self._lost_at is not None and self.state.running != self.state.color
        known_to_stand = self._sent_at is not None or self._stands_at is not None
        return None if known_to_stand or unknown else self.state.running

    def phase_ms(self, now_ms: int) -> int:
        """The time left in a phase that ends by itself."""
        return max(0, (self.state.phase_ms or 0) - (now_ms - self._received))

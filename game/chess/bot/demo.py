"""A whole match between two bots through a real server on this machine, printed as text.

The match in a window is watched by the client itself; `process.BotPair` gives it the two bots.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from game.chess.bot.levels import LEVELS
from game.chess.bot.online import Wake, new_player
from game.chess.bot.plan import Plan
from game.chess.bot.player import Player, step
from game.chess.rules.bycolor import ByColor
from game.chess.rules.notation import play_and_notate
from game.chess.upgrades import CATALOGUE, board_from
from netcode import messages as wire
from netcode.members import members_after
from netcode.transport import Incoming, Received, SocketIOTransport

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from game.chess.rules.board import Board
    from netcode.transport import Transport

NAMES = ("Ada", "Bela")
LEVEL = "quick"
REASONS = {
    "checkmate": "Checkmate",
    "stalemate": "Stalemate",
    "threefold": "The position came up three times",
    "fifty_moves": "Fifty moves without a capture or a pawn move",
    "dead_position": "Nobody can mate any more",
    "flag": "The flag fell",
    "flag_draw": "The flag fell, but the opponent cannot mate",
    "resignation": "Resignation",
    "agreement": "A draw by agreement",
}


def run_headless(
    out: TextIO,
    *,
    start_server: Callable[[], AbstractContextManager[str]],
    seed: int,
    best_of: wire.BestOf = 3,
    pace_ms: int = 0,
) -> int:
    """Play a match of two bots to its final score and print it; the exit code.

    `start_server` runs a server for as long as its context lasts and gives the address. No move takes less
    than `pace_ms`.
    """
    out.write(f"Underdog: {NAMES[0]} and {NAMES[1]}, two bots, play a best of {best_of} on a server of their own.\n")
    with start_server() as url:
        table = _Table(url, Narrator(out))
        failure = table.play(seed, best_of, pace_ms)
    if failure is not None:
        out.write(f"\nThe match could not be played to its end. {failure}\n")
        return 1
    return 0


class _Table:
    """Both bots on this thread, each over a connection of its own: while one thinks, the other has nothing to
    do.
    """

    def __init__(self, url: str, narrator: Narrator) -> None:
        self._url = url
        self._narrator = narrator
        self._wake = Wake()
        self._seats: list[tuple[Player, Transport]] = []

    def play(self, seed: int, best_of: wire.BestOf, pace_ms: int) -> str | None:
        """Play it through; the sentence of a failure, or None."""
        level = LEVELS[LEVEL]
        host = self._sit(Plan(NAMES[0], level, best_of=best_of, pace_ms=pace_ms), seed)
        try:
            while self._failure() is None and not all(player.done for player, _ in self._seats):
                self._turn(host)
                if host.seat is not None and len(self._seats) == 1:
                    self._sit(Plan(NAMES[1], level, host.seat.code, pace_ms=pace_ms), seed + 1)
        finally:
            for _, transport in self._seats:
                transport.close()
        return self._failure()

    def _failure(self) -> str | None:
        return next((player.failure for player, _ in self._seats if player.failure is not None), None)

    def _sit(self, plan: Plan, seed: int) -> Player:
        player = new_player(plan, seed)
        self._seats.append((player, SocketIOTransport(self._url, self._wake.ring)))
        return player

    def _turn(self, host: Player) -> None:
        for player, transport in self._seats:
            for incoming in step(player, transport) if not player.done else ():
                if player is host:
                    self._narrator.see(incoming)
        pauses = [player.pause_ms() for player, _ in self._seats if not player.done]
        known = [pause for pause in pauses if pause is not None]
        if host.seat is None or len(self._seats) > 1:
            self._wake.wait(min(known) / 1000 if known else None)


class Narrator:
    """Tells a match, as one of its players is told of it, in plain text."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._members: list[wire.Player] = []
        self._names: dict[int, str] = {}
        self._board: Board | None = None
        self._colors: dict[wire.Colour, int] = {}
        self._ply = 0
        self._choosing: set[int] = set()

    def see(self, incoming: Incoming) -> None:
        """Print what there is to tell about `incoming`."""
        if not isinstance(incoming, Received):
            return
        match incoming.notice:
            case wire.PlayerList() | wire.PlayerJoined() | wire.PlayerChanged() as change:
                self._members = members_after(self._members, change)
                # Players who have left are still named.
                self._names |= {member.pid: member.name for member in self._members}
            case wire.BoardState() as state:
                self._on_board(state)
            case wire.UpgradeOffer() as offer:
                self._on_offer(offer)
            case wire.UpgradeChosen() as chosen:
                self._on_choice(chosen)
            case wire.GameOver() as over:
                self._on_game_over(over)
            case wire.MatchOver() as over:
                self._on_match_over(over)
            case _:
                # Chat and connections are no part of the story.
                pass
        self._out.flush()

    def _on_board(self, state: wire.BoardState) -> None:
        if state.phase == "countdown" and (self._board is None or self._ply or state.players != self._colors):
            self._begin(state)
        if self._board is not None and state.ply == self._ply + 1 and state.last_move is not None:
            self._tell_move(state, self._board, state.last_move)
            self._ply = state.ply

    def _begin(self, state: wire.BoardState) -> None:
        badges = ByColor(tuple(state.upgrades.white), tuple(state.upgrades.black))
        self._board = board_from(state.start_fen, badges, state.start_layers)
        self._ply, self._colors = 0, state.players
        white, black = self._side(state, "white"), self._side(state, "black")
        title = "The Armageddon game" if state.armageddon else f"Game {state.game}"
        self._say(f"\n{title}: {white} against {black}\n")

    def _side(self, state: wire.BoardState, color: wire.Colour) -> str:
        owned = state.upgrades.white if color == "white" else state.upgrades.black
        badges = ", ".join(CATALOGUE[upgrade].name for upgrade in owned)
        return f"{self._name(state.players[color])} ({color.capitalize()}{'; ' if badges else ''}{badges})"

    def _tell_move(self, state: wire.BoardState, board: Board, move: str) -> None:
        """White's moves begin a line and Black's end it."""
        clock_ms = state.clocks_ms.white if board.turn else state.clocks_ms.black
        number, end = (f"  {board.fullmove_number:>3}. ", "  ") if board.turn else ("", "\n")
        self._say(f"{number}{play_and_notate(board, move):<8}{clock_ms / 1000:5.1f}s{end}")

    def _on_offer(self, offer: wire.UpgradeOffer) -> None:
        self._choosing.add(offer.pid)
        self._say(f"\n  {self._name(offer.pid)} may choose one of these upgrades:\n")
        for upgrade in (CATALOGUE[upgrade] for upgrade in offer.upgrades):
            self._say(f"    {upgrade.name} ({upgrade.rarity}): {upgrade.text}\n")

    def _on_choice(self, chosen: wire.UpgradeChosen) -> None:
        # After a draw one's own choice is told at once, and again when both have chosen.
        if chosen.pid in self._choosing:
            self._choosing.remove(chosen.pid)
            self._say(f"  {self._name(chosen.pid)} takes {CATALOGUE[chosen.upgrade].name}.\n")

    def _on_game_over(self, over: wire.GameOver) -> None:
        how = REASONS.get(over.reason, over.reason)
        what = "a draw" if over.winner is None else f"{self._name(over.winner)} wins"
        newline = "\n" if self._board is not None and not self._board.turn else ""
        self._say(f"{newline}  {how}: {what}. {self._score(over.score)}.\n")

    def _on_match_over(self, over: wire.MatchOver) -> None:
        what = "The match is drawn" if over.winner is None else f"{self._name(over.winner)} wins the match"
        self._say(f"\n{what}. {self._score(over.score)}.\n")

    def _score(self, score: dict[str, float]) -> str:
        return ", ".join(f"{self._name(int(pid))} {points:g}" for pid, points in score.items())

    def _name(self, pid: int) -> str:
        return self._names.get(pid, f"Player {pid}")

    def _say(self, text: str) -> None:
        self._out.write(text)

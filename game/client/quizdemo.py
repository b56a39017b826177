"""`underdog --demo quiz`: four bots and a scripted host play a pack through a real server, told as text."""

from __future__ import annotations

import json
import time
import urllib.request
from threading import Event
from typing import TYPE_CHECKING, Any, Final, TextIO

from netcode import messages as m
from netcode.transport import Answered, Connected, Lost, Received, SocketIOTransport

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from random import Random

    from netcode.messages import Notice, Request
    from netcode.transport import Incoming

NAMES: Final = ("Ada", "Bela", "Cleo", "Dag")
HOST: Final = "Quizmaster"
BUZZ_SECONDS: Final = 3
# How long after the buzzers open a bot presses, and how often one does so and is right.
QUICKEST_S, SLOWEST_S = 0.05, 0.6
BOLD, BRIGHT = 0.6, 0.65
TICK_S: Final = 0.05


def run_quiz_headless(
    out: TextIO, pack: dict[str, Any], start_server: Callable[[], AbstractContextManager[str]], rng: Random
) -> int:
    """Play the pack to its end and print it; the exit code."""
    out.write(f"Underdog: {', '.join(NAMES)}, four bots, play the quiz \u201c{pack['title']}\u201d.\n")
    with start_server() as url:
        wake = Event()
        code, token = _create(url, pack)
        host = _Host(SocketIOTransport(url, wake.set), code, token, rng, out, has_final=pack.get("final") is not None)
        players = [_Player(SocketIOTransport(url, wake.set), code, name, rng) for name in NAMES]
        try:
            while not host.done and host.failure is None:
                wake.wait(TICK_S)
                wake.clear()
                for each in (host, *players):
                    each.step()
                host.start_when(all(player.seated for player in players))
        finally:
            for each in (host, *players):
                each.transport.close()
    if host.failure is not None:
        out.write(f"The quiz could not be played to its end. {host.failure}\n")
        return 1
    return 0


def _create(url: str, pack: dict[str, Any]) -> tuple[str, str]:
    body = json.dumps({"questions": pack, "name": HOST, "buzz_seconds": BUZZ_SECONDS}).encode()
    asked = urllib.request.Request(f"{url}/rooms/create", body, {"Content-Type": "application/json"})  # noqa: S310
    with urllib.request.urlopen(asked) as response:  # noqa: S310 - our own server on this computer
        made = json.load(response)
    return made["code"], made["token"]


class _Member:
    """Somebody in the room, with a connection of their own."""

    def __init__(self, transport: SocketIOTransport, entry: Request, rng: Random) -> None:
        self.transport = transport
        self._entry = entry
        self._rng = rng
        self.failure: str | None = None
        self.seated = False
        self.pid = 0

    def step(self) -> None:
        """Take in what has come."""
        for incoming in self.transport.poll():
            self._take(incoming)

    def _take(self, incoming: Incoming) -> None:
        match incoming:
            case Connected():
                self.transport.send(self._entry)
            case Lost(reason=reason):
                self.failure = reason
            case Answered(answer=answer) if answer.snapshot is not None:
                self.seated, self.pid = True, answer.pid or 0
            case Answered(answer=answer) if not self.seated and not answer.ok:
                self.failure = answer.message
            case Received(notice=notice):
                self._on(notice)
            case _:
                pass

    def _on(self, notice: Notice) -> None:
        raise NotImplementedError


class _Player(_Member):
    """Presses now and then, stakes something, and answers."""

    def __init__(self, transport: SocketIOTransport, code: str, name: str, rng: Random) -> None:
        super().__init__(transport, m.JoinGame(code, name), rng)
        self._presses_s: float | None = None

    def step(self) -> None:
        super().step()
        if self._presses_s is not None and self._presses_s <= time.monotonic():
            self._presses_s = None
            self.transport.send(m.Buzz())

    def _on(self, notice: Notice) -> None:
        match notice:
            case m.BuzzOpen(at_ms=at_ms) if self._rng.random() < BOLD:
                self._presses_s = time.monotonic() + at_ms / 1000 + self._rng.uniform(QUICKEST_S, SLOWEST_S)
            case m.BuzzClosed():
                self._presses_s = None
            case m.QuizState(phase="wager") if self._may_stake(notice):
                self.transport.send(m.Wager(self._rng.randint(0, max(0, notice.scores[str(self.pid)]))))
            case m.QuizState(phase="final", final=m.FinalQuestion() as final) if self.pid not in final.answered:
                self.transport.send(m.FinalAnswer("Something clever"))
            case _:
                pass

    def _may_stake(self, state: m.QuizState) -> bool:
        if state.final is not None:
            return self.pid not in state.final.wagered
        return state.open is not None and state.open.double == self.pid


class _Host(_Member):
    """Asks one question after the other, judges by lot, and tells what happens."""

    def __init__(
        self, transport: SocketIOTransport, code: str, token: str, rng: Random, out: TextIO, *, has_final: bool
    ) -> None:
        super().__init__(transport, m.Rejoin(code, 0, token), rng)
        self._out = out
        self._has_final = has_final
        self._names: dict[int, str] = {}
        self._started = False
        # What was done about last, so that two states that ask for the same are answered once.
        self._done_about: tuple[object, ...] = ()
        self.done = False

    def start_when(self, ready: bool) -> None:
        """Begin, once everybody is in."""
        if ready and self.seated and not self._started:
            self._started = True
            self.transport.send(m.StartGame())

    def _say(self, text: str) -> None:
        self._out.write(text + "\n")
        self._out.flush()

    def _on(self, notice: Notice) -> None:
        match notice:
            case m.PlayerList(players=players):
                self._names |= {player.pid: player.name for player in players}
            case m.Witness(pid=pid, msg="HostChecked", data=data):
                verdict = "right" if data["correct"] else "wrong"
                self._say(f"    {self._names[pid]} is {verdict}: {data['delta']:+d}, now {data['score']}.")
            case m.QuizState():
                self._on_state(notice)
            case _:
                pass

    def _on_state(self, state: m.QuizState) -> None:
        square = (state.open.category, state.open.row) if state.open else None
        judged = tuple(state.final.judged) if state.final else ()
        about = (state.phase, state.round, square, state.buzzed, len(state.locked), judged, state.deadline_ms is None)
        if about != self._done_about:
            self._done_about = about
            self._act(state)

    def _act(self, state: m.QuizState) -> None:
        match state.phase:
            case "grid" | "judged":
                if state.phase == "judged" and state.open is not None and state.open.answers:
                    self._say(f"    The answer: {state.open.answers[0]}")
                self.transport.send(self._next(state))
            case "reading" if state.open is not None:
                self._say(f"{state.grid[state.open.category].name}, {state.open.value}: {state.open.clue}")
                self.transport.send(m.BuzzEnable())
            case "buzzed":
                self.transport.send(m.HostChecked(self._rng.random() < BRIGHT))
            case "final" if state.final is not None and state.deadline_ms is None:
                left = [pid for pid in state.final.wagered if pid not in state.final.judged]
                self.transport.send(m.HostChecked(self._rng.random() < BRIGHT, left[0]))
            case "over":
                self._tell_end(state)
            case _:
                pass

    def _next(self, state: m.QuizState) -> Request:
        for category, column in enumerate(state.grid):
            for row, value in enumerate(column.values):
                if value is not None:
                    return m.SelectQuestion(category, row)
        if state.round + 1 < state.rounds:
            return m.NextRound()
        if self._has_final:
            self._say("The final question: everybody stakes something.")
            return m.StartFinal()
        return m.EndGame()

    def _tell_end(self, state: m.QuizState) -> None:
        self.done = True
        self._say("")
        for pid, score in sorted(state.scores.items(), key=lambda item: -item[1]):
            self._say(f"{self._names[int(pid)]}: {score}")

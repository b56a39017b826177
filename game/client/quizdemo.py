"""`underdog --demo quiz`: four bots and a scripted host play a quiz on a real server, in the window or as text."""

from __future__ import annotations

import io
import json
import time
import urllib.request
from threading import Event, Thread
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
# At the pace for people: how long a question and what came of it stay before the host goes on.
READ_S, LOOK_S, GLANCE_S = 1.5, 3.0, 1.6
LETTERS_PER_S: Final = 25
LOOK_AGAIN_S: Final = 0.1


def run_quiz_headless(
    out: TextIO, pack: dict[str, Any], start_server: Callable[[], AbstractContextManager[str]], rng: Random
) -> int:
    """Play the pack to its end and print it; returns the exit code."""
    out.write(f"Underdog: {', '.join(NAMES)}, four bots, play the quiz \u201c{pack['title']}\u201d.\n")
    with start_server() as url:
        evening = _Evening(url, pack, rng, out)
        evening.play(lambda: False)
        evening.close()
    if evening.failure is not None:
        out.write(f"The quiz could not be played to its end. {evening.failure}\n")
        return 1
    return 0


class QuizDemo:
    """A demo to watch, at a pace for people and on a thread of its own: see `game.client.localgames.Demo`."""

    def __init__(self, url: str, pack: dict[str, Any], rng: Random) -> None:
        self.url = url
        self._pack, self._rng = pack, rng
        self._stopping, self._ended = Event(), Event()
        self._evening: _Evening | None = None
        self._problem: str | None = None
        self._thread = Thread(target=self._run, name="underdog-quiz-demo", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """Everybody goes home."""
        self._stopping.set()
        self._thread.join()

    @property
    def failure(self) -> str | None:
        """Why the quiz could not be played, as a sentence."""
        return self._problem

    def poll(self) -> str | None:
        """The code of their room, once they play there: nobody can watch before."""
        evening = self._evening
        return evening.code if evening is not None and evening.begun else None

    def wait(self, timeout_s: float) -> bool | None:
        """See `localservices.Bots`."""
        if self._ended.is_set():
            return None
        if self.poll() is None:
            self._ended.wait(min(timeout_s, LOOK_AGAIN_S))
            return self.poll() is not None
        self._ended.wait(timeout_s)
        return False

    def _run(self) -> None:
        try:
            evening = _Evening(self.url, self._pack, self._rng, io.StringIO(), for_people=True)
            self._evening = evening
            evening.play(self._stopping.is_set)
            self._problem = evening.failure
            # The podium stays until the person leaves.
            self._stopping.wait()
            evening.close()
        except OSError as error:
            self._problem = f"The bots could not open their room: {error}."
        finally:
            self._ended.set()


class _Evening:
    """A host, four players, and their room."""

    def __init__(self, url: str, pack: dict[str, Any], rng: Random, out: TextIO, *, for_people: bool = False) -> None:
        self._wake = Event()
        self.code, token = _create(url, pack)

        def line() -> SocketIOTransport:
            return SocketIOTransport(url, self._wake.set)

        has_final = pack.get("final") is not None
        pace = _for_people if for_people else _at_once
        self._host = _Host(line(), self.code, token, rng, out, pace, has_final=has_final)
        self._players = [_Player(line(), self.code, name, rng) for name in NAMES]

    @property
    def failure(self) -> str | None:
        """Why it could not be played to its end."""
        return self._host.failure

    @property
    def begun(self) -> bool:
        """Whether they play."""
        return self._host.begun

    def play(self, stopping: Callable[[], bool]) -> None:
        """Until its end, or until it is to stop."""
        host, players = self._host, self._players
        while not host.done and host.failure is None and not stopping():
            self._wake.wait(TICK_S)
            self._wake.clear()
            for each in (host, *players):
                each.step()
            host.start_when(all(player.seated for player in players))

    def close(self) -> None:
        """Everybody hangs up."""
        for each in (self._host, *self._players):
            each.transport.close()


def _at_once(_request: Request, _state: m.QuizState | None) -> float:
    return 0.0


def _for_people(request: Request, state: m.QuizState | None) -> float:
    """How many seconds the host waits before this action, so that people can read."""
    match request:
        case m.BuzzEnable():
            clue = state.open.clue or "" if state is not None and state.open is not None else ""
            return READ_S + len(clue) / LETTERS_PER_S
        case m.ShowGrid():
            return LOOK_S
        case _:
            return GLANCE_S


def _create(url: str, pack: dict[str, Any]) -> tuple[str, str]:
    body = json.dumps({"questions": pack, "name": HOST, "buzz_seconds": BUZZ_SECONDS, "spectators": True}).encode()
    asked = urllib.request.Request(f"{url}/rooms/create", body, {"Content-Type": "application/json"})  # noqa: S310 - our own server
    with urllib.request.urlopen(asked) as response:  # noqa: S310 - our own server - our own server on this computer
        made = json.load(response)
    return made["code"], made["token"]


class _Member:
    """A member of the room, with a connection of their own."""

    def __init__(self, transport: SocketIOTransport, entry: Request, rng: Random) -> None:
        self.transport = transport
        self._entry = entry
        self._rng = rng
        self.failure: str | None = None
        self.seated = False
        self.pid = 0

    def step(self) -> None:
        """Take in what has arrived."""
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
    """Buzzes now and then, wagers, and answers."""

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
    """Asks one question after the other, judges at random, and tells what happens."""

    def __init__(
        self,
        transport: SocketIOTransport,
        code: str,
        token: str,
        rng: Random,
        out: TextIO,
        pace: Callable[[Request, m.QuizState | None], float],
        *,
        has_final: bool,
    ) -> None:
        super().__init__(transport, m.Rejoin(code, 0, token), rng)
        self._out = out
        self._pace = pace
        self._state: m.QuizState | None = None
        self._next_request: tuple[float, Request] | None = None
        self._has_final = has_final
        self._names: dict[int, str] = {}
        self._started = False
        # What was done about last, so that two states that ask for the same are answered once.
        self._done_about: tuple[object, ...] = ()
        self.done = False

    @property
    def begun(self) -> bool:
        """Whether the quiz has begun."""
        return self._state is not None and self._state.phase != "lobby"

    def start_when(self, ready: bool) -> None:
        """Begin, once everybody is in."""
        if ready and self.seated and not self._started:
            self._started = True
            self._ask(m.StartGame())

    def step(self) -> None:
        super().step()
        if self._next_request is not None and self._next_request[0] <= time.monotonic():
            _, request = self._next_request
            self._next_request = None
            self.transport.send(request)

    def _ask(self, request: Request) -> None:
        """Send a request a little later, because a host does one thing after the other."""
        self._next_request = (time.monotonic() + self._pace(request, self._state), request)

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
                self._state = notice
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
                self._ask(self._next(state))
            case "reading" if state.open is not None:
                self._say(f"{state.grid[state.open.category].name}, {state.open.value}: {state.open.clue}")
                self._ask(m.BuzzEnable())
            case "buzzed":
                self._ask(m.HostChecked(self._rng.random() < BRIGHT))
            case "final" if state.final is not None and state.deadline_ms is None:
                left = [pid for pid in state.final.wagered if pid not in state.final.judged]
                self._ask(m.HostChecked(self._rng.random() < BRIGHT, left[0]))
            case "over":
                self._tell_end(state)
            case _:
                pass

    def _next(self, state: m.QuizState) -> Request:
        if state.phase == "judged":
            return m.ShowGrid()
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

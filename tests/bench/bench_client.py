"""What the window costs, on the real screens and the dummy driver: `python -m tests.bench.bench_client`.

Medians of the program's own work: the processor's time in this thread, so that what else runs on the computer does not
count; the two that are called instant are taken by the clock on the wall. Presenting a frame is left out: without a
screen it costs nothing, and with one it costs what the system charges.
"""

from __future__ import annotations

import os
import statistics
import time
from typing import TYPE_CHECKING

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import chess
import pygame

from game.client.chess.draft import DraftScene
from game.client.chess.match import MatchScene
from game.client.kit.input import PointerMove
from netcode import messages as m
from tests.helpers.chess_wire import board_state
from tests.helpers.fake_transport import ME, in_game
from tests.helpers.pilot import FRAME_MS, Pilot
from tests.helpers.sessions import FakeContext, a_late_game

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = (1280, 800)
LARGE = (3840, 2160)
FRAMES = 400
TIMES = 60
IDLE_MS = 10_000
PARTICLES = 40
IDLE_CPU_S = 3.0


def told(name: str, value: float, unit: str, target: float) -> None:
    """One line: what was measured, and whether it is what it should be."""
    print(f"{name:<58} {value:8.2f} {unit:<3} (target {target:g}) {'' if value <= target else '  <-- missed'}")


def a_scene(size: tuple[int, int] = SIZE, *, late: bool = False) -> tuple[FakeContext, MatchScene, Pilot]:
    """The match screen in the middle of a game; `late`: with six upgrades a side."""
    context = a_late_game() if late else FakeContext(in_game(running=None))
    context.change_settings(type(context.settings)(name="Ann"))
    scene = MatchScene(context, context.match)
    pilot = Pilot(scene=scene, size=size)
    pilot.advance(1_000)
    return context, scene, pilot


def frames(pilot: Pilot, change: Callable[[int], None]) -> float:
    """The median of a frame's own work after each change: taking it in, moving on, painting."""
    costs = []
    for i in range(FRAMES):
        pilot.clock.now_ms += FRAME_MS
        started = time.thread_time()
        change(i)
        pilot.stage.tick(pilot.clock.now_ms)
        pilot.stage.paint(pilot.window.painter)
        costs.append((time.thread_time() - started) * 1000)
    return statistics.median(costs)


def measure_rest() -> None:
    """At rest nothing is drawn, and nothing runs."""
    _, _, pilot = a_scene()
    before = pilot.frames
    pilot.advance(IDLE_MS)
    told("frames drawn a second at rest", (pilot.frames - before) * 1000 / IDLE_MS, "", 0)
    window, stage = pilot.window, pilot.stage
    if not window.is_visible:
        print("processor at rest: only with a display, for without one SDL looks at its queue all the time")
        return
    started, cpu = time.perf_counter(), time.process_time()
    pygame.time.set_timer(pygame.event.Event(pygame.USEREVENT), round(IDLE_CPU_S * 1000), 1)
    while time.perf_counter() - started < IDLE_CPU_S:
        wanted = window.step(stage)
        window._wait(wanted)
    told("processor at rest", (time.process_time() - cpu) / (time.perf_counter() - started) * 100, "%", 0.5)


def measure_drag(*, late: bool) -> None:
    """A piece dragged across the board while forty particles fly."""
    _, scene, pilot = a_scene(late=late)
    board = scene._board
    squares = [board.square_rect(square).center for square in (chess.F3, chess.G5, chess.D4, chess.B6)]
    # The one whose turn it is not may drag as well.
    pilot.press(board.square_rect(chess.C3 if late else chess.G1).center)

    def drag(i: int) -> None:
        (x0, y0), (x1, y1) = squares[i // 20 % 4], squares[(i // 20 + 1) % 4]
        share = i % 20 / 20
        pilot.stage.handle(PointerMove((x0 + (x1 - x0) * share, y0 + (y1 - y0) * share)))

    told(f"a dragged piece{', six upgrades a side' if late else ''}: a frame", frames(pilot, drag), "ms", 1)

    def drag_in_dust(i: int) -> None:
        fly(scene, PARTICLES)
        drag(i)

    name = f"a dragged piece and {PARTICLES} particles{', six upgrades a side' if late else ''}: a frame"
    told(name, frames(pilot, drag_in_dust), "ms", 1)


def fly(scene: MatchScene, count: int) -> None:
    """Keep so many particles in the air."""
    particles = scene._particles
    while len(particles) < count:
        particles.puff(scene._board.square_rect(chess.E5).center, scene._board.rect.w / 8)


def measure_resize() -> None:
    """From 1280 x 800 to 4K: everything is rasterised anew."""
    costs = []
    for _ in range(5):
        _, _, pilot = a_scene(late=True)
        pygame.display.set_mode(LARGE, pygame.RESIZABLE)
        started = time.thread_time()
        pilot.window._resized(pilot.stage)
        pilot.window.draw(pilot.stage)
        costs.append((time.thread_time() - started) * 1000)
    told("resized to 3840 x 2160, its first frame", statistics.median(costs), "ms", 150)


def measure_input_to_wire() -> None:
    """From the button's release over a square to the request in the transport's hands."""
    costs = []
    for _ in range(TIMES):
        context, scene, pilot = a_scene()
        board, sent = scene._board, len(context.session._transport.sent)  # type: ignore[union-attr]
        pilot.press(board.square_rect(chess.E2).center)
        pilot.move(board.square_rect(chess.E4).center)
        release = pygame.Event(
            pygame.MOUSEBUTTONUP, {"pos": pilot.point(board.square_rect(chess.E4).center), "button": 1}
        )
        started = time.perf_counter()
        pilot.window._dispatch(release, pilot.stage)
        costs.append((time.perf_counter() - started) * 1000)
        assert len(context.session._transport.sent) == sent + 1  # type: ignore[union-attr]
    told("input to wire", statistics.median(costs), "ms", 2)


def measure_premove() -> None:
    """From the reply's arrival to the queued move in the transport's hands."""
    costs = []
    for _ in range(TIMES):
        line = in_game()
        line.match.move("e2e4", line.now_ms)
        line.say(board_state(seq=2, ply=1, last_move="e2e4", turn="black", running="black"))
        for uci in ("g1f3", "f1c4", "e1g1"):
            line.match.queue.add(uci)
        line.server.say(board_state(seq=3, ply=2, last_move="e7e5"))
        started = time.perf_counter()
        line.poll()
        costs.append((time.perf_counter() - started) * 1000)
        assert isinstance(line.server.last, m.MakeMove)
        assert line.server.last.move == "g1f3"
    told("a queued move played after the reply has come", statistics.median(costs), "ms", 5)


def measure_draft() -> None:
    """The show itself, from the first pack to the last stroke."""
    context, _, pilot = a_scene(late=True)
    context.match.draft.offers = {ME: m.UpgradeOffer(ME, ["trotters", "nimble_bishops", "amazon"], 12_000)}
    pilot.stage.stack.push(DraftScene(context, context.match))
    pilot.step()
    costs = []
    for _ in range(150):
        pilot.clock.now_ms += FRAME_MS
        started = time.thread_time()
        pilot.stage.tick(pilot.clock.now_ms)
        pilot.stage.paint(pilot.window.painter)
        costs.append((time.thread_time() - started) * 1000)
    told("the draft's show: a frame", statistics.median(costs), "ms", FRAME_MS / 4)
    told("the draft's show: its worst frame", max(costs), "ms", FRAME_MS)


def main() -> None:
    """Measure everything."""
    measure_rest()
    measure_drag(late=False)
    measure_drag(late=True)
    measure_resize()
    measure_input_to_wire()
    measure_premove()
    measure_draft()


if __name__ == "__main__":
    main()

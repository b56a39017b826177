"""A real desktop for journeys: Xvfb, a window manager, and a mouse. Skips the test if the machine has none."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from tests.helpers.missing import not_run
from tests.helpers.patient import PORT, has_keyboard
from tests.helpers.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ARTEFACTS = Path(__file__).parents[2] / "artefacts"
PATIENCE_S = 60.0
LOOK_AGAIN_S = 0.02
LOOK_FOR_S = 8.0
NEEDS = ("Xvfb", "xdotool", "openbox")
T = TypeVar("T")


def require_desktop() -> None:
    """Skip, saying what is missing; fail instead where nothing may be skipped."""
    missing = [program for program in NEEDS if shutil.which(program) is None]
    if missing:
        not_run(f"JOURNEY NOT RUN: this machine lacks {', '.join(missing)}")


def wait_for(
    look: Callable[[], T | None], what: str, patience_s: float = PATIENCE_S, told: Callable[[], str] = str
) -> T:
    """What `look` finds, as soon as it finds it. `told`: what to say besides when it does not."""
    until = time.monotonic() + patience_s
    while time.monotonic() < until:
        found = look()
        if found is not None and found is not False:
            return found
        time.sleep(LOOK_AGAIN_S)
    raise AssertionError(f"waited {patience_s:.0f} s in vain for {what}{told()}")


class Desktop:
    """One virtual screen."""

    def __init__(self, display: str) -> None:
        self.display = display
        self.environment = {
            **os.environ,
            "DISPLAY": display,
            "SDL_VIDEODRIVER": "x11",
            "SDL_AUDIODRIVER": "dummy",
            # Presenting through a software GL costs a hundred times as much as plain X.
            "SDL_FRAMEBUFFER_ACCELERATION": "0",
            # Whoever hosts here does so on a port of its own, to which a killed program can come back.
            PORT: str(free_port()),
            # Two windows take turns here: a click must count in the one that is not active, too.
            "SDL_MOUSE_FOCUS_CLICKTHROUGH": "1",
        }

    def run(self, *command: str) -> str:
        """The output of a command on this screen."""
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=240, check=True)
        return done.stdout.strip()

    def screenshot(self, name: str) -> Path:
        """The whole screen as a picture under artefacts/, where ImageMagick is there to take it."""
        ARTEFACTS.mkdir(exist_ok=True)
        path = ARTEFACTS / f"{name}.png"
        if shutil.which("import"):
            self.run("import", "-window", "root", str(path))
        return path


@contextlib.contextmanager
def a_desktop(width: int, height: int) -> Iterator[Desktop]:
    """A screen of this size with a window manager."""
    with contextlib.ExitStack() as stack:
        desktop = Desktop(_start_screen(stack, f"{width}x{height}x24"))
        _start(stack, ["openbox"], desktop.environment)
        yield desktop


def _start_screen(stack: contextlib.ExitStack, size: str) -> str:
    """Xvfb on a display that it finds free itself, and names once it can be used."""
    reading, writing = os.pipe()
    stack.callback(os.close, reading)
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp"]
    _start(stack, command, os.environ, pass_fds=(writing,))
    os.close(writing)
    number = os.read(reading, 16).decode().strip()
    assert number, "Xvfb did not start"
    return f":{number}"


def _start(
    stack: contextlib.ExitStack, command: list[str], environment: Any, *, pass_fds: tuple[int, ...] = ()
) -> None:
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=pass_fds
    )

    def end() -> None:
        process.terminate()
        process.wait(60)

    stack.callback(end)


class Player:
    """A person at a window of the real program, with the pilot log and a real mouse."""

    def __init__(self, desktop: Desktop, folder: Path, name: str, at: tuple[int, int], size: tuple[int, int]) -> None:
        self.desktop = desktop
        self.name = name
        self._log = folder / f"{name}.jsonl"
        self._errors = folder / f"{name}.stderr"
        command = [sys.executable, "-m", "tests.helpers.patient", "game.client"]
        command += ["--name", name, "--size", f"{size[0]}x{size[1]}"]
        command += ["--settings", str(folder / f"{name}.json"), "--pilot-log", str(self._log)]
        with self._errors.open("wb") as errors:
            self.process = subprocess.Popen(command, env=desktop.environment, stderr=errors)
        try:
            self._arrive(at)
        except BaseException:
            self.kill()
            raise

    def _arrive(self, at: tuple[int, int]) -> None:
        self.scene("home")
        self._window = wait_for(self._find_window, f"{self.name}'s window")
        desktop = self.desktop
        desktop.run("xdotool", "windowmove", "--sync", self._window, str(at[0]), str(at[1]))
        desktop.run("xdotool", "windowactivate", "--sync", self._window)

    def _find_window(self) -> str | None:
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)],
            env=self.desktop.environment,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        return found.stdout.split()[0] if found.stdout.split() else None

    # --- seeing -----------------------------------------------------------------------------------

    def see(self) -> dict[str, Any]:
        """What is on the window now."""
        lines = self._log_lines()
        return dict(json.loads(lines[-1])) if lines else {}

    def has_seen(self, holds: Callable[[dict[str, Any]], bool], what: str) -> None:
        """Wait until that is, or has been, on the window: for what is there for a moment only."""
        wait_for(lambda: any(holds(json.loads(line)) for line in self._log_lines()), f"{self.name} has seen {what}")

    def _log_lines(self) -> list[str]:
        """Of the last one, a part may have been written yet."""
        return self._log.read_text().split("\n")[:-1] if self._log.exists() else []

    def scene(self, *names: str) -> dict[str, Any]:
        """Wait for one of these scenes."""
        return self.until(lambda seen: seen.get("scene") in names, f"{self.name} sees {' or '.join(names)}")

    def until(
        self, holds: Callable[[dict[str, Any]], bool], what: str, patience_s: float = PATIENCE_S
    ) -> dict[str, Any]:
        """Wait until what is on the window is so."""

        def look() -> dict[str, Any] | None:
            if self.process.poll() is not None:
                raise AssertionError(f"{self.name}'s program has ended: {self._errors.read_text()}")
            seen = self.see()
            return seen if holds(seen) else None

        return wait_for(look, what, patience_s, lambda: f"; last seen: {str(self.see())[:300]}")

    # --- doing ------------------------------------------------------------------------------------

    def click(self, widget: str) -> None:
        """Click on the middle of a widget, once it is there."""
        seen = self.until(lambda seen: widget in seen.get("widgets", {}), f"{self.name} finds {widget!r}")
        x, y, w, h = seen["widgets"][widget]
        self.click_at(x + w / 2, y + h / 2)

    def insist(self, do: Callable[[], None], holds: Callable[[dict[str, Any]], bool], what: str) -> None:
        """On a busy machine a press may be lost between the window manager and the program: like a person, look whether
        it has done what it was meant for, and press again.
        """
        ends_s = time.monotonic() + PATIENCE_S
        while time.monotonic() < ends_s:
            do()
            with contextlib.suppress(AssertionError):
                self.until(holds, what, LOOK_FOR_S)
                return
        raise AssertionError(f"{self.name} tried in vain: {what}; last seen: {self.see()}")

    def leave_home(self, widget: str) -> None:
        """Click on that widget of the first screen."""
        self.until(lambda seen: widget in seen.get("widgets", {}), f"{self.name} finds {widget!r}")

        def click() -> None:
            if widget in self.see().get("widgets", {}):
                self.click(widget)

        self.insist(click, lambda seen: seen.get("scene") != "home", "home is left")

    def resign(self) -> None:
        """Click on the button, and on the answer to its question."""

        def click() -> None:
            there = self.see().get("widgets", {})
            for widget in ("resign: yes", "Resign"):
                if widget in there:
                    self.click(widget)
                    break

        def asked_or_over(seen: dict[str, Any]) -> bool:
            return seen.get("phase") != "playing" or "resign: yes" in seen.get("widgets", {})

        self.insist(click, asked_or_over, "a question")
        self.insist(click, lambda seen: seen.get("phase") != "playing", "the end of the game")

    def click_at(self, x: float, y: float) -> None:
        """Click on a pixel of the window."""
        self.desktop.run(
            *("xdotool", "mousemove", "--sync", "--window", self._window, str(round(x)), str(round(y))), "click", "1"
        )

    def type_into(self, widget: str, text: str, *, seen_as: str) -> None:
        """Type into a field, and look whether it stands there; `seen_as` is its fact in the pilot log."""

        def write() -> None:
            self._activate()
            self.click(widget)
            self.desktop.run("xdotool", "key", "ctrl+a", "BackSpace")
            self.desktop.run("xdotool", "type", "--delay", "40", text)

        self.insist(write, lambda seen: seen.get(seen_as) == text, f"{text!r} in {widget}")

    def key(self, key: str) -> None:
        """Press one key."""
        self._activate()
        self.desktop.run("xdotool", "key", key)

    def _activate(self) -> None:
        """Give the window the keyboard. SDL takes keys only some time after the window manager has done so."""
        self.desktop.run("xdotool", "windowactivate", "--sync", self._window)
        wait_for(lambda: has_keyboard(self._log), f"{self.name}'s window has the keyboard")

    def move(self, uci: str) -> None:
        """Click from square to square, once it is our turn."""
        seen = self.until(lambda seen: seen.get("can_move") is True, f"{self.name} may move {uci}")

        def click() -> None:
            for square in (uci[:2], uci[2:4]):
                self.click_at(*_center_of(square, seen))

        before = (seen.get("game"), seen.get("ply"))
        self.insist(click, lambda now: (now.get("game"), now.get("ply")) != before, f"{uci} is made")

    def end(self) -> None:
        """Close the program as the window manager does, and see it end well."""
        self.key("alt+F4")
        self.process.wait(60)

    def kill(self) -> None:
        """Pull the plug."""
        self.process.kill()
        self.process.wait(60)


def _center_of(square: str, seen: dict[str, Any]) -> tuple[float, float]:
    x, y, w, h = seen["widgets"]["board"]
    file, rank = ord(square[0]) - ord("a"), int(square[1]) - 1
    if seen["flipped"]:
        file, rank = 7 - file, 7 - rank
    return x + w * (file + 0.5) / 8, y + h * (7 - rank + 0.5) / 8

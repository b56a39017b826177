"""The window and its loop, which sleeps until something happens.

SDL's own wait is called through ctypes where possible, because `pygame.event.wait` polls the queue every millisecond
and uses two percent of a core.
"""

from __future__ import annotations

import ctypes
import importlib.machinery
import sys
import time
import warnings
from typing import TYPE_CHECKING, Protocol

import pygame

from game.client.kit import theme
from game.client.kit.assets import Assets
from game.client.kit.input import Reader
from game.client.kit.painter import Painter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pygame import FRect

    from game.client.kit.input import Input
    from game.client.kit.theme import Palette

WAKE = pygame.event.custom_type()
"""Posted from another thread to say that something has arrived."""


class Screen(Protocol):
    """What a window shows: the app."""

    def wake(self, now_ms: int) -> None:
        """Something may have arrived from outside."""

    def resize(self, width: float, height: float) -> None:
        """The window's logical size."""

    def handle(self, event: Input) -> bool:
        """What the person did."""

    def tick(self, now_ms: int) -> int | None:
        """Returns in how many ms the next frame is wanted; None: when something happens."""

    def close(self) -> bool:
        """The person closes the window. False: not yet, because a question was asked."""

    def paint(self, painter: Painter) -> list[FRect] | None:
        """Paint a frame. Returns the parts of the window that have changed; None: perhaps all."""

    @property
    def dirty(self) -> bool:
        """Whether a frame is due."""


_PATIENCE_S = 0.3
"""How long a window manager may take to make a window of a full screen."""


def monotonic_ms() -> int:
    """The clock of the whole client."""
    return time.monotonic_ns() // 1_000_000


class CannotSave(Exception):
    """The screenshot cannot be written there; the text says why."""


class Window:
    """A resizable window with its painter."""

    def __init__(self, size: tuple[int, int], title: str, *, clock: Callable[[], int] = monotonic_ms) -> None:
        if not getattr(pygame, "IS_CE", False):
            raise RuntimeError("Underdog needs pygame-ce; the package called pygame is installed in its place.")
        pygame.display.init()
        pygame.font.init()
        self.clock = clock
        self.assets = Assets()
        self.frames = 0
        """Frames drawn so far."""
        self.frame_ms = 0.0
        """The last frame's own work."""
        self._reader = Reader()
        self._running = False
        self._windowed_size = size
        self._palette, self._text_factor = theme.DARK, 1.0
        pygame.display.set_caption(title)
        self.surface = pygame.display.set_mode(size, pygame.RESIZABLE)
        _set_minimum_size(min(size[0], theme.SMALLEST_WINDOW[0]), min(size[1], theme.SMALLEST_WINDOW[1]))
        self._wait = _waiter()
        pygame.key.set_repeat(400, 40)
        pygame.key.start_text_input()
        self.painter = self._new_painter()

    @property
    def is_visible(self) -> bool:
        """Whether anybody can see it: SDL works without a screen, too."""
        return pygame.display.get_driver() not in {"dummy", "evdev", "offscreen"}

    def _new_painter(self) -> Painter:
        self.assets.forget()
        self._painted_size = self.surface.get_size()
        return Painter(
            self.surface, theme.scale_for(*self.surface.get_size()), self.assets, self._palette, self._text_factor
        )

    @property
    def logical_size(self) -> tuple[float, float]:
        """Width and height in logical units."""
        width, height = self.surface.get_size()
        return width / self.painter.scale, height / self.painter.scale

    def set_look(self, palette: Palette, text_factor: float) -> bool:
        """Set the colours and the text size. Whether that changed anything."""
        if (palette, text_factor) == (self._palette, self._text_factor):
            return False
        self._palette, self._text_factor = palette, text_factor
        self.painter = self._new_painter()
        return True

    def set_icon(self, name: str) -> None:
        """A picture of assets/ as the window's icon."""
        pygame.display.set_icon(self.assets.picture(name, 64))

    def wake(self) -> None:
        """Wake the loop, from any thread."""
        if pygame.display.get_init():
            pygame.event.post(pygame.Event(WAKE))

    def run(self, screen: Screen) -> None:
        """Show the screen until it is closed."""
        self._running = True
        screen.resize(*self.logical_size)
        while self._running:
            wanted = self.step(screen)
            if self._running:
                self._wait(wanted)

    def stop(self) -> None:
        """Let `run` return."""
        self._running = False

    def sleep(self, ms: int) -> None:
        """Wait for so long."""
        pygame.time.wait(ms)

    def set_full_screen(self, *, full: bool) -> None:
        """Go to full screen, or back to a window of the earlier size."""
        if full:
            self._windowed_size = self.surface.get_size()
        else:
            _leave_full_screen()
        size, flags = ((0, 0), pygame.FULLSCREEN) if full else (self._windowed_size, pygame.RESIZABLE)
        with warnings.catch_warnings():
            # A window manager may have the last word about the size; whatever it says is taken.
            warnings.simplefilter("ignore", RuntimeWarning)
            try:
                self.surface = pygame.display.set_mode(size, flags)
            except pygame.error:
                # Some drivers know no full screen; the window stays as it is.
                self.surface = pygame.display.set_mode(self._windowed_size, pygame.RESIZABLE)
        pygame.event.post(pygame.Event(pygame.VIDEORESIZE, size=self.surface.get_size()))

    def step(self, screen: Screen) -> int | None:
        """Do everything that is due: inputs, arrivals, animations, perhaps a frame.

        Returns:
            In how many ms the next step is due; None: when something happens.
        """
        for event in pygame.event.get():
            self._dispatch(event, screen)
        now = self.clock()
        screen.wake(now)
        wanted = screen.tick(now)
        if screen.dirty:
            self.draw(screen)
        return wanted

    def draw(self, screen: Screen) -> None:
        """Draw and show one frame."""
        started = time.perf_counter()
        parts = screen.paint(self.painter)
        self.frame_ms = (time.perf_counter() - started) * 1000
        self.frames += 1
        if parts is None:
            pygame.display.flip()
        else:
            pygame.display.update([self.painter.box(part).inflate(2, 2) for part in parts])

    def _dispatch(self, event: pygame.Event, screen: Screen) -> None:
        match event.type:
            case pygame.QUIT:
                if screen.close():
                    self.stop()
            case pygame.VIDEORESIZE | pygame.WINDOWSIZECHANGED:
                self._resized(screen)
            case pygame.WINDOWEXPOSED:
                pygame.display.flip()
            case _:
                read = self._reader.read(event, self.painter.scale, self.clock())
                if read is not None:
                    screen.handle(read)

    def _resized(self, screen: Screen) -> None:
        surface = pygame.display.get_surface()
        if surface is None or surface.get_size() == self._painted_size:
            return
        self.surface = surface
        self.painter = self._new_painter()
        screen.resize(*self.logical_size)

    def save_screenshot(self, path: Path) -> None:
        """The current frame as a PNG; raises CannotSave."""
        try:
            pygame.image.save(self.surface, str(path))
        except pygame.error as error:
            raise CannotSave(f"The picture could not be saved. {error}.") from error


def _handle() -> pygame.Window:
    """The window that `pygame.display` draws on."""
    with warnings.catch_warnings():
        # The way that is to replace this one cannot show what `pygame.display` draws.
        warnings.simplefilter("ignore", DeprecationWarning)
        return pygame.Window.from_display_module()


def _set_minimum_size(width: int, height: int) -> None:
    """Set the smallest size of the window."""
    _handle().minimum_size = (width, height)


def _leave_full_screen() -> None:
    """Become a window again, and let the window manager finish: a size that was set before would be lost on the way."""
    window = _handle()
    full = window.size
    window.set_windowed()
    until = time.monotonic() + _PATIENCE_S
    while window.size == full and time.monotonic() < until:
        pygame.event.pump()
        pygame.time.wait(10)


def _waiter() -> Callable[[int | None], None]:
    """A function that sleeps until there is an event, or so many ms (None: for ever) have passed."""
    wait = _sdl_wait_event_timeout()
    if wait is None or pygame.display.get_driver() == "dummy":

        def fallback(timeout_ms: int | None) -> None:
            event = pygame.event.wait() if timeout_ms is None else pygame.event.wait(max(1, timeout_ms))
            if event.type != pygame.NOEVENT:
                pygame.event.post(event)

        return fallback
    # With no place to put the event, SDL leaves it in the queue for `pygame.event.get`.
    return lambda timeout_ms: wait(None, -1 if timeout_ms is None else max(1, timeout_ms))


def _sdl_wait_event_timeout() -> Callable[[None, int], None] | None:
    """`SDL_WaitEventTimeout` of the library that pygame is linked with, if it can be found."""
    base = sys.modules["pygame.base"].__file__
    if base is None or not base.endswith(tuple(importlib.machinery.EXTENSION_SUFFIXES)):
        return None
    try:
        # Symbols of the libraries that the extension is linked with are found through its own handle.
        # CDLL lets go of the GIL while SDL sleeps, so the network's thread goes on.
        function = ctypes.CDLL(base).SDL_WaitEventTimeout
    except (OSError, AttributeError):
        return None
    function.argtypes = (ctypes.c_void_p, ctypes.c_int)
    function.restype = ctypes.c_int
    return function

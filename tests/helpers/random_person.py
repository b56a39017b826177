"""Two people who do anything at all at two whole programs, and what must hold whatever they do."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pygame

from game.client import texts
from game.client.chess.absence import AbsenceScene
from game.client.chess.draft import DraftScene
from game.client.chess.match import MatchScene
from game.client.chess.matchend import MatchEndScene
from game.client.chess.replay import ReplayScene
from game.client.kit import theme
from game.client.kit.input import Interrupted, Key, PointerDown, PointerMove, PointerUp, TextTyped, Wheel
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.textfield import TextField
from game.client.screens.dialog import Dialog
from netcode import messages as m
from tests.helpers.fake_transport import board_in, match_in

if TYPE_CHECKING:
    from game.client.app import App
    from game.client.kit.input import Input, Position
    from game.client.kit.scene import Scene
    from game.client.kit.widgets.base import Widget
    from tests.helpers.world import World

KEYS = [
    *(pygame.K_LEFT, pygame.K_RIGHT, pygame.K_HOME, pygame.K_UP, pygame.K_TAB, pygame.K_RETURN, pygame.K_ESCAPE),
    *(pygame.K_SPACE, pygame.K_BACKSPACE, pygame.K_1, pygame.K_2, pygame.K_F8, pygame.K_PAGEUP, pygame.K_DELETE),
]
LETTERS = "abcdefghNBRQKO12345678xtwm"
LEADS_AWAY = {texts.LEAVE_MATCH, texts.EXIT, texts.LEAVE_YES}


class RandomPeople:
    """Ann and Bob, who play match after match and cannot sit still."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.rng = random.Random(seed)
        self.done: list[str] = []
        """What they have done, for whoever looks for the cause of a failure."""
        self.matches = self.games = 0
        self._opened: dict[int, object] = {}
        """During which game a dialog was opened first, by its id."""
        self._followed: object = None

    def step(self) -> None:
        """One of them does something; then all that must hold is looked at."""
        app = self.rng.choice((self.world.ann, self.world.bob))
        deeds = [self.move, self.move, self.click, self.click, self.key, self.write, self.wave, self.wait, self.advance]
        deed = self.rng.choice(deeds)
        self.done.append(f"{app.settings.name}: {deed.__name__}")
        deed(app)
        self.settle()
        for each in (self.world.ann, self.world.bob):
            self.check(each)

    def settle(self) -> None:
        """Everybody takes in what has come."""
        world = self.world
        for app in (world.ann, world.bob) * 3:
            app.wake(world.window_clock.now_ms)
            app.tick(world.window_clock.now_ms)
        if self.rng.random() < 0.1:
            app.paint(world.window.painter)
        session = world.ann.session
        game = match_in(session).played[-1] if match_in(session).played else None
        if game is not self._followed:
            self._followed = game
            self.games += 1
            self.matches += match_in(session).board is not None and board_in(session).game == 1

    # --- what people do ---------------------------------------------------------------------------------------

    def move(self, app: App) -> None:
        """A legal move, or one that is queued, by two clicks."""
        board = match_of(app)._board
        targets = board.state.targets
        if targets:
            origin = self.rng.choice(list(targets))
            for square in (origin, self.rng.choice(list(targets[origin]))):
                press(app, board.square_rect(square).center)

    def click(self, app: App) -> None:
        """Anything that is there; the pointer may slip before it comes up."""
        usable = [each for each in app._stack.top.group.widgets if each.visible and each.name not in LEADS_AWAY]
        if leads_away(app._stack.top):
            app.handle(Key(pygame.K_ESCAPE))
        elif usable:
            widget = self.rng.choice(usable)
            self.done[-1] += f" {widget.name}"
            slips = self.rng.random() < 0.1
            press(app, widget.rect.center, self.anywhere() if slips else widget.rect.center)

    def key(self, app: App) -> None:
        """A key, unless it would lead away from the table."""
        key = self.rng.choice(KEYS)
        self.done[-1] += f" {pygame.key.name(key)}"
        focus = app._stack.top.group.focus
        if key in {pygame.K_RETURN, pygame.K_SPACE} and focus is not None and focus.name in LEADS_AWAY:
            return
        app.handle(Key(key))

    def write(self, app: App) -> None:
        """A letter, which must arrive somewhere."""
        letter = self.rng.choice(LETTERS)
        self.done[-1] += f" {letter}"
        before = written(app)
        app.handle(Key(ord(letter.lower()), shift=letter.isupper()))
        app.handle(TextTyped(letter))
        if takes_letters(app) and letter in "abcdefghNBRQKO":
            assert written(app) != before or full(app), f"{letter} went nowhere"

    def wave(self, app: App) -> None:
        """The pointer goes about; sometimes the wheel turns, or the window loses the keyboard."""
        spot = self.anywhere()
        events: list[Input] = [PointerMove(spot), PointerMove(spot), Wheel(spot, 1.0), Interrupted()]
        app.handle(self.rng.choice(events))

    def wait(self, app: App) -> None:
        """Time passes."""
        del app
        self.pass_ms(self.rng.choice([40, 150, 400, 3_000]))

    def advance(self, app: App) -> None:
        """What leads on: give up, take a card, ask for another match."""
        session = app.session
        if match_in(session).over is not None:
            self.pass_ms(3_000)
            session.ask(m.PlayAgain(again=True))
        elif session.room.pid in match_in(session).draft.offers:
            self.pass_ms(3_000)
            self.settle()
            app.handle(Key(pygame.K_1))
        elif self.rng.random() < 0.5:
            session.ask(m.Resign())

    def anywhere(self) -> Position:
        return self.rng.uniform(0, 1279), self.rng.uniform(0, 799)

    def pass_ms(self, ms: int) -> None:
        self.world.clock.pass_ms(ms)
        self.world.window_clock.now_ms += ms

    # --- what must always hold --------------------------------------------------------------------------------

    def check(self, app: App) -> None:
        """Whatever was done, at any time."""
        scenes = app._stack._scenes
        self.check_focus(app)
        self.check_phase(app, scenes)
        self.check_buttons(app, match_of(app))
        if match_in(app.session).over is None:
            assert match_in(app.session).again == set()

    def check_focus(self, app: App) -> None:
        """Of all that takes keys now, at most one thing has the focus, it can be seen, and its scene knows of it."""
        in_use = [app._stack.top, *([app._stack._in_use] if app._stack._in_use else [])]
        for scene in in_use:
            assert [each for each in scene.group.widgets if each.focused] == [
                *([scene.group.focus] if scene.group.focus else [])
            ]
        assert sum(scene.group.focus is not None for scene in in_use) <= 1

    def check_phase(self, app: App, scenes: list[Scene]) -> None:
        """What is shown belongs to the phase, and no dialog is older than the game."""
        session = app.session
        assert match_in(session).board is not None
        assert isinstance(scenes[0], MatchScene)
        drafts = match_in(session).over is None and (
            bool(match_in(session).draft.offers) or board_in(session).phase in {"draft", "reveal"}
        )
        assert any(isinstance(each, DraftScene) for each in scenes) == drafts
        ended = match_in(session).over is not None and not match_in(session).last_look_ms()
        assert any(isinstance(each, MatchEndScene) for each in scenes) == ended
        assert any(isinstance(each, AbsenceScene) for each in scenes) == (match_in(session).question is not None)
        game = match_in(session).played[-1]
        for scene in scenes[1:]:
            if isinstance(scene, Dialog | ReplayScene):
                assert self._opened.setdefault(id(scene), game) is game, f"{scene.name} outlives its game"
        self._opened = {key: value for key, value in self._opened.items() if value is game}
        if board_in(session).phase in {"countdown", "playing"}:
            assert len(scenes) == 1 or app._stack._in_use is scenes[0], "the board of a running game is covered"

    def check_buttons(self, app: App, scene: MatchScene) -> None:
        """Nothing that belongs to a game can be pressed when none is played, and nothing of it is left."""
        board = match_in(app.session).board
        assert board is not None
        if board.phase != "playing":
            assert not [each.name for each in of_a_game(scene) if each.visible and each.ready]
        if board.phase not in {"countdown", "playing"}:
            assert not match_in(app.session).queue.premoves


def match_of(app: App) -> MatchScene:
    """The scene at the bottom of a program in a match."""
    scene = app._stack._scenes[0]
    assert isinstance(scene, MatchScene), scene.name
    return scene


def of_a_game(scene: MatchScene) -> list[Button]:
    """The buttons that do something to the running game."""
    draws = {texts.OFFER_DRAW, texts.WITHDRAW_DRAW, "draw: accept", "draw: decline"}
    names = {*draws, texts.RESIGN, "resign: yes"}
    buttons = [each for each in scene.group.widgets if isinstance(each, Button)]
    return [each for each in buttons if each.name in names or each.name.startswith("deed")]


def leads_away(scene: Scene) -> bool:
    """A question whether to leave."""
    return scene.name == "confirm"


def press(app: App, spot: Position, end: Position | None = None) -> None:
    """A click, or a drag."""
    app.handle(PointerMove(spot))
    app.handle(PointerDown(spot))
    if end is not None and end != spot:
        app.handle(PointerMove(end))
    app.handle(PointerUp(end or spot))


def field(app: App) -> TextField | None:
    """The text field that has the focus."""
    focus: Widget | None = app._stack.top.group.focus
    if focus is None and app._stack._in_use is not None:
        focus = app._stack._in_use.group.focus
    return focus if isinstance(focus, TextField) and focus.visible else None


def takes_letters(app: App) -> bool:
    """Whether there is a place for a letter now."""
    if field(app) is not None:
        return True
    playable = app._stack.top is match_of(app) or app._stack._in_use is not None
    return playable and match_in(app.session).color is not None and not match_of(app)._board.choosing_promotion


def written(app: App) -> tuple[str, str]:
    """What stands in the focused field, and in the line of a move."""
    focused = field(app)
    return focused.text if focused else "", match_of(app)._typed.text


def full(app: App) -> bool:
    """Whether there is no room for more."""
    text, typed = written(app)
    return len(typed) >= theme.GRID * 2 or len(text) >= 20

"""Chooses the screen. It follows from the session's state alone; scenes never choose each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client import texts
from game.client.screens.browse import BrowseScene
from game.client.screens.connecting import ConnectingScene
from game.client.screens.home import HomeScene
from game.client.screens.lobby import LobbyScene

if TYPE_CHECKING:
    from game.client.context import Context
    from game.client.gameview import Overlays
    from game.client.kit.scenestack import SceneStack
    from game.client.net.session import Place


class Navigation:
    """Keeps the stack of scenes in step with the session."""

    def __init__(self, context: Context, stack: SceneStack) -> None:
        self._context = context
        self._stack = stack
        self._shown: Place = "menu"
        self._overlays: Overlays | None = None
        """What lies over the screen of the game."""

    def home(self) -> None:
        """Show the home screen."""
        self._context.show(HomeScene(self._context))

    def follow(self, *, bots_expected: bool) -> Place | None:
        """Show the screen that belongs to the session. Returns the session's place if it has changed."""
        place = self._context.session.place
        if place == self._shown:
            return None
        self._shown, self._overlays = place, None
        match place:
            case "menu" if isinstance(self._stack.top, ConnectingScene | BrowseScene):
                # What was typed is still there, below.
                self._stack.pop()
            case "menu":
                self.home()
            case "connecting":
                text = texts.COMPUTER_COMES if bots_expected else texts.CONNECTING
                self._context.push(ConnectingScene(self._context, text))
            case "browse":
                if isinstance(self._stack.top, ConnectingScene):
                    self._stack.pop()
                self._context.push(BrowseScene(self._context))
            case "lobby" if bots_expected:
                # Nobody is waited for but a bot, which is on its way: the countdown comes next.
                pass
            case "lobby":
                self._context.show(LobbyScene(self._context))
            case "match":
                self._show_game()
        return place

    def _show_game(self) -> None:
        context, view = self._context, self._context.session.view
        if view is not None:
            context.show(view.screen(context))
            self._overlays = view.overlays(context, self._stack)

    def follow_overlays(self) -> bool:
        """Show what covers the game's screen. Whether anything has changed."""
        return self._overlays is not None and self._overlays.follow()

"""Typing a move: its keys, and the widget that shows what the text may become."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.client import texts
from game.client.chess.moveentry import LONGEST, default_choice, matching
from game.client.kit.input import Key, TextTyped
from game.client.kit.widgets.entryline import EntryLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.chess.moveentry import Candidate
    from game.client.kit.input import Input

_ENTER = {pygame.K_RETURN, pygame.K_KP_ENTER}
_CHOOSE = {pygame.K_TAB: 1, pygame.K_DOWN: 1, pygame.K_RIGHT: 1, pygame.K_UP: -1, pygame.K_LEFT: -1}


class TypedMove:
    """Return plays the highlighted move; nothing is played before."""

    def __init__(self, candidates: Callable[[], list[Candidate]], play: Callable[[str], None]) -> None:
        """`candidates` tells which moves there are now; `play` is given the UCI of the one that was meant."""
        self._candidates = candidates
        self._play = play
        self.text = ""
        self._picked: str | None = None
        """The move (UCI) that was chosen with Tab or an arrow."""
        self.line = EntryLine()

    def handle(self, event: Input) -> bool:
        """Take an input while there is a text; True when it was used up."""
        if not self.text:
            return False
        match event:
            case TextTyped(text):
                self.add(text)
            case Key(pygame.K_BACKSPACE):
                self._set(self.text[:-1])
            case Key(pygame.K_ESCAPE):
                self.clear()
            case Key(key) if key in _ENTER:
                self._enter()
            case Key(key) if key in _CHOOSE:
                self._choose(-1 if key == pygame.K_TAB and event.shift else _CHOOSE[key])
            case Key():
                pass
            case _:
                return False
        self.refresh()
        return True

    def add(self, text: str) -> None:
        """More was typed."""
        self._set((self.text + text.strip())[:LONGEST])
        self.refresh()

    def clear(self) -> None:
        """Forget it."""
        if self.text:
            self._set("")
            self.refresh()

    def refresh(self) -> None:
        """Show the text with the moves that it may become now."""
        found = self._found()
        lit = self._lit(found)
        self.line.show(self.text, [each.text for each in found], texts.NO_SUCH_MOVE, lit=lit)

    def _set(self, text: str) -> None:
        self.text, self._picked = text, None

    def _found(self) -> list[Candidate]:
        return matching(self.text, self._candidates()) if self.text else []

    def _lit(self, found: list[Candidate]) -> int | None:
        picked = next((i for i, each in enumerate(found) if each.uci == self._picked), None)
        return default_choice(self.text, found) if picked is None else picked

    def _choose(self, step: int) -> None:
        found = self._found()
        if found:
            lit = self._lit(found)
            before = lit if lit is not None else -1 if step > 0 else 0
            self._picked = found[(before + step) % len(found)].uci

    def _enter(self) -> None:
        found = self._found()
        lit = self._lit(found)
        if lit is not None:
            self.clear()
            self._play(found[lit].uci)

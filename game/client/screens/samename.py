"""Asks a player whose name or picture another player in the room already has to choose another one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from game.client import texts
from game.client.art import pups
from game.client.art.widgets.portrait import PortraitChoice
from game.client.kit import theme
from game.client.kit.assets import cannot_be_shown
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.label import Label
from game.client.kit.widgets.textfield import TextField
from game.client.net.samename import NAME_LIMIT
from game.client.people.faces import UPLOADED
from game.client.screens.dialog import Dialog
from game.client.screens.talk import portrait_of, pup_of
from netcode import messages as m

if TYPE_CHECKING:
    from game.client.context import Context

WIDTH, HEIGHT = 520.0, 460.0
_PUPS: Final = 190.0


class SameNameScene(Dialog):
    """Closing it keeps both as they are."""

    name = "twin"

    def __init__(self, context: Context, other: str) -> None:
        """`other`: the member with the same name or picture."""
        super().__init__(context)
        me = context.session.room.pid
        self._name_was = context.session.name_of(me)
        self._pup = ""
        self._title = Label(texts.SAME_NAME_TITLE, size=Size.TITLE, face=Face.HEADING)
        self._text = Label(texts.same_name_text(other), color=theme.QUIET, wrap=True)
        self._name = TextField(lambda _: self._done(), text=self._name_was, limit=NAME_LIMIT, name="name")
        self._pups = PortraitChoice(portrait_of(context, me), self._choose)
        self._keep = Button(texts.SAME_NAME_DONE, self._done, kind="primary")
        self.group.add(self._title, self._text, self._name, self._pups, self._keep)
        self.group.begin_at(self._name)

    def layout(self, width: float, height: float) -> None:
        inner = self.put(WIDTH, HEIGHT, width, height)
        self._title.place(inner.x, inner.y, inner.w, 34)
        self._text.place(inner.x, inner.y + 42, inner.w, 48)
        self._name.place(inner.x, inner.y + 98, inner.w, theme.FIELD_HEIGHT)
        self._pups.place(inner.x, inner.y + 108 + theme.FIELD_HEIGHT, inner.w, _PUPS)
        self._keep.place(inner.right - 160, inner.bottom - theme.BUTTON_HEIGHT, 160, theme.BUTTON_HEIGHT)

    def due_ms(self, now_ms: int) -> int | None:
        return self._name.due_ms(now_ms)

    def _choose(self, pup: str) -> None:
        self._pup = pup

    def _done(self) -> None:
        context, name = self._context, self._name.text.strip()
        lacking = cannot_be_shown(name)
        if lacking:
            context.session.tell(texts.name_cannot_be_shown(lacking))
            return
        context.pop()
        if self._pup:
            # From now on, as if chosen in the settings.
            context.change_settings(replace(context.settings, picture=self._pup))
        if name and name != self._name_was:
            # In this room alone: elsewhere nobody else may have one's name.
            context.session.ask(m.SetProfile(name=name))


def twin_of(context: Context) -> str | None:
    """The name of an earlier member with the same name or picture; None if there is none.

    With more members than pups, pictures may be equal.
    """
    session = context.session
    players, me = session.room.people.players, session.room.pid
    if me is None or len(players) > len(pups.PORTRAITS):
        return None
    if session.name_was_taken:
        return session.name_was_taken
    mine = portrait_of(context, me)
    earlier = [each for each in players if each.role == "player" and each.pid < me]
    # Until an uploaded picture has come a pup stands in for it.
    pups_of = {each.name: pup_of(context, each.pid) for each in earlier if UPLOADED not in (each.picture or "")}
    return next((name for name, pup in pups_of.items() if pup == mine), None)

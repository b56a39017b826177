"""The chat and the emotes, shared by all screens in a room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame
from msgspec.structs import replace
from pygame import FRect

from game.client import texts
from game.client.art import pups
from game.client.art.emotes import EMOTES, Restraint
from game.client.art.widgets.emote import SIDE, EmoteLayer, EmoteWheel
from game.client.kit import keys, sound, theme
from game.client.kit.input import Key, PointerDown
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.scrolling import ChatBox, ChatEntry
from game.client.kit.widgets.textfield import TextField
from game.client.screens.muting import MutingScene

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.context import Context
    from game.client.kit.input import Input
    from game.client.kit.widgets.base import Widget
    from game.client.net.session import Session

LIMIT = 200
_BUTTON = 32.0
_DIGITS = {getattr(pygame, f"K_{digit}"): digit - 1 for digit in range(1, 10)}
_PAGES = {pygame.K_PAGEUP: 1, pygame.K_PAGEDOWN: -1}


def portrait_of(context: Context, pid: int | None) -> str:
    """A member's picture: their own, their chosen pup, or the pup of their name."""
    session = context.session
    if pid is not None and pid == session.room.pid:
        return context.faces.own(context.settings)
    return context.faces.portrait(session.url, session.name_of(pid), _picture_of(session, pid))


def pup_of(context: Context, pid: int | None) -> str:
    """The pup for a member's emotes, also if they have a picture of their own."""
    session, settings = context.session, context.settings
    if pid is not None and pid == session.room.pid:
        return pups.portrait_for(settings.name, settings.picture)
    return pups.portrait_for(session.name_of(pid), (_picture_of(session, pid) or "").removeprefix(pups.PICTURE))


def _picture_of(session: Session, pid: int | None) -> str | None:
    return next((player.picture for player in session.room.people.players if player.pid == pid), None)


class Talk:
    """The chat with its field, and the emotes with their wheel. A scene adds `widgets` early and `overlays` last."""

    def __init__(self, context: Context, seat_of: Callable[[int], FRect | None]) -> None:
        """`seat_of`: the rectangle of a member's nameplate, from which emotes leap."""
        self._context = context
        self._seat_of = seat_of
        self._restraint = Restraint()
        self._seen = context.session.room.emotes_shown
        self.chat = ChatBox(title=texts.CHAT_TITLE, empty=texts.CHAT_EMPTY)
        self.say = TextField(self._send, placeholder=texts.CHAT_PLACEHOLDER, limit=LIMIT, name="say")
        self.say.left_by_escape = True
        self._hush = Button("", self._toggle_hush, kind="quiet", icon="icons/chat", name="hush")
        self._muting = Button("", self._show_muting, kind="quiet", icon="icons/people", name="muting")
        self._muting.tooltip = texts.MUTING_TOOLTIP
        self._paw = Button("", self.toggle_wheel, icon="icons/paw", name="emotes")
        self.layer = EmoteLayer()
        self.wheel = EmoteWheel(self._pick, self._close_wheel)
        self.widgets: list[Widget] = [self.chat, self.say, self._muting, self._hush, self._paw]
        self.overlays: list[Widget] = [self.layer, self.wheel]
        self._screen = FRect(0, 0, 0, 0)

    def place(self, box: FRect, width: float, height: float) -> None:
        """Lay the chat out in a box. Emotes fly over the whole window."""
        gap, field = theme.GRID * 2, theme.FIELD_HEIGHT
        self.chat.place(box.x, box.y, box.w, box.h - field - gap)
        self._hush.place(box.right - _BUTTON - theme.GRID, box.y + theme.GRID, _BUTTON, _BUTTON)
        self._muting.place(self._hush.rect.x - _BUTTON - theme.GRID, self._hush.rect.y, _BUTTON, _BUTTON)
        self.say.place(box.x, box.bottom - field, box.w - field - gap, field)
        self._paw.place(box.right - field, box.bottom - field, field, field)
        self._screen = FRect(0, 0, width, height)
        self.layer.place(*self._screen)
        wheel = FRect(0, 0, EmoteWheel.SIDE, EmoteWheel.SIDE)
        wheel.midbottom = (self._paw.rect.right - wheel.w / 2, self._paw.rect.y - theme.GAP)
        wheel.clamp_ip(self._screen.inflate(-2 * theme.GAP, -2 * theme.GAP))
        self.wheel.place(*wheel)

    # --- following the session ------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Follow the chat and the emotes."""
        room, settings = self._context.session.room, self._context.settings
        self.layer.reduced_motion = self.wheel.reduced_motion = settings.reduced_motion
        hushed = settings.hush_chat or settings.streamer
        muting = self._context.session.muting
        lines = [line for line in room.chat.lines if line.pid == room.pid or not (hushed or muting.mutes(line.pid))]
        self.chat.set_entries([ChatEntry(line.name, line.text, self._color(line.pid)) for line in lines])
        self.chat.set_title(texts.CHAT_HIDDEN if hushed else texts.CHAT_TITLE)
        self._hush.set_icon("icons/hush" if settings.hush_chat else "icons/chat")
        self._hush.tooltip = texts.SHOW_CHAT if settings.hush_chat else texts.HIDE_CHAT
        self._paw.tooltip = texts.emotes_tooltip(keys.key_of("emotes", settings.keys))
        new = room.emotes_shown - self._seen
        self._seen = room.emotes_shown
        for emote in room.emotes[-new:] if new > 0 else []:
            if emote.pid == room.pid or not (settings.hush_emotes or muting.mutes(emote.pid)):
                self._show(emote.pid, emote.emote)

    def _color(self, pid: int) -> theme.Color:
        return theme.AMBER if pid == self._context.session.room.pid else theme.TEAL

    def _show(self, pid: int, emote: str) -> None:
        seat = self._seat_of(pid)
        if emote not in EMOTES:
            # A newer server may know more of them.
            return
        self._context.sound(sound.emote_cue(emote))
        if seat is None:
            # Somebody without a nameplate, who watches: from the chat.
            seat = FRect(self.chat.rect.x, self.chat.rect.bottom - _BUTTON, self.chat.rect.w, _BUTTON)
        chat = self.chat.rect
        start = (seat.x + min(seat.w, SIDE) / 2, seat.centery)
        # Over the chat, in the sender's half: never over a button, a clock or a piece.
        low = seat.centery > chat.centery
        aside = max(0.0, min(SIDE * 0.4, (chat.w - SIDE) / 2))
        end = (chat.centerx + aside, chat.bottom - SIDE * 0.6) if low else (chat.centerx - aside, chat.y + SIDE * 0.6)
        self.layer.leap(emote, start, end, self._color(pid), pup_of(self._context, pid))

    # --- what the person does -------------------------------------------------------------------------------------

    def due_ms(self, now_ms: int) -> int | None:
        """In how many ms the caret blinks."""
        return self.say.due_ms(now_ms)

    def before(self, event: Input) -> bool:
        """Handle an input before all other widgets: the keys of the open wheel.

        A click beside the wheel closes it, and still has its usual effect.
        """
        if not self.wheel.visible:
            return False
        if isinstance(event, PointerDown):
            if not (self.wheel.contains(event.at) or self._paw.contains(event.at)):
                self._close_wheel()
            return False
        return isinstance(event, Key) and not self.say.focused and self.wheel.handle(event)

    def unhandled(self, event: Input) -> bool:
        """A key that no widget of the screen wanted."""
        match event:
            case Key() if keys.means("emotes", event, self._context.settings.keys):
                self.toggle_wheel()
            case Key(key, ctrl=False, alt=False) if key in _DIGITS:
                self._pick(list(EMOTES)[_DIGITS[key]])
            case Key(key) if key in _PAGES:
                self.chat.turn_page(_PAGES[key])
            case _:
                return False
        return True

    def begin_anew(self) -> None:
        """Another game begins: clear the half-written text, and close the wheel."""
        self.say.set_text("")
        self._close_wheel()

    def toggle_wheel(self) -> None:
        """Open or close it."""
        if self.wheel.visible:
            self._close_wheel()
        else:
            self.wheel.coat = pup_of(self._context, self._context.session.room.pid)
            self.wheel.show()

    def _close_wheel(self) -> None:
        self.wheel.set_visible(False)

    def _pick(self, emote: str) -> None:
        self._close_wheel()
        if self._restraint.allows(self._context.now_ms()):
            self._context.session.emote(emote)
        else:
            self._context.session.tell(texts.EMOTES_TOO_FAST)

    def _send(self, text: str) -> None:
        if text.strip():
            self._context.session.say(text)
            self.say.set_text("")

    def _show_muting(self) -> None:
        self._context.push(MutingScene(self._context))

    def _toggle_hush(self) -> None:
        settings = self._context.settings
        self._context.change_settings(replace(settings, hush_chat=not settings.hush_chat))
        self.refresh()

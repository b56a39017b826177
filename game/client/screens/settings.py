"""The settings. Every change is saved at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import pygame
from msgspec.structs import replace
from pygame import FRect

from game.client import texts
from game.client.art import pups
from game.client.art.widgets.portrait import Portrait, PortraitChoice
from game.client.kit import keys, theme
from game.client.kit.assets import cannot_be_shown
from game.client.kit.input import Key
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.choice import Choice
from game.client.kit.widgets.label import Label
from game.client.kit.widgets.slider import Slider
from game.client.kit.widgets.swatch import BoardSwatch
from game.client.kit.widgets.textfield import TextField
from game.client.kit.widgets.toggle import Toggle
from game.client.people.faces import OWN
from game.client.people.picturescene import PictureScene
from game.client.screens.dialog import Dialog
from game.client.screens.muting import MutingScene
from game.client.settings import NAME_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from game.client.context import Context
    from game.client.kit.input import Input
    from game.client.kit.keys import Action
    from game.client.kit.sound import Cue
    from game.client.kit.widgets.base import Widget
    from game.client.settings import Settings

WIDTH, HEIGHT = 640.0, 600.0
_CAPTION_WIDTH = 150.0
_ROW = theme.FIELD_HEIGHT
_KEY_ROW = 36.0
"""There are many of them."""
_PUPS_HEIGHT = 200.0
_FACE_ROW = 56.0
_SWATCH = (64.0, 32.0)

_Row: TypeAlias = "tuple[Sequence[Widget], float]"
"""Widgets beside each other, and the height they take."""


class SettingsScene(Dialog):
    """Over the home screen, or over a running match, in several pages."""

    name = "settings"

    def __init__(self, context: Context, page: str = "you") -> None:
        super().__init__(context)
        self._page = page
        self._listening: Action | None = None
        """The action whose new key is awaited."""
        self._title = Label(texts.SETTINGS, size=Size.TITLE, face=Face.HEADING)
        self._tabs = Choice(texts.SETTINGS_PAGES, page, self._turn_to, name="page")
        self._saved = Label(texts.SETTINGS_SAVED, size=Size.SMALL, color=theme.FAINT)
        self._back = Button(texts.BACK, context.pop, kind="primary")
        self._name = TextField(
            lambda _: context.pop(), text=self._now.name, limit=NAME_LIMIT, name="name", on_change=self._set_name
        )
        self._keys: dict[Action, Button] = {}
        self._pages: dict[str, list[_Row]] = {
            "you": self._you(),
            "look": self._look(),
            "sound": self._sound(),
            "play": self._play(),
            "keys": self._key_rows(),
        }
        self.group.add(self._title, self._tabs)
        self.group.add(*(widget for rows in self._pages.values() for row, _ in rows for widget in row))
        self.group.add(self._saved, self._back)
        self._turn_to(page)

    @property
    def _now(self) -> Settings:
        return self._context.settings

    # --- the pages ------------------------------------------------------------------------------------------------

    def _you(self) -> list[_Row]:
        self._pups = PortraitChoice("", lambda name: self._change(picture=name))
        self._face = Portrait()
        choose = Button(texts.SETTINGS_OWN_PICTURE, self._choose_face, name="face")
        self._show_chosen()
        return [
            self._row(texts.SETTINGS_NAME, self._name),
            ([_caption(texts.SETTINGS_PICTURE)], 28.0),
            ([self._pups], _PUPS_HEIGHT),
            ([self._face, choose], _FACE_ROW),
        ]

    def _choose_face(self) -> None:
        """Use the existing picture again, or choose another one."""
        if self._context.faces.image:
            self._change(picture=OWN)
        self._context.push(PictureScene(self._context))

    def _show_chosen(self) -> None:
        now = self._now
        own = self._context.faces.own(now)
        self._pups.show("" if own == OWN else pups.portrait_for(now.name, now.picture))
        self._face.show(own)

    def refresh(self, now_ms: int) -> None:
        del now_ms
        self._show_chosen()

    def _look(self) -> list[_Row]:
        now = self._now
        return [
            self._row(texts.SETTINGS_ROOM, Choice(texts.ROOMS, now.room, self._setter("room"), name="room")),
            self._row(texts.SETTINGS_BOARD, Choice(texts.BOARDS, now.board, self._setter("board"), name="board")),
            ([Label(), *(BoardSwatch(name) for name in theme.BOARDS)], _SWATCH[1]),
            self._row(
                texts.SETTINGS_TEXT, Choice(texts.TEXT_SIZES, now.text_size, self._setter("text_size"), name="text")
            ),
            self._row(
                texts.SETTINGS_ANIMATION,
                Choice(texts.ANIMATIONS, now.animation, self._setter("animation"), name="animation"),
            ),
            self._toggle(texts.SETTINGS_SAFE, "safe_colors", on=now.safe_colors),
            self._toggle(texts.SETTINGS_MOTION, "reduced_motion", on=now.reduced_motion),
            self._toggle(texts.SETTINGS_SCREEN, "full_screen", on=now.full_screen),
        ]

    def _sound(self) -> list[_Row]:
        volumes = self._now.volumes
        kinds: tuple[tuple[str, str, int, Cue], ...] = (
            (texts.SETTINGS_PIECES, "pieces", volumes.pieces, "capture"),
            (texts.SETTINGS_ALERTS, "alerts", volumes.alerts, "draft"),
            (texts.SETTINGS_SOCIAL, "social", volumes.social, "emote_hi"),
        )
        muted = Toggle(texts.SETTINGS_MUTED, volumes.muted, lambda on: self._set_volume("muted", on))
        return [
            *(([self._slider(*kind)], _ROW) for kind in kinds),
            ([muted], _ROW),
            self._toggle(texts.SETTINGS_SPEECH, "speech", on=self._now.speech),
            self._toggle(texts.SETTINGS_HIDE_CHAT, "hush_chat", on=self._now.hush_chat),
            self._toggle(texts.SETTINGS_HIDE_EMOTES, "hush_emotes", on=self._now.hush_emotes),
            ([self._muting_button()], _ROW),
        ]

    def _muting_button(self) -> Button:
        """Each server has its own list of blocked people, and tells it in a room."""
        context = self._context
        muting = Button(texts.SETTINGS_MUTING, lambda: context.push(MutingScene(context)), name="muting")
        muting.set_enabled(context.session.room.seat is not None)
        return muting

    def _play(self) -> list[_Row]:
        now = self._now
        return [
            self._row(texts.SETTINGS_MOVING, Choice(texts.MOVINGS, now.moving, self._setter("moving"), name="moving")),
            self._toggle(texts.SETTINGS_PREMOVES, "premoves", on=now.premoves),
            self._row(
                texts.SETTINGS_PROMOTION,
                Choice(texts.PROMOTIONS, now.promotion, self._setter("promotion"), name="promotion"),
            ),
            self._toggle(texts.SETTINGS_RESIGN, "confirm_resign", on=now.confirm_resign),
            self._toggle(texts.SETTINGS_CARD, "join_card", on=now.join_card),
            self._toggle(texts.SETTINGS_STREAMER, "streamer", on=now.streamer),
        ]

    def _key_rows(self) -> list[_Row]:
        rows: list[_Row] = []
        for action in keys.USUAL:
            button = Button("", partial(self._listen, action), name=f"key {action}")
            self._keys[action] = button
            rows.append(([Label(texts.ACTIONS[action]), button], _KEY_ROW))
        self._label_keys()
        fixed = Label(texts.KEYS_FIXED, size=Size.SMALL, color=theme.QUIET, wrap=True)
        return [
            *rows,
            ([Label(), Button(texts.KEYS_USUAL, self._forget_keys, kind="quiet")], _KEY_ROW),
            ([fixed], 84.0),
        ]

    # --- what they are made of ------------------------------------------------------------------------------------

    def _row(self, text: str, widget: Widget) -> _Row:
        return [_caption(text), widget], _ROW

    def _toggle(self, text: str, field: str, *, on: bool) -> _Row:
        return [Toggle(text, on, self._setter(field))], _ROW

    def _slider(self, text: str, kind: str, value: int, cue: Cue) -> Slider:
        return Slider(
            text,
            value,
            lambda value: self._set_volume(kind, value),
            on_settle=lambda: self._context.sound(cue),
            name=kind,
        )

    def _setter(self, field: str) -> Callable[[object], None]:
        return lambda value: self._change(**{field: value})

    def _change(self, **changes: object) -> None:
        self._context.change_settings(replace(self._now, **changes))

    def _set_volume(self, kind: str, value: object) -> None:
        self._change(volumes=replace(self._now.volumes, **{kind: value}))

    def _set_name(self, name: str) -> None:
        lacking = cannot_be_shown(name)
        if lacking:
            self._context.session.tell(texts.name_cannot_be_shown(lacking))
        elif name.strip():
            # Who has not chosen a pup keeps the one they know, whatever they are called from now on.
            now = self._now
            kept = OWN if now.picture == OWN else pups.portrait_for(now.name, now.picture)
            self._change(name=name.strip(), picture=kept)

    # --- layout ---------------------------------------------------------------------------------------------------

    def layout(self, width: float, height: float) -> None:
        inner = self.put(WIDTH, min(HEIGHT, height - 2 * theme.GAP), width, height)
        self._title.place(inner.x, inner.y, inner.w, 34)
        self._tabs.place(inner.x, inner.y + 48, inner.w, theme.FIELD_HEIGHT)
        for rows in self._pages.values():
            y = inner.y + 48 + theme.FIELD_HEIGHT + theme.PAD
            for widgets, tall in rows:
                _place_row(widgets, FRect(inner.x, y, inner.w, tall))
                y += tall + theme.GRID * 1.5
        self._saved.place(inner.x, inner.bottom - theme.BUTTON_HEIGHT, inner.w / 2, theme.BUTTON_HEIGHT)
        self._back.place(inner.right - 160, inner.bottom - theme.BUTTON_HEIGHT, 160, theme.BUTTON_HEIGHT)

    def _turn_to(self, page: str) -> None:
        self._page = page
        self._listening = None
        self._label_keys()
        for name, rows in self._pages.items():
            for widgets, _ in rows:
                for widget in widgets:
                    widget.set_visible(name == page)

    def due_ms(self, now_ms: int) -> int | None:
        return self._name.due_ms(now_ms)

    # --- keys -----------------------------------------------------------------------------------------------------

    def handle(self, event: Input) -> bool:
        if self._listening is not None and isinstance(event, Key):
            self._take_key(self._listening, event)
            return True
        return super().handle(event)

    def _listen(self, action: Action) -> None:
        self._listening = action
        self._label_keys()

    def _take_key(self, action: Action, event: Key) -> None:
        """Set the key for an action; Esc leaves it as it was."""
        self._listening = None
        name = pygame.key.name(event.key)
        if event.key != pygame.K_ESCAPE:
            problem = keys.objection(action, name, self._now.keys)
            if problem is not None:
                self._context.session.tell(problem)
            else:
                self._change(keys={**self._now.keys, action: name})
        self._label_keys()

    def _forget_keys(self) -> None:
        self._change(keys={})
        self._label_keys()

    def _label_keys(self) -> None:
        for action, button in self._keys.items():
            waiting = action == self._listening
            button.set_text(texts.KEY_PRESS if waiting else keys.key_of(action, self._now.keys).upper())
            button.set_kind("primary" if waiting else "secondary")


def _caption(text: str) -> Label:
    return Label(text, face=Face.HEADING, color=theme.QUIET)


def _place_row(widgets: Sequence[Widget], box: FRect) -> None:
    """Lay out a row: a single widget gets all of it; a caption gets its part, and the others share the rest."""
    if len(widgets) == 1:
        widgets[0].place(*box)
        return
    first, *others = widgets
    if isinstance(first, Portrait):
        first.place(box.x, box.y, box.h, box.h)
        others[0].place(box.x + box.h + theme.PAD, box.y + 6, box.w / 2, box.h - 12)
        return
    wide = box.w / 2 if isinstance(others[0], Button) else _CAPTION_WIDTH
    first.place(box.x, box.y, wide, box.h)
    each = (box.w - wide) / len(others)
    for i, widget in enumerate(others):
        cell = FRect(box.x + wide + i * each, box.y, each, box.h)
        if isinstance(widget, BoardSwatch):
            widget.place(cell.centerx - _SWATCH[0] / 2, cell.y, *_SWATCH)
        else:
            widget.place(*cell)

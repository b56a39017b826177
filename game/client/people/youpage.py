"""The player's results on a server: ratings, streaks, and the best upgrades."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygame import FRect

from game.client import texts
from game.client.art.widgets.portrait import Portrait
from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.label import Label, Panel
from game.client.people import profile_logic
from game.client.people.pagestatus import PageStatus
from game.client.screens.settings import SettingsScene
from netcode.messages.records import GameRecord, Profile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.client.context import Context
    from game.client.gameview import CardRecords
    from game.client.kit.widgets.base import Widget

LEFT = 380.0
PORTRAIT = 84.0
TILE = 118.0
RATING = 132.0
LOOK_WIDTH = 160.0
NONE_YET = GameRecord(0, 0, 0, 0, 0)


class _Tile:
    """The rating in one game."""

    def __init__(self, title: str) -> None:
        self._panel = Panel(theme.RAISED)
        self._title = Label(title, size=Size.BODY, face=Face.HEADING, color=theme.QUIET, shrink=True)
        self._rating = Label(size=Size.HUGE, face=Face.STRONG, align="right")
        self._record = Label(size=Size.SMALL, shrink=True)
        self._streak = Label(size=Size.SMALL, color=theme.AMBER, shrink=True)
        self.widgets = (self._panel, self._title, self._rating, self._record, self._streak)

    def place(self, box: FRect) -> None:
        self._panel.place(*box)
        inner = box.inflate(-2 * theme.PAD, -2 * theme.GAP)
        self._title.place(inner.x, inner.y, inner.w - RATING, 44)
        self._rating.place(inner.right - RATING, inner.y, RATING, 44)
        self._record.place(inner.x, inner.y + 48, inner.w, 22)
        self._streak.place(inner.x, inner.y + 70, inner.w, 22)

    def show(self, rating: GameRecord) -> None:
        played = rating.matches > 0
        self._rating.set_text(profile_logic.rating_text(rating.rating, uncertain=rating.uncertain) if played else "")
        self._rating.set_color(theme.QUIET if rating.uncertain else theme.TEXT)
        self._record.set_text(profile_logic.record_text(rating))
        self._streak.set_text(texts.streak(rating.streak, rating.best_streak))


class YouPage:
    """The first page of the profile."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._portrait = Portrait()
        self._name = Label(size=Size.TITLE, face=Face.HEADING, shrink=True)
        self._who = Label(size=Size.SMALL, color=theme.QUIET, shrink=True)
        self._look = Button(
            texts.PROFILE_LOOK, lambda: context.push(SettingsScene(context)), size=Size.SMALL, name="look"
        )
        self._tiles = {name: _Tile(game.title) for name, game in context.games.items()}
        self._bots = {
            name + profile_logic.AGAINST_BOTS: _Tile(texts.against_computer(game.title))
            for name, game in context.games.items()
            if game.alone is not None
        }
        self._uncertain = Label(texts.PROFILE_UNCERTAIN, size=Size.TINY, color=theme.FAINT, shrink=True)
        self._heading = Label(texts.PROFILE_HEADING_CARDS, size=Size.BODY, face=Face.HEADING, color=theme.QUIET)
        self._cards: Sequence[CardRecords] = [
            game.cards() for game in context.games.values() if game.cards is not None
        ][:1]
        self._status = PageStatus(context.profiles.retry)
        self._record: list[Widget] = [
            *(widget for tile in (*self._tiles.values(), *self._bots.values()) for widget in tile.widgets),
            self._uncertain,
            self._heading,
            *self._cards,
        ]
        self.widgets: list[Widget] = [
            self._portrait,
            self._name,
            self._who,
            self._look,
            *self._record,
            *self._status.widgets,
        ]

    def place(self, box: FRect) -> None:
        """In this part of the window."""
        left = FRect(box.x, box.y, LEFT, box.h)
        self._portrait.place(left.x, left.y, PORTRAIT, PORTRAIT)
        x = left.x + PORTRAIT + theme.GAP
        self._name.place(x, left.y - 2, left.right - x, 34)
        self._who.place(x, left.y + 30, left.right - x, 20)
        self._look.place(x, left.y + 54, LOOK_WIDTH, 34)
        y = left.y + PORTRAIT + theme.PAD + 8
        for tile in (*self._tiles.values(), *self._bots.values()):
            tile.place(FRect(left.x, y, left.w, TILE))
            y += TILE + theme.GAP
        self._uncertain.place(left.x, box.bottom - 20, left.w, 20)
        right = FRect(left.right + theme.MARGIN, box.y, box.right - left.right - theme.MARGIN, box.h)
        self._heading.place(right.x, right.y, right.w, 26)
        for cards in self._cards:
            cards.place(right.x, right.y + 34, right.w, right.h - 34 - theme.BUTTON_HEIGHT - theme.GAP)
        self._status.place(FRect(box.x, box.y + PORTRAIT, box.w, box.h - PORTRAIT))

    def refresh(self) -> None:
        """What is known now."""
        context, profiles = self._context, self._context.profiles
        settings = context.settings
        self._portrait.show(self._context.faces.own(settings))
        self._name.set_text(settings.name)
        username = profiles.identity.username
        self._who.set_text(texts.signed_in_as(username) if username else texts.PROFILE_GUEST)
        pages = profiles.pages
        page = pages.page(profile_logic.ME, Profile) if pages is not None else None
        there = self._status.follow(page, profiles.problem, nothing=texts.PROFILE_NOBODY)
        for widget in self._record:
            widget.set_visible(there)
        if page is not None and page.value is not None:
            self._show(page.value)

    def _show(self, record: Profile) -> None:
        ratings = {name: record.ratings.get(name, NONE_YET) for name in self._tiles}
        for name, rating in ratings.items():
            self._tiles[name].show(rating)
        for name, tile in self._bots.items():
            known = record.ratings.get(name)
            tile.show(known or NONE_YET)
            for widget in tile.widgets:
                widget.set_visible(known is not None)
        self._uncertain.set_visible(any(rating.uncertain for rating in record.ratings.values()))
        for cards in self._cards:
            cards.show(record.upgrades, record.best)

"""The profile: the player on a server, in four pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pygame import FRect

from game.client import texts
from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.choice import Choice
from game.client.kit.widgets.label import Label
from game.client.people.accountpage import AccountPage
from game.client.people.leaderpage import LeaderPage
from game.client.people.matchespage import MatchesPage
from game.client.people.profiles import name_of
from game.client.people.youpage import YouPage
from game.client.screens.dialog import Dialog

if TYPE_CHECKING:
    from game.client.context import Context
    from game.client.kit.widgets.base import Widget
    from game.client.people.profiles import ProfileServer

MOST_WIDTH, MOST_HEIGHT = 1_120.0, 720.0
PLACES_WIDTH = 420.0


class _Page(Protocol):
    """What the profile asks of a page."""

    widgets: list[Widget]

    def place(self, box: FRect) -> None:
        """In this part of the window."""

    def refresh(self) -> None:
        """Show what is known now."""


class ProfileScene(Dialog):
    """Over the home screen or a room's lobby. Connected to the server as long as it is open."""

    name = "profile"

    def __init__(self, context: Context, page: str = "you") -> None:
        super().__init__(context)
        session = context.session
        self._places = context.profiles.places(session.url if session.room.seat else "", context.settings.server)
        self._place = self._places[0]
        self._page = page
        self._title = Label(texts.PROFILE_TITLE, size=Size.TITLE, face=Face.HEADING)
        self._where = Label(size=Size.SMALL, color=theme.QUIET, align="right", shrink=True)
        self._where_choice = Choice(
            [(i, name_of(each, hidden=context.settings.streamer)) for i, each in enumerate(self._places)],
            0,
            self._go,
            name="server",
        )
        self._tabs = Choice(texts.PROFILE_PAGES, page, self._turn_to, name="page")
        self._back = Button(texts.BACK, context.pop, kind="primary")
        self._account = AccountPage(context, self.group.set_focus)
        self._pages: dict[str, _Page] = {
            "you": YouPage(context),
            "matches": MatchesPage(context),
            "leaderboard": LeaderPage(context),
            "account": self._account,
        }
        self.group.add(self._title, self._where, self._where_choice, self._tabs)
        for each in self._pages.values():
            self.group.add(*each.widgets)
        self.group.add(self._back)
        self.group.set_focus(self._tabs, by_pointer=True)
        self._turn_to(page)

    # --- looking --------------------------------------------------------------------------------------------------

    def entered(self) -> None:
        self._look_at(self._place)

    def left(self) -> None:
        self._account.forget()
        self._context.profiles.close()

    def _look_at(self, place: ProfileServer) -> None:
        self._place = place
        self._context.profiles.look_at(place, in_room=self._context.session.room.seat is not None)
        self._context.session.changed()

    def _go(self, index: int) -> None:
        self._account.forget()
        self._look_at(self._places[index])

    def _turn_to(self, page: str) -> None:
        self._page = page
        for name, each in self._pages.items():
            for widget in each.widgets:
                # Which of its widgets there is a use for, the page says when it is refreshed.
                widget.set_visible(name == page)
        self._context.session.changed()

    # --- what is shown --------------------------------------------------------------------------------------------

    def layout(self, width: float, height: float) -> None:
        wide, tall = min(MOST_WIDTH, width - 2 * theme.MARGIN), min(MOST_HEIGHT, height - 2 * theme.GAP)
        # Less room above and below than other dialogs: its pages are long.
        inner = self.put(wide, tall, width, height).inflate(0, 2 * (theme.MARGIN - theme.PAD))
        self._title.place(inner.x, inner.y, inner.w / 2, 40)
        self._where.place(inner.right - PLACES_WIDTH, inner.y, PLACES_WIDTH, 40)
        self._where_choice.place(inner.right - PLACES_WIDTH, inner.y, PLACES_WIDTH, 40)
        y = inner.y + 40 + theme.GAP
        self._tabs.place(inner.x, y, inner.w, theme.FIELD_HEIGHT)
        y += theme.FIELD_HEIGHT + theme.PAD
        for page in self._pages.values():
            page.place(FRect(inner.x, y, inner.w, inner.bottom - y))
        self._back.place(inner.right - 160, inner.bottom - theme.BUTTON_HEIGHT, 160, theme.BUTTON_HEIGHT)

    def refresh(self, now_ms: int) -> None:
        del now_ms
        context = self._context
        alone = len(self._places) == 1
        self._where.set_visible(alone)
        self._where.set_text(texts.profile_on(name_of(self._place, hidden=context.settings.streamer)))
        self._where_choice.set_visible(not alone)
        welcome = context.profiles.account.take_welcome()
        if welcome is not None:
            context.change_settings(context.profiles.welcomed(context.settings, welcome))
        seated = context.session.room.seat is not None
        context.profiles.account.show(context.settings.name, context.session.looks.pup, seated=seated)
        self._pages[self._page].refresh()
        self.relayout()

    def due_ms(self, now_ms: int) -> int | None:
        return self._account.due_ms(now_ms) if self._page == "account" else None

    def pilot_facts(self) -> dict[str, object]:
        profiles = self._context.profiles
        return {"page": self._page, "online": profiles.account.online, "username": profiles.identity.username}

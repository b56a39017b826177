"""The lobby before a match: who is here, and how to invite somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygame import FRect

from game.client import texts
from game.client.art.widgets.portrait import Portrait
from game.client.gameview import LobbyFacts
from game.client.kit import theme
from game.client.kit.scene import Scene
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.label import Label, Panel
from game.client.people.opening import open_profile
from game.client.screens.invitation import InvitationPanel
from game.client.screens.removing import RemoveScene
from game.client.screens.samename import SameNameScene, twin_of
from game.client.screens.talk import Talk, portrait_of
from game.client.screens.watchers import WatchersScene

if TYPE_CHECKING:
    from game.client.context import Context
    from game.client.gameview import GameView
    from game.client.kit.input import Input
    from netcode.messages import Player

WIDTH = 940.0
HEIGHT = 560.0
CHAT_WIDTH = 320.0
SEATS = 2
INVITATION_HEIGHT = 190.0
DOOR_WIDTH = 116.0


class LobbyScene(Scene):
    """The host starts; everybody can chat."""

    name = "lobby"

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._title = Label(size=Size.HUGE, face=Face.HEADING, shrink=True)
        self._length = Label(size=Size.BODY, color=theme.QUIET)
        self._absence = Label(size=Size.SMALL, color=theme.FAINT, shrink=True)
        self._watchers = Button(
            texts.WATCHERS_SHOW, lambda: context.push(WatchersScene(context)), kind="quiet", size=Size.SMALL
        )
        self._profile = Button(
            texts.PROFILE_TITLE,
            lambda: open_profile(context),
            kind="quiet",
            size=Size.SMALL,
            name="profile",
        )
        self._invitation = InvitationPanel(context)
        self._seats = [Panel(theme.RAISED) for _ in range(SEATS)]
        self._pups = [Portrait() for _ in range(SEATS)]
        self._names = [Label(size=Size.LARGE, face=Face.HEADING, shrink=True) for _ in range(SEATS)]
        self._roles = [Label(size=Size.SMALL, color=theme.QUIET, shrink=True) for _ in range(SEATS)]
        self._door = Button(texts.REMOVE_BUTTON, self._ask_out, kind="quiet", size=Size.SMALL)
        self._news = Label(color=theme.QUIET, align="center")
        self._start = Button(texts.START, context.session.start, kind="primary", size=Size.LARGE)
        self._leave = Button(texts.LEAVE, context.leave)
        self._talk = Talk(context, self._seat_of)
        self._twin_asked = False
        self.group.add(
            self._title,
            self._length,
            self._absence,
            self._profile,
            self._watchers,
            *self._invitation.widgets,
        )
        self.group.add(*self._seats, *self._pups, *self._names, *self._roles, self._news, self._door)
        self.group.add(self._leave, self._start, *self._talk.widgets, *self._talk.overlays)

    def layout(self, width: float, height: float) -> None:
        box = FRect(0, 0, min(WIDTH, width - 2 * theme.MARGIN), min(HEIGHT, height - 2 * theme.MARGIN))
        box.center = (width / 2, height / 2)
        left = FRect(box.x, box.y, box.w - CHAT_WIDTH - theme.MARGIN, box.h)
        self._title.place(left.x, left.y, left.w - 152, 48)
        self._profile.place(left.right - 140, left.y + 4, 140, 34)
        self._length.place(left.x, left.y + 48, left.w, 26)
        self._absence.place(left.x, left.y + 74, left.w - 148, 20)
        self._watchers.place(left.right - 140, left.y + 42, 140, 34)
        self._invitation.place(FRect(left.x, left.y + 104, left.w, INVITATION_HEIGHT))
        below = 104 + INVITATION_HEIGHT + theme.GAP
        self._place_seats(FRect(left.x, left.y + below, left.w, left.h - below - 104))
        self._news.place(left.x, left.bottom - 100, left.w, 28)
        half = (left.w - theme.GAP) / 3
        y = left.bottom - theme.BUTTON_LARGE_HEIGHT
        self._leave.place(left.x, y, half, theme.BUTTON_LARGE_HEIGHT)
        self._start.place(left.x + half + theme.GAP, y, 2 * half, theme.BUTTON_LARGE_HEIGHT)
        chat = FRect(box.right - CHAT_WIDTH, box.y, CHAT_WIDTH, box.h)
        self._talk.place(chat, width, height)
        self._refresh_door()

    def _place_seats(self, box: FRect) -> None:
        width = (box.w - theme.GAP) / SEATS
        for i in range(SEATS):
            seat = FRect(box.x + i * (width + theme.GAP), box.y, width, box.h)
            self._seats[i].place(*seat)
            side = min(104.0, box.h - 2 * theme.PAD)
            x = seat.x + side + 2 * theme.PAD
            self._pups[i].place(seat.x + theme.PAD, seat.centery - side / 2, side, side)
            self._names[i].place(x, seat.centery - 44, seat.right - theme.GAP - x, 30)
            self._roles[i].place(x, seat.centery - 14, seat.right - theme.GAP - x, 22)

    # --- following the session ------------------------------------------------------------------------------------

    def refresh(self, now_ms: int) -> None:
        del now_ms
        context, session = self._context, self._context.session
        people, facts = session.room.people, _facts(session.view)
        self._length.set_text("  ·  ".join(filter(None, (facts.title, texts.watching(people.watchers)))))
        self._absence.set_text(facts.small_print)
        self._watchers.set_visible(people.watchers > 0 and not context.settings.streamer)
        self._invitation.refresh()
        players = [player for player in people.players if player.role == "player"]
        for i in range(SEATS):
            player = players[i] if i < len(players) else None
            here = player is not None and player.connected
            self._pups[i].show(portrait_of(context, player.pid) if player else "", here=here)
            self._names[i].set_text(player.name if player else texts.LOBBY_EMPTY_SEAT)
            self._roles[i].set_text(texts.LOBBY_FOR_WHOM if player is None else self._role(player))
        ready = len(players) >= facts.seats
        host = next((player.name for player in people.players if player.host), texts.SOMEBODY)
        self._title.set_text(texts.lobby_title(host, mine=session.room.is_host))
        missing = next((player.name for player in players if not player.connected), None)
        news = texts.lobby_missing(missing) if missing else texts.LOBBY_READY
        self._news.set_text(texts.lobby_guest(host) if not session.room.is_host else news if ready else "")
        self._refresh_door()
        self._start.set_visible(session.room.is_host)
        self._start.set_enabled(ready)
        self._talk.refresh()
        self._ask_twin()

    def _ask_twin(self) -> None:
        """Once, when both are known: a player who looks like the other one may change that."""
        session = self._context.session
        if self._twin_asked or session.room.pid is None or len(session.room.people.players) < SEATS:
            return
        self._twin_asked = True
        other = twin_of(self._context) if not session.watching else None
        if other is not None:
            self._context.push(SameNameScene(self._context, other))

    def due_ms(self, now_ms: int) -> int | None:
        return self._talk.due_ms(now_ms)

    def handle(self, event: Input) -> bool:
        return self._talk.before(event) or super().handle(event)

    def unhandled(self, event: Input) -> bool:
        return self._talk.unhandled(event)

    def _seat_of(self, pid: int) -> FRect | None:
        players = [player.pid for player in self._context.session.room.people.players if player.role == "player"]
        return self._seats[players.index(pid)].rect if pid in players else None

    def _role(self, player: Player) -> str:
        role = texts.role(host=player.host, me=player.pid == self._context.session.room.pid)
        return role if player.connected else f"{role} · {texts.LOBBY_AWAY}"

    def _refresh_door(self) -> None:
        """Update the host's button for removing the other player."""
        session = self._context.session
        other = session.room.opponent_pid
        seat = self._seat_of(other) if other is not None and session.room.is_host else None
        self._door.set_visible(seat is not None)
        if seat is not None:
            self._door.place(self._roles[0].rect.x - self._seats[0].rect.x + seat.x, seat.centery + 16, DOOR_WIDTH, 34)

    def _ask_out(self) -> None:
        other = self._context.session.room.opponent_pid
        if other is not None:
            self._context.push(RemoveScene(self._context, other))

    def pilot_facts(self) -> dict[str, object]:
        session = self._context.session
        address = session.url.removeprefix("http://") if session.room.seat else ""
        return {"code": session.room.code, "address": address, "players": len(session.room.people.players)}


def _facts(view: GameView | None) -> LobbyFacts:
    """What the game says about itself."""
    return view.lobby() if view is not None else LobbyFacts("")

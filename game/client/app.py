"""The composition root of the window: puts session, scenes, settings, the house and the computer opponent together.

Which screen is shown follows from where the session is; scenes never choose each other.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from msgspec.structs import replace

from game.client import texts
from game.client.art import pups
from game.client.chess.ear import Ear
from game.client.chess.match import MatchScene
from game.client.kit import keys, theme
from game.client.kit.clipboard import copy_text
from game.client.kit.input import Key
from game.client.kit.scene import SceneStack, merged
from game.client.kit.sound import Speaker
from game.client.kit.widgets.banner import HEIGHT as BANNER_HEIGHT
from game.client.kit.widgets.banner import Banner
from game.client.kit.widgets.perf import PerfLine
from game.client.kit.widgets.toast import Toasts
from game.client.matchscreens import MatchScreens
from game.client.net import hosting
from game.client.net.hosting import CannotHost
from game.client.net.house import House
from game.client.net.seatfile import SeatFile
from game.client.net.session import Session
from game.client.tables.browse import BrowseScene
from game.client.tables.confirm import leave_question
from game.client.tables.connecting import ConnectingScene
from game.client.tables.home import HomeScene
from game.client.tables.lobby import LobbyScene
from netcode import messages as m
from netcode.address import DEFAULT_PORT, BadAddress, parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from pygame import FRect

    from game.chess.bot.process import BotPair
    from game.client.kit.input import Input
    from game.client.kit.painter import Painter
    from game.client.kit.scene import Scene
    from game.client.kit.sound import Cue
    from game.client.kit.widgets.base import Widget
    from game.client.kit.window import Window
    from game.client.net.hosting import LocalServer
    from game.client.net.session import Place
    from game.client.pilotlog import PilotLog
    from game.client.settings import Settings, SettingsFile
    from netcode.messages import BestOf
    from netcode.transport import Transport


TABLES = "tables"
"""The folder, beside the note about one's seat, for the rooms of servers in this program."""


class App:
    """The program: what the window shows (`window.Screen`) and what scenes may ask for (`context.Context`)."""

    def __init__(
        self,
        window: Window,
        settings_file: SettingsFile,
        *,
        make_transport: Callable[[str, Callable[[], None]], Transport],
        default_name: str,
        name: str | None = None,
        seat_file: SeatFile | None = None,
        start_server: Callable[..., LocalServer] = hosting.start,
        resume_server: Callable[..., LocalServer] = hosting.resume,
        pilot_log: PilotLog | None = None,
        speaker: Speaker | None = None,
    ) -> None:
        """Everything that reaches out of the program comes in here.

        `name`: what the player is called this time; `default_name`: what to call one who never said.
        """
        self._window = window
        self._settings_file = settings_file
        self._seat_file = seat_file or SeatFile(settings_file.path.with_suffix(".seat"))
        self._pilot_log = pilot_log
        self.settings, problem = settings_file.load()
        self.settings = replace(self.settings, name=name or self.settings.name or default_name)
        self.session = Session(lambda url: make_transport(url, window.wake))
        self._kept, lost_seat = self._seat_file.load()
        self.session.keepsake = self._kept
        self.addresses: list[str] = []
        self._house = House(window.wake, start_server)
        self._resume_server = resume_server
        self._table, self._lan = "", False
        """Where the rooms of the server in this program are kept, and whether others reach it."""
        self._stack = SceneStack()
        self._match_screens = MatchScreens(self, self._stack)
        self._toasts = Toasts()
        self._speaker = speaker or Speaker()
        self._ear = Ear()
        self._perf = PerfLine()
        self._leaving: Scene | None = None
        """The question whether to leave a match by closing the window."""
        self._banner = Banner()
        self._computer: str | None = None
        """The level of the computer opponent, while one plays."""
        self._demo: BotPair | None = None
        self._joining = ""
        """The address that was typed, to be remembered if it works."""
        self._shown: Place = "menu"
        self._seen_version = -1
        self._show_picture()
        self._take_look()
        self.home()
        if self.settings.full_screen:
            window.set_full_screen(full=True)
        for sentence in filter(None, (problem, lost_seat)):
            self.session.tell(sentence)

    # --- what the window calls ------------------------------------------------------------------------------------

    def wake(self, now_ms: int) -> None:
        """Take in what has arrived, and show the screen that belongs to it."""
        self._look_at_house()
        self.session.poll(now_ms)
        self._follow_session()
        if self._match_screens.follow():
            self._seen_version = -1
        self._keep_seat()
        self._show_banner(now_ms)
        for cue in self._ear.listen(self.session, now_ms):
            # Who reads nothing of what others write need not hear it either.
            if cue != "message" or not self.settings.hush_chat:
                self.sound(cue)
        if self.session.version == self._seen_version:
            return
        self._seen_version = self.session.version
        for notice in self.session.take_notices():
            self._toasts.add(notice, now_ms)
        self._stack.refresh(now_ms)

    def resize(self, width: float, height: float) -> None:
        """The window has this logical size now."""
        self._stack.resize(width, height)
        self._banner.place(0, 0, width, BANNER_HEIGHT)
        self._place_toasts(width, height)
        self._perf.settle(width, height)

    def handle(self, event: Input) -> bool:
        """What the person did."""
        used = self._toasts.handle(event) or self._ask_for_perf(event) or self._stack.handle(event)
        used = used or self._handle_anywhere(event)
        # An action shows at once, not when the next message happens to come.
        self.wake(self.now_ms())
        return used

    def _handle_anywhere(self, event: Input) -> bool:
        """Keys that mean the same on every screen, where nothing on it wanted them."""
        settings = self.settings
        if isinstance(event, Key) and keys.means("full_screen", event, settings.keys):
            self.change_settings(replace(settings, full_screen=not settings.full_screen))
            return True
        if not (isinstance(event, Key) and keys.means("mute", event, settings.keys)):
            return False
        muted = not settings.volumes.muted
        self.change_settings(replace(settings, volumes=replace(settings.volumes, muted=muted)))
        self.session.tell(texts.muted(keys.key_of("mute", settings.keys)) if muted else texts.UNMUTED)
        return True

    def tick(self, now_ms: int) -> int | None:
        """In how many ms the next frame is wanted."""
        wanted = [self._stack.tick(now_ms), self._toasts.due_ms(now_ms), self.session.last_look_ms or None]
        wanted += [self.session.farewell_ms(now_ms), self.session.knock_ms(now_ms), self._measure(now_ms)]
        if self.session.connection == "lost":
            self._show_banner(now_ms)
            wanted.append(1000 - (now_ms - self.session.lost_at) % 1000)
        return min((due for due in wanted if due is not None), default=None)

    def _show_banner(self, now_ms: int) -> None:
        self._banner.set_text(self.session.banner(now_ms))
        self._place_toasts(*self._window.logical_size)

    def _place_toasts(self, width: float, height: float) -> None:
        """Where the screen has room for them, else below the banner, if there is one."""
        top = BANNER_HEIGHT if self._banner.text else 0
        box = self._stack.top.news_box if len(self._stack) else None
        self._toasts.place(*(box or (0, top, width, height - top)))

    def _ask_for_perf(self, event: Input) -> bool:
        if not isinstance(event, Key) or not keys.means("perf", event, self.settings.keys):
            return False
        self._perf.set_visible(not self._perf.visible)
        return True

    def _measure(self, now_ms: int) -> int | None:
        if not self._perf.visible:
            return None
        session, window = self.session, self._window
        network = texts.network_facts(session.players, session.pid, session.board)
        self._perf.measure(now_ms, window.frames, window.frame_ms, network)
        return self._perf.due_ms(now_ms)

    @property
    def dirty(self) -> bool:
        """Whether a frame is due."""
        return self._stack.dirty or any(widget.dirty for widget in self._over)

    @property
    def _over(self) -> tuple[Widget, ...]:
        """What lies over every screen."""
        return self._banner, self._toasts, self._perf

    def paint(self, painter: Painter) -> list[FRect] | None:
        """Draw a frame, or what has changed since the last one."""
        parts = self._damage()
        self._stack.paint(painter, parts, self._over)
        if self._pilot_log is not None:
            self._pilot_log.write(self._stack.top, painter.scale)
        return parts

    def _damage(self) -> list[FRect] | None:
        parts: list[FRect] | None = self._stack.damage() if self._stack.dirty else []
        for widget in self._over:
            if parts is not None and widget.dirty:
                damage = None if widget.moved else widget.damage()
                parts = None if damage is None else merged([*parts, *damage])
        return parts

    def close(self) -> bool:
        """The person closes the window: in the middle of a match, ask once, whatever else is being asked."""
        in_the_middle = self.session.place == "match" and self.session.over is None and not self.session.watching
        if not in_the_middle or (self._leaving is not None and self._leaving in self._stack):
            return True
        self._leaving = leave_question(self, self._window.stop)
        self.push(self._leaving)
        return False

    def end(self) -> None:
        """The window is closed: say goodbye to the server, end what runs here."""
        self.session.leave(self.now_ms())
        self._keep_seat()
        while self.session.saying_goodbye:
            self.session.poll(self.now_ms())
            self._window.sleep(10)
        self.session.close()
        self._speaker.rest()
        self._house.leave()

    # --- what scenes ask for --------------------------------------------------------------------------------------

    def sound(self, cue: Cue) -> None:
        """Let something be heard."""
        self._speaker.play(cue, self.settings.volumes)

    def now_ms(self) -> int:
        """The window's clock."""
        return self._window.clock()

    def change_settings(self, settings: Settings) -> None:
        """Take over and save; the window goes to full screen or back."""
        before, self.settings = self.settings, settings
        self._show_picture()
        self._take_look()
        if settings.full_screen != before.full_screen:
            self._window.set_full_screen(full=settings.full_screen)
        problem = self._settings_file.save(settings)
        if problem:
            self.session.tell(problem)
        self._seen_version = -1

    def _show_picture(self) -> None:
        """Others see the same pup as oneself."""
        picture = pups.PICTURE + pups.portrait_for(self.settings.name, self.settings.picture)
        if picture != self.session.picture:
            self.session.show_picture(picture)

    def _take_look(self) -> None:
        settings, window = self.settings, self._window
        palette = theme.palette_for(settings.room, safe=settings.safe_colors)
        if window.set_look(palette, theme.TEXT_SIZES[settings.text_size]) and len(self._stack):
            self.resize(*window.logical_size)

    def push(self, scene: Scene) -> None:
        """Lay a scene over what is there."""
        self._stack.push(scene)
        self._seen_version = -1

    def pop(self) -> None:
        """Take the top scene away."""
        self._stack.pop()

    def show(self, scene: Scene) -> None:
        """Go to another screen."""
        self._stack.replace_all(scene)
        self._seen_version = -1

    def home(self) -> None:
        """Go to the home screen."""
        self.show(HomeScene(self))

    def host(self, best_of: int) -> None:
        """Start a server that the LAN can reach, and a room on it."""
        self.change_settings(replace(self.settings, best_of=best_of))

        def create(server: LocalServer) -> None:
            self.addresses = [f"{address}:{server.port}" for address in server.addresses]
            self._create_room(server.url, best_of, private=False)

        self._open_house(create, lan=True)

    def play_computer(self, level: str, best_of: int) -> None:
        """Start a server for this machine alone, a room on it, and a bot that comes to it."""
        self.change_settings(replace(self.settings, best_of=best_of, level=level))
        self._computer = level

        def create(server: LocalServer) -> None:
            self._create_room(server.url, best_of, private=True)

        self._open_house(create, lan=False)

    def watch_demo(self, make_pair: Callable[[str], BotPair]) -> None:
        """Start a server for this machine alone and watch two bots play on it."""

        def invite(server: LocalServer) -> None:
            self._demo = make_pair(server.url)
            self._house.invite(self._demo)

        self._open_house(invite, lan=False)

    def join(self, text: str) -> None:
        """Join what was typed."""
        try:
            address = parse(text)
        except BadAddress as error:
            self.session.tell(str(error))
            return
        self._joining = address.url or ""
        url = address.url or self.settings.server or f"http://{hosting.LOOPBACK}:{DEFAULT_PORT}"
        name = self.settings.name
        first: m.Request = m.ListGames("chess", subscribe=True)
        if address.code:
            first = m.JoinGame(address.code, name, key=address.key)
        if_nobody = "" if address.url else texts.code_needs_address(address.code or "")
        self.session.open(url, first, self.now_ms(), name=name, if_nobody=if_nobody)

    def rejoin(self) -> None:
        """Back to the seat that was left without a word; at a table of our own, that is opened again first."""
        seat = self.session.keepsake
        if seat is None:
            return
        if not seat.table:
            self.session.reopen(seat, self.now_ms())
            return

        def sit(server: LocalServer) -> None:
            self.addresses = [f"{address}:{server.port}" for address in server.addresses] if seat.lan else []
            self.session.reopen(seat, self.now_ms())

        self._table, self._lan = seat.table, seat.lan
        self.session.expect(self.now_ms())
        port = urlsplit(seat.url).port or DEFAULT_PORT
        self._house.start(sit, self._resume_server, lan=seat.lan, port=port, table=Path(seat.table))

    def leave(self) -> None:
        """Out of the room, back home."""
        self.session.leave(self.now_ms())

    def copy(self, text: str, told: str) -> None:
        """Put a text on the clipboard, and say so."""
        self.session.tell(told if copy_text(text) else texts.NOT_COPIED)

    def quit(self) -> None:
        """End the program."""
        if self.close():
            self._window.stop()

    # --- hosting and bots -----------------------------------------------------------------------------------------

    def _open_house(self, then: Callable[[LocalServer], None], *, lan: bool) -> None:
        self.session.expect(self.now_ms())
        table = self._seat_file.path.parent / TABLES / secrets.token_hex(8)
        self._table, self._lan = str(table), lan
        self._house.start(then, lan=lan, table=table)

    def _create_room(self, url: str, best_of: int, *, private: bool) -> None:
        settings = self.settings
        create = m.CreateGame(
            name=settings.name,
            private=private or settings.private,
            spectators=settings.watchers and not private,
            options=m.ChessOptions(
                best_of=cast("BestOf", best_of),
                # Nobody is to be asked about the computer's absence.
                ai_takeover="auto" if self._computer else settings.takeover,
                ai_level=settings.level,
                host_color=settings.color if self._computer else "lot",
            ),
        )
        self.session.open(url, create, self.now_ms(), name=self.settings.name)

    def _look_at_house(self) -> None:
        session = self.session
        try:
            self._house.poll()
        except CannotHost as error:
            session.leave(self.now_ms())
            session.tell(str(error))
        if self._house.failure is not None:
            session.tell(self._house.failure)
            session.leave(self.now_ms())
            self._close_house()
        elif session.place == "menu" and not session.saying_goodbye:
            self._close_house()
        elif self._demo is not None:
            self._follow_demo(self._demo)
        elif self._computer is not None and session.place == "lobby":
            self._seat_computer(self._computer)

    def _follow_demo(self, pair: BotPair) -> None:
        code = pair.poll()
        if code is not None and self.session.connection == "offline":
            self.session.open(pair.url, m.JoinGame(code, texts.AUDIENCE, watch=True), self.now_ms())

    def _seat_computer(self, level: str) -> None:
        """Have the bot come into our room, and start when it is there."""
        session = self.session
        if session.opponent_pid is not None:
            self._computer = None
            session.start()
        elif not self._house.has_bots and session.seat is not None:
            # Deferred: the opponent's libraries must not hold up the first frame.
            from game.chess.bot.process import BotProcess  # noqa: PLC0415

            picture = pups.PICTURE + pups.COMPUTERS[level]
            bot = BotProcess(session.seat.url, session.code, texts.COMPUTER, level, picture=picture)
            self._house.invite(bot)

    def _close_house(self) -> None:
        self._computer = self._demo = None
        self.addresses = []
        if self._house.open:
            self._house.close()

    # --- which screen ---------------------------------------------------------------------------------------------

    def _follow_session(self) -> None:
        place, before = self.session.place, self._shown
        if place == before:
            return
        self._shown = place
        if place == "menu":
            self._speaker.rest()
        elif place in {"lobby", "match"} and not self.settings.volumes.muted:
            self._speaker.prepare()
        match place:
            case "menu" if isinstance(self._stack.top, ConnectingScene | BrowseScene):
                # What was typed is still there, below.
                self._stack.pop()
            case "menu":
                self.home()
            case "connecting":
                text = texts.COMPUTER_COMES if self._computer is not None else texts.CONNECTING
                self.push(ConnectingScene(self, text))
            case "browse":
                if isinstance(self._stack.top, ConnectingScene):
                    self._stack.pop()
                self.push(BrowseScene(self))
            case "lobby" if self._computer is not None or self._house.has_bots:
                # Nobody is waited for but a bot, which is on its way: the countdown comes next.
                pass
            case "lobby":
                self._toasts.clear()
                self._remember_server()
                self.show(LobbyScene(self))
            case "match":
                self.show(MatchScene(self))

    def _keep_seat(self) -> None:
        """Note the seat for a program that is started after this one has died."""
        seat = self.session.keepsake
        if seat is not None and self._house.open:
            seat = replace(seat, table=self._table, lan=self._lan)
        if seat == self._kept:
            return
        if self._kept is not None:
            self._seat_file.forget(self._kept)
        self._kept = seat
        problem = self._seat_file.save(seat) if seat is not None else None
        if problem:
            self.session.tell(problem)

    def _remember_server(self) -> None:
        if self._joining:
            self.change_settings(replace(self.settings, server=self._joining))
            self._joining = ""

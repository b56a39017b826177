"""The composition root of the window: connects session, scenes, settings, local games and sounds."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from game.client import texts
from game.client.art import pups
from game.client.games import GAMES
from game.client.kit import keys, theme
from game.client.kit.clipboard import copy_text
from game.client.kit.input import Key
from game.client.kit.scenestack import SceneStack
from game.client.kit.sound import Speaker
from game.client.localgames import LocalGames
from game.client.navigation import Navigation
from game.client.net import hosting
from game.client.net.localservices import LocalServices
from game.client.net.nearby import NearbySearch
from game.client.net.seatfile import SeatFile
from game.client.net.session import Session
from game.client.people.faces import OWN, Faces
from game.client.people.fetch import Fetcher
from game.client.people.files import PeopleFiles
from game.client.people.keyring import KeyFile, Keyring
from game.client.people.ownface import OwnFace, small_picture
from game.client.people.profiles import Profiles
from game.client.people.replays import CannotReplay, game_of
from game.client.picturefile import Shrinking
from game.client.roomsounds import RoomSounds
from game.client.speech.aloud import ReadingAloud
from game.client.speech.speaker import SpeechThread
from game.client.toplayer import TopLayer
from netcode import messages as m
from netcode.address import DEFAULT_PORT, BadAddress, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pygame import FRect

    from game.client.gameview import GameEntry
    from game.client.kit.input import Input
    from game.client.kit.painter import Painter
    from game.client.kit.scene import Scene
    from game.client.kit.sound import Cue
    from game.client.kit.window import Window
    from game.client.localgames import Demo
    from game.client.net.hosting import LocalServer
    from game.client.net.localservices import Bots
    from game.client.pilotlog import PilotLog
    from game.client.settings import Settings, SettingsFile
    from netcode.address import Address
    from netcode.client import Seat
    from netcode.messages import base
    from netcode.transport import Incoming, Transport


ROOMS = "tables"
"""The folder, beside the note about one's seat, for the rooms of servers in this program."""


class App:
    """The program. It is what the window shows (`window.Screen`) and what scenes may use (`context.Context`)."""

    def __init__(
        self,
        window: Window,
        settings_file: SettingsFile,
        *,
        make_transport: Callable[[str, Callable[[], None]], Transport],
        default_name: str,
        name: str | None = None,
        games: Mapping[str, GameEntry] = GAMES,
        seat_file: SeatFile | None = None,
        people_files: PeopleFiles | None = None,
        start_server: Callable[..., LocalServer] = hosting.start,
        resume_server: Callable[..., LocalServer] = hosting.resume,
        pilot_log: PilotLog | None = None,
        speaker: Speaker | None = None,
    ) -> None:
        """Everything outside of the program comes in as an argument.

        `name` is the player's name for this run; `default_name` is used if none was ever chosen.
        """
        self._window = window
        self._settings_file = settings_file
        self._seat_file = seat_file or SeatFile(settings_file.path.with_suffix(".seat"))
        self._pilot_log = pilot_log
        self.games = games
        self.settings, problem = settings_file.load()
        self.settings = replace(self.settings, name=name or self.settings.name or default_name)
        files = people_files or PeopleFiles.beside(self._seat_file.path)

        def connect(url: str) -> Transport:
            return make_transport(url, window.wake)

        self.session = Session(connect, games, self._introduce)
        self._kept, lost_seat = self._seat_file.load()
        self.session.saved_seat = self._kept
        services = LocalServices(window.wake, start_server)
        rooms = self._seat_file.path.parent / ROOMS
        self._local = LocalGames(
            self.session, services, rooms, files.table, resume_server=resume_server, now_ms=self.now_ms
        )
        own_server = LocalServices(window.wake, partial(start_server, people=files.table))
        self.profiles, self.faces = self._make_people(files, own_server, connect)
        self._stack = SceneStack()
        self._navigation = Navigation(self, self._stack)
        self._top = TopLayer(self.session, self._stack)
        self.nearby = NearbySearch(window.wake)
        self._speaker, self._sounds = speaker or Speaker(), RoomSounds()
        self._aloud = ReadingAloud(self.session, self._stack, partial(SpeechThread, wake=window.wake))
        self._leaving: Scene | None = None
        """The question whether to leave a match by closing the window."""
        self._joining = ""
        """The address that was typed, to be remembered if it works."""
        self._seen_version = -1
        self._show_picture()
        self._take_look()
        self.home()
        if self.settings.full_screen:
            window.set_full_screen(full=True)
        for sentence in filter(None, (problem, lost_seat)):
            self.session.tell(sentence)

    def _make_people(
        self, files: PeopleFiles, own_server: LocalServices, connect: Callable[[str], Transport]
    ) -> tuple[Profiles, Faces]:
        window = self._window
        fetcher = Fetcher(window.wake)
        profiles = Profiles(
            Keyring(KeyFile(files.keys)),
            fetcher,
            own_server,
            make_transport=connect,
            is_own=self._local.is_own,
            changed=self.session.changed,
            tell=self.session.tell,
        )
        shrinking = Shrinking(small_picture, window.wake)
        faces = Faces(fetcher, window.assets.bring, window.assets.brought, OwnFace(files.face), shrinking)
        return profiles, faces

    # --- what the window calls ------------------------------------------------------------------------------------

    def wake(self, now_ms: int) -> None:
        """Take in what has arrived, and show the screen that belongs to it."""
        self._local.follow()
        self.session.poll(now_ms)
        if self.session.view is not None:
            self.session.view.tick(now_ms)
        self.profiles.poll()
        if self.faces.poll():
            self._seen_version = -1
        self._follow_session()
        if self._navigation.follow_overlays():
            self._seen_version = -1
        self._keep_seat()
        self._top.refresh(now_ms)
        if self.nearby.changed():
            self._seen_version = -1
        for cue in self._sounds.listen(self.session, now_ms):
            # Who reads nothing of what others write need not hear it either.
            if cue != "message" or not (self.settings.hush_chat or self.settings.streamer):
                self.sound(cue)
        told: list[str] = []
        if self.session.version != self._seen_version:
            self._seen_version = self.session.version
            told = self.session.take_sentences()
            self._top.tell(told, now_ms)
            self._stack.refresh(now_ms)
        problem = self._aloud.follow(self.settings, told, now_ms)
        if problem:
            self._top.tell([problem], now_ms)

    def _introduce(self, incoming: Incoming, url: str, send: Callable[[base.Request], int]) -> bool:
        return self.profiles.introduce(incoming, url, send)

    def _follow_session(self) -> None:
        came_to = self._navigation.follow(bots_expected=self._local.bots_expected)
        if came_to == "menu":
            self._speaker.rest()
        elif came_to in {"lobby", "match"} and not self.settings.volumes.muted:
            self._speaker.prepare()
        if came_to == "lobby" and not self._local.bots_expected:
            self._top.toasts.clear()
            self._remember_server()

    def resize(self, width: float, height: float) -> None:
        """The window has a new logical size."""
        self._stack.resize(width, height)
        self._top.resize(width, height)

    def handle(self, event: Input) -> bool:
        """Handle an input."""
        used = self._top.toasts.handle(event) or self._ask_for_perf(event) or self._stack.handle(event)
        used = used or self._handle_anywhere(event)
        # An action shows at once, not when the next message happens to come.
        self.wake(self.now_ms())
        return used

    def _handle_anywhere(self, event: Input) -> bool:
        """Keys that work on every screen, unless the screen used the input."""
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

    def _ask_for_perf(self, event: Input) -> bool:
        if not isinstance(event, Key) or not keys.means("perf", event, self.settings.keys):
            return False
        self._top.toggle_perf()
        return True

    def tick(self, now_ms: int) -> int | None:
        """Returns in how many ms the next frame is wanted."""
        view = self.session.view
        wanted = [self._stack.tick(now_ms), self._top.tick(now_ms, self._window), self.session.due_ms(now_ms)]
        wanted.append(view.tick(now_ms) if view is not None else None)
        return min((due for due in wanted if due is not None), default=None)

    @property
    def dirty(self) -> bool:
        """Whether a frame must be drawn."""
        return self._stack.dirty or self._top.dirty

    def paint(self, painter: Painter) -> list[FRect] | None:
        """Draw a frame, or only what has changed since the last one."""
        parts = self._top.add_damage(self._stack.damage() if self._stack.dirty else [])
        self._stack.paint(painter, parts, self._top.widgets)
        if self._pilot_log is not None and self._stack.takes_presses:
            self._pilot_log.write(self._stack.top, painter.scale)
        return parts

    def close(self) -> bool:
        """The person closes the window. During a match, ask once before."""
        session, view = self.session, self.session.view
        in_the_middle = session.place == "match" and not session.finished and not session.watching
        if not in_the_middle or view is None or (self._leaving is not None and self._leaving in self._stack):
            return True
        self._leaving = view.leave_question(self, self._window.stop)
        self.push(self._leaving)
        return False

    def end(self) -> None:
        """After the window was closed: leave the room, and end what runs here."""
        self.session.leave(self.now_ms())
        self._keep_seat()
        while self.session.saying_goodbye:
            self.session.poll(self.now_ms())
            self._window.sleep(10)
        self.session.close()
        self._speaker.rest()
        self.nearby.stop()
        self.profiles.end()
        self.faces.shrinking.close()
        self._local.end()

    # --- what scenes ask for --------------------------------------------------------------------------------------

    @property
    def addresses(self) -> list[str]:
        """The addresses at which friends find the room that is hosted here."""
        return self._local.addresses

    def sound(self, cue: Cue) -> None:
        """Play a sound."""
        self._speaker.play(cue, self.settings.volumes)

    def now_ms(self) -> int:
        """The window's clock."""
        return self._window.clock()

    def change_settings(self, settings: Settings) -> None:
        """Apply and save settings."""
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
        """Send the player's own picture to the room."""
        pup = pups.PICTURE + pups.portrait_for(self.settings.name, self.settings.picture)
        image = self.faces.image if self.settings.picture == OWN else b""
        if self.session.looks.change(pup, image):
            self.session.show_looks()

    def _take_look(self) -> None:
        settings, window = self.settings, self._window
        palette = theme.palette_for(settings.room, safe=settings.safe_colors)
        if window.set_look(palette, theme.TEXT_SIZES[settings.text_size]) and len(self._stack):
            self.resize(*window.logical_size)

    def push(self, scene: Scene) -> None:
        """Show a scene over the current one."""
        self._stack.push(scene)
        self._seen_version = -1

    def pop(self) -> None:
        """Remove the top scene."""
        self._stack.pop()

    def show(self, scene: Scene) -> None:
        """Go to another screen."""
        self._stack.replace_all(scene)
        self._seen_version = -1

    def home(self) -> None:
        """Go to the home screen."""
        self._navigation.home()

    def host(self, options: m.Options) -> None:
        """Start a server that the LAN can reach, and open a room on it."""
        settings = self.settings
        self._local.host(
            m.CreateGame(options=options, name=settings.name, private=settings.private, spectators=settings.watchers)
        )

    def host_with(self, create: m.CreateGame, open_room: Callable[[str, m.CreateGame], Seat]) -> None:
        """Start a server that the LAN can reach, and let a function open a room on it."""
        self._local.host_with(create, open_room)

    def play_alone(self, options: m.Options, opponent: Callable[[str, str], Bots]) -> None:
        """Start a server for this machine alone, open a room, and let an opponent join."""
        self._local.play_alone(m.CreateGame(options=options, name=self.settings.name, private=True), opponent)

    def watch_demo(self, make_demo: Callable[[str], Demo]) -> None:
        """Start a server for this machine alone, and watch bots play on it."""
        self._local.watch(make_demo)

    def watch_replay(self, content: bytes, url: str) -> None:
        """Show a recorded match, or say why that is not possible."""
        try:
            self.push(self._recorded(content, url))
        except CannotReplay as refused:
            self.session.tell(str(refused))

    def _recorded(self, content: bytes, url: str) -> Scene:
        entry = self.games.get(game_of(content))
        if entry is None or entry.replay is None:
            raise CannotReplay(texts.REPLAY_OTHER_GAME)
        return entry.replay(self, content, url)

    def join(self, text: str, *, screen: bool = False) -> None:
        """Join what was typed. As a `screen`, show a quiz to everybody."""
        try:
            address = parse(text)
        except BadAddress as error:
            self.session.tell(str(error))
            return
        self.join_at(address, screen=screen)

    def join_at(self, address: Address, *, screen: bool = False) -> None:
        """Join a room whose address is known. A screen has no name."""
        self._joining = address.url or ""
        url = address.url or self.settings.server or f"http://{hosting.LOOPBACK}:{DEFAULT_PORT}"
        name = self.settings.name
        first: m.Request = m.ListGames(subscribe=True)
        if address.code:
            first = m.JoinGame(address.code, None if screen else name, key=address.key, screen=screen)
        if_nobody = "" if address.url else texts.code_needs_address(address.code or "")
        self.session.open(url, first, self.now_ms(), name=name, if_nobody=if_nobody)

    def rejoin(self) -> None:
        """Return to the saved seat. A server in this program is started again first."""
        seat = self.session.saved_seat
        if seat is None:
            return
        if seat.table:
            self._local.rejoin(seat)
        else:
            self.session.reopen(seat, self.now_ms())

    def leave(self) -> None:
        """Leave the room and go to the home screen."""
        self.session.leave(self.now_ms())

    def copy(self, text: str, told: str) -> None:
        """Copy a text to the clipboard, and say so."""
        self.session.tell(told if copy_text(text) else texts.NOT_COPIED)

    def quit(self) -> None:
        """End the program."""
        if self.close():
            self._window.stop()

    # --- what is remembered ---------------------------------------------------------------------------------------

    def _keep_seat(self) -> None:
        """Save the seat for the next start, in case this program dies."""
        seat = self._local.noted(self.session.saved_seat)
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

"""Sessions in a wanted state, and the program around a scene, without either network or app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from game.client.games import GAMES
from game.client.net.nearby import NearbySearch
from game.client.people.faces import Faces
from game.client.people.ownface import OwnFace, small_picture
from game.client.picturefile import Shrinking
from game.client.settings import Settings
from netcode import messages as m
from tests.helpers.chess_wire import board_state
from tests.helpers.fake_transport import ME, OTHER, Line, in_game, in_lobby, match_in
from tests.helpers.people import FakePeople

if TYPE_CHECKING:
    from collections.abc import Callable

    import pygame

    from game.client.chess.model import ChessModel
    from game.client.kit.scene import Scene
    from game.client.net.localservices import Bots
    from game.client.net.nearby import NearbyServer
    from netcode.address import Address
    from netcode.client import Seat

MOVES = ["e2e4", "e7e5", "g1f3", "b8c6", "f1c4", "c6d4", "f3e5", "d8g5"]
UPGRADES = m.Badges(white=["trotters"], black=["recruit", "siege"])
NOW = 10_000


class FakeNearby:
    """Finds what a test has put here."""

    places: tuple[NearbyServer, ...] = ()
    failed = False

    def __init__(self, wake: Callable[[], None]) -> None:
        del wake
        self.looking = False

    def start(self) -> None:
        self.looking = True

    def stop(self) -> None:
        self.looking = False


class NoFace(OwnFace):
    """Keeps a picture for as long as the test lasts."""

    def __init__(self, image: bytes = b"", problem: str = "") -> None:
        self.image = image
        self.problem = problem

    def load(self) -> bytes:
        return self.image

    def save(self, image: bytes) -> str:
        self.image = image
        return self.problem


class FakeContext:
    """What scenes may ask for; notes it."""

    NAME = "Ann"

    def __init__(self, line: Line | None = None, **settings: Any) -> None:
        self.session = (line or Line()).session
        # At rest at once: a picture must not depend on how far a card has turned.
        self.settings = Settings(**{"name": self.NAME, "reduced_motion": True, **settings})
        self.addresses: list[str] = []
        self.asked: list[str] = []
        self.games = GAMES
        self.nearby = NearbySearch(lambda: None, FakeNearby)  # type: ignore[arg-type]
        self.brought: dict[str, pygame.Surface] = {}
        """Pictures that are none of ours, by name."""
        self.people = FakePeople(self.session.tell)
        self.profiles = self.people.profiles
        self.faces = Faces(
            self.people.shelf, self.brought.__setitem__, self.brought.get, NoFace(), Shrinking(small_picture)
        )

    @property
    def match(self) -> ChessModel:
        """The match of the room."""
        return match_in(self.session)

    def sound(self, cue: str) -> None:
        self.asked.append(f"sound {cue}")

    def now_ms(self) -> int:
        return NOW

    def change_settings(self, settings: Settings) -> None:
        self.settings = settings

    def push(self, scene: Scene) -> None:
        self.asked.append(f"push {scene.name}")

    def pop(self) -> None:
        self.asked.append("pop")

    def show(self, scene: Scene) -> None:
        self.asked.append(f"show {scene.name}")

    def home(self) -> None:
        self.asked.append("home")

    def host(self, options: m.Options) -> None:
        assert isinstance(options, m.ChessOptions)
        self.asked.append(f"host {options.best_of}")

    def host_with(self, create: m.CreateGame, open_room: Callable[[str, m.CreateGame], Seat]) -> None:
        self.create, self.open_room = create, open_room
        self.asked.append("host with")

    def watch_replay(self, content: bytes, url: str) -> None:
        self.asked.append(f"replay of {len(content)} bytes from {url}")

    def join(self, text: str) -> None:
        self.asked.append(f"join {text}")

    def join_at(self, address: Address) -> None:
        self.asked.append(f"join {address.url} {address.code}")

    def play_alone(self, options: m.Options, opponent: Callable[[str, str], Bots]) -> None:
        del opponent
        assert isinstance(options, m.ChessOptions)
        self.asked.append(f"play_computer {options.ai_level} {options.best_of}")

    def rejoin(self) -> None:
        self.asked.append("rejoin")

    def leave(self) -> None:
        self.asked.append("leave")

    def copy(self, text: str, told: str) -> None:
        self.asked.append(f"copy {text}")
        self.session.tell(told)

    def quit(self) -> None:
        self.asked.append("quit")


S = TypeVar("S", bound="Scene")


def scene_of(kind: Callable[..., S], context: FakeContext, *more: object) -> S:
    """A screen of the match in which the context is."""
    return kind(context, context.match, *more)


def a_lobby(**settings: Any) -> FakeContext:
    """A host whose friend has come and said hello."""
    line = in_lobby()
    line.match.standin_level = "quick"
    line.say(m.ChatLine(OTHER, "hi! ready when you are", "Bob"))
    context = FakeContext(line, **settings)
    context.addresses = ["192.168.1.20:8765", "10.0.0.5:8765"]
    return context


def _second_game(**changes: Any) -> Line:
    """Game 2, which follows one that Black lost; nobody's clock runs, so that a picture stays as it is."""
    line = in_game()
    line.say(m.GameOver("Win", "checkmate", {"1": 1.0, "2": 0.0}, ME))
    state = board_state(
        game=2,
        wins={"1": 1, "2": 0},
        ply=len(MOVES),
        last_move=MOVES[-1],
        moves=MOVES,
        upgrades=UPGRADES,
        clocks_ms=m.Clocks(41_300, 52_800),
        running=None,
    )
    line.say(state, m.ChatLine(OTHER, "good luck!", "Bob"), m.ChatLine(ME, "you too", "Ann"))
    if changes:
        line.say(m.BoardState(**{**{name: getattr(state, name) for name in state.__struct_fields__}, **changes}))
    return line


def a_game() -> FakeContext:
    """In the middle of the second game."""
    return FakeContext(_second_game())


def a_hosted_game() -> FakeContext:
    """The same at a table where others may watch, and how is shown."""
    context = a_game()
    context.addresses = ["192.168.1.20:8765"]
    return context


def a_draft() -> FakeContext:
    """After the second game, which was lost."""
    line = _second_game(phase="draft", phase_ms=12_000)
    line.say(m.UpgradeOffer(ME, ["trotters", "recruit", "siege"], 12_000))
    return FakeContext(line)


def a_finished_match() -> FakeContext:
    """Won 2 : 1."""
    return a_story()


LONG_NAMES = ("WWWWWWWWWWWWWWWWWWWW", "Ŵidest Möglicher Ñame")
MANY = ["trotters", "recruit", "siege", "deep_breath", "knight_hero", "shield"]
MANY_OTHERS = ["retreat", "amazon", "poison_bishops", "long_wind", "two_recruits", "fanged_queen"]
LATE_MOVES = [
    "e2e4",
    "c7c5",
    "g1f3",
    "d7d6",
    "d2d4",
    "c5d4",
    "f3d4",
    "g8f6",
    "b1c3",
    "a7a6",
    "c1g5",
    "e7e6",
    "f2f4",
    "d8b6",
    "d1d2",
    "b6b2",
    "a1b1",
    "b2a3",
    "e4e5",
]


def a_late_game() -> FakeContext:
    """The longest names, six upgrades each, and a queue of moves."""
    line = in_game()
    line.say(
        m.PlayerList(
            [
                m.Player(pid, name[:20], "player", connected=True, host=pid == ME, latency_ms=240)
                for pid, name in zip((ME, OTHER), LONG_NAMES, strict=True)
            ]
        )
    )
    for game in range(1, 7):
        winner = ME if game % 2 else OTHER
        line.say(m.GameOver("Win", "checkmate", {"1": 1.0, "2": 0.0}, winner))
    state = board_state(
        game=7,
        best_of=7,
        wins={"1": 3, "2": 3},
        ply=len(LATE_MOVES),
        turn="black",
        last_move=LATE_MOVES[-1],
        moves=LATE_MOVES,
        upgrades=m.Badges(white=MANY, black=MANY_OTHERS),
        start_layers="b1 d1 - -",
        clocks_ms=m.Clocks(8_400, 12_800),
        running=None,
    )
    line.say(state, *(m.ChatLine(pid, "What a mess of a position this is!", LONG_NAMES[pid - 1]) for pid in (1, 2, 1)))
    return FakeContext(line)


SCHOLARS_MATE = ["e2e4", "e7e5", "f1c4", "b8c6", "d1h5", "g8f6", "h5f7"]
FOOLS_MATE = ["f2f3", "e7e5", "g2g4", "d8h4"]


def play_a_game(
    line: Line, number: int, moves: list[str], winner: int | None, ending: str = "result", **facts: Any
) -> None:
    """Have a whole game played: Ann has White in the odd ones, and every move takes a second and a half."""
    white, black = (ME, OTHER) if number % 2 else (OTHER, ME)
    facts = {"players": {"white": white, "black": black}, "color": "white" if white == ME else "black", **facts}
    line.say(m.GameStarted(number, {"white": white, "black": black}, 3_000))
    for ply in range(len(moves) + 1):
        ended = ply == len(moves)
        state = board_state(
            seq=100 * number + ply,
            game=number,
            phase=ending if ended else "playing",
            phase_ms=3_000 if ended and ending == "result" else None,
            running=None,
            turn="black" if ply % 2 else "white",
            ply=ply,
            last_move=moves[ply - 1] if ply else None,
            clocks_ms=m.Clocks(60_000 - 1_500 * ((ply + 1) // 2), 60_000 - 1_500 * (ply // 2)),
            **facts,
        )
        line.say(state)
    line.say(m.GameOver("Win", "stalemate" if winner is None else "checkmate", {}, winner))


def a_story(best_of: int = 3, names: tuple[str, str] = ("Ann", "Bob")) -> FakeContext:
    """A match to the last game, of which every move was seen, with upgrades for whoever lost."""
    line = in_game()
    line.say(
        m.PlayerList([m.Player(pid, names[pid - 1][:20], "player", connected=True, host=pid == ME) for pid in (1, 2)])
    )
    owned: dict[int, list[str]] = {ME: [], OTHER: []}
    wins = {"1": 0, "2": 0}
    for number in range(1, best_of + 1):
        winner = ME if number % 2 else OTHER
        white, black = (ME, OTHER) if number % 2 else (OTHER, ME)
        badges = m.Badges(white=list(owned[white]), black=list(owned[black]))
        score = {"best_of": best_of, "wins": dict(wins), "upgrades": badges}
        ending = "over" if number == best_of else "result"
        play_a_game(line, number, SCHOLARS_MATE if winner == white else FOOLS_MATE, winner, ending, **score)
        wins[str(winner)] += 1
        if number < best_of:
            loser = OTHER if winner == ME else ME
            pool = MANY if loser == ME else MANY_OTHERS
            gained = pool[len(owned[loser]) % len(pool)]
            owned[loser].append(gained)
            line.say(m.UpgradeChosen(loser, gained))
    points = {pid: float(won) for pid, won in wins.items()}
    line.say(m.MatchOver("Win", points, "score", ME), m.Witness(OTHER, "PlayAgain", {"again": True}))
    changes = {"1": m.RatingChange(1534, 12, uncertain=True), "2": m.RatingChange(1608, -9, uncertain=False)}
    line.say(m.Rated("replay1", changes))
    line.poll(10_000)
    return FakeContext(line)

"""Widgets laid out to be looked at: the design sheet with everything on it, and a table like that of a game."""

from __future__ import annotations

from typing import TYPE_CHECKING

import chess
from msgspec import Struct

from game.chess.rules.bycolor import ByColor
from game.chess.upgrades import board_from
from game.client.art import pups
from game.client.art.emotes import EMOTES
from game.client.art.widgets.emote import EmoteLayer, EmoteWheel
from game.client.art.widgets.portrait import PortraitChoice
from game.client.chess.board import BoardWidget
from game.client.chess.platefacts import PlateFacts
from game.client.chess.widgets.badge import Badges, ScorePips
from game.client.chess.widgets.card import HEIGHT, WIDTH, UpgradeCard
from game.client.chess.widgets.clockface import ClockFace
from game.client.chess.widgets.plate import PlayerPlate
from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.base import Widget
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.choice import Choice
from game.client.kit.widgets.label import Label, Panel, Picture
from game.client.kit.widgets.scrolling import ChatBox, ChatEntry, MoveList
from game.client.kit.widgets.slider import Slider
from game.client.kit.widgets.textfield import TextField
from game.client.kit.widgets.toggle import Toggle

if TYPE_CHECKING:
    from game.client.chess.board.state import TargetSign

# After 1 e4 e5 2 Nf3 Nc6 3 Bc4 Nd4: the queen and the knight can capture, and there are empty squares to go to.
FEN = "r1bqkbnr/pppp1ppp/8/4p3/2BnP3/5N2/PPPP1PPP/RNBQK2R w KQkq - 4 4"
UPGRADES = ("trotters", "recruit")
SANS = ("e4", "e5", "Nf3", "Nc6", "Bc4", "Nd4")


def nothing(*_: object) -> None:
    """What a widget calls that nobody listens to."""


def placement(board: chess.Board) -> dict[int, str]:
    """Square -> FEN letter."""
    return {square: piece.symbol() for square, piece in board.piece_map().items()}


def targets(board: chess.Board) -> dict[int, dict[int, list[chess.Move]]]:
    """From-square -> to-square -> moves."""
    found: dict[int, dict[int, list[chess.Move]]] = {}
    for move in board.legal_moves:
        found.setdefault(move.from_square, {}).setdefault(move.to_square, []).append(move)
    return found


def a_board(x: float, y: float, side: float, *, check: int | None = None) -> BoardWidget:
    """A board in the middle of a game in which White's knights also step like kings."""
    position = board_from(FEN, ByColor(("trotters",), ()))
    standard = chess.Board(FEN)
    board = BoardWidget(nothing)
    board.set_position(placement(position), last_move=(chess.C6, chess.D4), check=check)

    def signs(origin: int, target: int) -> frozenset[TargetSign]:
        known = standard.is_pseudo_legal(chess.Move(origin, target))
        return frozenset() if known else frozenset({"granted"})

    board.set_targets(targets(position), signs)
    board.set_signs({square: frozenset({"upgraded"}) for square, piece in placement(position).items() if piece == "N"})
    board.place(x, y, side, side)
    return board


class MatchTable(Struct):
    """The widgets of a game, for those who want to change them."""

    board: BoardWidget
    clock: ClockFace
    all: list[Widget]


def a_match_table() -> MatchTable:
    """All that a game shows at 1280 x 800, laid out like it."""
    board = a_board(24, 24, 752)
    widgets: list[Widget] = [board]
    clocks = []
    for top, name, running in ((24, "Pepper", False), (680, "Łukasz", True)):
        plate, clock, badges = PlayerPlate(), ClockFace(), Badges()
        plate.set_facts(PlateFacts(name=name, piece="k" if top == 24 else "K", captured="pn", lead=0 if running else 1))
        plate.place(800, top, 220, 56)
        clock.set_time(41_300 if running else 52_800, running=running)
        clock.place(1036, top, 220, 64)
        badges.set_upgrades(list(UPGRADES) if running else [])
        badges.place(800, top + 72, 456, 28)
        clocks.append(clock)
        widgets += [plate, clock, badges]
    pips, moves, chat, field = ScorePips(), MoveList(), ChatBox(title="Chat"), TextField(placeholder="Say something")
    pips.set_score(3, 1, 1, 0)
    pips.place(800, 136, 456, 24)
    moves.set_moves(SANS * 6)
    moves.place(800, 172, 216, 440)
    chat.set_entries(
        [ChatEntry("Pepper", "good luck!", theme.TEAL), ChatEntry("Łukasz", "thanks, you too ♞", theme.AMBER)]
    )
    chat.place(1028, 172, 228, 380)
    field.place(1028, 564, 228, 44)
    resign, draw = Button("Resign", nothing), Button("Draw?", nothing)
    resign.place(800, 624, 216, 44)
    draw.place(1028, 624, 228, 44)
    return MatchTable(board, clocks[1], [*widgets, pips, moves, chat, field, resign, draw])


def a_design_sheet() -> list[Widget]:
    """Every widget in its states, for 1280 x 1240 units."""
    return [*_types(), *_controls(), *_game_things(), *_cards(), *_boards()]


def a_social_sheet() -> list[Widget]:
    """The pups: portraits, all emotes at the moment that stands for them, the wheel; for 1280 x 800 units."""
    choice, wheel = PortraitChoice("cocoa", nothing), EmoteWheel(nothing, nothing)
    slider, quiet = Slider("Pieces", 65, nothing), Slider("Alerts", 0, nothing)
    wheel.reduced_motion = True
    wheel.show()
    wheel._light(4)
    found = [
        _put(Panel(border=theme.LINE, shadow=True), 24, 24, 600, 360),
        _put(choice, 44, 36, 560, 240),
        _put(slider, 44, 284, 560, 40),
        _put(quiet, 44, 332, 560, 40),
        _put(wheel, 760, 18, EmoteWheel.SIDE, EmoteWheel.SIDE),
    ]
    coats = list(pups.PORTRAITS)
    for row in range(3):
        layer = EmoteLayer()
        layer.reduced_motion = True
        for i, emote in enumerate(list(EMOTES)[4 * row : 4 * row + 4]):
            at = (100.0 + 180 * i + 90 * (row % 2), 470.0 + 128 * row)
            layer.leap(emote, at, at, theme.AMBER if row % 2 else theme.TEAL, coats[(4 * row + i) % len(coats)])
        found.append(_put(layer, 0, 0, 1280, 800))
    return found


def _put(widget: Widget, x: float, y: float, w: float, h: float) -> Widget:
    widget.place(x, y, w, h)
    return widget


def _types() -> list[Widget]:
    found: list[Widget] = []
    y = 24.0
    for size, text in ((Size.GIANT, "Underdog"), (Size.HUGE, "Down one, up one."), (Size.TITLE, "Łukasz ♞ Пёс Ωμέγα")):
        found.append(_put(Label(text, size=size, face=Face.HEADING), 24, y, 420, size * 1.2))
        y += size * 1.25
    for size, text in ((Size.LARGE, "Large"), (Size.BODY, "Body"), (Size.SMALL, "Small"), (Size.TINY, "Tiny")):
        found.append(_put(Label(f"{text} text, quickly read", size=size, color=theme.QUIET), 24, y, 420, size * 1.4))
        y += size * 1.5
    for i, mood in enumerate(("pup", "pup_happy", "pup_sad", "icon")):
        found.append(_put(Picture(f"pictures/{mood}"), 24 + i * 100, y + 8, 92, 92))
    return found


def _controls() -> list[Widget]:
    found: list[Widget] = [_put(Panel(border=theme.LINE, shadow=True), 456, 24, 392, 416)]
    for i, kind in enumerate(("primary", "secondary", "danger", "quiet")):
        x, y = 472 + i % 2 * 184, 40 + i // 2 * 56
        found.append(_put(Button(kind.capitalize(), nothing, kind=kind), x, y, 176, theme.BUTTON_HEIGHT))  # type: ignore[arg-type]
    off, focused, hovered = Button("Disabled", nothing), Button("Focused", nothing), Button("Hovered", nothing)
    off.set_enabled(enabled=False)
    focused.set_focused(focused=True)
    focused.ringed = True
    hovered.set_hovered(hovered=True)
    found += [
        _put(each, 472 + i * 122, 156, 114, theme.BUTTON_HEIGHT) for i, each in enumerate((off, focused, hovered))
    ]
    empty, full = TextField(placeholder="Code or address"), TextField(text="192.168.1.20 KLMN")
    found += [_put(empty, 472, 220, 176, theme.FIELD_HEIGHT), _put(full, 656, 220, 176, theme.FIELD_HEIGHT)]
    found.append(_put(Choice([(3, "Best of 3"), (5, "5"), (7, "7")], 3, nothing), 472, 280, 360, theme.FIELD_HEIGHT))
    found.append(_put(Toggle("Reduced motion", False, nothing), 472, 336, 360, 40))
    found.append(_put(Toggle("Always a queen", True, nothing), 472, 384, 360, 40))
    return found


def _game_things() -> list[Widget]:
    found: list[Widget] = []
    for i, (ms, running) in enumerate(((60_000, True), (42_000, False), (9_400, True), (4_200, False))):
        clock = ClockFace()
        clock.set_time(ms, running=running)
        found.append(_put(clock, 864 + i % 2 * 200, 24 + i // 2 * 72, 192, 64))
    here, gone = PlayerPlate(), PlayerPlate()
    here.set_facts(PlateFacts(name="Pepper", piece="k", captured="PPNBQ", lead=5))
    gone.set_facts(PlateFacts(name="A player with a very long name", here=False, note="reconnecting…"))
    found += [_put(here, 864, 176, 192, 52), _put(gone, 1064, 176, 192, 52)]
    badges, pips = Badges(), ScorePips()
    badges.set_upgrades(["trotters", "rook_hop", "deep_breath", "siege"])
    pips.set_score(7, 2, 1, 1)
    found += [_put(badges, 864, 240, 392, 60), _put(pips, 864, 308, 392, 24)]
    moves, chat = MoveList(), ChatBox(title="Chat")
    moves.set_moves(SANS)
    chat.set_entries(
        [
            ChatEntry("Pepper", "hi! have fun, this is going to be a long line", theme.TEAL),
            ChatEntry("Łukasz", "you too", theme.AMBER),
        ]
    )
    return [*found, _put(moves, 864, 340, 192, 100), _put(chat, 1064, 340, 192, 100)]


def _cards() -> list[Widget]:
    found: list[Widget] = []
    for i, upgrade in enumerate(("trotters", "rook_hop", "hurry_up", None)):
        card = UpgradeCard(i + 1, nothing)
        card.reduced_motion = True
        card.set_upgrade(upgrade)
        found.append(_put(card, 24 + i * (WIDTH + 12), 464, WIDTH, HEIGHT))
    return found


def _boards() -> list[Widget]:
    found: list[Widget] = []
    for i, name in enumerate(theme.BOARDS):
        board = a_board(24 + i * 312, 868, 296, check=chess.E8 if i == 1 else None)
        board.state.reduced_motion = True
        board.set_colors(name)
        board.state.selected = chess.F3
        found.append(board)
    return found

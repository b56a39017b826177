"""The chess board: shows a position, and lets a person make a move on it by mouse or keyboard.

It knows no rules: what may move where is given to it, and a finished move is reported as UCI. Squares are
python-chess's (0 = a1), pieces are FEN letters.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import chess
import pygame
from pygame import FRect

from game.client import theme
from game.client.input import Key, PointerDown, PointerMove, PointerUp
from game.client.theme import Face
from game.client.widgets.base import Widget, paint_focus_ring
from game.client.widgets.still import Still

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from game.client.input import Input, Position
    from game.client.painter import Painter

Placement: TypeAlias = "Mapping[int, str]"
Targets: TypeAlias = "Mapping[int, Mapping[int, list[chess.Move]]]"

PIECE_SHARE = 0.94
"""A piece's part of its square."""
AURA_SHARE = 0.03
"""How far the rim around an upgraded piece reaches, as a part of the piece."""
LIFT = 1.12
GHOST_ALPHA = 90
PROMOTIONS = "qrbn"
BREATH_MS = 1_400
_ARROWS = {pygame.K_LEFT: (-1, 0), pygame.K_RIGHT: (1, 0), pygame.K_UP: (0, 1), pygame.K_DOWN: (0, -1)}


class _Flight(NamedTuple):
    """A piece on its way; `since` None until the first frame."""

    piece: str
    origin: int
    target: int
    since: int | None = None


class _Puff(NamedTuple):
    """The small cloud of a capture."""

    square: int
    since: int | None = None


class _Drag(NamedTuple):
    """A piece under the pointer; lifted once the pointer has moved far enough."""

    origin: int
    start: tuple[float, float]
    lifted: bool = False
    again: bool = False
    """Whether the piece was selected before: put down where it is, it is let go."""


class BoardWidget(Widget):
    """Click-click, drag, or arrows and Enter; Esc or a right click lets go."""

    focusable = True

    def __init__(self, on_move: Callable[[str], None], *, name: str = "board") -> None:
        super().__init__(name)
        self._on_move = on_move
        self.colors = theme.BOARDS[theme.DEFAULT_BOARD]
        self.flipped = False
        self.reduced_motion = False
        self.auto_queen = False
        self._placement: dict[int, str] = {}
        self._last_move: tuple[int, int] | None = None
        self._check: int | None = None
        self._targets: Targets = {}
        self._granted: Callable[[int, int], bool] = lambda _origin, _target: False
        self._marked: frozenset[str] = frozenset()
        self._selected: int | None = None
        self._cursor: int | None = None
        self._pointer: Position = (-1, -1)
        self._drag: _Drag | None = None
        self._promotion: tuple[int, int] | None = None
        self._flights: list[_Flight] = []
        self._puffs: list[_Puff] = []
        self._dropped: int | None = None
        self._now = 0
        self._still = Still()

    # --- what is shown --------------------------------------------------------------------------------------------

    def set_position(
        self, placement: Placement, *, last_move: tuple[int, int] | None, check: int | None, animate: bool = True
    ) -> None:
        """Show a position: pieces by square, the squares of the last move, the square of a king in check."""
        placement = dict(placement)
        if placement != self._placement:
            if animate and not self.reduced_motion:
                self._animate(placement)
            self._placement = placement
            self._let_go_of_ghosts()
            self.invalidate()
        self._dropped = None
        if (last_move, check) != (self._last_move, self._check):
            self._last_move, self._check = last_move, check
            self.invalidate()

    def set_targets(self, targets: Targets, granted: Callable[[int, int], bool]) -> None:
        """What may be moved: from-square -> to-square -> moves; `granted` tells what only an upgrade allows."""
        if targets != self._targets:
            self._targets, self._granted = targets, granted
            self._still.drop()
            if self._selected not in targets:
                self.let_go()
            self.invalidate()

    def set_marked(self, pieces: frozenset[str]) -> None:
        """The piece letters that move in a new way and wear an emblem."""
        if pieces != self._marked:
            self._marked = pieces
            self.invalidate()

    def set_flipped(self, flipped: bool) -> None:
        """Whether Black is at the bottom."""
        if flipped != self.flipped:
            self.flipped = flipped
            self._flights.clear()
            self.invalidate()

    def set_colors(self, name: str) -> None:
        """The look, by its name in the theme."""
        if theme.BOARDS[name] is not self.colors:
            self.colors = theme.BOARDS[name]
            self.invalidate()

    def let_go(self) -> None:
        """Forget selection, drag and an open promotion."""
        self._selected = self._drag = self._promotion = None
        self.invalidate()

    @property
    def choosing_promotion(self) -> bool:
        """Whether the picker is open."""
        return self._promotion is not None

    @property
    def moving(self) -> bool:
        """Whether a piece is on its way, or a promotion being chosen."""
        return bool(self._flights) or self._promotion is not None

    def _let_go_of_ghosts(self) -> None:
        for square in (self._selected, self._drag.origin if self._drag else None):
            if square is not None and square not in self._placement:
                self.let_go()

    # --- geometry -------------------------------------------------------------------------------------------------

    def square_rect(self, square: int) -> FRect:
        """Where a square is, in logical units."""
        file, rank = chess.square_file(square), chess.square_rank(square)
        if self.flipped:
            file, rank = 7 - file, 7 - rank
        side = self.rect.w / 8
        return FRect(self.rect.x + file * side, self.rect.y + (7 - rank) * side, side, side)

    def square_at(self, at: Position) -> int | None:
        """The square there."""
        if not self.contains(at):
            return None
        side = self.rect.w / 8
        file, rank = int((at[0] - self.rect.x) // side), 7 - int((at[1] - self.rect.y) // side)
        file, rank = min(max(file, 0), 7), min(max(rank, 0), 7)
        return chess.square(7 - file, 7 - rank) if self.flipped else chess.square(file, rank)

    # --- inputs ---------------------------------------------------------------------------------------------------

    def handle(self, event: Input) -> bool:
        match event:
            case PointerDown(at, "left"):
                self._press(at)
            case PointerDown(_, "right"):
                self.let_go()
            case PointerMove(at):
                self._move_pointer(at)
            case PointerUp(at, "left"):
                self._release(at)
            case Key():
                return self._press_key(event)
            case _:
                return False
        return True

    def _press(self, at: Position) -> None:
        square = self.square_at(at)
        if self._promotion is not None:
            self._pick_promotion(at)
        elif square is None:
            self.let_go()
        elif self._selected is not None and square in self._targets.get(self._selected, {}):
            self._go(self._selected, square)
        elif square in self._targets:
            self._drag = _Drag(square, at, again=square == self._selected)
            self._selected = square
        else:
            self.let_go()
        self._cursor = None
        self._pointer = at
        self.invalidate()

    def _move_pointer(self, at: Position) -> None:
        self._pointer = at
        drag = self._drag
        if drag is None:
            if self._selected is not None:
                self.invalidate()
            return
        distance = max(abs(at[0] - drag.start[0]), abs(at[1] - drag.start[1]))
        if drag.lifted or distance >= theme.DRAG_THRESHOLD_PX:
            self._drag = drag._replace(lifted=True)
            self.invalidate()

    def _release(self, at: Position) -> None:
        drag, self._drag = self._drag, None
        if drag is None:
            return
        if not drag.lifted:
            if drag.again:
                self.let_go()
            return
        target = self.square_at(at)
        if target is not None and target in self._targets.get(drag.origin, {}):
            self._go(drag.origin, target, dropped=True)
        elif target != drag.origin:
            self.let_go()
        self.invalidate()

    def _press_key(self, event: Key) -> bool:
        if event.key == pygame.K_ESCAPE and (self._selected is not None or self._promotion is not None):
            self.let_go()
        elif self._promotion is not None and chr(event.key) in PROMOTIONS if event.key < 128 else False:
            self._promote(chr(event.key))
        elif event.key in _ARROWS:
            self._walk(*_ARROWS[event.key])
        elif event.key in {pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_SPACE} and self._cursor is not None:
            self._enter(self._cursor)
        else:
            return False
        self.invalidate()
        return True

    def _walk(self, files: int, ranks: int) -> None:
        if self._cursor is None:
            self._cursor = chess.E7 if self.flipped else chess.E2
            return
        sign = -1 if self.flipped else 1
        file = min(max(chess.square_file(self._cursor) + sign * files, 0), 7)
        rank = min(max(chess.square_rank(self._cursor) + sign * ranks, 0), 7)
        self._cursor = chess.square(file, rank)

    def _enter(self, square: int) -> None:
        if self._selected is not None and square in self._targets.get(self._selected, {}):
            self._go(self._selected, square)
        else:
            self._selected = square if square in self._targets and square != self._selected else None

    def _go(self, origin: int, target: int, *, dropped: bool = False) -> None:
        moves = self._targets[origin][target]
        if len(moves) > 1 and not self.auto_queen:
            self._selected, self._promotion = None, (origin, target)
            return
        self._selected = None
        # A dropped piece is already where it goes; flying there from its origin would look like a slip.
        self._dropped = target if dropped else None
        queen = next((move for move in moves if move.promotion == chess.QUEEN), moves[0])
        self._on_move(queen.uci())

    def _pick_promotion(self, at: Position) -> None:
        for letter, rect in self._picker():
            if rect.collidepoint(at):
                self._promote(letter)
                return
        self.let_go()

    def _promote(self, letter: str) -> None:
        assert self._promotion is not None
        origin, target = self._promotion
        self._promotion = None
        self._on_move(chess.square_name(origin) + chess.square_name(target) + letter)

    def _picker(self) -> list[tuple[str, FRect]]:
        """The four choices and where they are: from the target square inwards."""
        if self._promotion is None:
            return []
        rect = self.square_rect(self._promotion[1])
        step = rect.h if rect.y < self.rect.centery else -rect.h
        return [(letter, rect.move(0, i * step)) for i, letter in enumerate(PROMOTIONS)]

    # --- animation ------------------------------------------------------------------------------------------------

    def _animate(self, after: dict[int, str]) -> None:
        """Let every piece that has changed its square fly there; a capture puffs."""
        before = self._placement
        vacated = {square: piece for square, piece in before.items() if after.get(square) != piece}
        arrived = {square: piece for square, piece in after.items() if before.get(square) != piece}
        # More than a move (a new game, a jump in the move list) just appears.
        if not before or len(arrived) > 2:
            self._flights.clear()
            return
        for target, piece in arrived.items():
            if target in before:
                self._puffs.append(_Puff(target))
            origin = _origin_of(piece, vacated)
            if origin is not None and target != self._dropped:
                self._flights = [flight for flight in self._flights if flight.target != target]
                self._flights.append(_Flight(piece, origin, target))

    def tick(self, now_ms: int) -> bool:
        self._now = now_ms
        self._flights = [
            flight if flight.since is not None else flight._replace(since=now_ms)
            for flight in self._flights
            if flight.since is None or now_ms - flight.since < theme.PIECE_MS
        ]
        self._puffs = [
            puff if puff.since is not None else puff._replace(since=now_ms)
            for puff in self._puffs
            if puff.since is None or now_ms - puff.since < theme.PUFF_MS
        ]
        return bool(self._flights or self._puffs or (self._check is not None and not self.reduced_motion))

    # --- painting -------------------------------------------------------------------------------------------------

    def paint(self, painter: Painter) -> None:
        if self.focused and self._cursor is not None:
            paint_focus_ring(painter, self.rect, theme.RADIUS_SMALL)
        painter.rim(self.rect.inflate(theme.GRID * 2, theme.GRID * 2), self.colors.frame)
        self._paint_still(painter)
        self._paint_hovered(painter)
        self._paint_moving(painter)
        if self._promotion is not None:
            self._paint_picker(painter)

    def _paint_still(self, painter: Painter) -> None:
        """All that does not move; while a king's square breathes, all is in motion."""
        breathing = self._check is not None and not self.reduced_motion
        if breathing:
            self._still.drop()
        self._still.paint(
            painter, self.rect, lambda: self._paint_layers(painter), shows=self._still_state(), keep=not breathing
        )

    def _paint_layers(self, painter: Painter) -> None:
        self._paint_squares(painter)
        self._paint_tints(painter)
        self._paint_check(painter)
        self._paint_targets(painter)
        self._paint_pieces(painter)

    def _still_state(self) -> Hashable:
        """Everything that the still part shows, targets aside: those drop the picture themselves."""
        lifted = self._drag is not None and self._drag.lifted
        return (
            (self.colors, self.flipped),
            (tuple(self._placement.items()), self._marked, self._last_move, self._check),
            (self._selected, lifted, self._promotion, self._cursor if self.focused else None),
            tuple(flight.target for flight in self._flights),
        )

    def _paint_squares(self, painter: Painter) -> None:
        key = ("board", tuple(painter.box(self.rect).size), self.colors, self.flipped)
        painter.blit(painter.cached(key, lambda: self._draw_squares(painter)), self.rect.topleft)

    def _draw_squares(self, painter: Painter) -> pygame.Surface:
        surface = painter.new_surface(self.rect.w, self.rect.h)
        inner = painter.onto(surface)
        side = self.rect.w / 8
        for square in chess.SQUARES:
            rect = self.square_rect(square).move(-self.rect.x, -self.rect.y)
            light = (chess.square_file(square) + chess.square_rank(square)) % 2 == 1
            inner.rect(rect, self.colors.light if light else self.colors.dark)
            ink = self.colors.light_text if light else self.colors.dark_text
            size = max(10.0, side * 0.16)
            if rect.y > self.rect.h - side * 1.5:
                name = chess.FILE_NAMES[chess.square_file(square)]
                at = (rect.right - side * 0.06, rect.bottom - size * 0.75)
                inner.text(name, at, size=size, face=Face.STRONG, color=ink, align="right")
            if rect.x < side / 2:
                name = chess.RANK_NAMES[chess.square_rank(square)]
                inner.text(name, (rect.x + side * 0.06, rect.y + size * 0.75), size=size, face=Face.STRONG, color=ink)
        return surface.convert()

    def _paint_tints(self, painter: Painter) -> None:
        for square in self._last_move or ():
            painter.rect(self.square_rect(square), self.colors.last_move)
        held = self._promotion[0] if self._promotion else self._selected
        if held is not None:
            painter.rect(self.square_rect(held), self.colors.selected)
        if self.focused and self._cursor is not None:
            painter.panel(self.square_rect(self._cursor), (0, 0, 0, 0), radius=4, border=theme.TEAL, border_width=4)

    def _paint_check(self, painter: Painter) -> None:
        if self._check is None:
            return
        rect = self.square_rect(self._check)
        phase = 1.0 if self.reduced_motion else 0.8 + 0.2 * math.sin(self._now * 2 * math.pi / BREATH_MS)
        painter.glow(rect.center, rect.w * 0.72, theme.CHECK_GLOW, phase)

    def _paint_targets(self, painter: Painter) -> None:
        if self._selected is None:
            return
        for target, moves in self._targets.get(self._selected, {}).items():
            rect = self.square_rect(target)
            granted = self._granted(self._selected, target)
            color = self.colors.new_target if granted else self.colors.target
            if target in self._placement or _is_en_passant(moves[0], self._placement):
                painter.circle(rect.center, rect.w * 0.46, color, width=rect.w * (0.09 if granted else 0.07))
            elif granted:
                _paint_diamond(painter, rect, color)
            else:
                painter.circle(rect.center, rect.w * 0.155, color)

    def _paint_hovered(self, painter: Painter) -> None:
        """The target under the pointer: over the kept picture, which a drag across the board then leaves valid."""
        under = self.square_at(self._pointer)
        if self._selected is None or under is None or under not in self._targets.get(self._selected, {}):
            return
        painter.rect(self.square_rect(under), self.colors.selected)
        if piece := self._placement.get(under):
            self._paint_piece(painter, piece, self.square_rect(under))

    def _paint_pieces(self, painter: Painter) -> None:
        flying = {flight.target for flight in self._flights}
        lifted = self._drag.origin if self._drag and self._drag.lifted else None
        hidden = self._promotion[0] if self._promotion else None
        for square, piece in self._placement.items():
            if square in flying or square == hidden:
                continue
            rect = self.square_rect(square)
            self._paint_piece(painter, piece, rect, alpha=GHOST_ALPHA if square == lifted else 255)

    def _paint_piece(self, painter: Painter, piece: str, rect: FRect, *, alpha: int = 255, scale: float = 1.0) -> None:
        side = rect.w * PIECE_SHARE * scale
        marked = piece in self._marked
        figure = FRect(rect.centerx - side / 2, rect.centery - side / 2, side, side)
        if marked and alpha == 255:
            _paint_aura(painter, piece, figure, self.colors)
        painter.picture(piece_picture(piece), figure, alpha=alpha)
        if marked and alpha == 255:
            _paint_emblem(painter, rect, side)

    def _paint_moving(self, painter: Painter) -> None:
        for puff in self._puffs:
            self._paint_puff(painter, puff)
        for flight in self._flights:
            share = theme.ease_out((self._now - (self._now if flight.since is None else flight.since)) / theme.PIECE_MS)
            origin, target = self.square_rect(flight.origin), self.square_rect(flight.target)
            rect = target.move((origin.x - target.x) * (1 - share), (origin.y - target.y) * (1 - share))
            self._paint_piece(painter, flight.piece, rect)
        if self._drag is not None and self._drag.lifted and (piece := self._placement.get(self._drag.origin)):
            rect = self.square_rect(self._drag.origin)
            rect.center = self._pointer
            self._paint_piece(painter, piece, rect, scale=LIFT)

    def _paint_puff(self, painter: Painter, puff: _Puff) -> None:
        share = 0.0 if puff.since is None else (self._now - puff.since) / theme.PUFF_MS
        rect = self.square_rect(puff.square)
        for i in range(8):
            angle = math.tau * i / 8 + 0.3
            reach = rect.w * (0.2 + 0.38 * theme.ease_out(share))
            at = (rect.centerx + math.cos(angle) * reach, rect.centery + math.sin(angle) * reach)
            painter.circle(at, rect.w * 0.07 * (1 - share) + 0.5, (*theme.TEXT, int(200 * (1 - share) / 25) * 25))

    def _paint_picker(self, painter: Painter) -> None:
        painter.rect(self.rect, (0x10, 0x0C, 0x14, 0x78))
        choices = self._picker()
        whole = choices[0][1].unionall([rect for _, rect in choices])
        painter.panel(whole.inflate(8, 8), theme.TEXT, radius=theme.RADIUS_SMALL, shadow=True)
        assert self._promotion is not None
        white = chess.square_rank(self._promotion[1]) == 7
        for letter, rect in choices:
            if rect.collidepoint(self._pointer):
                painter.panel(rect, theme.AMBER, radius=theme.RADIUS_SMALL)
            self._paint_piece(painter, letter.upper() if white else letter, rect)


def piece_picture(piece: str) -> str:
    """The picture's name for a piece letter of FEN."""
    return f"pieces/{'w' if piece.isupper() else 'b'}{piece.upper()}"


def _origin_of(piece: str, vacated: dict[int, str]) -> int | None:
    """Where an arriving piece came from; a promoted piece was a pawn."""
    pawn = "P" if piece.isupper() else "p"
    for wanted in (piece, pawn):
        origin = next((square for square, other in vacated.items() if other == wanted), None)
        if origin is not None:
            return origin
    return None


def _is_en_passant(move: chess.Move, placement: Mapping[int, str]) -> bool:
    piece = placement.get(move.from_square, "")
    sideways = chess.square_file(move.from_square) != chess.square_file(move.to_square)
    forward = chess.square_rank(move.from_square) != chess.square_rank(move.to_square)
    return piece in {"P", "p"} and sideways and forward


def _paint_diamond(painter: Painter, rect: FRect, color: theme.Color) -> None:
    """A target that an upgrade grants: another shape, not only another colour."""
    r = rect.w * 0.2
    x, y = rect.center
    painter.polygon([(x, y - r), (x + r, y), (x, y + r), (x - r, y)], color)


def _paint_aura(painter: Painter, piece: str, rect: FRect, colors: theme.BoardColors) -> None:
    """A thin rim of light around the figure itself, in the colour of what upgrades grant."""
    name, box = piece_picture(piece), painter.box(rect)
    color = colors.new_target[:3]
    key = ("aura", name, box.size, color)
    aura = painter.cached(key, lambda: _draw_aura(painter.assets.picture(name, 2 * box.w, 2 * box.h), color))
    painter.surface.blit(aura, aura.get_rect(center=box.center))


def _draw_aura(figure: pygame.Surface, color: tuple[int, ...]) -> pygame.Surface:
    """The silhouette of a figure, spread a little on all sides; from twice its size, for smooth edges."""
    reach = max(2, round(figure.width * AURA_SHARE))
    silhouette = pygame.mask.from_surface(figure).to_surface(setcolor=(*color, 255), unsetcolor=(*color, 0))
    spread = pygame.Surface((figure.width + 2 * reach, figure.height + 2 * reach), pygame.SRCALPHA)
    spread.fill((*color, 0))
    for i in range(24):
        angle = math.tau * i / 24
        spread.blit(silhouette, (reach * (1 + math.cos(angle)), reach * (1 + math.sin(angle))))
    return pygame.transform.smoothscale(spread, (spread.width // 2, spread.height // 2)).convert_alpha()


def _paint_emblem(painter: Painter, rect: FRect, side: float) -> None:
    """The small amber diamond at the foot of a piece that moves in a new way."""
    x, y = rect.centerx + side * 0.3, rect.centery + side * 0.34
    r = max(4.0, side * 0.13)
    for size, color in ((r + 1.8, theme.ROOM), (r, theme.AMBER)):
        painter.polygon([(x, y - size), (x + size, y), (x, y + size), (x - size, y)], color)

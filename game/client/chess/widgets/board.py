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

from game.client.chess.widgets.figures import NO_SIGNS, paint_piece
from game.client.kit import theme
from game.client.kit.input import Key, PointerDown, PointerMove, PointerUp
from game.client.kit.theme import Face
from game.client.kit.widgets.base import Widget, paint_focus_ring
from game.client.kit.widgets.still import Still

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from game.client.chess.widgets.figures import Sign
    from game.client.kit.input import Input, Position
    from game.client.kit.painter import Painter
    from game.client.settings import Moving

Placement: TypeAlias = "Mapping[int, str]"
Targets: TypeAlias = "Mapping[int, Mapping[int, list[chess.Move]]]"
Line: TypeAlias = tuple[int, int]
"""From a square to a square."""

LIFT = 1.12
GHOST_ALPHA = 90
SPARE_ARROWS = 8
PROMOTIONS = "qrbn"
_BREATHS = 12
"""In how many steps the light of a check swells: the board is painted again for each, and no oftener."""
_ARROWS = {pygame.K_LEFT: (-1, 0), pygame.K_RIGHT: (1, 0), pygame.K_UP: (0, 1), pygame.K_DOWN: (0, -1)}


class _Flight(NamedTuple):
    """A piece on its way; `since` None until the first frame."""

    piece: str
    origin: int
    target: int
    victim: str | None = None
    """What it is about to capture: it stays to be seen until then."""
    since: int | None = None


class _Drag(NamedTuple):
    """A piece under the pointer; lifted once the pointer has moved far enough."""

    origin: int
    start: tuple[float, float]
    lifted: bool = False
    again: bool = False
    """Whether the piece was selected before: put down where it is, it is let go."""


class BoardWidget(Widget):
    """Click-click, drag, or arrows and Enter; Esc or a right click lets go; the right button draws."""

    focusable = True
    spill = 40.0

    def __init__(
        self,
        on_move: Callable[[str], None],
        *,
        on_cancel: Callable[[], bool] = lambda: False,
        on_capture: Callable[[FRect], None] = lambda _: None,
        threats: Callable[[int], frozenset[int]] = lambda _: frozenset(),
        name: str = "board",
    ) -> None:
        """`on_cancel` takes queued moves back, and says whether there were any.

        `on_capture` is told on which square (its rectangle) a piece has just been taken. `threats` tells which squares
        to mark while the pointer rests on one.
        """
        super().__init__(name)
        self._on_move = on_move
        self._on_cancel = on_cancel
        self._on_capture = on_capture
        self._threats_of = threats
        self.colors = theme.BOARDS[theme.DEFAULT_BOARD]
        self.flipped = False
        self.reduced_motion = False
        self.auto_queen = False
        self.moving_by: Moving = "both"
        self.speed = 1.0
        """By what the durations of motion are multiplied; 0: nothing moves."""
        self._placement: dict[int, str] = {}
        self._signs: dict[int, frozenset[Sign]] = {}
        self._last_move: Line | None = None
        self._check: int | None = None
        self._frame: theme.Color | None = None
        self._targets: Targets = {}
        self._granted: Callable[[int, int], bool] = lambda _origin, _target: False
        self._premoves: tuple[Line, ...] = ()
        self._hand: tuple[str, dict[int, str]] = ("", {})
        self._selected: int | None = None
        self._cursor: int | None = None
        self._pointer: Position = (-1, -1)
        self._watched: int | None = None
        """The square on which the pointer rests, and since when."""
        self._watched_since: int | None = None
        self._threats: frozenset[int] = frozenset()
        self._drag: _Drag | None = None
        self._promotion: Line | None = None
        self._marks: set[int] = set()
        self._lines: set[Line] = set()
        self._drawing: Line | None = None
        self._arrows: dict[Hashable, pygame.Surface] = {}
        """Pictures of arrows, as large as the board: those that are drawn, and a few that were."""
        self._flights: list[_Flight] = []
        self._dropped: int | None = None
        self._now = 0
        self._breath = _BREATHS
        self._still = Still()
        self._painted: tuple[Hashable, list[FRect]] = (None, [])
        """What the last frame showed: the state of the still part, and where something moved."""

    # --- what is shown --------------------------------------------------------------------------------------------

    def set_position(
        self, placement: Placement, *, last_move: Line | None, check: int | None, animate: bool = True
    ) -> None:
        """Show a position: pieces by square, the squares of the last move, the square of a king in check."""
        placement = dict(placement)
        if placement != self._placement:
            if animate and self.speed > 0:
                self._animate(placement)
            else:
                self._flights.clear()
            self._placement = placement
            self._watched_since = None
            self._forget_threats()
            self._let_go_of_ghosts()
            self.invalidate()
        self._dropped = None
        if (last_move, check) != (self._last_move, self._check):
            self._last_move, self._check = last_move, check
            self.invalidate()

    def set_targets(self, targets: Targets, granted: Callable[[int, int], bool]) -> None:
        """What may be moved: from-square -> to-square -> moves; `granted` tells what only an upgrade allows.

        Whoever holds a piece, or chooses a promotion, goes on with it if that is still possible.
        """
        if targets == self._targets:
            return
        self._targets, self._granted = targets, granted
        self._still.drop()
        if self._promotion is not None:
            origin, target = self._promotion
            if len(targets.get(origin, {}).get(target, ())) < 2:
                self.let_go()
        elif self._selected not in targets:
            self.let_go()
        self.invalidate()

    def set_hand(self, piece: str, squares: Mapping[int, str]) -> None:
        """A piece from beside the board, and what to report for each square on which it may be put; "": none."""
        if (piece, squares) != self._hand:
            if piece:
                self.let_go()
            self._hand = (piece, dict(squares))
            self.invalidate()

    def set_premoves(self, premoves: Sequence[Line]) -> None:
        """The squares of the queued moves, in their order."""
        if tuple(premoves) != self._premoves:
            self._premoves = tuple(premoves)
            self.invalidate()

    def set_signs(self, signs: Mapping[int, frozenset[Sign]]) -> None:
        """What the pieces wear, by square."""
        if signs != self._signs:
            self._signs = dict(signs)
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

    def set_frame(self, color: theme.Color | None) -> None:
        """What the frame has to say by its colour; None: nothing."""
        if color != self._frame:
            self._frame = color
            self.invalidate()

    def let_go(self) -> None:
        """Forget selection, drag and an open promotion."""
        self._selected = self._drag = self._promotion = None
        self.invalidate()

    def clear_drawings(self) -> None:
        """Wipe off arrows and marks."""
        if self._marks or self._lines:
            self._marks.clear()
            self._lines.clear()
            self.invalidate()

    def escape(self) -> bool:
        """Take back what is under way, the queue first; whether there was anything."""
        if self._on_cancel():
            return True
        if self._selected is None and self._promotion is None and not self._hand[0]:
            return False
        self.set_hand("", {})
        self.let_go()
        return True

    @property
    def choosing_promotion(self) -> bool:
        """Whether the picker is open."""
        return self._promotion is not None

    @property
    def holding(self) -> bool:
        """Whether a piece is selected or under way by hand."""
        return self._selected is not None or self._drag is not None

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
            case PointerDown(at, "right"):
                self._press_right(at)
            case PointerMove(at):
                self._move_pointer(at)
            case PointerUp(at, "left"):
                self._release(at)
            case PointerUp(_, "right"):
                self._finish_drawing()
            case Key():
                return self._press_key(event)
            case _:
                return False
        return True

    def _press(self, at: Position) -> None:
        square = self.square_at(at)
        self._drawing = None
        self.clear_drawings()
        if self._hand[0] and self._put_down(square):
            return
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

    def _put_down(self, square: int | None) -> bool:
        """The piece from beside the board, if that square will have it; it goes back in any case."""
        uci = self._hand[1].get(-1 if square is None else square)
        self.set_hand("", {})
        if uci is None:
            return False
        self._on_move(uci)
        return True

    def _press_right(self, at: Position) -> None:
        square = self.square_at(at)
        if not self.escape() and square is not None:
            self._drawing = (square, square)
            self.invalidate()

    def _finish_drawing(self) -> None:
        drawn, self._drawing = self._drawing, None
        if drawn is None:
            return
        if drawn[0] == drawn[1]:
            self._marks ^= {drawn[0]}
        else:
            self._lines ^= {drawn}
        self.invalidate()

    def _move_pointer(self, at: Position) -> None:
        before, self._pointer = self._pointer, at
        if self._drawing is not None:
            under = self.square_at(at)
            if under is not None and under != self._drawing[1]:
                self._drawing = (self._drawing[0], under)
                self.invalidate()
            return
        self._watch(self.square_at(at))
        drag = self._drag
        if drag is None:
            if (self._selected is not None or self._promotion) and self.square_at(before) != self.square_at(at):
                self.invalidate()
            return
        distance = max(abs(at[0] - drag.start[0]), abs(at[1] - drag.start[1]))
        if drag.lifted or (distance >= theme.DRAG_THRESHOLD_PX and self.moving_by != "click"):
            self._drag = drag._replace(lifted=True)
            self.invalidate()

    def _watch(self, square: int | None) -> None:
        """The pointer is there now: what a piece threatens is shown only once it has rested on it."""
        if square == self._watched:
            return
        self._watched, self._watched_since = square, None
        self._forget_threats()

    def _forget_threats(self) -> None:
        if self._threats:
            self._threats = frozenset()
            self.invalidate()

    def _rest(self, now_ms: int) -> None:
        if self._watched is None or self._threats or self.holding:
            return
        self._watched_since = now_ms if self._watched_since is None else self._watched_since
        if now_ms - self._watched_since >= theme.REST_MS and (threats := self._threats_of(self._watched)):
            self._threats = threats
            self.invalidate()

    def set_hovered(self, hovered: bool) -> None:
        super().set_hovered(hovered)
        if not hovered:
            self._watch(None)

    def _release(self, at: Position) -> None:
        drag, self._drag = self._drag, None
        if drag is None:
            return
        self.invalidate()
        target = self.square_at(at)
        if drag.lifted and target is not None and target in self._targets.get(drag.origin, {}):
            self._go(drag.origin, target, dropped=True)
        elif self.moving_by == "drag" or (drag.lifted and target != drag.origin) or (drag.again and not drag.lifted):
            self.let_go()

    def _press_key(self, event: Key) -> bool:
        if event.key == pygame.K_ESCAPE:
            return self.escape()
        if self._promotion is not None and event.key < 128 and chr(event.key) in PROMOTIONS:
            self._promote(chr(event.key))
        elif event.key in _ARROWS and (self.ringed or self._cursor is not None):
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

    @property
    def _flight_ms(self) -> float:
        return theme.PIECE_MS * self.speed

    def _animate(self, after: dict[int, str]) -> None:
        """Let every piece that has changed its square go there; a capture puffs."""
        before = self._placement
        vacated = {square: piece for square, piece in before.items() if after.get(square) != piece}
        arrived = {square: piece for square, piece in after.items() if before.get(square) != piece}
        # More than two moves (a new game, a jump in the move list) just appears.
        if not before or len(arrived) > 4 or len(vacated) > 5:
            self._flights.clear()
            return
        for target, piece in arrived.items():
            origin = _origin_of(piece, vacated)
            victim = before.get(target)
            if origin is None or target == self._dropped:
                self._puff(target, victim)
                continue
            vacated.pop(origin)
            self._flights = [flight for flight in self._flights if flight.target != target]
            self._flights.append(_Flight(piece, origin, target, victim))

    def _puff(self, square: int, victim: str | None) -> None:
        if victim is not None:
            self._on_capture(self.square_rect(square))

    def tick(self, now_ms: int) -> bool:
        self._now = now_ms
        self._flights = [self._started(flight) for flight in self._flights if not self._landed(flight)]
        self._breathe()
        self._rest(now_ms)
        return bool(self._flights)

    def _started(self, flight: _Flight) -> _Flight:
        return flight if flight.since is not None else flight._replace(since=self._now)

    def _landed(self, flight: _Flight) -> bool:
        landed = flight.since is not None and self._now - flight.since >= self._flight_ms
        if landed:
            self._puff(flight.target, flight.victim)
        return landed

    @property
    def _breathing(self) -> bool:
        return self._check is not None and not self.reduced_motion

    def _breathe(self) -> None:
        phase = 0.5 + 0.5 * math.sin(self._now * math.tau / theme.BREATH_MS)
        breath = round(phase * _BREATHS) if self._breathing else _BREATHS
        if breath != self._breath:
            self._breath = breath
            self.invalidate()

    def due_ms(self, now_ms: int) -> int | None:
        """In how many ms the light of a check looks different, or the pointer has rested."""
        breath = theme.BREATH_MS // (2 * _BREATHS) if self._breathing else None
        rest = None if self._watched_since is None else theme.REST_MS - (now_ms - self._watched_since)
        return min((due for due in (breath, rest) if due is not None and due > 0), default=None)

    # --- painting -------------------------------------------------------------------------------------------------

    def extent(self) -> FRect:
        """A piece in the hand may be anywhere."""
        own = self.rect.inflate(2 * self.spill, 2 * self.spill)
        dragged = self._drag_rect()
        return own if dragged is None else own.union(dragged)

    def damage(self) -> list[FRect]:
        """The parts where something moves, while the rest stays as it is."""
        state, parts = self._painted
        moving = [*parts, *self._moving_parts()]
        whole = self._promotion is not None or not self._still.kept or state != self._still_state()
        return [self.rect.inflate(2 * self.spill, 2 * self.spill), *moving] if whole else moving

    def _moving_parts(self) -> list[FRect]:
        parts = [self._flight_rect(flight).inflate(4, 4) for flight in self._flights]
        if (dragged := self._drag_rect()) is not None:
            parts.append(dragged.inflate(8, 8))
        under = self._hovered_target()
        lit = (under, self._check if self._breathing else None)
        return parts + [self.square_rect(square).inflate(4, 4) for square in lit if square is not None]

    def paint(self, painter: Painter) -> None:
        if self.focused and self._cursor is not None:
            paint_focus_ring(painter, self.rect, theme.RADIUS_SMALL)
        painter.rim(self.rect.inflate(theme.GRID * 2, theme.GRID * 2), self._frame or self.colors.frame)
        state = self._still_state()
        self._still.paint(painter, self.rect, lambda: self._paint_layers(painter), shows=state)
        self._painted = (state, self._moving_parts())
        self._paint_breath(painter)
        self._paint_hovered(painter)
        self._paint_moving(painter)
        if self._promotion is not None:
            self._paint_picker(painter)

    def _paint_layers(self, painter: Painter) -> None:
        """All that does not move."""
        self._paint_squares(painter)
        self._paint_tints(painter)
        if self._check is not None and not self._breathing:
            self._paint_check(painter, self._check)
        self._paint_targets(painter)
        self._paint_pieces(painter)
        self._paint_drawings(painter)

    def _still_state(self) -> Hashable:
        """Everything that the still part shows, targets aside: those drop the picture themselves."""
        lifted = self._drag is not None and self._drag.lifted
        return (
            (self.colors, self.flipped, self._frame, self.focused, self._breathing),
            (tuple(self._placement.items()), tuple(self._signs.items()), self._last_move, self._check),
            (self._selected, lifted, self._promotion, self._cursor if self.focused else None),
            (self._hand[0], tuple(self._hand[1]), self._threats),
            (self._premoves, frozenset(self._marks), frozenset(self._lines), self._drawing),
            tuple(flight.target for flight in self._flights),
        )

    def _paint_squares(self, painter: Painter) -> None:
        """Straight onto the window: a picture of its own would only be one more copy of a large part of it."""
        side = self.rect.w / 8
        size = max(10.0, side * 0.16)
        # Dark everywhere first: where two squares are rounded apart, nothing else may show between them.
        painter.rect(self.rect, self.colors.dark)
        for square in chess.SQUARES:
            rect = self.square_rect(square)
            light = _is_light(square)
            if light:
                painter.rect(rect, self.colors.light)
            ink = self.colors.light_text if light else self.colors.dark_text
            if rect.bottom > self.rect.bottom - side / 2:
                name = chess.FILE_NAMES[chess.square_file(square)]
                at = (rect.right - side * 0.06, rect.bottom - size * 0.75)
                painter.text(name, at, size=size, face=Face.STRONG, color=ink, align="right")
            if rect.x < self.rect.x + side / 2:
                name = chess.RANK_NAMES[chess.square_rank(square)]
                at = (rect.x + side * 0.06, rect.y + size * 0.75)
                painter.text(name, at, size=size, face=Face.STRONG, color=ink)

    def _paint_tints(self, painter: Painter) -> None:
        for square in self._last_move or ():
            painter.rect(self.square_rect(square), self.colors.last_move)
        for square in {square for line in self._premoves for square in line}:
            painter.rect(self.square_rect(square), self.colors.premove)
        for square in self._marks:
            rect = self.square_rect(square)
            painter.circle(rect.center, rect.w * 0.48, self.colors.mark, width=rect.w * 0.06)
        held = self._promotion[0] if self._promotion else self._selected
        if held is not None:
            painter.rect(self.square_rect(held), self.colors.selected)
        if self.focused and self._cursor is not None:
            painter.panel(self.square_rect(self._cursor), (0, 0, 0, 0), radius=4, border=theme.TEAL, border_width=4)

    def _paint_check(self, painter: Painter, square: int, strength: float = 1.0) -> None:
        rect = self.square_rect(square)
        painter.rect(rect, theme.faded(theme.CHECK_GLOW, 0.43 + 0.24 * strength))
        painter.glow(rect.center, rect.w * 0.5, theme.CHECK_GLOW, 0.7 + 0.3 * strength)

    def _paint_breath(self, painter: Painter) -> None:
        """The square of a king in check, over the kept picture."""
        if self._check is None or not self._breathing:
            return
        square, rect = self._check, self.square_rect(self._check)
        painter.rect(rect, self.colors.light if _is_light(square) else self.colors.dark)
        if square in (self._last_move or ()):
            painter.rect(rect, self.colors.last_move)
        if square == self._selected:
            painter.rect(rect, self.colors.selected)
        self._paint_check(painter, square, self._breath / _BREATHS)
        shown = not any(flight.target == square for flight in self._flights)
        if shown and (piece := self._placement.get(square)):
            lifted = self._drag is not None and self._drag.lifted and self._drag.origin == square
            self._paint_piece(painter, piece, square, rect, alpha=GHOST_ALPHA if lifted else 255)

    def _paint_targets(self, painter: Painter) -> None:
        piece, squares = self._hand
        for square in squares:
            rect = self.square_rect(square)
            painter.rect(rect, theme.faded(self.colors.new_target[:3], 0.27))
            paint_piece(painter, piece, rect, self.colors, alpha=GHOST_ALPHA)
        for square in self._threats:
            self._paint_threat(painter, square)
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

    def _paint_threat(self, painter: Painter, square: int) -> None:
        rect = self.square_rect(square)
        if square in self._placement:
            painter.circle(rect.center, rect.w * 0.46, theme.THREAT, width=rect.w * 0.07)
        else:
            painter.circle(rect.center, rect.w * 0.11, theme.THREAT)

    def _hovered_target(self) -> int | None:
        if self._selected is None:
            return None
        under = self.square_at(self._pointer)
        return under if under is not None and under in self._targets.get(self._selected, {}) else None

    def _paint_hovered(self, painter: Painter) -> None:
        """The target under the pointer: over the kept picture, which a drag across the board then leaves valid."""
        under = self._hovered_target()
        if under is None:
            return
        painter.rect(self.square_rect(under), self.colors.selected)
        if piece := self._placement.get(under):
            self._paint_piece(painter, piece, under, self.square_rect(under))

    def _paint_pieces(self, painter: Painter) -> None:
        flying = {flight.target for flight in self._flights}
        lifted = self._drag.origin if self._drag and self._drag.lifted else None
        hidden = self._promotion[0] if self._promotion else None
        for square, piece in self._placement.items():
            if square in flying or square == hidden:
                continue
            rect = self.square_rect(square)
            self._paint_piece(painter, piece, square, rect, alpha=GHOST_ALPHA if square == lifted else 255)

    def _paint_piece(
        self, painter: Painter, piece: str, square: int, rect: FRect, *, alpha: int = 255, scale: float = 1.0
    ) -> None:
        signs = self._signs.get(square, NO_SIGNS)
        paint_piece(painter, piece, rect, self.colors, signs=signs, alpha=alpha, scale=scale)

    def _paint_drawings(self, painter: Painter) -> None:
        if len(self._arrows) > 2 * len(self._lines) + SPARE_ARROWS:
            self._arrows.clear()
        for line in {*self._lines, *([self._drawing] if self._drawing else [])}:
            if line[0] != line[1]:
                points = _arrow(self.square_rect(line[0]), self.square_rect(line[1]))
                painter.polygon(points, self.colors.mark, kept=self._arrows)
        if len(self._premoves) > 1:
            for number, (_, target) in enumerate(self._premoves, start=1):
                self._paint_number(painter, number, self.square_rect(target))

    def _paint_number(self, painter: Painter, number: int, rect: FRect) -> None:
        """Which queued move leads here."""
        size = max(11.0, rect.w * 0.17)
        at = (rect.x + size * 0.75, rect.y + size * 0.75)
        painter.circle(at, size * 0.72, theme.ROOM)
        painter.text(str(number), at, size=size, face=Face.STRONG, align="center")

    # --- what moves -----------------------------------------------------------------------------------------------

    def _flight_rect(self, flight: _Flight) -> FRect:
        target = self.square_rect(flight.target)
        if self.reduced_motion:
            return target
        origin, left = self.square_rect(flight.origin), 1 - theme.ease_out(self._flight_share(flight))
        return target.move((origin.x - target.x) * left, (origin.y - target.y) * left)

    def _flight_share(self, flight: _Flight) -> float:
        return 0.0 if flight.since is None else (self._now - flight.since) / max(1.0, self._flight_ms)

    def _drag_rect(self) -> FRect | None:
        if self._drag is None or not self._drag.lifted or self._drag.origin not in self._placement:
            return None
        rect = self.square_rect(self._drag.origin)
        rect.scale_by_ip(LIFT)
        rect.center = self._pointer
        return rect

    def _paint_moving(self, painter: Painter) -> None:
        for flight in self._flights:
            self._paint_flight(painter, flight)
        dragged = self._drag_rect()
        if dragged is not None and self._drag is not None:
            self._paint_piece(painter, self._placement[self._drag.origin], self._drag.origin, dragged)

    def _paint_flight(self, painter: Painter, flight: _Flight) -> None:
        if flight.victim is not None and not self.reduced_motion:
            paint_piece(painter, flight.victim, self.square_rect(flight.target), self.colors)
        # In quarters: every degree of clearness is a picture of its own.
        alpha = min(255, 64 * (1 + int(4 * self._flight_share(flight)))) if self.reduced_motion else 255
        self._paint_piece(painter, flight.piece, flight.target, self._flight_rect(flight), alpha=alpha)

    def _paint_picker(self, painter: Painter) -> None:
        painter.rect(self.rect, theme.PICKER_SHADE)
        choices = self._picker()
        whole = choices[0][1].unionall([rect for _, rect in choices])
        painter.panel(whole.inflate(8, 8), theme.TEXT, radius=theme.RADIUS_SMALL, shadow=True)
        assert self._promotion is not None
        white = chess.square_rank(self._promotion[1]) == 7
        for letter, rect in choices:
            if rect.collidepoint(self._pointer):
                painter.panel(rect, theme.AMBER, radius=theme.RADIUS_SMALL)
            paint_piece(painter, letter.upper() if white else letter, rect, self.colors)


def _is_light(square: int) -> bool:
    return (chess.square_file(square) + chess.square_rank(square)) % 2 == 1


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


def _arrow(origin: FRect, target: FRect) -> list[tuple[float, float]]:
    """From the middle of a square to the middle of another, as one shape, so that nothing shows twice through it."""
    (x0, y0), (x1, y1) = origin.center, target.center
    length = math.hypot(x1 - x0, y1 - y0)
    dx, dy = (x1 - x0) / length, (y1 - y0) / length
    shaft, head, barb = origin.w * 0.09, origin.w * 0.42, origin.w * 0.25
    along = [(origin.w * 0.3, shaft), (length - head, shaft), (length - head, barb), (length, 0.0)]
    along += [(length - head, -barb), (length - head, -shaft), (origin.w * 0.3, -shaft)]
    return [(x0 + dx * a - dy * b, y0 + dy * a + dx * b) for a, b in along]

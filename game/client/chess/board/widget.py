"""The board widget, which joins state, gestures, motion and layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client.chess.board import drawing, effects, falling, gestures, hover, layers, motion, moveinput, overlay
from game.client.chess.board.geometry import square_at, square_rect
from game.client.chess.board.state import ORDINARY, Events, State
from game.client.kit import theme
from game.client.kit.widgets.base import Widget, paint_focus_ring
from game.client.kit.widgets.cachedpicture import CachedPicture

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from pygame import FRect

    from game.client.chess.board.state import Line, Placement, Targets, TargetSigns
    from game.client.chess.effects import Effect
    from game.client.chess.widgets.figures import Sign
    from game.client.kit.input import Input, Position
    from game.client.kit.painter import Painter


class BoardWidget(Widget):
    """Shows a position, and lets a person make moves by mouse or keyboard."""

    focusable = True
    overdraw = 40.0

    def __init__(
        self,
        on_move: Callable[[str], None],
        *,
        on_cancel: Callable[[], bool] = lambda: False,
        on_capture: Callable[[FRect], None] = lambda _: None,
        threats: Callable[[int], frozenset[int]] = lambda _: frozenset(),
        name: str = "board",
    ) -> None:
        """The callbacks are explained in `Events`."""
        super().__init__(name)
        self.state = State(Events(on_move, on_cancel, on_capture, threats), self.invalidate)
        self._cached = CachedPicture()
        self._painted: tuple[Hashable, list[FRect]] = (None, [])
        """What the last frame showed: the state of the still part, and where something moved."""

    # --- what is shown --------------------------------------------------------------------------------------------

    def set_position(
        self, placement: Placement, *, last_move: Line | None, check: int | None, animate: bool = True
    ) -> None:
        """Set the position: pieces by square, the squares of the last move, and the square of a king in check."""
        state, placement = self.state, dict(placement)
        if placement != state.placement:
            if animate and state.speed > 0:
                motion.animate(state, placement)
            else:
                state.flights.clear()
            state.placement = placement
            hover.forget(state)
            moveinput.let_go_of_ghosts(state)
            self.invalidate()
        state.dropped = None
        if (last_move, check) != (state.last_move, state.check):
            state.last_move, state.check = last_move, check
            self.invalidate()

    def set_targets(self, targets: Targets, signs: TargetSigns = lambda _origin, _target: ORDINARY) -> None:
        """Set the possible moves: from-square -> to-square -> moves. `signs` says what is unusual about a move.

        The current selection or promotion is kept if it is still possible.
        """
        self.state.known_signs.clear()
        if targets == self.state.targets:
            return
        self.state.targets, self.state.target_signs = targets, signs
        self._cached.drop()
        moveinput.keep_what_is_possible(self.state)
        self.invalidate()

    def set_hand(self, piece: str, squares: Mapping[int, str]) -> None:
        """Take a piece from beside the board, with the move to report for each possible square; "": none."""
        moveinput.set_hand(self.state, piece, dict(squares))

    def set_premoves(self, premoves: Sequence[Line]) -> None:
        """Set the squares of the queued moves, in order."""
        if tuple(premoves) != self.state.premoves:
            self.state.premoves = tuple(premoves)
            self.invalidate()

    def set_signs(self, signs: Mapping[int, frozenset[Sign]]) -> None:
        """Set the signs of pieces, by square."""
        if signs != self.state.signs:
            self.state.signs = dict(signs)
            self.invalidate()

    def set_flipped(self, flipped: bool) -> None:
        """Set whether Black is at the bottom."""
        if flipped != self.state.flipped:
            self.state.flipped = flipped
            self.state.flights.clear()
            self.invalidate()

    def set_colors(self, name: str) -> None:
        """Set the board theme."""
        if theme.BOARDS[name] is not self.state.colors:
            self.state.colors = theme.BOARDS[name]
            self.invalidate()

    def set_frame(self, color: theme.Color | None) -> None:
        """Set the colour of the frame; None: the usual one."""
        if color != self.state.frame:
            self.state.frame = color
            self.invalidate()

    def stop_effects(self) -> None:
        """Stop showing an effect, because another position is shown."""
        effects.stop(self.state)

    def set_fallen(self, squares: frozenset[int], *, at_once: bool = False) -> None:
        """These kings tip over, or already lie there; none: all stand again."""
        falling.set_fallen(self.state, squares, at_once=at_once)

    def tell(self, effect: Effect) -> None:
        """Show the effect of an upgrade."""
        effects.tell(self.state, effect)

    def let_go(self) -> None:
        """Clear the selection, the drag and the promotion picker."""
        moveinput.let_go(self.state)

    def clear_drawings(self) -> None:
        """Remove arrows and marks."""
        drawing.clear(self.state)

    def escape(self) -> bool:
        """Cancel what is under way, the queue first. Whether there was anything."""
        return gestures.escape(self.state)

    @property
    def choosing_promotion(self) -> bool:
        """Whether the picker is open."""
        return self.state.promotion is not None

    @property
    def holding(self) -> bool:
        """Whether a piece is selected or dragged."""
        return self.state.holding

    @property
    def moving(self) -> bool:
        """Whether a piece is moving or a promotion is being chosen."""
        return bool(self.state.flights) or self.state.promotion is not None

    # --- as a widget ----------------------------------------------------------------------------------------------

    def place(self, x: float, y: float, w: float, h: float) -> None:
        super().place(x, y, w, h)
        self.state.rect = self.rect

    def square_rect(self, square: int) -> FRect:
        """The rectangle of a square, in logical units."""
        return square_rect(self.state, square)

    def square_at(self, at: Position) -> int | None:
        """The square at a position."""
        return square_at(self.state, at)

    def square_under(self, at: Position) -> FRect | None:
        """The rectangle of the square at a position; None if there is none."""
        square = self.square_at(at)
        return None if square is None else self.square_rect(square)

    def handle(self, event: Input) -> bool:
        return gestures.handle(self.state, event, ringed=self.ringed)

    def set_hovered(self, hovered: bool) -> None:
        super().set_hovered(hovered)
        if not hovered:
            hover.watch(self.state, None)

    def set_focused(self, focused: bool) -> None:
        super().set_focused(focused)
        self.state.focused = focused

    def tick(self, now_ms: int) -> bool:
        self.state.now = now_ms
        moves = motion.step(self.state)
        tells = effects.step(self.state)
        falls = falling.step(self.state)
        hover.rest(self.state)
        return moves or tells or falls

    def due_ms(self, now_ms: int) -> int | None:
        """In how many ms the light of a check looks different, or the pointer has rested."""
        wanted = (motion.due_ms(self.state), hover.due_ms(self.state, now_ms))
        return min((due for due in wanted if due is not None and due > 0), default=None)

    def extent(self) -> FRect:
        """Anywhere while a piece is dragged."""
        own = self.rect.inflate(2 * self.overdraw, 2 * self.overdraw)
        dragged = overlay.drag_rect(self.state)
        return own if dragged is None else own.union(dragged)

    def damage(self) -> list[FRect]:
        """The parts where something moves, if nothing else has changed."""
        shown, parts = self._painted
        parts = [*parts, *overlay.moving_parts(self.state)]
        whole = self.choosing_promotion or not self._cached.kept or shown != layers.shown(self.state)
        return [self.rect.inflate(2 * self.overdraw, 2 * self.overdraw), *parts] if whole else parts

    def paint(self, painter: Painter) -> None:
        state = self.state
        if state.focused and state.cursor is not None:
            paint_focus_ring(painter, self.rect, theme.RADIUS_SMALL)
        painter.rim(self.rect.inflate(theme.GRID * 2, theme.GRID * 2), state.frame or state.colors.frame)
        shown = layers.shown(state)
        self._cached.paint(painter, self.rect, lambda: layers.paint(state, painter), shows=shown)
        self._painted = (shown, overlay.moving_parts(state))
        overlay.paint(state, painter)

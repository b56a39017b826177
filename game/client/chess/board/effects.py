"""Shows the effect of an upgrade on the board: a short animation, and a few words beside the square.

With reduced motion it only fades.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygame import FRect

from game.client.chess.board.geometry import square_rect
from game.client.chess.board.state import EffectAnimation
from game.client.chess.widgets.figures import paint_crown, paint_piece
from game.client.kit import theme
from game.client.kit.theme import Face, Size

if TYPE_CHECKING:
    import pygame

    from game.client.chess.board.state import State
    from game.client.chess.effects import Effect, EffectKind
    from game.client.kit.painter import Painter
    from game.client.kit.theme import Color

CAPTION_HEIGHT = 30.0
BOUNCE = 0.6
"""How far on its way to a shield a piece gets."""
_FADES = 6
"""In how many steps something fades: every degree of clearness is a picture of its own."""
COLORS: dict[EffectKind, Color] = {
    "poison": theme.LEAF,
    "shield": theme.SHIELD,
    "king": theme.AMBER,
    "revival": theme.TEAL,
    "rewind": theme.TEAL,
    "pass": theme.SLATE,
    "dropped": theme.ROSE,
}


def tell(state: State, effect: Effect) -> None:
    """Begin to show an effect, instead of an earlier one."""
    state.animation = EffectAnimation(effect)
    state.redraw()


def stop(state: State) -> None:
    """Stop showing an effect."""
    if state.animation is not None:
        state.animation = None
        state.redraw()


def step(state: State) -> bool:
    """Advance the time; True while an effect is shown."""
    animation = state.animation
    if animation is None:
        return False
    if animation.since is None:
        state.animation = animation._replace(since=state.now)
        return True
    if not animation.landed and age(state) >= _flight_ms(state):
        state.animation = animation._replace(landed=True)
        if animation.effect.kind in {"poison", "king"} and animation.effect.square is not None:
            state.events.on_capture(square_rect(state, animation.effect.square))
    if age(state) >= theme.TELLING_MS:
        state.animation = None
        state.redraw()
    return state.animation is not None


def age(state: State) -> int:
    """For how long it has been shown, in ms."""
    animation = state.animation
    return 0 if animation is None or animation.since is None else state.now - animation.since


def hidden(state: State) -> int | None:
    """The square whose piece is drawn here, and so is not in the cached picture."""
    animation = state.animation
    if animation is None or animation.effect.kind != "shield" or not _flies(state):
        return None
    return animation.effect.origin if age(state) < 2 * _flight_ms(state) else None


def parts(state: State) -> list[FRect]:
    """The rectangles that it paints on."""
    animation = state.animation
    if animation is None:
        return []
    found = [FRect(state.rect.x, caption_y(state, animation.effect.square), state.rect.w, CAPTION_HEIGHT)]
    squares = (animation.effect.square, animation.effect.origin)
    found += [square_rect(state, square).inflate(8, 8) for square in squares if square is not None]
    if _flies(state) and (flying := _captor_rect(state, animation.effect)) is not None:
        found.append(flying.inflate(4, 4))
    return found


def paint(state: State, painter: Painter) -> None:
    """Paint the animation, and the words above it."""
    animation = state.animation
    if animation is None:
        return
    effect, color = animation.effect, COLORS[animation.effect.kind]
    if effect.square is not None:
        _paint_ring(state, painter, effect, color)
    if effect.kind == "poison":
        _paint_poison(state, painter, effect)
    elif effect.kind == "shield" and hidden(state) is not None:
        rect = _captor_rect(state, effect)
        if rect is not None:
            paint_piece(painter, effect.captor, rect, state.colors)
    elif effect.kind == "king" and effect.square is not None:
        rect = square_rect(state, effect.square)
        paint_crown(painter, rect, rect.w)
    left = theme.TELLING_MS - age(state)
    paint_caption(state, painter, effect.square, effect.words, color, alpha=_in_steps(left / theme.FADE_MS))


def _flies(state: State) -> bool:
    return not state.reduced_motion and state.speed > 0


def _flight_ms(state: State) -> float:
    return theme.PIECE_MS * state.speed if _flies(state) else 0.0


def _in_steps(share: float) -> int:
    """An opacity of 0 to 255 for a share of 0 to 1, in a few steps."""
    return round(255 * round(min(max(share, 0.0), 1.0) * _FADES) / _FADES)


def _captor_rect(state: State, effect: Effect) -> FRect | None:
    """Where the captor is drawn: on its way, and after a shield on its way back."""
    if effect.square is None or effect.origin is None:
        return None
    share = age(state) / max(1.0, _flight_ms(state))
    if effect.kind == "shield":
        share = max(0.0, 1 - abs(1 - share))
    origin, target = square_rect(state, effect.origin), square_rect(state, effect.square)
    share = theme.ease_out(min(1.0, share)) if _flies(state) else 1.0
    if effect.kind == "shield":
        share *= BOUNCE
    return origin.move((target.x - origin.x) * share, (target.y - origin.y) * share)


def _paint_ring(state: State, painter: Painter, effect: Effect, color: Color) -> None:
    """A ring that fades, and grows unless motion is reduced. For a move that was dropped, on both squares."""
    since = age(state) - _flight_ms(state)
    clear = _in_steps(1 - since / theme.RING_MS)
    if since < 0 or not clear or effect.square is None:
        return
    ink = theme.faded(color, clear / 255)
    if effect.kind == "dropped":
        for square in {effect.square, effect.origin}:
            if square is not None:
                painter.rect(square_rect(state, square), theme.faded(color, 0.55 * clear / 255))
        return
    rect = square_rect(state, effect.square)
    grown = 0.0 if state.reduced_motion else min(1.0, since / theme.RING_MS)
    painter.circle(rect.center, round(rect.w * (0.40 + 0.12 * grown)), ink, width=rect.w * 0.07)


def _paint_poison(state: State, painter: Painter, effect: Effect) -> None:
    """The captor arrives, and both pieces fade."""
    rect = _captor_rect(state, effect)
    if effect.square is None or rect is None:
        return
    alpha = _in_steps(1 - (age(state) - _flight_ms(state)) / theme.FADE_MS)
    if alpha:
        paint_piece(painter, effect.victim, square_rect(state, effect.square), state.colors, alpha=alpha)
        paint_piece(painter, effect.captor, rect, state.colors, alpha=alpha)


def caption_y(state: State, square: int | None) -> float:
    """The caption's y: above the square, below it on the top rank, and above the middle of the board without a
    square.
    """
    if square is None:
        return state.rect.y + state.rect.h * 0.3
    rect = square_rect(state, square)
    above = rect.y - CAPTION_HEIGHT - 4
    return above if above >= state.rect.y else rect.bottom + 4


def paint_caption(
    state: State, painter: Painter, square: int | None, words: str, color: Color, *, alpha: int = 255
) -> None:
    """A few words on a small panel beside the square."""
    if not alpha:
        return
    width = min(painter.text_width(words, size=Size.SMALL, face=Face.STRONG) + 2 * theme.GAP, state.rect.w)
    middle = state.rect.centerx if square is None else square_rect(state, square).centerx
    x = min(max(middle - width / 2, state.rect.x), state.rect.right - width)
    key = ("caption", words, color, width)
    picture = painter.cached(key, lambda: _caption_picture(painter, words, color, width))
    picture.set_alpha(alpha)
    painter.blit(picture, (x, caption_y(state, square)))


def _caption_picture(painter: Painter, words: str, color: Color, width: float) -> pygame.Surface:
    picture = painter.new_surface(width, CAPTION_HEIGHT)
    box = FRect(1, 1, width - 2, CAPTION_HEIGHT - 2)
    inner = painter.onto(picture)
    inner.panel(box, theme.PANEL, border=color, border_width=2, radius=theme.RADIUS_SMALL)
    inner.text(words, box.center, size=Size.SMALL, face=Face.STRONG, align="center", max_width=width - theme.GAP)
    return picture

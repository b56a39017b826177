"""The end of a match: who won, how it went, and whether to play another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygame import FRect

from game.client import texts
from game.client.chess import matchend_logic as logic
from game.client.chess.anothermatch import AnotherMatchScene
from game.client.chess.replay import replay_of
from game.client.chess.widgets.badge import Badges
from game.client.chess.widgets.storyrow import StoryRow
from game.client.kit import theme
from game.client.kit.input import PointerMove
from game.client.kit.scene import Scene
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.hopping import HoppingPicture
from game.client.kit.widgets.label import Label, Panel
from game.client.kit.widgets.particles import Particles
from game.client.kit.widgets.tooltip import Tooltip
from netcode.messages.chess import PlayAgain

if TYPE_CHECKING:
    from game.client.chess.model import ChessModel
    from game.client.context import Context
    from game.client.kit.input import Input
    from netcode.messages.chess import BestOf

WIDTH = 760.0
ROW = 34.0
PUP = 96.0
SCORE_WIDTH = 180.0
BADGE_ROW = 32.0


class MatchEndScene(Scene):
    """Lies over the last position."""

    name = "matchend"
    modal = True

    def __init__(self, context: Context, match: ChessModel) -> None:
        super().__init__()
        self._context, self._match = context, match
        self._panel = Panel(border=theme.LINE, shadow=True)
        self._pup = HoppingPicture("pictures/pup")
        self._particles = Particles()
        self._headline = Label(size=Size.TITLE, face=Face.HEADING, color=theme.AMBER, align="center", shrink=True)
        self._sentence = Label(color=theme.QUIET, align="center")
        self._score = Label(size=Size.HUGE, face=Face.STRONG, align="center")
        self._names = [
            Label(size=Size.LARGE, face=Face.HEADING, align="center", color=color)
            for color in (theme.AMBER, theme.TEAL)
        ]
        self._ratings = [
            Label(size=Size.SMALL, face=Face.STRONG, color=theme.QUIET, align="center", shrink=True) for _ in range(2)
        ]
        self._badges = [Badges(centered=True), Badges(centered=True)]
        self._rows = [StoryRow(self._watch, name=f"game {i + 1}") for i in range(logic.MOST_GAMES)]
        self._wish = Label(size=Size.SMALL, face=Face.HEADING, color=theme.TEAL, align="center")
        self._again = Button(texts.PLAY_AGAIN, self._ask_again, kind="primary", guarded=True)
        self._other = Button(texts.AGAIN_CHANGE, self._change, guarded=True)
        self._replay = Button(texts.WATCH_REPLAY, lambda: self._watch(1), guarded=True)
        self._exit = Button(texts.EXIT, context.leave, guarded=True)
        self._tooltip = Tooltip()
        self.group.add(self._panel, self._pup, self._headline, self._sentence, self._score, self._wish)
        self.group.add(*self._names, *self._ratings, *self._badges, *self._rows, self._exit, self._replay, self._other)
        self.group.add(self._again, self._particles, self._tooltip)
        self.group.begin_at(self._again)

    def layout(self, width: float, height: float) -> None:
        rows = [row for row in self._rows if row.visible]
        badges = BADGE_ROW * min(3, -(-max(each.count for each in self._badges) // 2))
        tall = theme.MARGIN * 2 + PUP + 36 + 28 + 60 + badges + ROW * len(rows) + 40 + theme.BUTTON_HEIGHT + 12
        box = FRect(0, 0, WIDTH, min(tall, height - 2 * theme.GRID))
        box.center = (width / 2, height / 2)
        self._panel.place(*box)
        self._tooltip.place(0, 0, width, height)
        self._particles.place(0, 0, width, height)
        inner = box.inflate(-2 * theme.MARGIN, -2 * theme.MARGIN)
        y = inner.y - theme.GAP
        self._pup.place(inner.centerx - PUP / 2, y, PUP, PUP)
        y += PUP + 4
        self._headline.place(inner.x, y, inner.w, 36)
        y += 36
        self._sentence.place(inner.x, y, inner.w, 28)
        y += 30
        y = self._place_players(inner, y, badges)
        for row in rows:
            row.place(inner.x, y, inner.w, ROW)
            y += ROW
        self._wish.place(inner.x, y + 4, inner.w, 28)
        self._place_buttons(inner)

    def _place_players(self, inner: FRect, y: float, badges: float) -> float:
        """Lay out names, score and badges; returns where that ends."""
        side = (inner.w - SCORE_WIDTH) / 2
        rated = any(label.text for label in self._ratings)
        for label, rating, x in zip(self._names, self._ratings, (inner.x, inner.right - side), strict=True):
            label.place(x, y, side, 36 if rated else 56)
            rating.place(x, y + 34, side, 20)
        self._score.place(inner.x + side, y, SCORE_WIDTH, 56)
        y += 56
        # One badge stands below the name; several may come closer to each other than the names.
        widths = [side if each.count <= 1 else inner.w / 2 - theme.GAP for each in self._badges]
        self._badges[0].place(inner.x, y, widths[0], badges)
        self._badges[1].place(inner.right - widths[1], y, widths[1], badges)
        return y + badges + 8

    def _place_buttons(self, inner: FRect) -> None:
        shown = [button for button in (self._exit, self._replay, self._other, self._again) if button.visible]
        each = (inner.w - theme.GAP * (len(shown) - 1)) / len(shown)
        y = inner.bottom - theme.BUTTON_HEIGHT + theme.GAP
        for i, button in enumerate(shown):
            button.place(inner.x + i * (each + theme.GAP), y, each, theme.BUTTON_HEIGHT)

    def refresh(self, now_ms: int) -> None:
        del now_ms
        story = logic.story(self._match)
        if story is None:
            return
        self._pup.set_picture(story.picture)
        self._headline.set_text(story.headline)
        self._headline.set_color(theme.TEAL if story.winner == "far" else theme.AMBER)
        self._sentence.set_text(story.sentence)
        self._score.set_text(story.score)
        for label, name in zip(self._names, story.names, strict=True):
            label.set_text(name)
        for label, rating in zip(self._ratings, story.ratings, strict=True):
            label.set_text(rating)
        for badges, owned in zip(self._badges, story.upgrades, strict=True):
            badges.set_upgrades(list(owned))
        for row, line in zip(self._rows, (*story.games, *[None] * logic.MOST_GAMES), strict=False):
            row.set_line(line)
        self._wish.set_text(story.wish)
        self._replay.set_visible(story.can_watch)
        self._other.set_visible(story.can_play_again)
        self._again.set_visible(story.can_play_again)
        self._again.set_enabled(not story.asked)
        self._again.set_text(story.again_text)
        self.relayout()

    def entered(self) -> None:
        """The winner's confetti."""
        story = logic.story(self._match)
        still = self._context.settings.reduced_motion
        self._pup.reduced_motion = self._particles.reduced_motion = still
        if story is not None and story.glad:
            self._pup.hop()
            self._particles.confetti()

    def handle(self, event: Input) -> bool:
        used = super().handle(event)
        if isinstance(event, PointerMove):
            explaining: list[Badges | StoryRow] = [*self._badges, *self._rows]
            found = (each.tooltip_at(event.at) for each in explaining if each.visible and each.contains(event.at))
            self._tooltip.explain(next(found, ""), event.at)
        return used

    def due_ms(self, now_ms: int) -> int | None:
        return self._tooltip.due_ms(now_ms)

    def _ask_again(self) -> None:
        # On the terms that are on the screen, not on newer ones that may just have arrived.
        match = self._match
        terms = match.again_as or match.terms
        best_of: BestOf = terms.best_of  # type: ignore[assignment] # 3, 5 or 7
        match.ask(PlayAgain(again=True, best_of=best_of, base_seconds=terms.base_seconds))

    def _change(self) -> None:
        self._context.push(AnotherMatchScene(self._context, self._match))

    def _watch(self, game: int) -> None:
        self._context.push(replay_of(self._context, self._match, game))

    def pilot_facts(self) -> dict[str, object]:
        match = self._match
        players = match.board.players.values() if match.board else ()
        return {"score": {match.name_of(pid): match.score(pid) for pid in players}}

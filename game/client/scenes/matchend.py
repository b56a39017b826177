"""The end of the match: who won, how it went, and whether there is another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygame import FRect

from game.client import texts, theme
from game.client.scene import Scene
from game.client.scenes import matchend_logic as logic
from game.client.theme import Face, Size
from game.client.widgets.badge import Badges
from game.client.widgets.button import Button
from game.client.widgets.label import Label, Panel, Picture

if TYPE_CHECKING:
    from game.client.context import Context

WIDTH = 620.0
ROW = 26.0
PUP = 104.0
SCORE_WIDTH = 150.0


class MatchEndScene(Scene):
    """Over the last position."""

    name = "matchend"
    modal = True

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._panel = Panel(border=theme.LINE, shadow=True)
        self._pup = Picture("pictures/pup")
        self._headline = Label(size=Size.TITLE, face=Face.HEADING, color=theme.AMBER, align="center")
        self._sentence = Label(color=theme.QUIET, align="center")
        self._score = Label(size=Size.HUGE, face=Face.STRONG, align="center")
        self._names = [Label(size=Size.LARGE, face=Face.HEADING, align="center") for _ in range(2)]
        self._badges = [Badges(centered=True), Badges(centered=True)]
        self._rows = [Label(size=Size.SMALL, color=theme.QUIET, align="center") for _ in range(logic.MOST_GAMES)]
        self._wish = Label(size=Size.SMALL, face=Face.HEADING, color=theme.TEAL, align="center")
        self._again = Button(texts.PLAY_AGAIN, self._ask_again, kind="primary")
        self._exit = Button(texts.EXIT, context.leave)
        self.group.add(self._panel, self._pup, self._headline, self._sentence, self._score, self._wish)
        self.group.add(*self._names, *self._badges, *self._rows, self._again, self._exit)
        self.group.set_focus(self._again)

    def layout(self, width: float, height: float) -> None:
        rows = [row for row in self._rows if row.visible]
        badges = 64.0
        tall = theme.MARGIN * 2 + PUP + 36 + 28 + 64 + badges + ROW * len(rows) + 36 + theme.BUTTON_HEIGHT + 16
        box = FRect(0, 0, WIDTH, tall)
        box.center = (width / 2, height / 2)
        self._panel.place(*box)
        inner = box.inflate(-2 * theme.MARGIN, -2 * theme.MARGIN)
        y = inner.y
        self._pup.place(inner.centerx - PUP / 2, y, PUP, PUP)
        y += PUP + 4
        self._headline.place(inner.x, y, inner.w, 36)
        y += 36
        self._sentence.place(inner.x, y, inner.w, 28)
        y += 32
        side = (inner.w - SCORE_WIDTH) / 2
        self._names[0].place(inner.x, y, side, 56)
        self._score.place(inner.x + side, y, SCORE_WIDTH, 56)
        self._names[1].place(inner.right - side, y, side, 56)
        y += 60
        self._badges[0].place(inner.x, y, side, badges)
        self._badges[1].place(inner.right - side, y, side, badges)
        y += badges + 4
        for row in rows:
            row.place(inner.x, y, inner.w, ROW)
            y += ROW
        self._wish.place(inner.x, y + 4, inner.w, 28)
        y = inner.bottom - theme.BUTTON_HEIGHT
        half = (inner.w - theme.GAP) / 2
        self._exit.place(inner.x, y, half if self._again.visible else inner.w, theme.BUTTON_HEIGHT)
        self._again.place(inner.x + half + theme.GAP, y, half, theme.BUTTON_HEIGHT)

    def refresh(self, now_ms: int) -> None:
        del now_ms
        story = logic.story(self._context.session)
        if story is None:
            return
        self._pup.set_picture(story.picture)
        self._headline.set_text(story.headline)
        self._sentence.set_text(story.sentence)
        self._score.set_text(story.score)
        for label, name in zip(self._names, story.names, strict=True):
            label.set_text(name)
        for badges, owned in zip(self._badges, story.upgrades, strict=True):
            badges.set_upgrades(list(owned))
        for row, text in zip(self._rows, (*story.games, *[""] * logic.MOST_GAMES), strict=False):
            row.set_text(text)
            row.set_visible(bool(text))
        self._wish.set_text(story.wish)
        self._again.set_visible(story.can_play_again)
        self._again.set_enabled(not story.asked)
        self._again.set_text(story.again_text)
        self.relayout()

    def _ask_again(self) -> None:
        self._context.session.play_again(again=True)

    def pilot_facts(self) -> dict[str, object]:
        session = self._context.session
        players = session.board.players.values() if session.board else ()
        return {"score": {session.name_of(pid): session.score(pid) for pid in players}}

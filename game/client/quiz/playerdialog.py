"""The host's dialog for a player: points, team, time to think, or removing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.choice import Choice
from game.client.kit.widgets.label import Label
from game.client.kit.widgets.textfield import TextField
from game.client.quiz import texts
from game.client.screens.dialog import Dialog
from netcode import messages as m

if TYPE_CHECKING:
    from game.client.context import Context
    from game.client.quiz.model import QuizModel

WIDTH = 520.0
CAPTION = 34.0
MOST_POINTS = 10_000_000


class PlayerDialog(Dialog):
    """Opened by a click on the player's score."""

    name = "player"

    def __init__(self, context: Context, model: QuizModel, pid: int) -> None:
        super().__init__(context)
        self._model, self._pid = model, pid
        self._title = Label(model.name_of(pid), size=Size.TITLE, face=Face.HEADING)
        self._caption = Label(texts.SCORE, size=Size.LARGE, color=theme.QUIET)
        self._score = TextField(self._set_score, text=str(model.score(pid)), limit=9, name="points", size=Size.LARGE)
        self._set = Button(texts.SET_SCORE, lambda: self._set_score(self._score.text), kind="primary", size=Size.LARGE)
        self._rows: list[tuple[Label, Choice[str] | Choice[float]]] = []
        waits = model.phase == "lobby"
        for widget in (self._caption, self._score, self._set):
            widget.set_visible(not waits)
        self._host = Button(texts.MAKE_HOST, self._make_host, size=Size.LARGE)
        self._host.set_visible(waits or model.phase == "over")
        if model.team_names and not waits:
            teams = [("", texts.NO_TEAM), *((name, name) for name in model.team_names)]
            team = Choice(teams, model.team_of(pid) or "", self._set_team, name="team")
            self._rows.append((Label(texts.TEAM, size=Size.LARGE, color=theme.QUIET), team))
        paces = model.state.paces if model.state is not None else {}
        pace = Choice(texts.PACES, paces.get(str(pid), 1.0), self._set_pace, name="pace")
        if not waits:
            self._rows.append((Label(texts.PLAYER_PACE, size=Size.LARGE, color=theme.QUIET), pace))
        self._remove = Button(texts.REMOVE, self._kick, kind="danger", size=Size.LARGE)
        self._done = Button(texts.DONE, context.pop, size=Size.LARGE)
        self.group.add(self._title, self._caption, self._score, self._set)
        self.group.add(*(widget for row in self._rows for widget in row), self._remove, self._done, self._host)
        self.group.begin_at(self._done if waits else self._score)

    def layout(self, width: float, height: float) -> None:
        row = CAPTION + theme.FIELD_HEIGHT + theme.GAP
        above = theme.BUTTON_LARGE_HEIGHT + theme.GAP if self._host.visible else 0.0
        rows = row * (len(self._rows) + self._score.visible)
        inner = self.put(WIDTH, 2 * theme.MARGIN + 48 + rows + above + theme.BUTTON_LARGE_HEIGHT, width, height)
        self._title.place(inner.x, inner.y, inner.w, 34)
        y = inner.y + 48
        self._caption.place(inner.x, y, inner.w, CAPTION)
        self._score.place(inner.x, y + CAPTION, inner.w - 132, theme.FIELD_HEIGHT)
        self._set.place(inner.right - 120, y + CAPTION, 120, theme.FIELD_HEIGHT)
        for caption, choice in self._rows:
            y += row
            caption.place(inner.x, y, inner.w, CAPTION)
            choice.place(inner.x, y + CAPTION, inner.w, theme.FIELD_HEIGHT)
        y = inner.bottom - theme.BUTTON_LARGE_HEIGHT - above
        self._host.place(inner.x, y, inner.w, theme.BUTTON_LARGE_HEIGHT)
        half = (inner.w - theme.GAP) / 2
        bottom = inner.bottom - theme.BUTTON_LARGE_HEIGHT
        self._remove.place(inner.x, bottom, half, theme.BUTTON_LARGE_HEIGHT)
        self._done.place(inner.x + half + theme.GAP, bottom, half, theme.BUTTON_LARGE_HEIGHT)

    def _set_score(self, text: str) -> None:
        try:
            score = int(text)
        except ValueError:
            self._model.tell(texts.NOT_A_NUMBER)
            return
        if abs(score) > MOST_POINTS:
            self._model.tell(texts.NOT_A_NUMBER)
            return
        self._context.pop()
        self._model.ask(m.SetScore(self._pid, score))

    def _set_team(self, team: str) -> None:
        self._model.ask(m.SetTeam(self._pid, team or None))

    def _set_pace(self, pace: float) -> None:
        self._model.ask(m.SetPace(self._pid, pace))

    def _make_host(self) -> None:
        self._context.pop()
        self._model.ask(m.TransferHost(self._pid))

    def _kick(self) -> None:
        self._context.pop()
        self._model.ask(m.Kick(self._pid))

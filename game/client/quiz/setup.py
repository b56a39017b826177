"""The options before a quiz: the questions, the time to think, teams."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.choice import Choice
from game.client.kit.widgets.label import Label
from game.client.kit.widgets.textfield import TextField
from game.client.kit.widgets.toggle import Toggle
from game.client.quiz import texts
from game.client.quiz.drafting import PackDraft
from game.client.quiz.packeditor import PackEditor
from game.client.quiz.packfiles import from_file, shipped
from game.client.quiz.upload import open_room
from game.client.screens.dialog import Dialog
from game.client.typedpath import typed_path
from game.quiz.pack import BadPack, as_json
from netcode.messages import CreateGame, QuizOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from game.client.context import Context
    from game.client.quiz.model import Played
    from game.quiz.pack import Pack

WIDTH = 640.0
CAPTION = 26.0
PACK_HEIGHT = 44.0
PATH_LIMIT = 500


class QuizSetup(Dialog):
    """A few options, and the button that opens the room."""

    name = "quiz setup"

    def __init__(self, context: Context, on_go: Callable[[QuizOptions], None], played: Played | None = None) -> None:
        """`played`: it is another quiz in a room that has played these."""
        super().__init__(context)
        self._on_go = on_go
        self._packs = shipped()
        self._chosen = 0
        """Which of our packs; as many as there are: somebody's file."""
        self._pace, self._teams, self._show_clues = 1.0, 0, True
        if played is not None:
            self._pace, self._teams, self._show_clues = played.pace, played.teams, played.show_clues
        self._title = Label(texts.AGAIN_TITLE if played else texts.SETUP_TITLE, size=Size.TITLE, face=Face.HEADING)
        self._text = Label(texts.AGAIN_TEXT if played else texts.SETUP_TEXT, color=theme.QUIET, wrap=True)
        self._pack_caption = _caption(texts.PACK)
        ours = [each.pack.title for each in self._packs]
        done = played.titles if played is not None else ()
        titles = [*(texts.played(title) if title in done else title for title in ours), texts.OWN_FILE]
        self._pack_buttons = [
            Button(title, partial(self._choose, i), name=f"pack {i}") for i, title in enumerate(titles)
        ]
        self._path = TextField(
            self._choose_file,
            text=context.settings.quiz_file,
            placeholder=texts.FILE_PLACEHOLDER,
            limit=PATH_LIMIT,
            name="path",
            on_change=self._choose_file,
        )
        self._rows: list[tuple[Label, Choice[float] | Choice[int]]] = [
            (_caption(texts.PACE), Choice(texts.PACES, self._pace, self._set_pace, name="pace")),
            (_caption(texts.TEAMS), Choice(texts.TEAM_COUNTS, self._teams, self._set_teams, name="teams")),
        ]
        self._clues = Toggle(texts.SHOW_CLUES, self._show_clues, self._set_clues, name="clues")
        self._problem = Label(color=theme.ROSE, wrap=True, name="problem")
        self._edit = Button(texts.EDIT_PACK, self._edit_pack, kind="quiet", name="edit pack")
        self._new = Button(texts.NEW_PACK, lambda: self._write(PackDraft()), kind="quiet", name="new pack")
        self._back = Button(texts.BACK, context.pop)
        self._go = Button(texts.GO, self._begin, kind="primary")
        self.group.add(self._title, self._text, self._pack_caption, *self._pack_buttons, self._path)
        self.group.add(*(widget for row in self._rows for widget in row), self._clues, self._problem)
        self.group.add(self._edit, self._new, self._back, self._go)
        self.group.begin_at(self._go)
        self._choose(_next(ours, done))

    def layout(self, width: float, height: float) -> None:
        rows = (len(self._pack_buttons) + 1) // 2
        packs = CAPTION + rows * (PACK_HEIGHT + 8) + PACK_HEIGHT + theme.GAP
        row = CAPTION + theme.FIELD_HEIGHT + theme.GAP
        high = 2 * theme.MARGIN + 92 + packs + row + 40 + 50 + theme.BUTTON_HEIGHT
        inner = self.put(WIDTH, high, width, height)
        half = (inner.w - theme.GAP) / 2
        self._title.place(inner.x, inner.y, inner.w, 34)
        self._text.place(inner.x, inner.y + 40, inner.w, 48)
        y = inner.y + 92
        self._pack_caption.place(inner.x, y, inner.w - 240, CAPTION)
        self._edit.place(inner.right - 232, y - 8, 100, 28)
        self._new.place(inner.right - 124, y - 8, 124, 28)
        y += CAPTION
        for i, button in enumerate(self._pack_buttons):
            button.place(inner.x + i % 2 * (half + theme.GAP), y + i // 2 * (PACK_HEIGHT + 8), half, PACK_HEIGHT)
        last = self._pack_buttons[-1].rect
        if len(self._pack_buttons) % 2:
            self._path.place(last.right + theme.GAP, last.y, half, PACK_HEIGHT)
            y = last.bottom + theme.GAP
        else:
            self._path.place(inner.x, last.bottom + 8, inner.w, PACK_HEIGHT)
            y = last.bottom + 8 + PACK_HEIGHT + theme.GAP
        for i, (caption, choice) in enumerate(self._rows):
            x = inner.x + i * (half + theme.GAP)
            caption.place(x, y, half, CAPTION)
            choice.place(x, y + CAPTION, half, theme.FIELD_HEIGHT)
        y += row
        self._clues.place(inner.x, y, inner.w, 36)
        bottom = inner.bottom - theme.BUTTON_HEIGHT
        self._problem.place(inner.x, y + 42, inner.w, bottom - y - 46)
        self._back.place(inner.x, bottom, half, theme.BUTTON_HEIGHT)
        self._go.place(inner.x + half + theme.GAP, bottom, half, theme.BUTTON_HEIGHT)

    def _choose(self, index: int) -> None:
        self._chosen = index
        for i, button in enumerate(self._pack_buttons):
            button.set_kind("primary" if i == index else "secondary")
            button.set_icon("icons/tick" if i == index else "")
        self._problem.set_text("")

    def _choose_file(self, _path: str) -> None:
        self._choose(len(self._packs))

    def _edit_pack(self) -> None:
        """Packs of ours are copied; a file in our own format is overwritten."""
        try:
            pack = self._pack()
        except BadPack as error:
            self._problem.set_text(str(error))
            return
        path = typed_path(self._path.text) if self._chosen == len(self._packs) else None
        self._write(PackDraft(pack), path if path is not None and path.suffix == ".json" else None)

    def _write(self, draft: PackDraft, path: Path | None = None) -> None:
        self._context.push(PackEditor(self._context, draft, self._written, path))

    def _written(self, path: Path | None) -> None:
        """Use the saved pack."""
        if path is not None:
            self._path.set_text(str(path))
            self._choose(len(self._packs))

    def _set_pace(self, pace: float) -> None:
        self._pace = pace

    def _set_teams(self, teams: int) -> None:
        self._teams = teams

    def _set_clues(self, show: bool) -> None:
        self._show_clues = show

    def _pack(self) -> Pack:
        """The chosen pack; raises BadPack."""
        if self._chosen < len(self._packs):
            return self._packs[self._chosen].pack
        imported = from_file(self._path.text)
        self._context.change_settings(replace(self._context.settings, quiz_file=self._path.text))
        if imported.warnings:
            self._context.session.tell(texts.left_out(len(imported.warnings)))
        return imported.pack

    def _begin(self) -> None:
        try:
            pack = self._pack()
        except BadPack as error:
            self._problem.set_text(str(error))
            return
        self._context.pop()
        self._on_go(
            QuizOptions(
                questions=as_json(pack),
                pace=self._pace,
                show_clues=self._show_clues,
                teams=list(texts.TEAM_NAMES[: self._teams]),
            )
        )

    def pilot_facts(self) -> dict[str, object]:
        return {"pack": self._chosen, "path": self._path.text}


def _next(ours: Sequence[str], done: Sequence[str]) -> int:
    """Which pack comes next, after those: the first of ours that has not been played, or else the last one again. After
    a pack from a file, that file.
    """
    if done and done[-1] not in ours:
        return len(ours)
    new = (index for index, title in enumerate(ours) if title not in done)
    return next(new, ours.index(done[-1]) if done else 0)


def _caption(text: str) -> Label:
    return Label(text, size=Size.SMALL, face=Face.HEADING, color=theme.QUIET)


def host_setup(context: Context) -> QuizSetup:
    """Before hosting."""

    def host(options: QuizOptions) -> None:
        settings = context.settings
        # Spectators are told what the public screen shows.
        create = CreateGame(options=options, name=settings.name, private=settings.private, spectators=True)
        context.host_with(create, open_room)

    return QuizSetup(context, host)

"""The pack editor: the round's grid at the left, the chosen part at the right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import pygame
from pygame import FRect

from game.client.kit import theme
from game.client.kit.input import FileDropped, Key
from game.client.kit.scene import Scene
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.label import Label, Panel
from game.client.kit.widgets.textfield import TextField
from game.client.kit.widgets.toggle import Toggle
from game.client.quiz import packfiles, texts
from game.client.quiz.drafting import PackDraft, Spot
from game.client.quiz.packpicturescene import PackPictureScene
from game.client.quiz.packpreview import PackPreview
from game.client.quiz.widgets.packgrid import Cell, PackGrid, Row
from game.client.screens.confirm import ConfirmScene
from game.quiz.pack import MOST_TEXT, BadPack

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from game.client.context import Context
    from game.client.kit.input import Input
    from game.client.quiz.drafting import Step

EDGE: Final = 20.0
HEAD: Final = 48.0
CAPTION: Final = 22.0
FIELD: Final = 42.0
GRID_SHARE: Final = 0.58
PICTURE_WIDTH: Final = 190.0
FIELDS: Final = (
    *("title", "author", "license", "language", "name", "category", "value", "clue", "answers", "choices"),
    *("explanation", "fen", "moves"),
)


class PackEditor(Scene):
    """Ctrl+S saves, Ctrl and arrows move a question, Esc closes."""

    name = "pack editor"

    def __init__(
        self, context: Context, draft: PackDraft, on_done: Callable[[Path | None], None], path: Path | None = None
    ) -> None:
        """`path`: the pack's file, if it is in our own format. `on_done` is told where the pack was saved."""
        super().__init__()
        self._context, self._draft, self._on_done, self._path = context, draft, on_done, path
        self._title = Label(size=28, face=Face.HEADING, name="pack title")
        self._about = Button(texts.ABOUT_PACK, partial(self._choose, Spot("pack")), name="about pack")
        self._final = Button(texts.FINAL, lambda: self._choose(Spot("final", draft.at.round)), name="final part")
        self._round = Button("", lambda: self._choose(Spot("round", draft.at.round)), name="round part")
        self._back = Button("<", partial(self._other_round, -1), name="round before")
        self._next = Button(">", partial(self._other_round, 1), name="round after")
        self._more = Button("+", self._add_round, name="add round")
        self._grid = PackGrid(self._choose, self._add, self._walk, self._write, self._remove)
        self._panel = Panel(border=theme.LINE)
        self._place = Label(size=Size.LARGE, face=Face.HEADING, color=theme.AMBER, name="place")
        self._captions = {name: Label(texts.FIELDS[name], size=Size.SMALL, color=theme.QUIET) for name in FIELDS}
        self._fields = {
            name: TextField(self._entered, name=name, limit=MOST_TEXT, on_change=partial(self._set, name))
            for name in FIELDS
        }
        self._double = Toggle(texts.DOUBLE, False, self._set_double, name="double")
        self._picture = Button(texts.ADD_PICTURE, self._open_picture, name="question picture")
        self._hint = Label(texts.SEVERAL, size=Size.SMALL, color=theme.FAINT, wrap=True)
        self._problem = Label(color=theme.ROSE, wrap=True, name="problem")
        self._buttons = [
            Button(texts.MOVE_LEFT, partial(self._walk, "left", True), name="move left"),
            Button(texts.MOVE_RIGHT, partial(self._walk, "right", True), name="move right"),
            Button(texts.MOVE_UP, partial(self._walk, "up", True), name="move up"),
            Button(texts.MOVE_DOWN, partial(self._walk, "down", True), name="move down"),
            Button(texts.REMOVE_PART, self._remove, kind="danger", name="remove part"),
            Button(texts.PREVIEW, self._preview, name="preview"),
            Button(texts.SAVE, self._save, kind="primary", name="save"),
            Button(texts.DONE, self._leave, name="done"),
        ]
        self.group.add(self._title, self._about, self._final, self._back, self._round, self._next, self._more)
        self.group.add(self._grid, self._panel, self._place, *self._captions.values(), *self._fields.values())
        self.group.add(self._double, self._picture, self._hint, self._problem, *self._buttons)
        self.group.set_focus(self._grid)
        self._show()

    # --- where everything is --------------------------------------------------------------------------------------

    def layout(self, width: float, height: float) -> None:
        inner = FRect(EDGE, EDGE, width - 2 * EDGE, height - 2 * EDGE)
        left = FRect(inner.x, inner.y, inner.w * GRID_SHARE, inner.h)
        self._title.place(left.x, left.y, left.w - 340, HEAD)
        self._about.place(left.right - 330, left.y + 4, 160, HEAD - 8)
        self._final.place(left.right - 164, left.y + 4, 164, HEAD - 8)
        y = left.y + HEAD + theme.GAP
        self._back.place(left.x, y, 44, 40)
        self._round.place(left.x + 52, y, 240, 40)
        self._next.place(left.x + 300, y, 44, 40)
        self._more.place(left.x + 352, y, 44, 40)
        bottom = inner.bottom - theme.BUTTON_HEIGHT
        self._grid.place(left.x, y + 40 + theme.GAP, left.w, bottom - y - 40 - 2 * theme.GAP)
        share = (inner.w + theme.GAP) / len(self._buttons)
        for i, button in enumerate(self._buttons):
            button.place(inner.x + i * share, bottom, share - theme.GAP, theme.BUTTON_HEIGHT)
        self._place_form(FRect(left.right + theme.MARGIN, inner.y, inner.right - left.right - theme.MARGIN, bottom))

    def _place_form(self, form: FRect) -> None:
        form.h -= form.y + theme.GAP
        self._panel.place(*form)
        inner = form.inflate(-2 * theme.PAD, -2 * theme.GAP)
        self._place.place(inner.x, inner.y, inner.w, 32)
        shown = list(self._draft.fields())
        y, step = inner.y + 36, CAPTION + FIELD + 2
        for name in FIELDS:
            if name in shown:
                self._captions[name].place(inner.x, y, inner.w, CAPTION)
                self._fields[name].place(inner.x, y + CAPTION, inner.w, FIELD)
                y += step
        self._double.place(inner.x, y + 2, inner.w - PICTURE_WIDTH - theme.GAP, 34)
        self._picture.place(inner.right - PICTURE_WIDTH, y + 2, PICTURE_WIDTH, 36)
        y += 40 if self._draft.at.part == "question" else 0
        self._hint.place(inner.x, y, inner.w, 20)
        self._problem.place(inner.x, y + 24, inner.w, inner.bottom - y - 24)

    # --- what is shown --------------------------------------------------------------------------------------------

    def _show(self) -> None:
        """Follow the draft."""
        draft = self._draft
        fields = draft.fields()
        for name in FIELDS:
            self._captions[name].set_visible(name in fields)
            self._fields[name].set_visible(name in fields)
            if name in fields and self._fields[name].text != fields[name]:
                self._fields[name].set_text(fields[name])
        self._double.set_visible(draft.at.part == "question")
        self._double.set_on(draft.double)
        self._picture.set_visible(draft.at.part == "question")
        self._picture.set_text(texts.CHANGE_PICTURE if draft.image else texts.ADD_PICTURE)
        self._hint.set_visible("answers" in fields)
        self._show_names()
        self.relayout()

    def _show_names(self) -> None:
        """Update what the fields change elsewhere on the screen."""
        draft = self._draft
        self._title.set_text(draft.content.get("title") or texts.UNTITLED)
        self._round.set_text(texts.round_named(draft.at.round, draft.rounds[draft.at.round].get("name") or ""))
        self._place.set_text(texts.part_of(draft.at.part, draft.at.category + 1, draft.at.question + 1))
        self._grid.show([_row(category) for category in draft.categories], draft.at)

    def due_ms(self, now_ms: int) -> int | None:
        due = [field.due_ms(now_ms) for field in self._fields.values() if field.visible]
        return min((each for each in due if each is not None), default=None)

    # --- what a person does ---------------------------------------------------------------------------------------

    def handle(self, event: Input) -> bool:
        if isinstance(event, Key) and event.ctrl and event.key == pygame.K_s:
            self._save()
            return True
        if isinstance(event, FileDropped):
            self._open_picture(event.path)
            return True
        return super().handle(event)

    def unhandled(self, event: Input) -> bool:
        if isinstance(event, Key) and event.key == pygame.K_ESCAPE:
            self._leave()
            return True
        return False

    def _choose(self, spot: Spot) -> None:
        self._draft.at = spot
        self._show()

    def _other_round(self, by: int) -> None:
        self._draft.show_round(by)
        self._show()

    def _add_round(self) -> None:
        self._tell_if(self._draft.add_round(), texts.NO_MORE)

    def _add(self, category: int | None) -> None:
        draft = self._draft
        added = draft.add_category() if category is None else draft.add_question(category)
        self._tell_if(added, texts.NO_MORE)
        if added:
            self._write()

    def _walk(self, step: Step, carry: bool) -> None:
        if not carry:
            self._draft.walk(step)
            self._show()
        else:
            self._tell_if(self._draft.move(step), texts.NO_PLACE)

    def _remove(self) -> None:
        self._tell_if(self._draft.remove(), texts.LAST_OF_ITS_KIND)

    def _tell_if(self, done: bool, otherwise: str) -> None:
        self._show()
        if not done:
            self._problem.set_text(otherwise)

    def _write(self) -> None:
        """Focus the first empty field of the current part, or its first field."""
        shown = self._draft.fields()
        wanted = next((name for name in FIELDS if name in shown and not shown[name]), next(iter(shown)))
        self.group.set_focus(self._fields[wanted])

    def _entered(self, _text: str) -> None:
        """Enter in a field: back to the grid."""
        self.group.set_focus(self._grid)

    def _set(self, field: str, text: str) -> None:
        self._draft.set(field, text)
        self._problem.set_text("")
        self._show_names()

    def _set_double(self, double: bool) -> None:
        self._draft.set_double(double)
        self._show_names()

    def _open_picture(self, path: str = "") -> None:
        """Open the picture dialog, perhaps with this file."""
        if self._draft.at.part != "question":
            self._problem.set_text(texts.PICTURE_NEEDS_QUESTION)
            return
        scene = PackPictureScene(self._context, self._draft, self._show)
        self._context.push(scene)
        if path:
            scene.look_at(path)

    def _preview(self) -> None:
        question = self._draft.question()
        if question is None:
            self._complain()
            return
        name = self._draft.categories[self._draft.at.category].get("name") or ""
        self._context.push(PackPreview(self._context, name, question))

    def _complain(self) -> bool:
        """Show what is wrong, and go there. Whether something is."""
        problem = self._draft.problem()
        spot = self._draft.spot_of(problem) if problem else None
        if spot is not None:
            self._choose(spot)
        self._problem.set_text(problem)
        return bool(problem)

    def _save(self) -> None:
        if self._complain():
            return
        try:
            self._path = packfiles.save(self._draft.pack(), self._path)
        except (OSError, BadPack) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
            self._problem.set_text(texts.pack_not_saved(reason.rstrip(".")))
            return
        self._draft.changed = False
        self._context.session.tell(texts.saved(str(self._path)))

    def _leave(self) -> None:
        if not self._draft.changed:
            self._go()
            return
        leave = ConfirmScene(
            self._context,
            title=texts.UNSAVED_TITLE,
            text=texts.UNSAVED_TEXT,
            yes=texts.UNSAVED_YES,
            no=texts.UNSAVED_NO,
            on_yes=self._go,
        )
        self._context.push(leave)

    def _go(self) -> None:
        self._context.pop()
        self._on_done(self._path)

    def pilot_facts(self) -> dict[str, object]:
        return {"part": self._draft.at.part, "problem": self._problem.text, "changed": self._draft.changed}


def _row(category: dict[str, object]) -> Row:
    questions = category["questions"]
    assert isinstance(questions, list)
    return Row(
        str(category.get("name") or ""),
        tuple(
            Cell(
                str(each.get("value", "")),
                bool(each.get("clue")) and bool(each.get("answers") or each.get("moves")),
                bool(each.get("double")),
            )
            for each in questions
        ),
    )

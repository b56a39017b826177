"""The page for signing in and out, making an account, changing its password, and deleting it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygame import FRect

from game.client import texts
from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.choice import Choice
from game.client.kit.widgets.label import Label
from game.client.kit.widgets.textfield import TextField
from game.client.kit.widgets.toggle import Toggle
from game.client.people import profile_logic
from game.client.people.accountform import AccountForm
from netcode.messages.records import Profile

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.context import Context
    from game.client.kit.widgets.base import Widget
    from game.client.people.accountform import Mode

WIDTH = 560.0
CAPTION = 150.0
USERNAME_LIMIT, PASSWORD_LIMIT = 40, 128
_SUBMIT: dict[Mode, str] = {
    "login": texts.ACCOUNT_LOGIN,
    "create": texts.ACCOUNT_CREATE,
    "change": texts.ACCOUNT_CHANGE,
    "delete": texts.ACCOUNT_DELETE,
    "in": texts.ACCOUNT_CHANGE,
}


class AccountPage:
    """One form at a time; see `AccountForm`."""

    def __init__(self, context: Context, set_focus: Callable[[Widget], None]) -> None:
        self._context = context
        self._set_focus = set_focus
        self._form = AccountForm(context.profiles.account)
        self._text = Label(size=Size.BODY, color=theme.QUIET, wrap=True)
        self._modes = Choice(texts.ACCOUNT_MODES, "login", self._choose_as_guest, name="mode")
        self._captions = [Label(size=Size.BODY, face=Face.HEADING, color=theme.QUIET, shrink=True) for _ in range(3)]
        self._username = TextField(self._submit, limit=USERNAME_LIMIT, name="username", on_change=self._type)
        self._password = self._secret("password")
        self._new = self._secret("new password")
        self._show = Toggle(texts.ACCOUNT_SHOW, on=False, on_change=self._set_shown, name="show")
        self._problem = Label(size=Size.SMALL, color=theme.ROSE, wrap=True)
        self._success = Label(size=Size.SMALL, color=theme.LEAF, wrap=True)
        self._go = Button("", self._submit, kind="primary", name="submit")
        self._question = Label(size=Size.BODY, face=Face.HEADING, wrap=True)
        self._merge = Button(texts.ACCOUNT_MERGE_YES, lambda: self._answer(merge=True), kind="primary", name="merge")
        self._leave = Button(texts.ACCOUNT_MERGE_NO, lambda: self._answer(merge=False), name="leave them")
        self._keep = Button(texts.ACCOUNT_KEEP, lambda: self._choose("in"), name="keep")
        self._change = Button(texts.ACCOUNT_CHANGE, lambda: self._ask_password("change"), name="change password")
        self._logout = Button(texts.ACCOUNT_LOGOUT, lambda: self._sign_out(everywhere=False), name="sign out")
        self._everywhere = Button(
            texts.ACCOUNT_EVERYWHERE, lambda: self._sign_out(everywhere=True), name="sign out everywhere"
        )
        self._delete = Button(texts.ACCOUNT_DELETE, lambda: self._ask_password("delete"), kind="quiet", name="delete")
        self._warning = Label(texts.ACCOUNT_OPEN_LINE, size=Size.SMALL, color=theme.FAINT, wrap=True)
        self._choices = [self._change, self._logout, self._everywhere, self._delete]
        self.widgets: list[Widget] = [self._text, self._modes, *self._captions]
        self.widgets += [self._username, self._password, self._new, self._show, self._problem, self._success]
        self.widgets += [self._question, self._leave, self._merge, self._keep, self._go, *self._choices, self._warning]

    def _secret(self, name: str) -> TextField:
        return TextField(self._submit, limit=PASSWORD_LIMIT, name=name, on_change=self._type, masked=True)

    def place(self, box: FRect) -> None:
        """Lay it out in this part of the window."""
        inner = FRect(0, box.y, min(WIDTH, box.w), box.h)
        inner.centerx = box.centerx
        tall, gap = theme.FIELD_HEIGHT, theme.GAP
        self._text.place(inner.x, inner.y, inner.w, 72)
        y = inner.y + 80
        self._modes.place(inner.x, y, inner.w, tall)
        self._place_choices(FRect(inner.x, y, inner.w, 4 * (tall + gap)))
        y += tall + gap
        self._place_fields(inner, y)
        y += 2 * (tall + gap)
        self._show.place(inner.x + CAPTION, y, inner.w - CAPTION, 34)
        y += 34 + gap
        self._problem.place(inner.x, y, inner.w, 44)
        self._success.place(inner.x, y, inner.w, 44)
        y += 48
        half = (inner.w - gap) / 2
        self._keep.place(inner.x, y, half, tall)
        self._go.place(inner.x + half + gap, y, half, tall)
        self._place_question(FRect(inner.x, inner.y + 80 + tall + gap, inner.w, 3 * tall))
        self._warning.place(inner.x, inner.bottom - 44, inner.w, 44)

    def _place_fields(self, inner: FRect, y: float) -> None:
        """Lay out the fields that the form has."""
        tall, gap = theme.FIELD_HEIGHT, theme.GAP
        rows = [widget for widget in (self._username, self._password, self._new) if widget.visible]
        for caption, field in zip(self._captions, rows, strict=False):
            caption.place(inner.x, y, CAPTION - gap, tall)
            field.place(inner.x + CAPTION, y, inner.w - CAPTION, tall)
            y += tall + gap

    def _place_choices(self, box: FRect) -> None:
        half = (box.w - theme.GAP) / 2
        for i, button in enumerate(self._choices):
            x, y = box.x + i % 2 * (half + theme.GAP), box.y + i // 2 * (theme.BUTTON_HEIGHT + theme.GAP)
            button.place(x, y, half, theme.BUTTON_HEIGHT)

    def _place_question(self, box: FRect) -> None:
        half = (box.w - theme.GAP) / 2
        self._question.place(box.x, box.y, box.w, 56)
        self._leave.place(box.x, box.y + 64, half, theme.BUTTON_HEIGHT)
        self._merge.place(box.x + half + theme.GAP, box.y + 64, half, theme.BUTTON_HEIGHT)

    # --- following ------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Follow the account."""
        profiles, form = self._context.profiles, self._form
        account = profiles.account
        if profiles.pages is not None and not profiles.identity.session:
            record = profiles.pages.page(profile_logic.ME, Profile).value
            form.matches = profile_logic.matches_of(record) if record is not None else 0
        if form.settle():
            for field in (self._username, self._password, self._new):
                field.set_text("")
        mode, asking = form.mode, form.asks_merge
        self._show_text(mode)
        self._show_fields(mode, asking=asking)
        self._question.set_text(texts.merge_question(form.matches))
        for widget in (self._question, self._merge, self._leave):
            widget.set_visible(asking)
        for button in self._choices:
            button.set_visible(mode == "in")
            button.set_enabled(account.online and not account.waiting)
        self._keep.set_visible(mode in {"change", "delete"})
        self._go.set_visible(mode != "in" and not asking)
        self._go.set_text(texts.ACCOUNT_WAITING if account.waiting else _SUBMIT[mode])
        self._go.set_kind("danger" if mode == "delete" else "primary")
        self._go.set_enabled(account.online and not account.waiting)
        problem = form.sentence or ("" if account.online else profiles.line_problem)
        self._problem.set_text(problem)
        self._problem.set_visible(bool(problem))
        self._success.set_text("" if problem else account.success)
        self._warning.set_visible(mode != "in" and not profiles.is_private)

    def _show_text(self, mode: Mode) -> None:
        username = self._context.profiles.identity.username
        sentences: dict[Mode, str] = {"in": texts.account_is(username), "change": texts.account_is(username)}
        sentences["delete"] = texts.ACCOUNT_DELETE_TEXT
        self._text.set_text(sentences.get(mode, texts.ACCOUNT_WHY))

    def _show_fields(self, mode: Mode, *, asking: bool) -> None:
        form = mode != "in" and not asking
        guest = mode in {"login", "create"}
        self._modes.set_visible(guest and not asking)
        self._modes.set_value("create" if mode == "create" else "login")
        self._username.set_visible(form and guest)
        self._password.set_visible(form)
        self._new.set_visible(form and mode == "change")
        captions = {
            "login": (texts.ACCOUNT_USERNAME, texts.ACCOUNT_PASSWORD),
            "create": (texts.ACCOUNT_USERNAME, texts.ACCOUNT_PASSWORD),
            "change": (texts.ACCOUNT_OLD, texts.ACCOUNT_NEW),
            "delete": (texts.ACCOUNT_PASSWORD,),
        }.get(mode, ())
        for i, caption in enumerate(self._captions):
            caption.set_visible(form and i < len(captions))
            caption.set_text(captions[i] if i < len(captions) else "")
        self._show.set_visible(form)

    # --- what the person does -------------------------------------------------------------------------------------

    def _choose(self, mode: Mode) -> None:
        self._form.choose(mode)
        for field in (self._password, self._new):
            field.set_text("")
        self._context.session.changed()

    def _ask_password(self, mode: Mode) -> None:
        self._choose(mode)
        self.refresh()
        # The button that had the focus is gone.
        self._set_focus(self._password)

    def _choose_as_guest(self, mode: str) -> None:
        self._choose("create" if mode == "create" else "login")

    def _type(self, _text: str) -> None:
        form = self._form
        form.username, form.password, form.new = self._username.text, self._password.text, self._new.text

    def _submit(self, _text: str = "") -> None:
        self._form.submit()
        self._context.session.changed()

    def _answer(self, *, merge: bool) -> None:
        self._form.merge(merge=merge)
        self._context.session.changed()

    def _sign_out(self, *, everywhere: bool) -> None:
        self._form.sign_out(everywhere=everywhere)
        self._context.session.changed()

    def _set_shown(self, on: bool) -> None:
        self._password.set_masked(not on)
        self._new.set_masked(not on)

    def due_ms(self, now_ms: int) -> int | None:
        """The caret blinks."""
        wanted = [field.due_ms(now_ms) for field in (self._username, self._password, self._new) if field.visible]
        return min((due for due in wanted if due is not None), default=None)

    def forget(self) -> None:
        """The page is closed: forget everything typed."""
        self._form.forget()

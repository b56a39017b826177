"""The question before somebody leaves a quiz."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client.quiz import texts
from game.client.screens.confirm import ConfirmScene

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.context import Context


def leave_question(context: Context, on_yes: Callable[[], None], *, host: bool) -> ConfirmScene:
    """If the host leaves, the room closes."""
    return ConfirmScene(
        context,
        title=texts.LEAVE_TITLE if host else texts.LEAVE_GUEST_TITLE,
        text=texts.LEAVE_TEXT if host else texts.LEAVE_GUEST_TEXT,
        yes=texts.LEAVE_YES,
        no=texts.LEAVE_NO,
        on_yes=on_yes,
    )

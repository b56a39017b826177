"""A refusal on its way from the rule that says no to the answer that tells the client."""

from __future__ import annotations

from netcode.messages import ActionSuccess
from netcode.refusals import SENTENCES, Refusal


class Refused(Exception):
    """The request is refused and has changed nothing."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


def refusal_answer(request: str, refusal: Refusal) -> ActionSuccess:
    """What the client is told."""
    return ActionSuccess(request, ok=False, error=refusal.value, message=SENTENCES[refusal])

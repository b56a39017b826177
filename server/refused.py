"""The exception for a refused request, and the answer that the client gets."""

from __future__ import annotations

import math

from netcode.messages.rooms import ActionSuccess
from netcode.refusals import SENTENCES, Refusal, too_many_wrong_codes, too_many_wrong_passwords


class Refused(Exception):
    """The request is refused and has changed nothing."""

    wait_ms: int | None = None
    """After how long the request may be made again, where that is known."""

    def __init__(self, refusal: Refusal, sentence: str | None = None) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
        self.sentence = sentence or SENTENCES[refusal]


class TooManyTries(Refused):
    """Too many wrong passwords were tried, for this account from this address or from this address in all."""

    def __init__(self, wait_ms: float) -> None:
        seconds = math.ceil(wait_ms / 1000)
        super().__init__(Refusal.TOO_FAST, too_many_wrong_passwords(seconds))
        self.wait_ms = math.ceil(wait_ms)


class TooManyGuesses(Refused):
    """Too many wrong codes have come from this address."""

    def __init__(self, wait_ms: int) -> None:
        super().__init__(Refusal.TOO_FAST, too_many_wrong_codes(-(-wait_ms // 1000)))
        self.wait_ms = wait_ms


def refusal_answer(request: str, refused: Refused) -> ActionSuccess:
    """The answer to a refused request."""
    return ActionSuccess(
        request, ok=False, error=refused.refusal.value, message=refused.sentence, wait_ms=refused.wait_ms
    )

"""Why a request was refused: the codes on the wire, and the sentence that a person reads for each.

Nothing else belongs here. Each rule decides for itself what it refuses.
"""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class Refusal(StrEnum):
    """A reason for a refusal. The code is the contract; the sentence is for people. A refused request changes
    nothing.
    """

    ROOM_FULL = "ROOM_FULL"
    ROOM_NOT_FOUND = "ROOM_NOT_FOUND"
    BANNED = "BANNED"
    NAME_TAKEN = "NAME_TAKEN"
    BAD_NAME = "BAD_NAME"
    BAD_TOKEN = "BAD_TOKEN"  # noqa: S105 - a code, not a secret
    NOT_HOST = "NOT_HOST"
    NOT_YOUR_TURN = "NOT_YOUR_TURN"
    ILLEGAL_MOVE = "ILLEGAL_MOVE"
    STALE_PLY = "STALE_PLY"
    NOT_NOW = "NOT_NOW"
    BAD_MESSAGE = "BAD_MESSAGE"
    SERVER_FAULT = "SERVER_FAULT"
    TOO_FAST = "TOO_FAST"
    TOO_LARGE = "TOO_LARGE"
    SERVER_FULL = "SERVER_FULL"
    NOT_SAFE = "NOT_SAFE"
    BAD_PACK = "BAD_PACK"
    LOCKED = "LOCKED"
    USERNAME_TAKEN = "USERNAME_TAKEN"
    BAD_PASSWORD = "BAD_PASSWORD"  # noqa: S105 - a code, not a secret
    BAD_LOGIN = "BAD_LOGIN"
    BAD_PICTURE = "BAD_PICTURE"
    NO_LOGINS = "NO_LOGINS"
    PEOPLE_AWAY = "PEOPLE_AWAY"
    ELSEWHERE = "ELSEWHERE"
    SHUTTING_DOWN = "SHUTTING_DOWN"
    OUTDATED = "OUTDATED"


def sentence_of(code: str | None) -> str:
    """The sentence for a code. Unknown codes, as of a newer server, have a general one."""
    return next((sentence for refusal, sentence in SENTENCES.items() if refusal == code), "The server said no.")


def too_many_wrong_codes(seconds: int) -> str:
    """The sentence for somebody who has tried too many wrong codes."""
    return f"Too many wrong codes. Try again in {seconds} {'second' if seconds == 1 else 'seconds'}."


def too_many_wrong_passwords(seconds: int) -> str:
    """The sentence for somebody who has tried too many wrong passwords."""
    return f"Too many wrong passwords. Try again in {seconds} {'second' if seconds == 1 else 'seconds'}."


SENTENCES: dict[Refusal, str] = {
    Refusal.ROOM_FULL: "That match already has its two players.",
    Refusal.ROOM_NOT_FOUND: "There is no match with that code. Check the letters with your host.",
    Refusal.BANNED: "The host has removed you from that match for good.",
    Refusal.NAME_TAKEN: "Somebody in that room already has this name. Pick another one.",
    Refusal.BAD_NAME: "A name has 1 to 20 visible characters.",
    Refusal.BAD_TOKEN: "That seat belongs to somebody else. Join again with the code.",
    Refusal.NOT_HOST: "Only the host can do that.",
    Refusal.NOT_YOUR_TURN: "It is not your turn.",
    Refusal.ILLEGAL_MOVE: "That move is not legal here.",
    Refusal.STALE_PLY: "The board has moved on since then.",
    Refusal.NOT_NOW: "That can't be done right now.",
    Refusal.BAD_MESSAGE: "The server did not understand that. Check that both run the same version of Underdog.",
    Refusal.SERVER_FAULT: "The server has made a mistake, and nothing has changed. You can try again.",
    Refusal.TOO_FAST: "Slow down a little: too many messages.",
    Refusal.TOO_LARGE: "That message is too large.",
    Refusal.SERVER_FULL: "This server is full. Try again in a few minutes, or host your own match.",
    Refusal.BAD_PACK: "That pack of questions cannot be read.",
    Refusal.LOCKED: "The host has locked that room. Ask them to let you in.",
    Refusal.USERNAME_TAKEN: "Somebody else has that username, or one that looks like it. Pick another one.",
    Refusal.BAD_PASSWORD: "A password has 8 to 128 characters.",
    Refusal.BAD_LOGIN: "That username and password do not belong together.",
    Refusal.BAD_PICTURE: "That picture cannot be read. PNG, JPEG, WebP and GIF can.",
    Refusal.NO_LOGINS: "This server has no accounts. You can play as a guest.",
    Refusal.PEOPLE_AWAY: "Accounts and results cannot be reached just now. Matches go on; try again in a moment.",
    Refusal.NOT_SAFE: "This server cannot save matches just now. Try again in a few minutes, or host your own match.",
    Refusal.ELSEWHERE: "That match is on another server now. Going there…",
    Refusal.SHUTTING_DOWN: "This server is shutting down.",
    Refusal.OUTDATED: "This server and your program do not speak the same version. Get the latest Underdog for both.",
}

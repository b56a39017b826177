"""Every sentence of the window, in one catalogue. The voice: short, warm, a little cheeky; never mocking the loser."""

from __future__ import annotations

from netcode.refusals import Refusal

# --- names ----------------------------------------------------------------------------------------

DEFAULT_NAMES = (
    "Biscuit", "Pepper", "Waffles", "Pickle", "Rufus", "Mochi", "Bandit", "Pretzel", "Noodle", "Ziggy", "Scout",
)  # fmt: skip
"""For a player who has not chosen a name yet."""
SOMEBODY = "Somebody"
GUEST = "Guest"
COMPUTER = "Computer"
AUDIENCE = "Audience"

# --- connection -----------------------------------------------------------------------------------

NOT_CONNECTED = "There is no connection right now. Your next try will count."
ODD_SERVER = "That server answered in a way Underdog does not know. It may be of another version."
NO_OPEN_MATCH = "No match is open there. Ask your host for the code, and type it behind the address."
SEVERAL_MATCHES = "Several matches are open there. Type the code behind the address, like 192.168.1.20 KLMN."
KICKED = "The host has closed the door on you. There are other tables."

_NEXT_STEPS = {
    Refusal.ROOM_NOT_FOUND: "If your friend hosts on another computer, type the address their screen shows.",
    Refusal.ROOM_FULL: "Host one yourself, or ask for a rematch.",
    Refusal.NAME_TAKEN: "You can change yours in Settings.",
    Refusal.BAD_NAME: "You can change yours in Settings.",
}


def with_next_step(code: str | None, sentence: str) -> str:
    """A refusal's sentence, and what to do about it where there is something to do."""
    step = next((step for refusal, step in _NEXT_STEPS.items() if refusal == code), None)
    return f"{sentence} {step}" if step and step not in sentence else sentence


# --- leaving, copying -----------------------------------------------------------------------------

QUIT_TITLE = "Leave the match?"
QUIT_TEXT = "Your opponent wins it if you go now."
QUIT_YES = "Leave"
QUIT_NO = "Stay"
COPIED = "Copied. Send it to your friend."
NOT_COPIED = "This system has no clipboard that Underdog can reach."

# --- outside of the window ------------------------------------------------------------------------

NO_DISPLAY = "There is no display here, so the match is told as text."
NO_DISPLAY_TO_PLAY = (
    "Underdog needs a display to play. Try `underdog --demo --headless`, or host with `underdog-server`."
)

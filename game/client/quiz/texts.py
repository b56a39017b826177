"""Every sentence of the quiz in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.quiz.pack import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Sequence

MINUS, TIMES = "\N{MINUS SIGN}", "\N{MULTIPLICATION SIGN}"

# --- before ---------------------------------------------------------------------------------------

QUIZ = "Quiz"
HOST = "Host a quiz"
PACKS = "Quiz packs"
SETUP_TITLE = "Host a quiz"
SETUP_TEXT = "You read the questions from this window. Everybody else buzzes on a phone, without installing anything."
PACK = "Questions"
OWN_FILE = "A file"
FILE_PLACEHOLDER = "The path of the file"
PACE = "Time to think"
PACES = [(1.0, "Normal"), (1.5, f"{TIMES} 1.5"), (2.0, f"{TIMES} 2")]
TEAMS = "Teams"
TEAM_COUNTS = [(0, "None"), (2, "2"), (3, "3"), (4, "4")]
TEAM_NAMES = ("Paws", "Whiskers", "Tails", "Biscuits")
SHOW_CLUES = "Phones show the questions, too"
GO = "Open the doors"
BACK = "Back"
AGAIN_TITLE = "Another quiz"
AGAIN_TEXT = "Everybody stays in the room, and the code stays the same. What has been played tonight is marked."
NO_FILE = "Say which file the questions are in."
BAD_ANSWER = "The server gave an answer that Underdog does not understand."


def played(title: str) -> str:
    """A pack that the room has had already, on its button."""
    return f"{title}  ·  played"


def left_out(count: int) -> str:
    """An imported pack is incomplete."""
    return f"{count} {'thing' if count == 1 else 'things'} in that file could not be taken over."


# --- the lobby ------------------------------------------------------------------------------------

JOIN = "Join in"
SCAN = "Scan this with a phone, or open"
CODE = "and type the code"
NOBODY_YET = "Nobody is here yet. The first pup to scan the code gets the best seat."
LOCKED = "The room is locked"
ASKED_ELSEWHERE = "The host starts the quiz."


def screen_at(address: str) -> str:
    """The address of the public screen, which shows no answers early."""
    return f"A screen without answers, in any browser: {address}"


def players(count: int) -> str:
    """The number of players in the room."""
    return "1 player" if count == 1 else f"{count} players"


def and_more(count: int) -> str:
    """How many names did not fit."""
    return f"and {count} more"


# --- the quiz -------------------------------------------------------------------------------------

PAUSED = "Paused"
READING = "Read it out, then open the buzzers"
LISTEN = "Listen…"
ARMED = "Buzz!"
DOUBLE = "Daily double"
FINAL = "Final question"
PICK_FIRST = "Click on a value to ask its question"
GRID_DONE = "That was the last one"
OVER = "That was the quiz!"
NOBODY_KNEW = "Nobody knew it"
WAGERING = "Wagers, please"
WRITING = "Everybody writes an answer"
JUDGING = "Right or wrong?"
NO_ANSWER = "no answer"
WAGER_IN = "wager is in"
ANSWER_IN = "answer is in"
WAITING = "thinking…"
AWAY = "away"
PHOTO_FINISH = "Photo finish"
WHO_PRESSED = "Who pressed when"
HIDDEN = "The answer is hidden. A shows it."


def round_of(number: int, rounds: int) -> str:
    """Which round is played; `number` counts from 0."""
    return f"Round {number + 1} of {rounds}" if rounds > 1 else "The grid"


def question(category: str, value: int) -> str:
    """The open question: its category and value."""
    return f"{category} · {value}"


def picks(name: str) -> str:
    """Who picks the next question."""
    return f"{name} picks"


def has_it(name: str) -> str:
    """Who was first at the buzzer and may answer."""
    return f"{name} has it!"


def judged(name: str, delta: int, *, correct: bool) -> str:
    """How an answer was judged, and the points for it."""
    return f"{'Right' if correct else 'Wrong'}, {name}: {signed(delta)}"


def signed(points: int) -> str:
    """Points won or lost, with their sign."""
    return f"+{points}" if points >= 0 else f"{MINUS}{-points}"


def points(score: int) -> str:
    """A score."""
    return str(score) if score >= 0 else f"{MINUS}{-score}"


def choice(index: int, text: str) -> str:
    """One of the choices, with a letter, as on the phones."""
    return f"{chr(ord('A') + index)}.  {text}"


def answer(answers: Sequence[str]) -> str:
    """The answer, with further answers that are accepted."""
    if len(answers) < 2:
        return "".join(answers)
    return f"{answers[0]}   (also: {', '.join(answers[1:])})"


def wagers(name: str) -> str:
    """The player of a daily double has to wager."""
    return f"{name} makes a wager"


def staked(name: str, wager: int) -> str:
    """The player of a daily double has wagered."""
    return f"{name} plays for {wager}"


def pressed(behind_ms: float, give_or_take_ms: float) -> str:
    """When a player pressed, after the first one, and how certain that is."""
    when = "first" if behind_ms < 0.5 else f"+{behind_ms:.0f} ms"
    return f"{when}  ± {give_or_take_ms:.0f}"


def place(number: int) -> str:
    """A place in the results."""
    return f"{number}."


# --- buttons and keys -----------------------------------------------------------------------------

START = "Start"
OPEN_BUZZERS = "Open the buzzers"
CLOSE_BUZZERS = "Close the buzzers"
CLOSE_WAGERS = "Close the wagers"
CLOSE_ANSWERS = "Close the answers"
GIVE_UP = "Nobody knows it"
SKIP = "Skip this question"
RIGHT = "Right"
WRONG = "Wrong"
GO_ON = "Back to the grid"
NEXT_ROUND = "Next round"
START_FINAL = "Final question"
END = "End the quiz"
UNDO = "Undo"
REDO = "Redo"
PAUSE = "Pause"
RESUME = "Go on"
LOCK = "Lock the room"
UNLOCK = "Unlock the room"
REPLAY = "Buzz replay"
SAVE_CSV = "Save CSV"
SAVE_JSON = "Save JSON"
AGAIN = "Another quiz"
PUBLIC = "Public screen"
KEYS = "J hides how to join · A hides the answers · V and L work at any time"


PUBLIC_OPEN = "The public screen is open already."


def no_window(reason: str) -> str:
    """The window of the public screen could not be opened."""
    return f"The public screen could not be opened: {reason}."


def with_key(text: str, key: str) -> str:
    """A button's text, with the key that does the same."""
    return f"{text}  ·  {key}" if key else text


# --- a player, seen by the host -------------------------------------------------------------------

SCORE = "Points"
SET_SCORE = "Set"
TEAM = "Team"
NO_TEAM = "None"
PLAYER_PACE = "Time to think"
MAKE_HOST = "Make them the host"
REMOVE = "Remove"
NOT_A_NUMBER = "Points are a whole number."
DONE = "Done"


# --- the end --------------------------------------------------------------------------------------


def saved(path: str) -> str:
    """The results were saved."""
    return f"Saved as {path}"


def not_saved(reason: str) -> str:
    """The results could not be saved."""
    return f"The results could not be saved: {reason}."


def open_quiz(title: str, players: int, *, running: bool, over: bool = False) -> str:
    """A quiz in the list of open rooms."""
    state = "over" if over else "running" if running else "about to begin"
    return f"Quiz · {title} · {players} in · {state}" if title else f"Quiz · {players} in · {state}"


# --- leaving --------------------------------------------------------------------------------------

LEAVE_TITLE = "Close the quiz?"
LEAVE_TEXT = "The room closes with you, and everybody's points go with it."
LEAVE_GUEST_TITLE = "Leave the quiz?"
LEAVE_GUEST_TEXT = "The others play on."
LEAVE_YES = "Leave"
LEAVE_NO = "Stay"


def wagers_in(count: int, players: int) -> str:
    """How many players have wagered on the final question."""
    return f"{count} of {players} wagers are in"


def without_points(count: int) -> str:
    """How many players have no points to wager on the final question."""
    return f"{count} {'has' if count == 1 else 'have'} no points to stake"


def answers_in(count: int, players: int) -> str:
    """How many players have answered the final question."""
    return f"{count} of {players} answers are in"


def stake(points: int) -> str:
    """The stake of a player, beside the name."""
    return f"for {points}"


# --- a player at the window -----------------------------------------------------------------------

PADS: dict[str, tuple[str, str]] = {
    "lobby": ("You are in!", "The host starts soon."),
    "grid": ("Get ready", "The next question is being picked."),
    "your pick": ("You pick", "Tell the host which one you want."),
    "reading": ("Wait…", "The host reads. Too early costs time."),
    "armed": ("Buzz!", "Press Space, or click here"),
    "sent": ("Pressed", "Who was first?"),
    "early": ("Too early", "One moment…"),
    "yours": ("You!", "Say your answer out loud."),
    "other": ("Buzzed", "was first and may answer."),
    "locked": ("Not this one", "Your next chance is the next question."),
    "right": ("Right!", ""),
    "wrong": ("Not quite", "Shake it off."),
    "shown": ("Answer", ""),
    "staking": ("Stakes", "Somebody is thinking about their stake."),
    "closed": ("Thank you", "The host reads the answers."),
    "paused": (PAUSED, "The host has stopped the time."),
    "over": (OVER, ""),
    "away": ("Reconnecting…", "Your seat and points are safe."),
}
"""The states of the buzzer: a word, and a hint."""
YOUR_MOVE = "Your move! Play it on the board."
MOVE_SENT = "Played. Fingers crossed…"
WAGERED = "Your stake is in."
NOTHING_TO_STAKE = "You have no points to stake, but you may answer."
CAME_TOO_LATE = "You came after the final had begun. Watch how it ends!"
DOUBLE_YOURS = "Only you may answer. How much do you stake?"
FINAL_WAGER = "How sure are you? Stake before you see it."
STAKE_IT = "Stake it"
NONE, HALF, ALL = "Nothing", "Half", "All"
STAKE_FIELD = "Your stake"
ANSWER_FIELD = "Your answer"
SEND = "Send"
ANSWER_SENT = "Sent. You can still change it."
ON_BIG_SCREEN = "The question is on the big screen."
EMOTES_TIP = "Emotes (W)"
LEAVE = "Leave"


def plays_for(wager: int) -> str:
    """What somebody else's daily double is about; their name stands above."""
    return f"plays for {wager}."


def behind(ms: int) -> str:
    """How much later than the first a player pressed."""
    return "So close!" if ms < 1 else f"{ms} ms behind. So close!"


def stakes(name: str) -> str:
    """Another player has a daily double and has to wager."""
    return f"{name} is thinking about the stake."


def at_most(most: int) -> str:
    """The range of a stake."""
    return f"0 to {most}"


def team_stands(team: str, place: int, score: int) -> str:
    """A player's team, and how it does."""
    return f"{team}  ·  {ordinal(place)} with {points(score)}"


def ordinal(place: int) -> str:
    """A place in words: "1st", "2nd"."""
    if place % 100 in {11, 12, 13}:
        return f"{place}th"
    return f"{place}{({1: 'st', 2: 'nd', 3: 'rd'}).get(place % 10, 'th')}"


# --- settled on the board -------------------------------------------------------------------------

SETTLE = "Settle the tie"
VERSUS = "{} v {}"
DUEL = "Settled on the board"
DUEL_YOURS = "One game for the better place. A draw wins for Black, who has less time."
YOU_MOVE = "Your move!"
CALL_OFF = "Call the game off"
DUEL_OFF = "The host has called the game off."
RESIGN = "Resign"


def tie(place: int, games: list[tuple[str, ...]], through: list[str]) -> str:
    """Who plays for a shared place: two players one game, more a knockout. `through`: who waits for its next round."""
    if len(games) == 1 and not through:
        return f"{' and '.join(games[0])} can play for place {place}: one game on the board."
    pairs = _listed([VERSUS.format(*pair) for pair in games])
    waiting = f" {_listed(through)} {'wait' if len(through) > 1 else 'waits'} for the next round." if through else ""
    return f"A knockout on the board for place {place}. Now: {pairs}.{waiting}"


def _listed(names: list[str]) -> str:
    """The names in one phrase; of many only three."""
    if len(names) > 3:
        names = [*names[:3], f"{len(names) - 3} more"]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def duel_moves(name: str) -> str:
    """Who is to move in the game for a place."""
    return f"{name} to move"


def duel_starts(seconds: int) -> str:
    """The countdown before that game."""
    return f"It begins in {seconds}"


def duel_won(name: str) -> str:
    """Who has won that game."""
    return f"{name} wins it on the board"


def stake_between(most: int) -> str:
    """What was typed cannot be a stake."""
    return f"A stake is a whole number from 0 to {most}."


# --- writing a pack -------------------------------------------------------------------------------

EDIT_PACK = "Edit"
NEW_PACK = "New pack"
UNTITLED = "A pack without a title"
ABOUT_PACK = "About the pack"
FIELDS = {
    "title": "Title",
    "author": "Who wrote it",
    "license": "Licence",
    "language": "Language",
    "name": "Name",
    "category": "Category",
    "value": "Points",
    "clue": "Question",
    "answers": "Answers",
    "choices": "Choices, if there are any",
    "explanation": "Explanation, shown with the answer",
    "fen": "Position (FEN), for a question on the board",
    "moves": "Right moves (such as e2e4), to be made on the board",
}
SEVERAL = "Several answers or choices: put | between them. The first answer is shown."
MOVE_LEFT, MOVE_RIGHT, MOVE_UP, MOVE_DOWN = "Move ←", "Move →", "Move ↑", "Move ↓"
REMOVE_PART = "Remove"
PREVIEW = "Preview"
ADD_PICTURE = "Add a picture"
CHANGE_PICTURE = "Change the picture"
PICTURE_TITLE = "The picture of this question"
PICTURE_HOW = (
    "Drop a picture on this window, or type or paste where it is. PNG, JPEG, WebP and GIF can be read.\n\n"
    "It becomes part of the pack, no larger than a big screen needs."
)
PICTURE_PATH = "Where the picture is"
PICTURE_OPEN = "Open"
PICTURE_LOOKING = "Looking at it…"
PICTURE_REMOVE = "Remove the picture"
PICTURE_NONE = "No picture"
PICTURE_ELSEWHERE = "Not in this file"
PICTURE_NEEDS_QUESTION = "A picture goes with a question: choose one first."
PREVIEW_HINT = "So it looks on the big screen. Esc goes back."
SAVE = "Save"
NO_MORE = "There is no room for more of these."
NO_PLACE = "It cannot be moved there."
LAST_OF_ITS_KIND = "The last one cannot be taken away."
UNSAVED_TITLE = "Leave without saving?"
UNSAVED_TEXT = "What you have changed since the pack was last saved will be lost."
UNSAVED_YES = "Leave"
UNSAVED_NO = "Go on writing"


def picture_size(bytes_: int) -> str:
    """How much of a pack's size a picture takes."""
    return f"It takes {max(0.1, bytes_ / 1_000_000):.1f} of the {MOST_BYTES // 1_000_000} MB that a pack may have."


def pack_too_large(bytes_: int) -> str:
    """The pack would be too large to be opened again."""
    most = MOST_BYTES // 1_000_000
    return f"it has {bytes_ / 1_000_000:.1f} MB, and a pack may have {most}. Remove some pictures"


def round_named(number: int, name: str) -> str:
    """A round's number and name; `number` counts from 0."""
    return f"{number + 1}: {name}" if name else f"Round {number + 1}"


def part_of(part: str, category: int, question: int) -> str:
    """Which part of the pack is edited; numbers count from 1."""
    match part:
        case "pack":
            return ABOUT_PACK
        case "round":
            return "The round"
        case "category":
            return f"Category {category}"
        case "question":
            return f"Question {question} of category {category}"
        case _:
            return FINAL


def pack_not_saved(reason: str) -> str:
    """The pack could not be saved."""
    return f"The pack could not be saved: {reason}."

"""Every sentence of the window (the quiz has its own). The tone: short, warm, a little cheeky; never mocking the
loser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcode.refusals import Refusal

if TYPE_CHECKING:
    from netcode.messages import (
        AbsenceChoice,
        AiLevel,
        AiTakeover,
        BestOf,
        BoardState,
        Comeback,
        HostColor,
        Player,
        StandinLevel,
    )

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

NOT_CONNECTED = "There is no connection right now. Try again in a moment."
CHAT_NOT_SENT = "The others will read it when the connection is back."
ODD_SERVER = "That server answered in a way Underdog does not know. Check that both run the same version."
UNKNOWN_GAME = "They play a game there that this version of Underdog does not know. Get the latest version."
WATCHING_INSTEAD = "Both seats are taken, so you are watching."
STILL_TRYING = "Nobody answers yet. Trying again…"
SEAT_ELSEWHERE = "You opened this match in another window, and it goes on there. Rejoin brings it back here."
MATCH_GONE = "That match is no longer there: its room has closed, or the server was restarted."
KICKED = "The host has removed you from this room."
BANNED = "The host has removed you from this room for good."

_NEXT_STEPS = {
    Refusal.ROOM_NOT_FOUND: "If your friend hosts on another computer, type the address their screen shows.",
    Refusal.ROOM_FULL: "Host one yourself, or ask for a rematch.",
    Refusal.NAME_TAKEN: "You can change yours in Settings.",
    Refusal.BAD_NAME: "You can change yours in Settings.",
}


def has_left(name: str) -> str:
    """A member has left the room for good."""
    return f"{name} has left."


def with_next_step(code: str | None, sentence: str) -> str:
    """A refusal's sentence, with what the player can do about it, if anything."""
    step = next((step for refusal, step in _NEXT_STEPS.items() if refusal == code), None)
    return f"{sentence} {step}" if step and step not in sentence else sentence


def code_needs_address(code: str) -> str:
    """The player typed a code without an address, and no server is known."""
    return f"Nobody hosts on this computer. Type the address that your friend's window shows, like 192.168.1.20 {code}."


# --- leaving, copying -----------------------------------------------------------------------------

LEAVE_TITLE = "Leave the match?"
LEAVE_TEXT = "Your opponent wins it if you go now."
LEAVE_YES = "Leave"
LEAVE_NO = "Stay"
UNMUTED = "Sound is on."
COPIED = "Copied. Send it to your friend."
COPY_LINK = "Copy link"
CODE_HIDDEN = "Hidden"
CARD_TELL = "Watch"
CARD_LARGER = "Larger"
CARD_HIDE = "Hide this card"
CARD_HIDDEN = "The card is gone. Settings, Play brings it back."
INVITE = "Let others in"
COPIED_GAME = "Copied. Paste the game into any chess program."
NOT_COPIED = "This system has no clipboard that Underdog can reach."

# --- outside of the window ------------------------------------------------------------------------

NO_DISPLAY = "There is no display here, so it is told as text."
NO_DISPLAY_TO_PLAY = (
    "Underdog needs a display to play. Try `underdog --demo --headless`, or host with `underdog-server`."
)
NO_DISPLAY_TO_WATCH = "Underdog needs a display to show a match. The server that has it also gives it out as PGN."
HEADLESS_NEEDS_DEMO = "--headless goes with --demo: only a demo can be told as text."

# --- the match ------------------------------------------------------------------------------------

YOU = "You"
GONE = "Disconnected"
BOT_PLAYS = "Away · stand-in plays"
RECONNECTING = "The connection is gone. Trying to come back…"
ARMAGEDDON = "Armageddon: a draw wins for Black"
CHAT_TITLE = "Table talk"
CHAT_HIDDEN = "Table talk: hidden"
HIDE_CHAT = "Hide what others write"
SHOW_CHAT = "Show what others write"
EMOTES_TOO_FAST = "Easy, pup. Let them look at the last one first."
EMOTE_PICK = "Pick a pup"
EMOTE_NAMES = {
    "hi": "Hi!",
    "gg": "Good game",
    "thinking": "Hmm…",
    "laughing": "Ha ha!",
    "crying": "Boohoo",
    "shocked": "What?!",
    "angry": "Grrr",
    "love": "Lovely",
    "panic": "The clock!",
    "sleeping": "Zzz…",
    "crown": "Top dog",
    "bone": "Treat?",
}


def muted(key: str) -> str:
    """All sounds were switched off; says how to switch them on again."""
    return f"Sound is off. Press {key.upper()} to turn it on again."


def emotes_tooltip(key: str) -> str:
    """The tooltip of the button that opens the emote wheel."""
    return f"Emotes: {key.upper()}, or the keys 1 to 9"


def unread(count: int) -> str:
    """How many messages are new, below a chat that is scrolled back."""
    return f"{count} new" if count < 100 else "99+ new"


CHAT_EMPTY = "Say hello. Good manners are free."
CHAT_PLACEHOLDER = "Say something…"
MOVES_EMPTY = "The moves will be here."
LOOKING_BACK = "Looking back · End: return"
NO_SUCH_MOVE = "No move begins like that here."
PIECE_NAMES = ("", "pawn", "knight", "bishop", "rook", "queen", "king")
"""By python-chess's piece types."""
SPARE_KING_HINT = "One of two kings: neither is royal, and either may be captured. The last one counts."
CAPTURE_WARNINGS = {
    "poison": "Poison: both vanish",
    "shield": "Shield: it breaks, your piece stays",
    "king": "A spare king: the other one becomes royal",
}
NOTE_POISON, NOTE_SHIELD, NOTE_KING = "Poison: both die", "Shield breaks", "Spare king falls"
NOTE_REWIND, NOTE_PASS = "Two moves undone", "No piece moved"
"""Short enough for the narrowest list of moves."""
EFFECT_KING = "A spare king falls: the last one is royal now"
PREMOVE_DROPPED = "Premove not possible"
PASS, PASS_HINT = "Pass", "Make no move this once: it is the opponent's turn again."
REWIND, REWIND_HINT = "Rewind", "Your last move and the reply are taken back; the clocks are not."
REVIVE = "Revive"
CHARGE_LEFT, CHARGE_USED = "Not used yet in this game.", "Used in this game."
FIRST, EARLIER, LATER, LATEST = "\u00ab", "\u2039", "\u203a", "\u00bb"
OFFER_DRAW = "Offer draw"
WITHDRAW_DRAW = "Take offer back"
DRAW_OFFERED = "Your offer of a draw stands until it is answered, or until the other side moves."
RESIGN = "Resign"
ACCEPT_DRAW = "Accept"
DECLINE_DRAW = "Decline"
RESIGN_YES = "Resign"
RESIGN_NO = "Fight on"
MENU = "Menu"
RESUME = "Back to the game"
LEAVE_MATCH = "Leave the match"
NEW_GAME_FOR_YOU = {"white": "You have White", "black": "You have Black"}

_HEADLINES = {
    "checkmate": "Checkmate!",
    "resignation": "Resigned",
    "stalemate": "Stalemate",
    "dead_position": "Nothing left to mate with",
    "agreement": "Draw agreed",
    "flag": "Time!",
    "flag_draw": "Time, but a draw",
    "threefold": "Threefold repetition",
    "fifty_moves": "Fifty quiet moves",
    "abandoned": "Away for too long",
}

_WAYS = {
    "checkmate": "by checkmate",
    "resignation": "by resignation",
    "stalemate": "stalemate",
    "dead_position": "nothing left to mate with",
    "agreement": "agreed",
    "flag": "on time",
    "flag_draw": "on time, but a draw",
    "threefold": "threefold repetition",
    "fifty_moves": "fifty quiet moves",
    "abandoned": "by an absence",
    "forfeit": "the other left",
}


def game_of(game: int, best_of: int) -> str:
    """The number of the game, and the length of the match."""
    return f"Game {game} · best of {best_of}"


def result_headline(reason: str) -> str:
    """How a game ended, in a word or two."""
    return _HEADLINES.get(reason, "Game over")


def result_way(reason: str, *, armageddon: bool = False) -> str:
    """How a game ended, for use after the winner's name: "Bob, by resignation"."""
    way = _WAYS.get(reason, "")
    return f"{way}: {ARMAGEDDON_DRAW[0].lower()}{ARMAGEDDON_DRAW[1:]}" if armageddon and reason in DRAWS else way


def result_sentence(reason: str, winner: str | None, game: int, *, armageddon: bool = False) -> str:
    """Who won the game, in a sentence that is warm to both players."""
    if winner is None:
        return f"Game {game} is a draw: half a point each, and a common upgrade for both."
    verb = "take" if winner == YOU else "takes"
    if not armageddon:
        return f"{winner} {verb} game {game}."
    if reason in DRAWS:
        return f"{ARMAGEDDON_DRAW}: {winner.lower() if winner == YOU else winner} {verb} the Armageddon game."
    return f"{winner} {verb} the Armageddon game."


ARMAGEDDON_TITLE = "Armageddon"
ARMAGEDDON_DRAW = "A draw wins for Black"
DRAWS = frozenset({"flag_draw", "stalemate", "agreement", "threefold", "fifty_moves", "dead_position"})
"""Why a game is drawn; in Armageddon, why it is Black's."""


def points(score: float) -> str:
    """A score, with half points as ½: "2", "1½"."""
    whole = int(score)
    return f"{whole or ''}½" if score != whole else str(whole)


def armageddon_why(score: str, games: int) -> str:
    """Why there is an Armageddon game."""
    return f"{score} : {score} after {games} games. One more decides the match."


def armageddon_side(who: str, color: str, seconds: int) -> str:
    """The colour and the time of a player in the Armageddon game."""
    return f"{who} {'have' if who == YOU else 'has'} {color.capitalize()} and {seconds} seconds."


def armageddon_draw(black: str) -> str:
    """What a draw of the Armageddon game would mean."""
    return f"{ARMAGEDDON_DRAW}: {f'{YOU.lower()} take' if black == YOU else f'{black} takes'} the match."


def opponent_gone(name: str) -> str:
    """The opponent has lost the connection during a game."""
    return f"{name} has lost the connection. Their clock runs."


def match_waits_for(name: str) -> str:
    """A player is away between two games; no clock runs."""
    return f"{name} is away. The match waits for them."


def bot_plays_for(name: str) -> str:
    """A stand-in plays for the opponent, who is away."""
    return f"{name} is away, and the stand-in plays on."


def bot_has_played(moves: int) -> str:
    """Welcomes a player back for whom a stand-in has played."""
    return f"Welcome back. The stand-in made {moves} {'move' if moves == 1 else 'moves'} for you."


STANDS_STILL = "The server is in trouble. The clocks stand still until it is back, and what you do now counts then."
NOT_SAFE = "The server cannot save this match at the moment. Play on: only a crash of the server would lose it."


def reconnecting(seconds: int) -> str:
    """The banner while the connection is broken."""
    return f"Connection lost {seconds} s ago. Trying to come back…" if seconds else RECONNECTING


ABSENCE_CHOICES: dict[AbsenceChoice, str] = {
    "wait": "Wait",
    "bot": "Let the stand-in play",
    "draw": "Call it a draw",
    "win": "Take the game",
    "end": "End the match",
}


def absence_title(name: str) -> str:
    """The title of the dialog about an absent opponent."""
    return f"{name} is away"


def absence_text(*, between_games: bool) -> str:
    """The question of that dialog."""
    if between_games:
        return "The next game begins when they are back. Wait for them, or end the match here?"
    return "Their clock runs. What becomes of this game?"


def absence_leads_to(choice: AbsenceChoice, *, between_games: bool) -> str:
    """What a choice in that dialog leads to."""
    match choice:
        case "wait" if between_games:
            return "No clock runs. You are asked again in half a minute."
        case "wait":
            return "You are asked again after eight more seconds."
        case "bot":
            return "It plays until they are back."
        case "draw":
            return "Half a point for both, and then the match waits for them."
        case "win":
            return "The point is yours, and then the match waits for them."
        case "end":
            return "You win the match."


STANDIN_MARK = "A dot marks the moves that the stand-in made for a player who was away."
STANDIN_NOTE = "the stand-in plays"


def watching(count: int) -> str:
    """The number of spectators; empty if there are none."""
    return f"{count} watching" if count else ""


def watch_delay(seconds: int) -> str:
    """How much later spectators see the match; empty if they see it at once."""
    return f"seen {seconds} s later" if seconds else ""


def chosen_cards(names: list[str]) -> str:
    """A match whose upgrades were chosen by testers; shown on all of its screens."""
    return f"Test match, never rated. The draft offers {', '.join(names)}."


# --- the draft ------------------------------------------------------------------------------------

DRAFT_TITLE = "Down one, up one."
DRAFT_TITLE_DRAW = "A draw: a small upgrade for both."
DRAFT_CHOOSE = "Choose your upgrade for the rest of the match."
DRAFT_KEYS = "Click a card, or press 1 to {count}"


def draft_watching(name: str) -> str:
    """The winner is told that the loser is choosing."""
    return f"{name} is choosing an upgrade…"


def choosing_too(name: str, *, picked: bool) -> str:
    """After a draw both players choose; tells one of them about the other."""
    return f"{name} has chosen." if picked else f"{name} is choosing, too."


def offers_draw(name: str) -> str:
    """The opponent offers a draw; shown beside the buttons to answer it."""
    return f"{name} offers a draw."


def draw_again_after(moves: int) -> str:
    """Why the button that offers a draw is disabled: there was an offer a moment ago."""
    return f"You can offer a draw again after {moves} more {'move' if moves == 1 else 'moves'} of yours."


SPEECH_NOT_INSTALLED = (
    "Speech needs a library that is not installed: pip install 'underdog[speech]'. The page in the browser works with "
    "any screen reader, too."
)
SPEECH_NOBODY = "No screen reader runs, and this system has no speech. Start one, then turn speech off and on again."
SPEECH_FAILED = "Speech has failed. Turn it off and on again in Settings."
SETTINGS_SPEECH = "Speak moves and news"
TIME_IS_SHORT = "Your time is short."
SPOKEN_PASSING = "passes"
SPOKEN_REWIND = "takes the last move back"
TOGGLE_ON, TOGGLE_OFF = "on", "off"


def text_field(name: str) -> str:
    """A field for text has the focus, for whoever does not see it."""
    return f"{name}, text field"


def game_begins(number: int, color: str | None) -> str:
    """A game of the match begins, for whoever does not see it."""
    return f"Game {number} begins." + (f" {NEW_GAME_FOR_YOU[color]}." if color is not None else "")


def spoken_move(who: str | None, words: str, *, check: bool) -> str:
    """A move that was made; `who` is None for one's own."""
    return f"{who.capitalize() + ': ' if who is not None else ''}{words}{', check' if check else ''}"


def spoken_step(piece: str, origin: str, target: str, victim: str, promotion: str) -> str:
    """A move from square to square; "" for nothing captured and no promotion."""
    how = f"takes {victim} on" if victim else "to"
    return f"{piece} {origin} {how} {target}{f', becomes a {promotion}' if promotion else ''}"


def spoken_revival(piece: str, square: str) -> str:
    """A piece comes back."""
    return f"{piece} comes back on {square}"


def draw_news(name: str, *, withdrawn: bool) -> str:
    """A draw offer was withdrawn or declined, for everybody who did not do that."""
    return f"{name} no longer offers a draw." if withdrawn else f"{name} declines the draw."


def draft_taken(name: str, upgrade: str, *, auto: bool) -> str:
    """Which upgrade a player has taken or was given."""
    verb = "get" if name == YOU else "gets"
    if not auto:
        verb = "take" if name == YOU else "takes"
    return f"{name} {verb} {upgrade}."


# --- the end of the match -------------------------------------------------------------------------

PLAY_AGAIN = "Play again"
WAITING_AGAIN = "Waiting for {name}…"
EXIT = "Back home"


WATCH_REPLAY = "Watch the replay"


def in_moves(how: str, moves: int) -> str:
    """How a game ended, and after how many moves."""
    return f"{how} · {moves} moves" if moves != 1 else f"{how} · 1 move"


def match_headline(winner: str | None, left: str = "") -> str:
    """Who has won the match. `left`: who has left, if that decided it."""
    if winner is None:
        return "Match over"
    if left:
        return f"{has_left(left)} {'You win.' if winner == YOU else f'{winner} wins.'}"
    return "You win the match!" if winner == YOU else f"{winner} wins the match!"


def match_sentence(
    reason: str, *, won: bool, watching: bool, loser: str = "", drawn: bool = False, again: bool = True
) -> str:
    """A kind word about the end of the match, or how it came about.

    `drawn`: whether the last game was a draw. `again`: whether another match is possible.
    """
    if reason == "forfeit":
        return "Whoever leaves gives up the match."
    if reason == "abandoned":
        return f"{loser} was away for too long." if won or watching else "You were away for too long."
    if reason == "armageddon":
        return "Armageddon decided: a draw wins for Black." if drawn else "Armageddon decided the match."
    if watching:
        return "That was the whole show."
    if won:
        return "The pup is proud of you."
    return "The pup still believes in you." + (" Rematch?" if again else "")


def wants_again(name: str, changed: tuple[int, int] | None = None) -> str:
    """The opponent wants another match. `changed`: its length and the seconds for each, if these are new."""
    if changed is None:
        return f"{name} wants another one!"
    best_of, seconds = changed
    return f"{name} wants a best of {best_of}, {base_time(seconds)} each!"


AGAIN_CHANGE = "Games and time"
AGAIN_TITLE = "Another match"
AGAIN_TEXT = "The other player sees what you changed before they say yes."
AGAIN_ASK = "Ask for it"


# --- the replay -----------------------------------------------------------------------------------

REPLAY_TITLE = "Replay"
PLAY_ON, PAUSE = "Play", "Pause"
SPEED = "Speed"
SPEEDS = ((0.5, "\u00bd\u00d7"), (1.0, "1\u00d7"), (2.0, "2\u00d7"), (4.0, "4\u00d7"))
TURN_BOARD = "Turn"
COPY_PGN = "Copy"
COPY_PGN_HINT = "Copies the game as PGN, which other chess programs read."
REPLAY_UNREADABLE = "That is no replay that Underdog can read."
REPLAY_NEWER = "That replay was made by a newer version of Underdog. Get the latest version to watch it."
REPLAY_OTHER_RULES = "That replay was made by another version of Underdog, whose cards worked differently."
REPLAY_OTHER_GAME = "Only matches of chess can be watched again."
REPLAY_WHERE = "Say which server knows that match: --server ADDRESS."
REPLAY_GONE = "That match cannot be watched any more: its moves are no longer kept."
REPLAY_EMPTY = "Nobody made a move in that match, so there is nothing to watch."


def replay_link(link: str) -> str:
    """The link that was given does not lead to a replay."""
    return f"{link} is no link to a replay: those end in /replay/ and the match's id."


def replay_unknown(what: str) -> str:
    """What was given is no file, no link and no id of a match."""
    return f"There is no file {what}, and it is neither a link nor the id of a match."


def replay_hint(*, several: bool) -> str:
    """The keys of the replay."""
    return "Space: play · arrows: step" + (" · PgUp, PgDn: game" if several else "")


def replay_heading(game: int, who: str, how: str) -> str:
    """Which game is shown, and how it ended. The names come last, because they may have to be cut."""
    return " · ".join(part for part in (f"Game {game}", how, who) if part)


# --- the lobby ------------------------------------------------------------------------------------

YOUR_TABLE = "Your table"
LOBBY_CODE = "Room code"
LOBBY_TELL = "Scan it with a phone and play in its browser, or type the code in Underdog."
LOBBY_LOCAL = "No network found, so only this computer can join."
LOBBY_GUEST = "The host's window shows how others come in."
LOBBY_STREAMER = "Streamer mode keeps code and address off the screen. Copy the link and send it to whom you trust."
LOBBY_EMPTY_SEAT = "Waiting…"
LOBBY_FOR_WHOM = "for a friend"
LOBBY_READY = "Everybody is here."
LOBBY_AWAY = "not connected"
HOST_NOW = "You are the host now."
REMOVE_BUTTON = "Remove"
WATCHERS_TITLE = "Watching"
WATCHERS_SHOW = "Who is watching"
REMOVE_TEXT = "Whoever is banned cannot come back to this room, whatever name they use."
REMOVE_NO = "Let them stay"
REMOVE_YES = "Remove"
REMOVE_AND_BAN = "Remove and ban"
START = "Start"
LEAVE = "Leave"
COPY = "Copy"


def lobby_title(host: str, *, mine: bool) -> str:
    """The lobby's title."""
    return YOUR_TABLE if mine else f"{host}'s table"


def invitation_words(*, hidden: bool, reachable: bool, host: bool) -> str:
    """The text below the code and the address in the lobby."""
    if hidden:
        return LOBBY_STREAMER
    if reachable:
        return LOBBY_TELL
    return LOBBY_LOCAL if host else LOBBY_GUEST


def lobby_guest(host: str) -> str:
    """The lobby of members who cannot start the match."""
    return f"{host} starts the match."


def lobby_missing(name: str) -> str:
    """A player is not connected; for the host, who may start nevertheless."""
    return f"{name} is not connected right now."


def base_time(seconds: int) -> str:
    """The time that each player has: "30 seconds", "one minute", "2½ minutes"."""
    if seconds == 60:
        return "one minute"
    if seconds % 30 or seconds < 60:
        return f"{seconds} seconds"
    return f"{seconds // 60}{'½' if seconds % 60 else ''} minutes"


def base_times(seconds: int) -> tuple[tuple[int, str], ...]:
    """The choices for that time. The present one is among them, even if it is unusual."""
    usual = dict(BASE_TIMES)
    usual.setdefault(seconds, f"{seconds} s")
    return tuple(sorted(usual.items()))


def lobby_best_of(best_of: int, base_seconds: int = 60, comeback: Comeback = "full", watch_delay_s: int = 0) -> str:
    """The terms of the match, with whatever differs from the defaults."""
    gentle = " · gentle comebacks" if comeback == "gentle" else ""
    late = f" · watched {watch_delay_s} s later" if watch_delay_s else ""
    return f"Best of {best_of} · {base_time(base_seconds)} each{gentle}{late}"


def lobby_absence(takeover: AiTakeover, level: str | None) -> str:
    """What happens if a player is away."""
    if takeover == "auto":
        return f"If somebody drops out, {level_title(level)} plays for them."
    if takeover == "ask":
        return f"If somebody drops out, the other may have {level_title(level)} play on for them."
    return "If somebody drops out, their clock runs on."


def latency_facts(players: list[Player], pid: int | None) -> list[str]:
    """F3: the latency of each player, as the server measures it."""
    return [
        f"{'net' if each.pid == pid else 'theirs'} {each.latency_ms} ms"
        for each in players
        if each.role == "player" and each.latency_ms is not None
    ]


def credit_facts(board: BoardState | None) -> list[str]:
    """F3: how much time the lag credit has given back to each player."""
    if board is None:
        return []
    white, black = board.credit_ms.white / 1000, board.credit_ms.black / 1000
    return [f"given back {white:.1f} / {black:.1f} s", f"seq {board.seq}"]


def network_facts(facts: list[str]) -> str:
    """F3: all facts about the connection in one line."""
    return " · ".join(facts) or "net -"


def level_title(level: str | None) -> str:
    """The name of one of the computer's levels."""
    return {str(name): title for name, title in LEVELS}.get(level or "", "the computer")


def or_else(invitations: list[str]) -> str:
    """Further addresses of this computer, below the first one."""
    return f"or  {'  or  '.join(invitations)}" if invitations else ""


def remove_title(name: str) -> str:
    """The title of the dialog in which the host removes a member."""
    return f"Remove {name}?"


def role(*, host: bool, me: bool) -> str:
    """What a member is in this room."""
    return " · ".join(word for word, true in (("you", me), ("host", host), ("guest", not host)) if true)


DRAW = "draw"

# --- people ---------------------------------------------------------------------------------------

KEYS_UNREADABLE = "What servers know you by could not be read, so you are somebody new on each of them."
SESSION_ENDED = "You are not signed in here any more. You can sign in again under your profile."
ACCOUNT_CREATED = "Your account is there, with all that you have played here."
ACCOUNT_SIGNED_IN = "You are signed in."
ACCOUNT_SIGNED_OUT = "You are signed out, and play as a guest."
PASSWORD_CHANGED = "Your password is changed. Wherever else you were signed in, you no longer are."  # noqa: S105 - a sentence
ACCOUNT_DELETED = "Your account is deleted. You play as a guest, and nothing is known of you here."
ANSWER_TOO_LONG = "That server's answer is too long. Check that both run the same version of Underdog."

CHESS = "Chess"
PROFILE_TITLE = "Profile"
PROFILE_PAGES = (("you", "You"), ("matches", "Matches"), ("leaderboard", "Leaderboard"), ("account", "Account"))
PROFILE_NOBODY = "Nothing is known of you here yet. Play a match, and it is kept."
PROFILE_COMING = "Asking the server…"
PROFILE_NO_CARDS = "Upgrades that you take are counted here."
PROFILE_HEADING_CARDS = "Your upgrades"
PROFILE_LOOK = "Name and pup"
PROFILE_GUEST = "playing as a guest"
PROFILE_UNCERTAIN = "“?” is for too few matches to be sure."
RETRY = "Try again"
SOME_SERVER = "the server"
THIS_COMPUTER = "this computer"
BEST_CARD = "Best card"
MATCHES_NONE = "No match yet. Every match that is played to its end here is listed."
RATINGS_LATE = "Ratings are late: the server keeps this match as soon as it can."
AGAINST = "Compare"
REPLAY_SHORT = "Watch"
PAGE_BACK, PAGE_ON = "Earlier page", "Next page"
LEADERS_UNRANKED = "Whoever has too few matches has no rank yet."
LEADERS_BOTS = "With computers"
LEADERS_NONE = "Nobody is on this table yet."
PERIODS = (("week", "This week"), ("all", "All time"))
OUTCOMES = {"won": "Won", "drawn": "Drawn", "lost": "Lost"}
_MATCH_WAYS = {
    "forfeit": "somebody left",
    "abandoned": "somebody stayed away",
    "armageddon": "Armageddon",
    "aborted": "broken off",
}
ACCOUNT_MODES = (("login", "Sign in"), ("create", "New account"))
ACCOUNT_WHY = (
    "You play as a guest, and your matches here are kept for this computer. An account keeps them for you wherever you"
    " play, and gives you a name that nobody else can take."
)
ACCOUNT_USERNAME = "Username"
ACCOUNT_PASSWORD = "Password"  # noqa: S105 - a caption
ACCOUNT_OLD = "Password now"
ACCOUNT_NEW = "New password"
ACCOUNT_SHOW = "Show what I type"
ACCOUNT_LOGIN = "Sign in"
ACCOUNT_CREATE = "Create account"
ACCOUNT_CHANGE = "Change password"
ACCOUNT_LOGOUT = "Sign out"
ACCOUNT_EVERYWHERE = "Sign out everywhere"
ACCOUNT_DELETE = "Delete account"
ACCOUNT_DELETE_TEXT = (
    "Your results stay in the tables of others, without your name. Nothing brings the account back. Type your password"
    " to delete it."
)
ACCOUNT_KEEP = "Keep it"
ACCOUNT_NEEDS_NAME = "Type a username."
ACCOUNT_NEEDS_PASSWORD = "Type your password."  # noqa: S105 - a sentence
ACCOUNT_NEEDS_NEW = "Type the new password, too."
ACCOUNT_MERGE_YES = "Take them along"
ACCOUNT_MERGE_NO = "Leave them"
ACCOUNT_OPEN_LINE = (
    "The way to this server is not encrypted, so others on the network could read along. Use a password that you use"
    " nowhere else."
)
ACCOUNT_WAITING = "Asking the server…"


def page_of(page: int, pages: int) -> str:
    """The number of the page, and how many there are."""
    return f"{page} of {pages}"


def profile_on(place: str) -> str:
    """The server whose profile is shown."""
    return f"on {place}"


def against_computer(game: str) -> str:
    """The rating for matches against the computer, which is separate."""
    return f"{game} with the computer"


def signed_in_as(username: str) -> str:
    """The account that is signed in, below the name."""
    return f"signed in as {username}"


def account_is(username: str) -> str:
    """The account page of somebody who is signed in."""
    return f"You are signed in as {username}. What you play here counts for your account, wherever you play from."


def merge_question(matches: int) -> str:
    """Asked when somebody who has played as a guest signs in: shall the guest's matches be added to the account?"""
    them = "one match" if matches == 1 else f"{matches} matches"
    return f"You have played {them} here as a guest. Take {'it' if matches == 1 else 'them'} along to your account?"


NO_RATING = "No rated match yet"


def match_record(matches: int, won: int, drawn: int, lost: int) -> str:
    """How many matches somebody has played, and how they ended."""
    if not matches:
        return NO_RATING
    counted = "1 match" if matches == 1 else f"{matches} matches"
    parts = [f"{won} won", *([f"{drawn} drawn"] if drawn else []), f"{lost} lost"]
    return f"{counted}: {', '.join(parts)}"


def streak(now: int, best: int) -> str:
    """How many matches somebody has won in a row; empty below two."""
    if best < 2 and now < 2:
        return ""
    if now < 2:
        return f"Best streak: {best} won in a row"
    return f"{now} won in a row" + (f" · best {best}" if best > now else "")


def card_record(taken: int, games: int, won: int) -> str:
    """How often somebody took an upgrade, and how many games with it they won."""
    times = {1: "once", 2: "twice"}.get(taken, f"{taken} times")
    return f"taken {times} · won {won} of {games}"


def computer_at(name: str, level: str) -> str:
    """A bot among the opponents, with its level."""
    return f"{name} ({level})"


def match_way(reason: str) -> str:
    """How a match ended, if not by its score; else empty."""
    return _MATCH_WAYS.get(reason, "")


def many_players(count: int) -> str:
    """The number of players, in a line that is too short for their names."""
    return f"{count} players"


def against(other: str, won: int, drawn: int, lost: int) -> str:
    """The record against one opponent."""
    if not won + drawn + lost:
        return f"You have not met {other} in a finished match yet."
    parts = [f"{won} won", *([f"{drawn} drawn"] if drawn else []), f"{lost} lost"]
    return f"Against {other}: {', '.join(parts)}"


def rating_after(rating: str, change: str) -> str:
    """A player's new rating, and its change, at the end of a match."""
    return f"{rating}  ({change})"


def keys_not_kept(why: str) -> str:
    """The player's key for this server could not be saved."""
    return f"Who you are on this server could not be noted, so it is forgotten when you quit: {why}."


def nobody_answers_at(place: str) -> str:
    """No server answers at this address."""
    return f"No server answers at {place} right now."


def odd_answer(status: int) -> str:
    """The server's answer is an error without a reason."""
    return f"The server could not answer that ({status}). Try again in a moment."


# --- home and settings ----------------------------------------------------------------------------

TITLE = "Underdog"
TAGLINE = "One minute. Lose a game, gain a power."
HOST = "Host a match"
ABOUT = "About"
ABOUT_LINE = "Free software, made by people, for people. Share it, change it, pass it on."
ABOUT_PAGES = (("credits", "Credits"), ("licence", "Licence"), ("fonts", "Fonts"))
UPGRADES = "Upgrades"
RARITIES = (("all", "All"), ("common", "Common"), ("rare", "Rare"), ("epic", "Epic"))


def upgrades_line(count: int) -> str:
    """How many upgrades there are."""
    return f"{count} ways to come back. Lose a game, and you choose one of three."


JOIN = "Join"
NEARBY = "Nearby"
NEARBY_TITLE = "On this network"
NEARBY_NONE = (
    "Nobody has been found yet. Matches that are hosted on this network appear here by themselves. Some networks keep"
    " their devices apart: then type the code or the address that your host sees."
)
NEARBY_FAILED = (
    "This computer or its network does not let Underdog look around. Type the code or the address that your host sees."
)
NEARBY_OPEN = "Look in"
JOIN_PLACEHOLDER = "Code or address"
COMPUTER_BUTTON = "Play the computer"
SETTINGS = "Settings"
QUIT = "Quit"
BACK = "Back"
CANCEL = "Cancel"
CONNECTING = "Connecting to the table…"
COMPUTER_COMES = "Setting up the pieces…"
REJOIN = "Rejoin match"
BROWSE_TITLE = "Open matches"
BROWSE_NONE = "Nobody is waiting for an opponent right now. This list updates itself."
BROWSE_PRIVATE = "A private match is not listed: type its code after the address."
SIT_DOWN = "Sit down"
WATCH = "Watch"
BEST_OF = "Games"
BEST_OF_OPTIONS: tuple[tuple[BestOf, str], ...] = ((3, "Best of 3"), (5, "Best of 5"), (7, "Best of 7"))
HOST_TITLE = "Host a match"
HOST_TEXT = "Friends on your network can join. You get an address and a code to tell them."
HOST_GO = "Start hosting"
TAKEOVER = "If somebody drops out"
TAKEOVERS: tuple[tuple[AiTakeover, str], ...] = (
    ("auto", "Computer plays"),
    ("ask", "Opponent decides"),
    ("off", "Their clock runs"),
)
BASE_TIME = "Time for each"
BASE_TIMES: tuple[tuple[int, str], ...] = ((30, "30 s"), (60, "1 min"), (120, "2 min"), (180, "3 min"))
COMEBACK = "Comebacks"
COMEBACKS: tuple[tuple[Comeback, str], ...] = (("full", "Full: epics too"), ("gentle", "Gentle: no epics"))
STANDIN = "The stand-in is"
WATCHING = "Others may watch"
WATCH_DELAYS: tuple[tuple[int | None, str], ...] = (
    (None, "No"),
    (0, "Live"),
    (10, "+10 s"),
    (30, "+30 s"),
    (60, "+60 s"),
)
"""How much later than the players one sees the match; None: not at all."""
PRIVATE = "Private: join by code only"
COMPUTER_TITLE = "Play the computer"
COMPUTER_TEXT = "Same rules, same draft: when it loses, it gets stronger too."
COMPUTER_GO = "Start"
COLOR = "You begin with"
COLORS: tuple[tuple[HostColor, str], ...] = (("lot", "Random"), ("white", "White"), ("black", "Black"))
LEVEL = "Strength"
LEVELS: tuple[tuple[AiLevel, str], ...] = (
    ("novice", "Puppy"),
    ("easy", "Scamp"),
    ("quick", "Beagle"),
    ("medium", "Hound"),
    ("strong", "Husky"),
    ("best", "Wolf"),
)
STANDINS: tuple[tuple[StandinLevel, str], ...] = (
    ("novice", "Puppy"),
    ("easy", "Scamp"),
    ("quick", "Beagle"),
    ("medium", "Hound"),
)
"""Stand-ins are modest, because leaving must not pay."""
LEVEL_LINES = {
    "novice": "In its first week of chess. It overlooks almost half of what it could do.",
    "easy": "Knows the rules and hopes for the best. It overlooks a lot.",
    "quick": "Sees the next move, answers fast, and blunders now and then.",
    "medium": "Plays every evening. It makes mistakes, but you have to find them.",
    "strong": "Wins its club. It seldom overlooks anything.",
    "best": "Holds nothing back. Hardly anybody beats it at one minute.",
}
"""One line for each of `LEVELS`."""
SETTINGS_BROKEN = "Your settings could not be read, so the defaults are back."
SETTINGS_PARTLY_BROKEN = "Some of your settings could not be read; those are back at their defaults."
SETTINGS_PAGES = (("you", "You"), ("look", "Look"), ("sound", "Sound"), ("play", "Play"), ("keys", "Keys"))
SETTINGS_NAME = "Your name"
SETTINGS_PICTURE = "Your pup"
SAME_NAME_TITLE = "Two of a kind"
SAME_NAME_DONE = "That's me"


def same_name_text(other: str) -> str:
    """Asks a player to change name or pup, because another member has the same."""
    return f"{other} was here first, and looks or is called just like you. What shall tell you two apart?"


MUTING_TITLE = "Mute or block"
MUTING_NOBODY = "There is nobody else here."
MUTING_BLOCKED = "Blocked in every room of this server"
MUTING_TOOLTIP = "Mute or block somebody"
MUTE = "Mute"
UNMUTE = "Unmute"
BLOCK = "Block"
BLOCK_TOOLTIP = "Hear nothing of them, in any room of this server"
UNBLOCK = "Unblock"
SETTINGS_MUTING = "Mute and block people in this room…"
SETTINGS_OWN_PICTURE = "Your own picture…"
OWN_PICTURE_TITLE = "Your own picture"
OWN_PICTURE_HOW = (
    "Drop a picture on this window, or type or paste where it is. PNG, JPEG, WebP and GIF can be read.\n\n"
    "Everybody in your rooms sees it."
)
OWN_PICTURE_PATH = "Where the picture is"
OWN_PICTURE_OPEN = "Open"
OWN_PICTURE_READING = "Looking at it…"
PICTURE_NO_FILE = "Type where the picture is, or drop it here."
PICTURE_TOO_LARGE = "That file is larger than 50 MB."
PASTE_FILES_ONLY = "Only files can be pasted here. Save the picture as a file, and drop or paste that."
PICTURE_UNREADABLE = "That picture cannot be shown."


def unreadable(file: str, why: str) -> str:
    """A file that cannot be opened."""
    return f"{file} cannot be opened: {why}."


def own_picture_not_kept(why: str) -> str:
    """The player's own picture could not be saved."""
    return f"Your picture is shown for now, but could not be kept: {why}."


SETTINGS_BOARD = "Board"
BOARDS = (("walnut", "Walnut"), ("slate", "Slate"), ("paper", "Paper"), ("high contrast", "Contrast"))
SETTINGS_ROOM = "Colours"
ROOMS = (("dark", "Dark"), ("light", "Light"))
SETTINGS_TEXT = "Text"
TEXT_SIZES = (("normal", "Normal"), ("large", "Larger"), ("largest", "Largest"))
SETTINGS_ANIMATION = "Animation"
ANIMATIONS = (("none", "Off"), ("fast", "Fast"), ("normal", "Normal"), ("slow", "Slow"))
SETTINGS_SAFE = "Colours that are safe for colour-blind players"
SETTINGS_MOTION = "Less motion"
SETTINGS_SCREEN = "Full screen"
SETTINGS_PIECES = "Pieces"
SETTINGS_ALERTS = "Alerts"
SETTINGS_SOCIAL = "Emotes and chat"
SETTINGS_MUTED = "Mute all sounds"
SETTINGS_HIDE_CHAT = "Hide what others write"
SETTINGS_HIDE_EMOTES = "Hide the emotes of others"
SETTINGS_MOVING = "Move pieces by"
MOVINGS = (("both", "Both"), ("drag", "Dragging"), ("click", "Clicking"))
SETTINGS_PREMOVES = "Premoves: queue moves while your opponent thinks"
SETTINGS_PROMOTION = "Auto-queen"
PROMOTIONS = (("ask", "Never"), ("premoves", "In premoves"), ("always", "Always"))
SETTINGS_RESIGN = "Ask before resigning"
SETTINGS_STREAMER = "Streamer mode: no code, address or chat"
SETTINGS_CARD = "Show how to watch beside my matches"
ACTIONS = {
    "turn": "Turn the board",
    "emotes": "Emotes",
    "mute": "Sound on and off",
    "full_screen": "Full screen",
    "perf": "Frame rate and connection",
    "resign": "Resign",
}
KEY_PRESS = "Press a key…"
KEYS_USUAL = "Reset all keys"
KEYS_FIXED = (
    "Fixed: letters and digits write a move (Nf3, e2e4), 1 to 9 show emotes, arrows step through the game, "
    "Enter opens the chat, Tab goes from one thing to the next, Esc back, Backspace takes back a queued move. "
    "Hold Ctrl to be asked what a pawn becomes."
)
KEY_UNKNOWN = "Underdog cannot use that key. Try another one."


def key_needed(name: str) -> str:
    """A key that cannot be assigned, because it has the same use on all screens."""
    return f"{name.capitalize()} has a fixed use. Try another one."


def key_for_moves(name: str) -> str:
    """A key that cannot be assigned, because it types moves."""
    return f"{name.upper()} is for typing moves. Try another one."


def key_used(name: str, action: str) -> str:
    """A key that cannot be assigned, because another action has it."""
    return f"{name.upper()} is taken: {action}."


def percent(value: int) -> str:
    """A volume."""
    return f"{value} %"


SETTINGS_SAVED = "Changes are saved at once."


def name_cannot_be_shown(characters: str) -> str:
    """A name with characters that no font of ours has."""
    return f"Underdog has no letters for “{characters}”, so your opponent could not read that name. Try another one."


def playing_as(name: str) -> str:
    """The player's name on the home screen."""
    return f"You are {name}"


def open_match(best_of: int, players: int, seats: int, *, running: bool, over: bool = False) -> str:
    """The facts about a match in the list of open matches, below the host's name."""
    doing = "over" if over else "being played" if running else f"{players} of {seats} here"
    return f"Best of {best_of} · {doing}"


def nearby_facts(address: str, *, is_room: bool) -> str:
    """What was found on the local network: an open match, or a server."""
    return "  ·  ".join(filter(None, ("an open match" if is_room else "a server", address)))


def and_more(count: int) -> str:
    """How many entries a list has beyond those that are shown."""
    return f"… and {count} more."


def effect_poison(captor: str, victim: str) -> str:
    """A poisoned piece was captured."""
    return f"Poison: {victim} and {captor} both vanish"


def effect_shield(captor: str, victim: str) -> str:
    """A capture broke a shield."""
    return f"The {victim}'s shield breaks, the {captor} bounces off"


def effect_revival(piece: str) -> str:
    """A fallen piece was revived."""
    return f"The {piece} is back"


def note_revival(piece: str) -> str:
    """The same, for the list of moves."""
    return f"{piece.capitalize()} revived"


def effect_rewind(white: bool) -> str:
    """The last two moves were taken back."""
    return f"{'White' if white else 'Black'} rewinds: the last two moves are taken back"


def effect_pass(white: bool) -> str:
    """A player passed."""
    return f"{'White' if white else 'Black'} passes"


def revive_hint(piece: str) -> str:
    """The tooltip of a fallen piece: where it can be revived."""
    where = "your second rank" if piece == "pawn" else "your first two ranks"
    return f"Choose an empty square on {where}: your fallen {piece} comes back there, instead of a move."


def fallen(count: int) -> str:
    """How many fallen pieces of a kind can be revived."""
    return f"\N{MULTIPLICATION SIGN}{count}"

"""What a player at the window can do at each moment, and what has become of it. No pygame, no waiting.

Plain data: changed by notices, and by the player's own press until the server has decided about it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from netcode import messages as m

if TYPE_CHECKING:
    from netcode.messages.base import Notice, Request
    from netcode.messages.quiz import Phase

PadState: TypeAlias = Literal[
    "lobby", "grid", "your pick", "reading", "armed", "sent", "early", "yours", "other", "locked", "right", "wrong",
    "shown", "staking", "closed", "paused", "over", "away",
]  # fmt: skip

JUDGED_MS: Final = 2_500
"""How long a judgement is shown before the next thing matters more."""
EARLY_MS: Final = 250
"""What pressing too early costs; the server counts, this only shows it."""


class PlayerLogic:
    """A player's own part in a quiz."""

    def __init__(self) -> None:
        self.state = m.QuizState(0, "lobby")
        self.pid: int | None = None
        self.opens_at: int | None = None
        """When the buzzers open or have opened, on this window's clock."""
        self.pressed = False
        """A press that the server has not decided about."""
        self.early_until = 0
        self.behind_ms: int | None = None
        """By how much the player pressed later than the first."""
        self.judged: tuple[bool, int, int] | None = None
        """The last judgement of the player: whether right, what it was worth, and when."""
        self.moved = ""
        """A move on the question's board that the server has not judged."""
        self.wagered: int | None = None
        self.answered = ""
        self.duel_ply = -1
        """After how many plies of a duel a move was made that the server has not taken."""

    # --- what comes in --------------------------------------------------------------------------------------------

    def follow(self, state: m.QuizState, pid: int | None, now_ms: int) -> None:
        """The new state of the quiz."""
        before, self.state, self.pid = self.state, state, pid
        if _square(before) != _square(state):
            self._forget()
        if before.phase != state.phase:
            self.pressed = False
            self.moved = ""
        if state.phase != "armed":
            self.opens_at = None
        elif self.opens_at is None and state.opens_ms is not None:
            self.opens_at = now_ms + state.opens_ms

    def _forget(self) -> None:
        """Clear what belonged to the previous question."""
        self.behind_ms = self.judged = self.wagered = None
        self.moved = self.answered = ""

    def on(self, notice: Notice, now_ms: int) -> None:
        """Take in a notice, besides the state."""
        match notice:
            case m.BuzzOpen(at_ms):
                self.opens_at, self.pressed, self.behind_ms = now_ms + at_ms, False, None
            case m.BuzzClosed():
                self.opens_at = None
            case m.Witness(pid, msg, data) if pid == self.pid:
                self._witness(msg, data, now_ms)
            case _:
                return

    def _witness(self, msg: str, data: Any, now_ms: int) -> None:
        match msg:
            case m.HostChecked.wire_name:
                self.judged = (bool(data.get("correct")), int(data.get("delta", 0)), now_ms)
            case "BuzzEarly":
                self.pressed, self.early_until = False, now_ms + int(data.get("ms", EARLY_MS))
            case "BuzzLate":
                self.behind_ms = int(data.get("behind_ms", 0))
            case _:
                return

    def refused(self, request: Request) -> None:
        """The server has refused a request, so it can be made again."""
        match request:
            case m.Buzz():
                self.pressed = False
            case m.AnswerMove():
                self.moved = ""
            case m.Wager():
                self.wagered = None
            case m.MakeMove():
                self.duel_ply = -1
            case m.FinalAnswer():
                self.answered = ""
            case _:
                return

    # --- what one may do ------------------------------------------------------------------------------------------

    def is_open(self, now_ms: int) -> bool:
        """Whether the buzzers are open."""
        opens = self.opens_at
        return self.state.phase == "armed" and not self.state.paused and opens is not None and now_ms >= opens

    @property
    def listens(self) -> bool:
        """Whether a press means anything now."""
        state = self.state
        return state.phase in {"reading", "armed"} and not state.paused and self.pid not in state.locked

    def press(self, now_ms: int) -> m.Buzz | None:
        """The buzzer is pressed. Returns what to send, if anything."""
        if not self.listens or self.pressed or now_ms < self.early_until:
            return None
        if self.is_open(now_ms):
            self.pressed = True
        else:
            self.early_until = now_ms + EARLY_MS
        return m.Buzz(float(now_ms))

    @property
    def may_wager(self) -> bool:
        """Whether the player is asked to wager."""
        return self.state.phase == "wager" and self.state.most is not None and self.wagered is None

    @property
    def may_answer(self) -> bool:
        """Whether the player can answer the final question."""
        state = self.state
        return state.phase == "final" and state.deadline_ms is not None and not state.paused and self.in_final

    @property
    def in_final(self) -> bool:
        """Whether the player takes part in the final question: they have wagered."""
        return self.state.final is not None and self.pid in self.state.final.wagered

    @property
    def may_move(self) -> bool:
        """Whether the open question waits for the player's move."""
        state, asked = self.state, self.state.open
        mine = state.phase == "buzzed" and state.buzzed == self.pid and not state.paused
        return mine and asked is not None and bool(asked.fen and asked.targets) and not self.moved

    @property
    def in_duel(self) -> bool:
        """Whether the player plays a duel."""
        duel = self.state.duel
        return duel is not None and duel.winner is None and self.pid in duel.players

    def still_meant(self, request: Request) -> bool:
        """Whether a request from before a broken connection still makes sense."""
        match request:
            case m.Wager():
                return self.state.phase == "wager" and self.state.most is not None
            case m.FinalAnswer():
                return self.may_answer
            case m.AnswerMove():
                return self.state.phase == "buzzed" and self.state.buzzed == self.pid
            case m.MakeMove(ply=ply):
                return self.in_duel and self.state.duel is not None and self.state.duel.ply == ply
            case m.Resign():
                return self.in_duel
            case _:
                return True

    # --- what the buzzer shows ------------------------------------------------------------------------------------

    def pad(self, now_ms: int, *, online: bool = True) -> PadState:
        """The state of the buzzer."""
        state = self.state
        if not online:
            return "away"
        if state.paused:
            return "paused"
        if self.judged is not None:
            right, _, at_ms = self.judged
            # Whoever was wrong sees the answer, too, after a while.
            if now_ms - at_ms < JUDGED_MS or (state.phase == "judged" and right):
                return "right" if right else "wrong"
        if state.phase in {"reading", "armed"}:
            return self._before_the_buzz(now_ms)
        return self._by_phase(state.phase)

    def _by_phase(self, phase: Phase) -> PadState:
        match phase:
            case "lobby" | "over":
                return phase
            case "buzzed":
                return "yours" if self.state.buzzed == self.pid else "other"
            case "judged":
                return "shown"
            case "wager":
                return "staking"
            case "final":
                return "closed"
            case _:
                return "your pick" if self.state.control == self.pid else "grid"

    def _before_the_buzz(self, now_ms: int) -> PadState:
        if self.pid in self.state.locked:
            return "locked"
        if now_ms < self.early_until:
            return "early"
        if self.pressed:
            return "sent"
        return "armed" if self.is_open(now_ms) else "reading"

    def due_ms(self, now_ms: int) -> int | None:
        """In how many ms the buzzer looks different by time alone."""
        judged = 0 if self.judged is None else self.judged[2] + JUDGED_MS
        later = [at for at in (self.opens_at or 0, self.early_until, judged) if at > now_ms]
        return min(later) - now_ms if later else None


def _square(state: m.QuizState) -> tuple[int, int, int] | str:
    """A key for the open question, to notice when it changes."""
    if state.open is not None:
        return state.round, state.open.category, state.open.row
    return "final" if state.final is not None else ""

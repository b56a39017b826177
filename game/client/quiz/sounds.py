"""The sounds of a quiz. Decides which; plays nothing. No pygame."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.client.kit.sound import Cue
    from game.client.quiz.model import QuizModel, Verdict


class QuizSounds:
    """Compares the quiz with its earlier state and names the sounds of the difference."""

    def __init__(self, model: QuizModel) -> None:
        self._model = model
        self._phase = model.phase
        self._verdict: Verdict | None = None
        self._plies = 0
        """Of a game that settles a tie."""

    def listen(self) -> list[Cue]:
        """The sounds of everything new since the last call."""
        model = self._model
        before, self._phase = self._phase, model.phase
        verdict_before, self._verdict = self._verdict, model.verdict
        heard: list[Cue] = []
        if model.verdict is not None and model.verdict != verdict_before:
            heard.append("win" if model.verdict.correct else "loss")
        plies_before, self._plies = self._plies, self._plies_now()
        if self._plies > plies_before:
            heard.append("move")
        if model.phase == before:
            return heard
        match model.phase:
            case "armed" if before == "reading":
                heard.append("go")
            case "buzzed":
                heard.append("buzz")
            case "judged" if before == "armed":
                heard.append("flag")
            case "reading" | "wager":
                heard.append("flip")
            case "over":
                heard.append("emote_crown")
            case _:
                pass
        return heard

    def _plies_now(self) -> int:
        duel = self._model.state.duel if self._model.state is not None else None
        return 0 if duel is None else duel.ply

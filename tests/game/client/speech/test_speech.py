"""The window read aloud: what is said, when, and that nothing ever waits for it."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import chess
import pygame
import pytest
from msgspec.structs import replace

from game.chess.rules.board import Board
from game.client import texts
from game.client.chess.spoken import ChessNews, move_words
from game.client.kit.input import Key
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.choice import Choice
from game.client.kit.widgets.slider import Slider
from game.client.kit.widgets.textfield import TextField
from game.client.kit.widgets.toggle import Toggle
from game.client.quiz.host_logic import headline
from game.client.screens.confirm import leave_question
from game.client.speech.speaker import MOST_WAITING, SpeechThread
from game.client.speech.voice import NoVoice, PrismVoice
from tests.helpers.chess_wire import board_state
from tests.helpers.fake_transport import in_game, match_in
from tests.helpers.quizroom import QuizRoom, a_question, a_state
from tests.helpers.world import FOOLS_MATE, World, here

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from game.client.kit.widgets.base import Widget

PATIENCE_S = 60


# --- the thread ---------------------------------------------------------------------------------------------------


class Recording:
    """A voice that notes what it says. It waits before each sentence while it is `held`."""

    def __init__(self, expected: int = 1) -> None:
        self.said: list[tuple[str, bool]] = []
        self.free, self.begun, self.done = threading.Event(), threading.Event(), threading.Event()
        self.free.set()
        self._expected = expected

    def say(self, sentence: str, *, interrupt: bool) -> None:
        self.begun.set()
        assert self.free.wait(PATIENCE_S)
        self.said.append((sentence, interrupt))
        if len(self.said) == self._expected:
            self.done.set()


def test_sentences_are_said_in_order_on_another_thread() -> None:
    voice = Recording(2)
    speech = SpeechThread(lambda: voice)
    speech.say("one")
    speech.say("two")
    assert voice.done.wait(PATIENCE_S)
    assert voice.said == [("one", False), ("two", False)]


def test_a_voice_that_hangs_holds_up_nobody_and_only_the_newest_is_kept() -> None:
    voice = Recording(1 + MOST_WAITING)
    voice.free.clear()
    speech = SpeechThread(lambda: voice)
    speech.say("hangs")
    assert voice.begun.wait(PATIENCE_S)
    for number in range(100):
        speech.say(str(number))
    voice.free.set()
    assert voice.done.wait(PATIENCE_S)
    assert [said for said, _ in voice.said[1:]] == [str(number) for number in range(100 - MOST_WAITING, 100)]


def test_what_interrupts_is_said_instead_of_what_waits() -> None:
    voice = Recording(2)
    voice.free.clear()
    speech = SpeechThread(lambda: voice)
    speech.say("first")
    assert voice.begun.wait(PATIENCE_S)
    speech.say("never said")
    speech.say("now", interrupt=True)
    voice.free.set()
    assert voice.done.wait(PATIENCE_S)
    assert voice.said == [("first", False), ("now", True)]


def failing(error: Exception) -> tuple[SpeechThread, threading.Event]:
    woken = threading.Event()

    def open_voice() -> Recording:
        raise error

    return SpeechThread(open_voice, woken.set), woken


@pytest.mark.parametrize(
    ("error", "sentence"), [(NoVoice("There is none."), "There is none."), (OSError("broken"), texts.SPEECH_FAILED)]
)
def test_that_nothing_can_speak_is_a_sentence_once(error: Exception, sentence: str) -> None:
    speech, woken = failing(error)
    speech.say("hello")
    assert woken.wait(PATIENCE_S)
    assert (speech.take_problem(), speech.take_problem()) == (sentence, "")
    speech.say("nobody hears this")


# --- the library --------------------------------------------------------------------------------------------------


def test_without_the_library_one_is_told_how_to_get_it() -> None:
    def load(_name: str) -> Any:
        raise ModuleNotFoundError("No module named 'prism'")

    with pytest.raises(NoVoice, match=r"underdog\[speech\]"):
        PrismVoice(load)


def test_without_a_screen_reader_and_speech_one_is_told_so() -> None:
    class Context:
        def acquire_best(self) -> None:
            raise ValueError("Invalid or unsupported backend")

    with pytest.raises(NoVoice, match="No screen reader"):
        PrismVoice(lambda _name: SimpleNamespace(Context=Context))


def test_the_library_is_given_sentences() -> None:
    said: list[tuple[str, bool]] = []
    backend = SimpleNamespace(output=lambda sentence, interrupt: said.append((sentence, interrupt)))
    context = SimpleNamespace(acquire_best=lambda: backend)
    PrismVoice(lambda _name: SimpleNamespace(Context=lambda: context)).say("hello", interrupt=True)
    assert said == [("hello", True)]


# --- what is said -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fen", "move", "words"),
    [
        (chess.STARTING_FEN, "g1f3", "knight g1 to f3"),
        ("4k3/8/8/3p4/4P3/8/8/4K3 w - - 0 1", "e4d5", "pawn e4 takes pawn on d5"),
        ("4k3/P7/8/8/8/8/8/4K3 w - - 0 1", "a7a8q", "pawn a7 to a8, becomes a queen"),
        (chess.STARTING_FEN, "0000", "passes"),
        (chess.STARTING_FEN, "rewind", "takes the last move back"),
        (chess.STARTING_FEN, "N@b3", "knight comes back on b3"),
    ],
)
def test_moves_are_said_as_on_the_page(fen: str, move: str, words: str) -> None:
    assert move_words(Board(fen), move) == words


def test_moves_the_result_and_offers_are_told_once() -> None:
    line = in_game()
    news = ChessNews(line.match)
    assert news.listen(0) == []
    line.match.move("e2e4", line.now_ms)
    assert news.listen(0) == ["pawn e2 to e4"]
    line.say(board_state(seq=9, ply=1, last_move="e2e4", turn="black"))
    line.say(board_state(seq=10, ply=2, last_move="e7e5", turn="white"))
    assert news.listen(0) == ["Black: pawn e7 to e5"]
    line.say(board_state(seq=11, ply=2, last_move="e7e5", turn="white", draw_offer="black"))
    told = news.listen(0)
    assert len(told) == 1
    assert "draw" in told[0]
    assert news.listen(0) == []


@pytest.mark.parametrize(
    ("widget", "spoken"),
    [
        (Button("Start", lambda: None), "Start"),
        (Toggle("Less motion", on=True, on_change=lambda _: None), "Less motion: on"),
        (Slider("Pieces", 40, lambda _: None), "Pieces: 40"),
        (Choice([(3, "Best of 3")], 3, lambda _: None, name="length"), "length: Best of 3"),
        (TextField(lambda _: None, placeholder="Code or address"), "Code or address, text field"),
    ],
)
def test_a_widget_says_what_it_is_and_how_it_stands(widget: Widget, spoken: str) -> None:
    assert widget.spoken == spoken


def test_the_question_of_a_quiz_is_told_once() -> None:
    room = QuizRoom()
    room.view.news(0)
    room.say(a_state("reading", open=a_question()))
    told = room.view.news(0)
    assert told == [f"{headline(room.model)} {a_question().clue}"]
    assert room.view.news(0) == []


# --- the whole program --------------------------------------------------------------------------------------------


class Noting(SpeechThread):
    """Notes what would be said."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def say(self, sentence: str, *, interrupt: bool = False) -> None:
        del interrupt
        self.said.append(sentence)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path, here)
    yield world
    for app in (world.ann, world.bob):
        app.end()


def listening(world: World) -> Noting:
    """Ann has turned speech on."""
    thread = Noting()
    world.ann._aloud._make_thread = lambda: thread
    world.ann.change_settings(replace(world.ann.settings, speech=True))
    world.wake()
    return thread


def test_a_match_can_be_followed_by_ear(world: World) -> None:
    thread = listening(world)
    world.begin()
    color = match_in(world.ann.session).color
    assert any(said.startswith("Game 1 begins.") for said in thread.said)
    world.play(*FOOLS_MATE)
    mine = [said for said in thread.said if said in {"pawn f2 to f3", "pawn e7 to e5"}]
    assert mine == ["pawn f2 to f3" if color == "white" else "pawn e7 to e5"]
    assert any(said.startswith("Checkmate!") for said in thread.said)


def test_what_others_write_is_read_unless_they_are_muted(world: World) -> None:
    thread = listening(world)
    world.meet()
    world.bob.session.say("good luck")
    world.wake()
    assert "Bob: good luck" in thread.said
    world.ann.session.muting.muted.add(world.bob.session.room.pid or 0)
    world.bob.session.say("can you hear me")
    world.wake()
    assert not any("can you hear me" in said for said in thread.said)


def test_walking_with_tab_reads_where_one_is(world: World) -> None:
    thread = listening(world)
    world.ann.handle(Key(pygame.K_TAB))
    focus = world.ann._stack.top.group.focus
    assert focus is not None
    assert thread.said[-1] == focus.spoken


def test_a_dialog_is_read_as_it_opens(world: World) -> None:
    thread = listening(world)
    world.host()
    world.ann.push(leave_question(world.ann, world.ann.leave))
    world.wake()
    assert thread.said[-3:-1] == [texts.LEAVE_TITLE, texts.LEAVE_TEXT]
    assert thread.said[-1] == texts.LEAVE_NO


def test_nothing_is_read_until_it_is_wanted(world: World) -> None:
    world.begin()
    assert world.ann._aloud._speech is None


def test_a_problem_with_speech_is_shown(world: World) -> None:
    speech, woken = failing(NoVoice("There is none."))
    world.ann._aloud._make_thread = lambda: speech
    world.ann.change_settings(replace(world.ann.settings, speech=True))
    world.ann.handle(Key(pygame.K_TAB))
    assert woken.wait(PATIENCE_S)
    world.wake()
    assert "There is none." in world.ann._top.toasts.texts

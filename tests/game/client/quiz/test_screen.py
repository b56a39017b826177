"""The host at the big screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pygame
import pytest
from msgspec.structs import replace
from pygame import FRect

from game.client.art.widgets.emote import EmoteLayer
from game.client.kit.painter import Painter
from game.client.kit.theme import Size
from game.client.quiz import texts
from game.client.quiz.playerdialog import PlayerDialog
from game.client.quiz.publicwindow import command_for
from game.client.quiz.widgets.crowd import Crowd
from game.client.quiz.widgets.grid import GridBoard
from game.client.quiz.widgets.podium import Winner, step_of
from game.client.quiz.widgets.scores import Chip, ScoreStrip
from netcode import messages as m
from netcode.address import link
from tests.game.client.quiz.test_model import PRESSES
from tests.helpers.fake_transport import CODE
from tests.helpers.golden import check_golden
from tests.helpers.pilot import Pilot
from tests.helpers.quizroom import ANN, BOB, CAT, MATE, QuizRoom, a_grid, a_question, a_state

if TYPE_CHECKING:
    from game.client.quiz.screen import QuizScene

AT_REST_MS = 1_500
ALL = [(column, row) for column in range(5) for row in range(5)]
FINAL = m.FinalQuestion(
    "Endgames",
    clue="What is worth nothing alone?",
    wagered=[2, 3, 4, 5],
    answered=[2, 3, 4],
    texts={"2": "A king", "3": "The bishop pair"},
    answers=["A king"],
)
KNOCKOUT = m.TieToSettle(1, [[BOB, CAT]], through=[ANN])
BOARD = a_question(fen=MATE, answers=["Re8#"], clue="White mates in one move. Which?")


def at_the_screen(room: QuizRoom, size: tuple[int, int] = (1280, 800)) -> Pilot:
    room.context.addresses = ["192.168.1.20:8765"]
    pilot = Pilot(scene=room.view.screen(room.context), size=size)
    pilot.advance(AT_REST_MS)
    return pilot


def buzzed() -> QuizRoom:
    room = QuizRoom(a_state("armed", open=BOARD))
    room.say(m.Witness(CAT, "Buzz", PRESSES), a_state("buzzed", open=BOARD, buzzed=CAT, locked=[BOB]))
    return room


ROOMS: dict[str, Any] = {
    "lobby": lambda: QuizRoom(a_state("lobby", grid=[], scores={})),
    "grid": QuizRoom,
    "question": lambda: QuizRoom(a_state("reading", open=a_question())),
    "buzzed": buzzed,
    "judged": lambda: QuizRoom(a_state("judged", open=BOARD, round=1, grid=a_grid(*ALL))),
    "final": lambda: QuizRoom(a_state("final", final=FINAL, wagers={"2": 300, "3": 0, "4": 500})),
    "podium": lambda: QuizRoom(a_state("over")),
    "tie": lambda: QuizRoom(a_state("over", scores={"2": 600, "3": 600, "4": 600, "5": 0}, tie=KNOCKOUT)),
}


@pytest.mark.parametrize("name", ROOMS)
def test_what_it_looks_like(name: str, update_golden: bool) -> None:
    check_golden(f"quiz_{name}_1280", at_the_screen(ROOMS[name]()).shot(), update=update_golden)


def test_what_it_looks_like_on_a_projector(update_golden: bool) -> None:
    check_golden("quiz_buzzed_1920", at_the_screen(buzzed(), (1920, 1080)).shot(), update=update_golden)


@pytest.mark.parametrize("name", ROOMS)
@pytest.mark.parametrize("size", [(1024, 640), (1920, 1080)])
def test_nothing_is_too_small_to_be_read_from_the_back(
    name: str, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """20 units are 27 pixels, 20 points, at 1080 lines."""
    small: set[str] = set()
    text = Painter.text

    def watched(painter: Painter, said: str, *args: Any, **how: Any) -> float:
        if said and how.get("size", Size.BODY) < Size.LARGE:
            small.add(said)
        return text(painter, said, *args, **how)

    monkeypatch.setattr(Painter, "text", watched)
    at_the_screen(ROOMS[name](), size)
    assert not small


@pytest.mark.parametrize("key", [pygame.K_r, pygame.K_y])
def test_r_and_y_say_right(key: int) -> None:
    room = buzzed()
    at_the_screen(room).key(key)
    assert room.asked == [m.HostChecked(correct=True)]


@pytest.mark.parametrize("key", [pygame.K_w, pygame.K_n])
def test_w_and_n_say_wrong(key: int) -> None:
    room = buzzed()
    at_the_screen(room).key(key)
    assert room.asked == [m.HostChecked(correct=False)]


def test_a_button_does_what_its_key_does() -> None:
    room = buzzed()
    at_the_screen(room).click(texts.WRONG)
    assert room.asked == [m.HostChecked(correct=False)]


@pytest.mark.parametrize("by", ["key", "button"])
def test_final_answers_are_closed_by_c_or_its_button_but_never_by_enter(by: str) -> None:
    room = QuizRoom(a_state("final", final=FINAL, deadline_ms=20_000))
    pilot = at_the_screen(room)
    pilot.key(pygame.K_RETURN)
    assert room.asked == []
    if by == "key":
        pilot.key(pygame.K_c)
    else:
        pilot.click(texts.CLOSE_ANSWERS)
    assert room.asked == [m.CloseAnswers()]


def test_enter_never_judges_an_answer() -> None:
    room = buzzed()
    at_the_screen(room).key(pygame.K_RETURN)
    assert room.asked == []


def test_space_opens_the_buzzers_once_the_question_is_read() -> None:
    room = QuizRoom(a_state("reading", open=a_question()))
    at_the_screen(room).key(pygame.K_SPACE)
    assert room.asked == [m.BuzzEnable()]


def test_a_click_on_a_value_opens_its_question() -> None:
    room = QuizRoom()
    pilot = at_the_screen(room)
    grid = pilot.group.named("grid")
    assert isinstance(grid, GridBoard)
    pilot.click(grid.square(3, 1).center)
    assert room.asked == [m.SelectQuestion(3, 1)]


def test_a_value_that_is_gone_opens_nothing() -> None:
    room = QuizRoom()
    pilot = at_the_screen(room)
    grid = pilot.group.named("grid")
    assert isinstance(grid, GridBoard)
    pilot.click(grid.square(2, 1).center)
    assert room.asked == []


def test_the_grid_can_be_played_by_keys_alone() -> None:
    room = QuizRoom()
    pilot = at_the_screen(room)
    pilot.key(pygame.K_TAB)
    for key in (pygame.K_RIGHT, pygame.K_RIGHT, pygame.K_DOWN, pygame.K_RETURN):
        pilot.key(key)
    assert len(room.asked) == 1
    assert isinstance(room.asked[0], m.SelectQuestion)


def test_a_screen_without_the_hosts_seat_picks_and_judges_nothing() -> None:
    room = QuizRoom(a_state("buzzed", open=a_question(answers=None), buzzed=CAT), host=False)
    pilot = at_the_screen(room)
    for key in (pygame.K_r, pygame.K_w, pygame.K_RETURN, pygame.K_u, pygame.K_l):
        pilot.key(key)
    assert room.asked == []


def test_after_a_question_the_host_comes_back_to_the_grid() -> None:
    room = QuizRoom(a_state("judged", open=a_question()))
    pilot = at_the_screen(room)
    assert not pilot.group.named("grid").visible
    pilot.key(pygame.K_RETURN)
    assert room.asked == [m.ShowGrid()]
    room.say(a_state("grid"))
    pilot.advance(100)
    assert pilot.group.named("grid").visible


@pytest.mark.parametrize(("key", "asked"), [(pygame.K_u, m.Undo()), (pygame.K_d, m.Redo()), (pygame.K_p, m.Pause())])
def test_judgements_are_undone_and_time_is_stopped_at_any_moment(key: int, asked: m.Request) -> None:
    room = QuizRoom(a_state("reading", open=a_question()))
    at_the_screen(room).key(key)
    assert room.asked == [asked]


def test_control_and_z_undo_as_everywhere() -> None:
    room = QuizRoom()
    at_the_screen(room).key(pygame.K_z, pygame.KMOD_CTRL)
    assert room.asked == [m.Undo()]


def test_how_to_join_can_be_hidden() -> None:
    room = QuizRoom()
    pilot = at_the_screen(room)
    pilot.key(pygame.K_j)
    pilot.advance(100)
    assert not pilot.group.named("join corner").visible


def test_a_streamer_shows_how_to_join_on_demand() -> None:
    room = QuizRoom()
    room.context.settings = replace(room.context.settings, streamer=True)
    pilot = at_the_screen(room)
    assert not pilot.group.named("join corner").visible
    pilot.key(pygame.K_j)
    pilot.advance(100)
    assert pilot.group.named("join corner").visible


def test_an_emote_of_a_player_leaps_over_the_screen() -> None:
    room = QuizRoom()
    pilot = at_the_screen(room)
    room.say(m.EmoteShown(ANN, "gg"))
    pilot.advance(100)
    emotes = pilot.group.named("emotes")
    assert isinstance(emotes, EmoteLayer)
    assert emotes.shown == ["gg"]


def test_the_room_can_be_locked_while_a_quiz_runs() -> None:
    room = QuizRoom()
    at_the_screen(room).key(pygame.K_l)
    assert room.asked == [m.LockRoom(locked=True)]


def test_a_click_on_a_score_lets_the_host_change_it() -> None:
    room = QuizRoom()
    pilot = at_the_screen(room)
    scores = pilot.group.named("scores")
    assert isinstance(scores, ScoreStrip)
    pilot.press(scores.chip_box(0).center)
    assert room.context.asked == ["push player"]


def test_the_seconds_are_counted_down() -> None:
    room = QuizRoom(a_state("armed", open=a_question(), deadline_ms=8_000))
    room.model._deadline_ms = 20_000
    scene: QuizScene = room.view.screen(room.context)  # type: ignore[assignment]
    pilot = Pilot(scene=scene)
    pilot.advance(0)
    assert scene.group.named("timer").text == "10"  # type: ignore[attr-defined]
    pilot.advance(3_100)
    assert scene.group.named("timer").text == "7"  # type: ignore[attr-defined]


def test_a_crowd_of_a_hundred_is_cut_and_counted() -> None:
    room = QuizRoom(a_state("lobby", grid=[], scores={}))
    room.say(*(m.PlayerJoined(m.Player(pid, f"Pup {pid}", "player", connected=True)) for pid in range(6, 102)))
    assert len(room.model.players) == 100
    at_the_screen(room, (1024, 640))


def a_crowded_strip() -> tuple[Pilot, ScoreStrip, list[int]]:
    pressed: list[int] = []
    strip = ScoreStrip(pressed.append)
    strip.place(20, 600, 900, 112)
    marks = {40: "buzzed"}
    strip.show([Chip(pid, f"Pup {pid}", "biscuit", pid * 10, marks.get(pid, "")) for pid in range(1, 51)])  # type: ignore[arg-type]
    return Pilot(strip), strip, pressed


def test_a_party_of_six_is_seen_whole_beside_the_way_in() -> None:
    room = QuizRoom()
    room.say(*(m.PlayerJoined(m.Player(pid, f"Pup {pid}", "player", connected=True)) for pid in (6, 7)))
    strip = at_the_screen(room).group.named("scores")
    assert isinstance(strip, ScoreStrip)
    assert len(strip.shown) == len(room.model.players) == 6


def test_among_many_players_whoever_has_buzzed_is_seen_then_whoever_leads() -> None:
    _, strip, _ = a_crowded_strip()
    assert [chip.pid for chip in strip.shown][:3] == [40, 50, 49]


def test_all_of_many_players_can_be_leafed_through() -> None:
    pilot, strip, pressed = a_crowded_strip()
    seen = {chip.pid for chip in strip.shown}
    for _ in range(50):
        pilot.click((strip.rect.right - 20, strip.rect.centery))
        seen |= {chip.pid for chip in strip.shown}
    assert seen == set(range(1, 51))
    assert pressed == []


def test_an_edited_score_is_sent_as_a_number() -> None:
    room = QuizRoom()
    pilot = Pilot(scene=PlayerDialog(room.context, room.model, ANN))
    pilot.key(pygame.K_a, pygame.KMOD_CTRL)
    pilot.type("-350")
    pilot.key(pygame.K_RETURN)
    assert room.asked == [m.SetScore(ANN, -350)]


class Window:
    """A program that was started, until it `ended`."""

    ended: int | None = None

    def poll(self) -> int | None:
        return self.ended


def test_the_host_opens_a_second_window_without_answers_and_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    room, opened, window = QuizRoom(), [], Window()

    def start(command: list[str], **_how: object) -> Window:
        opened.append(command[-1])
        return window

    monkeypatch.setattr("subprocess.Popen", start)
    pilot = at_the_screen(room)
    pilot.key(pygame.K_v)
    assert opened == [link("http://192.168.1.20:8765", CODE, "k3y")]
    pilot.key(pygame.K_v)
    assert (len(opened), room.line.session.take_sentences()) == (1, [texts.PUBLIC_OPEN])
    window.ended = 0
    pilot.key(pygame.K_v)
    assert len(opened) == 2


def test_that_no_window_could_be_opened_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    room = QuizRoom()

    def refuse(_command: list[str], **_how: object) -> Window:
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr("subprocess.Popen", refuse)
    at_the_screen(room).key(pygame.K_v)
    assert room.line.session.take_sentences() == [texts.no_window("Cannot allocate memory")]


def test_the_second_window_is_this_program_once_more_as_a_screen() -> None:
    assert command_for("http://here/join/WOLF")[-2:] == ["--screen", "http://here/join/WOLF"]


def test_a_click_on_a_pup_in_the_lobby_is_about_that_player() -> None:
    room = QuizRoom(a_state("lobby", grid=[], scores={}))
    pilot = at_the_screen(room)
    crowd = pilot.group.named("crowd")
    assert isinstance(crowd, Crowd)
    chip, place = crowd.places()[1]
    pilot.press(place.center)
    assert (chip.name, room.context.asked) == ("Bob", ["push player"])


def test_before_the_quiz_somebody_else_can_be_made_its_host() -> None:
    room = QuizRoom(a_state("lobby", grid=[], scores={}))
    pilot = Pilot(scene=PlayerDialog(room.context, room.model, BOB))
    pilot.click(texts.MAKE_HOST)
    assert room.asked == [m.TransferHost(BOB)]


def test_in_the_middle_of_a_quiz_nobody_else_can_be_made_its_host() -> None:
    room = QuizRoom()
    pilot = Pilot(scene=PlayerDialog(room.context, room.model, BOB))
    assert not pilot.group.named(texts.MAKE_HOST).visible


def test_those_who_share_a_place_stand_equally_high_on_the_podium() -> None:
    box = FRect(0, 0, 300, 600)
    first, also_first, third = (step_of(Winner(place, "Ann", "600", "pup:snow"), box) for place in (1, 1, 3))
    assert first.h == also_first.h > third.h

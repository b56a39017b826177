"""Writing a pack in the window, by mouse and by keys."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pygame
import pytest
from pygame import FRect

from game.client.kit.input import FileDropped
from game.client.picturefile import Shrinking
from game.client.quiz import packfiles, texts
from game.client.quiz.drafting import PackDraft, Spot
from game.client.quiz.packeditor import PackEditor
from game.client.quiz.packfiles import from_file
from game.client.quiz.packpictures import content_of, data_url
from game.client.quiz.packpicturescene import PackPictureScene
from game.client.quiz.packpreview import PackPreview
from game.client.quiz.setup import QuizSetup
from game.client.quiz.widgets.packgrid import PackGrid
from game.quiz.pack import pack_from
from tests.helpers.golden import check_golden
from tests.helpers.images import bomb, halves, opened, picture, saved
from tests.helpers.pilot import Pilot
from tests.helpers.quizzes import MATE, a_pack, the_pack
from tests.helpers.sessions import FakeContext

if TYPE_CHECKING:
    from game.client.kit.widgets.label import Label
    from game.client.kit.widgets.textfield import TextField
    from game.client.quiz.widgets.picture import PictureBox


class Desk:
    """A person at the editor."""

    def __init__(self, draft: PackDraft | None = None, path: Path | None = None) -> None:
        self.context, self.done = FakeContext(), list[Path | None]()
        self.draft = draft or PackDraft(the_pack())
        self.scene = PackEditor(self.context, self.draft, self.done.append, path)
        self.pilot = Pilot(scene=self.scene)

    @property
    def grid(self) -> PackGrid:
        grid = self.pilot.group.named("pack grid")
        assert isinstance(grid, PackGrid)
        return grid

    @property
    def problem(self) -> str:
        label: Label = self.pilot.group.named("problem")  # type: ignore[assignment]
        return label.text

    def write(self, field: str, text: str) -> None:
        """Replace what stands in a field."""
        self.pilot.click(field)
        self.pilot.key(pygame.K_a, pygame.KMOD_CTRL)
        self.pilot.key(pygame.K_BACKSPACE)
        self.pilot.type(text)


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path)
    return tmp_path / "Underdog"


def test_what_it_looks_like(update_golden: bool) -> None:
    desk = Desk()
    desk.pilot.click(desk.grid.box(1, 0).center)
    desk.pilot.advance(1_000)
    check_golden("quiz_pack_editor_1280", desk.pilot.shot(), update=update_golden)


def test_everything_fits_into_the_smallest_window() -> None:
    pilot = Pilot(scene=PackEditor(FakeContext(), PackDraft(the_pack()), lambda _: None), size=(1024, 640))
    window = FRect(0, 0, *pilot.window.logical_size)
    assert all(window.contains(widget.rect) for widget in pilot.group.widgets if widget.visible)


def test_a_click_chooses_a_question_and_its_fields_are_written() -> None:
    desk = Desk()
    desk.pilot.click(desk.grid.box(0, 1).center)
    desk.write("clue", "Who may castle?")
    assert desk.draft.pack().rounds[0].categories[0].questions[1].clue == "Who may castle?"


def test_it_is_written_by_keys_alone(documents: Path) -> None:
    desk = Desk()
    for key in (pygame.K_DOWN, pygame.K_RIGHT, pygame.K_DOWN, pygame.K_INSERT):
        desk.pilot.key(key)
    desk.pilot.type("Which side begins?")
    desk.pilot.key(pygame.K_TAB)
    desk.pilot.type("White | The white one")
    desk.pilot.key(pygame.K_RETURN)
    desk.pilot.key(pygame.K_UP, pygame.KMOD_CTRL)
    desk.pilot.key(pygame.K_s, pygame.KMOD_CTRL)
    questions = from_file(str(documents / "A pack.json")).pack.rounds[0].categories[1].questions
    assert [each.clue for each in questions][1] == "Which side begins?"
    assert questions[1].answers == ("White", "The white one")


def test_a_plus_adds_a_question_or_a_category() -> None:
    desk = Desk()
    desk.pilot.click(desk.grid.add_box(0).center)
    desk.pilot.click(desk.grid.add_box(None).center)
    assert [len(each["questions"]) for each in desk.draft.categories] == [3, 2, 3]


def test_delete_takes_away_and_says_when_it_cannot() -> None:
    desk = Desk(PackDraft(pack_from(a_pack())))
    desk.pilot.click(desk.grid.box(0, 0).center)
    desk.pilot.key(pygame.K_DELETE)
    desk.pilot.key(pygame.K_DELETE)
    assert desk.problem == texts.LAST_OF_ITS_KIND
    assert len(desk.draft.categories[0]["questions"]) == 1


def test_a_pack_that_is_not_finished_is_not_saved_and_the_place_is_shown(documents: Path) -> None:
    desk = Desk(PackDraft())
    desk.pilot.click("about pack")
    desk.write("title", "Mine")
    desk.pilot.click("save")
    assert desk.problem == "Category 1 of round 1 needs a text for 'name'."
    assert desk.draft.at == Spot("category", 0, 0)
    assert not documents.exists()


def test_it_is_saved_again_where_it_was_saved_first(documents: Path) -> None:
    desk = Desk()
    desk.pilot.click("save")
    desk.pilot.click("about pack")
    desk.write("author", "Ann")
    desk.pilot.click("save")
    assert [each.name for each in documents.iterdir()] == ["A pack.json"]
    assert json.loads((documents / "A pack.json").read_text("utf-8"))["author"] == "Ann"


def test_no_other_file_is_written_over(documents: Path) -> None:
    documents.mkdir()
    (documents / "A pack.json").write_text("something else", "utf-8")
    Desk().pilot.click("save")
    assert (documents / "A pack.json").read_text("utf-8") == "something else"
    assert (documents / "A pack 2.json").exists()


def test_a_question_is_looked_at_as_the_big_screen_shows_it() -> None:
    desk = Desk()
    desk.pilot.click(desk.grid.box(0, 0).center)
    desk.pilot.click("preview")
    assert desk.context.asked == ["push pack preview"]


def test_what_cannot_be_looked_at_says_why() -> None:
    desk = Desk(PackDraft())
    desk.pilot.click(desk.grid.box(0, 0).center)
    desk.pilot.click("preview")
    assert desk.problem
    assert desk.context.asked == []


def test_a_preview_shows_board_and_answer_and_goes_back() -> None:
    context = FakeContext()
    question = pack_from(a_pack()).rounds[0].categories[1].questions[0]
    assert question.fen == MATE
    pilot = Pilot(scene=PackPreview(context, "On the board", question))
    pilot.advance(100)
    pilot.key(pygame.K_ESCAPE)
    assert context.asked == ["pop"]


def test_leaving_without_saving_is_asked_about_and_leaving_unchanged_is_not() -> None:
    desk = Desk()
    desk.pilot.key(pygame.K_ESCAPE)
    assert desk.context.asked == ["pop"]
    desk.pilot.click(desk.grid.box(0, 0).center)
    desk.write("clue", "?")
    desk.pilot.click("done")
    assert desk.context.asked == ["pop", "push confirm"]


def test_what_was_saved_is_what_will_be_played(documents: Path) -> None:
    chosen: list[object] = []
    pilot = Pilot(scene=QuizSetup(FakeContext(), chosen.append))
    scene = pilot.stage.stack.top
    assert isinstance(scene, QuizSetup)
    scene._written(packfiles.save(the_pack()))
    field: TextField = pilot.group.named("path")  # type: ignore[assignment]
    assert field.text == str(documents / "A pack.json")
    pilot.click(texts.GO)
    assert chosen[0].questions["title"] == "A pack"  # type: ignore[attr-defined]


def test_the_editor_is_a_click_away_from_the_set_up() -> None:
    context = FakeContext()
    pilot = Pilot(scene=QuizSetup(context, lambda _: None))
    pilot.click("edit pack")
    pilot.click("new pack")
    assert context.asked == ["push pack editor", "push pack editor"]


class Picture:
    """A person at the picture of the first question."""

    def __init__(self, draft: PackDraft, path: Path | None = None) -> None:
        self.draft, self.shrinking = draft, Shrinking(data_url)
        self.draft.at = Spot("question", 0, 0, 0)
        self.closed = 0
        self.scene = PackPictureScene(FakeContext(), draft, self._close, self.shrinking)
        self.pilot = Pilot(scene=self.scene)
        if path is not None:
            self.scene.handle(FileDropped(str(path)))
            self.wait()

    def _close(self) -> None:
        self.closed += 1

    def wait(self) -> None:
        """Until the file was looked at, and what it shows is there."""
        for worker in (self.shrinking._worker, self.scene._pictures._worker):
            if worker is not None:
                worker.submit(lambda: None).result()
            self.pilot.advance(100)

    @property
    def shown(self) -> tuple[int, int] | None:
        box: PictureBox = self.pilot.group.named("picture")  # type: ignore[assignment]
        return None if box.picture is None else box.picture.get_size()


def a_file(folder: Path, content: bytes | None = None) -> Path:
    path = folder / "a photo.png"
    path.write_bytes(content or picture("JPEG", (2000, 1000)))
    return path


def test_a_picture_that_is_dropped_belongs_to_the_question(tmp_path: Path) -> None:
    desk = Picture(PackDraft(the_pack()), a_file(tmp_path))
    image = desk.draft.pack().rounds[0].categories[0].questions[0].image
    assert image.startswith("data:image/")
    assert opened(content_of(image)).size == (1280, 640)
    assert desk.shown == (1280, 640)
    assert desk.draft.changed
    desk.scene.left()


def test_so_does_one_whose_path_is_typed_or_pasted_as_a_url(tmp_path: Path) -> None:
    desk = Picture(PackDraft(the_pack()))
    desk.pilot.type(a_file(tmp_path).as_uri())
    desk.pilot.key(pygame.K_RETURN)
    desk.wait()
    assert desk.draft.image
    desk.scene.left()


def test_a_picture_that_cannot_be_used_is_a_sentence_and_the_one_before_stays(tmp_path: Path) -> None:
    desk = Picture(PackDraft(the_pack()), a_file(tmp_path))
    before = desk.draft.image
    desk.scene.handle(FileDropped(str(a_file(tmp_path, bomb()))))
    desk.wait()
    assert "60,000 by 60,000" in desk.scene.said
    assert desk.draft.image == before
    desk.scene.left()


def test_a_picture_is_taken_away_again(tmp_path: Path) -> None:
    desk = Picture(PackDraft(the_pack()), a_file(tmp_path))
    desk.pilot.click("remove picture")
    assert desk.draft.image == ""
    assert desk.shown is None
    assert "image" not in desk.draft.part(desk.draft.at)
    desk.scene.left()
    assert desk.closed == 1


def test_a_pack_with_pictures_is_saved_and_read_again(tmp_path: Path, documents: Path) -> None:
    picture_of = Picture(PackDraft(the_pack()), a_file(tmp_path))
    picture_of.scene.left()
    desk = Desk(picture_of.draft)
    desk.pilot.click("save")
    assert from_file(str(documents / "A pack.json")).pack == picture_of.draft.pack()


def test_a_pack_with_too_many_pictures_is_not_saved_and_says_so(documents: Path) -> None:
    draft = PackDraft(the_pack())
    for row in (0, 1):
        draft.at = Spot("question", 0, 0, row)
        draft.set_image("data:image/png;base64," + "A" * 2_600_000)
    desk = Desk(draft)
    desk.pilot.click("save")
    assert desk.problem == "The pack could not be saved: it has 5.2 MB, and a pack may have 5. Remove some pictures."
    assert not documents.exists()


def test_a_file_that_is_dropped_on_the_editor_is_for_the_question_that_is_chosen(tmp_path: Path) -> None:
    desk = Desk()
    desk.scene.handle(FileDropped(str(a_file(tmp_path))))
    assert desk.problem == texts.PICTURE_NEEDS_QUESTION
    desk.pilot.click(desk.grid.box(0, 0).center)
    desk.scene.handle(FileDropped(str(a_file(tmp_path))))
    assert desk.context.asked[-1] == "push pack picture"


def test_the_preview_shows_the_picture(tmp_path: Path) -> None:
    desk = Picture(PackDraft(the_pack()), a_file(tmp_path))
    desk.scene.left()
    question = desk.draft.question()
    assert question is not None
    preview = PackPreview(FakeContext(), "Pieces", question)
    preview.tick(0)
    preview._pictures._worker.submit(lambda: None).result()
    preview.tick(100)
    assert preview._pictures.picture(question.image) is not None
    preview.left()


def test_what_the_picture_of_a_question_looks_like(tmp_path: Path, update_golden: bool) -> None:
    desk = Picture(PackDraft(the_pack()), a_file(tmp_path, saved(halves((800, 500)), "PNG")))
    desk.pilot.advance(1_000)
    check_golden("quiz_pack_picture_1280", desk.pilot.shot(), update=update_golden)
    desk.scene.left()

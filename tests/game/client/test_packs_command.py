"""`underdog packs` as somebody at a terminal uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from game.client.__main__ import main
from game.quiz.pack import read_pack
from game.quiz.packs import import_pack
from tests.helpers.quizzes import a_pack

TABLE = "category,clue,answers\nBirds,Which is blue?,The jay\n"


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_check_says_what_is_in_a_pack(capsys: pytest.CaptureFixture[str]) -> None:
    Path("mine.json").write_text(json.dumps(a_pack()))
    assert main(["packs", "check", "mine.json"]) == 0
    assert capsys.readouterr().out == (
        "mine.json: “A pack” (Underdog): 2 rounds, 4 categories, 8 questions, with a final.\n"
    )


def test_check_looks_at_all_files_and_names_the_place_of_each_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    Path("bad.csv").write_text(TABLE + "Birds,,The robin\n")
    Path("good.csv").write_text(TABLE)
    assert main(["packs", "check", "bad.csv", "good.csv"]) == 1
    told = capsys.readouterr()
    assert told.err == "bad.csv, row 3, column clue: the cell is empty.\n"
    assert told.out.startswith("good.csv: “good” (CSV): 1 round, 1 category, 1 question, without a final.")


def test_a_file_that_is_not_there_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["packs", "check", "nowhere.json"]) == 1
    assert capsys.readouterr().err == "nowhere.json: No such file or directory.\n"


def test_import_writes_a_pack_beside_you() -> None:
    Path("birds.csv").write_text(TABLE)
    assert main(["packs", "import", "birds.csv"]) == 0
    assert read_pack(Path("birds.json").read_bytes()).title == "birds"


def test_nothing_is_written_over_unasked(capsys: pytest.CaptureFixture[str]) -> None:
    Path("birds.csv").write_text(TABLE)
    Path("birds.json").write_text("precious")
    assert main(["packs", "import", "birds.csv"]) == 1
    assert capsys.readouterr().err == "birds.json is there already; --force writes over it.\n"
    assert Path("birds.json").read_text() == "precious"
    assert main(["packs", "import", "birds.csv", "--force"]) == 0


@pytest.mark.parametrize("end", ["csv", "gift"])
def test_the_end_of_the_name_says_how_it_is_written(end: str) -> None:
    Path("birds.csv").write_text(TABLE)
    assert main(["packs", "import", "birds.csv", "-o", f"again.{end}"]) == 0
    pack = import_pack(Path(f"again.{end}").read_bytes(), "again").pack
    assert pack.rounds[0].categories[0].questions[0].answers == ("The jay",)


def test_another_end_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    Path("birds.csv").write_text(TABLE)
    assert main(["packs", "import", "birds.csv", "-o", "birds.exe"]) == 1
    assert "a pack can be written as .json, .csv or .gift, not as .exe" in capsys.readouterr().err


def test_make_gives_the_same_pack_for_the_same_seed() -> None:
    flags = ["packs", "make", "--difficulty", "easy", "--seed", "7"]
    assert main([*flags, "-o", "one.json"]) == 0
    assert main([*flags, "-o", "two.json"]) == 0
    assert Path("one.json").read_bytes() == Path("two.json").read_bytes()

"""`underdog packs`: checks, imports and generates question packs. The module that reads and writes their files."""

from __future__ import annotations

import argparse
import json
import random
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from game.quiz.make import DIFFICULTIES, MOST_ROUNDS, make_pack
from game.quiz.make.boards import NothingFound
from game.quiz.pack import BadPack, as_json
from game.quiz.packs import FORMATS, Imported, import_pack
from game.quiz.packs.archive import MOST_ARCHIVE_BYTES
from game.quiz.packs.csvtable import as_csv
from game.quiz.packs.gift import as_gift

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.quiz.pack import Pack

EXIT_BAD = 1


class CannotWrite(Exception):
    """Why a pack was not written; the message is a sentence."""


def run_packs(argv: Sequence[str]) -> int:
    """Run `underdog packs …`; returns the exit code."""
    flags = _parser().parse_args(argv)
    try:
        match flags.command:
            case "check":
                return _check(flags.files)
            case "import":
                return _import(flags)
            case _:
                return _make(flags)
    except (BadPack, CannotWrite) as error:
        sys.stderr.write(f"{error}\n")
    except NothingFound:
        sys.stderr.write("No positions were found with this seed. Another one will do.\n")
    except OSError as error:
        sys.stderr.write(f"{error.filename}: {error.strerror}.\n")
    return EXIT_BAD


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="underdog packs", description="Question packs for the quiz.")
    commands = parser.add_subparsers(dest="command", required=True)

    check = commands.add_parser("check", help="say what is in these files, or what is wrong with them")
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")

    importing = commands.add_parser(
        "import", help="make a pack of a file of another program", description=f"Reads {FORMATS}."
    )
    importing.add_argument("file", type=Path, metavar="FILE")
    _add_output(importing, "by default FILE's name with .json")

    make = commands.add_parser("make", help="make a pack about chess")
    make.add_argument("--seed", type=int, help="makes the same pack again")
    make.add_argument("--difficulty", choices=DIFFICULTIES, default="medium")
    make.add_argument("--rounds", type=int, choices=range(1, MOST_ROUNDS + 1), default=1)
    make.add_argument("--title", default="")
    _add_output(make, "by default chess-DIFFICULTY-SEED.json")
    return parser


def _add_output(parser: argparse.ArgumentParser, default: str) -> None:
    ends = "its end says as what: .json, .csv, .gift"
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help=f"where to write it, {default}; {ends}")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")


def _check(files: Sequence[Path]) -> int:
    """Check all files, even if some are invalid."""
    exit_code = 0
    for file in files:
        try:
            imported = _read(file)
        except BadPack as error:
            sys.stderr.write(f"{error}\n")
            exit_code = EXIT_BAD
            continue
        _warn(imported)
        sys.stdout.write(f"{file.name}: {_summary(imported)}\n")
    return exit_code


def _import(flags: argparse.Namespace) -> int:
    imported = _read(flags.file)
    _warn(imported)
    output: Path = flags.output or Path(f"{flags.file.stem}.json")
    _write(imported.pack, output, force=flags.force)
    sys.stdout.write(f"{output}: {_summary(imported)}\n")
    return 0


def _make(flags: argparse.Namespace) -> int:
    seed = secrets.randbits(31) if flags.seed is None else flags.seed
    pack = make_pack(random.Random(seed), flags.difficulty, rounds=flags.rounds, title=flags.title)
    output: Path = flags.output or Path(f"chess-{flags.difficulty}-{seed}.json")
    _write(pack, output, force=flags.force)
    sys.stdout.write(f"{output}: {_summary(Imported(pack, 'Underdog'))} The seed was {seed}.\n")
    return 0


def _read(file: Path) -> Imported:
    """The pack in a file; raises BadPack, also for a file that is far too large."""
    if file.stat().st_size > MOST_ARCHIVE_BYTES:
        raise BadPack(f"{file.name}: it is larger than {MOST_ARCHIVE_BYTES // 1_000_000} MB.")
    return import_pack(file.read_bytes(), file.name)


def _warn(imported: Imported) -> None:
    for warning in imported.warnings:
        sys.stderr.write(f"{warning}\n")


def _write(pack: Pack, output: Path, *, force: bool) -> None:
    """Write the pack in the format of the file's name; raises CannotWrite."""
    match output.suffix.lower():
        case ".json":
            content = json.dumps(as_json(pack), ensure_ascii=False, indent=1) + "\n"
        case ".csv":
            # With a mark, by which spreadsheets know UTF-8.
            content = "\ufeff" + as_csv(pack)
        case ".gift":
            content = as_gift(pack)
        case suffix:
            raise CannotWrite(f"{output}: a pack can be written as .json, .csv or .gift, not as {suffix or 'this'}.")
    try:
        with output.open("w" if force else "x", encoding="utf-8", newline="") as file:
            file.write(content)
    except FileExistsError as error:
        raise CannotWrite(f"{output} is there already; --force writes over it.") from error


def _summary(imported: Imported) -> str:
    pack = imported.pack
    categories = [category for round_ in pack.rounds for category in round_.categories]
    parts = [
        _counted(len(pack.rounds), "round", "rounds"),
        _counted(len(categories), "category", "categories"),
        _counted(sum(len(category.questions) for category in categories), "question", "questions"),
    ]
    final = "with a final" if pack.final else "without a final"
    return f"“{pack.title}” ({imported.format}): {', '.join(parts)}, {final}."


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"

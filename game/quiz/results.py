"""The results of a quiz: places, tables for files, and who pressed when."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct
from msgspec.structs import asdict

from game.quiz.ties import ranks
from game.quiz.view import teams

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from game.quiz.events import Buzzed
    from game.quiz.state import State

T = TypeVar("T", int, "tuple[int, ...]")
HEADINGS = ("place", "name", "team", "score")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Standing(Struct, frozen=True):
    """One player's result. Equal scores share a place, and the next places are left out: 1, 2, 2, 4."""

    place: int
    pid: int
    score: int
    team: str | None = None


class TeamStanding(Struct, frozen=True):
    """One team's result."""

    place: int
    team: str
    score: int


class Trace(Struct, frozen=True):
    """One press of a decided buzz, in ms since the buzzers opened: when it was pressed, the possible error, and when it
    arrived.
    """

    pid: int
    pressed_ms: float
    give_or_take_ms: float
    heard_ms: float
    won: bool
    photo: bool


def standings(state: State) -> list[Standing]:
    """All players, best first. Players who have left keep their scores."""
    rank = ranks(state)
    ordered = sorted(sorted(rank), key=lambda pid: rank[pid], reverse=True)
    players = [state.players[pid] for pid in ordered]
    places = places_of([rank[pid] for pid in ordered])
    return [Standing(place, each.pid, each.score, each.team) for place, each in zip(places, players, strict=True)]


def team_standings(state: State) -> list[TeamStanding]:
    """All teams, best first; empty if nobody plays in one."""
    ordered = sorted(teams(state).items(), key=lambda item: (-item[1].score, item[0]))
    places = places_of([team.score for _, team in ordered])
    return [TeamStanding(place, name, team.score) for place, (name, team) in zip(places, ordered, strict=True)]


def places_of(scores: Sequence[T]) -> list[int]:
    """The place of each of these scores, or whatever ranks players; the best come first."""
    return [1 + scores.index(score) for score in scores]


def buzz_replay(buzzed: Buzzed) -> list[Trace]:
    """Who pressed when, the first press first."""
    return [
        Trace(
            press.pid,
            pressed_ms=round(press.pressed - buzzed.opened_ms, 1),
            give_or_take_ms=round(press.uncertainty, 1),
            heard_ms=round(press.arrival - buzzed.opened_ms, 1),
            won=press.pid == buzzed.player,
            photo=press.pid in buzzed.photo,
        )
        for press in sorted(buzzed.presses, key=lambda press: (press.pressed, press.arrival))
    ]


class Row(Struct, frozen=True):
    """A line of the table of results."""

    place: int
    name: str
    team: str | None
    score: int


def rows(state: State, names: Mapping[int, str]) -> list[Row]:
    """The table of results."""
    return [Row(each.place, names[each.pid], each.team, each.score) for each in standings(state)]


def as_csv(state: State, names: Mapping[int, str]) -> str:
    """The results for a spreadsheet."""
    return rows_as_csv(rows(state, names))


def as_json(state: State, names: Mapping[int, str]) -> str:
    """The results for a program."""
    return rows_as_json(state.options.pack.title, rows(state, names))


def rows_as_csv(table: Sequence[Row]) -> str:
    """A table for a spreadsheet. A name that would count as a formula gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for row in table:
        writer.writerow([row.place, _text(row.name), _text(row.team or ""), row.score])
    return out.getvalue()


def rows_as_json(title: str, table: Sequence[Row]) -> str:
    """A table for a program."""
    players = [asdict(row) for row in table]
    return json.dumps({"title": title, "players": players}, ensure_ascii=False, indent=1) + "\n"


def _text(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text

"""What comes of a quiz: places, the table of results as a file, and who pressed when."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from game.quiz.view import teams

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from game.quiz.events import Buzzed
    from game.quiz.state import State

HEADINGS = ("place", "name", "team", "score")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Standing(Struct, frozen=True):
    """One player's result. Equal scores share a place, and the places behind are left out: 1, 2, 2, 4."""

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
    """One press of a decided buzz, in ms since the buzzers opened: when it was made, give or take, and when heard."""

    pid: int
    pressed_ms: float
    give_or_take_ms: float
    heard_ms: float
    won: bool
    photo: bool


def standings(state: State) -> list[Standing]:
    """All players, best first; those who left keep what they had."""
    ordered = sorted(state.players.values(), key=lambda player: (-player.score, player.pid))
    places = places_of([player.score for player in ordered])
    return [Standing(place, each.pid, each.score, each.team) for place, each in zip(places, ordered, strict=True)]


def team_standings(state: State) -> list[TeamStanding]:
    """All teams, best first; none when nobody plays in one."""
    ordered = sorted(teams(state).items(), key=lambda item: (-item[1].score, item[0]))
    places = places_of([team.score for _, team in ordered])
    return [TeamStanding(place, name, team.score) for place, (name, team) in zip(places, ordered, strict=True)]


def places_of(scores: Sequence[int]) -> list[int]:
    """The place of each of these scores, which come best first."""
    return [1 + sum(other > score for other in scores) for score in scores]


def buzz_replay(buzzed: Buzzed) -> list[Trace]:
    """Who pressed when, first press first."""
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


def as_csv(state: State, names: Mapping[int, str]) -> str:
    """The results for a spreadsheet. A name that it would take for a formula gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for each in standings(state):
        writer.writerow([each.place, _text(names[each.pid]), _text(each.team or ""), each.score])
    return out.getvalue()


def as_json(state: State, names: Mapping[int, str]) -> str:
    """The results for a program."""
    rows: list[dict[str, Any]] = [
        {"place": each.place, "name": names[each.pid], "team": each.team, "score": each.score}
        for each in standings(state)
    ]
    return json.dumps({"title": state.options.pack.title, "players": rows}, ensure_ascii=False, indent=1) + "\n"


def _text(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text

"""Places, results as files, and the replay of a buzz."""

from __future__ import annotations

import json

from game.quiz import commands as c
from game.quiz import events as e
from game.quiz.results import TeamStanding, as_csv, as_json, buzz_replay, standings, team_standings
from tests.helpers.quizzes import ANN, BOB, CAT, Table

NAMES = {ANN: "Ann", BOB: "=BOB()", CAT: "Cät, the third"}


def played() -> Table:
    table = Table()
    table.do(c.SetScore(BOB, 400), c.SetScore(CAT, 400), c.SetTeam(ANN, "Reds"), c.SetScore(ANN, -200))
    return table


def test_equal_scores_share_a_place() -> None:
    assert [(each.place, each.pid) for each in standings(played().quiz.state)] == [(1, BOB), (1, CAT), (3, ANN)]


def test_teams_have_places_by_what_their_players_have_together() -> None:
    table = played()
    table.do(c.SetTeam(BOB, "Blues"), c.SetTeam(CAT, "Reds"))
    assert team_standings(table.quiz.state) == [TeamStanding(1, "Blues", 400), TeamStanding(2, "Reds", 200)]


def test_results_for_a_spreadsheet_hold_no_formula() -> None:
    assert as_csv(played().quiz.state, NAMES).splitlines() == [
        "place,name,team,score",
        "1,'=BOB(),,400",
        '1,"Cät, the third",,400',
        "3,Ann,Reds,-200",
    ]


def test_results_for_a_program_keep_every_name() -> None:
    told = json.loads(as_json(played().quiz.state, NAMES))
    assert told["title"] == "A pack"
    assert told["players"][0] == {"place": 1, "name": "=BOB()", "team": None, "score": 400}


def test_a_replay_says_who_pressed_when_since_the_buzzers_opened() -> None:
    table = Table()
    table.open()
    table.wait(100)
    table.do(c.Buzz(ANN, 300.0, 290.0, 4.0, {BOB: 80}))
    table.wait(10)
    (buzzed,) = (each for each in table.do(c.Buzz(BOB, 310.0, 288.0, 4.0, {})) if isinstance(each, e.Buzzed))
    replay = buzz_replay(buzzed)
    assert [(each.pid, each.pressed_ms, each.heard_ms, each.photo) for each in replay] == [
        (BOB, 88.0, 110.0, True),
        (ANN, 90.0, 100.0, True),
    ]
    assert sum(each.won for each in replay) == 1

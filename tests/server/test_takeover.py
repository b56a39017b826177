"""Somebody is away in the middle of a match: who plays for them, who is asked, what they find when they are back."""

from __future__ import annotations

import pytest

from netcode.members import watchers_among
from netcode.messages import (
    AbsenceQuestion,
    BoardState,
    ChessSnapshot,
    ChooseUpgrade,
    ClientDisconnected,
    ClientReconnected,
    DecideAbsence,
    Exit,
    GameOver,
    JoinGame,
    MakeMove,
    MatchOver,
    OfferDraw,
    Resign,
    UpgradeChosen,
    UpgradeOffer,
)
from server.store import Stored
from tests.helpers.chess_wire import chess_of, create_chess
from tests.helpers.server import Client, Room, Thinker, a_room, a_server

FOOLS_MATE = ("f2f3", "e7e5", "g2g4", "d8h4")


class Absence:
    """A running match in which White's connection is about to break."""

    def __init__(self, mode: str) -> None:
        self.bot = Thinker()
        options = create_chess(name="Ann", ai_takeover=mode, standin_level="easy", spectators=True)
        self.room = a_room(start=True, options=options, stand_in=self.bot)
        self.white, self.black = self.room.white, self.room.black

    def pass_ms(self, ms: float) -> None:
        self.room.clock.pass_ms(ms)

    def white_back(self) -> Client:
        again = self.room.client()
        assert again.back(self.white).ok
        return again


@pytest.fixture
def auto() -> Absence:
    return Absence("auto")


@pytest.fixture
def ask() -> Absence:
    return Absence("ask")


def board(client: Client) -> BoardState:
    return client.last(BoardState)


def snapshot(room: Room, of: Client) -> ChessSnapshot:
    return chess_of(room.client().back(of).snapshot)


# --- auto -------------------------------------------------------------------------------------------------


def test_the_bot_sits_down_after_five_seconds(auto: Absence) -> None:
    auto.white.close()
    auto.pass_ms(4_999)
    assert not auto.bot.tasks
    auto.pass_ms(1)
    assert auto.black.last(ClientDisconnected) == ClientDisconnected(auto.white.pid, ai=True)
    assert [(task.kind, task.level) for task in auto.bot.tasks] == [("move", "easy")]


def test_the_bots_move_is_the_absent_players(auto: Absence) -> None:
    auto.white.close()
    auto.pass_ms(5_000)
    auto.bot.answer("e2e4")
    assert (board(auto.black).last_move, board(auto.black).turn) == ("e2e4", "black")
    auto.room.black.ask(MakeMove("e7e5", 1))
    assert len(auto.bot.tasks) == 2


def test_only_the_absent_ones_own_clock_brings_the_bot(auto: Absence) -> None:
    """However long the other thinks meanwhile."""
    auto.black.close()
    auto.pass_ms(20_000)
    auto.room.play("e2e4")
    auto.pass_ms(4_999)
    assert not auto.bot.tasks
    auto.pass_ms(1)
    assert auto.white.last(ClientDisconnected) == ClientDisconnected(auto.black.pid, ai=True)


def leave_for(auto: Absence, client: Client, ms: float) -> tuple[bool, Client]:
    """Whether the bot sits down for White while they are away so long, and their next connection."""
    client.close()
    told = len(auto.black.told)
    auto.pass_ms(ms)
    sat = any(isinstance(notice, ClientDisconnected) and notice.ai for notice in auto.black.told[told:])
    again = auto.room.client()
    assert again.back(auto.white).ok
    return sat, again


def test_the_bot_sits_down_twice_a_game_at_most(auto: Absence) -> None:
    """After that the clock decides; in the next game it may again."""
    client = auto.white
    for expected in (True, True, False):
        sat, client = leave_for(auto, client, 10_000)
        assert sat == expected
    client.close()
    auto.pass_ms(30_100)
    assert auto.black.last(GameOver).reason == "flag"
    auto.pass_ms(3_000 + 12_000 + 3_000 + 3_001)
    assert auto.black.ask(MakeMove("e2e4", 0)).ok
    auto.pass_ms(5_000)
    assert auto.black.last(ClientDisconnected).ai


def test_the_bot_plays_at_its_normal_pace(auto: Absence) -> None:
    """Whoever stays away gains no time by it: the move comes when the level would have made it."""
    auto.bot.pause_ms = 900
    auto.white.close()
    auto.pass_ms(5_100)
    auto.bot.answer("e2e4")
    auto.pass_ms(799)
    assert board(auto.black).ply == 0
    auto.pass_ms(1)
    assert board(auto.black).ply == 1


def test_a_move_held_back_is_not_made_for_somebody_who_is_back(auto: Absence) -> None:
    auto.bot.pause_ms = 900
    auto.white.close()
    auto.pass_ms(5_100)
    auto.bot.answer("e2e4")
    again = auto.white_back()
    auto.pass_ms(2_000)
    assert board(auto.black).ply == 0
    assert again.ask(MakeMove("d2d4", 0)).ok


def test_a_question_that_nobody_needs_answered_any_more_is_dropped(auto: Absence) -> None:
    auto.white.close()
    assert auto.bot.ready
    auto.pass_ms(5_000)
    auto.white_back()
    assert auto.bot.dropped == [f"{auto.white.code} {auto.white.pid}"]


def test_who_comes_back_has_the_seat_at_once_and_sees_what_the_bot_did(auto: Absence) -> None:
    auto.white.close()
    auto.pass_ms(5_000)
    auto.bot.answer("e2e4")
    auto.black.ask(MakeMove("e7e5", 1))
    again = auto.white_back()
    assert auto.black.last(ClientReconnected).pid == auto.white.pid
    auto.bot.answer("g1f3")
    assert board(auto.black).ply == 2
    found = chess_of(again.back(auto.white).snapshot)
    assert found.board is not None
    assert found.board.moves == ["e2e4", "e7e5"]
    assert again.ask(MakeMove("d2d4", 2)).ok


def test_who_comes_in_later_sees_that_the_bot_plays(auto: Absence) -> None:
    auto.white.close()
    auto.pass_ms(5_000)
    found = auto.room.client().back(auto.black).snapshot
    assert found is not None
    assert [player.pid for player in found.players if player.ai] == [auto.white.pid]


def test_the_bot_chooses_an_upgrade(auto: Absence) -> None:
    auto.white.close()
    auto.pass_ms(5_000)
    for white, black in (("f2f3", "e7e5"), ("g2g4", "d8h4")):
        auto.bot.answer(white)
        auto.black.ask(MakeMove(black, board(auto.black).ply))
    auto.pass_ms(3_000)
    offer = auto.black.last(UpgradeOffer)
    assert auto.bot.tasks[-1].offered == tuple(offer.upgrades)
    auto.bot.answer(offer.upgrades[2])
    assert auto.black.last(UpgradeChosen) == UpgradeChosen(auto.white.pid, offer.upgrades[2])


def test_the_bots_moves_are_marked_for_those_who_saw_them_and_those_who_come_later(auto: Absence) -> None:
    auto.white.close()
    auto.pass_ms(5_000)
    auto.bot.answer("e2e4")
    assert board(auto.black).by_standin
    auto.black.ask(MakeMove("e7e5", 1))
    assert not board(auto.black).by_standin
    late = snapshot(auto.room, auto.black).board
    assert late is not None
    assert late.standin_plies == [1]


@pytest.mark.parametrize("mode", ["auto", "ask", "off"])
def test_an_absent_players_draft_costs_the_other_nothing(mode: str) -> None:
    """The first card at once, as soon as the draft opens."""
    absence = Absence(mode)
    absence.room.play(*FOOLS_MATE)
    absence.white.close()
    absence.pass_ms(3_000)
    offer = absence.black.last(UpgradeOffer)
    assert absence.black.last(UpgradeChosen) == UpgradeChosen(absence.white.pid, offer.upgrades[0], auto=True)
    assert board(absence.black).phase == "reveal"


def test_whoever_is_gone_for_a_moment_in_the_draft_may_still_choose() -> None:
    absence = Absence("auto")
    absence.room.play(*FOOLS_MATE)
    absence.pass_ms(3_000)
    absence.white.close()
    absence.pass_ms(2_999)
    assert not absence.black.all(UpgradeChosen)
    upgrade = absence.black.last(UpgradeOffer).upgrades[1]
    assert absence.white_back().ask(ChooseUpgrade(upgrade)).ok


def test_the_bot_answers_an_offered_draw_and_then_moves(auto: Absence) -> None:
    auto.white.close()
    auto.black.ask(OfferDraw())
    auto.pass_ms(5_000)
    assert auto.bot.tasks[0].kind == "draw"
    auto.bot.answer(what=False)
    assert board(auto.black).draw_offer is None
    assert auto.bot.tasks[1].kind == "move"


def test_a_bot_that_says_nonsense_is_not_asked_for_ever(auto: Absence) -> None:
    auto.white.close()
    auto.pass_ms(5_000)
    auto.bot.answer("e2e5")
    assert len(auto.bot.tasks) == 1
    auto.pass_ms(60_000)
    assert auto.black.last(GameOver).reason == "flag"


def test_nobody_plays_while_both_are_away(auto: Absence) -> None:
    auto.white.close()
    auto.black.close()
    auto.pass_ms(30_000)
    assert not auto.bot.tasks


def test_the_five_seconds_begin_when_there_is_somebody_to_play_against(auto: Absence) -> None:
    auto.white.close()
    auto.black.close()
    auto.pass_ms(20_000)
    auto.room.client().back(auto.black)
    auto.pass_ms(4_999)
    assert not auto.bot.tasks
    auto.pass_ms(1)
    assert auto.bot.tasks


def test_a_match_that_starts_without_one_of_the_two_is_played_by_the_bot() -> None:
    bot = Thinker()
    room = a_room(stand_in=bot, options=create_chess(name="Ann", host_color="black"))
    room.guest.close()
    room.start()
    room.clock.pass_ms(5_000)
    assert room.host.last(ClientDisconnected).ai


def test_a_room_with_a_bot_at_the_table_can_be_restored(auto: Absence) -> None:
    auto.white.close()
    auto.pass_ms(5_000)
    room = auto.room.service.rooms.find(auto.black.code)
    assert room is not None
    assert type(room).restore(room.state(), room.encoded_options, {"chess": room.kind}).state() == room.state()


# --- off --------------------------------------------------------------------------------------------------


def on_a_new_server(absence: Absence) -> Client:
    """Another server goes on with the room, and Black alone comes back, as long as anybody is waited for."""
    (moved,) = absence.room.service.rooms
    absence.bot = Thinker()
    service = a_server(absence.room.clock, stand_in=absence.bot)
    assert service.restoring.restore(moved.code, Stored(moved.committed, 0, None, moved.encoded_options))
    again = Client(service)
    assert again.back(absence.black).ok
    absence.pass_ms(6_000)
    return again


def test_a_bot_keeps_the_seat_on_a_new_server(auto: Absence) -> None:
    auto.white.close()
    auto.pass_ms(5_000)
    black = on_a_new_server(auto)
    assert [task.kind for task in auto.bot.tasks] == ["move"]
    auto.bot.answer("e2e4")
    assert board(black).last_move == "e2e4"


def test_who_is_asked_about_an_absent_player_still_is_on_a_new_server(ask: Absence) -> None:
    ask.white.close()
    ask.pass_ms(8_000)
    assert on_a_new_server(ask).ask(DecideAbsence("win")).ok


def test_with_off_the_flag_decides() -> None:
    absence = Absence("off")
    absence.white.close()
    absence.pass_ms(61_000)
    assert not absence.bot.tasks
    assert absence.black.last(GameOver).reason == "flag"


# --- ask --------------------------------------------------------------------------------------------------


def test_after_eight_seconds_of_the_absent_ones_turn_the_other_is_asked(ask: Absence) -> None:
    ask.white.close()
    ask.pass_ms(7_999)
    assert not ask.black.all(AbsenceQuestion)
    ask.pass_ms(1)
    assert ask.black.last(AbsenceQuestion) == AbsenceQuestion(ask.white.pid, ["wait", "bot", "draw", "win"])


def test_ones_own_turn_does_not_count(ask: Absence) -> None:
    ask.room.play("e2e4")
    ask.white.close()
    ask.pass_ms(20_000)
    assert not ask.black.all(AbsenceQuestion)
    ask.black.ask(MakeMove("e7e5", 1))
    ask.pass_ms(8_000)
    assert ask.black.all(AbsenceQuestion)


@pytest.mark.parametrize(("choice", "result"), [("draw", "Tie"), ("win", "Win")])
def test_the_game_can_be_ended(ask: Absence, choice: str, result: str) -> None:
    ask.white.close()
    ask.pass_ms(8_000)
    assert ask.black.ask(DecideAbsence(choice)).ok  # type: ignore[arg-type]
    over = ask.black.last(GameOver)
    assert (over.result, over.reason) == (result, "abandoned")


@pytest.mark.parametrize("choice", ["draw", "win"])
def test_after_a_game_was_ended_the_next_does_not_begin_against_an_empty_chair(ask: Absence, choice: str) -> None:
    """The waiting player is asked whether to end the match, and again after a while."""
    ask.white.close()
    ask.pass_ms(8_000)
    ask.black.ask(DecideAbsence(choice))  # type: ignore[arg-type]
    assert ask.black.last(AbsenceQuestion) == AbsenceQuestion(ask.white.pid, ["wait", "end"])
    assert ask.black.error(DecideAbsence("bot")) == "NOT_NOW"
    ask.black.ask(DecideAbsence("wait"))
    ask.pass_ms(29_999)
    assert len(ask.black.all(AbsenceQuestion)) == 2
    ask.pass_ms(1)
    assert len(ask.black.all(AbsenceQuestion)) == 3
    assert (board(ask.black).phase, board(ask.black).phase_ms) == ("result", None)


def ended_by(ask: Absence, choice: str = "win") -> None:
    ask.white.close()
    ask.pass_ms(8_000)
    assert ask.black.ask(DecideAbsence(choice)).ok  # type: ignore[arg-type]


def test_a_match_that_waits_can_be_ended(ask: Absence) -> None:
    ended_by(ask)
    ask.black.ask(DecideAbsence("end"))
    over = ask.black.last(MatchOver)
    assert (over.result, over.reason) == ("Win", "abandoned")


def test_a_match_that_waits_goes_on_when_the_absent_player_is_back(ask: Absence) -> None:
    ended_by(ask)
    ask.pass_ms(60_000)
    again = ask.white_back()
    assert (board(ask.black).phase, board(ask.black).phase_ms) == ("result", 3_000)
    ask.pass_ms(3_000)
    assert again.last(UpgradeOffer).pid == ask.white.pid


def test_whoever_no_longer_waits_but_leaves_has_not_lost(ask: Absence) -> None:
    ended_by(ask)
    ask.black.ask(Exit())
    found = snapshot(ask.room, ask.white).over
    assert found is not None
    assert (found.result, found.reason) == ("Lose", "abandoned")


def test_a_match_still_waits_after_both_were_away(ask: Absence) -> None:
    ended_by(ask)
    ask.black.close()
    ask.pass_ms(10_000)
    found = snapshot(ask.room, ask.black)
    assert found.question == AbsenceQuestion(ask.white.pid, ["wait", "end"])


def test_the_bot_can_be_called(ask: Absence) -> None:
    ask.white.close()
    ask.pass_ms(8_000)
    ask.black.ask(DecideAbsence("bot"))
    assert ask.black.last(ClientDisconnected).ai
    assert ask.bot.tasks


def test_after_two_times_the_bot_cannot_be_called_any_more(ask: Absence) -> None:
    client = ask.white
    for _ in range(2):
        client.close()
        ask.pass_ms(8_000)
        assert "bot" in ask.black.last(AbsenceQuestion).choices
        assert ask.black.ask(DecideAbsence("bot")).ok
        client = ask.room.client()
        assert client.back(ask.white).ok
    client.close()
    ask.pass_ms(8_000)
    assert ask.black.last(AbsenceQuestion).choices == ["wait", "draw", "win"]
    assert ask.black.error(DecideAbsence("bot")) == "NOT_NOW"


def test_whoever_would_rather_wait_is_asked_again(ask: Absence) -> None:
    ask.white.close()
    ask.pass_ms(8_000)
    ask.black.ask(DecideAbsence("wait"))
    assert ask.black.error(DecideAbsence("win")) == "NOT_NOW"
    ask.pass_ms(8_000)
    assert len(ask.black.all(AbsenceQuestion)) == 2


def test_a_question_is_over_when_its_subject_is_back(ask: Absence) -> None:
    ask.white.close()
    ask.pass_ms(8_000)
    assert snapshot(ask.room, ask.black).question == ask.black.last(AbsenceQuestion)
    again = ask.white_back()
    assert again.error(DecideAbsence("win")) == "NOT_NOW"
    assert ask.room.client().error(DecideAbsence("win")) == "NOT_NOW"


# --- what is shown to those who come back -----------------------------------------------------------------


def test_a_snapshot_tells_the_games_that_are_over_and_their_scores() -> None:
    room = a_room(start=True)
    loser, winner = room.white, room.black
    room.play(*FOOLS_MATE)
    room.clock.pass_ms(25_000)
    room.white.ask(Resign())
    results = snapshot(room, winner).results
    assert [(each.result, each.reason) for each in results] == [("Win", "checkmate"), ("Lose", "resignation")]
    assert results == winner.all(GameOver)
    assert [each.result for each in snapshot(room, loser).results] == ["Lose", "Win"]


def test_whoever_comes_late_gets_the_earlier_games_with_their_moves_clocks_and_cards() -> None:
    room = a_room(start=True, options=create_chess(name="Ann", spectators=True))
    loser, winner = room.white, room.black
    room.clock.pass_ms(1_499)
    room.play(*FOOLS_MATE)
    room.clock.pass_ms(3_001)
    upgrade = winner.last(UpgradeOffer).upgrades[1]
    loser.ask(ChooseUpgrade(upgrade))
    room.clock.pass_ms(8_000)
    watcher = room.client()
    found = chess_of(watcher.ask(JoinGame(room.host.code, "Wes", watch=True)).snapshot)
    (played,) = found.played
    assert played.board.moves == list(FOOLS_MATE)
    assert played.board.left_ms == [58_500, 60_000, 58_500, 60_000]
    assert played.chosen == [UpgradeChosen(loser.pid, upgrade)]
    assert (played.board.color, played.board.game) == (None, 1)
    (own,) = snapshot(room, winner).played
    assert own.board.color == "black"


def test_a_snapshot_of_the_reveal_tells_what_was_chosen() -> None:
    room = a_room(start=True)
    loser, winner = room.white, room.black
    room.play(*FOOLS_MATE)
    room.clock.pass_ms(3_001)
    upgrade = winner.last(UpgradeOffer).upgrades[1]
    loser.ask(ChooseUpgrade(upgrade))
    found = snapshot(room, winner)
    assert found.board is not None
    assert (found.board.phase, found.chosen) == ("reveal", [UpgradeChosen(loser.pid, upgrade)])
    room.clock.pass_ms(3_001)
    assert snapshot(room, winner).chosen == []


def test_everybody_sees_how_many_watch() -> None:
    room = a_room(start=True, options=create_chess(name="Ann", spectators=True))
    eve = room.client()
    assert eve.raw("JoinGame", b'{"code":"%s","name":"Eve","watch":true}' % room.host.code.encode()).ok
    assert watchers_among(room.guest.members) == 1
    eve.close()
    assert watchers_among(room.guest.members) == 0


@pytest.mark.parametrize(("public", "level"), [(True, "easy"), (False, "quick")])
def test_everybody_is_told_before_the_start_how_strong_a_stand_in_would_be(public: bool, level: str) -> None:
    """A modest level of the server's choice, whatever the computer is as an opponent, or the host's own choice."""
    room = a_room(public=public, options=create_chess(name="Ann", ai_level="best", ai_takeover="ask"))
    for client in (room.host, room.guest):
        found = snapshot(room, client)
        assert (found.board, found.ai_takeover, found.standin_level) == (None, "ask", level)


def test_a_host_may_choose_the_stand_ins_level_up_to_medium() -> None:
    room = a_room(options=create_chess(name="Ann", standin_level="medium"))
    assert snapshot(room, room.guest).standin_level == "medium"
    assert room.client().raw("CreateGame", b'{"name":"Cem","standin_level":"best"}').error == "BAD_MESSAGE"


def test_the_stand_in_plays_at_its_own_level() -> None:
    thinker = Thinker()
    room = a_room(start=True, options=create_chess(name="Ann", ai_level="best"), stand_in=thinker)
    room.white.close()
    room.clock.pass_ms(5_000)
    assert thinker.tasks[0].level == "quick"

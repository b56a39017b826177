"""Who may do what around a quiz: hosts, screens, latecomers, a locked room, and whoever is away."""

from __future__ import annotations

from functools import partial
from typing import Any, Self

from netcode.messages import (
    Buzz,
    BuzzEnable,
    BuzzOpen,
    CloseAnswers,
    CloseWagers,
    CreateGame,
    DoHeartbeat,
    Emote,
    EmoteShown,
    EndGame,
    Exit,
    FinalAnswer,
    HostChecked,
    JoinGame,
    Kick,
    LockRoom,
    NewGame,
    PlayerList,
    QuizOptions,
    QuizSetUp,
    QuizSnapshot,
    QuizState,
    Rejoin,
    SelectQuestion,
    SetScore,
    ShuttingDown,
    StartFinal,
    StartGame,
    TransferHost,
    Undo,
    Witness,
)
from netcode.refusals import Refusal
from server.config import Config
from server.games import Beat, QuizKind
from server.games.quiz import MOST_PLAYERS
from server.rooms.room import Room
from server.store import Stored
from tests.helpers.clock import HeldClock
from tests.helpers.quizzes import a_pack
from tests.helpers.server import Client, a_server

HOME = "203.0.113.7"


class Party:
    """A quiz with a host and players, in time that stands."""

    def __init__(self, *names: str, options: dict[str, Any] | None = None, **limits: Any) -> None:
        self.clock = HeldClock()
        self.service = a_server(self.clock, **limits)
        self.host = Client(self.service, HOME)
        quiz = QuizOptions(**{"questions": a_pack(), **(options or {})})
        self.code = self.host.ask(CreateGame(options=quiz, name="Big screen", spectators=True)).code or ""
        self.players = [self.join(name) for name in names]

    def join(self, name: str, **how: Any) -> Client:
        client = Client(self.service, HOME)
        assert client.ask(JoinGame(self.code, name, **how)).ok
        return client

    def begun(self) -> Self:
        assert self.host.ask(StartGame()).ok
        return self

    def open(self, category: int = 0, row: int = 0) -> None:
        """A question, with open buzzers."""
        assert self.host.ask(SelectQuestion(category, row)).ok
        assert self.host.ask(BuzzEnable()).ok
        self.clock.pass_ms(200)

    def move_house(self) -> None:
        """Another server goes on with the room as it is stored."""
        stored = Stored(self.room.committed, 0, None, self.room.encoded_options)
        self.service = a_server(self.clock)
        assert self.service.restoring.restore(self.code, stored)

    def outage(self, *, begins: bool) -> None:
        """The store that holds answers back begins or ends to fail."""
        runner = self.service.runner
        (runner.halt if begins else runner.resume)([self.room])

    def back(self, seat: Client) -> Client:
        """A new connection in this seat."""
        client = Client(self.service, HOME)
        assert client.back(seat).ok
        return client

    @property
    def room(self) -> Room:
        room = self.service.rooms.find(self.code)
        assert room is not None
        return room


def test_the_host_is_a_screen_and_no_player() -> None:
    party = Party("Ann")
    assert {each.name: each.role for each in party.host.members} == {"Big screen": "screen", "Ann": "player"}
    assert party.begun().host.last(QuizState).scores == {str(party.players[0].pid): 0}
    assert party.host.error(Buzz()) == "NOT_NOW"


def test_nobody_but_the_host_may_open_a_question() -> None:
    party = Party("Ann").begun()
    screen = party.join("Wall", screen=True)
    for each in (party.players[0], screen):
        assert each.error(SelectQuestion(0, 0)) == "NOT_HOST"


def test_answers_go_to_the_host_alone_until_they_may_be_known() -> None:
    party = Party("Ann").begun()
    screen = party.join("Wall", screen=True)
    party.open()
    seen = [each.last(QuizState).open for each in (party.host, screen, party.players[0])]
    assert [each is not None and each.answers for each in seen] == [["The knight"], None, None]
    again = Client(party.service, HOME).ask(Rejoin(party.code, screen.pid, screen.token)).snapshot
    assert again is not None
    assert "The knight" not in str(again)
    party.players[0].ask(Buzz())
    party.host.ask(HostChecked(correct=True))
    shown = party.players[0].last(QuizState).open
    assert shown is not None
    assert shown.answers == ["The knight"]


def test_a_quiz_that_is_handed_over_between_questions_goes_on_though_somebody_stays_away() -> None:
    party = Party("Ann", "Bob").begun()
    party.players[1].close()
    before = party.service
    before.commits.run("handing over", partial(before.runner.stand_still, party.room))
    party.move_house()
    host = party.back(party.host)
    assert host.ask(SelectQuestion(0, 0)).ok
    assert host.ask(BuzzEnable()).ok
    party.clock.pass_ms(60_000)
    assert host.last(QuizState).phase == "judged"


def test_a_quiz_on_a_new_server_stands_still_until_its_host_is_back() -> None:
    party = Party("Ann").begun()
    party.open()
    party.move_house()
    ann = party.back(party.players[0])
    party.clock.pass_ms(60_000)
    assert ann.error(Buzz()) == "NOT_NOW"
    party.back(party.host)
    assert ann.last(QuizState).phase == "armed"
    party.clock.pass_ms(60_000)
    assert ann.last(QuizState).phase == "judged"


def test_whoever_is_back_on_a_new_server_is_told_that_time_stands_still_until_all_are() -> None:
    party = Party("Ann", "Bob").begun()
    assert party.host.ask(SelectQuestion(0, 0)).ok
    assert party.host.ask(BuzzEnable()).ok
    party.move_house()
    host, ann = party.back(party.host), party.back(party.players[0])
    assert [each.last(QuizState).stands for each in (host, ann) if each.all(QuizState)] == [True]
    again = Client(party.service, HOME).ask(Rejoin(party.code, ann.pid, party.players[0].token)).snapshot
    assert again is not None
    assert isinstance(again.part, QuizSnapshot)
    assert again.part.state.stands
    party.back(party.players[1])
    assert not host.last(QuizState).stands


def test_a_phone_whose_line_stalled_before_the_buzz_stays_in() -> None:
    """Then it answers five heartbeats a second, of almost three seconds, at once: none of them is a strange message."""
    party = Party("Ann", beat_s=1, silence_s=2.9).begun()
    (ann,) = party.players
    assert party.host.ask(SelectQuestion(0, 0)).ok
    ann.answers_beats, before = False, len(ann.all(DoHeartbeat))
    for _ in range(28):
        party.clock.pass_ms(100)
    late = ann.all(DoHeartbeat)[before:]
    assert len(late) > 10
    assert [ann.raw("Heartbeat", b'{"hbid":%d}' % beat.hbid).error for beat in late] == [None] * len(late)


def test_the_first_who_is_back_on_a_new_server_does_not_close_the_final_for_the_others() -> None:
    party = Party("Ann", "Bob").begun()
    assert party.host.ask(StartFinal()).ok
    party.move_house()
    host, ann = party.back(party.host), party.back(party.players[0])
    assert ann.ask(FinalAnswer("A king")).ok
    assert party.back(party.players[1]).ask(FinalAnswer("A pawn")).ok
    final = host.last(QuizState).final
    assert final is not None
    assert final.texts == {
        str(client.pid): text for client, text in zip(party.players, ("A king", "A pawn"), strict=True)
    }


def test_a_quiz_that_stood_still_for_the_store_goes_on_though_somebody_is_away() -> None:
    party = Party("Ann", "Bob").begun()
    party.players[1].close()
    party.open()
    party.outage(begins=True)
    party.clock.pass_ms(60_000)
    assert party.host.last(QuizState).phase == "armed"
    party.outage(begins=False)
    party.clock.pass_ms(60_000)
    assert party.host.last(QuizState).phase == "judged"


def test_while_the_store_is_away_whoever_comes_back_does_not_let_time_run() -> None:
    party = Party("Ann").begun()
    party.open()
    party.outage(begins=True)
    ann = party.players[0]
    ann.close()
    assert Client(party.service, HOME).ask(Rejoin(party.code, ann.pid, ann.token)).ok
    party.clock.pass_ms(60_000)
    assert party.host.last(QuizState).phase == "armed"
    party.outage(begins=False)
    party.clock.pass_ms(60_000)
    assert party.host.last(QuizState).phase == "judged"


def test_whatever_begins_while_the_store_is_away_stands_still_too() -> None:
    party = Party("Ann").begun()
    party.outage(begins=True)
    party.open()
    party.clock.pass_ms(60_000)
    assert party.host.last(QuizState).phase == "armed"
    party.outage(begins=False)
    party.clock.pass_ms(60_000)
    assert party.host.last(QuizState).phase == "judged"


def test_a_room_that_waits_for_its_players_does_not_go_on_while_the_store_is_away() -> None:
    party = Party("Ann", "Bob").begun()
    party.open()
    party.move_house()
    host, _ = party.back(party.host), party.back(party.players[0])
    party.outage(begins=True)
    party.clock.pass_ms(60_000)
    party.back(party.players[1])
    party.clock.pass_ms(60_000)
    assert host.last(QuizState).phase == "armed"
    party.outage(begins=False)
    party.clock.pass_ms(60_000)
    assert host.last(QuizState).phase == "judged"


def test_a_latecomer_plays() -> None:
    party = Party("Ann").begun()
    late = party.join("Cat")
    party.open()
    assert late.ask(Buzz()).ok
    party.clock.pass_ms(250)
    assert party.host.last(QuizState).buzzed == late.pid


def test_a_locked_room_lets_nobody_new_in_but_its_own_back() -> None:
    party = Party("Ann")
    (ann,) = party.players
    assert party.host.ask(LockRoom(locked=True)).ok
    assert ann.last(Witness).data == {"locked": True}
    assert Client(party.service).error(JoinGame(party.code, "Cat")) == "LOCKED"
    ann.close()
    assert Client(party.service).ask(Rejoin(party.code, ann.pid, ann.token)).ok
    party.host.ask(LockRoom(locked=False))
    party.join("Cat")


def test_anybody_in_the_lobby_may_be_made_host_and_changes_places() -> None:
    party = Party("Ann", "Bob")
    ann, bob = party.players
    assert bob.error(TransferHost(ann.pid)) == "NOT_HOST"
    assert party.host.ask(TransferHost(ann.pid)).ok
    roles = {each.name: (each.role, each.host) for each in bob.members}
    assert roles == {"Big screen": ("player", False), "Ann": ("screen", True), "Bob": ("player", False)}
    assert party.host.error(StartGame()) == "NOT_HOST"
    assert ann.ask(StartGame()).ok
    assert set(ann.last(QuizState).scores) == {str(party.host.pid), str(bob.pid)}
    assert ann.error(TransferHost(bob.pid)) == "NOT_NOW"


def test_a_player_can_be_shown_the_door_while_the_quiz_runs() -> None:
    party = Party("Ann", "Bob").begun()
    ann, bob = party.players
    party.open()
    assert party.host.ask(Kick(ann.pid)).ok
    assert ann.closed
    assert bob.ask(Buzz()).ok
    party.clock.pass_ms(250)
    assert party.host.last(QuizState).buzzed == bob.pid


def test_whoever_has_left_may_come_in_again_under_their_name() -> None:
    party = Party("Ann", "Bob").begun()
    assert party.players[0].ask(Exit()).ok
    party.join("Ann")


def test_the_next_quiz_is_in_the_same_room_with_the_same_people() -> None:
    party = Party("Ann").begun()
    (ann,) = party.players
    assert party.host.error(NewGame(options=QuizOptions(questions=a_pack(title="Second")))) == "NOT_NOW"
    party.host.ask(EndGame())
    late = party.join("Cat")
    assert party.host.ask(NewGame(options=QuizOptions(questions=a_pack(title="Second")))).ok
    assert ann.last(QuizState).phase == "lobby"
    assert party.host.ask(StartGame()).ok
    assert set(late.last(QuizState).scores) == {str(ann.pid), str(late.pid)}


def test_a_new_game_without_questions_has_the_same_ones_again() -> None:
    party = Party("Ann").begun()
    party.host.ask(EndGame())
    assert party.host.ask(NewGame(options=QuizOptions())).ok
    party.begun()
    assert party.host.last(QuizState).grid[0].name == "Pieces"


def test_while_the_host_is_away_time_stands_still() -> None:
    party = Party("Ann").begun()
    (ann,) = party.players
    party.open()
    ann.ask(Buzz())
    party.clock.pass_ms(5_000)
    party.host.close()
    assert ann.last(QuizState).paused
    party.clock.pass_ms(60_000)
    back = Client(party.service, HOME)
    assert back.ask(Rejoin(party.code, party.host.pid, party.host.token)).ok
    state = ann.last(QuizState)
    assert (state.phase, state.paused, state.deadline_ms) == ("buzzed", False, 10_000)
    assert back.ask(HostChecked(correct=True)).ok
    assert ann.last(QuizState).scores == {str(ann.pid): 200}


def test_nobody_becomes_host_because_the_host_is_away() -> None:
    party = Party("Ann").begun()
    party.host.close()
    party.clock.pass_ms(200_000)
    assert party.room.host == party.host.pid


def test_when_the_host_leaves_for_good_the_room_is_closed() -> None:
    party = Party("Ann")
    assert party.host.ask(Exit()).ok
    assert party.players[0].last(ShuttingDown).message == "Big screen has closed the table."
    assert len(party.service.rooms) == 0


def test_a_quiz_outlives_its_process_with_every_score() -> None:
    party = Party("Ann").begun()
    party.open()
    party.players[0].ask(Buzz())
    party.clock.pass_ms(250)
    party.host.ask(HostChecked(correct=True))
    kept = party.room.state()
    again = Room.restore(kept, party.room.encoded_options, {"quiz": QuizKind(Config())})
    assert again.state() == kept
    assert again.game is not None
    assert again.game.score() == {party.players[0].pid: 200.0}


def test_the_host_is_told_the_whole_list_a_few_times_a_second_at_most() -> None:
    party = Party()
    for number in range(20):
        party.join(f"Player {number}")
    party.clock.pass_ms(1_000)
    lists = party.host.all(PlayerList)
    assert len(lists) <= 4
    assert len(lists[-1].players) == 21


def test_an_address_holds_more_connections_while_a_quiz_has_its_host_there() -> None:
    party = Party(connections_per_address=5, connections_per_private_address=30)
    for number in range(20):
        party.join(f"Player {number}")


def test_an_address_may_look_up_as_much_as_a_hundred_phones_do_while_a_quiz_has_its_host_there() -> None:
    party = Party()
    assert all(party.service.may_look_up(HOME) for _ in range(100))
    assert [party.service.may_look_up("203.0.113.8") for _ in range(21)] == [*[True] * 20, False]
    party.host.close()
    assert not party.service.may_look_up(HOME)


def test_a_private_address_may_always_look_up_as_much_as_a_hundred_phones_do() -> None:
    service = a_server(HeldClock())
    assert all(service.may_look_up("192.168.1.2") for _ in range(100))
    while service.may_look_up("192.168.1.2"):
        pass


def test_a_party_that_has_used_up_what_it_may_look_up_has_more_in_a_while() -> None:
    party = Party()
    while party.service.may_look_up(HOME):
        pass
    party.clock.pass_ms(1_000)
    assert sum(party.service.may_look_up(HOME) for _ in range(100)) > 30


def test_players_are_dealt_into_the_teams_and_a_latecomer_into_the_smallest() -> None:
    party = Party("Ann", "Bob", "Cat", options={"teams": ["Red", "Blue"]}).begun()
    late = party.join("Dan")
    teams = party.host.last(QuizState).teams
    ann, bob, cat = (each.pid for each in party.players)
    assert {name: team.players for name, team in teams.items()} == {"Red": [ann, cat], "Blue": [bob, late.pid]}


def test_the_opening_is_told_shorter_to_whoever_is_farther_away() -> None:
    party = Party("Ann", "Bob").begun()
    ann, bob = party.players
    game = party.room.game
    assert game is not None
    game.heard(ann.pid, Beat(1_000.0, 1_100.0, 50.0, 50.0, None))
    party.host.ask(SelectQuestion(0, 0))
    party.host.ask(BuzzEnable())
    assert (ann.last(BuzzOpen).at_ms, bob.last(BuzzOpen).at_ms) == (150, 200)


def test_an_emote_goes_to_the_screens_and_back_to_whoever_has_sent_it() -> None:
    party = Party("Ann", "Bob")
    ann, bob = party.players
    assert ann.ask(Emote("hi")).ok
    assert [len(each.all(EmoteShown)) for each in (party.host, ann, bob)] == [1, 1, 0]


def test_coming_and_leaving_again_and_again_makes_the_room_no_larger_than_twice_its_seats() -> None:
    """Each who leaves with points keeps a line in the quiz: four hundred made everybody's snapshot 42 KB."""
    party = Party("Ann").begun()
    coming = Client(party.service, HOME)
    answers = []
    for number in range(2 * MOST_PLAYERS):
        party.clock.pass_ms(1_000)
        answers.append(coming.error(JoinGame(party.code, f"Guest {number}")))
        party.host.ask(SetScore(coming.pid, 100))
        coming.ask(Exit())
    assert answers[:100] == [None] * 100
    assert answers[-1] == Refusal.ROOM_FULL
    assert len(party.host.members) <= 2 * MOST_PLAYERS + 1


def test_whoever_finds_all_seats_taken_is_told_how_many_there_are() -> None:
    party = Party(connections_per_address=0)
    for number in range(100):
        party.join(f"Player {number}")
    answer = Client(party.service, HOME).ask(JoinGame(party.code, "Zoe"))
    assert (answer.error, answer.message) == ("ROOM_FULL", "That room is full: all its 100 seats are taken.")


def test_whoever_is_there_hears_what_the_next_quiz_is_like() -> None:
    party = Party("Ann").begun()
    party.host.ask(EndGame())
    other = QuizOptions(questions=a_pack(title="Another pack", final=None), show_clues=False, teams=["Paws"])
    assert party.host.ask(NewGame(other)).ok
    told = party.players[0].last(QuizSetUp)
    assert (told.title, told.show_clues, told.team_names) == ("Another pack", False, ["Paws"])
    assert not party.host.last(QuizState).has_final


def test_who_comes_and_goes_two_hundred_times_leaves_room_for_others() -> None:
    party = Party("Ann").begun()
    coming = Client(party.service, HOME)
    for number in range(2 * MOST_PLAYERS + 10):
        party.clock.pass_ms(1_000)
        assert coming.ask(JoinGame(party.code, f"Guest {number}")).ok
        assert coming.ask(Exit()).ok
    assert len(party.room.members) == 2
    assert list(party.host.last(QuizState).scores) == [str(party.players[0].pid)]
    assert [each.name for each in party.players[0].members] == ["Big screen", "Ann"]


def test_whoever_has_points_is_remembered_after_leaving() -> None:
    party = Party("Ann", "Bob").begun()
    ann, bob = party.players
    party.open()
    ann.ask(Buzz())
    party.clock.pass_ms(250)
    party.host.ask(HostChecked(correct=True))
    assert ann.ask(Exit()).ok
    assert bob.last(QuizState).scores == {str(ann.pid): 200, str(bob.pid): 0}
    assert [each.name for each in bob.members] == ["Big screen", "Ann", "Bob"]


def test_an_audience_sees_what_the_screen_shows_and_does_nothing() -> None:
    party = Party("Ann", options={"show_clues": False}).begun()
    watcher = party.join("Zoe", watch=True)
    party.open()
    seen = watcher.last(QuizState).open
    assert seen is not None
    assert (seen.clue, seen.answers) == ("Which piece jumps?", None)
    for request in (Buzz(), HostChecked(correct=True), SelectQuestion(0, 1)):
        assert watcher.error(request) in {"NOT_NOW", "NOT_HOST"}
    assert str(watcher.pid) not in party.host.last(QuizState).scores


def test_only_the_host_closes_the_final_answers() -> None:
    party = Party("Ann", "Bob").begun()
    party.host.ask(StartFinal())
    ann, bob = party.players
    assert ann.error(CloseAnswers()) == "NOT_HOST"
    assert party.host.ask(CloseAnswers()).ok
    assert bob.last(QuizState).deadline_ms is None
    assert bob.error(FinalAnswer("A king")) == "NOT_NOW"
    assert party.host.ask(Undo()).ok
    assert bob.ask(FinalAnswer("A king")).ok


def test_only_the_host_closes_the_wagers() -> None:
    party = Party("Ann", "Bob").begun()
    ann, bob = party.players
    party.host.ask(SetScore(ann.pid, 400))
    party.host.ask(StartFinal())
    assert ann.error(CloseWagers()) == "NOT_HOST"
    assert party.host.ask(CloseWagers()).ok
    assert bob.last(QuizState).phase == "final"


def test_who_takes_part_in_the_final_is_told_without_those_who_come_later_or_leave() -> None:
    party = Party("Ann", "Bob").begun()
    ann, bob = party.players
    party.host.ask(SetScore(ann.pid, 400))
    party.host.ask(StartFinal())
    party.join("Cat")
    bob.ask(Exit())
    final = party.host.last(QuizState).final
    assert final is not None
    assert (final.players, final.wagered) == ([ann.pid], [])


def test_an_audience_is_never_told_the_stakes_and_answers_of_the_final() -> None:
    party = Party("Ann", "Bob").begun()
    watcher = party.join("Zoe", watch=True)
    party.host.ask(StartFinal())
    for player in party.players:
        assert player.ask(FinalAnswer(f"secret of {player.pid}")).ok
    assert "secret of" not in str(watcher.told)
    assert watcher.last(QuizState).wagers == {}
    party.host.ask(HostChecked(correct=True, pid=party.players[0].pid))
    final = watcher.last(QuizState).final
    assert final is not None
    assert final.texts == {str(party.players[0].pid): f"secret of {party.players[0].pid}"}

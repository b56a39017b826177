"""A tie is settled on the board: one game of chess between the two, whose winner stands above the other."""

from __future__ import annotations

from netcode.messages import (
    AbortDuel,
    BuzzEnable,
    Duel,
    EndGame,
    Exit,
    GiveUp,
    MakeMove,
    NewGame,
    QuizOptions,
    QuizState,
    Rejoin,
    Resign,
    SelectQuestion,
    SetScore,
    SettleTie,
    StartGame,
    Undo,
)
from tests.helpers.server import Client
from tests.server.quiz.test_people import HOME, Party

COUNTDOWN_MS = 10_000
WHITES_MINUTE_MS = 60_000


def a_tie() -> Party:
    """A quiz that is over: Ann and Bob have as much as the other, Cat has less."""
    party = Party("Ann", "Bob", "Cat").begun()
    party.host.ask(SelectQuestion(0, 0))
    party.host.ask(GiveUp())
    party.host.ask(SetScore(party.players[2].pid, -100))
    party.host.ask(EndGame())
    return party


def a_duel(*, running: bool = True) -> tuple[Party, Client, Client]:
    """Ann and Bob play for the first place; White, and Black."""
    party = a_tie()
    ann, bob, _ = party.players
    assert party.host.ask(SettleTie([ann.pid, bob.pid])).ok
    if running:
        party.clock.pass_ms(COUNTDOWN_MS)
    return (party, ann, bob) if duel_of(ann).players[0] == ann.pid else (party, bob, ann)


def duel_of(client: Client) -> Duel:
    """The duel as this client sees it."""
    duel = client.last(QuizState).duel
    assert duel is not None
    return duel


def test_two_who_share_a_place_play_for_it() -> None:
    party, white, black = a_duel(running=False)
    assert duel_of(party.host).players == [white.pid, black.pid]
    assert duel_of(party.host).starts_ms == COUNTDOWN_MS
    assert duel_of(party.host).clocks_ms == [60_000, 45_000]


def test_whoever_is_to_move_is_told_what_may_be_moved_and_nobody_else() -> None:
    party, white, black = a_duel()
    assert (duel_of(white).targets or {})["e2"] == ["e3", "e4"]
    assert [duel_of(each).targets for each in (black, party.players[2], party.host)] == [None, None, None]


def test_a_move_is_seen_by_everybody() -> None:
    party, white, black = a_duel()
    assert white.ask(MakeMove("e2e4", 0)).ok
    for each in (party.host, *party.players):
        assert (duel_of(each).last_move, duel_of(each).turn) == ("e2e4", "black")
    assert black.ask(MakeMove("e7e5", 1)).ok


def test_moves_that_are_not_ones_own_or_not_legal_are_refused() -> None:
    party, white, black = a_duel()
    assert white.error(MakeMove("e2e5", 0)) == "ILLEGAL_MOVE"
    assert black.error(MakeMove("e7e5", 0)) == "NOT_YOUR_TURN"
    assert party.players[2].error(MakeMove("e2e4", 0)) == "NOT_NOW"


def test_a_move_that_is_refused_changes_nothing_that_is_stored() -> None:
    party, white, black = a_duel()
    for mover, move in ((black, "e7e5"), (white, "e2e5")):
        assert mover.error(MakeMove(move, 0)) in {"NOT_YOUR_TURN", "ILLEGAL_MOVE"}
        assert party.room.state() == party.room.committed


def test_whoever_wins_stands_above_the_other() -> None:
    party, white, black = a_duel()
    assert black.ask(Resign()).ok
    state = party.host.last(QuizState)
    assert state.duel is not None
    assert (state.duel.winner, state.duel.reason, state.tie_ranks) == (white.pid, "resignation", {str(white.pid): 1})


def test_the_flag_decides_for_whoever_stays_away() -> None:
    party, white, black = a_duel()
    white.close()
    party.clock.pass_ms(WHITES_MINUTE_MS + 3_000)
    assert party.host.last(QuizState).tie_ranks == {str(black.pid): 1}


def test_whoever_leaves_for_good_has_lost() -> None:
    party, white, black = a_duel()
    white.ask(Exit())
    assert duel_of(party.host).winner == black.pid


def test_nobody_plays_without_a_tie() -> None:
    party = a_tie()
    ann, _, cat = party.players
    assert party.host.error(SettleTie([ann.pid, cat.pid])) == "NOT_NOW"
    assert party.host.error(SettleTie([ann.pid, ann.pid])) == "NOT_NOW"
    assert ann.error(SettleTie([ann.pid, cat.pid])) == "NOT_HOST"


def test_a_tie_that_is_settled_is_none_any_more() -> None:
    party, white, black = a_duel()
    black.ask(Resign())
    assert party.host.error(SettleTie([white.pid, black.pid])) == "NOT_NOW"


def test_of_three_the_one_who_waited_plays_the_winner() -> None:
    party = Party("Ann", "Bob", "Cat").begun()
    party.open()
    party.host.ask(EndGame())
    by_pid = {player.pid: player for player in party.players}
    tie = party.host.last(QuizState).tie
    assert tie is not None
    ((one, other),), (third,) = tie.games, tie.through
    assert party.host.error(SettleTie([one, third])) == "NOT_NOW"
    assert party.host.ask(SettleTie([one, other])).ok
    assert party.host.error(SettleTie([one, other])) == "NOT_NOW"
    party.clock.pass_ms(COUNTDOWN_MS)
    assert by_pid[one].ask(Resign()).ok
    tie = by_pid[third].last(QuizState).tie
    assert tie is not None
    assert (sorted(tie.games[0]), tie.through, tie.place) == (sorted([other, third]), [], 1)
    assert party.host.ask(SettleTie(tie.games[0])).ok
    party.clock.pass_ms(COUNTDOWN_MS)
    assert by_pid[other].ask(Resign()).ok
    state = party.host.last(QuizState)
    assert (state.tie, state.tie_ranks) == (None, {str(third): 2, str(other): 1})


def test_the_host_calls_a_duel_off_and_the_place_is_still_shared() -> None:
    party, white, _ = a_duel()
    assert white.error(AbortDuel()) == "NOT_HOST"
    assert party.host.ask(AbortDuel()).ok
    state = white.last(QuizState)
    assert (state.phase, state.duel, state.tie_ranks) == ("over", None, {})
    assert white.error(MakeMove("e2e4", 0)) == "NOT_NOW"
    assert party.host.error(AbortDuel()) == "NOT_NOW"
    assert state.tie is not None
    assert party.host.ask(SettleTie(state.tie.games[0])).ok


def test_a_duel_that_is_over_cannot_be_called_off() -> None:
    party, _, black = a_duel()
    black.ask(Resign())
    assert party.host.error(AbortDuel()) == "NOT_NOW"


def test_no_other_quiz_begins_while_two_play() -> None:
    party, _, black = a_duel()
    assert party.host.error(NewGame(QuizOptions())) == "NOT_NOW"
    black.ask(Resign())
    assert party.host.ask(NewGame(QuizOptions())).ok
    assert party.host.ask(StartGame()).ok
    assert party.host.last(QuizState).duel is None


def test_an_undo_takes_the_tie_back_and_with_it_the_duel() -> None:
    party, white, _ = a_duel()
    assert party.host.ask(Undo()).ok
    assert party.host.last(QuizState).duel is None
    assert white.error(MakeMove("e2e4", 0)) == "NOT_NOW"


def test_whoever_comes_back_sees_the_board_again() -> None:
    party, white, _ = a_duel()
    white.close()
    snapshot = Client(party.service, HOME).ask(Rejoin(party.code, white.pid, white.token)).snapshot
    assert snapshot is not None
    assert isinstance(snapshot.part.state, QuizState)  # type: ignore[union-attr]
    assert snapshot.part.state.duel is not None  # type: ignore[union-attr]
    assert (snapshot.part.state.duel.targets or {})["e2"] == ["e3", "e4"]  # type: ignore[union-attr]


def test_a_duel_survives_the_server() -> None:
    party, white, _ = a_duel()
    white.ask(MakeMove("e2e4", 0))
    game, kind = party.room.game, party.room.kind
    assert game is not None
    again = kind.restore(game.snapshot(), party.room.options)
    assert again.snapshot() == game.snapshot()
    assert again.deadline() == game.deadline()


def test_a_quiz_that_was_ended_by_mistake_goes_on() -> None:
    party = Party("Ann").begun()
    party.open()
    party.host.ask(EndGame())
    assert party.host.ask(Undo()).ok
    assert party.host.last(QuizState).phase == "reading"
    assert party.host.ask(BuzzEnable()).ok

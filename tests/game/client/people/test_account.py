"""Who one is on the server that a line leads to: said on connecting, and changed when one wants that."""

from __future__ import annotations

from typing import Any

import pytest

from game.client import texts
from game.client.people.account import Account
from game.client.people.keyring import Keyring
from netcode import messages as m
from netcode.refusals import SENTENCES, Refusal
from netcode.transport import Answered, Connected, Lost
from tests.helpers.fake_transport import URL, FakeTransport
from tests.helpers.people import NoFile


class Guest:
    """Somebody in front of the window, and the test's end of their line."""

    def __init__(self) -> None:
        self.keyring = Keyring(NoFile())
        self.told: list[str] = []
        self.changes = 0
        self.account = Account(self.keyring, self._on_change, self.told.append)
        self.line = FakeTransport()

    def _on_change(self) -> None:
        self.changes += 1

    def connect(self) -> None:
        self.account.take(Connected(), URL, self.line.send)

    def answer(self, **fields: Any) -> bool:
        """The server answers the latest request; whether that was the account's."""
        answer = m.ActionSuccess(self.line.last.wire_name, **fields)
        return self.account.take(Answered(len(self.line.sent), answer), URL, self.line.send)

    def ask(self, request: m.Request, **answer: Any) -> None:
        self.account.ask(request)
        self.answer(**answer)


@pytest.fixture
def guest() -> Guest:
    guest = Guest()
    guest.connect()
    guest.answer()
    return guest


@pytest.fixture
def member(guest: Guest) -> Guest:
    guest.ask(m.CreateLogin("ann", "correct horse"), session="session-1", username="ann", name="Ann")
    return guest


def test_a_guest_says_their_key_right_after_connecting() -> None:
    guest = Guest()
    guest.connect()
    assert guest.line.sent == [m.SetProfile(key=guest.keyring.of(URL).key)]
    assert guest.answer()


def test_in_a_room_of_this_program_the_room_is_opened_first() -> None:
    guest = Guest()
    guest.account.take(Connected(), URL, guest.line.send, after_entry=True)
    before = list(guest.line.sent)
    opened = Answered(77, m.ActionSuccess("CreateGame"))
    assert not guest.account.take(opened, URL, guest.line.send, after_entry=True)
    assert (before, guest.line.sent) == ([], [m.SetProfile(key=guest.keyring.of(URL).key)])


def test_who_has_an_account_says_the_session_instead(member: Guest) -> None:
    member.connect()
    assert member.line.last == m.Login(session="session-1")
    member.answer(session="session-1", username="ann")
    assert member.told == []


def test_a_session_that_has_ended_is_told_and_one_goes_on_as_the_guest(member: Guest) -> None:
    member.connect()
    member.answer(ok=False, error=Refusal.BAD_LOGIN)
    assert member.told == [texts.SESSION_ENDED]
    assert member.line.last == m.SetProfile(key=member.keyring.of(URL).key)


@pytest.mark.parametrize("error", [Refusal.PEOPLE_AWAY, Refusal.TOO_FAST, Refusal.NO_LOGINS])
def test_a_session_that_cannot_be_looked_up_now_is_kept(member: Guest, error: Refusal) -> None:
    member.connect()
    member.answer(ok=False, error=error)
    assert member.keyring.of(URL).session == "session-1"


def test_a_new_account_is_remembered_and_the_guests_key_is_not_used_again(guest: Guest) -> None:
    key = guest.keyring.of(URL).key
    guest.ask(m.CreateLogin("ann", "correct horse"), session="session-1", username="ann", name="Ann")
    assert guest.account.identity.session == "session-1"
    assert guest.account.success == texts.ACCOUNT_CREATED
    guest.ask(m.Logout())
    assert guest.line.last == m.SetProfile(key=guest.keyring.of(URL).key)
    assert guest.keyring.of(URL).key != key


@pytest.mark.parametrize(("merge", "same"), [(True, False), (False, True)])
def test_the_guest_is_no_more_only_if_their_matches_were_taken_along(guest: Guest, merge: bool, same: bool) -> None:
    key = guest.keyring.of(URL).key
    guest.ask(m.Login(username="ann", password="correct horse", merge=merge), session="session-2", username="ann")
    assert (guest.keyring.of(URL).key == key) == same


def test_who_has_signed_in_is_called_as_the_account_is(guest: Guest) -> None:
    guest.ask(m.Login(username="ann", password="x" * 8), session="s", username="ann", name="Ann", picture="pup:mochi")
    assert guest.account.take_welcome() == ("Ann", "pup:mochi")
    assert guest.account.take_welcome() is None


@pytest.mark.parametrize("error", [Refusal.USERNAME_TAKEN, Refusal.BAD_PASSWORD, Refusal.BAD_LOGIN, Refusal.NO_LOGINS])
def test_a_refusal_is_a_sentence(guest: Guest, error: Refusal) -> None:
    guest.ask(m.CreateLogin("ann", "short"), ok=False, error=error)
    assert guest.account.error == SENTENCES[error]
    assert not guest.account.waiting


def test_what_the_server_says_of_a_refusal_goes_before_what_we_would_say(guest: Guest) -> None:
    guest.ask(m.Login(username="ann", password="x"), ok=False, error=Refusal.TOO_FAST, message="Wait a minute.")
    assert guest.account.error == "Wait a minute."


def test_nothing_more_is_asked_while_an_answer_is_on_its_way(guest: Guest) -> None:
    guest.account.ask(m.Login(username="ann", password="x" * 8))
    guest.account.ask(m.Login(username="ann", password="y" * 8))
    assert len([each for each in guest.line.sent if isinstance(each, m.Login)]) == 1


def test_a_line_that_breaks_leaves_nobody_waiting(guest: Guest) -> None:
    guest.account.ask(m.Login(username="ann", password="x" * 8))
    guest.account.take(Lost("gone"), URL, guest.line.send)
    assert (guest.account.waiting, guest.account.error) == (False, texts.NOT_CONNECTED)
    assert not guest.account.online


def test_without_a_line_that_is_said(guest: Guest) -> None:
    guest.account.lost()
    guest.account.ask(m.Logout())
    assert guest.account.error == texts.NOT_CONNECTED


def test_a_changed_password_keeps_this_session(member: Guest) -> None:
    member.ask(m.ChangePassword("correct horse", "battery staple"))
    assert member.account.success == texts.PASSWORD_CHANGED
    assert member.keyring.of(URL).session == "session-1"


def test_a_changed_password_may_come_with_another_session(member: Guest) -> None:
    member.ask(m.ChangePassword("correct horse", "battery staple"), session="session-2")
    assert member.keyring.of(URL).session == "session-2"


def test_whose_account_is_deleted_is_somebody_new(member: Guest) -> None:
    before = member.keyring.of(URL)
    member.ask(m.DeleteLogin("correct horse"))
    assert member.keyring.of(URL).session == ""
    assert member.line.last == m.SetProfile(key=member.keyring.of(URL).key)
    assert member.keyring.of(URL).key != before.key


def test_who_has_no_seat_yet_says_how_to_be_called_and_what_changes_later(guest: Guest) -> None:
    for name in ("Ann", "Ann", "Annabel"):
        guest.account.show(name, "pup:biscuit", seated=False)
    profiles = [each for each in guest.line.sent if isinstance(each, m.SetProfile) and each.name]
    assert [each.name for each in profiles] == ["Ann", "Annabel"]


def test_the_name_of_an_account_or_a_seat_stays_until_it_is_changed_here(member: Guest) -> None:
    for name in ("Biscuit", "Biscuit", "Ann"):
        member.account.show(name, "", seated=True)
    assert [each.name for each in member.line.sent if isinstance(each, m.SetProfile) and each.name] == ["Ann"]


def test_a_name_that_is_taken_is_said(guest: Guest) -> None:
    guest.account.show("Bob", "", seated=False)
    guest.answer(ok=False, error=Refusal.NAME_TAKEN)
    assert guest.told == [SENTENCES[Refusal.NAME_TAKEN]]


def test_who_is_banned_is_told_so() -> None:
    guest = Guest()
    guest.connect()
    guest.answer(ok=False, error=Refusal.BANNED, message="You are banned here.")
    assert guest.told == ["You are banned here."]


def test_answers_to_others_are_left_to_them(guest: Guest) -> None:
    other = Answered(99, m.ActionSuccess("JoinGame"))
    assert not guest.account.take(other, URL, guest.line.send)


def test_every_change_of_who_one_is_is_told(guest: Guest) -> None:
    before = guest.changes
    guest.ask(m.CreateLogin("ann", "correct horse"), session="session-1", username="ann")
    assert guest.changes == before + 1

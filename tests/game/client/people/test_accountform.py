"""What a person types to sign in, and what comes of it."""

from __future__ import annotations

import pytest

from game.client import texts
from game.client.people.accountform import AccountForm
from netcode import messages as m
from netcode.refusals import Refusal
from netcode.transport import Connected
from tests.helpers.fake_transport import URL, FakeTransport
from tests.helpers.people import FakePeople


class Typist:
    def __init__(self, matches: int = 0) -> None:
        self.people = FakePeople()
        self.line = FakeTransport()
        self.form = AccountForm(self.people.profiles.account)
        self.form.matches = matches
        self.people.profiles.account.take(Connected(), URL, self.line.send)
        self.answer()

    def answer(self, **fields: object) -> None:
        self.line.answer(**fields)
        for incoming in self.line.poll():
            self.people.profiles.account.take(incoming, URL, self.line.send)

    def type(self, username: str = "ann", password: str = "correct horse") -> None:  # noqa: S107 - not a real one
        self.form.username, self.form.password = username, password

    def sign_in(self) -> None:
        self.type()
        self.form.submit()
        self.answer(session="session-1", username="ann", name="Ann")
        self.form.settle()


def test_a_guest_signs_in() -> None:
    typist = Typist()
    typist.type(" ann ")
    typist.form.submit()
    assert typist.line.last == m.Login(username="ann", password="correct horse")


def test_a_guest_makes_an_account() -> None:
    typist = Typist()
    typist.form.choose("create")
    typist.type()
    typist.form.submit()
    assert typist.line.last == m.CreateLogin("ann", "correct horse")


@pytest.mark.parametrize("merge", [True, False])
def test_a_guest_with_matches_is_asked_once_what_becomes_of_them(merge: bool) -> None:
    typist = Typist(matches=3)
    typist.type()
    typist.form.submit()
    asked = [typist.form.asks_merge]
    typist.form.merge(merge=merge)
    assert typist.line.last == m.Login(username="ann", password="correct horse", merge=merge)
    typist.answer(ok=False, error=Refusal.BAD_LOGIN)
    typist.form.submit()
    asked.append(typist.form.asks_merge)
    assert asked == [True, False]
    assert typist.line.last == m.Login(username="ann", password="correct horse", merge=merge)


@pytest.mark.parametrize(
    ("username", "password", "sentence"),
    [(" ", "secret", texts.ACCOUNT_NEEDS_NAME), ("ann", "", texts.ACCOUNT_NEEDS_PASSWORD)],
)
def test_what_is_missing_is_said_and_nothing_is_sent(username: str, password: str, sentence: str) -> None:
    typist = Typist()
    typist.type(username, password)
    before = len(typist.line.sent)
    typist.form.submit()
    assert (typist.form.sentence, len(typist.line.sent)) == (sentence, before)


def test_who_is_signed_in_sees_what_can_be_done() -> None:
    typist = Typist()
    typist.sign_in()
    assert typist.form.mode == "in"


def test_passwords_are_forgotten_as_soon_as_they_have_served() -> None:
    typist = Typist()
    typist.sign_in()
    assert (typist.form.username, typist.form.password, typist.form.new) == ("", "", "")


def test_a_refused_password_stays_to_be_corrected() -> None:
    typist = Typist()
    typist.type()
    typist.form.submit()
    typist.answer(ok=False, error=Refusal.BAD_LOGIN)
    assert not typist.form.settle()
    assert typist.form.password == "correct horse"


def test_another_password_needs_the_old_one_and_the_new_one() -> None:
    typist = Typist()
    typist.sign_in()
    typist.form.choose("change")
    typist.form.password = "correct horse"
    typist.form.submit()
    assert typist.form.sentence == texts.ACCOUNT_NEEDS_NEW
    typist.form.new = "battery staple"
    typist.form.submit()
    assert typist.line.last == m.ChangePassword("correct horse", "battery staple")
    typist.answer()
    typist.form.settle()
    assert typist.form.mode == "in"


def test_an_account_is_deleted_only_with_its_password() -> None:
    typist = Typist()
    typist.sign_in()
    typist.form.choose("delete")
    typist.form.submit()
    assert typist.form.sentence == texts.ACCOUNT_NEEDS_PASSWORD
    typist.form.password = "correct horse"
    typist.form.submit()
    assert typist.line.last == m.DeleteLogin("correct horse")


@pytest.mark.parametrize("everywhere", [True, False])
def test_signing_out_is_for_here_or_for_everywhere(everywhere: bool) -> None:
    typist = Typist()
    typist.sign_in()
    typist.form.sign_out(everywhere=everywhere)
    assert typist.line.last == m.Logout(everywhere=everywhere)
    typist.answer()
    assert typist.form.mode == "login"


def test_another_form_has_no_password_in_it() -> None:
    typist = Typist()
    typist.type()
    typist.form.choose("create")
    assert typist.form.password == ""

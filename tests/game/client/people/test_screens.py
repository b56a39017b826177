"""How the profile looks, and what a person does there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame
import pytest

from game.client import texts
from game.client.kit import theme
from game.client.people.profilescene import ProfileScene
from game.client.screens.home import HomeScene
from netcode import messages as m
from netcode.messages import records as r
from netcode.refusals import SENTENCES, Refusal
from tests.helpers.cuttext import CutTexts
from tests.helpers.fake_transport import Line
from tests.helpers.golden import check_golden, share_different
from tests.helpers.images import picture
from tests.helpers.pilot import Pilot
from tests.helpers.profiles import ANN, SERVER, a_profile, a_profile_scene, connect
from tests.helpers.replayfiles import a_replay, content
from tests.helpers.sessions import FakeContext

if TYPE_CHECKING:
    from game.client.people.account import Account

PAGES = ["you", "matches", "leaderboard", "account"]
AT_REST_MS = 500


class Reader:
    """A person in front of their profile."""

    def __init__(
        self, page: str = "you", *, signed_in: bool = False, size: tuple[int, int] = (1280, 800), look: str = "dark"
    ) -> None:
        self.context = a_profile()
        self.scene = a_profile_scene(page, signed_in=signed_in, context=self.context)
        self.pilot = Pilot(scene=HomeScene(self.context), size=size)
        self.pilot.window.set_look(theme.PALETTES[look], 1.0)
        self.pilot.stage.resize(*self.pilot.window.logical_size)
        self.pilot.stage.stack.push(self.scene)
        self.refresh()

    def refresh(self) -> None:
        """Whatever has arrived is shown."""
        self.context.profiles.poll()
        self.pilot.stage.stack.refresh(self.pilot.clock.now_ms)
        self.pilot.advance(AT_REST_MS)

    def click(self, name: str) -> None:
        self.pilot.click(name)
        self.refresh()

    def key(self, *keys: int) -> None:
        for key in keys:
            self.pilot.key(key)
            self.refresh()

    def type(self, name: str, text: str) -> None:
        self.pilot.click(name)
        self.pilot.type(text)

    def answer(self, **fields: object) -> None:
        self.context.people.line.answer(**fields)
        self.refresh()

    def sees(self, text: str) -> bool:
        return any(getattr(widget, "text", None) == text for widget in self.pilot.group.widgets if widget.visible)

    @property
    def account(self) -> Account:
        return self.context.profiles.account


# --- pictures -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_a_page_looks_as_it_did(page: str, update_golden: bool) -> None:
    reader = Reader(page, size=(1024, 640))
    check_golden(f"profile_{page}_1024", reader.pilot.shot(), update=update_golden)


def test_the_profile_of_who_has_an_account_looks_as_it_did(update_golden: bool) -> None:
    reader = Reader("account", signed_in=True, look="light")
    check_golden("profile_member_light", reader.pilot.shot(), update=update_golden)


def test_in_a_large_window_there_is_nothing_but_more_room(update_golden: bool) -> None:
    reader = Reader("you", size=(1920, 1080))
    check_golden("profile_you_1920", reader.pilot.shot(), update=update_golden)


@pytest.mark.parametrize("text", theme.TEXT_SIZES)
@pytest.mark.parametrize("page", [*PAGES, "member", "change password", "delete", "merge"])
def test_no_text_is_cut(page: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    long = "W" * 20
    cut = CutTexts(monkeypatch, (long, "M" * 20))
    context = a_profile(other=long, name="M" * 20)
    bots = r.GameRecord(1500, 1000, 400, 200, 400, uncertain=True, streak=99, best_streak=100)
    profile = r.Profile("M" * 20, ratings={**ANN.ratings, "chess-bots": bots}, upgrades=ANN.upgrades, best="siege")
    context.people.shelf.put("/players/me", profile)
    first = page if page in PAGES else "account"
    scene = a_profile_scene(first, signed_in=page in {"member", "change password", "delete"}, context=context)
    pilot = Pilot(scene=HomeScene(context), size=theme.SMALLEST_WINDOW)
    pilot.window.set_look(theme.DARK, theme.TEXT_SIZES[text])
    pilot.stage.resize(*pilot.window.logical_size)
    pilot.stage.stack.push(scene)
    pilot.stage.stack.refresh(pilot.clock.now_ms)
    if page in {"change password", "delete"}:
        pilot.click(page)
    if page == "merge":
        pilot.click("username")
        pilot.type("ann")
        pilot.click("password")
        pilot.type("correct horse")
        pilot.key(pygame.K_RETURN)
    if page == "matches":
        pilot.click("compare")
    pilot.stage.stack.refresh(pilot.clock.now_ms)
    pilot.advance(AT_REST_MS)
    assert cut.found == set()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_one_comes_back_to_is_whole(page: str) -> None:
    reader = Reader(page)
    before = reader.pilot.shot()
    reader.scene._turn_to(next(each for each in PAGES if each != page))
    reader.refresh()
    reader.scene._turn_to(page)
    reader.refresh()
    assert share_different(before, reader.pilot.shot()) < 0.0005


# --- with the keyboard alone --------------------------------------------------------------------------------------


def test_arrows_turn_the_pages() -> None:
    reader = Reader()
    reader.key(pygame.K_RIGHT, pygame.K_RIGHT)
    assert reader.scene.pilot_facts()["page"] == "leaderboard"


def test_one_signs_in_with_the_keyboard_alone() -> None:
    reader = Reader("account")
    reader.context.people.shelf.put("/players/me", r.Profile("Ann"))
    reader.context.profiles.pages.forget()  # type: ignore[union-attr]
    reader.refresh()
    reader.key(pygame.K_TAB)
    while reader.pilot.group.focus is not reader.pilot.group.named("username"):
        reader.key(pygame.K_TAB)
    reader.pilot.type("ann")
    reader.key(pygame.K_TAB)
    reader.pilot.type("correct horse")
    reader.key(pygame.K_RETURN)
    assert reader.context.people.line.last == m.Login(username="ann", password="correct horse")


def test_a_match_is_chosen_and_watched_with_the_keyboard_alone() -> None:
    reader = Reader("matches")
    reader.pilot.group.set_focus(reader.pilot.group.named("matches"))
    reader.key(pygame.K_DOWN, pygame.K_UP, pygame.K_RETURN)
    assert reader.context.asked == [f"replay of {len(content(a_replay()))} bytes from {SERVER}"]


def test_esc_closes_it() -> None:
    reader = Reader()
    reader.pilot.key(pygame.K_ESCAPE)
    assert reader.context.asked == ["pop"]


# --- the account --------------------------------------------------------------------------------------------------


def sign_in(reader: Reader) -> None:
    reader.type("username", "ann")
    reader.type("password", "correct horse")
    reader.click("submit")


def test_who_has_played_as_a_guest_is_asked_what_becomes_of_that() -> None:
    reader = Reader("account")
    sign_in(reader)
    assert reader.sees(texts.merge_question(25))
    reader.click("merge")
    assert reader.context.people.line.last == m.Login(username="ann", password="correct horse", merge=True)


def test_a_refusal_is_read_beside_what_was_typed() -> None:
    reader = Reader("account")
    sign_in(reader)
    reader.click("leave them")
    reader.answer(ok=False, error=Refusal.BAD_LOGIN)
    assert reader.sees(SENTENCES[Refusal.BAD_LOGIN])
    assert reader.pilot.group.named("password").text == "correct horse"  # type: ignore[attr-defined]


def test_who_is_signed_in_is_called_like_their_account() -> None:
    reader = Reader("account")
    sign_in(reader)
    reader.click("merge")
    reader.answer(session="session-1", username="ann", name="Annabel", picture="pup:biscuit")
    assert (reader.context.settings.name, reader.context.settings.picture) == ("Annabel", "biscuit")
    assert reader.pilot.group.named("sign out").visible


@pytest.mark.parametrize("button", ["change password", "delete"])
def test_by_keyboard_the_password_is_typed_right_after_its_form_was_opened(button: str) -> None:
    reader = Reader("account", signed_in=True)
    reader.pilot.group.set_focus(reader.pilot.group.named(button))
    reader.pilot.key(pygame.K_RETURN)
    assert reader.pilot.group.named("password").focused


def by_keyboard(reader: Reader, button: str) -> str:
    """Tab there and press Enter; the name of what has the focus then."""
    reader.pilot.group.set_focus(reader.pilot.group.named(button))
    reader.pilot.key(pygame.K_RETURN)
    return focused(reader)


def focused(reader: Reader) -> str:
    reader.pilot.step()
    focus = reader.pilot.group.focus
    assert focus is not None
    assert focus.ringed
    return focus.name


def test_by_keyboard_whoever_keeps_the_password_goes_on_in_the_account() -> None:
    reader = Reader("account", signed_in=True)
    by_keyboard(reader, "change password")
    assert by_keyboard(reader, "keep") == "change password"


def test_by_keyboard_whoever_has_signed_out_is_at_the_choice_of_signing_in() -> None:
    reader = Reader("account", signed_in=True)
    assert by_keyboard(reader, "sign out") == "sign out"
    reader.answer()
    assert focused(reader) == "mode"


def test_by_keyboard_whoever_has_changed_the_password_goes_on_in_the_account() -> None:
    reader = Reader("account", signed_in=True)
    by_keyboard(reader, "change password")
    reader.pilot.type("correct horse")
    reader.pilot.key(pygame.K_TAB)
    reader.pilot.type("battery staple")
    reader.pilot.key(pygame.K_RETURN)
    reader.answer(session="session-2")
    assert focused(reader) in {"change password", "sign out"}


def test_an_account_is_deleted_only_after_its_password_was_typed() -> None:
    reader = Reader("account", signed_in=True)
    reader.click("delete")
    assert reader.sees(texts.ACCOUNT_DELETE_TEXT)
    reader.click("submit")
    assert reader.sees(texts.ACCOUNT_NEEDS_PASSWORD)
    reader.type("password", "correct horse")
    reader.click("submit")
    assert reader.context.people.line.last == m.DeleteLogin("correct horse")


def test_what_was_typed_is_gone_when_the_profile_is_closed() -> None:
    reader = Reader("account")
    reader.type("password", "correct horse")
    reader.scene.left()
    assert reader.scene._account._form.password == ""


# --- what a server tells ------------------------------------------------------------------------------------------


def test_a_server_that_is_away_is_said_and_asked_again() -> None:
    reader = Reader()
    shelf = reader.context.people.shelf
    shelf.away = "No server answers there."
    reader.context.profiles.pages.forget()  # type: ignore[union-attr]
    reader.refresh()
    assert reader.sees("No server answers there.")
    shelf.away = ""
    reader.click("retry")
    assert reader.sees("1574")


def test_whom_the_server_does_not_know_yet_is_told_how_to_change_that() -> None:
    reader = Reader()
    del reader.context.people.shelf.pages["/players/me"]
    reader.context.profiles.pages.forget()  # type: ignore[union-attr]
    reader.refresh()
    assert reader.sees(texts.PROFILE_NOBODY)


def test_where_no_match_was_rated_there_is_a_sentence_and_no_number() -> None:
    reader = Reader()
    reader.context.people.shelf.put("/players/me", r.Profile("Ann"))
    reader.context.profiles.pages.forget()  # type: ignore[union-attr]
    reader.refresh()
    assert reader.sees("No rated match yet")
    assert not reader.sees("1500?")
    assert not reader.sees(texts.PROFILE_UNCERTAIN)


def test_nonsense_is_a_sentence() -> None:
    reader = Reader()
    reader.context.people.shelf.put("/players/me", b"<html>")
    reader.context.profiles.pages.forget()  # type: ignore[union-attr]
    reader.refresh()
    assert reader.sees(texts.ODD_SERVER)


def test_the_list_is_leafed_through() -> None:
    reader = Reader("matches")
    reader.click(texts.PAGE_ON)
    assert reader.sees(texts.page_of(2, 3))


def test_one_is_compared_with_an_opponent() -> None:
    reader = Reader("matches")
    reader.click("compare")
    assert reader.sees(texts.against("Bob", 5, 1, 2))


def test_whoever_has_a_picture_is_shown_with_it_in_the_leaderboard() -> None:
    reader = Reader("leaderboard")
    context, face = reader.context, "/avatars/" + "a" * 64 + ".png"
    context.people.shelf.put(face, picture(size=(256, 256)))
    table = r.Leaderboard("chess", "all", 1, 1, [r.LeaderboardRow("Cat", 1712, 9, 9, 0, 0, rank=1, picture=face)])
    context.people.shelf.put("/leaderboard?game=chess&period=all&page=1", table)
    reader.click("period")
    reader.key(pygame.K_RIGHT)
    before = reader.pilot.shot().copy()
    assert context.faces.poll()
    reader.refresh()
    assert face in context.brought
    assert share_different(before, reader.pilot.shot()) > 0


def test_a_replay_that_is_gone_is_a_sentence() -> None:
    reader = Reader("matches")
    reader.key(pygame.K_TAB)
    reader.pilot.group.set_focus(reader.pilot.group.named("matches"))
    reader.key(pygame.K_DOWN, pygame.K_RETURN)
    assert reader.context.session.take_sentences() == [texts.REPLAY_GONE]


def test_everything_is_asked_with_the_guests_key_and_then_with_the_session() -> None:
    reader = Reader("account")
    key = reader.context.people.keyring.of(SERVER).key
    assert ("/players/me", key) in reader.context.people.shelf.asked
    sign_in(reader)
    reader.click("merge")
    reader.answer(session="session-1", username="ann", name="Ann")
    reader.scene._turn_to("you")
    reader.refresh()
    assert reader.context.people.shelf.asked[-1] == ("/players/me", "session-1")


# --- which server -------------------------------------------------------------------------------------------------


def test_in_the_menu_one_looks_at_the_last_server_or_at_this_computer() -> None:
    reader = Reader()
    assert [place.url for place in reader.scene._places] == [SERVER, ""]
    reader.pilot.group.set_focus(reader.pilot.group.named("server"))
    reader.key(pygame.K_RIGHT)
    assert reader.context.people.services.started == 1


def test_who_has_joined_nobody_looks_at_this_computer() -> None:
    scene = ProfileScene(FakeContext())
    assert [place.url for place in scene._places] == [""]


def test_the_line_is_hung_up_when_the_profile_is_closed() -> None:
    context = a_profile()
    scene = a_profile_scene(context=context)
    scene.left()
    assert context.people.line.closed
    assert not context.profiles.account.online


def test_in_a_room_the_rooms_own_line_is_used() -> None:
    line = Line()
    context = FakeContext(line)
    line.open(m.JoinGame("KLMN", "Ann"), name="Ann")
    line.server.answer(code="KLMN", pid=1, token="t", snapshot=None)
    line.poll()
    ProfileScene(context).entered()
    assert context.people.lines == []


def test_a_guest_of_another_server_is_asked_nothing() -> None:
    """Playing as a guest is what happens of itself: no dialog, and no question."""
    context = a_profile()
    connect_nothing = context.asked
    scene = a_profile_scene("you", context=context)
    scene.refresh(0)
    connect(context)
    assert connect_nothing == []


def test_in_streamer_mode_no_address_is_seen() -> None:
    scene = a_profile_scene(context=a_profile(streamer=True))
    assert [text for _, text in scene._where_choice.options] == [texts.SOME_SERVER, texts.THIS_COMPUTER]

"""After a draw both choose, and nobody sees the other's pick before both have: by no message, and by no snapshot."""

from __future__ import annotations

import pytest

from netcode.messages import (
    ChessSnapshot,
    ChooseUpgrade,
    JoinGame,
    Notice,
    OfferDraw,
    UpgradeChosen,
    UpgradeOffer,
    Witness,
)
from tests.helpers.chess_wire import chess_of, create_chess
from tests.helpers.server import Client, Room, a_room


class Draft:
    """The draft after a draw, with a watcher; the host has just chosen."""

    def __init__(self) -> None:
        self.room = a_room(start=True, options=create_chess(name="Ann", spectators=True))
        self.watcher = self.room.client()
        assert self.watcher.ask(JoinGame(self.room.host.code, "Cem", watch=True)).ok
        for client in (self.room.host, self.room.guest):
            assert client.ask(OfferDraw()).ok
        self.room.clock.pass_ms(3_000)
        self.first, self.second = self.room.host, self.room.guest
        self.hands = {offer.pid: offer.upgrades for offer in self.first.all(UpgradeOffer)}
        self.pick = self.hands[self.first.pid][1]
        for client in (self.first, self.second, self.watcher):
            client.told.clear()
        assert self.first.ask(ChooseUpgrade(self.pick)).ok


@pytest.fixture
def draft() -> Draft:
    return Draft()


def snapshot(room: Room, seat: Client) -> ChessSnapshot:
    return chess_of(room.client().back(seat).snapshot)


def told(client: Client) -> list[Notice]:
    return [notice for notice in client.told if isinstance(notice, UpgradeChosen | Witness)]


def test_the_others_learn_that_somebody_has_chosen_but_not_what(draft: Draft) -> None:
    chosen = Witness(draft.first.pid, "ChooseUpgrade")
    assert told(draft.second) == told(draft.watcher) == [chosen]
    assert told(draft.first) == [UpgradeChosen(draft.first.pid, draft.pick)]


@pytest.mark.parametrize("who", ["second", "watcher"])
def test_the_others_snapshots_show_both_hands_and_no_pick(draft: Draft, who: str) -> None:
    found = snapshot(draft.room, getattr(draft, who))
    assert {offer.pid: offer.upgrades for offer in found.offers} == draft.hands
    assert found.chosen == []


def test_the_own_snapshot_shows_the_own_pick(draft: Draft) -> None:
    found = snapshot(draft.room, draft.first)
    assert [offer.pid for offer in found.offers] == [draft.second.pid]
    assert found.chosen == [UpgradeChosen(draft.first.pid, draft.pick)]


def test_both_picks_are_told_when_both_are_made(draft: Draft) -> None:
    other = draft.hands[draft.second.pid][0]
    assert draft.second.ask(ChooseUpgrade(other)).ok
    both = [UpgradeChosen(draft.first.pid, draft.pick), UpgradeChosen(draft.second.pid, other)]
    for client in (draft.first, draft.second, draft.watcher):
        assert [each for each in client.all(UpgradeChosen) if each in both][-2:] == both
    assert snapshot(draft.room, draft.watcher).chosen == both


def test_when_time_is_up_the_pick_and_the_first_card_are_shown(draft: Draft) -> None:
    draft.room.clock.pass_ms(12_000)
    late = UpgradeChosen(draft.second.pid, draft.hands[draft.second.pid][0], auto=True)
    assert told(draft.watcher)[1:] == [UpgradeChosen(draft.first.pid, draft.pick), late]


def test_whoever_has_chosen_cannot_choose_again(draft: Draft) -> None:
    assert draft.first.error(ChooseUpgrade(draft.hands[draft.first.pid][0])) == "NOT_NOW"

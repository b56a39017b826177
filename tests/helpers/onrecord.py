"""What a server has on record of matches, asked from outside and compared with what their players were told."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeVar

import msgspec

from netcode.messages.records import Matches, Profile
from netcode.messages.replays import ReplayFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.helpers.movers import Mover
    from tests.helpers.tables import Tables

T = TypeVar("T")
PAUSE_S = 0.1


class _Health(msgspec.Struct):
    results_waiting: int


def _get(url: str, kind: type[T], key: str = "") -> T:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {key}"} if key else {})  # noqa: S310
    with urllib.request.urlopen(request, timeout=240) as answer:  # noqa: S310 - our own
        return msgspec.json.decode(answer.read(), type=kind)


def _found(url: str, mover: Mover) -> bool:
    try:
        return bool(_get(f"{url}/players/me/matches", Matches, mover.key).rows)
    except urllib.error.HTTPError as error:
        # This process has not found yet that the database is back.
        assert error.code == HTTPStatus.SERVICE_UNAVAILABLE, error
        return False


def until_on_record(tables: Tables, url: str, limit_s: float) -> None:
    """Wait until everybody's match is found."""
    ends_s = time.monotonic() + limit_s
    for mover in tables.movers:
        while not _found(url, mover):
            assert time.monotonic() < ends_s, f"no result of {mover.standing}"
            time.sleep(PAUSE_S)


def until_delivered(urls: list[str], limit_s: float) -> None:
    """Wait until no process has a result that is to be put on record still."""
    ends_s = time.monotonic() + limit_s
    while any(_get(f"{url}/healthz", _Health).results_waiting for url in urls):
        assert time.monotonic() < ends_s
        time.sleep(PAUSE_S)


def differences(pair: tuple[Mover, Mover], url: str) -> Iterator[str]:
    """What is on record otherwise than these two were told, too often, or not at all."""
    histories = [_get(f"{url}/players/me/matches", Matches, mover.key) for mover in pair]
    ids = [[row.id for row in history.rows] for history in histories]
    if ids[0] != ids[1] or len(ids[0]) != 1:
        yield f"{pair[0].standing}: their matches are {ids}"
        return
    (replay_id,) = ids[0]
    for mover, history in zip(pair, histories, strict=True):
        if mover.replay not in (None, replay_id):
            yield f"{mover.standing}: was told of {mover.replay}, on record is {replay_id}"
        yield from _miscounted(mover, history, url)
    replay = _get(f"{url}/replays/{replay_id}.json", ReplayFile)
    assert replay.chess is not None
    recorded = {game.number: [each.move for each in game.positions[1:]] for game in replay.chess.games}
    for mover in pair:
        yield from _played_otherwise(mover, recorded)


def _miscounted(mover: Mover, history: Matches, url: str) -> Iterator[str]:
    (match,) = history.rows
    (own,) = [player for player in match.players if player.you]
    ratings = _get(f"{url}/players/me", Profile, mover.key).ratings
    counted = [(kind.won, kind.drawn, kind.lost) for kind in ratings.values()]
    if counted != [tuple(own.result == result for result in ("won", "drawn", "lost"))]:
        yield f"{mover.standing}: {own.result}, and counted is {counted}"


def _played_otherwise(mover: Mover, recorded: dict[int, list[str | None]]) -> Iterator[str]:
    for game, moves in mover.final.items():
        if recorded.get(game) != moves:
            yield f"{mover.standing}: was told {moves} of game {game}, on record is {recorded.get(game)}"
    for (game, ply), move in mover.acked.items():
        if recorded.get(game, [])[ply : ply + 1] != [move]:
            yield f"{mover.standing}: {move} in game {game} at {ply} is not on record"

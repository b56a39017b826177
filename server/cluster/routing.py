"""Requests for rooms of other processes: redirected, or answered after the room was taken over from a dead owner.

`JoinGame` and `Rejoin` are deferred for one look at Redis; all others are handled at once. A request for one of our own
rooms never waits.
"""

from __future__ import annotations

import asyncio
import hmac
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from netcode.address import CODE_LETTERS
from netcode.messages.rooms import ActionSuccess, CreateGame, JoinGame, Rejoin
from netcode.refusals import SENTENCES, Refusal
from server.cluster.lookup import DOUBTFUL
from server.refused import Refused, TooManyGuesses, refusal_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from netcode.messages.base import Request
    from server.cluster.lookup import Location, RoomLookup
    from server.cluster.takeover import Takeover
    from server.deferred import DeferredRequests, GoOn
    from server.rooms.sessions import Session
    from server.store.lease import Lease

    Asked = Callable[[ActionSuccess | None], None]

LOOK_AGAIN_MS: Final = 50.0
# Redis may be away for longer; a client over HTTP can ask again.
HTTP_WAIT_S: Final = 5.0
_CODE: Final = re.compile(f"[{CODE_LETTERS}]{{1,16}}")


class _Asker(NamedTuple):
    """A request's sender. `gone`: whether nobody waits for the answer any more."""

    request: str
    address: str
    gone: Callable[[], bool]

    @classmethod
    def of(cls, session: Session, request: Request) -> _Asker:
        return cls(request.wire_name, session.address, lambda: session.closed)


class _AnsweredOnce:
    """A callback of which only the first call counts."""

    def __init__(self, go_on: GoOn) -> None:
        self._go_on = go_on
        self.given = False

    def __call__(self, answer: ActionSuccess | None) -> None:
        if not self.given:
            self.given = True
            self._go_on(answer)


class RoomRouting:
    """Redirects requests to join, or lets them be handled here.

    Args:
        lookup: finds rooms.
        takeover: makes rooms ours.
        lease: our own, and those of the other processes.
        lease_ms: the length of a lease.
        wrong_codes: how many an address may try in a minute; 0: no limit.
        later: calls something after so many ms.
        draining: whether this process is leaving.
    """

    def __init__(
        self,
        lookup: RoomLookup,
        takeover: Takeover,
        lease: Lease,
        lease_ms: float,
        wrong_codes: int,
        later: Callable[[float, Callable[[], None]], None],
        draining: Callable[[], bool],
    ) -> None:
        self._lookup = lookup
        self._takeover = takeover
        self._lease = lease
        self._lease_ms = lease_ms
        self._wrong_codes = wrong_codes
        self._later = later
        self._draining = draining

    def attach(self, front: DeferredRequests) -> None:
        """Register the preparations of these requests."""
        front.add(JoinGame, self._join)
        front.add(Rejoin, self._rejoin)
        front.add(CreateGame, self._create)

    def _create(self, session: Session, request: Request, go_on: GoOn) -> None:
        del session
        go_on(self._another_place(request.wire_name) if self._draining() else None)

    def _join(self, session: Session, request: Request, go_on: GoOn) -> None:
        assert isinstance(request, JoinGame)
        self._look(_Asker.of(session, request), request.code, request.key or "", go_on)

    def _rejoin(self, session: Session, request: Request, go_on: GoOn) -> None:
        assert isinstance(request, Rejoin)
        self._look(_Asker.of(session, request), request.code, None, go_on)

    async def over_http(self, request: str, code: str, address: str) -> ActionSuccess | None:
        """The answer to a request over HTTP, which has no connection; None if it is handled here."""
        answered: asyncio.Future[ActionSuccess | None] = asyncio.get_running_loop().create_future()

        def answer(what: ActionSuccess | None) -> None:
            if not answered.done():
                answered.set_result(what)

        self._look(_Asker(request, address, answered.done), code, "", answer)
        try:
            async with asyncio.timeout(HTTP_WAIT_S):
                return await answered
        except TimeoutError:
            return refusal_answer(request, Refused(Refusal.NOT_SAFE))

    def _look(self, asker: _Asker, typed: str, key: str | None, go_on: GoOn) -> None:
        """`key`: the room's key that was sent with the code. None: a seat's token was sent, so no code is guessed."""
        code = typed.strip().upper()
        if not _CODE.fullmatch(code) or (self._takeover.has(code) and self._lease.valid):
            go_on(None)
            return
        answer = _AnsweredOnce(go_on)
        self._look_for(asker, code, key, answer)
        self._later(self._lease_ms, lambda: self._unless_cut_off(asker, answer))

    def _unless_cut_off(self, asker: _Asker, answer: _AnsweredOnce) -> None:
        """Redirect to another process if this one has not heard of Redis for the length of a lease, because it may be
        the only one that is cut off. If Redis is away from all, clients are sent around until it is back.
        """
        if answer.given or asker.gone():
            return
        other = None if self._lease.valid else self._lease.last_heard_of()
        if other is not None:
            answer(elsewhere(asker.request, other.url))
        else:
            self._later(self._lease_ms, lambda: self._unless_cut_off(asker, answer))

    def _look_for(self, asker: _Asker, code: str, key: str | None, answer: _AnsweredOnce) -> None:
        def again() -> None:
            if not answer.given and not asker.gone():
                self._look_for(asker, code, key, answer)

        if self._takeover.has(code):
            if self._lease.valid:
                answer(None)
            else:
                # It stands still here, and may go on elsewhere.
                self._later(LOOK_AGAIN_MS, again)
            return

        def found(location: Location | None) -> None:
            if location is None or self._doubtful(location):
                # Redis is away, or the owner has not been heard of for a while: it renews its lease, or loses it.
                self._later(LOOK_AGAIN_MS if location is None else min(LOOK_AGAIN_MS, location.left_ms), again)
            elif (refused := self._guessing(location, key)) is not None:
                answer(refusal_answer(asker.request, refused))
            elif location.owner is None:
                self._lookup.guessed_wrong(asker.address)
                answer(None)
            elif location.alive:
                answer(elsewhere(asker.request, location.url))
            elif self._draining() and (place := self._another_place(asker.request)) is not None:
                answer(place)
            elif (fairer := self._lease.fairer_place(code)) is not None:
                answer(elsewhere(asker.request, fairer.url))
            else:
                self._takeover.take(code, location, lambda taken: answer(None) if taken else again())

        self._lookup.look(code, asker.address, found)

    def _doubtful(self, location: Location) -> bool:
        return 0 < location.left_ms < DOUBTFUL * self._lease_ms

    def _guessing(self, location: Location, key: str | None) -> Refused | None:
        """Whether this address has tried too many codes, at any process."""
        if key is None or not self._wrong_codes or location.guesses < self._wrong_codes:
            return None
        if location.key and hmac.compare_digest(key.encode("utf-8", "surrogatepass"), location.key.encode()):
            return None
        return TooManyGuesses(max(1, location.guesses_ms))

    def _another_place(self, request: str) -> ActionSuccess | None:
        others = self._lease.others()
        return elsewhere(request, others[0].url) if others else None


def elsewhere(request: str, url: str) -> ActionSuccess:
    """The answer that redirects to this URL."""
    refusal = Refusal.ELSEWHERE
    return ActionSuccess(request, ok=False, error=refusal.value, message=SENTENCES[refusal], url=url)

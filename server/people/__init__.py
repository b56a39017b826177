"""Names that last: who somebody is, how well they play, what they have played. Nothing of it is on the path of a move.

Rooms know a person by an opaque id alone, and are told it through this protocol. SQLAlchemy and all that comes with it
are imported by `opening.py`, which makes the value that a server is given, and by nobody who does not open people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from aiohttp import web

    from server.gateways.peers import Proxies
    from server.operators.orders import Order
    from server.service import Service


class People(Protocol):
    """All people of one server."""

    def attach(self, app: web.Application, service: Service, proxies: Proxies) -> None:
        """Answer the requests that are about people, over all transports, from `open` on."""

    async def open(self) -> None:
        """Get ready; to be called on the loop before anybody can connect.

        Raises:
            UnusableError: people cannot be kept where they are to be kept.
        """

    async def operate(self, order: Order) -> str:
        """Do what whoever operates the server asks for; returns what to print. Raises CannotDoError."""

    async def close(self) -> None:
        """Let go of everything; afterwards nothing may be asked."""

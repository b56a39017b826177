"""People beyond a single room: accounts and guests, ratings, and match histories. Nothing here is on the path of a
move.

Rooms know a person by an opaque id alone. Only `build.py`, which makes the value of this protocol for a server, and
what it imports need SQLAlchemy.
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
        """Handle the requests about people, over all transports, from `open` on."""

    async def open(self) -> None:
        """Open the database; to be called on the loop before anybody can connect.

        Raises:
            UnusableError: the database cannot be used.
        """

    async def operate(self, order: Order) -> str:
        """Carry out an operator's order; returns what to print. Raises CannotDoError."""

    async def close(self) -> None:
        """Close the database. Nothing may be asked afterwards."""

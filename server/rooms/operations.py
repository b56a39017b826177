"""What an operator can do with the rooms of a running server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from server.operators.orders import CannotDoError

if TYPE_CHECKING:
    from server.operators.orders import Order
    from server.rooms.room import Room
    from server.service import Service

CLOSED: Final = "Whoever runs this server has closed the room."


class RoomOperations:
    """Lists and closes rooms."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def do(self, order: Order) -> str:
        """Carry out the order; returns what to print. Raises CannotDoError."""
        match order.command:
            case "list":
                return "\n".join(map(_line, sorted(self._service.rooms, key=lambda room: room.code)))
            case "close":
                return self._close(order.name)
            case _:
                raise CannotDoError(f"Nothing is known of “{order.command}”.")

    def _close(self, code: str) -> str:
        room = self._service.rooms.find(code)
        if room is None:
            raise CannotDoError(f"There is no room {code}.")
        self._service.close_room(room, CLOSED)
        return f"Room {room.code} is closed."


def _line(room: Room) -> str:
    doing = "waits" if room.game is None else "is over" if room.game.over else "plays"
    here = sum(map(room.is_here, room.members.values()))
    names = ", ".join(member.name for member in room.members.values() if not member.left)
    hidden = ", private" if room.private else ""
    return f"{room.code}  {room.kind.wire.game} {doing}{hidden}, {here} of {len(room.members)} here: {names}"

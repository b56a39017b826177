"""`underdog-server people …` and `underdog-server rooms …`: orders to the servers that run on a directory."""

from __future__ import annotations

import argparse
import os
import secrets
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from server.configcheck import PREFIX
from server.operators.control import LOOPBACK, control_addresses
from server.operators.orders import Order, Report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from server.operators.control import ControlAddress

TIMEOUT_S: Final = 30.0
PASSWORD_BYTES: Final = 16
AREAS: Final = {
    "people": {
        "list": "who is known, the latest first",
        "reset": "give an account a new password, which is printed, and log it out everywhere",
        "remove-picture": "take a picture away that somebody has uploaded",
        "ban": "log somebody out everywhere, and let them in no more",
        "unban": "let somebody in again",
        "export": "print all that is known of somebody, as JSON",
        "delete": "forget who somebody is; the results of their matches stay, without the name",
    },
    "rooms": {"list": "the rooms that are open", "close": "end a room for everybody in it"},
}
_NAMED: Final = {"people": "NAME", "rooms": "CODE"}
_NAME_HELP: Final = {"people": "a username, or a guest's number as `list` shows it", "rooms": "the room's code"}


def main(arguments: Sequence[str]) -> int:
    """Give the order to the server and print its answer. Returns the exit status: 0, 1 if the order is not possible, 2
    if no server takes it.
    """
    order, directory = _read(arguments)
    if not directory:
        return _complain("Say with --data DIR on which directory the server runs (its --control, if it has one).")
    reports = [
        report
        for address in control_addresses(Path(directory)).values()
        if (report := _give(order, address)) is not None
    ]
    if not reports:
        return _complain(f"No server runs on {directory}, or none that you may give orders to.")
    done = [report.text for report in reports if not report.error]
    if not done:
        print(reports[0].error, file=sys.stderr)
        return 1
    # Rooms belong to one server each, people to all of them together.
    print("\n".join(filter(None, done)) if order.area == "rooms" else done[0])
    return 0


def _read(arguments: Sequence[str]) -> tuple[Order, str]:
    area, *rest = arguments
    parser = argparse.ArgumentParser(f"underdog-server {area}", description=f"About the {area} of a running server.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, text in AREAS[area].items():
        command = commands.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
        command.add_argument(
            "--data", metavar="DIR", default=None, help="what the server was given as --data, or --control"
        )
        if name != "list":
            command.add_argument("name", metavar=_NAMED[area], help=_NAME_HELP[area])
        elif area == "people":
            command.add_argument("text", metavar="TEXT", nargs="?", default="", help="only those with this in the name")
            command.add_argument("--page", type=int, default=1, metavar="N", help="which page of the list")
    flags = vars(parser.parse_args(rest))
    directory = flags.pop("data") or os.environ.get(f"{PREFIX}DATA", "")
    if flags["command"] == "reset":
        # Chosen here: all processes of a server are told, and the one that is printed is everybody's.
        flags["text"] = secrets.token_urlsafe(PASSWORD_BYTES)
    return Order(area, **flags), directory


def _give(order: Order, address: ControlAddress) -> Report | None:
    """The server's answer to the order; None if it no longer runs."""
    request = urllib.request.Request(
        f"http://{LOOPBACK}:{address.port}/",
        data=msgspec.json.encode(order),
        headers={"Authorization": f"Bearer {address.secret}"},
    )
    # No proxy that the environment names has any part in this.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=TIMEOUT_S) as answer:
            return msgspec.json.decode(answer.read(), type=Report)
    except (OSError, msgspec.DecodeError):
        return None


def _complain(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2

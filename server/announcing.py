"""Announces the server on the local network (DNS-SD), so that nobody needs to type its address.

Everything happens on a thread of its own. Failures are logged in one line and do not affect the server.
"""

from __future__ import annotations

import logging
import secrets
import socket
import threading
from typing import TYPE_CHECKING, Final

from netcode.discovery import SERVICE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zeroconf import ServiceInfo

    from netcode.discovery import Announcement

log = logging.getLogger(__name__)

GOODBYE_S: Final = 2.0
_EVERYWHERE: Final = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - compared, not bound


class Announcer:
    """Announces one server from `start` to `stop`. Neither waits for the network."""

    def __init__(self, announcement: Announcement, addresses: Sequence[str]) -> None:
        self._announcement = announcement
        self._addresses = [address for address in addresses if ":" not in address]
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="underdog-announcing", daemon=True)

    def start(self) -> None:
        """Begin to announce, unless there is no address."""
        if self._addresses:
            self._thread.start()

    def stop(self) -> None:
        """Begin to say goodbye, so that browsers drop the server at once, and return."""
        self._end.set()

    def wait(self) -> None:
        """After `stop`: wait briefly until the goodbye was sent. A program must call this before it ends."""
        if self._thread.is_alive():
            self._thread.join(GOODBYE_S)

    def _run(self) -> None:
        try:
            # Imported here because it is slow to import, and not needed by servers that announce nothing.
            from zeroconf import IPVersion, Zeroconf

            network = Zeroconf(interfaces=self._addresses, ip_version=IPVersion.V4Only)
        except (ImportError, OSError) as error:
            log.warning("This server is not announced on the local network: %s", error)
            return
        try:
            # The name is random, so no other server needs to be asked whether it is taken.
            network.register_service(self._service(), cooperating_responders=True)
            self._end.wait()
        except Exception:
            # An optional convenience on a thread of its own: nobody else could handle it.
            log.warning("This server is no longer announced on the local network.", exc_info=True)
        finally:
            network.close()

    def _service(self) -> ServiceInfo:
        from zeroconf import ServiceInfo

        name = f"underdog-{secrets.token_hex(6)}"
        return ServiceInfo(
            SERVICE,
            f"{name}.{SERVICE}",
            port=self._announcement.port,
            addresses=[socket.inet_aton(address) for address in self._addresses],
            properties=self._announcement.properties(),
            server=f"{name}.local.",
        )


def announced_addresses(host: str) -> list[str]:
    """The addresses of this machine at which others reach a server that listens on `host`."""
    return lan_addresses() if host in _EVERYWHERE else [host]


def lan_addresses() -> list[str]:
    """This machine's IPv4 addresses on its networks, the most likely one first; empty without a network."""
    found = [_outgoing_address(), *_named_addresses()]
    return list(dict.fromkeys(address for address in found if address and not address.startswith("127.")))


def _outgoing_address() -> str | None:
    # Connecting a datagram socket sends nothing: it only asks which of our addresses would be used.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        address: str = probe.getsockname()[0]
        return address


def _named_addresses() -> list[str]:
    try:
        return socket.gethostbyname_ex(socket.gethostname())[2]
    except OSError:
        return []

"""Puts an application on a port and takes it off again, for headless servers, embedded ones and tests alike."""

from __future__ import annotations

import errno
import logging
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from server.app import ADMISSION, SERVICE
from server.configcheck import metrics_place
from server.gateways.acceptor import Acceptor
from server.gateways.metrics import separate_app
from server.tls import tls_context

if TYPE_CHECKING:
    from server.config import Config

# How long open connections may take to end when the server stops: longer than a WebSocket waits for the other end to
# agree, or the two would end it at the same moment.
STOP_S: Final = 2.0
# What Windows says when a port is taken exclusively.
_WSAEACCES: Final = 10013


class PortInUse(OSError):
    """Another program already listens on `port`."""

    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} is already in use: another server may be running. Choose another port.")
        self.port = port


class _HttpLog(logging.LoggerAdapter[logging.Logger]):
    """aiohttp's log. Clients that send invalid HTTP or hang up in the middle get one line with the kind of error, where
    aiohttp would log a traceback with everything that was sent.
    """

    def exception(self, msg: object, *args: object, exc_info: Any = True, **more: Any) -> None:
        """See `logging.Logger.exception`."""
        if isinstance(exc_info, HttpProcessingError | web.RequestPayloadError | ConnectionResetError):
            self.info("a request came to nothing: %s", type(exc_info).__name__)
        else:
            super().exception(msg, *args, exc_info=exc_info, **more)


class Listener:
    """An application that listens. `port` is the real one, also when 0 was asked for."""

    def __init__(self, app: web.Application, config: Config) -> None:
        self._app = app
        self._config = config
        self._runner = web.AppRunner(
            app,
            keepalive_timeout=config.keepalive_s,
            shutdown_timeout=STOP_S,
            handle_signals=False,
            # No compression: messages are small, and a few bytes could unpack to very many.
            auto_decompress=False,
            logger=_HttpLog(logging.getLogger(__name__)),
        )
        self._acceptor: Acceptor | None = None
        self._metrics: web.AppRunner | None = None
        self.port = config.port
        # Where /metrics alone is served, if anywhere.
        self.metrics_port: int | None = None

    async def start(self) -> None:
        """Listen.

        Raises:
            PortInUse: the port, or that of the metrics, is taken.
            OSError: the address is not one of this machine's.
            BadCertificate: the certificate or key cannot be used.
        """
        tls = tls_context(self._config)
        await self._runner.setup()
        server = self._runner.server
        assert server is not None
        self._acceptor = Acceptor(self._app[ADMISSION], server, tls, self._config.handshake_s)
        try:
            self.port = self._listen(self._acceptor)
        except OSError as error:
            await self.stop()
            if error.errno in {errno.EADDRINUSE, _WSAEACCES}:
                raise PortInUse(self._config.port) from error
            raise
        await self._serve_metrics()

    def _listen(self, acceptor: Acceptor) -> int:
        config = self._config
        if config.own_port:
            acceptor.listen(config.host, config.own_port)
        return acceptor.listen(config.host, config.port, shared=bool(config.own_port))

    async def _serve_metrics(self) -> None:
        place = metrics_place(self._config)
        if place is None:
            return
        self._metrics = web.AppRunner(separate_app(self._app[SERVICE]), handle_signals=False, shutdown_timeout=STOP_S)
        await self._metrics.setup()
        try:
            await web.TCPSite(self._metrics, *place).start()
        except OSError as error:
            await self.stop()
            raise PortInUse(place[1]) if error.errno in {errno.EADDRINUSE, _WSAEACCES} else error from error
        self.metrics_port = self._metrics.addresses[0][1]

    async def stop(self) -> None:
        """Stop listening, close all connections, and wait until everything has ended."""
        if self._acceptor is not None:
            await self._acceptor.close()
        self._app[ADMISSION].close()
        self._app[SERVICE].stop()
        await self._runner.cleanup()
        if self._metrics is not None:
            await self._metrics.cleanup()

"""`GET /metrics`: the server's metrics in the text format of Prometheus.

The only module that imports prometheus-client. Players' programs come without it; the route then says so.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from server.gateways.answers import error_response

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from server.meters import Histogram
    from server.service import Service

_MISSING: Final = "This server counts nothing for operators: it was installed without its extra named server."


def attach(app: web.Application, service: Service) -> None:
    """Add the route to the application, unless the configuration has another place for it, or none."""
    config = service.config
    if not config.metrics_host and (config.metrics_token or not config.public):
        app.router.add_get("/metrics", _route(service))


def separate_app(service: Service) -> web.Application:
    """An application with this route alone, for an address of its own."""
    app = web.Application()
    app.router.add_get("/metrics", _route(service))
    return app


def _route(service: Service) -> Callable[[web.Request], Awaitable[web.Response]]:
    page = _page(service)
    token = service.config.metrics_token

    async def metrics(request: web.Request) -> web.Response:
        sent = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
        if token and not hmac.compare_digest(sent, f"Bearer {token}".encode()):
            answer = error_response(
                401, "UNAUTHORIZED", "Send the token of --metrics-token: Authorization: Bearer TOKEN."
            )
            answer.headers["WWW-Authenticate"] = "Bearer"
            return answer
        if page is None:
            return error_response(501, "NOT_IMPLEMENTED", _MISSING)
        if service.people_trouble is not None:
            service.meters.people_away = await service.people_trouble() is not None
        return web.Response(body=page(), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})

    return metrics


def _page(service: Service) -> Callable[[], bytes] | None:
    """The function that renders the page; None without the library."""
    try:
        import prometheus_client as prometheus
        from prometheus_client import core
    except ImportError:
        return None
    registry = prometheus.CollectorRegistry()
    registry.register(_Collector(core, service))
    return lambda: prometheus.generate_latest(registry)


class _Collector:
    """Reads the counts whenever metrics are asked for. `core` is prometheus-client's module of metric families."""

    def __init__(self, core: Any, service: Service) -> None:
        self._core = core
        self._service = service

    def collect(self) -> Iterator[Any]:
        """All metric families, as prometheus-client asks for them."""
        gauge, counter = self._core.GaugeMetricFamily, self._core.CounterMetricFamily
        meters, figures = self._service.meters, self._service.store_figures
        rooms = list(self._service.rooms)
        playing = sum(room.game is not None and not room.game.over for room in rooms)
        yield gauge("underdog_rooms", "Open rooms.", len(rooms))
        yield gauge("underdog_rooms_playing", "Rooms with a running match.", playing)
        yield self._by(gauge, "underdog_connections", "Open connections.", "transport", meters.open)
        yield self._by(counter, "underdog_connections_opened", "Connections so far.", "transport", meters.opened)
        yield self._by(
            counter, "underdog_sockets_turned_away", "Sockets refused or closed early.", "reason", meters.turned_away
        )
        yield counter("underdog_moves", "Moves played.", meters.requests["MakeMove"])
        yield self._by(counter, "underdog_requests", "Requests that were done.", "request", meters.requests)
        yield self._by(counter, "underdog_refusals", "Requests that were refused.", "code", meters.refusals)
        yield counter("underdog_faults", "Requests that failed by a fault of the server's own.", meters.faults)
        yield counter("underdog_commits", "Changes of rooms.", figures.commits)
        yield self._core.SummaryMetricFamily(
            "underdog_commit_seconds", "Writing batches of changes to disk.", figures.writes, figures.write_s
        )
        yield gauge(
            "underdog_store_failing", "1 while the disk cannot be written.", self._service.store_failing is not None
        )
        yield gauge(
            "underdog_people_away", "1 while the database of people does not answer.", self._service.meters.people_away
        )
        waiting = self._service.records.waiting
        yield gauge("underdog_results_waiting", "Finished matches that are not on record yet.", waiting)
        yield self._histogram("underdog_loop_lag_seconds", "How late the event loop is.", meters.lag_s)

    @staticmethod
    def _by(family: Any, name: str, text: str, label: str, counts: dict[str, int]) -> Any:
        made = family(name, text, labels=[label])
        for key, count in sorted(counts.items()):
            made.add_metric([key], count)
        return made

    def _histogram(self, name: str, text: str, values: Histogram) -> Any:
        so_far = 0
        buckets = []
        for bound, count in zip((*values.bounds, "+Inf"), values.counts, strict=True):
            so_far += count
            buckets.append((str(bound), so_far))
        return self._core.HistogramMetricFamily(name, text, buckets=buckets, sum_value=values.sum)

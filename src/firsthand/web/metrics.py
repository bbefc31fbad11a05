"""Owns the server's counters, in Prometheus' text form. No address, name or word of anybody is ever a label."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from firsthand.web.work import State

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """The counters of one server; `text` gives them as they are now."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "firsthand_requests", "Requests answered.", ("method", "route", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "firsthand_request_seconds",
            "Seconds to an answer's first byte.",
            ("route",),
            buckets=SECONDS,
            registry=self._registry,
        )
        self._refused = Counter(
            "firsthand_refused", "Requests refused before a page saw them.", ("why",), registry=self._registry
        )
        self._pool = Gauge("firsthand_pool", "The worker processes and their jobs.", ("what",), registry=self._registry)
        self._jobs = Gauge("firsthand_add_jobs", "Add jobs by state.", ("state",), registry=self._registry)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Counts one answer; `route` is the route's pattern, never the path that was asked for."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def refused(self, why: str) -> None:
        """Counts a request that no page saw; `why` is one word."""
        self._refused.labels(why).inc()

    def text(self, pool: State, jobs: dict[str, int]) -> bytes:
        """Everything counted, and how pool and jobs are now."""
        for what in State.__slots__:
            self._pool.labels(what).set(getattr(pool, what))
        for state, count in jobs.items():
            self._jobs.labels(state).set(count)
        return generate_latest(self._registry)

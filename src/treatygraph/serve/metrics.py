"""Counts what the server does, for Prometheus.

Must not decide anything by what it counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

MEDIA_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """What is counted of requests; `state` is asked for the rest when somebody looks."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter("treatygraph_requests", "Requests by what they ask for and the status of the answer.",
                                 ("kind", "status"), registry=self._registry)
        self._seconds = Histogram("treatygraph_request_seconds", "Seconds from a request to the end of its answer.",
                                  ("kind",), buckets=_SECONDS, registry=self._registry)
        self._sent = Counter("treatygraph_sent_bytes", "Bytes of the bodies of answers.", registry=self._registry)
        self._kept = Counter("treatygraph_kept_answers", "Answers given from memory.", registry=self._registry)
        ProcessCollector(registry=self._registry)

    def of_request(self, kind: str, status: int, seconds: float, size: int) -> None:
        """Count a request."""
        self._requests.labels(kind, str(status)).inc()
        self._seconds.labels(kind).observe(seconds)
        self._sent.inc(size)

    def of_kept(self) -> None:
        """Count an answer that was given from memory."""
        self._kept.inc()

    def watch(self, pools: Mapping[str, Callable[[], Mapping[str, int]]], numbers: Mapping[str, Callable[[], float]],
              ended: Callable[[], Mapping[str, int]]) -> None:
        """Say where the state is: of pools by name, other numbers by theirs, and why connections were ended."""
        self._registry.register(_State(pools, numbers, ended))

    def written(self) -> bytes:
        """Return all of it as Prometheus reads it (text format 0.0.4)."""
        return generate_latest(self._registry)


class _State(Collector):
    """The state of the server at the moment when somebody looks."""

    def __init__(self, pools: Mapping[str, Callable[[], Mapping[str, int]]],
                 numbers: Mapping[str, Callable[[], float]], ended: Callable[[], Mapping[str, int]]) -> None:
        self._pools, self._numbers, self._ended = pools, numbers, ended

    def collect(self) -> Iterator[Metric]:
        """Yield what there is."""
        jobs = GaugeMetricFamily("treatygraph_pool", "Workers alive, and jobs that run, are long, and wait.",
                                 labels=("pool", "what"))
        for name, state in self._pools.items():
            for what, number in state().items():
                jobs.add_metric((name, what), number)
        yield jobs
        for name, now in self._numbers.items():
            yield GaugeMetricFamily(f"treatygraph_{name}", f"Now: {name.replace('_', ' ')}.", value=now())
        ended = CounterMetricFamily("treatygraph_connections_ended", "Connections ended or refused, by why.",
                                    labels=("why",))
        for why, number in self._ended().items():
            ended.add_metric((why,), number)
        yield ended

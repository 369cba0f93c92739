"""/metrics: the daemon and its archive in Prometheus' text format, by Prometheus' own library.

Read by a thread of its own from a read-only connection; nothing is written.  Labels are closed sets
and the names of chores, never hosts or addresses: their number is bounded.
"""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from archive_watch import __version__
from archive_watch.daemon.vitals import Vitals
from archive_watch.model.clock import parse_utc
from archive_watch.services.telling.tell_health import Messages
from archive_watch.services.telling.tell_status import Status

_PREFIX = "archive_watch_"


def metrics_text(vitals: Vitals, status: Status | None, *, now_seconds: float) -> bytes:
    """The whole exposition; without a ``status`` (the archive cannot be read) the daemon's alone."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Facts(vitals, status, now_seconds))
    return generate_latest(registry)


class _Facts(Collector):
    def __init__(self, vitals: Vitals, status: Status | None, now_seconds: float) -> None:
        self._vitals = vitals
        self._status = status
        self._now = now_seconds

    def describe(self) -> list[Metric]:
        """Nothing: what there is, is only known when it is asked for."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Every metric."""
        yield from self._of_the_daemon()
        up = self._status is not None
        yield _gauge("archive_readable", "1 where the archive can be read.", float(up))
        if self._status is not None:
            yield from self._of_pages(self._status)
            yield from self._of_budgets(self._status)
            yield from self._of_the_watch(self._status)
            yield from self._of_messages(self._status.health.messages)

    def _of_the_daemon(self) -> Iterator[Metric]:
        vitals = self._vitals
        build = GaugeMetricFamily(_PREFIX + "build_info", "The program.", labels=["version"])
        build.add_metric([__version__], 1.0)
        yield build
        yield _gauge("ready", "1 when nothing is in the way.", float(vitals.unready() is None))
        yield _gauge(
            "beat_age_seconds", "Since the loop last came round.", vitals.beat_age_seconds()
        )
        yield _gauge("loop_lag_seconds", "How late the event loop is.", vitals.loop_lag_seconds)
        yield _gauge(
            "clock_ahead_seconds",
            "The daemon's time less the system's, after that was set back.",
            vitals.clock_ahead_seconds,
        )
        checks = CounterMetricFamily(
            _PREFIX + "checks", "Checks since the start.", labels=["outcome"]
        )
        for outcome, count in sorted(dict(vitals.checks).items()):
            checks.add_metric([outcome], count)
        yield checks

    def _of_pages(self, status: Status) -> Iterator[Metric]:
        health = status.health
        yield _by("pages", "Watched pages by state.", "state", status.states)
        yield _by("links", "Links by state.", "state", status.links)
        yield _gauge("pages_due", "Pages that are due now.", status.due)
        yield _gauge("pages_overdue", "Pages due for over an hour.", health.overdue)
        yield _gauge("pages_never_read", "Watched pages without a version.", status.never_read)
        yield _gauge(
            "pages_no_longer_named",
            "Pages taken out of [[watch]] that are still watched.",
            len(status.no_longer_named),
        )
        yield _gauge("pages_scheduled", "Pages that are checked again and again.", health.scheduled)
        yield _gauge("changes_recorded", "Changes that stand.", status.changes)
        if health.coverage is not None:
            yield _gauge("coverage_ratio", "Share of pages checked in time.", health.coverage)
        if health.round_seconds is not None:
            yield _gauge(
                "round_seconds", "Since the longest unchecked page's check.", health.round_seconds
            )
        if health.full_round_seconds is not None:
            yield _gauge(
                "full_round_seconds",
                "What a round takes at the hosts' pace and budget.",
                health.full_round_seconds,
            )
        overdue = self._age(health.oldest_due_at) or 0.0
        yield _gauge("oldest_overdue_seconds", "How long the latest page is overdue.", overdue)
        yield from self._ages(
            "last_check_age_seconds", "Since any page was checked.", health.last_check_at
        )

    def _of_budgets(self, status: Status) -> Iterator[Metric]:
        """Sums: hosts are never labels."""
        budget, hosts = status.budget_per_host_per_day, status.budgets
        if budget is None:
            return
        resting = sum(1 for host in hosts if host.rests_until)
        spent = sum(host.spent for host in hosts)
        yield _gauge("budget_requests", "What a host may be asked for in 24 hours.", budget)
        yield _gauge("budget_spent_requests", "What all hosts were asked for in 24 hours.", spent)
        yield _gauge("budget_resting_hosts", "Hosts whose budget is spent.", resting)

    def _of_the_watch(self, status: Status) -> Iterator[Metric]:
        health = status.health
        kinds: dict[str, int] = {}
        for incident in status.incidents:
            kinds[incident["kind"]] = kinds.get(incident["kind"], 0) + 1
        yield _by("open_incidents", "Open incidents by kind.", "kind", kinds)
        yield _gauge("closed_hosts", "Hosts that are left alone or blocked.", len(health.closed))
        yield _gauge("archive_bytes", "The database file.", health.archive_bytes)
        yield _gauge("log_bytes", "The write-ahead log.", health.log_bytes)
        if health.disk_free_bytes is not None:
            yield _gauge("disk_free_bytes", "Room on the archive's disk.", health.disk_free_bytes)
        yield from self._ages("last_copy_age_seconds", "Since the last copy.", health.last_copy_at)
        ages = {one.name: self._age(one.last_ok_at) for one in health.chores}
        known = {name: age for name, age in ages.items() if age is not None}
        yield _by("chore_age_seconds", "Since a chore last ended well.", "chore", known)
        failures = {one.name: one.failures for one in health.chores}
        yield _by("chore_failures", "Failures of a chore in a row.", "chore", failures)
        yield _gauge("not_well", "Reasons why the watch is not well.", len(health.reasons))

    def _of_messages(self, messages: Messages) -> Iterator[Metric]:
        """What waits to be told; which channel it waits for stands in ``notify list``."""
        oldest = self._age(messages.oldest_at) or 0.0
        yield _gauge("messages_waiting", "Messages that no channel took yet.", messages.waiting)
        yield _gauge("oldest_message_age_seconds", "How long the oldest of them waits.", oldest)
        yield _gauge("messages_given_up", "Messages that are tried no more.", messages.given_up)
        yield _gauge("channels", "Channels that are told.", messages.channels)
        yield _gauge(
            "channels_failing",
            "Channels that took nothing when they were tried last.",
            len(messages.failing),
        )

    def _ages(self, name: str, meaning: str, at: str | None) -> Iterator[Metric]:
        age = self._age(at)
        if age is not None:
            yield _gauge(name, meaning, age)

    def _age(self, at: str | None) -> float | None:
        return None if at is None else max(0.0, self._now - parse_utc(at).timestamp())


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(_PREFIX + name, meaning, value=value)


def _by(name: str, meaning: str, label: str, values: dict[str, int] | dict[str, float]) -> Metric:
    family = GaugeMetricFamily(_PREFIX + name, meaning, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family

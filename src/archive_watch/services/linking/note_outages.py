"""Tell that a host's links began to fail together: one incident, instead of each link by itself.

Looked at after every run, for the hosts that were asked.  It is over once fewer of them fail.
"""

from __future__ import annotations

from collections.abc import Collection

from archive_watch.classify.host_links import FEWEST_LINKS, HostOutage, host_outages
from archive_watch.model.incident import IncidentKind
from archive_watch.report.moments import when
from archive_watch.services.watch import Watch
from archive_watch.storage.incidents import close_incidents, is_open, keep_incident
from archive_watch.storage.links import failing_once_good, healths_of_host

_KIND = IncidentKind.LINKS_FAILING


def note_outages(watch: Watch, hosts: Collection[str]) -> None:
    """Open, bring up to date or close the incidents of these hosts."""
    for host in sorted(hosts):
        failing = failing_once_good(watch.archive, host)
        if failing < FEWEST_LINKS and not is_open(watch.archive, kind=_KIND, host=host):
            continue
        healths = [(host, health) for health in healths_of_host(watch.archive, host)]
        outage = next(iter(host_outages(healths)), None)
        with watch.archive.writing():
            if outage is None:
                close_incidents(watch.archive, kind=_KIND, host=host, at=watch.now())
            else:
                _keep(watch, outage)


def _keep(watch: Watch, outage: HostOutage) -> None:
    rest = (
        "no other link to it is good"
        if outage.is_whole_host
        else f"{outage.good:,} others are good"
    )
    why = f" ({outage.reason.replace('_', ' ')})" if outage.reason is not None else ""
    keep_incident(
        watch.archive,
        kind=_KIND,
        host=outage.host,
        began=outage.since,
        last=outage.until,
        times=outage.failing,
        detail=f"{outage.failing:,} links that were good began to fail{why} between"
        f" {when(outage.since)} and {when(outage.until)}, {outage.proved:,} of them are proved dead;"
        f" {rest}",
    )

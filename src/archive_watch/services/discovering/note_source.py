"""Note what stands between a discovery and its sources: kept with the source, and as an incident.

A host that answers with block pages in the place of its sitemaps, and of which no source can be
read, shuts the watch out: an incident of the host.  It is over when a source of the host can be read
again and no page of it is blocked.
"""

from __future__ import annotations

from collections.abc import Mapping

import structlog

from archive_watch.model.incident import IncidentKind
from archive_watch.services.discovering.ask_source import Asked
from archive_watch.services.discovering.keep_source import Rules
from archive_watch.services.watch import Watch
from archive_watch.storage import discovery, sites
from archive_watch.storage.incidents import close_incidents, has_open_incident, raise_incident

_KIND = IncidentKind.BLOCKED_HOST
_log = structlog.get_logger()


def note_source_fault(
    watch: Watch, rules: Rules, start: str, url: str, asked: Asked, *, since: str | None
) -> None:
    """Keep why the source at ``url`` could not be read; ``since`` when that is known already."""
    error = asked.error or "unknown"
    _log.debug("a source could not be read", url=url, error=error)
    if not rules.dry_run:
        now = watch.now()
        with watch.archive.writing():
            source_id = discovery.note_asked(watch.archive, start, url, at=now)
            discovery.note_fault(watch.archive, source_id, error, since=since or now)


def note_standing(watch: Watch, rules: Rules, *, shut: Mapping[str, str], read: set[str]) -> None:
    """Open or close the incidents of hosts after a walk.

    ``shut`` is the evidence by host, ``read`` the hosts of which a source could be read.
    """
    if rules.dry_run:
        return
    for host, evidence in shut.items():
        if host not in read:
            with watch.archive.writing():
                raise_incident(
                    watch.archive, kind=_KIND, host=host, detail=evidence, at=watch.now()
                )
    for host in read:
        is_open = has_open_incident(watch.archive, host=host)
        if is_open and not sites.has_blocked_page(watch.archive, host):
            with watch.archive.writing():
                close_incidents(watch.archive, kind=_KIND, host=host, at=watch.now())

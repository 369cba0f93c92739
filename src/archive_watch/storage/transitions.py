"""What came to pass, in order: written by triggers (migration 0022), read here.

A change that was superseded since is no news, and neither is a link that no current page has, or that
began to fail with all others of its host, which is an incident: what is
asked for is what still stands.  But who was told of a change that is withdrawn has to hear that.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from archive_watch.classify.link_target import nearest
from archive_watch.model.change import ChangeKind
from archive_watch.model.incident import IncidentKind
from archive_watch.model.notice import Transition, TransitionKind
from archive_watch.report.weights import weight_of
from archive_watch.storage.clusters import FINDING
from archive_watch.storage.database import Archive, Row
from archive_watch.storage.known_hosts import JOIN_KNOWN, TARGET

_CHANGES = f"""SELECT t.id, t.kind, t.subject_id, t.at, c.severity, c.kind AS change, c.aspects,
    s.host, coalesce(p.tags, '[]') AS tags, {FINDING} AS finding
  FROM transitions t JOIN changes c ON c.id = t.subject_id LEFT JOIN pages p ON p.id = c.page_id
  JOIN sites s ON s.id = coalesce(p.site_id, c.site_id)
  WHERE t.kind = 'change' AND t.id > :after AND t.id <= :until AND t.at >= :since
    AND c.superseded_at IS NULL AND c.severity > 0
    AND coalesce((SELECT o.kind FROM transitions o JOIN told d ON d.transition_id = o.id
      WHERE d.channel = :channel AND o.subject_id = c.id AND o.id < t.id
        AND o.kind IN ('change', 'change_withdrawn') ORDER BY o.id DESC LIMIT 1), '') <> 'change'"""
# What a channel was told of, and what nothing that stands has taken the place of.
_WITHDRAWN = """SELECT t.id, t.kind, t.subject_id, t.at, c.severity, c.kind AS change, c.aspects,
    s.host, coalesce(p.tags, '[]') AS tags, NULL AS finding
  FROM transitions t JOIN changes c ON c.id = t.subject_id LEFT JOIN pages p ON p.id = c.page_id
  JOIN sites s ON s.id = coalesce(p.site_id, c.site_id)
  WHERE t.kind = 'change_withdrawn' AND t.id > :after AND t.id <= :until AND t.at >= :since
    AND c.superseded_at IS NOT NULL AND EXISTS (SELECT 1 FROM transitions o
      JOIN told d ON d.transition_id = o.id WHERE d.channel = :channel AND o.kind = 'change'
        AND o.subject_id = c.id AND o.id < t.id)
    AND NOT EXISTS (SELECT 1 FROM changes n
      WHERE (n.page_id = c.page_id OR (n.site_id = c.site_id AND n.cluster = c.cluster))
        AND n.superseded_at IS NULL AND n.severity > 0 AND n.not_before <= c.not_after
        AND c.not_before <= n.not_after)"""
_INCIDENTS = """SELECT t.id, t.kind, t.subject_id, t.at, i.kind AS incident, i.host,
    i.change_id, coalesce(p.tags, '[]') AS tags
  FROM transitions t JOIN incidents i ON i.id = t.subject_id LEFT JOIN pages p ON p.id = i.page_id
  WHERE t.kind IN ('incident_opened', 'incident_closed') AND t.id > :after AND t.id <= :until
    AND t.at >= :since"""
_LINKS = f"""SELECT t.id, t.kind, t.subject_id, t.at, json_group_array(DISTINCT s.host) AS hosts,
    json_group_array(DISTINCT {TARGET}) AS targets, json_group_array(p.tags) AS tags
  FROM transitions t JOIN page_links k ON k.link_id = t.subject_id JOIN links l ON l.id = k.link_id
  JOIN versions v ON v.id = k.version_id AND v.is_current = 1
  JOIN pages p ON p.id = v.page_id JOIN sites s ON s.id = p.site_id{JOIN_KNOWN}
  WHERE t.kind IN ('link_broken', 'link_recovered') AND t.id > :after AND t.id <= :until
    AND t.at >= :since AND NOT EXISTS (SELECT 1 FROM incidents o
      WHERE o.kind = '{IncidentKind.LINKS_FAILING.value}' AND o.host = l.host
        AND o.opened_at <= t.at AND t.at <= coalesce(o.closed_at, t.at)
        AND (t.kind = 'link_recovered' OR l.failing_since IS NULL
          OR l.failing_since BETWEEN o.opened_at AND o.last_seen_at))
  GROUP BY t.id"""


def newest_transition(archive: Archive) -> int:
    """The number of the last thing that came to pass; 0: nothing has."""
    return archive.number("SELECT max(id) FROM transitions")


def transitions_between(
    archive: Archive, channel: str, *, after: int, until: int, since: str
) -> tuple[Transition, ...]:
    """What came to pass after one and up to another of them, as far as it was seen ``since``.

    What ``channel`` was told decides which changes it has to hear of again, or are withdrawn.
    """
    bounds: dict[str, object] = {"after": after, "until": until, "since": since}
    of_channel = {**bounds, "channel": channel}
    found = [
        *(_change(row) for row in archive.rows(_CHANGES, of_channel)),
        *(_change(row) for row in archive.rows(_WITHDRAWN, of_channel)),
        *(_incident(row) for row in archive.rows(_INCIDENTS, bounds)),
        *(_link(row) for row in archive.rows(_LINKS, bounds)),
    ]
    return tuple(sorted(found, key=lambda one: one.id))


def _change(row: Row) -> Transition:
    return Transition(
        id=row["id"],
        kind=TransitionKind(row["kind"]),
        subject_id=row["subject_id"],
        at=row["at"],
        severity=row["severity"],
        kinds=tuple(dict.fromkeys([row["change"], *json.loads(row["aspects"])])),
        hosts=(row["host"],),
        tags=tuple(json.loads(row["tags"])),
        finding=row["finding"],
    )


def _incident(row: Row) -> Transition:
    kind = TransitionKind(row["kind"])
    return Transition(
        id=row["id"],
        kind=kind,
        subject_id=row["subject_id"],
        at=row["at"],
        severity=weight_of(kind, incident=row["incident"]),
        kinds=("incident", row["incident"]),
        hosts=(row["host"],),
        tags=tuple(json.loads(row["tags"])),
        change_id=row["change_id"],
    )


def _link(row: Row) -> Transition:
    kind = TransitionKind(row["kind"])
    tags = [tag for of_page in json.loads(row["tags"]) for tag in json.loads(of_page)]
    return Transition(
        id=row["id"],
        kind=kind,
        subject_id=row["subject_id"],
        at=row["at"],
        severity=weight_of(kind, target=nearest(json.loads(row["targets"]))),
        kinds=(kind.value,),
        hosts=tuple(json.loads(row["hosts"])),
        tags=tuple(dict.fromkeys(tags)),
    )


_UNRESOLVED = f"""SELECT t.id, t.kind, t.subject_id, t.at FROM transitions t
  WHERE t.id > :after AND t.id <= :until AND t.at >= :since AND (
    (t.kind = 'incident_opened' AND EXISTS (SELECT 1 FROM incidents i WHERE i.id = t.subject_id
      AND i.closed_at IS NULL))
    OR (t.kind = 'change' AND EXISTS (SELECT 1 FROM changes c JOIN pages p ON p.id = c.page_id
      WHERE c.id = t.subject_id AND c.kind = '{ChangeKind.REMOVED.value}'
      AND c.superseded_at IS NULL AND p.state = 'removed' AND NOT EXISTS (SELECT 1 FROM changes n
        WHERE n.page_id = c.page_id AND n.superseded_at IS NULL AND n.not_after > c.not_after))))"""


def unresolved(
    archive: Archive, *, after: int, until: int, since: str
) -> Iterator[tuple[int, str]]:
    """The takedowns and incidents of that stretch that still stand: number, and since when."""
    for row in archive.rows(_UNRESOLVED, {"after": after, "until": until, "since": since}):
        yield row["id"], row["at"]


def reminded(archive: Archive, channel: str) -> set[tuple[int, int]]:
    """What a channel was reminded of: the transition, and after how many days."""
    rows = archive.rows("SELECT transition_id, days FROM reminders WHERE channel = ?", (channel,))
    return {(row["transition_id"], row["days"]) for row in rows}


def note_reminders(archive: Archive, channel: str, of: set[tuple[int, int]], *, at: str) -> None:
    """Remember what a channel was reminded of, in the caller's transaction."""
    archive.conn.executemany(
        "INSERT INTO reminders (channel, transition_id, days, at) VALUES (?, ?, ?, ?)",
        [(channel, transition, days, at) for transition, days in sorted(of)],
    )

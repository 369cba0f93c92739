"""What is known beside a link's own checks: what made-up addresses were answered, who leads where.

And the hosts that answered lately, by which it can be told whether the way out is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive_watch.model.imprint import SiblingAnswer, imprint_from, imprint_text
from archive_watch.storage.database import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSibling:
    """What a made-up address was answered; ``tells_apart``: a page beside it was another."""

    answer: SiblingAnswer
    tells_apart: bool = False


def load_sibling(archive: Archive, host: str, segment: str, *, since: str) -> KnownSibling | None:
    """What a made-up address under ``segment`` of ``host`` was answered; None: not asked since."""
    row = archive.row(
        "SELECT status, final_url, title, imprint, tells_apart FROM link_siblings"
        " WHERE host = ? AND segment = ? AND asked_at >= ?",
        (host, segment, since),
    )
    if row is None:
        return None
    imprint = row["imprint"]
    answer = SiblingAnswer(
        status=row["status"],
        final_url=row["final_url"],
        imprint=None if imprint is None else imprint_from(imprint, title=row["title"] or ""),
    )
    return KnownSibling(answer=answer, tells_apart=bool(row["tells_apart"]))


def note_told_apart(archive: Archive, host: str, segment: str) -> None:
    """An address beside the made-up one was answered with another page than it was."""
    with archive.writing() as conn:
        conn.execute(
            "UPDATE link_siblings SET tells_apart = 1 WHERE host = ? AND segment = ?",
            (host, segment),
        )


def keep_sibling(
    archive: Archive, host: str, segment: str, sibling: SiblingAnswer, *, url: str, at: str
) -> None:
    """Keep what the made-up address ``url`` was answered, in place of what was there."""
    imprint = sibling.imprint
    with archive.writing() as conn:
        conn.execute(
            "INSERT OR REPLACE INTO link_siblings (host, segment, url, status, final_url, title,"
            " imprint, asked_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                host,
                segment,
                url,
                sibling.status,
                sibling.final_url,
                None if imprint is None else imprint.title,
                None if imprint is None else imprint_text(imprint),
                at,
            ),
        )


def others_leading_to(archive: Archive, host: str, final_url: str, *, but: str) -> int:
    """How many addresses of ``host``, ``but`` not counted, were last seen to lead to ``final_url``.

    An address counts once, whatever places of its page are linked to.
    """
    return archive.number(
        "SELECT count(DISTINCT CASE instr(url, '#') WHEN 0 THEN url"
        " ELSE substr(url, 1, instr(url, '#') - 1) END) FROM links"
        " WHERE host = :host AND final_url = :target AND final_url <> url"
        " AND url <> :but AND substr(url, 1, length(:but) + 1) <> :but || '#'"
        " AND url <> :target AND substr(url, 1, length(:target) + 1) <> :target || '#'",
        {"host": host, "target": final_url, "but": but},
    )


def hosts_that_answered(archive: Archive, *, since: str, most: int) -> Sequence[str]:
    """Hosts in good standing whose robots.txt was had since then, the latest first."""
    rows = archive.rows(
        "SELECT host FROM sites s JOIN robots_files r ON r.site_id = s.id"
        " WHERE r.fetched_at >= ? AND r.failure IS NULL AND closures = 0 AND blocked_since IS NULL"
        " GROUP BY host ORDER BY max(r.fetched_at) DESC, host LIMIT ?",
        (since, most),
    )
    return [row["host"] for row in rows]

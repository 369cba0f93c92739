"""Why a page is read as it is: a page of the archive, by its stored bytes, or a saved one.

The page is read now, by the profile that is in force now: where a version was read by another, the
explanation says so.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive_watch.errors import CallerError
from archive_watch.extract.explaining.explained import Explanation
from archive_watch.extract.explaining.second_opinion import with_opinion
from archive_watch.extract.profile import profile_for
from archive_watch.model.learnt import SiteFacts
from archive_watch.model.page import WatchedPage
from archive_watch.model.site import SiteProfile
from archive_watch.model.url import host_of
from archive_watch.services.checking.learn_site import facts_now
from archive_watch.services.cutting.cut_safely import explain_safely
from archive_watch.services.importing.open_captures import sources_of
from archive_watch.services.watch import Watch
from archive_watch.storage.captures import load_body
from archive_watch.storage.database import Archive, Row
from archive_watch.storage.learnt import load_facts
from archive_watch.storage.versions import VersionHead, current_version, version_facts
from archive_watch.storage.warc import WarcCapture

_SCHEMA = "archive-watch/explanation/1"
_ANY_TIME = "1970-01-01"  # a saved page that is only explained needs none
_CHECK = (
    "SELECT f.observed_at, f.outcome, f.reason, f.evidence, f.status, f.headers,"
    " f.final_url, f.capture_id, c.sha256, c.media_type FROM fetches f"
    " JOIN captures c ON c.id = f.capture_id WHERE f.page_id = ?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A page explained, and where its bytes are from: in words, and as facts for a program."""

    explanation: Explanation
    source: Sequence[str]
    facts: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """The explanation with the source of its bytes."""
        return {"schema": _SCHEMA, "source": self.facts, **self.explanation.as_json()}


def explain_saved(
    path: Path, url: str, profiles: Sequence[SiteProfile], *, max_bytes: int
) -> Explained:
    """A page that was saved as ``path`` from ``url``; no archive is needed.

    Raises UnreadableInput or CallerError.
    """
    ((_, captures),) = sources_of([path], url=url, at=_ANY_TIME, max_bytes=max_bytes)
    page = next(captures)
    assert isinstance(page, WarcCapture)
    explanation = explain_safely(
        page.body,
        content_type=next((value for name, value in page.headers if name == "content-type"), None),
        url=page.url,
        profile=profile_for(host_of(page.url), profiles),
    )
    return Explained(
        explanation=explanation, source=(f"saved as {path}",), facts={"file": str(path)}
    )


def explain_stored(watch: Watch, page: WatchedPage, *, last: bool = False) -> Explained:
    """A page of the archive, by the bytes of its current version.

    ``last``: by the bytes of the last check that kept any, which is what a page without a version
    is explained by.  Raises CallerError where no bytes of the page are kept.
    """
    archive = watch.archive
    version = None if last else current_version(archive, page.id)
    check = _last_check(archive, page) if version is None else _check_of(archive, page, version)
    headers = tuple((name, value) for name, value in json.loads(check["headers"] or "[]"))
    explanation = explain_safely(
        load_body(archive, check["capture_id"]),
        content_type=dict(headers).get("content-type", check["media_type"]),
        url=check["final_url"] or page.url,
        profile=watch.profile(page.origin),
        status=check["status"] or 200,
        headers=headers,
    )
    explanation = with_opinion(explanation, _facts(watch, page.host, explanation))
    return Explained(
        explanation=explanation,
        source=tuple(_source(check, version, explanation)),
        facts={
            "version": None if version is None else version.number,
            "observed_at": check["observed_at"],
            "outcome": check["outcome"],
            "capture_sha256": check["sha256"],
            "version_extractor": None if version is None else version.extractor,
        },
    )


def _facts(watch: Watch, host: str, explanation: Explanation) -> SiteFacts:
    """What was counted when the host was learnt; of a host with a profile, what its pages say now."""
    stored = load_facts(watch.archive, host) if explanation.cut.fallback else None
    return stored or facts_now(watch, host)


def newer_fault(watch: Watch, page: WatchedPage) -> str | None:
    """The outcome of the last check that kept bytes, where it could not be read as a version."""
    row = watch.archive.row(
        "SELECT outcome, version_id FROM fetches WHERE page_id = ? AND capture_id IS NOT NULL"
        " ORDER BY observed_at DESC, id DESC LIMIT 1",
        (page.id,),
    )
    return None if row is None or row["version_id"] is not None else str(row["outcome"])


def _check_of(archive: Archive, page: WatchedPage, version: VersionHead) -> Row:
    """The check that the version was read from; the one that kept headers, where any did."""
    capture_id = version_facts(archive, version.id)["capture_id"]
    row = archive.row(
        f"{_CHECK} AND f.capture_id = ? ORDER BY f.headers IS NULL, f.observed_at, f.id LIMIT 1",
        (page.id, capture_id),
    )
    assert row is not None
    return row


def _last_check(archive: Archive, page: WatchedPage) -> Row:
    row = archive.row(f"{_CHECK} ORDER BY f.observed_at DESC, f.id DESC LIMIT 1", (page.id,))
    if row is None:
        raise CallerError(
            f"no bytes of {page.url} are kept yet",
            remedy=f"archive-watch fetch {page.url}, or explain a saved page by --file and --url",
        )
    return row


def _source(check: Row, version: VersionHead | None, explanation: Explanation) -> list[str]:
    cited = f"capture sha256 {check['sha256']}"
    if version is None:
        told = [f"the bytes of the check at {check['observed_at']} ({check['outcome']})", cited]
        seen = explanation.evidence()  # what the page's history added is not in the bytes
        more = [one for one in json.loads(check["evidence"] or "[]") if one not in seen]
        return told + [f"{check['reason']}: {one}" for one in more]
    told = [f"version {version.number}, read from the check at {check['observed_at']}", cited]
    if version.extractor != explanation.cut.extractor:
        told.append(f"the version was read by {version.extractor}; it is read anew here")
    return told

"""The evidence of one body: when it was received and how, what was read in it, and its very bytes.

The bytes are sent as plain text to be kept, never as what they say they are: a page from elsewhere
must not act on this site.
"""

from __future__ import annotations

from archive_watch.datasette_plugin.question import NotThere, Page, Question, Sent, Unclear
from archive_watch.storage.captures import load_body
from archive_watch.storage.database import Archive
from archive_watch.storage.told_evidence import (
    Body,
    body_named,
    checks_that_got,
    exchanges,
    versions_read_from,
)

_MOST_CHECKS = 10_000  # that are counted
_MOST_TOLD = 5  # of the first recorded, and of the last
_MOST_VERSIONS = 20
_MOST_BYTES = 32 * 1024 * 1024


def capture(archive: Archive, question: Question) -> Page:
    """What is known of the body with that digest."""
    body = _body(archive, question)
    return Page(
        template="capture.html",
        told={
            "body": body,
            "many": _MOST_CHECKS,
            "exchanges": exchanges(archive, checks_that_got(archive, body.id, most=_MOST_TOLD)),
            "versions": versions_read_from(archive, body.id, most=_MOST_VERSIONS),
            "is_sent": body.size <= _MOST_BYTES,
        },
    )


def raw(archive: Archive, question: Question) -> Sent:
    """The bytes of the body with that digest, as they are."""
    body = _body(archive, question)
    if body.size > _MOST_BYTES:
        raise Unclear(
            f"These are {body.size:,} bytes, more than are sent here.",
            "`archive-watch show URL --version N --format raw` has them all.",
        )
    return Sent(
        body=load_body(archive, body.id),
        content_type="text/plain; charset=utf-8",
        file_name=f"{body.sha256}.txt",
    )


def _body(archive: Archive, question: Question) -> Body:
    digest = question.path["sha256"].lower()
    body = body_named(archive, digest, most=_MOST_CHECKS)
    if body is None:
        raise NotThere(f"No body with the digest {digest[:80]} is kept here.")
    return body

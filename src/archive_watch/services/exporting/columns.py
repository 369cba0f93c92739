"""The tables that rows are exported as, and what each of their columns means.

The order here is the order in a CSV file; JSON lines have the same names, and the nested ones too.
Names do not change without a line in the changelog.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Table(StrEnum):
    """What can be exported as rows."""

    VERSIONS = "versions"
    TURNS = "turns"
    CHANGES = "changes"
    CHECKS = "checks"
    LINKS = "links"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableMeaning:
    """One table: what a row is, and its columns with their meanings; ``nested`` are of JSON alone."""

    row: str
    columns: dict[str, str]
    nested: dict[str, str]


_SOURCE = "who saw it: live, import, or memento: with the host of another archive"
_CAPTURE = "SHA-256 of the bytes: what to cite"

MEANINGS = {
    Table.VERSIONS: TableMeaning(
        row="one version of a page: a transcript with all that it states of itself",
        columns={
            "url": "the page's address, as first given",
            "host": "its host",
            "version": "the version's number on its page; for display, an import may shift it",
            "title": "the headline",
            "html_title": "the title in the page's head",
            "doctype": "what kind of text the page says that it is",
            "speaker": "who speaks, by the page's head",
            "role": "in which role",
            "audience": "before whom",
            "place": "where",
            "published_on": "the day that the page states",
            "date_text": "that day, as published",
            "language": "the language that the page states",
            "media_type": "the media type of the bytes",
            "first_seen_at": "when it was first seen, UTC",
            "last_seen_at": "when it was last seen; empty for a version that was set aside",
            "checks": "how many checks saw it",
            "is_current": "1 where it is the page's newest good version",
            "retracted_at": "when it was set aside, for it was not what the page said",
            "retraction": "why",
            "words": "how many words it has",
            "capture_sha256": _CAPTURE,
            "text_sha256": "SHA-256 of the text, in UTF-8",
            "state_sha256": "SHA-256 of the whole state: text, speakers, metadata and links",
            "extractor": "what read it, with the profile's version",
            "fallback": "1 where it was read without a profile for its host",
            "text": "the words, paragraphs parted by a blank line; empty for a document",
        },
        nested={
            "lines": "further lines of the head and the end",
            "tags": "the page's own subjects",
            "turns": "who says what, in order",
            "notes": "footnotes and their places",
            "blocks": "what each paragraph is",
            "links": "the links, in order",
            "ids": "numbers and addresses that the page states of itself",
        },
    ),
    Table.TURNS: TableMeaning(
        row="one speaker's stretch of one version's text",
        columns={
            "url": "the page's address",
            "version": "the version's number on its page",
            "position": "its place in the text, from 0",
            "speaker": "the label as published; empty before the first one",
            "person": "who that is, where the page says so",
            "kind": "speech, question, moderator or note",
            "text": "the words, without the label",
            "is_current": "1 in the page's newest good version",
            "published_on": "the day that the page states",
            "capture_sha256": _CAPTURE,
        },
        nested={},
    ),
    Table.CHANGES: TableMeaning(
        row="one change between two neighbouring states of a page, or of a site's template",
        columns={
            "id": "its number in this archive",
            "url": "the page's address",
            "host": "its host",
            "title": "the page's headline",
            "kind": "what weighs most in it",
            "severity": "0 to 100; 0 is typography alone",
            "aspects": "all that it is, as JSON",
            "flags": "what a reader must not miss, as JSON: kind, old, new",
            "observed_at": "the first sight of the new state; the same as not_after",
            "not_before": "the last full read of the old state",
            "not_after": "the first sight of the new one",
            "detected_at": "when it was found",
            "source": _SOURCE,
            "from_version": "the old version's number",
            "to_version": "the new version's number; empty where the page was gone",
            "from_capture_sha256": "SHA-256 of the bytes before",
            "to_capture_sha256": "SHA-256 of the bytes after",
            "words_added": "how many words came",
            "words_removed": "how many words left",
            "cluster": "the same edit on other pages has the same mark",
            "cluster_severity": "that of the weightiest change with this mark",
            "pages": "on how many pages it is seen",
            "summary": "what changed, in a sentence",
            "edits": "the words that left and came, as JSON: speaker, removed, added",
            "reviewed": "whether a reader has reviewed it",
            "importance": "what weight that reader gave it",
            "labels": "the reader's labels, as JSON",
            "note": "the reader's note",
            "marked_by": "who marked it",
            "marked_at": "when",
        },
        nested={},
    ),
    Table.CHECKS: TableMeaning(
        row="one look at a page, good or bad",
        columns={
            "url": "the page's address",
            "observed_at": "when it was asked; of an import, when it was captured",
            "source": _SOURCE,
            "outcome": "what came of it",
            "reason": "why, where the outcome alone does not say",
            "status": "the status that was answered",
            "how": "how its state was known: 304, same bytes, same slice, read, absent",
            "elapsed_ms": "how long it took, in milliseconds",
            "final_url": "the address that answered, after redirects",
            "capture_sha256": _CAPTURE,
            "version": "the number of the version that it saw",
            "evidence": "the signs by which it was judged, as JSON",
            "software": "what made the check",
        },
        nested={},
    ),
    Table.LINKS: TableMeaning(
        row="one link where it stands in one version, with its health as last known",
        columns={
            "url": "the page's address",
            "version": "the version's number on its page",
            "is_current": "1 in the page's newest good version",
            "position": "its place among the version's links, from 0",
            "link_url": "where it leads, as written, resolved",
            "text": "its words",
            "area": "body, or related",
            "context": "the words around it",
            "state": "its health",
            "reason": "why, where it is not well",
            "status": "the status that it last answered",
            "final_url": "the address that answered, after redirects",
            "first_seen_at": "when it was first seen on any page",
            "last_ok_at": "when it was last well",
            "failing_since": "since when it is not",
            "checks": "how often it was checked",
            "suggestion_url": "an address to put in its place",
            "suggestion_kind": "what that is",
        },
        nested={},
    ),
}

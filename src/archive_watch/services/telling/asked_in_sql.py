"""What SQL can ask beyond tables: the words at a time, what differs, how a version is cited.

A version is named by its id, as a number or in digits (a parameter of a question is always text).
Nothing is raised for what the archive does not have: the answer is None, which is NULL in SQL.
"""

from __future__ import annotations

from archive_watch.classify.changes import classify_change
from archive_watch.classify.compared import beside_difference
from archive_watch.diff.align import edits_between
from archive_watch.diff.ends import differing_characters
from archive_watch.errors import CallerError
from archive_watch.model.transcript import Metadata, Transcript
from archive_watch.model.url import page_key as key_of
from archive_watch.report.beside import Beside
from archive_watch.report.diff_cell import changed_parts
from archive_watch.report.version_citation import citation_of_version
from archive_watch.services.evidencing.cite_version import cited_version
from archive_watch.services.telling.find_page import page_to_read
from archive_watch.services.telling.find_version import moment_of
from archive_watch.services.telling.read_transcript import read_transcript
from archive_watch.storage.database import Archive
from archive_watch.storage.transcripts import load_transcript
from archive_watch.storage.versions import VersionHead, find_version, version_at

Given = object
_MOST_DIGITS = 18
_MOST_DIFFERING = 4_000_000  # characters on both sides together: about two seconds' work


def transcript_at(archive: Archive, url: Given, at: Given) -> str | None:
    """The words of the page at ``url`` as they were at ``at``; those of its last good version, where
    it was gone.  None before it was first read, and for a document kept as bytes."""
    head = _head_at(archive, url, at)
    if head is None:
        return None
    row = archive.row(
        "SELECT t.text FROM versions v JOIN texts t ON t.id = v.text_id WHERE v.id = ?", (head.id,)
    )
    return None if row is None else str(row["text"])


def version_id_at(archive: Archive, url: Given, at: Given) -> int | None:
    """The id of that version."""
    head = _head_at(archive, url, at)
    return None if head is None else head.id


def words_changed(archive: Archive, old: Given, new: Given) -> int | None:
    """How many words left and came between two versions, or two texts: as ``changes`` counts them,
    so that typography alone is none."""
    sides = _sides(archive, old, new)
    if sides is None:
        return None
    finding, _ = classify_change(*sides)
    return finding.words_added + finding.words_removed


def diff_html(archive: Archive, old: Given, new: Given) -> str | None:
    """What differs between two versions, or two texts, as HTML that is safe to show; empty where
    nothing does."""
    sides = _sides(archive, old, new)
    if sides is None:
        return None
    differs = beside_difference(*sides)
    beside = Beside(facts=differs.facts, links=differs.links)
    return changed_parts(edits_between(*sides), beside)


def citation(archive: Archive, version: Given) -> str | None:
    """The citation of a version, as its page gives it: its digests, and when it was seen."""
    version_id = _version_id(version)
    reading = None if version_id is None else read_transcript(archive, version_id)
    return None if reading is None else citation_of_version(cited_version(reading))


def page_key(url: Given) -> str | None:
    """The form of an address that is the same for all spellings of one page; None for no address."""
    try:
        return None if url is None else key_of(str(url))
    except ValueError:
        return None


def _head_at(archive: Archive, url: Given, at: Given) -> VersionHead | None:
    if url is None or at is None:
        return None
    try:
        page, moment = page_to_read(archive, str(url)), moment_of(str(at))
    except (CallerError, ValueError):
        return None
    return None if page is None else version_at(archive, page.id, moment)


def _sides(archive: Archive, old: Given, new: Given) -> tuple[Transcript, Transcript] | None:
    """Two versions, or two texts; None where either is not there, or is no text, or where more
    differs than is worked out within a question."""
    ids = _version_id(old), _version_id(new)
    if ids[0] is not None and ids[1] is not None:
        before, after = _words_of(archive, ids[0]), _words_of(archive, ids[1])
    else:
        before, after = _as_transcript(old), _as_transcript(new)
    if before is None or after is None:
        return None
    most = differing_characters(before.text, after.text)
    return (before, after) if most <= _MOST_DIFFERING else None


def _words_of(archive: Archive, version_id: int) -> Transcript | None:
    if find_version(archive, version_id) is None:
        return None
    return load_transcript(archive, version_id)


def _version_id(given: Given) -> int | None:
    if isinstance(given, int):
        return given
    is_digits = isinstance(given, str) and given.isascii() and given.isdecimal()
    return int(str(given)) if is_digits and len(str(given)) <= _MOST_DIGITS else None


def _as_transcript(given: Given) -> Transcript | None:
    return Transcript(text=given, metadata=Metadata()) if isinstance(given, str) else None

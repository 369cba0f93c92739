"""A citation of what a page said at a time, ready to be pasted: its words by digests, never by a row.

The times are those at which it was seen; nothing states when the page was written.  Text from pages
is quoted on one line, without a character that acts.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.report.visible import one_line, visible

_MOST_CHARACTERS = 480  # of a turn's words


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedTurn:
    """One turn; ``number`` counts from 1, as `archive-watch turn` does."""

    number: int
    speaker: str | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedVersion:
    """What a citation tells of a version.

    Times are UTC text; ``checks`` are those that stand for it.  ``capture_sha256`` is of the bytes it
    was first read from, ``text_sha256`` None for a document; ``retraction`` says why it was set aside,
    None where it was not.
    """

    url: str
    title: str | None
    published_on: str | None
    number: int
    first_seen_at: str
    last_seen_at: str
    checks: int
    capture_sha256: str
    text_sha256: str | None
    extractor: str
    retraction: str | None = None
    turn: CitedTurn | None = None
    software: str = "archive-watch"


def citation_of_version(version: CitedVersion) -> str:
    """The citation: one sentence, then a line for each fact, without an end of line at its end."""
    return "\n".join(visible(line) for line in _lines(version))


def _lines(version: CitedVersion) -> list[str]:
    named = f"“{one_line(version.title)}”" if version.title else "Untitled"
    dated = f", {version.published_on}" if version.published_on else ""
    lines = [f"{named}{dated}. {version.url}, version {version.number}, {_seen(version)}."]
    if version.turn is not None:
        lines.append(_turn(version.turn))
    lines.append(f"SHA-256 of the bytes it was first read from: {version.capture_sha256}")
    if version.text_sha256 is not None:
        lines.append(f"SHA-256 of its text: {version.text_sha256}")
    lines.append(f"Recorded by {version.software}, read by {version.extractor}.")
    if version.retraction is not None:
        lines.append(f"Note: this version was set aside: {one_line(version.retraction)}")
    return lines


def _seen(version: CitedVersion) -> str:
    if version.checks == 0:
        return f"first seen at {version.first_seen_at} (UTC)"
    if version.checks == 1:
        return f"seen once, at {version.first_seen_at} (UTC)"
    return (
        f"seen by {version.checks:,} checks, first at {version.first_seen_at} and last at"
        f" {version.last_seen_at} (UTC)"
    )


def _turn(turn: CitedTurn) -> str:
    words = one_line(turn.words)
    if len(words) > _MOST_CHARACTERS:
        words = words[:_MOST_CHARACTERS].rsplit(" ", 1)[0] + " …"
    speaker = f", {one_line(turn.speaker)}" if turn.speaker else ""
    return f"Turn {turn.number}{speaker}: “{words}”"

"""A citation of one change, ready to be pasted: what changed where, between when and when, and the
digests by which anybody finds the very bytes again.

Nothing in it states a date of the edit, which nobody knows, nor a number that is local to one
archive.  Text from pages is quoted on one line, without a character that acts.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.report.visible import one_line, visible

_MOST_CHARACTERS = 280  # of either side's words; the diff has them all
_MOST_EDITS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedChange:
    """What a citation tells of a change.  ``edits``: what stood there before and after,
    with the words around it.

    ``from_at`` is when the bytes before it were last answered: for a page that came back that is
    before it was last seen gone (``not_before``).  ``seen_on`` is the page whose bytes are named,
    where the change is of many.  ``readers`` are the extractors by which the two sides were read;
    ``doubts`` say what stands against the change, such as a version set aside.
    """

    url: str
    title: str | None
    kind: str
    summary: str
    not_before: str
    not_after: str
    source: str
    from_at: str
    from_capture_sha256: str | None
    to_capture_sha256: str | None
    seen_on: str | None = None
    edits: tuple[tuple[str, str], ...] = ()
    readers: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    software: str = "archive-watch"


def citation_of(change: CitedChange) -> str:
    """The citation: one sentence, then a line for each fact, without an end of line at its end."""
    lines = [_sentence(change), *_words(change), *_facts(change)]
    return "\n".join(visible(line) for line in lines)


def _sentence(change: CitedChange) -> str:
    named = f"“{one_line(change.title)}”, " if change.title else ""
    return (
        f"{named}{change.url}: {one_line(change.summary)}. It happened after"
        f" {change.not_before} and not later than {change.not_after} (UTC)."
    )


def _words(change: CitedChange) -> list[str]:
    lines = []
    for removed, added in change.edits[:_MOST_EDITS]:
        lines += [f"Before: “{_short(removed)}”"] if removed.strip() else []
        lines += [f"After: “{_short(added)}”"] if added.strip() else []
    left = len(change.edits) - _MOST_EDITS
    return [*lines, f"(and {left} more edits)"] if left > 0 else lines


def _facts(change: CitedChange) -> list[str]:
    is_back = change.from_at < change.not_before
    facts = [
        ("Last seen before", change.from_at, change.from_capture_sha256),
        *([("Last seen gone", change.not_before, None)] if is_back else []),
        ("First seen after", change.not_after, change.to_capture_sha256),
    ]
    lines = [f"Seen first on: {change.seen_on}"] if change.seen_on else []
    lines += [
        f"{name}: {at}, SHA-256 of the bytes {digest}" if digest else f"{name}: {at}"
        for name, at, digest in facts
    ]
    by = f", read by {' and '.join(change.readers)}" if change.readers else ""
    seen = {"live": "its own checks", "import": "imported captures"}.get(
        change.source, f"the copies of {change.source.removeprefix('memento:')}"
    )
    lines.append(f"Recorded by {change.software} from {seen}{by}.")
    return [*lines, *(f"Note: {doubt}" for doubt in change.doubts)]


def _short(words: str) -> str:
    text = one_line(words)
    if len(text) <= _MOST_CHARACTERS:
        return text
    return text[:_MOST_CHARACTERS].rsplit(" ", 1)[0] + " …"

"""The changes as an Atom feed (RFC 4287): one entry a change, known again wherever it is read.

An entry's id is a tag URI (RFC 4151) of the page, the capture before and the capture after, so the same
change has the same id in every archive and after every derivation anew; when the same bytes followed
the same bytes before, the second time bears a number.  ``updated`` is when the change was found,
``published`` when it was first seen.  The content is harmless HTML that needs no style sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape

from archive_watch.report.bounds import MOST_EDITS, bounded, left_out
from archive_watch.report.html_words import link_to, shown
from archive_watch.report.inline_words import marked_inline
from archive_watch.report.moments import when
from archive_watch.report.run_marks import one_line_run
from archive_watch.report.told_change import ToldEdit
from archive_watch.report.visible import followable, one_line, visible

_MINT = "tag:archive-watch,2026"
_WEB = ("http://", "https://")
_META = "font-size:small"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One change as a feed tells it; times are UTC text.  ``page`` is the key of its page.

    ``drawn_at`` is where a reader finds it word by word, where the archive is served.  ``before`` and
    ``after`` are what identifies the step: the SHA-256 of the captures, or of the edit
    of a template; None where a page was gone.  ``again`` counts the same step before this one.
    ``flags`` are (kind, old, new).
    """

    page: str
    url: str
    title: str | None
    kind: str
    severity: int
    summary: str
    beside: str
    flags: tuple[tuple[str, str | None, str | None], ...]
    why: tuple[str, ...]
    edits: tuple[ToldEdit, ...]
    not_before: str
    not_after: str
    detected_at: str
    before: str | None
    after: str | None
    again: int = 0
    drawn_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPlaces:
    """Where a feed is served (``own``), and where people read the same (``page``): whole addresses."""

    own: str
    page: str


def entry_id(entry: FeedEntry) -> str:
    """The tag URI of a change."""
    page = sha256(entry.page.encode("utf-8", "surrogatepass")).hexdigest()
    parts = [page, entry.before or "nothing", entry.after or "nothing"]
    return f"{_MINT}:change/" + "/".join([*parts, *([str(entry.again + 1)] if entry.again else [])])


def feed_lines(
    entries: Sequence[FeedEntry], *, title: str, about: str, updated: str,
    at: FeedPlaces | None = None,
) -> Iterator[str]:  # fmt: skip
    """The feed, piece by piece, the change that was found last first.

    ``about`` says which changes were asked for: feeds of different ones have different ids.
    ``updated`` is the time of a feed without entries; ``at`` where it is, if anywhere.
    """
    latest = max((entry.detected_at for entry in entries), default=updated)
    feed = sha256(about.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    yield (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n'
        f"  <id>{_MINT}:changes/{feed}</id>\n  <title>{_said(title)}</title>\n"
        f"  <updated>{latest}</updated>\n  <author><name>archive-watch</name></author>\n"
        f"  <generator>archive-watch</generator>\n{_places(at)}"
    )
    for entry in sorted(entries, key=lambda one: (one.detected_at, one.not_after), reverse=True):
        yield _entry(entry)
    yield "</feed>\n"


def _places(at: FeedPlaces | None) -> str:
    if at is None:
        return ""
    return (
        f'  <link rel="self" type="application/atom+xml" href="{escape(at.own)}"/>\n'
        f'  <link rel="alternate" type="text/html" href="{escape(at.page)}"/>\n'
    )


def _entry(entry: FeedEntry) -> str:
    kinds = list(dict.fromkeys(kind for kind, _, _ in entry.flags))
    label = entry.kind.replace("_", " ") + (f" ({', '.join(kinds)})" if kinds else "")
    terms = "".join(f'    <category term="{_said(term)}"/>\n' for term in (entry.kind, *kinds))
    link = ""
    if entry.url.lower().startswith(_WEB):
        link = f'    <link rel="alternate" href="{escape(followable(entry.url))}"/>\n'
    if entry.drawn_at is not None:
        link += f'    <link rel="related" type="text/html" href="{escape(entry.drawn_at)}"/>\n'
    return (
        f"  <entry>\n    <id>{entry_id(entry)}</id>\n"
        f"    <title>{_said(f'{entry.title or entry.url}: {label}')}</title>\n{link}"
        f"    <updated>{entry.detected_at}</updated>\n    <published>{entry.not_after}</published>\n"
        f"{terms}    <summary>{_said(_summary(entry))}</summary>\n"
        f'    <content type="html">{escape(_content(entry))}</content>\n  </entry>\n'
    )


def _summary(entry: FeedEntry) -> str:
    """The label and the flagged words; the change in plain words where nothing was flagged."""
    label = f"{entry.kind.replace('_', ' ')}, severity {entry.severity}"
    told = [f"{kind} {_became(old, new)}".strip() for kind, old, new in entry.flags]
    return f"{label}: {'; '.join(told) or entry.summary}"


def _became(old: str | None, new: str | None) -> str:
    if old and new:
        return f"“{old}” became “{new}”"
    if old or new:
        return f"“{old}” left" if old else f"“{new}” came"
    return ""


def _content(entry: FeedEntry) -> str:
    """Harmless HTML: the words among those around them, when it happened, and why it weighs so much."""
    told = entry.beside if entry.edits else entry.summary
    edits, left = bounded(entry.edits, MOST_EDITS)
    parts = [f'<p dir="auto">{shown(told)}</p>' if told else "", *map(_edit, edits)]
    parts += [f"<p>{left_out(left, 'edit')}</p>"] if left else []
    whys = "".join(f"<li>{shown(why)}</li>" for why in entry.why)
    parts.append(f"<ul>{whys}</ul>" if whys else "")
    drawn = f"<br>{link_to(entry.drawn_at, 'Word by word')}" if entry.drawn_at else ""
    captures = " → ".join(side[:16] if side else "nothing" for side in (entry.before, entry.after))
    parts.append(
        f'<p style="{_META}">It happened between {when(entry.not_before)} and {when(entry.not_after)};'
        f" nobody knows when. Captures {shown(captures)}.<br>{link_to(entry.url)}"
        f"{drawn}</p>"
    )
    return "".join(parts)


def _edit(edit: ToldEdit) -> str:
    speaker = edit.who()
    who = f"<strong><bdi>{shown(speaker)}</bdi>:</strong> " if speaker else ""
    words = "".join(marked_inline(sign, one_line_run(sign, text)) for sign, text in edit.excerpt)
    return f'<p dir="auto">{who}{words}</p>'


def _said(text: str) -> str:
    return escape(visible(one_line(text)))

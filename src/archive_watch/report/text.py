"""A digest for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from textwrap import fill

from archive_watch.report.bounds import MOST_ENTRIES, MOST_PLACES, Entry, bounded, left_out
from archive_watch.report.digest import (
    Digest,
    ToldChange,
    ToldIncident,
    ToldPage,
    between,
    versions_told,
)
from archive_watch.report.moments import when
from archive_watch.report.run_marks import plain_run
from archive_watch.report.told_link import ToldLink
from archive_watch.report.visible import one_line, visible

_WIDTH = 96
_MOST_EDITS = 6


def digest_as_text(digest: Digest) -> str:
    """The digest as plain text, control characters made visible."""
    lines = [
        digest.headline(),
        f"archive-watch report, {digest.period()}",
        digest.coverage.told(),
        *filter(None, [digest.coverage.first_round()]),
        *_section("Gone", digest.takedowns(), _change),
        *_section("In doubt (seen gone, not confirmed yet)", digest.suspects, _page),
        *_section("Changed", digest.edits(), _change),
        *_section("Edited around the words of many pages", digest.templates(), _template),
        *_section("Moved", digest.moved, _page),
        *_section("Broken links", digest.broken(), _link),
        *_section("Links in doubt", digest.doubtful(), _link),
        *_section("Open incidents", digest.incidents, _incident),
        *_rest(digest),
    ]
    return visible("\n".join(lines)) + "\n"


def _section(title: str, entries: Sequence[Entry], draw: Callable[[Entry], str]) -> Iterator[str]:
    if entries:
        told, left = bounded(entries, MOST_ENTRIES)
        heading = f"{title} ({len(entries):,})"
        yield from ("", heading, "─" * len(heading), *map(draw, told))
        if left:
            yield f"• {left_out(left, 'line')}"


def _incident(incident: ToldIncident) -> str:
    return (
        f"{incident.kind.replace('_', ' ')}: {one_line(incident.about)} since"
        f" {when(incident.since)} ({incident.occurrences:,} ×)\n    {one_line(incident.detail)}"
    )


def _change(change: ToldChange) -> str:
    flags = f"  ! {', '.join(change.flags)}" if change.flags else ""
    return "\n".join(
        [
            f"• {one_line(change.title or change.url)}",
            f"    {change.kind}, severity {change.severity}{flags}",
            *_edits(change),
            f"    {between(change)} · change {change.id}",
            f"    {one_line(change.url)}",
        ]
    )


def _template(change: ToldChange) -> str:
    return "\n".join(
        [
            f"• {one_line(change.url)}, {versions_told(change)}",
            *_edits(change),
            f"    {between(change)} · change {change.id}",
        ]
    )


def _edits(change: ToldChange) -> list[str]:
    if not change.edits:
        return [_wrapped(change.summary, "    ")]
    lines = [_wrapped(change.beside, "    ")] if change.beside else []
    edits, left = bounded(change.edits, _MOST_EDITS)
    for edit in edits:
        who = f"{edit.who()}: " if edit.who() else ""
        words = "".join(plain_run(sign, text) for sign, text in edit.excerpt)
        lines.append(_wrapped(who + " ".join(words.split()), "    "))
    return [*lines, f"    {left_out(left, 'edit')}"] if left else lines


def _wrapped(text: str, indent: str) -> str:
    return fill(
        text,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _page(page: ToldPage) -> str:
    lines = [f"• {one_line(page.title or page.url)}", f"    {page.state} since {when(page.since)}"]
    if page.last_seen_at:
        lines.append(f"    last seen {when(page.last_seen_at)}")
    if page.detail:
        lines.append(f"    {one_line(page.detail)}")
    return "\n".join([*lines, f"    {one_line(page.url)}"])


def _link(link: ToldLink) -> str:
    why = ", ".join(str(part) for part in (link.reason, link.status) if part)
    since = f", failing since {when(link.failing_since)}" if link.failing_since else ""
    found_on, left = bounded(link.found_on, MOST_PLACES)
    places = [f"    on {one_line(url)}: “{one_line(text)}”" for url, text in found_on]
    places += [f"    {left_out(left, 'page')}"] if left else []
    return "\n".join([f"• {one_line(link.url)}", f"    {link.state} ({why}){since}", *places])


def _rest(digest: Digest) -> Iterator[str]:
    notes = []
    if digest.cosmetic():
        notes.append(
            f"{len(digest.cosmetic()):,} cosmetic only (quotes, dashes, spacing): recorded, not told"
        )
    if (furniture := digest.furniture()) is not None:
        notes.append(furniture)
    if digest.link_states:
        told = ", ".join(f"{count:,} {state}" for state, count in digest.link_states.items())
        notes.append(f"links: {told}")
    if notes:
        yield ""
        yield from notes

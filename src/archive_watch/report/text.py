"""A digest for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import fill

from archive_watch.model.change import Sign
from archive_watch.report.digest import Digest, ToldChange, ToldLink, ToldPage, between, when
from archive_watch.report.visible import visible

_WIDTH = 96
_MOST_EDITS = 6
_MARKS = {Sign.KEPT: "{}", Sign.REMOVED: "[-{}-]", Sign.ADDED: "{{+{}+}}"}


def digest_as_text(digest: Digest) -> str:
    """The digest as plain text, control characters made visible."""
    lines = [
        digest.headline(),
        f"archive-watch report, {digest.period()}",
        digest.coverage.told(),
        *filter(None, [digest.coverage.first_round()]),
        *_section("Gone", (_change(change) for change in digest.takedowns())),
        *_section("In doubt (seen gone, not confirmed yet)", map(_page, digest.suspects)),
        *_section("Changed", (_change(change) for change in digest.edits())),
        *_section("Moved", map(_page, digest.moved)),
        *_section("Broken links", map(_link, digest.broken())),
        *_section("Links in doubt", map(_link, digest.doubtful())),
        *_section(
            "Open incidents",
            (
                f"{i.kind.replace('_', ' ')}: {i.about} since {when(i.since)}"
                f" ({i.occurrences:,} ×)\n    {i.detail}"
                for i in digest.incidents
            ),
        ),
        *_rest(digest),
    ]
    return visible("\n".join(lines)) + "\n"


def _section(title: str, entries: Iterable[str]) -> Iterator[str]:
    told = list(entries)
    if told:
        yield ""
        yield f"{title} ({len(told)})"
        yield "─" * (len(title) + len(str(len(told))) + 3)
        yield from told


def _change(change: ToldChange) -> str:
    flags = f"  ! {', '.join(change.flags)}" if change.flags else ""
    return "\n".join(
        [
            f"• {change.title or change.url}",
            f"    {change.kind}, severity {change.severity}{flags}",
            *_edits(change),
            f"    {between(change)} · change {change.id}",
            f"    {change.url}",
        ]
    )


def _edits(change: ToldChange) -> list[str]:
    if not change.edits:
        return [_wrapped(change.summary, "    ")]
    lines = [_wrapped(change.beside, "    ")] if change.beside else []
    for edit in change.edits[:_MOST_EDITS]:
        who = f"{edit.who()}: " if edit.who() else ""
        words = "".join(_MARKS[sign].format(text) for sign, text in edit.excerpt)
        lines.append(_wrapped(who + " ".join(words.split()), "    "))
    left = len(change.edits) - _MOST_EDITS
    return [*lines, f"    and {left} more edits"] if left > 0 else lines


def _wrapped(text: str, indent: str) -> str:
    return fill(text, _WIDTH, initial_indent=indent, subsequent_indent=indent + "  ")


def _page(page: ToldPage) -> str:
    lines = [f"• {page.title or page.url}", f"    {page.state} since {when(page.since)}"]
    if page.last_seen_at:
        lines.append(f"    last seen {when(page.last_seen_at)}")
    if page.detail:
        lines.append(f"    {page.detail}")
    return "\n".join([*lines, f"    {page.url}"])


def _link(link: ToldLink) -> str:
    why = ", ".join(str(part) for part in (link.reason, link.status) if part)
    since = f", failing since {when(link.failing_since)}" if link.failing_since else ""
    places = [f"    on {url}: “{text}”" for url, text in link.found_on]
    return "\n".join([f"• {link.url}", f"    {link.state} ({why}){since}", *places])


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

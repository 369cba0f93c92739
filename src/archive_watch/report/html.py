"""A digest as one HTML file: what matters most first, with the words themselves."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from archive_watch.model.change import Sign
from archive_watch.report.digest import (
    Digest,
    ToldChange,
    ToldEdit,
    ToldIncident,
    ToldLink,
    ToldPage,
    between,
    versions_told,
    when,
)
from archive_watch.report.page_style import html_page
from archive_watch.report.visible import visible

_STRONG = 60
_WEB = ("http://", "https://")


def digest_as_html(digest: Digest) -> str:
    """The digest as a self-contained page; everything from a watched page is escaped."""
    first = digest.coverage.first_round()
    parts = [
        '<header class="top">',
        f"<h1>{shown(digest.headline())}</h1>",
        f'<p class="lead">archive-watch report, {shown(digest.period())}</p>',
        f'<p class="lead">{shown(digest.coverage.told())}</p>',
        f'<p class="lead">{shown(first)}</p>' if first else "",
        "</header><main>",
        _section("Gone", (_change(change, gone=True) for change in digest.takedowns())),
        _section("In doubt: seen gone, not confirmed yet", map(_page, digest.suspects)),
        _section("Changed", map(_change, digest.edits())),
        _section("Moved", map(_page, digest.moved)),
        _section("Broken links", map(_link, digest.broken())),
        _section("Links in doubt", map(_link, digest.doubtful())),
        _section("What stands in the way", map(_incident, digest.incidents)),
        '<p class="quiet">Nothing to tell in this period.</p>' if digest.is_quiet() else "",
        _furniture(digest),
        _cosmetic(digest),
        "</main>",
        f"<footer>{_foot(digest)}</footer>",
    ]
    return html_page(shown(digest.headline()), "\n".join(part for part in parts if part))


def shown(text: str) -> str:
    """``text`` made harmless for HTML, and visible."""
    return escape(visible(text))


def link_to(url: str, words: str | None = None) -> str:
    """A link where the address is a web address, else the plain text; both are escaped."""
    text = shown(words or url)
    if not url.lower().startswith(_WEB):
        return text
    return f'<a href="{escape(url, quote=True)}" rel="noreferrer nofollow">{text}</a>'


def _section(title: str, entries: Iterable[str]) -> str:
    told = list(entries)
    if not told:
        return ""
    return f"<section><h2>{shown(title)} <span>{len(told)}</span></h2>{''.join(told)}</section>"


def _change(change: ToldChange, *, gone: bool = False) -> str:
    strong = " strong" if change.severity >= _STRONG else ""
    flags = "".join(f'<span class="tag strong">{shown(flag)}</span>' for flag in change.flags)
    return (
        f'<article{" class=gone" if gone else ""} id="change-{change.id}">'
        f"<h3>{shown(change.title or change.url)}</h3>"
        f'<span class="tag{strong}">{shown(change.kind)}</span>{flags}'
        f"{_words(change)}"
        f'<p class="meta">{shown(between(change))} · {shown(versions_told(change))}'
        f" · severity {change.severity} · change {change.id}</p>"
        f'<span class="address">{link_to(change.url)}</span></article>'
    )


def _words(change: ToldChange) -> str:
    told = change.beside if change.edits else change.summary
    parts = [f"<p>{shown(told)}</p>"] if told else []
    for edit in change.edits:
        speaker = edit.who()
        who = f'<span class="who">{shown(speaker)}</span>' if speaker else ""
        parts.append(f"<p>{who}{_excerpt(edit)}</p>")
    return "".join(parts)


def _excerpt(edit: ToldEdit) -> str:
    return "".join(marked(sign, text) for sign, text in edit.excerpt)


def marked(sign: Sign, text: str) -> str:
    """A run of words, marked by what happened to it; kept words stay plain."""
    match sign:
        case Sign.REMOVED:
            return removed(text).rstrip()
        case Sign.ADDED:
            return added(text).rstrip()
        case _:
            return shown(text)


def removed(words: str) -> str:
    """Removed words, marked for eyes and for screen readers."""
    if not words:
        return ""
    return f'<del><span class="hidden">[removed: </span>{shown(words)}<span class="hidden">]</span></del> '


def added(words: str) -> str:
    """Added words, marked for eyes and for screen readers."""
    if not words:
        return ""
    return f'<ins><span class="hidden">[added: </span>{shown(words)}<span class="hidden">]</span></ins> '


def _page(page: ToldPage) -> str:
    last = f" · last seen {when(page.last_seen_at)}" if page.last_seen_at else ""
    detail = f"<p>{shown(page.detail)}</p>" if page.detail else ""
    return (
        f"<article><h3>{shown(page.title or page.url)}</h3>{detail}"
        f'<p class="meta">{shown(page.state)} since {when(page.since)}{last}</p>'
        f'<span class="address">{link_to(page.url)}</span></article>'
    )


def _link(link: ToldLink) -> str:
    why = ", ".join(str(part) for part in (link.reason, link.status) if part)
    since = f" · failing since {when(link.failing_since)}" if link.failing_since else ""
    good = f" · last good {when(link.last_ok_at)}" if link.last_ok_at else ""
    places = "".join(f"<li>“{shown(text)}” on {link_to(url)}</li>" for url, text in link.found_on)
    return (
        f"<article><h3>{shown(link.url)}</h3>"
        f'<ul class="plain">{places}</ul>'
        f'<p class="meta">{shown(link.state)} ({shown(why)}){since}{good}</p></article>'
    )


def _incident(incident: ToldIncident) -> str:
    return (
        f"<article><h3>{shown(incident.kind.replace('_', ' ').capitalize())}:"
        f" {shown(incident.about)}</h3><p>{shown(incident.detail)}</p>"
        f'<p class="meta">since {when(incident.since)} · {incident.occurrences:,} ×</p></article>'
    )


def _furniture(digest: Digest) -> str:
    told = digest.furniture()
    return "" if told is None else f'<p class="quiet">{shown(told)}</p>'


def _cosmetic(digest: Digest) -> str:
    cosmetic = digest.cosmetic()
    if not cosmetic:
        return ""
    entries = "".join(
        f"<li>{shown(change.title or change.url)}: {shown(change.summary)}</li>"
        for change in cosmetic
    )
    noun = "change" if len(cosmetic) == 1 else "changes"
    return (
        f"<details><summary>{len(cosmetic):,} cosmetic {noun}: recorded, not told</summary>"
        f'<ul class="plain">{entries}</ul></details>'
    )


def _foot(digest: Digest) -> str:
    states = ", ".join(f"{count:,} {state}" for state, count in digest.link_states.items())
    links = f" Links: {shown(states)}." if states else ""
    return (
        "A change happened at some time between its two moments; nobody knows when. Every text"
        f" told here can be traced to the bytes that were fetched.{links}"
    )

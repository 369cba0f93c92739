"""A digest as one HTML file: what matters most first, with the words themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from archive_watch.report.bounds import (
    MOST_EDITS,
    MOST_ENTRIES,
    MOST_PLACES,
    Entry,
    bounded,
    left_out,
)
from archive_watch.report.digest import Digest, ToldIncident, ToldPage
from archive_watch.report.html_words import link_to, marked, shown
from archive_watch.report.links_by_host import ToldHostLinks, by_weight
from archive_watch.report.moments import when
from archive_watch.report.page_style import coded, html_page
from archive_watch.report.same_edits import addresses_told, alike_told, numbers_told
from archive_watch.report.told_change import (
    ToldChange,
    ToldEdit,
    between,
    contract_told,
    sites_told,
    versions_told,
)
from archive_watch.report.told_link import ToldLink

_STRONG = 60


def digest_as_html(digest: Digest) -> str:
    """The digest as a self-contained page; everything from a watched page is escaped."""
    parts = [
        '<header class="top">',
        f"<h1>{shown(digest.headline())}</h1>",
        f'<p class="lead">archive-watch report, {shown(digest.period())}</p>',
        f'<p class="lead">{shown(digest.coverage.told())}</p>',
        *(f'<p class="lead">{shown(one)}</p>' for one in digest.coverage.beside()),
        "</header><main>",
        _section("Gone", digest.takedowns(), _takedown),
        _section("In doubt: seen gone or refused, not confirmed yet", digest.suspects, _page),
        _section("Changed", digest.in_words(), _change),
        _section("Changed in capitals and stops alone", digest.recased(), _recased),
        _section(
            "Why pages should not have changed",
            digest.contracts(),
            lambda one: _line(contract_told(one)),
        ),
        _section("Edited around the words of many pages", digest.template_edits(), _template),
        _section("Moved earlier", digest.moved_before(), _page),
        _section("Links that broke", by_weight(digest.broken()), _broken),
        _section("Links in doubt", digest.doubtful(), _link),
        _section("Links good again", digest.links_good_again, _good_again),
        _section("In the way", digest.in_the_way(), _incident),
        _section(
            "In the way for a while, and over", digest.recoveries, lambda one: _line(one.told())
        ),
        '<p class="quiet">Nothing to tell in this period.</p>' if digest.is_quiet() else "",
        *(f'<p class="quiet">{coded(shown(told))}</p>' for told in _counted(digest)),
        _cosmetic(digest),
        "</main>",
        f"<footer>{_foot(digest)}</footer>",
    ]
    return html_page(shown(digest.headline()), "\n".join(part for part in parts if part))


def _section(title: str, entries: Sequence[Entry], draw: Callable[[Entry], str]) -> str:
    if not entries:
        return ""
    told, left = bounded(entries, MOST_ENTRIES)
    more = f'<p class="quiet">{left_out(left, "line")}</p>' if left else ""
    drawn = "".join(map(draw, told)) + more
    return f"<section><h2>{shown(title)} <span>{len(entries):,}</span></h2>{drawn}</section>"


def _takedown(change: ToldChange) -> str:
    return _change(change, gone=True)


def _change(change: ToldChange, *, gone: bool = False) -> str:
    strong = " strong" if change.severity >= _STRONG else ""
    flags = "".join(f'<span class="tag strong">{shown(flag)}</span>' for flag in change.tags)
    return (
        f'<article{" class=gone" if gone else ""} id="change-{change.id}">'
        f"<h3>{shown(change.title or change.url)}</h3>"
        f'<span class="tag{strong}">{shown(change.kind)}</span>{flags}'
        f"{_words(change)}{_alike(change)}"
        f'<p class="meta">{shown(between(change))}'
        f"{'' if change.alike else f' · {shown(versions_told(change))}'}"
        f" · severity {change.severity} · {numbers_told(change)}</p>{_addresses(change)}</article>"
    )


def _alike(change: ToldChange) -> str:
    told = alike_told(change)
    return "" if told is None else f"<p>{coded(shown(told[:1].upper() + told[1:]))}</p>"


def _addresses(change: ToldChange) -> str:
    urls, rest = addresses_told(change)
    if not change.alike:
        return f'<span class="address">{link_to(change.url)}</span>'
    items = "".join(f'<li class="address">{link_to(url)}</li>' for url in urls)
    return f'<ul class="plain">{items}{f"<li>{coded(shown(rest))}</li>" if rest else ""}</ul>'


def _recased(change: ToldChange) -> str:
    return f"<p>{link_to(change.url, change.title)} · change {change.id}</p>"


def _template(changes: Sequence[ToldChange]) -> str:
    if len(changes) == 1:
        return _change(changes[0])
    numbers = ", ".join(str(change.id) for change in changes)
    return (
        f"<article><h3>{shown(sites_told(changes))}</h3>"
        f'<span class="tag">template</span>{_words(changes[0])}'
        f'<p class="meta">{shown(between(*changes))} · changes {numbers}</p></article>'
    )


def _words(change: ToldChange) -> str:
    told = change.beside if change.edits else change.summary
    parts = [f"<p>{shown(told)}</p>"] if told else []
    edits, left = bounded(change.edits, MOST_EDITS)
    for edit in edits:
        speaker = edit.who()
        who = f'<span class="who">{shown(speaker)}</span>' if speaker else ""
        parts.append(f"<p>{who}{_excerpt(edit)}</p>")
    if left:
        parts.append(f'<p class="meta">{left_out(left, "edit")}</p>')
    return "".join(parts)


def _excerpt(edit: ToldEdit) -> str:
    return "".join(marked(sign, text) for sign, text in edit.excerpt)


def _page(page: ToldPage) -> str:
    last = f" · last seen {when(page.last_seen_at)}" if page.last_seen_at else ""
    detail = f"<p>{shown(page.detail)}</p>" if page.detail else ""
    return (
        f"<article><h3>{shown(page.title or page.url)}</h3>{detail}"
        f'<p class="meta">{shown(page.state)} since {when(page.since)}{last}</p>'
        f'<span class="address">{link_to(page.url)}</span></article>'
    )


def _broken(entry: ToldLink | ToldHostLinks) -> str:
    if isinstance(entry, ToldHostLinks):
        return f"<article><p>{shown(entry.told())}</p></article>"
    return _link(entry)


def _link(link: ToldLink) -> str:
    told = " · ".join(filter(None, [link.why(), link.since()]))
    found_on, left = bounded(link.found_on, MOST_PLACES)
    places = "".join(f"<li>“{shown(text)}” on {link_to(url)}</li>" for url, text in found_on)
    places += f"<li>{left_out(left, 'page')}</li>" if left else ""
    repair = ""
    if link.repair is not None:
        where = link_to(link.repair.url)
        repair = f"<p>Perhaps now at {where} ({shown(link.perhaps_now() or '')})</p>"
    return (
        f"<article><h3>{shown(link.url)}</h3>"
        f'<ul class="plain">{places}</ul>'
        f'<p class="meta">{shown(told)}</p>{repair}</article>'
    )


def _good_again(link: ToldLink) -> str:
    since = f'<p class="meta">since {when(link.ended_at or "")}</p>'
    return f"<article><h3>{shown(link.url)}</h3>{since}</article>"


def _line(text: str) -> str:
    return f"<p>{shown(text)}</p>"


def _incident(incident: ToldIncident) -> str:
    return (
        f"<article><h3>{shown(incident.kind.replace('_', ' ').capitalize())}:"
        f" {shown(incident.about)}</h3><p>{shown(incident.told_detail())}</p>"
        f'<p class="meta">{shown(incident.told_since())}</p></article>'
    )


def _counted(digest: Digest) -> list[str]:
    told = (digest.dead_from_the_first(), digest.furniture())
    return [one for one in told if one is not None]


def _cosmetic(digest: Digest) -> str:
    cosmetic = digest.cosmetic()
    if not cosmetic:
        return ""
    told, left = bounded(cosmetic, MOST_ENTRIES)
    entries = "".join(
        f"<li>{shown(change.title or change.url)}: {shown(change.summary)}</li>" for change in told
    )
    entries += f"<li>{left_out(left, 'change')}</li>" if left else ""
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

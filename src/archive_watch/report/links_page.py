"""Links as one HTML file: what fails, host by host or page by page, with where to look instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from archive_watch.model.link import PROVED
from archive_watch.report.bounds import MOST_ENTRIES, MOST_PLACES, bounded, left_out
from archive_watch.report.coverage import counted
from archive_watch.report.html_words import link_to, shown
from archive_watch.report.link_groups import Grouping, LinkGroup, grouped
from archive_watch.report.moments import when
from archive_watch.report.page_style import html_page
from archive_watch.report.told_link import ToldLink

_MOST_IN_A_GROUP = 50


def links_as_html(found: Sequence[Mapping[str, Any]], by: Grouping, *, at: str) -> str:
    """The links that fail, as ``links --format json`` lists them, as a self-contained page."""
    groups = [group for group in grouped(found, by) if group.failing]
    told, left = bounded(groups, MOST_ENTRIES)
    noun = "host" if by is Grouping.HOST else "page"
    headline = _headline(found)
    parts = [
        f'<header class="top"><h1>{shown(headline)}</h1>',
        f'<p class="lead">archive-watch links, {shown(when(at))}, by {noun}</p></header><main>',
        *(_group(group, by) for group in told),
        f'<p class="quiet">{left_out(left, noun)}</p>' if left else "",
        '<p class="quiet">No link fails.</p>' if not groups else "",
        "</main><footer>A link is called dead once its checks, spread over days, are enough to say"
        " so; whoever shuts us out is not dead.</footer>",
    ]
    return html_page(shown(headline), "\n".join(part for part in parts if part))


def _headline(found: Sequence[Mapping[str, Any]]) -> str:
    dead = sum(link["state"] in PROVED for link in found)
    doubt = sum(link["state"] == "suspected" for link in found)
    parts = [counted(dead, "dead link", "dead links"), counted(doubt, "in doubt", "in doubt")]
    told = ", ".join(part for part in parts if part) or "No dead link"
    return f"{told}, of {counted(len(found), 'link', 'links') or 'none'}"


def _group(group: LinkGroup, by: Grouping) -> str:
    told, left = bounded(group.failing, _MOST_IN_A_GROUP)
    name = link_to(group.name) if by is Grouping.PAGE else shown(group.name)
    counts = f"{len(group.failing):,} of {counted(group.links, 'link', 'links')} failing"
    more = f'<p class="meta">{left_out(left, "link")}</p>' if left else ""
    page = group.name if by is Grouping.PAGE else None
    drawn = "".join(_link(link, page) for link in told)
    return f"<section><h2>{name} <span>{counts}</span></h2>{drawn}{more}</section>"


def _link(link: ToldLink, page: str | None) -> str:
    """A link with where it stands: on ``page``, where that is told already, or anywhere."""
    doubt = "" if link.state in PROVED else "not confirmed: "
    told = " · ".join(filter(None, [f"{doubt}{link.why()}", link.since()]))
    found_on = [place for place in link.found_on if page in {None, place[0]}]
    places, left = bounded(found_on, MOST_PLACES)
    on = "".join(
        f"<li>“{shown(text)}”" + (f" on {link_to(url)}" if page is None else "") + "</li>"
        for url, text in places
    )
    on += f"<li>{left_out(left, 'place')}</li>" if left else ""
    repair = ""
    if link.repair is not None:
        known = shown(link.perhaps_now() or "")
        repair = f"<p>Perhaps now at {link_to(link.repair.url)} ({known})</p>"
    return (
        f"<article><h3>{link_to(link.url)}</h3>"
        f'<ul class="plain">{on}</ul><p class="meta">{shown(told)}</p>{repair}</article>'
    )

"""A notice as HTML for mail: no style sheet, no script, no picture, nothing asked of anywhere.

Mail programs drop style sheets and colours, so each mark is a sign too: ``[-gone-]`` and ``{+come+}``,
as in the text.  What is styled is styled on the spot, with colours that hold on white and on black.
Everything from a page is escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from archive_watch.report.bounds import MOST_EDITS, MOST_PLACES, Entry, bounded, left_out
from archive_watch.report.digest import ToldIncident, ToldPage
from archive_watch.report.html_words import link_to, shown
from archive_watch.report.inline_words import marked_inline
from archive_watch.report.links_by_host import ToldHostLinks, by_weight
from archive_watch.report.moments import when
from archive_watch.report.notice import (
    Notice,
    incident_told,
    left_out_told,
    over_told,
    still_so,
    withdrawn_told,
)
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

_SANS = "font-family:system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif"
_BODY = f"margin:0;padding:0;{_SANS}"
_TABLE = "width:100%;max-width:640px;margin:0 auto;border-collapse:collapse"
_CELL = f"padding:20px 16px;font-size:15px;line-height:1.5;{_SANS}"
_H1 = "font-size:20px;line-height:1.3;margin:0 0 8px"
_H2 = "font-size:13px;letter-spacing:.05em;text-transform:uppercase;margin:28px 0 8px;opacity:.75"
_BOX = "border-left:4px solid {colour};padding:2px 0 2px 12px;margin:0 0 18px"
_TITLE = "font-size:16px;font-weight:600;margin:0"
_META = "font-size:13px;opacity:.75;margin:4px 0 0"
_WORDS = "margin:6px 0;font-family:Georgia,'Times New Roman',serif;font-size:16px"
_SMALL = "font-size:13px;opacity:.75;margin:0 0 4px"
_GRAVE = "#b0561a"
_PLAIN = "#8a8f98"
_STRONG = 60


def notice_as_mail(notice: Notice) -> str:
    """The notice as an HTML document for mail."""
    digest = notice.digest
    parts = [
        f'<h1 style="{_H1}">{shown(notice.subject())}</h1>',
        _small(notice.period()),
        _small(digest.coverage.told()),
        *map(_small, digest.coverage.beside()),
        _section("Gone", digest.takedowns(), _change),
        _section("In doubt: seen gone or refused, not confirmed yet", digest.suspects, _page),
        _section("Changed", digest.in_words(), _change),
        _section("Changed in capitals and stops alone", digest.recased(), _recased),
        _section(
            "Why pages should not have changed",
            digest.contracts(),
            lambda one: _line(contract_told(one)),
        ),
        _section("Edited around the words of many pages", digest.template_edits(), _template),
        _section("Links that broke", by_weight(digest.links), _broken),
        _section("Withdrawn", notice.withdrawn, lambda one: _line(withdrawn_told(one))),
        _section("Links good again", notice.recovered, _link),
        _section("In the way", digest.in_the_way(), _incident),
        _section("Over", notice.ended, lambda one: _line(over_told(one))),
        _section("Still so", notice.reminders, lambda one: _line(still_so(one))),
        _line(left_out_told(notice.left_out)) if notice.left_out else "",
        f'<p style="{_META}">{shown(_FOOT)}</p>',
    ]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{shown(notice.subject())}</title></head>"
        f'<body style="{_BODY}"><table role="presentation" style="{_TABLE}"><tr>'
        f'<td style="{_CELL}">{"".join(parts)}</td></tr></table></body></html>\n'
    )


_FOOT = (
    "A change happened at some time between its two moments; nobody knows when. Words between [- and -]"
    " are gone, words between {+ and +} are new. Sent by archive-watch; the words are the pages'."
)


def _section(title: str, entries: Sequence[Entry], draw: Callable[[Entry], str]) -> str:
    if not entries:
        return ""
    return f'<h2 style="{_H2}">{shown(title)} ({len(entries):,})</h2>{"".join(map(draw, entries))}'


def _box(inside: str, *, grave: bool = False) -> str:
    style = _BOX.format(colour=_GRAVE if grave else _PLAIN)
    return f'<div style="{style}">{inside}</div>'


def _change(change: ToldChange) -> str:
    flags = f" · <strong>{shown(', '.join(change.tags))}</strong>" if change.tags else ""
    return _box(
        f'<p style="{_TITLE}">{link_to(change.url, change.title)}</p>{_words(change)}'
        f'<p style="{_META}">{shown(change.kind.replace("_", " "))}, severity {change.severity}'
        f"{flags} · {shown(between(change))}"
        f"{'' if change.alike else f' · {shown(versions_told(change))}'}"
        f" · {numbers_told(change)}{_addresses(change)}</p>",
        grave=change.severity >= _STRONG,
    )


def _addresses(change: ToldChange) -> str:
    urls, rest = addresses_told(change)
    lines = [alike_told(change), *urls, rest]
    return "".join(f"<br>{shown(line)}" for line in lines if line is not None)


def _recased(change: ToldChange) -> str:
    return f'<p style="margin:0 0 8px">{link_to(change.url, change.title)} · change {change.id}</p>'


def _template(changes: Sequence[ToldChange]) -> str:
    if len(changes) == 1:
        return _change(changes[0])
    return _box(
        f'<p style="{_TITLE}">{shown(sites_told(changes))}</p>{_words(changes[0])}'
        f'<p style="{_META}">{shown(between(*changes))}</p>'
    )


def _words(change: ToldChange) -> str:
    told = change.beside if change.edits else change.summary
    lines = [f'<p style="margin:6px 0">{shown(told)}</p>'] if told else []
    edits, left = bounded(change.edits, MOST_EDITS)
    lines += [f'<p style="{_WORDS}">{_edit(edit)}</p>' for edit in edits]
    return "".join(lines) + (_small(left_out(left, "edit")) if left else "")


def _edit(edit: ToldEdit) -> str:
    speaker = edit.who()
    who = f"<strong>{shown(speaker)}:</strong> " if speaker else ""
    return who + "".join(marked_inline(sign, text) for sign, text in edit.excerpt)


def _page(page: ToldPage) -> str:
    last = f"; last seen {when(page.last_seen_at)}" if page.last_seen_at else ""
    detail = f'<p style="margin:6px 0">{shown(page.detail)}</p>' if page.detail else ""
    return _box(
        f'<p style="{_TITLE}">{link_to(page.url, page.title)}</p>{detail}'
        f'<p style="{_META}">{shown(page.state)} since {when(page.since)}{last}</p>'
    )


def _broken(entry: ToldLink | ToldHostLinks) -> str:
    return _line(entry.told()) if isinstance(entry, ToldHostLinks) else _link(entry)


def _link(link: ToldLink) -> str:
    told = ", ".join(filter(None, [link.why(), link.since()]))
    places, left = bounded(link.found_on, MOST_PLACES)
    on = "".join(f"<br>“{shown(text)}” on {link_to(url)}" for url, text in places)
    on += f"<br>{left_out(left, 'page')}" if left else ""
    if link.repair is not None:
        on += f"<br>perhaps now at {link_to(link.repair.url)} ({shown(link.perhaps_now() or '')})"
    return _box(
        f'<p style="margin:0;word-break:break-all">{link_to(link.url)}</p>'
        f'<p style="{_META}">{shown(told)}{on}</p>'
    )


def _incident(incident: ToldIncident) -> str:
    return _box(
        f'<p style="{_TITLE}">{shown(incident_told(incident))}</p>'
        f'<p style="margin:6px 0">{shown(incident.told_detail())}</p>'
        f'<p style="{_META}">{shown(incident.told_since())}</p>'
    )


def _line(text: str) -> str:
    return f'<p style="margin:0 0 8px">{shown(text)}</p>'


def _small(text: str) -> str:
    return f'<p style="{_SMALL}">{shown(text)}</p>'

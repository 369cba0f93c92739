"""A digest for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from textwrap import fill

from archive_watch.report.bounds import MOST_ENTRIES, MOST_PLACES, Entry, bounded, left_out
from archive_watch.report.digest import Digest, ToldIncident, ToldPage
from archive_watch.report.links_by_host import ToldHostLinks, by_weight
from archive_watch.report.moments import when
from archive_watch.report.run_marks import plain_run
from archive_watch.report.same_edits import addresses_told, alike_told, numbers_told
from archive_watch.report.told_change import ToldChange, between, contract_told, sites_told
from archive_watch.report.told_link import ToldLink
from archive_watch.report.told_recovery import ToldRecovery
from archive_watch.report.visible import one_line, visible

_WIDTH = 96
_MOST_EDITS = 6
_MOST_NUMBERS = 12


def digest_as_text(digest: Digest) -> str:
    """The digest as plain text, control characters made visible."""
    lines = [
        digest.headline(),
        f"archive-watch report, {digest.period()}",
        digest.coverage.told(),
        *digest.coverage.beside(),
        *_section("Gone", digest.takedowns(), _change),
        *_section("In doubt (seen gone or refused, not confirmed yet)", digest.suspects, _page),
        *_section("Changed", digest.in_words(), _change),
        *_section("Changed in capitals and stops alone", digest.recased(), _recased),
        *_section("Why pages should not have changed", digest.contracts(), _contract),
        *_section("Edited around the words of many pages", digest.template_edits(), _template),
        *_section("Moved earlier", digest.moved_before(), _page),
        *_section("Links that broke", by_weight(digest.broken()), _broken),
        *_section("Links in doubt", digest.doubtful(), _link),
        *_section("Links good again", digest.links_good_again, _good_again),
        *_section("In the way", digest.in_the_way(), _incident),
        *_section("In the way for a while, and over", digest.recoveries, _recovery),
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
    kind = incident.kind.replace("_", " ")
    about = f"{kind}: {one_line(incident.about)} {incident.told_since()}"
    detail = _wrapped(one_line(incident.told_detail()), "    ")
    return f"{_wrapped(about, '• ', '    ')}\n{detail}"


def _change(change: ToldChange) -> str:
    tags = f"  ! {', '.join(change.tags)}" if change.tags else ""
    return "\n".join(
        [
            f"• {one_line(change.title or change.url)}",
            f"    {change.kind}, severity {change.severity}{tags}",
            *_edits(change),
            *([_wrapped(told, "    ")] if (told := alike_told(change)) else []),
            f"    {between(change)} · {numbers_told(change)}",
            *(f"    {one_line(line)}" for line in _addresses(change)),
        ]
    )


def _contract(broken: tuple[str, tuple[int, ...]]) -> str:
    return _wrapped(one_line(contract_told(broken)), "• ", "    ")


def _addresses(change: ToldChange) -> Iterator[str]:
    urls, rest = addresses_told(change)
    yield from urls
    yield from [rest] if rest else []


def _recased(change: ToldChange) -> str:
    return f"• {one_line(change.title or change.url)} · change {change.id}"


def _template(changes: Sequence[ToldChange]) -> str:
    where = _wrapped(one_line(sites_told(changes)), "• ", "    ")
    return "\n".join([where, *_edits(changes[0]), f"    {between(*changes)}{_numbers(changes)}"])


def _numbers(changes: Sequence[ToldChange]) -> str:
    if len(changes) == 1:
        return f" · change {changes[0].id}"
    return f" · changes {', '.join(str(change.id) for change in changes[:_MOST_NUMBERS])}"


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


def _wrapped(text: str, indent: str, hang: str | None = None) -> str:
    return fill(
        text,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "  " if hang is None else hang,
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


def _broken(entry: ToldLink | ToldHostLinks) -> str:
    if isinstance(entry, ToldHostLinks):
        return _wrapped(one_line(entry.told()), "• ", "    ")
    return _link(entry)


def _link(link: ToldLink) -> str:
    found_on, left = bounded(link.found_on, MOST_PLACES)
    places = [f"    on {one_line(url)}: “{one_line(text)}”" for url, text in found_on]
    places += [f"    {left_out(left, 'page')}"] if left else []
    if link.repair is not None:
        now = f"perhaps now at {link.repair.url} ({link.perhaps_now()})"
        places.append(_wrapped(one_line(now), "    "))
    told = ", ".join(filter(None, [link.why(), link.since()]))
    return "\n".join([f"• {one_line(link.url)}", f"    {one_line(told)}", *places])


def _good_again(link: ToldLink) -> str:
    return f"• {one_line(link.url)}, since {when(link.ended_at or link.last_ok_at or '')}"


def _recovery(recovery: ToldRecovery) -> str:
    return _wrapped(one_line(recovery.told()), "• ", "    ")


def _rest(digest: Digest) -> Iterator[str]:
    notes = []
    if digest.cosmetic():
        notes.append(
            f"{len(digest.cosmetic()):,} cosmetic only (quotes, dashes, spacing): recorded, not told"
        )
    if (furniture := digest.furniture()) is not None:
        notes.append(furniture)
    if (dead := digest.dead_from_the_first()) is not None:
        notes.append(dead)
    if digest.link_states:
        told = ", ".join(f"{count:,} {state}" for state, count in digest.link_states.items())
        notes.append(f"links: {told}")
    if notes:
        yield ""
        yield from notes

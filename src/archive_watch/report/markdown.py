"""A digest as Markdown, for an issue, a wiki or a mail to a colleague."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import quote

from archive_watch.model.change import Sign
from archive_watch.report.bounds import (
    MOST_EDITS,
    MOST_ENTRIES,
    MOST_PLACES,
    Entry,
    bounded,
    left_out,
)
from archive_watch.report.digest import Digest, ToldIncident, ToldPage
from archive_watch.report.links_by_host import ToldHostLinks, by_weight
from archive_watch.report.moments import when
from archive_watch.report.same_edits import addresses_told, alike_told, numbers_told
from archive_watch.report.told_change import (
    ToldChange,
    between,
    contract_told,
    sites_told,
    versions_told,
)
from archive_watch.report.told_link import ToldLink
from archive_watch.report.told_recovery import ToldRecovery
from archive_watch.report.visible import visible

_ACTIVE = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_HAIR = "\u200a"  # the narrowest space there is
_NO_ADDRESS = re.compile(r"[<>\s\x00-\x20\\]")
_LINE_START = re.compile(r"^(\s*)(?:([-+=])|(\d+)([.)])(?=\s|$))", re.MULTILINE)


def digest_as_markdown(digest: Digest) -> str:
    """The digest as Markdown; text from pages is escaped and cannot become markup."""
    lines = [
        f"# {digest.headline()}",
        "",
        f"archive-watch report, {digest.period()}. {digest.coverage.told()}",
        *(f"\n{escaped(one)}" for one in digest.coverage.beside()),
        *_section("Gone", digest.takedowns(), _change),
        *_section("In doubt: seen gone or refused, not confirmed yet", digest.suspects, _page),
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
    ]
    if (dead := digest.dead_from_the_first()) is not None:
        lines += ["", dead]
    if (furniture := digest.furniture()) is not None:
        lines += ["", furniture]
    if digest.cosmetic():
        lines += ["", f"{len(digest.cosmetic()):,} cosmetic changes were recorded and not told."]
    return visible("\n".join(lines)) + "\n"


def escaped(text: str) -> str:
    """``text`` on one line, with every character that Markdown would act on escaped."""
    one_line = " ".join(text.split())
    return _LINE_START.sub(_harmless_start, _ACTIVE.sub(r"\\\1", one_line))


def _harmless_start(found: re.Match[str]) -> str:
    """A line's beginning that cannot make a list or a heading of it."""
    space, sign, number, stop = found.groups()
    return f"{space}\\{sign}" if sign else f"{space}{number}\\{stop}"


def _section(title: str, entries: Sequence[Entry], draw: Callable[[Entry], str]) -> Iterator[str]:
    if entries:
        told, left = bounded(entries, MOST_ENTRIES)
        yield from ("", f"## {title} ({len(entries):,})", "", *map(draw, told))
        if left:
            yield f"- {left_out(left, 'line')}"


def _incident(incident: ToldIncident) -> str:
    return (
        f"- **{escaped(incident.kind.replace('_', ' '))}** {escaped(incident.about)}"
        f" {escaped(incident.told_since())}: {escaped(incident.told_detail())}"
    )


def _change(change: ToldChange) -> str:
    flags = f", flags: {', '.join(change.tags)}" if change.tags else ""
    lines = [
        f"- **{escaped(change.title or change.url)}** ({change.kind}, severity {change.severity}"
        f"{flags})  ",
        *(
            [f"  {escaped(told)}  "]
            if (told := change.beside if change.edits else change.summary)
            else []
        ),
    ]
    edits, left = bounded(change.edits, MOST_EDITS)
    for edit in edits:
        speaker = edit.who()
        who = f"{escaped(speaker)}: " if speaker else ""
        lines.append(f"  {who}{runs_as_markdown(edit.excerpt)}  ")
    if left:
        lines.append(f"  {left_out(left, 'edit')}  ")
    if (shared := alike_told(change)) is not None:
        lines.append(f"  {shared}  ")
    versions = "" if change.alike else f"{versions_told(change)}, "
    lines.append(f"  {between(change)}, {versions}{numbers_told(change)}  ")
    urls, rest = addresses_told(change)
    lines.append("  \n".join(f"  {address_as_markdown(url)}" for url in urls))
    return "\n".join(lines) + (f"  \n  {rest}" if rest else "")


def runs_as_markdown(runs: Sequence[tuple[Sign, str]]) -> str:
    """Runs of words: what left struck through, what came bold; spaces stay outside the marks.

    A mark between a letter outside and a sign inside would be none to Markdown (CommonMark 0.31.2,
    section 6.2, flanking): a hair space parts the letter from it.
    """
    drawn = ""
    is_open = False  # whether the last run ended in a mark against a sign
    for sign, text in runs:
        mark = {Sign.REMOVED: "~~", Sign.ADDED: "**"}.get(sign, "")
        words = escaped(text)
        begins = " " if text[:1].isspace() else words[:1]
        if (is_open and _is_letter(begins) and not mark) or (
            mark and _is_letter(drawn[-1:]) and words and not _is_letter(begins) and begins != " "
        ):
            drawn += _HAIR
        drawn += " " if text[:1].isspace() and not drawn.endswith(" ") else ""
        drawn += f"{mark}{words}{mark}" if words else ""
        drawn += " " if words and text[-1:].isspace() else ""
        is_open = bool(mark) and words != "" and not _is_letter(words[-1]) and drawn[-1] != " "
    return drawn


def _is_letter(sign: str) -> bool:
    """Whether Markdown takes a character as part of a word; nothing and white space are not."""
    return bool(sign) and not sign.isspace() and unicodedata.category(sign)[0] not in "PS"


def _page(page: ToldPage) -> str:
    detail = f", {escaped(page.detail)}" if page.detail else ""
    return (
        f"- **{escaped(page.title or page.url)}**: {page.state} since {when(page.since)}{detail}  \n"
        f"  {address_as_markdown(page.url)}"
    )


def _broken(entry: ToldLink | ToldHostLinks) -> str:
    return f"- {escaped(entry.told())}" if isinstance(entry, ToldHostLinks) else _link(entry)


def _link(link: ToldLink) -> str:
    found_on, left = bounded(link.found_on, MOST_PLACES)
    places = "".join(
        f"  \n  on {address_as_markdown(url)}: “{escaped(text)}”" for url, text in found_on
    )
    places += f"  \n  {left_out(left, 'page')}" if left else ""
    if link.repair is not None:
        places += f"  \n  perhaps now at {address_as_markdown(link.repair.url)}"
        places += f" ({escaped(link.perhaps_now() or '')})"
    told = ", ".join(filter(None, [link.why(), link.since()]))
    return f"- {address_as_markdown(link.url)}: {escaped(told)}{places}"


def _good_again(link: ToldLink) -> str:
    return f"- {address_as_markdown(link.url)}, since {when(link.ended_at or '')}"


def _recovery(recovery: ToldRecovery) -> str:
    return f"- {escaped(recovery.told())}"


def _contract(broken: tuple[str, tuple[int, ...]]) -> str:
    return f"- {escaped(contract_told(broken))}"


def _recased(change: ToldChange) -> str:
    return f"- {escaped(change.title or change.url)}, change {change.id}"


def _template(changes: Sequence[ToldChange]) -> str:
    head, _, rest = _change(changes[0]).partition("\n")
    if len(changes) == 1:
        return f"{head}\n{rest}"
    words = rest.rsplit("\n", 2)[0]
    return f"- **{escaped(sites_told(changes))}**  \n{words}\n  {between(*changes)}"


def address_as_markdown(url: str) -> str:
    """A web address as a link; any other, which might act when it is followed, as words."""
    if not url.lower().startswith(("http://", "https://")):
        return escaped(url)
    return "<" + _NO_ADDRESS.sub(lambda found: quote(found.group()), url) + ">"

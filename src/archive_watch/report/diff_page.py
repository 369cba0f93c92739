"""A diff as one HTML file: inline or side by side, for eyes, screen readers, paper and the dark.

It asks nothing of anywhere and works without its script.
"""

from __future__ import annotations

from collections.abc import Callable

from archive_watch.model.change import Finding
from archive_watch.report.diff_page_keys import DIFF_KEYS
from archive_watch.report.diff_page_style import DIFF_STYLE
from archive_watch.report.diff_steps import Marks, anchor, diff_fragment, flag_as_html
from archive_watch.report.diffs import DrawnDiff, heading_of
from archive_watch.report.html_words import link_to, shown
from archive_watch.report.page_style import html_page
from archive_watch.report.placed_flags import reasons_beside, told_flags

_STRONG = 60


def diff_as_html(diff: DrawnDiff) -> str:
    """The diff as a self-contained page."""
    title, marks = shown(diff.after.title or diff.after.url), Marks.of(diff)
    footer = (
        f"<footer>From capture {shown(diff.before.capture_sha256)}<br>to capture"
        f" {shown(diff.after.capture_sha256)}</footer>"
    )
    body = (
        f'<header class="top"><h1 dir="auto">{title}</h1>{_head(diff, marks)}</header>'
        f"{diff_keys(len(marks.numbered.numbers))}"
        f'<main class="diff">{diff_fragment(diff)}</main>{footer}'
    )
    return html_page(title, body, style=DIFF_STYLE, script=DIFF_KEYS)


def _head(diff: DrawnDiff, marks: Marks) -> str:
    urls = dict.fromkeys((diff.before.url, diff.after.url))
    return f'<p class="lead">{shown(heading_of(diff))}</p>{judged_as_html(diff, marks)}' + "".join(
        f'<span class="address">{link_to(url)}</span>' for url in urls
    )


def judged_as_html(diff: DrawnDiff, marks: Marks, way: Callable[[int], str] = anchor) -> str:
    """What the difference means, with the ways to where its flags were raised, and why."""
    finding = diff.finding
    whys = "".join(f"<li>{shown(why)}</li>" for why in reasons_beside(finding))
    reasons = (
        f'<details class="why"><summary>Why it is judged so</summary><ul>{whys}</ul></details>'
    )
    return (
        f'<p class="tags">{_tags(finding, marks, way)}</p>'
        f'<p dir="auto">{shown(finding.summary)}</p>'
        + "".join(map(flag_as_html, marks.flags.apart))
        + (reasons if whys else "")
    )


def _tags(finding: Finding, marks: Marks, way: Callable[[int], str]) -> str:
    """Kind, severity, and each kind of flag with a way to where it was raised first."""
    strong = " strong" if finding.severity >= _STRONG else ""
    tags = f'<span class="tag{strong}">{shown(finding.kind.replace("_", " "))}</span>'
    tags += f'<span class="tag{strong}">severity {finding.severity} of 100</span>'
    for kind in dict.fromkeys(told.flag.kind for told in told_flags(finding)):
        place = marks.flags.first_step_of(kind)
        tags += (
            f'<span class="tag strong">{shown(kind)}</span>'
            if place is None
            else f'<a class="tag strong" href="{way(marks.numbered.numbers[place])}">{shown(kind)}</a>'
        )
    return tags


def diff_keys(count: int, *, beside: bool = False) -> str:
    """The switch and the ways from change to change; what needs the script shows with it.

    ``beside``: both sides stand beside each other from the start.
    """
    noun = "change" if count == 1 else "changes"
    return (
        f'<input type="checkbox" id="beside"{" checked" if beside else ""}>'
        '<nav class="keys" aria-label="Changes">'
        f'<span class="count">{count:,} {noun}</span>'
        '<span data-script hidden><button type="button" data-way="p">previous <kbd>p</kbd></button>'
        ' <button type="button" data-way="n">next <kbd>n</kbd></button></span>'
        '<label class="switch" for="beside">side by side'
        "<kbd data-script hidden>s</kbd></label>"
        '<label class="letters" data-script hidden><input type="checkbox" id="letters" checked>'
        "keys n, p, s</label></nav>"
    )

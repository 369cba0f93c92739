"""Edits of what a page says of itself: headline, date, place, who released it, under which number."""

from __future__ import annotations

import re

from perturb_page import Page, Part, on_page
from perturb_words import MONTHS, Edit, another_day


def _stated(*patterns: str) -> Edit:
    """The first word of a fact about the page that the first matching pattern finds, edited."""
    compiled = [re.compile(one, re.IGNORECASE) for one in patterns]

    def edit(page: Page) -> bytes | None:
        for pattern in compiled:
            found = pattern.search(page.markup)
            if found is not None and page.is_read(Part(*found.span(1))):
                return page.put(*found.span(1), f"Re{found[1].lower()}")
        return None

    return on_page(edit)


_PUBLISHED = [
    re.compile(rf"{before}\s*((?:{MONTHS.replace(' ', '|')}) \d\d?)\b", re.IGNORECASE)
    for before in (
        r'<p class="article-meta__publish-date">',
        r'<span class="date_long">',
        r"<br>Moscow, Russia<br>",
        r"Washington, D\.C\.,",
        r"Joint Report to Congress,",
    )
]


def _published(page: Page) -> bytes | None:
    """Another day in the date that the page bears."""
    for pattern in _PUBLISHED:
        found = pattern.search(page.markup)
        if found is not None:
            return page.put(found.start(1), found.end(1), another_day(found[1]))
    return None


def _unreadable(page: Page) -> bytes | None:
    """The date that the page bears in words that are no date's format."""
    for pattern in _PUBLISHED:
        found = pattern.search(page.markup)
        if found is not None:
            return page.put(found.start(1), found.start(1), "Early in ")
    return None


_RELEASE_NUMBER = re.compile(r"<p[^>]*>\s*(?:PRN:?\s*)?(?:19|20)\d\d/(\d{1,4})\s*</p>")


def _renumbered(page: Page) -> bytes | None:
    found = _RELEASE_NUMBER.search(page.markup)
    return None if found is None else page.put(*found.span(1), str(int(found[1]) + 1))


def _stated_last(*patterns: str) -> Edit:
    """One more line after a fact about the page, which the first matching pattern finds."""

    def edit(page: Page) -> bytes | None:
        for pattern in patterns:
            found = re.search(pattern, page.markup)
            if found is not None:
                end = page.markup.index(">", found.end(1)) + 1
                again = re.sub(r">[^<]*$", ">Harbour Hall", found[1])
                closing = page.markup[found.end(1) : end]
                return page.put(end, end, f"{again}{closing}")
        return None

    return on_page(edit)


_WORD_OF = r"<{tag}[^>]*>\s*(?:<[^>]*>\s*)*([A-Za-z]+)"
FACTS: dict[str, Edit] = {
    "the headline": _stated(
        _WORD_OF.format(tag='h1 class="featured-content__headline'),
        _WORD_OF.format(tag='h2 class="title left"'),
        _WORD_OF.format(tag='span id="content"'),
        r"<blockquote><table>[\s\S]*?width=505>\s*<b>[\s\S]*?<br>\s*(interview)",
    ),
    "the HTML title": _stated(_WORD_OF.format(tag="title")),
    "the kind of document": _stated(
        _WORD_OF.format(tag='p class="article-meta doctype-meta"'),
        _WORD_OF.format(tag='span class="document_type'),
    ),
    "the author": _stated(
        _WORD_OF.format(tag='p class="article-meta__author-bureau"'),
        _WORD_OF.format(tag='span class="official_s_name"'),
        _WORD_OF.format(tag='span class="releasing_office'),
        r"<p><b>Secretary (Colin)",
        r"Secretary of State (Madeleine)",
    ),
    "the place": _stated(
        _WORD_OF.format(tag='p class="article-meta__location"'),
        _WORD_OF.format(tag='span class="city_"'),
        r"</b><br>(Moscow), ",
        r"(Washington), D\.C\., December 10",
    ),
    "the publish date": on_page(_published),
    "a publish date that no format reads": on_page(_unreadable),
    "another line of the place": _stated_last(
        r'(<p class="article-meta__location">[^<]*)</p>', r'(<span class="city_[^>]*>[^<]*)</span>'
    ),
    "the office that released it": _stated(r"As released by the (\w+)"),
    "the number of the release": on_page(_renumbered),
}

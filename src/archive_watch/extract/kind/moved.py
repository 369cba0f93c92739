"""A notice that a page has moved, answered in a 200: it is not the page, and no version of it.

A real page may speak of moving.  A notice is short, says so of a page, a site or a document where a
sentence begins, and leads to one place, or few; or it sends the browser on there by itself.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from archive_watch.extract.kind.phrases import MOVED
from archive_watch.extract.kind.signs import NOTICE_WORDS, PageSigns, only_words, parts_of_title

_MOST_LINKS = 3  # where it went, the home page and a search


def moved_signs(page: PageSigns) -> tuple[str, ...]:
    """The signs that this is only a notice, with the address it names; empty otherwise."""
    if page.words > NOTICE_WORDS:
        return ()
    said = _said(page)
    target = moved_to(page)
    if target is None or not (said or page.refresh):
        return ()
    sent = ["it sends the browser on by itself"] if page.refresh is not None else []
    return (*said, *sent, only_words(page.words), f"it leads to {target[:200]}")


def moved_to(page: PageSigns) -> str | None:
    """The address that such a notice leads to."""
    return page.refresh or _led_to(page)


def _said(page: PageSigns) -> list[str]:
    for sentence in page.short.sentences:
        if MOVED.match(sentence):
            return [f"it says “{sentence[:80]}”"]
    for name, words in (("title", page.title), ("heading", page.heading)):
        if any(MOVED.match(part) for part in parts_of_title(words)) and not page.is_surely_content:
            return [f"its {name} is “{words[:80]}”"]
    return []


def _led_to(page: PageSigns) -> str | None:
    """The one place that the notice leads to; of a few the first that is not a home page."""
    links = page.short.leads_to
    if not 0 < len(links) <= _MOST_LINKS:
        return None
    return next((link for link in links if urlsplit(link).path.strip("/")), links[0])

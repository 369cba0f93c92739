"""What an answer is, before its words are read: a page, a list, or something that is not the page.

The signs are looked for from the surest to the least sure.  Whatever is decided says why.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from archive_watch.extract.cutting.cut import Slice
from archive_watch.extract.cutting.nodes import words_in
from archive_watch.extract.kind.kinds import PageKind
from archive_watch.extract.kind.moved import moved_signs
from archive_watch.extract.kind.short_page import ShortPage, refresh_of, refreshed_to, short_page_of
from archive_watch.extract.kind.signs import (
    NOTICE_WORDS,
    PageSigns,
    block_signs,
    lock_signs,
    mismatch_signs,
    not_found_signs,
    outage_signs,
    wants_scripts,
)
from archive_watch.extract.reader import how_found
from archive_watch.model.site import SiteProfile
from archive_watch.normalise.text import folded

_SHOWS_SOMETHING = re.compile(
    r"<(?:img|picture|video|audio|svg|canvas|table|form|i?frame|frameset|object|embed)\b",
    re.IGNORECASE,
)


Judged = tuple[PageKind, str | None, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is known of an answer beside its markup.

    ``same_body_as`` is another address of the host that answered these very bytes.
    """

    url: str
    status: int = 200
    x_cache: str = ""
    same_body_as: str | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """What is seen of the whole page, before the cut takes parts of it away."""

    has_links: bool
    asks_for_password: bool
    refresh: str | None

    @classmethod
    def of(cls, tree: LexborHTMLParser) -> Whole:
        """What ``tree`` shows."""
        return cls(
            has_links=tree.css_first("a[href]") is not None,
            asks_for_password=tree.css_first("input[type=password]") is not None,
            refresh=refresh_of(tree),
        )


def signs_of(
    tree: LexborHTMLParser,
    markup: str,
    part: Slice,
    *,
    profile: SiteProfile,
    answer: Answer,
    whole: Whole,
) -> PageSigns:
    """The signs on a page that was cut."""
    body, heading = tree.body, tree.css_first("h1")
    words = part.words if part.roots else len((body.text() if body else "").split())
    refresh = refreshed_to(whole.refresh, url=answer.url, base=part.base)
    short = ShortPage()
    if words <= NOTICE_WORDS:
        slices = part.roots or ((body.html or "",) if body is not None else ())
        short = short_page_of(slices, url=answer.url, base=part.base)
    return PageSigns(
        title=part.html_title or "",
        heading=folded(heading.text()) if heading is not None else "",
        has_root=part.matched,
        is_fallback=profile.fallback,
        has_links=whole.has_links,
        words=words,
        words_around=0 if body is None or not short.sentences else words_in(body) - words,
        url=answer.url,
        status=answer.status,
        x_cache=answer.x_cache,
        markup=markup,
        not_found_matches=any(tree.css_first(one) is not None for one in profile.not_found),
        asks_for_password=whole.asks_for_password,
        refresh=refresh,
        same_body_as=answer.same_body_as,
        short=short,
    )


def judged(part: Slice, signs: PageSigns, profile: SiteProfile) -> Judged:
    """The kind of a page, the reason where it is no page of words, and the evidence."""
    for found, kind, reason in (
        (block_signs, PageKind.BLOCKED, "block_page"),
        (lock_signs, PageKind.BLOCKED, "login_page"),
        (moved_signs, PageKind.MOVED_NOTICE, "moved_notice"),
        (outage_signs, PageKind.OUTAGE, "outage_page"),
        (not_found_signs, PageKind.NOT_FOUND, "not_found_page"),
        (mismatch_signs, PageKind.BLOCKED, "block_page"),
    ):
        evidence = found(signs)
        if evidence:
            return kind, reason, evidence
    return _without_signs(part, signs, profile)


def _without_signs(part: Slice, signs: PageSigns, profile: SiteProfile) -> Judged:
    if wants_scripts(signs):
        said = "it has no words of its own: scripts are to fetch them"
        return PageKind.NEEDS_REVIEW, "needs_scripts", (said,)
    if _is_blank(signs):
        return PageKind.EMPTY, "empty", ("the page has no words at all",)
    if not part.roots:
        looked_for = ", ".join((*profile.roots, *profile.listing_roots))
        said = f"profile {profile.name}: none of {looked_for} is on the page"
        return PageKind.NEEDS_REVIEW, "no_selector_matched", (said,)
    if part.words == 0:
        return PageKind.EMPTY, "empty", ("the content has no words",)
    if _is_bare(part.roots, signs):
        return PageKind.EMPTY, "empty", ("the content is its headline and nothing else",)
    kind = PageKind.LISTING if part.is_listing else PageKind.CONTENT
    return kind, None, how_found(part.root_by, part.root)


def _is_blank(signs: PageSigns) -> bool:
    """Whether there is nothing to see, and nothing that could still bring it."""
    return (
        signs.words == 0
        and not signs.has_root
        and "<script" not in signs.markup.lower()
        and not _SHOWS_SOMETHING.search(signs.markup)
    )


def _is_bare(roots: Sequence[str], signs: PageSigns) -> bool:
    """Whether the site's frame is there and of what it framed only the headline.

    On a host with a profile the headline is not among the words: there they would be none.
    """
    return (
        signs.is_fallback
        and signs.has_root
        and signs.words_around > 0
        and bool(signs.heading)
        and " ".join(signs.short.sentences) == signs.heading
        and not any(_SHOWS_SOMETHING.search(root) for root in roots)
    )

"""What kind of page a link leads to, told from the tree that its face was read from.

``extract.page.cut_page`` decodes, weighs and parses a page by itself, and then takes what only a
reading needs: the digest of the slice, its ids, its frame.  Of a page that is linked to only the
kind is wanted.  So the same steps of ``extract`` are gone through here on a tree that is there
already, less those: the kind, the reason and the evidence are what ``cut_page`` gives; of a
long page the evidence may name another element.

The tree is without what is silent by then.  The cut takes that out too, before it looks for
anything but the page's title and base, and what ``Whole`` holds; where one of those may have stood in
something silent, or the body is none that is parsed as a page, this gives up (None), and the page is
to be cut by itself.

Where no usual name of content is on a page, the cut asks a general extractor where it is, which costs
ten times what all the rest does.  A page of many words is first looked at without it: where an element
of prose holds more than 400 words, and neither title nor headline says anything but what the page is
about, no sign of ``extract.kind`` is left but that the extractor chose a notice beside the prose.
"""

from __future__ import annotations

from dataclasses import replace

from archive_watch.classify.link_face import MOST_BYTES, Parsed
from archive_watch.extract.cutting.cut import slice_of
from archive_watch.extract.intake.half import half_sign
from archive_watch.extract.intake.media import Media, media_of, mistaken_for_page
from archive_watch.extract.kind.moved import moved_to
from archive_watch.extract.kind.page_kind import Answer, judged, signs_of
from archive_watch.extract.kind.phrases import BLOCKED, LOCKED, MOVED, NOT_FOUND, OUT_OF_ORDER
from archive_watch.extract.kind.signs import PageSigns, parts_of_title
from archive_watch.extract.page import Cut, PageKind
from archive_watch.model.capture import Response
from archive_watch.model.site import SiteProfile

_MAY_BE_HALF = frozenset(
    {PageKind.CONTENT, PageKind.LISTING, PageKind.EMPTY, PageKind.NEEDS_REVIEW}
)
_LONG = 400  # words: ``extract.kind.signs`` takes no longer page for an error
_MANY_WORDS = 800  # of a whole page


def page_of(parsed: Parsed, response: Response, profile: SiteProfile) -> Cut | None:
    """What the page is that ``response`` brought, without a slice to be read; None: not told here.

    ``parsed`` is that page; its tree is used up.  ``profile`` is that of the host that answered.
    """
    tree, parsed.tree = parsed.tree, None
    if tree is None or not _is_told_here(parsed, response):
        return None
    url, markup = response.final_url, parsed.decoded.text
    is_long = profile.last_resort and parsed.face.text.count(" ") > _MANY_WORDS
    part = slice_of(tree, replace(profile, last_resort=False) if is_long else profile)
    x_cache = response.header("x-cache") or ""
    signs = signs_of(
        tree,
        markup,
        part,
        profile=profile,
        answer=Answer(url=url, status=response.status or 0, x_cache=x_cache),
        whole=parsed.whole,
    )
    kind, reason, evidence = judged(part, signs, profile)
    if is_long and not (kind is PageKind.CONTENT and part.words > _LONG and _names_itself(signs)):
        return None
    half = half_sign(markup) if kind in _MAY_BE_HALF else None
    if half is not None:
        kind, reason, evidence = PageKind.NEEDS_REVIEW, "half_page", (half,)
    return Cut(
        kind=kind,
        extractor="",
        profile=profile,
        url=url,
        evidence=evidence,
        reason=reason,
        leads_to=moved_to(signs) if kind is PageKind.MOVED_NOTICE else None,
        encoding=parsed.decoded.encoding,
        fallback=profile.fallback,
    )


def _names_itself(signs: PageSigns) -> bool:
    """Whether neither title nor headline is such as errors, walls and notices have."""
    parts = [part for words in (signs.title, signs.heading) for part in parts_of_title(words)]
    whole = (BLOCKED, LOCKED, NOT_FOUND, OUT_OF_ORDER)
    return not any(MOVED.match(part) or any(one.fullmatch(part) for one in whole) for part in parts)


def _is_told_here(parsed: Parsed, response: Response) -> bool:
    body, declared = response.body, response.content_type
    return (
        parsed.is_head_plain
        and len(body) <= MOST_BYTES
        and bool(body.strip())
        and media_of(body, declared) is Media.PAGE
        and mistaken_for_page(body, declared, response.final_url) is None
    )

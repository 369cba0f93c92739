"""What kind of page a link leads to, told from the tree that its face was read from.

``extract.page.cut_page`` decodes, weighs and parses a page by itself, and then takes what only a
reading needs: the digest of the slice, its ids, its frame.  Of a page that is linked to only the
kind is wanted.  So the same steps of ``extract`` are gone through here on a tree that is there
already, less those: the kind, the reason and the evidence are what ``cut_page`` gives, to the word.

The tree is without what is silent by then.  The cut takes that out too, before it looks for
anything but the page's title and base, and what ``Whole`` holds; where one of those may have stood in
something silent, or the body is none that is parsed as a page, this gives up (None), and the page is
to be cut by itself.
"""

from __future__ import annotations

from archive_watch.classify.link_face import MOST_BYTES, Parsed
from archive_watch.extract.cutting.cut import slice_of
from archive_watch.extract.intake.half import half_sign
from archive_watch.extract.intake.media import Media, media_of, mistaken_for_page
from archive_watch.extract.kind.moved import moved_to
from archive_watch.extract.kind.page_kind import Answer, judged, signs_of
from archive_watch.extract.page import Cut, PageKind
from archive_watch.model.capture import Response
from archive_watch.model.site import SiteProfile

_MAY_BE_HALF = frozenset(
    {PageKind.CONTENT, PageKind.LISTING, PageKind.EMPTY, PageKind.NEEDS_REVIEW}
)


def page_of(parsed: Parsed, response: Response, profile: SiteProfile) -> Cut | None:
    """What the page is that ``response`` brought, without a slice to be read; None: not told here.

    ``parsed`` is that page; its tree is used up.  ``profile`` is that of the host that answered.
    """
    tree, parsed.tree = parsed.tree, None
    if tree is None or not _is_told_here(parsed, response):
        return None
    url, markup = response.final_url, parsed.decoded.text
    part = slice_of(tree, profile)
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


def _is_told_here(parsed: Parsed, response: Response) -> bool:
    body, declared = response.body, response.content_type
    return (
        parsed.is_head_plain
        and len(body) <= MOST_BYTES
        and bool(body.strip())
        and media_of(body, declared) is Media.PAGE
        and mistaken_for_page(body, declared, response.final_url) is None
    )

"""From an answer's bytes to what the page is, and from there to its transcript.

``cut_page`` is cheap and decides what kind of page it is, with its evidence; ``read_cut`` reads
the words of what was cut, and is only needed when the slice is one that was never read before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from selectolax.lexbor import LexborHTMLParser

from archive_watch.extract.blocks import blocks_of
from archive_watch.extract.budget import over_budget
from archive_watch.extract.cut import Slice, slice_of
from archive_watch.extract.decode import decode_body
from archive_watch.extract.frame import Beside, frame_of
from archive_watch.extract.links import links_of, unwritten
from archive_watch.extract.media import Media, media_of
from archive_watch.extract.metadata import metadata_of, speakers_of
from archive_watch.extract.notes import Notes
from archive_watch.extract.sift import paragraphs_of, sifted
from archive_watch.extract.signs import PageSigns, block_signs, not_found_signs
from archive_watch.extract.turns import turns_of
from archive_watch.model.site import SiteProfile
from archive_watch.model.transcript import Transcript
from archive_watch.normalise.text import comparable, folded

EXTRACTOR_VERSION = 1
PARTING = "\n\n"


class PageKind(StrEnum):
    """What an answer is, before its words are read."""

    CONTENT = "content"
    LISTING = "listing"
    NOT_FOUND = "not_found"
    BLOCKED = "blocked"
    EMPTY = "empty"
    NEEDS_REVIEW = "needs_review"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What an answer is, and the slice to be read where it is a page with words.

    ``evidence`` is for people.  Equal ``slice_sha256`` means an equal reading.  ``frame`` are the
    lines around the content of a page that is to be read; not taken where it is only explained.
    """

    kind: PageKind
    extractor: str
    profile: SiteProfile
    url: str
    evidence: tuple[str, ...] = ()
    reason: str | None = None
    encoding: str | None = None
    fallback: bool = False
    part: Slice | None = None
    slice_sha256: str | None = None
    frame: tuple[str, ...] | None = field(default=None, compare=False)


def cut_page(
    body: bytes,
    *,
    content_type: str | None,
    url: str,
    profile: SiteProfile,
    status: int = 200,
    headers: Sequence[tuple[str, str]] = (),
    notes: Notes | None = None,
) -> Cut:
    """What ``body`` is, read by ``profile``.  ``url`` is the address that answered.

    ``notes`` are taken where the page is to be explained.
    """
    bare = Cut(
        kind=PageKind.EMPTY,
        extractor=f"archive-watch/{EXTRACTOR_VERSION} {profile.name}/{profile.version}",
        profile=profile,
        url=url,
    )
    media = media_of(body, content_type)
    if not body.strip():
        return replace(bare, evidence=("the body is empty",))
    if media is Media.DOCUMENT:
        return replace(bare, kind=PageKind.DOCUMENT)
    decoded = decode_body(body, content_type)
    markup = _as_markup(decoded.text) if media is Media.PLAIN_TEXT else decoded.text
    bare = replace(bare, encoding=decoded.encoding)
    excess = over_budget(markup)
    if excess is not None:
        return replace(bare, kind=PageKind.NEEDS_REVIEW, evidence=(excess,), reason="over_budget")
    x_cache = next((value for name, value in headers if name == "x-cache"), "")
    return _cut_markup(bare, markup, status=status, x_cache=x_cache, notes=notes)


def _cut_markup(bare: Cut, markup: str, *, status: int, x_cache: str, notes: Notes | None) -> Cut:
    """The cut of a page whose markup is within the budget."""
    tree, profile = LexborHTMLParser(markup), bare.profile
    if notes is not None:
        notes.begin(markup, tree)
    has_links = tree.css_first("a[href]") is not None
    beside = Beside()
    part = slice_of(tree, profile, notes, beside)
    heading = tree.css_first("h1")
    signs = PageSigns(
        title=part.html_title or "",
        heading=folded(heading.text()) if heading is not None else "",
        has_root=part.matched,
        is_fallback=profile.fallback,
        has_links=has_links,
        words=part.words if part.roots else len((tree.body.text() if tree.body else "").split()),
        url=bare.url,
        status=status,
        x_cache=x_cache,
        markup=markup,
        not_found_matches=any(tree.css_first(one) is not None for one in profile.not_found),
    )
    kind, reason, evidence = _judged(part, signs, profile)
    is_read = kind in {PageKind.CONTENT, PageKind.LISTING}
    return replace(
        bare,
        kind=kind,
        evidence=evidence,
        reason=reason,
        fallback=profile.fallback,
        part=part,
        slice_sha256=part.sha256(bare.extractor, bare.url) if part.roots else None,
        frame=frame_of(tree, beside) if is_read and notes is None else None,
    )


def _judged(
    part: Slice, signs: PageSigns, profile: SiteProfile
) -> tuple[PageKind, str | None, tuple[str, ...]]:
    blocked = block_signs(signs)
    if blocked:
        return PageKind.BLOCKED, "block_page", blocked
    missing = not_found_signs(signs)
    if missing:
        return PageKind.NOT_FOUND, "not_found_page", missing
    if not part.roots:
        looked_for = ", ".join((*profile.roots, *profile.listing_roots))
        return (
            PageKind.NEEDS_REVIEW,
            "no_selector_matched",
            (f"profile {profile.name}: none of {looked_for} is on the page",),
        )
    if part.words == 0:
        return PageKind.EMPTY, "empty", ("the content has no words",)
    return (PageKind.LISTING if part.is_listing else PageKind.CONTENT), None, ()


def _as_markup(text: str) -> str:
    """Plain text as markup: its blank lines part paragraphs."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return f"<main><pre>{escaped}</pre></main>"


def read_cut(cut: Cut) -> Transcript:
    """The transcript of a page that was cut; only for kinds ``content`` and ``listing``."""
    assert cut.part is not None
    part, profile = cut.part, cut.profile
    words = sifted(part, profile)
    related = [block for node in part.related for block in blocks_of(node)]
    metadata = metadata_of(part, words.head, profile)
    paragraphs = [paragraph for block in words.blocks for paragraph in paragraphs_of(block)]
    return Transcript(
        text=PARTING.join(paragraph.text for paragraph in paragraphs),
        metadata=metadata,
        turns=turns_of(paragraphs, speakers_of(metadata)),
        links=links_of(words.blocks, related, url=cut.url, base=part.base),
        aliases=tuple(unwritten(alias) for alias in part.aliases),
        comparable=comparable(" ".join(line for block in words.blocks for line in block.spaced)),
    )

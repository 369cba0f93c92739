"""From an answer's bytes to what the page is, and from there to its transcript.

``cut_page`` is cheap and decides what kind of page it is, with its evidence; ``read_cut`` reads
the words of what was cut, and is only needed when the slice is one that was never read before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborHTMLParser

from archive_watch.extract.blocks.blocks import blocks_of
from archive_watch.extract.cutting.cut import Slice, slice_of
from archive_watch.extract.cutting.frame import Beside, frame_of
from archive_watch.extract.cutting.identity import ids_of
from archive_watch.extract.cutting.notes import Notes
from archive_watch.extract.heading.metadata import metadata_of, roles_of, speakers_of
from archive_watch.extract.intake.budget import weight_of
from archive_watch.extract.intake.decode import Decoded, decode_body
from archive_watch.extract.intake.half import half_sign
from archive_watch.extract.intake.media import Media, media_of, mistaken_for_page
from archive_watch.extract.kind.kinds import PageKind
from archive_watch.extract.kind.moved import moved_to
from archive_watch.extract.kind.page_kind import Answer, Judged, Whole, judged, signs_of
from archive_watch.extract.reader import engine_named, profile_named
from archive_watch.extract.words.links import links_of
from archive_watch.extract.words.sift import comparable_of, sifted
from archive_watch.extract.words.turns import turns_of
from archive_watch.extract.words.typed import structure_of
from archive_watch.model.block import PARTING
from archive_watch.model.site import SiteProfile
from archive_watch.model.stable_id import StableId
from archive_watch.model.transcript import Transcript

EXTRACTOR_VERSION = 2
_WITH_WORDS = frozenset({PageKind.CONTENT, PageKind.LISTING})
_MAY_BE_HALF = _WITH_WORDS | {PageKind.EMPTY, PageKind.NEEDS_REVIEW}

__all__ = [
    "EXTRACTOR_VERSION",
    "Cut",
    "Opened",
    "PageKind",
    "cut_opened",
    "cut_page",
    "open_page",
    "over_budget",
    "read_cut",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What an answer is, and the slice to be read where it is a page with words.

    ``evidence`` is for people; ``leads_to`` is where a notice points that says the page has moved.
    Equal ``slice_sha256`` means an equal reading.  ``frame`` are the lines around the content of a
    page that is to be read; not taken where it is only explained.  ``reading`` is set where the page
    was read in the process that cut it, because that is dear.
    """

    kind: PageKind
    extractor: str
    profile: SiteProfile
    url: str
    evidence: tuple[str, ...] = ()
    reason: str | None = None
    leads_to: str | None = None
    encoding: str | None = None
    fallback: bool = False
    part: Slice | None = None
    slice_sha256: str | None = None
    ids: tuple[StableId, ...] = ()
    frame: tuple[str, ...] | None = field(default=None, compare=False)
    reading: Transcript | None = None

    @property
    def has_words(self) -> bool:
        """Whether ``read_cut`` may be asked."""
        return self.part is not None and self.kind in _WITH_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An answer's markup, weighed; no tree is built of it yet.

    Without ``markup`` there is nothing to cut: ``cut`` is all that can be said of the answer.
    ``utf8`` is the markup as it was weighed, and as a parser is given it.
    """

    cut: Cut
    markup: str | None = None
    utf8: bytes = b""
    is_light: bool = True


def cut_page(
    body: bytes,
    *,
    content_type: str | None,
    url: str,
    profile: SiteProfile,
    status: int = 200,
    headers: Sequence[tuple[str, str]] = (),
    same_body_as: str | None = None,
    notes: Notes | None = None,
) -> Cut:
    """What ``body`` is, read by ``profile``.  ``url`` is the address that answered.

    ``same_body_as`` is another address of the host that answered these very bytes; ``notes`` are
    taken where the page is to be explained.
    """
    opened = open_page(body, content_type=content_type, url=url, profile=profile)
    return cut_opened(
        opened, status=status, headers=headers, same_body_as=same_body_as, notes=notes
    )


def open_page(body: bytes, *, content_type: str | None, url: str, profile: SiteProfile) -> Opened:
    """``body`` decoded and weighed: whether it may be parsed, and whether that is surely cheap."""
    bare = Cut(
        kind=PageKind.EMPTY,
        extractor=f"archive-watch/{EXTRACTOR_VERSION} {profile_named(profile)}",
        profile=profile,
        url=url,
    )
    media = media_of(body, content_type)
    if not body.strip():
        return Opened(cut=replace(bare, evidence=("the body is empty",)))
    mistaken = mistaken_for_page(body, content_type, url)
    if mistaken is not None:
        return Opened(cut=_in_review(bare, "not_a_page", mistaken))
    if media is Media.DOCUMENT:
        return Opened(cut=replace(bare, kind=PageKind.DOCUMENT))
    decoded = decode_body(body, content_type)
    bare = replace(bare, encoding=decoded.encoding)
    if media is Media.PLAIN_TEXT:
        decoded = Decoded.of(_as_markup(decoded.text), decoded.encoding)
    weight = weight_of(decoded.text, decoded.utf8)
    if weight.excess is not None:
        return Opened(cut=over_budget(bare, weight.excess))
    return Opened(cut=bare, markup=decoded.text, utf8=decoded.utf8, is_light=weight.is_light)


def over_budget(cut: Cut, excess: str) -> Cut:
    """The page left unread, because reading it would cost, or did cost, more than it may."""
    return _in_review(cut, "over_budget", excess)


def _in_review(cut: Cut, reason: str, evidence: str) -> Cut:
    return replace(cut, kind=PageKind.NEEDS_REVIEW, evidence=(evidence,), reason=reason)


def cut_opened(
    opened: Opened,
    *,
    status: int = 200,
    headers: Sequence[tuple[str, str]] = (),
    same_body_as: str | None = None,
    notes: Notes | None = None,
) -> Cut:
    """The cut of an answer that was opened."""
    if opened.markup is None:
        return opened.cut
    x_cache = next((value for name, value in headers if name == "x-cache"), "")
    url = opened.cut.url
    answer = Answer(url=url, status=status, x_cache=x_cache, same_body_as=same_body_as)
    return _cut_markup(opened, opened.markup, answer, notes)


def _cut_markup(opened: Opened, markup: str, answer: Answer, notes: Notes | None) -> Cut:
    """The cut of a page whose markup is within the budget."""
    tree, bare, profile = LexborHTMLParser(opened.utf8), opened.cut, opened.cut.profile
    if notes is not None:
        notes.begin(markup, tree)
    whole, beside = Whole.of(tree), Beside()
    ids = ids_of(tree, markup, url=bare.url, has_profile=not profile.fallback)
    part = slice_of(tree, profile, notes, beside)
    signs = signs_of(tree, markup, part, profile=profile, answer=answer, whole=whole)
    kind, reason, evidence = _unless_half(judged(part, signs, profile), markup)
    extractor = f"{bare.extractor}{engine_named(part.root_by, part.root)}"
    is_read = kind in {PageKind.CONTENT, PageKind.LISTING}
    return replace(
        bare,
        kind=kind,
        extractor=extractor,
        evidence=evidence,
        reason=reason,
        leads_to=moved_to(signs) if kind is PageKind.MOVED_NOTICE else None,
        fallback=profile.fallback,
        part=part,
        ids=ids if is_read else (),
        slice_sha256=part.sha256(extractor, bare.url) if part.roots else None,
        frame=frame_of(tree, beside) if is_read and notes is None else None,
    )


def _unless_half(found: Judged, markup: str) -> Judged:
    """Half a page is no page: its words are not all there, nor is it sure what it is."""
    half = half_sign(markup) if found[0] in _MAY_BE_HALF else None
    return found if half is None else (PageKind.NEEDS_REVIEW, "half_page", (half,))


def _as_markup(text: str) -> str:
    """Plain text as markup: its blank lines part paragraphs."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return f"<main><pre>{escaped}</pre></main>"


def read_cut(cut: Cut) -> Transcript:
    """The transcript of a page that was cut; only for kinds ``content`` and ``listing``."""
    if cut.reading is not None:
        return cut.reading
    assert cut.part is not None
    part, profile = cut.part, cut.profile
    words = sifted(part, profile)
    related = [block for node in part.related for block in blocks_of(node)]
    metadata = metadata_of(part, words.head, profile, words.tail)
    paragraphs = words.paragraphs()
    structure = structure_of(paragraphs, f"{metadata.title or ''} {metadata.doctype or ''}")
    return Transcript(
        text=PARTING.join(paragraph.text for paragraph in paragraphs),
        metadata=metadata,
        turns=turns_of(
            paragraphs,
            speakers_of(metadata),
            roles_of(metadata),
            unspoken=structure.never_spoken,
            opening=structure.opening,
        ),
        blocks=structure.blocks,
        links=links_of(words.blocks, related, url=cut.url, base=part.base),
        comparable=comparable_of(words.blocks),
    )

"""The cut: lexbor selects the content and the metadata of a page, positively, by its profile.

Nothing here reads words; it finds where they are.  What the reading will depend on, and nothing
else, goes into the digest of the slice: equal digests mean equal readings.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256

from selectolax.lexbor import LexborHTMLParser

from archive_watch.extract.cutting.fields import fields_of
from archive_watch.extract.cutting.frame import Beside
from archive_watch.extract.cutting.nodes import drop, markup_of, outermost
from archive_watch.extract.cutting.notes import Notes
from archive_watch.extract.cutting.roots import FoundBy
from archive_watch.extract.learning.unprofiled import roots_of
from archive_watch.extract.words.taken import Why
from archive_watch.model.site import SiteProfile
from archive_watch.normalise.text import folded

_SILENT = (
    "script", "style", "noscript", "template", "iframe", "object", "link", "meta", "noembed",
    "noframes",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """The part of a page that is read: markup of its content, and its metadata as found.

    ``fields`` maps a metadata field to the folded texts that its selector found, ``selectors`` the
    field to that selector; ``root`` is the selector (the signature, the engine) that found the
    content, and ``root_by`` says which of them it is.
    """

    roots: tuple[str, ...]
    related: tuple[str, ...]
    fields: tuple[tuple[str, tuple[str, ...]], ...]
    selectors: tuple[tuple[str, str], ...]
    root: str | None
    root_by: FoundBy | None
    html_title: str | None
    language: str | None
    base: str | None
    matched: bool
    is_listing: bool
    words: int  # a thousand in each part are many, and counted no further

    def field(self, name: str) -> tuple[str, ...]:
        """The texts found for metadata field ``name``."""
        return dict(self.fields).get(name, ())

    def found_by(self, name: str) -> str:
        """The selector that found metadata field ``name``; empty where none did."""
        return dict(self.selectors).get(name, "")

    def sha256(self, extractor: str, url: str) -> str:
        """The digest of everything that the reading depends on.

        Markup follows the rest by its length, as it stands: writing it as JSON costs more than the
        digest does.
        """
        markups = [*self.roots, *self.related]
        parts = [
            extractor,
            url,
            len(self.roots),
            [len(markup) for markup in markups],
            self.fields,
            self.html_title,
            self.language,
            self.base,
        ]
        whole = "".join([json.dumps(parts), *markups])
        return sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def slice_of(
    tree: LexborHTMLParser,
    profile: SiteProfile,
    notes: Notes | None = None,
    beside: Beside | None = None,
) -> Slice:
    """The slice of a parsed page.  The tree is changed: what is dropped is taken out of it.

    ``notes`` are taken where the page is to be explained; ``beside``, what is no frame of it.
    """
    html_title = _html_title(tree)
    base = _attribute(tree, "base[href]", "href")
    if tree.root is not None:
        drop(tree.root, _SILENT, notes, Why.SILENT)
    beside = Beside() if beside is None else beside
    fields = fields_of(tree, profile, notes, beside)
    related = outermost(tree, profile.related)
    if notes is not None and tree.root is not None:
        notes.mark(tree.root, related, profile.related, Why.RELATED)
    beside.note_read(related)
    related_markup = tuple(map(markup_of, related))  # now: what is dropped below is taken apart
    found = roots_of(tree, profile, notes, beside)
    for node in found.nodes:
        unwanted = (*profile.drop, *profile.related)
        drop(node, unwanted, notes, beside=beside, careful=profile.fallback)
    return Slice(
        roots=found.contents(),
        related=related_markup,
        fields=tuple((name, one.texts) for name, one in fields.items()),
        selectors=tuple((name, one.selector) for name, one in fields.items()),
        root=found.name,
        root_by=found.found_by,
        html_title=html_title,
        language=_attribute(tree, "html[lang]", "lang"),
        base=base,
        matched=found.matched,
        is_listing=found.is_listing,
        words=found.words(),
    )


def _html_title(tree: LexborHTMLParser) -> str | None:
    node = tree.css_first("head > title") or tree.css_first("title:not(svg title)")
    return (folded(node.text()) or None) if node is not None else None


def _attribute(tree: LexborHTMLParser, selector: str, name: str) -> str | None:
    node = tree.css_first(selector)
    return None if node is None else (node.attributes.get(name) or None)

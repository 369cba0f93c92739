"""What a page shows at a glance: enough to know whether it is the document that a link is for.

Nothing is read by a profile here: error pages have none.  A page whose markup is dear to parse has
no face, and no sign is taken from it.  The tree that a face was read from is handed on: what kind of
page it is (``link_page``) is told from it too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from archive_watch.classify.likeness import imprint_of
from archive_watch.extract.intake.budget import weight_of
from archive_watch.extract.intake.decode import Decoded, decode_body
from archive_watch.extract.kind.page_kind import Whole
from archive_watch.extract.kind.short_page import refreshed_to
from archive_watch.model.capture import Response
from archive_watch.model.imprint import Imprint
from archive_watch.normalise.text import folded

MOST_BYTES = 256 * 1024
"""Of a longer body no more is looked at."""

_SILENT = ("script", "style", "noscript", "template", "iframe", "object")
_SHOWN = "video, audio, embed, applet, canvas, svg, input:not([type=hidden]), area"
_DOT_SIZES = frozenset({"0", "1", "0px", "1px"})
_REFRESH = re.compile(
    r"\s*(?P<seconds>\d{1,9})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?[\"']?(?P<url>[^\"']+)[\"']?\s*",
    re.IGNORECASE,
)
# UTF-8 is believed of a body's own bytes and never of what is declared: to say it says nothing.
_DECLARES_NOTHING = re.compile(r"[\w/+.-]+(?:; ?charset=utf-8)?", re.IGNORECASE | re.ASCII)
_LONGEST_WAIT_SECONDS = 10
_LONGEST_TITLE = 300
_DOCUMENT_STARTS = (b"%PDF-", b"\xff\xd8\xff", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"GIF8",
                    b"\x89PNG", b"II*\x00", b"MM\x00*")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """What a page shows.  ``refresh`` is the address that it sends every browser on to within ten
    seconds; ``has_scripts``: there may be more to see than its words; ``has_pictures``: there is."""

    title: str = ""
    heading: str = ""
    text: str = ""
    refuses_indexing: bool = False
    has_scripts: bool = False
    has_pictures: bool = False
    refresh: str | None = None

    @property
    def imprint(self) -> Imprint:
        """What is kept of it to know its like again; computed each time, for few links need it."""
        return imprint_of(self.title, self.text)

    @property
    def text_bytes(self) -> int:
        """The length of its words in UTF-8."""
        return len(self.text.encode("utf-8", "replace"))


@dataclass(slots=True, kw_only=True)
class Parsed:
    """A page that was parsed to see its face.

    ``tree`` is without what is silent (scripts, styles and the like), and None once it is used up:
    it is large.  ``whole`` was seen before anything was taken out, and ``is_head_plain`` says that
    title and base did not stand in what was.
    """

    face: Face
    decoded: Decoded
    tree: LexborHTMLParser | None
    whole: Whole
    is_head_plain: bool


def face_of(response: Response) -> Face | None:
    """The face of the page that answered; None where it is no page, or too dear to be parsed."""
    parsed = parsed_of(response)
    return None if parsed is None else parsed.face


def parsed_of(response: Response) -> Parsed | None:
    """The page that answered, parsed; None where it is no page, or too dear to be parsed."""
    if response.refusal is not None or not is_page(response):
        return None
    declared = response.content_type
    if declared is not None and _DECLARES_NOTHING.fullmatch(declared):
        declared = None
    decoded = decode_body(response.body[:MOST_BYTES], declared)
    weight = weight_of(decoded.text, decoded.utf8)
    if weight.excess is not None or not weight.is_light:
        return None
    tree = LexborHTMLParser(decoded.utf8)
    whole, is_plain = Whole.of(tree), _is_head_plain(tree)
    face = _face(tree, response)
    return Parsed(face=face, decoded=decoded, tree=tree, whole=whole, is_head_plain=is_plain)


def _is_head_plain(tree: LexborHTMLParser) -> bool:
    """Whether title and base stand where nothing silent is around them."""
    if tree.css_first("head > title") is None and tree.css_first("title") is not None:
        return False
    base = tree.css_first("base[href]")
    return base is None or (base.parent is not None and base.parent.tag == "head")


def _face(tree: LexborHTMLParser, response: Response) -> Face:
    """The face of a page; what is silent is taken out of its tree."""
    has_scripts = tree.css_first("script, iframe, object, frameset") is not None
    has_pictures = _has_pictures(tree)
    tree.strip_tags(list(_SILENT))
    title, heading = tree.css_first("title"), tree.css_first("h1")
    named = "" if title is None else folded(title.text())[:_LONGEST_TITLE]
    return Face(
        title=named,
        heading="" if heading is None else folded(heading.text())[:_LONGEST_TITLE],
        text="" if tree.body is None else folded(tree.body.text(separator=" ")),
        refuses_indexing=_refuses_indexing(tree, response),
        has_scripts=has_scripts,
        has_pictures=has_pictures,
        refresh=_refresh(tree, response.final_url),
    )


def _has_pictures(tree: LexborHTMLParser) -> bool:
    """Whether there is anything to see or to fill in that is no words; a dot that counts visits is
    not."""
    if tree.css_first(_SHOWN) is not None:
        return True
    sizes = (
        (image.attributes.get("width"), image.attributes.get("height"))
        for image in tree.css("img[src]")
    )
    return any(not _DOT_SIZES.intersection(size) for size in sizes)


def is_page(response: Response) -> bool:
    """Whether HTML answered; an answer that does not say what it is is looked at."""
    said = (response.content_type or "").lower()
    return ("html" in said or not said) and not response.body.startswith(_DOCUMENT_STARTS)


def _refuses_indexing(tree: LexborHTMLParser, response: Response) -> bool:
    said = [value for name, value in response.headers if name == "x-robots-tag"]
    said += [
        node.attributes.get("content") or ""
        for node in tree.css("meta[name]")
        if (node.attributes.get("name") or "").strip().lower() == "robots"
    ]
    return any("noindex" in one.lower() or one.strip().lower() == "none" for one in said)


def _refresh(tree: LexborHTMLParser, url: str) -> str | None:
    base = tree.css_first("base[href]")
    for node in tree.css("meta[http-equiv]"):
        if (node.attributes.get("http-equiv") or "").strip().lower() != "refresh":
            continue
        found = _REFRESH.fullmatch(node.attributes.get("content") or "")
        if found is not None and int(found["seconds"]) <= _LONGEST_WAIT_SECONDS:
            named = None if base is None else base.attributes.get("href")
            return refreshed_to(found["url"].strip(), url=url, base=named)
    return None

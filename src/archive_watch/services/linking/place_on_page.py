"""Whether the place that a link names is on its page: an id, an old-fashioned name, or some words.

As browsers look for it: ``#top`` and an empty fragment are always there; else an element whose id is
the fragment, as written or with its escapes undone, or an ``<a>`` with that name (HTML, section
7.4.2.4); with ``:~:text=`` the words themselves (URL Fragment Text Directives), compared without
regard to case and spacing.  Where the page makes its places by script, nothing is known.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

from archive_watch.extract.intake.decode import decode_body
from archive_watch.model.link import Fragment

_DIRECTIVES = ":~:"
_TEXT = "text="
_ROUTE = re.compile(r"^(?:!|/|[^&=]*=)")  # what an application reads, not a browser
_SILENT = ("script", "style", "template", "noscript")
_SCRIPT = re.compile(rb"<script[\s>]", re.IGNORECASE)


def is_looked_for(fragment: str) -> bool:
    """Whether a page can be without the place that ``fragment`` (without its #) names."""
    place = fragment.partition(_DIRECTIVES)[0]
    has_words = _TEXT in fragment.partition(_DIRECTIVES)[2]
    return has_words or (place.lower() not in {"", "top"} and not _ROUTE.match(place))


def place_on_page(
    body: bytes, fragment: str, *, content_type: str | None, is_whole: bool
) -> Fragment | None:
    """Whether ``fragment`` is on the page; None where that cannot be told.

    ``is_whole``: ``body`` is all of it.  A page with scripts may yet make what is missing.
    """
    place, _, directives = fragment.partition(_DIRECTIVES)
    tree = LexborHTMLParser(decode_body(body, content_type).utf8)
    texts = [one.removeprefix(_TEXT) for one in directives.split("&") if one.startswith(_TEXT)]
    is_there = _has_place(tree, place) if is_looked_for(place) else True
    if texts:
        words = _words(tree)
        is_there = is_there and any(_has_words(words, text) for text in texts)
    if is_there:
        return Fragment.FOUND
    return Fragment.MISSING if is_whole and not _SCRIPT.search(body) else None


def _has_place(tree: LexborHTMLParser, place: str) -> bool:
    wanted = {place, unquote(place)}
    if any(node.attributes.get("id") in wanted for node in tree.css("[id]")):
        return True
    return any(node.attributes.get("name") in wanted for node in tree.css("a[name], map[name]"))


def _words(tree: LexborHTMLParser) -> str:
    tree.strip_tags(list(_SILENT))
    return "" if tree.body is None else _folded(tree.body.text(separator=" "))


def _has_words(words: str, directive: str) -> bool:
    """``[prefix-,]start[,end][,-suffix]``: the start, and what else is named in its order."""
    parts = directive.split(",")
    before = _part(parts.pop(0).removesuffix("-")) if parts[0].endswith("-") else ""
    behind = _part(parts.pop().removeprefix("-")) if parts and parts[-1].startswith("-") else ""
    at = 0
    for wanted in (before, *(_part(part) for part in parts[:2]), behind):
        found = words.find(wanted, at)
        if found < 0:
            return False
        at = found + len(wanted)
    return True


def _part(text: str) -> str:
    return _folded(unquote(text))


def _folded(text: str) -> str:
    """Words in small letters, with no more than one space between; none before a comma or a stop."""
    return re.sub(r"\s+(?=[,.;:!?)])", "", " ".join(text.casefold().split()))

"""Whether an answer is only the first part of a page: what a server sent before it broke off.

Where the length was announced the network door knows; a proxy that stores half a page announces
the half.  Half a page must not be read: its other half would seem to have been deleted.  End tags
may be left out, and old pages do it, so that alone is no sign; but no page ends inside a tag, and
none that its author ever saw ends inside its script, its table or its container.
"""

from __future__ import annotations

import re

_ENDS = ("</html", "</HTML", "</body", "</BODY", "</frameset", "</FRAMESET")
_ANY_END = re.compile(r"</(?:html|body|frameset)", re.IGNORECASE)
_BEGINS = re.compile(
    r"\s*+(?:<!--(?:[^-]++|-(?!->))*+-->\s*+|<\?[^>]*+>\s*+)*+<(?:!doctype|html|head|body)",
    re.IGNORECASE,
)
_LAST_TAG = re.compile(r"<(?:[a-z!/][^<>]*)?\Z", re.IGNORECASE)
_ONLY_HEAD = re.compile(r"<(?:/title|/head|html|meta|link|body)\b[^>]*>\s*\Z", re.IGNORECASE)
_TAIL_CHARACTERS = 2_000
_CONTAINERS = ("title", "script", "style", "head", "table", "main", "article", "section", "div")


def half_sign(markup: str) -> str | None:
    """The sign that the rest of a page is missing; None for a whole one, as far as can be told."""
    if any(markup.rfind(end) >= 0 for end in _ENDS) or _ANY_END.search(markup) is not None:
        return None
    if _BEGINS.match(markup) is None:
        return None
    if markup.rfind("<!--") > markup.rfind("-->"):
        return "it ends inside a comment"
    if _LAST_TAG.search(markup, max(0, len(markup) - _TAIL_CHARACTERS)) is not None:
        return "it ends inside a tag"
    if markup.endswith("\ufffd"):
        return "it ends inside a character"
    open_one = next((name for name in _CONTAINERS if _stands_open(markup, name)), None)
    if open_one is not None:
        return f"it ends inside its <{open_one}>, without </html>"
    if _ONLY_HEAD.search(markup, max(0, len(markup) - _TAIL_CHARACTERS)) is not None:
        return "it ends before its first words"
    return None


def _stands_open(markup: str, name: str) -> bool:
    begun = re.findall(rf"<{name}(?![^\s/>])", markup, re.IGNORECASE)
    ended = re.findall(rf"</{name}(?![^\s/>])", markup, re.IGNORECASE)
    return len(begun) > len(ended)

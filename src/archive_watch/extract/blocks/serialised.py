"""Markup as lexbor writes it: every element closed, attributes in double quotes, five entities.

Such markup can be told tag by tag without a parser.  What is not so written is told at a glance: a
``<`` that begins no such tag (names with quotes in them), another entity, elements whose text is
not escaped (https://html.spec.whatwg.org/multipage/parsing.html#serialising-html-fragments).
"""

from __future__ import annotations

import re

TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:_.-]*)((?: [^\s\"'<>/=`]+=\"[^\"<>]*\")*)>")
VOID = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track"
    " wbr".split()
)
_UNESCAPED = frozenset("script style xmp plaintext iframe noembed noframes noscript".split())
_HREF = re.compile(r"(?: (?!href=)[^\s=]+=\"[^\"]*\")*+ href=\"([^\"]*)\"")
_ENTITIES = (("&nbsp;", "\u00a0"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&"))
_OTHER_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|nbsp);)")


def tags_of(markup: str) -> list[re.Match[str]] | None:
    """The tags of ``markup``: a slash or none, a name, attributes.  None where it is not so written."""
    tags = list(TAG.finditer(markup))
    if len(tags) != markup.count("<") or "\0" in markup or _OTHER_ENTITY.search(markup) is not None:
        return None
    return tags if _UNESCAPED.isdisjoint([tag[2] for tag in tags]) else None


def unescaped(text: str) -> str:
    """Text, with the characters that were escaped in it."""
    if "&" not in text:
        return text
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text


def href_in(attributes: str) -> str | None:
    """The address among the attributes of a tag, if there is one."""
    found = _HREF.match(attributes)
    return None if found is None else unescaped(found[1])

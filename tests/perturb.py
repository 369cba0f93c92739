"""What must not show as a change of a page, and what must: functions from its bytes to others.

Each takes the bytes of a page and gives other bytes, or None where it does not apply.  The same
bytes give the same answer, always.  ``NEUTRAL`` are what themes, caches, editors' software and
archives do to a page that nobody edited; ``EDITS`` are what an editor does, one thing each.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from html import unescape
from html.entities import codepoint2name

from perturb_around import AROUND
from perturb_facts import FACTS
from perturb_page import Page, Part, on_page
from perturb_words import WORDS, Edit

__all__ = ["EDITS", "NEUTRAL", "Edit"]

_ENTITY = re.compile(r"&(?:[A-Za-z]+|#\d+|#[xX][0-9A-Fa-f]+);")
_BEYOND_ASCII = re.compile(r"[\u00a0-\uffff]")
_START_TAG = re.compile(r'<([A-Za-z][\w-]*)((?:\s+[\w:.-]+="[^"<>]*"){2,})(\s*/?)>')
_ATTRIBUTE = re.compile(r'([\w:.-]+)="([^"]*)"')
_NAME = re.compile(r"(</?)([A-Za-z][\w-]*)(?=[\s/>])")
_BETWEEN_BLOCKS = re.compile(
    r"(</(?:p|div|li|ul|ol|h[1-6]|tr|table|section|article|main)>)(?=<(?!!|/?(?:span|a|b|i|em)\b))"
)
_SENTENCE_END = re.compile(r"(?<=[a-z][.,;?]) (?=[A-Za-z])")
_LABEL_SPACE = re.compile(r"(?<=[A-Z]:)(?:&nbsp;| )+")
_OPTIONAL = re.compile(r"</(p|li)\s*>(\s*)(?=<\1[\s>])", re.IGNORECASE)
_VOID = re.compile(r"<(br|hr)\s*>", re.IGNORECASE)
_CHARSET = re.compile(r"""(charset=\s*["']?)(utf-8|iso-8859-1)\b""", re.IGNORECASE)
_PARAGRAPH = re.compile(r"<p>")
_BOLD = re.compile(r"(</?)(b|strong)>", re.IGNORECASE)
_OTHER_BOLD = {"b": "strong", "strong": "b"}
_LONG_WORD = re.compile(r"(?<= )([a-z]{7,})(?= )(?![^<]*>)")
_ADDRESS = re.compile(r'href="[^"]*&amp;(?=[a-z_]+=)[^"]*"')
_ALT = re.compile(r"""(<img\b[^>]*\balt=["'])[^"'>]*""", re.IGNORECASE)
_LANGUAGE = re.compile(r"""(<html\b[^>]*\blang=["'])[\w-]*""", re.IGNORECASE)
_ID = re.compile(r"""(?<=[\s])id=["']([\w-]+)["']""", re.IGNORECASE)
_BODY_END = re.compile(r"</body\s*>", re.IGNORECASE)
_SPELT = {"utf-8": "utf8", "iso-8859-1": "latin1"}


def _spelt(page: Page, kind: str) -> bytes | None:
    """The characters of the page beyond ASCII as names, as numbers, or as themselves."""
    encoding = "utf-8" if page.is_utf_8 else "cp1252"
    try:
        text = page.markup.encode("latin-1").decode(encoding)
        if kind == "character":
            return _ENTITY.sub(_character, text).encode(encoding)
        return _BEYOND_ASCII.sub(lambda one: _entity(one[0], kind), text).encode(encoding)
    except UnicodeError:
        return None


def _encoded(page: Page) -> bytes | None:
    """The page in Windows-1252, and saying so, where it is UTF-8 and its characters are there."""
    if not page.is_utf_8 or page.markup.isascii():
        return None
    try:
        body = page.markup.encode("latin-1").decode("utf-8").encode("cp1252")
    except UnicodeError:
        return None
    return re.sub(rb"charset=([\"']?)utf-8", rb"charset=\1windows-1252", body, flags=re.IGNORECASE)


def _root_classed(page: Page) -> bytes | None:
    """One more class on the element that holds the words."""
    tag = page.markup.rfind("<", 0, page.content.start - 1)
    found = re.compile(r'<\w+[^>]*\bclass="').match(page.markup, tag)
    return None if found is None else page.put(found.end(), found.end(), "clearfix ")


def _ids_again(page: Page) -> bytes | None:
    """Empty elements at the end that bear every id of the page once more."""
    end = _BODY_END.search(page.markup, page.content.end)
    names = sorted(set(_ID.findall(page.markup)))
    if end is None or not names:
        return None
    again = "".join(f'<a id="{name}"></a>' for name in names)
    return page.put(end.start(), end.start(), again)


def _shelled(page: Page) -> bytes:
    """One more element around all words."""
    start, end = page.content.start, page.content.end
    return page.put(start, end, f'<div class="shell">{page.markup[start:end]}</div>')


def _entity(character: str, kind: str) -> str:
    code = ord(character)
    if kind == "name":
        return f"&{codepoint2name[code]};" if code in codepoint2name else character
    return f"&#{code};" if code % 2 else f"&#x{code:X};"


def _character(found: re.Match[str]) -> str:
    """What an entity stands for; as it is where it stands for markup, or for nothing."""
    said = unescape(found[0])
    return said if len(said) == 1 and ord(said) >= 0xA0 else found[0]


def _read(pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str]) -> Edit:
    """``pattern`` made ``new`` everywhere but in scripts, styles, comments and lists of options."""

    def changed(page: Page) -> bytes:
        pieces: list[str] = []
        at = 0
        for part in (*page.silent, Part(len(page.markup), len(page.markup))):
            pieces.append(pattern.sub(new, page.markup[at : part.start]))
            pieces.append(page.markup[part.start : part.end])
            at = part.end
        return "".join(pieces).encode("latin-1")

    return on_page(changed)


def _in_content(pattern: re.Pattern[str], new: str) -> Edit:
    def changed(page: Page) -> bytes:
        start, end = page.content.start, page.content.end
        return page.put(start, end, pattern.sub(new, page.markup[start:end]))

    return on_page(changed)


def _turned(tag: re.Match[str]) -> str:
    """A start tag with its attributes in the opposite order; as it is where one stands twice."""
    attributes = _ATTRIBUTE.findall(tag[2])
    names = [name.lower() for name, _ in attributes]
    if len(set(names)) < len(names):
        return tag[0]
    said = " ".join(f'{name}="{value}"' for name, value in reversed(attributes))
    return f"<{tag[1]} {said}{tag[3]}>"


def _inside(new: str) -> Edit:
    """``new`` between two paragraphs of the content, where it has some."""

    def changed(page: Page) -> bytes | None:
        parts = page.paragraphs
        if len(parts) < 2:
            return None
        place = page.markup.rfind("<", 0, parts[1].start)
        return page.put(place, place, new)

    return on_page(changed)


EDITS: dict[str, Edit] = {**WORDS, **FACTS}
NEUTRAL: dict[str, Edit] = {
    **AROUND,
    "the order of attributes": _read(_START_TAG, _turned),
    "white space between blocks": _read(_BETWEEN_BLOCKS, r"\1\n\t  "),
    "runs of no-break spaces": _in_content(_SENTENCE_END, "&nbsp; "),
    "another space after labels": _in_content(_LABEL_SPACE, "&nbsp;&#160;"),
    "entities as names": on_page(lambda page: _spelt(page, "name")),
    "entities as numbers": on_page(lambda page: _spelt(page, "number")),
    "entities as characters": on_page(lambda page: _spelt(page, "character")),
    "tags in capitals": _read(_NAME, lambda tag: f"{tag[1]}{tag[2].swapcase()}"),
    "the spelling of the charset": _read(_CHARSET, lambda one: one[1] + _SPELT[one[2].lower()]),
    "line ends of another system": on_page(
        lambda page: page.markup.replace("\r\n", "\n").replace("\n", "\r\n").encode("latin-1")
    ),
    "void tags that close themselves": _read(_VOID, r"<\1 />"),
    "strong for bold": _read(_BOLD, lambda tag: f"{tag[1]}{_OTHER_BOLD[tag[2].lower()]}>"),
    "bold taken off": _in_content(_BOLD, ""),
    "lines wrapped elsewhere": _in_content(_SENTENCE_END, "\n    "),
    "words in elements of their own": _in_content(_LONG_WORD, r'<span lang="en">\1</span>'),
    "another class on the content": on_page(_root_classed),
    "an element around the words": on_page(_shelled),
    "ampersands in addresses": _read(_ADDRESS, lambda one: one[0].replace("&amp;", "&")),
    "the words for a picture": _read(_ALT, r"\1A harbour at dusk"),
    "the language that is declared": _read(_LANGUAGE, r"\1en-GB"),
    "ids that stand twice": on_page(_ids_again),
    "styles of paragraphs": _in_content(_PARAGRAPH, '<p style="text-align: left;" title="x">'),
    "a byte order mark": on_page(
        lambda page: codecs.BOM_UTF8 + page.markup.encode("latin-1") if page.is_utf_8 else None
    ),
    "another encoding": on_page(_encoded),
    "end tags left out": _read(_OPTIONAL, r"\2"),
    "classes of paragraphs": _in_content(_PARAGRAPH, '<p class="wp-block-paragraph" data-n="7">'),
    "a comment in the content": _inside("<!-- moved here 2026-01-02 -->"),
    "a script in the content": _inside('<script>window.seen = ["a harbour"];</script>'),
    "an anchor without words": _inside('<a id="part-2"></a>'),
    "a paragraph break": _inside("<p></p>"),
}

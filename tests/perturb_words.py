"""Edits of what a page says: each one is a change, on whatever page it is made."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from perturb_page import Page, Part, on_page

Edit = Callable[[bytes], bytes | None]

_LABEL = re.compile(r">((?:[A-Z]{2,}[A-Z.]*[ ])*[A-Z]{4,}):")
MONTHS = "January February March April May June July August September October November December"
_DATE = re.compile(rf"\b({MONTHS.replace(' ', '|')}) (\d\d?)\b(?!\d)")
_WORD = re.compile(r"(?<![\w&;#@/.-])[a-z]{4,}(?![\w;@/])")
_VERB = re.compile(r"(?<![\w&;])(?:is|are|was|were|will|has|have|can|should|did)(?= [a-z])")
_NUMBER = re.compile(r"(?<![\w&#;])\d{1,6}(?![\w;])")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{4,}(?![\w;])")
_MARK = re.compile(r"[a-z][.?](?=\s|<|$)")
_SENTENCE = re.compile(r"(?<=[.?!] )[A-Z][^.<>&]{20,}[.?!](?= |$)")
_TWO_WORDS = re.compile(r"(?<= )(?!([a-z]+) \1)[a-z]{2,} [a-z]{2,}(?= )")
_LINK = re.compile(r'<a\b[^>]*?\bhref="((?:https?:)?/+[^"#>]{3,})"', re.IGNORECASE)
_ITEM = re.compile(r"<li\b[^>]*>(?:(?!</?(?:li|ul|ol)\b)[\s\S])*?</li>", re.IGNORECASE)
_CELL = re.compile(r"<td\b[^>]*>\s*(?:<(?:p|b|strong)>\s*)*([\w$][^<>]*[\w])", re.IGNORECASE)
_HEADING = re.compile(r"<h[2-6]\b[^>]*>(?:<[^>]*>)*([A-Za-z][^<>]*)", re.IGNORECASE)
_FOOTNOTE = re.compile(r">(\[(?:\d{1,3}|[ivx]{1,5})\])(?=[<\s])|>(\d{1,2})</sup>")


def _in_texts(name: str, pattern: re.Pattern[str], new: Callable[[str], str]) -> Edit:
    """One match of ``pattern`` in the running text, drawn by lot, made ``new``."""

    def edit(page: Page) -> bytes | None:
        draw = page.draw(name)
        texts = list(page.texts)
        draw.shuffle(texts)
        for part in texts:
            found = list(pattern.finditer(page.markup, part.start, part.end))
            if found:
                one = draw.choice(found)
                return page.put(one.start(), one.end(), new(one[0]))
        return None

    return on_page(edit)


def _in_content(name: str, pattern: re.Pattern[str], new: Callable[[str], str]) -> Edit:
    """One match's first group (or all of it) in the content's markup made ``new``."""

    def edit(page: Page) -> bytes | None:
        start = max(0, page.content.start - 1)
        found = [
            Part(*one.span(one.lastindex or 0))
            for one in pattern.finditer(page.markup, start, page.content.end)
        ]
        kept = [part for part in found if page.is_read(part)]
        if not kept:
            return None
        part = page.draw(name).choice(kept)
        return page.put(part.start, part.end, new(page.markup[part.start : part.end]))

    return on_page(edit)


def _of_paragraphs(name: str, edited: Callable[[Page, Part, Part], bytes | None]) -> Edit:
    """What becomes of a paragraph and the next one: of the first two, in lots, that it can be done
    to."""

    def edit(page: Page) -> bytes | None:
        pairs = list(pairwise(page.paragraphs))
        page.draw(name).shuffle(pairs)
        done = (edited(page, one, other) for one, other in pairs)
        return next((body for body in done if body is not None), None)

    return on_page(edit)


def _doubled(page: Page, one: Part, _: Part) -> bytes:
    return page.put(one.end, one.end, f"</p>\n<p>{page.markup[one.start : one.end]}")


def _removed(page: Page, one: Part, _: Part) -> bytes:
    return page.put(one.start, one.end, "")


def _added(page: Page, one: Part, _: Part) -> bytes:
    return page.put(one.end, one.end, "</p>\n<p>The harbour was also discussed at length.")


def _linked(page: Page, one: Part, _: Part) -> bytes | None:
    """Its words are a link now."""
    words = page.markup[one.start : one.end]
    if "<a" in words:
        return None
    return page.put(one.start, one.end, f'<a href="/harbours/">{words}</a>')


def _listed(page: Page, one: Part, _: Part) -> bytes:
    return page.put(one.end, one.end, "</p>\n<ul><li>A crane</li><li>A pier</li></ul>\n<p>")


def _noted(page: Page, one: Part, _: Part) -> bytes:
    return page.put(one.end, one.end, "<sup>9</sup>")


def _moved(page: Page, one: Part, other: Part) -> bytes | None:
    """The two have changed places."""
    first, second = (page.markup[part.start : part.end] for part in (one, other))
    between = page.markup[one.end : other.start]
    if page.words(one) == page.words(other):
        return None
    return page.put(one.start, other.end, f"{second}{between}{first}")


def _split(page: Page, one: Part, _: Part) -> bytes | None:
    """Its second half said by somebody else.  A mere break says nothing else, so it is no edit."""
    middle = (one.start + one.end) // 2
    space = page.markup.find(" ", middle, one.end)
    if space < 0 or "<" in page.markup[one.start : one.end]:
        return None
    return page.put(space, space + 1, "</p>\n<p>SECRETARY SAMPLE: ")


_LABEL_OF_NEXT = re.compile(
    r"</p>\s*<p\b[^>]*>(?=\s*(?:<(?:b|strong)>)?(?:(?:MR|MS)[. ][A-Z]+|SECRETARY [A-Z]+|QUESTION):)"
)


def _joined(page: Page) -> bytes | None:
    """A paragraph that another speaker begins, made a part of the one before it."""
    found = list(_LABEL_OF_NEXT.finditer(page.markup, page.content.start, page.content.end))
    if not found:
        return None
    one = page.draw("joined").choice(found)
    return page.put(one.start(), one.end(), " ")


def _relabelled(page: Page, one: Part, other: Part) -> bytes | None:
    """The label of the one stands before the other: who said what has changed."""
    label = re.match(r"(?:<(?:b|strong)>)?[A-Z][A-Z. ]{3,}:(?:</(?:b|strong)>)?(?:&nbsp;|\s)*",
                     page.markup[one.start : one.end])  # fmt: skip
    if label is None or re.match(r"[A-Z][A-Z. ]{3,}:", page.markup[other.start : other.end]):
        return None
    body = page.markup[one.start + label.end() : other.start]
    return page.put(one.start, other.start, f"{body}{label[0]}")


def another_day(old: str) -> str:
    month, _, day = old.rpartition(" ")
    return f"{month} {int(day) % 28 + 1}"


def _swapped(old: str) -> str:
    first, second = old.split(" ")
    return f"{second} {first}"


def _letter(old: str) -> str:
    """One letter in the middle made another."""
    return f"{old[:2]}{'e' if old[2] != 'e' else 'a'}{old[3:]}"


WORDS: dict[str, Edit] = {
    "one word replaced": _in_texts("word", _WORD, lambda _: "harbour"),
    "one word removed": _in_texts("gone", _WORD, lambda _: ""),
    "a negation": _in_texts("not", _VERB, lambda old: f"{old} not"),
    "a number": _in_texts("number", _NUMBER, lambda old: str(int(old) + 1)),
    "a date in the text": _in_texts("date", _DATE, another_day),
    "one letter of a name": _in_texts("name", _NAME, _letter),
    "a capital": _in_texts("case", _WORD, str.capitalize),
    "a full stop": _in_texts("mark", _MARK, lambda old: f"{old[0]}!"),
    "two words in another order": _in_texts("order", _TWO_WORDS, _swapped),
    "a sentence removed": _in_texts("sentence", _SENTENCE, lambda _: ""),
    "a speaker's label": _in_content("label", _LABEL, lambda _: "MODERATOR"),
    "a heading": _in_content("heading", _HEADING, lambda old: f"{old} and harbours"),
    "a link's target": _in_content("link", _LINK, lambda old: f"{old.rstrip('/')}-2/"),
    "a list item removed": _in_content("item", _ITEM, lambda _: ""),
    "a table cell": _in_content("cell", _CELL, lambda old: f"{old} 7"),
    "a link added": _of_paragraphs("linked", _linked),
    "a list added": _of_paragraphs("listed", _listed),
    "a footnote added": _of_paragraphs("noted", _noted),
    "a break before a label removed": on_page(_joined),
    "a label before the next paragraph": _of_paragraphs("relabelled", _relabelled),
    "a footnote's mark": _in_content("note", _FOOTNOTE, lambda _: "[99]"),
    "a paragraph removed": _of_paragraphs("removed", _removed),
    "a paragraph added": _of_paragraphs("added", _added),
    "paragraphs in another order": _of_paragraphs("moved", _moved),
    "a paragraph doubled": _of_paragraphs("doubled", _doubled),
    "half a paragraph given to another speaker": _of_paragraphs("split", _split),
}

"""The steps of a recipe: each makes another page of a page, by position and pattern.

A step that finds nothing to do is a fault of the recipe, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from archive_watch.extract.words.labels import label_of
from labelled_pages import Page, page_of


def after(page: Page, steps: Sequence[list[Any]]) -> Page:
    """``page`` after ``steps``; ``ValueError`` for one that changes nothing."""
    for name, *given in steps:
        done = _STEPS[name](page, *given)
        if done == page:
            raise ValueError(f"nothing to do for {[name, *given]}")
        page = done
    return page


def _sub(page: Page, where: int | None, pattern: str, new: str, nth: int = 1) -> Page:
    """The ``nth`` match of ``pattern`` (0: every one), in one paragraph or in all."""
    found = re.compile(pattern)
    left = nth
    paragraphs = list(page.paragraphs)
    places = range(len(paragraphs)) if where is None else [where]
    for at in places:
        matches = list(found.finditer(paragraphs[at]))
        if nth == 0:
            paragraphs[at] = found.sub(new, paragraphs[at])
        elif left <= len(matches):
            one = matches[left - 1]
            text = paragraphs[at]
            paragraphs[at] = text[: one.start()] + one.expand(new) + text[one.end() :]
            break
        else:
            left -= len(matches)
    return replace(page, paragraphs=tuple(paragraphs))


def _times(page: Page, where: int | None, factor: int, nth: int = 1) -> Page:
    """The ``nth`` number in digits, ``factor`` times as large."""
    numbers = r"\d[\d,]*\b"
    texts = page.paragraphs if where is None else [page.paragraphs[where]]
    value = [one for text in texts for one in re.findall(numbers, text)][nth - 1]
    product = int(value.replace(",", "")) * factor
    return _sub(page, where, numbers, f"{product:,}" if "," in value else str(product), nth)


def _drop(page: Page, at: int, count: int = 1) -> Page:
    kept = list(page.paragraphs)
    del kept[at : at + count]
    return replace(page, paragraphs=tuple(kept))


def _put(page: Page, at: int, *texts: str) -> Page:
    return replace(page, paragraphs=(*page.paragraphs[:at], *texts, *page.paragraphs[at:]))


def _move(page: Page, at: int, count: int, to: int) -> Page:
    """``count`` paragraphs from ``at`` stand before what is paragraph ``to`` without them."""
    taken = page.paragraphs[at : at + count]
    return _put(_drop(page, at, count), to, *taken)


def _keep(page: Page, share: float) -> Page:
    """Only the beginning: the rest is cut off."""
    return replace(page, paragraphs=page.paragraphs[: round(len(page.paragraphs) * share)])


def _skip(page: Page, share: float) -> Page:
    """Only the end."""
    return replace(page, paragraphs=page.paragraphs[round(len(page.paragraphs) * share) :])


def _labels(page: Page) -> list[tuple[int, str]]:
    found = [(at, label_of(text)) for at, text in enumerate(page.paragraphs)]
    return [(at, label.label) for at, label in found if label is not None]


def _swap_labels(page: Page, one: int, other: int) -> Page:
    """The labels of two labelled paragraphs change places."""
    labels = _labels(page)
    (first, before), (second, behind) = labels[one], labels[other]
    paragraphs = list(page.paragraphs)
    paragraphs[first] = paragraphs[first].replace(before, behind, 1)
    paragraphs[second] = paragraphs[second].replace(behind, before, 1)
    return replace(page, paragraphs=tuple(paragraphs))


def _relabel(page: Page, pattern: str, new: str, nth: int = 0) -> Page:
    """The ``nth`` label that ``pattern`` matches as a whole (0: every one) is ``new``."""
    matching = [(at, label) for at, label in _labels(page) if re.fullmatch(pattern, label)]
    chosen = matching if nth == 0 else [matching[nth - 1]]
    paragraphs = list(page.paragraphs)
    for at, label in chosen:
        changed = re.sub(pattern, new, label)
        paragraphs[at] = paragraphs[at].replace(label, changed, 1)
    return replace(page, paragraphs=tuple(paragraphs))


def _fact(page: Page, name: str, pattern: str, new: str) -> Page:
    value = page.facts.get(name, "")
    return replace(page, facts={**page.facts, name: re.sub(pattern, new, value, count=1)})


def _link(page: Page, at: int, word: int, url: str) -> Page:
    """The word of a paragraph points to ``url``; with an empty one, no longer."""
    links = {place: to for place, to in page.links.items() if place != (at, word)}
    return replace(page, links={**links, (at, word): url} if url else links)


def _split(page: Page, at: int, sentence: int = 1) -> Page:
    """A paragraph parted after one of its sentences."""
    ends = [one.start() for one in re.finditer(r"(?<=[.?!]) +(?=[A-Z“\"])", page.paragraphs[at])]
    text, end = page.paragraphs[at], ends[sentence - 1]
    return _put(_drop(page, at), at, text[:end], text[end:].strip())


def _join(page: Page, at: int) -> Page:
    """A paragraph and the one behind it are one."""
    return _put(_drop(page, at, 2), at, " ".join(page.paragraphs[at : at + 2]))


def _take(page: Page, name: str, start: int, count: int) -> Page:
    """The words of another page instead."""
    return replace(page, paragraphs=page_of(name).paragraphs[start : start + count], links={})


def _graft(page: Page, at: int, name: str, start: int, count: int) -> Page:
    """Paragraphs of another page as well."""
    return _put(page, at, *page_of(name).paragraphs[start : start + count])


_STEPS: dict[str, Callable[..., Page]] = {
    "sub": _sub, "times": _times, "drop": _drop, "put": _put, "move": _move, "keep": _keep,
    "skip": _skip, "swap_labels": _swap_labels, "relabel": _relabel, "fact": _fact, "link": _link,
    "split": _split, "join": _join, "take": _take, "graft": _graft,
}  # fmt: skip

"""Origins of words for a terminal: blame as lines with versions before them, the story of a turn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from archive_watch.diff.words import word_runs
from archive_watch.model.block import PARTING
from archive_watch.model.change import Sign
from archive_watch.report.visible import one_line

_PLAIN = {Sign.KEPT: "{}", Sign.REMOVED: "[-{}-]", Sign.ADDED: "{{+{}+}}"}


def interval_in_words(not_before: str | None, not_after: str) -> str:
    """Between when and when something came; by the first sight alone where nobody looked before."""
    return f"by {not_after}" if not_before is None else f"{not_before} – {not_after}"


def parts_in_words(parts: Sequence[tuple[str, str]], whole: str) -> str:
    """A sentence whose words other versions brought than ``whole``: those in brackets.

    ``parts`` are texts, each with the name of what brought it; marks and spaces need no brackets.
    """
    return one_line("".join(_part(text, name, whole) for text, name in parts))


def _part(text: str, name: str, whole: str) -> str:
    words = text.strip()
    if name == whole or not any(letter.isalnum() for letter in words):
        return text
    before, after = text[: text.index(words)], text[text.index(words) + len(words) :]
    return f"{before}[{name}: {words}]{after}"


def edited_in_words(before: str | None, after: str | None) -> Iterator[str]:
    """The paragraphs of a wording, the edits since the one before marked [-so-] and {+so+}; those
    that stayed are only counted."""
    if after is None:
        yield "(it is not there)"
    elif before is None:
        yield from after.split(PARTING)
    elif before == after:
        yield "(the same words)"
    else:
        yield from _folded(_marked(before, after))


def _marked(before: str, after: str) -> Iterator[tuple[str, bool]]:
    """Each paragraph with its edits marked, and whether it has any."""
    told, edited = "", False
    for run in word_runs(before, after):
        for place, text in enumerate(run.text.split(PARTING)):
            if place:
                yield told, edited
                told, edited = "", run.sign is not Sign.KEPT
            told += _PLAIN[run.sign].format(text) if text else ""
            edited = edited or (run.sign is not Sign.KEPT and bool(text))
    yield told, edited


def _folded(paragraphs: Iterable[tuple[str, bool]]) -> Iterator[str]:
    for edited, group in groupby(paragraphs, key=lambda one: one[1]):
        texts = [text for text, _ in group]
        if edited:
            yield from texts
        else:
            yield f"… {len(texts)} unchanged paragraph{'' if len(texts) == 1 else 's'} …"

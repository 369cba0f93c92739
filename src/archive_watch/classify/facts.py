"""What a page says about itself, before and after: which facts differ, and what that means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from archive_watch.classify.flags import flags_between
from archive_watch.classify.slips import Lexicon
from archive_watch.classify.typography import is_typography
from archive_watch.model.change import Flag
from archive_watch.model.transcript import Metadata

_STATED = (
    "title", "html_title", "doctype", "speaker", "role", "audience", "place", "stated_date",
)  # fmt: skip
Fact = tuple[str, str | None, str | None]


def differing_facts(old: Metadata, new: Metadata) -> tuple[list[Fact], bool]:
    """The facts that say something else now, and whether others differ in typography alone."""
    differing = [
        (name, getattr(old, name), getattr(new, name))
        for name in _STATED
        if getattr(old, name) != getattr(new, name)
    ]
    differing += _line_facts(old.lines, new.lines)
    meant = [fact for fact in differing if not is_typography(fact[1] or "", fact[2] or "")]
    return meant, len(meant) < len(differing)


def _line_facts(old: Sequence[str], new: Sequence[str]) -> Iterator[Fact]:
    """The further lines that differ, in their order: each that went beside one that came."""
    gone = list((Counter(old) - Counter(new)).elements())
    come = list((Counter(new) - Counter(old)).elements())
    yield from (("lines", was, now) for was, now in zip_longest(gone, come))
    if old != new and not (gone or come):
        yield "lines", " / ".join(old), " / ".join(new)


def flags_of_fact(name: str, was: str | None, now: str | None, lexicon: Lexicon) -> Sequence[Flag]:
    """What a reader must not miss about a fact that became another."""
    if name == "html_title":
        return ()
    if name == "stated_date":
        return (Flag(kind="date", old=was, new=now),)
    if name == "speaker":
        return (Flag(kind="speaker", old=was, new=now),)
    if name not in {"title", "lines", "place"}:
        return ()
    return flags_between(was or "", now or "", lexicon)

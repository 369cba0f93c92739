"""What differs beside the words: what the page says of itself, and where its links point.

Each is a label and runs of words, so that every presentation draws it as it draws an edit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from archive_watch.diff.words import word_runs
from archive_watch.model.change import Sign, WordRun
from archive_watch.model.transcript import PageLink

_NAMES = {
    "title": "headline", "html_title": "page title", "doctype": "kind of document",
    "audience": "event", "stated_date": "date", "lines": "line beside the words",
}  # fmt: skip
_ONE_PIECE = frozenset({"doctype", "stated_date"})
Labelled = tuple[str, tuple[WordRun, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Facts that differ, as (name, before, after), and the links of the body before and after.

    ``links`` is None where they all point where they did.
    """

    facts: Sequence[tuple[str, str | None, str | None]] = ()
    links: tuple[Sequence[PageLink], Sequence[PageLink]] | None = None

    def gone_and_come(self) -> tuple[list[PageLink], list[PageLink]]:
        """The links that left the body, and those that came into it."""
        old, new = self.links or ((), ())
        targets_old, targets_new = ({link.target for link in side} for side in (old, new))
        gone = [link for link in old if link.target not in targets_new]
        return gone, [link for link in new if link.target not in targets_old]

    def labelled(self) -> Iterator[Labelled]:
        """What there is to draw, one label and its runs after the other."""
        for name, was, now in self.facts:
            yield _NAMES.get(name, name), _runs(was, now, whole=name in _ONE_PIECE)
        gone, come = self.gone_and_come()
        yield from (("link", _run(Sign.REMOVED, _told(link))) for link in gone)
        yield from (("link", _run(Sign.ADDED, _told(link))) for link in come)
        if self.links is not None and not (gone or come):
            yield "links", _run(Sign.KEPT, "the same ones, in another order or number")

    def as_json(self) -> dict[str, Any]:
        """``metadata`` and ``links`` of the diff's document."""
        gone, come = self.gone_and_come()
        return {
            "metadata": [{"name": name, "old": was, "new": now} for name, was, now in self.facts],
            "links": {"removed": list(map(_as_json, gone)), "added": list(map(_as_json, come))},
        }


def _runs(was: str | None, now: str | None, *, whole: bool) -> tuple[WordRun, ...]:
    if was and now and not whole:
        return tuple(word_runs(was, now))
    return (*_run(Sign.REMOVED, was or ""), *_run(Sign.ADDED, now or ""))


def _run(sign: Sign, text: str) -> tuple[WordRun, ...]:
    return (WordRun(sign=sign, text=text),) if text else ()


def _told(link: PageLink) -> str:
    return f"{link.url} (“{link.text}”)" if link.text.strip() else link.url


def _as_json(link: PageLink) -> dict[str, str]:
    return {"url": link.url, "text": link.text}

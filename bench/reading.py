"""How right pages are read, beside trafilatura and BeautifulSoup.

What counts is the words: of the transcript pages their paragraphs, turns and facts; of the reports
every word of the content root as html5lib nests it, and no phrase of the furniture.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from bs4 import BeautifulSoup
from trafilatura import extract

import shown
from archive_watch.extract.page import PageKind, cut_page, read_cut
from archive_watch.extract.profile import profile_for
from archive_watch.model.transcript import Transcript
from archive_watch.storage.warc import WarcCapture
from known_answers import DATA, captures_in, gold, shipped_profiles, whole_text

_FACTS = ("speaker", "role", "place", "published_on")
_FURNITURE = (
    "official website", "safely connected", "Here's how you know", "Lessons of 1989",
    "Welcome to the new State.gov", "Cookie Settings", "Skip to content", "View report by",
)  # fmt: skip
_UNWANTED = "script, style, noscript, template, .report__tags, .related-tags"
_PROFILES = shipped_profiles()


def measure_gold() -> None:
    """Print how many of the known answers each reader gives."""
    pages = list(gold())
    reads = [
        read_cut(
            cut_page(
                body,
                content_type="text/html",
                url=known["url"],
                profile=profile_for(known["url"].split("/")[2], _PROFILES),
            )
        )
        for body, known in pages
    ]
    answers = [known for _, known in pages]
    exact = sum(
        r.text.split("\n\n") == k["paragraphs"] for r, k in zip(reads, answers, strict=True)
    )
    shown.line(
        "archive-watch: pages with exactly the known paragraphs", f"{exact} of {len(pages)}", "all"
    )
    turns = [
        sum(_turns(r) == _known_turns(k) for r, k in zip(reads, answers, strict=True)),
        len(pages),
    ]
    shown.line(
        "archive-watch: pages with exactly the known turns", f"{turns[0]} of {turns[1]}", "all"
    )
    facts = [_facts(read, known) for read, known in zip(reads, answers, strict=True)]
    right, asked = sum(fact[0] for fact in facts), sum(fact[1] for fact in facts)
    shown.line("archive-watch: facts (speaker, role, place, date)", f"{right} of {asked}", "all")
    shown.line(
        "archive-watch: words, recall and precision", _scores([r.text for r in reads], answers)
    )
    articles = [extract(body, include_comments=False) or "" for body, _ in pages]
    shown.line("trafilatura: words, recall and precision", _scores(articles, answers))
    wholes = [whole_text(body) for body, _ in pages]
    shown.line("BeautifulSoup's whole page: words, recall and precision", _scores(wholes, answers))


def _turns(read: Transcript) -> list[tuple[str | None, str]]:
    return [(turn.speaker, read.turn_text(turn)) for turn in read.turns if turn.speaker is not None]


def _known_turns(known: dict[str, Any]) -> list[tuple[str | None, str]]:
    return [(turn["speaker"], turn["text"]) for turn in known["turns"]]


def _facts(read: Transcript, known: dict[str, Any]) -> tuple[int, int]:
    scored = {name: known["meta"].get(name) for name in _FACTS if known["meta"].get(name)}
    return sum(getattr(read.metadata, name) == value for name, value in scored.items()), len(scored)


def _scores(texts: Sequence[str], answers: Sequence[dict[str, Any]]) -> str:
    shared = said = wanted = 0
    for text, known in zip(texts, answers, strict=True):
        ours, theirs = Counter(text.split()), Counter(" ".join(known["paragraphs"]).split())
        shared += (ours & theirs).total()
        said, wanted = said + ours.total(), wanted + theirs.total()
    return f"{shared / wanted:.4f} {shared / said:.4f}"


def measure_reports() -> None:
    """Print how the real reports are read."""
    captures = captures_in(DATA / "reports-sample.warc.gz")
    ours = [_read(capture) for capture in captures]
    expected = [_content(capture) for capture in captures]
    same = sum(_bare(text) == want for text, want in zip(ours, expected, strict=True))
    target = f"{len(captures)}, 0"
    shown.line("archive-watch: every word, pages with furniture", f"{same}, {_leaks(ours)}", target)
    articles = [extract(capture.body, include_comments=False) or "" for capture in captures]
    same = sum(_bare(text) == want for text, want in zip(articles, expected, strict=True))
    shown.line("trafilatura: every word, pages with furniture", f"{same}, {_leaks(articles)}")


def _cut(capture: WarcCapture) -> Any:
    profile = profile_for("www.state.gov", _PROFILES)
    return cut_page(capture.body, content_type="text/html", url=capture.url, profile=profile)


def _read(capture: WarcCapture) -> str:
    cut = _cut(capture)
    assert cut.kind is PageKind.CONTENT
    return read_cut(cut).text


def _content(capture: WarcCapture) -> str:
    root = BeautifulSoup(capture.body, "html5lib").select_one("#report_content")
    assert root is not None
    for element in root.select(_UNWANTED):
        element.decompose()
    return _bare(root.get_text())


def _bare(text: str) -> str:
    return "".join(text.split())


def _leaks(texts: Sequence[str]) -> int:
    return sum(any(phrase in text for phrase in _FURNITURE) for text in texts)

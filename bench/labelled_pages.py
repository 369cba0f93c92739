"""Pages of the known-answer data before and after an edit: their paragraphs, facts and links.

A page is written as one of the WordPress theme and read by the product's reader, so that labels and
turns are found anew in what an edit left.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from archive_watch.extract.page import cut_page, read_cut
from archive_watch.extract.profile import profile_for
from archive_watch.model.transcript import Transcript
from known_answers import DATA, RELEASES, captures_in, shipped_profiles

_HOST = "2021-2025.state.gov"
_PAGE = (
    "<!DOCTYPE html><html lang='en-US'><head><title>{title} - Example</title></head><body>"
    "<div id='page' class='site'><header id='masthead'><nav><a href='/c/'>Countries</a></nav></header>"
    "{banner}<main id='content'><article class='post hentry'><section class='featured-content'>"
    "<h1 class='featured-content__headline stars-above'>{title}</h1><div class='article-meta'>"
    "<p class='article-meta doctype-meta'>{doctype}</p>"
    "<p class='article-meta__author-bureau'>{speaker}</p>"
    "<p class='article-meta__location'>{place}</p>"
    "<p class='article-meta__publish-date'>{date}</p></div></section>"
    "<div class='entry-content'>{words}</div></article></main>"
    "<footer>Privacy Policy</footer></div></body></html>"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page before it is written: paragraphs, facts by name, links by paragraph and word."""

    paragraphs: tuple[str, ...]
    facts: dict[str, str]
    links: dict[tuple[int, int], str] = field(default_factory=dict)


@cache
def page_of(name: str) -> Page:
    """The page of a data file: a text, an HTML file, or ``FILE.warc.gz#part of an address``."""
    file, _, part = name.partition("#")
    path = DATA / file
    if part:
        found = next(one for one in _captures(file) if part in one.url)
        return _as_page(_read(found.body, found.url))
    if path.suffix == ".html":
        host = path.parent.name if path.parent.parent.name == "pages" else _era(path)
        return _as_page(_read(path.read_bytes(), f"https://{host}/{path.name}"))
    lines = path.read_text(encoding="utf-8").splitlines()
    return Page(
        paragraphs=tuple(line.strip() for line in lines if line.strip()),
        facts=_facts(_manifest().get(file, {})),
    )


def read_page(page: Page) -> Transcript:
    """What the product's reader makes of ``page``."""
    words = "".join(f"<p>{_marked(page, at)}</p>" for at in range(len(page.paragraphs)))
    facts = {name: escape(page.facts.get(name, "")) for name in _FACTS}
    markup = _PAGE.format(words=words, banner=page.facts.get("banner", ""), **facts)
    return _read(markup.encode(), f"https://{_HOST}/a-page/")


_FACTS = ("title", "doctype", "speaker", "place", "date")


def _marked(page: Page, at: int) -> str:
    words = [escape(word) for word in page.paragraphs[at].split(" ")]
    for (paragraph, word), url in page.links.items():
        if paragraph == at:
            words[word] = f'<a href="{escape(url)}">{words[word]}</a>'
    return " ".join(words)


def _era(path: Path) -> str:
    host = path.name.partition("_")[0]
    return f"{host}.state.gov"


def _facts(row: dict[str, str]) -> dict[str, str]:
    return {
        "title": row.get("title") or "Remarks",
        "doctype": "Remarks",
        "speaker": row.get("speaker") or "Office of the Spokesperson",
        "place": "Washington, D.C.",
        "date": row.get("date") or "May 4, 2018",
    }


def _as_page(transcript: Transcript) -> Page:
    said = transcript.metadata
    facts = {
        "title": said.title or "Remarks",
        "doctype": said.doctype or "Remarks",
        "speaker": ", ".join(filter(None, (said.speaker, said.role))),
        "place": said.place or "",
        "date": said.date_text or "May 4, 2018",
    }
    return Page(paragraphs=tuple(transcript.text.split("\n\n")), facts=facts)


@cache
def _manifest() -> dict[str, dict[str, str]]:
    with (DATA / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return {row["file"]: row for row in csv.DictReader(file)}


@cache
def _captures(file: str) -> list[Any]:
    return sorted(captures_in(DATA / file), key=lambda one: (one.url, one.at))


@cache
def _profiles() -> tuple[Any, ...]:
    return shipped_profiles()


def _read(body: bytes, url: str) -> Transcript:
    host = url.split("/")[2]
    profile = profile_for(host, _profiles())
    found = cut_page(body, content_type="text/html", url=url, profile=profile)
    return read_cut(found)


def neighbours(url: str, at: str) -> tuple[Transcript, Transcript]:
    """The capture of ``url`` before that of ``at``, and that one, read."""
    seen = [one for one in _captures(RELEASES.name) if one.url == url]
    place = [one.at for one in seen].index(at)
    return _read(seen[place - 1].body, url), _read(seen[place].body, url)

"""The readers that are compared: ours, and the general extractors that others would take.

Each gives the text that it takes for the words of a page, and the state by which a watcher who
used it would know that page again: ours is the program's own; a peer's is its text and, where it
gives one, its title, white space folded.  Each peer runs in the mode that its documentation gives
for the main text of an article, without comments, bullets and texts of pictures.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from archive_watch.extract.page import PageKind, cut_page, read_cut
from archive_watch.model.transcript import Transcript
from archive_watch.versioning.fingerprint import state_of
from samples import Sample


@dataclass(frozen=True, slots=True)
class Reading:
    """A page as a reader sees it."""

    text: str
    state: str
    transcript: Transcript | None = None


Reader = Callable[[bytes, Sample], Reading]
OURS = "archive-watch"


def readers() -> dict[str, Reader]:
    """Ours, and the peers that are installed."""
    installed = {
        name: reader
        for name, (module, reader) in _PEERS.items()
        if importlib.util.find_spec(module)
    }
    return {OURS: Ours(), **installed}


class Ours:
    """As a check reads a page: a slice that is the page's own is not read again."""

    def __init__(self) -> None:
        self._page: Sample | None = None
        self._slice: str | None = None
        self._reading = Reading("", "")

    def __call__(self, body: bytes, page: Sample) -> Reading:
        """``page`` with ``body``; as it was found, where that is its own."""
        cut = cut_page(body, content_type="text/html", url=page.url, profile=page.profile)
        if cut.kind not in {PageKind.CONTENT, PageKind.LISTING}:
            return Reading("", f"{cut.kind}: {cut.evidence}")
        if self._page is page and self._slice == cut.slice_sha256:
            return self._reading
        transcript = read_cut(cut)
        reading = Reading(transcript.text, state_of(transcript).state, transcript)
        if body is page.body:
            self._page, self._slice, self._reading = page, cut.slice_sha256, reading
        return reading


def _known_again(text: str, title: str | None) -> Reading:
    return Reading(text, " ".join(f"{title or ''} {text}".split()))


def _trafilatura(body: bytes, _: Sample) -> Reading:
    found: Any = importlib.import_module("trafilatura").bare_extraction(
        body, include_comments=False, include_tables=True, with_metadata=True
    )
    return _known_again(found.text or "", found.title) if found is not None else Reading("", "")


def _readability(body: bytes, _: Sample) -> Reading:
    document = importlib.import_module("readability").Document(_decoded(body))
    html: Any = importlib.import_module("lxml.html")
    content = html.fromstring(document.summary() or "<p></p>")
    return _known_again(" ".join(content.itertext()), document.short_title())


def _resiliparse(body: bytes, _: Sample) -> Reading:
    tree: Any = importlib.import_module("resiliparse.parse.html").HTMLTree.parse(_decoded(body))
    title = tree.title
    text = importlib.import_module("resiliparse.extract.html2text").extract_plain_text(
        tree, main_content=True, preserve_formatting=True, list_bullets=False, alt_texts=False
    )
    return _known_again(text, title)


def _decoded(body: bytes) -> str:
    """The characters of a page for the peers that want them: all of ours are UTF-8 or cp1252."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace")


_PEERS: dict[str, tuple[str, Reader]] = {
    "trafilatura": ("trafilatura", _trafilatura),
    "readability": ("readability", _readability),
    "resiliparse": ("resiliparse", _resiliparse),
}

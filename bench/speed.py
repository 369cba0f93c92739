"""How fast pages are read, beside trafilatura: the first time, and when they come back edited.

CPU time, page by page and reader by reader in turn, the best of a few tries each: the machines are
shared, and a ratio of one run is what can be told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from bs4 import BeautifulSoup
from selectolax.lexbor import LexborHTMLParser
from trafilatura import extract

import shown
from archive_watch.extract.blocks.memory import MEMORY
from archive_watch.extract.cutting.frame import FRAMES
from archive_watch.extract.intake.budget import PIECES
from archive_watch.extract.page import Cut, PageKind, cut_page, read_cut
from archive_watch.extract.profile import profile_for
from archive_watch.model.transcript import Transcript
from archive_watch.storage.warc import WarcCapture
from invented import Page, briefing, dense
from known_answers import DATA, RELEASES, captures_in, cpu_seconds, shipped_profiles

_TRIES = 3
_REPORTS = 12
_RELEASES = 30
_INVENTED = 24
_EDITS = 3
_PARAGRAPH = re.compile(rb"<p[^>]*>([^<]{150,})</p>")
_PROFILES = shipped_profiles()


def measure() -> None:
    """Print what reading costs."""
    reports, releases = _spread(_captures("reports-sample"), _REPORTS), _spread(_first(), _RELEASES)
    _compare("press releases, first reading", releases, 10)
    _compare("long reports, first reading", reports, 1.5)
    _compare(f"long reports back with {_EDITS} paragraphs changed", reports, 5, edited=_edited)
    _compare("long reports back unchanged, cut only", reports, edited=_again, work=_cut)
    _a_second("40 KB as briefings have them, first reading", briefing, ">= 250")
    _a_second("40 KB, dense with bold and links (hard case)", dense)
    for parser in ("html.parser", "html5lib"):
        _measure_whole(reports[::3], parser)


def _a_second(name: str, invented: Callable[[int], Page], target: str = "") -> None:
    ours, theirs = _compare(name, [invented(number) for number in range(_INVENTED)])
    shown.line("  pages a second and core", f"{1 / ours:.0f} and {1 / theirs:.0f}", target)
    bare = sum(_cpu(lambda body=body: _sliced(body)) for _, body in map(invented, range(_INVENTED)))  # type: ignore[misc]
    shown.line(
        "  lexbor's slice through BeautifulSoup, nothing made of it", f"{_INVENTED / bare:.0f}"
    )


def _measure_whole(pages: Sequence[Page], parser: str) -> None:
    spent = sum(_cpu(lambda body=body: _whole(body, parser)) for _, body in pages)  # type: ignore[misc]
    shown.line(f"BeautifulSoup with {parser}, whole", f"{spent / len(pages) * 1e3:.1f} ms")


def _compare(
    name: str,
    pages: Sequence[Page],
    wanted: float = 0,
    *,
    edited: Callable[[Page], Page] | None = None,
    work: Callable[[Page], object] | None = None,
) -> tuple[float, float]:
    """CPU seconds a page of ours and trafilatura's, ``wanted`` times fewer.

    Each page is new to us, or was read before it was ``edited``.
    """
    ours = theirs = 0.0
    for page in pages:
        asked = page if edited is None else edited(page)
        tries = [_once(page, asked, work or _read) for _ in range(_TRIES)]
        ours += min(tries)
        theirs += _cpu(lambda asked=asked: extract(asked[1]))  # type: ignore[misc]
    ours, theirs = ours / len(pages), theirs / len(pages)
    spent = f"{ours * 1e3:.1f} and {theirs * 1e3:.1f} ms"
    target = f">= {wanted:g} times" if wanted else ""
    shown.line(name, f"{spent}, {theirs / ours:.1f} times", target)
    return ours, theirs


def _once(before: Page, page: Page, work: Callable[[Page], object]) -> float:
    """What reading ``page`` costs: where it is not ``before``, after that was read."""
    for memory in (MEMORY, PIECES, FRAMES):
        memory.forget()
    if page is not before:
        _read(before)
    return cpu_seconds(lambda: work(page))


def _cpu(work: Callable[[], object]) -> float:
    return min(cpu_seconds(work) for _ in range(_TRIES))


def _cut(page: Page) -> Cut:
    url, body = page
    profile = profile_for(url.split("/")[2], _PROFILES)
    return cut_page(body, content_type="text/html", url=url, profile=profile)


def _read(page: Page) -> Transcript:
    cut = _cut(page)
    assert cut.kind is PageKind.CONTENT, (page[0], cut.kind, cut.evidence)
    return read_cut(cut)


def _whole(body: bytes, parser: str) -> str:
    return BeautifulSoup(body, parser).get_text()


def _sliced(body: bytes) -> str:
    """The words of the content alone, as the libraries give them: what any reading begins with."""
    slice_ = LexborHTMLParser(body).css_first(".entry-content")
    assert slice_ is not None
    return BeautifulSoup(slice_.html or "", "html.parser").get_text()


def _again(page: Page) -> Page:
    """The page as it was: another page to whoever measures, so that it is read before."""
    return page[0], page[1]


def _edited(page: Page) -> Page:
    """The page with a word more in a few of its paragraphs, spread over it."""
    url, body = page
    said = _read(page).text
    found = [
        one for one in _PARAGRAPH.finditer(body) if one[1].decode("utf-8")[:60].strip() in said
    ]
    for place in found[len(found) // (2 * _EDITS) :: len(found) // _EDITS][:_EDITS][::-1]:
        body = b"%s Amended. %s" % (body[: place.end(1)], body[place.end(1) :])
    assert _read((url, body)).text.count(" Amended.") == _EDITS, url
    return url, body


def _captures(name: str) -> Iterator[Page]:
    for capture in captures_in(DATA / f"{name}.warc.gz"):
        yield capture.url, capture.body


def _first() -> Iterator[Page]:
    """The first capture of each press release."""
    first: dict[str, WarcCapture] = {}
    for capture in captures_in(RELEASES):
        first.setdefault(capture.url, capture)
    return ((url, capture.body) for url, capture in sorted(first.items()))


def _spread(pages: Iterator[Page], count: int) -> list[Page]:
    found = list(pages)
    return found[:: max(1, len(found) // count)][:count]

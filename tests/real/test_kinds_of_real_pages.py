"""No real page, and no page under a real headline, is taken for an error, a wall or a notice."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive_watch.extract.page import PageKind
from extract.reading import UNKNOWN, cut
from shared_data import shared_data

_BENCH = Path(__file__).resolve().parents[2] / "bench"
_TITLE = re.compile(rb"<title[^>]*>(.*?)</title>|<h1[^>]*>([^<]*)</h1>", re.DOTALL)
_PAGE = (
    b"<html><head><title>%b</title></head><body><header><a href='/'>Home</a></header>"
    b"<main><h1>%b</h1><p>They spoke of ports, of ships and of the sea.</p></main></body></html>"
)


def _captures() -> Iterator[tuple[str, bytes]]:
    """Address and body of every real page."""
    data = shared_data()
    sys.path.append(str(_BENCH))
    try:
        import known_answers
    finally:
        sys.path.remove(str(_BENCH))
    for name in ("releases-2021.warc.gz", "reports-sample.warc.gz"):
        for capture in known_answers.captures_in(data / name):
            yield capture.url, capture.body


@pytest.fixture(scope="module")
def pages() -> list[tuple[str, bytes]]:
    """Every real page."""
    return list(_captures())


def test_every_real_page_is_a_page(pages: list[tuple[str, bytes]]) -> None:
    found = {
        url: kind
        for url, body in pages[::5]
        if (kind := cut(body, url.split("/")[2]).kind) is not PageKind.CONTENT
    }
    assert found == {}


def test_a_short_page_under_any_real_headline_is_a_page(pages: list[tuple[str, bytes]]) -> None:
    titles = {title.strip() for _, body in pages for one in _TITLE.findall(body) for title in one}
    found = {
        title: kind
        for title in titles
        if (kind := cut(_PAGE % (title, title), UNKNOWN).kind) is not PageKind.CONTENT
    }
    assert len(titles) > 500
    assert found == {}

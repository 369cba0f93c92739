"""Real pages explained: what is kept is the text, and every letter of the page is told once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from archive_watch.extract.explaining.explain import explain_page
from archive_watch.extract.page import cut_page
from archive_watch.extract.profile import profile_for
from archive_watch.model.url import host_of
from archive_watch.storage.warc import WarcCapture, read_warc
from extract.explaining import agree, letters_seen, letters_told
from extract.reading import profiles
from shared_data import shared_data

_TYPE = "text/html; charset=UTF-8"


def _check(body: bytes, url: str, content_type: str | None) -> Counter[str]:
    """Why the blocks of a page are what they are, counted, once the explanation is proved."""
    profile = profile_for(host_of(url), profiles())
    explanation = explain_page(body, content_type=content_type, url=url, profile=profile)
    agree(explanation, cut_page(body, content_type=content_type, url=url, profile=profile))
    assert letters_told(explanation) == letters_seen(body, content_type), url
    return Counter(block.why.value for block in explanation.blocks)


@pytest.mark.parametrize(
    ("name", "step"), [("reports-sample.warc.gz", 13), ("releases-2021.warc.gz", 17)]
)
def test_captures_are_explained_by_what_was_read(name: str, step: int) -> None:
    captures = [
        one
        for one in read_warc(shared_data() / name, max_bytes=2**25)
        if isinstance(one, WarcCapture)
    ]
    for capture in captures[::step]:
        why = _check(capture.body, capture.url, _TYPE)
        assert why["kept"] > 0, capture.url


def _pages() -> list[Path]:
    data = shared_data()
    return sorted([*data.glob("pages/*/*.htm*"), *data.glob("reconstructed/*.html")])


def test_pages_of_every_era_are_explained_by_what_was_read() -> None:
    hosts = ("1997-2001", "2001-2009", "2009-2017", "2017-2021", "2021-2025")
    counted: Counter[str] = Counter()
    for page in _pages():
        of = page.parent.name + page.name
        host = next((f"{one}.state.gov" for one in hosts if one in of), "www.state.gov")
        counted += _check(page.read_bytes(), f"https://{host}/a/{page.name}", "text/html")
    assert counted["kept"] > 1000
    assert counted.keys() >= {"outside", "head_line", "end_mark", "tail"}

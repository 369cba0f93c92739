"""What real pages teach of their host: where the words are, and no word of them is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import pytest

from archive_watch.extract.learning.learnt import facts_of
from archive_watch.extract.learning.seen import page_seen
from archive_watch.extract.page import Cut, cut_page, read_cut
from archive_watch.extract.profile import profile_for
from archive_watch.model.learnt import Learnt
from archive_watch.model.site import SiteProfile
from archive_watch.storage.warc import WarcCapture, read_warc
from extract.reading import UNKNOWN, profiles
from shared_data import shared_data

_TEACHERS = 40


def _pages(name: str) -> list[WarcCapture]:
    """One capture of each page."""
    records = read_warc(shared_data() / name, max_bytes=1 << 25)
    first = {one.url: one for one in records if isinstance(one, WarcCapture)}
    return [first[url] for url in sorted(first)]


def _learnt(pages: Iterable[WarcCapture]) -> Learnt:
    seen = (page_seen(page.body, "text/html; charset=utf-8") for page in pages)
    return facts_of((one for one in seen if one is not None), number=1).learnt


def _cut(page: WarcCapture, profile: SiteProfile) -> Cut:
    return cut_page(
        page.body, content_type="text/html; charset=utf-8", url=page.url, profile=profile
    )


@pytest.mark.parametrize(
    ("name", "root"),
    [("releases-2021.warc.gz", "article#post-#"), ("reports-sample.warc.gz", "div#report_content")],
)
def test_the_words_are_found_without_any_name_of_content(name: str, root: str) -> None:
    pages = _pages(name)
    learnt = _learnt(pages[:_TEACHERS])
    assert learnt.roots == (root,)
    nameless = replace(
        profile_for(UNKNOWN, profiles()), roots=(), drop=(), last_resort=False, learnt=learnt
    )
    said, wanted, shared = 0, 0, 0
    for page in pages[_TEACHERS::12]:
        cut = _cut(page, nameless)
        assert cut.part is not None
        assert cut.part.root == root
        found = Counter(read_cut(cut).text.split())
        known = Counter(read_cut(_cut(page, profile_for("www.state.gov", profiles()))).text.split())
        assert not known - found, page.url
        said, wanted = said + found.total(), wanted + known.total()
        shared += (found & known).total()
    assert shared == wanted
    assert shared / said > 0.97

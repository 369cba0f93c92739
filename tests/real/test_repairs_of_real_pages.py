"""Repairs against real pages, much alike as those of one ministry are: a page is found again by what is
known of it, and never is another taken for it."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive_watch.config import load
from archive_watch.extract.page import cut_page, read_cut
from archive_watch.extract.profile import profile_for
from archive_watch.model.link import SuggestionKind
from archive_watch.model.transcript import Transcript
from archive_watch.model.url import host_of
from archive_watch.repair.alike import is_offered, likeness
from archive_watch.repair.dated import day_of
from archive_watch.repair.known import Candidate, Found, Known
from archive_watch.services.load_profiles import load_profiles
from shared_data import shared_data

_EACH = 35
_OTHERS = 6


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Found]:
    """Releases of one summer, and reports of several years on the same countries."""
    folder = tmp_path_factory.mktemp("repairs")
    profiles = load_profiles(load(config_path=None, db_path=None, environ={}, cwd=folder))
    found: dict[str, Found] = {}
    for name in ("releases-2021.warc.gz", "reports-sample.warc.gz"):
        most = len(found) + _EACH
        with (shared_data() / name).open("rb") as file:
            for record in ArchiveIterator(file):
                if len(found) >= most:
                    break
                url = record.rec_headers.get_header("WARC-Target-URI")
                if record.rec_type != "response" or url in found:
                    continue
                profile = profile_for(host_of(url), profiles)
                body = record.content_stream().read()
                cut = cut_page(body, content_type="text/html", url=url, profile=profile)
                if cut.has_words:
                    found[url] = _found(url, read_cut(cut))
    return list(found.values())


def _found(url: str, transcript: Transcript) -> Found:
    data = transcript.metadata
    return Found(
        url=url,
        titles=tuple(title for title in (data.title, data.html_title) if title),
        text=transcript.text,
        published_on=day_of(data.published_on),
    )


def _read(page: Found) -> Known:
    return Known(address="http://a.example/1.htm", titles=page.titles, text=page.text)


def _linked(page: Found) -> Known:
    return Known(address="http://a.example/2.htm", link_texts=page.titles[:1])


def _named(page: Found) -> Known:
    return Known(address=page.url, link_texts=("here",))


@pytest.mark.parametrize(
    ("known", "least"),
    [(_read, 1.0), (_linked, 0.9), (_named, 0.4)],
    ids=["read", "linked", "named"],
)
def test_a_page_is_found_again_and_no_other_is_taken_for_it(
    pages: list[Found], known: Callable[[Found], Known], least: float
) -> None:
    dice = random.Random(7)
    wanted = [(page, known(page)) for page in pages]
    again = sum(_is_right(sought, page) for page, sought in wanted)
    wrong = [
        (page.titles[0], other.titles[0])
        for page, sought in wanted
        for other in dice.sample(pages, _OTHERS)
        if other.text != page.text and _is_right(sought, other)
    ]
    assert wrong == []
    assert again >= least * len(pages)


def _is_right(known: Known, found: Found) -> bool:
    candidate = Candidate(url=found.url, kind=SuggestionKind.SISTER, why="by a rule")
    return is_offered(candidate, known, likeness(known, found))

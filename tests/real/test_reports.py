"""91 raw responses of real country reports: the words of the content root, and nothing else."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from shared_data import shared_data

from archive_watch.config import load
from archive_watch.extract.page import Cut, PageKind, cut_page, read_cut
from archive_watch.extract.profile import profile_for
from archive_watch.model.site import SiteProfile
from archive_watch.services.load_profiles import load_profiles
from archive_watch.storage.warc import WarcCapture, read_warc

_FURNITURE = (
    "official website",
    "safely connected",
    "Here's how you know",
    "ARCHIVED CONTENT",
    "Lessons of 1989",
    "Welcome to the new State.gov",
    "Cookie Settings",
    "Skip to content",
    "Build a Custom Report",
    "View report by",
    "Share this page",
)


@pytest.fixture(scope="module")
def captures() -> list[WarcCapture]:
    records = read_warc(shared_data() / "reports-sample.warc.gz", max_bytes=2**25)
    return [record for record in records if isinstance(record, WarcCapture)]


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> SiteProfile:
    folder = tmp_path_factory.mktemp("none")
    profiles = load_profiles(load(config_path=None, db_path=None, environ={}, cwd=folder))
    return profile_for("www.state.gov", profiles)


def _cut(capture: WarcCapture, profile: SiteProfile) -> Cut:
    return cut_page(
        capture.body,
        content_type="text/html; charset=UTF-8",
        url=capture.url,
        profile=profile,
        status=capture.status,
    )


def test_every_report_is_content_and_none_waits_for_review(
    captures: list[WarcCapture], profile: SiteProfile
) -> None:
    kinds = [_cut(capture, profile).kind for capture in captures]
    assert kinds == [PageKind.CONTENT] * 91


def test_no_phrase_of_the_furniture_is_in_any_report(
    captures: list[WarcCapture], profile: SiteProfile
) -> None:
    for capture in captures:
        text = read_cut(_cut(capture, profile)).text
        assert [phrase for phrase in _FURNITURE if phrase in text] == [], capture.url


def test_the_text_is_what_html5lib_reads_in_the_content_root(
    captures: list[WarcCapture], profile: SiteProfile
) -> None:
    for capture in captures:
        soup = BeautifulSoup(capture.body.decode("utf-8"), "html5lib")
        root = soup.select_one("#report_content")
        assert root is not None
        unwanted = ("script", "style", "noscript", "template", *profile.drop, *profile.related)
        for element in root.select(",".join(unwanted)):
            element.decompose()
        expected = "".join(root.get_text().split())
        actual = "".join(read_cut(_cut(capture, profile)).text.split())
        assert actual == expected, capture.url
